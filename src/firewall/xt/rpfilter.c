/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match rpfilter: net/ipv4/netfilter/ipt_rpfilter.c, ip6t_rpfilter.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/rtnetlink.h>
#include <linux/netfilter/xt_rpfilter.h>

struct rpfilter {
	struct object obj;
	uint8_t flags;
};

static const struct field fields[] = {
	{ "flags", F(rpfilter, flags), FT_U8 },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_rpfilter_info *i = b->p;

	((struct rpfilter *)ext)->flags = i->flags;
	return 0;
}

/* rpfilter_get_saddr(): the answer would not come from a group address. */
static struct ip_addr answer_source(const struct ip_addr *dst)
{
	struct ip_addr none = { 0 };

	if (ip_is_multicast(dst))
		return none;
	if (dst->family == AF_INET &&
	    (!dst->b[0] || ip4_value(dst) == INADDR_BROADCAST))
		return none;
	return *dst;
}

static enum tri reverse(const struct rpfilter *m, struct xt_ctx *c)
{
	const struct eval *e = c->e;
	struct ip_addr src = packet_src(e->pkt), dst = packet_dst(e->pkt);
	bool loose = m->flags & XT_RPFILTER_LOOSE;
	bool linklocal = src.family == AF_INET6 && ip_is_linklocal(&src);
	struct fib_question q = {
		.family = src.family, .dst = src, .src = answer_source(&dst),
		.iif = 1,
		.mark = m->flags & XT_RPFILTER_VALID_MARK ? e->pkt->mark : 0,
	};
	struct fib_result r = { 0 };
	enum tri t;

	if (m->flags & XT_RPFILTER_VALID_MARK && !e->pkt->mark_known)
		return TRI_UNKNOWN;
	/* IPv6 asks for a route by this very device unless it is loose. */
	if (src.family == AF_INET6 && (linklocal || !loose))
		q.oif = e->in->index;
	t = e->ops->fib(c->e, &q, &r);
	if (t == TRI_UNKNOWN || !r.found)
		return t == TRI_UNKNOWN ? t : TRI_NO;
	if (r.type == RTN_LOCAL) {
		if (!(m->flags & XT_RPFILTER_ACCEPT_LOCAL))
			return TRI_NO;
	} else if (r.type != RTN_UNICAST) {
		return TRI_NO;
	}
	if (loose)
		return TRI_YES;
	return e->ops->fib_uses(c->e, &q, e->in->index);
}

static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct rpfilter *m = ext;
	struct ip_addr src = packet_src(c->e->pkt);
	bool invert = m->flags & XT_RPFILTER_INVERT;

	if (!c->e->in || link_is_loopback(c->e->in))
		return tri_of(!invert);
	/* 0.0.0.0/8 towards a group or the broadcast address passes: DHCP. */
	if (src.family == AF_INET && !src.b[0]) {
		struct ip_addr dst = packet_dst(c->e->pkt);

		if (ip4_value(&dst) == INADDR_BROADCAST ||
		    (dst.b[0] == 224 && !dst.b[1] && !dst.b[2]))
			return tri_of(!invert);
	}
	if (src.family == AF_INET6 && ip_is_zero(&src))
		return tri_of(!invert);
	return tri_xor(reverse(m, c), invert);
}

static void text(const void *ext, struct xt_print *p)
{
	const struct rpfilter *m = ext;

	if (m->flags & XT_RPFILTER_LOOSE)
		xt_out(p, " --loose");
	if (m->flags & XT_RPFILTER_VALID_MARK)
		xt_out(p, " --validmark");
	if (m->flags & XT_RPFILTER_ACCEPT_LOCAL)
		xt_out(p, " --accept-local");
	if (m->flags & XT_RPFILTER_INVERT)
		xt_out(p, " --invert");
}

const struct xt_type xt_rpfilter_types[] = {
	{ .object = XT_OBJECT("rpfilter.0", rpfilter, fields),
	  .name = "rpfilter", .families = XT_INET,
	  .size = sizeof(struct xt_rpfilter_info),
	  .decode = decode, .match = match, .text = text },
	{ }
};
