/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match pkttype: net/netfilter/xt_pkttype.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_pkttype.h>

struct pkttype {
	struct object obj;
	uint32_t pkttype;
	bool invert;
};

static const struct value_name names[] = {
	{ PKT_HOST, "unicast" },
	{ PKT_BROADCAST, "broadcast" },
	{ PKT_MULTICAST, "multicast" },
	{ }
};

static const struct field fields[] = {
	{ "pkttype", F(pkttype, pkttype), FT_ENUM, .names = names },
	{ "invert", F(pkttype, invert), FT_BOOL },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_pkttype_info *i = b->p;
	struct pkttype *m = ext;

	m->pkttype = (uint32_t)i->pkttype;
	m->invert = i->invert;
	return 0;
}

static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct pkttype *m = ext;

	return tri_of((c->e->pkt->pkt_type == m->pkttype) != m->invert);
}

static void text(const void *ext, struct xt_print *p)
{
	const struct pkttype *m = ext;
	const char *name = value_name(names, m->pkttype);

	xt_not(p, m->invert);
	if (name)
		xt_out(p, " --pkt-type %s", name);
	else
		xt_out(p, " --pkt-type %u", m->pkttype);
}

const struct xt_type xt_pkttype_types[] = {
	{ .object = XT_OBJECT("pkttype.0", pkttype, fields),
	  .name = "pkttype", .families = XT_INET,
	  .size = sizeof(struct xt_pkttype_info),
	  .decode = decode, .match = match, .text = text },
	{ }
};
