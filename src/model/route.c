/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/route.h"

#include <linux/nexthop.h>
#include <linux/rtnetlink.h>

#include "model/names.h"

static const struct field route_leg_fields[] = {
	{ "device", F(route_leg, oif), FT_IFINDEX },
	{ "via", F(route_leg, gateway), FT_ADDRESS, RTA_GATEWAY },
	{ "via_other", F(route_leg, gateway), FT_ADDRESS, RTA_VIA, FF_DERIVED,
	  HOOK_RTA_VIA },
	{ "flags", F(route_leg, flags), FT_FLAGS,
	  .names = nexthop_flag_names },
	{ "weight", F(route_leg, weight), FT_U16 },
	{ "encap_type", F(route_leg, encap_type), FT_ENUM, RTA_ENCAP_TYPE,
	  .names = encap_names },
	{}
};

const struct object_type route_leg_type = {
	.name = "leg",
	.size = sizeof(struct route_leg),
	.fields = route_leg_fields,
};

static const struct field route_fields[] = {
	{ "family", F(route, family), FT_FAMILY,
	  .flags = FF_KEY | FF_REQUIRED },
	{ "table", F(route, table), FT_U32, RTA_TABLE, FF_KEY | FF_REQUIRED },
	{ "type", F(route, type), FT_ENUM, .flags = FF_KEY,
	  .names = route_type_names },
	{ "prefix", F(route, dst), FT_PREFIX, RTA_DST, FF_KEY | FF_REQUIRED,
	  HOOK_DST_PREFIX },
	{ "source", F(route, src), FT_PREFIX, RTA_SRC, FF_KEY,
	  HOOK_SRC_PREFIX },
	{ "tos", F(route, tos), FT_U8, .flags = FF_KEY },
	{ "via", F(route, gateway), FT_ADDRESS, RTA_GATEWAY, FF_KEY },
	{ "via_other", F(route, gateway), FT_ADDRESS, RTA_VIA, FF_DERIVED,
	  HOOK_RTA_VIA },
	{ "device", F(route, oif), FT_IFINDEX, RTA_OIF, FF_KEY },
	{ "protocol", F(route, protocol), FT_ENUM,
	  .names = route_protocol_names },
	{ "scope", F(route, scope), FT_ENUM, .names = scope_names },
	{ "metric", F(route, metric), FT_U32, RTA_PRIORITY, FF_KEY },
	{ "flags", F(route, flags), FT_FLAGS, .names = nexthop_flag_names },
	{ "prefsrc", F(route, prefsrc), FT_ADDRESS, RTA_PREFSRC },
	{ "legs", F(route, legs), FT_LIST, RTA_MULTIPATH,
	  .hook = HOOK_MULTIPATH, .sub = &route_leg_type },
	{ "mtu", F(route, mtu), FT_U32, RTA_METRICS, .hook = HOOK_METRICS },
	{ "lock", F(route, lock), FT_U32 },
	{ "hoplimit", F(route, hoplimit), FT_U32 },
	{ "pref", F(route, pref), FT_U8, RTA_PREF },
	{ "nexthop", F(route, nh_id), FT_U32, RTA_NH_ID, FF_KEY },
	{ "encap_type", F(route, encap_type), FT_ENUM, RTA_ENCAP_TYPE,
	  .names = encap_names },
	{ "encap", F(route, encap), FT_BYTES, RTA_ENCAP },
	{ "expires", F(route, expires), FT_S32, RTA_CACHEINFO, FF_VOLATILE,
	  HOOK_CACHEINFO },
	{}
};

const struct object_type route_type = {
	.name = "route",
	.size = sizeof(struct route),
	.fields = route_fields,
};

static const struct field nexthop_member_fields[] = {
	{ "id", F(nexthop_member, id), FT_U32, .flags = FF_KEY },
	{ "weight", F(nexthop_member, weight), FT_U16 },
	{}
};

const struct object_type nexthop_member_type = {
	.name = "member",
	.size = sizeof(struct nexthop_member),
	.fields = nexthop_member_fields,
};

static const struct value_name group_types[] = {
	{ NEXTHOP_GRP_TYPE_MPATH, "multipath" },
	{ NEXTHOP_GRP_TYPE_RES, "resilient" },
	{}
};

static const struct field nexthop_fields[] = {
	{ "id", F(nexthop, id), FT_U32, NHA_ID, FF_KEY | FF_REQUIRED },
	{ "family", F(nexthop, family), FT_FAMILY },
	{ "scope", F(nexthop, scope), FT_ENUM, .names = scope_names },
	{ "protocol", F(nexthop, protocol), FT_ENUM,
	  .names = route_protocol_names },
	{ "flags", F(nexthop, flags), FT_FLAGS, .names = nexthop_flag_names },
	{ "device", F(nexthop, oif), FT_IFINDEX, NHA_OIF },
	{ "via", F(nexthop, gateway), FT_ADDRESS, NHA_GATEWAY },
	{ "group", F(nexthop, group), FT_LIST, NHA_GROUP,
	  .hook = HOOK_NH_GROUP, .sub = &nexthop_member_type },
	{ "group_type", F(nexthop, group_type), FT_ENUM, NHA_GROUP_TYPE,
	  .names = group_types },
	{ "blackhole", F(nexthop, blackhole), FT_BOOL, NHA_BLACKHOLE },
	{ "fdb", F(nexthop, fdb), FT_BOOL, NHA_FDB },
	{ "encap_type", F(nexthop, encap_type), FT_ENUM, NHA_ENCAP_TYPE,
	  .names = encap_names },
	{}
};

const struct object_type nexthop_type = {
	.name = "nexthop",
	.size = sizeof(struct nexthop),
	.fields = nexthop_fields,
};
