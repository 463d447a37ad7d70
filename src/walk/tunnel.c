/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * vxlan_xmit(), vxlan_rcv(), drivers/net/vxlan/vxlan_core.c;
 * ip_tunnel_xmit(), ip_tunnel_rcv(), net/ipv4/ip_tunnel.c: the packet around
 * the packet is walked to who takes it off, if that is on this host; the walk
 * goes on there. Other kinds end the walk, by their name.
 */
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "walk/l2.h"
#include "walk/tunnel.h"

#define VXLAN_OVERHEAD4 36	/* IPv4, UDP and VXLAN headers; + inner 14 */
#define VXLAN_PORT_LINUX 8472
#define GRE_KEY 0x2000

static const char *const opaque_kinds[] = {
	"geneve", "erspan", "ip6gre", "ip6gretap", "sit", "ip6tnl", "vti",
	"vti6", "wireguard", "xfrm", "ipvtap", "gtp", "bareudp", "l2tpeth",
	"amt",
};

static bool is_vxlan(const struct link *l)
{
	return link_is_kind(l, "vxlan");
}

static bool is_ip_tunnel(const struct link *l)
{
	return link_is_kind(l, "ipip") || link_is_kind(l, "gre") ||
	       link_is_kind(l, "gretap");
}

bool link_is_tunnel(const struct link *l)
{
	for (size_t i = 0; i < ARRAY_SIZE(opaque_kinds); i++)
		if (link_is_kind(l, opaque_kinds[i]))
			return true;
	return is_vxlan(l) || is_ip_tunnel(l);
}

static enum step fails(struct walk *w, struct packet *p,
		       const struct object *object)
{
	walk_block(w, p, STAGE_TRANSMIT, object, REASON_TUNNEL);
	w->end.symptom = SYMPTOM_SILENCE;
	return STEP_ENDED;
}

/* The namespace that a tunnel was made in: its packets go out there. */
static uint32_t home(const struct link *l, uint32_t netns)
{
	return HAS(l, link, peer_nsid) ? l->peer_ns : netns;
}

struct outer {
	struct ip_addr local;	/* family 0: by the route */
	struct ip_addr remote;
	uint32_t link;
	uint8_t proto;
	uint16_t port;
	uint32_t overhead;
};

static void outer_build(const struct walk *w, const struct packet *p,
			const struct outer *o, uint32_t netns,
			struct packet *out)
{
	struct probe q = {
		.family = o->remote.family, .proto = o->proto,
		.dst = o->remote, .src = o->local, .dport = o->port,
		.size = p->length + o->overhead, .uid_known = true,
		.bound_if = o->link, .ttl = 64,
	};

	(void)w;
	packet_from_probe(out, &q, netns);
	out->has_socket = false;
	out->mark_known = true;
}

/* Walk the outer packet; true: *at is the namespace that took it. */
static bool outer_walk(struct walk *w, struct packet *p,
		       const struct link *dev, const struct outer *o,
		       uint32_t *at)
{
	struct walk_end *end = ARENA_NEW(w->arena, struct walk_end);
	uint32_t netns = home(dev, p->netns);
	struct packet out;
	struct packet final;
	struct walk keep = *w;

	if (netns == NETNS_NONE) {
		walk_unknown(w, p, STAGE_TRANSMIT, &dev->obj, REASON_NOT_READ,
			     "peer namespace");
		return false;
	}
	outer_build(w, p, o, netns, &out);
	w->outer = true;
	walk_nested(w, &out, DO_ROUTE_OUTPUT, false, &final, end);
	w->outer = keep.outer;
	w->sender = keep.sender;
	w->asker = keep.asker;
	if (end->outcome == OUTCOME_DELIVERED) {
		*at = final.netns;
		return true;
	}
	if (end->outcome == OUTCOME_UNKNOWN)
		walk_unknown(w, p, end->stage, end->object, end->reason,
			     end->what);
	else
		walk_block(w, p, end->stage, end->object, end->reason);
	/* What stopped the outer packet is what decided. */
	w->end = *end;
	w->end.dir = w->dir;
	return false;
}

/* ---- vxlan ---- */

static uint16_t vxlan_port(const struct link *l)
{
	if (HAS(&l->vxlan, link_vxlan, port) && l->vxlan.port)
		return l->vxlan.port;
	return VXLAN_PORT_LINUX;
}

/* vxlan_find_mac(), then the default of all zeros, then the device's own */
static bool vxlan_remote(struct walk *w, struct packet *p,
			 const struct link *dev, struct ip_addr *remote,
			 unsigned int *n)
{
	const struct netns *ns = walk_ns(w, p);
	struct mac dst = packet_eth_dst(p);
	struct mac zero = { .len = 6 };

	*n = 0;
	for (int pass = mac_is_group(&dst) ? 1 : 0; pass < 2 && !*n; pass++)
		for (size_t i = 0; i < ns->fdb.n; i++) {
			const struct fdb *f = ns->fdb.v[i];

			if (f->ifindex != dev->index || !f->dst.family ||
			    !mac_equal(&f->lladdr, pass ? &zero : &dst))
				continue;
			*remote = f->dst;
			(*n)++;
		}
	if (!*n && dev->vxlan.group.family && !ip_is_zero(&dev->vxlan.group)) {
		*remote = dev->vxlan.group;
		*n = 1;
	}
	return *n;
}

static const struct link *vxlan_find(const struct walk *w, uint32_t at,
				     const struct link *from, uint32_t *netns)
{
	for (size_t n = 0; n < w->snap->netns.n; n++) {
		const struct netns *ns = w->snap->netns.v[n];

		for (size_t i = 0; i < ns->links.n; i++) {
			const struct link *l = ns->links.v[i];

			if (!is_vxlan(l) || home(l, (uint32_t)n) != at ||
			    l->vxlan.id != from->vxlan.id || l == from ||
			    vxlan_port(l) != vxlan_port(from))
				continue;
			*netns = (uint32_t)n;
			return l;
		}
	}
	return NULL;
}

static enum step vxlan_transmit(struct walk *w, struct packet *p,
				const struct link *dev)
{
	struct outer o = {
		.local = dev->vxlan.local, .link = dev->vxlan.link,
		.proto = IPPROTO_UDP, .port = vxlan_port(dev),
		.overhead = VXLAN_OVERHEAD4 + 14,
	};
	const struct link *to;
	unsigned int remotes;
	uint32_t netns;
	uint32_t at;

	if (dev->vxlan.collect_metadata || dev->vxlan.proxy)
		return walk_unknown(w, p, STAGE_TRANSMIT, &dev->obj,
				    REASON_OPAQUE, "vxlan");
	if (!walk_need(w, p, STAGE_TRANSMIT, p->netns, READ_FDB, 0))
		return STEP_ENDED;
	if (!vxlan_remote(w, p, dev, &o.remote, &remotes))
		return fails(w, p, &dev->obj);
	if (remotes > 1 || ip_is_multicast(&o.remote))
		return walk_unknown(w, p, STAGE_TRANSMIT, &dev->obj,
				    REASON_OPAQUE, "vxlan with many remotes");
	if (!outer_walk(w, p, dev, &o, &at))
		return STEP_ENDED;
	to = vxlan_find(w, at, dev, &netns);
	if (!to)
		return fails(w, p, &dev->obj);
	return l2_cross(w, p, dev, netns, to);
}

/* ---- ipip, gre ---- */

static bool fits(const struct link *l, const struct link *from)
{
	const struct link_tunnel *a = &l->tunnel;
	const struct link_tunnel *b = &from->tunnel;
	bool any_remote = ip_is_zero(&a->remote);

	if (strcmp(l->kind, from->kind) || !ip_equal(&a->local, &b->remote) ||
	    (!any_remote && !ip_equal(&a->remote, &b->local)))
		return false;
	if ((a->iflags & GRE_KEY) != (b->oflags & GRE_KEY))
		return false;
	return !(a->iflags & GRE_KEY) || a->ikey == b->okey;
}

static const struct link *tunnel_find(const struct walk *w, uint32_t at,
				      const struct link *from, uint32_t *netns)
{
	for (size_t n = 0; n < w->snap->netns.n; n++) {
		const struct netns *ns = w->snap->netns.v[n];

		for (size_t i = 0; i < ns->links.n; i++) {
			const struct link *l = ns->links.v[i];

			if (!is_ip_tunnel(l) || l == from ||
			    home(l, (uint32_t)n) != at || !fits(l, from))
				continue;
			*netns = (uint32_t)n;
			return l;
		}
	}
	return NULL;
}

static enum step ip_tunnel_transmit(struct walk *w, struct packet *p,
				    const struct link *dev)
{
	bool gre = !link_is_kind(dev, "ipip");
	struct outer o = {
		.local = dev->tunnel.local, .remote = dev->tunnel.remote,
		.link = dev->tunnel.link,
		.proto = gre ? IPPROTO_GRE : IPPROTO_IPIP,
		.overhead = gre ? 24 + (dev->tunnel.oflags & GRE_KEY ? 4 : 0) :
				  20,
	};
	const struct link *to;
	uint32_t netns;
	uint32_t at;

	if (dev->tunnel.collect_metadata ||
	    (!gre && p->family != AF_INET))
		return walk_unknown(w, p, STAGE_TRANSMIT, &dev->obj,
				    REASON_OPAQUE, dev->kind);
	if (ip_is_zero(&o.remote) || !o.remote.family)
		return fails(w, p, &dev->obj);
	if (o.local.family && ip_is_zero(&o.local))
		o.local.family = 0;
	if (!outer_walk(w, p, dev, &o, &at))
		return STEP_ENDED;
	to = tunnel_find(w, at, dev, &netns);
	if (!to)
		return fails(w, p, &dev->obj);
	return l2_cross(w, p, dev, netns, to);
}

enum step tunnel_transmit(struct walk *w, struct packet *p,
			  const struct link *dev)
{
	if (is_vxlan(dev))
		return vxlan_transmit(w, p, dev);
	if (is_ip_tunnel(dev))
		return ip_tunnel_transmit(w, p, dev);
	return walk_unknown(w, p, STAGE_TRANSMIT, &dev->obj, REASON_OPAQUE,
			    dev->kind);
}
