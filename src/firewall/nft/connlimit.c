/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nft_connlimit.c: how many connections; the packet's own is one, the others
 * are no part of a dump.
 */
#include "firewall/nft/text.h"

static const struct field fields[] = {
	ROW_U32("count", nft_connlimit, count, NFTA_CONNLIMIT_COUNT),
	ROW_U32("flags", nft_connlimit, flags, NFTA_CONNLIMIT_FLAGS),
	{ 0 },
};

static bool connlimit_check(const struct nft_expr *x)
{
	const struct nft_connlimit *c = (const void *)x;

	return !(c->flags & ~(uint32_t)NFT_CONNLIMIT_F_INV);
}

/* nft_connlimit_do_eval(): (count > limit) ^ over breaks. */
static enum fw_verdict connlimit_eval(struct nft_regs *r,
				      const struct nft_expr *x)
{
	const struct nft_connlimit *c = (const void *)x;
	enum tri more = c->count ? TRI_UNKNOWN : TRI_YES;

	return nft_test(r, tri_xor(more, !(c->flags & NFT_CONNLIMIT_F_INV)));
}

static void connlimit_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_connlimit *c = (const void *)x;

	nft_text_add(t, "ct count %s%u",
		     c->flags & NFT_CONNLIMIT_F_INV ? "over " : "", c->count);
}

const struct expr_type nft_connlimit_expr = {
	.obj = { "connlimit", sizeof(struct nft_connlimit), fields, NULL },
	.role = ROLE_TEST,
	.conntrack = true,
	.check = connlimit_check,
	.eval = connlimit_eval,
	.text = connlimit_text,
};
