/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Header fields of a packet, read and written where they lie. Offsets are
 * those of RFC 791, 8200, 792, 4443, 768, 9293 and 826.
 */
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "packet/packet.h"

enum {
	IP4_TOS = 1,
	IP4_LENGTH = 2,
	IP4_FLAGS = 6,
	IP4_TTL = 8,
	IP4_PROTO = 9,
	IP4_SRC = 12,
	IP4_DST = 16,
	IP6_LENGTH = 4,
	IP6_NEXT = 6,
	IP6_HOPS = 7,
	IP6_SRC = 8,
	IP6_DST = 24,
	TCP_FLAGS = 13,
};

static bool is_v4(const struct packet *p)
{
	return p->family == AF_INET;
}

static size_t src_at(const struct packet *p)
{
	return is_v4(p) ? IP4_SRC : IP6_SRC;
}

static size_t dst_at(const struct packet *p)
{
	return is_v4(p) ? IP4_DST : IP6_DST;
}

static void put(struct packet *p, size_t at, const void *bytes, size_t len)
{
	memcpy(p->l3.b + at, bytes, len);
	memset(p->l3.k + at, 0xff, len);
}

static void put16(struct packet *p, size_t at, uint16_t host_order)
{
	uint8_t b[2] = { host_order >> 8, host_order & 0xff };

	put(p, at, b, 2);
}

static uint16_t read16(const struct packet *p, size_t at)
{
	return (uint16_t)(p->l3.b[at] << 8 | p->l3.b[at + 1]);
}

struct ip_addr packet_src(const struct packet *p)
{
	if (p->kind == PACKET_ARP)
		return ip_from(AF_INET, p->l3.b + 14);
	return ip_from(p->family, p->l3.b + src_at(p));
}

struct ip_addr packet_dst(const struct packet *p)
{
	if (p->kind == PACKET_ARP)
		return ip_from(AF_INET, p->l3.b + 24);
	return ip_from(p->family, p->l3.b + dst_at(p));
}

void packet_set_src(struct packet *p, const struct ip_addr *a)
{
	put(p, src_at(p), a->b, ip_size(p->family));
}

void packet_set_dst(struct packet *p, const struct ip_addr *a)
{
	put(p, dst_at(p), a->b, ip_size(p->family));
}

bool packet_has_ports(const struct packet *p)
{
	return p->kind == PACKET_IP && p->th &&
	       (p->proto == IPPROTO_TCP || p->proto == IPPROTO_UDP ||
		p->proto == IPPROTO_SCTP || p->proto == IPPROTO_DCCP ||
		p->proto == IPPROTO_UDPLITE);
}

uint16_t packet_sport(const struct packet *p)
{
	return packet_has_ports(p) ? read16(p, p->th) : 0;
}

bool packet_sport_known(const struct packet *p)
{
	return packet_has_ports(p) && p->l3.k[p->th] == 0xff;
}

uint16_t packet_dport(const struct packet *p)
{
	return packet_has_ports(p) ? read16(p, p->th + 2) : 0;
}

void packet_set_sport(struct packet *p, uint16_t port, bool known)
{
	if (!packet_has_ports(p))
		return;
	put16(p, p->th, port);
	if (!known)
		memset(p->l3.k + p->th, 0, 2);
}

void packet_set_dport(struct packet *p, uint16_t port)
{
	if (packet_has_ports(p))
		put16(p, p->th + 2, port);
}

uint8_t packet_ttl(const struct packet *p)
{
	return p->l3.b[is_v4(p) ? IP4_TTL : IP6_HOPS];
}

void packet_set_ttl(struct packet *p, uint8_t ttl)
{
	put(p, is_v4(p) ? IP4_TTL : IP6_HOPS, &ttl, 1);
}

uint8_t packet_tos(const struct packet *p)
{
	if (is_v4(p))
		return p->l3.b[IP4_TOS];
	return (uint8_t)(p->l3.b[0] << 4 | p->l3.b[1] >> 4);
}

void packet_set_tos(struct packet *p, uint8_t tos)
{
	uint8_t first;
	uint8_t second;

	if (is_v4(p)) {
		put(p, IP4_TOS, &tos, 1);
		return;
	}
	first = (p->l3.b[0] & 0xf0) | tos >> 4;
	second = (uint8_t)((p->l3.b[1] & 0x0f) | tos << 4);
	put(p, 0, &first, 1);
	p->l3.b[1] = second;	/* its low bits are flow label: known as before */
}

bool packet_df(const struct packet *p)
{
	return is_v4(p) && p->l3.b[IP4_FLAGS] & 0x40;
}

static bool is_icmp(const struct packet *p)
{
	return p->th &&
	       (p->proto == IPPROTO_ICMP || p->proto == IPPROTO_ICMPV6);
}

uint8_t packet_icmp_type(const struct packet *p)
{
	return is_icmp(p) ? p->l3.b[p->th] : 0xff;
}

uint8_t packet_icmp_code(const struct packet *p)
{
	return is_icmp(p) ? p->l3.b[p->th + 1] : 0xff;
}

uint8_t packet_tcp_flags(const struct packet *p)
{
	if (p->proto != IPPROTO_TCP || !p->th)
		return 0;
	return p->l3.b[p->th + TCP_FLAGS];
}

struct mac packet_mac(const uint8_t b[6])
{
	struct mac m = { .len = 6 };

	memcpy(m.b, b, 6);
	return m;
}

struct mac packet_eth_src(const struct packet *p)
{
	return p->l2.len ? packet_mac(p->l2.b + 6) : (struct mac){ 0 };
}

struct mac packet_eth_dst(const struct packet *p)
{
	return p->l2.len ? packet_mac(p->l2.b) : (struct mac){ 0 };
}

void packet_set_eth(struct packet *p, const struct mac *src,
		    const struct mac *dst)
{
	p->l2.len = 14;
	memset(p->l2.k, 0xff, sizeof(p->l2.k));
	if (dst) {
		memcpy(p->l2.b, dst->b, 6);
		memset(p->l2.k, dst->len ? 0xff : 0, 6);
	}
	if (src) {
		memcpy(p->l2.b + 6, src->b, 6);
		memset(p->l2.k + 6, src->len ? 0xff : 0, 6);
	}
	p->l2.b[12] = p->ethertype >> 8;
	p->l2.b[13] = p->ethertype & 0xff;
}

struct tuple packet_tuple(const struct packet *p)
{
	struct tuple t = {
		.src = packet_src(p),
		.dst = packet_dst(p),
		.proto = p->proto,
		.sport_known = true,
	};

	if (packet_has_ports(p)) {
		t.sport = packet_sport(p);
		t.dport = packet_dport(p);
		t.sport_known = packet_sport_known(p);
	} else if (is_icmp(p)) {
		t.dport = (uint16_t)(packet_icmp_type(p) << 8 |
				     packet_icmp_code(p));
	}
	return t;
}

/* invmap of nf_conntrack_proto_icmp.c and nf_conntrack_proto_icmpv6.c */
static uint8_t icmp_inverse(uint8_t proto, uint8_t type)
{
	static const uint8_t v4[][2] = { { 8, 0 },   { 0, 8 },	 { 13, 14 },
					 { 14, 13 }, { 15, 16 }, { 16, 15 },
					 { 17, 18 }, { 18, 17 } };
	static const uint8_t v6[][2] = { { 128, 129 }, { 129, 128 },
					 { 139, 140 }, { 140, 139 } };
	const uint8_t (*map)[2] = proto == IPPROTO_ICMP ? v4 : v6;
	size_t n = proto == IPPROTO_ICMP ? ARRAY_SIZE(v4) : ARRAY_SIZE(v6);

	for (size_t i = 0; i < n; i++)
		if (map[i][0] == type)
			return map[i][1];
	return type;
}

struct tuple tuple_inverse(const struct tuple *t)
{
	struct tuple r = *t;

	r.src = t->dst;
	r.dst = t->src;
	if (t->proto == IPPROTO_ICMP || t->proto == IPPROTO_ICMPV6) {
		uint8_t type = icmp_inverse(t->proto, t->dport >> 8);

		r.dport = (uint16_t)(type << 8 | (t->dport & 0xff));
		return r;
	}
	r.sport = t->dport;
	r.dport = t->sport;
	return r;
}

bool tuple_equal(const struct tuple *a, const struct tuple *b)
{
	return a->proto == b->proto && ip_equal(&a->src, &b->src) &&
	       ip_equal(&a->dst, &b->dst) && a->sport == b->sport &&
	       a->dport == b->dport;
}

void packet_scrub(struct packet *p, bool other_netns)
{
	p->ct = NULL;
	p->ctinfo = CT_NONE;
	p->bridge = (struct nf_bridge){ 0 };
	p->priority = 0;
	p->has_template = false;
	if (!other_netns)
		return;
	p->mark = 0;
	p->mark_known = true;
}

char *packet_text(struct arena *a, const struct packet *p, const char *arrow)
{
	struct ip_addr src = packet_src(p);
	struct ip_addr dst = packet_dst(p);
	char *s = ip_str(a, &src);
	char *d = ip_str(a, &dst);
	const char *flags = "";

	if (p->kind == PACKET_ARP)
		return arena_printf(a, "arp who has %s, tell %s", d, s);
	if (packet_has_ports(p)) {
		const char *f = p->family == AF_INET6 ?
				"%s [%s]:%u %s [%s]:%u%s" :
				"%s %s:%u %s %s:%u%s";

		if (p->proto == IPPROTO_TCP)
			flags = packet_tcp_flags(p) & 0x04 ? " RST" :
				packet_tcp_flags(p) == 0x02 ? " SYN" :
				packet_tcp_flags(p) == 0x12 ? " SYN,ACK" : "";
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		return arena_printf(a, f, p->proto == IPPROTO_TCP ? "tcp" :
				    p->proto == IPPROTO_UDP ? "udp" : "ip",
				    s, packet_sport(p), arrow, d,
				    packet_dport(p), flags);
#pragma GCC diagnostic pop
	}
	if (is_icmp(p)) {
		uint8_t type = packet_icmp_type(p);

		if (type == 8 || type == 128)
			return arena_printf(a, "icmp echo %s %s %s", s, arrow,
					    d);
		if (type == 0 || type == 129)
			return arena_printf(a, "icmp echo reply %s %s %s", s,
					    arrow, d);
		return arena_printf(a, "icmp type %u code %u %s %s %s", type,
				    packet_icmp_code(p), s, arrow, d);
	}
	return arena_printf(a, "ip protocol %u %s %s %s", p->proto, s, arrow,
			    d);
}
