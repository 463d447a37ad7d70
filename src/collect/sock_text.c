/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collect/sock_text.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* Each 32-bit word of the address is printed as a number of the machine's. */
static int parse_address(const char *hex, size_t len, uint8_t family,
			 struct ip_addr *out)
{
	uint8_t b[16];
	size_t words = ip_size(family) / 4;

	if (len != words * 8)
		return -1;
	for (size_t i = 0; i < words; i++) {
		char word[9];
		char *end;
		uint32_t v;

		memcpy(word, hex + i * 8, 8);
		word[8] = '\0';
		v = (uint32_t)strtoul(word, &end, 16);
		if (*end)
			return -1;
		memcpy(b + i * 4, &v, sizeof(v));
	}
	*out = ip_from(family, b);
	return 0;
}

/* sl local remote st tx:rx tr:when retrnsmt uid timeout inode */
static struct sock *parse_line(struct arena *a, const char *line,
			       uint8_t family, uint8_t protocol)
{
	char local[40];
	unsigned int port;
	unsigned int state;
	unsigned int uid;
	unsigned long long inode;
	struct ip_addr addr;
	struct sock *s;

	if (sscanf(line,
		   " %*u: %39[0-9A-Fa-f]:%x %*s %x %*s %*s %*s %u %*s %llu",
		   local, &port, &state, &uid, &inode) != 5)
		return NULL;
	if (state != (protocol == IPPROTO_TCP ? TCP_LISTEN : TCP_CLOSE) ||
	    !port || port > UINT16_MAX ||
	    parse_address(local, strlen(local), family, &addr))
		return NULL;
	s = object_new(a, &sock_type);
	SET(s, sock, family, family);
	SET(s, sock, protocol, protocol);
	SET(s, sock, local, addr);
	SET(s, sock, port, (uint16_t)port);
	SET(s, sock, uid, uid);
	SET(s, sock, inode, inode);
	SET(s, sock, v6only, family == AF_INET ? 0 : 2);
	return s;
}

void sock_text_parse(struct arena *a, char *text, uint8_t family,
		     uint8_t protocol, struct netns *ns)
{
	char *save = NULL;

	for (char *line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		struct sock *s = parse_line(a, line, family, protocol);

		if (s)
			VEC_PUSH(a, &ns->socks, s);
	}
}
