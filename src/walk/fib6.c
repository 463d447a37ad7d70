/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ip6_pol_route(), rt6_select(), find_rr_leaf(), net/ipv6/route.c: one table.
 * Among routes of the lowest metric the score decides, then the order; a host
 * (not a router) passes over gateways that are known to have failed.
 */
#include <errno.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "walk/fib.h"
#include "walk/setting.h"

#define LOOPBACK_IFINDEX 1
#define SCORE_FAILED (-2)
#define SCORE_NONE (-3)

struct select6 {
	struct fib_query *q;
	const struct fib_node *node;
	uint8_t src_len;	/* routes of this source prefix length compete */
	bool strict;		/* RT6_LOOKUP_F_IFACE */
	bool reachable;		/* RT6_LOOKUP_F_REACHABLE */
	const struct route *best;
	struct fib_leg leg;
	int best_leg;
	int score;
};

static bool is_reject(uint8_t type)
{
	return type == RTN_BLACKHOLE || type == RTN_UNREACHABLE ||
	       type == RTN_PROHIBIT || type == RTN_THROW;
}

/* ICMPV6_ROUTER_PREF_*: 0 medium, 1 high, 3 low; by IPV6_DECODE_PREF() */
static int pref_score(uint8_t pref)
{
	switch (pref) {
	case 1:
		return 3;
	case 3:
		return 1;
	}
	return 2;
}

static bool gateway_failed(struct select6 *s, const struct fib_leg *leg)
{
	const struct neighbour *n;

	if (!walk_need(s->q->w, s->q->p, s->q->stage, s->q->ns->number,
		       READ_NEIGHBOURS, 0))
		return false;
	n = netns_neighbour(s->q->ns, leg->oif, &leg->gateway);
	return n && (n->state & NUD_FAILED);
}

static int leg_score(struct select6 *s, const struct route *r,
		     const struct fib_leg *leg)
{
	uint32_t oif = s->q->flow->oif;
	uint32_t dev = is_reject(r->type) ? LOOPBACK_IFINDEX : leg->oif;
	int score = !oif || oif == dev ? 2 : 0;

	if (!score && s->strict)
		return SCORE_NONE;
	score |= pref_score(r->pref) << 2;
	if (s->reachable && leg->gateway.family && gateway_failed(s, leg))
		return SCORE_FAILED;
	return score;
}

static void route_score(struct select6 *s, const struct route *r)
{
	struct fib_leg leg;

	if (r->expires < 0)
		return;
	for (unsigned int i = 0; fib_leg(s->q->ns, r, i, &leg); i++) {
		int score;

		if (!is_reject(r->type) && !leg.blackhole &&
		    !fib_leg_usable(s->q, &leg))
			continue;
		score = leg_score(s, r, &leg);
		if (score <= s->score)
			continue;
		s->score = score;
		s->best = r;
		s->leg = leg;
		s->best_leg = (int)i;
	}
}

static bool competes(const struct select6 *s, const struct route *r)
{
	if (r->src.len != s->src_len)
		return false;
	if (!r->src.len)
		return true;
	return s->q->flow->src.family &&
	       prefix_contains(&r->src, &s->q->flow->src);
}

/* find_rr_leaf(): the lowest metric first, then all the others together. */
static bool node_select(struct select6 *s)
{
	uint32_t metric = 0;
	bool any = false;

	s->best = NULL;
	s->score = -1;
	for (size_t i = 0; i < s->node->routes.n; i++) {
		const struct route *r = s->node->routes.v[i];

		if (!competes(s, r))
			continue;
		if (!any || r->metric < metric)
			metric = r->metric;
		any = true;
	}
	for (int others = 0; any && others < 2 && !s->best; others++)
		for (size_t i = 0; i < s->node->routes.n; i++) {
			const struct route *r = s->node->routes.v[i];

			if (competes(s, r) &&
			    (r->metric != metric) == (others == 1))
				route_score(s, r);
		}
	return s->best;
}

/* Subtrees: longer source prefixes first (CONFIG_IPV6_SUBTREES). */
static bool node_try(struct select6 *s)
{
	int len = 128;

	while (len >= 0) {
		int next = -1;

		for (size_t i = 0; i < s->node->routes.n; i++) {
			const struct route *r = s->node->routes.v[i];

			if (r->src.len <= len && r->src.len > next)
				next = r->src.len;
		}
		if (next < 0)
			return false;
		s->src_len = (uint8_t)next;
		if (node_select(s))
			return true;
		len = next - 1;
	}
	return false;
}

/* fib6_prop[] */
static int answer(struct select6 *s)
{
	struct fib_query *q = s->q;

	if (q->w->ended)
		return -ENODATA;
	fib_answer_set(q, s->best, s->best_leg, &s->leg);
	if (s->leg.blackhole) {
		q->out->reason = REASON_ROUTE_BLACKHOLE;
		return -EINVAL;
	}
	switch (s->best->type) {
	case RTN_BLACKHOLE:
		q->out->reason = REASON_ROUTE_BLACKHOLE;
		return -EINVAL;
	case RTN_PROHIBIT:
		q->out->reason = REASON_ROUTE_PROHIBIT;
		return -EACCES;
	case RTN_UNREACHABLE:
		q->out->reason = REASON_ROUTE_UNREACHABLE;
		return -ENETUNREACH;
	case RTN_THROW:
		q->thrown = s->best;
		return -EAGAIN;
	}
	return 0;
}

static bool strict_device(const struct flow *f)
{
	if (!f->oif)
		return false;
	return ip_is_multicast(&f->dst) || ip_is_linklocal(&f->dst) ||
	       f->output;
}

int fib6_table(struct fib_query *q, uint32_t id)
{
	const struct fib_table *t = fib_table(q->ns, AF_INET6, id);
	const struct fib_node *nodes[129];
	struct select6 s = { .q = q, .strict = strict_device(q->flow) };
	struct packet at = *q->p;
	size_t n = t ? fib_covering(t, &q->flow->dst, nodes) : 0;
	int32_t forwarding;

	at.netns = q->ns->number;
	if (!n)
		return -EAGAIN;
	if (!walk_conf6_all(q->w, &at, q->stage, CONF6_FORWARDING,
			    &forwarding))
		return -ENODATA;
	for (int pass = forwarding ? 1 : 0; pass < 2; pass++) {
		s.reachable = pass == 0;
		for (size_t i = 0; i < n; i++) {
			s.node = nodes[i];
			if (node_try(&s))
				return answer(&s);
		}
	}
	return q->w->ended ? -ENODATA : -EAGAIN;
}
