/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ip_route_input_slow(), ip_mkroute_input(), ip_error(), net/ipv4/route.c;
 * ip6_route_input(), ip6_pkt_drop(), net/ipv6/route.c: what to do with a
 * packet that arrived. The order of the tests is the kernel's.
 */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "walk/l2.h"
#include "walk/route.h"
#include "walk/setting.h"

#define LOOPBACK_IFINDEX 1

struct input {
	struct walk *w;
	struct packet *p;
	const struct link *in;
	struct ip_addr src;
	struct ip_addr dst;
	int32_t forwarding;
};

static enum step martian(struct input *i, enum reason reason)
{
	walk_block(i->w, i->p, STAGE_ROUTE_INPUT, &i->in->obj, reason);
	i->w->end.symptom = SYMPTOM_SILENCE;
	return STEP_ENDED;
}

static bool is_all_ones(const struct ip_addr *a)
{
	return a->family == AF_INET && ip4_value(a) == UINT32_MAX;
}

/* ---- a route that refuses, and what its sender hears of it ---- */

static void error4(struct walk *w, struct packet *p, int error)
{
	switch (-error) {
	case EHOSTUNREACH:
		icmp_error_symptom(w, p, 3, 1);
		break;
	case ENETUNREACH:
		icmp_error_symptom(w, p, 3, 0);
		break;
	case EACCES:
		icmp_error_symptom(w, p, 3, 13);
		break;
	default:
		w->end.symptom = SYMPTOM_SILENCE;
	}
}

static void error6(struct walk *w, struct packet *p, int error)
{
	if (error == -EINVAL)
		w->end.symptom = SYMPTOM_SILENCE;
	else
		icmp_error_symptom(w, p, 1, error == -EACCES ? 1 : 0);
}

static enum step refused(struct input *i, const struct fib_answer *a)
{
	const struct object *object = a->route ? &a->route->obj :
				      a->rule ? &a->rule->obj : NULL;
	struct walk *w = i->w;

	if (a->error == -ENODATA)
		return STEP_ENDED;
	walk_block(w, i->p, STAGE_ROUTE_INPUT, object, a->reason);
	w->end.via_rule = a->rule;
	if (i->p->family == AF_INET6)
		error6(w, i->p, a->error);
	else if (i->forwarding)
		error4(w, i->p, a->error);
	else
		w->end.symptom = SYMPTOM_SILENCE;
	return STEP_ENDED;
}

/* ---- IPv4 ---- */

/* true: source and destination are plausible; else the walk has ended */
static bool addresses_fit(struct input *i)
{
	int32_t localnet;

	if (ip_is_multicast(&i->src) || is_all_ones(&i->src)) {
		martian(i, REASON_MARTIAN_SOURCE);
		return false;
	}
	if (is_all_ones(&i->dst) ||
	    (ip_is_zero(&i->src) && ip_is_zero(&i->dst)))
		return true;
	if (ip_is_zero(&i->src) || ip_is_zero(&i->dst)) {
		martian(i, ip_is_zero(&i->src) ? REASON_MARTIAN_SOURCE :
						 REASON_MARTIAN_DESTINATION);
		return false;
	}
	if (!ip_is_loopback(&i->dst) && !ip_is_loopback(&i->src))
		return true;
	if (!walk_conf4(i->w, i->p, STAGE_ROUTE_INPUT, i->in,
			CONF4_ROUTE_LOCALNET, JOIN_OR, &localnet))
		return false;
	if (localnet)
		return true;
	martian(i, ip_is_loopback(&i->dst) ? REASON_MARTIAN_DESTINATION :
					     REASON_MARTIAN_SOURCE);
	return false;
}

/* true: the source may come this way */
static bool source_fits(struct input *i, const struct ip_addr *dst,
			uint32_t oif)
{
	struct fib_answer reverse = { 0 };
	struct walk *w = i->w;

	switch (source_check(w, i->p, i->in, dst, oif, &reverse)) {
	case 0:
		return true;
	case -EXDEV:
		walk_block(w, i->p, STAGE_SOURCE_CHECK, &i->in->obj,
			   REASON_RP_FILTER);
		w->end.what = conf4_path(w, i->in->name, CONF4_RP_FILTER);
		w->end.via_route = reverse.route;
		w->end.via_rule = reverse.rule;
		break;
	case -EINVAL:
		walk_block(w, i->p, STAGE_SOURCE_CHECK,
			   reverse.route ? &reverse.route->obj : &i->in->obj,
			   REASON_MARTIAN_SOURCE);
		break;
	default:
		return false;
	}
	w->end.symptom = SYMPTOM_SILENCE;
	return false;
}

static enum step deliver(struct input *i, struct fib_answer *a)
{
	walk_route_set(i->w, i->p, &i->dst, a);
	i->w->dst.local = true;
	i->w->dst.oif = LOOPBACK_IFINDEX;
	walk_route_step(i->w, i->p, STAGE_ROUTE_INPUT, a);
	return STEP_TO(DO_LOCAL_IN);
}

static enum step broadcast_in(struct input *i, struct fib_answer *a)
{
	struct ip_addr any = { .family = AF_INET };

	if (!ip_is_zero(&i->src) && !source_fits(i, &any, 0))
		return STEP_ENDED;
	a->type = RTN_BROADCAST;
	return deliver(i, a);
}

static enum step forward_to(struct input *i, struct fib_answer *a,
			    const struct flow *f)
{
	struct walk *w = i->w;
	const struct link *out;

	fib_select_path(w, i->p, STAGE_ROUTE_INPUT, i->p->netns, f, a);
	out = w->ended ? NULL : walk_link(w, i->p, STAGE_ROUTE_INPUT,
					  i->p->netns, a->oif);
	if (!out || (i->p->family == AF_INET &&
		     !source_fits(i, &i->dst, a->oif)))
		return STEP_ENDED;
	walk_route_set(w, i->p, &i->dst, a);
	if (!w->dst.mtu)
		w->dst.mtu = out->mtu;
	walk_route_step(w, i->p, STAGE_ROUTE_INPUT, a);
	return STEP_TO(DO_FORWARD);
}

static enum step forward_off(struct input *i)
{
	walk_block_setting(i->w, i->p, STAGE_FORWARD, i->in,
			   conf4_path(i->w, i->in->name, CONF4_FORWARDING),
			   REASON_FORWARD_OFF);
	i->w->end.symptom = SYMPTOM_SILENCE;
	return STEP_ENDED;
}

static enum step found4(struct input *i, struct fib_answer *a,
			const struct flow *f)
{
	int32_t bc = 0;

	switch (a->type) {
	case RTN_BROADCAST:
		if (!walk_conf4(i->w, i->p, STAGE_ROUTE_INPUT, i->in,
				CONF4_BC_FORWARDING, JOIN_AND, &bc))
			return STEP_ENDED;
		if (!bc)
			return broadcast_in(i, a);
		break;
	case RTN_LOCAL:
		if (!source_fits(i, &i->dst, 0))
			return STEP_ENDED;
		return deliver(i, a);
	case RTN_UNICAST:
		break;
	default:
		return martian(i, REASON_MARTIAN_DESTINATION);
	}
	if (!i->forwarding)
		return forward_off(i);
	return forward_to(i, a, f);
}

static enum step input4(struct input *i)
{
	struct fib_answer a = { .leg = -1 };
	struct flow f;

	if (ip_is_multicast(&i->dst)) {
		walk_unknown(i->w, i->p, STAGE_ROUTE_INPUT, &i->in->obj,
			     REASON_OPAQUE, "multicast");
		return STEP_ENDED;
	}
	if (!addresses_fit(i) ||
	    !walk_conf4(i->w, i->p, STAGE_FORWARD, i->in, CONF4_FORWARDING,
			JOIN_OWN, &i->forwarding))
		return STEP_ENDED;
	if (is_all_ones(&i->dst) || ip_is_zero(&i->dst))
		return broadcast_in(i, &a);
	f = flow_of_packet(i->p);
	f.iif = i->in->index;
	f.l3mdev = link_vrf(walk_ns(i->w, i->p), i->in);
	fib_lookup(i->w, i->p, STAGE_ROUTE_INPUT, i->p->netns, &f, &a);
	if (a.error)
		return refused(i, &a);
	return found4(i, &a, &f);
}

/* ---- IPv6 ---- */

/* ip6_rcv_core() */
static bool addresses_fit6(struct input *i)
{
	if (ip_is_multicast(&i->src))
		martian(i, REASON_MARTIAN_SOURCE);
	else if (!link_is_loopback(i->in) && ip_is_loopback(&i->src))
		martian(i, REASON_MARTIAN_SOURCE);
	else if (!link_is_loopback(i->in) && ip_is_loopback(&i->dst))
		martian(i, REASON_MARTIAN_DESTINATION);
	return !i->w->ended;
}

static enum step input6(struct input *i)
{
	struct fib_answer a = { .leg = -1 };
	struct flow f = flow_of_packet(i->p);

	if (!addresses_fit6(i))
		return STEP_ENDED;
	if (ip_is_multicast(&i->dst)) {
		/* Groups of neighbour discovery are joined by their owner. */
		a.type = RTN_MULTICAST;
		return deliver(i, &a);
	}
	f.iif = i->in->index;
	f.l3mdev = link_vrf(walk_ns(i->w, i->p), i->in);
	if (ip_is_linklocal(&i->dst))
		f.oif = i->in->index;
	fib_lookup(i->w, i->p, STAGE_ROUTE_INPUT, i->p->netns, &f, &a);
	if (a.error)
		return refused(i, &a);
	if (a.type == RTN_LOCAL || a.type == RTN_ANYCAST)
		return deliver(i, &a);
	return forward_to(i, &a, &f);
}

enum step route_input_ask(struct walk *w, struct packet *p)
{
	struct input i = {
		.w = w, .p = p,
		.src = packet_src(p), .dst = packet_dst(p),
	};

	i.in = walk_link(w, p, STAGE_ROUTE_INPUT, p->netns, p->iif);
	return i.in ? input4(&i) : STEP_ENDED;
}

enum step stage_route_input(struct walk *w, struct packet *p)
{
	struct input i = {
		.w = w, .p = p,
		.src = packet_src(p), .dst = packet_dst(p),
	};

	i.in = walk_link(w, p, STAGE_ROUTE_INPUT, p->netns, p->iif);
	if (!i.in)
		return STEP_ENDED;
	/* Over lo the packet keeps the route that it was sent by. */
	if (w->dst.valid && w->dst.netns == p->netns && w->dst.local)
		return STEP_TO(DO_LOCAL_IN);
	p->oif = 0;
	return p->family == AF_INET ? input4(&i) : input6(&i);
}
