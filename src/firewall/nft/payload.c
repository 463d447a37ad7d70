/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_payload.c: bytes of the headers, loaded or written. */
#include "firewall/nft/eval.h"

#define BASE_TUNNEL 4	/* NFT_PAYLOAD_TUN_HEADER, Linux 6.2 */

static const struct value_name bases[] = {
	{ NFT_PAYLOAD_LL_HEADER, "link" },
	{ NFT_PAYLOAD_NETWORK_HEADER, "network" },
	{ NFT_PAYLOAD_TRANSPORT_HEADER, "transport" },
	{ NFT_PAYLOAD_INNER_HEADER, "inner" },
	{ BASE_TUNNEL, "tunnel" },
	{ 0, NULL },
};

static const struct field fields[] = {
	ROW_U32("dreg", nft_payload, dreg, NFTA_PAYLOAD_DREG),
	ROW_ENUM("base", nft_payload, base, NFTA_PAYLOAD_BASE, bases),
	ROW_U32("offset", nft_payload, offset, NFTA_PAYLOAD_OFFSET),
	ROW_U32("len", nft_payload, len, NFTA_PAYLOAD_LEN),
	ROW_U32("sreg", nft_payload, sreg, NFTA_PAYLOAD_SREG),
	ROW_U32("csum_type", nft_payload, csum_type, NFTA_PAYLOAD_CSUM_TYPE),
	ROW_U32("csum_offset", nft_payload, csum_offset,
		NFTA_PAYLOAD_CSUM_OFFSET),
	ROW_U32("csum_flags", nft_payload, csum_flags, NFTA_PAYLOAD_CSUM_FLAGS),
	{ 0 },
};

static bool payload_check(const struct nft_expr *x)
{
	const struct nft_payload *p = (const void *)x;

	return value_name(bases, p->base) &&
	       nft_reg_fits(p->sreg ? p->sreg : p->dreg, p->len);
}

static bool payload_acts(const struct nft_expr *x)
{
	return ((const struct nft_payload *)x)->sreg != 0;
}

/* Where in the loaded bytes does the source port lie? -1: not in there. */
static int sport_place(const struct nft_regs *r, const struct nft_payload *p)
{
	const struct packet *pkt = r->e->pkt;
	int64_t at;

	if (!packet_has_ports(pkt) || packet_sport_known(pkt) || !pkt->th)
		return -1;
	if (p->base == NFT_PAYLOAD_TRANSPORT_HEADER)
		at = -(int64_t)p->offset;
	else if (p->base == NFT_PAYLOAD_NETWORK_HEADER)
		at = (int64_t)pkt->th - p->offset;
	else
		return -1;
	return at >= 0 && at + 2 <= p->len ? (int)at : -1;
}

static enum fw_verdict payload_eval(struct nft_regs *r,
				    const struct nft_expr *x)
{
	const struct nft_payload *p = (const void *)x;
	struct nft_value v = { .len = p->len, .sport_at = -1 };
	enum payload_base base = (enum payload_base)p->base;

	if (p->base == BASE_TUNNEL)
		return nft_unknown(r, "payload");
	if (p->sreg) {
		if (!nft_reg_read(r, p->sreg, p->len, &v))
			return nft_unknown(r, "payload");
		return packet_store(r->e->pkt, base, p->offset, p->len, v.b,
				    v.k) < 0
			       ? FW_BREAK
			       : FW_CONTINUE;
	}
	if (packet_load(r->e->pkt, base, p->offset, p->len, v.b, v.k) < 0)
		return FW_BREAK;
	v.sport_at = sport_place(r, p);
	return nft_reg_write(r, p->dreg, &v);
}

const struct expr_type nft_payload_expr = {
	.obj = { "payload", sizeof(struct nft_payload), fields, NULL },
	.role = ROLE_LOAD,
	.acts = payload_acts,
	.check = payload_check,
	.eval = payload_eval,
};
