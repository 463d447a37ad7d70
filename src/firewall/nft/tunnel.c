/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_tunnel.c: of packets with tunnel metadata; ours have none. */
#include "firewall/nft/text.h"

static const struct value_name keys[] = {
	{ NFT_TUNNEL_PATH, "path" },
	{ NFT_TUNNEL_ID, "id" },
	{ 0, NULL },
};

static const struct field fields[] = {
	ROW_ENUM("key", nft_tunnel, key, NFTA_TUNNEL_KEY, keys),
	ROW_U32("dreg", nft_tunnel, dreg, NFTA_TUNNEL_DREG),
	ROW_U32("mode", nft_tunnel, mode, NFTA_TUNNEL_MODE),
	{ 0 },
};

static bool tunnel_check(const struct nft_expr *x)
{
	const struct nft_tunnel *t = (const void *)x;

	return value_name(keys, t->key) && nft_reg_fits(t->dreg, 4);
}

static enum fw_verdict tunnel_eval(struct nft_regs *r,
				   const struct nft_expr *x)
{
	const struct nft_tunnel *t = (const void *)x;

	if (t->key == NFT_TUNNEL_PATH)
		return nft_reg_u8(r, t->dreg, 0);
	return FW_BREAK;
}

static void tunnel_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_tunnel *n = (const void *)x;
	bool path = n->key == NFT_TUNNEL_PATH;

	nft_text_load(t, n->dreg, path ? "tunnel path" : "tunnel id",
		      path ? &nft_t_boolean : &nft_t_host_integer,
		      path ? 1 : 4);
}

const struct expr_type nft_tunnel_expr = {
	.obj = { "tunnel", sizeof(struct nft_tunnel), fields, NULL },
	.role = ROLE_LOAD,
	.check = tunnel_check,
	.eval = tunnel_eval,
	.text = tunnel_text,
};
