/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nft_limit.c: a token bucket. What it holds is no part of a dump, so whether
 * this packet is under the limit is a fork, where the fork matters.
 */
#include "firewall/nft/eval.h"

static const struct value_name types[] = {
	{ NFT_LIMIT_PKTS, "packets" },
	{ NFT_LIMIT_PKT_BYTES, "bytes" },
	{ 0, NULL },
};

static const struct field fields[] = {
	{ "rate", F(nft_limit, rate), FT_U64, NFTA_LIMIT_RATE, FF_BE },
	{ "unit", F(nft_limit, unit), FT_U64, NFTA_LIMIT_UNIT, FF_BE },
	ROW_U32("burst", nft_limit, burst, NFTA_LIMIT_BURST),
	ROW_ENUM("kind", nft_limit, type, NFTA_LIMIT_TYPE, types),
	ROW_U32("flags", nft_limit, flags, NFTA_LIMIT_FLAGS),
	{ 0 },
};

static bool limit_check(const struct nft_expr *x)
{
	const struct nft_limit *l = (const void *)x;

	return value_name(types, l->type) &&
	       !(l->flags & ~(uint32_t)NFT_LIMIT_F_INV);
}

static enum fw_verdict limit_eval(struct nft_regs *r, const struct nft_expr *x)
{
	(void)x;
	return nft_test(r, TRI_UNKNOWN);
}

const struct expr_type nft_limit_expr = {
	.obj = { "limit", sizeof(struct nft_limit), fields, NULL },
	.role = ROLE_TEST,
	.check = limit_check,
	.eval = limit_eval,
};
