/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nft_ct_get_eval(): without an entry everything but the state breaks. A
 * template (zone set before tracking) is an entry to it, of state new.
 */
#include "firewall/nft/ct.h"

#define STATE_INVALID 1u
#define STATE_ESTABLISHED 2u
#define STATE_RELATED 4u
#define STATE_NEW 8u
#define STATE_UNTRACKED 64u

static uint32_t state_of(const struct packet *p)
{
	switch (p->ctinfo) {
	case CT_NONE:
		return p->has_template ? STATE_NEW : STATE_INVALID;
	case CT_UNTRACKED:
		return STATE_UNTRACKED;
	case CT_NEW:
		return STATE_NEW;
	case CT_ESTABLISHED:
	case CT_ESTABLISHED_REPLY:
		return STATE_ESTABLISHED;
	case CT_RELATED:
	case CT_RELATED_REPLY:
		return STATE_RELATED;
	}
	return STATE_INVALID;
}

static bool is_reply(const struct packet *p)
{
	return p->ctinfo == CT_ESTABLISHED_REPLY ||
	       p->ctinfo == CT_RELATED_REPLY;
}

static enum fw_verdict load_address(struct nft_regs *r, const struct nft_ct *c,
				    const struct ip_addr *a, uint8_t family)
{
	if (family && a->family != family)
		return FW_BREAK;
	return nft_reg_bytes(r, c->dreg, a->b, (uint32_t)ip_size(a->family));
}

static enum fw_verdict load_port(struct nft_regs *r, const struct nft_ct *c,
				 uint16_t port, bool known)
{
	struct nft_value v = { .len = 2, .sport_at = -1 };

	if (known)
		return nft_reg_u16(r, c->dreg, htons(port));
	/* The range of the packet's port holds for what the entry was made of. */
	if (!packet_sport_known(r->e->pkt) && c->key == NFT_CT_PROTO_SRC &&
	    c->direction == 0)
		v.sport_at = 0;
	return nft_reg_write(r, c->dreg, &v);
}

static enum fw_verdict load_tuple(struct nft_regs *r, const struct nft_ct *c)
{
	const struct conn *ct = r->e->pkt->ct;
	const struct tuple *t = c->direction ? &ct->reply : &ct->orig;
	bool sport_known = c->direction ? true : t->sport_known;
	bool dport_known = c->direction ? t->sport_known : true;

	switch (c->key) {
	case NFT_CT_SRC:
		return load_address(r, c, &t->src, 0);
	case NFT_CT_DST:
		return load_address(r, c, &t->dst, 0);
	case NFT_CT_SRC_IP:
		return load_address(r, c, &t->src, AF_INET);
	case NFT_CT_DST_IP:
		return load_address(r, c, &t->dst, AF_INET);
	case NFT_CT_SRC_IP6:
		return load_address(r, c, &t->src, AF_INET6);
	case NFT_CT_DST_IP6:
		return load_address(r, c, &t->dst, AF_INET6);
	case NFT_CT_PROTO_SRC:
		return load_port(r, c, t->sport, sport_known);
	default:
		return load_port(r, c, t->dport, dport_known);
	}
}

/* A rule before this one may have assigned one; else there is none: break. */
static enum fw_verdict load_helper(struct nft_regs *r, const struct nft_ct *c)
{
	const struct nft_chain *chain = r->rule->chain;
	const struct nft_table *t = chain ? chain->table : NULL;

	for (size_t i = 0; t && i < t->objects.n; i++)
		if (t->objects.v[i]->kind == NFT_OBJECT_CT_HELPER)
			return nft_reg_unknown(r, c->dreg, 16);
	return FW_BREAK;
}

static enum fw_verdict load_entry(struct nft_regs *r, const struct nft_ct *c)
{
	const struct packet *p = r->e->pkt;
	const struct conn *ct = p->ct;

	switch (c->key) {
	case NFT_CT_DIRECTION:
		return nft_reg_u8(r, c->dreg, is_reply(p));
	case NFT_CT_STATUS:
		return nft_reg_u32(r, c->dreg, ct->status);
	case NFT_CT_MARK:
		if (!ct->mark_known)
			return nft_reg_unknown(r, c->dreg, 4);
		return nft_reg_u32(r, c->dreg, ct->mark);
	case NFT_CT_SECMARK:
		return nft_reg_u32(r, c->dreg, 0);
	case NFT_CT_LABELS:
		return nft_reg_bytes(r, c->dreg, ct->labels,
				     sizeof(ct->labels));
	case NFT_CT_L3PROTOCOL:
		return nft_reg_u8(r, c->dreg,
				  ct->orig.src.family == AF_INET6
					  ? NFPROTO_IPV6
					  : NFPROTO_IPV4);
	case NFT_CT_PROTOCOL:
		return nft_reg_u8(r, c->dreg, ct->orig.proto);
	case NFT_CT_ZONE:
		return nft_reg_u16(r, c->dreg, ct->zone);
	case NFT_CT_HELPER:
		return load_helper(r, c);
	case NFT_CT_EXPIRATION:
	case NFT_CT_ID:
		return nft_reg_unknown(r, c->dreg, 4);
	case NFT_CT_PKTS:
	case NFT_CT_BYTES:
	case NFT_CT_AVGPKT:
		return nft_reg_unknown(r, c->dreg, 8);
	default:
		return load_tuple(r, c);
	}
}

enum fw_verdict nft_ct_load(struct nft_regs *r, const struct nft_ct *c)
{
	const struct packet *p = r->e->pkt;

	if (c->key == NFT_CT_STATE)
		return nft_reg_u32(r, c->dreg, state_of(p));
	if (p->ct)
		return load_entry(r, c);
	if (!p->has_template || p->ctinfo != CT_NONE)
		return FW_BREAK;
	if (c->key == NFT_CT_ZONE)
		return nft_reg_u16(r, c->dreg, p->template_zone);
	return nft_test(r, TRI_UNKNOWN);
}
