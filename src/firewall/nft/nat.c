/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_nat.c: a mapping of source or destination, asked of the walk. */
#include <netinet/in.h>

#include <linux/netfilter/nf_nat.h>

#include "firewall/nft/text.h"

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

/* "ip" stands where the table or a map leaves it open. */
static const char *family_text(struct nft_text *t, const struct nft_nat *n,
			       bool concat)
{
	const char *family = n->family == NFPROTO_IPV6 ? " ip6" : " ip";

	if (!n->addr_min)
		return "";
	if (n->flags & NF_NAT_RANGE_NETMAP)
		return n->family == NFPROTO_IPV6 ? " ip6 prefix" : " ip prefix";
	return t->family == NFPROTO_INET || concat ? family : "";
}

static const char *address_text(struct nft_text *t, const struct nft_nat *n,
				bool port)
{
	bool v6 = n->family == NFPROTO_IPV6;
	const struct nft_dtype *type = v6 ? &nft_t_ip6 : &nft_t_ip;
	uint32_t len = v6 ? 16 : 4;
	struct nft_term *max;
	const char *from;
	const char *to;

	if (!n->addr_min)
		return "";
	from = nft_text_operand(t, n->addr_min, type, len);
	if (v6 && port && nft_text_term(t, n->addr_min)->kind == TERM_VALUE)
		from = arena_printf(t->a, "[%s]", from);
	max = n->addr_max && n->addr_max != n->addr_min
		      ? nft_text_term(t, n->addr_max)
		      : NULL;
	if (!max || max->kind == TERM_NONE)
		return from;
	to = nft_text_operand(t, n->addr_max, type, len);
	if (v6 && port)
		to = arena_printf(t->a, "[%s]", to);
	return arena_printf(t->a, "%s-%s", from, to);
}

static void nat_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_nat *n = (const void *)x;
	const char *ports = nft_text_ports(t, n->proto_min, n->proto_max);
	bool concat = n->proto_min && n->addr_min && !ports[0];

	nft_text_add(t, "%s%s%s%s%s%s",
		     n->type == NFT_NAT_SNAT ? "snat" : "dnat",
		     family_text(t, n, concat),
		     n->addr_min || n->proto_min ? " to " : "",
		     address_text(t, n, ports[0]), ports,
		     nft_text_nat_flags(n->flags));
}

const struct expr_type nft_nat_expr = {
	.obj = { "nat", sizeof(struct nft_nat), fields, NULL },
	.role = ROLE_ACTION,
	.conntrack = true,
	.check = nat_check,
	.eval = nat_eval,
	.text = nat_text,
};
