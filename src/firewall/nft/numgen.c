/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_numgen.c: a counter or a random number: any value below the modulus. */
#include "firewall/nft/text.h"

static const struct value_name types[] = {
	{ NFT_NG_INCREMENTAL, "inc" },
	{ NFT_NG_RANDOM, "random" },
	{ 0, NULL },
};

static const struct field fields[] = {
	ROW_U32("dreg", nft_numgen, dreg, NFTA_NG_DREG),
	ROW_U32("modulus", nft_numgen, modulus, NFTA_NG_MODULUS),
	ROW_ENUM("kind", nft_numgen, type, NFTA_NG_TYPE, types),
	ROW_U32("offset", nft_numgen, offset, NFTA_NG_OFFSET),
	{ 0 },
};

static bool numgen_check(const struct nft_expr *x)
{
	const struct nft_numgen *n = (const void *)x;

	return value_name(types, n->type) && nft_reg_fits(n->dreg, 4);
}

static enum fw_verdict numgen_eval(struct nft_regs *r,
				   const struct nft_expr *x)
{
	const struct nft_numgen *n = (const void *)x;
	uint32_t max;

	if (!n->modulus ||
	    __builtin_add_overflow(n->modulus - 1, n->offset, &max))
		return nft_reg_unknown(r, n->dreg, 4);
	return nft_reg_between(r, n->dreg, n->offset, max);
}

static void numgen_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_numgen *n = (const void *)x;
	const char *offset = "";

	if (n->offset)
		offset = arena_printf(t->a, " offset %u", n->offset);
	nft_text_load(t, n->dreg,
		      arena_printf(t->a, "numgen %s mod %u%s",
				   value_name(types, n->type), n->modulus,
				   offset),
		      &nft_t_host_integer, 4);
}

const struct expr_type nft_numgen_expr = {
	.obj = { "numgen", sizeof(struct nft_numgen), fields, NULL },
	.role = ROLE_LOAD,
	.check = numgen_check,
	.eval = numgen_eval,
	.text = numgen_text,
};
