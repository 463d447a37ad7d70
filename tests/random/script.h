/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Owns:     hosts that are files: a shell script with lines "#: KEY VALUE".
 * Takes:    from, to, proto, port, open, undecidable, kernel.
 * Gives:    the question, and what the kernel must say where the file knows.
 * Must not: draw anything.
 * Start at: script_load().
 */
#ifndef TESTS_RANDOM_SCRIPT_H
#define TESTS_RANDOM_SCRIPT_H

#include "host.h"

struct script {
	char *text;
	struct question q;
	char kernel[32];	/* "delivered" ..., "" where not said */
	char rule[96];		/* the rule that decides, as judge.c words it */
};

/** script_load() - 0, or a negative errno; script_free() frees. */
int script_load(const char *path, struct script *s);
void script_free(struct script *s);

#endif
