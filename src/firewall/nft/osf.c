/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_osf.c: which system sent this SYN; its fingerprints are not read. */

#include "firewall/nft/text.h"

#define TCP_SYN 0x02

static const struct field fields[] = {
	ROW_U32("dreg", nft_osf, dreg, NFTA_OSF_DREG),
	{ "ttl", F(nft_osf, ttl), FT_U8, NFTA_OSF_TTL },
	ROW_U32("flags", nft_osf, flags, NFTA_OSF_FLAGS),
	{ 0 },
};

static bool osf_check(const struct nft_expr *x)
{
	return nft_reg_fits(((const struct nft_osf *)x)->dreg,
			    NFT_OSF_MAXGENRELEN);
}

static enum fw_verdict osf_eval(struct nft_regs *r, const struct nft_expr *x)
{
	const struct nft_osf *o = (const void *)x;

	if (r->e->pkt->proto != IPPROTO_TCP ||
	    !(packet_tcp_flags(r->e->pkt) & TCP_SYN))
		return FW_BREAK;
	return nft_reg_unknown(r, o->dreg, NFT_OSF_MAXGENRELEN);
}

static void osf_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_osf *o = (const void *)x;
	const char *ttl = o->ttl == 1 ? "ttl loose " : o->ttl == 2 ? "ttl skip "
								  : "";

	nft_text_load(t, o->dreg,
		      arena_printf(t->a, "osf %s%s", ttl,
				   o->flags & 1 ? "version" : "name"),
		      &nft_t_string, NFT_OSF_MAXGENRELEN);
}

const struct expr_type nft_osf_expr = {
	.obj = { "osf", sizeof(struct nft_osf), fields, NULL },
	.role = ROLE_LOAD,
	.check = osf_check,
	.eval = osf_eval,
	.text = osf_text,
};
