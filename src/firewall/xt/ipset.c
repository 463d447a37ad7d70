/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sets of ip_set and whether a packet is in one: net/netfilter/ipset/. A type
 * is a storage and the fields of its elements ("hash:net,port,net"): the test
 * compares field by field, so that one function serves all of them.
 */
#include "firewall/xt/ext.h"

#include <linux/netfilter/ipset/ip_set.h>

/* list:set may not hold lists, so two levels are all there are. */
#define NESTING_MAX 2
#define FIELDS_MAX 3

static const struct field member_fields[] = {
	{ "ip", F(ipset_member, ip), FT_ADDRESS },
	{ "ip-to", F(ipset_member, ip_to), FT_ADDRESS },
	{ "cidr", F(ipset_member, cidr), FT_U8 },
	{ "ip2", F(ipset_member, ip2), FT_ADDRESS },
	{ "ip2-to", F(ipset_member, ip2_to), FT_ADDRESS },
	{ "cidr2", F(ipset_member, cidr2), FT_U8 },
	{ "port", F(ipset_member, port), FT_U16 },
	{ "port-to", F(ipset_member, port_to), FT_U16 },
	{ "proto", F(ipset_member, proto), FT_U8 },
	{ "mark", F(ipset_member, mark), FT_U32 },
	{ "mac", F(ipset_member, mac), FT_MAC },
	{ "iface", F(ipset_member, iface), FT_STRING, .flags = FF_ID },
	{ "name", F(ipset_member, name), FT_STRING, .flags = FF_ID },
	{ "flags", F(ipset_member, flags), FT_U32 },
	{ "timeout", F(ipset_member, timeout), FT_U32, .flags = FF_VOLATILE },
	{ "packets", F(ipset_member, packets), FT_U64, .flags = FF_VOLATILE },
	{ "bytes", F(ipset_member, bytes), FT_U64, .flags = FF_VOLATILE },
	{ "comment", F(ipset_member, comment), FT_STRING, .flags = FF_ID },
	{ }
};

const struct object_type ipset_member_type = {
	.name = "ipset-member",
	.size = sizeof(struct ipset_member),
	.fields = member_fields,
};

static const struct field set_fields[] = {
	{ "name", F(ipset, name), FT_STRING,
	  .flags = FF_KEY | FF_REQUIRED | FF_ID },
	{ "set-type", F(ipset, type), FT_STRING, .flags = FF_REQUIRED },
	{ "revision", F(ipset, revision), FT_U8 },
	{ "family", F(ipset, family), FT_FAMILY },
	{ "index", F(ipset, index), FT_U16 },
	{ "netmask", F(ipset, netmask), FT_U8 },
	{ "markmask", F(ipset, markmask), FT_U32 },
	{ "flags", F(ipset, flags), FT_U32 },
	{ "timeout", F(ipset, timeout), FT_U32 },
	{ "opaque", F(ipset, opaque), FT_BOOL },
	{ "members", F(ipset, members), FT_LIST, .flags = FF_LINES,
	  .sub = &ipset_member_type },
	{ }
};

static void set_init(void *obj)
{
	((struct ipset *)obj)->markmask = UINT32_MAX;
}

const struct object_type ipset_type = {
	.name = "ipset",
	.size = sizeof(struct ipset),
	.fields = set_fields,
	.init = set_init,
};

const struct ipset *ipset_by_index(const struct firewall *fw, uint16_t index)
{
	struct ipset *const *s;

	VEC_FOR_EACH(&fw->ipsets, s)
		if ((*s)->index == index)
			return *s;
	return NULL;
}

const struct ipset *ipset_by_name(const struct firewall *fw, const char *name)
{
	struct ipset *const *s;

	VEC_FOR_EACH(&fw->ipsets, s)
		if (!strcmp((*s)->name, name))
			return *s;
	return NULL;
}

/**
 * struct wanted - what a packet looks like to a set
 * @sides: bit i: field i is taken from the source
 */
struct wanted {
	const struct ipset *set;
	const struct eval *e;
	uint32_t sides;
	const char *fields[FIELDS_MAX];
	size_t lens[FIELDS_MAX];
	size_t n;
};

/* "hash:net,port,net": the names behind the colon. */
static bool fields_split(struct wanted *w, const char *type)
{
	const char *p = strchr(type, ':'), *end;

	for (; p && w->n < FIELDS_MAX; p = *end ? end : NULL) {
		p++;
		end = p + strcspn(p, ",");
		w->fields[w->n] = p;
		w->lens[w->n++] = (size_t)(end - p);
	}
	return w->n && !p;
}

static bool field_is(const struct wanted *w, size_t i, const char *name)
{
	return w->lens[i] == strlen(name) &&
	       !strncmp(w->fields[i], name, w->lens[i]);
}

static struct ip_addr masked(struct ip_addr a, unsigned int bits)
{
	struct ip_prefix p = { a, (uint8_t)bits };

	return bits < ip_bits(a.family) ? prefix_network(&p) : a;
}

static enum tri address_test(const struct wanted *w, bool src,
			     const struct ip_addr *from,
			     const struct ip_addr *to, uint8_t cidr)
{
	struct ip_addr a = src ? packet_src(w->e->pkt) : packet_dst(w->e->pkt);
	unsigned int bits = ip_bits(a.family);
	struct ip_prefix p = { *from, cidr };

	if (a.family != from->family)
		return TRI_NO;
	if (w->set->netmask && w->set->netmask < bits)
		a = masked(a, w->set->netmask);
	if (to->family)
		return tri_of(ip_compare(&a, from) >= 0 &&
			      ip_compare(&a, to) <= 0);
	if (cidr < bits)
		return tri_of(prefix_contains(&p, &a));
	return tri_of(ip_equal(&a, from));
}

/* ip_set_get_ip_port(): ICMP stands with type and code, others with 0. */
static enum tri port_test(const struct wanted *w, bool src,
			  const struct ipset_member *m)
{
	const struct packet *p = w->e->pkt;
	uint16_t to = m->port_to ? m->port_to : m->port;

	if (m->proto && m->proto != p->proto)
		return TRI_NO;
	if (p->proto == IPPROTO_ICMP || p->proto == IPPROTO_ICMPV6) {
		uint16_t code = (uint16_t)(packet_icmp_type(p) << 8 |
					   packet_icmp_code(p));

		return tri_of(code >= m->port && code <= to);
	}
	if (!packet_has_ports(p))
		return m->proto ? tri_of(!m->port) : TRI_NO;
	return src ? xt_sport_in(p, m->port, to) : xt_dport_in(p, m->port, to);
}

/* Destination MACs are compared since 4.20; before, only "src" was. */
static enum tri mac_test(const struct wanted *w, bool src,
			 const struct ipset_member *m)
{
	struct bytes value = { m->mac.b, 6 }, whole = { NULL, 0 };

	if (m->mac.len != 6 || w->e->pkt->l2.len < 14)
		return TRI_NO;
	return xt_compare(w->e->pkt, PAYLOAD_LL, src ? 6 : 0, value, whole);
}

/* hash_netiface4_kadt(): a bridge port with physdev:, else the hook's device. */
static enum tri iface_test(const struct wanted *w, bool src,
			   const struct ipset_member *m)
{
	const struct eval *e = w->e;
	const struct link *dev = src ? e->in : e->out;

	if (m->flags & IPSET_FLAG_PHYSDEV)
		dev = src ? e->physin : e->physout;
	if (!dev || !m->iface)
		return TRI_NO;
	if (m->flags & IPSET_FLAG_IFACE_WILDCARD)
		return tri_of(!strncmp(dev->name, m->iface,
				       strlen(m->iface)));
	return tri_of(!strcmp(dev->name, m->iface));
}

static enum tri field_test(const struct wanted *w, size_t i,
			   const struct ipset_member *m)
{
	bool src = w->sides & 1u << i;
	bool second = i && (field_is(w, i, "ip") || field_is(w, i, "net"));

	if (second)
		return address_test(w, src, &m->ip2, &m->ip2_to, m->cidr2);
	if (field_is(w, i, "ip") || field_is(w, i, "net"))
		return address_test(w, src, &m->ip, &m->ip_to, m->cidr);
	if (field_is(w, i, "port"))
		return port_test(w, src, m);
	if (field_is(w, i, "mac"))
		return mac_test(w, src, m);
	if (field_is(w, i, "iface"))
		return iface_test(w, src, m);
	if (field_is(w, i, "mark") && w->e->pkt->mark_known)
		return tri_of((w->e->pkt->mark & w->set->markmask) == m->mark);
	return TRI_UNKNOWN;
}

static enum tri member_test(const struct wanted *w,
			    const struct ipset_member *m)
{
	enum tri t = TRI_YES;
	size_t i;

	for (i = 0; i < w->n && t != TRI_NO; i++) {
		/* bitmap:ip,mac: an element may stand without a MAC. */
		if (field_is(w, i, "mac") && i && !m->mac.len)
			continue;
		t = tri_and(t, field_test(w, i, m));
	}
	return t;
}

/* Longer prefixes are looked up first; "nomatch" there ends it. */
static unsigned int precision(const struct ipset_member *m)
{
	return m->cidr + 256u * m->cidr2;
}

static enum tri members_test(const struct wanted *w)
{
	struct ipset_member *const *m, *best = NULL;
	enum tri t, any = TRI_NO;

	VEC_FOR_EACH(&w->set->members, m) {
		t = member_test(w, *m);
		if (t == TRI_YES && (!best || precision(*m) > precision(best)))
			best = *m;
		any = tri_or(any, t);
	}
	if (best)
		return tri_of(!(best->flags & IPSET_FLAG_NOMATCH));
	return any;
}

static enum tri test(const struct ipset *set, const struct eval *e,
		     uint32_t sides, unsigned int depth);

/* A list matches where any of its sets does, in order. */
static enum tri list_test(const struct ipset *list, const struct eval *e,
			  uint32_t sides, unsigned int depth)
{
	struct ipset_member *const *m;
	enum tri any = TRI_NO;

	if (depth == NESTING_MAX)
		return TRI_UNKNOWN;
	VEC_FOR_EACH(&list->members, m) {
		const struct ipset *s = (*m)->name ?
			ipset_by_name(e->ns->firewall, (*m)->name) : NULL;

		any = tri_or(any, s ? test(s, e, sides, depth + 1) :
				      TRI_UNKNOWN);
	}
	return any;
}

static enum tri test(const struct ipset *set, const struct eval *e,
		     uint32_t sides, unsigned int depth)
{
	struct wanted w = { .set = set, .e = e, .sides = sides };
	uint8_t family = e->pkt->family;

	if (set->opaque)
		return TRI_UNKNOWN;
	if (!strcmp(set->type, "list:set"))
		return list_test(set, e, sides, depth);
	/* Sets of one family never match packets of the other. */
	if (set->family && set->family != family)
		return TRI_NO;
	if (!fields_split(&w, set->type))
		return TRI_UNKNOWN;
	return members_test(&w);
}

enum tri ipset_test(const struct ipset *set, const struct eval *e,
		    uint8_t dims, uint32_t src)
{
	struct wanted w = { .set = set };

	/* ip_set_test(): a rule that names too few fields does not match. */
	if (strcmp(set->type, "list:set") && fields_split(&w, set->type) &&
	    dims < w.n)
		return TRI_NO;
	return test(set, e, src, 0);
}
