/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match limit: net/netfilter/xt_limit.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_limit.h>
#include <linux/netfilter_bridge/ebt_limit.h>

#define BURST_DEFAULT 5

static const struct field fields[] = {
	{ "average", F(xt_limit, average), FT_U32 },
	{ "burst", F(xt_limit, burst), FT_U32 },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_rateinfo *i = b->p;
	struct xt_limit *m = ext;

	m->average = i->avg;
	m->burst = i->burst;
	return 0;
}

static int eb_decode(void *ext, const struct xt_blob *b)
{
	const struct ebt_limit_info *i = b->p;
	struct xt_limit *m = ext;

	m->average = i->avg;
	m->burst = i->burst;
	return 0;
}

static void rate_text(struct xt_print *p, uint32_t period)
{
	static const struct {
		const char *name;
		uint32_t units;
	} rates[] = {
		{ "day", XT_LIMIT_SCALE * 24 * 60 * 60 },
		{ "hour", XT_LIMIT_SCALE * 60 * 60 },
		{ "min", XT_LIMIT_SCALE * 60 },
		{ "sec", XT_LIMIT_SCALE },
	};
	size_t i;

	if (!period) {
		xt_out(p, " inf");
		return;
	}
	for (i = 1; i < ARRAY_SIZE(rates); i++)
		if (period > rates[i].units ||
		    rates[i].units / period < rates[i].units % period)
			break;
	xt_out(p, " %u/%s", rates[i - 1].units / period, rates[i - 1].name);
}

static void text(const void *ext, struct xt_print *p)
{
	const struct xt_limit *m = ext;

	xt_out(p, " --limit");
	rate_text(p, m->average);
	if (m->burst != BURST_DEFAULT)
		xt_out(p, " --limit-burst %u", m->burst);
}

/*
 * How much of the limit is used up, no dump says; where a hundred packets may
 * pass in a second, there is room for one more.
 */
static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct xt_limit *m = ext;

	(void)c;
	return m->burst && m->average <= XT_LIMIT_SCALE / 100 ? TRI_YES :
								 TRI_UNKNOWN;
}

const struct xt_type xt_limit_types[] = {
	{ .object = XT_OBJECT("limit.0", xt_limit, fields),
	  .name = "limit", .families = XT_INET,
	  .size = sizeof(struct xt_rateinfo),
	  .decode = decode, .match = match, .text = text },
	{ .object = XT_OBJECT("limit.0.bridge", xt_limit, fields),
	  .name = "limit", .families = XT_BRIDGE,
	  .size = sizeof(struct ebt_limit_info),
	  .decode = eb_decode, .match = match, .text = text },
	{ }
};
