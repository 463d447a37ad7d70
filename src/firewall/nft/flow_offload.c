/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nft_flow_offload.c: later packets of the connection pass beside the rules.
 * The first ones, which are asked about here, do not.
 */
#include "firewall/nft/text.h"

static const struct field fields[] = {
	{ "flowtable", F(nft_flow_offload, flowtable), FT_STRING,
	  NFTA_FLOW_TABLE_NAME, FF_ID },
	{ 0 },
};

static enum fw_verdict flow_offload_eval(struct nft_regs *r,
					 const struct nft_expr *x)
{
	(void)r;
	(void)x;
	return FW_CONTINUE;
}

static void flow_offload_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_flow_offload *f = (const void *)x;

	nft_text_add(t, "flow add @%s", f->flowtable ? f->flowtable : "?");
}

const struct expr_type nft_flow_offload_expr = {
	.obj = { "flow_offload", sizeof(struct nft_flow_offload), fields,
		 NULL },
	.role = ROLE_NOTE,
	.conntrack = true,
	.eval = flow_offload_eval,
	.text = flow_offload_text,
};
