/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * No kernel function: the edge is a device whose other end is not on this
 * host. Beyond it an internet is assumed that answers any source which it can
 * have a way back to: an address of the device that sent the frame, one on
 * that device's subnet that something answers for, or a global IPv6 prefix
 * that is routed here. The assumption is recorded with the branch.
 */
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "walk/l2.h"

#define ARP_OP 7
#define ND_SOLICIT 135
#define ND_TARGET 8

/* Who asked is known by its entry; else an address made up for it. */
static struct mac beyond_mac(const struct walk *w, const struct ip_addr *addr)
{
	const struct netns *ns = w->snap->netns.v[w->sender.netns];
	const struct neighbour *n = netns_neighbour(ns, w->sender.ifindex,
						    addr);
	struct mac m = { .len = 6, .b = { 0x02, 0x6e, 0x73 } };
	size_t size = ip_size(addr->family);

	if (n && n->lladdr.len == 6)
		return n->lladdr;
	if (size)
		memcpy(m.b + 3, addr->b + size - 3, 3);
	return m;
}

static void mac_unknown(struct packet *p)
{
	memset(p->l2.k + 6, 0, 6);
}

static enum step arrive(struct walk *w, struct packet *p, struct packet *r,
			const struct link *dev)
{
	r->netns = p->netns;
	r->iif = dev->index;
	r->oif = 0;
	r->vlan = p->vlan;
	r->vlan_proto = p->vlan_proto;
	r->mark_known = true;
	l2_pkt_type(r, dev);
	memset(&w->dst, 0, sizeof(w->dst));
	*p = *r;
	return STEP_TO(DO_RECEIVE);
}

/* ---- neighbours beyond ---- */

static bool on_this_wire(const struct walk *w, const struct packet *p,
			 const struct link *dev, uint32_t netns,
			 const struct link *l)
{
	uint32_t below = HAS(l, link, peer_nsid) ? l->peer_ns : netns;

	(void)w;
	if (netns == p->netns &&
	    (l->index == dev->index || l->index == dev->master))
		return true;
	return (link_is_kind(l, "macvlan") || link_is_kind(l, "macvtap") ||
		link_is_kind(l, "ipvlan")) &&
	       below == p->netns && (uint32_t)l->peer == dev->index;
}

/*
 * Nobody beyond has an address that stands on this wire on our side: a frame
 * for it that got as far as here has missed its owner.
 */
static bool owned_here(const struct walk *w, const struct packet *p,
		       const struct link *dev, const struct ip_addr *target)
{
	for (size_t n = 0; n < w->snap->netns.n; n++) {
		const struct netns *ns = w->snap->netns.v[n];

		for (size_t i = 0; i < ns->addresses.n; i++) {
			const struct address *a = ns->addresses.v[i];
			const struct link *l = netns_link(ns, a->ifindex);

			if (l && ip_equal(&a->local, target) &&
			    on_this_wire(w, p, dev, (uint32_t)n, l))
				return true;
		}
	}
	return false;
}

static bool edge_asks(const struct walk *w, const struct packet *p,
		      const struct ip_addr *target)
{
	return w->asker.set && w->asker.edge &&
	       w->asker.netns == p->netns && w->asker.ifindex == p->oif &&
	       ip_equal(&w->asker.target, target);
}

static enum step not_there(struct walk *w, struct packet *p,
			   const struct link *dev)
{
	const struct link *sender =
		netns_link(w->snap->netns.v[w->sender.netns],
			   w->sender.ifindex);
	bool macvlan = sender && (link_is_kind(sender, "macvlan") ||
				  link_is_kind(sender, "macvtap"));

	return walk_block(w, p, STAGE_NEIGHBOUR,
			  macvlan ? &sender->obj : &dev->obj,
			  macvlan ? REASON_MACVLAN : REASON_NOBODY_OWNS);
}

static enum step arp_beyond(struct walk *w, struct packet *p,
			    const struct link *dev)
{
	struct ip_addr target = packet_dst(p);
	struct ip_addr owner = packet_src(p);
	struct mac mac = beyond_mac(w, &target);
	struct packet r;

	if (p->l3.b[ARP_OP] == 2)
		return edge_asks(w, p, &owner) ? l2_answered(w, p) :
						 not_there(w, p, dev);
	if (w->asker.edge || owned_here(w, p, dev, &target))
		return not_there(w, p, dev);
	packet_arp_reply(&r, p, &mac);
	mac_unknown(&r);
	return arrive(w, p, &r, dev);
}

static enum step nd_beyond(struct walk *w, struct packet *p,
			   const struct link *dev)
{
	struct ip_addr target = ip_from(AF_INET6,
					p->l3.b + p->th + ND_TARGET);
	struct mac mac = beyond_mac(w, &target);
	struct packet r;

	if (packet_icmp_type(p) != ND_SOLICIT)
		return edge_asks(w, p, &target) ? l2_answered(w, p) :
						  not_there(w, p, dev);
	if (w->asker.edge || owned_here(w, p, dev, &target))
		return not_there(w, p, dev);
	packet_nd_advert(&r, p, &target, &mac);
	mac_unknown(&r);
	return arrive(w, p, &r, dev);
}

/* ---- can anybody beyond answer this source? ---- */

enum answerable { NO_WAY_BACK, BY_OWNER, BY_SUBNET, BY_ROUTE };

static bool is_global6(const struct ip_addr *a)
{
	return a->family == AF_INET6 && (a->b[0] & 0xe0) == 0x20;
}

/* A prefix that this host holds for others: the upstream routes it here. */
static bool routed_here(const struct netns *ns, uint32_t ifindex,
			const struct ip_addr *src)
{
	for (size_t i = 0; i < ns->routes.n; i++) {
		const struct route *r = ns->routes.v[i];

		if (r->family == AF_INET6 && r->dst.len &&
		    r->type == RTN_UNICAST && r->oif != ifindex &&
		    prefix_contains(&r->dst, src))
			return true;
	}
	return false;
}

static enum answerable way_back(const struct netns *ns, uint32_t ifindex,
				const struct ip_addr *src)
{
	enum answerable found = NO_WAY_BACK;

	for (size_t i = 0; i < ns->addresses.n; i++) {
		const struct address *a = ns->addresses.v[i];
		struct ip_prefix net = address_prefix(a);

		if (a->family != src->family || a->ifindex != ifindex)
			continue;
		if (ip_equal(&a->local, src))
			return BY_OWNER;
		if (prefix_contains(&net, src))
			found = BY_SUBNET;
	}
	if (found == NO_WAY_BACK && is_global6(src) &&
	    routed_here(ns, ifindex, src))
		return BY_ROUTE;
	return found;
}

/* The router beyond asks for the source before it can send anything back. */
static void ask_back(struct walk *w, struct packet *p, const struct link *dev,
		     const struct ip_addr *src, struct packet *final,
		     struct walk_end *end)
{
	struct ip_addr from = w->sender.next_hop;
	struct mac mac = packet_eth_dst(p);
	struct packet q;

	if (src->family == AF_INET) {
		if (from.family != AF_INET)
			from = packet_dst(p);
		packet_arp_request(&q, p->netns, &from, &mac, src);
	} else {
		packet_nd_solicit(&q, p->netns, &from, &mac, src);
	}
	mac_unknown(&q);
	q.iif = dev->index;
	q.vlan = p->vlan;
	q.vlan_proto = p->vlan_proto;
	q.mark_known = true;
	l2_pkt_type(&q, dev);
	w->asker.set = true;
	w->asker.edge = true;
	w->asker.netns = p->netns;
	w->asker.ifindex = dev->index;
	w->asker.target = *src;
	l2_nested(w, &q, DO_RECEIVE, false, false, final, end);
	memset(&w->asker, 0, sizeof(w->asker));
}

static enum step no_answer(struct walk *w, struct packet *p,
			   const struct link *dev, const struct walk_end *why)
{
	if (why && why->outcome == OUTCOME_UNKNOWN) {
		walk_unknown(w, p, STAGE_EDGE, why->object, why->reason,
			     why->what);
		w->end.inner = why;
		return STEP_ENDED;
	}
	walk_block(w, p, STAGE_EDGE, &dev->obj, REASON_NO_ANSWER);
	w->end.inner = why;
	w->end.symptom = SYMPTOM_SILENCE;
	return STEP_ENDED;
}

static void note_edge(struct walk *w, const struct packet *p,
		      const struct link *dev)
{
	struct trace_step *s = walk_step(w, p, STAGE_EDGE, DID_LEAVE,
					 &dev->obj);

	s->next_hop = w->sender.next_hop;
	if (w->depth)
		return;
	w->branch->assumed_edge = true;
	w->branch->edge_netns = p->netns;
	w->branch->edge_if = dev->index;
	w->branch->edge_source = packet_src(p);
}

static enum step answer(struct walk *w, struct packet *p,
			const struct link *dev, const struct mac *to)
{
	struct mac gateway = packet_eth_dst(p);
	struct packet r;

	note_edge(w, p, dev);
	packet_answer(&r, p, false);
	r.has_socket = false;
	r.uid_known = false;
	if (p->l2.len) {
		packet_set_eth(&r, &gateway, to);
		memcpy(r.l2.k + 6, p->l2.k, 6);
	}
	r.netns = p->netns;
	w->dir = DIR_REPLY;
	walk_step(w, &r, STAGE_BEYOND, DID_DELIVER, NULL);
	return arrive(w, p, &r, dev);
}

static enum step request_beyond(struct walk *w, struct packet *p,
				const struct link *dev)
{
	const struct netns *ns = w->snap->netns.v[w->sender.netns];
	struct ip_addr src = packet_src(p);
	struct mac to = packet_eth_src(p);
	struct walk_end *end = ARENA_NEW(w->arena, struct walk_end);
	struct packet final = { 0 };
	struct packet at = *p;

	at.netns = w->sender.netns;
	if (!walk_need(w, &at, STAGE_EDGE, at.netns,
		       READ_ADDRESSES | READ_ROUTES, 0))
		return STEP_ENDED;
	switch (way_back(ns, w->sender.ifindex, &src)) {
	case NO_WAY_BACK:
		return no_answer(w, p, dev, NULL);
	case BY_ROUTE:
		return answer(w, p, dev, &to);
	case BY_OWNER:
	case BY_SUBNET:
		break;
	}
	if (!p->l2.len)
		return answer(w, p, dev, &to);
	ask_back(w, p, dev, &src, &final, end);
	if (end->outcome != OUTCOME_DELIVERED)
		return no_answer(w, p, dev, end);
	to = packet_eth_src(&final);
	return answer(w, p, dev, &to);
}

static enum step reply_beyond(struct walk *w, struct packet *p,
			      const struct link *dev)
{
	if (w->inbound_if && reply_belongs(w, p) == 1) {
		walk_step(w, p, STAGE_EDGE, DID_LEAVE, &dev->obj);
		return walk_deliver(w, p, false);
	}
	walk_block(w, p, STAGE_EDGE, &dev->obj,
		   w->inbound_if && reply_belongs(w, p) == 0 ?
		   REASON_WRONG_SOURCE : REASON_NOT_OURS);
	w->end.symptom = SYMPTOM_SILENCE;
	return STEP_ENDED;
}

enum step stage_edge(struct walk *w, struct packet *p)
{
	const struct link *dev = walk_link(w, p, STAGE_EDGE, p->netns,
					   p->oif);

	if (!dev)
		return STEP_ENDED;
	if (p->kind == PACKET_ARP)
		return arp_beyond(w, p, dev);
	if (p->kind == PACKET_ND)
		return nd_beyond(w, p, dev);
	if (w->seek) {
		/* Taken by somebody beyond, if by nobody here. */
		memset(p->l2.k, 0, 6);
		return walk_deliver(w, p, false);
	}
	if (w->outer)
		return walk_unknown(w, p, STAGE_EDGE, &dev->obj,
				    REASON_OPAQUE, "the tunnel's other end");
	if (w->dir == DIR_REPLY)
		return reply_beyond(w, p, dev);
	return request_beyond(w, p, dev);
}
