/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Owns:     the random numbers of a drawn host, and the texts made of them.
 * Takes:    a seed.
 * Gives:    the same draws for the same seed on every machine.
 * Must not: ask the system for anything.
 * Start at: draw_init().
 */
#ifndef TESTS_RANDOM_DRAW_H
#define TESTS_RANDOM_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct draw {
	uint64_t state;
};

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* one of the members of an array */
#define PICK(d, array) ((array)[draw_below((d), ARRAY_SIZE(array))])

/** draw_init() - start the sequence that belongs to @seed. */
void draw_init(struct draw *d, uint64_t seed);

/** draw_below() - a number from 0 to @n - 1, all alike; 0 where @n is 0. */
unsigned int draw_below(struct draw *d, unsigned int n);

/** draw_chance() - true in @percent of a hundred draws. */
bool draw_chance(struct draw *d, unsigned int percent);

/**
 * draw_weighted() - an index into @weights, as often as its weight says.
 * @n: number of weights; their sum is positive
 */
unsigned int draw_weighted(struct draw *d, const unsigned int *weights,
			   unsigned int n);

#endif
