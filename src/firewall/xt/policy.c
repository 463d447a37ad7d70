/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match policy: net/netfilter/xt_policy.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_policy.h>

/** struct policy_elem - one transformation that is asked for; @spi as it lies */
struct policy_elem {
	struct object obj;
	struct ip_addr src;
	struct bytes src_mask;
	struct ip_addr dst;
	struct bytes dst_mask;
	uint32_t spi;
	uint32_t reqid;
	uint8_t proto;
	uint8_t mode;
	uint8_t asked;		/* enum policy_bit */
	uint8_t invert;
};

enum policy_bit {
	BIT_SRC = 1 << 0,
	BIT_DST = 1 << 1,
	BIT_PROTO = 1 << 2,
	BIT_MODE = 1 << 3,
	BIT_SPI = 1 << 4,
	BIT_REQID = 1 << 5,
};

typedef VEC(struct policy_elem *) policy_elems;

struct policy {
	struct object obj;
	uint16_t flags;
	policy_elems elems;
};

static const struct field elem_fields[] = {
	{ "src", F(policy_elem, src), FT_ADDRESS },
	{ "src-mask", F(policy_elem, src_mask), FT_BYTES },
	{ "dst", F(policy_elem, dst), FT_ADDRESS },
	{ "dst-mask", F(policy_elem, dst_mask), FT_BYTES },
	{ "spi", F(policy_elem, spi), FT_U32 },
	{ "reqid", F(policy_elem, reqid), FT_U32 },
	{ "proto", F(policy_elem, proto), FT_U8 },
	{ "mode", F(policy_elem, mode), FT_U8 },
	{ "asked", F(policy_elem, asked), FT_U8 },
	{ "invert", F(policy_elem, invert), FT_U8 },
	{ }
};

static const struct object_type elem_type = {
	.name = "policy-element",
	.size = sizeof(struct policy_elem),
	.fields = elem_fields,
};

static const struct field fields[] = {
	{ "flags", F(policy, flags), FT_U16 },
	{ "elements", F(policy, elems), FT_LIST, .sub = &elem_type },
	{ }
};

static uint8_t bits(const struct xt_policy_spec *s)
{
	return (uint8_t)((s->saddr ? BIT_SRC : 0) | (s->daddr ? BIT_DST : 0) |
			 (s->proto ? BIT_PROTO : 0) |
			 (s->mode ? BIT_MODE : 0) | (s->spi ? BIT_SPI : 0) |
			 (s->reqid ? BIT_REQID : 0));
}

static struct policy_elem *elem_decode(const struct xt_blob *b,
				       const struct xt_policy_elem *i)
{
	struct policy_elem *e = object_new(b->a, &elem_type);

	SET(e, policy_elem, src, xt_address(b, &i->saddr));
	SET(e, policy_elem, src_mask, xt_mask(b, &i->smask));
	SET(e, policy_elem, dst, xt_address(b, &i->daddr));
	SET(e, policy_elem, dst_mask, xt_mask(b, &i->dmask));
	SET(e, policy_elem, spi, i->spi);
	SET(e, policy_elem, reqid, i->reqid);
	SET(e, policy_elem, proto, i->proto);
	SET(e, policy_elem, mode, i->mode);
	SET(e, policy_elem, asked, bits(&i->match));
	SET(e, policy_elem, invert, bits(&i->invert));
	return e;
}

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_policy_info *i = b->p;
	struct policy *m = ext;
	size_t k;

	if (i->len > XT_POLICY_MAX_ELEM)
		return -EINVAL;
	m->flags = i->flags;
	for (k = 0; k < i->len; k++)
		VEC_PUSH(b->a, &m->elems, elem_decode(b, &i->pol[k]));
	return 0;
}

/* Where no policy exists no packet was or will be transformed. */
static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct policy *m = ext;
	const struct netns *ns = c->e->ns;

	if (!ns || !netns_has(ns, READ_XFRM) || ns->xfrm_policies)
		return TRI_UNKNOWN;
	return tri_of(m->flags & XT_POLICY_MATCH_NONE);
}

static const char *proto_name(uint8_t proto)
{
	switch (proto) {
	case IPPROTO_ESP:
		return "esp";
	case IPPROTO_AH:
		return "ah";
	case IPPROTO_COMP:
		return "ipcomp";
	default:
		return NULL;
	}
}

static bool option(const struct policy_elem *e, struct xt_print *p,
		   uint8_t bit, const char *name)
{
	if (!(e->asked & bit))
		return false;
	xt_not(p, e->invert & bit);
	xt_out(p, " --%s ", name);
	return true;
}

static void elem_text(const struct policy_elem *e, struct xt_print *p)
{
	const char *name = proto_name(e->proto);

	if (option(e, p, BIT_REQID, "reqid"))
		xt_out(p, "%u", e->reqid);
	if (option(e, p, BIT_SPI, "spi"))
		xt_out(p, "0x%x", e->spi);
	if (option(e, p, BIT_PROTO, "proto")) {
		if (name)
			xt_out(p, "%s", name);
		else
			xt_out(p, "%u", e->proto);
	}
	if (option(e, p, BIT_MODE, "mode"))
		xt_out(p, "%s", e->mode == XT_POLICY_MODE_TUNNEL ? "tunnel" :
								   "transport");
	if (option(e, p, BIT_DST, "tunnel-dst")) {
		xt_out_address(p, &e->dst);
		xt_out_mask(p, e->dst_mask);
	}
	if (option(e, p, BIT_SRC, "tunnel-src")) {
		xt_out_address(p, &e->src);
		xt_out_mask(p, e->src_mask);
	}
}

static void text(const void *ext, struct xt_print *p)
{
	const struct policy *m = ext;
	size_t i;

	xt_out(p, " --dir %s", m->flags & XT_POLICY_MATCH_IN ? "in" : "out");
	xt_out(p, " --pol %s",
	       m->flags & XT_POLICY_MATCH_NONE ? "none" : "ipsec");
	if (m->flags & XT_POLICY_MATCH_STRICT)
		xt_out(p, " --strict");
	for (i = 0; i < m->elems.n; i++) {
		if (i)
			xt_out(p, " --next");
		elem_text(m->elems.v[i], p);
	}
}

const struct xt_type xt_policy_types[] = {
	{ .object = XT_OBJECT("policy.0", policy, fields),
	  .name = "policy", .families = XT_INET,
	  .size = sizeof(struct xt_policy_info),
	  .decode = decode, .match = match, .text = text },
	{ }
};
