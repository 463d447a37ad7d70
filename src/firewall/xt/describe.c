/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A legacy rule or policy, described for people and JSON. */
#include "firewall/xt/ext.h"

static void describe_chain(const struct xt_chain *c, struct fw_place *out)
{
	out->backend = "iptables-legacy";
	out->family = nfproto_name(c->table->family);
	out->table = c->table->name;
	out->chain = c->name;
	if (c->hook < 0)
		return;
	out->base_chain = c->name;
	out->hook = hook_name(c->table->family, (uint8_t)c->hook);
	xt_table_priority(c->table, (uint8_t)c->hook, &out->priority);
}

static const char *policy_name(const struct xt_chain *c)
{
	switch (c->policy) {
	case FW_ACCEPT:
		return "accept";
	case FW_DROP:
		return "drop";
	case FW_QUEUE:
		return "queue";
	default:
		return "return";
	}
}

void xt_describe(const struct netns *ns, const struct object *obj,
		 struct arena *a, struct fw_place *out)
{
	const struct xt_rule *r = (const void *)obj;
	const struct xt_chain *c = (const void *)obj;

	*out = (struct fw_place){ 0 };
	if (obj->type == &xt_chain_type) {
		describe_chain(c, out);
		out->policy = policy_name(c);
		out->has_counters = c->hook >= 0;
		out->packets = c->packets;
		out->bytes = c->bytes;
		out->text = arena_printf(a, "-P %s %s", c->name,
					 c->policy == FW_DROP ? "DROP" :
								"ACCEPT");
		return;
	}
	describe_chain(r->chain, out);
	out->position = r->position;
	out->text = xt_rule_text(a, ns, r);
	out->comment = xt_rule_comment(r);
	out->opaque = xt_rule_opaque(r);
	out->has_counters = true;
	out->packets = r->packets;
	out->bytes = r->bytes;
}
