/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_cmp.c: memcmp() of a register with constant bytes. */
#include "firewall/nft/eval.h"

static const struct value_name ops[] = {
	{ NFT_CMP_EQ, "eq" },	{ NFT_CMP_NEQ, "neq" }, { NFT_CMP_LT, "lt" },
	{ NFT_CMP_LTE, "lte" }, { NFT_CMP_GT, "gt" },	{ NFT_CMP_GTE, "gte" },
	{ 0, NULL },
};

static const struct field fields[] = {
	ROW_U32("sreg", nft_cmp, sreg, NFTA_CMP_SREG),
	ROW_ENUM("op", nft_cmp, op, NFTA_CMP_OP, ops),
	ROW_DATA("data", nft_cmp, data, NFTA_CMP_DATA),
	{ 0 },
};

static bool cmp_check(const struct nft_expr *x)
{
	const struct nft_cmp *c = (const void *)x;

	return value_name(ops, c->op) && c->data &&
	       nft_reg_fits(c->sreg, (uint32_t)c->data->value.len);
}

/* Is the value below @with (or equal, if @or_equal)? */
static enum tri below(const struct nft_regs *r, const struct nft_value *v,
		      struct bytes with, bool or_equal)
{
	uint8_t lo[NFT_REG_BYTES];
	uint8_t hi[NFT_REG_BYTES];
	int min;
	int max;

	nft_value_bounds(r, v, lo, hi);
	min = memcmp(lo, with.p, v->len);
	max = memcmp(hi, with.p, v->len);
	if (max < 0 || (or_equal && max == 0))
		return TRI_YES;
	if (min > 0 || (!or_equal && min == 0))
		return TRI_NO;
	return TRI_UNKNOWN;
}

static enum fw_verdict cmp_eval(struct nft_regs *r, const struct nft_expr *x)
{
	const struct nft_cmp *c = (const void *)x;
	struct bytes with = c->data->value;
	struct nft_value v;

	if (!nft_reg_read(r, c->sreg, (uint32_t)with.len, &v))
		return nft_unknown(r, "cmp");
	switch ((enum nft_cmp_ops)c->op) {
	case NFT_CMP_EQ:
		return nft_test(r, nft_value_equal(r, &v, with));
	case NFT_CMP_NEQ:
		return nft_test(r, tri_not(nft_value_equal(r, &v, with)));
	case NFT_CMP_LT:
		return nft_test(r, below(r, &v, with, false));
	case NFT_CMP_LTE:
		return nft_test(r, below(r, &v, with, true));
	case NFT_CMP_GT:
		return nft_test(r, tri_not(below(r, &v, with, true)));
	case NFT_CMP_GTE:
		return nft_test(r, tri_not(below(r, &v, with, false)));
	}
	return nft_unknown(r, "cmp");
}

const struct expr_type nft_cmp_expr = {
	.obj = { "cmp", sizeof(struct nft_cmp), fields, NULL },
	.role = ROLE_TEST,
	.check = cmp_check,
	.eval = cmp_eval,
};
