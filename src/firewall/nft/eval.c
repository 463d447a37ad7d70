/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nft_do_chain(), net/netfilter/nf_tables_core.c: rules in order, a stack for
 * jumps, the policy of the base chain at the end.
 */
#include "firewall/nft/eval.h"

#define JUMP_MAX 16	/* NFT_JUMP_STACK_SIZE */
/* The kernel refuses loops; a file may hold one. */
#define RULES_MAX 5000000

struct frame {
	const struct nft_chain *chain;
	size_t next;			/* rule to go on with */
	uint32_t trail;			/* to cut back to */
};

/** struct run - a base chain being walked through */
struct run {
	struct eval *e;
	struct frame stack[JUMP_MAX];
	uint32_t depth;
	const struct object *trail[16];
	uint32_t n_trail;	/* rules that led to @chain; more than fit */
	const struct nft_chain *chain;
	size_t next;
	uint64_t seen;
	struct nft_added added;
	struct fw_result out;
};

static bool expr_matters(const struct nft_expr *x)
{
	const struct expr_type *type = nft_expr_type(x);

	return type->acts ? type->acts(x) : type->role == ROLE_ACTION;
}

bool nft_rest_matters(const struct nft_regs *r)
{
	for (size_t i = r->at + 1; i < r->rule->exprs.n; i++)
		if (expr_matters(r->rule->exprs.v[i]))
			return true;
	return false;
}

bool nft_ask(struct nft_regs *r, const char *what)
{
	return r->e->ops->decide(r->e, &r->rule->obj, what);
}

enum fw_verdict nft_test(struct nft_regs *r, enum tri t)
{
	switch (t) {
	case TRI_YES:
		return FW_CONTINUE;
	case TRI_NO:
		return FW_BREAK;
	case TRI_UNKNOWN:
		break;
	}
	if (!nft_rest_matters(r))
		return FW_BREAK;
	return nft_ask(r, r->rule->exprs.v[r->at]->obj.type->name)
		       ? FW_CONTINUE
		       : FW_BREAK;
}

enum fw_verdict nft_unknown(struct nft_regs *r, const char *what)
{
	r->out->what = what;
	return FW_UNKNOWN;
}

enum fw_verdict nft_verdict_take(struct nft_regs *r,
				 const struct nft_verdict *v)
{
	switch (v->code) {
	case NF_ACCEPT:
		return FW_ACCEPT;
	case NF_DROP:
		return FW_DROP;
	case NFT_CONTINUE:
		return FW_CONTINUE;
	case NFT_BREAK:
		return FW_BREAK;
	case NFT_RETURN:
		return FW_RETURN;
	case NFT_JUMP:
	case NFT_GOTO:
		if (!v->to)
			return nft_unknown(r, v->chain ? v->chain : "chain");
		r->chain = v->to;
		return v->code == NFT_JUMP ? FW_JUMP : FW_GOTO;
	default:	/* nft gives no other today */
		return nft_unknown(r, "verdict");
	}
}

enum fw_verdict nft_exprs_eval(struct nft_regs *r, const nft_exprs *exprs)
{
	for (size_t i = 0; i < exprs->n; i++) {
		const struct nft_expr *x = exprs->v[i];
		const struct expr_type *type = nft_expr_type(x);
		enum fw_verdict v;

		if (!type->eval)
			return nft_unknown(r, type->obj.name);
		v = type->eval(r, x);
		if (v != FW_CONTINUE)
			return v;
	}
	return FW_CONTINUE;
}

static enum fw_verdict rule_eval(struct run *run, const struct nft_rule *rule,
				 const struct nft_chain **to)
{
	struct nft_regs r = { .e = run->e,
			      .rule = rule,
			      .sport_at = -1,
			      .added = &run->added,
			      .out = &run->out };

	/* What was never loaded is nothing that a rule could rely on. */
	for (r.at = 0; r.at < rule->exprs.n; r.at++) {
		const struct nft_expr *x = rule->exprs.v[r.at];
		const struct expr_type *type = nft_expr_type(x);
		enum fw_verdict v;

		v = type->eval ? type->eval(&r, x)
			       : nft_unknown(&r, type->obj.name);
		if (v != FW_CONTINUE) {
			*to = r.chain;
			return v;
		}
	}
	return FW_CONTINUE;
}

/* Fill in who decided, and by which jumps the packet came there. */
static struct fw_result run_end(struct run *run, enum fw_verdict verdict,
				const struct object *by)
{
	struct fw_result *out = &run->out;

	out->verdict = verdict;
	out->object = by;
	out->n_via = 0;
	while (out->n_via < run->n_trail && out->n_via < ARRAY_SIZE(out->via)) {
		out->via[out->n_via] = run->trail[out->n_via];
		out->n_via++;
	}
	return *out;
}

static struct fw_result run_policy(struct run *run,
				   const struct nft_chain *base)
{
	run->n_trail = 0;
	return run_end(run, base->policy == NF_DROP ? FW_DROP : FW_ACCEPT,
		       &base->obj);
}

static void chain_enter(struct run *run, const struct nft_chain *chain,
			const struct nft_rule *by)
{
	if (by && run->n_trail < ARRAY_SIZE(run->trail))
		run->trail[run->n_trail] = &by->obj;
	if (by)
		run->n_trail++;
	run->chain = chain;
	run->next = 0;
	run->e->ops->enter(run->e, &chain->obj);
}

/* False when the stack is full: the kernel warns and drops. */
static bool run_jump(struct run *run, const struct nft_rule *rule,
		     const struct nft_chain *to)
{
	if (run->depth == JUMP_MAX)
		return false;
	run->stack[run->depth++] = (struct frame){
		.chain = run->chain,
		.next = run->next,
		.trail = run->n_trail,
	};
	chain_enter(run, to, rule);
	return true;
}

/* Back to the rule behind the jump; false at the bottom: the policy. */
static bool run_return(struct run *run)
{
	if (!run->depth)
		return false;
	run->depth--;
	run->chain = run->stack[run->depth].chain;
	run->next = run->stack[run->depth].next;
	run->n_trail = run->stack[run->depth].trail;
	return true;
}

enum run_step {
	RUN_ON,
	RUN_POLICY,
	RUN_END,
};

static enum run_step rule_step(struct run *run, struct fw_result *end)
{
	const struct nft_rule *rule = run->chain->rules.v[run->next++];
	const struct nft_chain *to = NULL;
	enum fw_verdict v = rule_eval(run, rule, &to);

	if (++run->seen > RULES_MAX) {
		run->out.what = "loop";
		v = FW_UNKNOWN;
	}
	run->e->ops->rule(run->e, &rule->obj, v);
	switch (v) {
	case FW_CONTINUE:
	case FW_BREAK:
		return RUN_ON;
	case FW_JUMP:
		if (run_jump(run, rule, to))
			return RUN_ON;
		*end = run_end(run, FW_DROP, &rule->obj);
		return RUN_END;
	case FW_GOTO:
		chain_enter(run, to, rule);
		return RUN_ON;
	case FW_RETURN:
		return run_return(run) ? RUN_ON : RUN_POLICY;
	case FW_ACCEPT:
	case FW_DROP:
	case FW_STOLEN:
	case FW_QUEUE:
	case FW_REPEAT:
	case FW_UNKNOWN:
		break;
	}
	*end = run_end(run, v, &rule->obj);
	return RUN_END;
}

struct fw_result nft_chain_run(struct eval *e, const struct nft_chain *base)
{
	struct run run = { .e = e };
	struct fw_result end;

	chain_enter(&run, base, NULL);
	for (;;) {
		if (run.next >= run.chain->rules.n) {
			if (!run_return(&run))
				return run_policy(&run, base);
			continue;
		}
		switch (rule_step(&run, &end)) {
		case RUN_ON:
			break;
		case RUN_POLICY:
			return run_policy(&run, base);
		case RUN_END:
			return end;
		}
	}
}
