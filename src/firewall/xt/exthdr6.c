/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Matches of IPv6 extension headers: frag, hbh, dst, rt, ipv6header, mh,
 * eui64; net/ipv6/netfilter/ip6t_frag.c and kin. The walk's packets have no
 * extension headers, and a header that is not there is matched by none of
 * them, inverted or not.
 */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter_ipv6/ip6t_frag.h>
#include <linux/netfilter_ipv6/ip6t_ipv6header.h>
#include <linux/netfilter_ipv6/ip6t_mh.h>
#include <linux/netfilter_ipv6/ip6t_opts.h>
#include <linux/netfilter_ipv6/ip6t_rt.h>

/** struct exthdr - one for all: each uses what it has */
struct exthdr {
	struct object obj;
	uint32_t type;
	uint32_t from;
	uint32_t to;
	uint32_t hdrlen;
	uint8_t flags;
	uint8_t invflags;
	struct s32s options;
	struct bytes addresses;
};

static const struct field frag_fields[] = {
	{ "id-from", F(exthdr, from), FT_U32 },
	{ "id-to", F(exthdr, to), FT_U32 },
	{ "hdrlen", F(exthdr, hdrlen), FT_U32 },
	{ "flags", F(exthdr, flags), FT_U8 },
	{ "invflags", F(exthdr, invflags), FT_U8 },
	{ }
};

static const struct field opts_fields[] = {
	{ "hdrlen", F(exthdr, hdrlen), FT_U32 },
	{ "flags", F(exthdr, flags), FT_U8 },
	{ "invflags", F(exthdr, invflags), FT_U8 },
	{ "options", F(exthdr, options), FT_S32S },
	{ }
};

static const struct field rt_fields[] = {
	{ "routing-type", F(exthdr, type), FT_U32 },
	{ "left-from", F(exthdr, from), FT_U32 },
	{ "left-to", F(exthdr, to), FT_U32 },
	{ "hdrlen", F(exthdr, hdrlen), FT_U32 },
	{ "flags", F(exthdr, flags), FT_U8 },
	{ "invflags", F(exthdr, invflags), FT_U8 },
	{ "addresses", F(exthdr, addresses), FT_BYTES },
	{ }
};

static const struct field mh_fields[] = {
	{ "from", F(exthdr, from), FT_U32 },
	{ "to", F(exthdr, to), FT_U32 },
	{ "invflags", F(exthdr, invflags), FT_U8 },
	{ }
};

/* ipv6header: the headers asked for, and whether others may be there. */
static const struct field header_fields[] = {
	{ "headers", F(exthdr, type), FT_U32 },
	{ "soft", F(exthdr, flags), FT_U8 },
	{ "invflags", F(exthdr, invflags), FT_U8 },
	{ }
};

static const struct field no_fields[] = { { } };

static int frag_decode(void *ext, const struct xt_blob *b)
{
	const struct ip6t_frag *i = b->p;
	struct exthdr *m = ext;

	m->from = i->ids[0];
	m->to = i->ids[1];
	m->hdrlen = i->hdrlen;
	m->flags = i->flags;
	m->invflags = i->invflags;
	return 0;
}

static int opts_decode(void *ext, const struct xt_blob *b)
{
	const struct ip6t_opts *i = b->p;
	struct exthdr *m = ext;
	int32_t *options;
	size_t k;

	if (i->optsnr > IP6T_OPTS_OPTSNR)
		return -EINVAL;
	options = ARENA_ARRAY(b->a, i->optsnr, int32_t);
	for (k = 0; k < i->optsnr; k++)
		options[k] = i->opts[k];
	m->hdrlen = i->hdrlen;
	m->flags = i->flags;
	m->invflags = i->invflags;
	m->options = (struct s32s){ options, i->optsnr };
	return 0;
}

static int rt_decode(void *ext, const struct xt_blob *b)
{
	const struct ip6t_rt *i = b->p;
	struct exthdr *m = ext;

	if (i->addrnr > IP6T_RT_HOPS)
		return -EINVAL;
	m->type = i->rt_type;
	m->from = i->segsleft[0];
	m->to = i->segsleft[1];
	m->hdrlen = i->hdrlen;
	m->flags = i->flags;
	m->invflags = i->invflags;
	m->addresses = xt_bytes(b, i->addrs, i->addrnr * 16u);
	return 0;
}

static int mh_decode(void *ext, const struct xt_blob *b)
{
	const struct ip6t_mh *i = b->p;
	struct exthdr *m = ext;

	m->from = i->types[0];
	m->to = i->types[1];
	m->invflags = i->invflags;
	return 0;
}

static int header_decode(void *ext, const struct xt_blob *b)
{
	const struct ip6t_ipv6header_info *i = b->p;
	struct exthdr *m = ext;

	m->type = i->matchflags;
	m->flags = i->modeflag;
	m->invflags = i->invflags;
	return 0;
}

static enum tri absent(const void *ext, struct xt_ctx *c)
{
	(void)ext;
	return c->e->pkt->proto == IPPROTO_MH ? TRI_UNKNOWN : TRI_NO;
}

/* The last header counts as one, unless it is "none" or ESP. */
static enum tri header_match(const void *ext, struct xt_ctx *c)
{
	const struct exthdr *m = ext;
	uint8_t proto = c->e->pkt->proto;
	uint32_t have = MASK_PROTO;

	if (proto == IPPROTO_NONE)
		have = MASK_NONE;
	else if (proto == IPPROTO_ESP)
		have = MASK_ESP;
	if (m->flags)
		return tri_of(!((have ^ m->type ^ m->invflags) & m->type));
	return tri_of((have == m->type) != !!m->invflags);
}

/* The interface identifier that RFC 4291 makes of the sender's MAC. */
static enum tri eui64_match(const void *ext, struct xt_ctx *c)
{
	const struct packet *p = c->e->pkt;
	struct ip_addr src = packet_src(p);
	uint8_t mac[6], k[6], id[8];
	size_t i;

	(void)ext;
	if (p->l2.len < 14 || packet_load(p, PAYLOAD_LL, 6, 6, mac, k) < 0)
		return TRI_NO;
	for (i = 0; i < 6; i++)
		if (!k[i])
			return TRI_UNKNOWN;
	memcpy(id, mac, 3);
	memcpy(id + 5, mac + 3, 3);
	id[3] = 0xff;
	id[4] = 0xfe;
	id[0] ^= 2;
	return tri_of(!memcmp(src.b + 8, id, 8));
}

static bool whole(const struct exthdr *m, uint8_t inv)
{
	return !m->from && m->to == UINT32_MAX && !(m->invflags & inv);
}

static void range_text(const struct exthdr *m, struct xt_print *p,
		       const char *option, uint8_t inv)
{
	if (whole(m, inv))
		return;
	xt_not(p, m->invflags & inv);
	xt_out(p, " --%s ", option);
	xt_out_range(p, m->from, m->to);
}

static void frag_text(const void *ext, struct xt_print *p)
{
	const struct exthdr *m = ext;

	range_text(m, p, "fragid", IP6T_FRAG_INV_IDS);
	if (m->flags & IP6T_FRAG_LEN) {
		xt_not(p, m->invflags & IP6T_FRAG_INV_LEN);
		xt_out(p, " --fraglen %u", m->hdrlen);
	}
	if (m->flags & IP6T_FRAG_RES)
		xt_out(p, " --fragres");
	if (m->flags & IP6T_FRAG_FST)
		xt_out(p, " --fragfirst");
	if (m->flags & IP6T_FRAG_MF)
		xt_out(p, " --fragmore");
	if (m->flags & IP6T_FRAG_NMF)
		xt_out(p, " --fraglast");
}

static void opts_text(const void *ext, struct xt_print *p)
{
	const struct exthdr *m = ext;
	const char *name = xt_ext_name(ext), *separator = " ";
	uint32_t i;

	if (m->flags & IP6T_OPTS_LEN) {
		xt_not(p, m->invflags & IP6T_OPTS_INV_LEN);
		xt_out(p, " --%s-len %u", name, m->hdrlen);
	}
	if (m->flags & IP6T_OPTS_OPTS)
		xt_out(p, " --%s-opts", name);
	for (i = 0; i < m->options.n; i++) {
		int32_t o = m->options.v[i];

		xt_out(p, "%s%d", separator, o >> 8 & 0xff);
		if ((o & 0xff) != 0xff)
			xt_out(p, ":%d", o & 0xff);
		separator = ",";
	}
}

static void rt_text(const void *ext, struct xt_print *p)
{
	const struct exthdr *m = ext;
	const char *separator = " ";
	size_t i;

	if (m->flags & IP6T_RT_TYP) {
		xt_not(p, m->invflags & IP6T_RT_INV_TYP);
		xt_out(p, " --rt-type %u", m->type);
	}
	range_text(m, p, "rt-segsleft", IP6T_RT_INV_SGS);
	if (m->flags & IP6T_RT_LEN) {
		xt_not(p, m->invflags & IP6T_RT_INV_LEN);
		xt_out(p, " --rt-len %u", m->hdrlen);
	}
	if (m->flags & IP6T_RT_RES)
		xt_out(p, " --rt-0-res");
	if (m->flags & IP6T_RT_FST)
		xt_out(p, " --rt-0-addrs");
	for (i = 0; i + 16 <= m->addresses.len; i += 16) {
		struct ip_addr a = ip_from(AF_INET6, m->addresses.p + i);

		xt_out(p, "%s", separator);
		xt_out_address(p, &a);
		separator = ",";
	}
	if (m->flags & IP6T_RT_FST_NSTRICT)
		xt_out(p, " --rt-0-not-strict");
}

static void mh_text(const void *ext, struct xt_print *p)
{
	const struct exthdr *m = ext;

	if (!m->from && m->to == UINT8_MAX && !m->invflags)
		return;
	xt_not(p, m->invflags);
	xt_out(p, " --mh-type ");
	xt_out_range(p, m->from, m->to);
}

static void header_text(const void *ext, struct xt_print *p)
{
	static const struct value_name names[] = {
		{ MASK_HOPOPTS, "hop-by-hop" },
		{ MASK_DSTOPTS, "ipv6-opts" },
		{ MASK_ROUTING, "ipv6-route" },
		{ MASK_FRAGMENT, "ipv6-frag" },
		{ MASK_AH, "ah" },
		{ MASK_ESP, "esp" },
		{ MASK_NONE, "ipv6-nonxt" },
		{ MASK_PROTO, "protocol" },
	};
	const struct exthdr *m = ext;
	const char *separator = " ";
	size_t i;

	xt_not(p, m->invflags);
	xt_out(p, " --header");
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		if (!(m->type & names[i].value))
			continue;
		xt_out(p, "%s%s", separator, names[i].name);
		separator = ",";
	}
	if (m->flags)
		xt_out(p, " --soft");
}

#define EXTHDR(name_, struct_, fields_, decode_, match_, text_)        \
	{ .object = XT_OBJECT(#name_ ".0", exthdr, fields_),           \
	  .name = #name_, .families = XT_IP6,                          \
	  .size = sizeof(struct struct_), .decode = decode_,           \
	  .match = match_, .text = text_ }

const struct xt_type xt_exthdr6_types[] = {
	EXTHDR(frag, ip6t_frag, frag_fields, frag_decode, absent, frag_text),
	EXTHDR(hbh, ip6t_opts, opts_fields, opts_decode, absent, opts_text),
	EXTHDR(dst, ip6t_opts, opts_fields, opts_decode, absent, opts_text),
	EXTHDR(rt, ip6t_rt, rt_fields, rt_decode, absent, rt_text),
	EXTHDR(mh, ip6t_mh, mh_fields, mh_decode, absent, mh_text),
	EXTHDR(ipv6header, ip6t_ipv6header_info, header_fields, header_decode,
	       header_match, header_text),
	{ .object = { .name = "eui64.0", .size = sizeof(struct exthdr),
		      .fields = no_fields },
	  .name = "eui64", .families = XT_IP6, .size = sizeof(int),
	  .match = eui64_match, .text = xt_text_none },
	{ }
};
