/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * __dev_queue_xmit(), net/core/dev.c: egress hooks, traffic control, and then
 * what the kind of device does: loopback_xmit(), veth_xmit(),
 * vlan_dev_hard_start_xmit(), bond_start_xmit(), dummy_xmit(), tun_net_xmit().
 */
#include <netinet/in.h>
#include <linux/netfilter.h>
#include <string.h>

#include "walk/l2.h"
#include "walk/tunnel.h"

#define LOOPBACK_IFINDEX 1

typedef enum step (*transmit_fn)(struct walk *w, struct packet *p,
				 const struct link *dev);

static enum step lost(struct walk *w, struct packet *p,
		      const struct link *dev, enum reason reason)
{
	walk_block(w, p, STAGE_TRANSMIT, &dev->obj, reason);
	w->end.symptom = SYMPTOM_SILENCE;
	return STEP_ENDED;
}

static enum step lo_transmit(struct walk *w, struct packet *p,
			     const struct link *dev)
{
	struct trace_step *s = walk_step(w, p, STAGE_TRANSMIT, DID_PASS,
					 &dev->obj);

	s->peer_ns = p->netns;
	s->peer_if = dev->index;
	p->iif = dev->index;
	p->oif = 0;
	p->pkt_type = PKT_HOST;
	return STEP_TO(DO_RECEIVE);
}

static enum step veth_transmit(struct walk *w, struct packet *p,
			       const struct link *dev)
{
	const struct link *peer;
	uint32_t netns;

	if (!HAS(dev, link, peer) || !dev->peer)
		return lost(w, p, dev, REASON_PEER_ABSENT);
	if (!l2_peer(w, p, dev, &netns, &peer))
		return STEP_ENDED;
	return l2_cross(w, p, dev, netns, peer);
}

/* The device's programs are in no dump of rtnetlink. */
static enum step netkit_transmit(struct walk *w, struct packet *p,
				 const struct link *dev)
{
	return walk_unknown(w, p, STAGE_TRANSMIT, &dev->obj, REASON_PROGRAM,
			    "netkit");
}

/* A tag, and on to the device below, which may be in another namespace. */
static enum step vlan_transmit(struct walk *w, struct packet *p,
			       const struct link *dev)
{
	const struct link *lower;
	uint32_t netns;

	if (!l2_peer(w, p, dev, &netns, &lower))
		return STEP_ENDED;
	if (p->vlan)
		return walk_unknown(w, p, STAGE_TRANSMIT, &dev->obj,
				    REASON_OPAQUE, "stacked VLAN tags");
	walk_step(w, p, STAGE_TRANSMIT, DID_PASS, &dev->obj);
	p->vlan = (dev->vlan.id & VLAN_ID) | VLAN_PRESENT;
	p->vlan_proto = dev->vlan.protocol;
	p->netns = netns;
	p->oif = lower->index;
	return STEP_TO(DO_TRANSMIT);
}

static const struct link *bond_slave(struct walk *w, struct packet *p,
				     const struct link *bond)
{
	const struct netns *ns = walk_ns(w, p);

	if (bond->bond.active_slave)
		return walk_link(w, p, STAGE_TRANSMIT, p->netns,
				 bond->bond.active_slave);
	if (bond->bond.mode == 1)	/* active-backup without an active one */
		return NULL;
	for (size_t i = 0; i < ns->links.n; i++) {
		const struct link *l = ns->links.v[i];

		if (l->master == bond->index && link_is_up(l) &&
		    link_has_carrier(l))
			return l;
	}
	return NULL;
}

static enum step bond_transmit(struct walk *w, struct packet *p,
			       const struct link *dev)
{
	const struct link *slave;

	if (!walk_need(w, p, STAGE_TRANSMIT, p->netns, READ_LINKS, 0))
		return STEP_ENDED;
	slave = bond_slave(w, p, dev);
	if (w->ended)
		return STEP_ENDED;
	if (!slave)
		return lost(w, p, dev, REASON_NO_CARRIER);
	walk_step(w, p, STAGE_TRANSMIT, DID_PASS, &dev->obj);
	p->oif = slave->index;
	return STEP_TO(DO_TRANSMIT);
}

static enum step swallow(struct walk *w, struct packet *p,
			 const struct link *dev)
{
	return lost(w, p, dev, REASON_SWALLOWED);
}

static enum step edge_transmit(struct walk *w, struct packet *p,
			       const struct link *dev)
{
	if (!link_has_carrier(dev))
		return lost(w, p, dev, REASON_NO_CARRIER);
	return STEP_TO(DO_EDGE);
}

static enum step ovs_transmit(struct walk *w, struct packet *p,
			      const struct link *dev)
{
	return walk_unknown(w, p, STAGE_TRANSMIT, &dev->obj, REASON_OVS,
			    "openvswitch");
}

static const struct {
	const char *kind;
	transmit_fn fn;
} kinds[] = {
	{ "veth", veth_transmit },
	{ "bridge", bridge_transmit },
	{ "vlan", vlan_transmit },
	{ "macvlan", macvlan_transmit },
	{ "macvtap", macvlan_transmit },
	{ "ipvlan", ipvlan_transmit },
	{ "bond", bond_transmit },
	{ "netkit", netkit_transmit },
	{ "dummy", swallow },
	{ "ifb", swallow },
	{ "nlmon", swallow },
	{ "openvswitch", ovs_transmit },
};

static enum step by_kind(struct walk *w, struct packet *p,
			 const struct link *dev)
{
	if (link_is_loopback(dev))
		return lo_transmit(w, p, dev);
	if (l2_is_edge(w, p, dev))
		return edge_transmit(w, p, dev);
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (link_is_kind(dev, kinds[i].kind))
			return kinds[i].fn(w, p, dev);
	if (link_is_tunnel(dev))
		return tunnel_transmit(w, p, dev);
	return walk_unknown(w, p, STAGE_TRANSMIT, &dev->obj, REASON_OPAQUE,
			    dev->kind);
}

enum step stage_transmit(struct walk *w, struct packet *p)
{
	const struct link *dev = walk_link(w, p, STAGE_TRANSMIT, p->netns,
					   p->oif);

	if (!dev)
		return STEP_ENDED;
	if (!link_is_up(dev))
		return lost(w, p, dev, REASON_LINK_DOWN);
	if (!walk_hook(w, p, NFPROTO_NETDEV, NF_NETDEV_EGRESS, NULL, dev))
		return STEP_ENDED;
	if (!tc_egress(w, p, dev))
		return STEP_ENDED;
	return by_kind(w, p, dev);
}
