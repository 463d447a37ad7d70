/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nf_conntrack_in() and nf_confirm(), net/netfilter/nf_conntrack_core.c and
 * nf_conntrack_proto*.c. The table starts empty: the question is about a new
 * connection.
 */
#include <netinet/in.h>
#include <linux/netfilter.h>
#include <string.h>

#include "walk/stage.h"

#define TCP_FIN 0x01
#define TCP_SYN 0x02
#define TCP_RST 0x04
#define TCP_ACK 0x10

enum tri conntrack_active(const struct netns *ns, uint8_t nfproto)
{
	if (!ns->firewall)
		return TRI_NO;
	return firewall_uses_conntrack(ns->firewall, nfproto);
}

static bool is_icmp_error(const struct packet *p)
{
	uint8_t type = packet_icmp_type(p);

	if (p->proto == IPPROTO_ICMP)
		return type == 3 || type == 4 || type == 5 || type == 11 ||
		       type == 12;
	return p->proto == IPPROTO_ICMPV6 && type < 128;
}

/* icmpv6_error(): MLD and neighbour discovery are never tracked. */
static bool is_untracked_type(const struct packet *p)
{
	uint8_t type = packet_icmp_type(p);

	return p->proto == IPPROTO_ICMPV6 &&
	       ((type >= 130 && type <= 136) || type == 143);
}

static struct conn *conn_find(struct walk *w, uint32_t netns, uint16_t zone,
			      const struct tuple *t, bool *reply)
{
	/*
	 * Where two answers look alike the later flow gets it: the kernel
	 * gives its packets another number (nf_nat_used_tuple()), which is
	 * not modelled. It takes a frame that is translated on a bridge and
	 * then routed by the same namespace.
	 */
	for (size_t i = w->conns.n; i-- > 0;) {
		struct conn *c = w->conns.v[i];

		if (c->netns != netns || c->zone != zone)
			continue;
		*reply = tuple_equal(&c->reply, t);
		if (*reply || tuple_equal(&c->orig, t))
			return c;
	}
	return NULL;
}

/* The quoted packet of an ICMP error, as a tuple. */
static struct tuple inner_tuple(const struct packet *p)
{
	struct packet in = { .kind = PACKET_IP, .family = p->family };
	size_t at = p->th + 8u;

	in.l3.len = (uint16_t)(p->l3.len > at ? p->l3.len - at : 0);
	memcpy(in.l3.b, p->l3.b + at, in.l3.len);
	memcpy(in.l3.k, p->l3.k + at, in.l3.len);
	in.proto = in.l3.b[p->family == AF_INET ? 9 : 6];
	in.th = p->family == AF_INET ? 20 : 40;
	return packet_tuple(&in);
}

/* nf_conntrack_inet_error(): related to a flow known here, else invalid. */
static bool icmp_error_in(struct walk *w, struct packet *p, uint16_t zone)
{
	struct tuple inner = inner_tuple(p);
	struct tuple inverse = tuple_inverse(&inner);
	bool reply;
	struct conn *c = conn_find(w, p->netns, zone, &inverse, &reply);
	struct ip_addr dst = packet_dst(p);

	if (!c)
		return true;
	/* its outer destination must be the sender of what it quotes */
	if (!ip_equal(&dst, &inner.src))
		return true;
	p->ct = c;
	p->ctinfo = reply ? CT_RELATED_REPLY : CT_RELATED;
	return true;
}

/* tcp_new(), icmp_pkt_to_tuple() and kin: may this packet begin a flow? */
static bool may_begin(const struct walk *w, const struct packet *p)
{
	uint8_t type = packet_icmp_type(p);
	uint8_t flags = packet_tcp_flags(p);
	int64_t loose = 1;

	switch (p->proto) {
	case IPPROTO_TCP:
		if (flags & (TCP_RST | TCP_FIN))
			return false;
		if (flags & TCP_SYN)
			return !(flags & TCP_ACK);
		if (!(flags & TCP_ACK))
			return false;
		sysctl_number(walk_ns(w, p),
			      "net/netfilter/nf_conntrack_tcp_loose", &loose);
		return loose != 0;
	case IPPROTO_ICMP:
		return type == 8 || type == 13 || type == 15 || type == 17;
	case IPPROTO_ICMPV6:
		return type == 128 || type == 139;
	default:
		return true;
	}
}

/*
 * A table that is full refuses new entries unless an old one can be thrown
 * out (early_drop()), which no snapshot shows.
 */
static bool table_has_room(struct walk *w, struct packet *p)
{
	const struct netns *ns = walk_ns(w, p);
	const char *path = "net/netfilter/nf_conntrack_count";
	int64_t count;
	int64_t max;

	if (sysctl_number(ns, path, &count) != SETTING_READ ||
	    sysctl_number(ns, "net/netfilter/nf_conntrack_max", &max) !=
		    SETTING_READ ||
	    !max || count < max)
		return true;
	if (walk_decide(w, &netns_sysctl(ns, path)->obj, REASON_RANDOM,
			"conntrack table full", 2) == 0)
		return true;
	walk_block(w, p, STAGE_CONNTRACK, &netns_sysctl(ns, path)->obj,
		   REASON_CT_FULL);
	w->end.symptom = SYMPTOM_SILENCE;
	return false;
}

static struct conn *conn_new(struct walk *w, const struct packet *p,
			     uint16_t zone, const struct tuple *t)
{
	struct conn *c = ARENA_NEW(w->arena, struct conn);

	c->netns = p->netns;
	c->zone = zone;
	c->orig = *t;
	c->reply = tuple_inverse(t);
	c->mark_known = true;
	VEC_PUSH(w->arena, &w->conns, c);
	return c;
}

static void conn_attach(struct walk *w, struct packet *p, struct conn *c,
			bool reply)
{
	struct trace_step *s;

	p->ct = c;
	if (reply) {
		p->ctinfo = CT_ESTABLISHED_REPLY;
		c->status |= CT_STATUS_SEEN_REPLY;
	} else {
		p->ctinfo = c->status & CT_STATUS_SEEN_REPLY ? CT_ESTABLISHED :
							       CT_NEW;
	}
	s = walk_step(w, p, STAGE_CONNTRACK, DID_PASS, NULL);
	s->detail |= !reply;
}

bool conntrack_in(struct walk *w, struct packet *p, uint8_t hook)
{
	uint16_t zone = p->has_template ? p->template_zone : 0;
	struct tuple t = packet_tuple(p);
	struct conn *c;
	bool reply;

	(void)hook;
	if (p->ctinfo == CT_UNTRACKED || p->ct)
		return true;
	if (is_untracked_type(p)) {
		p->ctinfo = CT_UNTRACKED;
		return true;
	}
	p->has_template = false;
	if (is_icmp_error(p))
		return icmp_error_in(w, p, zone);
	c = conn_find(w, p->netns, zone, &t, &reply);
	if (!c) {
		if (!may_begin(w, p))
			return true;	/* no entry: ct state invalid */
		if (!table_has_room(w, p))
			return false;
		c = conn_new(w, p, zone, &t);
		reply = false;
	}
	conn_attach(w, p, c, reply);
	return true;
}

void conntrack_confirm(struct walk *w, struct packet *p)
{
	(void)w;
	if (p->ct && p->ctinfo != CT_UNTRACKED)
		p->ct->status |= CT_STATUS_CONFIRMED;
}
