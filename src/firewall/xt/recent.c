/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match recent: net/netfilter/xt_recent.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_recent.h>

/** struct recent - @mask: revision 1 */
struct recent {
	struct object obj;
	const char *name;
	uint32_t seconds;
	uint32_t hits;
	uint8_t check;
	uint8_t side;
	bool invert;
	struct bytes mask;
};

static const struct field fields[] = {
	{ "name", F(recent, name), FT_STRING },
	{ "seconds", F(recent, seconds), FT_U32 },
	{ "hits", F(recent, hits), FT_U32 },
	{ "check", F(recent, check), FT_U8 },
	{ "side", F(recent, side), FT_U8 },
	{ "invert", F(recent, invert), FT_BOOL },
	{ "mask", F(recent, mask), FT_BYTES },
	{ }
};

/* Revision 1 is revision 0 with a mask behind it. */
static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_recent_mtinfo_v1 *i = b->p;
	struct recent *m = ext;

	m->name = xt_string(b, i->name, sizeof(i->name));
	m->seconds = i->seconds;
	m->hits = i->hit_count;
	m->check = i->check_set;
	m->side = i->side;
	m->invert = i->invert;
	if (xt_type_of(&m->obj)->revision == 1)
		m->mask = xt_mask(b, &i->mask);
	return 0;
}

/* --set always matches; who is in a list is in files that are not read. */
static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct recent *m = ext;

	(void)c;
	return m->check & XT_RECENT_SET ? tri_of(!m->invert) : TRI_UNKNOWN;
}

static void text(const void *ext, struct xt_print *p)
{
	const struct recent *m = ext;
	struct ip_addr mask;

	xt_not(p, m->invert);
	if (m->check & XT_RECENT_SET)
		xt_out(p, " --set");
	if (m->check & XT_RECENT_CHECK)
		xt_out(p, " --rcheck");
	if (m->check & XT_RECENT_UPDATE)
		xt_out(p, " --update");
	if (m->check & XT_RECENT_REMOVE)
		xt_out(p, " --remove");
	if (m->seconds)
		xt_out(p, " --seconds %u", m->seconds);
	if (m->check & XT_RECENT_REAP)
		xt_out(p, " --reap");
	if (m->hits)
		xt_out(p, " --hitcount %u", m->hits);
	if (m->check & XT_RECENT_TTL)
		xt_out(p, " --rttl");
	xt_out(p, " --name %s", m->name);
	if (m->mask.len) {
		mask = ip_from(m->mask.len == 16 ? AF_INET6 : AF_INET,
			       m->mask.p);
		xt_out(p, " --mask ");
		xt_out_address(p, &mask);
	}
	xt_out(p, m->side == XT_RECENT_DEST ? " --rdest" : " --rsource");
}

const struct xt_type xt_recent_types[] = {
	{ .object = XT_OBJECT("recent.0", recent, fields),
	  .name = "recent", .families = XT_INET,
	  .size = sizeof(struct xt_recent_mtinfo),
	  .decode = decode, .match = match, .text = text },
	{ .object = XT_OBJECT("recent.1", recent, fields),
	  .name = "recent", .revision = 1, .families = XT_INET,
	  .size = sizeof(struct xt_recent_mtinfo_v1),
	  .decode = decode, .match = match, .text = text },
	{ }
};
