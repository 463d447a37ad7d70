/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_COLLECT_ROUNDS_H
#define NSD_COLLECT_ROUNDS_H

#include "collect/visit.h"

/** visits_run() - make these visits, take over what they read; frees @visits */
void visits_run(struct collector *c, struct visit *visits, size_t n);
/** place_is_open() - can it be visited at all? */
bool place_is_open(const struct place *p);

#endif
