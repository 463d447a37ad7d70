/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_nat.c: a mapping of source or destination, asked of the walk. */
#include <netinet/in.h>

#include <linux/netfilter/nf_nat.h>

#include "firewall/nft/eval.h"

#define KNOWN_FLAGS 127u	/* NF_NAT_RANGE_*, NETMAP the last */

static const struct value_name types[] = {
	{ NFT_NAT_SNAT, "snat" },
	{ NFT_NAT_DNAT, "dnat" },
	{ 0, NULL },
};

static const struct field fields[] = {
	ROW_ENUM("kind", nft_nat, type, NFTA_NAT_TYPE, types),
	ROW_U32("family", nft_nat, family, NFTA_NAT_FAMILY),
	ROW_U32("addr_min", nft_nat, addr_min, NFTA_NAT_REG_ADDR_MIN),
	ROW_U32("addr_max", nft_nat, addr_max, NFTA_NAT_REG_ADDR_MAX),
	ROW_U32("proto_min", nft_nat, proto_min, NFTA_NAT_REG_PROTO_MIN),
	ROW_U32("proto_max", nft_nat, proto_max, NFTA_NAT_REG_PROTO_MAX),
	ROW_U32("flags", nft_nat, flags, NFTA_NAT_FLAGS),
	{ 0 },
};

static bool reg_or_none(uint32_t reg, uint32_t len)
{
	return !reg || nft_reg_fits(reg, len);
}

static bool nat_check(const struct nft_expr *x)
{
	const struct nft_nat *n = (const void *)x;
	uint32_t len = n->family == NFPROTO_IPV6 ? 16 : 4;

	return value_name(types, n->type) && !(n->flags & ~KNOWN_FLAGS) &&
	       reg_or_none(n->addr_min, len) && reg_or_none(n->addr_max, len) &&
	       reg_or_none(n->proto_min, 2) && reg_or_none(n->proto_max, 2);
}

static void take_addresses(struct nft_regs *r, const struct nft_nat *n,
			   struct nat_request *q)
{
	uint8_t family = nft_packet_family(r->e) == NFPROTO_IPV6 ? AF_INET6
								 : AF_INET;
	struct nft_value lo;
	struct nft_value hi;

	if (!n->addr_min)
		return;
	q->address_known = false;
	q->first.family = family;
	q->last.family = family;
	if (!nft_reg_read(r, n->addr_min, (uint32_t)ip_size(family), &lo) ||
	    !nft_reg_read(r, n->addr_max ? n->addr_max : n->addr_min,
			  (uint32_t)ip_size(family), &hi))
		return;
	q->address_known = nft_value_known(&lo) && nft_value_known(&hi);
	q->first = ip_from(family, lo.b);
	q->last = ip_from(family, hi.b);
}

/* nft_nat_setup_netmap(): the part under the mask swaps, the rest stays. */
static void take_netmap(struct nft_regs *r, struct nat_request *q)
{
	struct ip_addr old = q->manip == MANIP_SRC ? packet_src(r->e->pkt)
						   : packet_dst(r->e->pkt);

	for (size_t i = 0; i < ip_size(q->first.family); i++) {
		uint8_t host = q->first.b[i] ^ q->last.b[i];

		q->first.b[i] = (old.b[i] & host) |
				(q->first.b[i] & (uint8_t)~host);
	}
	q->last = q->first;
	q->kind = NAT_NETMAP;
}

void nft_nat_ports(struct nft_regs *r, uint32_t min, uint32_t max,
		   struct nat_request *q)
{
	struct nft_value lo;
	struct nft_value hi;

	if (!min)
		return;
	q->port_known = false;
	if (!nft_reg_read(r, min, 2, &lo) ||
	    !nft_reg_read(r, max ? max : min, 2, &hi))
		return;
	q->port_known = nft_value_known(&lo) && nft_value_known(&hi);
	q->port_first = (uint16_t)(lo.b[0] << 8 | lo.b[1]);
	q->port_last = (uint16_t)(hi.b[0] << 8 | hi.b[1]);
}

static enum fw_verdict nat_eval(struct nft_regs *r, const struct nft_expr *x)
{
	const struct nft_nat *n = (const void *)x;
	struct nat_request q = {
		.kind = NAT_TO_ADDRESS,
		.manip = n->type == NFT_NAT_SNAT ? MANIP_SRC : MANIP_DST,
		.rule = &r->rule->obj,
		.address_known = true,
		.port_known = true,
		.random = n->flags & NF_NAT_RANGE_PROTO_RANDOM_ALL,
		.persistent = n->flags & NF_NAT_RANGE_PERSISTENT,
	};

	/* nft_nat_inet_eval(): of the other family, the rule just goes on */
	if (n->family != NFPROTO_INET && n->family != nft_packet_family(r->e))
		return FW_CONTINUE;
	take_addresses(r, n, &q);
	nft_nat_ports(r, n->proto_min, n->proto_max, &q);
	if (n->addr_min && q.address_known &&
	    (n->flags & NF_NAT_RANGE_NETMAP))
		take_netmap(r, &q);
	return r->e->ops->nat(r->e, &q);
}

const struct expr_type nft_nat_expr = {
	.obj = { "nat", sizeof(struct nft_nat), fields, NULL },
	.role = ROLE_ACTION,
	.conntrack = true,
	.check = nat_check,
	.eval = nat_eval,
};
