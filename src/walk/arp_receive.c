/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * arp_rcv(), arp_process(), arp_ignore(), arp_filter(), arp_fwd_proxy(),
 * arp_fwd_pvlan(), net/ipv4/arp.c: who answers.
 */
#include <errno.h>
#include <netinet/in.h>
#include <linux/if.h>
#include <linux/netfilter.h>
#include <linux/netfilter_arp.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "walk/l2.h"
#include "walk/route.h"
#include "walk/setting.h"

#define ARP_OP 7
#define ARPOP_REPLY_BYTE 2

struct question {
	struct walk *w;
	struct packet *p;
	const struct link *dev;
	struct ip_addr sip;
	struct ip_addr tip;
};

static enum step refuse(struct question *q, const char *path)
{
	return walk_block_setting(q->w, q->p, STAGE_NEIGHBOUR, q->dev, path,
				  REASON_ARP_REFUSED);
}

static enum step not_mine(struct question *q)
{
	return walk_block(q->w, q->p, STAGE_NEIGHBOUR, &q->dev->obj,
			  REASON_NOBODY_OWNS);
}

static bool conf(struct question *q, enum conf4 which, enum join join,
		 int32_t *value)
{
	return walk_conf4(q->w, q->p, STAGE_NEIGHBOUR, q->dev, which, join,
			  value);
}

static const char *own_path(struct question *q, enum conf4 which)
{
	return conf4_path(q->w, q->dev->name, which);
}

/* confirm_addr_indev(): an address of the device, of a scope wide enough */
static bool confirmed(const struct question *q, bool same_subnet, bool any_dev)
{
	const struct netns *ns = walk_ns(q->w, q->p);

	for (size_t i = 0; i < ns->addresses.n; i++) {
		const struct address *a = ns->addresses.v[i];
		struct ip_prefix net = address_prefix(a);

		if (a->family != AF_INET || !ip_equal(&a->local, &q->tip) ||
		    (!any_dev && a->ifindex != q->dev->index))
			continue;
		if (any_dev && a->scope > RT_SCOPE_LINK)
			continue;
		if (!same_subnet || prefix_contains(&net, &q->sip))
			return true;
	}
	return false;
}

/* arp_ignore(): true: it keeps silent; the walk has ended */
static bool ignored(struct question *q)
{
	int32_t ignore;
	bool answers = true;

	if (!conf(q, CONF4_ARP_IGNORE, JOIN_MAX, &ignore))
		return true;
	switch (ignore) {
	case 1:
		answers = confirmed(q, false, false);
		break;
	case 2:
		answers = confirmed(q, true, false);
		break;
	case 3:
		answers = confirmed(q, false, true);
		break;
	case 8:
		answers = false;
		break;
	}
	if (!answers)
		refuse(q, own_path(q, CONF4_ARP_IGNORE));
	return !answers;
}

/* arp_filter(): only by the device that the route back leaves by */
static bool filtered(struct question *q)
{
	struct fib_answer a;
	struct flow f = {
		.family = AF_INET, .dst = q->sip, .src = q->tip, .iif = 1,
		.mark_known = true, .uid_known = true,
	};
	int32_t filter;

	if (!conf(q, CONF4_ARP_FILTER, JOIN_OR, &filter))
		return true;
	if (!filter)
		return false;
	fib_lookup(q->w, q->p, STAGE_NEIGHBOUR, q->p->netns, &f, &a);
	if (a.error == -ENODATA || q->w->ended)
		return true;
	if (!a.error && a.oif == q->dev->index)
		return false;
	refuse(q, own_path(q, CONF4_ARP_FILTER));
	return true;
}

static enum step answer(struct question *q)
{
	struct walk *w = q->w;
	struct mac asker = packet_eth_src(q->p);
	struct packet r;

	packet_arp_reply(&r, q->p, &q->dev->address);
	r.netns = q->p->netns;
	r.oif = q->dev->index;
	r.mark_known = true;
	if (!ip_is_zero(&q->sip))
		neighbour_learn(w, q->p->netns, q->dev->index, &q->sip,
				&asker);
	walk_step(w, q->p, STAGE_NEIGHBOUR, DID_ACCEPT, &q->dev->obj);
	*q->p = r;
	l2_sender(w, q->p, q->dev->index, &q->sip);
	return STEP_TO(DO_NEIGHBOUR);
}

static bool proxy_entry(const struct netns *ns, uint32_t ifindex,
			const struct ip_addr *addr)
{
	for (size_t i = 0; i < ns->proxies.n; i++) {
		const struct neighbour *n = ns->proxies.v[i];

		if (ip_equal(&n->dst, addr) &&
		    (!n->ifindex || n->ifindex == ifindex))
			return true;
	}
	return false;
}

/* arp_fwd_proxy(): media differ, or nobody said what they are */
static bool media_differ(struct question *q, uint32_t oif)
{
	const struct link *out = walk_link(q->w, q->p, STAGE_NEIGHBOUR,
					   q->p->netns, oif);
	int32_t in_id;
	int32_t out_id;

	if (!out || !conf(q, CONF4_MEDIUM_ID, JOIN_OWN, &in_id))
		return false;
	if (!in_id)
		return true;
	if (in_id == -1 || !walk_conf4(q->w, q->p, STAGE_NEIGHBOUR, out,
				       CONF4_MEDIUM_ID, JOIN_OWN, &out_id))
		return false;
	return out_id != in_id && out_id != -1;
}

struct proxy {
	int32_t all;
	int32_t pvlan;
	bool entry;
};

static bool proxies_at_all(struct question *q, struct proxy *x)
{
	int32_t forwarding;

	if (!conf(q, CONF4_FORWARDING, JOIN_OWN, &forwarding) ||
	    !conf(q, CONF4_PROXY_ARP, JOIN_OR, &x->all) ||
	    !conf(q, CONF4_PROXY_ARP_PVLAN, JOIN_OWN, &x->pvlan) ||
	    !walk_need(q->w, q->p, STAGE_NEIGHBOUR, q->p->netns, READ_PROXIES,
		       0))
		return false;
	x->entry = proxy_entry(walk_ns(q->w, q->p), q->dev->index, &q->tip);
	return forwarding && (x->all || x->pvlan || x->entry);
}

static enum step proxy(struct question *q, const struct proxy *x)
{
	uint32_t oif = q->w->dst.oif;

	if (x->pvlan && oif == q->dev->index && !ip_equal(&q->sip, &q->tip))
		return answer(q);
	if (oif == q->dev->index)
		return not_mine(q);
	if (x->entry || (x->all && media_differ(q, oif)))
		return answer(q);
	return q->w->ended ? STEP_ENDED : not_mine(q);
}

/* ip_route_input() for the addresses of the request: all of its checks */
static enum step route(struct question *q)
{
	struct packet ip = *q->p;

	ip.kind = PACKET_IP;
	ip.iif = q->dev->index;
	ip.th = 0;
	ip.proto = 0;
	memset(&ip.l3, 0, sizeof(ip.l3));
	memset(ip.l3.k, 0xff, sizeof(ip.l3.k));
	ip.l3.b[0] = 0x45;
	ip.l3.len = 20;
	packet_set_src(&ip, &q->sip);
	packet_set_dst(&ip, &q->tip);
	return route_input_ask(q->w, &ip);
}

static enum step request(struct question *q)
{
	const struct netns *ns = walk_ns(q->w, q->p);
	struct proxy x = { 0 };
	bool own;

	if (!walk_need(q->w, q->p, STAGE_NEIGHBOUR, q->p->netns,
		       READ_ROUTES | READ_ADDRESSES, 0))
		return STEP_ENDED;
	own = fib_address_type(ns, &q->tip) == RTN_LOCAL;
	if (!own && (ip_is_zero(&q->sip) || !proxies_at_all(q, &x)))
		return q->w->ended ? STEP_ENDED : not_mine(q);
	if (ip_is_zero(&q->sip))
		return ignored(q) ? STEP_ENDED : answer(q);
	switch ((int)route(q)) {
	case DO_LOCAL_IN:
		if (ignored(q) || filtered(q))
			return STEP_ENDED;
		return answer(q);
	case DO_FORWARD:
		return proxy(q, &x);
	}
	return STEP_ENDED;
}

static enum step reply(struct question *q)
{
	const struct walk *w = q->w;

	if (w->asker.set && !w->asker.edge &&
	    w->asker.netns == q->p->netns &&
	    w->asker.ifindex == q->dev->index &&
	    ip_equal(&w->asker.target, &q->sip))
		return l2_answered(q->w, q->p);
	return walk_block(q->w, q->p, STAGE_NEIGHBOUR, &q->dev->obj,
			  REASON_NOT_OURS);
}

enum step stage_arp_receive(struct walk *w, struct packet *p)
{
	struct question q = {
		.w = w, .p = p,
		.sip = packet_src(p), .tip = packet_dst(p),
		.dev = walk_link(w, p, STAGE_NEIGHBOUR, p->netns, p->iif),
	};

	if (!q.dev)
		return STEP_ENDED;
	if (p->pkt_type == PKT_OTHERHOST)
		return l2_nobody(w, p, STAGE_NEIGHBOUR, &q.dev->obj,
				 REASON_OTHERHOST);
	if (q.dev->flags & IFF_NOARP)
		return walk_block(w, p, STAGE_NEIGHBOUR, &q.dev->obj,
				  REASON_ARP_REFUSED);
	if (!walk_hook(w, p, NFPROTO_ARP, NF_ARP_IN, q.dev, NULL))
		return STEP_ENDED;
	if (p->l3.b[ARP_OP] == ARPOP_REPLY_BYTE)
		return reply(&q);
	return request(&q);
}
