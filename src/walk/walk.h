/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * walk - the packet's way: one file per stage of the kernel
 *
 * Owns:     the stages, their order, forks, the trace they leave behind,
 *           conntrack entries and learned forwarding entries of one walk.
 * Takes:    a sealed snapshot and a probe.
 * Gives:    where request and answer went, and the object that decided.
 * Must not: change the snapshot, print, or judge what an end means.
 * Start at: walk_question(), then walk.c and stage.h.
 */
#ifndef NSD_WALK_H
#define NSD_WALK_H

#include "firewall/firewall.h"

/* The fixed words of reports; walk_stage_name() gives the text. */
enum stage {
	STAGE_NONE = 0,
	STAGE_SOURCE_ADDRESS,
	STAGE_ROUTE_OUTPUT,
	STAGE_NF_OUTPUT,
	STAGE_NF_POSTROUTING,
	STAGE_NEIGHBOUR,
	STAGE_NF_EGRESS,
	STAGE_TC_EGRESS,
	STAGE_TRANSMIT,
	STAGE_RECEIVE,
	STAGE_XDP,
	STAGE_TC_INGRESS,
	STAGE_NF_INGRESS,
	STAGE_BRIDGE,
	STAGE_NF_BRIDGE_PREROUTING,
	STAGE_NF_BRIDGE_INPUT,
	STAGE_NF_BRIDGE_FORWARD,
	STAGE_NF_BRIDGE_OUTPUT,
	STAGE_NF_BRIDGE_POSTROUTING,
	STAGE_CONNTRACK,
	STAGE_NF_PREROUTING,
	STAGE_ROUTE_INPUT,
	STAGE_SOURCE_CHECK,
	STAGE_FORWARD,
	STAGE_NF_FORWARD,
	STAGE_NF_INPUT,
	STAGE_SOCKET,
	STAGE_EDGE,
	STAGE_BEYOND,
	STAGE_COUNT,
};

/** enum reason - why a walk ended, or what a step decided */
enum reason {
	REASON_NONE = 0,
	/* filters */
	REASON_RULE,		/* fw_result: drop or reject by a rule */
	REASON_POLICY,
	REASON_QUEUE_NO_READER,
	REASON_NAT_NO_ADDRESS,	/* masquerade without a usable address */
	/* routing */
	REASON_NO_ROUTE,
	REASON_ROUTE_BLACKHOLE,
	REASON_ROUTE_UNREACHABLE,
	REASON_ROUTE_PROHIBIT,
	REASON_ROUTE_THROW,
	REASON_RULE_BLACKHOLE,	/* policy rules */
	REASON_RULE_UNREACHABLE,
	REASON_RULE_PROHIBIT,
	REASON_NO_SOURCE,
	REASON_SOURCE_NOT_LOCAL,
	REASON_IPV6_DISABLED,
	REASON_FORWARD_OFF,
	REASON_RP_FILTER,
	REASON_MARTIAN_SOURCE,
	REASON_MARTIAN_DESTINATION,
	REASON_BROADCAST_IGNORED,
	REASON_TTL,
	REASON_TOO_BIG,
	REASON_LOOP,
	REASON_NOT_MEMBER,	/* multicast without a member */
	REASON_SCOPE,		/* beyond scope of the source address */
	/* links */
	REASON_LINK_DOWN,
	REASON_NO_CARRIER,
	REASON_PEER_DOWN,
	REASON_PEER_ABSENT,
	REASON_MASTER_DOWN,	/* the bridge of the port is down */
	REASON_PORT_STATE,
	REASON_PORT_ISOLATED,
	REASON_PORT_LOCKED,
	REASON_PORT_HAIRPIN,
	REASON_PORT_NO_FLOOD,
	REASON_VLAN,
	REASON_FDB_WRONG,	/* sent where the address is not, or nowhere */
	REASON_NOBODY_TAKES,	/* a frame that no station takes */
	REASON_OTHERHOST,	/* a frame for another MAC */
	REASON_NO_NEIGHBOUR,	/* end.inner says how the question died */
	REASON_NEIGHBOUR_FIXED,	/* a permanent entry that leads to nobody */
	REASON_NOBODY_OWNS,	/* no station on the segment has the address */
	REASON_ARP_REFUSED,	/* arp_ignore, arp_filter, NOARP … */
	REASON_MACVLAN,
	REASON_TUNNEL,		/* no remote, key mismatch, no peer */
	REASON_SWALLOWED,	/* dummy and kin */
	REASON_QDISC,
	/* sockets */
	REASON_ECHO_IGNORED,
	REASON_WRONG_SOURCE,	/* the answer comes from another address */
	REASON_NOT_OURS,	/* delivered to a namespace that did not ask */
	REASON_CT_FULL,
	/* the edge */
	REASON_NO_ANSWER,	/* nobody beyond can answer this source */
	/* cannot tell */
	REASON_OPAQUE,		/* not understood; end.what names it */
	REASON_NOT_READ,	/* end.what: which READ_*; a gap */
	REASON_PROGRAM,		/* BPF, XDP */
	REASON_QUEUE_READER,	/* a program behind nfqueue */
	REASON_RANDOM,		/* limit, statistic, multipath … */
	REASON_OVS,
	REASON_FORKS,		/* more branches than walk_question() follows */
	REASON_BRANCHES_DIFFER,	/* no end's: all branches die, not of one thing */
	/* the good ends */
	REASON_DELIVERED,
	REASON_REFUSED,		/* delivered, and nobody listens */
	REASON_COUNT,
};

/* Zero is "cannot tell": what was never walked must not look delivered. */
enum outcome {
	OUTCOME_UNKNOWN,
	OUTCOME_DELIVERED,
	OUTCOME_BLOCKED,
};

enum direction {
	DIR_REQUEST,
	DIR_REPLY,
};

/** enum step_outcome - the fixed words of trace steps */
enum step_outcome {
	DID_PASS,
	DID_ACCEPT,
	DID_DROP,
	DID_REJECT,
	DID_JUMP,
	DID_GOTO,
	DID_RETURN,
	DID_CONTINUE,
	DID_NO_MATCH,
	DID_TRANSLATE,
	DID_QUEUE,
	DID_DELIVER,
	DID_LEAVE,
	DID_FORK,
	DID_UNKNOWN,
};

/**
 * struct trace_step - one decision, as data; never text
 * @object: route, rule, link, sysctl, nft_rule, xt_chain … that decided;
 *          NULL for the kernel's own
 * @reason: with DID_DROP and DID_UNKNOWN; else REASON_NONE
 * @before, @after: addresses and ports where the step changed them
 * @branch: which fork this belongs to: "", "a", "ab"
 * @detail: only `trace --detail` shows it: a rule that did not match, an
 *          accept by policy, a step of a neighbour's resolution
 * @depth: 0 the packet's own way, 1 inside neighbour resolution
 */
struct trace_step {
	enum direction dir;
	enum stage stage;
	enum step_outcome did;
	enum reason reason;
	uint32_t netns;
	uint32_t iif;
	uint32_t oif;
	const struct object *object;
	const struct object *base_chain;
	struct ip_addr next_hop;
	uint32_t peer_ns;	/* transmit: where it arrives, NETNS_NONE: edge */
	uint32_t peer_if;
	bool changed;		/* the packet differs after this step */
	struct tuple before;
	struct tuple after;
	uint8_t ttl;
	uint32_t mark;
	bool detail;
	uint8_t depth;
	const char *what;
};
typedef VEC(struct trace_step) trace_vec;

/** enum symptom - what the sender notices; walk_symptom_name() */
enum symptom {
	SYMPTOM_NONE,
	SYMPTOM_SILENCE,
	SYMPTOM_PROHIBITED,
	SYMPTOM_HOST_UNREACHABLE,
	SYMPTOM_NET_UNREACHABLE,
	SYMPTOM_REFUSED,
	SYMPTOM_NOT_PERMITTED,
	SYMPTOM_INVALID_ARGUMENT,
	SYMPTOM_TOO_BIG,
	SYMPTOM_TTL_EXCEEDED,
	SYMPTOM_UNKNOWN,
};

/**
 * struct walk_end - where a walk ended, and why
 * @object: what decided; NULL only for REASON_NO_ROUTE and alike
 * @netns, @iif, @oif: where the packet was; @iif is after the bridge took it
 * @physin: port of the bridge @iif that it came in by, 0: none
 * @pkt: the packet as it was then
 * @fw: with REASON_RULE and REASON_POLICY
 * @inner: how the neighbour's resolution died, with REASON_NO_NEIGHBOUR
 * @via_route, @via_rule: what the last look-up chose, where one was made
 * @what: name of an opaque thing, path of a sysctl, word of a gap
 */
struct walk_end {
	enum outcome outcome;
	enum reason reason;
	enum stage stage;
	enum direction dir;
	uint32_t netns;
	uint32_t iif;
	uint32_t oif;
	uint32_t physin;
	uint32_t peer_ns;
	uint32_t peer_if;
	struct ip_addr next_hop;
	const struct object *object;
	const struct route *via_route;
	const struct rule *via_rule;
	struct packet pkt;
	struct fw_result fw;
	const struct hook_entry *entry;
	const struct walk_end *inner;
	enum symptom symptom;
	const char *what;
};

/**
 * walk_end_deepest() - where the question that no neighbour answered died
 * @end: any end
 *
 * Return: the innermost end with a reason; @end itself for all other deaths.
 */
const struct walk_end *walk_end_deepest(const struct walk_end *end);

/** struct hop - a namespace on the way, for the picture */
struct hop {
	enum direction dir;
	uint32_t netns;
	uint32_t in;		/* ifindex, 0: it starts here */
	uint32_t in_master;	/* bridge that took it, 0: none */
	uint32_t out;
	uint32_t out_master;	/* port it left the bridge by, 0 */
};

/** struct walk_branch - one fork, walked to its end */
struct walk_branch {
	const char *name;	/* "", "a", "ab" */
	struct walk_end end;
	trace_vec steps;
	VEC(struct hop) hops;
	bool assumed_edge;	/* the far end was assumed */
	uint32_t edge_netns;
	uint32_t edge_if;
	struct ip_addr edge_source;
	struct tuple sent;	/* the request as it was sent */
	const struct object *forked_on[16];
	const char *fork_what[16];
	enum reason fork_reason[16];
	uint32_t n_forks;
};

/**
 * struct walk_result - the answer to one question
 * @outcome: DELIVERED: request and answer on every branch; BLOCKED: on every
 *           branch; UNKNOWN: branches differ, or a branch is unknown
 * @end: the one that decides: of the first branch, of the unknown one, or of
 *       the fork whose sides differ
 * @wants: what the snapshot lacked; if there are any, the rest is preliminary
 * @causes_differ: blocked on every branch, but not by one and the same thing:
 *                 @end is one of several, and no more than an example
 * @directions_differ: with @causes_differ: not all of them lose the request
 * @symptoms_differ: what the sender notices hangs on the branch
 */
struct walk_result {
	enum outcome outcome;
	struct walk_end end;
	VEC(struct walk_branch *) branches;
	want_vec wants;
	bool request_arrived;	/* on every branch */
	bool refused;
	bool causes_differ;
	bool directions_differ;
	bool symptoms_differ;
};

/**
 * walk_question() - send @probe from a namespace, and the answer back
 * @snap: sealed; an overlay will do
 * @netns: number of the sender's namespace
 * @arena: everything in the result lives there
 *
 * Never fails: what it cannot do is an UNKNOWN with its object.
 */
void walk_question(const struct snapshot *snap, uint32_t netns,
		   const struct probe *probe, struct arena *arena,
		   struct walk_result *out);

/** walk_inbound() - the same for a packet that arrives on @ifindex from outside */
void walk_inbound(const struct snapshot *snap, uint32_t netns,
		  uint32_t ifindex, const struct probe *probe,
		  struct arena *arena, struct walk_result *out);

/**
 * struct route_answer - what `ip route get` would say
 * @error: 0, -ENETUNREACH, -EHOSTUNREACH, -EACCES, -EINVAL, -ENODATA (not read)
 */
struct route_answer {
	int error;
	const struct route *route;
	const struct rule *rule;
	struct ip_addr source;
	struct ip_addr gateway;
	uint32_t oif;
};

/** walk_route_get() - for reports: the route a local packet to @dst takes */
void walk_route_get(const struct snapshot *snap, uint32_t netns,
		    const struct ip_addr *dst, struct route_answer *out);

const char *walk_stage_name(enum stage s);
const char *walk_reason_name(enum reason r);
const char *walk_symptom_name(enum symptom s);
const char *walk_did_name(enum step_outcome d);
/** walk_read_name() - "routes" for READ_ROUTES; the lowest bit counts */
const char *walk_read_name(uint32_t kind);

#endif
