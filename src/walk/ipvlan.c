/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ipvlan_queue_xmit(), ipvlan_process_v4_outbound(), ipvlan_handle_frame(),
 * drivers/net/ipvlan/ipvlan_core.c. All of them have their lower device's MAC:
 * it is the IP address that tells them apart.
 */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "walk/l2.h"
#include "walk/route.h"

enum { MODE_L2, MODE_L3, MODE_L3S };
enum { FLAG_PRIVATE = 1, FLAG_VEPA = 2 };

#define ND_SOLICIT 135
#define ND_TARGET 8

static bool is_ipvlan(const struct link *l)
{
	return link_is_kind(l, "ipvlan");
}

/* ipvlan_get_L3_hdr(): the address that a frame is for */
static struct ip_addr wanted(const struct packet *p)
{
	if (p->kind == PACKET_ND && packet_icmp_type(p) == ND_SOLICIT)
		return ip_from(AF_INET6, p->l3.b + p->th + ND_TARGET);
	return packet_dst(p);
}

static bool owns(const struct netns *ns, uint32_t ifindex,
		 const struct ip_addr *addr)
{
	for (size_t i = 0; i < ns->addresses.n; i++)
		if (ns->addresses.v[i]->ifindex == ifindex &&
		    ip_equal(&ns->addresses.v[i]->local, addr))
			return true;
	return false;
}

/* ipvlan_addr_lookup() */
static const struct link *owner(const struct walk *w,
				const struct l2_lower *lo,
				const struct ip_addr *addr, uint32_t *netns)
{
	const struct link *l;
	size_t at = 0;

	while ((l = l2_upper(w, lo, is_ipvlan, &at, netns)))
		if (owns(w->snap->netns.v[*netns], l->index, addr))
			return l;
	return NULL;
}

/* ipvlan_rcv_frame() */
static enum step take(struct walk *w, struct packet *p, const struct link *from,
		      uint32_t netns, const struct link *to)
{
	enum step next = l2_cross(w, p, from, netns, to);

	if (p->pkt_type == PKT_OTHERHOST)
		p->pkt_type = PKT_HOST;
	return next;
}

static enum step to_sibling(struct walk *w, struct packet *p,
			    const struct link *dev, uint32_t netns,
			    const struct link *to)
{
	if (dev->ipvlan.flags & FLAG_PRIVATE) {
		walk_block(w, p, STAGE_TRANSMIT, &dev->obj, REASON_MACVLAN);
		w->end.symptom = SYMPTOM_SILENCE;
		return STEP_ENDED;
	}
	return take(w, p, dev, netns, to);
}

/* A unicast packet is routed in the namespace of the lower device. */
static enum step outbound(struct walk *w, struct packet *p,
			  const struct link *dev, const struct l2_lower *lo)
{
	struct ip_addr dst = packet_dst(p);
	struct fib_answer a;
	struct flow f;

	if (ip_is_multicast(&dst)) {
		walk_block(w, p, STAGE_TRANSMIT, &dev->obj, REASON_MACVLAN);
		return STEP_ENDED;
	}
	walk_step(w, p, STAGE_TRANSMIT, DID_PASS, &dev->obj);
	packet_scrub(p, lo->netns != p->netns);
	p->netns = lo->netns;
	p->has_socket = false;
	p->iif = 0;
	p->l2.len = 0;
	f = flow_of_packet(p);
	f.oif = lo->ifindex;
	f.output = true;
	fib_lookup(w, p, STAGE_ROUTE_OUTPUT, p->netns, &f, &a);
	if (a.error == -ENODATA)
		return STEP_ENDED;
	if (a.error || a.type != RTN_UNICAST) {
		walk_block(w, p, STAGE_ROUTE_OUTPUT,
			   a.route ? &a.route->obj : NULL,
			   a.error ? a.reason : REASON_MARTIAN_DESTINATION);
		w->end.symptom = SYMPTOM_SILENCE;
		return STEP_ENDED;
	}
	walk_route_set(w, p, &dst, &a);
	p->oif = a.oif;
	walk_route_step(w, p, STAGE_ROUTE_OUTPUT, &a);
	return STEP_TO(DO_NF_OUTPUT);
}

/* Copies to siblings first; the wire gets one as well. */
static bool flood_takes(struct walk *w, struct packet *p,
			const struct link *from, const struct l2_lower *lo)
{
	const struct link *to;
	uint32_t netns;
	size_t at = 0;

	while ((to = l2_upper(w, lo, is_ipvlan, &at, &netns)) &&
	       w->copies < 4096) {
		struct packet c = *p;
		struct walk_end end;

		if (to == from)
			continue;
		w->copies++;
		if (take(w, &c, from, netns, to) == STEP_ENDED) {
			w->ended = false;
			continue;
		}
		l2_nested(w, &c, DO_RECEIVE, true, p->kind == PACKET_IP, NULL,
			  &end);
		if (end.outcome != OUTCOME_DELIVERED)
			continue;
		take(w, p, from, netns, to);
		return true;
	}
	return false;
}

static enum step transmit_l2(struct walk *w, struct packet *p,
			     const struct link *dev, const struct l2_lower *lo)
{
	struct mac src = packet_eth_src(p);
	struct mac dst = packet_eth_dst(p);
	struct ip_addr addr = wanted(p);
	const struct link *to;
	uint32_t netns;

	if (mac_is_group(&dst) &&
	    !(dev->ipvlan.flags & (FLAG_VEPA | FLAG_PRIVATE)) &&
	    flood_takes(w, p, dev, lo))
		return STEP_TO(DO_RECEIVE);
	if (!(dev->ipvlan.flags & FLAG_VEPA) && mac_equal(&src, &dst)) {
		to = owner(w, lo, &addr, &netns);
		if (to)
			return to_sibling(w, p, dev, netns, to);
		/* Its own MAC and nobody's address: the lower's own stack. */
		return l2_cross(w, p, dev, lo->netns,
				netns_link(w->snap->netns.v[lo->netns],
					   lo->ifindex));
	}
	walk_step(w, p, STAGE_TRANSMIT, DID_PASS, &dev->obj);
	p->netns = lo->netns;
	p->oif = lo->ifindex;
	return STEP_TO(DO_TRANSMIT);
}

enum step ipvlan_transmit(struct walk *w, struct packet *p,
			  const struct link *dev)
{
	const struct link *below;
	const struct link *to;
	struct ip_addr addr = wanted(p);
	struct l2_lower lo;
	uint32_t netns;

	if (!l2_peer(w, p, dev, &lo.netns, &below))
		return STEP_ENDED;
	lo.ifindex = below->index;
	if (!link_is_up(below)) {
		walk_block(w, p, STAGE_TRANSMIT, &below->obj,
			   REASON_LINK_DOWN);
		return STEP_ENDED;
	}
	if (dev->ipvlan.mode == MODE_L2)
		return transmit_l2(w, p, dev, &lo);
	if (!(dev->ipvlan.flags & FLAG_VEPA)) {
		to = owner(w, &lo, &addr, &netns);
		if (to)
			return to_sibling(w, p, dev, netns, to);
	}
	return outbound(w, p, dev, &lo);
}

enum step ipvlan_receive(struct walk *w, struct packet *p,
			 const struct link *dev, bool *taken)
{
	struct l2_lower lo = { .netns = p->netns, .ifindex = dev->index };
	struct mac dst = packet_eth_dst(p);
	struct ip_addr addr = wanted(p);
	const struct link *to;
	uint32_t netns;

	*taken = false;
	if (mac_is_group(&dst)) {
		*taken = flood_takes(w, p, dev, &lo);
		return *taken ? STEP_TO(DO_RECEIVE) : STEP_ENDED;
	}
	to = owner(w, &lo, &addr, &netns);
	if (!to)
		return STEP_ENDED;
	*taken = true;
	if (to->ipvlan.mode == MODE_L3S)
		return walk_unknown(w, p, STAGE_RECEIVE, &to->obj,
				    REASON_OPAQUE, "ipvlan l3s");
	return take(w, p, dev, netns, to);
}
