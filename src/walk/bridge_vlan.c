/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * __allowed_ingress(), br_allowed_egress(), br_handle_vlan(),
 * net/bridge/br_vlan.c: VLAN filtering.
 */
#include <linux/if_bridge.h>
#include <linux/if_ether.h>

#include "walk/l2.h"

static const struct bridge_vlan *vlan_find(const struct netns *ns,
					   uint32_t port, bool self,
					   uint16_t vid)
{
	for (size_t i = 0; i < ns->vlans.n; i++) {
		const struct bridge_vlan *v = ns->vlans.v[i];

		if (v->ifindex == port && v->self == self && v->first <= vid &&
		    vid <= v->last)
			return v;
	}
	return NULL;
}

static uint16_t port_pvid(const struct netns *ns, uint32_t port, bool self)
{
	for (size_t i = 0; i < ns->vlans.n; i++) {
		const struct bridge_vlan *v = ns->vlans.v[i];

		if (v->ifindex == port && v->self == self &&
		    (v->flags & BRIDGE_VLAN_INFO_PVID))
			return v->first;
	}
	return 0;
}

static uint16_t bridge_protocol(const struct link *br)
{
	return br->bridge.vlan_protocol ? br->bridge.vlan_protocol :
					  ETH_P_8021Q;
}

/* Tagged by another protocol counts as untagged, the tag as payload. */
static bool tag_counts(const struct link *br, const struct packet *p)
{
	return (p->vlan & VLAN_PRESENT) && (p->vlan & VLAN_ID) &&
	       (!p->vlan_proto || p->vlan_proto == bridge_protocol(br));
}

bool bridge_vlan_ingress(const struct netns *ns, const struct link *br,
			 uint32_t port, bool self, struct packet *p)
{
	uint16_t vid;

	if (!br->bridge.vlan_filtering)
		return true;
	if (tag_counts(br, p))
		return vlan_find(ns, port, self, p->vlan & VLAN_ID);
	vid = port_pvid(ns, port, self);
	if (!vid)
		return false;
	p->vlan = vid | VLAN_PRESENT;
	p->vlan_proto = bridge_protocol(br);
	return true;
}

bool bridge_vlan_allows(const struct netns *ns, const struct link *br,
			uint32_t port, bool self, const struct packet *p)
{
	if (!br->bridge.vlan_filtering)
		return true;
	return vlan_find(ns, port, self, p->vlan & VLAN_ID);
}

void bridge_vlan_egress(const struct netns *ns, const struct link *br,
			uint32_t port, bool self, struct packet *p)
{
	const struct bridge_vlan *v;

	if (!br->bridge.vlan_filtering)
		return;
	v = vlan_find(ns, port, self, p->vlan & VLAN_ID);
	if (v && (v->flags & BRIDGE_VLAN_INFO_UNTAGGED))
		p->vlan = 0;
}
