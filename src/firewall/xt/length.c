/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match length: net/netfilter/xt_length.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_length.h>

struct length {
	struct object obj;
	uint16_t min;
	uint16_t max;
	bool invert;
};

static const struct field fields[] = {
	{ "min", F(length, min), FT_U16 },
	{ "max", F(length, max), FT_U16 },
	{ "invert", F(length, invert), FT_BOOL },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_length_info *i = b->p;
	struct length *m = ext;

	m->min = i->min;
	m->max = i->max;
	m->invert = i->invert;
	return 0;
}

static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct length *m = ext;
	uint32_t len = c->e->pkt->length;

	return tri_of((len >= m->min && len <= m->max) != m->invert);
}

static void text(const void *ext, struct xt_print *p)
{
	const struct length *m = ext;

	xt_not(p, m->invert);
	xt_out(p, " --length ");
	xt_out_range(p, m->min, m->max);
}

const struct xt_type xt_length_types[] = {
	{ .object = XT_OBJECT("length.0", length, fields),
	  .name = "length", .families = XT_INET,
	  .size = sizeof(struct xt_length_info),
	  .decode = decode, .match = match, .text = text },
	{ }
};
