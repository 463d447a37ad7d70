/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Walk on past every blocker: where a question dies, the catalogue names the
 * finding and offers mends; one that lets the packet get further is kept, and
 * the question is asked again over the model with all mends so far. What is
 * tried is the very change that will be printed.
 */
#include <string.h>

#include "diagnose/diagnose.h"

#define SEARCH_ROUNDS 24

struct search {
	struct diagnosis *d;
	fix_vec fixes;
	struct snapshot *model;		/* base with fixes; NULL: base itself */
};

void question_walk(struct diagnosis *d, const struct question *q,
		   const struct snapshot *snap, struct walk_result *out)
{
	struct probe *probe = arena_memdup(d->arena, &q->probe,
					   sizeof(q->probe));

	if (!question_server(d, q, snap, probe)) {
		memset(out, 0, sizeof(*out));
		out->outcome = OUTCOME_DELIVERED;
		return;
	}
	walk_question(snap, d->target, probe, d->arena, out);
	for (size_t i = 0; i < out->wants.n; i++)
		VEC_PUSH(d->arena, &d->wants, out->wants.v[i]);
}

bool question_passes(const struct question *q, const struct walk_result *r)
{
	return r->outcome == OUTCOME_DELIVERED &&
	       !(q->needs_service && r->refused);
}

/* A refusal where a service was asked for is an end like any other. */
static void as_death(const struct question *q, struct walk_result *r)
{
	if (r->outcome != OUTCOME_DELIVERED || !q->needs_service || !r->refused)
		return;
	r->outcome = OUTCOME_BLOCKED;
	r->end.outcome = OUTCOME_BLOCKED;
}

static bool is_ruleset(const struct object *o)
{
	return o && (o->type == &nft_rule_type || o->type == &nft_chain_type ||
		     o->type == &xt_rule_type || o->type == &xt_chain_type);
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/*
 * The same thing in two models: a mend copies what it changes, so objects are
 * told by what they are, not by where they lie.
 */
static bool same_thing(const struct object *a, const struct object *b)
{
	if (a == b)
		return true;
	if (!a || !b || a->type != b->type || is_ruleset(a))
		return false;
	if (a->type == &sysctl_type)
		return same_text(((const struct sysctl *)a)->path,
				 ((const struct sysctl *)b)->path);
	if (a->type == &link_type)
		return ((const struct link *)a)->index ==
		       ((const struct link *)b)->index;
	return object_equal(a, b, false);
}

static bool same_death(const struct walk_end *a, const struct walk_end *b)
{
	return a->dir == b->dir && a->stage == b->stage &&
	       a->netns == b->netns && a->reason == b->reason &&
	       same_thing(a->object, b->object) &&
	       a->pkt.kind == b->pkt.kind;
}

/*
 * Did this mend help? 2: it arrives, or dies of something else altogether;
 * 1: it gets further, and dies of the same object on its way back; 0: no.
 */
static int progress(const struct walk_end *before,
		    const struct walk_result *after)
{
	if (after->outcome != OUTCOME_BLOCKED)
		return 2;
	if (same_death(walk_end_deepest(before),
		       walk_end_deepest(&after->end)))
		return 0;
	if (before->object && same_thing(before->object, after->end.object))
		return before->dir != after->end.dir;
	/* a packet that now dies earlier was not helped */
	if (before->dir == DIR_REPLY && after->end.dir == DIR_REQUEST)
		return 0;
	return 2;
}

static int try_fix(struct search *s, const struct question *q,
		   const struct walk_end *before, struct fix *fix)
{
	struct snapshot *model;
	struct walk_result r;
	int got;

	VEC_PUSH(s->d->arena, &s->fixes, fix);
	model = model_with(s->d->snap, &s->fixes, NULL);
	s->fixes.n--;
	if (!model)
		return -1;
	question_walk(s->d, q, model, &r);
	as_death(q, &r);
	got = progress(before, &r);
	/* results point into the model: it lives as long as the diagnosis */
	VEC_PUSH(s->d->arena, &s->d->models, model);
	return got;
}

static struct fix *choose_fix(struct search *s, const struct question *q,
			      const struct walk_end *end, fix_vec *candidates)
{
	struct fix *second = NULL;

	for (size_t i = 0; i < candidates->n; i++) {
		int got = try_fix(s, q, end, candidates->v[i]);

		if (got == 2)
			return candidates->v[i];
		if (got == 1 && !second)
			second = candidates->v[i];
	}
	return second;
}

static struct finding *finding_new(struct diagnosis *d,
				   const struct finding_type *t,
				   const struct walk_end *end)
{
	struct finding *f = ARENA_NEW(d->arena, struct finding);

	f->type = t;
	f->severity = SEVERITY_FAULT;
	f->blocking = true;
	f->netns = end->netns;
	f->stage = end->stage;
	f->dir = end->dir;
	f->iif = end->iif;
	f->oif = end->oif;
	f->object = end->object;
	f->symptom = end->symptom;
	return f;
}

/*
 * The first type that knows this death owns it. If no mend of its gets the
 * packet further, a later one that fits and whose mend does is better: the
 * cause is what mending cures.
 */
static struct finding *name_death(struct search *s, const struct death *death)
{
	struct finding *fallback = NULL;

	for (size_t i = 0; finding_types[i]; i++) {
		const struct finding_type *t = finding_types[i];
		struct finding *f = finding_new(s->d, t, death->end);
		fix_vec candidates = { 0 };

		if (!t->detect || !t->detect(death, f))
			continue;
		if (t->mend)
			t->mend(death, f, &candidates);
		f->fix = choose_fix(s, death->q, death->outer, &candidates);
		if (f->fix || f->severity != SEVERITY_FAULT)
			return f;
		if (!fallback)
			fallback = f;
	}
	return fallback;
}

/* Objects of two models: a mend made a copy of the chain that it changed. */
static bool same_decider(struct diagnosis *d, const struct finding *f,
			 const struct finding *k)
{
	const struct netns *ns = d->snap->netns.v[f->netns];
	struct fw_place a;
	struct fw_place b;

	if (f->netns != k->netns)
		return false;
	if (same_thing(f->object, k->object))
		return true;
	if (!is_ruleset(f->object) || !is_ruleset(k->object))
		return false;
	firewall_describe(ns, f->object, d->arena, &a);
	firewall_describe(ns, k->object, d->arena, &b);
	return same_text(a.backend, b.backend) &&
	       same_text(a.family, b.family) && same_text(a.table, b.table) &&
	       same_text(a.chain, b.chain) && a.handle == b.handle &&
	       same_text(a.policy ? a.policy : a.text,
			 b.policy ? b.policy : b.text);
}

static struct finding *known(struct diagnosis *d, const struct finding *f)
{
	for (size_t i = 0; i < d->findings.n; i++) {
		struct finding *k = d->findings.v[i];

		if (k->type == f->type && k->dir == f->dir &&
		    k->severity == f->severity && same_decider(d, f, k))
			return k;
	}
	return NULL;
}

/*
 * One object is one finding: what drops the request and then the answer is
 * mended by one fix that holds what each of them needs.
 */
static struct finding *same_object(struct diagnosis *d, const struct finding *f)
{
	if (!is_ruleset(f->object) || f->severity != SEVERITY_FAULT)
		return NULL;
	for (size_t i = 0; i < d->findings.n; i++) {
		struct finding *k = d->findings.v[i];

		if (k != f && k->fix && f->fix &&
		    k->severity == SEVERITY_FAULT && same_decider(d, f, k))
			return k;
	}
	return NULL;
}

static struct finding *keep(struct diagnosis *d, struct finding *f)
{
	struct finding *k = known(d, f);

	if (k && (!f->fix || !k->fix))
		return k;
	if (!k)
		k = same_object(d, f);
	if (k) {
		for (size_t i = 0; i < f->fix->changes.n; i++)
			VEC_PUSH(d->arena, &k->fix->changes,
				 f->fix->changes.v[i]);
		k->extended++;
		return k;
	}
	VEC_PUSH(d->arena, &d->findings, f);
	f->number = (uint32_t)d->findings.n;
	return f;
}

static const struct walk_branch *branch_of(const struct walk_result *r)
{
	for (size_t i = 0; i < r->branches.n; i++)
		if (r->branches.v[i]->end.outcome != OUTCOME_DELIVERED ||
		    r->branches.n == 1)
			return r->branches.v[i];
	return r->branches.n ? r->branches.v[0] : NULL;
}

/* The model anew, after a fix that was there got more to do. */
static bool search_again(struct search *s)
{
	s->model = model_with(s->d->snap, &s->fixes, NULL);
	if (!s->model)
		return false;
	VEC_PUSH(s->d->arena, &s->d->models, s->model);
	return true;
}

/* One more blocker of this question; false: nothing further can be found. */
static bool search_step(struct search *s, struct question *q, uint32_t index)
{
	struct diagnosis *d = s->d;
	const struct snapshot *snap = s->model ? s->model : d->snap;
	struct walk_result r;
	struct finding *f;
	struct finding *previous;
	uint32_t extended;
	struct death death = {
		.snap = snap, .base = d->snap, .q = q, .target = d->target,
		.pid = d->pid, .resolver = d->resolver, .arena = d->arena,
		.helpful = &d->helpful,
	};

	question_walk(d, q, snap, &r);
	as_death(q, &r);
	if (d->wants.n || r.outcome == OUTCOME_DELIVERED)
		return false;
	death.outer = arena_memdup(d->arena, &r.end, sizeof(r.end));
	death.end = walk_end_deepest(death.outer);
	death.branch = branch_of(&r);
	f = name_death(s, &death);
	if (!f)
		return false;
	previous = f->fix ? known(d, f) : NULL;
	if (!previous && f->fix)
		previous = same_object(d, f);
	extended = previous ? previous->extended : 0;
	f = keep(d, f);
	f->probes |= 1ull << index;
	if (r.outcome == OUTCOME_UNKNOWN) {
		if (!q->unknown_by)
			q->unknown_by = f->number;
		return false;
	}
	if (!q->blocked_by)
		q->blocked_by = f->number;
	if (!f->fix)
		return false;
	if (f->extended != extended)
		return search_again(s);
	for (size_t i = 0; i < s->fixes.n; i++)
		if (s->fixes.v[i] == f->fix)
			return false;	/* it was tried and did not help here */
	f->fix->mends[0] = f->number;
	f->fix->n_mends = 1;
	VEC_PUSH(d->arena, &s->fixes, f->fix);
	s->model = model_with(d->snap, &s->fixes, NULL);
	if (!s->model) {
		s->fixes.n--;
		return false;
	}
	VEC_PUSH(d->arena, &d->models, s->model);
	return true;
}

void search_run(struct diagnosis *d)
{
	struct search s = { .d = d };

	for (size_t i = 0; i < d->questions.n; i++) {
		struct question *q = d->questions.v[i];

		question_walk(d, q, d->snap, &q->now);
		as_death(q, &q->now);
		if (d->wants.n)
			return;
		for (int round = 0; round < SEARCH_ROUNDS; round++)
			if (!search_step(&s, q, (uint32_t)i))
				break;
		if (d->wants.n)
			return;
	}
	plan_make(d, &s.fixes);
}
