/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_redir.c: the destination becomes this host. */
#include <netinet/in.h>

#include <linux/netfilter/nf_nat.h>

#include "firewall/nft/text.h"

static const struct field fields[] = {
	ROW_U32("proto_min", nft_redir, proto_min, NFTA_REDIR_REG_PROTO_MIN),
	ROW_U32("proto_max", nft_redir, proto_max, NFTA_REDIR_REG_PROTO_MAX),
	ROW_U32("flags", nft_redir, flags, NFTA_REDIR_FLAGS),
	{ 0 },
};

static enum fw_verdict redir_eval(struct nft_regs *r, const struct nft_expr *x)
{
	const struct nft_redir *d = (const void *)x;
	struct nat_request q = {
		.kind = NAT_REDIRECT,
		.manip = MANIP_DST,
		.rule = &r->rule->obj,
		.address_known = true,
		.port_known = true,
		.random = d->flags & NF_NAT_RANGE_PROTO_RANDOM_ALL,
		.persistent = d->flags & NF_NAT_RANGE_PERSISTENT,
	};

	nft_nat_ports(r, d->proto_min, d->proto_max, &q);
	return r->e->ops->nat(r->e, &q);
}

static void redir_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_redir *d = (const void *)x;

	nft_text_add(t, "redirect%s%s%s", d->proto_min ? " to " : "",
		     nft_text_ports(t, d->proto_min, d->proto_max),
		     nft_text_nat_flags(d->flags));
}

const struct expr_type nft_redir_expr = {
	.obj = { "redir", sizeof(struct nft_redir), fields, NULL },
	.role = ROLE_ACTION,
	.conntrack = true,
	.eval = redir_eval,
	.text = redir_text,
};
