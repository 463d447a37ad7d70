/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables of what IFLA_INFO_DATA and IFLA_INFO_SLAVE_DATA hold, by kind. */
#include "model/link.h"

#include <linux/if_link.h>
#include <linux/if_tunnel.h>
#include <string.h>

#include "model/link_types.h"
#include "model/newer.h"

#define ROWS(name) static const struct field name[]
#define TYPE(name_, struct_)                           \
	const struct object_type name_##_type = {      \
		.name = #struct_,                      \
		.size = sizeof(struct struct_),        \
		.fields = name_##_rows,                \
	}

static const struct value_name port_states[] = {
	{ 0, "disabled" },   { 1, "listening" }, { 2, "learning" },
	{ 3, "forwarding" }, { 4, "blocking" },	 {}
};

ROWS(link_port_rows) = {
	{ "state", F(link_port, state), FT_ENUM, IFLA_BRPORT_STATE,
	  .names = port_states },
	{ "hairpin", F(link_port, hairpin), FT_U8, IFLA_BRPORT_MODE },
	{ "guard", F(link_port, guard), FT_U8, IFLA_BRPORT_GUARD },
	{ "protect", F(link_port, protect), FT_U8, IFLA_BRPORT_PROTECT },
	{ "learning", F(link_port, learning), FT_U8, IFLA_BRPORT_LEARNING },
	{ "flood", F(link_port, flood), FT_U8, IFLA_BRPORT_UNICAST_FLOOD },
	{ "proxyarp", F(link_port, proxyarp), FT_U8, IFLA_BRPORT_PROXYARP },
	{ "proxyarp_wifi", F(link_port, proxyarp_wifi), FT_U8,
	  IFLA_BRPORT_PROXYARP_WIFI },
	{ "mcast_flood", F(link_port, mcast_flood), FT_U8,
	  IFLA_BRPORT_MCAST_FLOOD },
	{ "bcast_flood", F(link_port, bcast_flood), FT_U8,
	  IFLA_BRPORT_BCAST_FLOOD },
	{ "vlan_tunnel", F(link_port, vlan_tunnel), FT_U8,
	  IFLA_BRPORT_VLAN_TUNNEL },
	{ "neigh_suppress", F(link_port, neigh_suppress), FT_U8,
	  IFLA_BRPORT_NEIGH_SUPPRESS },
	{ "isolated", F(link_port, isolated), FT_U8, IFLA_BRPORT_ISOLATED },
	{ "locked", F(link_port, locked), FT_U8, IFLA_BRPORT_LOCKED },
	{ "mab", F(link_port, mab), FT_U8, NSD_IFLA_BRPORT_MAB },
	{ "backup_port", F(link_port, backup_port), FT_IFINDEX,
	  IFLA_BRPORT_BACKUP_PORT },
	{}
};
TYPE(link_port, link_port);

ROWS(link_bridge_rows) = {
	{ "forward_delay", F(link_bridge, forward_delay), FT_U32,
	  IFLA_BR_FORWARD_DELAY },
	{ "ageing_time", F(link_bridge, ageing_time), FT_U32,
	  IFLA_BR_AGEING_TIME },
	{ "stp_state", F(link_bridge, stp_state), FT_U32, IFLA_BR_STP_STATE },
	{ "vlan_filtering", F(link_bridge, vlan_filtering), FT_U8,
	  IFLA_BR_VLAN_FILTERING },
	{ "vlan_protocol", F(link_bridge, vlan_protocol), FT_U16,
	  IFLA_BR_VLAN_PROTOCOL, FF_BE },
	{ "group_fwd_mask", F(link_bridge, group_fwd_mask), FT_U16,
	  IFLA_BR_GROUP_FWD_MASK },
	{ "mcast_snooping", F(link_bridge, mcast_snooping), FT_U8,
	  IFLA_BR_MCAST_SNOOPING },
	{ "mcast_querier", F(link_bridge, mcast_querier), FT_U8,
	  IFLA_BR_MCAST_QUERIER },
	{ "nf_call_iptables", F(link_bridge, nf_call_iptables), FT_U8,
	  IFLA_BR_NF_CALL_IPTABLES },
	{ "nf_call_ip6tables", F(link_bridge, nf_call_ip6tables), FT_U8,
	  IFLA_BR_NF_CALL_IP6TABLES },
	{ "nf_call_arptables", F(link_bridge, nf_call_arptables), FT_U8,
	  IFLA_BR_NF_CALL_ARPTABLES },
	{ "vlan_default_pvid", F(link_bridge, vlan_default_pvid), FT_U16,
	  IFLA_BR_VLAN_DEFAULT_PVID },
	{}
};
TYPE(link_bridge, link_bridge);

ROWS(link_vlan_rows) = {
	{ "id", F(link_vlan, id), FT_U16, IFLA_VLAN_ID },
	{ "protocol", F(link_vlan, protocol), FT_U16, IFLA_VLAN_PROTOCOL,
	  FF_BE },
	{}
};
TYPE(link_vlan, link_vlan);

static const struct value_name macvlan_modes[] = {
	{ MACVLAN_MODE_PRIVATE, "private" },   { MACVLAN_MODE_VEPA, "vepa" },
	{ MACVLAN_MODE_BRIDGE, "bridge" },     { MACVLAN_MODE_SOURCE, "source" },
	{ MACVLAN_MODE_PASSTHRU, "passthru" }, {}
};

ROWS(link_macvlan_rows) = {
	{ "mode", F(link_macvlan, mode), FT_ENUM, IFLA_MACVLAN_MODE,
	  .names = macvlan_modes },
	{ "flags", F(link_macvlan, flags), FT_U16, IFLA_MACVLAN_FLAGS },
	{}
};
TYPE(link_macvlan, link_macvlan);

static const struct value_name ipvlan_modes[] = {
	{ IPVLAN_MODE_L2, "l2" }, { IPVLAN_MODE_L3, "l3" },
	{ IPVLAN_MODE_L3S, "l3s" }, {}
};

ROWS(link_ipvlan_rows) = {
	{ "mode", F(link_ipvlan, mode), FT_ENUM, IFLA_IPVLAN_MODE,
	  .names = ipvlan_modes },
	{ "flags", F(link_ipvlan, flags), FT_U16, IFLA_IPVLAN_FLAGS },
	{}
};
TYPE(link_ipvlan, link_ipvlan);

ROWS(link_vxlan_rows) = {
	{ "id", F(link_vxlan, id), FT_U32, IFLA_VXLAN_ID },
	{ "group", F(link_vxlan, group), FT_ADDRESS, IFLA_VXLAN_GROUP },
	{ "group6", F(link_vxlan, group), FT_ADDRESS, IFLA_VXLAN_GROUP6,
	  FF_DERIVED },
	{ "local", F(link_vxlan, local), FT_ADDRESS, IFLA_VXLAN_LOCAL },
	{ "local6", F(link_vxlan, local), FT_ADDRESS, IFLA_VXLAN_LOCAL6,
	  FF_DERIVED },
	{ "link", F(link_vxlan, link), FT_IFINDEX, IFLA_VXLAN_LINK },
	{ "learning", F(link_vxlan, learning), FT_U8, IFLA_VXLAN_LEARNING },
	{ "proxy", F(link_vxlan, proxy), FT_U8, IFLA_VXLAN_PROXY },
	{ "port", F(link_vxlan, port), FT_U16, IFLA_VXLAN_PORT, FF_BE },
	{ "collect_metadata", F(link_vxlan, collect_metadata), FT_BOOL,
	  IFLA_VXLAN_COLLECT_METADATA },
	{}
};
TYPE(link_vxlan, link_vxlan);

static const struct value_name bond_modes[] = {
	{ 0, "balance-rr" }, { 1, "active-backup" }, { 2, "balance-xor" },
	{ 3, "broadcast" },  { 4, "802.3ad" },	     { 5, "balance-tlb" },
	{ 6, "balance-alb" }, {}
};

ROWS(link_bond_rows) = {
	{ "mode", F(link_bond, mode), FT_ENUM, IFLA_BOND_MODE,
	  .names = bond_modes },
	{ "active_slave", F(link_bond, active_slave), FT_IFINDEX,
	  IFLA_BOND_ACTIVE_SLAVE },
	{}
};
TYPE(link_bond, link_bond);

static const struct value_name slave_states[] = {
	{ 0, "active" }, { 1, "backup" }, {}
};

static const struct value_name mii_states[] = {
	{ 0, "up" }, { 1, "going-down" }, { 2, "down" }, { 3, "going-back" }, {}
};

ROWS(link_bond_slave_rows) = {
	{ "state", F(link_bond_slave, state), FT_ENUM, IFLA_BOND_SLAVE_STATE,
	  .names = slave_states },
	{ "mii_status", F(link_bond_slave, mii_status), FT_ENUM,
	  IFLA_BOND_SLAVE_MII_STATUS, .names = mii_states },
	{}
};
TYPE(link_bond_slave, link_bond_slave);

/* IFLA_VRF_TABLE and IFLA_VRF_PORT_TABLE have the same number. */
ROWS(link_vrf_rows) = {
	{ "table", F(link_vrf, table), FT_U32, IFLA_VRF_TABLE },
	{}
};
TYPE(link_vrf, link_vrf);

static const struct value_name tun_types[] = {
	{ 1, "tun" }, { 2, "tap" }, {}
};

ROWS(link_tun_rows) = {
	{ "type", F(link_tun, type), FT_ENUM, IFLA_TUN_TYPE,
	  .names = tun_types },
	{ "persist", F(link_tun, persist), FT_U8, IFLA_TUN_PERSIST },
	{}
};
TYPE(link_tun, link_tun);

static const struct value_name netkit_modes[] = {
	{ 0, "l2" }, { 1, "l3" }, {}
};

static const struct value_name netkit_policies[] = {
	{ 0, "pass" }, { 2, "drop" }, {}
};

ROWS(link_netkit_rows) = {
	{ "mode", F(link_netkit, mode), FT_ENUM, NSD_IFLA_NETKIT_MODE,
	  .names = netkit_modes },
	{ "policy", F(link_netkit, policy), FT_ENUM, NSD_IFLA_NETKIT_POLICY,
	  .names = netkit_policies },
	{ "peer_policy", F(link_netkit, peer_policy), FT_ENUM,
	  NSD_IFLA_NETKIT_PEER_POLICY, .names = netkit_policies },
	{ "primary", F(link_netkit, primary), FT_U8,
	  NSD_IFLA_NETKIT_PRIMARY },
	{}
};
TYPE(link_netkit, link_netkit);

/* What the file holds of a tunnel; the attributes depend on the kind. */
ROWS(link_tunnel_rows) = {
	{ "link", F(link_tunnel, link), FT_IFINDEX },
	{ "local", F(link_tunnel, local), FT_ADDRESS },
	{ "remote", F(link_tunnel, remote), FT_ADDRESS },
	{ "ikey", F(link_tunnel, ikey), FT_U32 },
	{ "okey", F(link_tunnel, okey), FT_U32 },
	{ "iflags", F(link_tunnel, iflags), FT_U16 },
	{ "oflags", F(link_tunnel, oflags), FT_U16 },
	{ "ttl", F(link_tunnel, ttl), FT_U8 },
	{ "collect_metadata", F(link_tunnel, collect_metadata), FT_BOOL },
	{}
};
TYPE(link_tunnel, link_tunnel);

ROWS(iptun_rows) = {
	{ "link", F(link_tunnel, link), FT_IFINDEX, IFLA_IPTUN_LINK },
	{ "local", F(link_tunnel, local), FT_ADDRESS, IFLA_IPTUN_LOCAL },
	{ "remote", F(link_tunnel, remote), FT_ADDRESS, IFLA_IPTUN_REMOTE },
	{ "ttl", F(link_tunnel, ttl), FT_U8, IFLA_IPTUN_TTL },
	{ "collect_metadata", F(link_tunnel, collect_metadata), FT_BOOL,
	  IFLA_IPTUN_COLLECT_METADATA },
	{}
};

ROWS(gre_rows) = {
	{ "link", F(link_tunnel, link), FT_IFINDEX, IFLA_GRE_LINK },
	{ "local", F(link_tunnel, local), FT_ADDRESS, IFLA_GRE_LOCAL },
	{ "remote", F(link_tunnel, remote), FT_ADDRESS, IFLA_GRE_REMOTE },
	{ "ikey", F(link_tunnel, ikey), FT_U32, IFLA_GRE_IKEY, FF_BE },
	{ "okey", F(link_tunnel, okey), FT_U32, IFLA_GRE_OKEY, FF_BE },
	{ "iflags", F(link_tunnel, iflags), FT_U16, IFLA_GRE_IFLAGS, FF_BE },
	{ "oflags", F(link_tunnel, oflags), FT_U16, IFLA_GRE_OFLAGS, FF_BE },
	{ "ttl", F(link_tunnel, ttl), FT_U8, IFLA_GRE_TTL },
	{ "collect_metadata", F(link_tunnel, collect_metadata), FT_BOOL,
	  IFLA_GRE_COLLECT_METADATA },
	{}
};

ROWS(vti_rows) = {
	{ "link", F(link_tunnel, link), FT_IFINDEX, IFLA_VTI_LINK },
	{ "local", F(link_tunnel, local), FT_ADDRESS, IFLA_VTI_LOCAL },
	{ "remote", F(link_tunnel, remote), FT_ADDRESS, IFLA_VTI_REMOTE },
	{ "ikey", F(link_tunnel, ikey), FT_U32, IFLA_VTI_IKEY, FF_BE },
	{ "okey", F(link_tunnel, okey), FT_U32, IFLA_VTI_OKEY, FF_BE },
	{}
};

/* IFLA_XDP_ATTACHED and the id of the only program. */
static const struct value_name xdp_modes[] = {
	{ XDP_ATTACHED_NONE, "none" }, { XDP_ATTACHED_DRV, "driver" },
	{ XDP_ATTACHED_SKB, "generic" }, { XDP_ATTACHED_HW, "hardware" },
	{ XDP_ATTACHED_MULTI, "several" }, {}
};

ROWS(link_xdp_rows) = {
	{ "attached", F(link_xdp, attached), FT_ENUM, IFLA_XDP_ATTACHED,
	  .names = xdp_modes },
	{ "prog_id", F(link_xdp, prog_id), FT_U32, IFLA_XDP_PROG_ID },
	{}
};
TYPE(link_xdp, link_xdp);

static const struct link_kind kinds[] = {
	{ "bridge", "bridge", link_bridge_rows },
	{ "vlan", "vlan", link_vlan_rows },
	{ "macvlan", "macvlan", link_macvlan_rows },
	{ "macvtap", "macvlan", link_macvlan_rows },
	{ "ipvlan", "ipvlan", link_ipvlan_rows },
	{ "ipvtap", "ipvlan", link_ipvlan_rows },
	{ "vxlan", "vxlan", link_vxlan_rows },
	{ "bond", "bond", link_bond_rows },
	{ "vrf", "vrf", link_vrf_rows },
	{ "tun", "tun", link_tun_rows },
	{ "netkit", "netkit", link_netkit_rows },
	{ "ipip", "tunnel", iptun_rows },
	{ "sit", "tunnel", iptun_rows },
	{ "ip6tnl", "tunnel", iptun_rows },
	{ "gre", "tunnel", gre_rows },
	{ "gretap", "tunnel", gre_rows },
	{ "erspan", "tunnel", gre_rows },
	{ "ip6gre", "tunnel", gre_rows },
	{ "ip6gretap", "tunnel", gre_rows },
	{ "ip6erspan", "tunnel", gre_rows },
	{ "vti", "tunnel", vti_rows },
	{ "vti6", "tunnel", vti_rows },
};

static const struct link_kind slave_kinds[] = {
	{ "bridge", "port", link_port_rows },
	{ "bond", "bond_slave", link_bond_slave_rows },
	{ "vrf", "vrf_slave", link_vrf_rows },
};

const struct link_kind *link_kind_by_name(const char *kind)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(kinds[i].kind, kind))
			return &kinds[i];
	return NULL;
}

const struct link_kind *link_slave_kind_by_name(const char *kind)
{
	for (size_t i = 0; i < ARRAY_SIZE(slave_kinds); i++)
		if (!strcmp(slave_kinds[i].kind, kind))
			return &slave_kinds[i];
	return NULL;
}
