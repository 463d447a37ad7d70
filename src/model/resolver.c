/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

#include "model/process.h"

#define SERVERS_MAX 3 /* MAXNS of <resolv.h> */

/*
 * glibc's __inet_aton_exact(): inet_aton() with its short forms ("10.1"), but
 * nothing behind it; inet_aton() itself would overlook a carriage return.
 */
static bool parse_v4(const char *s, struct ip_addr *out)
{
	struct in_addr a;

	if (s[strcspn(s, " \t\r\v\f\n")] || !inet_aton(s, &a))
		return false;
	*out = ip4(a.s_addr);
	return true;
}

static bool parse_server(struct arena *a, const char *word, size_t len,
			 struct nameserver *out)
{
	char *text = arena_strndup(a, word, len);
	char *scope;

	out->scope = NULL;
	if (parse_v4(text, &out->addr))
		return true;
	scope = strchr(text, '%');
	if (scope) {
		*scope = '\0';
		out->scope = scope + 1;
	}
	return !ip_parse(text, &out->addr) && out->addr.family == AF_INET6;
}

/*
 * As __resolv_conf_load() reads it: the keyword stands at the very beginning
 * and a blank follows; what follows the address is ignored; a line that does
 * not parse counts for nothing. With no server at all glibc asks 127.0.0.1,
 * which the caller has to know.
 */
void resolver_servers(const struct resolver *r, struct arena *a,
		      nameserver_vec *out)
{
	static const char keyword[] = "nameserver";
	const char *line = r->text;
	const char *end;

	for (; line && *line && out->n < SERVERS_MAX; line = end) {
		struct nameserver server;
		size_t len = strcspn(line, "\n");
		const char *word = line + sizeof(keyword) - 1;

		end = line[len] ? line + len + 1 : line + len;
		if (strncmp(line, keyword, sizeof(keyword) - 1) ||
		    (*word != ' ' && *word != '\t'))
			continue;
		word += strspn(word, " \t");
		if (parse_server(a, word, strcspn(word, " \t\n"), &server))
			VEC_PUSH(a, out, server);
	}
}
