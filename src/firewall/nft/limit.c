/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nft_limit.c: a token bucket. What it holds is no part of a dump. One that
 * fills a hundred times a second has room for one more packet; with a slower
 * one, whether this packet is under the limit is a fork, where that matters.
 */
#include "firewall/nft/text.h"

static const struct value_name types[] = {
	{ NFT_LIMIT_PKTS, "packets" },
	{ NFT_LIMIT_PKT_BYTES, "bytes" },
	{ 0, NULL },
};

static const struct field fields[] = {
	{ "rate", F(nft_limit, rate), FT_U64, NFTA_LIMIT_RATE, FF_BE },
	{ "unit", F(nft_limit, unit), FT_U64, NFTA_LIMIT_UNIT, FF_BE },
	ROW_U32("burst", nft_limit, burst, NFTA_LIMIT_BURST),
	ROW_ENUM("kind", nft_limit, type, NFTA_LIMIT_TYPE, types),
	ROW_U32("flags", nft_limit, flags, NFTA_LIMIT_FLAGS),
	{ 0 },
};

static bool limit_check(const struct nft_expr *x)
{
	const struct nft_limit *l = (const void *)x;

	return value_name(types, l->type) &&
	       !(l->flags & ~(uint32_t)NFT_LIMIT_F_INV);
}

#define FAST_RATE 100		/* packets a second */
#define PACKET_BYTES 1500

static enum fw_verdict limit_eval(struct nft_regs *r, const struct nft_expr *x)
{
	const struct nft_limit *l = (const void *)x;
	uint64_t one = l->type == NFT_LIMIT_PKT_BYTES ? PACKET_BYTES : 1;

	if (!l->unit || l->rate / l->unit / one < FAST_RATE)
		return nft_test(r, TRI_UNKNOWN);
	return nft_test(r, tri_of(!(l->flags & NFT_LIMIT_F_INV)));
}

#define BURST_DEFAULT 5

static const char *unit_text(uint64_t seconds)
{
	switch (seconds) {
	case 1:
		return "second";
	case 60:
		return "minute";
	case 3600:
		return "hour";
	case 86400:
		return "day";
	case 604800:
		return "week";
	default:
		return "period";
	}
}

static void limit_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_limit *l = (const void *)x;
	const char *over = l->flags & NFT_LIMIT_F_INV ? "over " : "";
	const char *burst = "";

	if (l->type == NFT_LIMIT_PKT_BYTES) {
		if (l->burst)
			burst = arena_printf(t->a, " burst %s",
					     nft_text_bytes(t->a, l->burst));
		nft_text_add(t, "limit rate %s%s/%s%s", over,
			     nft_text_bytes(t->a, l->rate), unit_text(l->unit),
			     burst);
		return;
	}
	if (l->burst && l->burst != BURST_DEFAULT)
		burst = arena_printf(t->a, " burst %u packets", l->burst);
	nft_text_add(t, "limit rate %s%llu/%s%s", over,
		     (unsigned long long)l->rate, unit_text(l->unit), burst);
}

const struct expr_type nft_limit_expr = {
	.obj = { "limit", sizeof(struct nft_limit), fields, NULL },
	.role = ROLE_TEST,
	.check = limit_check,
	.eval = limit_eval,
	.text = limit_text,
};
