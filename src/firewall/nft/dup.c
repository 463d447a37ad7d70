/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_dup*.c: a copy goes elsewhere; the packet itself goes on. */
#include "firewall/nft/text.h"

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

static void dup_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_dup *d = (const void *)x;
	bool v6 = t->l3 == NFPROTO_IPV6;
	const char *dev = "";

	if (d->sreg_dev)
		dev = nft_text_operand(t, d->sreg_dev, &nft_t_ifindex, 4);
	if (!d->sreg_addr)
		nft_text_add(t, "dup to %s", dev);
	else
		nft_text_add(t, "dup to %s%s%s",
			     nft_text_operand(t, d->sreg_addr,
					      v6 ? &nft_t_ip6 : &nft_t_ip,
					      v6 ? 16 : 4),
			     d->sreg_dev ? " device " : "", dev);
}

const struct expr_type nft_dup_expr = {
	.obj = { "dup", sizeof(struct nft_dup), fields, NULL },
	.role = ROLE_NOTE,
	.eval = dup_eval,
	.text = dup_text,
};
