/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_counter.c: counts, and changes nothing. */
#include "firewall/nft/text.h"

static const struct field fields[] = {
	{ "bytes", F(nft_counter, bytes), FT_U64, NFTA_COUNTER_BYTES,
	  FF_BE | FF_VOLATILE },
	{ "packets", F(nft_counter, packets), FT_U64, NFTA_COUNTER_PACKETS,
	  FF_BE | FF_VOLATILE },
	{ 0 },
};

static enum fw_verdict counter_eval(struct nft_regs *r,
				    const struct nft_expr *x)
{
	(void)r;
	(void)x;
	return FW_CONTINUE;
}

static void counter_text(struct nft_text *t, const struct nft_expr *x)
{
	(void)x;
	nft_text_add(t, "counter");
}

const struct expr_type nft_counter_expr = {
	.obj = { "counter", sizeof(struct nft_counter), fields, NULL },
	.role = ROLE_NOTE,
	.eval = counter_eval,
	.text = counter_text,
};
