/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of extension headers and options, for exthdr.c. */
#include "firewall/nft/text.h"

/** struct part - a field of an option: offset and length in bytes */
struct part {
	uint32_t op;
	uint8_t type;
	uint32_t offset;
	uint32_t len;
	const char *name;
};

static const struct value_name tcp_options[] = {
	{ 0, "eol" },	     { 1, "nop" },	{ 2, "maxseg" },
	{ 3, "window" },     { 4, "sack-perm" }, { 5, "sack" },
	{ 8, "timestamp" },  { 19, "md5sig" },	{ 30, "mptcp" },
	{ 34, "fastopen" },  { 0, NULL },
};

static const struct value_name ip6_headers[] = {
	{ 0, "hbh" }, { 43, "rt" },  { 44, "frag" },
	{ 60, "dst" }, { 135, "mh" }, { 0, NULL },
};

static const struct value_name ip_options[] = {
	{ 7, "rr" }, { 131, "lsrr" }, { 137, "ssrr" },
	{ 148, "ra" }, { 0, NULL },
};

static const struct part parts[] = {
	{ NFT_EXTHDR_OP_TCPOPT, 2, 2, 2, "size" },
	{ NFT_EXTHDR_OP_TCPOPT, 3, 2, 1, "count" },
	{ NFT_EXTHDR_OP_TCPOPT, 8, 2, 4, "tsval" },
	{ NFT_EXTHDR_OP_TCPOPT, 8, 6, 4, "tsecr" },
	{ NFT_EXTHDR_OP_IPV6, 0, 0, 1, "nexthdr" },
	{ NFT_EXTHDR_OP_IPV6, 0, 1, 1, "hdrlength" },
	{ NFT_EXTHDR_OP_IPV6, 43, 0, 1, "nexthdr" },
	{ NFT_EXTHDR_OP_IPV6, 43, 1, 1, "hdrlength" },
	{ NFT_EXTHDR_OP_IPV6, 43, 2, 1, "type" },
	{ NFT_EXTHDR_OP_IPV6, 43, 3, 1, "seg-left" },
	{ NFT_EXTHDR_OP_IPV6, 44, 0, 1, "nexthdr" },
	{ NFT_EXTHDR_OP_IPV6, 44, 4, 4, "id" },
	{ NFT_EXTHDR_OP_IPV6, 60, 0, 1, "nexthdr" },
	{ NFT_EXTHDR_OP_IPV6, 60, 1, 1, "hdrlength" },
};

static const char *part_name(struct nft_text *t, const struct nft_exthdr *h)
{
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		if (parts[i].op == h->op && parts[i].type == h->type &&
		    parts[i].offset == h->offset && parts[i].len == h->len)
			return parts[i].name;
	if (h->op == NFT_EXTHDR_OP_TCPOPT && h->offset < 2)
		return h->offset ? "length" : "kind";
	return arena_printf(t->a, "@%u,%u", h->offset * 8, h->len * 8);
}

static const char *header_name(struct nft_text *t, const struct nft_exthdr *h)
{
	const struct value_name *names = NULL;
	const char *before = "";
	const char *name;

	switch (h->op) {
	case NFT_EXTHDR_OP_TCPOPT:
		names = tcp_options;
		before = "tcp option ";
		break;
	case NFT_EXTHDR_OP_IPV4:
		names = ip_options;
		before = "ip option ";
		break;
	case NFT_EXTHDR_OP_IPV6:
		names = ip6_headers;
		break;
	case NFT_EXTHDR_OP_SCTP:
		before = "sctp chunk ";
		break;
	default:
		before = "dccp option ";
		break;
	}
	name = value_name(names, h->type);
	return name ? arena_printf(t->a, "%s%s", before, name)
		    : arena_printf(t->a, "%s%u", before, h->type);
}

void nft_exthdr_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_exthdr *h = (const void *)x;
	const char *header = header_name(t, h);

	if (h->sreg) {
		nft_text_add(t, "%s %s set %s", header, part_name(t, h),
			     nft_text_operand(t, h->sreg, &nft_t_integer,
					      h->len));
	} else if (!h->dreg) {
		nft_text_add(t, "reset %s", header);
	} else if (h->flags & NFT_EXTHDR_F_PRESENT) {
		nft_text_load(t, h->dreg,
			      arena_printf(t->a, "%s%s",
					   h->op == NFT_EXTHDR_OP_IPV6
						   ? "exthdr "
						   : "",
					   header),
			      &nft_t_boolean, 1);
	} else {
		nft_text_load(t, h->dreg,
			      arena_printf(t->a, "%s %s", header,
					   part_name(t, h)),
			      &nft_t_integer, h->len);
	}
}
