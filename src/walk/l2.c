/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * eth_type_trans(), net/ethernet/eth.c; ____dev_forward_skb() and
 * __is_skb_forwardable(), include/linux/netdevice.h.
 */
#include <linux/if_arp.h>
#include <linux/neighbour.h>
#include <string.h>

#include "walk/l2.h"

#define VLAN_HLEN 4

void l2_nested(struct walk *w, const struct packet *p, enum stage_id first,
	       bool mute, bool seek, struct packet *final,
	       struct walk_end *end)
{
	struct walk outer = *w;

	w->seek = seek;
	w->outer = false;
	walk_nested(w, p, first, mute, final, end);
	w->seek = outer.seek;
	w->outer = outer.outer;
	w->sender = outer.sender;
	w->asker = outer.asker;
}

bool mac_is_group(const struct mac *m)
{
	return m->len && (m->b[0] & 1);
}

bool mac_is_broadcast(const struct mac *m)
{
	static const uint8_t ones[6] = { 255, 255, 255, 255, 255, 255 };

	return m->len == 6 && !memcmp(m->b, ones, 6);
}

bool mac_is_zero(const struct mac *m)
{
	static const uint8_t none[6];

	return !memcmp(m->b, none, 6);
}

bool link_is_edge(const struct link *l)
{
	if (link_is_loopback(l))
		return false;
	return !l->kind || link_is_kind(l, "tun") || link_is_kind(l, "ppp") ||
	       link_is_kind(l, "wwan") || link_is_kind(l, "ipoib") ||
	       link_is_kind(l, "rmnet");
}

/*
 * A pair, or a device on another, whose other end is in none of this host's
 * namespaces, though all were looked through: the visible host ends here.
 * Where processes could not be read the other end may be among them, and
 * nothing is claimed.
 */
static bool leaves_sight(const struct walk *w, const struct netns *ns,
			 const struct link *l)
{
	bool rests = link_is_veth(l) || link_is_kind(l, "macvlan") ||
		     link_is_kind(l, "ipvlan") || link_is_kind(l, "vlan");

	return rests && HAS(l, link, peer_nsid) &&
	       l->peer_ns == NETNS_NONE && netns_has(ns, READ_NSIDS) &&
	       !w->snap->host.partial;
}

bool l2_is_edge(const struct walk *w, const struct packet *p,
		const struct link *l)
{
	return link_is_edge(l) || leaves_sight(w, walk_ns(w, p), l);
}

void l2_pkt_type(struct packet *p, const struct link *dev)
{
	struct mac dst = packet_eth_dst(p);

	if (!dst.len || mac_equal(&dst, &dev->address))
		p->pkt_type = PKT_HOST;
	else if (mac_is_broadcast(&dst))
		p->pkt_type = PKT_BROADCAST;
	else if (mac_is_group(&dst))
		p->pkt_type = PKT_MULTICAST;
	else
		p->pkt_type = PKT_OTHERHOST;
}

bool l2_peer(struct walk *w, struct packet *p, const struct link *l,
	     uint32_t *netns, const struct link **peer)
{
	uint32_t number = p->netns;
	struct packet at = *p;

	if (HAS(l, link, peer_nsid)) {
		number = l->peer_ns;
		if (number == NETNS_NONE &&
		    !walk_need(w, p, STAGE_TRANSMIT, p->netns, READ_NSIDS,
			       (uint64_t)(uint32_t)l->peer_nsid))
			return false;
	}
	if (number == NETNS_NONE || number >= w->snap->netns.n) {
		walk_unknown(w, p, STAGE_TRANSMIT, &l->obj, REASON_NOT_READ,
			     "peer namespace");
		w->end.peer_ns = NETNS_NONE;
		return false;
	}
	at.netns = number;
	*netns = number;
	*peer = walk_link(w, &at, STAGE_TRANSMIT, number, (uint32_t)l->peer);
	return *peer;
}

static enum step peer_blocks(struct walk *w, struct packet *p,
			     const struct link *to, uint32_t netns,
			     enum reason reason)
{
	walk_block(w, p, STAGE_TRANSMIT, &to->obj, reason);
	w->end.peer_ns = netns;
	w->end.peer_if = to->index;
	w->end.symptom = SYMPTOM_SILENCE;
	return STEP_ENDED;
}

enum step l2_cross(struct walk *w, struct packet *p, const struct link *from,
		   uint32_t netns, const struct link *to)
{
	struct trace_step *s;

	if (!link_is_up(to))
		return peer_blocks(w, p, to, netns, REASON_PEER_DOWN);
	if (p->length > to->mtu + VLAN_HLEN)
		return peer_blocks(w, p, to, netns, REASON_TOO_BIG);
	s = walk_step(w, p, STAGE_TRANSMIT, DID_PASS, &from->obj);
	s->peer_ns = netns;
	s->peer_if = to->index;
	packet_scrub(p, netns != p->netns);
	w->dst.valid = false;
	p->has_socket = p->has_socket && netns == p->netns;
	p->netns = netns;
	p->iif = to->index;
	p->oif = 0;
	l2_pkt_type(p, to);
	return STEP_TO(DO_RECEIVE);
}

void l2_sender(struct walk *w, const struct packet *p, uint32_t ifindex,
	       const struct ip_addr *next_hop)
{
	w->sender.netns = p->netns;
	w->sender.ifindex = ifindex;
	w->sender.next_hop = *next_hop;
	w->sender.fdb = NULL;
}

enum step l2_nobody(struct walk *w, struct packet *p, enum stage stage,
		    const struct object *object, enum reason reason)
{
	const struct netns *ns = w->snap->netns.v[w->sender.netns];
	const struct neighbour *n = NULL;
	uint32_t netns = p->netns;

	if (p->kind == PACKET_IP && w->sender.ifindex)
		n = netns_neighbour(ns, w->sender.ifindex,
				    &w->sender.next_hop);
	if (n && (n->state & NUD_PERMANENT)) {
		object = &n->obj;
		reason = REASON_NEIGHBOUR_FIXED;
		netns = w->sender.netns;
	} else if (w->sender.fdb) {
		object = &w->sender.fdb->obj;
		reason = REASON_FDB_WRONG;
		netns = w->sender.fdb_netns;
	}
	walk_block(w, p, stage, object, reason);
	/* The end is where the object stands that sent it astray. */
	w->end.netns = netns;
	if (reason == REASON_NEIGHBOUR_FIXED)
		w->end.oif = w->sender.ifindex;
	w->end.symptom = SYMPTOM_SILENCE;
	return STEP_ENDED;
}

enum step l2_answered(struct walk *w, struct packet *p)
{
	memset(&w->end, 0, sizeof(w->end));
	w->end.outcome = OUTCOME_DELIVERED;
	w->end.reason = REASON_DELIVERED;
	w->end.stage = STAGE_NEIGHBOUR;
	w->end.netns = p->netns;
	w->end.iif = p->iif;
	w->end.pkt = *p;
	w->ended = true;
	walk_step(w, p, STAGE_NEIGHBOUR, DID_DELIVER, NULL);
	return STEP_ENDED;
}

const struct link *l2_upper(const struct walk *w, const struct l2_lower *lo,
			    bool (*kind)(const struct link *l), size_t *at,
			    uint32_t *netns)
{
	size_t seen = 0;

	for (size_t n = 0; n < w->snap->netns.n; n++) {
		const struct netns *ns = w->snap->netns.v[n];

		for (size_t i = 0; i < ns->links.n; i++) {
			const struct link *l = ns->links.v[i];
			uint32_t below;

			/* the cheap test first: a flood asks for every port */
			if ((uint32_t)l->peer != lo->ifindex || !kind(l))
				continue;
			below = HAS(l, link, peer_nsid) ? l->peer_ns :
							  (uint32_t)n;
			if (below != lo->netns)
				continue;
			if (seen++ < *at)
				continue;
			*at = seen;
			*netns = (uint32_t)n;
			return l;
		}
	}
	return NULL;
}
