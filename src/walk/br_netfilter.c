/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * br_nf_pre_routing(), br_nf_pre_routing_finish(), br_nf_forward_ip(),
 * br_nf_forward_arp(), br_nf_post_routing(),
 * net/bridge/br_netfilter_hooks.c: IP hooks for frames that are only bridged.
 */
#include <netinet/in.h>
#include <linux/netfilter.h>
#include <linux/netfilter_arp.h>
#include <string.h>
#include <sys/socket.h>

#include "walk/l2.h"
#include "walk/route.h"
#include "walk/setting.h"

#define NF_ARP_FORWARD_HOOK 2

static enum tri is_on(struct walk *w, struct packet *p, const char *path,
		      uint8_t own)
{
	int64_t v;

	/* No such file: the module is not there, whatever the bridge says. */
	if (!walk_sysctl(w, p, STAGE_BRIDGE, path, -1, &v))
		return TRI_UNKNOWN;
	if (v < 0)
		return TRI_NO;
	return tri_of(v || own);
}

enum tri br_nf_active(struct walk *w, struct packet *p, const struct link *br)
{
	enum tri on;

	if (p->kind == PACKET_ARP)
		return TRI_NO;
	if (p->family == AF_INET)
		on = is_on(w, p, "net/bridge/bridge-nf-call-iptables",
			   br->bridge.nf_call_iptables);
	else
		on = is_on(w, p, "net/bridge/bridge-nf-call-ip6tables",
			   br->bridge.nf_call_ip6tables);
	if (on != TRI_YES || !(p->vlan & VLAN_PRESENT))
		return on;
	return is_on(w, p, "net/bridge/bridge-nf-filter-vlan-tagged", 0);
}

/* Run an IP hook with the bridge as the device on both sides. */
static bool ip_hook(struct walk *w, struct packet *p, uint8_t hook,
		    const struct link *br, bool in, bool out)
{
	uint32_t iif = p->iif;
	uint32_t oif = p->oif;
	bool pass;

	p->iif = in ? br->index : 0;
	p->oif = out ? br->index : 0;
	pass = walk_ip_hook(w, p, hook, in ? br : NULL, out ? br : NULL);
	p->iif = iif;
	p->oif = oif;
	return pass;
}

bool br_nf_prerouting(struct walk *w, struct packet *p, const struct link *br,
		      const struct link *port)
{
	struct ip_addr before = packet_dst(p);
	struct ip_addr after;

	memset(&p->bridge, 0, sizeof(p->bridge));
	p->bridge.active = true;
	p->bridge.physin = port->index;
	p->bridge.orig_dst = before;
	p->bridge.was_otherhost = p->pkt_type == PKT_OTHERHOST;
	if (p->bridge.was_otherhost)
		p->pkt_type = PKT_HOST;
	if (!ip_hook(w, p, NF_INET_PRE_ROUTING, br, true, false))
		return false;
	if (p->bridge.was_otherhost)
		p->pkt_type = PKT_OTHERHOST;
	p->bridge.prerouting_done = true;
	after = packet_dst(p);
	if (ip_equal(&before, &after))
		return true;
	return walk_bridge_dnat(w, p) >= 0;
}

/* To another station of the same bridge: it stays a bridged frame. */
static int dnat_bridged(struct walk *w, struct packet *p,
			const struct link *br)
{
	struct mac src = packet_eth_src(p);
	struct mac mac;

	if (!neighbour_resolve(w, p, br, &w->dst.next_hop, &mac))
		return -1;
	packet_set_eth(p, &src, &mac);
	p->pkt_type = PKT_OTHERHOST;
	return 0;
}

int walk_bridge_dnat(struct walk *w, struct packet *p)
{
	const struct link *port = netns_link(walk_ns(w, p), p->iif);
	const struct link *br = netns_link(walk_ns(w, p), port->master);
	struct mac src = packet_eth_src(p);
	struct packet at = *p;
	enum step next;

	if (p->family != AF_INET) {
		walk_unknown(w, p, STAGE_BRIDGE, &br->obj, REASON_OPAQUE,
			     "IPv6 DNAT of a bridged frame");
		return -1;
	}
	at.iif = br->index;
	at.pkt_type = PKT_HOST;
	next = route_input_ask(w, &at);
	if (next == STEP_ENDED)
		return -1;
	if (next == STEP_TO(DO_FORWARD) && w->dst.oif == br->index)
		return dnat_bridged(w, p, br);
	packet_set_eth(p, &src, &br->address);
	p->pkt_type = PKT_HOST;
	w->dst.valid = false;
	return 1;
}

static bool forward_arp(struct walk *w, struct packet *p,
			const struct link *br, const struct link *in,
			const struct link *out)
{
	enum tri on = is_on(w, p, "net/bridge/bridge-nf-call-arptables",
			    br->bridge.nf_call_arptables);

	if (on != TRI_YES)
		return on == TRI_NO;
	return walk_hook(w, p, NFPROTO_ARP, NF_ARP_FORWARD_HOOK, in, out);
}

bool br_nf_forward(struct walk *w, struct packet *p, const struct link *br,
		   const struct link *in, const struct link *out)
{
	if (p->kind == PACKET_ARP)
		return forward_arp(w, p, br, in, out);
	if (!p->bridge.active)
		return true;
	p->bridge.physout = out->index;
	if (p->bridge.was_otherhost)
		p->pkt_type = PKT_HOST;
	if (!ip_hook(w, p, NF_INET_FORWARD, br, true, true))
		return false;
	if (p->bridge.was_otherhost)
		p->pkt_type = PKT_OTHERHOST;
	return true;
}

bool br_nf_postrouting(struct walk *w, struct packet *p,
		       const struct link *br, const struct link *out)
{
	(void)out;
	if (!p->bridge.active || !p->bridge.physout)
		return true;
	return ip_hook(w, p, NF_INET_POST_ROUTING, br, false, true);
}
