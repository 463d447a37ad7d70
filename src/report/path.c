/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The boxes of the picture: the way of the first question's request. */
#include "report/report.h"

static const struct walk_result *best(const struct diagnosis *d)
{
	for (size_t i = 0; i < d->questions.n; i++) {
		const struct question *q = d->questions.v[i];

		if (q->needs_service)
			continue;
		if (q->now.outcome != OUTCOME_DELIVERED &&
		    q->fixed.branches.n)
			return &q->fixed;
		return &q->now;
	}
	return d->questions.n ? &d->questions.v[0]->now : NULL;
}

/* A frame is told of by the bridge that took it; the box shows its port. */
static void port_first(const struct netns *ns, struct box *b)
{
	const struct link *l = b->in_master ? netns_link(ns, b->in_master) :
					      NULL;
	uint32_t swap = b->in;

	if (!l || l->master != b->in)
		return;
	b->in = b->in_master;
	b->in_master = swap;
}

void report_path(struct arena *a, const struct diagnosis *d, box_vec *out,
		 bool *leaves)
{
	const struct walk_result *r = best(d);
	const struct walk_branch *b = r && r->branches.n ? r->branches.v[0] :
							   NULL;

	*leaves = b && b->assumed_edge;
	for (size_t i = 0; b && i < b->hops.n; i++) {
		const struct hop *h = &b->hops.v[i];
		struct box box = {
			.netns = h->netns, .in = h->in,
			.in_master = h->in_master, .out = h->out,
			.out_master = h->out_master, .reached = true,
		};

		if (h->dir != DIR_REQUEST)
			continue;
		port_first(d->snap->netns.v[h->netns], &box);
		VEC_PUSH(a, out, box);
	}
}
