/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match physdev: net/netfilter/xt_physdev.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_physdev.h>

struct physdev {
	struct object obj;
	const char *in;
	struct bytes in_mask;
	const char *out;
	struct bytes out_mask;
	uint8_t asked;
	uint8_t invert;
};

static const struct field fields[] = {
	{ "in", F(physdev, in), FT_STRING },
	{ "in-mask", F(physdev, in_mask), FT_BYTES },
	{ "out", F(physdev, out), FT_STRING },
	{ "out-mask", F(physdev, out_mask), FT_BYTES },
	{ "asked", F(physdev, asked), FT_U8 },
	{ "invert", F(physdev, invert), FT_U8 },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_physdev_info *i = b->p;
	struct physdev *m = ext;

	m->in = xt_string(b, i->physindev, sizeof(i->physindev));
	m->in_mask = xt_bytes(b, i->in_mask, sizeof(i->in_mask));
	m->out = xt_string(b, i->physoutdev, sizeof(i->physoutdev));
	m->out_mask = xt_bytes(b, i->out_mask, sizeof(i->out_mask));
	m->asked = i->bitmask;
	m->invert = i->invert;
	return i->bitmask & ~XT_PHYSDEV_OP_MASK ? -EINVAL : 0;
}

static const struct link *port(const struct eval *e, const struct link *link,
			       uint32_t ifindex)
{
	if (link)
		return link;
	return ifindex ? netns_link(e->ns, ifindex) : NULL;
}

/* One yes-or-no criterion: not asked for is passed. */
static bool passed(const struct physdev *m, uint8_t op, bool hit)
{
	return !(m->asked & op) || hit != !!(m->invert & op);
}

static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct physdev *m = ext;
	const struct eval *e = c->e;
	const struct nf_bridge *b = &e->pkt->bridge;
	const struct link *in, *out;

	/* Not bridged: it matches if every criterion is inverted. */
	if (!b->active)
		return tri_of(!(m->asked & ~m->invert));
	in = port(e, e->physin, b->physin);
	out = port(e, e->physout, b->physout);
	if (!passed(m, XT_PHYSDEV_OP_BRIDGED, out) ||
	    !passed(m, XT_PHYSDEV_OP_ISIN, in) ||
	    !passed(m, XT_PHYSDEV_OP_ISOUT, out))
		return TRI_NO;
	/* Without a port it came by, --physdev-in is not tested. */
	if (in && !passed(m, XT_PHYSDEV_OP_IN,
			  xt_name_matches(in->name, m->in, m->in_mask)))
		return TRI_NO;
	if (!(m->asked & XT_PHYSDEV_OP_OUT))
		return TRI_YES;
	if (!out)
		return TRI_NO;
	return tri_of(passed(m, XT_PHYSDEV_OP_OUT,
			     xt_name_matches(out->name, m->out, m->out_mask)));
}

static void option(const struct physdev *m, struct xt_print *p, uint8_t op,
		   const char *name, const char *value)
{
	if (!(m->asked & op))
		return;
	xt_not(p, m->invert & op);
	xt_out(p, " --physdev-%s", name);
	if (value)
		xt_out(p, " %s", value);
}

static void text(const void *ext, struct xt_print *p)
{
	const struct physdev *m = ext;

	option(m, p, XT_PHYSDEV_OP_ISIN, "is-in", NULL);
	option(m, p, XT_PHYSDEV_OP_IN, "in", m->in);
	option(m, p, XT_PHYSDEV_OP_ISOUT, "is-out", NULL);
	option(m, p, XT_PHYSDEV_OP_OUT, "out", m->out);
	option(m, p, XT_PHYSDEV_OP_BRIDGED, "is-bridged", NULL);
}

const struct xt_type xt_physdev_types[] = {
	{ .object = XT_OBJECT("physdev.0", physdev, fields),
	  .name = "physdev", .families = XT_INET,
	  .size = sizeof(struct xt_physdev_info),
	  .decode = decode, .match = match, .text = text },
	{ }
};
