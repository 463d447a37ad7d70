/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Owns:     the lines of a campaign and its sum.
 * Takes:    truth and opinion of each host.
 * Gives:    a TAP line each, a summary, and whether the campaign is good.
 * Must not: judge.
 * Start at: tally_note().
 */
#ifndef TESTS_RANDOM_TALLY_H
#define TESTS_RANDOM_TALLY_H

#include "judge.h"

enum { TALLY_JOBS = 16 };

struct tally {
	unsigned int hosts;
	unsigned int not_built;		/* the script or a namespace failed */
	unsigned int complained;	/* a command of the script was refused */
	unsigned int delivered, blocked_request, blocked_reply;
	unsigned int asked, undecidable, flaky;
	unsigned int rules_settled;
	unsigned int judged[JUDGEMENTS];
	unsigned int truths_differ;	/* against a file's own words */
	unsigned long build_ms, trace_ms, packet_ms;
};

/**
 * tally_note() - count one host and print its line.
 * @name: arguments that run it again
 * @ret: what truth_find() returned
 *
 * Return: true unless the line is "not ok".
 */
bool tally_note(struct tally *sum, const char *name, const struct question *q,
		const struct truth *t, const struct opinion *o, int ret);

/** tally_print() - the sum of @n tallies; true when the campaign is good. */
bool tally_print(const struct tally *sums, unsigned int n);

#endif
