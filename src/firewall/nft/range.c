/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_range.c: a register between two constants, by memcmp(). */
#include "firewall/nft/text.h"

static const struct value_name ops[] = {
	{ NFT_RANGE_EQ, "eq" },
	{ NFT_RANGE_NEQ, "neq" },
	{ 0, NULL },
};

static const struct field fields[] = {
	ROW_U32("sreg", nft_range, sreg, NFTA_RANGE_SREG),
	ROW_ENUM("op", nft_range, op, NFTA_RANGE_OP, ops),
	ROW_DATA("from", nft_range, from, NFTA_RANGE_FROM_DATA),
	ROW_DATA("to", nft_range, to, NFTA_RANGE_TO_DATA),
	{ 0 },
};

static bool range_check(const struct nft_expr *x)
{
	const struct nft_range *g = (const void *)x;

	return value_name(ops, g->op) && g->from && g->to &&
	       g->from->value.len == g->to->value.len &&
	       nft_reg_fits(g->sreg, (uint32_t)g->from->value.len);
}

static enum fw_verdict range_eval(struct nft_regs *r, const struct nft_expr *x)
{
	const struct nft_range *g = (const void *)x;
	struct nft_value v;
	enum tri t;

	if (!nft_reg_read(r, g->sreg, (uint32_t)g->from->value.len, &v))
		return nft_unknown(r, "range");
	t = nft_value_between(r, &v, g->from->value, g->to->value);
	return nft_test(r, tri_xor(t, g->op == NFT_RANGE_NEQ));
}

static void range_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_range *g = (const void *)x;
	struct nft_term *term = nft_text_term(t, g->sreg);
	const char *lhs = nft_text_masked(t, term, nft_text_of(t, term));
	uint32_t len = (uint32_t)g->from->value.len;

	nft_text_match(t, "%s %s%s-%s", lhs,
		       g->op == NFT_RANGE_NEQ ? "!= " : "",
		       nft_text_constant(t, term, g->from->value.p, len),
		       nft_text_constant(t, term, g->to->value.p, len));
}

const struct expr_type nft_range_expr = {
	.obj = { "range", sizeof(struct nft_range), fields, NULL },
	.role = ROLE_TEST,
	.check = range_check,
	.eval = range_eval,
	.text = range_text,
};
