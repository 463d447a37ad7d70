/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_dup*.c: a copy goes elsewhere; the packet itself goes on. */
#include "firewall/nft/eval.h"

static const struct field fields[] = {
	ROW_U32("sreg_addr", nft_dup, sreg_addr, NFTA_DUP_SREG_ADDR),
	ROW_U32("sreg_dev", nft_dup, sreg_dev, NFTA_DUP_SREG_DEV),
	{ 0 },
};

static enum fw_verdict dup_eval(struct nft_regs *r, const struct nft_expr *x)
{
	(void)r;
	(void)x;
	return FW_CONTINUE;
}

const struct expr_type nft_dup_expr = {
	.obj = { "dup", sizeof(struct nft_dup), fields, NULL },
	.role = ROLE_NOTE,
	.eval = dup_eval,
};
