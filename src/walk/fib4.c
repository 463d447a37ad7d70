/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fib_table_lookup(), net/ipv4/fib_trie.c: one table, longest prefix first,
 * and within a prefix in the order of the dump; next hops as
 * fib_info_nhc() and nexthop_fib_nhc() list them.
 */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "walk/fib.h"
#include "walk/setting.h"

#define TOS_MASK 0x1c

static bool nexthop_leg(const struct netns *ns, const struct route *r,
			unsigned int i, struct fib_leg *leg)
{
	const struct nexthop *nh = netns_nexthop(ns, r->nh_id);
	uint16_t weight = 1;

	if (nh && nh->group.n) {
		if (i >= nh->group.n)
			return false;
		weight = nh->group.v[i]->weight;
		nh = netns_nexthop(ns, nh->group.v[i]->id);
	} else if (i) {
		return false;
	}
	if (!nh)
		return false;
	*leg = (struct fib_leg) {
		.oif = nh->oif, .gateway = nh->gateway, .flags = nh->flags,
		.weight = weight, .encap_type = nh->encap_type,
		.blackhole = nh->blackhole,
	};
	return true;
}

bool fib_leg(const struct netns *ns, const struct route *r, unsigned int i,
	     struct fib_leg *leg)
{
	if (r->legs.n) {
		const struct route_leg *l;

		if (i >= r->legs.n)
			return false;
		l = r->legs.v[i];
		*leg = (struct fib_leg) {
			.oif = l->oif, .gateway = l->gateway,
			.flags = l->flags, .weight = l->weight,
			.encap_type = l->encap_type,
		};
		return true;
	}
	if (r->nh_id && netns_nexthop(ns, r->nh_id))
		return nexthop_leg(ns, r, i, leg);
	if (i)
		return false;
	*leg = (struct fib_leg) {
		.oif = r->oif, .gateway = r->gateway, .flags = r->flags,
		.weight = 1, .encap_type = r->encap_type,
	};
	return true;
}

static bool ignores_linkdown(struct fib_query *q, const struct fib_leg *leg)
{
	struct packet at = *q->p;
	const struct link *l;
	int32_t v = 0;

	at.netns = q->ns->number;
	l = walk_link(q->w, &at, q->stage, at.netns, leg->oif);
	if (!l)
		return true;
	/* IPv4 asks all and the device, IPv6 the device alone. */
	if (q->flow->family == AF_INET)
		walk_conf4(q->w, &at, q->stage, l,
			   CONF4_IGNORE_ROUTES_WITH_LINKDOWN, JOIN_MAX, &v);
	else
		walk_conf6(q->w, &at, q->stage, l,
			   CONF6_IGNORE_ROUTES_WITH_LINKDOWN, &v);
	return v;
}

bool fib_leg_usable(struct fib_query *q, const struct fib_leg *leg)
{
	if (leg->flags & RTNH_F_DEAD)
		return false;
	if (leg->flags & RTNH_F_LINKDOWN)
		return !ignores_linkdown(q, leg);
	return true;
}

void fib_answer_set(struct fib_query *q, const struct route *r, int i,
		    const struct fib_leg *leg)
{
	struct fib_answer *a = q->out;

	a->reason = REASON_NONE;
	a->type = r->type;
	a->route = r;
	a->oif = leg->oif;
	a->gateway = leg->gateway;
	a->scope = r->scope;
	a->leg = i;
}

/* fib_props[]: what a route that is none says */
static int refusal(struct fib_query *q, const struct route *r)
{
	struct fib_answer *a = q->out;
	int error = 0;

	switch (r->type) {
	case RTN_BLACKHOLE:
		a->reason = REASON_ROUTE_BLACKHOLE;
		error = -EINVAL;
		break;
	case RTN_UNREACHABLE:
		a->reason = REASON_ROUTE_UNREACHABLE;
		error = -EHOSTUNREACH;
		break;
	case RTN_PROHIBIT:
		a->reason = REASON_ROUTE_PROHIBIT;
		error = -EACCES;
		break;
	case RTN_THROW:
		q->thrown = r;
		return -EAGAIN;
	}
	if (error) {
		a->route = r;
		a->type = r->type;
	}
	return error;
}

static bool leg_fits(struct fib_query *q, const struct fib_leg *leg)
{
	const struct link *l;

	if (!q->flow->oif || q->flow->oif == leg->oif)
		return true;
	if (q->flow->oif != q->flow->l3mdev)
		return false;
	/* Bound to the VRF: every device of it will do. */
	l = netns_link(q->ns, leg->oif);
	return l && l->master == q->flow->l3mdev;
}

enum { NODE_NEXT = 1, NODE_LEAVE_PREFIX = 2 };

static int route_try(struct fib_query *q, const struct route *r)
{
	struct fib_leg leg;
	int error;

	if (r->tos && r->tos != (q->flow->tos & TOS_MASK))
		return NODE_NEXT;
	error = refusal(q, r);
	if (error)
		return error;
	for (unsigned int i = 0; fib_leg(q->ns, r, i, &leg); i++) {
		if (leg.blackhole) {
			q->out->reason = REASON_ROUTE_BLACKHOLE;
			q->out->route = r;
			return -EINVAL;
		}
		if (!fib_leg_usable(q, &leg) || !leg_fits(q, &leg))
			continue;
		fib_answer_set(q, r, (int)i, &leg);
		return q->w->ended ? -ENODATA : 0;
	}
	if (q->w->ended)
		return -ENODATA;
	/* A next hop object without a usable one gives up on the prefix. */
	return r->nh_id ? NODE_LEAVE_PREFIX : NODE_NEXT;
}

static int node_try(struct fib_query *q, const struct fib_node *node)
{
	for (size_t i = 0; i < node->routes.n; i++) {
		int ret = route_try(q, node->routes.v[i]);

		if (ret == NODE_LEAVE_PREFIX)
			break;
		if (ret != NODE_NEXT)
			return ret;
	}
	return NODE_NEXT;
}

static size_t covering(const struct fib_query *q, uint32_t id,
		       const struct fib_node *nodes[129])
{
	const struct fib_table *t = fib_table(q->ns, AF_INET, id);

	return t ? fib_covering(t, &q->flow->dst, nodes) : 0;
}

int fib4_table(struct fib_query *q, uint32_t id, uint32_t merged)
{
	const struct fib_node *first[129];
	const struct fib_node *second[129];
	size_t n = covering(q, id, first);
	size_t m = merged ? covering(q, merged, second) : 0;
	size_t i = 0;
	size_t j = 0;

	while (i < n || j < m) {
		const struct fib_node *node;
		int ret;

		if (j >= m || (i < n && first[i]->prefix.len >=
					second[j]->prefix.len))
			node = first[i++];
		else
			node = second[j++];
		ret = node_try(q, node);
		if (ret != NODE_NEXT)
			return ret;
	}
	return -EAGAIN;
}
