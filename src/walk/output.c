/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * __ip_local_out(), ip_output(), __ip_finish_output(),
 * net/ipv4/ip_output.c; ip6_local_out(), ip6_output(),
 * net/ipv6/ip6_output.c.
 */
#include <netinet/in.h>
#include <linux/netfilter.h>
#include <sys/socket.h>

#include "walk/route.h"
#include "walk/setting.h"

enum step stage_nf_output(struct walk *w, struct packet *p)
{
	const struct link *out = walk_link(w, p, STAGE_NF_OUTPUT, p->netns,
					   w->dst.oif);

	if (!out)
		return STEP_ENDED;
	p->iif = 0;
	p->oif = out->index;
	/* Later chains keep this device even if one of them reroutes. */
	if (!walk_ip_hook(w, p, NF_INET_LOCAL_OUT, NULL, out))
		return STEP_ENDED;
	return STEP_TO(DO_NF_POSTROUTING);
}

/* ip6_output(): a device without IPv6 swallows what is routed out of it */
static bool has_ipv6(struct walk *w, struct packet *p, const struct link *out)
{
	int32_t disabled;

	if (p->family != AF_INET6 || link_is_loopback(out))
		return true;
	if (!walk_conf6(w, p, STAGE_ROUTE_OUTPUT, out, CONF6_DISABLE_IPV6,
			&disabled))
		return false;
	if (!disabled)
		return true;
	walk_block_setting(w, p, STAGE_ROUTE_OUTPUT, out,
			   conf6_path(w, out->name, CONF6_DISABLE_IPV6),
			   REASON_IPV6_DISABLED);
	w->end.symptom = SYMPTOM_SILENCE;
	return false;
}

enum step stage_nf_postrouting(struct walk *w, struct packet *p)
{
	const struct link *out = walk_link(w, p, STAGE_NF_POSTROUTING,
					   p->netns, w->dst.oif);
	const struct link *in = NULL;

	if (!out)
		return STEP_ENDED;
	p->oif = out->index;
	if (!has_ipv6(w, p, out))
		return STEP_ENDED;
	/* The device a forwarded packet came in by is still told. */
	if (p->iif) {
		in = walk_link(w, p, STAGE_NF_POSTROUTING, p->netns, p->iif);
		if (!in)
			return STEP_ENDED;
	}
	if (!walk_ip_hook(w, p, NF_INET_POST_ROUTING, in, out))
		return STEP_ENDED;
	return STEP_TO(DO_OUTPUT_MTU);
}

/*
 * Only what is sent here: forwarding asked before its hook. Without the
 * don't-fragment bit the packet goes out in pieces, which no test here tells
 * from a whole one.
 */
enum step stage_output_mtu(struct walk *w, struct packet *p)
{
	const struct link *out = walk_link(w, p, STAGE_ROUTE_OUTPUT, p->netns,
					   w->dst.oif);
	const struct route *r = w->dst.route;
	uint32_t mtu;

	if (!out)
		return STEP_ENDED;
	mtu = w->dst.mtu ? w->dst.mtu : out->mtu;
	if (!p->iif && p->length > mtu && packet_df(p)) {
		walk_block(w, p, STAGE_ROUTE_OUTPUT,
			   r && r->mtu ? &r->obj : &out->obj, REASON_TOO_BIG);
		w->end.symptom = SYMPTOM_TOO_BIG;
		return STEP_ENDED;
	}
	return STEP_TO(DO_NEIGHBOUR);
}
