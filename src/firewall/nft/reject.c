/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_reject*.c: an answer, then a drop. */
#include <netinet/in.h>

#include <linux/icmp.h>
#include <linux/icmpv6.h>

#include "firewall/nft/text.h"

static const struct value_name types[] = {
	{ NFT_REJECT_ICMP_UNREACH, "icmp" },
	{ NFT_REJECT_TCP_RST, "tcp-reset" },
	{ NFT_REJECT_ICMPX_UNREACH, "icmpx" },
	{ 0, NULL },
};

static const struct field fields[] = {
	ROW_ENUM("kind", nft_reject, type, NFTA_REJECT_TYPE, types),
	{ "code", F(nft_reject, code), FT_U8, NFTA_REJECT_ICMP_CODE },
	{ 0 },
};

static bool reject_check(const struct nft_expr *x)
{
	const struct nft_reject *j = (const void *)x;

	return value_name(types, j->type) &&
	       (j->type != NFT_REJECT_ICMPX_UNREACH ||
		j->code <= NFT_REJECT_ICMPX_MAX);
}

/* nft_reject_icmp_code(), nft_reject_icmpv6_code() */
static uint8_t icmpx_code(uint8_t code, bool v6)
{
	static const uint8_t v4_codes[] = {
		[NFT_REJECT_ICMPX_NO_ROUTE] = ICMP_NET_UNREACH,
		[NFT_REJECT_ICMPX_PORT_UNREACH] = ICMP_PORT_UNREACH,
		[NFT_REJECT_ICMPX_HOST_UNREACH] = ICMP_HOST_UNREACH,
		[NFT_REJECT_ICMPX_ADMIN_PROHIBITED] = ICMP_PKT_FILTERED,
	};
	static const uint8_t v6_codes[] = {
		[NFT_REJECT_ICMPX_NO_ROUTE] = ICMPV6_NOROUTE,
		[NFT_REJECT_ICMPX_PORT_UNREACH] = ICMPV6_PORT_UNREACH,
		[NFT_REJECT_ICMPX_HOST_UNREACH] = ICMPV6_ADDR_UNREACH,
		[NFT_REJECT_ICMPX_ADMIN_PROHIBITED] = ICMPV6_ADM_PROHIBITED,
	};

	return v6 ? v6_codes[code] : v4_codes[code];
}

static enum fw_verdict reject_eval(struct nft_regs *r,
				   const struct nft_expr *x)
{
	const struct nft_reject *j = (const void *)x;
	struct fw_result *out = r->out;
	bool v6 = nft_packet_family(r->e) == NFPROTO_IPV6;

	out->reject = REJECT_ICMP;
	out->icmp_type = v6 ? ICMPV6_DEST_UNREACH : ICMP_DEST_UNREACH;
	out->icmp_code = j->code;
	switch ((enum nft_reject_types)j->type) {
	case NFT_REJECT_ICMP_UNREACH:
		break;
	case NFT_REJECT_TCP_RST:
		/* nf_send_reset() answers TCP alone, and no RST. */
		out->reject = REJECT_NONE;
		if (r->e->pkt->proto == IPPROTO_TCP &&
		    !(packet_tcp_flags(r->e->pkt) & 4))
			out->reject = REJECT_TCP_RESET;
		break;
	case NFT_REJECT_ICMPX_UNREACH:
		out->icmp_code = icmpx_code(j->code, v6);
		break;
	}
	if (nft_packet_family(r->e) == NFPROTO_ARP)
		out->reject = REJECT_NONE;
	return FW_DROP;
}

static bool is_default(const struct nft_text *t, const struct nft_reject *j,
		       bool v6)
{
	if (j->type == NFT_REJECT_ICMPX_UNREACH)
		return j->code == NFT_REJECT_ICMPX_PORT_UNREACH;
	if (t->family == NFPROTO_INET || t->family == NFPROTO_BRIDGE ||
	    t->family == NFPROTO_NETDEV)
		return false;
	return j->code == (v6 ? ICMPV6_PORT_UNREACH : ICMP_PORT_UNREACH);
}

static void reject_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_reject *j = (const void *)x;
	bool v6 = t->l3 == NFPROTO_IPV6;
	const struct nft_dtype *type = &nft_t_icmpx_code;
	const char *name = "icmpx";

	if (j->type == NFT_REJECT_TCP_RST) {
		if (t->family == NFPROTO_IPV4 || t->family == NFPROTO_IPV6)
			nft_text_implied(t, NFT_PAYLOAD_TRANSPORT_HEADER,
					 "tcp");
		nft_text_add(t, "reject with tcp reset");
		return;
	}
	if (is_default(t, j, v6)) {
		nft_text_add(t, "reject");
		return;
	}
	if (j->type == NFT_REJECT_ICMP_UNREACH) {
		type = v6 ? &nft_t_icmp6_code : &nft_t_icmp_code;
		name = v6 ? "icmpv6" : "icmp";
	}
	nft_text_add(t, "reject with %s %s", name,
		     nft_value_text(t, type, &j->code, 1));
}

const struct expr_type nft_reject_expr = {
	.obj = { "reject", sizeof(struct nft_reject), fields, NULL },
	.role = ROLE_ACTION,
	.check = reject_check,
	.eval = reject_eval,
	.text = reject_text,
};
