/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match addrtype: net/netfilter/xt_addrtype.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/rtnetlink.h>
#include <linux/netfilter/xt_addrtype.h>

/** struct addrtype - @flags as revision 1 has them: invert and limit bits */
struct addrtype {
	struct object obj;
	uint16_t source;	/* bit RTN_* */
	uint16_t dest;
	uint32_t flags;
};

static const struct field fields[] = {
	{ "source", F(addrtype, source), FT_U16 },
	{ "dest", F(addrtype, dest), FT_U16 },
	{ "flags", F(addrtype, flags), FT_U32 },
	{ }
};

static int decode0(void *ext, const struct xt_blob *b)
{
	const struct xt_addrtype_info *i = b->p;
	struct addrtype *m = ext;

	m->source = i->source;
	m->dest = i->dest;
	m->flags = (i->invert_source ? XT_ADDRTYPE_INVERT_SOURCE : 0) |
		   (i->invert_dest ? XT_ADDRTYPE_INVERT_DEST : 0);
	return 0;
}

static int decode1(void *ext, const struct xt_blob *b)
{
	const struct xt_addrtype_info_v1 *i = b->p;
	struct addrtype *m = ext;

	m->source = i->source;
	m->dest = i->dest;
	m->flags = i->flags;
	return 0;
}

/* inet_addr_type() asks table local alone; what is not in it is unicast. */
static enum tri type4(struct xt_ctx *c, const struct link *dev,
		      const struct ip_addr *addr, uint16_t mask)
{
	struct fib_question q = {
		.family = AF_INET, .dst = *addr, .iif = 1, .local_only = true,
	};
	struct fib_result r = { 0 };

	if (addr->b[0] == 0 || ip4_value(addr) == INADDR_BROADCAST)
		return tri_of(mask & 1u << RTN_BROADCAST);
	if (ip_is_multicast(addr))
		return tri_of(mask & 1u << RTN_MULTICAST);
	if (c->e->ops->fib(c->e, &q, &r) == TRI_UNKNOWN)
		return TRI_UNKNOWN;
	if (!r.found || (dev && r.oif && r.oif != dev->index))
		return tri_of(mask & 1u << RTN_UNICAST);
	return tri_of(mask & 1u << r.type);
}

/* match_lookup_rt6(): a full look-up; an error is "unreachable". */
static enum tri lookup6(struct xt_ctx *c, const struct link *dev,
			const struct ip_addr *addr, uint16_t mask)
{
	struct fib_question q = {
		.family = AF_INET6, .dst = *addr, .iif = 1,
		.oif = dev ? dev->index : 0,
	};
	struct fib_result r = { 0 };
	uint32_t type = 0;

	if (c->e->ops->fib(c->e, &q, &r) == TRI_UNKNOWN)
		return TRI_UNKNOWN;
	if (!r.found || r.type == RTN_UNREACHABLE ||
	    r.type == RTN_BLACKHOLE || r.type == RTN_PROHIBIT)
		type = 1u << RTN_UNREACHABLE;
	else if (r.type == RTN_LOCAL && (!dev || r.oif == dev->index))
		type = 1u << RTN_LOCAL;
	else if (r.type == RTN_ANYCAST)
		type = 1u << RTN_ANYCAST;
	return tri_of(mask & type);
}

static enum tri type6(struct xt_ctx *c, const struct link *dev,
		      const struct ip_addr *addr, uint16_t mask)
{
	bool multicast = ip_is_multicast(addr);

	if (mask & XT_ADDRTYPE_MULTICAST && !multicast)
		return TRI_NO;
	if (mask & XT_ADDRTYPE_UNICAST && (multicast || ip_is_zero(addr)))
		return TRI_NO;
	if (mask & XT_ADDRTYPE_UNSPEC && !ip_is_zero(addr))
		return TRI_NO;
	if (mask & (XT_ADDRTYPE_LOCAL | XT_ADDRTYPE_ANYCAST |
		    XT_ADDRTYPE_UNREACHABLE))
		return lookup6(c, dev, addr, mask);
	return TRI_YES;
}

static enum tri type_match(struct xt_ctx *c, const struct link *dev,
			   const struct ip_addr *addr, uint16_t mask)
{
	if (addr->family == AF_INET6)
		return type6(c, dev, addr, mask);
	return type4(c, dev, addr, mask);
}

static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct addrtype *m = ext;
	struct ip_addr src = packet_src(c->e->pkt);
	struct ip_addr dst = packet_dst(c->e->pkt);
	const struct link *dev = NULL;
	enum tri t = TRI_YES;

	if (m->flags & XT_ADDRTYPE_LIMIT_IFACE_IN)
		dev = c->e->in;
	else if (m->flags & XT_ADDRTYPE_LIMIT_IFACE_OUT)
		dev = c->e->out;
	if (m->source)
		t = tri_xor(type_match(c, dev, &src, m->source),
			    m->flags & XT_ADDRTYPE_INVERT_SOURCE);
	if (m->dest && t != TRI_NO)
		t = tri_and(t, tri_xor(type_match(c, dev, &dst, m->dest),
				       m->flags & XT_ADDRTYPE_INVERT_DEST));
	return t;
}

static void types_text(struct xt_print *p, const char *option, uint16_t mask)
{
	static const char *const names[] = {
		"UNSPEC", "UNICAST", "LOCAL", "BROADCAST", "ANYCAST",
		"MULTICAST", "BLACKHOLE", "UNREACHABLE", "PROHIBIT", "THROW",
		"NAT", "XRESOLVE",
	};
	const char *separator = "";
	size_t i;

	xt_out(p, " --%s ", option);
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		if (!(mask & 1u << i))
			continue;
		xt_out(p, "%s%s", separator, names[i]);
		separator = ",";
	}
}

static void text(const void *ext, struct xt_print *p)
{
	const struct addrtype *m = ext;

	if (m->source) {
		xt_not(p, m->flags & XT_ADDRTYPE_INVERT_SOURCE);
		types_text(p, "src-type", m->source);
	}
	if (m->dest) {
		xt_not(p, m->flags & XT_ADDRTYPE_INVERT_DEST);
		types_text(p, "dst-type", m->dest);
	}
	if (m->flags & XT_ADDRTYPE_LIMIT_IFACE_IN)
		xt_out(p, " --limit-iface-in");
	if (m->flags & XT_ADDRTYPE_LIMIT_IFACE_OUT)
		xt_out(p, " --limit-iface-out");
}

const struct xt_type xt_addrtype_types[] = {
	{ .object = XT_OBJECT("addrtype.0", addrtype, fields),
	  .name = "addrtype", .families = XT_INET,
	  .size = sizeof(struct xt_addrtype_info),
	  .decode = decode0, .match = match, .text = text },
	{ .object = XT_OBJECT("addrtype.1", addrtype, fields),
	  .name = "addrtype", .revision = 1, .families = XT_INET,
	  .size = sizeof(struct xt_addrtype_info_v1),
	  .decode = decode1, .match = match, .text = text },
	{ }
};
