/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_byteorder.c: numbers of 2, 4 or 8 bytes turned between the orders. */
#include <endian.h>

#include "firewall/nft/text.h"

static const struct value_name ops[] = {
	{ NFT_BYTEORDER_NTOH, "ntoh" },
	{ NFT_BYTEORDER_HTON, "hton" },
	{ 0, NULL },
};

static const struct field fields[] = {
	ROW_U32("sreg", nft_byteorder, sreg, NFTA_BYTEORDER_SREG),
	ROW_U32("dreg", nft_byteorder, dreg, NFTA_BYTEORDER_DREG),
	ROW_ENUM("op", nft_byteorder, op, NFTA_BYTEORDER_OP, ops),
	ROW_U32("len", nft_byteorder, len, NFTA_BYTEORDER_LEN),
	ROW_U32("size", nft_byteorder, size, NFTA_BYTEORDER_SIZE),
	{ 0 },
};

static bool byteorder_check(const struct nft_expr *x)
{
	const struct nft_byteorder *b = (const void *)x;

	return value_name(ops, b->op) && nft_reg_fits(b->sreg, b->len) &&
	       nft_reg_fits(b->dreg, b->len) &&
	       (b->size == 2 || b->size == 4 || b->size == 8) &&
	       b->len % b->size == 0;
}

/* Both directions are the same turn, or none on a big-endian machine. */
static void turn(uint8_t *p, uint32_t len, uint32_t size)
{
	if (htobe16(1) == 1)
		return;
	for (uint32_t at = 0; at < len; at += size) {
		for (uint32_t i = 0; i < size / 2; i++) {
			uint8_t b = p[at + i];

			p[at + i] = p[at + size - 1 - i];
			p[at + size - 1 - i] = b;
		}
	}
}

static enum fw_verdict byteorder_eval(struct nft_regs *r,
				      const struct nft_expr *x)
{
	const struct nft_byteorder *b = (const void *)x;
	struct nft_value v;

	if (!nft_reg_read(r, b->sreg, b->len, &v))
		return nft_unknown(r, "byteorder");
	v.sport_at = -1;
	turn(v.b, v.len, b->size);
	turn(v.k, v.len, b->size);
	return nft_reg_write(r, b->dreg, &v);
}

static void byteorder_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_byteorder *b = (const void *)x;
	struct nft_term term = *nft_text_term(t, b->sreg);

	term.swapped = !term.swapped;
	*nft_text_term(t, b->dreg) = term;
}

const struct expr_type nft_byteorder_expr = {
	.obj = { "byteorder", sizeof(struct nft_byteorder), fields, NULL },
	.role = ROLE_LOAD,
	.check = byteorder_check,
	.eval = byteorder_eval,
	.text = byteorder_text,
};
