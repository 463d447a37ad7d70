/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The verdict and its sentence. A fault that is certain outranks an unknown;
 * neither is ever made healthy by a default.
 */
#include <string.h>
#include <sys/socket.h>

#include "diagnose/diagnose.h"

static bool is_dns(const struct question *q)
{
	return q->kind == ASK_DNS_UDP || q->kind == ASK_DNS_TCP;
}

/* resolv.conf(5): servers are tried in turn, so one that answers will do. */
static bool earlier_passes(const struct diagnosis *d, size_t i)
{
	for (size_t j = 0; j < i; j++) {
		const struct question *q = d->questions.v[j];

		if (q->kind == d->questions.v[i]->kind &&
		    question_passes(q, &q->now))
			return true;
	}
	return false;
}

/*
 * FLT24: an echo that is filtered while TCP to the same place and names work
 * is no fault of a way to the internet.
 */
static bool only_ping(const struct diagnosis *d, const struct question *ping)
{
	bool tcp = false;

	if (ping->kind != ASK_PING || ping->asked_by_user)
		return false;
	for (size_t i = 0; i < d->questions.n; i++) {
		const struct question *q = d->questions.v[i];

		if (q == ping || q->probe.family != ping->probe.family)
			continue;
		if (!question_passes(q, &q->now))
			return false;
		tcp |= q->kind == ASK_TCP;
	}
	return tcp;
}

static bool counts(const struct diagnosis *d, size_t i)
{
	const struct question *q = d->questions.v[i];

	if (q->alternate && earlier_passes(d, i))
		return false;
	return !only_ping(d, q);
}

/* Findings that no question which counts has died of are notes. */
static void demote(struct diagnosis *d, uint64_t counting)
{
	for (size_t i = 0; i < d->findings.n; i++) {
		struct finding *f = d->findings.v[i];

		if (f->severity != SEVERITY_FAULT || f->probes & counting)
			continue;
		f->severity = SEVERITY_NOTE;
		f->blocking = false;
		for (size_t j = 0; f->fix && j < d->plan.n; j++)
			if (d->plan.v[j] == f->fix) {
				VEC_REMOVE(&d->plan, j);
				break;
			}
		f->fix = NULL;
	}
}

struct tally {
	bool fault[2];		/* reaching, by family */
	bool asked[2];
	bool dns;
	bool unknown;
	bool other;
};

static void tally_one(struct tally *t, const struct question *q)
{
	int family = q->probe.family == AF_INET6;
	bool bad = q->now.outcome == OUTCOME_BLOCKED;

	t->unknown |= q->now.outcome == OUTCOME_UNKNOWN;
	if (is_dns(q)) {
		t->dns |= bad;
		return;
	}
	t->asked[family] = true;
	t->fault[family] |= bad;
}

static size_t blockers(const struct diagnosis *d, uint32_t *netns, bool *one)
{
	size_t n = 0;

	*one = true;
	for (size_t i = 0; i < d->findings.n; i++) {
		const struct finding *f = d->findings.v[i];

		if (f->severity != SEVERITY_FAULT)
			continue;
		if (n++ && f->netns != *netns)
			*one = false;
		else
			*netns = f->netns;
	}
	return n;
}

static const char *blocker_words(const struct diagnosis *d)
{
	uint32_t netns = 0;
	bool one;
	size_t n = blockers(d, &netns, &one);
	const char *where = n ? text_safe(d->arena,
					  d->snap->netns.v[netns]->title) : "";
	const char *in = netns == d->target ? "in" : "on";

	if (!n)
		return "no blocker could be named";
	if (n == 1)
		return arena_printf(d->arena, "1 blocker, %s %s", in, where);
	if (one)
		return arena_printf(d->arena, "%zu blockers, all %s %s", n, in,
				    where);
	return arena_printf(d->arena, "%zu blockers", n);
}

static const char *families(const struct tally *t, bool fault)
{
	bool v4 = t->asked[0] && t->fault[0] == fault;
	bool v6 = t->asked[1] && t->fault[1] == fault;

	return v4 && v6 ? "IPv4 and IPv6" : v4 ? "IPv4" : v6 ? "IPv6" : NULL;
}

static const char *goal(const struct diagnosis *d)
{
	const struct question *q = d->questions.n ? d->questions.v[0] : NULL;

	if (q && q->asked_by_user && d->questions.n <= 2)
		return ip_str(d->arena, &q->probe.dst);
	return q && q->asked_by_user ? "what was asked" : "the internet";
}

static const char *fault_summary(struct diagnosis *d, const struct tally *t)
{
	const char *name = text_safe(d->arena,
				     d->snap->netns.v[d->target]->title);
	const char *bad = families(t, true);
	const char *good = families(t, false);
	const char *rest = blocker_words(d);

	if (bad && good)
		return arena_printf(d->arena,
				    "%s reaches %s over %s but not over %s: %s",
				    name, goal(d), good, bad, rest);
	if (bad)
		return arena_printf(d->arena, "%s cannot reach %s over %s: %s",
				    name, goal(d), bad, rest);
	return arena_printf(d->arena,
			    "%s reaches %s but cannot resolve names: %s", name,
			    goal(d), rest);
}

static const char *unknown_summary(struct diagnosis *d)
{
	const char *name = text_safe(d->arena,
				     d->snap->netns.v[d->target]->title);
	const char *why = "too little could be read";

	for (size_t i = 0; i < d->findings.n; i++)
		if (d->findings.v[i]->severity == SEVERITY_UNKNOWN) {
			why = d->findings.v[i]->title;
			break;
		}
	return arena_printf(d->arena, "whether %s reaches %s: %s", name,
			    goal(d), why);
}

static const char *healthy_summary(struct diagnosis *d, const struct tally *t)
{
	const char *name = text_safe(d->arena,
				     d->snap->netns.v[d->target]->title);
	const char *over = families(t, false);

	if (d->by_design)
		return arena_printf(d->arena,
				    "%s has no way out, by design: %s", name,
				    d->design_text);
	if (!over)
		return arena_printf(d->arena, "%s resolves names", name);
	return arena_printf(d->arena, "%s reaches %s over %s", name, goal(d),
			    over);
}

static enum symptom first_symptom(const struct diagnosis *d)
{
	for (size_t i = 0; i < d->questions.n; i++) {
		const struct walk_result *r = &d->questions.v[i]->now;

		if (r->outcome == OUTCOME_BLOCKED)
			return r->end.symptom ? r->end.symptom :
						SYMPTOM_SILENCE;
	}
	return SYMPTOM_NONE;
}

void verdict_make(struct diagnosis *d)
{
	struct tally t = { 0 };
	uint64_t counting = 0;
	bool fault;

	for (size_t i = 0; i < d->questions.n; i++) {
		if (!counts(d, i))
			continue;
		counting |= 1ull << i;
		tally_one(&t, d->questions.v[i]);
	}
	demote(d, counting);
	findings_number(d);
	fault = t.fault[0] || t.fault[1] || t.dns;
	if (fault) {
		d->verdict = VERDICT_FAULT;
		d->summary = fault_summary(d, &t);
		d->symptom = first_symptom(d);
	} else if (t.unknown || d->unread || d->wants.n) {
		d->verdict = VERDICT_UNKNOWN;
		d->summary = unknown_summary(d);
		d->symptom = SYMPTOM_UNKNOWN;
	} else {
		d->verdict = VERDICT_HEALTHY;
		d->summary = healthy_summary(d, &t);
		d->symptom = SYMPTOM_NONE;
	}
}
