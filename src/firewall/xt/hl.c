/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Matches ttl and hl, targets TTL and HL: net/netfilter/xt_hl.c, xt_HL.c.
 * The structs of both families are laid out alike: mode, value.
 */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter_ipv4/ipt_ttl.h>

/* ipt_TTL.h has the include guard of ipt_ttl.h: only one of them can be used. */
enum {
	TTL_SET = 0,
	TTL_INC = 1,
	TTL_DEC = 2,
};

struct hop_limit {
	struct object obj;
	uint8_t mode;
	uint8_t value;
};

static const struct value_name match_modes[] = {
	{ IPT_TTL_EQ, "eq" },
	{ IPT_TTL_NE, "ne" },
	{ IPT_TTL_LT, "lt" },
	{ IPT_TTL_GT, "gt" },
	{ }
};

static const struct value_name target_modes[] = {
	{ TTL_SET, "set" },
	{ TTL_INC, "inc" },
	{ TTL_DEC, "dec" },
	{ }
};

static const struct field match_fields[] = {
	{ "mode", F(hop_limit, mode), FT_ENUM, .names = match_modes },
	{ "value", F(hop_limit, value), FT_U8 },
	{ }
};

static const struct field target_fields[] = {
	{ "mode", F(hop_limit, mode), FT_ENUM, .names = target_modes },
	{ "value", F(hop_limit, value), FT_U8 },
	{ }
};

static int match_decode(void *ext, const struct xt_blob *b)
{
	const struct ipt_ttl_info *i = b->p;
	struct hop_limit *m = ext;

	m->mode = i->mode;
	m->value = i->ttl;
	return i->mode > IPT_TTL_GT ? -EINVAL : 0;
}

static int target_decode(void *ext, const struct xt_blob *b)
{
	const struct ipt_ttl_info *i = b->p;
	struct hop_limit *t = ext;

	t->mode = i->mode;
	t->value = i->ttl;
	return i->mode > TTL_DEC ? -EINVAL : 0;
}

static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct hop_limit *m = ext;
	uint8_t ttl = packet_ttl(c->e->pkt);

	switch (m->mode) {
	case IPT_TTL_EQ:
		return tri_of(ttl == m->value);
	case IPT_TTL_NE:
		return tri_of(ttl != m->value);
	case IPT_TTL_LT:
		return tri_of(ttl < m->value);
	case IPT_TTL_GT:
		return tri_of(ttl > m->value);
	default:
		return TRI_UNKNOWN;
	}
}

static enum fw_verdict target(const void *ext, struct xt_ctx *c,
			      struct fw_result *res)
{
	const struct hop_limit *t = ext;
	int ttl = packet_ttl(c->e->pkt);

	(void)res;
	if (t->mode == TTL_SET)
		ttl = t->value;
	else if (t->mode == TTL_INC)
		ttl = ttl + t->value > 255 ? 255 : ttl + t->value;
	else
		ttl = ttl < t->value ? 0 : ttl - t->value;
	packet_set_ttl(c->e->pkt, (uint8_t)ttl);
	return FW_CONTINUE;
}

static void match_text(const void *ext, struct xt_print *p)
{
	const struct hop_limit *m = ext;
	const char *mode = m->mode == IPT_TTL_NE ?
		"eq" : value_name(match_modes, m->mode);

	xt_not(p, m->mode == IPT_TTL_NE);
	xt_out(p, " --%s-%s %u", p->family == NFPROTO_IPV6 ? "hl" : "ttl",
	       mode ? mode : "eq", m->value);
}

static void target_text(const void *ext, struct xt_print *p)
{
	const struct hop_limit *t = ext;
	const char *mode = value_name(target_modes, t->mode);

	xt_out(p, " --%s-%s %u", p->family == NFPROTO_IPV6 ? "hl" : "ttl",
	       mode ? mode : "set", t->value);
}

const struct xt_type xt_hl_types[] = {
	{ .object = XT_OBJECT("ttl.0", hop_limit, match_fields),
	  .name = "ttl", .families = XT_IP, .size = sizeof(struct ipt_ttl_info),
	  .decode = match_decode, .match = match, .text = match_text },
	{ .object = XT_OBJECT("hl.0", hop_limit, match_fields),
	  .name = "hl", .families = XT_IP6, .size = sizeof(struct ipt_ttl_info),
	  .decode = match_decode, .match = match, .text = match_text },
	{ .object = XT_OBJECT("TTL.0", hop_limit, target_fields),
	  .kind = XT_TARGET, .name = "TTL", .families = XT_IP,
	  .size = sizeof(struct ipt_ttl_info),
	  .decode = target_decode, .target = target, .text = target_text },
	{ .object = XT_OBJECT("HL.0", hop_limit, target_fields),
	  .kind = XT_TARGET, .name = "HL", .families = XT_IP6,
	  .size = sizeof(struct ipt_ttl_info),
	  .decode = target_decode, .target = target, .text = target_text },
	{ }
};
