/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_MODEL_LINK_H
#define NSD_MODEL_LINK_H

#include "model/object.h"

/* A port's own settings on its bridge: IFLA_BRPORT_*. */
struct link_port {
	struct object obj;
	uint8_t state;		/* 0 disabled .. 3 forwarding, 4 blocking */
	uint8_t hairpin;
	uint8_t guard;
	uint8_t protect;
	uint8_t learning;
	uint8_t flood;
	uint8_t proxyarp;
	uint8_t proxyarp_wifi;
	uint8_t mcast_flood;
	uint8_t bcast_flood;
	uint8_t vlan_tunnel;
	uint8_t neigh_suppress;
	uint8_t isolated;
	uint8_t locked;
	uint8_t mab;
	uint32_t backup_port;
};

/* IFLA_BR_* */
struct link_bridge {
	struct object obj;
	uint32_t forward_delay;	/* USER_HZ */
	uint32_t ageing_time;	/* USER_HZ */
	uint32_t stp_state;
	uint8_t vlan_filtering;
	uint16_t vlan_protocol;	/* host order */
	uint16_t group_fwd_mask;
	uint8_t mcast_snooping;
	uint8_t mcast_querier;
	uint8_t nf_call_iptables;
	uint8_t nf_call_ip6tables;
	uint8_t nf_call_arptables;
	uint16_t vlan_default_pvid;
};

struct link_vlan {
	struct object obj;
	uint16_t id;
	uint16_t protocol;	/* host order */
};

struct link_macvlan {
	struct object obj;
	uint32_t mode;		/* 1 private 2 vepa 4 bridge 8 passthru 16 source */
	uint16_t flags;
};

struct link_ipvlan {
	struct object obj;
	uint16_t mode;		/* 0 l2 1 l3 2 l3s */
	uint16_t flags;		/* 1 private 2 vepa */
};

struct link_vxlan {
	struct object obj;
	uint32_t id;
	struct ip_addr group;
	struct ip_addr local;
	uint32_t link;
	uint8_t learning;
	uint8_t proxy;
	uint16_t port;		/* host order */
	uint8_t collect_metadata;
};

struct link_bond {
	struct object obj;
	uint8_t mode;
	uint32_t active_slave;
};

struct link_bond_slave {
	struct object obj;
	uint8_t state;		/* 0 active 1 backup */
	uint8_t mii_status;
};

struct link_vrf {
	struct object obj;
	uint32_t table;
};

struct link_tun {
	struct object obj;
	uint8_t type;		/* 1 tun 2 tap */
	uint8_t persist;
};

struct link_netkit {
	struct object obj;
	uint32_t mode;
	uint32_t policy;
	uint32_t peer_policy;
	uint8_t primary;
};

/* ipip, sit, gre, ip6tnl and alike */
struct link_tunnel {
	struct object obj;
	uint32_t link;
	struct ip_addr local;
	struct ip_addr remote;
	uint32_t ikey;		/* host order */
	uint32_t okey;
	uint16_t iflags;
	uint16_t oflags;
	uint8_t ttl;
	uint8_t collect_metadata;
};

/* IFLA_XDP */
struct link_xdp {
	struct object obj;
	uint8_t attached;	/* 0 none 1 driver 2 generic 3 hardware 4 several */
	uint32_t prog_id;
};

/**
 * struct link - a network device, as RTM_NEWLINK describes it
 * @peer: IFLA_LINK. veth, netkit: the peer's ifindex *in the namespace that
 *        @peer_nsid names*; macvlan, vlan, ipvlan: the lower device there
 * @peer_nsid: IFLA_LINK_NETNSID; not set: the same namespace; -1: no id here
 * @conf4: IFLA_INET_CONF, index = IPV4_DEVCONF_* - 1
 * @conf6: IFLA_INET6_CONF, index = DEVCONF_*
 * @info: IFLA_INFO_DATA of a kind without a table here, raw
 * @peer_ns: index into snapshot->netns of the namespace behind @peer_nsid,
 *           NETNS_NONE if unknown; made by seal()
 */
struct link {
	struct object obj;
	uint32_t index;
	const char *name;
	uint16_t arphrd;
	uint32_t flags;		/* IFF_* */
	uint32_t mtu;
	struct mac address;
	struct mac broadcast;
	const char *alias;
	VEC(const char *) altnames;
	uint8_t operstate;
	uint8_t carrier;
	uint8_t proto_down;
	uint32_t master;
	int32_t peer;
	int32_t peer_nsid;
	uint32_t group;
	uint32_t txqlen;
	const char *qdisc;
	const char *kind;
	const char *slave_kind;
	struct link_port port;
	struct link_bridge bridge;
	struct link_vlan vlan;
	struct link_macvlan macvlan;
	struct link_ipvlan ipvlan;
	struct link_vxlan vxlan;
	struct link_bond bond;
	struct link_bond_slave bond_slave;
	struct link_vrf vrf;
	struct link_vrf vrf_slave;
	struct link_tun tun;
	struct link_netkit netkit;
	struct link_tunnel tunnel;
	struct link_xdp xdp;
	struct s32s conf4;
	struct s32s conf6;
	uint32_t inet6_flags;
	bool has_inet6;		/* AF_INET6 was in IFLA_AF_SPEC */
	bool has_inet4;
	struct bytes info;
	uint64_t rx_packets;	/* volatile */
	uint64_t tx_packets;
	uint32_t peer_ns;
};

/** link_is_up() - administratively up (IFF_UP) */
bool link_is_up(const struct link *l);
/** link_has_carrier() - IFF_LOWER_UP: frames can pass now */
bool link_has_carrier(const struct link *l);
bool link_is_kind(const struct link *l, const char *kind);
bool link_is_loopback(const struct link *l);
/** link_is_port() - a port of a bridge */
bool link_is_port(const struct link *l);
bool link_is_veth(const struct link *l);	/* veth or netkit: has a peer */

/**
 * struct link_kind - where the data of a kind goes
 * @kind: IFLA_INFO_KIND, or IFLA_INFO_SLAVE_KIND
 * @member: row of link_type ("bridge", "tunnel") whose struct is filled
 * @rows: attributes of IFLA_INFO_DATA (SLAVE_DATA) to members of that struct
 */
struct link_kind {
	const char *kind;
	const char *member;
	const struct field *rows;
};

/** link_kind_by_name() - NULL for a kind that is kept raw in link->info */
const struct link_kind *link_kind_by_name(const char *kind);
const struct link_kind *link_slave_kind_by_name(const char *kind);

/* enum conf4/conf6 indices by their kernel names; see sysctl.h for reading */

#endif
