/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which namespaces there are: the sources, in order. */
#include "collect/collector.h"

/* The best way in, as reports print it; a name's file before a process. */
void place_path(struct collector *c, struct place *p)
{
	const struct holder *best = NULL;

	for (uint32_t i = 0; i < p->n_holders; i++) {
		const struct holder *h = &p->holders[i];

		if (!best ||
		    (h->path && !h->pid && !(best->path && !best->pid)))
			best = h;
		else if (best->fd >= 0 && h->fd < 0)
			best = h;
	}
	if (best)
		SET(p->ns, netns, path, holder_path(c->snap->arena, best));
}

/* Once all processes were looked at, a place without any has none. */
static void place_seen(struct collector *c, struct place *p)
{
	place_path(c, p);
	if (c->sources & COLLECT_PROCESSES)
		SET(p->ns, netns, have, p->ns->have | READ_PROCESSES);
}

void collect_discover(struct collector *c, uint32_t sources)
{
	uint32_t fresh = sources & ~c->sources;

	if (fresh & COLLECT_THREADS && c->sources & COLLECT_PROCESSES)
		fresh |= COLLECT_PROCESSES;
	if (fresh & COLLECT_NAMES)
		discover_names(c);
	if (fresh & COLLECT_PROCESSES)
		discover_processes(c, sources);
	if (fresh & COLLECT_MOUNTS)
		discover_mounts(c, true);
	if (fresh & COLLECT_FDS)
		discover_fds(c);
	if (fresh & COLLECT_OWNERS)
		discover_owners(c, true);
	c->sources |= sources;
	for (size_t i = 0; i < c->places.n; i++)
		place_seen(c, c->places.v[i]);
}
