/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The entry part of ip and ip6 rules: ip_packet_match() of
 * net/ipv4/netfilter/ip_tables.c, ip6_packet_match() of ip6_tables.c.
 */
#include "firewall/xt/entry.h"

#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>

bool xt_devices_match(const struct xt_rule *r, const struct eval *e,
		      uint32_t inv_in, uint32_t inv_out)
{
	/* A hook without the device compares with a name of zeros. */
	bool in = xt_name_matches(e->in ? e->in->name : NULL, r->iif,
				  r->iif_mask);
	bool out = xt_name_matches(e->out ? e->out->name : NULL, r->oif,
				   r->oif_mask);

	return in != !!(r->invflags & inv_in) &&
	       out != !!(r->invflags & inv_out);
}

/* IPv4 does not mask the rule's own address, IPv6 does. */
static bool address_match(const struct ip_addr *addr,
			  const struct ip_addr *value, struct bytes mask)
{
	struct ip_addr masked = *value;
	size_t i;

	if (addr->family != value->family)
		return false;
	if (addr->family == AF_INET6)
		return xt_masked(addr, value, mask);
	for (i = 0; i < mask.len && i < 4; i++)
		masked.b[i] = addr->b[i] & mask.p[i];
	return !memcmp(masked.b, value->b, 4);
}

static bool proto_match(const struct xt_rule *r, const struct packet *p,
			uint8_t family)
{
	bool inverted = r->invflags & XT_INV_PROTO;

	if (family == NFPROTO_IPV6 && !(r->flags & IP6T_F_PROTO))
		return true;
	if (!r->proto)
		return true;
	return (p->proto == r->proto) != inverted;
}

/* The walk's packets are whole: "-f" never matches, "! -f" always. */
static bool fragment_match(const struct xt_rule *r)
{
	return !(r->flags & IPT_F_FRAG) == !(r->invflags & IPT_INV_FRAG);
}

enum tri xt_entry_match(const struct xt_rule *r, const struct eval *e)
{
	struct ip_addr src = packet_src(e->pkt), dst = packet_dst(e->pkt);
	bool inv_src = r->invflags & IPT_INV_SRCIP;
	bool inv_dst = r->invflags & IPT_INV_DSTIP;

	if (r->eb)
		return xt_eb_match(r, e);
	if (r->arp)
		return xt_arp_match(r, e);
	if (address_match(&src, &r->src, r->src_mask) == inv_src ||
	    address_match(&dst, &r->dst, r->dst_mask) == inv_dst)
		return TRI_NO;
	if (!xt_devices_match(r, e, IPT_INV_VIA_IN, IPT_INV_VIA_OUT))
		return TRI_NO;
	if (!proto_match(r, e->pkt, e->family))
		return TRI_NO;
	if (e->family == NFPROTO_IPV4 && !fragment_match(r))
		return TRI_NO;
	return TRI_YES;
}
