/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ip_rcv_core(), ip_rcv(), net/ipv4/ip_input.c; ip6_rcv_core(),
 * net/ipv6/ip6_input.c: is it for this host at all; PREROUTING.
 */
#include <netinet/in.h>
#include <linux/netfilter.h>
#include <sys/socket.h>

#include "walk/l2.h"
#include "walk/setting.h"

static enum step otherhost(struct walk *w, struct packet *p,
			   const struct link *in)
{
	return l2_nobody(w, p, STAGE_RECEIVE, &in->obj, REASON_OTHERHOST);
}

static bool takes_ipv6(struct walk *w, struct packet *p,
		       const struct link *in)
{
	int32_t disabled;

	if (p->family != AF_INET6)
		return true;
	if (!walk_conf6(w, p, STAGE_RECEIVE, in, CONF6_DISABLE_IPV6,
			&disabled))
		return false;
	if (!disabled)
		return true;
	walk_block_setting(w, p, STAGE_RECEIVE, in,
			   conf6_path(w, in->name, CONF6_DISABLE_IPV6),
			   REASON_IPV6_DISABLED);
	w->end.symptom = SYMPTOM_SILENCE;
	return false;
}

enum step stage_ip_receive(struct walk *w, struct packet *p)
{
	const struct link *in = walk_link(w, p, STAGE_RECEIVE, p->netns,
					  p->iif);

	if (!in)
		return STEP_ENDED;
	if (p->pkt_type == PKT_OTHERHOST)
		return otherhost(w, p, in);
	if (!takes_ipv6(w, p, in))
		return STEP_ENDED;
	if (w->seek && p->kind == PACKET_IP)
		return walk_deliver(w, p, false);
	p->oif = 0;
	/* ip_rcv_core() orphans; over lo the owner is kept out of sight, too. */
	p->has_socket = false;
	/* ip_sabotage_in(): br_netfilter ran this hook at the port already. */
	if (p->bridge.prerouting_done) {
		p->bridge.prerouting_done = false;
		return STEP_TO(DO_ROUTE_INPUT);
	}
	if (!walk_ip_hook(w, p, NF_INET_PRE_ROUTING, in, NULL))
		return STEP_ENDED;
	return STEP_TO(DO_ROUTE_INPUT);
}
