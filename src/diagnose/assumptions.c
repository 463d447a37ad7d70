/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an answer takes for granted: the world beyond each edge. */
#include <sys/socket.h>

#include "diagnose/diagnose.h"

static struct assumption *assume(struct diagnosis *d, const char *code)
{
	struct assumption a = { .code = code };

	a.id = arena_printf(d->arena, "A%zu", d->assumptions.n + 1);
	VEC_PUSH(d->arena, &d->assumptions, a);
	return &d->assumptions.v[d->assumptions.n - 1];
}

static struct assumption *edge_known(struct diagnosis *d, uint32_t netns,
				     const char *device)
{
	for (size_t i = 0; i < d->assumptions.n; i++)
		if (d->assumptions.v[i].netns == netns &&
		    d->assumptions.v[i].device == device)
			return &d->assumptions.v[i];
	return NULL;
}

static void edge(struct diagnosis *d, const struct walk_branch *b)
{
	const struct netns *ns = d->snap->netns.v[b->edge_netns];
	const struct link *l = netns_link(ns, b->edge_if);
	struct address *const *it;
	struct assumption *a;

	if (!l || edge_known(d, b->edge_netns, l->name))
		return;
	a = assume(d, "edge-answers-on-link-only");
	a->netns = b->edge_netns;
	a->device = l->name;
	VEC_FOR_EACH(&ns->addresses, it) {
		struct ip_prefix p = address_prefix(*it);

		if ((*it)->ifindex != b->edge_if ||
		    ip_is_linklocal(&(*it)->local))
			continue;
		p.addr = prefix_network(&p);
		VEC_PUSH(d->arena, &a->prefixes, prefix_str(d->arena, &p));
	}
}

static const struct walk_branch *at_edge(const struct question *q)
{
	const struct walk_result *both[2] = { &q->now, &q->fixed };

	for (int i = 0; i < 2; i++)
		for (size_t k = 0; k < both[i]->branches.n; k++)
			if (both[i]->branches.v[k]->assumed_edge)
				return both[i]->branches.v[k];
	return NULL;
}

void assumptions_make(struct diagnosis *d)
{
	line_vec beyond = { 0 };

	for (size_t i = 0; i < d->questions.n; i++) {
		const struct question *q = d->questions.v[i];
		const struct walk_branch *b = at_edge(q);
		const char *dst;

		if (!b)
			continue;
		edge(d, b);
		dst = ip_str(d->arena, &q->probe.dst);
		for (size_t k = 0; k < beyond.n && dst; k++) {
			struct ip_addr known;

			if (!ip_parse(beyond.v[k], &known) &&
			    ip_equal(&known, &q->probe.dst))
				dst = NULL;
		}
		if (dst)
			VEC_PUSH(d->arena, &beyond, dst);
	}
	if (beyond.n)
		assume(d, "beyond-answers")->addresses = beyond;
}
