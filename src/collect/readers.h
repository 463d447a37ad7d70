/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_COLLECT_READERS_H
#define NSD_COLLECT_READERS_H

#include "collect/visit.h"

/** visit_done_fn - called in the main thread; @done: it was finished in time */
typedef void (*visit_done_fn)(struct collector *c, struct visit *v, bool done);

/** readers_count() - threads for this many visits */
uint32_t readers_count(const struct collector *c, size_t visits);

/**
 * readers_run() - make these visits in threads, then hand each to @done
 * @visits: must outlive a thread that hangs, when -ETIMEDOUT comes back
 *
 * Return: 0; -ETIMEDOUT when a thread was left behind in the kernel: then it
 * still holds its visit and its own arena.
 */
int readers_run(struct collector *c, struct visit *visits, size_t n,
		visit_done_fn done);

#endif
