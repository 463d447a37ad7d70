/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "tally.h"

static const char *const judgement_words[JUDGEMENTS] = {
	"agree", "cannot tell", "claimed what nobody can know",
	"wrong verdict", "wrong direction", "wrong rule", "no answer",
};

static void not_ok(const char *name, const char *what, const char *why)
{
	printf("not ok - %s: %s: %s\n"
	       "# again: tests/random/run %s --verbose --keep\n",
	       name, what, why, name);
}

/* some are allowed: the sum decides */
static void cannot_tell(const char *name, const char *why)
{
	printf("not ok - %s: %s # TODO\n"
	       "# again: tests/random/run %s --verbose --keep\n", name, why,
	       name);
}

static void count_truth(struct tally *sum, const struct truth *t)
{
	if (t->reached && t->answered)
		sum->delivered++;
	else if (t->reached)
		sum->blocked_reply++;
	else
		sum->blocked_request++;
	sum->build_ms += t->build_ms;
	sum->trace_ms += t->trace_ms;
	sum->packet_ms += t->packet_ms;
}

bool tally_note(struct tally *sum, const char *name, const struct question *q,
		const struct truth *t, const struct opinion *o, int ret)
{
	sum->hosts++;
	if (ret || !t->done) {
		sum->not_built++;
		not_ok(name, "not built", ret ? strerror(-ret) :
		       "the script failed");
		return false;
	}
	sum->complained += t->build == BUILD_COMPLAINED;
	count_truth(sum, t);
	if (o->truth_differs) {
		sum->truths_differ++;
		not_ok(name, "the kernel does otherwise", o->why);
		return false;
	}
	if (!t->ran) {
		printf("ok - %s: %s\n", name, truth_words(t));
		return true;
	}
	sum->asked++;
	sum->flaky += o->flaky;
	sum->undecidable += !q->decidable;
	sum->judged[o->judgement]++;
	sum->rules_settled += o->rule_settled;
	if (o->judgement == JUDGE_AGREE) {
		printf("ok - %s: %s%s\n", name, truth_words(t),
		       o->flaky ? " (at the second try)" : "");
		return true;
	}
	if (o->judgement == JUDGE_CANNOT_TELL)
		cannot_tell(name, o->why);
	else
		not_ok(name, judgement_words[o->judgement], o->why);
	return false;
}

static void add(struct tally *sum, const struct tally *t)
{
	unsigned int i;

	sum->hosts += t->hosts;
	sum->not_built += t->not_built;
	sum->complained += t->complained;
	sum->delivered += t->delivered;
	sum->blocked_request += t->blocked_request;
	sum->blocked_reply += t->blocked_reply;
	sum->asked += t->asked;
	sum->undecidable += t->undecidable;
	sum->flaky += t->flaky;
	sum->rules_settled += t->rules_settled;
	sum->truths_differ += t->truths_differ;
	for (i = 0; i < JUDGEMENTS; i++)
		sum->judged[i] += t->judged[i];
	sum->build_ms += t->build_ms;
	sum->trace_ms += t->trace_ms;
	sum->packet_ms += t->packet_ms;
}

/*
 * No wrong claim; "cannot tell" for one in a hundred at most (two are allowed
 * in fewer); and a generator that still draws both kinds of host.
 */
static bool good(const struct tally *s)
{
	unsigned int decidable = s->asked - s->undecidable, i, wrong = 0;
	unsigned int share = s->hosts ? 100 * s->delivered / s->hosts : 0;

	for (i = JUDGE_CLAIMED; i < JUDGEMENTS; i++)
		wrong += s->judged[i];
	if (s->hosts >= 200 && (share < 33 || share > 67))
		return false;
	return !wrong && !s->not_built && !s->truths_differ &&
		s->judged[JUDGE_CANNOT_TELL] <=
		(decidable < 200 ? 2 : decidable / 100);
}

bool tally_print(const struct tally *sums, unsigned int n)
{
	struct tally s = { 0 };
	unsigned int i, each;

	for (i = 0; i < n; i++)
		add(&s, &sums[i]);
	each = s.hosts - s.not_built ? s.hosts - s.not_built : 1;
	printf("%s - all in all: no wrong claim, at most one in a hundred "
	       "that cannot be told, a third delivered\n1..%u\n",
	       good(&s) ? "ok" : "not ok", s.hosts + 1);
	printf("# kernel: %u delivered, %u lost the request, %u lost the "
	       "answer; %u not built, %u with a refused command\n",
	       s.delivered, s.blocked_request, s.blocked_reply, s.not_built,
	       s.complained);
	for (i = 0; i < JUDGEMENTS && s.asked; i++)
		printf("# %s: %u\n", judgement_words[i], s.judged[i]);
	if (s.asked)
		printf("# asked %u, undecidable %u, at the second try %u, "
		       "exactly one rule could decide in %u\n", s.asked,
		       s.undecidable, s.flaky, s.rules_settled);
	printf("# each: build %lu ms, nsdoctor %lu ms, packet %lu ms\n",
	       s.build_ms / each, s.trace_ms / each, s.packet_ms / each);
	return good(&s);
}
