/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ip_route_me_harder(), net/ipv4/netfilter.c; ip6_route_me_harder(),
 * net/ipv6/netfilter.c: OUTPUT changed what routing depends on. The source
 * stays as it is.
 */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "walk/route.h"
#include "walk/setting.h"

#define LOOPBACK_IFINDEX 1

static bool source_is_local(struct walk *w, const struct packet *p)
{
	struct ip_addr src = packet_src(p);

	return fib_address_type(walk_ns(w, p), &src) == RTN_LOCAL;
}

/* Not below 127/8 on a wire, unless route_localnet lets it. */
static bool loopback_may_leave(struct walk *w, struct packet *p,
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
	walk_block(w, p, STAGE_ROUTE_OUTPUT, &out->obj, REASON_MARTIAN_SOURCE);
	w->end.symptom = SYMPTOM_SILENCE;
	return false;
}

bool walk_reroute(struct walk *w, struct packet *p)
{
	struct flow f = flow_of_packet(p);
	struct ip_addr dst = packet_dst(p);
	struct fib_answer a;
	const struct link *out;

	f.output = true;
	f.oif = p->bound_if;
	/* IPv4 forgets the user, IPv6 does not. */
	if (p->family == AF_INET6 && p->has_socket)
		f.uid = p->uid;
	if (p->family == AF_INET && !source_is_local(w, p))
		f.src.family = 0;
	fib_lookup(w, p, STAGE_NF_OUTPUT, p->netns, &f, &a);
	if (a.error == -ENODATA)
		return false;
	if (a.error) {
		walk_block(w, p, STAGE_ROUTE_OUTPUT,
			   a.route ? &a.route->obj :
			   a.rule ? &a.rule->obj : NULL, a.reason);
		w->end.symptom = p->proto == IPPROTO_TCP ? SYMPTOM_SILENCE :
				 errno_symptom(a.error);
		return false;
	}
	if (a.type == RTN_LOCAL)
		a.oif = LOOPBACK_IFINDEX;
	out = walk_link(w, p, STAGE_ROUTE_OUTPUT, p->netns, a.oif);
	if (!out)
		return false;
	if (!loopback_may_leave(w, p, out))
		return false;
	walk_route_set(w, p, &dst, &a);
	if (!w->dst.mtu)
		w->dst.mtu = out->mtu;
	walk_route_step(w, p, STAGE_ROUTE_OUTPUT, &a);
	return true;
}
