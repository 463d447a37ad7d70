/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RANDOM_SNAPSHOT_H
#define RANDOM_SNAPSHOT_H

#include "model/model.h"

/**
 * random_snapshot() - every row of every type filled by chance, sealed
 *
 * It goes by the tables alone: what is added to a table is tested.
 */
struct snapshot *random_snapshot(uint64_t seed);
/** random_next() - the next number of a sequence; any seed but 0 */
uint64_t random_next(uint64_t *state);

#endif
