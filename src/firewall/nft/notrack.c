/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_ct.c, nft_notrack_eval(): no tracking, if there is no entry yet. */
#include "firewall/nft/text.h"

static const struct field fields[] = {
	{ 0 },
};

static enum fw_verdict notrack_eval(struct nft_regs *r,
				    const struct nft_expr *x)
{
	struct packet *p = r->e->pkt;

	(void)x;
	if (!p->ct && !p->has_template && p->ctinfo == CT_NONE)
		p->ctinfo = CT_UNTRACKED;
	return FW_CONTINUE;
}

static void notrack_text(struct nft_text *t, const struct nft_expr *x)
{
	(void)x;
	nft_text_add(t, "notrack");
}

const struct expr_type nft_notrack_expr = {
	.obj = { "notrack", sizeof(struct nft_notrack), fields, NULL },
	.role = ROLE_ACTION,
	.eval = notrack_eval,
	.text = notrack_text,
};
