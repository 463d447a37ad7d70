/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * __netif_receive_skb_core(), net/core/dev.c: what a frame meets on the device
 * it arrives on, and who takes it: a VLAN device, a bridge, a bond, a macvlan,
 * or the stack.
 */
#include <linux/if_ether.h>
#include <netinet/in.h>
#include <linux/netfilter.h>

#include "walk/l2.h"

/* vlan_do_receive(): the device of this tag, wherever it was moved to */
static const struct link *vlan_device(const struct walk *w,
				      const struct packet *p,
				      uint32_t *netns)
{
	for (size_t n = 0; n < w->snap->netns.n; n++) {
		const struct netns *ns = w->snap->netns.v[n];

		for (size_t i = 0; i < ns->links.n; i++) {
			const struct link *l = ns->links.v[i];
			uint32_t below = HAS(l, link, peer_nsid) ?
					 l->peer_ns : (uint32_t)n;

			if (link_is_kind(l, "vlan") && below == p->netns &&
			    (uint32_t)l->peer == p->iif &&
			    l->vlan.id == (p->vlan & VLAN_ID) &&
			    (!p->vlan_proto || !l->vlan.protocol ||
			     l->vlan.protocol == p->vlan_proto)) {
				*netns = (uint32_t)n;
				return l;
			}
		}
	}
	return NULL;
}

static enum step vlan_receive(struct walk *w, struct packet *p,
			      const struct link *dev, uint32_t netns)
{
	p->netns = netns;
	if (!link_is_up(dev))
		return walk_block(w, p, STAGE_RECEIVE, &dev->obj,
				  REASON_LINK_DOWN);
	p->iif = dev->index;
	p->vlan = 0;
	/* A MAC of the VLAN device's own makes it for this host. */
	l2_pkt_type(p, dev);
	return STEP_TO(DO_RECEIVE);
}

static bool programs(struct walk *w, struct packet *p, const struct link *dev)
{
	if (!dev->xdp.attached)
		return true;
	walk_unknown(w, p, STAGE_XDP, &dev->obj, REASON_PROGRAM, "XDP");
	return false;
}

static enum step to_master(struct walk *w, struct packet *p,
			   const struct link *dev, const struct link *master,
			   bool *taken)
{
	*taken = true;
	if (link_is_kind(master, "bridge"))
		return STEP_TO(DO_BRIDGE_INPUT);
	if (link_is_kind(master, "bond")) {
		p->iif = master->index;
		l2_pkt_type(p, master);
		return STEP_TO(DO_RECEIVE);
	}
	if (link_is_kind(master, "openvswitch"))
		return walk_unknown(w, p, STAGE_RECEIVE, &dev->obj,
				    REASON_OVS, "openvswitch");
	if (link_is_kind(master, "vrf"))
		return walk_unknown(w, p, STAGE_RECEIVE, &master->obj,
				    REASON_OPAQUE, "vrf");
	return walk_unknown(w, p, STAGE_RECEIVE, &master->obj, REASON_OPAQUE,
			    master->kind ? master->kind : "master");
}

static enum step to_stack(struct walk *w, struct packet *p,
			  const struct link *dev)
{
	if (p->vlan & VLAN_ID)
		return walk_block(w, p, STAGE_RECEIVE, &dev->obj, REASON_VLAN);
	if (p->kind == PACKET_ARP)
		return STEP_TO(DO_ARP_RECEIVE);
	return STEP_TO(DO_IP_RECEIVE);
}

/* rx_handler of the device, if it has one */
static enum step handler(struct walk *w, struct packet *p,
			 const struct link *dev, bool *taken)
{
	const struct link *master;

	enum step next;

	*taken = false;
	if (!dev->master) {
		next = macvlan_receive(w, p, dev, taken);
		return *taken ? next : ipvlan_receive(w, p, dev, taken);
	}
	master = walk_link(w, p, STAGE_RECEIVE, p->netns, dev->master);
	if (!master) {
		*taken = true;
		return STEP_ENDED;
	}
	return to_master(w, p, dev, master, taken);
}

enum step stage_receive(struct walk *w, struct packet *p)
{
	const struct link *dev = walk_link(w, p, STAGE_RECEIVE, p->netns,
					   p->iif);
	const struct link *vlan;
	enum step next;
	uint32_t netns;
	bool taken;

	if (!dev)
		return STEP_ENDED;
	if (!link_is_up(dev))
		return walk_block(w, p, STAGE_RECEIVE, &dev->obj,
				  REASON_LINK_DOWN);
	if (!programs(w, p, dev) || !tc_ingress(w, p, dev) ||
	    !walk_hook(w, p, NFPROTO_NETDEV, NF_NETDEV_INGRESS, dev, NULL))
		return STEP_ENDED;
	if (p->vlan & VLAN_PRESENT) {
		vlan = vlan_device(w, p, &netns);
		if (vlan)
			return vlan_receive(w, p, vlan, netns);
	}
	next = handler(w, p, dev, &taken);
	if (taken)
		return next;
	return to_stack(w, p, dev);
}
