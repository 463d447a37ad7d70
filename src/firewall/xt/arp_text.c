/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The entry part of arptables and ebtables rules, in words. */
#include "firewall/xt/ext.h"
#include "firewall/xt/text.h"

#include <linux/if_ether.h>
#include <linux/netfilter_arp/arp_tables.h>
#include <linux/netfilter_bridge/ebtables.h>

static void prefix_option(struct xt_print *p, const char *option, bool invert,
			  const struct ip_addr *a, struct bytes mask)
{
	if (!xt_mask_bits(mask))
		return;
	xt_not(p, invert);
	xt_out(p, " %s ", option);
	xt_out_address(p, a);
	xt_out_mask(p, mask);
}

static bool all_bytes(struct bytes b, size_t n, uint8_t value)
{
	size_t i;

	for (i = 0; i < n && i < b.len; i++)
		if (b.p[i] != value)
			return false;
	return true;
}

static void mac_out(struct xt_print *p, const uint8_t *b)
{
	struct mac m = packet_mac(b);
	char buf[MAC_TEXT_MAX];

	xt_out(p, "%s", mac_text(&m, buf));
}

static void mac_option(struct xt_print *p, const char *option, bool invert,
		       struct bytes value, struct bytes mask)
{
	if (value.len < 6 || mask.len < 6 || all_bytes(mask, 6, 0))
		return;
	xt_not(p, invert);
	xt_out(p, " %s ", option);
	mac_out(p, value.p);
	if (all_bytes(mask, 6, 0xff))
		return;
	xt_out(p, "/");
	mac_out(p, mask.p);
}

static void number_option(struct xt_print *p, const char *option, bool invert,
			  uint16_t value, uint16_t mask)
{
	if (!mask)
		return;
	xt_not(p, invert);
	xt_out(p, " %s %u", option, value);
	if (mask != UINT16_MAX)
		xt_out(p, "/%u", mask);
}

static void masked_device(struct xt_print *p, const char *option, bool invert,
			  const char *name, struct bytes mask)
{
	size_t n = name ? strlen(name) : 0;

	if (!n || !mask.len || !mask.p[0])
		return;
	xt_not(p, invert);
	xt_out(p, " %s %s", option, name);
	if (n < mask.len && !mask.p[n])
		xt_out(p, "+");
}

void xt_arp_text(struct xt_print *p, const struct xt_rule *r)
{
	const struct xt_arp *a = r->arp;
	uint32_t inv = r->invflags;

	masked_device(p, "-i", inv & ARPT_INV_VIA_IN, r->iif, r->iif_mask);
	masked_device(p, "-o", inv & ARPT_INV_VIA_OUT, r->oif, r->oif_mask);
	prefix_option(p, "-s", inv & ARPT_INV_SRCIP, &r->src, r->src_mask);
	prefix_option(p, "-d", inv & ARPT_INV_TGTIP, &r->dst, r->dst_mask);
	mac_option(p, "--src-mac", inv & ARPT_INV_SRCDEVADDR, a->src_mac,
		   a->src_mac_mask);
	mac_option(p, "--dst-mac", inv & ARPT_INV_TGTDEVADDR, a->dst_mac,
		   a->dst_mac_mask);
	if (a->hln_mask) {
		xt_not(p, inv & ARPT_INV_ARPHLN);
		xt_out(p, " --h-length %u", a->hln);
	}
	number_option(p, "--opcode", inv & ARPT_INV_ARPOP, a->opcode,
		      a->opcode_mask);
	number_option(p, "--h-type", inv & ARPT_INV_ARPHRD, a->hardware,
		      a->hardware_mask);
	number_option(p, "--proto-type", inv & ARPT_INV_ARPPRO, a->protocol,
		      a->protocol_mask);
}

static void device_option(struct xt_print *p, const char *option, bool invert,
			  const char *name)
{
	if (!name || !*name)
		return;
	xt_not(p, invert);
	xt_out(p, " %s %s", option, name);
}

static void ethertype_option(struct xt_print *p, const struct xt_eb *b)
{
	static const struct value_name names[] = {
		{ ETH_P_IP, "IPv4" },
		{ ETH_P_ARP, "ARP" },
		{ ETH_P_IPV6, "IPv6" },
		{ ETH_P_8021Q, "802_1Q" },
		{ }
	};
	const char *name = value_name(names, b->ethertype);

	if (b->bitmask & EBT_NOPROTO)
		return;
	xt_not(p, b->invflags & EBT_IPROTO);
	if (b->bitmask & EBT_802_3)
		xt_out(p, " -p Length");
	else if (name)
		xt_out(p, " -p %s", name);
	else
		xt_out(p, " -p 0x%x", b->ethertype);
}

void xt_eb_text(struct xt_print *p, const struct xt_rule *r)
{
	const struct xt_eb *b = r->eb;
	struct bytes src = { b->src.b, 6 }, dst = { b->dst.b, 6 };

	ethertype_option(p, b);
	if (b->bitmask & EBT_SOURCEMAC)
		mac_option(p, "-s", b->invflags & EBT_ISOURCE, src,
			   b->src_mask);
	if (b->bitmask & EBT_DESTMAC)
		mac_option(p, "-d", b->invflags & EBT_IDEST, dst, b->dst_mask);
	device_option(p, "-i", b->invflags & EBT_IIN, r->iif);
	device_option(p, "--logical-in", b->invflags & EBT_ILOGICALIN,
		      b->logical_in);
	device_option(p, "-o", b->invflags & EBT_IOUT, r->oif);
	device_option(p, "--logical-out", b->invflags & EBT_ILOGICALOUT,
		      b->logical_out);
}
