/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Owns:     waiting until a host that was just built stands still.
 * Takes:    its namespaces.
 * Gives:    nothing but time, bounded.
 * Must not: change anything.
 * Start at: settle().
 */
#ifndef TESTS_RANDOM_SETTLE_H
#define TESTS_RANDOM_SETTLE_H

#include <stdbool.h>

/** settle() - wait, two seconds at most; leaves the caller in any of them. */
void settle(const int *netns, int n_netns);

#endif
