/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match quota: net/netfilter/xt_quota.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_quota.h>

struct quota {
	struct object obj;
	uint32_t flags;
	uint64_t quota;
};

static const struct field fields[] = {
	{ "flags", F(quota, flags), FT_U32 },
	{ "quota", F(quota, quota), FT_U64 },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_quota_info *i = b->p;
	struct quota *m = ext;

	m->flags = i->flags;
	m->quota = i->quota;
	return 0;
}

/* What is left of it the kernel keeps to itself; nothing of nothing is left. */
static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct quota *m = ext;

	if (m->quota >= c->e->pkt->length)
		return TRI_UNKNOWN;
	return tri_of(m->flags & XT_QUOTA_INVERT);
}

static void text(const void *ext, struct xt_print *p)
{
	const struct quota *m = ext;

	xt_not(p, m->flags & XT_QUOTA_INVERT);
	xt_out(p, " --quota %llu", (unsigned long long)m->quota);
}

const struct xt_type xt_quota_types[] = {
	{ .object = XT_OBJECT("quota.0", quota, fields),
	  .name = "quota", .families = XT_INET,
	  .size = sizeof(struct xt_quota_info),
	  .decode = decode, .match = match, .text = text },
	{ }
};
