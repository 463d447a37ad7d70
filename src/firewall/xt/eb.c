/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Matches of ebtables: ip, arp, mark_m, vlan, pkttype;
 * net/bridge/netfilter/ebt_ip.c and kin. Others (ip6, 802_3, stp, among) are
 * opaque.
 */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/if_ether.h>
#include <linux/netfilter_bridge/ebtables.h>
#include <linux/netfilter_bridge/ebt_arp.h>
#include <linux/netfilter_bridge/ebt_ip.h>
#include <linux/netfilter_bridge/ebt_mark_m.h>
#include <linux/netfilter_bridge/ebt_pkttype.h>
#include <linux/netfilter_bridge/ebt_vlan.h>

struct eb_ip {
	struct object obj;
	struct ip_addr src;
	struct bytes src_mask;
	struct ip_addr dst;
	struct bytes dst_mask;
	uint8_t tos;
	uint8_t proto;
	uint8_t asked;
	uint8_t invert;
	uint16_t sport_from;	/* with icmp: type << 8 | code, as it lies */
	uint16_t sport_to;
	uint16_t dport_from;
	uint16_t dport_to;
};

struct eb_arp {
	struct object obj;
	uint16_t hardware;
	uint16_t protocol;
	uint16_t opcode;
	struct ip_addr src;
	struct bytes src_mask;
	struct ip_addr dst;
	struct bytes dst_mask;
	struct mac src_mac;
	struct bytes src_mac_mask;
	struct mac dst_mac;
	struct bytes dst_mac_mask;
	uint8_t asked;
	uint8_t invert;
};

struct eb_mark {
	struct object obj;
	uint64_t mark;
	uint64_t mask;
	uint8_t invert;
	uint8_t asked;
};

struct eb_vlan {
	struct object obj;
	uint16_t id;
	uint8_t priority;
	uint16_t encapsulated;
	uint8_t asked;
	uint8_t invert;
};

struct eb_pkttype {
	struct object obj;
	uint8_t pkttype;
	uint8_t invert;
};

static const struct field ip_fields[] = {
	{ "src", F(eb_ip, src), FT_ADDRESS },
	{ "src-mask", F(eb_ip, src_mask), FT_BYTES },
	{ "dst", F(eb_ip, dst), FT_ADDRESS },
	{ "dst-mask", F(eb_ip, dst_mask), FT_BYTES },
	{ "tos", F(eb_ip, tos), FT_U8 },
	{ "proto", F(eb_ip, proto), FT_U8 },
	{ "asked", F(eb_ip, asked), FT_U8 },
	{ "invert", F(eb_ip, invert), FT_U8 },
	{ "sport-from", F(eb_ip, sport_from), FT_U16 },
	{ "sport-to", F(eb_ip, sport_to), FT_U16 },
	{ "dport-from", F(eb_ip, dport_from), FT_U16 },
	{ "dport-to", F(eb_ip, dport_to), FT_U16 },
	{ }
};

static const struct field arp_fields[] = {
	{ "hardware", F(eb_arp, hardware), FT_U16 },
	{ "protocol", F(eb_arp, protocol), FT_U16 },
	{ "opcode", F(eb_arp, opcode), FT_U16 },
	{ "src", F(eb_arp, src), FT_ADDRESS },
	{ "src-mask", F(eb_arp, src_mask), FT_BYTES },
	{ "dst", F(eb_arp, dst), FT_ADDRESS },
	{ "dst-mask", F(eb_arp, dst_mask), FT_BYTES },
	{ "src-mac", F(eb_arp, src_mac), FT_MAC },
	{ "src-mac-mask", F(eb_arp, src_mac_mask), FT_BYTES },
	{ "dst-mac", F(eb_arp, dst_mac), FT_MAC },
	{ "dst-mac-mask", F(eb_arp, dst_mac_mask), FT_BYTES },
	{ "asked", F(eb_arp, asked), FT_U8 },
	{ "invert", F(eb_arp, invert), FT_U8 },
	{ }
};

static const struct field mark_fields[] = {
	{ "mark", F(eb_mark, mark), FT_U64 },
	{ "mask", F(eb_mark, mask), FT_U64 },
	{ "invert", F(eb_mark, invert), FT_U8 },
	{ "asked", F(eb_mark, asked), FT_U8 },
	{ }
};

static const struct field vlan_fields[] = {
	{ "id", F(eb_vlan, id), FT_U16 },
	{ "priority", F(eb_vlan, priority), FT_U8 },
	{ "encapsulated", F(eb_vlan, encapsulated), FT_U16 },
	{ "asked", F(eb_vlan, asked), FT_U8 },
	{ "invert", F(eb_vlan, invert), FT_U8 },
	{ }
};

static const struct field pkttype_fields[] = {
	{ "pkttype", F(eb_pkttype, pkttype), FT_U8 },
	{ "invert", F(eb_pkttype, invert), FT_U8 },
	{ }
};

static int ipv4_decode(void *ext, const struct xt_blob *b)
{
	const struct ebt_ip_info *i = b->p;
	struct eb_ip *m = ext;

	m->src = ip4(i->saddr);
	m->src_mask = xt_bytes(b, &i->smsk, 4);
	m->dst = ip4(i->daddr);
	m->dst_mask = xt_bytes(b, &i->dmsk, 4);
	m->tos = i->tos;
	m->proto = i->protocol;
	m->asked = i->bitmask;
	m->invert = i->invflags;
	m->sport_from = i->sport[0];
	m->sport_to = i->sport[1];
	m->dport_from = i->dport[0];
	m->dport_to = i->dport[1];
	return i->bitmask & ~EBT_IP_MASK ? -EINVAL : 0;
}

static int arp_decode(void *ext, const struct xt_blob *b)
{
	const struct ebt_arp_info *i = b->p;
	struct eb_arp *m = ext;

	m->hardware = ntohs(i->htype);
	m->protocol = ntohs(i->ptype);
	m->opcode = ntohs(i->opcode);
	m->src = ip4(i->saddr);
	m->src_mask = xt_bytes(b, &i->smsk, 4);
	m->dst = ip4(i->daddr);
	m->dst_mask = xt_bytes(b, &i->dmsk, 4);
	m->src_mac = packet_mac(i->smaddr);
	m->src_mac_mask = xt_bytes(b, i->smmsk, 6);
	m->dst_mac = packet_mac(i->dmaddr);
	m->dst_mac_mask = xt_bytes(b, i->dmmsk, 6);
	m->asked = i->bitmask;
	m->invert = i->invflags;
	return 0;
}

static int mark_decode(void *ext, const struct xt_blob *b)
{
	const struct ebt_mark_m_info *i = b->p;
	struct eb_mark *m = ext;

	m->mark = i->mark;
	m->mask = i->mask;
	m->invert = i->invert;
	m->asked = i->bitmask;
	return 0;
}

static int vlan_decode(void *ext, const struct xt_blob *b)
{
	const struct ebt_vlan_info *i = b->p;
	struct eb_vlan *m = ext;

	m->id = i->id;
	m->priority = i->prio;
	m->encapsulated = ntohs(i->encap);
	m->asked = i->bitmask;
	m->invert = i->invflags;
	return 0;
}

static int pkttype_decode(void *ext, const struct xt_blob *b)
{
	const struct ebt_pkttype_info *i = b->p;
	struct eb_pkttype *m = ext;

	m->pkttype = i->pkt_type;
	m->invert = i->invert;
	return 0;
}

static enum tri ip_ports(const struct eb_ip *m, const struct packet *p)
{
	enum tri t = TRI_YES;

	if (!(m->asked & (EBT_IP_SPORT | EBT_IP_DPORT)))
		return t;
	if (m->asked & EBT_IP_SPORT)
		t = tri_xor(xt_sport_in(p, m->sport_from, m->sport_to),
			    m->invert & EBT_IP_SPORT);
	if (m->asked & EBT_IP_DPORT)
		t = tri_and(t, tri_xor(xt_dport_in(p, m->dport_from,
						   m->dport_to),
				       m->invert & EBT_IP_DPORT));
	return t;
}

static bool passed(const struct eb_ip *m, uint8_t bit, bool hit)
{
	return !(m->asked & bit) || hit != !!(m->invert & bit);
}

/* ebt_ip_mt(): ports are only looked at where the protocol was asked for. */
static enum tri ipv4_match(const void *ext, struct xt_ctx *c)
{
	const struct eb_ip *m = ext;
	const struct packet *p = c->e->pkt;
	struct ip_addr src = packet_src(p), dst = packet_dst(p);

	if (p->ethertype != ETH_P_IP)
		return TRI_NO;
	if (!passed(m, EBT_IP_TOS, packet_tos(p) == m->tos) ||
	    !passed(m, EBT_IP_SOURCE, xt_masked(&src, &m->src, m->src_mask)) ||
	    !passed(m, EBT_IP_DEST, xt_masked(&dst, &m->dst, m->dst_mask)))
		return TRI_NO;
	if (!(m->asked & EBT_IP_PROTO))
		return TRI_YES;
	if (!passed(m, EBT_IP_PROTO, p->proto == m->proto))
		return TRI_NO;
	if (m->asked & (EBT_IP_ICMP | EBT_IP_IGMP))
		return TRI_UNKNOWN;
	return ip_ports(m, p);
}

static enum tri arp_bytes(const struct packet *p, uint32_t at,
			  const uint8_t *value, struct bytes mask)
{
	uint8_t v[6] = { 0 };
	size_t i;

	for (i = 0; i < mask.len && i < 6; i++)
		v[i] = value[i] & mask.p[i];
	return xt_compare(p, PAYLOAD_NETWORK, at,
			  (struct bytes){ v, mask.len }, mask);
}

static enum tri arp_number(const struct packet *p, uint32_t at, uint16_t value)
{
	uint8_t v[2] = { value >> 8, value & 0xff };

	return xt_compare(p, PAYLOAD_NETWORK, at, (struct bytes){ v, 2 },
			  (struct bytes){ NULL, 0 });
}

static enum tri arp_match(const void *ext, struct xt_ctx *c)
{
	const struct eb_arp *m = ext;
	const struct packet *p = c->e->pkt;
	const struct {
		uint8_t bit;
		enum tri hit;
	} all[] = {
		{ EBT_ARP_OPCODE, arp_number(p, 6, m->opcode) },
		{ EBT_ARP_HTYPE, arp_number(p, 0, m->hardware) },
		{ EBT_ARP_PTYPE, arp_number(p, 2, m->protocol) },
		{ EBT_ARP_SRC_IP, arp_bytes(p, 14, m->src.b, m->src_mask) },
		{ EBT_ARP_DST_IP, arp_bytes(p, 24, m->dst.b, m->dst_mask) },
		{ EBT_ARP_SRC_MAC, arp_bytes(p, 8, m->src_mac.b,
					     m->src_mac_mask) },
		{ EBT_ARP_DST_MAC, arp_bytes(p, 18, m->dst_mac.b,
					     m->dst_mac_mask) },
	};
	enum tri t = TRI_YES;
	size_t i;

	if (p->ethertype != ETH_P_ARP)
		return TRI_NO;
	if (m->asked & EBT_ARP_GRAT)
		return TRI_UNKNOWN;
	for (i = 0; i < ARRAY_SIZE(all); i++)
		if (m->asked & all[i].bit)
			t = tri_and(t, tri_xor(all[i].hit,
					       m->invert & all[i].bit));
	return t;
}

static enum tri mark_match(const void *ext, struct xt_ctx *c)
{
	const struct eb_mark *m = ext;
	bool hit = m->asked & EBT_MARK_OR ?
		(c->e->pkt->mark & m->mask) != 0 :
		(c->e->pkt->mark & m->mask) == m->mark;

	if (!c->e->pkt->mark_known)
		return TRI_UNKNOWN;
	return tri_of(hit != !!m->invert);
}

/* The tag's priority and what is inside it are not carried by the walk. */
static enum tri vlan_match(const void *ext, struct xt_ctx *c)
{
	const struct eb_vlan *m = ext;
	uint16_t id = c->e->pkt->vlan & 0xfff;

	if (!c->e->pkt->vlan)
		return TRI_NO;
	if (m->asked & EBT_VLAN_ID && m->id &&
	    (id == m->id) == !!(m->invert & EBT_VLAN_ID))
		return TRI_NO;
	if (m->asked & (EBT_VLAN_PRIO | EBT_VLAN_ENCAP))
		return TRI_UNKNOWN;
	return TRI_YES;
}

static enum tri pkttype_match(const void *ext, struct xt_ctx *c)
{
	const struct eb_pkttype *m = ext;

	return tri_of((c->e->pkt->pkt_type == m->pkttype) != !!m->invert);
}

static void ipv4_text(const void *ext, struct xt_print *p)
{
	const struct eb_ip *m = ext;

	if (m->asked & EBT_IP_SOURCE) {
		xt_not(p, m->invert & EBT_IP_SOURCE);
		xt_out(p, " --ip-src ");
		xt_out_address(p, &m->src);
		xt_out_mask(p, m->src_mask);
	}
	if (m->asked & EBT_IP_DEST) {
		xt_not(p, m->invert & EBT_IP_DEST);
		xt_out(p, " --ip-dst ");
		xt_out_address(p, &m->dst);
		xt_out_mask(p, m->dst_mask);
	}
	if (m->asked & EBT_IP_TOS) {
		xt_not(p, m->invert & EBT_IP_TOS);
		xt_out(p, " --ip-tos 0x%02X", m->tos);
	}
	if (m->asked & EBT_IP_PROTO) {
		xt_not(p, m->invert & EBT_IP_PROTO);
		xt_out(p, " --ip-proto %u", m->proto);
	}
	if (m->asked & EBT_IP_SPORT) {
		xt_not(p, m->invert & EBT_IP_SPORT);
		xt_out(p, " --ip-sport ");
		xt_out_range(p, m->sport_from, m->sport_to);
	}
	if (m->asked & EBT_IP_DPORT) {
		xt_not(p, m->invert & EBT_IP_DPORT);
		xt_out(p, " --ip-dport ");
		xt_out_range(p, m->dport_from, m->dport_to);
	}
}

static void arp_text(const void *ext, struct xt_print *p)
{
	const struct eb_arp *m = ext;
	char buf[MAC_TEXT_MAX];

	if (m->asked & EBT_ARP_OPCODE) {
		xt_not(p, m->invert & EBT_ARP_OPCODE);
		xt_out(p, " --arp-op %u", m->opcode);
	}
	if (m->asked & EBT_ARP_SRC_IP) {
		xt_not(p, m->invert & EBT_ARP_SRC_IP);
		xt_out(p, " --arp-ip-src ");
		xt_out_address(p, &m->src);
		xt_out_mask(p, m->src_mask);
	}
	if (m->asked & EBT_ARP_DST_IP) {
		xt_not(p, m->invert & EBT_ARP_DST_IP);
		xt_out(p, " --arp-ip-dst ");
		xt_out_address(p, &m->dst);
		xt_out_mask(p, m->dst_mask);
	}
	if (m->asked & EBT_ARP_SRC_MAC) {
		xt_not(p, m->invert & EBT_ARP_SRC_MAC);
		xt_out(p, " --arp-mac-src %s", mac_text(&m->src_mac, buf));
	}
	if (m->asked & EBT_ARP_DST_MAC) {
		xt_not(p, m->invert & EBT_ARP_DST_MAC);
		xt_out(p, " --arp-mac-dst %s", mac_text(&m->dst_mac, buf));
	}
}

static void mark_text(const void *ext, struct xt_print *p)
{
	const struct eb_mark *m = ext;

	xt_not(p, m->invert);
	if (m->asked & EBT_MARK_OR)
		xt_out(p, " --mark /0x%llx", (unsigned long long)m->mask);
	else if (m->mask != UINT32_MAX && m->mask != UINT64_MAX)
		xt_out(p, " --mark 0x%llx/0x%llx", (unsigned long long)m->mark,
		       (unsigned long long)m->mask);
	else
		xt_out(p, " --mark 0x%llx", (unsigned long long)m->mark);
}

static void vlan_text(const void *ext, struct xt_print *p)
{
	const struct eb_vlan *m = ext;

	if (m->asked & EBT_VLAN_ID) {
		xt_not(p, m->invert & EBT_VLAN_ID);
		xt_out(p, " --vlan-id %u", m->id);
	}
	if (m->asked & EBT_VLAN_PRIO) {
		xt_not(p, m->invert & EBT_VLAN_PRIO);
		xt_out(p, " --vlan-prio %u", m->priority);
	}
	if (m->asked & EBT_VLAN_ENCAP) {
		xt_not(p, m->invert & EBT_VLAN_ENCAP);
		xt_out(p, " --vlan-encap 0x%04x", m->encapsulated);
	}
}

static void pkttype_text(const void *ext, struct xt_print *p)
{
	static const char *const names[] = { "host", "broadcast", "multicast",
					     "otherhost" };
	const struct eb_pkttype *m = ext;

	xt_not(p, m->invert);
	if (m->pkttype < ARRAY_SIZE(names))
		xt_out(p, " --pkttype-type %s", names[m->pkttype]);
	else
		xt_out(p, " --pkttype-type %u", m->pkttype);
}

#define EB(name_, size_, struct_, fields_, prefix)                           \
	{ .object = XT_OBJECT(name_ ".0.bridge", struct_, fields_),          \
	  .name = name_, .families = XT_BRIDGE, .size = sizeof(size_),       \
	  .decode = prefix##_decode, .match = prefix##_match,                \
	  .text = prefix##_text }

const struct xt_type xt_eb_types[] = {
	EB("ip", struct ebt_ip_info, eb_ip, ip_fields, ipv4),
	EB("arp", struct ebt_arp_info, eb_arp, arp_fields, arp),
	EB("mark_m", struct ebt_mark_m_info, eb_mark, mark_fields, mark),
	EB("vlan", struct ebt_vlan_info, eb_vlan, vlan_fields, vlan),
	EB("pkttype", struct ebt_pkttype_info, eb_pkttype, pkttype_fields,
	   pkttype),
	{ }
};
