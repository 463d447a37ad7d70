/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fixed words of stages, reasons and symptoms, one table each. */
#include "walk/stage.h"

static const char *const stage_names[STAGE_COUNT] = {
	[STAGE_NONE] = "none",
	[STAGE_SOURCE_ADDRESS] = "source-address",
	[STAGE_ROUTE_OUTPUT] = "route-output",
	[STAGE_NF_OUTPUT] = "nf-output",
	[STAGE_NF_POSTROUTING] = "nf-postrouting",
	[STAGE_NEIGHBOUR] = "neighbour",
	[STAGE_NF_EGRESS] = "nf-egress",
	[STAGE_TC_EGRESS] = "tc-egress",
	[STAGE_TRANSMIT] = "transmit",
	[STAGE_RECEIVE] = "receive",
	[STAGE_XDP] = "xdp",
	[STAGE_TC_INGRESS] = "tc-ingress",
	[STAGE_NF_INGRESS] = "nf-ingress",
	[STAGE_BRIDGE] = "bridge",
	[STAGE_NF_BRIDGE_PREROUTING] = "nf-bridge-prerouting",
	[STAGE_NF_BRIDGE_INPUT] = "nf-bridge-input",
	[STAGE_NF_BRIDGE_FORWARD] = "nf-bridge-forward",
	[STAGE_NF_BRIDGE_OUTPUT] = "nf-bridge-output",
	[STAGE_NF_BRIDGE_POSTROUTING] = "nf-bridge-postrouting",
	[STAGE_CONNTRACK] = "conntrack",
	[STAGE_NF_PREROUTING] = "nf-prerouting",
	[STAGE_ROUTE_INPUT] = "route-input",
	[STAGE_SOURCE_CHECK] = "source-check",
	[STAGE_FORWARD] = "forward",
	[STAGE_NF_FORWARD] = "nf-forward",
	[STAGE_NF_INPUT] = "nf-input",
	[STAGE_SOCKET] = "socket",
	[STAGE_EDGE] = "edge",
	[STAGE_BEYOND] = "beyond",
};

static const char *const reason_names[REASON_COUNT] = {
	[REASON_NONE] = "none",
	[REASON_RULE] = "rule",
	[REASON_POLICY] = "policy",
	[REASON_QUEUE_NO_READER] = "queue-without-reader",
	[REASON_NAT_NO_ADDRESS] = "nat-no-address",
	[REASON_NO_ROUTE] = "no-route",
	[REASON_ROUTE_BLACKHOLE] = "route-blackhole",
	[REASON_ROUTE_UNREACHABLE] = "route-unreachable",
	[REASON_ROUTE_PROHIBIT] = "route-prohibit",
	[REASON_ROUTE_THROW] = "route-throw",
	[REASON_RULE_BLACKHOLE] = "rule-blackhole",
	[REASON_RULE_UNREACHABLE] = "rule-unreachable",
	[REASON_RULE_PROHIBIT] = "rule-prohibit",
	[REASON_NO_SOURCE] = "no-source-address",
	[REASON_SOURCE_NOT_LOCAL] = "source-not-local",
	[REASON_IPV6_DISABLED] = "ipv6-disabled",
	[REASON_FORWARD_OFF] = "forward-off",
	[REASON_RP_FILTER] = "rp-filter",
	[REASON_MARTIAN_SOURCE] = "martian-source",
	[REASON_MARTIAN_DESTINATION] = "martian-destination",
	[REASON_BROADCAST_IGNORED] = "broadcast-ignored",
	[REASON_TTL] = "ttl",
	[REASON_TOO_BIG] = "too-big",
	[REASON_LOOP] = "loop",
	[REASON_NOT_MEMBER] = "not-member",
	[REASON_SCOPE] = "scope",
	[REASON_LINK_DOWN] = "link-down",
	[REASON_NO_CARRIER] = "no-carrier",
	[REASON_PEER_DOWN] = "peer-down",
	[REASON_PEER_ABSENT] = "peer-absent",
	[REASON_MASTER_DOWN] = "master-down",
	[REASON_PORT_STATE] = "port-state",
	[REASON_PORT_ISOLATED] = "port-isolated",
	[REASON_PORT_LOCKED] = "port-locked",
	[REASON_PORT_HAIRPIN] = "port-hairpin",
	[REASON_PORT_NO_FLOOD] = "port-no-flood",
	[REASON_VLAN] = "vlan",
	[REASON_FDB_WRONG] = "fdb-wrong",
	[REASON_NOBODY_TAKES] = "nobody-takes",
	[REASON_OTHERHOST] = "otherhost",
	[REASON_NO_NEIGHBOUR] = "no-neighbour",
	[REASON_NEIGHBOUR_FIXED] = "neighbour-fixed",
	[REASON_NOBODY_OWNS] = "nobody-owns",
	[REASON_ARP_REFUSED] = "arp-refused",
	[REASON_MACVLAN] = "macvlan",
	[REASON_TUNNEL] = "tunnel",
	[REASON_SWALLOWED] = "swallowed",
	[REASON_QDISC] = "qdisc",
	[REASON_ECHO_IGNORED] = "echo-ignored",
	[REASON_WRONG_SOURCE] = "wrong-source",
	[REASON_NOT_OURS] = "not-ours",
	[REASON_CT_FULL] = "conntrack-full",
	[REASON_NO_ANSWER] = "no-answer",
	[REASON_OPAQUE] = "not-understood",
	[REASON_NOT_READ] = "not-read",
	[REASON_PROGRAM] = "program",
	[REASON_QUEUE_READER] = "queue-reader",
	[REASON_RANDOM] = "random",
	[REASON_OVS] = "ovs",
	[REASON_FORKS] = "too-many-forks",
	[REASON_BRANCHES_DIFFER] = "branches-differ",
	[REASON_DELIVERED] = "delivered",
	[REASON_REFUSED] = "refused",
};

static const char *const symptom_names[] = {
	[SYMPTOM_NONE] = "none",
	[SYMPTOM_SILENCE] = "silence",
	[SYMPTOM_PROHIBITED] = "prohibited",
	[SYMPTOM_HOST_UNREACHABLE] = "host-unreachable",
	[SYMPTOM_NET_UNREACHABLE] = "net-unreachable",
	[SYMPTOM_REFUSED] = "refused",
	[SYMPTOM_NOT_PERMITTED] = "not-permitted",
	[SYMPTOM_INVALID_ARGUMENT] = "invalid-argument",
	[SYMPTOM_TOO_BIG] = "too-big",
	[SYMPTOM_TTL_EXCEEDED] = "ttl-exceeded",
	[SYMPTOM_UNKNOWN] = "unknown",
};

/* jump, goto and return are words of a trace; a rule that did not match is
 * "continue": the packet went on to the next one. */
static const char *const did_names[] = {
	[DID_PASS] = "pass",	   [DID_ACCEPT] = "accept",
	[DID_DROP] = "drop",	   [DID_REJECT] = "reject",
	[DID_JUMP] = "jump",	   [DID_GOTO] = "goto",
	[DID_RETURN] = "return",   [DID_CONTINUE] = "continue",
	[DID_NO_MATCH] = "continue", [DID_TRANSLATE] = "translate",
	[DID_QUEUE] = "queue",	   [DID_DELIVER] = "deliver",
	[DID_LEAVE] = "leave",	   [DID_FORK] = "fork",
	[DID_UNKNOWN] = "unknown",
};

static const struct value_name read_names[] = {
	{ READ_LINKS, "links" },
	{ READ_ADDRESSES, "addresses" },
	{ READ_ROUTES, "routes" },
	{ READ_RULES, "policy rules" },
	{ READ_NEIGHBOURS, "neighbours" },
	{ READ_PROXIES, "proxy neighbours" },
	{ READ_FDB, "bridge forwarding table" },
	{ READ_VLANS, "bridge VLANs" },
	{ READ_NSIDS, "namespace ids" },
	{ READ_SYSCTLS, "sysctls" },
	{ READ_NFT, "nftables" },
	{ READ_XT, "legacy iptables" },
	{ READ_EBTABLES, "ebtables" },
	{ READ_IPSETS, "ipsets" },
	{ READ_HOOKS, "netfilter hooks" },
	{ READ_TC, "traffic control" },
	{ READ_SOCKETS, "sockets" },
	{ READ_QUEUES, "netfilter queues" },
	{ READ_RESOLVERS, "resolver files" },
	{ READ_PROCESSES, "processes" },
	{ READ_XFRM, "IPsec policies" },
	{ 0, NULL },
};

const char *walk_stage_name(enum stage s)
{
	return stage_names[s];
}

const char *walk_reason_name(enum reason r)
{
	return reason_names[r];
}

const char *walk_symptom_name(enum symptom s)
{
	return symptom_names[s];
}

const char *walk_did_name(enum step_outcome d)
{
	return did_names[d];
}

const char *walk_read_name(uint32_t kind)
{
	const char *name = value_name(read_names, kind & (0u - kind));

	return name ? name : "namespace";
}
