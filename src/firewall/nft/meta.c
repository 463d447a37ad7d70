/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_meta.c: what the kernel carries beside the headers. */
#include "firewall/nft/text.h"
#include "firewall/nft/meta.h"

/* Newer than the oldest headers this is built with: Linux 6.4, 6.18 */
#define KEY_BRI_BROUTE (NFT_META_SDIFNAME + 1)
#define KEY_BRI_IIFHWADDR (NFT_META_SDIFNAME + 2)

const struct value_name nft_meta_keys[] = {
	{ NFT_META_LEN, "length" },
	{ NFT_META_PROTOCOL, "protocol" },
	{ NFT_META_PRIORITY, "priority" },
	{ NFT_META_MARK, "mark" },
	{ NFT_META_IIF, "iif" },
	{ NFT_META_OIF, "oif" },
	{ NFT_META_IIFNAME, "iifname" },
	{ NFT_META_OIFNAME, "oifname" },
	{ NFT_META_IFTYPE, "iiftype" },
	{ NFT_META_OIFTYPE, "oiftype" },
	{ NFT_META_SKUID, "skuid" },
	{ NFT_META_SKGID, "skgid" },
	{ NFT_META_NFTRACE, "nftrace" },
	{ NFT_META_RTCLASSID, "rtclassid" },
	{ NFT_META_SECMARK, "secmark" },
	{ NFT_META_NFPROTO, "nfproto" },
	{ NFT_META_L4PROTO, "l4proto" },
	{ NFT_META_BRI_IIFNAME, "ibrname" },
	{ NFT_META_BRI_OIFNAME, "obrname" },
	{ NFT_META_PKTTYPE, "pkttype" },
	{ NFT_META_CPU, "cpu" },
	{ NFT_META_IIFGROUP, "iifgroup" },
	{ NFT_META_OIFGROUP, "oifgroup" },
	{ NFT_META_CGROUP, "cgroup" },
	{ NFT_META_PRANDOM, "random" },
	{ NFT_META_SECPATH, "ipsec" },
	{ NFT_META_IIFKIND, "iifkind" },
	{ NFT_META_OIFKIND, "oifkind" },
	{ NFT_META_BRI_IIFPVID, "ibrpvid" },
	{ NFT_META_BRI_IIFVPROTO, "ibrvproto" },
	{ NFT_META_TIME_NS, "time" },
	{ NFT_META_TIME_DAY, "day" },
	{ NFT_META_TIME_HOUR, "hour" },
	{ NFT_META_SDIF, "sdif" },
	{ NFT_META_SDIFNAME, "sdifname" },
	{ KEY_BRI_BROUTE, "broute" },
	{ KEY_BRI_IIFHWADDR, "ibrhwaddr" },
	{ 0, NULL },
};

static const struct field fields[] = {
	ROW_U32("dreg", nft_meta, dreg, NFTA_META_DREG),
	ROW_ENUM("key", nft_meta, key, NFTA_META_KEY, nft_meta_keys),
	ROW_U32("sreg", nft_meta, sreg, NFTA_META_SREG),
	{ 0 },
};

static bool meta_check(const struct nft_expr *x)
{
	const struct nft_meta *m = (const void *)x;

	return value_name(nft_meta_keys, m->key) &&
	       nft_reg_offset(m->sreg ? m->sreg : m->dreg) >= 0;
}

static bool meta_acts(const struct nft_expr *x)
{
	return ((const struct nft_meta *)x)->sreg != 0;
}

static enum fw_verdict meta_set(struct nft_regs *r, const struct nft_meta *m)
{
	struct packet *p = r->e->pkt;
	struct nft_value v;
	uint32_t value;

	if (!nft_reg_read(r, m->sreg, 4, &v))
		return nft_unknown(r, "meta");
	memcpy(&value, v.b, sizeof(value));
	switch (m->key) {
	case NFT_META_MARK:
		p->mark = value;
		p->mark_known = nft_value_known(&v);
		return FW_CONTINUE;
	case NFT_META_PRIORITY:
		p->priority = value;
		return FW_CONTINUE;
	case NFT_META_PKTTYPE:
		/* skb_pkt_type_ok(): among host, broadcast, multicast, other */
		if (v.b[0] <= PKT_OTHERHOST && p->pkt_type <= PKT_OTHERHOST)
			p->pkt_type = (enum pkt_type)v.b[0];
		return FW_CONTINUE;
	case NFT_META_NFTRACE:
	case NFT_META_SECMARK:
		return FW_CONTINUE;
	default:	/* broute: the frame leaves the bridge */
		return nft_unknown(r, "meta");
	}
}

static enum fw_verdict meta_eval(struct nft_regs *r, const struct nft_expr *x)
{
	const struct nft_meta *m = (const void *)x;

	if (m->sreg)
		return meta_set(r, m);
	switch (m->key) {
	case NFT_META_IIF:
	case NFT_META_OIF:
	case NFT_META_IIFNAME:
	case NFT_META_OIFNAME:
	case NFT_META_IFTYPE:
	case NFT_META_OIFTYPE:
	case NFT_META_IIFGROUP:
	case NFT_META_OIFGROUP:
	case NFT_META_IIFKIND:
	case NFT_META_OIFKIND:
	case NFT_META_SDIF:
	case NFT_META_SDIFNAME:
	case NFT_META_BRI_IIFNAME:
	case NFT_META_BRI_OIFNAME:
	case NFT_META_BRI_IIFPVID:
	case NFT_META_BRI_IIFVPROTO:
	case KEY_BRI_IIFHWADDR:
		return nft_meta_device(r, m);
	default:
		return nft_meta_packet(r, m);
	}
}

/** struct key_text - type and size of a key's value */
struct key_text {
	uint32_t key;
	const struct nft_dtype *type;
	uint32_t len;
	bool bare;	/* written without "meta" */
};

static const struct key_text key_texts[] = {
	{ NFT_META_LEN, &nft_t_host_integer, 4, false },
	{ NFT_META_PROTOCOL, &nft_t_ethertype, 2, false },
	{ NFT_META_PRIORITY, &nft_t_classid, 4, false },
	{ NFT_META_MARK, &nft_t_mark, 4, false },
	{ NFT_META_IIF, &nft_t_ifindex, 4, true },
	{ NFT_META_OIF, &nft_t_ifindex, 4, true },
	{ NFT_META_IIFNAME, &nft_t_ifname, 16, true },
	{ NFT_META_OIFNAME, &nft_t_ifname, 16, true },
	{ NFT_META_IFTYPE, &nft_t_arphrd, 2, false },
	{ NFT_META_OIFTYPE, &nft_t_arphrd, 2, false },
	{ NFT_META_SKUID, &nft_t_uid, 4, false },
	{ NFT_META_SKGID, &nft_t_uid, 4, false },
	{ NFT_META_NFTRACE, &nft_t_integer, 1, false },
	{ NFT_META_RTCLASSID, &nft_t_realm, 4, false },
	{ NFT_META_SECMARK, &nft_t_host_integer, 4, false },
	{ NFT_META_NFPROTO, &nft_t_nfproto, 1, false },
	{ NFT_META_L4PROTO, &nft_t_proto, 1, false },
	{ NFT_META_BRI_IIFNAME, &nft_t_ifname, 16, false },
	{ NFT_META_BRI_OIFNAME, &nft_t_ifname, 16, false },
	{ NFT_META_PKTTYPE, &nft_t_pkttype, 1, false },
	{ NFT_META_CPU, &nft_t_host_integer, 4, false },
	{ NFT_META_IIFGROUP, &nft_t_devgroup, 4, true },
	{ NFT_META_OIFGROUP, &nft_t_devgroup, 4, true },
	{ NFT_META_CGROUP, &nft_t_host_integer, 4, false },
	{ NFT_META_PRANDOM, &nft_t_integer, 4, false },
	{ NFT_META_SECPATH, &nft_t_boolean, 1, false },
	{ NFT_META_IIFKIND, &nft_t_ifname, 16, false },
	{ NFT_META_OIFKIND, &nft_t_ifname, 16, false },
	{ NFT_META_BRI_IIFPVID, &nft_t_host_integer, 2, false },
	{ NFT_META_BRI_IIFVPROTO, &nft_t_ethertype, 2, false },
	{ NFT_META_TIME_NS, &nft_t_date, 8, false },
	{ NFT_META_TIME_DAY, &nft_t_day, 1, false },
	{ NFT_META_TIME_HOUR, &nft_t_hour, 4, false },
	{ NFT_META_SDIF, &nft_t_ifindex, 4, false },
	{ NFT_META_SDIFNAME, &nft_t_ifname, 16, false },
	{ KEY_BRI_BROUTE, &nft_t_integer, 1, false },
	{ KEY_BRI_IIFHWADDR, &nft_t_ether, 6, false },
};

static const struct key_text *key_text(uint32_t key)
{
	for (size_t i = 0; i < ARRAY_SIZE(key_texts); i++)
		if (key_texts[i].key == key)
			return &key_texts[i];
	return &key_texts[0];
}

static void meta_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_meta *m = (const void *)x;
	const struct key_text *k = key_text(m->key);
	const char *name = value_name(nft_meta_keys, m->key);

	if (m->sreg)
		nft_text_add(t, "meta %s set %s", name,
			     nft_text_operand(t, m->sreg, k->type, k->len));
	else
		nft_text_load(t, m->dreg,
			      arena_printf(t->a, "%s%s", k->bare ? "" : "meta ",
					   name),
			      k->type, k->len);
}

const struct expr_type nft_meta_expr = {
	.obj = { "meta", sizeof(struct nft_meta), fields, NULL },
	.role = ROLE_LOAD,
	.acts = meta_acts,
	.check = meta_check,
	.eval = meta_eval,
	.text = meta_text,
};
