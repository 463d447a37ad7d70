/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_payload.c: bytes of the headers, loaded or written. */
#include "firewall/nft/text.h"

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

/* A field written through a mask: the mask's zeros are the field. */
static bool bits_text(struct nft_text *t, const struct nft_payload *p,
		      const struct nft_term *term)
{
	uint8_t hole[NFT_REG_BYTES];
	struct nft_term field = *term;

	if (term->kind != TERM_PAYLOAD || !term->mask ||
	    term->base != p->base || term->offset != p->offset ||
	    term->len < p->len || p->len > NFT_REG_BYTES)
		return false;
	for (uint32_t i = 0; i < p->len; i++)
		hole[i] = (uint8_t)~term->mask[i];
	field.mask = hole;
	field.len = p->len;
	nft_text_of(t, &field);
	if (field.mask)
		return false;
	nft_text_add(t, "%s set %s", field.text,
		     nft_text_constant(t, &field, term->xor, p->len));
	return true;
}

static void payload_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_payload *p = (const void *)x;
	struct nft_term term = {
		.kind = TERM_PAYLOAD,
		.base = p->base,
		.offset = p->offset,
		.len = p->len,
	};

	if (!p->sreg) {
		*nft_text_term(t, p->dreg) = term;
		return;
	}
	if (bits_text(t, p, nft_text_term(t, p->sreg)))
		return;
	nft_text_of(t, &term);
	nft_text_add(t, "%s set %s", term.text,
		     nft_text_operand(t, p->sreg, term.type, p->len));
}

const struct expr_type nft_payload_expr = {
	.obj = { "payload", sizeof(struct nft_payload), fields, NULL },
	.role = ROLE_LOAD,
	.acts = payload_acts,
	.check = payload_check,
	.eval = payload_eval,
	.text = payload_text,
};
