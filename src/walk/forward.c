/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ip_forward(), net/ipv4/ip_forward.c; ip6_forward(),
 * net/ipv6/ip6_output.c. That IPv4 forwards at all was asked with the route.
 */
#include <netinet/in.h>
#include <linux/netfilter.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "walk/route.h"
#include "walk/setting.h"

#define MTU6_MIN 1280

static enum step not_host(struct walk *w, struct packet *p,
			  const struct link *in)
{
	walk_block(w, p, STAGE_FORWARD, &in->obj, REASON_OTHERHOST);
	w->end.symptom = SYMPTOM_SILENCE;
	return STEP_ENDED;
}

static enum step ttl_out(struct walk *w, struct packet *p)
{
	walk_block(w, p, STAGE_FORWARD,
		   w->dst.route ? &w->dst.route->obj : NULL, REASON_TTL);
	icmp_error_symptom(w, p, p->family == AF_INET ? 11 : 3, 0);
	return STEP_ENDED;
}

static enum step too_big(struct walk *w, struct packet *p,
			 const struct link *out)
{
	const struct route *r = w->dst.route;
	const struct object *object = r && r->mtu ? &r->obj : &out->obj;

	walk_block(w, p, STAGE_FORWARD, object, REASON_TOO_BIG);
	if (p->family == AF_INET)
		icmp_error_symptom(w, p, 3, 4);
	else
		icmp_error_symptom(w, p, 2, 0);
	return STEP_ENDED;
}

/* The same packet through the same pair of devices: it goes round. */
static bool seen_before(struct walk *w, const struct packet *p)
{
	struct visit v = {
		.dir = w->dir, .depth = w->depth, .netns = p->netns,
		.iif = p->iif, .oif = p->oif,
		.src = packet_src(p), .dst = packet_dst(p),
	};
	const struct visit *it;

	VEC_FOR_EACH(&w->visits, it)
		if (it->dir == v.dir && it->depth == v.depth &&
		    it->netns == v.netns && it->iif == v.iif &&
		    it->oif == v.oif && ip_equal(&it->src, &v.src) &&
		    ip_equal(&it->dst, &v.dst))
			return true;
	VEC_PUSH(w->arena, &w->visits, v);
	return false;
}

static enum step loops(struct walk *w, struct packet *p)
{
	walk_block(w, p, STAGE_FORWARD,
		   w->dst.route ? &w->dst.route->obj : NULL, REASON_LOOP);
	icmp_error_symptom(w, p, p->family == AF_INET ? 11 : 3, 0);
	return STEP_ENDED;
}

/* The switch of IPv6: conf/all, or force_forwarding of the device it came by */
static bool forwards6(struct walk *w, struct packet *p, const struct link *in)
{
	int32_t all;
	int32_t force = 0;

	if (!walk_conf6_all(w, p, STAGE_FORWARD, CONF6_FORWARDING, &all))
		return false;
	/* Kernels before 6.17 have no such file: not read means not there. */
	if (conf6_link(in, CONF6_FORCE_FORWARDING, &force) != SETTING_READ)
		force = 0;
	if (all || force)
		return true;
	walk_block_setting(w, p, STAGE_FORWARD, in,
			   conf6_path(w, "all", CONF6_FORWARDING),
			   REASON_FORWARD_OFF);
	w->end.symptom = SYMPTOM_SILENCE;
	return false;
}

/* Source addresses that ip6_forward() does not let leave their link */
static bool scope_fits6(struct walk *w, struct packet *p,
			const struct link *in)
{
	struct ip_addr src = packet_src(p);

	if (p->iif == w->dst.oif)
		return true;
	if (ip_is_zero(&src) || ip_is_loopback(&src)) {
		walk_block(w, p, STAGE_FORWARD, &in->obj,
			   REASON_MARTIAN_SOURCE);
		w->end.symptom = SYMPTOM_SILENCE;
		return false;
	}
	if (!ip_is_linklocal(&src))
		return true;
	walk_block(w, p, STAGE_FORWARD, &in->obj, REASON_SCOPE);
	icmp_error_symptom(w, p, 1, 2);
	return false;
}

static bool ttl_fits(struct walk *w, struct packet *p)
{
	if (packet_ttl(p) > 1)
		return true;
	ttl_out(w, p);
	return false;
}

static bool mtu_fits(struct walk *w, struct packet *p, const struct link *out)
{
	uint32_t mtu = w->dst.mtu ? w->dst.mtu : out->mtu;

	if (p->family == AF_INET6 && mtu < MTU6_MIN)
		mtu = MTU6_MIN;
	if (p->length <= mtu || (p->family == AF_INET && !packet_df(p)))
		return true;
	too_big(w, p, out);
	return false;
}

static bool may_forward(struct walk *w, struct packet *p,
			const struct link *in, const struct link *out)
{
	if (p->family == AF_INET6 && !forwards6(w, p, in))
		return false;
	if (p->pkt_type != PKT_HOST) {
		not_host(w, p, in);
		return false;
	}
	if (!walk_no_ipsec(w, p, STAGE_FORWARD) || !ttl_fits(w, p))
		return false;
	if (p->family == AF_INET6 && !scope_fits6(w, p, in))
		return false;
	return mtu_fits(w, p, out);
}

enum step stage_forward(struct walk *w, struct packet *p)
{
	const struct link *in = walk_link(w, p, STAGE_FORWARD, p->netns,
					  p->iif);
	const struct link *out = walk_link(w, p, STAGE_FORWARD, p->netns,
					   w->dst.oif);

	if (!in || !out)
		return STEP_ENDED;
	p->oif = out->index;
	p->has_socket = false;
	if (!may_forward(w, p, in, out))
		return STEP_ENDED;
	if (seen_before(w, p))
		return loops(w, p);
	packet_set_ttl(p, (uint8_t)(packet_ttl(p) - 1));
	walk_step(w, p, STAGE_FORWARD, DID_PASS, &in->obj);
	if (!walk_ip_hook(w, p, NF_INET_FORWARD, in, out))
		return STEP_ENDED;
	return STEP_TO(DO_NF_POSTROUTING);
}
