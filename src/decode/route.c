/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses, routes, next hop objects and policy rules. */
#include "decode/decode.h"

#include <errno.h>
#include <linux/fib_rules.h>
#include <linux/if_addr.h>
#include <linux/nexthop.h>
#include <linux/rtnetlink.h>

int decode_address(struct arena *a, const struct nlmsghdr *nlh,
		   struct address **out)
{
	const struct ifaddrmsg *h = decode_header(nlh, sizeof(*h));
	struct decode d = { .arena = a };
	struct address *addr;

	if (nlh->nlmsg_type != RTM_NEWADDR)
		return -ENOMSG;
	if (!h)
		return -EBADMSG;
	d.family = h->ifa_family;
	addr = object_new(a, &address_type);
	SET(addr, address, family, h->ifa_family);
	SET(addr, address, ifindex, h->ifa_index);
	SET(addr, address, prefixlen, h->ifa_prefixlen);
	SET(addr, address, scope, h->ifa_scope);
	SET(addr, address, flags, h->ifa_flags);
	if (decode_attrs(&d, nlh, sizeof(*h), addr))
		return -EBADMSG;
	/* IPv6 without peer has IFA_ADDRESS alone (inet6_fill_ifaddr()). */
	if (!addr->local.family && addr->peer.family)
		SET(addr, address, local, addr->peer);
	else if (!addr->peer.family && addr->local.family)
		SET(addr, address, peer, addr->local);
	*out = addr;
	return 0;
}

/* The header's eight bits hold only small tables; RTA_TABLE says it all. */
static struct route *route_of_header(struct arena *a, const struct rtmsg *h)
{
	struct route *r = object_new(a, &route_type);

	SET(r, route, family, h->rtm_family);
	SET(r, route, table, h->rtm_table);
	SET(r, route, type, h->rtm_type);
	SET(r, route, protocol, h->rtm_protocol);
	SET(r, route, scope, h->rtm_scope);
	SET(r, route, tos, h->rtm_tos);
	SET(r, route, flags, h->rtm_flags);
	return r;
}

/* A default route has no RTA_DST: its prefix is all zeros. */
static void default_prefix(struct ip_prefix *p, uint8_t family)
{
	static const uint8_t zero[16];

	if (!p->addr.family)
		p->addr = ip_from(family, zero);
}

int decode_route(struct arena *a, const struct nlmsghdr *nlh,
		 struct route **out)
{
	const struct rtmsg *h = decode_header(nlh, sizeof(*h));
	struct decode d = { .arena = a };
	struct route *r;

	if (nlh->nlmsg_type != RTM_NEWROUTE)
		return -ENOMSG;
	if (!h)
		return -EBADMSG;
	if (h->rtm_flags & RTM_F_CLONED || !ip_size(h->rtm_family))
		return -ENOMSG;
	d.family = h->rtm_family;
	d.dst_len = h->rtm_dst_len;
	d.src_len = h->rtm_src_len;
	r = route_of_header(a, h);
	if (decode_attrs(&d, nlh, sizeof(*h), r))
		return -EBADMSG;
	/* A prefix length without a prefix is a message that lies. */
	if (h->rtm_dst_len && !r->dst.addr.family)
		return -EBADMSG;
	default_prefix(&r->dst, h->rtm_family);
	MARK(r, route, dst);
	*out = r;
	return 0;
}

int decode_nexthop(struct arena *a, const struct nlmsghdr *nlh,
		   struct nexthop **out)
{
	const struct nhmsg *h = decode_header(nlh, sizeof(*h));
	struct decode d = { .arena = a };
	struct nexthop *nh;

	if (nlh->nlmsg_type != RTM_NEWNEXTHOP)
		return -ENOMSG;
	if (!h)
		return -EBADMSG;
	d.family = h->nh_family;
	nh = object_new(a, &nexthop_type);
	SET(nh, nexthop, family, h->nh_family);
	SET(nh, nexthop, scope, h->nh_scope);
	SET(nh, nexthop, protocol, h->nh_protocol);
	SET(nh, nexthop, flags, h->nh_flags);
	if (decode_attrs(&d, nlh, sizeof(*h), nh))
		return -EBADMSG;
	*out = nh;
	return 0;
}

int decode_rule(struct arena *a, const struct nlmsghdr *nlh,
		struct rule **out)
{
	const struct fib_rule_hdr *h = decode_header(nlh, sizeof(*h));
	struct decode d = { .arena = a };
	struct rule *r;

	if (nlh->nlmsg_type != RTM_NEWRULE)
		return -ENOMSG;
	if (!h)
		return -EBADMSG;
	d.family = h->family;
	d.dst_len = h->dst_len;
	d.src_len = h->src_len;
	r = object_new(a, &rule_type);
	SET(r, rule, family, h->family);
	/* FRA_PRIORITY is absent for 0. */
	SET(r, rule, priority, 0);
	SET(r, rule, action, h->action);
	SET(r, rule, flags, h->flags);
	SET(r, rule, table, h->table);
	if (h->tos)
		SET(r, rule, tos, h->tos);
	if (decode_attrs(&d, nlh, sizeof(*h), r))
		return -EBADMSG;
	if (d.unknown || (h->dst_len && !r->dst.addr.family) ||
	    (h->src_len && !r->src.addr.family))
		SET(r, rule, opaque, true);
	*out = r;
	return 0;
}
