/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_compat.c: a match or target of xtables, as iptables-nft uses them. */
#include <linux/netfilter/nf_tables_compat.h>

#include "firewall/nft/text.h"
#include "firewall/xt/xt.h"

static const struct field match_fields[] = {
	{ "name", F(nft_compat, name), FT_STRING, NFTA_MATCH_NAME },
	ROW_U32("revision", nft_compat, rev, NFTA_MATCH_REV),
	{ "info", F(nft_compat, info), FT_BYTES, NFTA_MATCH_INFO },
	{ 0 },
};

/* NFTA_TARGET_* has the same numbers. */
_Static_assert((int)NFTA_MATCH_INFO == (int)NFTA_TARGET_INFO, "");

static bool compat_check(const struct nft_expr *x)
{
	return ((const struct nft_compat *)x)->name;
}

void nft_compat_seal(struct arena *a, uint8_t family, struct nft_compat *c)
{
	enum xt_kind kind = nft_as(&c->x, &nft_match_expr) ? XT_MATCH
							   : XT_TARGET;

	c->ext = xt_ext_decode(a, family, kind, c->name ? c->name : "",
			       (uint8_t)c->rev, c->info.p, c->info.len);
}

static struct xt_ctx context(struct nft_regs *r)
{
	return (struct xt_ctx){
		.e = r->e,
		.rule = &r->rule->obj,
		.family = r->rule->chain && r->rule->chain->table
				  ? r->rule->chain->table->family
				  : r->e->family,
	};
}

/* nft_match_eval(): a malformed packet is dropped, whatever the rule says. */
static enum fw_verdict match_eval(struct nft_regs *r, const struct nft_expr *x)
{
	const struct nft_compat *c = (const void *)x;
	struct xt_ctx ctx = context(r);
	enum tri t;

	if (!c->ext)
		return nft_unknown(r, c->name);
	t = xt_ext_match(c->ext, &ctx);
	if (ctx.hotdrop)
		return FW_DROP;
	if (t != TRI_UNKNOWN)
		return nft_test(r, t);
	if (!nft_rest_matters(r))
		return FW_BREAK;
	return nft_ask(r, c->name) ? FW_CONTINUE : FW_BREAK;
}

static enum fw_verdict target_eval(struct nft_regs *r,
				   const struct nft_expr *x)
{
	const struct nft_compat *c = (const void *)x;
	struct xt_ctx ctx = context(r);

	if (!c->ext)
		return nft_unknown(r, c->name);
	return xt_ext_target(c->ext, &ctx, r->out);
}

static bool target_acts(const struct nft_expr *x)
{
	const struct nft_compat *c = (const void *)x;

	return !c->ext || xt_ext_has_effect(c->ext);
}

static void match_text(struct nft_text *t, const struct nft_expr *x)
{
	nft_text_add(t, "xt match \"%s\"",
		     ((const struct nft_compat *)x)->name);
}

static void target_text(struct nft_text *t, const struct nft_expr *x)
{
	nft_text_add(t, "xt target \"%s\"",
		     ((const struct nft_compat *)x)->name);
}

const struct expr_type nft_match_expr = {
	.obj = { "match", sizeof(struct nft_compat), match_fields, NULL },
	.role = ROLE_TEST,
	.check = compat_check,
	.eval = match_eval,
	.text = match_text,
};

const struct expr_type nft_target_expr = {
	.obj = { "target", sizeof(struct nft_compat), match_fields, NULL },
	.role = ROLE_ACTION,
	.acts = target_acts,
	.check = compat_check,
	.eval = target_eval,
	.text = target_text,
};
