/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Targets SNPT and DNPT: net/ipv6/netfilter/ip6t_NPT.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter_ipv6/ip6t_NPT.h>

struct npt {
	struct object obj;
	struct ip_prefix src;
	struct ip_prefix dst;
};

static const struct field fields[] = {
	{ "src", F(npt, src), FT_PREFIX },
	{ "dst", F(npt, dst), FT_PREFIX },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct ip6t_npt_tginfo *i = b->p;
	struct npt *t = ext;

	if (i->src_pfx_len > 64 || i->dst_pfx_len > 64)
		return -EINVAL;
	t->src.addr = ip_from(AF_INET6, &i->src_pfx);
	t->src.len = (uint8_t)i->src_pfx_len;
	t->dst.addr = ip_from(AF_INET6, &i->dst_pfx);
	t->dst.len = (uint8_t)i->dst_pfx_len;
	return 0;
}

static void npt_prefix(const struct ip_prefix *prefix, struct xt_print *p,
			const char *option)
{
	if (!prefix->len && ip_is_zero(&prefix->addr))
		return;
	xt_out(p, " --%s ", option);
	xt_out_address(p, &prefix->addr);
	xt_out(p, "/%u", prefix->len);
}

static void text(const void *ext, struct xt_print *p)
{
	const struct npt *t = ext;

	npt_prefix(&t->src, p, "src-pfx");
	npt_prefix(&t->dst, p, "dst-pfx");
}

/* Translation without connections: what the answer meets is not modelled. */
const struct xt_type xt_npt_types[] = {
	{ .object = XT_OBJECT("SNPT.0", npt, fields),
	  .kind = XT_TARGET, .name = "SNPT", .families = XT_IP6,
	  .flags = XT_F_OPAQUE, .size = sizeof(struct ip6t_npt_tginfo),
	  .decode = decode, .text = text },
	{ .object = XT_OBJECT("DNPT.0", npt, fields),
	  .kind = XT_TARGET, .name = "DNPT", .families = XT_IP6,
	  .flags = XT_F_OPAQUE, .size = sizeof(struct ip6t_npt_tginfo),
	  .decode = decode, .text = text },
	{ }
};
