/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Matches icmp and icmp6: net/netfilter/xt_tcpudp.c, before 6.13 ip_tables.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>

#define TYPE_ANY 0xff

static const struct field fields[] = {
	{ "icmp-type", F(xt_icmp_type, type), FT_U8 },
	{ "code-from", F(xt_icmp_type, code_from), FT_U8 },
	{ "code-to", F(xt_icmp_type, code_to), FT_U8 },
	{ "invflags", F(xt_icmp_type, invflags), FT_U8 },
	{ }
};

/* struct ipt_icmp and struct ip6t_icmp are laid out alike. */
static int decode(void *ext, const struct xt_blob *b)
{
	const struct ipt_icmp *i = b->p;
	struct xt_icmp_type *m = ext;

	m->type = i->type;
	m->code_from = i->code[0];
	m->code_to = i->code[1];
	m->invflags = i->invflags;
	return i->invflags & ~IPT_ICMP_INV ? -EINVAL : 0;
}

static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct xt_icmp_type *m = ext;
	const struct packet *p = c->e->pkt;
	uint8_t code = packet_icmp_code(p);
	bool hit = packet_icmp_type(p) == m->type && code >= m->code_from &&
		   code <= m->code_to;

	if (p->proto != IPPROTO_ICMP && p->proto != IPPROTO_ICMPV6)
		return TRI_NO;
	if (m->type == TYPE_ANY && p->proto == IPPROTO_ICMP)
		hit = true;
	return tri_of(hit != !!m->invflags);
}

static void type_text(const struct xt_icmp_type *m, struct xt_print *p,
		      const char *option)
{
	xt_out(p, " --%s %u", option, m->type);
	if (m->code_from || m->code_to != 0xff)
		xt_out(p, "/%u", m->code_from);
}

static void text4(const void *ext, struct xt_print *p)
{
	const struct xt_icmp_type *m = ext;

	xt_not(p, m->invflags);
	if (m->type == TYPE_ANY && !m->code_from && m->code_to == 0xff)
		xt_out(p, " --icmp-type any");
	else
		type_text(m, p, "icmp-type");
}

static void text6(const void *ext, struct xt_print *p)
{
	const struct xt_icmp_type *m = ext;

	xt_not(p, m->invflags);
	type_text(m, p, "icmpv6-type");
}

const struct xt_type xt_icmp_types[] = {
	{ .object = XT_OBJECT("icmp.0", xt_icmp_type, fields),
	  .name = "icmp", .families = XT_IP, .size = sizeof(struct ipt_icmp),
	  .decode = decode, .match = match, .text = text4 },
	{ .object = XT_OBJECT("icmp6.0", xt_icmp_type, fields),
	  .name = "icmp6", .families = XT_IP6, .size = sizeof(struct ip6t_icmp),
	  .decode = decode, .match = match, .text = text6 },
	{ }
};
