/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/netns.h"

static const struct value_name read_kinds[] = {
	{ READ_LINKS, "links" },
	{ READ_ADDRESSES, "addresses" },
	{ READ_ROUTES, "routes" },
	{ READ_RULES, "rules" },
	{ READ_NEIGHBOURS, "neighbours" },
	{ READ_PROXIES, "proxies" },
	{ READ_FDB, "fdb" },
	{ READ_VLANS, "vlans" },
	{ READ_NSIDS, "nsids" },
	{ READ_SYSCTLS, "sysctls" },
	{ READ_NFT, "nft" },
	{ READ_XT, "xt" },
	{ READ_EBTABLES, "ebtables" },
	{ READ_IPSETS, "ipsets" },
	{ READ_HOOKS, "hooks" },
	{ READ_TC, "tc" },
	{ READ_SOCKETS, "sockets" },
	{ READ_QUEUES, "queues" },
	{ READ_RESOLVERS, "resolvers" },
	{ READ_PROCESSES, "processes" },
	{ READ_XFRM, "xfrm" },
	{}
};

#define LIST(name_, member_, type_) \
	{ name_, F(netns, member_), FT_LIST, .sub = &type_ }

/*
 * The type of the firewall is a room above: whoever reads a file supplies it,
 * everybody else finds it in the object's own head.
 */
static const struct field netns_fields[] = {
	{ "id", F(netns, id), FT_STRING, .flags = FF_KEY | FF_REQUIRED },
	{ "dev", F(netns, dev), FT_U64 },
	{ "ino", F(netns, ino), FT_U64, .flags = FF_REQUIRED },
	{ "ns_id", F(netns, ns_id), FT_U64 },
	{ "owner_userns", F(netns, owner_userns), FT_U64 },
	{ "initial", F(netns, initial), FT_BOOL },
	{ "self", F(netns, self), FT_BOOL },
	{ "entered", F(netns, entered), FT_BOOL },
	{ "path", F(netns, path), FT_STRING, .flags = FF_ID },
	{ "read", F(netns, have), FT_FLAGS, .names = read_kinds },
	{ "process_count", F(netns, process_count), FT_U32 },
	LIST("names", names, name_type),
	LIST("processes", processes, process_type),
	LIST("links", links, link_type),
	LIST("addresses", addresses, address_type),
	LIST("routes", routes, route_type),
	LIST("nexthops", nexthops, nexthop_type),
	LIST("rules", rules, rule_type),
	LIST("neighbours", neighbours, neighbour_type),
	LIST("proxies", proxies, neighbour_type),
	LIST("fdb", fdb, fdb_type),
	LIST("vlans", vlans, bridge_vlan_type),
	LIST("nsids", nsids, nsid_type),
	LIST("sysctls", sysctls, sysctl_type),
	LIST("qdiscs", qdiscs, qdisc_type),
	LIST("tc_filters", tc_filters, tc_filter_type),
	LIST("sockets", socks, sock_type),
	LIST("hooks", hooks, hook_type),
	LIST("resolvers", resolvers, resolver_type),
	{ "queues", F(netns, queues), FT_STRINGS },
	{ "xfrm_policies", F(netns, xfrm_policies), FT_BOOL },
	{ "firewall", F(netns, firewall), FT_POINTER },
	{}
};

const struct object_type netns_type = {
	.name = "netns",
	.size = sizeof(struct netns),
	.fields = netns_fields,
};

bool netns_has(const struct netns *ns, uint32_t kinds)
{
	return (ns->have & kinds) == kinds;
}
