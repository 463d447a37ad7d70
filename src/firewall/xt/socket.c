/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match socket: net/netfilter/xt_socket.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_socket.h>

struct socket_match {
	struct object obj;
	uint8_t flags;
};

static const struct field fields[] = {
	{ "flags", F(socket_match, flags), FT_U8 },
	{ }
};

/* Revisions 1 to 3 hold a byte of flags; 0 holds nothing. */
static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_socket_mtinfo1 *i = b->p;

	((struct socket_match *)ext)->flags = i->flags;
	return 0;
}

static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct socket_match *m = ext;
	bool transparent = false;
	enum tri t = c->e->ops->socket(c->e, NULL, 0, &transparent);

	if (t != TRI_YES)
		return t;
	if (m->flags & XT_SOCKET_TRANSPARENT && !transparent)
		return TRI_NO;
	/* The mark of a socket is not read. */
	if (m->flags & XT_SOCKET_RESTORESKMARK)
		c->e->pkt->mark_known = false;
	/* Listeners on any address do not count, and which it is, is unsaid. */
	return m->flags & XT_SOCKET_NOWILDCARD ? TRI_YES : TRI_UNKNOWN;
}

static void text(const void *ext, struct xt_print *p)
{
	const struct socket_match *m = ext;

	if (m->flags & XT_SOCKET_TRANSPARENT)
		xt_out(p, " --transparent");
	if (m->flags & XT_SOCKET_NOWILDCARD)
		xt_out(p, " --nowildcard");
	if (m->flags & XT_SOCKET_RESTORESKMARK)
		xt_out(p, " --restore-skmark");
}

#define SOCKET(revision_)                                              \
	{ .object = XT_OBJECT("socket." #revision_, socket_match, fields), \
	  .name = "socket", .revision = revision_, .families = XT_INET, \
	  .size = sizeof(struct xt_socket_mtinfo1), .decode = decode,  \
	  .match = match, .text = text }

const struct xt_type xt_socket_types[] = {
	{ .object = XT_OBJECT("socket.0", socket_match, fields),
	  .name = "socket", .families = XT_IP, .match = match, .text = text },
	SOCKET(1),
	SOCKET(2),
	SOCKET(3),
	{ }
};
