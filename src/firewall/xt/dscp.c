/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Matches dscp and tos, targets DSCP and TOS: net/netfilter/xt_dscp.c,
 * xt_DSCP.c.
 */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_dscp.h>
#include <linux/netfilter/xt_DSCP.h>

/** struct tos - @value is a DSCP in dscp and DSCP, a TOS byte in tos and TOS */
struct tos {
	struct object obj;
	uint8_t value;
	uint8_t mask;
	bool invert;
};

static const struct field dscp_fields[] = {
	{ "dscp", F(tos, value), FT_U8 },
	{ "invert", F(tos, invert), FT_BOOL },
	{ }
};

static const struct field tos_fields[] = {
	{ "tos", F(tos, value), FT_U8 },
	{ "mask", F(tos, mask), FT_U8 },
	{ "invert", F(tos, invert), FT_BOOL },
	{ }
};

static const struct field set_dscp_fields[] = {
	{ "dscp", F(tos, value), FT_U8 },
	{ }
};

static const struct field set_tos_fields[] = {
	{ "tos", F(tos, value), FT_U8 },
	{ "mask", F(tos, mask), FT_U8 },
	{ }
};

static int dscp_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_dscp_info *i = b->p;
	struct tos *m = ext;

	m->value = i->dscp;
	m->invert = i->invert;
	return i->dscp > XT_DSCP_MAX ? -EINVAL : 0;
}

static int tos_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_tos_match_info *i = b->p;
	struct tos *m = ext;

	m->value = i->tos_value;
	m->mask = i->tos_mask;
	m->invert = i->invert;
	return 0;
}

static int set_dscp_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_DSCP_info *i = b->p;

	((struct tos *)ext)->value = i->dscp;
	return i->dscp > XT_DSCP_MAX ? -EINVAL : 0;
}

static int set_tos_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_tos_target_info *i = b->p;
	struct tos *t = ext;

	t->value = i->tos_value;
	t->mask = i->tos_mask;
	return 0;
}

static enum tri dscp_match(const void *ext, struct xt_ctx *c)
{
	const struct tos *m = ext;

	return tri_of((packet_tos(c->e->pkt) >> 2 == m->value) != m->invert);
}

static enum tri tos_match(const void *ext, struct xt_ctx *c)
{
	const struct tos *m = ext;
	bool hit = (packet_tos(c->e->pkt) & m->mask) == m->value;

	return tri_of(hit != m->invert);
}

static enum fw_verdict set_dscp(const void *ext, struct xt_ctx *c,
				struct fw_result *res)
{
	const struct tos *t = ext;
	uint8_t tos = packet_tos(c->e->pkt);

	(void)res;
	packet_set_tos(c->e->pkt, (uint8_t)((tos & 3) | t->value << 2));
	return FW_CONTINUE;
}

static enum fw_verdict set_tos(const void *ext, struct xt_ctx *c,
			       struct fw_result *res)
{
	const struct tos *t = ext;
	uint8_t tos = packet_tos(c->e->pkt);

	(void)res;
	packet_set_tos(c->e->pkt, (uint8_t)((tos & ~t->mask) ^ t->value));
	return FW_CONTINUE;
}

static void dscp_text(const void *ext, struct xt_print *p)
{
	const struct tos *m = ext;

	xt_not(p, m->invert);
	xt_out(p, " --dscp 0x%02x", m->value);
}

static void tos_text(const void *ext, struct xt_print *p)
{
	const struct tos *m = ext;

	xt_not(p, m->invert);
	xt_out(p, " --tos 0x%02x/0x%02x", m->value, m->mask);
}

static void set_dscp_text(const void *ext, struct xt_print *p)
{
	xt_out(p, " --set-dscp 0x%02x", ((const struct tos *)ext)->value);
}

static void set_tos_text(const void *ext, struct xt_print *p)
{
	const struct tos *t = ext;

	xt_out(p, " --set-tos 0x%02x/0x%02x", t->value, t->mask);
}

const struct xt_type xt_dscp_types[] = {
	{ .object = XT_OBJECT("dscp.0", tos, dscp_fields),
	  .name = "dscp", .families = XT_INET,
	  .size = sizeof(struct xt_dscp_info),
	  .decode = dscp_decode, .match = dscp_match, .text = dscp_text },
	{ .object = XT_OBJECT("tos.1", tos, tos_fields),
	  .name = "tos", .revision = 1, .families = XT_INET,
	  .size = sizeof(struct xt_tos_match_info),
	  .decode = tos_decode, .match = tos_match, .text = tos_text },
	{ .object = XT_OBJECT("DSCP.0", tos, set_dscp_fields),
	  .kind = XT_TARGET, .name = "DSCP", .families = XT_INET,
	  .size = sizeof(struct xt_DSCP_info), .decode = set_dscp_decode,
	  .target = set_dscp, .text = set_dscp_text },
	{ .object = XT_OBJECT("TOS.1", tos, set_tos_fields),
	  .kind = XT_TARGET, .name = "TOS", .revision = 1, .families = XT_INET,
	  .size = sizeof(struct xt_tos_target_info),
	  .decode = set_tos_decode, .target = set_tos, .text = set_tos_text },
	{ }
};
