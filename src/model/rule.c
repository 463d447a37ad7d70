/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/rule.h"

#include <linux/fib_rules.h>

#include "model/names.h"

static const struct value_name actions[] = {
	{ FR_ACT_TO_TBL, "table" },
	{ FR_ACT_GOTO, "goto" },
	{ FR_ACT_NOP, "nop" },
	{ FR_ACT_BLACKHOLE, "blackhole" },
	{ FR_ACT_UNREACHABLE, "unreachable" },
	{ FR_ACT_PROHIBIT, "prohibit" },
	{}
};

static const struct value_name rule_flags[] = {
	{ FIB_RULE_PERMANENT, "permanent" },
	{ FIB_RULE_INVERT, "not" },
	{ FIB_RULE_UNRESOLVED, "unresolved" },
	{ FIB_RULE_IIF_DETACHED, "iif-detached" },
	{ FIB_RULE_OIF_DETACHED, "oif-detached" },
	{}
};

static const struct field rule_fields[] = {
	{ "family", F(rule, family), FT_FAMILY, .flags = FF_KEY | FF_REQUIRED },
	{ "priority", F(rule, priority), FT_U32, FRA_PRIORITY, FF_KEY },
	{ "action", F(rule, action), FT_ENUM, .flags = FF_KEY,
	  .names = actions },
	{ "flags", F(rule, flags), FT_FLAGS, .flags = FF_KEY,
	  .names = rule_flags },
	{ "table", F(rule, table), FT_U32, FRA_TABLE, FF_KEY },
	{ "from", F(rule, src), FT_PREFIX, FRA_SRC, FF_KEY, HOOK_SRC_PREFIX },
	{ "to", F(rule, dst), FT_PREFIX, FRA_DST, FF_KEY, HOOK_DST_PREFIX },
	{ "tos", F(rule, tos), FT_U8 },
	{ "iif", F(rule, iif), FT_STRING, FRA_IIFNAME, FF_KEY | FF_ID },
	{ "oif", F(rule, oif), FT_STRING, FRA_OIFNAME, FF_KEY | FF_ID },
	{ "fwmark", F(rule, fwmark), FT_U32, FRA_FWMARK, FF_KEY },
	{ "fwmask", F(rule, fwmask), FT_U32, FRA_FWMASK, FF_KEY },
	{ "goto", F(rule, goto_priority), FT_U32, FRA_GOTO },
	{ "suppress_prefixlength", F(rule, suppress_prefixlen), FT_S32,
	  FRA_SUPPRESS_PREFIXLEN },
	{ "suppress_ifgroup", F(rule, suppress_ifgroup), FT_S32,
	  FRA_SUPPRESS_IFGROUP },
	{ "l3mdev", F(rule, l3mdev), FT_U8, FRA_L3MDEV, FF_KEY },
	{ "uid_first", F(rule, uid_first), FT_U32, FRA_UID_RANGE, FF_KEY,
	  HOOK_UID_RANGE },
	{ "uid_last", F(rule, uid_last), FT_U32, .flags = FF_KEY },
	{ "ip_proto", F(rule, ip_proto), FT_U8, FRA_IP_PROTO, FF_KEY },
	{ "sport_first", F(rule, sport_first), FT_U16, FRA_SPORT_RANGE, FF_KEY,
	  HOOK_PORT_RANGE },
	{ "sport_last", F(rule, sport_last), FT_U16, .flags = FF_KEY },
	{ "dport_first", F(rule, dport_first), FT_U16, FRA_DPORT_RANGE, FF_KEY,
	  HOOK_PORT_RANGE },
	{ "dport_last", F(rule, dport_last), FT_U16, .flags = FF_KEY },
	{ "tun_id", F(rule, tun_id), FT_U64, FRA_TUN_ID, FF_BE | FF_KEY },
	{ "protocol", F(rule, protocol), FT_ENUM, FRA_PROTOCOL,
	  .names = route_protocol_names },
	{ "opaque", F(rule, opaque), FT_BOOL },
	{}
};

static void rule_init(void *obj)
{
	struct rule *r = obj;

	r->suppress_prefixlen = -1;
	r->suppress_ifgroup = -1;
}

const struct object_type rule_type = {
	.name = "rule",
	.size = sizeof(struct rule),
	.fields = rule_fields,
	.init = rule_init,
};
