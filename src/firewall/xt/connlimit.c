/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match connlimit: net/netfilter/xt_connlimit.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_connlimit.h>

struct connlimit {
	struct object obj;
	struct bytes mask;
	uint32_t limit;
	uint32_t flags;
};

static const struct field fields[] = {
	{ "mask", F(connlimit, mask), FT_BYTES },
	{ "limit", F(connlimit, limit), FT_U32 },
	{ "flags", F(connlimit, flags), FT_U32 },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_connlimit_info *i = b->p;
	struct connlimit *m = ext;

	m->mask = xt_mask(b, &i->mask);
	m->limit = i->limit;
	m->flags = i->flags;
	return 0;
}

static void text(const void *ext, struct xt_print *p)
{
	const struct connlimit *m = ext;
	int bits = xt_mask_bits(m->mask);

	xt_out(p, " --connlimit-%s %u",
	       m->flags & XT_CONNLIMIT_INVERT ? "upto" : "above", m->limit);
	xt_out(p, " --connlimit-mask %d", bits);
	xt_out(p, m->flags & XT_CONNLIMIT_DADDR ? " --connlimit-daddr" :
						  " --connlimit-saddr");
}

/* How many connections there are is not read. */
const struct xt_type xt_connlimit_types[] = {
	{ .object = XT_OBJECT("connlimit.1", connlimit, fields),
	  .name = "connlimit", .revision = 1, .families = XT_INET,
	  .flags = XT_F_CONNTRACK, .size = sizeof(struct xt_connlimit_info),
	  .decode = decode, .match = xt_unknown, .text = text },
	{ }
};
