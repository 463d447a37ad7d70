/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_objref.c: a named counter, quota, limit, helper, by name or by map. */
#include "firewall/nft/text.h"

static const struct field fields[] = {
	ROW_U32("kind", nft_objref, kind, NFTA_OBJREF_IMM_TYPE),
	{ "name", F(nft_objref, name), FT_STRING, NFTA_OBJREF_IMM_NAME, FF_ID },
	ROW_U32("sreg", nft_objref, sreg, NFTA_OBJREF_SET_SREG),
	{ "set", F(nft_objref, set_name), FT_STRING, NFTA_OBJREF_SET_NAME,
	  FF_ID },
	ROW_U32("set_id", nft_objref, set_id, NFTA_OBJREF_SET_ID),
	{ 0 },
};

static bool objref_check(const struct nft_expr *x)
{
	const struct nft_objref *o = (const void *)x;

	return o->name || (o->set_name && nft_reg_offset(o->sreg) >= 0);
}

/* Synproxy takes packets; counters, helpers and labels change nothing here. */
static bool objref_acts(const struct nft_expr *x)
{
	const struct nft_objref *o = (const void *)x;

	return o->set_name || o->kind == NFT_OBJECT_SYNPROXY;
}

enum fw_verdict nft_object_eval(struct nft_regs *r, const struct nft_object *o)
{
	switch (o->kind) {
	case NFT_OBJECT_QUOTA:
	case NFT_OBJECT_LIMIT:
	case NFT_OBJECT_CONNLIMIT:
	case NFT_OBJECT_SYNPROXY:
		if (!o->data || !nft_expr_type(o->data)->eval)
			return nft_unknown(r, "objref");
		return nft_expr_type(o->data)->eval(r, o->data);
	case NFT_OBJECT_COUNTER:
	case NFT_OBJECT_CT_HELPER:
	case NFT_OBJECT_CT_TIMEOUT:
	case NFT_OBJECT_CT_EXPECT:
	case NFT_OBJECT_SECMARK:
	case NFT_OBJECT_TUNNEL:
		return FW_CONTINUE;
	default:
		return nft_unknown(r, "objref");
	}
}

static enum fw_verdict objref_eval(struct nft_regs *r,
				   const struct nft_expr *x)
{
	const struct nft_objref *o = (const void *)x;
	struct nft_value key;
	enum fw_verdict v;
	struct nft_hit hit;

	if (!o->set_name)
		return o->object ? nft_object_eval(r, o->object)
				 : nft_unknown(r, "objref");
	if (!o->set || !nft_reg_read(r, o->sreg, o->set->key_len, &key))
		return nft_unknown(r, "objref");
	hit = nft_set_lookup(r, o->set, &key);
	if (hit.found == TRI_UNKNOWN)
		return nft_unknown(r, "objref");
	v = nft_test(r, hit.found);
	if (v != FW_CONTINUE)
		return v;
	return hit.elem->object ? nft_object_eval(r, hit.elem->object)
				: nft_unknown(r, "objref");
}

static const char *kind_text(uint32_t kind)
{
	switch (kind) {
	case NFT_OBJECT_COUNTER:
		return "counter name";
	case NFT_OBJECT_QUOTA:
		return "quota name";
	case NFT_OBJECT_LIMIT:
		return "limit name";
	case NFT_OBJECT_SYNPROXY:
		return "synproxy name";
	case NFT_OBJECT_CT_HELPER:
		return "ct helper set";
	case NFT_OBJECT_CT_TIMEOUT:
		return "ct timeout set";
	case NFT_OBJECT_CT_EXPECT:
		return "ct expectation set";
	case NFT_OBJECT_SECMARK:
		return "meta secmark set";
	case NFT_OBJECT_CONNLIMIT:
		return "ct count name";
	case NFT_OBJECT_TUNNEL:
		return "tunnel name";
	default:
		return "object";
	}
}

static void objref_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_objref *o = (const void *)x;
	const char *key;
	struct nft_key parts;

	if (!o->set_name) {
		nft_text_add(t, "%s \"%s\"", kind_text(o->kind), o->name);
		return;
	}
	key = nft_text_concat(t, o->sreg, o->set ? o->set->key_len : 4, &parts);
	nft_text_add(t, "%s %s map %s",
		     kind_text(o->set ? o->set->obj_type : 0), key,
		     nft_text_set(t, o->set, o->set_name, &parts));
}

const struct expr_type nft_objref_expr = {
	.obj = { "objref", sizeof(struct nft_objref), fields, NULL },
	.role = ROLE_TEST,
	.acts = objref_acts,
	.check = objref_check,
	.eval = objref_eval,
	.text = objref_text,
};
