/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Matches conntrack and state: net/netfilter/xt_conntrack.c, xt_state.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/xt_conntrack.h>
#include <linux/netfilter/xt_state.h>

static const struct field fields[] = {
	{ "flags", F(xt_ct_match, flags), FT_U32 },
	{ "invert", F(xt_ct_match, invert), FT_U32 },
	{ "state", F(xt_ct_match, state), FT_U32 },
	{ "status", F(xt_ct_match, status), FT_U32 },
	{ "proto", F(xt_ct_match, proto), FT_U16 },
	{ "orig-src", F(xt_ct_match, orig_src), FT_ADDRESS },
	{ "orig-src-mask", F(xt_ct_match, orig_src_mask), FT_BYTES },
	{ "orig-dst", F(xt_ct_match, orig_dst), FT_ADDRESS },
	{ "orig-dst-mask", F(xt_ct_match, orig_dst_mask), FT_BYTES },
	{ "reply-src", F(xt_ct_match, repl_src), FT_ADDRESS },
	{ "reply-src-mask", F(xt_ct_match, repl_src_mask), FT_BYTES },
	{ "reply-dst", F(xt_ct_match, repl_dst), FT_ADDRESS },
	{ "reply-dst-mask", F(xt_ct_match, repl_dst_mask), FT_BYTES },
	{ "orig-sport", F(xt_ct_match, orig_sport), FT_U16 },
	{ "orig-sport-to", F(xt_ct_match, orig_sport_to), FT_U16 },
	{ "orig-dport", F(xt_ct_match, orig_dport), FT_U16 },
	{ "orig-dport-to", F(xt_ct_match, orig_dport_to), FT_U16 },
	{ "reply-sport", F(xt_ct_match, repl_sport), FT_U16 },
	{ "reply-sport-to", F(xt_ct_match, repl_sport_to), FT_U16 },
	{ "reply-dport", F(xt_ct_match, repl_dport), FT_U16 },
	{ "reply-dport-to", F(xt_ct_match, repl_dport_to), FT_U16 },
	{ "expires-min", F(xt_ct_match, expires_min), FT_U32 },
	{ "expires-max", F(xt_ct_match, expires_max), FT_U32 },
	{ }
};

static const struct field state_fields[] = {
	{ "state", F(xt_ct_match, state), FT_U32 },
	{ }
};

/* The head is the same in all three; so are the ports in front of it. */
static void decode_head(struct xt_ct_match *m, const struct xt_blob *b)
{
	const struct xt_conntrack_mtinfo1 *i = b->p;

	m->orig_src = xt_address(b, &i->origsrc_addr);
	m->orig_src_mask = xt_mask(b, &i->origsrc_mask);
	m->orig_dst = xt_address(b, &i->origdst_addr);
	m->orig_dst_mask = xt_mask(b, &i->origdst_mask);
	m->repl_src = xt_address(b, &i->replsrc_addr);
	m->repl_src_mask = xt_mask(b, &i->replsrc_mask);
	m->repl_dst = xt_address(b, &i->repldst_addr);
	m->repl_dst_mask = xt_mask(b, &i->repldst_mask);
	m->expires_min = i->expires_min;
	m->expires_max = i->expires_max;
	m->proto = i->l4proto;
	m->orig_sport = m->orig_sport_to = ntohs(i->origsrc_port);
	m->orig_dport = m->orig_dport_to = ntohs(i->origdst_port);
	m->repl_sport = m->repl_sport_to = ntohs(i->replsrc_port);
	m->repl_dport = m->repl_dport_to = ntohs(i->repldst_port);
}

static int decode1(void *ext, const struct xt_blob *b)
{
	const struct xt_conntrack_mtinfo1 *i = b->p;
	struct xt_ct_match *m = ext;

	decode_head(m, b);
	m->flags = i->match_flags;
	m->invert = i->invert_flags;
	m->state = i->state_mask;
	m->status = i->status_mask;
	return 0;
}

static int decode2(void *ext, const struct xt_blob *b)
{
	const struct xt_conntrack_mtinfo2 *i = b->p;
	struct xt_ct_match *m = ext;

	decode_head(m, b);
	m->flags = i->match_flags;
	m->invert = i->invert_flags;
	m->state = i->state_mask;
	m->status = i->status_mask;
	return 0;
}

static int decode3(void *ext, const struct xt_blob *b)
{
	const struct xt_conntrack_mtinfo3 *i = b->p;
	struct xt_ct_match *m = ext;

	decode_head(m, b);
	m->flags = i->match_flags;
	m->invert = i->invert_flags;
	m->state = i->state_mask;
	m->status = i->status_mask;
	m->orig_sport = i->origsrc_port;
	m->orig_sport_to = i->origsrc_port_high;
	m->orig_dport = i->origdst_port;
	m->orig_dport_to = i->origdst_port_high;
	m->repl_sport = i->replsrc_port;
	m->repl_sport_to = i->replsrc_port_high;
	m->repl_dport = i->repldst_port;
	m->repl_dport_to = i->repldst_port_high;
	return 0;
}

static int state_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_state_info *i = b->p;
	struct xt_ct_match *m = ext;

	m->state = i->statemask;
	m->flags = XT_CONNTRACK_STATE;
	return 0;
}

static void state_init(void *ext)
{
	((struct xt_ct_match *)ext)->flags = XT_CONNTRACK_STATE;
}

static uint32_t state_bit(const struct packet *p)
{
	switch (p->ctinfo) {
	case CT_NONE:
		return XT_CONNTRACK_STATE_INVALID;
	case CT_UNTRACKED:
		return XT_CONNTRACK_STATE_UNTRACKED;
	case CT_NEW:
		return XT_CONNTRACK_STATE_BIT(IP_CT_NEW);
	case CT_ESTABLISHED:
	case CT_ESTABLISHED_REPLY:
		return XT_CONNTRACK_STATE_BIT(IP_CT_ESTABLISHED);
	case CT_RELATED:
	case CT_RELATED_REPLY:
		return XT_CONNTRACK_STATE_BIT(IP_CT_RELATED);
	}
	return 0;
}

static enum tri state_match(const void *ext, struct xt_ctx *c)
{
	const struct xt_ct_match *m = ext;

	return tri_of(m->state & state_bit(c->e->pkt));
}

static uint32_t states_of(const struct packet *p)
{
	uint32_t bits = state_bit(p);

	if (p->ct && p->ct->status & CT_STATUS_SRC_NAT)
		bits |= XT_CONNTRACK_STATE_SNAT;
	if (p->ct && p->ct->status & CT_STATUS_DST_NAT)
		bits |= XT_CONNTRACK_STATE_DNAT;
	return bits;
}

static bool is_reply(const struct packet *p)
{
	return p->ctinfo == CT_ESTABLISHED_REPLY ||
	       p->ctinfo == CT_RELATED_REPLY;
}

/* One criterion: not asked for is yes. */
static enum tri criterion(const struct xt_ct_match *m, uint32_t flag,
			  enum tri hit)
{
	if (!(m->flags & flag))
		return TRI_YES;
	return tri_xor(hit, m->invert & flag);
}

static enum tri port_in(uint16_t port, bool known, uint16_t from, uint16_t to)
{
	if (!known)
		return !from && to == UINT16_MAX ? TRI_YES : TRI_UNKNOWN;
	return tri_of(port >= from && port <= to);
}

static enum tri tuples_match(const struct xt_ct_match *m, const struct conn *ct)
{
	const struct tuple *o = &ct->orig, *r = &ct->reply;
	enum tri t;

	t = criterion(m, XT_CONNTRACK_ORIGSRC,
		      tri_of(xt_masked(&o->src, &m->orig_src,
				       m->orig_src_mask)));
	t = tri_and(t, criterion(m, XT_CONNTRACK_ORIGDST,
				 tri_of(xt_masked(&o->dst, &m->orig_dst,
						  m->orig_dst_mask))));
	t = tri_and(t, criterion(m, XT_CONNTRACK_REPLSRC,
				 tri_of(xt_masked(&r->src, &m->repl_src,
						  m->repl_src_mask))));
	t = tri_and(t, criterion(m, XT_CONNTRACK_REPLDST,
				 tri_of(xt_masked(&r->dst, &m->repl_dst,
						  m->repl_dst_mask))));
	return t;
}

/*
 * Ports lie in src.u.all and dst.u.all: of ICMP the id, and type and code.
 * The reply's destination port is the original source port, or one that NAT
 * chose: it is as unknown as that.
 */
static enum tri ports_match(const struct xt_ct_match *m, const struct conn *ct)
{
	const struct tuple *o = &ct->orig, *r = &ct->reply;
	enum tri t;

	t = criterion(m, XT_CONNTRACK_PROTO, tri_of(o->proto == m->proto));
	t = tri_and(t, criterion(m, XT_CONNTRACK_ORIGSRC_PORT,
				 port_in(o->sport, o->sport_known,
					 m->orig_sport, m->orig_sport_to)));
	t = tri_and(t, criterion(m, XT_CONNTRACK_ORIGDST_PORT,
				 port_in(o->dport, true, m->orig_dport,
					 m->orig_dport_to)));
	t = tri_and(t, criterion(m, XT_CONNTRACK_REPLSRC_PORT,
				 port_in(r->sport, true, m->repl_sport,
					 m->repl_sport_to)));
	t = tri_and(t, criterion(m, XT_CONNTRACK_REPLDST_PORT,
				 port_in(r->dport, o->sport_known,
					 m->repl_dport, m->repl_dport_to)));
	return t;
}

static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct xt_ct_match *m = ext;
	const struct packet *p = c->e->pkt;
	enum tri t;

	t = criterion(m, XT_CONNTRACK_STATE, tri_of(m->state & states_of(p)));
	/*
	 * Without an entry the rest is not looked at: a rule that names a state
	 * and passed it matches, whatever else it asks for; one that does not,
	 * never does.
	 */
	if (!p->ct)
		return m->flags & XT_CONNTRACK_STATE ? t : TRI_NO;
	/* Bit set in flags, not in invert: ORIGINAL. */
	t = tri_and(t, criterion(m, XT_CONNTRACK_DIRECTION,
				 tri_of(!is_reply(p))));
	t = tri_and(t, tuples_match(m, p->ct));
	t = tri_and(t, ports_match(m, p->ct));
	t = tri_and(t, criterion(m, XT_CONNTRACK_STATUS,
				 tri_of(m->status & p->ct->status)));
	return tri_and(t, criterion(m, XT_CONNTRACK_EXPIRES, TRI_UNKNOWN));
}

static void list_text(struct xt_print *p, uint32_t value,
		      const struct value_name *names)
{
	const char *separator = " ";

	for (; names->name; names++) {
		if (!(value & names->value))
			continue;
		xt_out(p, "%s%s", separator, names->name);
		separator = ",";
	}
}

static void states_text(struct xt_print *p, uint32_t value)
{
	static const struct value_name names[] = {
		{ XT_CONNTRACK_STATE_INVALID, "INVALID" },
		{ XT_CONNTRACK_STATE_BIT(IP_CT_NEW), "NEW" },
		{ XT_CONNTRACK_STATE_BIT(IP_CT_RELATED), "RELATED" },
		{ XT_CONNTRACK_STATE_BIT(IP_CT_ESTABLISHED), "ESTABLISHED" },
		{ XT_CONNTRACK_STATE_UNTRACKED, "UNTRACKED" },
		{ XT_CONNTRACK_STATE_SNAT, "SNAT" },
		{ XT_CONNTRACK_STATE_DNAT, "DNAT" },
		{ }
	};

	list_text(p, value, names);
}

static void status_text(struct xt_print *p, uint32_t value)
{
	static const struct value_name names[] = {
		{ IPS_EXPECTED, "EXPECTED" },
		{ IPS_SEEN_REPLY, "SEEN_REPLY" },
		{ IPS_ASSURED, "ASSURED" },
		{ IPS_CONFIRMED, "CONFIRMED" },
		{ }
	};

	list_text(p, value, names);
	if (!value)
		xt_out(p, " NONE");
}

static bool option(const struct xt_ct_match *m, struct xt_print *p,
		   uint32_t flag, const char *name)
{
	if (!(m->flags & flag))
		return false;
	xt_not(p, m->invert & flag);
	xt_out(p, " --%s", name);
	return true;
}

static void address_text(struct xt_print *p, const struct ip_addr *a,
			 struct bytes mask)
{
	xt_out(p, " ");
	xt_out_address(p, a);
	xt_out_mask(p, mask);
}

static void port_text(struct xt_print *p, uint16_t from, uint16_t to)
{
	xt_out(p, " ");
	xt_out_range(p, from, to ? to : from);
}

static void tuples_text(const struct xt_ct_match *m, struct xt_print *p)
{
	if (option(m, p, XT_CONNTRACK_ORIGSRC, "ctorigsrc"))
		address_text(p, &m->orig_src, m->orig_src_mask);
	if (option(m, p, XT_CONNTRACK_ORIGDST, "ctorigdst"))
		address_text(p, &m->orig_dst, m->orig_dst_mask);
	if (option(m, p, XT_CONNTRACK_REPLSRC, "ctreplsrc"))
		address_text(p, &m->repl_src, m->repl_src_mask);
	if (option(m, p, XT_CONNTRACK_REPLDST, "ctrepldst"))
		address_text(p, &m->repl_dst, m->repl_dst_mask);
	if (option(m, p, XT_CONNTRACK_ORIGSRC_PORT, "ctorigsrcport"))
		port_text(p, m->orig_sport, m->orig_sport_to);
	if (option(m, p, XT_CONNTRACK_ORIGDST_PORT, "ctorigdstport"))
		port_text(p, m->orig_dport, m->orig_dport_to);
	if (option(m, p, XT_CONNTRACK_REPLSRC_PORT, "ctreplsrcport"))
		port_text(p, m->repl_sport, m->repl_sport_to);
	if (option(m, p, XT_CONNTRACK_REPLDST_PORT, "ctrepldstport"))
		port_text(p, m->repl_dport, m->repl_dport_to);
}

static void text(const void *ext, struct xt_print *p)
{
	const struct xt_ct_match *m = ext;
	bool alias = m->flags & XT_CONNTRACK_STATE_ALIAS;

	if (option(m, p, XT_CONNTRACK_STATE, alias ? "state" : "ctstate"))
		states_text(p, m->state);
	if (option(m, p, XT_CONNTRACK_PROTO, "ctproto"))
		xt_out(p, " %u", m->proto);
	tuples_text(m, p);
	if (option(m, p, XT_CONNTRACK_STATUS, "ctstatus"))
		status_text(p, m->status);
	if (option(m, p, XT_CONNTRACK_EXPIRES, "ctexpire")) {
		xt_out(p, " ");
		xt_out_range(p, m->expires_min, m->expires_max);
	}
	if (m->flags & XT_CONNTRACK_DIRECTION)
		xt_out(p, " --ctdir %s", m->invert & XT_CONNTRACK_DIRECTION ?
						 "REPLY" : "ORIGINAL");
}

static void state_text(const void *ext, struct xt_print *p)
{
	xt_out(p, " --state");
	states_text(p, ((const struct xt_ct_match *)ext)->state);
}

static const char *alias(const void *ext)
{
	const struct xt_ct_match *m = ext;

	return m->flags & XT_CONNTRACK_STATE_ALIAS ? "state" : "conntrack";
}

#define CONNTRACK(revision_, struct_, decode_)                            \
	{ .object = XT_OBJECT("conntrack." #revision_, xt_ct_match, fields), \
	  .name = "conntrack", .revision = revision_,                     \
	  .families = XT_INET, .flags = XT_F_CONNTRACK,                   \
	  .size = sizeof(struct struct_), .decode = decode_,              \
	  .match = match, .text = text, .alias = alias }

const struct xt_type xt_conntrack_types[] = {
	CONNTRACK(1, xt_conntrack_mtinfo1, decode1),
	CONNTRACK(2, xt_conntrack_mtinfo2, decode2),
	CONNTRACK(3, xt_conntrack_mtinfo3, decode3),
	{ .object = { .name = "state.0", .size = sizeof(struct xt_ct_match),
		      .fields = state_fields, .init = state_init },
	  .name = "state", .families = XT_INET, .flags = XT_F_CONNTRACK,
	  .size = sizeof(struct xt_state_info), .decode = state_decode,
	  .match = state_match, .text = state_text },
	{ }
};
