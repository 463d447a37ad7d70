/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a rule of nftables stands, and who wrote it. */
#include "firewall/nft/eval.h"
#include "firewall/xt/xt.h"

/** struct standard - a base chain as iptables-nft and kin make it */
struct standard {
	uint8_t family;		/* 0: ip and ip6 */
	const char *table;
	const char *chain;
	uint32_t hook;
	int32_t priority;
};

/* nft_chain_base_add() of iptables: xtables_ipv4[], _arp[], _bridge[] */
static const struct standard standards[] = {
	{ 0, "raw", "PREROUTING", NF_INET_PRE_ROUTING, -300 },
	{ 0, "raw", "OUTPUT", NF_INET_LOCAL_OUT, -300 },
	{ 0, "mangle", "PREROUTING", NF_INET_PRE_ROUTING, -150 },
	{ 0, "mangle", "INPUT", NF_INET_LOCAL_IN, -150 },
	{ 0, "mangle", "FORWARD", NF_INET_FORWARD, -150 },
	{ 0, "mangle", "OUTPUT", NF_INET_LOCAL_OUT, -150 },
	{ 0, "mangle", "POSTROUTING", NF_INET_POST_ROUTING, -150 },
	{ 0, "filter", "INPUT", NF_INET_LOCAL_IN, 0 },
	{ 0, "filter", "FORWARD", NF_INET_FORWARD, 0 },
	{ 0, "filter", "OUTPUT", NF_INET_LOCAL_OUT, 0 },
	{ 0, "security", "INPUT", NF_INET_LOCAL_IN, 50 },
	{ 0, "security", "FORWARD", NF_INET_FORWARD, 50 },
	{ 0, "security", "OUTPUT", NF_INET_LOCAL_OUT, 50 },
	{ 0, "nat", "PREROUTING", NF_INET_PRE_ROUTING, -100 },
	{ 0, "nat", "INPUT", NF_INET_LOCAL_IN, 100 },
	{ 0, "nat", "OUTPUT", NF_INET_LOCAL_OUT, -100 },
	{ 0, "nat", "POSTROUTING", NF_INET_POST_ROUTING, 100 },
	{ NFPROTO_ARP, "filter", "INPUT", 0, 0 },
	{ NFPROTO_ARP, "filter", "OUTPUT", 1, 0 },
	{ NFPROTO_BRIDGE, "filter", "INPUT", NF_INET_LOCAL_IN, -200 },
	{ NFPROTO_BRIDGE, "filter", "FORWARD", NF_INET_FORWARD, -200 },
	{ NFPROTO_BRIDGE, "filter", "OUTPUT", NF_INET_LOCAL_OUT, 200 },
	{ NFPROTO_BRIDGE, "nat", "PREROUTING", NF_INET_PRE_ROUTING, -300 },
	{ NFPROTO_BRIDGE, "nat", "OUTPUT", NF_INET_LOCAL_OUT, 100 },
	{ NFPROTO_BRIDGE, "nat", "POSTROUTING", NF_INET_POST_ROUTING, 300 },
};

static bool is_standard(const struct nft_table *t, const struct nft_chain *c)
{
	for (size_t i = 0; i < ARRAY_SIZE(standards); i++) {
		const struct standard *s = &standards[i];
		bool ip = t->family == NFPROTO_IPV4 ||
			  t->family == NFPROTO_IPV6;

		if (s->family ? s->family != t->family : !ip)
			continue;
		if (!strcmp(s->table, t->name) && !strcmp(s->chain, c->name) &&
		    s->hook == c->hook && s->priority == c->priority)
			return true;
	}
	return false;
}

static bool has_compat(const struct nft_chain *c)
{
	for (size_t i = 0; i < c->rules.n; i++) {
		const nft_exprs *exprs = &c->rules.v[i]->exprs;

		for (size_t j = 0; j < exprs->n; j++)
			if (nft_as(exprs->v[j], &nft_match_expr) ||
			    nft_as(exprs->v[j], &nft_target_expr))
				return true;
	}
	return false;
}

bool nft_table_is_iptables(const struct nft_table *t)
{
	size_t bases = 0;
	bool standard = true;

	for (size_t i = 0; i < t->chains.n; i++) {
		if (has_compat(t->chains.v[i]))
			return true;
		if (!t->chains.v[i]->base)
			continue;
		bases++;
		standard = standard && is_standard(t, t->chains.v[i]);
	}
	return bases && standard;
}

static void take_counters(const struct nft_rule *rule, struct fw_place *out)
{
	for (size_t i = 0; i < rule->exprs.n; i++) {
		const struct nft_counter *c =
			nft_as(rule->exprs.v[i], &nft_counter_expr);

		if (!c)
			continue;
		out->has_counters = true;
		out->packets = c->packets;
		out->bytes = c->bytes;
		return;
	}
}

static const char *first_opaque(const struct nft_rule *rule)
{
	for (size_t i = 0; i < rule->exprs.n; i++) {
		const struct nft_expr *x = rule->exprs.v[i];

		if (nft_as(x, &nft_opaque_expr)) {
			const struct nft_opaque *o = (const void *)x;

			return o->name && o->name[0] ? o->name : "opaque";
		}
		if (nft_as(x, &nft_match_expr) || nft_as(x, &nft_target_expr)) {
			const struct nft_compat *c = (const void *)x;

			if (c->ext && xt_ext_is_opaque(c->ext))
				return c->name;
		}
	}
	return NULL;
}

static void describe_chain(const struct nft_chain *c, struct fw_place *out)
{
	const struct nft_table *t = c->table;

	out->backend = t && t->iptables ? "iptables-nft" : "nftables";
	out->family = t ? nfproto_name(t->family) : NULL;
	out->table = t ? t->name : NULL;
	out->chain = c->name;
	if (!c->base)
		return;
	out->base_chain = c->name;
	out->hook = hook_name(t ? t->family : NFPROTO_INET, (uint8_t)c->hook);
	out->priority = c->priority;
}

void nft_describe(const struct netns *ns, const struct object *obj,
		  struct arena *a, struct fw_place *out)
{
	const struct nft_rule *rule = (const void *)obj;

	if (obj->type == &nft_chain_type) {
		const struct nft_chain *c = (const void *)obj;

		describe_chain(c, out);
		out->comment = c->comment;
		if (c->base)
			out->policy = c->policy == NF_DROP ? "drop" : "accept";
		out->has_counters = HAS(c, nft_chain, packets);
		out->packets = c->packets;
		out->bytes = c->bytes;
		return;
	}
	if (rule->chain)
		describe_chain(rule->chain, out);
	out->handle = rule->handle;
	out->position = rule->number;
	out->comment = rule->comment;
	out->opaque = first_opaque(rule);
	take_counters(rule, out);
	if (rule->chain && rule->chain->table && rule->chain->table->iptables)
		out->text = xt_text_of_nft_rule(a, ns, rule);
	if (out->text)
		return;
	out->backend = "nftables";
	out->text = nft_rule_text(a, ns, rule, false);
}
