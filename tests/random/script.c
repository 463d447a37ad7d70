/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads what host.c's write_head() writes, or a person. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "script.h"

static int read_all(const char *path, char **text)
{
	FILE *f = fopen(path, "re"), *m;
	char buf[4096];
	size_t n, len;

	if (!f)
		return -errno;
	m = open_memstream(text, &len);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		fwrite(buf, 1, n, m);
	fclose(m);
	fclose(f);
	return 0;
}

static void key(struct script *s, const char *name, const char *value)
{
	struct question *q = &s->q;

	if (!strcmp(name, "from"))
		snprintf(q->from, sizeof(q->from), "%s", value);
	else if (!strcmp(name, "to"))
		snprintf(q->to, sizeof(q->to), "%s", value);
	else if (!strcmp(name, "proto"))
		q->proto = !strcmp(value, "tcp") ? PROTO_TCP :
			!strcmp(value, "udp") ? PROTO_UDP : PROTO_ICMP;
	else if (!strcmp(name, "port"))
		q->port = strtoul(value, NULL, 10);
	else if (!strcmp(name, "open"))
		q->open = *value == '1';
	else if (!strcmp(name, "undecidable"))
		q->decidable = false;
	else if (!strcmp(name, "kernel"))
		snprintf(s->kernel, sizeof(s->kernel), "%s", value);
	else if (!strcmp(name, "rule"))
		snprintf(s->rule, sizeof(s->rule), "%s", value);
}

int script_load(const char *path, struct script *s)
{
	char line[256], name[32], value[128];
	const char *p;
	int ret;

	memset(s, 0, sizeof(*s));
	s->q.decidable = true;
	ret = read_all(path, &s->text);
	if (ret)
		return ret;
	for (p = s->text; p; p = strchr(p, '\n')) {
		p += *p == '\n';
		if (strncmp(p, "#: ", 3))
			continue;
		snprintf(line, sizeof(line), "%.*s", (int)strcspn(p, "\n"), p);
		*value = '\0';
		if (sscanf(line, "#: %31s %127[^\n]", name, value) >= 1)
			key(s, name, value);
	}
	s->q.family = strchr(s->q.to, ':') ? FAM6 : FAM4;
	return *s->q.from && *s->q.to ? 0 : -EINVAL;
}

void script_free(struct script *s)
{
	free(s->text);
	s->text = NULL;
}
