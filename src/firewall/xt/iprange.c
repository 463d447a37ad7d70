/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match iprange: net/netfilter/xt_iprange.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_iprange.h>

struct iprange {
	struct object obj;
	struct ip_addr src_from;
	struct ip_addr src_to;
	struct ip_addr dst_from;
	struct ip_addr dst_to;
	uint8_t flags;
};

static const struct field fields[] = {
	{ "src-from", F(iprange, src_from), FT_ADDRESS },
	{ "src-to", F(iprange, src_to), FT_ADDRESS },
	{ "dst-from", F(iprange, dst_from), FT_ADDRESS },
	{ "dst-to", F(iprange, dst_to), FT_ADDRESS },
	{ "flags", F(iprange, flags), FT_U8 },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_iprange_mtinfo *i = b->p;
	struct iprange *m = ext;

	m->src_from = xt_address(b, &i->src_min);
	m->src_to = xt_address(b, &i->src_max);
	m->dst_from = xt_address(b, &i->dst_min);
	m->dst_to = xt_address(b, &i->dst_max);
	m->flags = i->flags;
	return 0;
}

static bool within(const struct ip_addr *a, const struct ip_addr *from,
		   const struct ip_addr *to)
{
	return memcmp(a->b, from->b, 16) >= 0 && memcmp(a->b, to->b, 16) <= 0;
}

static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct iprange *m = ext;
	struct ip_addr src = packet_src(c->e->pkt);
	struct ip_addr dst = packet_dst(c->e->pkt);

	if (m->flags & IPRANGE_SRC &&
	    within(&src, &m->src_from, &m->src_to) ==
		    !!(m->flags & IPRANGE_SRC_INV))
		return TRI_NO;
	if (m->flags & IPRANGE_DST &&
	    within(&dst, &m->dst_from, &m->dst_to) ==
		    !!(m->flags & IPRANGE_DST_INV))
		return TRI_NO;
	return TRI_YES;
}

static void range_text(struct xt_print *p, const char *option, bool invert,
		       const struct ip_addr *from, const struct ip_addr *to)
{
	xt_not(p, invert);
	xt_out(p, " --%s ", option);
	xt_out_address(p, from);
	xt_out(p, "-");
	xt_out_address(p, to);
}

static void text(const void *ext, struct xt_print *p)
{
	const struct iprange *m = ext;

	if (m->flags & IPRANGE_SRC)
		range_text(p, "src-range", m->flags & IPRANGE_SRC_INV,
			   &m->src_from, &m->src_to);
	if (m->flags & IPRANGE_DST)
		range_text(p, "dst-range", m->flags & IPRANGE_DST_INV,
			   &m->dst_from, &m->dst_to);
}

const struct xt_type xt_iprange_types[] = {
	{ .object = XT_OBJECT("iprange.1", iprange, fields),
	  .name = "iprange", .revision = 1, .families = XT_INET,
	  .size = sizeof(struct xt_iprange_mtinfo),
	  .decode = decode, .match = match, .text = text },
	{ }
};
