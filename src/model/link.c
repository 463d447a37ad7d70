/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/link.h"

#include <linux/if.h>
#include <linux/if_arp.h>
#include <linux/if_link.h>
#include <string.h>

#include "model/link_types.h"
#include "model/netns.h"

static const struct value_name iff_names[] = {
	{ IFF_UP, "UP" },
	{ IFF_BROADCAST, "BROADCAST" },
	{ IFF_DEBUG, "DEBUG" },
	{ IFF_LOOPBACK, "LOOPBACK" },
	{ IFF_POINTOPOINT, "POINTOPOINT" },
	{ IFF_NOTRAILERS, "NOTRAILERS" },
	{ IFF_RUNNING, "RUNNING" },
	{ IFF_NOARP, "NOARP" },
	{ IFF_PROMISC, "PROMISC" },
	{ IFF_ALLMULTI, "ALLMULTI" },
	{ IFF_MASTER, "MASTER" },
	{ IFF_SLAVE, "SLAVE" },
	{ IFF_MULTICAST, "MULTICAST" },
	{ IFF_PORTSEL, "PORTSEL" },
	{ IFF_AUTOMEDIA, "AUTOMEDIA" },
	{ IFF_DYNAMIC, "DYNAMIC" },
	{ IFF_LOWER_UP, "LOWER_UP" },
	{ IFF_DORMANT, "DORMANT" },
	{ IFF_ECHO, "ECHO" },
	{}
};

static const struct value_name arphrd_names[] = {
	{ ARPHRD_ETHER, "ether" },
	{ ARPHRD_INFINIBAND, "infiniband" },
	{ ARPHRD_PPP, "ppp" },
	{ ARPHRD_TUNNEL, "ipip" },
	{ ARPHRD_TUNNEL6, "tunnel6" },
	{ ARPHRD_LOOPBACK, "loopback" },
	{ ARPHRD_SIT, "sit" },
	{ ARPHRD_IPGRE, "gre" },
	{ ARPHRD_IP6GRE, "gre6" },
	{ ARPHRD_RAWIP, "rawip" },
	{ ARPHRD_NONE, "none" },
	{}
};

static const struct value_name operstates[] = {
	{ IF_OPER_UNKNOWN, "unknown" },
	{ IF_OPER_NOTPRESENT, "notpresent" },
	{ IF_OPER_DOWN, "down" },
	{ IF_OPER_LOWERLAYERDOWN, "lowerlayerdown" },
	{ IF_OPER_TESTING, "testing" },
	{ IF_OPER_DORMANT, "dormant" },
	{ IF_OPER_UP, "up" },
	{}
};

#define INNER(member_, type_) \
	{ #member_, F(link, member_), FT_STRUCT, .sub = &type_ }

static const struct field link_fields[] = {
	{ "index", F(link, index), FT_IFINDEX, .flags = FF_KEY | FF_REQUIRED },
	{ "name", F(link, name), FT_STRING, IFLA_IFNAME, FF_ID },
	{ "kind", F(link, kind), FT_STRING, IFLA_LINKINFO,
	  .hook = HOOK_LINKINFO },
	{ "arphrd", F(link, arphrd), FT_ENUM, .names = arphrd_names },
	{ "flags", F(link, flags), FT_FLAGS, .names = iff_names },
	{ "mtu", F(link, mtu), FT_U32, IFLA_MTU },
	{ "mac", F(link, address), FT_MAC, IFLA_ADDRESS },
	{ "broadcast", F(link, broadcast), FT_MAC, IFLA_BROADCAST },
	{ "alias", F(link, alias), FT_STRING, IFLA_IFALIAS, FF_ID },
	{ "altnames", F(link, altnames), FT_STRINGS, IFLA_PROP_LIST, FF_ID,
	  HOOK_PROP_LIST },
	{ "operstate", F(link, operstate), FT_ENUM, IFLA_OPERSTATE,
	  .names = operstates },
	{ "carrier", F(link, carrier), FT_U8, IFLA_CARRIER },
	{ "proto_down", F(link, proto_down), FT_U8, IFLA_PROTO_DOWN },
	{ "master", F(link, master), FT_IFINDEX, IFLA_MASTER },
	{ "peer", F(link, peer), FT_S32, IFLA_LINK },
	{ "peer_nsid", F(link, peer_nsid), FT_S32, IFLA_LINK_NETNSID },
	{ "group", F(link, group), FT_U32, IFLA_GROUP },
	{ "txqlen", F(link, txqlen), FT_U32, IFLA_TXQLEN },
	{ "qdisc", F(link, qdisc), FT_STRING, IFLA_QDISC },
	{ "slave_kind", F(link, slave_kind), FT_STRING },
	INNER(port, link_port_type),
	INNER(bridge, link_bridge_type),
	INNER(vlan, link_vlan_type),
	INNER(macvlan, link_macvlan_type),
	INNER(ipvlan, link_ipvlan_type),
	INNER(vxlan, link_vxlan_type),
	INNER(bond, link_bond_type),
	INNER(bond_slave, link_bond_slave_type),
	INNER(vrf, link_vrf_type),
	INNER(vrf_slave, link_vrf_type),
	INNER(tun, link_tun_type),
	INNER(netkit, link_netkit_type),
	INNER(tunnel, link_tunnel_type),
	{ "xdp", F(link, xdp), FT_STRUCT, IFLA_XDP, .hook = HOOK_XDP,
	  .sub = &link_xdp_type },
	{ "conf4", F(link, conf4), FT_S32S, IFLA_AF_SPEC,
	  .hook = HOOK_AF_SPEC },
	{ "conf6", F(link, conf6), FT_S32S },
	{ "inet6_flags", F(link, inet6_flags), FT_U32 },
	{ "has_inet4", F(link, has_inet4), FT_BOOL },
	{ "has_inet6", F(link, has_inet6), FT_BOOL },
	{ "info", F(link, info), FT_BYTES },
	{ "rx_packets", F(link, rx_packets), FT_U64, IFLA_STATS64, FF_VOLATILE,
	  HOOK_STATS64 },
	{ "tx_packets", F(link, tx_packets), FT_U64, .flags = FF_VOLATILE },
	{}
};

static void link_init(void *obj)
{
	struct link *l = obj;

	l->peer_ns = NETNS_NONE;
}

const struct object_type link_type = {
	.name = "link",
	.size = sizeof(struct link),
	.fields = link_fields,
	.init = link_init,
};

bool link_is_up(const struct link *l)
{
	return l->flags & IFF_UP;
}

bool link_has_carrier(const struct link *l)
{
	return l->flags & IFF_LOWER_UP;
}

bool link_is_kind(const struct link *l, const char *kind)
{
	return l->kind && !strcmp(l->kind, kind);
}

bool link_is_loopback(const struct link *l)
{
	return l->flags & IFF_LOOPBACK;
}

bool link_is_port(const struct link *l)
{
	return l->master && l->slave_kind && !strcmp(l->slave_kind, "bridge");
}

bool link_is_veth(const struct link *l)
{
	return link_is_kind(l, "veth") || link_is_kind(l, "netkit");
}
