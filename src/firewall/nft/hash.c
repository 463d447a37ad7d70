/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_hash.c: a hash below a modulus; which one is not computed. */
#include "firewall/nft/text.h"

static const struct value_name types[] = {
	{ NFT_HASH_JENKINS, "jhash" },
	{ NFT_HASH_SYM, "symhash" },
	{ 0, NULL },
};

static const struct field fields[] = {
	ROW_U32("sreg", nft_hash, sreg, NFTA_HASH_SREG),
	ROW_U32("dreg", nft_hash, dreg, NFTA_HASH_DREG),
	ROW_U32("len", nft_hash, len, NFTA_HASH_LEN),
	ROW_U32("modulus", nft_hash, modulus, NFTA_HASH_MODULUS),
	ROW_U32("seed", nft_hash, seed, NFTA_HASH_SEED),
	ROW_U32("offset", nft_hash, offset, NFTA_HASH_OFFSET),
	ROW_ENUM("kind", nft_hash, type, NFTA_HASH_TYPE, types),
	{ 0 },
};

static bool hash_check(const struct nft_expr *x)
{
	const struct nft_hash *h = (const void *)x;

	return value_name(types, h->type) && nft_reg_fits(h->dreg, 4);
}

static enum fw_verdict hash_eval(struct nft_regs *r, const struct nft_expr *x)
{
	const struct nft_hash *h = (const void *)x;
	uint32_t max;

	if (!h->modulus ||
	    __builtin_add_overflow(h->modulus - 1, h->offset, &max))
		return nft_reg_unknown(r, h->dreg, 4);
	return nft_reg_between(r, h->dreg, h->offset, max);
}

static void hash_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_hash *h = (const void *)x;
	struct strbuf out;
	struct nft_key parts;

	strbuf_init(&out, t->a);
	if (h->type == NFT_HASH_JENKINS)
		strbuf_addf(&out, "jhash %s",
			    nft_text_concat(t, h->sreg, h->len, &parts));
	else
		strbuf_add(&out, "symhash");
	strbuf_addf(&out, " mod %u", h->modulus);
	if (HAS(h, nft_hash, seed) && h->type == NFT_HASH_JENKINS)
		strbuf_addf(&out, " seed 0x%x", h->seed);
	if (h->offset)
		strbuf_addf(&out, " offset %u", h->offset);
	nft_text_load(t, h->dreg, out.s, &nft_t_host_integer, 4);
}

const struct expr_type nft_hash_expr = {
	.obj = { "hash", sizeof(struct nft_hash), fields, NULL },
	.role = ROLE_LOAD,
	.check = hash_check,
	.eval = hash_eval,
	.text = hash_text,
};
