/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_rt.c: of the route the packet has; before routing there is none. */
#include "firewall/nft/text.h"

static const struct value_name keys[] = {
	{ NFT_RT_CLASSID, "classid" },	   { NFT_RT_NEXTHOP4, "nexthop4" },
	{ NFT_RT_NEXTHOP6, "nexthop6" },   { NFT_RT_TCPMSS, "mtu" },
	{ NFT_RT_XFRM, "ipsec" },	   { 0, NULL },
};

static const struct field fields[] = {
	ROW_U32("dreg", nft_rt, dreg, NFTA_RT_DREG),
	ROW_ENUM("key", nft_rt, key, NFTA_RT_KEY, keys),
	{ 0 },
};

static bool rt_check(const struct nft_expr *x)
{
	const struct nft_rt *t = (const void *)x;

	return value_name(keys, t->key) && nft_reg_offset(t->dreg) >= 0;
}

static enum fw_verdict rt_eval(struct nft_regs *r, const struct nft_expr *x)
{
	const struct nft_rt *t = (const void *)x;
	struct ip_addr hop;

	if (!r->e->ops->next_hop(r->e, &hop))
		return FW_BREAK;
	switch ((enum nft_rt_keys)t->key) {
	case NFT_RT_CLASSID:	/* realms are not read */
		return nft_reg_unknown(r, t->dreg, 4);
	case NFT_RT_NEXTHOP4:
		if (hop.family != AF_INET)
			return FW_BREAK;
		return nft_reg_bytes(r, t->dreg, hop.b, 4);
	case NFT_RT_NEXTHOP6:
		if (hop.family != AF_INET6)
			return FW_BREAK;
		return nft_reg_bytes(r, t->dreg, hop.b, 16);
	case NFT_RT_TCPMSS:
		return nft_reg_unknown(r, t->dreg, 2);
	case NFT_RT_XFRM:
		if (r->e->ns && (r->e->ns->have & READ_XFRM) &&
		    !r->e->ns->xfrm_policies)
			return nft_reg_u8(r, t->dreg, 0);
		return nft_reg_unknown(r, t->dreg, 1);
	case __NFT_RT_MAX:
		break;
	}
	return nft_unknown(r, "rt");
}

static void rt_text(struct nft_text *t, const struct nft_expr *x)
{
	static const struct {
		const char *text;
		const struct nft_dtype *type;
		uint32_t len;
	} words[] = {
		[NFT_RT_CLASSID] = { "rt classid", &nft_t_realm, 4 },
		[NFT_RT_NEXTHOP4] = { "rt ip nexthop", &nft_t_ip, 4 },
		[NFT_RT_NEXTHOP6] = { "rt ip6 nexthop", &nft_t_ip6, 16 },
		[NFT_RT_TCPMSS] = { "rt mtu", &nft_t_host_integer, 2 },
		[NFT_RT_XFRM] = { "rt ipsec", &nft_t_boolean, 1 },
	};
	const struct nft_rt *r = (const void *)x;

	if (r->key < ARRAY_SIZE(words))
		nft_text_load(t, r->dreg, words[r->key].text,
			      words[r->key].type, words[r->key].len);
}

const struct expr_type nft_rt_expr = {
	.obj = { "rt", sizeof(struct nft_rt), fields, NULL },
	.role = ROLE_LOAD,
	.check = rt_check,
	.eval = rt_eval,
	.text = rt_text,
};
