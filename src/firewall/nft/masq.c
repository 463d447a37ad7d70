/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_masq.c: the source becomes the address of the device it leaves by. */
#include <netinet/in.h>

#include <linux/netfilter/nf_nat.h>

#include "firewall/nft/text.h"

static const struct field fields[] = {
	ROW_U32("flags", nft_masq, flags, NFTA_MASQ_FLAGS),
	ROW_U32("proto_min", nft_masq, proto_min, NFTA_MASQ_REG_PROTO_MIN),
	ROW_U32("proto_max", nft_masq, proto_max, NFTA_MASQ_REG_PROTO_MAX),
	{ 0 },
};

static enum fw_verdict masq_eval(struct nft_regs *r, const struct nft_expr *x)
{
	const struct nft_masq *m = (const void *)x;
	struct nat_request q = {
		.kind = NAT_MASQUERADE,
		.manip = MANIP_SRC,
		.rule = &r->rule->obj,
		.address_known = true,
		.port_known = true,
		.random = m->flags & NF_NAT_RANGE_PROTO_RANDOM_ALL,
		.persistent = m->flags & NF_NAT_RANGE_PERSISTENT,
	};

	nft_nat_ports(r, m->proto_min, m->proto_max, &q);
	return r->e->ops->nat(r->e, &q);
}

static void masq_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_masq *m = (const void *)x;

	nft_text_add(t, "masquerade%s%s%s", m->proto_min ? " to " : "",
		     nft_text_ports(t, m->proto_min, m->proto_max),
		     nft_text_nat_flags(m->flags));
}

const struct expr_type nft_masq_expr = {
	.obj = { "masq", sizeof(struct nft_masq), fields, NULL },
	.role = ROLE_ACTION,
	.conntrack = true,
	.eval = masq_eval,
	.text = masq_text,
};
