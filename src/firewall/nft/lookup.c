/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_lookup.c: is a register's value in a set; what does a map give? */
#include "firewall/nft/text.h"

static const struct field fields[] = {
	{ "set", F(nft_lookup, set_name), FT_STRING, NFTA_LOOKUP_SET, FF_ID },
	ROW_U32("sreg", nft_lookup, sreg, NFTA_LOOKUP_SREG),
	ROW_U32("dreg", nft_lookup, dreg, NFTA_LOOKUP_DREG),
	ROW_U32("set_id", nft_lookup, set_id, NFTA_LOOKUP_SET_ID),
	ROW_U32("flags", nft_lookup, flags, NFTA_LOOKUP_FLAGS),
	{ 0 },
};

static bool lookup_check(const struct nft_expr *x)
{
	const struct nft_lookup *l = (const void *)x;

	return l->set_name && nft_reg_offset(l->sreg) >= 0 &&
	       !(l->flags & ~(uint32_t)NFT_LOOKUP_F_INV);
}

static bool lookup_acts(const struct nft_expr *x)
{
	const struct nft_lookup *l = (const void *)x;

	return HAS(l, nft_lookup, dreg) && l->dreg == NFT_REG_VERDICT;
}

/* The data of a hit, into its register or as the verdict. */
static enum fw_verdict take(struct nft_regs *r, const struct nft_lookup *l,
			    const struct nft_elem *e)
{
	const struct nft_data *data = e->data;

	if (!data)
		return nft_unknown(r, "lookup");
	if (l->dreg == NFT_REG_VERDICT)
		return data->verdict ? nft_verdict_take(r, data->verdict)
				     : nft_unknown(r, "lookup");
	return nft_reg_bytes(r, l->dreg, data->value.p,
			     (uint32_t)data->value.len);
}

/* Which of the elements that it may be is it? The walk follows each. */
static const struct nft_elem *choose(struct nft_regs *r,
				     const struct nft_lookup *l,
				     const struct nft_value *key)
{
	const struct nft_elem *rest = NULL;

	for (size_t i = 0; i < nft_set_count(l->set); i++) {
		const struct nft_elem *e = nft_set_elem(l->set, i);

		if (nft_elem_is_catchall(e)) {
			rest = e;
			continue;
		}
		if (nft_elem_matches(r, l->set, i, key) == TRI_NO)
			continue;
		if (nft_ask(r, "lookup"))
			return e;
	}
	return rest;
}

static enum fw_verdict map_unknown(struct nft_regs *r,
				   const struct nft_lookup *l,
				   const struct nft_value *key)
{
	const struct nft_elem *e;

	if (l->dreg != NFT_REG_VERDICT && !nft_rest_matters(r))
		return FW_BREAK;
	e = choose(r, l, key);
	return e ? take(r, l, e) : FW_BREAK;
}

static enum fw_verdict lookup_eval(struct nft_regs *r,
				   const struct nft_expr *x)
{
	const struct nft_lookup *l = (const void *)x;
	bool map = HAS(l, nft_lookup, dreg);
	enum fw_verdict v;
	struct nft_value key;
	struct nft_hit hit;

	if (!l->set)
		return nft_unknown(r, "lookup");
	if (!nft_reg_read(r, l->sreg, l->set->key_len, &key))
		return nft_unknown(r, "lookup");
	hit = nft_set_lookup(r, l->set, &key);
	if (map && hit.found == TRI_UNKNOWN)
		return map_unknown(r, l, &key);
	v = nft_test(r, tri_xor(hit.found, l->flags & NFT_LOOKUP_F_INV));
	if (v != FW_CONTINUE || !hit.elem)
		return v;
	v = nft_exprs_eval(r, &hit.elem->exprs);
	if (v != FW_CONTINUE || !map)
		return v;
	return take(r, l, hit.elem);
}

static const struct nft_dtype *data_type(const struct nft_set *set)
{
	return set ? nft_dtype_by_number(set->data_type & 0x3f)
		   : &nft_t_integer;
}

static void lookup_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_lookup *l = (const void *)x;
	const char *key;
	const char *set;
	struct nft_key parts;

	key = nft_text_concat(t, l->sreg, l->set ? l->set->key_len : 4, &parts);
	set = nft_text_set(t, l->set, l->set_name, &parts);
	if (!HAS(l, nft_lookup, dreg))
		nft_text_match(t, "%s %s%s", key,
			       l->flags & NFT_LOOKUP_F_INV ? "!= " : "", set);
	else if (l->dreg == NFT_REG_VERDICT)
		nft_text_add(t, "%s vmap %s", key, set);
	else
		nft_text_load(t, l->dreg,
			      arena_printf(t->a, "%s map %s", key, set),
			      data_type(l->set),
			      l->set ? l->set->data_len : 4);
}

const struct expr_type nft_lookup_expr = {
	.obj = { "lookup", sizeof(struct nft_lookup), fields, NULL },
	.role = ROLE_TEST,
	.acts = lookup_acts,
	.check = lookup_check,
	.eval = lookup_eval,
	.text = lookup_text,
};
