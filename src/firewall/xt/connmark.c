/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match connmark and target CONNMARK: net/netfilter/xt_connmark.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_connmark.h>

struct connmark_target {
	struct object obj;
	uint8_t mode;
	uint32_t ctmark;
	uint32_t ctmask;
	uint32_t nfmask;
	uint8_t shift_right;
	uint8_t shift;
};

static const struct value_name modes[] = {
	{ XT_CONNMARK_SET, "set" },
	{ XT_CONNMARK_SAVE, "save" },
	{ XT_CONNMARK_RESTORE, "restore" },
	{ }
};

static const struct field match_fields[] = {
	{ "mark", F(xt_mark_mask, mark), FT_U32 },
	{ "mask", F(xt_mark_mask, mask), FT_U32 },
	{ "invert", F(xt_mark_mask, invert), FT_BOOL },
	{ }
};

static const struct field target_fields[] = {
	{ "mode", F(connmark_target, mode), FT_ENUM, .names = modes },
	{ "ctmark", F(connmark_target, ctmark), FT_U32 },
	{ "ctmask", F(connmark_target, ctmask), FT_U32 },
	{ "nfmask", F(connmark_target, nfmask), FT_U32 },
	{ "shift-right", F(connmark_target, shift_right), FT_U8 },
	{ "shift", F(connmark_target, shift), FT_U8 },
	{ }
};

static int match_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_connmark_mtinfo1 *i = b->p;
	struct xt_mark_mask *m = ext;

	m->mark = i->mark;
	m->mask = i->mask;
	m->invert = i->invert;
	return 0;
}

static int target_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_connmark_tginfo1 *i = b->p;
	const struct xt_connmark_tginfo2 *i2 = b->p;
	struct connmark_target *t = ext;
	bool v2 = b->len >= XT_ALIGN(sizeof(*i2)) &&
		  xt_type_of(&t->obj)->revision == 2;

	t->ctmark = i->ctmark;
	t->ctmask = i->ctmask;
	t->nfmask = i->nfmask;
	t->mode = v2 ? i2->mode : i->mode;
	t->shift_right = v2 ? i2->shift_dir : 0;
	t->shift = v2 ? i2->shift_bits : 0;
	if (t->mode > XT_CONNMARK_RESTORE || t->shift > 31 ||
	    t->shift_right > D_SHIFT_RIGHT)
		return -EINVAL;
	return 0;
}

/* Without an entry it does not match, inverted or not. */
static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct xt_mark_mask *m = ext;
	const struct conn *ct = c->e->pkt->ct;

	if (!ct)
		return TRI_NO;
	if (!ct->mark_known && m->mask)
		return TRI_UNKNOWN;
	return tri_of(((ct->mark & m->mask) == m->mark) != m->invert);
}

static uint32_t shifted(const struct connmark_target *t, uint32_t mark)
{
	return t->shift_right ? mark >> t->shift : mark << t->shift;
}

static enum fw_verdict target(const void *ext, struct xt_ctx *c,
			      struct fw_result *res)
{
	const struct connmark_target *t = ext;
	struct packet *p = c->e->pkt;
	struct conn *ct = p->ct;

	(void)res;
	if (!ct)
		return FW_CONTINUE;
	switch (t->mode) {
	case XT_CONNMARK_SET:
		ct->mark = shifted(t, (ct->mark & ~t->ctmask) ^ t->ctmark);
		if (t->ctmask == UINT32_MAX)
			ct->mark_known = true;
		break;
	case XT_CONNMARK_SAVE:
		ct->mark = (ct->mark & ~t->ctmask) ^
			   shifted(t, p->mark & t->nfmask);
		if (!p->mark_known && t->nfmask)
			ct->mark_known = false;
		else if (t->ctmask == UINT32_MAX)
			ct->mark_known = true;
		break;
	case XT_CONNMARK_RESTORE:
		p->mark = (p->mark & ~t->nfmask) ^
			  shifted(t, ct->mark & t->ctmask);
		if (!ct->mark_known && t->ctmask)
			p->mark_known = false;
		else if (t->nfmask == UINT32_MAX)
			p->mark_known = true;
		break;
	}
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
	const struct connmark_target *t = ext;

	if (t->mode == XT_CONNMARK_SET)
		xt_out(p, " --set-xmark 0x%x/0x%x", t->ctmark, t->ctmask);
	else
		xt_out(p, " --%s-mark --nfmask 0x%x --ctmask 0x%x",
		       t->mode == XT_CONNMARK_SAVE ? "save" : "restore",
		       t->nfmask, t->ctmask);
	if (t->shift)
		xt_out(p, " --%s-shift-mark %u",
		       t->shift_right ? "right" : "left", t->shift);
}

const struct xt_type xt_connmark_types[] = {
	{ .object = XT_OBJECT("connmark.1", xt_mark_mask, match_fields),
	  .name = "connmark", .revision = 1, .families = XT_INET,
	  .flags = XT_F_CONNTRACK, .size = sizeof(struct xt_connmark_mtinfo1),
	  .decode = match_decode, .match = match, .text = match_text },
	{ .object = XT_OBJECT("CONNMARK.1", connmark_target, target_fields),
	  .kind = XT_TARGET, .name = "CONNMARK", .revision = 1,
	  .families = XT_INET, .flags = XT_F_CONNTRACK,
	  .size = sizeof(struct xt_connmark_tginfo1),
	  .decode = target_decode, .target = target, .text = target_text },
	{ .object = XT_OBJECT("CONNMARK.2", connmark_target, target_fields),
	  .kind = XT_TARGET, .name = "CONNMARK", .revision = 2,
	  .families = XT_INET, .flags = XT_F_CONNTRACK,
	  .size = sizeof(struct xt_connmark_tginfo2),
	  .decode = target_decode, .target = target, .text = target_text },
	{ }
};
