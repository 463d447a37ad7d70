/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A packet in a legacy table: ipt_do_table() of
 * net/ipv4/netfilter/ip_tables.c, ip6t_do_table(), arpt_do_table(), and
 * ebt_do_table() of net/bridge/netfilter/ebtables.c. They differ in the entry
 * part alone.
 */
#include "firewall/xt/entry.h"

/* The kernel's own bound is the number of chains; rule sets stay far below. */
#define DEPTH_MAX 128
#define STEPS_MAX 4000000u

/**
 * struct frame - a rule that jumped
 * @chain, @next: where to go on after RETURN; NULL for a goto
 */
struct frame {
	const struct xt_rule *rule;
	const struct xt_chain *chain;
	size_t next;
};

struct run {
	struct eval *e;
	const struct xt_chain *base;
	const struct xt_chain *chain;
	size_t at;
	struct frame stack[DEPTH_MAX];
	uint32_t depth;
	struct fw_result res;
};

static enum fw_verdict finish(struct run *r, enum fw_verdict verdict,
			      const struct object *object)
{
	uint32_t i;

	r->res.verdict = verdict;
	r->res.object = object;
	if (object->type != &xt_rule_type)
		return verdict;
	for (i = 0; i < r->depth && i < ARRAY_SIZE(r->res.via); i++)
		r->res.via[i] = &r->stack[i].rule->obj;
	r->res.n_via = i;
	return verdict;
}

static enum fw_verdict policy(struct run *r)
{
	return finish(r, r->base->policy, &r->base->obj);
}

/* Return from the chain; RETURN: there is nothing to return to. */
static enum fw_verdict pop(struct run *r)
{
	while (r->depth) {
		struct frame *f = &r->stack[--r->depth];

		if (!f->chain)
			continue;
		r->chain = f->chain;
		r->at = f->next;
		return FW_CONTINUE;
	}
	return policy(r);
}

static enum fw_verdict push(struct run *r, const struct xt_rule *rule)
{
	struct frame *f = &r->stack[r->depth];

	if (r->depth == DEPTH_MAX || !rule->to) {
		r->res.what = "jump";
		return finish(r, FW_UNKNOWN, &rule->obj);
	}
	f->rule = rule;
	f->chain = rule->verdict == FW_GOTO ? NULL : r->chain;
	f->next = r->at;
	r->depth++;
	r->chain = rule->to;
	r->at = 0;
	r->e->ops->enter(r->e, &rule->to->obj);
	return FW_CONTINUE;
}

/* Could anything the walk looks at change if the rule matched? */
static bool has_effect(const struct xt_rule *rule)
{
	if (rule->verdict == XT_EXTENSION)
		return !rule->target || xt_ext_has_effect(rule->target);
	return rule->verdict != FW_CONTINUE;
}

static enum tri rule_match(const struct xt_rule *rule, struct xt_ctx *c,
			   const char **what)
{
	enum tri all = xt_entry_match(rule, c->e), t;
	size_t i;

	*what = "entry";
	for (i = 0; i < rule->matches.n && all != TRI_NO; i++) {
		t = xt_ext_match(rule->matches.v[i], c);
		if (c->hotdrop)
			return TRI_YES;
		if (t == TRI_UNKNOWN && all == TRI_YES)
			*what = xt_ext_name(rule->matches.v[i]);
		all = tri_and(all, t);
	}
	return all;
}

static enum fw_verdict rule_act(struct run *r, const struct xt_rule *rule,
				struct xt_ctx *c)
{
	enum fw_verdict v = rule->verdict;

	if (rule->verdict == XT_EXTENSION)
		v = rule->target ? xt_ext_target(rule->target, c, &r->res) :
				   FW_UNKNOWN;
	r->e->ops->rule(r->e, &rule->obj, v);
	switch (v) {
	case FW_CONTINUE:
	case FW_BREAK:
		return FW_CONTINUE;
	case FW_JUMP:
	case FW_GOTO:
		return push(r, rule);
	case FW_RETURN:
		return pop(r);
	case FW_ACCEPT:
	case FW_DROP:
	case FW_STOLEN:
	case FW_QUEUE:
	case FW_REPEAT:
	case FW_UNKNOWN:
		break;
	}
	return finish(r, v, &rule->obj);
}

static enum fw_verdict rule_run(struct run *r, const struct xt_rule *rule)
{
	struct xt_ctx c = {
		.e = r->e,
		.rule = &rule->obj,
		.family = rule->table->family,
	};
	const char *what;
	enum tri t = rule_match(rule, &c, &what);

	if (c.hotdrop) {
		r->e->ops->rule(r->e, &rule->obj, FW_DROP);
		return finish(r, FW_DROP, &rule->obj);
	}
	if (t == TRI_UNKNOWN) {
		if (!has_effect(rule))
			return FW_CONTINUE;
		t = tri_of(r->e->ops->decide(r->e, &rule->obj, what));
	}
	if (t == TRI_NO) {
		r->e->ops->rule(r->e, &rule->obj, FW_BREAK);
		return FW_CONTINUE;
	}
	return rule_act(r, rule, &c);
}

struct fw_result xt_table_run(struct eval *e, const struct xt_table *table)
{
	struct run r = {
		.e = e,
		.base = xt_chain_of_hook(table, e->hook),
	};
	enum fw_verdict v = FW_CONTINUE;
	uint32_t steps;

	if (!r.base) {
		r.res.verdict = table->opaque ? FW_UNKNOWN : FW_ACCEPT;
		r.res.what = table->opaque;
		r.res.object = &table->obj;
		return r.res;
	}
	r.chain = r.base;
	e->ops->enter(e, &r.base->obj);
	for (steps = 0; v == FW_CONTINUE && steps < STEPS_MAX; steps++) {
		if (r.at < r.chain->rules.n)
			v = rule_run(&r, r.chain->rules.v[r.at++]);
		else if (r.chain == r.base || r.chain->policy == FW_RETURN)
			v = pop(&r);
		else
			v = finish(&r, r.chain->policy, &r.chain->obj);
	}
	if (v == FW_CONTINUE) {
		r.res.what = "loop";
		finish(&r, FW_UNKNOWN, &r.base->obj);
	}
	return r.res;
}
