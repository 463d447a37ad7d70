/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * br_handle_frame(), br_handle_frame_finish(), br_pass_frame_up(),
 * net/bridge/br_input.c; br_forward(), br_dev_queue_push_xmit(),
 * net/bridge/br_forward.c; br_dev_xmit(), net/bridge/br_device.c.
 */
#include <limits.h>
#include <netinet/in.h>
#include <linux/neighbour.h>
#include <linux/netfilter.h>
#include <linux/netfilter_bridge.h>
#include <string.h>

#include "firewall/nft/nft.h"
#include "firewall/xt/xt.h"
#include "walk/l2.h"

#define VLAN_HLEN 4

enum { PORT_DISABLED, PORT_LISTENING, PORT_LEARNING, PORT_FORWARDING,
       PORT_BLOCKING };

static enum step dropped(struct walk *w, struct packet *p,
			 const struct object *object, enum reason reason)
{
	walk_block(w, p, STAGE_BRIDGE, object, reason);
	w->end.symptom = SYMPTOM_SILENCE;
	return STEP_ENDED;
}

static uint16_t frame_vid(const struct link *br, const struct packet *p)
{
	return br->bridge.vlan_filtering ? p->vlan & VLAN_ID : 0;
}

/* Port and bridge of a frame that came in by p->iif */
static bool port_and_bridge(struct walk *w, struct packet *p,
			    const struct link **port, const struct link **br)
{
	*port = walk_link(w, p, STAGE_BRIDGE, p->netns, p->iif);
	*br = *port ? walk_link(w, p, STAGE_BRIDGE, p->netns,
				(*port)->master) : NULL;
	return *br;
}

/* ---- forwarding entries: what this walk learned, then the dump ---- */

struct station {
	bool known;
	bool local;		/* the bridge's own: goes up, never out */
	bool learned;		/* by this walk, from who stands there now */
	uint32_t port;
	const struct fdb *entry;
};

static bool is_own_mac(const struct netns *ns, const struct link *br,
		       const struct mac *mac)
{
	if (mac_equal(&br->address, mac))
		return true;
	for (size_t i = 0; i < ns->links.n; i++)
		if (ns->links.v[i]->master == br->index &&
		    mac_equal(&ns->links.v[i]->address, mac))
			return true;
	return false;
}

static void station_find(const struct walk *w, const struct netns *ns,
			 const struct link *br, const struct mac *mac,
			 uint16_t vid, struct station *s)
{
	const struct fdb *f = netns_fdb(ns, br->index, mac, vid);

	memset(s, 0, sizeof(*s));
	s->entry = f;
	if (is_own_mac(ns, br, mac) || (f && (f->state & NUD_PERMANENT))) {
		s->known = s->local = true;
		s->port = f ? f->ifindex : br->index;
		return;
	}
	if (f && (f->flags & NTF_STICKY)) {
		s->known = true;
		s->port = f->ifindex;
		return;
	}
	for (size_t i = w->learned.n; i-- > 0;) {
		const struct learned *l = &w->learned.v[i];

		if (l->netns == ns->number && l->bridge == br->index &&
		    l->vlan == vid && mac_equal(&l->mac, mac)) {
			s->known = true;
			s->learned = true;
			s->port = l->port;
			return;
		}
	}
	if (f) {
		s->known = true;
		s->port = f->ifindex;
	}
}

static void learn(struct walk *w, const struct packet *p,
		  const struct link *br, const struct link *port,
		  uint16_t vid)
{
	struct learned l = {
		.netns = p->netns, .bridge = br->index, .vlan = vid,
		.mac = packet_eth_src(p), .port = port->index,
	};
	struct station s;

	station_find(w, walk_ns(w, p), br, &l.mac, vid, &s);
	if (s.local || (s.known && s.port == port->index) ||
	    (s.entry && (s.entry->flags & NTF_STICKY)))
		return;
	VEC_PUSH(w->arena, &w->learned, l);
}

/* ---- a frame comes in by a port ---- */

static bool frame_is_sane(struct walk *w, struct packet *p,
			  const struct link *port)
{
	struct mac src = packet_eth_src(p);

	if (src.len && !mac_is_zero(&src) && !mac_is_group(&src))
		return true;
	dropped(w, p, &port->obj, REASON_OTHERHOST);
	return false;
}

static bool port_passes(struct walk *w, struct packet *p,
			const struct link *br, const struct link *port)
{
	/* A bridge that is down keeps its ports disabled. */
	if (!link_is_up(br))
		dropped(w, p, &br->obj, REASON_MASTER_DOWN);
	else if (port->port.state != PORT_LEARNING &&
		 port->port.state != PORT_FORWARDING)
		dropped(w, p, &port->obj, REASON_PORT_STATE);
	return !w->ended;
}

/* DROP in table broute does not drop: the frame is the port's own then. */
static bool brouted(struct walk *w, struct packet *p)
{
	const struct hook_entry *e = w->end.entry;

	if (w->end.outcome == OUTCOME_BLOCKED && e && e->kind == ENTRY_XT &&
	    !strcmp(e->table->name, "broute"))
		walk_unknown(w, p, STAGE_BRIDGE, w->end.object, REASON_OPAQUE,
			     "broute");
	return false;
}

static bool prerouting(struct walk *w, struct packet *p,
		       const struct link *br, const struct link *port)
{
	enum tri active = br_nf_active(w, p, br);
	int32_t cut = active == TRI_YES ? 0 : INT_MAX;

	if (active == TRI_UNKNOWN)
		return false;
	if (!walk_hook_range(w, p, NFPROTO_BRIDGE, NF_BR_PRE_ROUTING, port,
			     NULL, INT_MIN, cut))
		return brouted(w, p);
	if (active == TRI_NO)
		return true;
	if (!br_nf_prerouting(w, p, br, port))
		return false;
	return walk_hook_range(w, p, NFPROTO_BRIDGE, NF_BR_PRE_ROUTING, port,
			       NULL, 1, INT_MAX);
}

enum step stage_bridge_input(struct walk *w, struct packet *p)
{
	const struct link *port;
	const struct link *br;
	struct mac dst = packet_eth_dst(p);

	if (!port_and_bridge(w, p, &port, &br) ||
	    !frame_is_sane(w, p, port) || !port_passes(w, p, br, port))
		return STEP_ENDED;
	if (mac_equal(&dst, &br->address))
		p->pkt_type = PKT_HOST;
	if (!prerouting(w, p, br, port))
		return STEP_ENDED;
	return STEP_TO(DO_BRIDGE_FINISH);
}

/* br_fdb_find_rcu() for a locked port: only who was let in may speak */
static bool lock_allows(struct walk *w, struct packet *p,
			const struct link *br, const struct link *port,
			uint16_t vid)
{
	struct mac src = packet_eth_src(p);
	const struct fdb *f = netns_fdb(walk_ns(w, p), br->index, &src, vid);

	if (!port->port.locked)
		return true;
	if (f && f->ifindex == port->index && !(f->state & NUD_PERMANENT))
		return true;
	dropped(w, p, &port->obj, REASON_PORT_LOCKED);
	return false;
}

static enum step to_station(struct walk *w, struct packet *p,
			    const struct link *br, uint16_t vid)
{
	struct mac dst = packet_eth_dst(p);
	struct station s;

	if (mac_is_group(&dst))
		return bridge_flood(w, p, br);
	station_find(w, walk_ns(w, p), br, &dst, vid, &s);
	w->sender.fdb = NULL;
	if (!s.known)
		return bridge_flood(w, p, br);
	if (!s.learned && !is_own_mac(walk_ns(w, p), br, &dst))
		w->sender.fdb = s.entry;
	w->sender.fdb_netns = p->netns;
	if (s.local && p->iif)
		return STEP_TO(DO_BRIDGE_UP);
	/* The host's own frame to the bridge's own address goes nowhere. */
	if (s.local && s.port == br->index)
		return dropped(w, p, &br->obj, REASON_FDB_WRONG);
	p->oif = s.port;
	return STEP_TO(DO_BRIDGE_OUT);
}

enum step stage_bridge_finish(struct walk *w, struct packet *p)
{
	const struct link *port;
	const struct link *br;
	uint16_t vid;

	if (!port_and_bridge(w, p, &port, &br) ||
	    !walk_need(w, p, STAGE_BRIDGE, p->netns, READ_FDB, 0) ||
	    (br->bridge.vlan_filtering &&
	     !walk_need(w, p, STAGE_BRIDGE, p->netns, READ_VLANS, 0)))
		return STEP_ENDED;
	if (!bridge_vlan_ingress(walk_ns(w, p), br, port->index, false, p))
		return dropped(w, p, &port->obj, REASON_VLAN);
	if (port->port.vlan_tunnel)
		return walk_unknown(w, p, STAGE_BRIDGE, &port->obj,
				    REASON_OPAQUE, "VLAN tunnel");
	vid = frame_vid(br, p);
	if (!lock_allows(w, p, br, port, vid))
		return STEP_ENDED;
	if (port->port.learning && br->bridge.ageing_time)
		learn(w, p, br, port, vid);
	if (port->port.state == PORT_LEARNING)
		return dropped(w, p, &port->obj, REASON_PORT_STATE);
	walk_step(w, p, STAGE_BRIDGE, DID_PASS, &br->obj);
	return to_station(w, p, br, vid);
}

/* ---- out by a port ---- */

enum reason bridge_deliver_check(struct walk *w, struct packet *p,
				 const struct link *br, const struct link *to)
{
	const struct link *from = p->iif ? netns_link(walk_ns(w, p), p->iif) :
					   NULL;

	if (to->port.state != PORT_FORWARDING)
		return REASON_PORT_STATE;
	if (from == to && !to->port.hairpin)
		return REASON_PORT_HAIRPIN;
	if (!bridge_vlan_allows(walk_ns(w, p), br, to->index, false, p))
		return REASON_VLAN;
	if (from && from->port.isolated && to->port.isolated)
		return REASON_PORT_ISOLATED;
	return REASON_NONE;
}

static int64_t listed_at(const struct netns *ns, const struct nft_chain *c)
{
	for (size_t i = 0; i < ns->hooks.n; i++) {
		const struct hook *h = ns->hooks.v[i];

		if (h->family != NFPROTO_BRIDGE ||
		    h->hooknum != NF_BR_FORWARD || h->priority != 0)
			continue;
		if (c ? h->table && h->chain &&
			!strcmp(h->table, c->table->name) &&
			!strcmp(h->chain, c->name) :
			h->function && !strncmp(h->function, "br_nf_forward",
						13))
			return h->position;
	}
	return -1;
}

/*
 * A chain of priority 0 on FORWARD stands before or behind br_netfilter's own
 * hook, by which was registered first; behind, active frames never meet it.
 * Only the kernel's list of hooks says which: without it both are walked.
 */
static enum tri chains_skipped(struct walk *w, const struct packet *p)
{
	const struct netns *ns = walk_ns(w, p);
	int64_t own = listed_at(ns, NULL);
	hook_entries entries = { 0 };
	enum tri skipped = TRI_NO;

	if (!ns->firewall)
		return TRI_NO;
	firewall_hook(ns, NFPROTO_BRIDGE, NF_BR_FORWARD, NULL, w->arena,
		      &entries);
	for (size_t i = 0; i < entries.n; i++) {
		int64_t at;

		if (entries.v[i].priority != 0)
			continue;
		at = entries.v[i].kind == ENTRY_NFT ?
		     listed_at(ns, entries.v[i].chain) : -1;
		if (own < 0 || at < 0)
			return TRI_UNKNOWN;
		if (at > own)
			skipped = TRI_YES;
		else if (skipped == TRI_YES)
			return TRI_UNKNOWN;
	}
	return skipped;
}

static bool forward_hooks(struct walk *w, struct packet *p,
			  const struct link *br, const struct link *from,
			  const struct link *to)
{
	enum tri skipped;
	int32_t cut = 0;

	if (!p->bridge.active && p->kind != PACKET_ARP)
		return walk_hook(w, p, NFPROTO_BRIDGE, NF_BR_FORWARD, from, to);
	skipped = p->bridge.active ? chains_skipped(w, p) : TRI_NO;
	if (skipped == TRI_UNKNOWN)
		skipped = tri_of(walk_decide(w, &br->obj, REASON_RANDOM,
			"the order of br_netfilter and a chain", 2));
	if (skipped == TRI_YES)
		cut = -1;
	if (!walk_hook_range(w, p, NFPROTO_BRIDGE, NF_BR_FORWARD, from, to,
			     INT_MIN, cut) ||
	    !br_nf_forward(w, p, br, from, to))
		return false;
	return walk_hook_range(w, p, NFPROTO_BRIDGE, NF_BR_FORWARD, from, to,
			       1, INT_MAX);
}

static enum step push(struct walk *w, struct packet *p,
		      const struct link *br, const struct link *to)
{
	uint32_t limit = to->mtu + (p->vlan & VLAN_PRESENT ? 0 : VLAN_HLEN);

	if (!walk_hook(w, p, NFPROTO_BRIDGE, NF_BR_POST_ROUTING, NULL, to) ||
	    !br_nf_postrouting(w, p, br, to))
		return STEP_ENDED;
	if (p->length > limit)
		return dropped(w, p, &to->obj, REASON_TOO_BIG);
	memset(&p->bridge, 0, sizeof(p->bridge));
	return STEP_TO(DO_TRANSMIT);
}

enum step stage_bridge_out(struct walk *w, struct packet *p)
{
	const struct link *to = walk_link(w, p, STAGE_BRIDGE, p->netns,
					  p->oif);
	const struct link *br = to ? walk_link(w, p, STAGE_BRIDGE, p->netns,
					       to->master) : NULL;
	const struct link *from = NULL;
	enum reason why;
	bool passed;

	if (!br)
		return STEP_ENDED;
	if (p->iif) {
		from = walk_link(w, p, STAGE_BRIDGE, p->netns, p->iif);
		if (!from)
			return STEP_ENDED;
	}
	why = bridge_deliver_check(w, p, br, to);
	if (why != REASON_NONE)
		return dropped(w, p, &to->obj, why);
	bridge_vlan_egress(walk_ns(w, p), br, to->index, false, p);
	passed = from ? forward_hooks(w, p, br, from, to) :
			walk_hook(w, p, NFPROTO_BRIDGE, NF_BR_LOCAL_OUT, NULL,
				  to);
	return passed ? push(w, p, br, to) : STEP_ENDED;
}

/* ---- up to the bridge's own stack ---- */

enum step stage_bridge_up(struct walk *w, struct packet *p)
{
	const struct link *port;
	const struct link *br;

	if (!port_and_bridge(w, p, &port, &br))
		return STEP_ENDED;
	if (!bridge_vlan_allows(walk_ns(w, p), br, br->index, true, p))
		return dropped(w, p, &br->obj, REASON_VLAN);
	bridge_vlan_egress(walk_ns(w, p), br, br->index, true, p);
	if (!walk_hook(w, p, NFPROTO_BRIDGE, NF_BR_LOCAL_IN, port, NULL))
		return STEP_ENDED;
	p->iif = br->index;
	p->oif = 0;
	return STEP_TO(DO_RECEIVE);
}

/* ---- the host's own frames ---- */

enum step bridge_transmit(struct walk *w, struct packet *p,
			  const struct link *br)
{
	if (!walk_need(w, p, STAGE_BRIDGE, p->netns, READ_FDB, 0) ||
	    (br->bridge.vlan_filtering &&
	     !walk_need(w, p, STAGE_BRIDGE, p->netns, READ_VLANS, 0)))
		return STEP_ENDED;
	memset(&p->bridge, 0, sizeof(p->bridge));
	p->iif = 0;
	if (!bridge_vlan_ingress(walk_ns(w, p), br, br->index, true, p))
		return dropped(w, p, &br->obj, REASON_VLAN);
	walk_step(w, p, STAGE_BRIDGE, DID_PASS, &br->obj);
	return to_station(w, p, br, frame_vid(br, p));
}
