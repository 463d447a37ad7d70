/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_immediate.c: a value, or a verdict, into a register. */
#include "firewall/nft/text.h"

static const struct field fields[] = {
	ROW_U32("dreg", nft_immediate, dreg, NFTA_IMMEDIATE_DREG),
	ROW_DATA("data", nft_immediate, data, NFTA_IMMEDIATE_DATA),
	{ 0 },
};

static bool immediate_acts(const struct nft_expr *x)
{
	const struct nft_immediate *i = (const void *)x;

	/* "continue" is the one verdict that does nothing. */
	return i->dreg == NFT_REG_VERDICT &&
	       !(i->data->verdict && i->data->verdict->code == NFT_CONTINUE);
}

static bool immediate_check(const struct nft_expr *x)
{
	const struct nft_immediate *i = (const void *)x;

	if (!i->data)
		return false;
	if (i->dreg == NFT_REG_VERDICT)
		return i->data->verdict;
	return nft_reg_fits(i->dreg, (uint32_t)i->data->value.len);
}

static enum fw_verdict immediate_eval(struct nft_regs *r,
				      const struct nft_expr *x)
{
	const struct nft_immediate *i = (const void *)x;

	if (i->dreg == NFT_REG_VERDICT)
		return nft_verdict_take(r, i->data->verdict);
	return nft_reg_bytes(r, i->dreg, i->data->value.p,
			     (uint32_t)i->data->value.len);
}

static void immediate_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_immediate *i = (const void *)x;

	if (i->dreg == NFT_REG_VERDICT) {
		nft_text_add(t, "%s", nft_text_verdict(t, i->data->verdict));
		return;
	}
	*nft_text_term(t, i->dreg) = (struct nft_term){
		.kind = TERM_VALUE,
		.value = i->data->value.p,
		.len = (uint32_t)i->data->value.len,
	};
}

const struct expr_type nft_immediate_expr = {
	.obj = { "immediate", sizeof(struct nft_immediate), fields, NULL },
	.role = ROLE_LOAD,
	.acts = immediate_acts,
	.check = immediate_check,
	.eval = immediate_eval,
	.text = immediate_text,
};
