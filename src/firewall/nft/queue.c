/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_queue.c: a program decides. */
#include "firewall/nft/text.h"

#define KNOWN_FLAGS (NFT_QUEUE_FLAG_BYPASS | NFT_QUEUE_FLAG_CPU_FANOUT)

static const struct field fields[] = {
	{ "num", F(nft_queue, num), FT_U16, NFTA_QUEUE_NUM, FF_BE },
	{ "total", F(nft_queue, total), FT_U16, NFTA_QUEUE_TOTAL, FF_BE },
	{ "flags", F(nft_queue, flags), FT_U16, NFTA_QUEUE_FLAGS, FF_BE },
	ROW_U32("sreg", nft_queue, sreg, NFTA_QUEUE_SREG_QNUM),
	{ 0 },
};

static bool queue_check(const struct nft_expr *x)
{
	const struct nft_queue *q = (const void *)x;

	return !(q->flags & ~KNOWN_FLAGS) &&
	       (!q->sreg || nft_reg_fits(q->sreg, 4));
}

static enum fw_verdict queue_eval(struct nft_regs *r, const struct nft_expr *x)
{
	const struct nft_queue *q = (const void *)x;
	struct nft_value v;
	uint32_t num;

	r->out->bypass = q->flags & NFT_QUEUE_FLAG_BYPASS;
	if (!q->sreg) {
		r->out->queue = q->num;
		r->out->queue_last =
			(uint16_t)(q->num + (q->total ? q->total - 1 : 0));
		return FW_QUEUE;
	}
	if (!nft_reg_read(r, q->sreg, 4, &v) || !nft_value_known(&v))
		return nft_unknown(r, "queue");
	memcpy(&num, v.b, sizeof(num));
	r->out->queue = (uint16_t)num;
	r->out->queue_last = (uint16_t)num;
	return FW_QUEUE;
}

static void queue_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_queue *q = (const void *)x;
	bool bypass = q->flags & NFT_QUEUE_FLAG_BYPASS;
	bool fanout = q->flags & NFT_QUEUE_FLAG_CPU_FANOUT;
	const char *flags = bypass && fanout ? " flags bypass,fanout"
			    : bypass	     ? " flags bypass"
			    : fanout	     ? " flags fanout"
					     : "";

	if (q->sreg)
		nft_text_add(t, "queue%s to %s", flags,
			     nft_text_operand(t, q->sreg, &nft_t_host_integer,
					      4));
	else if (q->total > 1)
		nft_text_add(t, "queue%s to %u-%u", flags, q->num,
			     q->num + q->total - 1);
	else
		nft_text_add(t, "queue%s to %u", flags, q->num);
}

const struct expr_type nft_queue_expr = {
	.obj = { "queue", sizeof(struct nft_queue), fields, NULL },
	.role = ROLE_ACTION,
	.check = queue_check,
	.eval = queue_eval,
	.text = queue_text,
};
