/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_synproxy.c: the handshake is made here, by a proxy that is not walked. */

#include "firewall/nft/text.h"

#define TCP_SYN 0x02
#define TCP_ACK 0x10

static const struct field fields[] = {
	{ "mss", F(nft_synproxy, mss), FT_U16, NFTA_SYNPROXY_MSS, FF_BE },
	{ "wscale", F(nft_synproxy, wscale), FT_U8, NFTA_SYNPROXY_WSCALE },
	ROW_U32("flags", nft_synproxy, flags, NFTA_SYNPROXY_FLAGS),
	{ 0 },
};

/* SYN and ACK from a client are taken over; the rest goes on. */
static enum fw_verdict synproxy_eval(struct nft_regs *r,
				     const struct nft_expr *x)
{
	uint8_t flags;

	(void)x;
	if (r->e->pkt->proto != IPPROTO_TCP)
		return FW_BREAK;
	flags = packet_tcp_flags(r->e->pkt) & (TCP_SYN | TCP_ACK);
	if (flags == TCP_SYN || flags == TCP_ACK)
		return nft_unknown(r, "synproxy");
	return FW_CONTINUE;
}

static void synproxy_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_synproxy *s = (const void *)x;
	struct strbuf out;

	strbuf_init(&out, t->a);
	if (s->flags & 1)	/* NF_SYNPROXY_OPT_MSS */
		strbuf_addf(&out, " mss %u", s->mss);
	if (s->flags & 2)
		strbuf_addf(&out, " wscale %u", s->wscale);
	if (s->flags & 8)
		strbuf_add(&out, " timestamp");
	if (s->flags & 4)
		strbuf_add(&out, " sack-perm");
	nft_text_add(t, "synproxy%s", out.s);
}

const struct expr_type nft_synproxy_expr = {
	.obj = { "synproxy", sizeof(struct nft_synproxy), fields, NULL },
	.role = ROLE_ACTION,
	.conntrack = true,
	.eval = synproxy_eval,
	.text = synproxy_text,
};
