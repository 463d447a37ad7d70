/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The entry part of ebtables rules: ebt_basic_match() of
 * net/bridge/netfilter/ebtables.c.
 */
#include "firewall/xt/entry.h"

#include <linux/if_ether.h>
#include <linux/netfilter_bridge/ebtables.h>

const struct field xt_eb_fields[] = {
	{ "bitmask", F(xt_eb, bitmask), FT_U32 },
	{ "invflags", F(xt_eb, invflags), FT_U32 },
	{ "ethertype", F(xt_eb, ethertype), FT_U16 },
	{ "logical-in", F(xt_eb, logical_in), FT_STRING },
	{ "logical-out", F(xt_eb, logical_out), FT_STRING },
	{ "src", F(xt_eb, src), FT_MAC },
	{ "src-mask", F(xt_eb, src_mask), FT_BYTES },
	{ "dst", F(xt_eb, dst), FT_MAC },
	{ "dst-mask", F(xt_eb, dst_mask), FT_BYTES },
	{ }
};

const struct object_type xt_eb_type = {
	.name = "xt-eb",
	.size = sizeof(struct xt_eb),
	.fields = xt_eb_fields,
};

/* ebt_dev_check() the other way round; "+" at the end is a wildcard. */
static bool device_match(const char *want, const struct link *dev)
{
	size_t n;

	if (!want || !*want)
		return true;
	if (!dev)
		return false;
	n = strlen(want);
	if (want[n - 1] == '+')
		return !strncmp(want, dev->name, n - 1);
	return !strcmp(want, dev->name);
}

/* Only a bridge port has a logical device; without one it is not tested. */
static bool logical_match(const struct eval *e, const struct link *port,
			  const char *want, bool invert)
{
	if (!port || !link_is_port(port))
		return true;
	return device_match(want, netns_link(e->ns, port->master)) != invert;
}

static bool ethertype_match(const struct xt_eb *b, const struct packet *p)
{
	/* ebt_basic_match() looks at an accelerated tag first. */
	uint16_t type = p->vlan ? ETH_P_8021Q : p->ethertype;
	bool invert = b->invflags & EBT_IPROTO;

	if (b->bitmask & EBT_802_3)
		return (type < ETH_P_802_3_MIN) != invert;
	if (b->bitmask & EBT_NOPROTO)
		return true;
	return (type == b->ethertype) != invert;
}

static enum tri mac_match(const struct packet *p, uint32_t at,
			  const struct mac *value, struct bytes mask)
{
	uint8_t v[6] = { 0 };
	size_t i;

	if (mask.len != 6)
		return TRI_UNKNOWN;
	for (i = 0; i < 6; i++)
		v[i] = value->b[i] & mask.p[i];
	return xt_compare(p, PAYLOAD_LL, at, (struct bytes){ v, 6 }, mask);
}

enum tri xt_eb_match(const struct xt_rule *r, const struct eval *e)
{
	const struct xt_eb *b = r->eb;
	enum tri t = TRI_YES;

	if (!ethertype_match(b, e->pkt))
		return TRI_NO;
	if (device_match(r->iif, e->in) == !!(b->invflags & EBT_IIN) ||
	    device_match(r->oif, e->out) == !!(b->invflags & EBT_IOUT))
		return TRI_NO;
	if (!logical_match(e, e->in, b->logical_in,
			   b->invflags & EBT_ILOGICALIN) ||
	    !logical_match(e, e->out, b->logical_out,
			   b->invflags & EBT_ILOGICALOUT))
		return TRI_NO;
	if (b->bitmask & EBT_SOURCEMAC)
		t = tri_xor(mac_match(e->pkt, 6, &b->src, b->src_mask),
			    b->invflags & EBT_ISOURCE);
	if (b->bitmask & EBT_DESTMAC)
		t = tri_and(t, tri_xor(mac_match(e->pkt, 0, &b->dst,
						 b->dst_mask),
				       b->invflags & EBT_IDEST));
	return t;
}
