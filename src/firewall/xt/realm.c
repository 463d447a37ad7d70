/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match realm: net/netfilter/xt_realm.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_realm.h>

struct realm {
	struct object obj;
	uint32_t id;
	uint32_t mask;
	bool invert;
};

static const struct field fields[] = {
	{ "id", F(realm, id), FT_U32 },
	{ "mask", F(realm, mask), FT_U32 },
	{ "invert", F(realm, invert), FT_BOOL },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_realm_info *i = b->p;
	struct realm *m = ext;

	m->id = i->id;
	m->mask = i->mask;
	m->invert = i->invert;
	return 0;
}

static void text(const void *ext, struct xt_print *p)
{
	const struct realm *m = ext;

	xt_not(p, m->invert);
	xt_out(p, " --realm");
	xt_out_value_mask(p, m->id, m->mask);
}

/* The realm of the packet's route is not carried through the walk. */
const struct xt_type xt_realm_types[] = {
	{ .object = XT_OBJECT("realm.0", realm, fields),
	  .name = "realm", .families = XT_INET,
	  .size = sizeof(struct xt_realm_info),
	  .decode = decode, .match = xt_unknown, .text = text },
	{ }
};
