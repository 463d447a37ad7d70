/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A rule of iptables-nft in iptables' words: the expressions are read back
 * into a rule of the legacy kind, which text.c prints. Version 1.8.9 of
 * Debian 12 writes addresses, devices, protocols, ports, TCP flags, marks,
 * limits, NFLOG and TRACE as expressions of their own, all else as extensions.
 */
#include "firewall/xt/ext.h"
#include "firewall/xt/text.h"

#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>

#include "firewall/nft/expr.h"

#define TCP_FLAGS_AT 13

/** enum loaded - what register 1 holds */
enum loaded {
	LOADED_NOTHING,
	LOADED_META,
	LOADED_PAYLOAD,
	LOADED_VALUE,
};

/**
 * struct reader - a rule of which some expressions were read
 * @key: NFT_META_*; @base, @at, @len: of a payload
 * @mask: of a bitwise expression behind the load
 */
struct reader {
	struct arena *a;
	uint8_t family;
	struct xt_rule *rule;
	enum loaded loaded;
	uint32_t key;
	uint32_t base;
	uint32_t at;
	uint32_t len;
	struct bytes mask;
};

/** struct compared - what it is compared with; @from and @to inclusive */
struct compared {
	uint32_t op;		/* NFT_CMP_EQ or NFT_CMP_NEQ */
	struct bytes from;
	struct bytes to;
};

static bool is_v6(const struct reader *rd)
{
	return rd->family == NFPROTO_IPV6;
}

static struct object *match_named(struct reader *rd, const char *key)
{
	size_t i, n = rd->rule->matches.n;
	struct object *o;

	for (i = 0; i < n; i++)
		if (!strcmp(rd->rule->matches.v[i]->type->name, key))
			return rd->rule->matches.v[i];
	o = xt_ext_new(rd->a, key);
	VEC_PUSH(rd->a, &rd->rule->matches, o);
	return o;
}

static bool device(struct reader *rd, const struct compared *c, bool in)
{
	struct xt_rule *r = rd->rule;
	size_t n = c->from.len, name = strnlen((const char *)c->from.p, n);
	uint8_t *mask = arena_alloc(rd->a, IFNAMSIZ);
	struct bytes m = { mask, IFNAMSIZ };

	if (!n || n > IFNAMSIZ)
		return false;
	/* Without the NUL behind it, the name is the beginning of one. */
	memset(mask, 0xff, name < n ? name + 1 : name);
	if (in) {
		r->iif = arena_strndup(rd->a, (const char *)c->from.p, name);
		r->iif_mask = m;
	} else {
		r->oif = arena_strndup(rd->a, (const char *)c->from.p, name);
		r->oif_mask = m;
	}
	if (c->op == NFT_CMP_NEQ)
		r->invflags |= in ? IPT_INV_VIA_IN : IPT_INV_VIA_OUT;
	return true;
}

static bool protocol(struct reader *rd, const struct compared *c)
{
	if (c->from.len != 1)
		return false;
	rd->rule->proto = c->from.p[0];
	if (is_v6(rd))
		rd->rule->flags |= IP6T_F_PROTO;
	if (c->op == NFT_CMP_NEQ)
		rd->rule->invflags |= XT_INV_PROTO;
	return true;
}

static bool mark(struct reader *rd, const struct compared *c)
{
	struct xt_mark_mask *m;

	if (c->from.len != 4 || (rd->mask.len && rd->mask.len != 4))
		return false;
	m = xt_ext_new(rd->a, "mark.1");
	memcpy(&m->mark, c->from.p, 4);
	m->mask = UINT32_MAX;
	if (rd->mask.len)
		memcpy(&m->mask, rd->mask.p, 4);
	m->invert = c->op == NFT_CMP_NEQ;
	VEC_PUSH(rd->a, &rd->rule->matches, &m->obj);
	return true;
}

static bool meta(struct reader *rd, const struct compared *c)
{
	if (c->to.len)
		return false;
	switch (rd->key) {
	case NFT_META_IIFNAME:
		return device(rd, c, true);
	case NFT_META_OIFNAME:
		return device(rd, c, false);
	case NFT_META_L4PROTO:
		return protocol(rd, c);
	case NFT_META_MARK:
		return mark(rd, c);
	default:
		return false;
	}
}

static bool address(struct reader *rd, const struct compared *c, bool src)
{
	struct xt_rule *r = rd->rule;
	size_t size = is_v6(rd) ? 16 : 4;
	uint8_t *mask = arena_alloc(rd->a, size), value[16] = { 0 };
	struct bytes m = { mask, size };

	if (!c->from.len || c->from.len > size || c->to.len ||
	    (rd->mask.len && rd->mask.len != size))
		return false;
	memcpy(value, c->from.p, c->from.len);
	if (rd->mask.len)
		memcpy(mask, rd->mask.p, size);
	else
		memset(mask, 0xff, c->from.len);
	if (src) {
		r->src = ip_from(is_v6(rd) ? AF_INET6 : AF_INET, value);
		r->src_mask = m;
	} else {
		r->dst = ip_from(is_v6(rd) ? AF_INET6 : AF_INET, value);
		r->dst_mask = m;
	}
	if (c->op == NFT_CMP_NEQ)
		r->invflags |= src ? IPT_INV_SRCIP : IPT_INV_DSTIP;
	return true;
}

/* "-f" masks the offset and asks for another than 0. */
static bool fragment(struct reader *rd, const struct compared *c)
{
	rd->rule->flags |= IPT_F_FRAG;
	if (c->op == NFT_CMP_EQ)
		rd->rule->invflags |= IPT_INV_FRAG;
	return !c->to.len;
}

static bool network(struct reader *rd, const struct compared *c)
{
	if (is_v6(rd)) {
		switch (rd->at) {
		case 8:
			return address(rd, c, true);
		case 24:
			return address(rd, c, false);
		case 6:
			return protocol(rd, c);
		}
		return false;
	}
	switch (rd->at) {
	case 12:
		return address(rd, c, true);
	case 16:
		return address(rd, c, false);
	case 9:
		return protocol(rd, c);
	case 6:
		return fragment(rd, c);
	}
	return false;
}

static struct xt_ports *ports_of(struct reader *rd)
{
	bool tcp = rd->rule->proto == IPPROTO_TCP;
	size_t n = rd->rule->matches.n;
	struct xt_ports *p;

	if (rd->rule->invflags & XT_INV_PROTO ||
	    (!tcp && rd->rule->proto != IPPROTO_UDP))
		return NULL;
	p = (void *)match_named(rd, tcp ? "tcp.0" : "udp.0");
	if (rd->rule->matches.n > n)
		p->sport_to = p->dport_to = UINT16_MAX;
	return p;
}

static uint16_t port_at(struct bytes b, size_t at)
{
	return (uint16_t)(b.p[at] << 8 | b.p[at + 1]);
}

static void port(struct xt_ports *p, bool src, const struct compared *c,
		 size_t at)
{
	uint16_t from = port_at(c->from, at);
	uint16_t to = c->to.len ? port_at(c->to, at) : from;

	if (src) {
		p->sport_from = from;
		p->sport_to = to;
	} else {
		p->dport_from = from;
		p->dport_to = to;
	}
	/* The invert bits are the same for tcp and udp. */
	if (c->op == NFT_CMP_NEQ)
		p->invflags |= src ? 1 : 2;
}

static bool tcp_flags(struct reader *rd, const struct compared *c,
		      struct xt_ports *p)
{
	p->flags_mask = rd->mask.len == 1 ? rd->mask.p[0] : 0xff;
	p->flags_value = c->from.p[0];
	if (c->op == NFT_CMP_NEQ)
		p->invflags |= 4;	/* XT_TCP_INV_FLAGS */
	return rd->rule->proto == IPPROTO_TCP && !c->to.len;
}

static bool transport(struct reader *rd, const struct compared *c)
{
	struct xt_ports *p = ports_of(rd);

	if (!p || c->from.len != rd->len ||
	    (c->to.len && c->to.len != c->from.len))
		return false;
	if (rd->at == TCP_FLAGS_AT && rd->len == 1)
		return tcp_flags(rd, c, p);
	if (rd->mask.len)
		return false;
	if (rd->len == 4 && !rd->at) {
		port(p, true, c, 0);
		port(p, false, c, 2);
		return true;
	}
	if (rd->len != 2 || (rd->at != 0 && rd->at != 2))
		return false;
	port(p, !rd->at, c, 0);
	return true;
}

static bool compared(struct reader *rd, const struct compared *c)
{
	switch (rd->loaded) {
	case LOADED_META:
		return meta(rd, c);
	case LOADED_PAYLOAD:
		if (rd->base == NFT_PAYLOAD_NETWORK_HEADER)
			return network(rd, c);
		if (rd->base == NFT_PAYLOAD_TRANSPORT_HEADER)
			return transport(rd, c);
		return false;
	case LOADED_NOTHING:
	case LOADED_VALUE:
		return false;
	}
	return false;
}

static bool read_cmp(struct reader *rd, const struct nft_cmp *x)
{
	static const uint8_t zero[2], full[2] = { 0xff, 0xff };
	struct compared c = { .op = NFT_CMP_EQ };

	if (!x->data || !x->data->value.len)
		return false;
	c.from = x->data->value;
	switch (x->op) {
	case NFT_CMP_EQ:
	case NFT_CMP_NEQ:
		c.op = x->op;
		return compared(rd, &c);
	case NFT_CMP_LTE:
		c.to = c.from;
		c.from = (struct bytes){ zero, 2 };
		return c.to.len == 2 && compared(rd, &c);
	case NFT_CMP_GTE:
		c.to = (struct bytes){ full, 2 };
		return c.from.len == 2 && compared(rd, &c);
	default:
		return false;
	}
}

static bool read_range(struct reader *rd, const struct nft_range *x)
{
	struct compared c = {
		.op = x->op == NFT_RANGE_NEQ ? NFT_CMP_NEQ : NFT_CMP_EQ,
	};

	if (!x->from || !x->to)
		return false;
	c.from = x->from->value;
	c.to = x->to->value;
	return c.to.len && compared(rd, &c);
}

static bool read_bitwise(struct reader *rd, const struct nft_bitwise *x)
{
	size_t i;

	if (x->op != NFT_BITWISE_BOOL || !x->mask || !x->xor)
		return false;
	for (i = 0; i < x->xor->value.len; i++)
		if (x->xor->value.p[i])
			return false;
	rd->mask = x->mask->value;
	return rd->mask.len;
}

static bool read_verdict(struct reader *rd, const struct nft_verdict *v)
{
	struct xt_rule *r = rd->rule;

	switch (v->code) {
	case NF_ACCEPT:
		r->verdict = FW_ACCEPT;
		return true;
	case NF_DROP:
		r->verdict = FW_DROP;
		return true;
	case NFT_RETURN:
		r->verdict = FW_RETURN;
		return true;
	case NFT_JUMP:
		r->verdict = FW_JUMP;
		break;
	case NFT_GOTO:
		r->verdict = FW_GOTO;
		break;
	default:
		return false;
	}
	r->jump = v->chain;
	return v->chain;
}

static bool read_immediate(struct reader *rd, const struct nft_immediate *x)
{
	if (!x->data)
		return false;
	if (x->data->verdict)
		return read_verdict(rd, x->data->verdict);
	rd->loaded = LOADED_VALUE;
	return true;
}

static bool read_meta(struct reader *rd, const struct nft_meta *x)
{
	bool set = HAS(x, nft_meta, sreg) && !HAS(x, nft_meta, dreg);

	rd->mask.len = 0;
	if (set) {
		if (x->key != NFT_META_NFTRACE || rd->loaded != LOADED_VALUE)
			return false;
		rd->rule->verdict = XT_EXTENSION;
		rd->rule->target = xt_ext_new(rd->a, "TRACE.0");
		return true;
	}
	rd->loaded = LOADED_META;
	rd->key = x->key;
	return true;
}

static bool read_payload(struct reader *rd, const struct nft_payload *x)
{
	if (HAS(x, nft_payload, sreg) && !HAS(x, nft_payload, dreg))
		return false;
	rd->loaded = LOADED_PAYLOAD;
	rd->mask.len = 0;
	rd->base = x->base;
	rd->at = x->offset;
	rd->len = x->len;
	return true;
}

static bool read_limit(struct reader *rd, const struct nft_limit *x)
{
	struct xt_limit *m;

	if (x->type != NFT_LIMIT_PKTS || x->flags || !x->rate || !x->unit)
		return false;
	m = xt_ext_new(rd->a, "limit.0");
	/* XT_LIMIT_SCALE: ten thousandths of a second between packets. */
	m->average = (uint32_t)(10000 * x->unit / x->rate);
	m->burst = x->burst;
	VEC_PUSH(rd->a, &rd->rule->matches, &m->obj);
	return true;
}

static bool read_log(struct reader *rd, const struct nft_log *x)
{
	struct xt_nflog *t;

	if (!HAS(x, nft_log, group))
		return false;
	t = xt_ext_new(rd->a, "NFLOG.0");
	t->group = x->group;
	t->threshold = x->threshold;
	t->prefix = x->prefix ? x->prefix : "";
	t->len = x->snaplen;
	if (x->snaplen)
		t->flags = 1;		/* XT_NFLOG_F_COPY_LEN */
	rd->rule->verdict = XT_EXTENSION;
	rd->rule->target = &t->obj;
	return true;
}

static bool read_compat(struct reader *rd, const struct nft_compat *x,
			bool target)
{
	if (!x->ext)
		return false;
	if (!target) {
		VEC_PUSH(rd->a, &rd->rule->matches, x->ext);
		return true;
	}
	rd->rule->verdict = XT_EXTENSION;
	rd->rule->target = x->ext;
	return true;
}

static bool read_expr(struct reader *rd, const struct nft_expr *x)
{
	const struct expr_type *t = nft_expr_type(x);

	if (t == &nft_counter_expr)
		return true;
	if (t == &nft_meta_expr)
		return read_meta(rd, (const void *)x);
	if (t == &nft_payload_expr)
		return read_payload(rd, (const void *)x);
	if (t == &nft_bitwise_expr)
		return read_bitwise(rd, (const void *)x);
	if (t == &nft_cmp_expr)
		return read_cmp(rd, (const void *)x);
	if (t == &nft_range_expr)
		return read_range(rd, (const void *)x);
	if (t == &nft_immediate_expr)
		return read_immediate(rd, (const void *)x);
	if (t == &nft_limit_expr)
		return read_limit(rd, (const void *)x);
	if (t == &nft_log_expr)
		return read_log(rd, (const void *)x);
	if (t == &nft_match_expr || t == &nft_target_expr)
		return read_compat(rd, (const void *)x, t == &nft_target_expr);
	return false;
}

static bool read_rule(struct reader *rd, const struct nft_rule *rule)
{
	struct nft_expr *const *x;
	struct xt_comment *c;

	VEC_FOR_EACH(&rule->exprs, x)
		if (!read_expr(rd, *x))
			return false;
	if (rule->comment) {
		c = xt_ext_new(rd->a, "comment.0");
		c->text = rule->comment;
		VEC_PUSH(rd->a, &rd->rule->matches, &c->obj);
	}
	return true;
}

char *xt_text_of_nft_rule(struct arena *a, const struct netns *ns,
			  const struct nft_rule *rule)
{
	struct reader rd = { .a = a };
	struct strbuf out;
	struct xt_print p = { .out = &out, .ns = ns, .nft = true };

	if (!rule->chain || !rule->chain->table)
		return NULL;
	rd.family = p.family = rule->chain->table->family;
	if (rd.family != NFPROTO_IPV4 && rd.family != NFPROTO_IPV6)
		return NULL;
	rd.rule = object_new(a, &xt_rule_type);
	if (!read_rule(&rd, rule))
		return NULL;
	p.proto = rd.rule->proto;
	p.proto_not = rd.rule->invflags & XT_INV_PROTO;
	strbuf_init(&out, a);
	xt_out(&p, "-A %s", rule->chain->name);
	xt_body_text(&p, rd.rule);
	return out.s;
}
