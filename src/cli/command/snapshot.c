/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <ctype.h>
#include <string.h>

#include "cli/cli.h"
#include "store/store.h"

/* nsdoctor-HOST-YYYYMMDDTHHMMSSZ.json; a host's name is not trusted here. */
static char *default_name(struct arena *a, const struct snapshot *s)
{
	char *name = arena_printf(a, "nsdoctor-%s-%s.json",
				  s->host.name ? s->host.name : "host",
				  s->host.taken ? s->host.taken : "now");
	char *to = name;

	for (char *p = name; *p; p++) {
		if (*p == ':' || (*p == '-' && p > name + 9 &&
				  isdigit((unsigned char)p[1]) &&
				  isdigit((unsigned char)p[-1])))
			continue;
		*to++ = isalnum((unsigned char)*p) || strchr("-._", *p) ? *p :
									  '_';
	}
	*to = '\0';
	return name;
}

static int run(struct session *s, const struct options *o, struct strbuf *out,
	       struct error *err)
{
	const char *path = o->output;

	if (s->collector &&
	    (session_discover(s, COLLECT_FULL, err) ||
	     session_read(s, NULL, 0, READ_ALL, err) ||
	     session_finish(s, err)))
		return EXIT_USAGE;
	if (path && !strcmp(path, "-"))
		return snapshot_write(s->snap, out, err) ? EXIT_BUG :
							   EXIT_HEALTHY;
	if (!path)
		path = default_name(out->arena, s->snap);
	if (snapshot_save_file(s->snap, path, o->force, err))
		return EXIT_USAGE;
	if (!o->output && !o->quiet)
		strbuf_addf(out, "%s: %zu namespaces, %zu gaps\n", path,
			    s->snap->netns.n, s->snap->gaps.n);
	return EXIT_HEALTHY;
}

int command_snapshot(const struct options *o, struct strbuf *out,
		     struct error *err)
{
	struct session s;
	int code;

	if (session_open(&s, o, err))
		return EXIT_USAGE;
	code = run(&s, o, out, err);
	session_close(&s);
	return code;
}
