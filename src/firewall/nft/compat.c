/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_compat.c: a match or target of xtables, as iptables-nft uses them. */
#include <linux/netfilter/nf_tables_compat.h>

#include "firewall/nft/eval.h"

static const struct field match_fields[] = {
	{ "name", F(nft_compat, name), FT_STRING, NFTA_MATCH_NAME },
	ROW_U32("revision", nft_compat, rev, NFTA_MATCH_REV),
	{ "info", F(nft_compat, info), FT_BYTES, NFTA_MATCH_INFO },
	{ 0 },
};

/* NFTA_TARGET_* has the same numbers. */
_Static_assert((int)NFTA_MATCH_INFO == (int)NFTA_TARGET_INFO, "");

static bool compat_check(const struct nft_expr *x)
{
	return ((const struct nft_compat *)x)->name;
}

void nft_compat_seal(struct arena *a, uint8_t family, struct nft_compat *c)
{
	(void)a;
	(void)family;
	(void)c;
}

static enum fw_verdict compat_eval(struct nft_regs *r,
				   const struct nft_expr *x)
{
	return nft_unknown(r, ((const struct nft_compat *)x)->name);
}

const struct expr_type nft_match_expr = {
	.obj = { "match", sizeof(struct nft_compat), match_fields, NULL },
	.role = ROLE_TEST,
	.check = compat_check,
	.eval = compat_eval,
};

const struct expr_type nft_target_expr = {
	.obj = { "target", sizeof(struct nft_compat), match_fields, NULL },
	.role = ROLE_ACTION,
	.check = compat_check,
	.eval = compat_eval,
};
