/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match connbytes: net/netfilter/xt_connbytes.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_connbytes.h>

/** struct connbytes - @from > @to: inverted, see xt_connbytes.h */
struct connbytes {
	struct object obj;
	uint64_t from;
	uint64_t to;
	uint8_t what;
	uint8_t direction;
};

static const struct value_name whats[] = {
	{ XT_CONNBYTES_PKTS, "packets" },
	{ XT_CONNBYTES_BYTES, "bytes" },
	{ XT_CONNBYTES_AVGPKT, "avgpkt" },
	{ }
};

static const struct value_name directions[] = {
	{ XT_CONNBYTES_DIR_ORIGINAL, "original" },
	{ XT_CONNBYTES_DIR_REPLY, "reply" },
	{ XT_CONNBYTES_DIR_BOTH, "both" },
	{ }
};

static const struct field fields[] = {
	{ "from", F(connbytes, from), FT_U64 },
	{ "to", F(connbytes, to), FT_U64 },
	{ "what", F(connbytes, what), FT_ENUM, .names = whats },
	{ "direction", F(connbytes, direction), FT_ENUM, .names = directions },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_connbytes_info *i = b->p;
	struct connbytes *m = ext;

	m->from = i->count.from;
	m->to = i->count.to;
	m->what = i->what;
	m->direction = i->direction;
	if (!value_name(whats, m->what) ||
	    !value_name(directions, m->direction))
		return -EINVAL;
	return 0;
}

static enum tri match(const void *ext, struct xt_ctx *c)
{
	(void)ext;
	/* Without an entry there is no count. */
	return c->e->pkt->ct ? TRI_UNKNOWN : TRI_NO;
}

static void text(const void *ext, struct xt_print *p)
{
	const struct connbytes *m = ext;
	bool invert = m->from > m->to;
	uint64_t from = invert ? m->to : m->from;
	uint64_t to = invert ? m->from : m->to;

	xt_not(p, invert);
	xt_out(p, " --connbytes %llu", (unsigned long long)from);
	if (to && to < UINT64_MAX)
		xt_out(p, ":%llu", (unsigned long long)to);
	xt_out(p, " --connbytes-mode %s", value_name(whats, m->what));
	xt_out(p, " --connbytes-dir %s", value_name(directions, m->direction));
}

const struct xt_type xt_connbytes_types[] = {
	{ .object = XT_OBJECT("connbytes.0", connbytes, fields),
	  .name = "connbytes", .families = XT_INET, .flags = XT_F_CONNTRACK,
	  .size = sizeof(struct xt_connbytes_info),
	  .decode = decode, .match = match, .text = text },
	{ }
};
