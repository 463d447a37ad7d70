/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_MODEL_ROUTE_H
#define NSD_MODEL_ROUTE_H

#include "model/object.h"

/** struct route_leg - one next hop of a multipath route (rtnexthop) */
struct route_leg {
	struct object obj;
	uint32_t oif;
	uint8_t flags;		/* RTNH_F_* */
	uint16_t weight;	/* 1.. */
	struct ip_addr gateway;	/* may be of another family (RTA_VIA) */
	uint16_t encap_type;
};

/**
 * struct route - a route of any table and family (RTM_NEWROUTE)
 * @table: RTA_TABLE, 32 bits
 * @type: RTN_*
 * @gateway: none for an on-link route; IPv6 for an IPv4 route over RTA_VIA
 * @flags: RTNH_F_* of the (single) next hop; RTM_F_* above them
 * @legs: for a multipath route; then @oif and @gateway are not set
 * @nh_id: next hop object; @oif and @gateway may be absent then
 * @encap_type: LWTUNNEL_ENCAP_*, 0 for none; @encap raw
 *
 * Order within a table is the order of the dump.
 */
struct route {
	struct object obj;
	uint8_t family;
	uint32_t table;
	uint8_t type;
	uint8_t protocol;
	uint8_t scope;
	uint8_t tos;
	uint32_t flags;
	struct ip_prefix dst;
	struct ip_prefix src;
	uint32_t oif;
	struct ip_addr gateway;
	uint32_t metric;
	struct ip_addr prefsrc;
	VEC(struct route_leg *) legs;
	uint32_t mtu;
	uint32_t lock;		/* bit RTAX_MTU: the MTU is locked */
	uint32_t hoplimit;
	uint8_t pref;		/* ICMPV6_ROUTER_PREF_* */
	uint32_t nh_id;
	uint16_t encap_type;
	struct bytes encap;
	int32_t expires;	/* seconds left, 0 for never; volatile */
};

/** struct nexthop_member - of a group of next hop objects */
struct nexthop_member {
	struct object obj;
	uint32_t id;
	uint16_t weight;	/* 1.. */
};

/** struct nexthop - a next hop object (RTM_NEWNEXTHOP) */
struct nexthop {
	struct object obj;
	uint32_t id;
	uint8_t family;
	uint8_t scope;
	uint8_t protocol;
	uint32_t flags;
	uint32_t oif;
	struct ip_addr gateway;
	VEC(struct nexthop_member *) group;
	uint16_t group_type;	/* 0 multipath 1 resilient */
	bool blackhole;
	bool fdb;
	uint16_t encap_type;
};

#endif
