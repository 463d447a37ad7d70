/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ip_route_output_key_hash_rcu(), __mkroute_output(), net/ipv4/route.c;
 * ip_route_connect(), include/net/route.h; ip6_dst_lookup_tail(),
 * net/ipv6/ip6_output.c: source address and route of a packet made here.
 */
#include <errno.h>
#include <linux/if.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "walk/route.h"
#include "walk/setting.h"
#include "walk/source_address.h"

#define LOOPBACK_IFINDEX 1

enum symptom errno_symptom(int error)
{
	switch (-error) {
	case ENETUNREACH:
		return SYMPTOM_NET_UNREACHABLE;
	case EHOSTUNREACH:
		return SYMPTOM_HOST_UNREACHABLE;
	case EACCES:
		return SYMPTOM_PROHIBITED;
	case EINVAL:
		return SYMPTOM_INVALID_ARGUMENT;
	}
	return SYMPTOM_UNKNOWN;
}

uint32_t link_vrf(const struct netns *ns, const struct link *l)
{
	const struct link *m = l->master ? netns_link(ns, l->master) : NULL;

	return m && link_is_kind(m, "vrf") ? m->index : 0;
}

bool walk_no_ipsec(struct walk *w, struct packet *p, enum stage stage)
{
	if (!walk_need(w, p, stage, p->netns, READ_XFRM, 0))
		return false;
	if (!walk_ns(w, p)->xfrm_policies)
		return true;
	walk_unknown(w, p, stage, &walk_ns(w, p)->obj, REASON_OPAQUE,
		     "IPsec policies");
	return false;
}

void walk_route_set(struct walk *w, const struct packet *p,
		    const struct ip_addr *dst, const struct fib_answer *a)
{
	memset(&w->dst, 0, sizeof(w->dst));
	w->dst.valid = true;
	w->dst.netns = p->netns;
	w->dst.local = a->type == RTN_LOCAL || a->type == RTN_ANYCAST;
	w->dst.broadcast = a->type == RTN_BROADCAST;
	w->dst.oif = a->oif;
	w->dst.next_hop = a->gateway.family ? a->gateway : *dst;
	w->dst.route = a->route;
	w->dst.rule = a->rule;
	w->dst.mtu = a->route ? a->route->mtu : 0;
}

void walk_route_step(struct walk *w, const struct packet *p, enum stage stage,
		     const struct fib_answer *a)
{
	struct trace_step *s = walk_step(w, p, stage, DID_PASS,
					 a->route ? &a->route->obj : NULL);

	s->oif = w->dst.oif;
	s->next_hop = w->dst.next_hop;
}

static enum step no_route(struct walk *w, struct packet *p,
			  const struct fib_answer *a)
{
	const struct object *object = a->route ? &a->route->obj :
				      a->rule ? &a->rule->obj : NULL;

	if (a->error == -ENODATA)
		return STEP_ENDED;
	walk_block(w, p, STAGE_ROUTE_OUTPUT, object, a->reason);
	w->end.via_rule = a->rule;
	w->end.symptom = w->dir == DIR_REQUEST ? errno_symptom(a->error) :
						 SYMPTOM_SILENCE;
	return STEP_ENDED;
}

static struct flow output_flow(struct walk *w, struct packet *p)
{
	struct flow f = flow_of_packet(p);

	f.output = true;
	f.oif = p->bound_if;
	f.uid = p->has_socket ? p->uid : 0;
	if (ip_is_zero(&f.src))
		f.src.family = 0;
	if (f.oif) {
		const struct link *l = netns_link(walk_ns(w, p), f.oif);

		if (l && link_is_kind(l, "vrf"))
			f.l3mdev = l->index;
		else if (l)
			f.l3mdev = link_vrf(walk_ns(w, p), l);
	}
	return f;
}

/* Bound to a device: an unrouted destination is taken to be on its link. */
static bool assume_on_link(struct walk *w, struct packet *p,
			   const struct flow *f, struct fib_answer *a)
{
	if (p->family != AF_INET || !f->oif || f->l3mdev ||
	    a->error == -ENODATA)
		return false;
	(void)w;
	memset(a, 0, sizeof(*a));
	a->leg = -1;
	a->type = RTN_UNICAST;
	a->oif = f->oif;
	a->scope = RT_SCOPE_LINK;
	return true;
}

static bool lookup(struct walk *w, struct packet *p, const struct flow *f,
		   struct fib_answer *a)
{
	fib_lookup(w, p, STAGE_ROUTE_OUTPUT, p->netns, f, a);
	if (!a->error)
		return !w->ended;
	return assume_on_link(w, p, f, a);
}

static bool bound_is_local(struct walk *w, struct packet *p)
{
	struct ip_addr src = packet_src(p);
	uint8_t type;

	if (w->dir == DIR_REPLY || ip_is_zero(&src))
		return true;
	if (!walk_need(w, p, STAGE_SOURCE_ADDRESS, p->netns, READ_ROUTES, 0))
		return false;
	type = fib_address_type(walk_ns(w, p), &src);
	if (type == RTN_LOCAL || type == RTN_ANYCAST)
		return true;
	walk_block(w, p, STAGE_SOURCE_ADDRESS, NULL, REASON_SOURCE_NOT_LOCAL);
	w->end.symptom = SYMPTOM_INVALID_ARGUMENT;
	return false;
}

static bool choose_source(struct walk *w, struct packet *p,
			  const struct flow *f, const struct fib_answer *a)
{
	struct ip_addr src = { 0 };
	const struct address *owner;

	if (!source_select(w, p->netns, f, a, &src)) {
		if (w->ended)
			return false;
		/* IPv4 sends from 0.0.0.0; IPv6 says EADDRNOTAVAIL. */
		walk_block(w, p, STAGE_SOURCE_ADDRESS,
			   a->route ? &a->route->obj : NULL, REASON_NO_SOURCE);
		w->end.symptom = p->family == AF_INET ? SYMPTOM_SILENCE :
						SYMPTOM_NET_UNREACHABLE;
		w->end.oif = a->oif;
		return false;
	}
	packet_set_src(p, &src);
	owner = netns_address(walk_ns(w, p), &src);
	walk_step(w, p, STAGE_SOURCE_ADDRESS, DID_PASS,
		  owner ? &owner->obj : NULL)->oif = a->oif;
	return true;
}

/*
 * IPv4: a connecting socket looks up again with the source it was given.
 * IPv6: only where the look-up without one had failed.
 */
static bool route_and_source(struct walk *w, struct packet *p,
			     struct fib_answer *a)
{
	struct flow f = output_flow(w, p);
	bool unbound = !f.src.family;
	bool found = lookup(w, p, &f, a);

	if (w->ended)
		return false;
	if (!found && (p->family == AF_INET || !unbound)) {
		no_route(w, p, a);
		return false;
	}
	if (unbound && !choose_source(w, p, &f, a))
		return false;
	if (!unbound || (found && (p->family == AF_INET6 ||
				   w->dir == DIR_REPLY ||
				   !w->probe->connected)))
		return true;
	f = output_flow(w, p);
	if (!lookup(w, p, &f, a)) {
		no_route(w, p, a);
		return false;
	}
	return true;
}

/* RTN_LOCAL: by lo, whichever device owns the address; in a VRF its master */
static void local_by_loopback(struct walk *w, struct packet *p,
			      struct fib_answer *a)
{
	const struct link *l = netns_link(walk_ns(w, p), a->oif);
	uint32_t vrf = l ? link_vrf(walk_ns(w, p), l) : 0;

	if (a->type == RTN_LOCAL || a->type == RTN_ANYCAST)
		a->oif = vrf ? vrf : LOOPBACK_IFINDEX;
}

/* __mkroute_output(): 127/8 leaves by lo alone */
static bool loopback_source_fits(struct walk *w, struct packet *p,
				 const struct link *out)
{
	struct ip_addr src = packet_src(p);
	int32_t localnet;

	if (p->family != AF_INET || !ip_is_loopback(&src) ||
	    link_is_loopback(out))
		return true;
	if (!walk_conf4(w, p, STAGE_ROUTE_OUTPUT, out, CONF4_ROUTE_LOCALNET,
			JOIN_OR, &localnet))
		return false;
	if (localnet)
		return true;
	walk_block(w, p, STAGE_ROUTE_OUTPUT, &out->obj,
		   REASON_MARTIAN_SOURCE);
	w->end.symptom = SYMPTOM_INVALID_ARGUMENT;
	return false;
}

static bool has_encap(struct walk *w, struct packet *p, enum stage stage,
		      const struct fib_answer *a)
{
	struct fib_leg leg;

	if (!a->route || !fib_leg(walk_ns(w, p), a->route,
				  a->leg < 0 ? 0 : (unsigned int)a->leg,
				  &leg) ||
	    !leg.encap_type)
		return false;
	walk_unknown(w, p, stage, &a->route->obj, REASON_OPAQUE, "encap");
	return true;
}

/* ip4_dst_hoplimit(), ip6_dst_hoplimit(): unless the socket set its own */
static bool set_ttl(struct walk *w, struct packet *p, const struct link *out,
		    const struct fib_answer *a)
{
	int64_t ttl = 64;
	int32_t limit = 64;

	if (w->dir == DIR_REQUEST && w->probe->ttl)
		return true;
	if (a->route && a->route->hoplimit) {
		ttl = a->route->hoplimit;
	} else if (p->family == AF_INET) {
		if (!walk_sysctl(w, p, STAGE_ROUTE_OUTPUT,
				 "net/ipv4/ip_default_ttl", 64, &ttl))
			return false;
	} else {
		if (!walk_conf6(w, p, STAGE_ROUTE_OUTPUT, out, CONF6_HOP_LIMIT,
				&limit))
			return false;
		ttl = limit;
	}
	packet_set_ttl(p, (uint8_t)(ttl > 0 && ttl < 256 ? ttl : 64));
	return true;
}

enum step stage_route_output(struct walk *w, struct packet *p)
{
	struct ip_addr dst = packet_dst(p);
	const struct link *out;
	struct fib_answer a;

	p->iif = 0;
	if (!bound_is_local(w, p) || !route_and_source(w, p, &a))
		return STEP_ENDED;
	local_by_loopback(w, p, &a);
	out = walk_link(w, p, STAGE_ROUTE_OUTPUT, p->netns, a.oif);
	if (!out || !loopback_source_fits(w, p, out) ||
	    has_encap(w, p, STAGE_ROUTE_OUTPUT, &a) ||
	    !walk_no_ipsec(w, p, STAGE_ROUTE_OUTPUT) ||
	    !set_ttl(w, p, out, &a))
		return STEP_ENDED;
	walk_route_set(w, p, &dst, &a);
	if (!w->dst.mtu)
		w->dst.mtu = out->mtu;
	p->oif = a.oif;
	walk_route_step(w, p, STAGE_ROUTE_OUTPUT, &a);
	if (w->dir == DIR_REQUEST && !w->depth)
		w->branch->sent = packet_tuple(p);
	return STEP_TO(DO_NF_OUTPUT);
}

void walk_route_get(const struct snapshot *snap, uint32_t netns,
		    const struct ip_addr *dst, struct route_answer *out)
{
	struct walk_branch branch = { 0 };
	want_vec wants = { 0 };
	struct probe probe = { .family = dst->family, .dst = *dst };
	struct walk w = {
		.snap = snap, .arena = arena_new(), .probe = &probe,
		.from = netns, .branch = &branch, .wants = &wants,
	};
	struct packet p;
	struct fib_answer a;
	struct flow f;

	memset(out, 0, sizeof(*out));
	packet_from_probe(&p, &probe, netns);
	f = output_flow(&w, &p);
	lookup(&w, &p, &f, &a);
	out->error = w.ended ? -ENODATA : a.error;
	out->route = a.route;
	out->rule = a.rule;
	if (!out->error) {
		out->gateway = a.gateway;
		source_select(&w, netns, &f, &a, &out->source);
		local_by_loopback(&w, &p, &a);
		out->oif = a.oif;
	}
	arena_free(w.arena);
}
