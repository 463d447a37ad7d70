/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The plan: the fewest of the mends that were found, run together in the
 * model from its start, in the order in which they are printed.
 */
#include <string.h>

#include "diagnose/diagnose.h"

/* Bit i: question i passes over the model with these fixes. */
static uint64_t passing(struct diagnosis *d, const fix_vec *fixes,
			const struct fix *without, bool record)
{
	struct snapshot *model = model_with(d->snap, fixes, without);
	uint64_t bits = 0;

	if (!model)
		return 0;
	VEC_PUSH(d->arena, &d->models, model);
	for (size_t i = 0; i < d->questions.n; i++) {
		struct question *q = d->questions.v[i];
		struct walk_result r;

		question_walk(d, q, model, &r);
		if (question_passes(q, &r))
			bits |= 1ull << i;
		if (record)
			q->fixed = r;
	}
	if (record)
		d->fixed = model;
	return bits;
}

static struct finding *mended_by(struct diagnosis *d, const struct fix *fix)
{
	for (size_t i = 0; i < d->findings.n; i++)
		if (d->findings.v[i]->fix == fix)
			return d->findings.v[i];
	return NULL;
}

/* A mend that another one made needless goes, and its finding with it. */
static void minimise(struct diagnosis *d, fix_vec *fixes)
{
	uint64_t all = passing(d, fixes, NULL, false);
	size_t i = 0;

	while (i < fixes->n) {
		struct fix *fix = fixes->v[i];
		struct finding *f = mended_by(d, fix);
		uint64_t lost = all & ~passing(d, fixes, fix, false);

		bool open = f && f->probes & ~all;

		if (f && lost)
			f->probes |= lost;
		/* what nothing mends yet cannot show that this is needless */
		if (lost || open || !f) {
			i++;
			continue;
		}
		f->fix = NULL;
		f->blocking = false;
		f->severity = SEVERITY_NOTE;
		VEC_REMOVE(fixes, i);
		i = 0;
	}
}

/*
 * A command is worded over the model as it is when its turn comes: a rule's
 * number depends on the rules that were put in before it.
 */
static void name_commands(struct diagnosis *d, const fix_vec *fixes)
{
	fix_vec done = { 0 };

	for (size_t i = 0; i < fixes->n; i++) {
		struct fix *f = fixes->v[i];
		struct fix *part = ARENA_NEW(d->arena, struct fix);

		VEC_PUSH(d->arena, &done, part);
		for (size_t j = 0; j < f->changes.n; j++) {
			struct snapshot *now = model_with(d->snap, &done, NULL);

			change_commands(now ? now : d->snap, &f->changes.v[j],
					d->arena, &f->commands);
			VEC_PUSH(d->arena, &part->changes, f->changes.v[j]);
			if (now)
				VEC_PUSH(d->arena, &d->models, now);
		}
	}
}

/* Faults in the order the packet meets them, then unknowns, then the rest. */
void findings_number(struct diagnosis *d)
{
	VEC(struct finding *) sorted = { 0 };
	uint32_t to[65] = { 0 };

	for (int severity = 0; severity <= SEVERITY_NOTE; severity++)
		for (size_t i = 0; i < d->findings.n; i++)
			if ((int)d->findings.v[i]->severity == severity)
				VEC_PUSH(d->arena, &sorted, d->findings.v[i]);
	for (size_t i = 0; i < sorted.n; i++) {
		struct finding *f = sorted.v[i];

		if (f->number < ARRAY_SIZE(to))
			to[f->number] = (uint32_t)i + 1;
		f->number = (uint32_t)i + 1;
		if (f->fix)
			f->fix->mends[0] = f->number;
	}
	for (size_t i = 0; i < d->questions.n; i++) {
		struct question *q = d->questions.v[i];

		q->blocked_by = q->blocked_by < 65 ? to[q->blocked_by] : 0;
		q->unknown_by = q->unknown_by < 65 ? to[q->unknown_by] : 0;
	}
	if (sorted.n)
		memcpy(d->findings.v, sorted.v, sorted.n * sizeof(*sorted.v));
}

void plan_make(struct diagnosis *d, fix_vec *fixes)
{
	uint64_t want = 0;
	uint64_t got;

	minimise(d, fixes);
	got = passing(d, fixes, NULL, true);
	for (size_t i = 0; i < d->questions.n; i++)
		if (!d->questions.v[i]->alternate)
			want |= 1ull << i;
	name_commands(d, fixes);
	d->plan = *fixes;
	d->plan_delivers = (got & want) == want;
	d->plan_minimal = true;
}
