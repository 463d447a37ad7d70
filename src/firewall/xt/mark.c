/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match mark and target MARK: net/netfilter/xt_mark.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_mark.h>

static const struct field match_fields[] = {
	{ "mark", F(xt_mark_mask, mark), FT_U32 },
	{ "mask", F(xt_mark_mask, mask), FT_U32 },
	{ "invert", F(xt_mark_mask, invert), FT_BOOL },
	{ }
};

static const struct field target_fields[] = {
	{ "mark", F(xt_mark_mask, mark), FT_U32 },
	{ "mask", F(xt_mark_mask, mask), FT_U32 },
	{ }
};

static int match_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_mark_mtinfo1 *i = b->p;
	struct xt_mark_mask *m = ext;

	m->mark = i->mark;
	m->mask = i->mask;
	m->invert = i->invert;
	return 0;
}

static int target_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_mark_tginfo2 *i = b->p;
	struct xt_mark_mask *m = ext;

	m->mark = i->mark;
	m->mask = i->mask;
	return 0;
}

static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct xt_mark_mask *m = ext;

	if (!c->e->pkt->mark_known && m->mask)
		return TRI_UNKNOWN;
	return tri_of(((c->e->pkt->mark & m->mask) == m->mark) != m->invert);
}

static enum fw_verdict target(const void *ext, struct xt_ctx *c,
			      struct fw_result *res)
{
	const struct xt_mark_mask *m = ext;
	struct packet *p = c->e->pkt;

	(void)res;
	p->mark = (p->mark & ~m->mask) ^ m->mark;
	if (m->mask == UINT32_MAX)
		p->mark_known = true;
	return FW_CONTINUE;
}

static void match_text(const void *ext, struct xt_print *p)
{
	const struct xt_mark_mask *m = ext;

	xt_not(p, m->invert);
	xt_out(p, " --mark");
	xt_out_value_mask(p, m->mark, m->mask);
}

static void target_text(const void *ext, struct xt_print *p)
{
	const struct xt_mark_mask *m = ext;

	xt_out(p, " --set-xmark 0x%x/0x%x", m->mark, m->mask);
}

const struct xt_type xt_mark_types[] = {
	{ .object = XT_OBJECT("mark.1", xt_mark_mask, match_fields),
	  .name = "mark", .revision = 1, .families = XT_ANY,
	  .size = sizeof(struct xt_mark_mtinfo1),
	  .decode = match_decode, .match = match, .text = match_text },
	{ .object = XT_OBJECT("MARK.2", xt_mark_mask, target_fields),
	  .kind = XT_TARGET, .name = "MARK", .revision = 2,
	  .families = XT_ANY, .size = sizeof(struct xt_mark_tginfo2),
	  .decode = target_decode, .target = target, .text = target_text },
	{ }
};
