/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_inner.c (Linux 6.2): headers inside a tunnel's. */
#include "firewall/nft/text.h"

/* NFTA_INNER_*, newer than the oldest headers this is built with */
enum {
	INNER_NUM = 1,
	INNER_TYPE,
	INNER_FLAGS,
	INNER_HDRSIZE,
	INNER_EXPR,
};

static const struct field fields[] = {
	ROW_U32("number", nft_inner, number, INNER_NUM),
	ROW_U32("kind", nft_inner, type, INNER_TYPE),
	ROW_U32("flags", nft_inner, flags, INNER_FLAGS),
	ROW_U32("header", nft_inner, header, INNER_HDRSIZE),
	{ "expr", F(nft_inner, expr), FT_POLY, INNER_EXPR,
	  .by_name = nft_expr_type_by_name },
	{ 0 },
};

/* The probes carry no tunnel, but their payload is not known byte by byte. */
static enum fw_verdict inner_eval(struct nft_regs *r, const struct nft_expr *x)
{
	(void)x;
	memset(r->k, 0, sizeof(r->k));
	r->sport_at = -1;
	return nft_test(r, TRI_UNKNOWN);
}

static void inner_text(struct nft_text *t, const struct nft_expr *x)
{
	(void)x;
	nft_text_add(t, "[inner]");
}

const struct expr_type nft_inner_expr = {
	.obj = { "inner", sizeof(struct nft_inner), fields, NULL },
	.role = ROLE_LOAD,
	.eval = inner_eval,
	.text = inner_text,
};
