/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Attributes that are not kept, on purpose: counters of no use here, limits of
 * the hardware, and what another attribute says better. Everything that is
 * neither in a field table nor in here is kept raw.
 */
#include "decode/attrs.h"

#include <linux/fib_rules.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "model/model.h"

#define NEST(family, attr) \
	(((uint32_t)IFLA_AF_SPEC << 16) | ((uint32_t)(family) << 8) | (attr))

static const uint32_t link_out[] = {
	IFLA_STATS,		/* STATS64 says the same in full */
	IFLA_MAP,		/* memory and interrupt of an ISA card */
	IFLA_WEIGHT,
	IFLA_LINKMODE,
	IFLA_VF_PORTS,
	IFLA_PORT_SELF,
	IFLA_PROMISCUITY,
	IFLA_NUM_TX_QUEUES,
	IFLA_NUM_RX_QUEUES,
	IFLA_CARRIER_CHANGES,
	IFLA_GSO_MAX_SEGS,
	IFLA_GSO_MAX_SIZE,
	IFLA_PAD,
	IFLA_EVENT,
	IFLA_MIN_MTU,
	IFLA_MAX_MTU,
	IFLA_PERM_ADDRESS,
	IFLA_CARRIER_UP_COUNT,
	IFLA_CARRIER_DOWN_COUNT,
	IFLA_GRO_MAX_SIZE,
	IFLA_TSO_MAX_SIZE,
	IFLA_TSO_MAX_SEGS,
	IFLA_ALLMULTI,
	63,			/* IFLA_GSO_IPV4_MAX_SIZE, 6.3 */
	64,			/* IFLA_GRO_IPV4_MAX_SIZE, 6.3 */
	66,			/* IFLA_MAX_PACING_OFFLOAD_HORIZON, 6.13 */
	NEST(AF_INET6, IFLA_INET6_STATS),
	NEST(AF_INET6, IFLA_INET6_ICMP6STATS),
	NEST(AF_INET6, IFLA_INET6_CACHEINFO),
	NEST(AF_INET6, IFLA_INET6_TOKEN),
	NEST(AF_INET6, IFLA_INET6_ADDR_GEN_MODE),
	NEST(AF_INET6, 9),	/* IFLA_INET6_RA_MTU, 5.16 */
};

static const uint32_t address_out[] = {
	IFA_CACHEINFO,		/* of odd size: an old kernel's */
};

static const uint32_t route_out[] = {
	RTA_PAD,
	RTA_TTL_PROPAGATE,	/* of MPLS */
};

/* Realms are set by the rule, they select nothing. */
static const uint32_t rule_out[] = {
	FRA_PAD,
	FRA_FLOW,
};

static const uint32_t neighbour_out[] = {
	NDA_CACHEINFO,
	NDA_PROBES,
};

static const uint32_t qdisc_out[] = {
	TCA_STATS,
	TCA_STATS2,
	TCA_XSTATS,
	TCA_HW_OFFLOAD,
	TCA_PAD,
};

/* State of the spanning tree, its timers, limits of multicast. */
static const uint32_t port_out[] = {
	IFLA_BRPORT_PRIORITY,
	IFLA_BRPORT_COST,
	IFLA_BRPORT_FAST_LEAVE,
	IFLA_BRPORT_ROOT_ID,
	IFLA_BRPORT_BRIDGE_ID,
	IFLA_BRPORT_DESIGNATED_PORT,
	IFLA_BRPORT_DESIGNATED_COST,
	IFLA_BRPORT_ID,
	IFLA_BRPORT_NO,
	IFLA_BRPORT_TOPOLOGY_CHANGE_ACK,
	IFLA_BRPORT_CONFIG_PENDING,
	IFLA_BRPORT_MESSAGE_AGE_TIMER,
	IFLA_BRPORT_FORWARD_DELAY_TIMER,
	IFLA_BRPORT_HOLD_TIMER,
	IFLA_BRPORT_FLUSH,
	IFLA_BRPORT_MULTICAST_ROUTER,
	IFLA_BRPORT_PAD,
	IFLA_BRPORT_MCAST_TO_UCAST,
	IFLA_BRPORT_GROUP_FWD_MASK,
	IFLA_BRPORT_MRP_RING_OPEN,
	IFLA_BRPORT_MRP_IN_OPEN,
	IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT,
	IFLA_BRPORT_MCAST_EHT_HOSTS_CNT,
	41,			/* IFLA_BRPORT_MCAST_N_GROUPS, 6.3 */
	42,			/* IFLA_BRPORT_MCAST_MAX_GROUPS, 6.3 */
};

struct left_out {
	const struct object_type *type;
	const uint32_t *attrs;
	size_t n;
};

#define OUT(type_, list_) { &type_, list_, ARRAY_SIZE(list_) }

static const struct left_out left_out[] = {
	OUT(link_type, link_out),
	OUT(address_type, address_out),
	OUT(route_type, route_out),
	OUT(rule_type, rule_out),
	OUT(neighbour_type, neighbour_out),
	OUT(fdb_type, neighbour_out),
	OUT(qdisc_type, qdisc_out),
	OUT(tc_filter_type, qdisc_out),
};

static bool is_among(const uint32_t *list, size_t n, uint32_t attr)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == attr)
			return true;
	return false;
}

bool decode_left_out(const struct object_type *type, uint32_t attr)
{
	/* The type of a port is model's own; its name is not. */
	if (!strcmp(type->name, "link_port"))
		return is_among(port_out, ARRAY_SIZE(port_out), attr);
	for (size_t i = 0; i < ARRAY_SIZE(left_out); i++)
		if (left_out[i].type == type)
			return is_among(left_out[i].attrs, left_out[i].n,
					attr);
	return false;
}
