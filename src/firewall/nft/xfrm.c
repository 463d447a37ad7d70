/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_xfrm.c: of packets that IPsec transformed, or will. */
#include "firewall/nft/text.h"

static const struct value_name keys[] = {
	{ NFT_XFRM_KEY_DADDR_IP4, "daddr_ip" },
	{ NFT_XFRM_KEY_DADDR_IP6, "daddr_ip6" },
	{ NFT_XFRM_KEY_SADDR_IP4, "saddr_ip" },
	{ NFT_XFRM_KEY_SADDR_IP6, "saddr_ip6" },
	{ NFT_XFRM_KEY_REQID, "reqid" },
	{ NFT_XFRM_KEY_SPI, "spi" },
	{ 0, NULL },
};

static const struct field fields[] = {
	ROW_U32("dreg", nft_xfrm, dreg, NFTA_XFRM_DREG),
	ROW_ENUM("key", nft_xfrm, key, NFTA_XFRM_KEY, keys),
	{ "direction", F(nft_xfrm, direction), FT_U8, NFTA_XFRM_DIR },
	ROW_U32("number", nft_xfrm, number, NFTA_XFRM_SPNUM),
	{ 0 },
};

static uint32_t key_len(uint32_t key)
{
	return key == NFT_XFRM_KEY_DADDR_IP6 || key == NFT_XFRM_KEY_SADDR_IP6
		       ? 16
		       : 4;
}

static bool xfrm_check(const struct nft_expr *x)
{
	const struct nft_xfrm *f = (const void *)x;

	return value_name(keys, f->key) &&
	       nft_reg_fits(f->dreg, key_len(f->key));
}

/* Without policies nothing is transformed; with them it cannot be told. */
static enum fw_verdict xfrm_eval(struct nft_regs *r, const struct nft_expr *x)
{
	const struct nft_xfrm *f = (const void *)x;
	const struct netns *ns = r->e->ns;

	if (ns && (ns->have & READ_XFRM) && !ns->xfrm_policies)
		return FW_BREAK;
	return nft_reg_unknown(r, f->dreg, key_len(f->key));
}

static void xfrm_text(struct nft_text *t, const struct nft_expr *x)
{
	static const struct value_name words[] = {
		{ NFT_XFRM_KEY_DADDR_IP4, "ip daddr" },
		{ NFT_XFRM_KEY_DADDR_IP6, "ip6 daddr" },
		{ NFT_XFRM_KEY_SADDR_IP4, "ip saddr" },
		{ NFT_XFRM_KEY_SADDR_IP6, "ip6 saddr" },
		{ NFT_XFRM_KEY_REQID, "reqid" },
		{ NFT_XFRM_KEY_SPI, "spi" },
		{ 0, NULL },
	};
	const struct nft_xfrm *f = (const void *)x;
	const struct nft_dtype *type = &nft_t_host_integer;
	const char *number = "";

	if (f->key == NFT_XFRM_KEY_SPI)
		type = &nft_t_integer;
	else if (f->key != NFT_XFRM_KEY_REQID)
		type = key_len(f->key) == 16 ? &nft_t_ip6 : &nft_t_ip;
	if (f->number)
		number = arena_printf(t->a, "spnum %u ", f->number);
	nft_text_load(t, f->dreg,
		      arena_printf(t->a, "ipsec %s %s%s",
				   f->direction ? "out" : "in", number,
				   value_name(words, f->key)),
		      type, key_len(f->key));
}

const struct expr_type nft_xfrm_expr = {
	.obj = { "xfrm", sizeof(struct nft_xfrm), fields, NULL },
	.role = ROLE_LOAD,
	.check = xfrm_check,
	.eval = xfrm_eval,
	.text = xfrm_text,
};
