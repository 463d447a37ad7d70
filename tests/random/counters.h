/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Owns:     how often each rule of a namespace has matched, as the kernel says.
 * Takes:    the namespace that the caller is in.
 * Gives:    rules and policies with their packets, of both backends.
 * Must not: use the code under test; bytes are read here a second time.
 * Start at: counters_read().
 */
#ifndef TESTS_RANDOM_COUNTERS_H
#define TESTS_RANDOM_COUNTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum count_kind {
	COUNT_OTHER,
	COUNT_DROP,	/* drop or reject, whenever it matches */
	COUNT_MAYBE,	/* a verdict map, a translation: may drop */
	COUNT_POLICY,	/* a base chain's policy of drop */
};

struct count {
	uint64_t netns;		/* inode */
	bool legacy;
	enum count_kind kind;
	bool blind;		/* a policy whose packets are not counted */
	char family[8];
	char table[32];
	char chain[32];
	uint64_t handle;
	unsigned int position;	/* legacy: from 1 */
	uint64_t packets;
};

struct counts {
	struct count *v;
	size_t n, room;
};

/**
 * counters_read() - append every rule and drop policy of this namespace.
 * @netns: inode to note with each
 *
 * Return: 0 or a negative errno. counts_free() frees.
 */
int counters_read(struct counts *c, uint64_t netns);
void counts_free(struct counts *c);

struct count *count_add(struct counts *c, uint64_t netns, const char *family,
			const char *table, const char *chain);

/** legacy_counters_read() - the same for the legacy tables that exist. */
int legacy_counters_read(struct counts *c, uint64_t netns);

/** count_same() - are these one rule? */
bool count_same(const struct count *a, const struct count *b);

#endif
