/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_fwd_netdev.c: sent by another device; gone from here. */
#include "firewall/nft/text.h"

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

static void fwd_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_fwd *f = (const void *)x;
	const char *dev = nft_text_operand(t, f->sreg_dev, &nft_t_ifindex, 4);
	bool v6 = f->family == NFPROTO_IPV6;

	if (!f->sreg_addr) {
		nft_text_add(t, "fwd to %s", dev);
		return;
	}
	nft_text_add(t, "fwd %s to %s device %s", v6 ? "ip6" : "ip",
		     nft_text_operand(t, f->sreg_addr,
				      v6 ? &nft_t_ip6 : &nft_t_ip, v6 ? 16 : 4),
		     dev);
}

const struct expr_type nft_fwd_expr = {
	.obj = { "fwd", sizeof(struct nft_fwd), fields, NULL },
	.role = ROLE_ACTION,
	.eval = fwd_eval,
	.text = fwd_text,
};
