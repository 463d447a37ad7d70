/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nft_dynset.c: adds the packet's key to a set. What other packets added since
 * the dump is not known; the expressions inside judge this one.
 */
#include "firewall/nft/text.h"

#define OP_DELETE 2	/* NFT_DYNSET_OP_DELETE */
#define KNOWN_FLAGS (NFT_DYNSET_F_INV | NFT_DYNSET_F_EXPR)

static const struct value_name ops[] = {
	{ NFT_DYNSET_OP_ADD, "add" },
	{ NFT_DYNSET_OP_UPDATE, "update" },
	{ OP_DELETE, "delete" },
	{ 0, NULL },
};

static const struct field fields[] = {
	{ "set", F(nft_dynset, set_name), FT_STRING, NFTA_DYNSET_SET_NAME,
	  FF_ID },
	ROW_U32("set_id", nft_dynset, set_id, NFTA_DYNSET_SET_ID),
	ROW_ENUM("op", nft_dynset, op, NFTA_DYNSET_OP, ops),
	ROW_U32("sreg_key", nft_dynset, sreg_key, NFTA_DYNSET_SREG_KEY),
	ROW_U32("sreg_data", nft_dynset, sreg_data, NFTA_DYNSET_SREG_DATA),
	{ "timeout", F(nft_dynset, timeout), FT_U64, NFTA_DYNSET_TIMEOUT,
	  FF_BE },
	{ "expr", F(nft_dynset, expr), FT_POLY, NFTA_DYNSET_EXPR,
	  .by_name = nft_expr_type_by_name },
	ROW_U32("flags", nft_dynset, flags, NFTA_DYNSET_FLAGS),
	{ "exprs", F(nft_dynset, exprs), FT_LIST, NFTA_DYNSET_EXPRESSIONS,
	  .by_name = nft_expr_type_by_name },
	{ 0 },
};

static bool dynset_check(const struct nft_expr *x)
{
	const struct nft_dynset *d = (const void *)x;

	return value_name(ops, d->op) && d->set_name &&
	       nft_reg_offset(d->sreg_key) >= 0 &&
	       !(d->flags & ~(uint32_t)KNOWN_FLAGS);
}

/* Is there room, or is the key there already? */
static enum tri dynset_done(struct nft_regs *r, const struct nft_dynset *d)
{
	struct nft_value key;
	struct nft_hit hit;

	if (!d->set || !nft_reg_read(r, d->sreg_key, d->set->key_len, &key))
		return TRI_UNKNOWN;
	hit = nft_set_lookup(r, d->set, &key);
	if (d->op == OP_DELETE)
		return hit.found == TRI_YES ? TRI_YES : TRI_UNKNOWN;
	if (hit.found == TRI_YES || !d->set->size ||
	    d->set->elems.n < d->set->size)
		return TRI_YES;
	return TRI_UNKNOWN;
}

/* Rules behind this one find the key. */
static void remember(struct nft_regs *r, const struct nft_dynset *d)
{
	struct nft_added *added = r->added;
	struct nft_value key;

	if (!added || d->op == OP_DELETE)
		return;
	if (added->n == NFT_ADDED_MAX || !d->set ||
	    !nft_reg_read(r, d->sreg_key, d->set->key_len, &key) ||
	    !nft_value_known(&key)) {
		added->more = true;
		return;
	}
	added->v[added->n].set = d->set;
	memcpy(added->v[added->n++].key, key.b, key.len);
}

static enum fw_verdict dynset_eval(struct nft_regs *r,
				   const struct nft_expr *x)
{
	const struct nft_dynset *d = (const void *)x;
	bool invert = d->flags & NFT_DYNSET_F_INV;
	enum fw_verdict v;

	v = nft_test(r, tri_xor(dynset_done(r, d), invert));
	if (v != FW_CONTINUE || invert)
		return v;
	remember(r, d);
	if (d->expr) {
		v = nft_expr_type(d->expr)->eval(r, d->expr);
		if (v != FW_CONTINUE)
			return v;
	}
	return nft_exprs_eval(r, &d->exprs);
}

static void dynset_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_dynset *d = (const void *)x;
	nft_exprs one = { .v = (struct nft_expr **)(uintptr_t)&d->expr,
			  .n = d->expr ? 1 : 0 };
	const char *timeout = "";
	const char *data = "";
	const char *key;
	struct nft_key parts;

	key = nft_text_concat(t, d->sreg_key, d->set ? d->set->key_len : 4,
			      &parts);
	if (d->timeout)
		timeout = arena_printf(t->a, " timeout %s",
				       nft_text_time(t->a, d->timeout));
	if (d->sreg_data && d->set)
		data = arena_printf(
			t->a, " : %s",
			nft_text_operand(
				t, d->sreg_data,
				nft_dtype_by_number(d->set->data_type & 0x3f),
				d->set->data_len));
	nft_text_add(t, "%s @%s { %s%s%s%s%s }", value_name(ops, d->op),
		     d->set_name, key, timeout, nft_text_exprs(t, &one),
		     nft_text_exprs(t, &d->exprs), data);
}

const struct expr_type nft_dynset_expr = {
	.obj = { "dynset", sizeof(struct nft_dynset), fields, NULL },
	.role = ROLE_TEST,
	.check = dynset_check,
	.eval = dynset_eval,
	.text = dynset_text,
};
