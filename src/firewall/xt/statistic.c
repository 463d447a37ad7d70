/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match statistic: net/netfilter/xt_statistic.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_statistic.h>

#define ALWAYS 0x80000000u

/** struct statistic - @probability of 2^31; @every, @packet: nth, from 0 */
struct statistic {
	struct object obj;
	uint16_t mode;
	uint16_t flags;
	uint32_t probability;
	uint32_t every;
	uint32_t packet;
};

static const struct value_name modes[] = {
	{ XT_STATISTIC_MODE_RANDOM, "random" },
	{ XT_STATISTIC_MODE_NTH, "nth" },
	{ }
};

static const struct field fields[] = {
	{ "mode", F(statistic, mode), FT_ENUM, .names = modes },
	{ "flags", F(statistic, flags), FT_U16 },
	{ "probability", F(statistic, probability), FT_U32 },
	{ "every", F(statistic, every), FT_U32 },
	{ "packet", F(statistic, packet), FT_U32 },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_statistic_info *i = b->p;
	struct statistic *m = ext;

	m->mode = i->mode;
	m->flags = i->flags;
	if (i->mode == XT_STATISTIC_MODE_RANDOM) {
		m->probability = i->u.random.probability;
		return 0;
	}
	m->every = i->u.nth.every;
	m->packet = i->u.nth.packet;
	return i->mode == XT_STATISTIC_MODE_NTH ? 0 : -EINVAL;
}

static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct statistic *m = ext;
	bool invert = m->flags & XT_STATISTIC_INVERT;

	(void)c;
	if (m->mode == XT_STATISTIC_MODE_NTH)
		return m->every ? TRI_UNKNOWN : tri_of(!invert);
	if (!m->probability)
		return tri_of(invert);
	return m->probability >= ALWAYS ? tri_of(!invert) : TRI_UNKNOWN;
}

static void text(const void *ext, struct xt_print *p)
{
	const struct statistic *m = ext;
	const char *invert = m->flags & XT_STATISTIC_INVERT ? " !" : "";

	if (m->mode == XT_STATISTIC_MODE_RANDOM)
		xt_out(p, " --mode random%s --probability %.11f", invert,
		       1.0 * m->probability / ALWAYS);
	else
		xt_out(p, " --mode nth%s --every %u --packet %u", invert,
		       m->every + 1, m->packet);
}

const struct xt_type xt_statistic_types[] = {
	{ .object = XT_OBJECT("statistic.0", statistic, fields),
	  .name = "statistic", .families = XT_INET,
	  .size = sizeof(struct xt_statistic_info),
	  .decode = decode, .match = match, .text = text },
	{ }
};
