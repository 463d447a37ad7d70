/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_meta.c: keys about the packet, its socket, and the time. */

#include "firewall/nft/meta.h"

#define NSEC_PER_SEC 1000000000ull
#define SEC_PER_DAY 86400

/* nft_meta_get_eval_skugid(): a full socket of this namespace, or break. */
static enum fw_verdict socket_key(struct nft_regs *r, const struct nft_meta *m)
{
	const struct packet *p = r->e->pkt;

	if (!p->has_socket)
		return FW_BREAK;
	switch (m->key) {
	case NFT_META_SKUID:
		return nft_reg_u32(r, m->dreg, p->uid);
	case NFT_META_SKGID:
		return nft_reg_u32(r, m->dreg, p->gid);
	default:	/* cgroup: net_cls of the sender is not read */
		return nft_reg_unknown(r, m->dreg, 4);
	}
}

/* The snapshot's clock; seconds are as fine as anything here is known. */
static enum fw_verdict time_key(struct nft_regs *r, const struct nft_meta *m)
{
	int64_t now = r->e->time;
	uint64_t ns = (uint64_t)now * NSEC_PER_SEC;

	if (now <= 0)
		return nft_reg_unknown(r, m->dreg,
				       m->key == NFT_META_TIME_NS ? 8 : 4);
	switch (m->key) {
	case NFT_META_TIME_NS:
		return nft_reg_bytes(r, m->dreg, &ns, sizeof(ns));
	case NFT_META_TIME_DAY:	/* 1 January 1970 was a Thursday */
		return nft_reg_u8(r, m->dreg,
				  (uint8_t)((now / SEC_PER_DAY + 4) % 7));
	default:
		return nft_reg_u32(r, m->dreg, (uint32_t)(now % SEC_PER_DAY));
	}
}

static enum fw_verdict number_key(struct nft_regs *r, const struct nft_meta *m)
{
	const struct packet *p = r->e->pkt;

	switch (m->key) {
	case NFT_META_LEN:
		/* Egress sees the frame with its Ethernet header. */
		return nft_reg_u32(r, m->dreg,
				   p->length +
					   (r->e->family == NFPROTO_NETDEV &&
							    r->e->hook == 1
						    ? 14
						    : 0));
	case NFT_META_PRIORITY:
		return nft_reg_u32(r, m->dreg, p->priority);
	case NFT_META_MARK:
		if (!p->mark_known)
			return nft_reg_unknown(r, m->dreg, 4);
		return nft_reg_u32(r, m->dreg, p->mark);
	case NFT_META_CPU:
	case NFT_META_PRANDOM:
		return nft_reg_unknown(r, m->dreg, 4);
	case NFT_META_RTCLASSID:
	case NFT_META_SECMARK:
		return nft_reg_u32(r, m->dreg, 0);
	default:
		return nft_unknown(r, "meta");
	}
}

static enum fw_verdict l4proto(struct nft_regs *r, const struct nft_meta *m)
{
	const struct packet *p = r->e->pkt;

	if (p->kind == PACKET_ARP || !p->th)
		return FW_BREAK;
	return nft_reg_u8(r, m->dreg, p->proto);
}

/* nft_pf(): the list's family; at ingress of inet that of the packet. */
static uint8_t nfproto(const struct eval *e)
{
	return e->family == NFPROTO_INET ? nft_packet_family(e) : e->family;
}

enum fw_verdict nft_meta_packet(struct nft_regs *r, const struct nft_meta *m)
{
	const struct packet *p = r->e->pkt;

	switch (m->key) {
	case NFT_META_PROTOCOL:
		return nft_reg_u16(r, m->dreg, htons(p->ethertype));
	case NFT_META_NFPROTO:
		return nft_reg_u8(r, m->dreg, nfproto(r->e));
	case NFT_META_L4PROTO:
		return l4proto(r, m);
	case NFT_META_PKTTYPE:
		return nft_reg_u8(r, m->dreg, (uint8_t)p->pkt_type);
	case NFT_META_SECPATH:
	case NFT_META_NFTRACE:
		return nft_reg_u8(r, m->dreg, 0);
	case NFT_META_SKUID:
	case NFT_META_SKGID:
	case NFT_META_CGROUP:
		return socket_key(r, m);
	case NFT_META_TIME_NS:
	case NFT_META_TIME_DAY:
	case NFT_META_TIME_HOUR:
		return time_key(r, m);
	default:
		return number_key(r, m);
	}
}
