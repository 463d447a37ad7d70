/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fib_select_path(), fib_select_default(), fib_detect_death(),
 * net/ipv4/fib_semantics.c; fib6_select_path(), net/ipv6/route.c: which of
 * several next hops. Where a hash or a timer decides, every one is walked.
 */
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "walk/fib.h"
#include "walk/setting.h"

#define NUD_VALID_STATES (NUD_PERMANENT | NUD_NOARP | NUD_REACHABLE | \
			  NUD_PROBE | NUD_STALE | NUD_DELAY)

/* fib_good_nh(): only with fib_multipath_use_neigh */
static bool leg_is_good(struct fib_query *q, const struct fib_leg *leg,
			bool use_neigh)
{
	const struct neighbour *n;

	if (!use_neigh || !leg->gateway.family)
		return true;
	if (!walk_need(q->w, q->p, q->stage, q->ns->number, READ_NEIGHBOURS,
		       0))
		return false;
	n = netns_neighbour(q->ns, leg->oif, &leg->gateway);
	return !n || (n->state & NUD_VALID_STATES);
}

static bool uses_neighbours(struct fib_query *q)
{
	struct packet at = *q->p;
	int64_t v = 0;

	if (q->flow->family != AF_INET)
		return false;
	at.netns = q->ns->number;
	walk_sysctl(q->w, &at, q->stage, "net/ipv4/fib_multipath_use_neigh",
		    0, &v);
	return v;
}

static void select_leg(struct fib_query *q)
{
	const struct route *r = q->out->route;
	bool use_neigh = uses_neighbours(q);
	uint8_t usable[64];
	unsigned int n = 0;
	struct fib_leg leg;

	for (unsigned int i = 0; i < 64 && fib_leg(q->ns, r, i, &leg); i++)
		if (fib_leg_usable(q, &leg) && leg.weight &&
		    leg_is_good(q, &leg, use_neigh))
			usable[n++] = (uint8_t)i;
	if (!n || q->w->ended)
		return;
	if (n > 1)
		n = walk_decide(q->w, &r->obj, REASON_RANDOM, "multipath", n);
	else
		n = 0;
	if (fib_leg(q->ns, r, usable[n], &leg))
		fib_answer_set(q, r, usable[n], &leg);
}

enum death { ALIVE, DEAD, DOUBTFUL };

static enum death gateway_death(struct fib_query *q, const struct route *r)
{
	const struct neighbour *n;
	struct fib_leg leg;

	if (!fib_leg(q->ns, r, 0, &leg) || !fib_leg_usable(q, &leg))
		return DEAD;
	n = netns_neighbour(q->ns, leg.oif, &leg.gateway);
	if (!n || n->state == NUD_REACHABLE || n->state == NUD_PERMANENT)
		return ALIVE;
	if (n->state & NUD_VALID_STATES)
		return DOUBTFUL;
	return DEAD;
}

static bool is_rival(const struct route *a, const struct route *b)
{
	struct fib_leg leg;

	return b->type == RTN_UNICAST && b->tos == a->tos &&
	       b->metric == a->metric && b->table == a->table &&
	       b->scope == a->scope &&
	       fib_leg(NULL, b, 0, &leg) && leg.gateway.family;
}

static void select_rival(struct fib_query *q, const struct route *r)
{
	struct fib_leg leg;

	if (fib_leg(q->ns, r, 0, &leg))
		fib_answer_set(q, r, 0, &leg);
}

/*
 * Several defaults of one metric: the first whose gateway is not known dead.
 * One that is valid but not reachable makes the kernel alternate.
 */
static void select_default(struct fib_query *q, const struct fib_node *node)
{
	const struct route *r = q->out->route;
	const struct route *rivals[16];
	unsigned int n = 0;

	for (size_t i = 0; i < node->routes.n && n < 16; i++)
		if (!node->routes.v[i]->nh_id && is_rival(r, node->routes.v[i]))
			rivals[n++] = node->routes.v[i];
	if (n < 2 || !walk_need(q->w, q->p, q->stage, q->ns->number,
				READ_NEIGHBOURS, 0))
		return;
	for (unsigned int i = 0; i < n; i++) {
		switch (gateway_death(q, rivals[i])) {
		case ALIVE:
			select_rival(q, rivals[i]);
			return;
		case DEAD:
			break;
		case DOUBTFUL:
			i = walk_decide(q->w, &r->obj, REASON_RANDOM,
					"dead gateway detection", n);
			select_rival(q, rivals[i]);
			return;
		}
	}
}

void fib_select_path(struct walk *w, struct packet *p, enum stage stage,
		     uint32_t netns, const struct flow *flow,
		     struct fib_answer *out)
{
	struct fib_query q = {
		.w = w, .p = p, .stage = stage, .flow = flow, .out = out,
		.ns = w->snap->netns.v[netns],
	};
	const struct fib_node *nodes[129];
	const struct fib_table *t;
	struct fib_leg leg;
	size_t n;

	if (flow->oif || !out->route)
		return;
	if (fib_leg(q.ns, out->route, 1, &leg)) {
		select_leg(&q);
		return;
	}
	if (!flow->output || flow->family != AF_INET ||
	    out->route->dst.len || out->type != RTN_UNICAST)
		return;
	t = fib_table(q.ns, AF_INET, out->route->table);
	n = t ? fib_covering(t, &flow->dst, nodes) : 0;
	if (n && !nodes[n - 1]->prefix.len)
		select_default(&q, nodes[n - 1]);
}
