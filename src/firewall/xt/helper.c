/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match helper: net/netfilter/xt_helper.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_helper.h>

struct helper {
	struct object obj;
	const char *name;
	bool invert;
};

static const struct field fields[] = {
	{ "name", F(helper, name), FT_STRING },
	{ "invert", F(helper, invert), FT_BOOL },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_helper_info *i = b->p;
	struct helper *m = ext;

	m->name = xt_string(b, i->name, sizeof(i->name));
	m->invert = i->invert;
	return 0;
}

/* The walk's connections have no master, so no helper expected them. */
static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct helper *m = ext;
	const struct conn *ct = c->e->pkt->ct;

	if (ct && ct->status & CT_STATUS_EXPECTED)
		return TRI_UNKNOWN;
	return tri_of(m->invert);
}

static void text(const void *ext, struct xt_print *p)
{
	const struct helper *m = ext;

	xt_not(p, m->invert);
	xt_out(p, " --helper");
	xt_out_string(p, m->name);
}

const struct xt_type xt_helper_types[] = {
	{ .object = XT_OBJECT("helper.0", helper, fields),
	  .name = "helper", .families = XT_INET, .flags = XT_F_CONNTRACK,
	  .size = sizeof(struct xt_helper_info),
	  .decode = decode, .match = match, .text = text },
	{ }
};
