/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_fwd_netdev.c: sent by another device; gone from here. */
#include "firewall/nft/eval.h"

static const struct field fields[] = {
	ROW_U32("sreg_dev", nft_fwd, sreg_dev, NFTA_FWD_SREG_DEV),
	ROW_U32("sreg_addr", nft_fwd, sreg_addr, NFTA_FWD_SREG_ADDR),
	ROW_U32("family", nft_fwd, family, NFTA_FWD_NFPROTO),
	{ 0 },
};

static enum fw_verdict fwd_eval(struct nft_regs *r, const struct nft_expr *x)
{
	(void)r;
	(void)x;
	return FW_STOLEN;
}

const struct expr_type nft_fwd_expr = {
	.obj = { "fwd", sizeof(struct nft_fwd), fields, NULL },
	.role = ROLE_ACTION,
	.eval = fwd_eval,
};
