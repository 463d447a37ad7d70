/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Targets SNAT, DNAT, MASQUERADE, REDIRECT, NETMAP: net/netfilter/xt_nat.c,
 * xt_MASQUERADE.c, xt_REDIRECT.c, xt_NETMAP.c.
 */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/nf_nat.h>

static const struct field fields[] = {
	{ "flags", F(xt_nat_range, flags), FT_U32 },
	{ "from", F(xt_nat_range, from), FT_ADDRESS },
	{ "to", F(xt_nat_range, to), FT_ADDRESS },
	{ "port-from", F(xt_nat_range, port_from), FT_U16 },
	{ "port-to", F(xt_nat_range, port_to), FT_U16 },
	{ "port-base", F(xt_nat_range, port_base), FT_U16 },
	{ }
};

/* struct nf_nat_ipv4_multi_range_compat, with the one range that there is. */
static int decode_compat(void *ext, const struct xt_blob *b)
{
	const struct nf_nat_ipv4_multi_range_compat *i = b->p;
	const struct nf_nat_ipv4_range *r = &i->range[0];
	struct xt_nat_range *t = ext;

	if (i->rangesize != 1)
		return -EINVAL;
	t->flags = r->flags;
	t->from = ip4(r->min_ip);
	t->to = ip4(r->max_ip);
	t->port_from = ntohs(r->min.all);
	t->port_to = ntohs(r->max.all);
	return 0;
}

static int decode_range(void *ext, const struct xt_blob *b)
{
	const struct nf_nat_range *r = b->p;
	struct xt_nat_range *t = ext;

	t->flags = r->flags;
	t->from = xt_address(b, &r->min_addr);
	t->to = xt_address(b, &r->max_addr);
	t->port_from = ntohs(r->min_proto.all);
	t->port_to = ntohs(r->max_proto.all);
	return 0;
}

static int decode_range2(void *ext, const struct xt_blob *b)
{
	const struct nf_nat_range2 *r = b->p;
	struct xt_nat_range *t = ext;

	decode_range(ext, b);
	t->port_base = ntohs(r->base_proto.all);
	return 0;
}

static struct nat_request request(const struct xt_nat_range *t,
				  const struct xt_ctx *c, enum nat_kind kind,
				  enum manip manip)
{
	struct nat_request q = {
		.kind = kind,
		.manip = manip,
		.rule = c->rule,
		.address_known = true,
		.port_known = true,
		.random = t->flags & NF_NAT_RANGE_PROTO_RANDOM_ALL,
		.persistent = t->flags & NF_NAT_RANGE_PERSISTENT,
	};

	if (t->flags & NF_NAT_RANGE_MAP_IPS) {
		q.first = t->from;
		q.last = t->to;
	}
	if (t->flags & NF_NAT_RANGE_PROTO_SPECIFIED) {
		q.port_first = t->port_from;
		q.port_last = t->port_to;
	}
	if (t->flags & NF_NAT_RANGE_PROTO_OFFSET)
		q.port_base = t->port_base;
	return q;
}

static enum fw_verdict run(const void *ext, struct xt_ctx *c,
			   enum nat_kind kind, enum manip manip)
{
	struct nat_request q = request(ext, c, kind, manip);

	return c->e->ops->nat(c->e, &q);
}

static enum fw_verdict snat(const void *ext, struct xt_ctx *c,
			    struct fw_result *res)
{
	(void)res;
	return run(ext, c, NAT_TO_ADDRESS, MANIP_SRC);
}

static enum fw_verdict dnat(const void *ext, struct xt_ctx *c,
			    struct fw_result *res)
{
	(void)res;
	return run(ext, c, NAT_TO_ADDRESS, MANIP_DST);
}

static enum fw_verdict masquerade(const void *ext, struct xt_ctx *c,
				  struct fw_result *res)
{
	(void)res;
	return run(ext, c, NAT_MASQUERADE, MANIP_SRC);
}

static enum fw_verdict redirect(const void *ext, struct xt_ctx *c,
				struct fw_result *res)
{
	(void)res;
	return run(ext, c, NAT_REDIRECT, MANIP_DST);
}

/* One target for both ways: the hook says which address it maps. */
static enum fw_verdict netmap(const void *ext, struct xt_ctx *c,
			      struct fw_result *res)
{
	bool src = c->e->hook == NF_INET_POST_ROUTING ||
		   c->e->hook == NF_INET_LOCAL_IN;

	(void)res;
	return run(ext, c, NAT_NETMAP, src ? MANIP_SRC : MANIP_DST);
}

static void ports_text(const struct xt_nat_range *t, struct xt_print *p)
{
	xt_out(p, "%u", t->port_from);
	if (t->port_to != t->port_from)
		xt_out(p, "-%u", t->port_to);
	if (t->flags & NF_NAT_RANGE_PROTO_OFFSET)
		xt_out(p, "/%u", t->port_base);
}

static void flags_text(const struct xt_nat_range *t, struct xt_print *p)
{
	if (t->flags & NF_NAT_RANGE_PROTO_RANDOM)
		xt_out(p, " --random");
	if (t->flags & NF_NAT_RANGE_PROTO_RANDOM_FULLY)
		xt_out(p, " --random-fully");
	if (t->flags & NF_NAT_RANGE_PERSISTENT)
		xt_out(p, " --persistent");
}

static void address_text(const struct xt_nat_range *t, struct xt_print *p,
			 const char *option)
{
	bool brackets = t->from.family == AF_INET6 &&
			t->flags & NF_NAT_RANGE_PROTO_SPECIFIED;

	xt_out(p, " --%s ", option);
	if (t->flags & NF_NAT_RANGE_MAP_IPS) {
		xt_out(p, brackets ? "[" : "");
		xt_out_address(p, &t->from);
		if (!ip_equal(&t->from, &t->to)) {
			xt_out(p, "-");
			xt_out_address(p, &t->to);
		}
		xt_out(p, brackets ? "]" : "");
	}
	if (t->flags & NF_NAT_RANGE_PROTO_SPECIFIED) {
		xt_out(p, ":");
		ports_text(t, p);
	}
	flags_text(t, p);
}

static void snat_text(const void *ext, struct xt_print *p)
{
	address_text(ext, p, "to-source");
}

static void dnat_text(const void *ext, struct xt_print *p)
{
	address_text(ext, p, "to-destination");
}

static void to_ports_text(const void *ext, struct xt_print *p)
{
	const struct xt_nat_range *t = ext;

	if (t->flags & NF_NAT_RANGE_PROTO_SPECIFIED) {
		xt_out(p, " --to-ports ");
		ports_text(t, p);
	}
	flags_text(t, p);
}

static void netmap_text(const void *ext, struct xt_print *p)
{
	const struct xt_nat_range *t = ext;
	size_t i, n = ip_size(t->from.family);
	uint8_t mask[16];
	struct bytes m = { mask, n };

	for (i = 0; i < n; i++)
		mask[i] = (uint8_t)~(t->from.b[i] ^ t->to.b[i]);
	xt_out(p, " --to ");
	xt_out_address(p, &t->from);
	if (xt_mask_bits(m) == (int)n * 8)
		xt_out(p, "/%zu", n * 8);
	else
		xt_out_mask(p, m);
}

#define NAT(key_, name_, revision_, families_, wire_, target_, text_)   \
	{ .object = XT_OBJECT(key_, xt_nat_range, fields),               \
	  .kind = XT_TARGET, .name = name_, .revision = revision_,       \
	  .families = families_, .flags = XT_F_NAT, wire_,               \
	  .target = target_, .text = text_ }
#define COMPAT                                                           \
	.size = sizeof(struct nf_nat_ipv4_multi_range_compat),           \
	.decode = decode_compat
#define RANGE .size = sizeof(struct nf_nat_range), .decode = decode_range
#define RANGE2 .size = sizeof(struct nf_nat_range2), .decode = decode_range2

const struct xt_type xt_nat_types[] = {
	NAT("SNAT.0", "SNAT", 0, XT_IP, COMPAT, snat, snat_text),
	NAT("SNAT.1", "SNAT", 1, XT_INET, RANGE, snat, snat_text),
	NAT("SNAT.2", "SNAT", 2, XT_INET, RANGE2, snat, snat_text),
	NAT("DNAT.0", "DNAT", 0, XT_IP, COMPAT, dnat, dnat_text),
	NAT("DNAT.1", "DNAT", 1, XT_INET, RANGE, dnat, dnat_text),
	NAT("DNAT.2", "DNAT", 2, XT_INET, RANGE2, dnat, dnat_text),
	NAT("MASQUERADE.0", "MASQUERADE", 0, XT_IP, COMPAT, masquerade,
	    to_ports_text),
	NAT("MASQUERADE.0.ip6", "MASQUERADE", 0, XT_IP6, RANGE, masquerade,
	    to_ports_text),
	NAT("REDIRECT.0", "REDIRECT", 0, XT_IP, COMPAT, redirect,
	    to_ports_text),
	NAT("REDIRECT.0.ip6", "REDIRECT", 0, XT_IP6, RANGE, redirect,
	    to_ports_text),
	NAT("NETMAP.0", "NETMAP", 0, XT_IP, COMPAT, netmap, netmap_text),
	NAT("NETMAP.0.ip6", "NETMAP", 0, XT_IP6, RANGE, netmap, netmap_text),
	{ }
};
