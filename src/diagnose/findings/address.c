/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses of both layers that are in the wrong place, or in two. */
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "diagnose/findings/findings.h"

/* The target's link, its host end, and the bridge that this is a port of. */
struct attachment {
	const struct link *link;
	const struct link *port;
	const struct link *bridge;	/* NULL: none */
	uint32_t netns;			/* of @port */
};

static bool attached(const struct death *d, struct attachment *t)
{
	const struct netns *ns = ns_of(d, d->target);
	struct link *const *it;
	uint32_t port;
	uint32_t bridge;

	t->link = uplink_of(d, d->target, d->q->probe.family);
	VEC_FOR_EACH(&ns->links, it)
		if (!t->link && !link_is_loopback(*it))
			t->link = *it;
	if (!t->link || !segment_peer(d, d->target, t->link->index, &t->netns,
				      &port, &bridge))
		return false;
	t->port = netns_link(ns_of(d, t->netns), port);
	t->bridge = bridge ? netns_link(ns_of(d, t->netns), bridge) : NULL;
	return t->port;
}

static bool lost_on_the_link(const struct death *d)
{
	switch (d->outer->reason) {
	case REASON_NO_NEIGHBOUR:
	case REASON_OTHERHOST:
	case REASON_FDB_WRONG:
	case REASON_NOBODY_TAKES:
	case REASON_PORT_HAIRPIN:
	case REASON_PORT_NO_FLOOD:
	case REASON_NO_ROUTE:
		return true;
	default:
		return false;
	}
}

/* ---- LNK24 ---- */

static const struct address *gateway_on_port(const struct death *d,
					     const struct attachment *t)
{
	const struct netns *ns = ns_of(d, t->netns);
	struct address *const *it;

	VEC_FOR_EACH(&ns->addresses, it) {
		const struct address *a = *it;

		if (a->ifindex == t->port->index &&
		    a->family == d->q->probe.family &&
		    !ip_is_linklocal(&a->local))
			return a;
	}
	return NULL;
}

static bool detect_on_port(const struct death *d, struct finding *f)
{
	struct attachment t;
	const struct address *a;

	if (!attached(d, &t) || !t.bridge)
		return false;
	a = gateway_on_port(d, &t);
	if (!a)
		return false;
	f->netns = t.netns;
	f->iif = t.port->index;
	f->object = &a->obj;
	f->title = arena_printf(d->arena, "%s stands on %s of %s, which is a "
				"port of %s", ip_str(d->arena, &a->local),
				text_safe(d->arena, t.port->name),
				ns_title(d, t.netns),
				text_safe(d->arena, t.bridge->name));
	evidence_text(d, f, EVIDENCE_ADDRESS, t.netns, "%s/%u on %s",
		      ip_str(d->arena, &a->local), a->prefixlen,
		      text_safe(d->arena, t.port->name));
	f->effect = "a port hands what comes in to its bridge: the address "
		    "receives nothing";
	f->stage = STAGE_NEIGHBOUR;
	return true;
}

static void mend_on_port(const struct death *d, struct finding *f,
			 fix_vec *out)
{
	struct attachment t;
	const struct address *a;
	struct fix *fix;
	struct change c = { .kind = CHANGE_ADDRESS_DEL };

	(void)f;
	if (!attached(d, &t) || !t.bridge)
		return;
	a = gateway_on_port(d, &t);
	if (!a)
		return;
	fix = fix_new(d, t.netns);
	c.netns = t.netns;
	c.prefix.addr = a->local;
	c.prefix.len = a->prefixlen;
	c.ifindex = t.port->index;
	fix_add(d, fix, &c);
	c.kind = CHANGE_ADDRESS_ADD;
	c.ifindex = t.bridge->index;
	fix_add(d, fix, &c);
	VEC_PUSH(d->arena, out, fix);
}

static const struct explain explain_on_port = {
	.means = "An address stands on an interface that is a port of a "
		 "bridge; it belongs on the bridge.",
	.seen = "The port has a global address and frames for it are handed to "
		"the bridge.",
	.notice = "\"Destination Host Unreachable\".",
	.confused = "link-local addresses of ports; the address on both",
	.mend = "ip addr add ADDRESS/LEN dev BRIDGE and ip addr del on the port",
	.seen_in = "hosts that were bridged by hand",
};

const struct finding_type address_on_port = {
	.code = "address-on-port",
	.second = "LNK24",
	.summary = "an address stands on a port of a bridge",
	.detect = detect_on_port,
	.mend = mend_on_port,
	.explain = &explain_on_port,
};

/* ---- LNK11 ---- */

static bool detect_dup_mac(const struct death *d, struct finding *f)
{
	struct attachment t;

	if (!lost_on_the_link(d) || !attached(d, &t) || !t.bridge ||
	    !mac_equal(&t.link->address, &t.bridge->address))
		return false;
	f->netns = d->target;
	f->oif = t.link->index;
	f->object = &t.link->obj;
	f->stage = STAGE_BRIDGE;
	f->title = arena_printf(d->arena, "%s in %s and bridge %s of %s have "
				"the same MAC",
				text_safe(d->arena, t.link->name),
				ns_title(d, d->target),
				text_safe(d->arena, t.bridge->name),
				ns_title(d, t.netns));
	evidence_text(d, f, EVIDENCE_LINK, d->target, "both are %s",
		      mac_str(d->arena, &t.link->address));
	f->effect = "the bridge takes frames for it as its own: answers are "
		    "lost";
	f->symptom = SYMPTOM_HOST_UNREACHABLE;
	return true;
}

static void mend_dup_mac(const struct death *d, struct finding *f,
			 fix_vec *out)
{
	uint64_t n = ns_of(d, d->target)->ino;
	struct change c = {
		.kind = CHANGE_MAC, .netns = d->target, .ifindex = f->oif,
		.mac = { .len = 6, .b = { 0x02 } },
	};
	struct fix *fix = fix_new(d, d->target);

	for (int i = 1; i < 6; i++)
		c.mac.b[i] = (uint8_t)(n >> (8 * (5 - i)));
	fix_add(d, fix, &c);
	VEC_PUSH(d->arena, out, fix);
}

static const struct explain explain_dup_mac = {
	.means = "Two stations of one segment have the same MAC.",
	.seen = "The link's address equals the bridge's own, or another "
		"station's.",
	.notice = "Answers are lost, or now and then.",
	.confused = "a bridge that took its address from that very port; the "
		    "same MAC on different segments",
	.mend = "ip link set dev IF address NEW",
	.seen_in = "cloned machines and containers",
};

const struct finding_type duplicate_mac = {
	.code = "duplicate-mac",
	.second = "LNK11",
	.summary = "two stations of one segment have the same MAC",
	.detect = detect_dup_mac,
	.mend = mend_dup_mac,
	.explain = &explain_dup_mac,
};

/* ---- LNK10, by what the table holds ---- */

const struct fdb *fdb_holding(const struct death *d, uint32_t *netns)
{
	struct attachment t;
	struct fdb *const *it;

	if (!lost_on_the_link(d) || !attached(d, &t) || !t.bridge)
		return NULL;
	*netns = t.netns;
	VEC_FOR_EACH(&ns_of(d, t.netns)->fdb, it) {
		const struct fdb *e = *it;

		if (e->master == t.bridge->index &&
		    e->ifindex != t.port->index &&
		    e->ifindex != t.bridge->index &&
		    mac_equal(&e->lladdr, &t.link->address) &&
		    (e->state & NUD_PERMANENT || e->flags & NTF_STICKY))
			return e;
	}
	return NULL;
}

/* ---- LNK12 ---- */

static const struct address *shared_address(const struct death *d,
					    const struct attachment *t)
{
	const struct netns *host = ns_of(d, t->netns);
	struct address *const *it;

	VEC_FOR_EACH(&ns_of(d, d->target)->addresses, it) {
		const struct address *a = *it;
		const struct address *b = netns_address(host, &a->local);

		if (a->family == d->q->probe.family &&
		    a->ifindex == t->link->index &&
		    !ip_is_linklocal(&a->local) && b &&
		    b->ifindex == (t->bridge ? t->bridge->index :
					       t->port->index))
			return a;
	}
	return NULL;
}

static bool detect_dup_ip(const struct death *d, struct finding *f)
{
	struct attachment t;
	const struct address *a;

	if (!attached(d, &t))
		return false;
	a = shared_address(d, &t);
	if (!a)
		return false;
	f->netns = d->target;
	f->oif = t.link->index;
	f->object = &a->obj;
	f->stage = STAGE_NEIGHBOUR;
	f->title = arena_printf(d->arena, "%s is used by %s and by %s on one "
				"segment", ip_str(d->arena, &a->local),
				ns_title(d, d->target), ns_title(d, t.netns));
	evidence_text(d, f, EVIDENCE_ADDRESS, d->target, "%s/%u on %s",
		      ip_str(d->arena, &a->local), a->prefixlen,
		      text_safe(d->arena, t.link->name));
	f->effect = "the gateway's address is its own: nothing is sent to the "
		    "gateway";
	return true;
}

static void mend_dup_ip(const struct death *d, struct finding *f, fix_vec *out)
{
	struct change c = {
		.kind = CHANGE_ADDRESS_ADD, .netns = d->target,
		.ifindex = f->oif,
	};
	struct change del = {
		.kind = CHANGE_ADDRESS_DEL, .netns = d->target,
		.ifindex = f->oif,
	};
	struct gateway gw;
	struct fix *fix;

	if (!gateway_candidate(d, d->target, f->oif, d->q->probe.family, NULL,
			       &gw))
		return;
	fix = fix_new(d, d->target);
	c.prefix.len = gw.prefixlen;
	if (!address_free(d, &gw, &c.prefix.addr))
		return;
	/* the old one first: it would take a second one of its subnet along */
	del.prefix.addr = ((const struct address *)f->object)->local;
	del.prefix.len = ((const struct address *)f->object)->prefixlen;
	fix_add(d, fix, &del);
	fix_add(d, fix, &c);
	c.kind = CHANGE_ROUTE_REPLACE;
	c.route = route_draft(d, gw.addr.family, NULL, &gw.addr, f->oif);
	fix_add(d, fix, &c);
	VEC_PUSH(d->arena, out, fix);
}

static const struct explain explain_dup_ip = {
	.means = "Two stations of one segment have the same address.",
	.seen = "The namespace has an address that the router of its segment "
		"has, too.",
	.notice = "Nothing is answered, or now and then.",
	.confused = "the same address in separate segments",
	.mend = "ip addr del ADDRESS/LEN dev IF, and a free one",
	.seen_in = "copied containers; typing errors",
};

const struct finding_type duplicate_ip = {
	.code = "duplicate-ip",
	.second = "LNK12",
	.summary = "an address is used twice on one segment",
	.detect = detect_dup_ip,
	.mend = mend_dup_ip,
	.explain = &explain_dup_ip,
};

/* ---- RTE03 ---- */

static bool on_link(const struct death *d, uint32_t netns,
		    const struct ip_addr *gw, uint32_t oif)
{
	struct route *const *it;

	VEC_FOR_EACH(&ns_of(d, netns)->routes, it)
		if ((*it)->family == gw->family && !(*it)->gateway.family &&
		    (*it)->type == RTN_UNICAST && (*it)->dst.len &&
		    (*it)->oif == oif && prefix_contains(&(*it)->dst, gw))
			return true;
	return false;
}

static bool detect_not_onlink(const struct death *d, struct finding *f)
{
	const struct route *r = d->outer->via_route;
	const struct ip_addr *gw = &d->outer->next_hop;

	if (d->outer->reason != REASON_NO_NEIGHBOUR || !r ||
	    !r->gateway.family || ip_is_linklocal(gw) ||
	    on_link(d, d->outer->netns, gw, d->outer->oif))
		return false;
	f->netns = d->outer->netns;
	f->oif = d->outer->oif;
	f->object = &r->obj;
	f->stage = STAGE_NEIGHBOUR;
	f->title = arena_printf(d->arena, "the gateway %s is not on any link of "
				"%s", ip_str(d->arena, gw),
				ns_title(d, f->netns));
	evidence_text(d, f, EVIDENCE_ROUTE, f->netns,
		      "via %s dev %s%s", ip_str(d->arena, gw),
		      if_name(d, f->netns, f->oif),
		      r->flags & RTNH_F_ONLINK ? " onlink" : "");
	f->effect = "nobody there answers for it";
	f->symptom = SYMPTOM_HOST_UNREACHABLE;
	return true;
}

static const struct explain explain_not_onlink = {
	.means = "The route's gateway lies in no subnet of its interface.",
	.seen = "No connected route covers it, and nobody answers for it.",
	.notice = "\"Destination Host Unreachable\".",
	.confused = "onlink gateways of cloud providers and calico, which do "
		    "answer",
	.mend = "ip route replace default via RIGHT-GATEWAY dev IF",
	.seen_in = "an address or prefix that was changed afterwards",
};

const struct finding_type gateway_not_onlink = {
	.code = "gateway-not-onlink",
	.second = "RTE03",
	.summary = "the gateway is not on any link",
	.detect = detect_not_onlink,
	.mend = mend_gateway,
	.explain = &explain_not_onlink,
};

/* ---- RTE12 ---- */

static const struct route *other_default(const struct death *d,
					 const struct route *used)
{
	struct route *const *it;

	VEC_FOR_EACH(&ns_of(d, d->target)->routes, it)
		if (*it != used && (*it)->family == used->family &&
		    !(*it)->dst.len && (*it)->type == RTN_UNICAST &&
		    (*it)->table == used->table)
			return *it;
	return NULL;
}

/* The default that the request's first look-up took. */
static const struct route *used_default(const struct death *d)
{
	const struct trace_step *s;

	if (!d->branch)
		return NULL;
	VEC_FOR_EACH(&d->branch->steps, s) {
		const struct route *r = (const struct route *)s->object;

		if (s->netns != d->target || s->dir != DIR_REQUEST)
			return NULL;
		if (s->object && s->object->type == &route_type && !s->depth)
			return r->dst.len ? NULL : r;
	}
	return NULL;
}

static bool detect_two_defaults(const struct death *d, struct finding *f)
{
	const struct route *used = used_default(d);

	if (!used || !other_default(d, used))
		return false;
	f->netns = d->target;
	f->object = &used->obj;
	f->oif = used->oif;
	f->stage = STAGE_ROUTE_OUTPUT;
	f->title = arena_printf(d->arena, "%s has two default routes, and the "
				"one by %s wins and leads nowhere",
				ns_title(d, d->target),
				if_name(d, d->target, used->oif));
	evidence_text(d, f, EVIDENCE_ROUTE, d->target,
		      "default dev %s metric %u",
		      if_name(d, d->target, used->oif), used->metric);
	f->effect = "packets take it and die on its way";
	return true;
}

static void mend_two_defaults(const struct death *d, struct finding *f,
			      fix_vec *out)
{
	struct fix *fix = fix_new(d, d->target);
	struct change c = {
		.kind = CHANGE_ROUTE_DEL, .netns = d->target,
		.route = (const struct route *)f->object,
	};

	fix_add(d, fix, &c);
	VEC_PUSH(d->arena, out, fix);
}

static const struct explain explain_two_defaults = {
	.means = "There are two default routes; the better one by metric leads "
		 "to a place where packets die.",
	.seen = "The chosen one's way dies, the other one's does not.",
	.notice = "As the place where it dies has it.",
	.confused = "two defaults with the better one alive",
	.mend = "ip route del the one that leads nowhere, or change its metric",
	.seen_in = "containers on two networks",
};

const struct finding_type two_defaults = {
	.code = "two-defaults",
	.second = "RTE12",
	.summary = "of two default routes the one that leads nowhere wins",
	.detect = detect_two_defaults,
	.mend = mend_two_defaults,
	.explain = &explain_two_defaults,
};
