/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which field of which header lies where. */
#include "firewall/nft/text.h"

/** struct header - the fields of a protocol; @proto: NFPROTO_*, IPPROTO_* */
struct header {
	const char *name;
	uint32_t base;
	uint8_t proto;
	const struct nft_field *fields;
};

static const struct nft_field ether[] = {
	{ "daddr", 0, 48, &nft_t_ether },
	{ "saddr", 48, 48, &nft_t_ether },
	{ "type", 96, 16, &nft_t_ethertype },
	{ NULL, 0, 0, NULL },
};
static const struct nft_field vlan[] = {
	{ "pcp", 112, 3, &nft_t_integer },
	{ "dei", 115, 1, &nft_t_integer },
	{ "id", 116, 12, &nft_t_integer },
	{ "type", 128, 16, &nft_t_ethertype },
	{ NULL, 0, 0, NULL },
};
static const struct nft_field ip[] = {
	{ "version", 0, 4, &nft_t_integer },
	{ "hdrlength", 4, 4, &nft_t_integer },
	{ "dscp", 8, 6, &nft_t_dscp },
	{ "ecn", 14, 2, &nft_t_ecn },
	{ "length", 16, 16, &nft_t_integer },
	{ "id", 32, 16, &nft_t_integer },
	{ "frag-off", 48, 16, &nft_t_integer },
	{ "ttl", 64, 8, &nft_t_integer },
	{ "protocol", 72, 8, &nft_t_proto },
	{ "checksum", 80, 16, &nft_t_integer },
	{ "saddr", 96, 32, &nft_t_ip },
	{ "daddr", 128, 32, &nft_t_ip },
	{ NULL, 0, 0, NULL },
};
static const struct nft_field ip6[] = {
	{ "version", 0, 4, &nft_t_integer },
	{ "dscp", 4, 6, &nft_t_dscp },
	{ "ecn", 10, 2, &nft_t_ecn },
	{ "flowlabel", 12, 20, &nft_t_integer },
	{ "length", 32, 16, &nft_t_integer },
	{ "nexthdr", 48, 8, &nft_t_proto },
	{ "hoplimit", 56, 8, &nft_t_integer },
	{ "saddr", 64, 128, &nft_t_ip6 },
	{ "daddr", 192, 128, &nft_t_ip6 },
	{ NULL, 0, 0, NULL },
};
static const struct nft_field arp[] = {
	{ "htype", 0, 16, &nft_t_integer },
	{ "ptype", 16, 16, &nft_t_ethertype },
	{ "hlen", 32, 8, &nft_t_integer },
	{ "plen", 40, 8, &nft_t_integer },
	{ "operation", 48, 16, &nft_t_arpop },
	{ "saddr ether", 64, 48, &nft_t_ether },
	{ "saddr ip", 112, 32, &nft_t_ip },
	{ "daddr ether", 144, 48, &nft_t_ether },
	{ "daddr ip", 192, 32, &nft_t_ip },
	{ NULL, 0, 0, NULL },
};
static const struct nft_field tcp[] = {
	{ "sport", 0, 16, &nft_t_service },
	{ "dport", 16, 16, &nft_t_service },
	{ "sequence", 32, 32, &nft_t_integer },
	{ "ackseq", 64, 32, &nft_t_integer },
	{ "doff", 96, 4, &nft_t_integer },
	{ "reserved", 100, 4, &nft_t_integer },
	{ "flags", 104, 8, &nft_t_tcp_flag },
	{ "window", 112, 16, &nft_t_integer },
	{ "checksum", 128, 16, &nft_t_integer },
	{ "urgptr", 144, 16, &nft_t_integer },
	{ NULL, 0, 0, NULL },
};
static const struct nft_field udp[] = {
	{ "sport", 0, 16, &nft_t_service },
	{ "dport", 16, 16, &nft_t_service },
	{ "length", 32, 16, &nft_t_integer },
	{ "checksum", 48, 16, &nft_t_integer },
	{ NULL, 0, 0, NULL },
};
static const struct nft_field sctp[] = {
	{ "sport", 0, 16, &nft_t_service },
	{ "dport", 16, 16, &nft_t_service },
	{ "vtag", 32, 32, &nft_t_integer },
	{ "checksum", 64, 32, &nft_t_integer },
	{ NULL, 0, 0, NULL },
};
static const struct nft_field ports[] = {
	{ "sport", 0, 16, &nft_t_service },
	{ "dport", 16, 16, &nft_t_service },
	{ NULL, 0, 0, NULL },
};
static const struct nft_field icmp[] = {
	{ "type", 0, 8, &nft_t_icmp_type },
	{ "code", 8, 8, &nft_t_icmp_code },
	{ "checksum", 16, 16, &nft_t_integer },
	{ "id", 32, 16, &nft_t_integer },
	{ "sequence", 48, 16, &nft_t_integer },
	{ "gateway", 32, 32, &nft_t_integer },
	{ NULL, 0, 0, NULL },
};
static const struct nft_field icmp6[] = {
	{ "type", 0, 8, &nft_t_icmp6_type },
	{ "code", 8, 8, &nft_t_icmp6_code },
	{ "checksum", 16, 16, &nft_t_integer },
	{ "id", 32, 16, &nft_t_integer },
	{ "sequence", 48, 16, &nft_t_integer },
	{ "mtu", 32, 32, &nft_t_integer },
	{ NULL, 0, 0, NULL },
};
static const struct nft_field igmp[] = {
	{ "type", 0, 8, &nft_t_igmp_type },
	{ "mrt", 8, 8, &nft_t_integer },
	{ "checksum", 16, 16, &nft_t_integer },
	{ "group", 32, 32, &nft_t_ip },
	{ NULL, 0, 0, NULL },
};
static const struct nft_field esp[] = {
	{ "spi", 0, 32, &nft_t_integer },
	{ "sequence", 32, 32, &nft_t_integer },
	{ NULL, 0, 0, NULL },
};
static const struct nft_field ah[] = {
	{ "nexthdr", 0, 8, &nft_t_proto },
	{ "hdrlength", 8, 8, &nft_t_integer },
	{ "reserved", 16, 16, &nft_t_integer },
	{ "spi", 32, 32, &nft_t_integer },
	{ "sequence", 64, 32, &nft_t_integer },
	{ NULL, 0, 0, NULL },
};

static const struct header headers[] = {
	{ "ether", NFT_PAYLOAD_LL_HEADER, 0, ether },
	{ "vlan", NFT_PAYLOAD_LL_HEADER, 0, vlan },
	{ "ip", NFT_PAYLOAD_NETWORK_HEADER, NFPROTO_IPV4, ip },
	{ "ip6", NFT_PAYLOAD_NETWORK_HEADER, NFPROTO_IPV6, ip6 },
	{ "arp", NFT_PAYLOAD_NETWORK_HEADER, NFPROTO_ARP, arp },
	{ "tcp", NFT_PAYLOAD_TRANSPORT_HEADER, IPPROTO_TCP, tcp },
	{ "udp", NFT_PAYLOAD_TRANSPORT_HEADER, IPPROTO_UDP, udp },
	{ "udplite", NFT_PAYLOAD_TRANSPORT_HEADER, IPPROTO_UDPLITE, udp },
	{ "sctp", NFT_PAYLOAD_TRANSPORT_HEADER, IPPROTO_SCTP, sctp },
	{ "dccp", NFT_PAYLOAD_TRANSPORT_HEADER, IPPROTO_DCCP, ports },
	{ "icmp", NFT_PAYLOAD_TRANSPORT_HEADER, IPPROTO_ICMP, icmp },
	{ "icmpv6", NFT_PAYLOAD_TRANSPORT_HEADER, IPPROTO_ICMPV6, icmp6 },
	{ "igmp", NFT_PAYLOAD_TRANSPORT_HEADER, IPPROTO_IGMP, igmp },
	{ "esp", NFT_PAYLOAD_TRANSPORT_HEADER, IPPROTO_ESP, esp },
	{ "ah", NFT_PAYLOAD_TRANSPORT_HEADER, IPPROTO_AH, ah },
	{ "th", NFT_PAYLOAD_TRANSPORT_HEADER, 0, ports },
};

static bool header_fits(const struct nft_text *t, const struct header *h,
			uint32_t base)
{
	if (h->base != base)
		return false;
	switch (base) {
	case NFT_PAYLOAD_NETWORK_HEADER:
		return h->proto == t->l3;
	case NFT_PAYLOAD_TRANSPORT_HEADER:
		return h->proto == t->l4;
	default:
		return true;
	}
}

const struct nft_field *nft_payload_field(const struct nft_text *t,
					  uint32_t base, uint32_t offset,
					  uint32_t len, const char **header)
{
	for (size_t i = 0; i < ARRAY_SIZE(headers); i++) {
		const struct nft_field *f = headers[i].fields;

		if (!header_fits(t, &headers[i], base))
			continue;
		for (; f->name; f++) {
			if (f->offset != offset || f->len != len)
				continue;
			*header = headers[i].name;
			return f;
		}
	}
	return NULL;
}

const struct nft_field *nft_payload_split(const struct nft_text *t,
					  uint32_t base, uint32_t offset,
					  uint32_t len, const char **header)
{
	for (size_t i = 0; i < ARRAY_SIZE(headers); i++) {
		const struct nft_field *f = headers[i].fields;

		if (!header_fits(t, &headers[i], base))
			continue;
		for (; f->name; f++) {
			if (f->offset != offset || f->len > len || f->len % 8)
				continue;
			*header = headers[i].name;
			return f;
		}
	}
	return NULL;
}

bool nft_payload_known(uint8_t proto)
{
	for (size_t i = 0; i < ARRAY_SIZE(headers); i++)
		if (headers[i].base == NFT_PAYLOAD_TRANSPORT_HEADER &&
		    headers[i].proto == proto && proto)
			return true;
	return false;
}

/* ICMP is of one family: the test for it goes without saying, too. */
static void implied_family(struct nft_text *t, const char *header)
{
	bool v4 = !strcmp(header, "icmp") && t->l3 == NFPROTO_IPV4;
	bool v6 = !strcmp(header, "icmpv6") && t->l3 == NFPROTO_IPV6;

	if ((!v4 && !v6) || t->dep_l3 == NO_STATEMENT)
		return;
	t->statements.v[t->dep_l3].dead = true;
	t->dep_l3 = NO_STATEMENT;
}

/* Statements that a field's header implies are not printed: nft adds them. */
void nft_text_implied(struct nft_text *t, uint32_t base, const char *header)
{
	size_t *dep = NULL;

	if (base == NFT_PAYLOAD_LL_HEADER && t->dep_ether != NO_STATEMENT) {
		t->statements.v[t->dep_ether].dead = true;
		t->dep_ether = NO_STATEMENT;
	}
	if (base == NFT_PAYLOAD_LL_HEADER && !strcmp(header, "vlan"))
		dep = &t->dep_l2;
	else if (base == NFT_PAYLOAD_NETWORK_HEADER)
		dep = &t->dep_l3;
	else if (base == NFT_PAYLOAD_TRANSPORT_HEADER)
		dep = &t->dep_l4;
	implied_family(t, header);
	if (!dep || *dep == NO_STATEMENT)
		return;
	/* "ip protocol" says more than the header of inet's transport does. */
	if (base == NFT_PAYLOAD_TRANSPORT_HEADER && t->dep_l4_payload &&
	    t->family != NFPROTO_IPV4 && t->family != NFPROTO_IPV6)
		return;
	t->statements.v[*dep].dead = true;
	*dep = NO_STATEMENT;
}
