/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>

#include "cli/cli.h"

static void judge_one(const struct snapshot *snap, struct arena *a,
		      struct list_row *row)
{
	struct ask ask = { .netns = row->ns->number };
	struct diagnosis *d = diagnose_internet(snap, &ask);

	row->judged = true;
	row->verdict = d->verdict;
	row->by_design = d->by_design;
	for (size_t i = 0; i < d->findings.n; i++) {
		const struct finding *f = d->findings.v[i];

		if (f->severity > SEVERITY_UNKNOWN)
			continue;
		if (row->title) {
			row->more++;
			continue;
		}
		row->title = arena_strdup(a, f->title);
		row->code = f->type->code;
	}
	if (!row->title && d->verdict == VERDICT_UNKNOWN)
		row->title = "it could not be read";
	diagnosis_free(d);
}

static void only(const struct options *o, struct session *s, list_rows *rows,
		 struct error *err)
{
	list_rows kept = { 0 };

	for (size_t i = 0; i < rows->n; i++) {
		bool keep = o->n_args < 2;

		for (unsigned int k = 1; k < o->n_args; k++) {
			struct target t;

			keep |= !target_find(s, o->args[k], &t, err) &&
				t.ino == rows->v[i].ns->ino;
		}
		if (o->problems && rows->v[i].judged &&
		    rows->v[i].verdict == VERDICT_HEALTHY)
			keep = false;
		if (keep)
			VEC_PUSH(s->snap->arena, &kept, rows->v[i]);
	}
	*rows = kept;
}

static int run(struct session *s, const struct options *o, struct strbuf *out,
	       struct error *err)
{
	struct origin origin = { .command = "list" };
	uint32_t sources = o->no_health ? COLLECT_LIST : COLLECT_FULL;
	list_rows rows = { 0 };
	struct style style;

	/* Sealed once, after all is read: with many namespaces that counts. */
	if (s->collector)
		collect_discover(s->collector, sources);
	if (s->collector &&
	    (session_read(s, NULL, 0, o->no_health ? READ_LIST : READ_ALL,
			  err) ||
	     session_finish(s, err)))
		return EXIT_USAGE;
	report_list(out->arena, s->snap, &rows);
	if (!o->no_health) {
		for (size_t i = 0; i < rows.n; i++)
			judge_one(s->snap, out->arena, &rows.v[i]);
		report_list_judge(&rows);
	}
	if (o->n_args > 1 || o->problems)
		only(o, s, &rows, err);
	if (err->code)
		return EXIT_USAGE;
	style_from(o, &style);
	if (o->json)
		json_list(out, s->snap, &rows, &origin);
	else
		text_list(out, &style, s->snap, &rows, o->columns,
			  !o->no_headings, &origin);
	return EXIT_HEALTHY;
}

int command_list(const struct options *o, struct strbuf *out,
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
