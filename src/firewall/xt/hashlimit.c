/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match hashlimit: net/netfilter/xt_hashlimit.c. */
#include <limits.h>

#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_hashlimit.h>

#define GC_INTERVAL 1000
#define BYTE_SHIFT 4
#define EXPIRE_BYTES (15 * 1000u)
#define EXPIRE_BURST (60 * 1000u)

/** struct hashlimit - @average in units of the revision, see rate_text() */
struct hashlimit {
	struct object obj;
	const char *name;
	uint32_t mode;
	uint64_t average;
	uint64_t burst;
	uint32_t size;
	uint32_t max;
	uint32_t gc_interval;
	uint32_t expire;
	uint32_t interval;
	uint8_t srcmask;
	uint8_t dstmask;
};

static const struct field fields[] = {
	{ "name", F(hashlimit, name), FT_STRING },
	{ "mode", F(hashlimit, mode), FT_U32 },
	{ "average", F(hashlimit, average), FT_U64 },
	{ "burst", F(hashlimit, burst), FT_U64 },
	{ "size", F(hashlimit, size), FT_U32 },
	{ "max", F(hashlimit, max), FT_U32 },
	{ "gc-interval", F(hashlimit, gc_interval), FT_U32 },
	{ "expire", F(hashlimit, expire), FT_U32 },
	{ "interval", F(hashlimit, interval), FT_U32 },
	{ "srcmask", F(hashlimit, srcmask), FT_U8 },
	{ "dstmask", F(hashlimit, dstmask), FT_U8 },
	{ }
};

#define COPY(m, cfg)                                     \
	do {                                             \
		(m)->mode = (cfg)->mode;                 \
		(m)->average = (cfg)->avg;               \
		(m)->burst = (cfg)->burst;               \
		(m)->size = (cfg)->size;                 \
		(m)->max = (cfg)->max;                   \
		(m)->gc_interval = (cfg)->gc_interval;   \
		(m)->expire = (cfg)->expire;             \
		(m)->srcmask = (cfg)->srcmask;           \
		(m)->dstmask = (cfg)->dstmask;           \
	} while (0)

static int decode1(void *ext, const struct xt_blob *b)
{
	const struct xt_hashlimit_mtinfo1 *i = b->p;
	struct hashlimit *m = ext;

	m->name = xt_string(b, i->name, sizeof(i->name));
	COPY(m, &i->cfg);
	return 0;
}

static int decode2(void *ext, const struct xt_blob *b)
{
	const struct xt_hashlimit_mtinfo2 *i = b->p;
	struct hashlimit *m = ext;

	m->name = xt_string(b, i->name, sizeof(i->name));
	COPY(m, &i->cfg);
	return 0;
}

static int decode3(void *ext, const struct xt_blob *b)
{
	const struct xt_hashlimit_mtinfo3 *i = b->p;
	struct hashlimit *m = ext;

	m->name = xt_string(b, i->name, sizeof(i->name));
	COPY(m, &i->cfg);
	m->interval = i->cfg.interval;
	return 0;
}

/* Returns the time in ms after which an entry expires by default. */
static uint32_t rate_text(struct xt_print *p, uint64_t period, uint64_t scale)
{
	static const struct {
		const char *name;
		uint32_t seconds;
	} rates[] = {
		{ "day", 24 * 60 * 60 },
		{ "hour", 60 * 60 },
		{ "min", 60 },
		{ "sec", 1 },
	};
	uint64_t units = 0;
	size_t i;

	if (!period) {
		xt_out(p, " inf");
		return 0;
	}
	for (i = 1; i < ARRAY_SIZE(rates); i++) {
		units = rates[i].seconds * scale;
		if (period > units || units / period < units % period)
			break;
	}
	units = rates[i - 1].seconds * scale;
	xt_out(p, " %llu/%s", (unsigned long long)(units / period),
	       rates[i - 1].name);
	return rates[i - 1].seconds * 1000;
}

static uint64_t bytes_of_cost(uint32_t cost)
{
	uint64_t r = cost ? UINT32_MAX / cost : UINT32_MAX;

	return (r - 1) << BYTE_SHIFT;
}

static uint64_t cost_of_bytes(uint64_t bytes)
{
	uint32_t r = (uint32_t)(bytes >> BYTE_SHIFT);

	return UINT32_MAX / (r + 1);
}

static const struct {
	const char *name;
	uint64_t least;
} units[] = {
	{ "m", 1024 * 1024 },
	{ "k", 1024 },
	{ "", 1 },
};

static uint32_t bytes_text(struct xt_print *p, uint64_t average,
			   uint64_t burst)
{
	uint64_t r = bytes_of_cost((uint32_t)average);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(units) - 1; i++)
		if (r >= units[i].least &&
		    cost_of_bytes(r & ~(units[i].least - 1)) == average)
			break;
	xt_out(p, " %llu%sb/s", (unsigned long long)(r / units[i].least),
	       units[i].name);
	if (!burst)
		return EXPIRE_BYTES;
	r *= burst;
	for (i = 0; i < ARRAY_SIZE(units) - 1; i++)
		if (r >= units[i].least)
			break;
	xt_out(p, " --hashlimit-burst %llu%sb",
	       (unsigned long long)(r / units[i].least), units[i].name);
	return EXPIRE_BURST;
}

static void mode_text(struct xt_print *p, uint32_t mode)
{
	static const struct value_name names[] = {
		{ XT_HASHLIMIT_HASH_SIP, "srcip" },
		{ XT_HASHLIMIT_HASH_SPT, "srcport" },
		{ XT_HASHLIMIT_HASH_DIP, "dstip" },
		{ XT_HASHLIMIT_HASH_DPT, "dstport" },
	};
	const char *separator = " --hashlimit-mode ";
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		if (!(mode & names[i].value))
			continue;
		xt_out(p, "%s%s", separator, names[i].name);
		separator = ",";
	}
}

static void table_text(const struct hashlimit *m, struct xt_print *p,
		       uint32_t expire)
{
	uint8_t whole = p->family == NFPROTO_IPV6 ? 128 : 32;

	if (m->size)
		xt_out(p, " --hashlimit-htable-size %u", m->size);
	if (m->max)
		xt_out(p, " --hashlimit-htable-max %u", m->max);
	if (m->gc_interval != GC_INTERVAL)
		xt_out(p, " --hashlimit-htable-gcinterval %u", m->gc_interval);
	if (m->expire != expire)
		xt_out(p, " --hashlimit-htable-expire %u", m->expire);
	if (m->srcmask != whole)
		xt_out(p, " --hashlimit-srcmask %u", m->srcmask);
	if (m->dstmask != whole)
		xt_out(p, " --hashlimit-dstmask %u", m->dstmask);
}

static void text(const void *ext, struct xt_print *p)
{
	const struct hashlimit *m = ext;
	bool rev1 = xt_type_of(&m->obj)->revision == 1;
	uint32_t expire;

	xt_out(p, " --hashlimit-%s",
	       m->mode & XT_HASHLIMIT_INVERT ? "above" : "upto");
	if (m->mode & XT_HASHLIMIT_BYTES) {
		expire = bytes_text(p, m->average, m->burst);
	} else {
		expire = rate_text(p, m->average,
				   rev1 ? XT_HASHLIMIT_SCALE :
					  XT_HASHLIMIT_SCALE_v2);
		xt_out(p, " --hashlimit-burst %llu",
		       (unsigned long long)m->burst);
	}
	mode_text(p, m->mode);
	xt_out(p, " --hashlimit-name %s", m->name);
	table_text(m, p, expire);
	if (!(m->mode & XT_HASHLIMIT_RATE_MATCH))
		return;
	xt_out(p, " --hashlimit-rate-match");
	if (m->interval != 1)
		xt_out(p, " --hashlimit-rate-interval %u", m->interval);
}

#define HASHLIMIT(revision_)                                            \
	{ .object = XT_OBJECT("hashlimit." #revision_, hashlimit, fields), \
	  .name = "hashlimit", .revision = revision_,                   \
	  .families = XT_INET,                                          \
	  .size = sizeof(struct xt_hashlimit_mtinfo##revision_),        \
	  .decode = decode##revision_, .match = xt_unknown, .text = text }

/* How much of a limit is used up is in files that are not read. */
const struct xt_type xt_hashlimit_types[] = {
	HASHLIMIT(1),
	HASHLIMIT(2),
	HASHLIMIT(3),
	{ }
};
