/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match devgroup: net/netfilter/xt_devgroup.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_devgroup.h>

struct devgroup {
	struct object obj;
	uint32_t flags;
	uint32_t src_group;
	uint32_t src_mask;
	uint32_t dst_group;
	uint32_t dst_mask;
};

static const struct field fields[] = {
	{ "flags", F(devgroup, flags), FT_U32 },
	{ "src-group", F(devgroup, src_group), FT_U32 },
	{ "src-mask", F(devgroup, src_mask), FT_U32 },
	{ "dst-group", F(devgroup, dst_group), FT_U32 },
	{ "dst-mask", F(devgroup, dst_mask), FT_U32 },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_devgroup_info *i = b->p;
	struct devgroup *m = ext;

	m->flags = i->flags;
	m->src_group = i->src_group;
	m->src_mask = i->src_mask;
	m->dst_group = i->dst_group;
	m->dst_mask = i->dst_mask;
	return 0;
}

/* The kernel admits the match only where the hook has the device. */
static enum tri group_match(const struct link *dev, uint32_t group,
			    uint32_t mask, bool invert)
{
	if (!dev)
		return TRI_UNKNOWN;
	return tri_of(!((group ^ dev->group) & mask) != invert);
}

static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct devgroup *m = ext;
	enum tri t = TRI_YES;

	if (m->flags & XT_DEVGROUP_MATCH_SRC)
		t = group_match(c->e->in, m->src_group, m->src_mask,
				m->flags & XT_DEVGROUP_INVERT_SRC);
	if (m->flags & XT_DEVGROUP_MATCH_DST)
		t = tri_and(t, group_match(c->e->out, m->dst_group,
					   m->dst_mask,
					   m->flags & XT_DEVGROUP_INVERT_DST));
	return t;
}

static void text(const void *ext, struct xt_print *p)
{
	const struct devgroup *m = ext;

	if (m->flags & XT_DEVGROUP_MATCH_SRC) {
		xt_not(p, m->flags & XT_DEVGROUP_INVERT_SRC);
		xt_out(p, " --src-group");
		xt_out_value_mask(p, m->src_group, m->src_mask);
	}
	if (m->flags & XT_DEVGROUP_MATCH_DST) {
		xt_not(p, m->flags & XT_DEVGROUP_INVERT_DST);
		xt_out(p, " --dst-group");
		xt_out_value_mask(p, m->dst_group, m->dst_mask);
	}
}

const struct xt_type xt_devgroup_types[] = {
	{ .object = XT_OBJECT("devgroup.0", devgroup, fields),
	  .name = "devgroup", .families = XT_INET,
	  .size = sizeof(struct xt_devgroup_info),
	  .decode = decode, .match = match, .text = text },
	{ }
};
