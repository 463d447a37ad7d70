/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_bitwise.c: mask and xor, shifts, and, or, xor with a second register. */
#include "firewall/nft/text.h"

/* Linux 6.14 */
#define OP_AND 3
#define OP_OR 4
#define OP_XOR 5
#define ATTR_SREG2 8

static const struct value_name ops[] = {
	{ NFT_BITWISE_BOOL, "bool" },
	{ NFT_BITWISE_LSHIFT, "lshift" },
	{ NFT_BITWISE_RSHIFT, "rshift" },
	{ OP_AND, "and" },
	{ OP_OR, "or" },
	{ OP_XOR, "xor" },
	{ 0, NULL },
};

static const struct field fields[] = {
	ROW_U32("sreg", nft_bitwise, sreg, NFTA_BITWISE_SREG),
	ROW_U32("dreg", nft_bitwise, dreg, NFTA_BITWISE_DREG),
	ROW_U32("len", nft_bitwise, len, NFTA_BITWISE_LEN),
	ROW_DATA("mask", nft_bitwise, mask, NFTA_BITWISE_MASK),
	ROW_DATA("xor", nft_bitwise, xor, NFTA_BITWISE_XOR),
	ROW_ENUM("op", nft_bitwise, op, NFTA_BITWISE_OP, ops),
	ROW_DATA("data", nft_bitwise, data, NFTA_BITWISE_DATA),
	ROW_U32("sreg2", nft_bitwise, sreg2, ATTR_SREG2),
	{ 0 },
};

static bool is_shift(const struct nft_bitwise *b)
{
	return b->op == NFT_BITWISE_LSHIFT || b->op == NFT_BITWISE_RSHIFT;
}

static uint32_t shift_of(const struct nft_bitwise *b)
{
	uint32_t n;

	memcpy(&n, b->data->value.p, sizeof(n));
	return n;
}

static bool bitwise_check(const struct nft_expr *x)
{
	const struct nft_bitwise *b = (const void *)x;

	if (!value_name(ops, b->op) || !nft_reg_fits(b->sreg, b->len) ||
	    !nft_reg_fits(b->dreg, b->len))
		return false;
	if (b->op == NFT_BITWISE_BOOL)
		return b->mask && b->mask->value.len == b->len && b->xor &&
		       b->xor->value.len == b->len;
	if (is_shift(b))
		return b->data && b->data->value.len == 4 &&
		       shift_of(b) > 0 && shift_of(b) < 32;
	if (b->sreg2)
		return nft_reg_fits(b->sreg2, b->len);
	return b->data && b->data->value.len == b->len;
}

static void bool_eval(const struct nft_bitwise *b, struct nft_value *v)
{
	const uint8_t *mask = b->mask->value.p;
	const uint8_t *xor = b->xor->value.p;

	for (uint32_t i = 0; i < b->len; i++) {
		v->b[i] = (v->b[i] & mask[i]) ^ xor[i];
		v->k[i] |= (uint8_t)~mask[i];
	}
}

/* Words of host order, the carry going from word to word, as the kernel's. */
static void shift_words(uint32_t *w, size_t n, uint32_t by, bool left)
{
	uint32_t carry = 0;
	uint32_t old;

	for (size_t i = 0; i < n; i++) {
		size_t at = left ? n - 1 - i : i;

		old = w[at];
		w[at] = (left ? old << by : old >> by) | carry;
		carry = left ? old >> (32 - by) : old << (32 - by);
	}
}

static void shift_eval(const struct nft_bitwise *b, struct nft_value *v)
{
	uint32_t value[NFT_REG_BYTES / 4] = { 0 };
	uint32_t unknown[NFT_REG_BYTES / 4] = { 0 };
	size_t n = (b->len + 3) / 4;
	bool left = b->op == NFT_BITWISE_LSHIFT;

	for (uint32_t i = 0; i < v->len; i++)
		((uint8_t *)unknown)[i] = (uint8_t)~v->k[i];
	memcpy(value, v->b, v->len);
	shift_words(value, n, shift_of(b), left);
	shift_words(unknown, n, shift_of(b), left);
	memcpy(v->b, value, v->len);
	for (uint32_t i = 0; i < v->len; i++)
		v->k[i] = (uint8_t)~((uint8_t *)unknown)[i];
}

static void logic_eval(uint32_t op, struct nft_value *v,
		       const struct nft_value *w)
{
	for (uint32_t i = 0; i < v->len; i++) {
		uint8_t a = v->b[i];
		uint8_t ak = v->k[i];
		uint8_t b = w->b[i];
		uint8_t bk = w->k[i];

		switch (op) {
		case OP_AND:	/* a known zero makes the bit known */
			v->b[i] = a & b;
			v->k[i] = (ak & bk) | (ak & ~a) | (bk & ~b);
			break;
		case OP_OR:
			v->b[i] = a | b;
			v->k[i] = (ak & bk) | (ak & a) | (bk & b);
			break;
		default:
			v->b[i] = a ^ b;
			v->k[i] = ak & bk;
			break;
		}
	}
}

static enum fw_verdict bitwise_eval(struct nft_regs *r,
				    const struct nft_expr *x)
{
	const struct nft_bitwise *b = (const void *)x;
	struct nft_value v;
	struct nft_value w = { .len = b->len };

	if (!nft_reg_read(r, b->sreg, b->len, &v))
		return nft_unknown(r, "bitwise");
	v.sport_at = -1;
	if (b->op == NFT_BITWISE_BOOL) {
		bool_eval(b, &v);
	} else if (is_shift(b)) {
		shift_eval(b, &v);
	} else if (b->sreg2) {
		if (!nft_reg_read(r, b->sreg2, b->len, &w))
			return nft_unknown(r, "bitwise");
		logic_eval(b->op, &v, &w);
	} else {
		memcpy(w.b, b->data->value.p, b->len);
		memset(w.k, 0xff, b->len);
		logic_eval(b->op, &v, &w);
	}
	return nft_reg_write(r, b->dreg, &v);
}

/* What was masked before becomes words, and is masked again. */
static void settle(struct nft_text *t, struct nft_term *term)
{
	const char *text = nft_text_of(t, term);

	term->text = nft_text_masked(t, term, text);
	term->mask = NULL;
}

static void bitwise_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_bitwise *b = (const void *)x;
	struct nft_term term = *nft_text_term(t, b->sreg);
	static const char *const signs[] = { "", "<<", ">>", "&", "|", "^" };

	if (b->op == NFT_BITWISE_BOOL) {
		if (term.mask)
			settle(t, &term);
		term.mask = b->mask->value.p;
		term.xor = b->xor->value.p;
		if (term.kind != TERM_PAYLOAD || term.len > b->len)
			term.len = b->len;
	} else if (b->op == NFT_BITWISE_RSHIFT && term.kind == TERM_PAYLOAD) {
		term.shift = shift_of(b);
	} else {
		settle(t, &term);
		term.kind = TERM_NAMED;
		if (is_shift(b))
			term.text = arena_printf(t->a, "%s %s %u", term.text,
						 signs[b->op], shift_of(b));
		else
			term.text = arena_printf(
				t->a, "%s %s %s", term.text, signs[b->op],
				b->sreg2 ? nft_text_operand(t, b->sreg2,
							    term.type, b->len)
					 : nft_text_constant(
						   t, &term, b->data->value.p,
						   b->len));
	}
	*nft_text_term(t, b->dreg) = term;
}

const struct expr_type nft_bitwise_expr = {
	.obj = { "bitwise", sizeof(struct nft_bitwise), fields, NULL },
	.role = ROLE_LOAD,
	.check = bitwise_check,
	.eval = bitwise_eval,
	.text = bitwise_text,
};
