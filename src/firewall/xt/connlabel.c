/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match connlabel: net/netfilter/xt_connlabel.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_connlabel.h>

struct connlabel {
	struct object obj;
	uint16_t bit;
	uint16_t options;
};

static const struct field fields[] = {
	{ "bit", F(connlabel, bit), FT_U16 },
	{ "options", F(connlabel, options), FT_U16 },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_connlabel_mtinfo *i = b->p;
	struct connlabel *m = ext;

	m->bit = i->bit;
	m->options = i->options;
	return i->bit > XT_CONNLABEL_MAXBIT ? -EINVAL : 0;
}

static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct connlabel *m = ext;
	struct conn *ct = c->e->pkt->ct;
	bool invert = m->options & XT_CONNLABEL_OP_INVERT;
	uint8_t bit = (uint8_t)(1u << m->bit % 8);

	if (!ct)
		return tri_of(invert);
	if (ct->labels[m->bit / 8] & bit)
		return tri_of(!invert);
	if (!(m->options & XT_CONNLABEL_OP_SET))
		return tri_of(invert);
	ct->labels[m->bit / 8] |= bit;
	return tri_of(!invert);
}

static void text(const void *ext, struct xt_print *p)
{
	const struct connlabel *m = ext;

	xt_not(p, m->options & XT_CONNLABEL_OP_INVERT);
	xt_out(p, " --label \"%u\"", m->bit);
	if (m->options & XT_CONNLABEL_OP_SET)
		xt_out(p, " --set");
}

const struct xt_type xt_connlabel_types[] = {
	{ .object = XT_OBJECT("connlabel.0", connlabel, fields),
	  .name = "connlabel", .families = XT_INET, .flags = XT_F_CONNTRACK,
	  .size = sizeof(struct xt_connlabel_mtinfo),
	  .decode = decode, .match = match, .text = text },
	{ }
};
