/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_log.c: writes a line, and changes nothing. */
#include "firewall/nft/eval.h"

static const struct field fields[] = {
	{ "group", F(nft_log, group), FT_U16, NFTA_LOG_GROUP, FF_BE },
	{ "prefix", F(nft_log, prefix), FT_STRING, NFTA_LOG_PREFIX, FF_ID },
	ROW_U32("snaplen", nft_log, snaplen, NFTA_LOG_SNAPLEN),
	{ "threshold", F(nft_log, threshold), FT_U16, NFTA_LOG_QTHRESHOLD,
	  FF_BE },
	ROW_U32("level", nft_log, level, NFTA_LOG_LEVEL),
	ROW_U32("flags", nft_log, flags, NFTA_LOG_FLAGS),
	{ 0 },
};

static enum fw_verdict log_eval(struct nft_regs *r, const struct nft_expr *x)
{
	(void)r;
	(void)x;
	return FW_CONTINUE;
}

const struct expr_type nft_log_expr = {
	.obj = { "log", sizeof(struct nft_log), fields, NULL },
	.role = ROLE_NOTE,
	.eval = log_eval,
};
