/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_last.c: notes when it was last passed. */
#include "firewall/nft/text.h"

static const struct field fields[] = {
	{ "used", F(nft_last, used), FT_U32, NFTA_LAST_SET,
	  FF_BE | FF_VOLATILE },
	{ "msecs", F(nft_last, msecs), FT_U64, NFTA_LAST_MSECS,
	  FF_BE | FF_VOLATILE },
	{ 0 },
};

static enum fw_verdict last_eval(struct nft_regs *r, const struct nft_expr *x)
{
	(void)r;
	(void)x;
	return FW_CONTINUE;
}

static void last_text(struct nft_text *t, const struct nft_expr *x)
{
	(void)x;
	nft_text_add(t, "last");
}

const struct expr_type nft_last_expr = {
	.obj = { "last", sizeof(struct nft_last), fields, NULL },
	.role = ROLE_NOTE,
	.eval = last_eval,
	.text = last_text,
};
