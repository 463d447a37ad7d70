/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match rateest, target RATEEST: net/netfilter/xt_rateest.c, xt_RATEEST.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_rateest.h>
#include <linux/netfilter/xt_RATEEST.h>

#define SECOND 1000000u

struct rateest {
	struct object obj;
	const char *name1;
	const char *name2;
	uint16_t flags;
	uint16_t mode;
	uint32_t bps1;
	uint32_t pps1;
	uint32_t bps2;
	uint32_t pps2;
};

struct rateest_target {
	struct object obj;
	const char *name;
	int32_t interval;
	uint8_t ewma_log;
};

static const struct field match_fields[] = {
	{ "name1", F(rateest, name1), FT_STRING },
	{ "name2", F(rateest, name2), FT_STRING },
	{ "flags", F(rateest, flags), FT_U16 },
	{ "mode", F(rateest, mode), FT_U16 },
	{ "bps1", F(rateest, bps1), FT_U32 },
	{ "pps1", F(rateest, pps1), FT_U32 },
	{ "bps2", F(rateest, bps2), FT_U32 },
	{ "pps2", F(rateest, pps2), FT_U32 },
	{ }
};

static const struct field target_fields[] = {
	{ "name", F(rateest_target, name), FT_STRING },
	{ "interval", F(rateest_target, interval), FT_S32 },
	{ "ewma-log", F(rateest_target, ewma_log), FT_U8 },
	{ }
};

static int match_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_rateest_match_info *i = b->p;
	struct rateest *m = ext;

	m->name1 = xt_string(b, i->name1, sizeof(i->name1));
	m->name2 = xt_string(b, i->name2, sizeof(i->name2));
	m->flags = i->flags;
	m->mode = i->mode;
	m->bps1 = i->bps1;
	m->pps1 = i->pps1;
	m->bps2 = i->bps2;
	m->pps2 = i->pps2;
	return 0;
}

static int target_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_rateest_target_info *i = b->p;
	struct rateest_target *t = ext;

	t->name = xt_string(b, i->name, sizeof(i->name));
	t->interval = i->interval;
	t->ewma_log = i->ewma_log;
	if (i->interval < -2 || i->interval > 3 || i->ewma_log > 31)
		return -EINVAL;
	return 0;
}

static void rate_text(struct xt_print *p, uint32_t rate, bool packets)
{
	double bits = (double)rate * 8;

	if (packets)
		xt_out(p, " %u", rate);
	else if (bits >= 1e9)
		xt_out(p, " %.0fMbit", bits / 1e6);
	else if (bits >= 1e6)
		xt_out(p, " %.0fKbit", bits / 1e3);
	else
		xt_out(p, " %.0fbit", bits);
}

static void compare_text(const struct rateest *m, struct xt_print *p)
{
	static const char *const modes[] = { "none", "eq", "lt", "gt" };

	xt_not(p, m->flags & XT_RATEEST_MATCH_INVERT);
	xt_out(p, " --rateest-%s", m->mode < 4 ? modes[m->mode] : "none");
}

static void rates_text(const struct rateest *m, struct xt_print *p,
		       const char *what, uint32_t r1, uint32_t r2)
{
	bool packets = *what == 'p';

	if (m->flags & XT_RATEEST_MATCH_DELTA) {
		xt_out(p, " --rateest-%s1", what);
		rate_text(p, r1, packets);
		compare_text(m, p);
		xt_out(p, " --rateest-%s2", what);
	} else {
		compare_text(m, p);
		xt_out(p, " --rateest-%s", what);
	}
	if (m->flags & (XT_RATEEST_MATCH_ABS | XT_RATEEST_MATCH_DELTA))
		rate_text(p, r2, packets);
}

static void match_text(const void *ext, struct xt_print *p)
{
	const struct rateest *m = ext;
	bool relative = m->flags & XT_RATEEST_MATCH_REL;

	if (m->flags & XT_RATEEST_MATCH_DELTA)
		xt_out(p, " --rateest-delta");
	xt_out(p, " --rateest%s %s", relative ? "1" : "", m->name1);
	if (m->flags & XT_RATEEST_MATCH_BPS)
		rates_text(m, p, "bps", m->bps1, m->bps2);
	if (m->flags & XT_RATEEST_MATCH_PPS)
		rates_text(m, p, "pps", m->pps1, m->pps2);
	if (relative)
		xt_out(p, " --rateest2 %s", m->name2);
}

static void time_text(struct xt_print *p, const char *option, uint32_t usec)
{
	if (usec >= SECOND)
		xt_out(p, " --rateest-%s %.1fs", option, usec / 1e6);
	else if (usec >= SECOND / 1000)
		xt_out(p, " --rateest-%s %.1fms", option, usec / 1e3);
	else
		xt_out(p, " --rateest-%s %uus", option, usec);
}

static void target_text(const void *ext, struct xt_print *p)
{
	const struct rateest_target *t = ext;
	uint32_t interval = (SECOND << (t->interval + 2)) / 4;

	xt_out(p, " --rateest-name %s", t->name);
	time_text(p, "interval", interval);
	time_text(p, "ewmalog", interval * (1u << t->ewma_log));
}

/* What is estimated is in no dump. */
const struct xt_type xt_rateest_types[] = {
	{ .object = XT_OBJECT("rateest.0", rateest, match_fields),
	  .name = "rateest", .families = XT_INET,
	  .size = sizeof(struct xt_rateest_match_info),
	  .decode = match_decode, .match = xt_unknown, .text = match_text },
	{ .object = XT_OBJECT("RATEEST.0", rateest_target, target_fields),
	  .kind = XT_TARGET, .name = "RATEEST", .families = XT_INET,
	  .flags = XT_F_NO_EFFECT,
	  .size = sizeof(struct xt_rateest_target_info),
	  .decode = target_decode, .target = xt_no_effect,
	  .text = target_text },
	{ }
};
