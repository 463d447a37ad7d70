/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_quota.c: bytes until a limit; the dump says how many went through. */
#include "firewall/nft/text.h"

#define KNOWN_FLAGS (NFT_QUOTA_F_INV | NFT_QUOTA_F_DEPLETED)
/* What may have passed since the dump: nobody can tell nearer than this. */
#define EDGE 65536

static const struct field fields[] = {
	{ "bytes", F(nft_quota, bytes), FT_U64, NFTA_QUOTA_BYTES, FF_BE },
	ROW_U32("flags", nft_quota, flags, NFTA_QUOTA_FLAGS),
	{ "consumed", F(nft_quota, consumed), FT_U64, NFTA_QUOTA_CONSUMED,
	  FF_BE | FF_VOLATILE },
	{ 0 },
};

static bool quota_check(const struct nft_expr *x)
{
	const struct nft_quota *q = (const void *)x;

	return !(q->flags & ~(uint32_t)KNOWN_FLAGS);
}

static enum tri quota_over(const struct nft_quota *q, uint32_t len)
{
	if (q->consumed >= q->bytes)
		return TRI_YES;
	return q->bytes - q->consumed > (uint64_t)len + EDGE ? TRI_NO
							      : TRI_UNKNOWN;
}

/* nft_quota_do_eval(): break once it is used up; the other way with "over". */
static enum fw_verdict quota_eval(struct nft_regs *r, const struct nft_expr *x)
{
	const struct nft_quota *q = (const void *)x;
	enum tri over = quota_over(q, r->e->pkt->length);

	return nft_test(r, tri_xor(over, !(q->flags & NFT_QUOTA_F_INV)));
}

static void quota_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_quota *q = (const void *)x;

	nft_text_add(t, "quota %s%s", q->flags & NFT_QUOTA_F_INV ? "over " : "",
		     nft_text_bytes(t->a, q->bytes));
}

const struct expr_type nft_quota_expr = {
	.obj = { "quota", sizeof(struct nft_quota), fields, NULL },
	.role = ROLE_TEST,
	.check = quota_check,
	.eval = quota_eval,
	.text = quota_text,
};
