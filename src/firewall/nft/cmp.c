/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_cmp.c: memcmp() of a register with constant bytes. */
#include "firewall/nft/text.h"

static const struct value_name ops[] = {
	{ NFT_CMP_EQ, "eq" },	{ NFT_CMP_NEQ, "neq" }, { NFT_CMP_LT, "lt" },
	{ NFT_CMP_LTE, "lte" }, { NFT_CMP_GT, "gt" },	{ NFT_CMP_GTE, "gte" },
	{ 0, NULL },
};

static const struct field fields[] = {
	ROW_U32("sreg", nft_cmp, sreg, NFTA_CMP_SREG),
	ROW_ENUM("op", nft_cmp, op, NFTA_CMP_OP, ops),
	ROW_DATA("data", nft_cmp, data, NFTA_CMP_DATA),
	{ 0 },
};

static bool cmp_check(const struct nft_expr *x)
{
	const struct nft_cmp *c = (const void *)x;

	return value_name(ops, c->op) && c->data &&
	       nft_reg_fits(c->sreg, (uint32_t)c->data->value.len);
}

/* Is the value below @with (or equal, if @or_equal)? */
static enum tri below(const struct nft_regs *r, const struct nft_value *v,
		      struct bytes with, bool or_equal)
{
	uint8_t lo[NFT_REG_BYTES];
	uint8_t hi[NFT_REG_BYTES];
	int min;
	int max;

	nft_value_bounds(r, v, lo, hi);
	min = memcmp(lo, with.p, v->len);
	max = memcmp(hi, with.p, v->len);
	if (max < 0 || (or_equal && max == 0))
		return TRI_YES;
	if (min > 0 || (!or_equal && min == 0))
		return TRI_NO;
	return TRI_UNKNOWN;
}

static enum fw_verdict cmp_eval(struct nft_regs *r, const struct nft_expr *x)
{
	const struct nft_cmp *c = (const void *)x;
	struct bytes with = c->data->value;
	struct nft_value v;

	if (!nft_reg_read(r, c->sreg, (uint32_t)with.len, &v))
		return nft_unknown(r, "cmp");
	switch ((enum nft_cmp_ops)c->op) {
	case NFT_CMP_EQ:
		return nft_test(r, nft_value_equal(r, &v, with));
	case NFT_CMP_NEQ:
		return nft_test(r, tri_not(nft_value_equal(r, &v, with)));
	case NFT_CMP_LT:
		return nft_test(r, below(r, &v, with, false));
	case NFT_CMP_LTE:
		return nft_test(r, below(r, &v, with, true));
	case NFT_CMP_GT:
		return nft_test(r, tri_not(below(r, &v, with, true)));
	case NFT_CMP_GTE:
		return nft_test(r, tri_not(below(r, &v, with, false)));
	}
	return nft_unknown(r, "cmp");
}

static const char *op_text(uint32_t op, bool flags)
{
	switch ((enum nft_cmp_ops)op) {
	case NFT_CMP_EQ:
		return flags ? "== " : "";
	case NFT_CMP_NEQ:
		return "!= ";
	case NFT_CMP_LT:
		return "< ";
	case NFT_CMP_LTE:
		return "<= ";
	case NFT_CMP_GT:
		return "> ";
	case NFT_CMP_GTE:
		return ">= ";
	}
	return "? ";
}

/* nft loads fields that lie side by side at once; they are told apart here. */
static bool split_text(struct nft_text *t, const struct nft_cmp *c,
		       const struct nft_term *term)
{
	uint32_t bits = (uint32_t)c->data->value.len * 8;
	const struct nft_field *f;
	const char *header = NULL;
	uint32_t at = 0;

	if (term->kind != TERM_PAYLOAD || term->mask || c->op != NFT_CMP_EQ ||
	    nft_payload_field(t, term->base, term->offset * 8, bits, &header))
		return false;
	while (at < bits) {
		struct nft_term part = *term;
		const uint8_t *value = c->data->value.p + at / 8;
		size_t statement;

		f = nft_payload_split(t, term->base, term->offset * 8 + at,
				      bits - at, &header);
		if (!f)
			return false;
		part.kind = TERM_NAMED;
		part.type = f->type;
		part.text = arena_printf(t->a, "%s %s", header, f->name);
		nft_text_implied(t, term->base, header);
		statement = nft_text_match(
			t, "%s %s%s", part.text, op_text(c->op, f->type->flags),
			nft_text_constant(t, &part, value, f->len / 8));
		nft_text_equal(t, &part, value, f->len / 8, statement);
		at += f->len;
	}
	return true;
}

static bool is_zero(struct bytes b)
{
	for (size_t i = 0; i < b.len; i++)
		if (b.p[i])
			return false;
	return true;
}

static void flags_text(struct nft_text *t, const struct nft_cmp *c,
		       const struct nft_term *term)
{
	uint32_t len = (uint32_t)c->data->value.len;
	const char *mask = nft_text_constant(t, term, term->mask, len);

	if (is_zero(c->data->value))
		nft_text_match(t, "%s %s%s", term->text,
			       c->op == NFT_CMP_EQ ? "! " : "", mask);
	else
		nft_text_match(t, "%s %s%s / %s", term->text,
			       op_text(c->op, false),
			       nft_text_constant(t, term, c->data->value.p, len),
			       mask);
}

static void masked_text(struct nft_text *t, const struct nft_cmp *c,
			const struct nft_term *term)
{
	uint32_t len = (uint32_t)c->data->value.len;
	bool equality = c->op == NFT_CMP_EQ || c->op == NFT_CMP_NEQ;
	const char *value = nft_text_constant(t, term, c->data->value.p, len);
	int prefix = nft_mask_prefix(term->mask, len);

	if (term->type->flags && equality)
		flags_text(t, c, term);
	else if (term->type->prefix && equality && prefix > 0)
		nft_text_match(t, "%s %s%s/%d", term->text,
			       op_text(c->op, false), value, prefix);
	else
		nft_text_match(t, "%s %s%s",
			       nft_text_masked(t, term, term->text),
			       op_text(c->op, true), value);
}

/* A prefix of whole bytes is loaded without a mask. */
static int short_prefix(const struct nft_cmp *c, const struct nft_term *term)
{
	uint32_t bits = (uint32_t)c->data->value.len * 8;

	if (term->kind != TERM_PAYLOAD || term->mask ||
	    (c->op != NFT_CMP_EQ && c->op != NFT_CMP_NEQ))
		return 0;
	return (int)bits;
}

static bool cmp_prefix_text(struct nft_text *t, const struct nft_cmp *c,
			struct nft_term *term)
{
	uint32_t len = (uint32_t)c->data->value.len;
	int bits = short_prefix(c, term);
	uint8_t value[16] = { 0 };
	const struct nft_field *f;
	const char *header = NULL;
	uint32_t full;

	for (full = 4; full <= 16; full += 12) {
		if (!bits || len >= full)
			continue;
		f = nft_payload_field(t, term->base, term->offset * 8, full * 8,
				      &header);
		if (!f || !f->type->prefix)
			continue;
		memcpy(value, c->data->value.p, len);
		nft_text_implied(t, term->base, header);
		nft_text_match(t, "%s %s %s%s/%d", header, f->name,
			       op_text(c->op, false),
			       nft_value_text(t, f->type, value, full), bits);
		return true;
	}
	return false;
}

/* "a-b" is two comparisons of one register; the first stands already. */
static const struct nft_cmp *range_start(const struct nft_text *t,
					 const struct nft_cmp *c)
{
	const struct nft_cmp *from;

	if (c->op != NFT_CMP_LTE || !t->at || !t->statements.n)
		return NULL;
	from = nft_as(t->rule->exprs.v[t->at - 1], &nft_cmp_expr);
	if (!from || from->op != NFT_CMP_GTE || from->sreg != c->sreg ||
	    from->data->value.len != c->data->value.len)
		return NULL;
	return from;
}

static void cmp_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_cmp *c = (const void *)x;
	struct nft_term *term = nft_text_term(t, c->sreg);
	const uint8_t *value = c->data->value.p;
	uint32_t len = (uint32_t)c->data->value.len;
	const struct nft_cmp *from = range_start(t, c);
	size_t statement;
	const char *lhs;

	if (from) {
		lhs = nft_text_masked(t, term, nft_text_of(t, term));
		t->statements.v[t->statements.n - 1].text = arena_printf(
			t->a, "%s %s-%s", lhs,
			nft_text_constant(t, term, from->data->value.p, len),
			nft_text_constant(t, term, value, len));
		return;
	}
	if (cmp_prefix_text(t, c, term) || split_text(t, c, term))
		return;
	lhs = nft_text_of(t, term);
	if (term->mask && term->len >= len) {
		masked_text(t, c, term);
		return;
	}
	statement = nft_text_match(t, "%s %s%s", lhs,
				   op_text(c->op, term->type->flags),
				   nft_text_constant(t, term, value, len));
	if (c->op == NFT_CMP_EQ)
		nft_text_equal(t, term, value, len, statement);
}

const struct expr_type nft_cmp_expr = {
	.obj = { "cmp", sizeof(struct nft_cmp), fields, NULL },
	.role = ROLE_TEST,
	.check = cmp_check,
	.eval = cmp_eval,
	.text = cmp_text,
};
