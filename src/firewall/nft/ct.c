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

/** struct key_text - type and size of a key's value; 0: of the packet's family */
struct key_text {
	uint32_t key;
	const struct nft_dtype *type;
	uint32_t len;
};

static const struct key_text key_texts[] = {
	{ NFT_CT_STATE, &nft_t_ct_state, 4 },
	{ NFT_CT_DIRECTION, &nft_t_ct_dir, 1 },
	{ NFT_CT_STATUS, &nft_t_ct_status, 4 },
	{ NFT_CT_MARK, &nft_t_mark, 4 },
	{ NFT_CT_SECMARK, &nft_t_host_integer, 4 },
	{ NFT_CT_EXPIRATION, &nft_t_time, 4 },
	{ NFT_CT_HELPER, &nft_t_string, 16 },
	{ NFT_CT_L3PROTOCOL, &nft_t_nfproto, 1 },
	{ NFT_CT_SRC, NULL, 0 },
	{ NFT_CT_DST, NULL, 0 },
	{ NFT_CT_PROTOCOL, &nft_t_proto, 1 },
	{ NFT_CT_PROTO_SRC, &nft_t_service, 2 },
	{ NFT_CT_PROTO_DST, &nft_t_service, 2 },
	{ NFT_CT_LABELS, &nft_t_ct_label, 16 },
	{ NFT_CT_PKTS, &nft_t_host_integer, 8 },
	{ NFT_CT_BYTES, &nft_t_host_integer, 8 },
	{ NFT_CT_AVGPKT, &nft_t_host_integer, 8 },
	{ NFT_CT_ZONE, &nft_t_host_integer, 2 },
	{ NFT_CT_EVENTMASK, &nft_t_ct_event, 4 },
	{ NFT_CT_SRC_IP, &nft_t_ip, 4 },
	{ NFT_CT_DST_IP, &nft_t_ip, 4 },
	{ NFT_CT_SRC_IP6, &nft_t_ip6, 16 },
	{ NFT_CT_DST_IP6, &nft_t_ip6, 16 },
	{ NFT_CT_ID, &nft_t_integer, 4 },
};

static const struct key_text *key_text(uint32_t key)
{
	for (size_t i = 0; i < ARRAY_SIZE(key_texts); i++)
		if (key_texts[i].key == key)
			return &key_texts[i];
	return &key_texts[0];
}

static void ct_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_ct *c = (const void *)x;
	const struct key_text *k = key_text(c->key);
	const struct nft_dtype *type = k->type;
	const char *dir = !HAS(c, nft_ct, direction) ? ""
			  : c->direction	      ? "reply "
						      : "original ";
	const char *family = "";
	uint32_t len = k->len;

	if (!type) {
		family = t->l3 == NFPROTO_IPV6	 ? "ip6 "
			 : t->l3 == NFPROTO_IPV4 ? "ip "
						 : "";
		type = t->l3 == NFPROTO_IPV6 ? &nft_t_ip6 : &nft_t_ip;
		len = t->l3 == NFPROTO_IPV6 ? 16 : 4;
	}
	if (c->sreg)
		nft_text_add(t, "ct %s%s set %s", dir,
			     value_name(nft_ct_keys, c->key),
			     nft_text_operand(t, c->sreg, type, len));
	else
		nft_text_load(t, c->dreg,
			      arena_printf(t->a, "ct %s%s%s", dir, family,
					   value_name(nft_ct_keys, c->key)),
			      type, len);
}

const struct expr_type nft_ct_expr = {
	.obj = { "ct", sizeof(struct nft_ct), fields, NULL },
	.role = ROLE_LOAD,
	.conntrack = true,
	.acts = ct_acts,
	.check = ct_check,
	.eval = ct_eval,
	.text = ct_text,
};
