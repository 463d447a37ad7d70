/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The entry part of arptables rules: arp_packet_match() of
 * net/ipv4/netfilter/arp_tables.c.
 */
#include "firewall/xt/entry.h"

#include <linux/netfilter_arp/arp_tables.h>

const struct field xt_arp_fields[] = {
	{ "src-mac", F(xt_arp, src_mac), FT_BYTES },
	{ "src-mac-mask", F(xt_arp, src_mac_mask), FT_BYTES },
	{ "dst-mac", F(xt_arp, dst_mac), FT_BYTES },
	{ "dst-mac-mask", F(xt_arp, dst_mac_mask), FT_BYTES },
	{ "hln", F(xt_arp, hln), FT_U8 },
	{ "hln-mask", F(xt_arp, hln_mask), FT_U8 },
	{ "opcode", F(xt_arp, opcode), FT_U16 },
	{ "opcode-mask", F(xt_arp, opcode_mask), FT_U16 },
	{ "hardware", F(xt_arp, hardware), FT_U16 },
	{ "hardware-mask", F(xt_arp, hardware_mask), FT_U16 },
	{ "protocol", F(xt_arp, protocol), FT_U16 },
	{ "protocol-mask", F(xt_arp, protocol_mask), FT_U16 },
	{ }
};

const struct object_type xt_arp_type = {
	.name = "xt-arp",
	.size = sizeof(struct xt_arp),
	.fields = xt_arp_fields,
};

/* Offsets in an Ethernet/IPv4 ARP packet, all that the kernel filters. */
enum {
	ARP_HRD = 0,
	ARP_PRO = 2,
	ARP_HLN = 4,
	ARP_OP = 6,
	ARP_SHA = 8,
	ARP_SIP = 14,
	ARP_THA = 18,
	ARP_TIP = 24,
};

static enum tri compare16(const struct packet *p, uint32_t at, uint16_t value,
			  uint16_t mask)
{
	uint8_t v[2] = { value >> 8, value & 0xff };
	uint8_t m[2] = { mask >> 8, mask & 0xff };

	return xt_compare(p, PAYLOAD_NETWORK, at, (struct bytes){ v, 2 },
			  (struct bytes){ m, 2 });
}

/* arp_devaddr_compare(): both sides under the mask, six bytes of Ethernet. */
static enum tri compare_mac(const struct packet *p, uint32_t at,
			    struct bytes value, struct bytes mask)
{
	uint8_t v[6] = { 0 }, m[6] = { 0 };
	size_t i;

	for (i = 0; i < 6 && i < value.len && i < mask.len; i++) {
		m[i] = mask.p[i];
		v[i] = value.p[i] & m[i];
	}
	return xt_compare(p, PAYLOAD_NETWORK, at, (struct bytes){ v, 6 },
			  (struct bytes){ m, 6 });
}

static enum tri compare_ip(const struct packet *p, uint32_t at,
			   const struct ip_addr *value, struct bytes mask)
{
	return xt_compare(p, PAYLOAD_NETWORK, at,
			  (struct bytes){ value->b, 4 }, mask);
}

enum tri xt_arp_match(const struct xt_rule *r, const struct eval *e)
{
	const struct packet *p = e->pkt;
	const struct xt_arp *a = r->arp;
	uint32_t inv = r->invflags;
	struct bytes hln = { &a->hln, 1 }, hln_mask = { &a->hln_mask, 1 };
	enum tri t;

	t = tri_xor(compare16(p, ARP_OP, a->opcode, a->opcode_mask),
		    inv & ARPT_INV_ARPOP);
	t = tri_and(t, tri_xor(compare16(p, ARP_HRD, a->hardware,
					 a->hardware_mask),
			       inv & ARPT_INV_ARPHRD));
	t = tri_and(t, tri_xor(compare16(p, ARP_PRO, a->protocol,
					 a->protocol_mask),
			       inv & ARPT_INV_ARPPRO));
	t = tri_and(t, tri_xor(xt_compare(p, PAYLOAD_NETWORK, ARP_HLN, hln,
					  hln_mask),
			       inv & ARPT_INV_ARPHLN));
	t = tri_and(t, tri_xor(compare_mac(p, ARP_SHA, a->src_mac,
					   a->src_mac_mask),
			       inv & ARPT_INV_SRCDEVADDR));
	t = tri_and(t, tri_xor(compare_mac(p, ARP_THA, a->dst_mac,
					   a->dst_mac_mask),
			       inv & ARPT_INV_TGTDEVADDR));
	t = tri_and(t, tri_xor(compare_ip(p, ARP_SIP, &r->src, r->src_mask),
			       inv & ARPT_INV_SRCIP));
	t = tri_and(t, tri_xor(compare_ip(p, ARP_TIP, &r->dst, r->dst_mask),
			       inv & ARPT_INV_TGTIP));
	if (!xt_devices_match(r, e, ARPT_INV_VIA_IN, ARPT_INV_VIA_OUT))
		return TRI_NO;
	return t;
}
