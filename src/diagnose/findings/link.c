/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LNK: links and layer 2. */
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "diagnose/findings/findings.h"

static uint8_t family_of(const struct death *d)
{
	return d->q->probe.family;
}

static struct fix *one_change(const struct death *d, const struct change *c)
{
	struct fix *fix = fix_new(d, c->netns);

	fix_add(d, fix, c);
	return fix;
}

/* The link that the target's way leads over: its default's, else its only one. */
static const struct link *first_link(const struct death *d)
{
	const struct netns *ns = ns_of(d, d->target);
	const struct link *l = uplink_of(d, d->target, family_of(d));
	struct link *const *it;

	if (l)
		return l;
	VEC_FOR_EACH(&ns->links, it)
		if (!link_is_loopback(*it))
			return *it;
	return NULL;
}

static bool lost_at_start(const struct death *d)
{
	return d->outer->netns == d->target && d->outer->dir == DIR_REQUEST &&
	       (d->outer->reason == REASON_NO_ROUTE ||
		d->outer->reason == REASON_NO_SOURCE);
}

static const struct address *address_on(const struct netns *ns,
					uint32_t ifindex, uint8_t family)
{
	struct address *const *it;

	VEC_FOR_EACH(&ns->addresses, it)
		if ((*it)->ifindex == ifindex && (*it)->family == family &&
		    !ip_is_linklocal(&(*it)->local))
			return *it;
	return NULL;
}

static void add_default(const struct death *d, struct fix *fix,
			uint32_t netns, uint32_t ifindex,
			const struct ip_addr *source)
{
	struct change c = { .kind = CHANGE_ROUTE_ADD, .netns = netns };
	struct gateway gw;

	if (!gateway_candidate(d, netns, ifindex, family_of(d), source, &gw))
		return;
	c.route = route_draft(d, family_of(d), NULL, &gw.addr, ifindex);
	fix_add(d, fix, &c);
}

/* ---- LNK17 ---- */

static bool detect_no_link(const struct death *d, struct finding *f)
{
	const struct netns *ns = ns_of(d, d->target);
	struct link *const *it;

	if (!lost_at_start(d))
		return false;
	VEC_FOR_EACH(&ns->links, it)
		if (!link_is_loopback(*it))
			return false;
	f->title = arena_printf(d->arena, "%s has no interface besides lo",
				ns_title(d, d->target));
	f->netns = d->target;
	evidence_text(d, f, EVIDENCE_LINK, d->target,
		      "its only link is lo");
	f->effect = "there is no link to send anything by";
	f->hint = "make its link again: ip link add HOSTEND type veth peer name "
		  "IF netns NAME, then its address and default route";
	return true;
}

static const struct explain explain_no_link = {
	.means = "The namespace was meant to have a link and has none.",
	.seen = "Only lo is there, and something shows that it was to have "
		"more.",
	.notice = "\"Network is unreachable\".",
	.confused = "a namespace that is offline by design, which is healthy",
	.mend = "create its link again",
	.seen_in = "a host end that was deleted, which takes the other end along",
};

const struct finding_type no_link = {
	.code = "no-link",
	.second = "LNK17",
	.summary = "the namespace has no interface besides lo",
	.detect = detect_no_link,
	.explain = &explain_no_link,
};

/* ---- LNK01, LNK16, LNK20: down ---- */

static const struct link *down_link(const struct death *d, uint32_t netns)
{
	const struct netns *ns = ns_of(d, netns);
	struct link *const *it;
	const struct link *found = NULL;

	if (d->end->reason == REASON_LINK_DOWN && d->end->object &&
	    d->end->object->type == &link_type && d->end->netns == netns)
		return (const struct link *)d->end->object;
	if (d->outer->reason != REASON_NO_ROUTE &&
	    d->outer->reason != REASON_NO_SOURCE)
		return NULL;
	VEC_FOR_EACH(&ns->links, it) {
		const struct link *l = *it;

		if (link_is_up(l) || link_is_loopback(l) || link_is_port(l))
			continue;
		/* one that bears an address is what the route is missing for */
		if (address_on(ns, l->index, AF_INET) ||
		    address_on(ns, l->index, AF_INET6))
			return l;
		if (netns == d->target && link_is_veth(l))
			found = l;
	}
	return found;
}

static void mend_up(const struct death *d, fix_vec *out, uint32_t netns,
		    const struct link *l)
{
	const struct address *a = address_on(ns_of(d, netns), l->index,
					     family_of(d));
	struct change c = {
		.kind = CHANGE_LINK_UP, .netns = netns, .ifindex = l->index,
	};
	struct fix *fix = one_change(d, &c);

	VEC_PUSH(d->arena, out, fix);
	/* taking it down took its routes, and up does not bring all back */
	fix = one_change(d, &c);
	add_default(d, fix, netns, l->index, a ? &a->local : NULL);
	if (fix->changes.n > 1)
		VEC_PUSH(d->arena, out, fix);
}

static void say_down(const struct death *d, struct finding *f, uint32_t netns,
		     const struct link *l)
{
	f->netns = netns;
	f->object = &l->obj;
	f->oif = l->index;
	evidence_object(d, f, EVIDENCE_LINK, netns, &l->obj,
			arena_printf(d->arena, "%s: not UP",
				     text_safe(d->arena, l->name)));
}

static bool detect_link_down(const struct death *d, struct finding *f)
{
	const struct link *l = down_link(d, d->target);

	if (!l || link_is_loopback(l) ||
	    (d->outer->netns != d->target && d->end->netns != d->target))
		return false;
	say_down(d, f, d->target, l);
	f->title = arena_printf(d->arena, "%s in %s is down",
				text_safe(d->arena, l->name),
				ns_title(d, d->target));
	f->effect = "nothing can be sent by it, and its routes are gone";
	return true;
}

static void mend_link_down(const struct death *d, struct finding *f,
			   fix_vec *out)
{
	const struct link *l = down_link(d, f->netns);

	if (l)
		mend_up(d, out, f->netns, l);
}

static const struct explain explain_link_down = {
	.means = "The link that the packet needs is administratively down.",
	.seen = "IFF_UP is not set; the kernel has taken its routes away.",
	.notice = "\"Network is unreachable\".",
	.confused = "other links that are down and unused",
	.mend = "ip link set dev IF up, then the default route that it lost",
	.seen_in = "a fresh namespace; a script that stopped half-way",
};

const struct finding_type link_down = {
	.code = "link-down",
	.second = "LNK01",
	.summary = "the link is down",
	.detect = detect_link_down,
	.mend = mend_link_down,
	.explain = &explain_link_down,
};

static bool detect_loopback(const struct death *d, struct finding *f)
{
	const struct link *l = d->end->object &&
			       d->end->object->type == &link_type ?
			       (const struct link *)d->end->object : NULL;

	if (d->end->reason != REASON_LINK_DOWN || !l || !link_is_loopback(l))
		return false;
	say_down(d, f, d->end->netns, l);
	f->title = arena_printf(d->arena, "lo is down in %s",
				ns_title(d, d->end->netns));
	f->effect = "packets to the namespace's own addresses are lost";
	return true;
}

static void mend_loopback(const struct death *d, struct finding *f,
			  fix_vec *out)
{
	struct change c = {
		.kind = CHANGE_LINK_UP, .netns = f->netns, .ifindex = f->oif,
	};

	VEC_PUSH(d->arena, out, one_change(d, &c));
}

static const struct explain explain_loopback = {
	.means = "The loopback device is down, as in every new namespace.",
	.seen = "A packet for a local address of the namespace dies on lo.",
	.notice = "\"Network is unreachable\", or silence.",
	.confused = "lo down while everything leaves, which harms nothing",
	.mend = "ip link set dev lo up",
	.seen_in = "namespaces made by hand with a local resolver",
};

const struct finding_type loopback_down = {
	.code = "loopback-down",
	.second = "LNK16",
	.summary = "lo is down",
	.detect = detect_loopback,
	.mend = mend_loopback,
	.explain = &explain_loopback,
};

static bool detect_uplink_down(const struct death *d, struct finding *f)
{
	uint32_t netns = d->outer->netns;
	const struct link *l = netns != d->target ? down_link(d, netns) : NULL;

	if (d->end->reason == REASON_NO_CARRIER && d->end->object &&
	    d->end->object->type == &link_type) {
		l = (const struct link *)d->end->object;
		netns = d->end->netns;
	}
	if (!l || !strcmp(l->kind ? l->kind : "", "bridge"))
		return false;
	say_down(d, f, netns, l);
	f->title = arena_printf(d->arena, "the uplink %s of %s is %s",
				text_safe(d->arena, l->name),
				ns_title(d, netns),
				link_is_up(l) ? "without carrier" : "down");
	f->effect = "nothing leaves by it";
	if (link_is_up(l))
		f->hint = "look at the cable, the access point, or the other "
			  "end";
	return true;
}

static void mend_uplink_down(const struct death *d, struct finding *f,
			     fix_vec *out)
{
	const struct link *l = netns_link(ns_of(d, f->netns), f->oif);

	if (l && !link_is_up(l))
		mend_up(d, out, f->netns, l);
}

static const struct explain explain_uplink_down = {
	.means = "The interface towards the world is down or has no carrier.",
	.seen = "The route needs it and it is not UP or not LOWER_UP.",
	.notice = "\"Network is unreachable\", or silence.",
	.confused = "another uplink that is in use",
	.mend = "ip link set dev IF up, then the default route that it lost",
	.seen_in = "cables, Wi-Fi",
};

const struct finding_type uplink_down = {
	.code = "uplink-down",
	.second = "LNK20",
	.summary = "the uplink is down or without carrier",
	.detect = detect_uplink_down,
	.mend = mend_uplink_down,
	.explain = &explain_uplink_down,
};

/* ---- LNK02 ---- */

static const struct link *down_peer(const struct death *d, uint32_t *netns)
{
	uint32_t bridge;
	uint32_t peer_if;
	uint32_t from = d->end->netns;
	uint32_t dev = d->end->oif;
	const struct link *peer;

	if (d->end->reason != REASON_PEER_DOWN)
		return NULL;
	if (d->end->object && d->end->object->type == &link_type) {
		const struct link *l = (const struct link *)d->end->object;

		for (uint32_t i = 0; i < d->snap->netns.n; i++)
			if (netns_link(ns_of(d, i), l->index) == l) {
				from = i;
				dev = l->index;
			}
		if (!link_is_up(l)) {
			*netns = from;
			return l;
		}
	}
	if (!segment_peer(d, from, dev, netns, &peer_if, &bridge))
		return NULL;
	peer = netns_link(ns_of(d, *netns), peer_if);
	return peer && !link_is_up(peer) ? peer : NULL;
}

static bool detect_peer_down(const struct death *d, struct finding *f)
{
	uint32_t netns;
	const struct link *peer = down_peer(d, &netns);

	if (!peer)
		return false;
	say_down(d, f, netns, peer);
	f->title = arena_printf(d->arena, "the other end of the link, %s in "
				"%s, is down", text_safe(d->arena, peer->name),
				ns_title(d, netns));
	f->effect = "the link has no carrier: nothing crosses it";
	f->symptom = SYMPTOM_HOST_UNREACHABLE;
	return true;
}

static void mend_peer_down(const struct death *d, struct finding *f,
			   fix_vec *out)
{
	struct change c = {
		.kind = CHANGE_LINK_UP, .netns = f->netns, .ifindex = f->oif,
	};

	VEC_PUSH(d->arena, out, one_change(d, &c));
}

static const struct explain explain_peer_down = {
	.means = "One end of a veth pair is up and the other one is down, so "
		 "neither passes anything.",
	.seen = "The link is without carrier and its peer is not UP.",
	.notice = "\"Destination Host Unreachable\" after three seconds; ip "
		  "link shows NO-CARRIER, M-DOWN or LOWERLAYERDOWN.",
	.confused = "NO-CARRIER for a second after a change, with LOWER_UP set",
	.mend = "ip link set dev PEER up, in the peer's namespace",
	.seen_in = "scripts that bring up one end alone",
};

const struct finding_type veth_peer_down = {
	.code = "veth-peer-down",
	.second = "LNK02",
	.summary = "the other end of the link is down",
	.detect = detect_peer_down,
	.mend = mend_peer_down,
	.explain = &explain_peer_down,
};

/* ---- LNK03 ---- */

static const struct link *down_bridge(const struct death *d, uint32_t *netns)
{
	const struct link *l = first_link(d);
	uint32_t peer_if;
	uint32_t bridge;
	const struct link *br;

	if (!l || !segment_peer(d, d->target, l->index, netns, &peer_if,
				&bridge) || !bridge)
		return NULL;
	br = netns_link(ns_of(d, *netns), bridge);
	return br && !link_is_up(br) ? br : NULL;
}

static bool detect_bridge_down(const struct death *d, struct finding *f)
{
	uint32_t netns;
	const struct link *br = down_bridge(d, &netns);

	if (!br)
		return false;
	say_down(d, f, netns, br);
	f->title = arena_printf(d->arena, "bridge %s in %s is down",
				text_safe(d->arena, br->name),
				ns_title(d, netns));
	f->effect = "it takes no frame, and its ports pass none on";
	f->symptom = SYMPTOM_HOST_UNREACHABLE;
	return true;
}

static const struct explain explain_bridge_down = {
	.means = "The bridge that the link is a port of is down.",
	.seen = "A frame arrives at its port and the bridge is not UP.",
	.notice = "\"Destination Host Unreachable\".",
	.confused = "docker0 with NO-CARRIER, which is up without ports",
	.mend = "ip link set dev BRIDGE up",
	.seen_in = "a bridge that its manager let go",
};

const struct finding_type bridge_down = {
	.code = "bridge-down",
	.second = "LNK03",
	.summary = "the bridge is down",
	.detect = detect_bridge_down,
	.mend = mend_peer_down,
	.explain = &explain_bridge_down,
};

/* ---- LNK04, LNK05: the host end is not where the gateway is ---- */

struct misplaced {
	uint32_t netns;
	const struct link *peer;
	const struct link *bridge;	/* that owns the gateway's address */
	struct ip_addr gateway;
};

static bool target_gateway(const struct death *d, struct ip_addr *gw)
{
	const struct netns *ns = ns_of(d, d->target);
	struct route *const *it;

	VEC_FOR_EACH(&ns->routes, it)
		if ((*it)->family == family_of(d) && !(*it)->dst.len &&
		    (*it)->gateway.family) {
			*gw = (*it)->gateway;
			return true;
		}
	return false;
}

static bool peer_misplaced(const struct death *d, struct misplaced *m)
{
	const struct link *l = first_link(d);
	const struct netns *ns;
	const struct address *a;
	uint32_t peer_if;
	uint32_t bridge;

	if (!l || !target_gateway(d, &m->gateway) ||
	    !segment_peer(d, d->target, l->index, &m->netns, &peer_if,
			  &bridge))
		return false;
	ns = ns_of(d, m->netns);
	m->peer = netns_link(ns, peer_if);
	a = netns_address(ns, &m->gateway);
	if (!a || !link_is_up(m->peer) || a->ifindex == peer_if)
		return false;
	m->bridge = netns_link(ns, a->ifindex);
	return m->bridge && link_is_kind(m->bridge, "bridge") &&
	       m->bridge->index != bridge;
}

/* A veth that the namespace routes to by itself needs no bridge. */
static bool routed_peer(const struct death *d, const struct misplaced *m)
{
	const struct netns *ns = ns_of(d, m->netns);
	struct route *const *it;

	if (address_on(ns, m->peer->index, family_of(d)))
		return true;
	VEC_FOR_EACH(&ns->routes, it)
		if ((*it)->oif == m->peer->index &&
		    (*it)->family == family_of(d) && (*it)->type == 1 &&
		    (*it)->table != RT_TABLE_LOCAL && (*it)->dst.len &&
		    !ip_is_linklocal(&(*it)->dst.addr))
			return true;
	return false;
}

static void say_misplaced(const struct death *d, struct finding *f,
			  const struct misplaced *m)
{
	f->netns = m->netns;
	f->iif = m->peer->index;
	f->object = &m->peer->obj;
	f->stage = STAGE_BRIDGE;
	evidence_object(d, f, EVIDENCE_LINK, m->netns, &m->peer->obj,
			arena_printf(d->arena, "%s: %s%s",
				     text_safe(d->arena, m->peer->name),
				     m->peer->master ? "port of " : "no master",
				     m->peer->master ?
				     if_name(d, m->netns, m->peer->master) :
				     ""));
	evidence_text(d, f, EVIDENCE_ADDRESS, m->netns,
		      "the gateway %s stands on %s",
		      ip_str(d->arena, &m->gateway),
		      text_safe(d->arena, m->bridge->name));
	f->effect = "requests may get in, but answers are sent to the bridge, "
		    "where the namespace is not";
}

static bool detect_not_enslaved(const struct death *d, struct finding *f)
{
	struct misplaced m;

	if (!peer_misplaced(d, &m) || m.peer->master || routed_peer(d, &m))
		return false;
	say_misplaced(d, f, &m);
	f->title = arena_printf(d->arena, "%s, the host end of %s's link, "
				"belongs to no bridge",
				text_safe(d->arena, m.peer->name),
				ns_title(d, d->target));
	return true;
}

static void mend_misplaced(const struct death *d, struct finding *f,
			   fix_vec *out)
{
	struct change c = { .kind = CHANGE_MASTER };
	struct misplaced m;

	(void)f;
	if (!peer_misplaced(d, &m))
		return;
	c.netns = m.netns;
	c.ifindex = m.peer->index;
	c.other = m.bridge->index;
	VEC_PUSH(d->arena, out, one_change(d, &c));
}

static const struct explain explain_not_enslaved = {
	.means = "The host end of the namespace's link lost its bridge.",
	.seen = "It has no master, no address and no route, and a bridge owns "
		"the gateway's address. ARP is answered even so.",
	.notice = "Silence; the neighbour entry of the gateway looks healthy.",
	.confused = "routed links, which need no bridge",
	.mend = "ip link set dev PEER master BRIDGE",
	.seen_in = "NetworkManager or systemd-networkd taking a veth over",
};

const struct finding_type not_enslaved = {
	.code = "not-enslaved",
	.second = "LNK04",
	.summary = "the host end of the link belongs to no bridge",
	.detect = detect_not_enslaved,
	.mend = mend_misplaced,
	.explain = &explain_not_enslaved,
};

static bool detect_wrong_bridge(const struct death *d, struct finding *f)
{
	struct misplaced m;

	if (!peer_misplaced(d, &m) || !m.peer->master)
		return false;
	say_misplaced(d, f, &m);
	f->title = arena_printf(d->arena, "%s is a port of %s, but the gateway "
				"is on %s", text_safe(d->arena, m.peer->name),
				if_name(d, m.netns, m.peer->master),
				text_safe(d->arena, m.bridge->name));
	return true;
}

static const struct explain explain_wrong_bridge = {
	.means = "The host end of the link is a port of another bridge than the "
		 "one that has the gateway's address.",
	.seen = "Its master differs from that bridge.",
	.notice = "Silence.",
	.confused = "two bridges that are joined by a link",
	.mend = "ip link set dev PEER master BRIDGE",
	.seen_in = "hand-made networks",
};

const struct finding_type wrong_bridge = {
	.code = "wrong-bridge",
	.second = "LNK05",
	.summary = "the link is a port of the wrong bridge",
	.detect = detect_wrong_bridge,
	.mend = mend_misplaced,
	.explain = &explain_wrong_bridge,
};

/* ---- LNK06 ---- */

struct bare_bridge {
	uint32_t netns;
	const struct link *bridge;
	struct ip_prefix address;	/* that it has lost */
};

static bool bridge_bare(const struct death *d, struct bare_bridge *b)
{
	const struct netns *ns = ns_of(d, d->target);
	const struct link *l = first_link(d);
	const struct address *own;
	struct address *const *it;
	struct ip_prefix subnet;
	uint32_t peer_if;
	uint32_t index;

	if (!l || !target_gateway(d, &b->address.addr) ||
	    !segment_peer(d, d->target, l->index, &b->netns, &peer_if, &index))
		return false;
	own = address_on(ns, l->index, family_of(d));
	if (!own)
		return false;
	subnet = address_prefix(own);
	b->address.len = own->prefixlen;
	b->bridge = netns_link(ns_of(d, b->netns), index ? index : peer_if);
	if (!b->bridge || !prefix_contains(&subnet, &b->address.addr) ||
	    netns_address(ns_of(d, b->netns), &b->address.addr))
		return false;
	VEC_FOR_EACH(&ns_of(d, b->netns)->addresses, it)
		if ((*it)->ifindex == b->bridge->index &&
		    prefix_contains(&subnet, &(*it)->local))
			return false;
	/* a router elsewhere on the segment may own it */
	return d->end->reason == REASON_NOBODY_OWNS ||
	       d->outer->reason == REASON_NO_NEIGHBOUR ||
	       d->outer->dir == DIR_REPLY;
}

static bool detect_bridge_bare(const struct death *d, struct finding *f)
{
	struct bare_bridge b;

	if (!bridge_bare(d, &b))
		return false;
	f->netns = b.netns;
	f->iif = b.bridge->index;
	f->object = &b.bridge->obj;
	f->stage = STAGE_NEIGHBOUR;
	f->title = arena_printf(d->arena, "%s of %s does not have the gateway "
				"address %s",
				text_safe(d->arena, b.bridge->name),
				ns_title(d, b.netns),
				ip_str(d->arena, &b.address.addr));
	evidence_text(d, f, EVIDENCE_ADDRESS, b.netns,
		      "no address in %s on %s",
		      prefix_str(d->arena, &b.address),
		      text_safe(d->arena, b.bridge->name));
	f->effect = "nobody answers for the gateway, and answers find no route "
		    "back";
	return true;
}

static void mend_bridge_bare(const struct death *d, struct finding *f,
			     fix_vec *out)
{
	struct change c = { .kind = CHANGE_ADDRESS_ADD };
	struct bare_bridge b;
	struct fix *fix;

	(void)f;
	if (!bridge_bare(d, &b))
		return;
	c.netns = b.netns;
	c.ifindex = b.bridge->index;
	c.prefix = b.address;
	fix = one_change(d, &c);
	fix->keep = "the address in the configuration of whatever makes the "
		    "bridge";
	VEC_PUSH(d->arena, out, fix);
}

static const struct explain explain_bridge_bare = {
	.means = "The bridge that is to be the gateway has lost its address.",
	.seen = "The default route names an address that nobody on the segment "
		"has, and the bridge has none of that subnet.",
	.notice = "\"Destination Host Unreachable\"; requests may still leave "
		  "while a neighbour entry lives.",
	.confused = "bridges whose gateway is another machine",
	.mend = "ip addr add GATEWAY/LEN dev BRIDGE",
	.seen_in = "docker0 or cni0 after a network manager touched it",
};

const struct finding_type bridge_no_address = {
	.code = "bridge-no-address",
	.second = "LNK06",
	.summary = "the bridge does not have the gateway address",
	.detect = detect_bridge_bare,
	.mend = mend_bridge_bare,
	.explain = &explain_bridge_bare,
};

/* ---- LNK15 ---- */

static bool detect_no_address(const struct death *d, struct finding *f)
{
	const struct link *l = first_link(d);

	if (!lost_at_start(d) || !l || !link_is_up(l) ||
	    address_on(ns_of(d, d->target), l->index, family_of(d)))
		return false;
	f->netns = d->target;
	f->oif = l->index;
	f->object = &l->obj;
	f->title = arena_printf(d->arena, "%s in %s has no IPv%d address",
				text_safe(d->arena, l->name),
				ns_title(d, d->target),
				family_of(d) == AF_INET ? 4 : 6);
	evidence_object(d, f, EVIDENCE_LINK, d->target, &l->obj,
			arena_printf(d->arena, "%s: up, without an address",
				     text_safe(d->arena, l->name)));
	f->effect = "there is no source to send from and no connected route";
	return true;
}

/* The address that the segment remembers for this link's MAC, if it does. */
static bool remembered(const struct death *d, const struct gateway *gw,
		       const struct link *l, struct ip_addr *out)
{
	struct neighbour *const *it;
	struct ip_prefix subnet = { .addr = gw->addr, .len = gw->prefixlen };

	VEC_FOR_EACH(&ns_of(d, gw->netns)->neighbours, it)
		if ((*it)->ifindex == gw->ifindex &&
		    mac_equal(&(*it)->lladdr, &l->address) &&
		    prefix_contains(&subnet, &(*it)->dst)) {
			*out = (*it)->dst;
			return true;
		}
	return false;
}

static bool taken(const struct death *d, const struct ip_addr *a)
{
	for (uint32_t i = 0; i < d->snap->netns.n; i++)
		if (netns_address(ns_of(d, i), a))
			return true;
	return false;
}

bool address_free(const struct death *d, const struct gateway *gw,
		  struct ip_addr *out)
{
	struct ip_prefix subnet = { .addr = gw->addr, .len = gw->prefixlen };
	struct ip_addr a = prefix_network(&subnet);
	size_t last = ip_size(a.family) - 1;

	for (unsigned int i = 2; i < 255; i++) {
		a.b[last] = (uint8_t)i;
		if (prefix_contains(&subnet, &a) && !taken(d, &a)) {
			*out = a;
			return true;
		}
	}
	return false;
}

static void mend_no_address(const struct death *d, struct finding *f,
			    fix_vec *out)
{
	const struct link *l = netns_link(ns_of(d, d->target), f->oif);
	struct gateway gw;
	struct change c = {
		.kind = CHANGE_ADDRESS_ADD, .netns = d->target,
		.ifindex = f->oif,
	};
	struct fix *fix;

	if (!l || !gateway_candidate(d, d->target, l->index, family_of(d),
				     NULL, &gw))
		return;
	c.prefix.len = gw.prefixlen;
	if (!remembered(d, &gw, l, &c.prefix.addr) &&
	    !address_free(d, &gw, &c.prefix.addr))
		return;
	fix = one_change(d, &c);
	add_default(d, fix, d->target, l->index, &c.prefix.addr);
	fix->keep = "the address where the namespace is made, or its DHCP "
		    "client";
	VEC_PUSH(d->arena, out, fix);
}

static const struct explain explain_no_address = {
	.means = "The link is up and has no address of that family.",
	.seen = "No source address and no connected route for want of it.",
	.notice = "\"Network is unreachable\".",
	.confused = "unnumbered links; ports of bridges",
	.mend = "ip addr add ADDRESS/LEN dev IF, then the default route",
	.seen_in = "DHCP that failed; a script that stopped half-way",
};

const struct finding_type no_address = {
	.code = "no-address",
	.second = "LNK15",
	.summary = "the interface has no address",
	.detect = detect_no_address,
	.mend = mend_no_address,
	.explain = &explain_no_address,
};
