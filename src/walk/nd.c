/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ndisc_solicit(), ndisc_send_ns(), ndisc_recv_ns(), ndisc_recv_na(),
 * net/ipv6/ndisc.c: neighbour discovery is ICMPv6 and meets every rule that
 * ICMPv6 meets, on both sides.
 */
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "walk/l2.h"
#include "walk/setting.h"

#define ND_SOLICIT 135
#define ND_ADVERT 136
#define ND_TARGET 8
#define HOP_LIMIT 255

static bool owns(const struct netns *ns, uint32_t ifindex,
		 const struct ip_addr *addr)
{
	for (size_t i = 0; i < ns->addresses.n; i++) {
		const struct address *a = ns->addresses.v[i];

		if (a->family == AF_INET6 && a->ifindex == ifindex &&
		    ip_equal(&a->local, addr) && address_is_usable(a))
			return true;
	}
	return false;
}

/* Subnet-router anycast of a forwarding device and kin: table local has them */
static bool owns_anycast(const struct netns *ns, uint32_t ifindex,
			 const struct ip_addr *addr)
{
	for (size_t i = 0; i < ns->routes.n; i++) {
		const struct route *r = ns->routes.v[i];

		if (r->family == AF_INET6 && r->type == RTN_ANYCAST &&
		    r->oif == ifindex && ip_equal(&r->dst.addr, addr))
			return true;
	}
	return false;
}

static bool link_local_of(const struct netns *ns, uint32_t ifindex,
			  struct ip_addr *out)
{
	for (size_t i = 0; i < ns->addresses.n; i++) {
		const struct address *a = ns->addresses.v[i];

		if (a->family != AF_INET6 || a->ifindex != ifindex ||
		    !ip_is_linklocal(&a->local) || !address_is_usable(a))
			continue;
		*out = a->local;
		return true;
	}
	return false;
}

/* icmp6_dst_alloc(): the device is given, no table is asked */
static void route_by_device(struct walk *w, const struct packet *p,
			    const struct link *out, const struct ip_addr *dst)
{
	memset(&w->dst, 0, sizeof(w->dst));
	w->dst.valid = true;
	w->dst.netns = p->netns;
	w->dst.oif = out->index;
	w->dst.next_hop = *dst;
	w->dst.mtu = out->mtu;
}

void nd_ask(struct walk *w, struct packet *p, const struct link *out,
	    const struct ip_addr *target, struct packet *final,
	    struct walk_end *end)
{
	const struct netns *ns = walk_ns(w, p);
	struct ip_addr source = packet_src(p);
	struct ip_addr group;
	struct packet q;

	if (!walk_need(w, p, STAGE_NEIGHBOUR, p->netns, READ_ADDRESSES, 0)) {
		*end = w->end;
		return;
	}
	if (p->family != AF_INET6 || !owns(ns, out->index, &source)) {
		if (!link_local_of(ns, out->index, &source)) {
			memset(end, 0, sizeof(*end));
			end->outcome = OUTCOME_BLOCKED;
			end->stage = STAGE_NEIGHBOUR;
			end->reason = REASON_NO_SOURCE;
			end->object = &out->obj;
			end->netns = p->netns;
			end->oif = out->index;
			return;
		}
	}
	packet_nd_solicit(&q, p->netns, &source, &out->address, target);
	q.oif = out->index;
	group = packet_dst(&q);
	w->asker.set = true;
	w->asker.edge = false;
	w->asker.netns = p->netns;
	w->asker.ifindex = out->index;
	w->asker.target = *target;
	{
		struct walk outer = *w;

		route_by_device(w, &q, out, &group);
		l2_nested(w, &q, DO_NF_OUTPUT, false, false, final, end);
		w->dst = outer.dst;
	}
	w->asker.set = false;
}

static struct ip_addr nd_target(const struct packet *p)
{
	return ip_from(AF_INET6, p->l3.b + p->th + ND_TARGET);
}

static bool proxied(const struct netns *ns, uint32_t ifindex,
		    const struct ip_addr *addr)
{
	for (size_t i = 0; i < ns->proxies.n; i++)
		if (ns->proxies.v[i]->ifindex == ifindex &&
		    ip_equal(&ns->proxies.v[i]->dst, addr))
			return true;
	return false;
}

/* 0: no, 1: yes, -1: the walk has ended */
static int answers_for(struct walk *w, struct packet *p,
		       const struct link *dev, const struct ip_addr *target)
{
	const struct netns *ns = walk_ns(w, p);
	int32_t forwarding;
	int32_t all;
	int32_t own;

	if (!walk_need(w, p, STAGE_NEIGHBOUR, p->netns,
		       READ_ADDRESSES | READ_ROUTES | READ_PROXIES, 0))
		return -1;
	if (owns(ns, dev->index, target) ||
	    owns_anycast(ns, dev->index, target))
		return 1;
	if (!proxied(ns, dev->index, target))
		return 0;
	if (!walk_conf6(w, p, STAGE_NEIGHBOUR, dev, CONF6_FORWARDING,
			&forwarding) ||
	    !walk_conf6(w, p, STAGE_NEIGHBOUR, dev, CONF6_PROXY_NDP, &own) ||
	    !walk_conf6_all(w, p, STAGE_NEIGHBOUR, CONF6_PROXY_NDP, &all))
		return -1;
	return forwarding && (all || own);
}

static enum step solicited(struct walk *w, struct packet *p,
			   const struct link *dev)
{
	struct ip_addr target = nd_target(p);
	struct ip_addr asker = packet_src(p);
	struct mac mac = packet_eth_src(p);
	struct packet r;
	int yes = answers_for(w, p, dev, &target);

	if (yes < 0)
		return STEP_ENDED;
	if (!yes)
		return walk_block(w, p, STAGE_NEIGHBOUR, &dev->obj,
				  REASON_NOBODY_OWNS);
	packet_nd_advert(&r, p, &target, &dev->address);
	r.netns = p->netns;
	r.oif = dev->index;
	r.mark_known = true;
	neighbour_learn(w, p->netns, dev->index, &asker, &mac);
	walk_step(w, p, STAGE_NEIGHBOUR, DID_ACCEPT, &dev->obj);
	*p = r;
	route_by_device(w, p, dev, &asker);
	return STEP_TO(DO_NF_OUTPUT);
}

static enum step advertised(struct walk *w, struct packet *p,
			    const struct link *dev)
{
	struct ip_addr target = nd_target(p);

	if (w->asker.set && !w->asker.edge && w->asker.netns == p->netns &&
	    w->asker.ifindex == dev->index &&
	    ip_equal(&w->asker.target, &target))
		return l2_answered(w, p);
	return walk_block(w, p, STAGE_NEIGHBOUR, &dev->obj, REASON_NOT_OURS);
}

enum step nd_receive(struct walk *w, struct packet *p)
{
	const struct link *dev = walk_link(w, p, STAGE_NEIGHBOUR, p->netns,
					   p->iif);

	if (!dev)
		return STEP_ENDED;
	if (packet_ttl(p) != HOP_LIMIT)
		return walk_block(w, p, STAGE_NEIGHBOUR, &dev->obj,
				  REASON_TTL);
	if (packet_icmp_type(p) == ND_SOLICIT)
		return solicited(w, p, dev);
	return advertised(w, p, dev);
}
