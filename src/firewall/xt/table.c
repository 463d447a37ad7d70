/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Legacy tables: their objects, how they hang together, where they hang. */
#include "firewall/xt/ext.h"

#include <linux/netfilter_arp.h>
#include <linux/netfilter_bridge.h>
#include <linux/netfilter_bridge/ebtables.h>

static const struct value_name verdicts[] = {
	{ FW_CONTINUE, "continue" },
	{ FW_ACCEPT, "accept" },
	{ FW_DROP, "drop" },
	{ FW_QUEUE, "queue" },
	{ FW_JUMP, "jump" },
	{ FW_GOTO, "goto" },
	{ FW_RETURN, "return" },
	{ XT_EXTENSION, "extension" },
	{ }
};

static const struct field rule_fields[] = {
	{ "src", F(xt_rule, src), FT_ADDRESS },
	{ "src-mask", F(xt_rule, src_mask), FT_BYTES },
	{ "dst", F(xt_rule, dst), FT_ADDRESS },
	{ "dst-mask", F(xt_rule, dst_mask), FT_BYTES },
	{ "iif", F(xt_rule, iif), FT_STRING, .flags = FF_ID },
	{ "iif-mask", F(xt_rule, iif_mask), FT_BYTES },
	{ "oif", F(xt_rule, oif), FT_STRING, .flags = FF_ID },
	{ "oif-mask", F(xt_rule, oif_mask), FT_BYTES },
	{ "proto", F(xt_rule, proto), FT_U16 },
	{ "tos", F(xt_rule, tos), FT_U8 },
	{ "flags", F(xt_rule, flags), FT_U32 },
	{ "invflags", F(xt_rule, invflags), FT_U32 },
	{ "arp", F(xt_rule, arp), FT_POINTER, .sub = &xt_arp_type },
	{ "bridge", F(xt_rule, eb), FT_POINTER, .sub = &xt_eb_type },
	{ "matches", F(xt_rule, matches), FT_LIST, .by_name = xt_type_by_name },
	{ "verdict", F(xt_rule, verdict), FT_ENUM, .names = verdicts },
	{ "jump", F(xt_rule, jump), FT_STRING, .flags = FF_ID },
	{ "target", F(xt_rule, target), FT_POLY, .by_name = xt_type_by_name },
	{ "packets", F(xt_rule, packets), FT_U64, .flags = FF_VOLATILE },
	{ "bytes", F(xt_rule, bytes), FT_U64, .flags = FF_VOLATILE },
	{ }
};

const struct object_type xt_rule_type = {
	.name = "xt-rule",
	.size = sizeof(struct xt_rule),
	.fields = rule_fields,
};

static const struct field chain_fields[] = {
	{ "name", F(xt_chain, name), FT_STRING,
	  .flags = FF_KEY | FF_REQUIRED | FF_ID },
	{ "hook", F(xt_chain, hook), FT_S32 },
	{ "policy", F(xt_chain, policy), FT_ENUM, .names = verdicts },
	{ "packets", F(xt_chain, packets), FT_U64, .flags = FF_VOLATILE },
	{ "bytes", F(xt_chain, bytes), FT_U64, .flags = FF_VOLATILE },
	{ "rules", F(xt_chain, rules), FT_LIST, .sub = &xt_rule_type },
	{ }
};

static void chain_init(void *obj)
{
	((struct xt_chain *)obj)->hook = -1;
}

const struct object_type xt_chain_type = {
	.name = "xt-chain",
	.size = sizeof(struct xt_chain),
	.fields = chain_fields,
	.init = chain_init,
};

static const struct value_name families[] = {
	{ NFPROTO_IPV4, "ip" },
	{ NFPROTO_IPV6, "ip6" },
	{ NFPROTO_ARP, "arp" },
	{ NFPROTO_BRIDGE, "bridge" },
	{ }
};

static const struct field table_fields[] = {
	{ "family", F(xt_table, family), FT_ENUM,
	  .flags = FF_KEY | FF_REQUIRED, .names = families },
	{ "name", F(xt_table, name), FT_STRING, .flags = FF_KEY | FF_REQUIRED },
	{ "hooks", F(xt_table, valid_hooks), FT_U32 },
	{ "opaque", F(xt_table, opaque), FT_STRING },
	{ "chains", F(xt_table, chains), FT_LIST, .sub = &xt_chain_type },
	{ }
};

const struct object_type xt_table_type = {
	.name = "xt-table",
	.size = sizeof(struct xt_table),
	.fields = table_fields,
};

const struct xt_table *xt_table_find(const struct firewall *fw, uint8_t family,
				     const char *name)
{
	struct xt_table *const *t;

	VEC_FOR_EACH(&fw->xtables, t)
		if ((*t)->family == family && !strcmp((*t)->name, name))
			return *t;
	return NULL;
}

const struct xt_chain *xt_chain_find(const struct xt_table *t, const char *name)
{
	struct xt_chain *const *c;

	VEC_FOR_EACH(&t->chains, c)
		if (!strcmp((*c)->name, name))
			return *c;
	return NULL;
}

static bool is_broute(const struct xt_table *t)
{
	return t->family == NFPROTO_BRIDGE && !strcmp(t->name, "broute");
}

const struct xt_chain *xt_chain_of_hook(const struct xt_table *t, uint8_t hook)
{
	struct xt_chain *const *c;

	if (is_broute(t) && hook == NF_BR_PRE_ROUTING)
		hook = NF_BR_BROUTING;
	VEC_FOR_EACH(&t->chains, c)
		if ((*c)->hook == hook)
			return *c;
	return NULL;
}

static int rule_seal(struct xt_rule *r, struct map *names, struct error *err)
{
	r->to = NULL;
	if (r->verdict != FW_JUMP && r->verdict != FW_GOTO)
		return 0;
	r->to = r->jump ? map_find_str(names, r->jump) : NULL;
	if (r->to)
		return 0;
	return error_set(err, -EINVAL,
			 "rule %u of chain %s: no chain %s to jump to",
			 r->position, r->chain->name, r->jump ? r->jump : "");
}

int xt_table_seal(struct xt_table *t, struct error *err)
{
	struct arena *a = arena_new();
	struct map *names = map_new(a);
	struct xt_chain **c;
	size_t i;
	int ret = 0;

	VEC_FOR_EACH(&t->chains, c)
		map_put_str(names, (*c)->name, *c);
	VEC_FOR_EACH(&t->chains, c) {
		(*c)->table = t;
		for (i = 0; i < (*c)->rules.n && !ret; i++) {
			struct xt_rule *r = (*c)->rules.v[i];

			r->table = t;
			r->chain = *c;
			r->position = (uint32_t)i + 1;
			ret = rule_seal(r, names, err);
		}
	}
	arena_free(a);
	return ret;
}

/**
 * struct hanger - a table on a hook
 * @nat: NF_IP_PRI_NAT_*: the destination is mapped before, the source after
 */
struct hanger {
	uint8_t family;
	const char *table;
	uint8_t hook;
	int32_t priority;
};

static const struct hanger hangers[] = {
	{ NFPROTO_IPV4, "raw", NF_INET_PRE_ROUTING, -300 },
	{ NFPROTO_IPV4, "raw", NF_INET_LOCAL_OUT, -300 },
	{ NFPROTO_IPV4, "mangle", NF_INET_PRE_ROUTING, -150 },
	{ NFPROTO_IPV4, "mangle", NF_INET_LOCAL_IN, -150 },
	{ NFPROTO_IPV4, "mangle", NF_INET_FORWARD, -150 },
	{ NFPROTO_IPV4, "mangle", NF_INET_LOCAL_OUT, -150 },
	{ NFPROTO_IPV4, "mangle", NF_INET_POST_ROUTING, -150 },
	{ NFPROTO_IPV4, "nat", NF_INET_PRE_ROUTING, -100 },
	{ NFPROTO_IPV4, "nat", NF_INET_LOCAL_OUT, -100 },
	{ NFPROTO_IPV4, "nat", NF_INET_LOCAL_IN, 100 },
	{ NFPROTO_IPV4, "nat", NF_INET_POST_ROUTING, 100 },
	{ NFPROTO_IPV4, "filter", NF_INET_LOCAL_IN, 0 },
	{ NFPROTO_IPV4, "filter", NF_INET_FORWARD, 0 },
	{ NFPROTO_IPV4, "filter", NF_INET_LOCAL_OUT, 0 },
	{ NFPROTO_IPV4, "security", NF_INET_LOCAL_IN, 50 },
	{ NFPROTO_IPV4, "security", NF_INET_FORWARD, 50 },
	{ NFPROTO_IPV4, "security", NF_INET_LOCAL_OUT, 50 },
	{ NFPROTO_ARP, "filter", NF_ARP_IN, 0 },
	{ NFPROTO_ARP, "filter", NF_ARP_OUT, 0 },
	{ NFPROTO_ARP, "filter", NF_ARP_FORWARD, 0 },
	{ NFPROTO_BRIDGE, "broute", NF_BR_PRE_ROUTING, INT32_MIN },
	{ NFPROTO_BRIDGE, "nat", NF_BR_PRE_ROUTING, -300 },
	{ NFPROTO_BRIDGE, "nat", NF_BR_LOCAL_OUT, 100 },
	{ NFPROTO_BRIDGE, "nat", NF_BR_POST_ROUTING, 300 },
	{ NFPROTO_BRIDGE, "filter", NF_BR_LOCAL_IN, -200 },
	{ NFPROTO_BRIDGE, "filter", NF_BR_FORWARD, -200 },
	{ NFPROTO_BRIDGE, "filter", NF_BR_LOCAL_OUT, 200 },
};

bool xt_table_priority(const struct xt_table *t, uint8_t hook,
		       int32_t *priority)
{
	uint8_t family = t->family == NFPROTO_IPV6 ? NFPROTO_IPV4 : t->family;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(hangers); i++) {
		if (hangers[i].family != family || hangers[i].hook != hook ||
		    strcmp(hangers[i].table, t->name))
			continue;
		*priority = hangers[i].priority;
		return true;
	}
	return false;
}

static enum tri rule_uses_conntrack(const struct xt_rule *r)
{
	enum tri t = TRI_NO;
	size_t i;

	for (i = 0; i < r->matches.n; i++)
		t = tri_or(t, xt_ext_uses_conntrack(r->matches.v[i]));
	if (r->target)
		t = tri_or(t, xt_ext_uses_conntrack(r->target));
	return t;
}

enum tri xt_table_uses_conntrack(const struct xt_table *t)
{
	struct xt_chain *const *c;
	struct xt_rule *const *r;
	enum tri any = t->opaque ? TRI_UNKNOWN : TRI_NO;

	VEC_FOR_EACH(&t->chains, c)
		VEC_FOR_EACH(&(*c)->rules, r)
			any = tri_or(any, rule_uses_conntrack(*r));
	return any;
}
