/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * firewall - what a ruleset is and what it says of a packet
 *
 * Owns:     tables, chains, rules, sets of both backends; one file per
 *           nftables expression (nft/) and per xtables extension (xt/), each
 *           with its decoding, meaning, text and field table; the order of
 *           base chains on a hook; the edits that a repair makes.
 * Takes:    a packet, the hook it is at, and callbacks for what only the walk
 *           knows (routing, NAT set-up, forks).
 * Gives:    a verdict with the object that decided.
 * Must not: route, translate, send or read anything itself.
 * Start at: struct eval; then nft/eval.c and xt/eval.c.
 */
#ifndef NSD_FIREWALL_H
#define NSD_FIREWALL_H

#include "packet/packet.h"

struct eval;
struct nft_table;
struct nft_chain;
struct nft_rule;
struct xt_table;
struct xt_chain;
struct xt_rule;
struct ipset;

extern const struct object_type firewall_type;
/* What a verdict may name: rules, and chains where the policy decided. */
extern const struct object_type nft_rule_type;
extern const struct object_type nft_chain_type;
extern const struct object_type xt_rule_type;
extern const struct object_type xt_chain_type;

/**
 * struct firewall - every rule of one namespace
 * @generation: of nftables, 0 without
 * @tables: nftables, of all families, in dump order
 * @xtables: legacy tables (ip, ip6, arp, bridge) that exist
 */
struct firewall {
	struct object obj;
	uint32_t generation;
	const char *last_writer;	/* comm of who changed nftables last */
	VEC(struct nft_table *) tables;
	VEC(struct xt_table *) xtables;
	VEC(struct ipset *) ipsets;
};

/** firewall_seal() - resolve jumps, sets, set indices; -EINVAL with @err */
int firewall_seal(struct firewall *fw, struct arena *a, struct error *err);

/* Verdicts within and of a chain. */
enum fw_verdict {
	FW_CONTINUE,	/* next expression, next rule */
	FW_BREAK,	/* this rule does not match */
	FW_ACCEPT,
	FW_DROP,
	FW_STOLEN,	/* taken over: fwd, tproxy's kin */
	FW_QUEUE,
	FW_JUMP,
	FW_GOTO,
	FW_RETURN,
	FW_REPEAT,
	FW_UNKNOWN,	/* cannot be told; fw_result.object says what */
};

/** enum fw_reject - what is sent back beside a drop */
enum fw_reject {
	REJECT_NONE,	/* silence */
	REJECT_ICMP,	/* type and code of the packet's family */
	REJECT_TCP_RESET,
};

/**
 * struct fw_result - what a base chain, or a legacy table, said
 * @verdict: ACCEPT, DROP, STOLEN, QUEUE, UNKNOWN
 * @object: struct nft_rule, nft_chain (policy), xt_rule, xt_chain (policy)
 * @reject, @icmp_type, @icmp_code: with DROP
 * @queue, @queue_last, @bypass: with QUEUE
 * @what: with UNKNOWN: name of the expression or match not understood
 * @via: rules that jumped to the chain of @object, outermost first
 */
struct fw_result {
	enum fw_verdict verdict;
	const struct object *object;
	enum fw_reject reject;
	uint8_t icmp_type;
	uint8_t icmp_code;
	uint16_t queue;
	uint16_t queue_last;
	bool bypass;
	const char *what;
	const struct object *via[16];
	uint32_t n_via;
};

/** enum manip - which end NAT changes */
enum manip {
	MANIP_SRC,
	MANIP_DST,
};

enum nat_kind {
	NAT_TO_ADDRESS,		/* snat, dnat, SNAT, DNAT */
	NAT_MASQUERADE,
	NAT_REDIRECT,
	NAT_NETMAP,
};

/** struct nat_request - a mapping that a rule asks for */
struct nat_request {
	enum nat_kind kind;
	enum manip manip;
	const struct object *rule;
	struct ip_addr first;	/* family 0: keep the address */
	struct ip_addr last;
	bool address_known;
	uint16_t port_first;	/* host order, 0: keep */
	uint16_t port_last;
	bool port_known;
	bool random;
	bool persistent;
	uint16_t port_base;	/* DNAT offset form, 0: none */
};

/** struct fib_question - of nft fib, xt addrtype, xt rpfilter */
struct fib_question {
	uint8_t family;
	struct ip_addr dst;	/* what is looked up */
	struct ip_addr src;
	uint32_t iif;		/* ifindex for the key; 1 (lo) mostly */
	uint32_t oif;		/* restrict to this device; 0: none */
	uint32_t mark;
	uint8_t tos;
	bool local_only;	/* table local alone (addrtype, fib type) */
};

/** struct fib_result - RTN_* type and device of the answer */
struct fib_result {
	bool found;
	uint8_t type;		/* RTN_*; RTN_UNICAST when nothing else */
	uint32_t oif;
};

/**
 * struct eval_ops - what evaluation asks of the walk; every member is set
 * @decide: a test is unknown: follow "yes" (true) or "no"? The walk forks here;
 *          @why is the rule, @what the expression's name. Both branches are
 *          walked, so any answer is right to go on with.
 * @rule: a rule was looked at: @outcome BREAK (no match), CONTINUE (matched,
 *          no verdict), or its verdict
 * @enter: evaluation enters a chain (nft_chain or xt_chain)
 * @nat: set up a mapping; returns ACCEPT, or DROP where the kernel drops
 * @fib: look up a route; TRI_UNKNOWN when it cannot be told (forks, not read)
 * @fib_uses: would the answer of @q use device @ifindex on any of its legs?
 * @next_hop: address that the packet's present route sends to; false: no route
 * @socket: is there a socket for this packet (nft socket, xt socket, tproxy)?
 *          @addr, @port override the destination if set. On YES *@transparent.
 * @iif_address: first address of @in for REDIRECT is nat's own business
 */
struct eval_ops {
	bool (*decide)(struct eval *e, const struct object *why,
		       const char *what);
	void (*rule)(struct eval *e, const struct object *rule,
		     enum fw_verdict outcome);
	void (*enter)(struct eval *e, const struct object *chain);
	enum fw_verdict (*nat)(struct eval *e, const struct nat_request *req);
	enum tri (*fib)(struct eval *e, const struct fib_question *q,
			struct fib_result *r);
	enum tri (*fib_uses)(struct eval *e, const struct fib_question *q,
			     uint32_t ifindex);
	bool (*next_hop)(struct eval *e, struct ip_addr *hop);
	enum tri (*socket)(struct eval *e, const struct ip_addr *addr,
			   uint16_t port, bool *transparent);
};

/**
 * struct eval - a packet at a hook, asking a ruleset
 * @family: NFPROTO_* of the list that runs: IPV4, IPV6, ARP, BRIDGE, NETDEV
 *          (an inet chain on the IPv4 list sees IPV4 here)
 * @hook: NF_INET_*, NF_BR_*, NF_ARP_*, NF_NETDEV_*
 * @in, @out: state->in, state->out; NULL where the hook has none
 * @physin, @physout: ports of a bridged packet, or NULL
 * @time: of the snapshot, seconds since the epoch
 */
struct eval {
	const struct snapshot *snap;
	const struct netns *ns;
	struct packet *pkt;
	uint8_t family;
	uint8_t hook;
	const struct link *in;
	const struct link *out;
	const struct link *physin;
	const struct link *physout;
	int64_t time;
	const struct eval_ops *ops;
	void *ctx;
};

/** nft_chain_run() - nft_do_chain(), net/netfilter/nf_tables_core.c */
struct fw_result nft_chain_run(struct eval *e, const struct nft_chain *base);
/** xt_table_run() - ipt_do_table(), net/ipv4/netfilter/ip_tables.c, and kin */
struct fw_result xt_table_run(struct eval *e, const struct xt_table *table);

enum hook_entry_kind {
	ENTRY_NFT,
	ENTRY_XT,
};

/**
 * struct hook_entry - a base chain or a legacy table on a hook
 * @nat: it hangs in the NAT dispatcher, not at its own priority
 * @reroutes: its OUTPUT hook may ask for a new route (nft type route, legacy
 *            mangle)
 * @order_unknown: an entry of equal priority from another table, or from the
 *                 other backend, may run before or after it: no dump says
 */
struct hook_entry {
	enum hook_entry_kind kind;
	int32_t priority;
	const struct nft_chain *chain;
	const struct xt_table *table;
	bool nat;
	bool reroutes;
	bool order_unknown;
};
typedef VEC(struct hook_entry) hook_entries;

/**
 * firewall_hook() - what is on a hook, in the order the kernel runs it
 * @family: NFPROTO_IPV4 (with inet's), IPV6 (with inet's), ARP, BRIDGE, NETDEV
 * @hook: as in struct eval
 * @device: for NETDEV (and inet ingress): name of the device, else NULL
 *
 * Dormant tables and chains without hook are left out. Equal priorities: the
 * one registered last runs first (nf_hook_entries_grow()); where the kernel
 * listed its hooks (netns->hooks) that order is taken, else reverse creation.
 */
void firewall_hook(const struct netns *ns, uint8_t family, uint8_t hook,
		   const char *device, struct arena *a, hook_entries *out);

/**
 * firewall_uses_conntrack() - does any rule of this family make conntrack
 * register its hooks in the namespace (nf_ct_netns_get())?
 * @family: NFPROTO_IPV4, _IPV6 or _BRIDGE
 *
 * Return: UNKNOWN where an opaque expression or extension may do so.
 */
enum tri firewall_uses_conntrack(const struct firewall *fw, uint8_t family);

/** firewall_has_nat() - is there a nat chain or table with this hook? */
bool firewall_has_nat(const struct netns *ns, uint8_t family, uint8_t hook);

/**
 * struct fw_place - a rule or policy, described for people and JSON
 * @backend: "nftables", "iptables-nft", "iptables-legacy"
 * @family: "ip", "ip6", "inet", "arp", "bridge", "netdev"
 * @handle: of an nftables rule, 0: none; @position: from 1, legacy
 * @policy: "drop", "accept" when the object is a chain's policy, else NULL
 * @text: in the owner's syntax, without counter and handle
 * @opaque: name of the part not understood, or NULL
 * @packets, @bytes: counters; only with @has_counters
 */
struct fw_place {
	const char *backend;
	const char *family;
	const char *table;
	const char *chain;
	const char *base_chain;	/* NULL when not known */
	const char *hook;	/* "forward"; of the base chain */
	int32_t priority;
	uint64_t handle;
	uint32_t position;
	const char *policy;
	const char *text;
	const char *comment;
	const char *opaque;
	bool has_counters;
	uint64_t packets;
	uint64_t bytes;
};

/** firewall_describe() - of a struct nft_rule, nft_chain, xt_rule, xt_chain */
void firewall_describe(const struct netns *ns, const struct object *obj,
		       struct arena *a, struct fw_place *out);
/** hook_name() - "forward" for (NFPROTO_IPV4, NF_INET_FORWARD) */
const char *hook_name(uint8_t family, uint8_t hook);
/** priority_text() - "filter", "srcnat + 10", "-450" as nft prints it */
char *priority_text(struct arena *a, uint8_t family, uint8_t hook,
		    int32_t priority);
const char *nfproto_name(uint8_t family);

/* ---- edits: a change and its command are two forms of one description ---- */

/**
 * struct rule_spec - the few rules that repairs add
 * A member that is zero or NULL does not match. Exactly one action.
 */
struct rule_spec {
	const char *iif;
	const char *oif;
	bool iif_not;
	bool oif_not;
	struct ip_prefix src;
	struct ip_prefix dst;
	bool established;	/* ct state established,related */
	uint8_t proto;		/* IPPROTO_*, 0: any */
	uint16_t dport;
	uint16_t sport;
	uint8_t icmp_type;	/* with proto ICMP/ICMPv6 and icmp_match */
	bool icmp_match;
	enum { SPEC_ACCEPT, SPEC_MASQUERADE, SPEC_RETURN } action;
};

/**
 * struct rule_edit - where a rule goes, or what is taken away
 * @before: rule to stand in front of; NULL: the head of the chain (insert)
 *          or its end (@append)
 */
enum edit_kind {
	EDIT_INSERT,	/* head of the chain, or before @before */
	EDIT_APPEND,
	EDIT_DELETE,	/* @before is the rule to delete */
	EDIT_NEW_NAT,	/* an ip nsdoctor_nat table with a postrouting chain */
	EDIT_WAKE,	/* clear a table's dormant flag */
};

struct rule_edit {
	enum edit_kind kind;
	const struct object *chain;	/* struct nft_chain or xt_chain */
	const struct object *before;	/* struct nft_rule or xt_rule */
	uint8_t family;			/* EDIT_NEW_NAT: NFPROTO_IPV4/IPV6 */
	struct rule_spec spec;
};

/** firewall_clone() - a copy that may be edited; objects are shared */
struct firewall *firewall_clone(const struct firewall *fw, struct arena *a);
/** firewall_edit() - apply; the clone is re-sealed. -ENOENT: no such place */
int firewall_edit(struct firewall *fw, struct arena *a,
		  const struct rule_edit *edit, struct error *err);
/**
 * firewall_edit_argv() - the command lines that do the same
 * @iptables: how the backend's program is to be called here: "iptables",
 *            "iptables-nft", "iptables-legacy" (host.iptables decides)
 *
 * Return: vector of NULL-ended argument vectors, in order.
 */
typedef VEC(const char *const *) argv_vec;
void firewall_edit_argv(const struct rule_edit *edit, const struct host *host,
			const struct firewall *fw, struct arena *a,
			argv_vec *out);

#endif
