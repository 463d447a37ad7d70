/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_ct.c: the packet's connection. */
#include "firewall/nft/ct.h"

const struct value_name nft_ct_keys[] = {
	{ NFT_CT_STATE, "state" },
	{ NFT_CT_DIRECTION, "direction" },
	{ NFT_CT_STATUS, "status" },
	{ NFT_CT_MARK, "mark" },
	{ NFT_CT_SECMARK, "secmark" },
	{ NFT_CT_EXPIRATION, "expiration" },
	{ NFT_CT_HELPER, "helper" },
	{ NFT_CT_L3PROTOCOL, "l3proto" },
	{ NFT_CT_SRC, "saddr" },
	{ NFT_CT_DST, "daddr" },
	{ NFT_CT_PROTOCOL, "protocol" },
	{ NFT_CT_PROTO_SRC, "proto-src" },
	{ NFT_CT_PROTO_DST, "proto-dst" },
	{ NFT_CT_LABELS, "label" },
	{ NFT_CT_PKTS, "packets" },
	{ NFT_CT_BYTES, "bytes" },
	{ NFT_CT_AVGPKT, "avgpkt" },
	{ NFT_CT_ZONE, "zone" },
	{ NFT_CT_EVENTMASK, "event" },
	{ NFT_CT_SRC_IP, "ip saddr" },
	{ NFT_CT_DST_IP, "ip daddr" },
	{ NFT_CT_SRC_IP6, "ip6 saddr" },
	{ NFT_CT_DST_IP6, "ip6 daddr" },
	{ NFT_CT_ID, "id" },
	{ 0, NULL },
};

static const struct field fields[] = {
	ROW_U32("dreg", nft_ct, dreg, NFTA_CT_DREG),
	ROW_ENUM("key", nft_ct, key, NFTA_CT_KEY, nft_ct_keys),
	{ "direction", F(nft_ct, direction), FT_U8, NFTA_CT_DIRECTION },
	ROW_U32("sreg", nft_ct, sreg, NFTA_CT_SREG),
	{ 0 },
};

static bool ct_check(const struct nft_expr *x)
{
	const struct nft_ct *c = (const void *)x;

	return value_name(nft_ct_keys, c->key) && c->direction <= 1 &&
	       nft_reg_offset(c->sreg ? c->sreg : c->dreg) >= 0;
}

static bool ct_acts(const struct nft_expr *x)
{
	return ((const struct nft_ct *)x)->sreg != 0;
}

static void set_labels(struct conn *c, const struct nft_value *v)
{
	for (size_t i = 0; i < sizeof(c->labels); i++)
		c->labels[i] |= v->b[i];
}

/* nft_ct_set_eval(): nothing happens where there is no entry. */
static enum fw_verdict ct_set(struct nft_regs *r, const struct nft_ct *c)
{
	struct packet *p = r->e->pkt;
	struct nft_value v;
	uint16_t zone;

	if (!nft_reg_read(r, c->sreg, c->key == NFT_CT_LABELS ? 16 : 4, &v))
		return nft_unknown(r, "ct");
	if (c->key == NFT_CT_ZONE) {	/* nft_ct_set_zone_eval() */
		if (p->ct || p->ctinfo != CT_NONE || p->has_template)
			return FW_CONTINUE;
		if (!nft_value_known(&v))
			return nft_unknown(r, "ct zone");
		memcpy(&zone, v.b, sizeof(zone));
		p->has_template = true;
		p->template_zone = zone;
		return FW_CONTINUE;
	}
	if (!p->ct)
		return FW_CONTINUE;
	if (c->key == NFT_CT_MARK) {
		memcpy(&p->ct->mark, v.b, sizeof(p->ct->mark));
		p->ct->mark_known = nft_value_known(&v);
	} else if (c->key == NFT_CT_LABELS) {
		set_labels(p->ct, &v);
	}
	return FW_CONTINUE;
}

static enum fw_verdict ct_eval(struct nft_regs *r, const struct nft_expr *x)
{
	const struct nft_ct *c = (const void *)x;

	return c->sreg ? ct_set(r, c) : nft_ct_load(r, c);
}

const struct expr_type nft_ct_expr = {
	.obj = { "ct", sizeof(struct nft_ct), fields, NULL },
	.role = ROLE_LOAD,
	.conntrack = true,
	.acts = ct_acts,
	.check = ct_check,
	.eval = ct_eval,
};
