/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sets of ip_set: ip_set_dump_do() of net/netfilter/ipset/ip_set_core.c. A
 * message names the set, the first one tells of its header, each may hold
 * elements.
 */
#include "decode/xt.h"
#include "decode/xt_wire.h"

#include <libmnl/libmnl.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/ipset/ip_set.h>

#define CIDR_NONE 0xff
#define ATTR_BITMASK 12		/* IPSET_ATTR_BITMASK, Linux 6.2 */

/* Attributes by number; what is past the end is ignored, as by the kernel. */
struct attrs {
	const struct nlattr *v[IPSET_ATTR_ADT_MAX + 1];
};

static int attrs_read(const void *p, size_t len, struct attrs *out)
{
	const struct nlattr *a = p;
	int left = (int)len;

	memset(out, 0, sizeof(*out));
	while (mnl_attr_ok(a, left)) {
		uint16_t type = mnl_attr_get_type(a);

		if (type < ARRAY_SIZE(out->v))
			out->v[type] = a;
		left -= MNL_ALIGN(a->nla_len);
		a = mnl_attr_next(a);
	}
	return left > 0 ? -EBADMSG : 0;
}

static bool attr_u8(const struct attrs *t, unsigned int type, uint8_t *out)
{
	const struct nlattr *a = t->v[type];

	if (!a || mnl_attr_get_payload_len(a) != 1)
		return false;
	*out = mnl_attr_get_u8(a);
	return true;
}

static bool attr_be16(const struct attrs *t, unsigned int type, uint16_t *out)
{
	const struct nlattr *a = t->v[type];

	if (!a || mnl_attr_get_payload_len(a) != 2)
		return false;
	*out = ntohs(mnl_attr_get_u16(a));
	return true;
}

static bool attr_be32(const struct attrs *t, unsigned int type, uint32_t *out)
{
	const struct nlattr *a = t->v[type];

	if (!a || mnl_attr_get_payload_len(a) != 4)
		return false;
	*out = ntohl(mnl_attr_get_u32(a));
	return true;
}

static bool attr_be64(const struct attrs *t, unsigned int type, uint64_t *out)
{
	const struct nlattr *a = t->v[type];

	if (!a || mnl_attr_get_payload_len(a) != 8)
		return false;
	*out = be64toh(mnl_attr_get_u64(a));
	return true;
}

static const char *attr_text(struct arena *a, const struct attrs *t,
			     unsigned int type)
{
	const struct nlattr *n = t->v[type];

	if (!n)
		return NULL;
	return arena_strndup(a, mnl_attr_get_payload(n),
			     strnlen(mnl_attr_get_payload(n),
				     mnl_attr_get_payload_len(n)));
}

/* An address stands in a nest of its own, by family. */
static int attr_address(const struct attrs *t, unsigned int type,
			struct ip_addr *out)
{
	const struct nlattr *a = t->v[type];
	const struct nlattr *v4, *v6;
	struct attrs in;

	if (!a)
		return 0;
	if (attrs_read(mnl_attr_get_payload(a), mnl_attr_get_payload_len(a),
		       &in) < 0)
		return -EBADMSG;
	v4 = in.v[IPSET_ATTR_IPADDR_IPV4];
	v6 = in.v[IPSET_ATTR_IPADDR_IPV6];
	if (v4 && mnl_attr_get_payload_len(v4) == 4)
		*out = ip_from(AF_INET, mnl_attr_get_payload(v4));
	else if (v6 && mnl_attr_get_payload_len(v6) == 16)
		*out = ip_from(AF_INET6, mnl_attr_get_payload(v6));
	else
		return -EBADMSG;
	return 0;
}

static void member_ends(struct arena *a, const struct attrs *t,
			struct ipset_member *m)
{
	const struct nlattr *mac = t->v[IPSET_ATTR_ETHER];

	if (mac && mnl_attr_get_payload_len(mac) == 6) {
		m->mac.len = 6;
		memcpy(m->mac.b, mnl_attr_get_payload(mac), 6);
	}
	m->iface = attr_text(a, t, IPSET_ATTR_IFACE);
	m->name = attr_text(a, t, IPSET_ATTR_NAME);
	m->comment = attr_text(a, t, IPSET_ATTR_COMMENT);
	attr_be32(t, IPSET_ATTR_CADT_FLAGS, &m->flags);
	attr_be32(t, IPSET_ATTR_TIMEOUT, &m->timeout);
	attr_be64(t, IPSET_ATTR_PACKETS, &m->packets);
	attr_be64(t, IPSET_ATTR_BYTES, &m->bytes);
}

static int member_decode(struct arena *a, const struct nlattr *nest,
			 struct ipset_member **out)
{
	struct ipset_member *m = object_new(a, &ipset_member_type);
	struct attrs t;

	if (attrs_read(mnl_attr_get_payload(nest),
		       mnl_attr_get_payload_len(nest), &t) < 0)
		return -EBADMSG;
	m->cidr = m->cidr2 = CIDR_NONE;
	if (attr_address(&t, IPSET_ATTR_IP, &m->ip) < 0 ||
	    attr_address(&t, IPSET_ATTR_IP_TO, &m->ip_to) < 0 ||
	    attr_address(&t, IPSET_ATTR_IP2, &m->ip2) < 0 ||
	    attr_address(&t, IPSET_ATTR_IP2_TO, &m->ip2_to) < 0)
		return -EBADMSG;
	attr_u8(&t, IPSET_ATTR_CIDR, &m->cidr);
	attr_u8(&t, IPSET_ATTR_CIDR2, &m->cidr2);
	attr_be16(&t, IPSET_ATTR_PORT, &m->port);
	attr_be16(&t, IPSET_ATTR_PORT_TO, &m->port_to);
	attr_u8(&t, IPSET_ATTR_PROTO, &m->proto);
	attr_be32(&t, IPSET_ATTR_MARK, &m->mark);
	member_ends(a, &t, m);
	xt_wire_mark(m);
	*out = m;
	return 0;
}

static int members_decode(struct arena *a, const struct nlattr *adt,
			  struct ipset *s)
{
	const struct nlattr *n = mnl_attr_get_payload(adt);
	int left = mnl_attr_get_payload_len(adt);
	struct ipset_member *m;

	while (mnl_attr_ok(n, left)) {
		if (mnl_attr_get_type(n) == IPSET_ATTR_DATA) {
			if (member_decode(a, n, &m) < 0)
				return -EBADMSG;
			VEC_PUSH(a, &s->members, m);
		}
		left -= MNL_ALIGN(n->nla_len);
		n = mnl_attr_next(n);
	}
	return left > 0 ? -EBADMSG : 0;
}

static int header_decode(const struct nlattr *data, struct ipset *s)
{
	struct attrs t;

	if (attrs_read(mnl_attr_get_payload(data),
		       mnl_attr_get_payload_len(data), &t) < 0)
		return -EBADMSG;
	attr_u8(&t, IPSET_ATTR_NETMASK, &s->netmask);
	attr_be32(&t, IPSET_ATTR_MARKMASK, &s->markmask);
	attr_be32(&t, IPSET_ATTR_CADT_FLAGS, &s->flags);
	attr_be32(&t, IPSET_ATTR_TIMEOUT, &s->timeout);
	/* A mask that is no prefix (Linux 6.2) is not understood. */
	if (t.v[ATTR_BITMASK])
		s->opaque = true;
	return 0;
}

static struct ipset *set_named(struct arena *a, struct firewall *fw,
			       const char *name)
{
	struct ipset *const *i, *s;

	VEC_FOR_EACH(&fw->ipsets, i)
		if (!strcmp((*i)->name, name))
			return *i;
	s = object_new(a, &ipset_type);
	s->name = name;
	s->opaque = true;
	xt_wire_mark(s);
	VEC_PUSH(a, &fw->ipsets, s);
	return s;
}

int decode_ipset(struct arena *a, const struct nlmsghdr *nlh,
		 struct firewall *fw)
{
	size_t head = sizeof(struct nfgenmsg);
	const char *name, *type;
	struct ipset *s;
	struct attrs t;

	if (nlh->nlmsg_len < NLMSG_HDRLEN + head)
		return -EBADMSG;
	if (NFNL_SUBSYS_ID(nlh->nlmsg_type) != NFNL_SUBSYS_IPSET ||
	    NFNL_MSG_TYPE(nlh->nlmsg_type) != IPSET_CMD_LIST)
		return -ENOMSG;
	if (attrs_read(mnl_nlmsg_get_payload_offset(nlh, head),
		       mnl_nlmsg_get_payload_len(nlh) - head, &t) < 0)
		return -EBADMSG;
	name = attr_text(a, &t, IPSET_ATTR_SETNAME);
	if (!name)
		return -EBADMSG;
	s = set_named(a, fw, name);
	type = attr_text(a, &t, IPSET_ATTR_TYPENAME);
	if (type) {
		s->type = type;
		s->opaque = false;
		attr_u8(&t, IPSET_ATTR_REVISION, &s->revision);
		attr_u8(&t, IPSET_ATTR_FAMILY, &s->family);
		attr_be16(&t, IPSET_ATTR_INDEX, &s->index);
	}
	if (t.v[IPSET_ATTR_DATA] && header_decode(t.v[IPSET_ATTR_DATA], s) < 0)
		return -EBADMSG;
	if (t.v[IPSET_ATTR_ADT])
		return members_decode(a, t.v[IPSET_ATTR_ADT], s);
	return 0;
}
