/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>

#include "cli/cli.h"

static int ask_from(const struct options *o, struct ask *ask,
		    struct error *err)
{
	int ret;

	ask->family = o->family;
	for (unsigned int i = 0; i < o->n_to; i++) {
		ret = destination_parse(o->to[i], &ask->to[i].addr,
					&ask->to[i].port, &ask->to[i].proto,
					err);
		if (ret)
			return ret;
	}
	ask->n_to = o->n_to;
	return 0;
}

/* Read, walk, read what the walk lacked, until nothing new comes. */
static struct diagnosis *diagnose(struct session *s, const struct target *t,
				  struct ask *ask, struct error *err)
{
	const want_vec *lacking;
	struct diagnosis *d;

	for (;;) {
		ask->netns = target_number(s, t);
		ask->pid = t->pid;
		d = diagnose_internet(s->snap, ask);
		lacking = d->wants.n ? &d->wants : &d->helpful;
		if (!lacking->n || !session_more(s, lacking, err))
			break;
		diagnosis_free(d);
	}
	return d;
}

static void render(const struct options *o, struct strbuf *out,
		   const struct diagnosis *d, const struct origin *origin)
{
	struct style style;

	style_from(o, &style);
	if (o->json)
		json_report(out, d, origin);
	else if (o->commands)
		commands_report(out, d, origin);
	else if (o->oneline)
		oneline_report(out, d);
	else if (o->quiet)
		quiet_report(out, &style, d);
	else
		text_report(out, &style, d, origin);
}

static int run(struct session *s, const struct options *o, struct strbuf *out,
	       struct error *err)
{
	static const enum exit_code codes[] = { EXIT_HEALTHY, EXIT_FAULT,
						EXIT_UNKNOWN };
	struct origin origin = {
		.command = "why-no-internet", .target = o->args[1],
	};
	struct ask ask = { 0 };
	struct target t;
	struct diagnosis *d;
	int code;
	int ret;

	ret = ask_from(o, &ask, err);
	if (!ret)
		ret = target_find(s, o->args[1], &t, err);
	if (!ret)
		ret = session_read(s, &t.ino, 1, READ_ALL, err);
	if (ret)
		return ret == -EACCES ? EXIT_UNKNOWN : EXIT_USAGE;
	d = diagnose(s, &t, &ask, err);
	if (session_finish(s, err))
		code = EXIT_BUG;
	else
		code = codes[d->verdict];
	render(o, out, d, &origin);
	diagnosis_free(d);
	return code;
}

int command_why_no_internet(const struct options *o, struct strbuf *out,
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
