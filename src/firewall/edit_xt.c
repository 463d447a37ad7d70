/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules as iptables makes them, in legacy tables and in nftables. */
#include <netinet/in.h>
#include <string.h>

#include "firewall/edit.h"

#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/nf_nat.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/x_tables.h>
#include <linux/netfilter/xt_conntrack.h>
#include <linux/netfilter/xt_tcpudp.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>

static struct edit_ext ext_new(struct arena *a, const char *name,
			       uint8_t revision, const void *info, size_t size)
{
	uint8_t *p = arena_alloc(a, XT_ALIGN(size));
	struct edit_ext x = { name, revision, { p, XT_ALIGN(size) } };

	memcpy(p, info, size);
	return x;
}

struct edit_ext edit_ext_ports(struct arena *a, const struct rule_spec *s)
{
	struct xt_tcp tcp = {
		.spts = { s->sport, s->sport ? s->sport : UINT16_MAX },
		.dpts = { s->dport, s->dport ? s->dport : UINT16_MAX },
	};
	struct xt_udp udp = {
		.spts = { tcp.spts[0], tcp.spts[1] },
		.dpts = { tcp.dpts[0], tcp.dpts[1] },
	};

	if (s->proto == IPPROTO_UDP)
		return ext_new(a, "udp", 0, &udp, sizeof(udp));
	return ext_new(a, "tcp", 0, &tcp, sizeof(tcp));
}

struct edit_ext edit_ext_icmp(struct arena *a, const struct rule_spec *s)
{
	struct ipt_icmp icmp = { .type = s->icmp_type, .code = { 0, 0xff } };

	return ext_new(a, s->proto == IPPROTO_ICMPV6 ? "icmp6" : "icmp", 0,
		       &icmp, sizeof(icmp));
}

struct edit_ext edit_ext_established(struct arena *a)
{
	struct xt_conntrack_mtinfo3 info = {
		.match_flags = XT_CONNTRACK_STATE,
		.state_mask = XT_CONNTRACK_STATE_BIT(IP_CT_ESTABLISHED) |
			      XT_CONNTRACK_STATE_BIT(IP_CT_RELATED),
	};

	return ext_new(a, "conntrack", 3, &info, sizeof(info));
}

struct edit_ext edit_ext_masquerade(struct arena *a, uint8_t family)
{
	struct nf_nat_ipv4_multi_range_compat compat = { .rangesize = 1 };
	struct nf_nat_range range = { 0 };

	if (family == NFPROTO_IPV6)
		return ext_new(a, "MASQUERADE", 0, &range, sizeof(range));
	return ext_new(a, "MASQUERADE", 0, &compat, sizeof(compat));
}

static bool has_ports(const struct rule_spec *s)
{
	return s->sport || s->dport;
}

/* ---- in nftables ---- */

static void compat_add(struct arena *a, struct nft_rule *r,
		       const struct expr_type *type, struct edit_ext ext)
{
	struct nft_compat *x = nft_expr_new(a, type);

	SET(x, nft_compat, name, ext.name);
	SET(x, nft_compat, rev, ext.revision);
	SET(x, nft_compat, info, ext.data);
	VEC_PUSH(a, &r->exprs, &x->x);
}

static void compat_device(struct arena *a, struct nft_rule *r, uint32_t key,
			  const char *name, bool invert)
{
	if (!name)
		return;
	edit_meta(a, r, key);
	edit_cmp(a, r, invert ? NFT_CMP_NEQ : NFT_CMP_EQ, name,
		 strlen(name) + 1);
}

static void compat_counter(struct arena *a, struct nft_rule *r)
{
	struct nft_counter *x = nft_expr_new(a, &nft_counter_expr);

	MARK(x, nft_counter, bytes);
	MARK(x, nft_counter, packets);
	VEC_PUSH(a, &r->exprs, &x->x);
}

struct nft_rule *edit_compat_rule(struct arena *a, uint8_t family,
				  const struct rule_spec *s)
{
	struct nft_rule *r = object_new(a, &nft_rule_type);

	compat_device(a, r, NFT_META_IIFNAME, s->iif, s->iif_not);
	compat_device(a, r, NFT_META_OIFNAME, s->oif, s->oif_not);
	if (s->proto) {
		edit_meta(a, r, NFT_META_L4PROTO);
		edit_cmp(a, r, NFT_CMP_EQ, &s->proto, 1);
	}
	if (edit_has_prefix(&s->src))
		edit_prefix(a, r, &s->src, true);
	if (edit_has_prefix(&s->dst))
		edit_prefix(a, r, &s->dst, false);
	/* Since 1.8.8 ports are no extension there any more. */
	edit_ports(a, r, s->sport, s->dport);
	if (s->icmp_match)
		compat_add(a, r, &nft_match_expr, edit_ext_icmp(a, s));
	if (s->established)
		compat_add(a, r, &nft_match_expr, edit_ext_established(a));
	compat_counter(a, r);
	switch (s->action) {
	case SPEC_ACCEPT:
		edit_verdict(a, r, NF_ACCEPT);
		break;
	case SPEC_RETURN:
		edit_verdict(a, r, NFT_RETURN);
		break;
	case SPEC_MASQUERADE:
		compat_add(a, r, &nft_target_expr,
			   edit_ext_masquerade(a, family));
		break;
	}
	MARK(r, nft_rule, exprs);
	return r;
}

/* ---- in legacy tables ---- */

static struct object *legacy_ext(struct arena *a, uint8_t family,
				 enum xt_kind kind, struct edit_ext x)
{
	return xt_ext_decode(a, family, kind, x.name, x.revision, x.data.p,
			     x.data.len);
}

static void legacy_device(struct arena *a, const char *name, const char **out,
			  struct bytes *mask)
{
	uint8_t *m;

	if (!name)
		return;
	m = arena_alloc(a, IFNAMSIZ);
	memset(m, 0xff, strnlen(name, IFNAMSIZ - 1) + 1);
	*out = arena_strdup(a, name);
	*mask = (struct bytes){ m, IFNAMSIZ };
}

static void legacy_address(struct arena *a, uint8_t family,
			   const struct ip_prefix *p, struct ip_addr *addr,
			   struct bytes *mask)
{
	size_t i, size = family == NFPROTO_IPV6 ? 16 : 4;
	uint8_t *m = arena_alloc(a, size);

	*addr = (struct ip_addr){
		.family = family == NFPROTO_IPV6 ? AF_INET6 : AF_INET,
	};
	*mask = (struct bytes){ m, size };
	if (!edit_has_prefix(p))
		return;
	*addr = prefix_network(p);
	for (i = 0; i < p->len && i < size * 8; i++)
		m[i / 8] |= (uint8_t)(0x80 >> i % 8);
}

static void legacy_entry(struct arena *a, uint8_t family,
			 const struct rule_spec *s, struct xt_rule *r)
{
	legacy_address(a, family, &s->src, &r->src, &r->src_mask);
	legacy_address(a, family, &s->dst, &r->dst, &r->dst_mask);
	legacy_device(a, s->iif, &r->iif, &r->iif_mask);
	legacy_device(a, s->oif, &r->oif, &r->oif_mask);
	r->proto = s->proto;
	if (s->iif && s->iif_not)
		r->invflags |= IPT_INV_VIA_IN;
	if (s->oif && s->oif_not)
		r->invflags |= IPT_INV_VIA_OUT;
	if (s->proto && family == NFPROTO_IPV6)
		r->flags |= IP6T_F_PROTO;
}

static void mark_all(void *obj)
{
	struct object *o = obj;
	const struct field *f;
	unsigned int i = 0;

	for (f = o->type->fields; f->name; f++, i++)
		o->set |= 1ull << i;
}

struct xt_rule *edit_legacy_rule(struct arena *a, uint8_t family,
				 const struct rule_spec *s)
{
	struct xt_rule *r = object_new(a, &xt_rule_type);

	legacy_entry(a, family, s, r);
	if (has_ports(s))
		VEC_PUSH(a, &r->matches, legacy_ext(a, family, XT_MATCH,
						    edit_ext_ports(a, s)));
	if (s->icmp_match)
		VEC_PUSH(a, &r->matches, legacy_ext(a, family, XT_MATCH,
						    edit_ext_icmp(a, s)));
	if (s->established)
		VEC_PUSH(a, &r->matches, legacy_ext(a, family, XT_MATCH,
						    edit_ext_established(a)));
	switch (s->action) {
	case SPEC_ACCEPT:
		r->verdict = FW_ACCEPT;
		break;
	case SPEC_RETURN:
		r->verdict = FW_RETURN;
		break;
	case SPEC_MASQUERADE:
		r->verdict = XT_EXTENSION;
		r->target = legacy_ext(a, family, XT_TARGET,
				       edit_ext_masquerade(a, family));
		break;
	}
	mark_all(r);
	return r;
}
