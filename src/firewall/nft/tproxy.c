/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nft_tproxy.c: hands the packet to a socket of this host; without one the
 * rule breaks (the target of xtables drops).
 */

#include "firewall/nft/text.h"

static const struct field fields[] = {
	ROW_U32("family", nft_tproxy, family, NFTA_TPROXY_FAMILY),
	ROW_U32("reg_addr", nft_tproxy, reg_addr, NFTA_TPROXY_REG_ADDR),
	ROW_U32("reg_port", nft_tproxy, reg_port, NFTA_TPROXY_REG_PORT),
	{ 0 },
};

static bool tproxy_check(const struct nft_expr *x)
{
	const struct nft_tproxy *t = (const void *)x;

	return (!t->reg_addr || nft_reg_offset(t->reg_addr) >= 0) &&
	       (!t->reg_port || nft_reg_fits(t->reg_port, 2));
}

static enum fw_verdict tproxy_eval(struct nft_regs *r,
				   const struct nft_expr *x)
{
	const struct nft_tproxy *t = (const void *)x;
	uint8_t family = nft_packet_family(r->e);
	struct ip_addr addr = { .family = 0 };
	struct packet *p = r->e->pkt;
	bool transparent = false;
	struct nft_value v;
	uint16_t port = 0;
	enum fw_verdict found;

	if ((t->family == NFPROTO_IPV4 || t->family == NFPROTO_IPV6) &&
	    t->family != family)
		return FW_BREAK;
	if (p->proto != IPPROTO_TCP && p->proto != IPPROTO_UDP)
		return FW_BREAK;
	if (t->reg_addr) {
		uint8_t af = family == NFPROTO_IPV6 ? AF_INET6 : AF_INET;

		if (!nft_reg_read(r, t->reg_addr, (uint32_t)ip_size(af), &v) ||
		    !nft_value_known(&v))
			return nft_unknown(r, "tproxy");
		addr = ip_from(af, v.b);
	}
	if (t->reg_port) {
		if (!nft_reg_read(r, t->reg_port, 2, &v) ||
		    !nft_value_known(&v))
			return nft_unknown(r, "tproxy");
		port = (uint16_t)(v.b[0] << 8 | v.b[1]);
	}
	found = nft_test(r, r->e->ops->socket(r->e, addr.family ? &addr : NULL,
					      port, &transparent));
	if (found == FW_CONTINUE)
		p->has_socket = true;
	return found;
}

static void tproxy_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_tproxy *p = (const void *)x;
	bool v6 = p->family == NFPROTO_IPV6 || t->l3 == NFPROTO_IPV6;
	const char *family = "";
	const char *addr = "";

	if (t->family == NFPROTO_INET && p->family == NFPROTO_IPV4)
		family = " ip";
	else if (t->family == NFPROTO_INET && p->family == NFPROTO_IPV6)
		family = " ip6";
	if (p->reg_addr)
		addr = nft_text_operand(t, p->reg_addr,
					v6 ? &nft_t_ip6 : &nft_t_ip,
					v6 ? 16 : 4);
	if (p->reg_addr && v6)
		addr = arena_printf(t->a, "[%s]", addr);
	nft_text_add(t, "tproxy%s to %s%s", family, addr,
		     nft_text_ports(t, p->reg_port, 0));
}

const struct expr_type nft_tproxy_expr = {
	.obj = { "tproxy", sizeof(struct nft_tproxy), fields, NULL },
	.role = ROLE_ACTION,
	.check = tproxy_check,
	.eval = tproxy_eval,
	.text = tproxy_text,
};
