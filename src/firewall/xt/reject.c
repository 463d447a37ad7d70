/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Target REJECT: net/ipv4/netfilter/ipt_REJECT.c,
 * net/ipv6/netfilter/ip6t_REJECT.c.
 */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/netfilter_ipv4/ipt_REJECT.h>
#include <linux/netfilter_ipv6/ip6t_REJECT.h>

struct reject {
	struct object obj;
	uint32_t with;
};

/** struct kind - of answer; @code: of destination unreachable */
struct kind {
	const char *name;
	uint8_t code;
	enum fw_reject reject;
};

static const struct kind kinds4[] = {
	[IPT_ICMP_NET_UNREACHABLE] = { "icmp-net-unreachable", 0, REJECT_ICMP },
	[IPT_ICMP_HOST_UNREACHABLE] = { "icmp-host-unreachable", 1, REJECT_ICMP },
	[IPT_ICMP_PROT_UNREACHABLE] = { "icmp-proto-unreachable", 2, REJECT_ICMP },
	[IPT_ICMP_PORT_UNREACHABLE] = { "icmp-port-unreachable", 3, REJECT_ICMP },
	[IPT_ICMP_ECHOREPLY] = { "echo-reply", 0, REJECT_NONE },
	[IPT_ICMP_NET_PROHIBITED] = { "icmp-net-prohibited", 9, REJECT_ICMP },
	[IPT_ICMP_HOST_PROHIBITED] = { "icmp-host-prohibited", 10, REJECT_ICMP },
	[IPT_TCP_RESET] = { "tcp-reset", 0, REJECT_TCP_RESET },
	[IPT_ICMP_ADMIN_PROHIBITED] = { "icmp-admin-prohibited", 13, REJECT_ICMP },
};

static const struct kind kinds6[] = {
	[IP6T_ICMP6_NO_ROUTE] = { "icmp6-no-route", 0, REJECT_ICMP },
	[IP6T_ICMP6_ADM_PROHIBITED] = { "icmp6-adm-prohibited", 1, REJECT_ICMP },
	[IP6T_ICMP6_NOT_NEIGHBOUR] = { "icmp6-not-neighbour", 2, REJECT_ICMP },
	[IP6T_ICMP6_ADDR_UNREACH] = { "icmp6-addr-unreachable", 3, REJECT_ICMP },
	[IP6T_ICMP6_PORT_UNREACH] = { "icmp6-port-unreachable", 4, REJECT_ICMP },
	[IP6T_ICMP6_ECHOREPLY] = { "echo-reply", 0, REJECT_NONE },
	[IP6T_TCP_RESET] = { "tcp-reset", 0, REJECT_TCP_RESET },
	[IP6T_ICMP6_POLICY_FAIL] = { "icmp6-policy-fail", 5, REJECT_ICMP },
	[IP6T_ICMP6_REJECT_ROUTE] = { "icmp6-reject-route", 6, REJECT_ICMP },
};

static const struct field fields[] = {
	{ "with", F(reject, with), FT_U32 },
	{ }
};

static const struct kind *kind_of(const struct reject *t, uint8_t family)
{
	if (family == NFPROTO_IPV6)
		return t->with < ARRAY_SIZE(kinds6) ? &kinds6[t->with] : NULL;
	return t->with < ARRAY_SIZE(kinds4) ? &kinds4[t->with] : NULL;
}

static int decode(void *ext, const struct xt_blob *b)
{
	const struct ipt_reject_info *i = b->p;
	struct reject *t = ext;

	t->with = (uint32_t)i->with;
	return kind_of(t, b->family) ? 0 : -EINVAL;
}

static enum fw_verdict target(const void *ext, struct xt_ctx *c,
			      struct fw_result *res)
{
	const struct kind *k = kind_of(ext, c->family);

	if (!k)
		return FW_UNKNOWN;
	res->reject = k->reject;
	if (k->reject == REJECT_ICMP) {
		res->icmp_type = c->family == NFPROTO_IPV6 ?
			ICMPV6_DEST_UNREACH : ICMP_DEST_UNREACH;
		res->icmp_code = k->code;
	}
	return FW_DROP;
}

static void text(const void *ext, struct xt_print *p)
{
	const struct kind *k = kind_of(ext, p->family);

	if (k)
		xt_out(p, " --reject-with %s", k->name);
}

const struct xt_type xt_reject_types[] = {
	{ .object = XT_OBJECT("REJECT.0", reject, fields),
	  .kind = XT_TARGET, .name = "REJECT", .families = XT_IP,
	  .size = sizeof(struct ipt_reject_info),
	  .decode = decode, .target = target, .text = text },
	{ .object = XT_OBJECT("REJECT.0.ip6", reject, fields),
	  .kind = XT_TARGET, .name = "REJECT", .families = XT_IP6,
	  .size = sizeof(struct ip6t_reject_info),
	  .decode = decode, .target = target, .text = text },
	{ }
};
