/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An expression that this version does not know, kept as it came. */
#include "firewall/nft/text.h"

static const struct field fields[] = {
	{ "name", F(nft_opaque, name), FT_STRING },
	{ "data", F(nft_opaque, data), FT_BYTES },
	{ 0 },
};

static const struct expr_type *known_kind(const char *name)
{
	const struct object_type *t = nft_expr_type_by_name(name ? name : "");

	return t ? container_of(t, struct expr_type, obj) : NULL;
}

static bool opaque_acts(const struct nft_expr *x)
{
	const struct expr_type *kind =
		known_kind(((const struct nft_opaque *)x)->name);

	/* Some of a kind act and others do not: this may be one that does. */
	return !kind || kind->role == ROLE_ACTION || kind->acts;
}

/*
 * A newer form of a match or a load: it may break or not, and no register is
 * certain behind it. Anything else may end the rule in any way.
 */
static enum fw_verdict opaque_eval(struct nft_regs *r,
				   const struct nft_expr *x)
{
	const struct nft_opaque *o = (const void *)x;
	const char *name = o->name ? o->name : "opaque";

	if (opaque_acts(x))
		return nft_unknown(r, name);
	memset(r->k, 0, sizeof(r->k));
	r->sport_at = -1;
	if (!nft_rest_matters(r))
		return FW_BREAK;
	return nft_ask(r, name) ? FW_CONTINUE : FW_BREAK;
}

static void opaque_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_opaque *o = (const void *)x;

	nft_text_add(t, "[%s: not understood]",
		     o->name && o->name[0] ? o->name : "expression");
}

const struct expr_type nft_opaque_expr = {
	.obj = { "opaque", sizeof(struct nft_opaque), fields, NULL },
	.role = ROLE_ACTION,
	.acts = opaque_acts,
	.eval = opaque_eval,
	.text = opaque_text,
};
