/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Private to room walk: how stages are written. A stage reads the snapshot,
 * changes the packet, records one step that names what decided, and says what
 * comes next. The order of stages is that of the kernel's functions; each
 * file's head names them.
 *
 * Forks: a test whose answer is unknown calls walk_decide(), which answers by
 * the branch that is being walked. A question is walked again from its start
 * for every branch, so that no stage keeps state of a fork; walks are cheap
 * and deterministic, so this costs nothing that matters.
 */
#ifndef NSD_WALK_STAGE_H
#define NSD_WALK_STAGE_H

#include "walk/walk.h"

#define WALK_MAX_BRANCHES 64
#define WALK_MAX_CHOICES 16
#define WALK_MAX_HOPS 512	/* stages run in one walk, nested ones too */
#define WALK_MAX_DEPTH 6	/* nested walks: resolution, floods, tunnels */

/* What the loop runs; several share one public stage name. */
enum stage_id {
	DO_ROUTE_OUTPUT,	/* source address and output route */
	DO_NF_OUTPUT,
	DO_NF_POSTROUTING,
	DO_OUTPUT_MTU,
	DO_NEIGHBOUR,
	DO_TRANSMIT,		/* egress hooks, tc, qdisc, by kind */
	DO_RECEIVE,		/* a frame on p->iif: xdp, tc, ingress, rx_handler */
	DO_BRIDGE_INPUT,	/* a frame on port p->iif */
	DO_BRIDGE_FINISH,	/* after bridge PREROUTING: learn, look up */
	DO_BRIDGE_OUT,		/* from port p->iif (0: the bridge) to p->oif */
	DO_BRIDGE_UP,		/* from port p->iif to the bridge's own stack */
	DO_IP_RECEIVE,		/* ip_rcv(): otherhost, PREROUTING */
	DO_ROUTE_INPUT,
	DO_FORWARD,
	DO_LOCAL_IN,		/* INPUT, then the socket */
	DO_ARP_RECEIVE,		/* arp_rcv() */
	DO_EDGE,
	DO_COUNT,
};

/** enum step - what a stage returns */
enum step {
	STEP_NEXT_BASE = 0,		/* STEP_TO(id) = id */
	STEP_ENDED = DO_COUNT + 1,	/* w->end says how */
};
#define STEP_TO(id) ((enum step)(id))

struct learned {			/* forwarding entry made by this walk */
	uint32_t netns;
	uint32_t bridge;
	struct mac mac;
	uint16_t vlan;
	uint32_t port;
};

struct resolved {			/* memo of neighbour resolution */
	uint32_t netns;
	uint32_t ifindex;
	struct ip_addr addr;
	bool ok;
	struct mac mac;
	const struct walk_end *why;
};

struct table_order {
	const void *first;
	const void *second;
	bool swapped;
};

struct visit {
	enum direction dir;
	unsigned int depth;
	uint32_t netns;
	uint32_t iif;
	uint32_t oif;
	struct ip_addr src;
	struct ip_addr dst;
};

/**
 * struct walk - one branch of one question
 * @choices: answers of walk_decide() so far prescribed; @n_choices of them
 * @asked: how often walk_decide() was called in this run
 * @dir: which half is walked
 * @depth: nested walks around this one
 * @dst: state of the output route of the packet now (device, next hop)
 * @seek, @sender, @asker: layer 2's own, kept by l2_nested()
 */
struct walk {
	const struct snapshot *snap;
	struct arena *arena;
	const struct probe *probe;
	uint32_t from;
	uint32_t inbound_if;		/* the asker is beyond this edge */
	enum direction dir;
	unsigned int depth;
	unsigned int ran;

	uint8_t choices[WALK_MAX_CHOICES];
	unsigned int n_choices;
	unsigned int asked;
	const struct object *asked_object[WALK_MAX_CHOICES];
	const char *asked_what[WALK_MAX_CHOICES];
	enum reason asked_reason[WALK_MAX_CHOICES];
	uint8_t asked_options[WALK_MAX_CHOICES];

	bool ended;
	struct walk_end end;
	struct walk_branch *branch;
	want_vec *wants;
	VEC(struct conn *) conns;
	VEC(struct learned) learned;
	VEC(struct resolved) resolved;
	bool mute;			/* nested look for a station: no steps */
	bool seek;			/* end where a station takes the frame */
	bool outer;			/* a tunnel's packet: end where it is taken */

	/* whose IP stack put the frame in hand on its segment, and for whom */
	struct {
		uint32_t netns;
		uint32_t ifindex;
		struct ip_addr next_hop;
		const struct fdb *fdb;	/* entry that chose the last port */
		uint32_t fdb_netns;
	} sender;

	/* which of two tables comes first, once it was decided */
	VEC(struct table_order) orders;

	/* forwarded here already: the same again is a loop */
	VEC(struct visit) visits;
	unsigned int copies;		/* of flooded frames followed so far */

	/* who waits for an ARP reply or a neighbour advertisement */
	struct {
		bool set;
		bool edge;		/* somebody beyond the edge asks */
		uint32_t netns;
		uint32_t ifindex;
		struct ip_addr target;
	} asker;

	/* the route of the packet in hand (skb_dst) */
	struct {
		bool valid;
		bool local;
		bool broadcast;
		uint32_t netns;
		uint32_t oif;
		struct ip_addr next_hop;
		const struct route *route;
		const struct rule *rule;
		uint32_t mtu;
	} dst;
};

typedef enum step (*stage_fn)(struct walk *w, struct packet *p);

/* One file each. */
enum step stage_route_output(struct walk *w, struct packet *p);
enum step stage_nf_output(struct walk *w, struct packet *p);
enum step stage_nf_postrouting(struct walk *w, struct packet *p);
enum step stage_output_mtu(struct walk *w, struct packet *p);
enum step stage_neighbour(struct walk *w, struct packet *p);
enum step stage_transmit(struct walk *w, struct packet *p);
enum step stage_receive(struct walk *w, struct packet *p);
enum step stage_bridge_input(struct walk *w, struct packet *p);
enum step stage_bridge_finish(struct walk *w, struct packet *p);
enum step stage_bridge_out(struct walk *w, struct packet *p);
enum step stage_bridge_up(struct walk *w, struct packet *p);
enum step stage_ip_receive(struct walk *w, struct packet *p);
enum step stage_route_input(struct walk *w, struct packet *p);
enum step stage_forward(struct walk *w, struct packet *p);
enum step stage_local_in(struct walk *w, struct packet *p);
enum step stage_arp_receive(struct walk *w, struct packet *p);
enum step stage_edge(struct walk *w, struct packet *p);

/* ---- walk.c: the loop ---- */

/**
 * walk_run() - run stages from @first until one ends the walk
 *
 * Used by the loop itself and for nested walks (w->depth + 1): the caller
 * saves w->end, w->ended, w->dst, w->mute and restores them: walk_nested()
 * does so.
 */
void walk_run(struct walk *w, struct packet *p, enum stage_id first);
/** walk_nested() - walk a copy of @p; *end gets how it ended; w is as before
 * but for conntrack entries and learned addresses, which stay unless @mute */
void walk_nested(struct walk *w, const struct packet *p, enum stage_id first,
		 bool mute, struct packet *final, struct walk_end *end);

/* How a stage ends the walk. All return STEP_ENDED. */
enum step walk_block(struct walk *w, struct packet *p, enum stage stage,
		     const struct object *object, enum reason reason);
enum step walk_unknown(struct walk *w, struct packet *p, enum stage stage,
		       const struct object *object, enum reason reason,
		       const char *what);
enum step walk_deliver(struct walk *w, struct packet *p, bool refused);

/**
 * walk_decide() - a test cannot be told: which side does this branch follow?
 * @options: 2 for yes and no; more for legs of a multipath route
 *
 * Return: 0 .. @options - 1. Beyond WALK_MAX_CHOICES the walk ends as UNKNOWN
 * when the stage next asks walk_over().
 */
unsigned int walk_decide(struct walk *w, const struct object *why,
			 enum reason reason, const char *what,
			 unsigned int options);

/**
 * walk_need() - is this part of a namespace in the snapshot?
 *
 * If not, a want is recorded and the walk is ended as NOT_READ at @stage:
 * the stage returns STEP_ENDED at once.
 */
bool walk_need(struct walk *w, struct packet *p, enum stage stage,
	       uint32_t netns, uint32_t kind, uint64_t key);
/** walk_link() - link @ifindex of a namespace, asking for it if need be; NULL
 * ends the walk as walk_need() does */
const struct link *walk_link(struct walk *w, struct packet *p,
			     enum stage stage, uint32_t netns,
			     uint32_t ifindex);

/** walk_step() - record; fill in what matters after the return (not NULL) */
struct trace_step *walk_step(struct walk *w, const struct packet *p,
			     enum stage stage, enum step_outcome did,
			     const struct object *object);

static inline const struct netns *walk_ns(const struct walk *w,
					  const struct packet *p)
{
	return w->snap->netns.v[p->netns];
}

/** branch_hops() - the namespaces on the way, from the steps */
void branch_hops(struct arena *a, struct walk_branch *b);

/* ---- hooks.c: netfilter ---- */

/**
 * walk_hook() - run everything on a hook: rules of both backends, conntrack,
 * NAT, in the kernel's order
 * @family: NFPROTO_* of the list; @hook: NF_*
 * @in, @out: as the kernel's nf_hook_state has them; NULL for none
 *
 * Return: true: the packet goes on. false: the walk has ended (w->ended).
 * The packet may be changed (NAT, mark); after OUTPUT hooks that changed it,
 * walk_reroute() has run.
 */
bool walk_hook(struct walk *w, struct packet *p, uint8_t family, uint8_t hook,
	       const struct link *in, const struct link *out);

/** walk_hook_range() - the part with @first <= priority <= @last; br_netfilter
 * runs in the middle of a bridge hook */
bool walk_hook_range(struct walk *w, struct packet *p, uint8_t family,
		     uint8_t hook, const struct link *in,
		     const struct link *out, int32_t first, int32_t last);

/** walk_ip_hook() - walk_hook() with NFPROTO of the packet's family */
bool walk_ip_hook(struct walk *w, struct packet *p, uint8_t hook,
		  const struct link *in, const struct link *out);

/* What eval_ops need to find their walk again. */
struct hook_run {
	struct walk *w;
	struct packet *p;
	enum stage stage;
	const struct link *in;
	const struct link *out;
	struct conn *ct;		/* with the NAT dispatcher: what it maps */
	enum manip manip;
	bool no_address;	/* a mapping found no address: that is why */
};

/** hook_stage() - the public stage of a hook */
enum stage hook_stage(uint8_t family, uint8_t hook);
/** hook_eval() - an eval for this hook, with ops that lead to @run */
void hook_eval(struct hook_run *run, uint8_t family, uint8_t hook,
	       struct eval *e);
/** hook_run_entry() - one base chain or table; false: the walk has ended */
bool hook_run_entry(struct hook_run *run, struct eval *e,
		    const struct hook_entry *entry);
/** nat_setup() - nf_nat_setup_info(): a rule asks for a mapping */
enum fw_verdict nat_setup(struct hook_run *run, const struct nat_request *req);

/* ---- conntrack.c ---- */

/** conntrack_active() - are its hooks registered here for this family? */
enum tri conntrack_active(const struct netns *ns, uint8_t nfproto);
/** conntrack_in() - nf_conntrack_in(): find or make the entry; false: ended */
bool conntrack_in(struct walk *w, struct packet *p, uint8_t hook);
void conntrack_confirm(struct walk *w, struct packet *p);

/* ---- nat.c ---- */

/** nat_hook() - the dispatcher of a hook; false: the walk has ended */
bool nat_hook(struct walk *w, struct packet *p, uint8_t nfproto, uint8_t hook,
	      const struct link *in, const struct link *out);

/* ---- fib.c: look-ups; the stages that use them are route_*.c ---- */

/** struct flow - the key of a look-up, struct flowi4 and flowi6 */
struct flow {
	uint8_t family;
	struct ip_addr dst;
	struct ip_addr src;	/* family 0: none yet */
	uint32_t iif;		/* 1 (lo) for output */
	uint32_t oif;
	uint32_t mark;
	bool mark_known;
	uint8_t tos;
	uint8_t proto;
	uint16_t sport;		/* 0: unknown or none */
	uint16_t dport;
	bool sport_known;
	uint32_t uid;
	bool uid_known;
	uint32_t l3mdev;	/* VRF master, 0 */
	bool output;		/* dead gateway detection, source selection */
};

/**
 * struct fib_answer - struct fib_result and what led to it
 * @error: 0 found; -ENETUNREACH miss; -EINVAL blackhole; -EHOSTUNREACH;
 *         -EACCES prohibit; -ENODATA: cannot be told (the walk has ended)
 * @reason: for an error: which kind of object refused
 * @leg: of a multipath route, or -1
 */
struct fib_answer {
	int error;
	enum reason reason;
	uint8_t type;		/* RTN_* */
	const struct route *route;
	const struct rule *rule;
	uint32_t oif;
	struct ip_addr gateway;	/* family 0: on-link */
	uint8_t scope;
	int leg;
};

/** fib_lookup() - policy rules, tables, prefixes, legs; forks where the
 * kernel's choice is not to be seen. @stage: where a want or an end belongs */
void fib_lookup(struct walk *w, struct packet *p, enum stage stage,
		uint32_t netns, const struct flow *flow,
		struct fib_answer *out);
/** fib_address_type() - RTN_* of an address by table local (inet_addr_type()) */
uint8_t fib_address_type(const struct netns *ns, const struct ip_addr *a);
/** fib_route_uses() - does any leg of the answer leave by this device? */
bool fib_route_uses(const struct netns *ns, const struct route *r,
		    uint32_t ifindex);

/** source_select() - inet_select_addr(), ipv6_dev_get_saddr(); false: none */
bool source_select(struct walk *w, uint32_t netns, const struct flow *flow,
		   const struct fib_answer *fib, struct ip_addr *out);
/** masquerade_address() - what masquerade takes on @out; false: none, dropped */
bool masquerade_address(struct walk *w, struct packet *p,
			const struct link *out, struct ip_addr *addr);

/** walk_reroute() - ip_route_me_harder() after OUTPUT; false: ended */
bool walk_reroute(struct walk *w, struct packet *p);
/** walk_route_dnat() - route_input() of a bridged, DNATed frame: 0 bridged on,
 * 1 goes up, -1 ended (br_nf_pre_routing_finish()) */
int walk_bridge_dnat(struct walk *w, struct packet *p);

/** socket_find() - who would take it here; *@sock may be NULL with YES for the
 * kernel's own answerers */
enum tri socket_find(struct walk *w, const struct netns *ns,
		     const struct packet *p, const struct ip_addr *addr,
		     uint16_t port, const struct sock **sock);

/** icmp_error_symptom() - walk an ICMP error back to the sender and fill
 * w->end.symptom; never changes the verdict */
void icmp_error_symptom(struct walk *w, const struct packet *cause,
			uint8_t type, uint8_t code);

#endif
