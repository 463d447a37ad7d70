/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nft_exthdr.c: IPv6 extension headers, IPv4 options, TCP options, SCTP
 * chunks. Probes have the options of a SYN and nothing else.
 */

#include "firewall/nft/text.h"

#define OP_DCCP 4	/* NFT_EXTHDR_OP_DCCP, Linux 6.5 */
#define TCP_HEADER 20
#define TCP_HEADER_MAX 60

static const struct value_name ops[] = {
	{ NFT_EXTHDR_OP_IPV6, "ipv6" },
	{ NFT_EXTHDR_OP_TCPOPT, "tcp-option" },
	{ NFT_EXTHDR_OP_IPV4, "ipv4" },
	{ NFT_EXTHDR_OP_SCTP, "sctp-chunk" },
	{ OP_DCCP, "dccp-option" },
	{ 0, NULL },
};

static const struct field fields[] = {
	ROW_U32("dreg", nft_exthdr, dreg, NFTA_EXTHDR_DREG),
	{ "header", F(nft_exthdr, type), FT_U8, NFTA_EXTHDR_TYPE },
	ROW_U32("offset", nft_exthdr, offset, NFTA_EXTHDR_OFFSET),
	ROW_U32("len", nft_exthdr, len, NFTA_EXTHDR_LEN),
	ROW_U32("flags", nft_exthdr, flags, NFTA_EXTHDR_FLAGS),
	ROW_ENUM("op", nft_exthdr, op, NFTA_EXTHDR_OP, ops),
	ROW_U32("sreg", nft_exthdr, sreg, NFTA_EXTHDR_SREG),
	{ 0 },
};

static bool exthdr_check(const struct nft_expr *x)
{
	const struct nft_exthdr *h = (const void *)x;

	if (!value_name(ops, h->op) ||
	    (h->flags & ~(uint32_t)NFT_EXTHDR_F_PRESENT))
		return false;
	/* Neither register: the option is stripped ("reset tcp option"). */
	if (!h->dreg && !h->sreg)
		return h->op == NFT_EXTHDR_OP_TCPOPT;
	return nft_reg_fits(h->sreg ? h->sreg : h->dreg, h->len ? h->len : 1);
}

static enum fw_verdict absent(struct nft_regs *r, const struct nft_exthdr *h)
{
	if (h->flags & NFT_EXTHDR_F_PRESENT)
		return nft_reg_u32(r, h->dreg, 0);
	return FW_BREAK;
}

/* Where the option begins; 0: not there; -1: it cannot be told. */
static int find_option(const struct nft_exthdr *h, const struct nft_value *opt,
		       uint32_t *len)
{
	uint32_t at = TCP_HEADER;

	while (at < opt->len) {
		if (!opt->k[at])
			return -1;
		if (opt->b[at] == 0)		/* end of the list */
			return 0;
		if (opt->b[at] == 1 && h->type != 1) {	/* padding */
			at++;
			continue;
		}
		if (at + 1 >= opt->len)
			return 0;
		*len = opt->b[at] <= 1 ? 1 : opt->b[at + 1];
		if (opt->b[at] == h->type)
			return (int)at;
		if (*len < 2 || !opt->k[at + 1])
			return opt->k[at + 1] ? 0 : -1;
		at += *len;
	}
	return 0;
}

static bool load_tcp(const struct nft_regs *r, struct nft_value *v)
{
	const struct packet *p = r->e->pkt;
	uint32_t len;

	if (p->proto != IPPROTO_TCP ||
	    packet_load(p, PAYLOAD_TRANSPORT, 0, TCP_HEADER, v->b, v->k) < 0)
		return false;
	len = (uint32_t)(v->b[12] >> 4) * 4;
	if (len < TCP_HEADER || len > TCP_HEADER_MAX)
		return false;
	v->len = len;
	return packet_load(p, PAYLOAD_TRANSPORT, 0, len, v->b, v->k) == 0;
}

static enum fw_verdict tcp_option(struct nft_regs *r,
				  const struct nft_exthdr *h)
{
	struct nft_value opt = { .sport_at = -1 };
	struct nft_value v = { .len = h->len, .sport_at = -1 };
	uint32_t len = 0;
	int at;

	if (!load_tcp(r, &opt))
		return h->dreg ? absent(r, h) : FW_BREAK;
	if (!h->dreg)	/* written or stripped: no one here looks at it */
		return FW_CONTINUE;
	at = find_option(h, &opt, &len);
	if (at < 0)
		return nft_reg_unknown(r, h->dreg, h->len ? h->len : 4);
	if (!at)
		return absent(r, h);
	if (h->flags & NFT_EXTHDR_F_PRESENT)
		return nft_reg_u32(r, h->dreg, 1);
	if (h->offset + h->len > len || (uint32_t)at + h->offset + h->len >
						opt.len)
		return FW_BREAK;
	memcpy(v.b, opt.b + at + h->offset, h->len);
	memcpy(v.k, opt.k + at + h->offset, h->len);
	return nft_reg_write(r, h->dreg, &v);
}

/* Probes have no extension headers, no IPv4 options, no SCTP, no DCCP. */
static enum fw_verdict exthdr_eval(struct nft_regs *r,
				   const struct nft_expr *x)
{
	const struct nft_exthdr *h = (const void *)x;

	if (h->op == NFT_EXTHDR_OP_TCPOPT)
		return tcp_option(r, h);
	return h->dreg ? absent(r, h) : FW_BREAK;
}

const struct expr_type nft_exthdr_expr = {
	.obj = { "exthdr", sizeof(struct nft_exthdr), fields, NULL },
	.role = ROLE_LOAD,
	.check = exthdr_check,
	.eval = exthdr_eval,
	.text = nft_exthdr_text,
};
