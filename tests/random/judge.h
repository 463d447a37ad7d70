/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Owns:     whether nsdoctor and the kernel agree on one packet.
 * Takes:    the truth, and the JSON of `nsdoctor trace` (nsdoctor-trace/1).
 * Gives:    one judgement and a sentence for whoever replays it.
 * Must not: forgive: what differs is wrong until the source says why.
 * Start at: judge().
 */
#ifndef TESTS_RANDOM_JUDGE_H
#define TESTS_RANDOM_JUDGE_H

#include "truth.h"

enum judgement {
	JUDGE_AGREE,
	JUDGE_CANNOT_TELL,
	JUDGE_CLAIMED,		/* a verdict where none can be had */
	JUDGE_VERDICT,		/* delivered or not */
	JUDGE_DIRECTION,
	JUDGE_RULE,
	JUDGE_BROKEN,		/* no document, or exit code against it */
	JUDGEMENTS
};

struct opinion {
	enum judgement judgement;
	bool rule_settled;	/* the truth knows exactly one rule */
	bool claimed;		/* said other than "cannot tell" */
	bool flaky;		/* agreed at the second try only */
	bool truth_differs;	/* from what the host's file says */
	char why[1200];
};

/** judge() - compare. @json: descriptor of the document, read from its start */
void judge(const struct question *q, const struct truth *t, int json,
	   struct opinion *o);

/** truth_differs() - note that a file expected something else. */
void truth_differs(struct opinion *o, const char *expected,
		   const struct truth *t);

/** rule_counted() - did the rule or policy of this wording match? */
bool rule_counted(const struct truth *t, const char *words);

/** count_words() - a rule as lines and files name it. */
void count_words(const struct truth *t, const struct count *n, char *buf,
		 size_t size);

/** truth_words() - "delivered", "blocked request", "blocked reply". */
const char *truth_words(const struct truth *t);

#endif
