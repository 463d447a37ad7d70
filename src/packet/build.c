/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Probes and the answers to them. Sizes and flags are those of the programs
 * that people use: an echo of 56 bytes, a SYN with the usual options, a small
 * query. What a sender draws at random (ids, sequence numbers, ports) is
 * marked unknown.
 */
#include <linux/if_ether.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "packet/packet.h"

/* Shown where a port is unknown; it lies in every usual range. */
#define SAMPLE_PORT 40000

#define SYN 0x02
#define RST 0x04
#define ACK 0x10

static void ip_header(struct packet *p, uint16_t payload, uint8_t ttl, bool df)
{
	uint8_t *b = p->l3.b;

	memset(p->l3.k, 0xff, sizeof(p->l3.k));
	if (p->family == AF_INET) {
		p->th = 20;
		p->length = 20u + payload;
		b[0] = 0x45;
		b[2] = p->length >> 8;
		b[3] = p->length & 0xff;
		memset(p->l3.k + 4, 0, 2);	/* identification */
		b[6] = df ? 0x40 : 0;
		b[8] = ttl;
		b[9] = p->proto;
		memset(p->l3.k + 10, 0, 2);	/* checksum */
		p->ethertype = ETH_P_IP;
	} else {
		p->th = 40;
		p->length = 40u + payload;
		b[0] = 0x60;
		p->l3.k[1] = 0xf0;		/* flow label: unknown */
		memset(p->l3.k + 2, 0, 2);
		b[4] = payload >> 8;
		b[5] = payload & 0xff;
		b[6] = p->proto;
		b[7] = ttl;
		p->ethertype = ETH_P_IPV6;
	}
	p->l3.len = p->length < PACKET_L3_MAX ? p->length : PACKET_L3_MAX;
}

static void icmp_echo(struct packet *p, uint8_t type)
{
	uint8_t *th = p->l3.b + p->th;

	memset(p->l3.k + p->th, 0, (size_t)(p->l3.len - p->th));
	th[0] = type;
	th[1] = 0;
	memset(p->l3.k + p->th, 0xff, 2);
}

/* MSS, SACK permitted, timestamps, NOP, window scale: as Linux orders them. */
static void tcp_header(struct packet *p, uint8_t flags, uint16_t mss)
{
	static const uint8_t options[20] = { 2, 4, 0, 0, 4, 2, 8, 10, 0, 0,
					     0, 0, 0, 0, 0, 0, 1, 3, 3, 7 };
	uint8_t *th = p->l3.b + p->th;

	memset(p->l3.k + p->th, 0, 20);
	memset(p->l3.k + p->th, 0xff, 4);
	th[12] = 10 << 4;
	th[13] = flags;
	p->l3.k[p->th + 12] = 0xff;
	p->l3.k[p->th + 13] = 0xff;
	memcpy(th + 20, options, sizeof(options));
	th[22] = mss >> 8;
	th[23] = mss & 0xff;
	memset(p->l3.k + p->th + 28, 0, 8);	/* time stamps */
	if (flags & RST)
		th[12] = 5 << 4;
}

static void udp_header(struct packet *p, uint16_t payload)
{
	uint8_t *th = p->l3.b + p->th;

	memset(p->l3.k + p->th, 0, (size_t)(p->l3.len - p->th));
	memset(p->l3.k + p->th, 0xff, 6);
	th[4] = (payload + 8) >> 8;
	th[5] = (payload + 8) & 0xff;
}

static uint16_t payload_size(const struct probe *q)
{
	uint16_t header = q->family == AF_INET ? 20 : 40;

	if (q->size > header)
		return (uint16_t)(q->size - header);
	switch (q->proto) {
	case IPPROTO_TCP:
		return 40;
	case IPPROTO_UDP:
		return 8 + 32;
	default:
		return 64;
	}
}

static void packet_init(struct packet *p, uint32_t netns, uint8_t family,
			uint8_t proto)
{
	memset(p, 0, sizeof(*p));
	p->netns = netns;
	p->family = family;
	p->proto = proto;
	p->mark_known = true;
}

void packet_from_probe(struct packet *p, const struct probe *q, uint32_t netns)
{
	uint16_t payload = payload_size(q);

	packet_init(p, netns, q->family, q->proto);
	ip_header(p, payload, q->ttl ? q->ttl : 64,
		  q->dont_fragment || q->proto != IPPROTO_UDP);
	if (q->src.family)
		packet_set_src(p, &q->src);
	packet_set_dst(p, &q->dst);
	switch (q->proto) {
	case IPPROTO_ICMP:
		icmp_echo(p, 8);
		break;
	case IPPROTO_ICMPV6:
		icmp_echo(p, 128);
		break;
	case IPPROTO_TCP:
		tcp_header(p, SYN, q->family == AF_INET ? 1460 : 1440);
		break;
	case IPPROTO_UDP:
		udp_header(p, payload - 8);
		break;
	default:
		memset(p->l3.k + p->th, 0, (size_t)(p->l3.len - p->th));
		break;
	}
	packet_set_sport(p, q->sport ? q->sport : SAMPLE_PORT, q->sport != 0);
	p->sport_first = q->sport ? q->sport : 32768;
	p->sport_last = q->sport ? q->sport : 60999;
	packet_set_dport(p, q->dport);
	p->mark = q->mark;
	p->has_socket = true;
	p->uid = q->uid;
	p->uid_known = q->uid_known;
	p->bound_if = q->bound_if;
}

void packet_answer(struct packet *p, const struct packet *request, bool refused)
{
	struct ip_addr src = packet_dst(request);
	struct ip_addr dst = packet_src(request);
	uint16_t sport = packet_dport(request);
	uint16_t dport = packet_sport(request);
	bool dport_known = packet_sport_known(request);
	uint16_t payload;

	packet_init(p, request->netns, request->family, request->proto);
	payload = (uint16_t)(request->length -
			     (request->family == AF_INET ? 20 : 40));
	if (request->proto == IPPROTO_TCP)
		payload = refused ? 20 : 40;
	/* icmp_push_reply() and UDP sockets leave DF alone here */
	ip_header(p, payload, 64, request->proto != IPPROTO_UDP &&
				  request->proto != IPPROTO_ICMP);
	packet_set_src(p, &src);
	packet_set_dst(p, &dst);
	switch (request->proto) {
	case IPPROTO_ICMP:
		icmp_echo(p, 0);
		packet_set_tos(p, packet_tos(request));
		break;
	case IPPROTO_ICMPV6:
		icmp_echo(p, 129);
		break;
	case IPPROTO_TCP:
		tcp_header(p, refused ? RST | ACK : SYN | ACK,
			   request->family == AF_INET ? 1460 : 1440);
		break;
	case IPPROTO_UDP:
		udp_header(p, payload - 8);
		break;
	default:
		memset(p->l3.k + p->th, 0, (size_t)(p->l3.len - p->th));
		break;
	}
	packet_set_sport(p, sport, true);
	packet_set_dport(p, dport);
	if (packet_has_ports(p) && !dport_known)
		memset(p->l3.k + p->th + 2, 0, 2);
	p->sport_first = p->sport_last = sport;
	/* a user's socket answers UDP and completes a handshake; the kernel's
	 * own answers (echo, RST) have no full socket */
	p->has_socket = request->proto == IPPROTO_UDP;
	p->uid_known = !p->has_socket;
}

void packet_icmp_error(struct packet *p, const struct packet *cause,
		       const struct ip_addr *from, uint8_t type, uint8_t code)
{
	bool v4 = cause->family == AF_INET;
	struct ip_addr dst = packet_src(cause);
	uint32_t quote = cause->length < 500 ? cause->length : 500;
	size_t keep;

	packet_init(p, cause->netns, cause->family,
		    v4 ? IPPROTO_ICMP : IPPROTO_ICMPV6);
	ip_header(p, (uint16_t)(8 + quote), 64, false);
	packet_set_src(p, from);
	packet_set_dst(p, &dst);
	p->l3.b[p->th] = type;
	p->l3.b[p->th + 1] = code;
	memset(p->l3.k + p->th + 2, 0, 6);
	keep = PACKET_L3_MAX - p->th - 8u;
	if (keep > cause->l3.len)
		keep = cause->l3.len;
	memcpy(p->l3.b + p->th + 8, cause->l3.b, keep);
	memcpy(p->l3.k + p->th + 8, cause->l3.k, keep);
}

/* ---- ARP and neighbour discovery ---- */

static const struct mac broadcast_mac = {
	.len = 6, .b = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }
};

void packet_arp_request(struct packet *p, uint32_t netns,
			const struct ip_addr *sender,
			const struct mac *sender_mac,
			const struct ip_addr *target)
{
	static const uint8_t head[8] = { 0, 1, 8, 0, 6, 4, 0, 1 };

	packet_init(p, netns, AF_INET, 0);
	p->kind = PACKET_ARP;
	p->ethertype = ETH_P_ARP;
	p->length = p->l3.len = 28;
	memset(p->l3.k, 0xff, 28);
	memcpy(p->l3.b, head, 8);
	memcpy(p->l3.b + 8, sender_mac->b, 6);
	if (sender)
		memcpy(p->l3.b + 14, sender->b, 4);
	memcpy(p->l3.b + 24, target->b, 4);
	packet_set_eth(p, sender_mac, &broadcast_mac);
}

void packet_arp_reply(struct packet *p, const struct packet *request,
		      const struct mac *mac)
{
	struct packet r = *request;
	struct mac asker = packet_mac(request->l3.b + 8);

	packet_init(p, request->netns, AF_INET, 0);
	p->kind = PACKET_ARP;
	p->ethertype = ETH_P_ARP;
	p->l3 = r.l3;
	p->length = 28;
	p->l3.b[7] = 2;
	memcpy(p->l3.b + 8, mac->b, 6);
	memcpy(p->l3.b + 14, r.l3.b + 24, 4);
	memcpy(p->l3.b + 18, r.l3.b + 8, 6);
	memcpy(p->l3.b + 24, r.l3.b + 14, 4);
	packet_set_eth(p, mac, &asker);
}

static void nd_header(struct packet *p, uint8_t type,
		      const struct ip_addr *target, const struct mac *option,
		      uint8_t option_type)
{
	uint8_t *th;

	p->kind = PACKET_ND;
	ip_header(p, option ? 32 : 24, 255, false);
	th = p->l3.b + p->th;
	th[0] = type;
	memset(p->l3.k + p->th + 2, 0, 2);
	memcpy(th + 8, target->b, 16);
	if (!option)
		return;
	th[24] = option_type;
	th[25] = 1;
	memcpy(th + 26, option->b, 6);
}

void packet_nd_solicit(struct packet *p, uint32_t netns,
		       const struct ip_addr *src, const struct mac *src_mac,
		       const struct ip_addr *target)
{
	static const uint8_t node[13] = { 0xff, 2, 0, 0, 0, 0, 0, 0, 0,
					  0, 0, 1, 0xff };
	struct mac dst = { .len = 6, .b = { 0x33, 0x33, 0xff } };
	struct ip_addr group = { .family = AF_INET6 };

	packet_init(p, netns, AF_INET6, IPPROTO_ICMPV6);
	nd_header(p, 135, target, src_mac, 1);
	memcpy(group.b, node, 13);
	memcpy(group.b + 13, target->b + 13, 3);
	memcpy(dst.b + 3, target->b + 13, 3);
	packet_set_src(p, src);
	packet_set_dst(p, &group);
	packet_set_eth(p, src_mac, &dst);
}

void packet_nd_advert(struct packet *p, const struct packet *solicit,
		      const struct ip_addr *target, const struct mac *mac)
{
	struct ip_addr dst = packet_src(solicit);
	struct mac asker = packet_eth_src(solicit);

	packet_init(p, solicit->netns, AF_INET6, IPPROTO_ICMPV6);
	nd_header(p, 136, target, mac, 2);
	p->l3.b[p->th + 4] = 0x60;	/* solicited, override */
	packet_set_src(p, target);
	packet_set_dst(p, &dst);
	packet_set_eth(p, mac, &asker);
}
