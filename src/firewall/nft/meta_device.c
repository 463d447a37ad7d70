/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nft_meta.c, nft_meta_bridge.c: keys about devices. Number and name of a
 * device that the hook does not have are 0 and empty; anything else breaks.
 */
#include "firewall/nft/meta.h"

static const struct link *device_of(const struct eval *e, uint32_t key)
{
	switch (key) {
	case NFT_META_OIF:
	case NFT_META_OIFNAME:
	case NFT_META_OIFTYPE:
	case NFT_META_OIFGROUP:
	case NFT_META_OIFKIND:
	case NFT_META_BRI_OIFNAME:
		return e->out;
	default:
		return e->in;
	}
}

/* nft_meta_get_bridge(): the bridge of a port; the bridge itself has none. */
static const struct link *bridge_of(const struct eval *e, const struct link *l)
{
	if (!l || !e->ns || !link_is_port(l))
		return NULL;
	return netns_link(e->ns, l->master);
}

static enum fw_verdict bridge_key(struct nft_regs *r, const struct nft_meta *m)
{
	const struct link *br = bridge_of(r->e, device_of(r->e, m->key));

	if (!br)
		return FW_BREAK;
	switch (m->key) {
	case NFT_META_BRI_IIFNAME:
	case NFT_META_BRI_OIFNAME:
		return nft_reg_name(r, m->dreg, br->name);
	case NFT_META_BRI_IIFPVID:	/* of the port: by its VLAN table */
		return nft_reg_unknown(r, m->dreg, 2);
	case NFT_META_BRI_IIFVPROTO:
		return nft_reg_u16(r, m->dreg,
				   htons(br->bridge.vlan_protocol));
	default:
		if (br->address.len != 6)
			return nft_reg_unknown(r, m->dreg, 6);
		return nft_reg_bytes(r, m->dreg, br->address.b, 6);
	}
}

/* A device enslaved to a VRF: the slave is "sdif", the VRF "iif". */
static enum fw_verdict slave_key(struct nft_regs *r, const struct nft_meta *m)
{
	const struct link *l = r->e->in;

	if (l && link_is_kind(l, "vrf")) {
		if (m->key == NFT_META_SDIF)
			return nft_reg_unknown(r, m->dreg, 4);
		return nft_reg_unknown(r, m->dreg, 16);
	}
	if (m->key == NFT_META_SDIF)
		return nft_reg_u32(r, m->dreg, 0);
	return nft_reg_name(r, m->dreg, "");
}

static enum fw_verdict property(struct nft_regs *r, const struct nft_meta *m,
				const struct link *l)
{
	if (!l)
		return FW_BREAK;
	switch (m->key) {
	case NFT_META_IFTYPE:
	case NFT_META_OIFTYPE:
		return nft_reg_u16(r, m->dreg, l->arphrd);
	case NFT_META_IIFGROUP:
	case NFT_META_OIFGROUP:
		return nft_reg_u32(r, m->dreg, l->group);
	default:	/* kind: lo and hardware have none */
		if (!l->kind)
			return FW_BREAK;
		return nft_reg_name(r, m->dreg, l->kind);
	}
}

enum fw_verdict nft_meta_device(struct nft_regs *r, const struct nft_meta *m)
{
	const struct link *l = device_of(r->e, m->key);

	switch (m->key) {
	case NFT_META_IIF:
	case NFT_META_OIF:
		return nft_reg_u32(r, m->dreg, l ? l->index : 0);
	case NFT_META_IIFNAME:
	case NFT_META_OIFNAME:
		return nft_reg_name(r, m->dreg, l ? l->name : "");
	case NFT_META_SDIF:
	case NFT_META_SDIFNAME:
		return slave_key(r, m);
	case NFT_META_IFTYPE:
	case NFT_META_OIFTYPE:
	case NFT_META_IIFGROUP:
	case NFT_META_OIFGROUP:
	case NFT_META_IIFKIND:
	case NFT_META_OIFKIND:
		return property(r, m, l);
	default:
		return bridge_key(r, m);
	}
}
