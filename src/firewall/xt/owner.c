/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match owner: net/netfilter/xt_owner.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_owner.h>

struct owner {
	struct object obj;
	uint32_t uid_from;
	uint32_t uid_to;
	uint32_t gid_from;
	uint32_t gid_to;
	uint8_t asked;
	uint8_t invert;
};

static const struct field fields[] = {
	{ "uid-from", F(owner, uid_from), FT_U32 },
	{ "uid-to", F(owner, uid_to), FT_U32 },
	{ "gid-from", F(owner, gid_from), FT_U32 },
	{ "gid-to", F(owner, gid_to), FT_U32 },
	{ "asked", F(owner, asked), FT_U8 },
	{ "invert", F(owner, invert), FT_U8 },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_owner_match_info *i = b->p;
	struct owner *m = ext;

	m->uid_from = i->uid_min;
	m->uid_to = i->uid_max;
	m->gid_from = i->gid_min;
	m->gid_to = i->gid_max;
	m->asked = i->match;
	m->invert = i->invert;
	return 0;
}

static enum tri id_in(bool known, uint32_t id, uint32_t from, uint32_t to)
{
	if (!known)
		return !from && to == UINT32_MAX ? TRI_YES : TRI_UNKNOWN;
	return tri_of(id >= from && id <= to);
}

static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct owner *m = ext;
	const struct packet *p = c->e->pkt;
	enum tri t = TRI_YES, gid;

	/*
	 * Forwarded packets, and those that the kernel makes, have no socket:
	 * a rule whose criteria are all inverted matches them.
	 */
	if (!p->has_socket)
		return tri_of(m->asked == m->invert);
	if (m->asked & m->invert & XT_OWNER_SOCKET)
		return TRI_NO;
	if (m->asked & XT_OWNER_UID)
		t = tri_xor(id_in(p->uid_known, p->uid, m->uid_from, m->uid_to),
			    m->invert & XT_OWNER_UID);
	if (!(m->asked & XT_OWNER_GID))
		return t;
	gid = id_in(p->uid_known, p->gid, m->gid_from, m->gid_to);
	/* Further groups of a process are not known to the walk. */
	if (gid == TRI_NO && m->asked & XT_OWNER_SUPPL_GROUPS)
		gid = TRI_UNKNOWN;
	return tri_and(t, tri_xor(gid, m->invert & XT_OWNER_GID));
}

static void id_text(struct xt_print *p, uint32_t from, uint32_t to)
{
	if (from == to)
		xt_out(p, " %u", from);
	else
		xt_out(p, " %u-%u", from, to);
}

static void text(const void *ext, struct xt_print *p)
{
	const struct owner *m = ext;

	if (m->asked & XT_OWNER_SOCKET) {
		xt_not(p, m->invert & XT_OWNER_SOCKET);
		xt_out(p, " --socket-exists");
	}
	if (m->asked & XT_OWNER_UID) {
		xt_not(p, m->invert & XT_OWNER_UID);
		xt_out(p, " --uid-owner");
		id_text(p, m->uid_from, m->uid_to);
	}
	if (m->asked & XT_OWNER_GID) {
		xt_not(p, m->invert & XT_OWNER_GID);
		xt_out(p, " --gid-owner");
		id_text(p, m->gid_from, m->gid_to);
	}
	if (m->asked & XT_OWNER_SUPPL_GROUPS)
		xt_out(p, " --suppl-groups");
}

const struct xt_type xt_owner_types[] = {
	{ .object = XT_OBJECT("owner.1", owner, fields),
	  .name = "owner", .revision = 1, .families = XT_INET,
	  .size = sizeof(struct xt_owner_match_info),
	  .decode = decode, .match = match, .text = text },
	{ }
};
