/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expressions, as the kernel lists what nft and iptables-nft send. */
#include <netinet/in.h>
#include <string.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

#include "firewall/edit.h"

static struct nft_data *data_new(struct arena *a, const void *p, size_t len)
{
	struct nft_data *d = object_new(a, &nft_data_type);
	struct bytes b = { arena_memdup(a, p, len), len };

	SET(d, nft_data, value, b);
	return d;
}

void edit_meta(struct arena *a, struct nft_rule *r, uint32_t key)
{
	struct nft_meta *x = nft_expr_new(a, &nft_meta_expr);

	SET(x, nft_meta, key, key);
	SET(x, nft_meta, dreg, NFT_REG_1);
	VEC_PUSH(a, &r->exprs, &x->x);
}

void edit_payload(struct arena *a, struct nft_rule *r, uint32_t base,
		  uint32_t offset, uint32_t len)
{
	struct nft_payload *x = nft_expr_new(a, &nft_payload_expr);

	SET(x, nft_payload, dreg, NFT_REG_1);
	SET(x, nft_payload, base, base);
	SET(x, nft_payload, offset, offset);
	SET(x, nft_payload, len, len);
	VEC_PUSH(a, &r->exprs, &x->x);
}

void edit_cmp(struct arena *a, struct nft_rule *r, uint32_t op,
	      const void *data, size_t len)
{
	struct nft_cmp *x = nft_expr_new(a, &nft_cmp_expr);

	SET(x, nft_cmp, sreg, NFT_REG_1);
	SET(x, nft_cmp, op, op);
	SET(x, nft_cmp, data, data_new(a, data, len));
	VEC_PUSH(a, &r->exprs, &x->x);
}

static void bitwise(struct arena *a, struct nft_rule *r, const void *mask,
		    size_t len)
{
	static const uint8_t zero[16];
	struct nft_bitwise *x = nft_expr_new(a, &nft_bitwise_expr);

	SET(x, nft_bitwise, sreg, NFT_REG_1);
	SET(x, nft_bitwise, dreg, NFT_REG_1);
	SET(x, nft_bitwise, len, (uint32_t)len);
	SET(x, nft_bitwise, op, NFT_BITWISE_BOOL);
	SET(x, nft_bitwise, mask, data_new(a, mask, len));
	SET(x, nft_bitwise, xor, data_new(a, zero, len));
	VEC_PUSH(a, &r->exprs, &x->x);
}

void edit_verdict(struct arena *a, struct nft_rule *r, int32_t code)
{
	struct nft_immediate *x = nft_expr_new(a, &nft_immediate_expr);
	struct nft_data *d = object_new(a, &nft_data_type);
	struct nft_verdict *v = object_new(a, &nft_verdict_type);

	SET(v, nft_verdict, code, code);
	SET(d, nft_data, verdict, v);
	SET(x, nft_immediate, dreg, NFT_REG_VERDICT);
	SET(x, nft_immediate, data, d);
	VEC_PUSH(a, &r->exprs, &x->x);
}

void edit_prefix(struct arena *a, struct nft_rule *r,
		 const struct ip_prefix *p, bool src)
{
	bool v6 = p->addr.family == AF_INET6;
	uint32_t size = v6 ? 16 : 4;
	uint32_t offset = v6 ? (src ? 8 : 24) : (src ? 12 : 16);
	struct ip_addr network = prefix_network(p);
	uint8_t mask[16] = { 0 };
	uint32_t i;

	if (!(p->len % 8)) {
		edit_payload(a, r, NFT_PAYLOAD_NETWORK_HEADER, offset,
			     p->len / 8);
		edit_cmp(a, r, NFT_CMP_EQ, network.b, p->len / 8);
		return;
	}
	for (i = 0; i < p->len; i++)
		mask[i / 8] |= (uint8_t)(0x80 >> i % 8);
	edit_payload(a, r, NFT_PAYLOAD_NETWORK_HEADER, offset, size);
	bitwise(a, r, mask, size);
	edit_cmp(a, r, NFT_CMP_EQ, network.b, size);
}

void edit_ports(struct arena *a, struct nft_rule *r, uint16_t sport,
		uint16_t dport)
{
	be16 both[2] = { htons(sport), htons(dport) };

	if (sport && dport) {
		edit_payload(a, r, NFT_PAYLOAD_TRANSPORT_HEADER, 0, 4);
		edit_cmp(a, r, NFT_CMP_EQ, both, 4);
	} else if (sport) {
		edit_payload(a, r, NFT_PAYLOAD_TRANSPORT_HEADER, 0, 2);
		edit_cmp(a, r, NFT_CMP_EQ, &both[0], 2);
	} else if (dport) {
		edit_payload(a, r, NFT_PAYLOAD_TRANSPORT_HEADER, 2, 2);
		edit_cmp(a, r, NFT_CMP_EQ, &both[1], 2);
	}
}

/* nft pads a name to the size of the register, iptables-nft does not. */
static void device(struct arena *a, struct nft_rule *r, uint32_t key,
		   const char *name, bool invert)
{
	char padded[16] = "";

	if (!name)
		return;
	memcpy(padded, name, strnlen(name, sizeof(padded) - 1));
	edit_meta(a, r, key);
	edit_cmp(a, r, invert ? NFT_CMP_NEQ : NFT_CMP_EQ, padded,
		 sizeof(padded));
}

/* Which family an address or an ICMP type is of, nft says itself. */
static void depend(struct arena *a, struct nft_rule *r, uint8_t family,
		   bool v6)
{
	uint8_t proto = v6 ? NFPROTO_IPV6 : NFPROTO_IPV4;
	be16 type = htons(v6 ? 0x86dd : 0x0800);

	if (family == NFPROTO_INET) {
		edit_meta(a, r, NFT_META_NFPROTO);
		edit_cmp(a, r, NFT_CMP_EQ, &proto, 1);
	} else if (family == NFPROTO_BRIDGE || family == NFPROTO_NETDEV) {
		edit_meta(a, r, NFT_META_PROTOCOL);
		edit_cmp(a, r, NFT_CMP_EQ, &type, 2);
	}
}

static void established(struct arena *a, struct nft_rule *r)
{
	/* NF_CT_STATE_BIT() of established and related */
	uint32_t bits = 1u << 1 | 1u << 2, zero = 0;
	struct nft_ct *x = nft_expr_new(a, &nft_ct_expr);

	SET(x, nft_ct, key, NFT_CT_STATE);
	SET(x, nft_ct, dreg, NFT_REG_1);
	VEC_PUSH(a, &r->exprs, &x->x);
	bitwise(a, r, &bits, sizeof(bits));
	edit_cmp(a, r, NFT_CMP_NEQ, &zero, sizeof(zero));
}

static void action(struct arena *a, struct nft_rule *r,
		   const struct rule_spec *s)
{
	struct nft_masq *m;

	switch (s->action) {
	case SPEC_ACCEPT:
		edit_verdict(a, r, NF_ACCEPT);
		break;
	case SPEC_RETURN:
		edit_verdict(a, r, NFT_RETURN);
		break;
	case SPEC_MASQUERADE:
		m = nft_expr_new(a, &nft_masq_expr);
		VEC_PUSH(a, &r->exprs, &m->x);
		break;
	}
}

static void protocol(struct arena *a, struct nft_rule *r,
		     const struct rule_spec *s)
{
	if (s->proto) {
		edit_meta(a, r, NFT_META_L4PROTO);
		edit_cmp(a, r, NFT_CMP_EQ, &s->proto, 1);
	}
	if (s->icmp_match) {
		edit_payload(a, r, NFT_PAYLOAD_TRANSPORT_HEADER, 0, 1);
		edit_cmp(a, r, NFT_CMP_EQ, &s->icmp_type, 1);
	}
	edit_ports(a, r, s->sport, s->dport);
}

struct nft_rule *edit_native_rule(struct arena *a, uint8_t family,
				  const struct rule_spec *s)
{
	struct nft_rule *r = object_new(a, &nft_rule_type);
	bool src = edit_has_prefix(&s->src), dst = edit_has_prefix(&s->dst);
	bool v6 = s->src.addr.family == AF_INET6 ||
		  s->dst.addr.family == AF_INET6 ||
		  (s->icmp_match && s->proto == IPPROTO_ICMPV6);

	device(a, r, NFT_META_IIFNAME, s->iif, s->iif_not);
	if (s->action != SPEC_MASQUERADE)
		device(a, r, NFT_META_OIFNAME, s->oif, s->oif_not);
	if (src || dst)
		depend(a, r, family, v6);
	if (src)
		edit_prefix(a, r, &s->src, true);
	if (dst)
		edit_prefix(a, r, &s->dst, false);
	if (s->action == SPEC_MASQUERADE)
		device(a, r, NFT_META_OIFNAME, s->oif, s->oif_not);
	if (s->established)
		established(a, r);
	if (s->icmp_match && !src && !dst)
		depend(a, r, family, v6);
	protocol(a, r, s);
	action(a, r, s);
	MARK(r, nft_rule, exprs);
	return r;
}
