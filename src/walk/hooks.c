/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nf_hook_slow(), net/netfilter/core.c: everything on one hook, in order of
 * priority. Besides base chains and legacy tables these are conntrack, the NAT
 * dispatchers and conntrack's confirmation; priorities of
 * include/uapi/linux/netfilter_ipv4.h.
 */
#include <limits.h>
#include <netinet/in.h>
#include <linux/netfilter.h>
#include <linux/netfilter_bridge.h>

#include "firewall/nft/nft.h"
#include "walk/stage.h"

enum {
	PRI_CONNTRACK = -200,
	PRI_NAT_DST = -100,
	PRI_NAT_SRC = 100,
};

enum stage hook_stage(uint8_t family, uint8_t hook)
{
	static const enum stage inet[] = {
		[NF_INET_PRE_ROUTING] = STAGE_NF_PREROUTING,
		[NF_INET_LOCAL_IN] = STAGE_NF_INPUT,
		[NF_INET_FORWARD] = STAGE_NF_FORWARD,
		[NF_INET_LOCAL_OUT] = STAGE_NF_OUTPUT,
		[NF_INET_POST_ROUTING] = STAGE_NF_POSTROUTING,
	};
	static const enum stage bridge[] = {
		[NF_BR_PRE_ROUTING] = STAGE_NF_BRIDGE_PREROUTING,
		[NF_BR_LOCAL_IN] = STAGE_NF_BRIDGE_INPUT,
		[NF_BR_FORWARD] = STAGE_NF_BRIDGE_FORWARD,
		[NF_BR_LOCAL_OUT] = STAGE_NF_BRIDGE_OUTPUT,
		[NF_BR_POST_ROUTING] = STAGE_NF_BRIDGE_POSTROUTING,
	};

	switch (family) {
	case NFPROTO_NETDEV:
		return hook ? STAGE_NF_EGRESS : STAGE_NF_INGRESS;
	case NFPROTO_BRIDGE:
		return hook < ARRAY_SIZE(bridge) ? bridge[hook] : STAGE_BRIDGE;
	case NFPROTO_ARP:
		/* who cannot be resolved is what the reader wants to know */
		return STAGE_NEIGHBOUR;
	default:
		return hook < ARRAY_SIZE(inet) ? inet[hook] : STAGE_NONE;
	}
}

/* ---- a verdict, and what it does to the walk ---- */

static bool is_chain(const struct object *o)
{
	return o && (o->type == &nft_chain_type || o->type == &xt_chain_type);
}

static bool is_local_output(const struct hook_run *run, uint8_t hook)
{
	return run->p->has_socket && run->w->dir == DIR_REQUEST &&
	       (hook == NF_INET_LOCAL_OUT || hook == NF_INET_POST_ROUTING);
}

static void drop_symptom(struct hook_run *run, struct eval *e,
			 const struct fw_result *r)
{
	struct walk *w = run->w;
	bool tcp = run->p->proto == 6;

	if (w->mute || w->depth)
		return;
	w->end.symptom = SYMPTOM_SILENCE;
	if (r->reject == REJECT_TCP_RESET && tcp)
		w->end.symptom = SYMPTOM_REFUSED;
	else if (r->reject == REJECT_ICMP)
		icmp_error_symptom(w, run->p, r->icmp_type, r->icmp_code);
	else if (is_local_output(run, e->hook) && !tcp)
		w->end.symptom = SYMPTOM_NOT_PERMITTED;
}

static bool verdict_drop(struct hook_run *run, struct eval *e,
			 const struct hook_entry *entry,
			 const struct fw_result *r)
{
	struct walk *w = run->w;
	struct trace_step *s;
	bool policy = is_chain(r->object);
	walk_block(w, run->p, run->stage, r->object,
		   run->no_address ? REASON_NAT_NO_ADDRESS :
		   policy ? REASON_POLICY : REASON_RULE);
	w->end.fw = *r;
	w->end.entry = arena_memdup(w->arena, entry, sizeof(*entry));
	if (!w->mute) {
		s = &w->branch->steps.v[w->branch->steps.n - 1];
		if (r->reject != REJECT_NONE)
			s->did = DID_REJECT;
	}
	drop_symptom(run, e, r);
	return false;
}

/* A queue without reader drops, unless its rule says bypass (nf_queue()). */
static bool verdict_queue(struct hook_run *run, struct eval *e,
			  const struct hook_entry *entry,
			  const struct fw_result *r)
{
	struct walk *w = run->w;
	const char *const *it;
	bool read = false;

	if (!walk_need(w, run->p, run->stage, run->p->netns, READ_QUEUES, 0))
		return false;
	VEC_FOR_EACH(&e->ns->queues, it) {
		uint64_t n;

		if (!parse_u64(*it, &n) && n >= r->queue && n <= r->queue_last)
			read = true;
	}
	if (read) {
		walk_unknown(w, run->p, run->stage, r->object,
			     REASON_QUEUE_READER, "queue");
		w->end.fw = *r;
		return false;
	}
	if (r->bypass)
		return true;
	walk_block(w, run->p, run->stage, r->object, REASON_QUEUE_NO_READER);
	w->end.fw = *r;
	w->end.entry = arena_memdup(w->arena, entry, sizeof(*entry));
	w->end.symptom = SYMPTOM_SILENCE;
	return false;
}

static bool verdict_apply(struct hook_run *run, struct eval *e,
			  const struct hook_entry *entry,
			  const struct fw_result *r)
{
	struct trace_step *s;

	switch (r->verdict) {
	case FW_ACCEPT:
	case FW_CONTINUE:
	case FW_RETURN:
		s = walk_step(run->w, run->p, run->stage, DID_ACCEPT,
			      r->object);
		s->base_chain = entry->kind == ENTRY_NFT ?
				(const struct object *)entry->chain :
				(const struct object *)entry->table;
		s->detail |= !r->object || is_chain(r->object);
		return true;
	case FW_DROP:
		return verdict_drop(run, e, entry, r);
	case FW_QUEUE:
		return verdict_queue(run, e, entry, r);
	case FW_STOLEN:
	case FW_REPEAT:
	case FW_JUMP:
	case FW_GOTO:
	case FW_BREAK:
	case FW_UNKNOWN:
		break;
	}
	walk_unknown(run->w, run->p, run->stage, r->object, REASON_OPAQUE,
		     r->what ? r->what : "verdict");
	run->w->end.fw = *r;
	return false;
}

bool hook_run_entry(struct hook_run *run, struct eval *e,
		    const struct hook_entry *entry)
{
	struct fw_result r;

	if (entry->kind == ENTRY_NFT)
		r = nft_chain_run(e, entry->chain);
	else
		r = xt_table_run(e, entry->table);
	if (run->w->ended)
		return false;
	return verdict_apply(run, e, entry, &r);
}

/* ---- one list ---- */

struct before_output {
	struct ip_addr src;
	struct ip_addr dst;
	uint32_t mark;
	uint8_t tos;
};

static void output_note(const struct packet *p, struct before_output *b)
{
	b->src = packet_src(p);
	b->dst = packet_dst(p);
	b->mark = p->mark;
	b->tos = packet_tos(p);
}

static bool output_changed(const struct packet *p,
			   const struct before_output *b)
{
	struct before_output now;

	output_note(p, &now);
	return !ip_equal(&now.src, &b->src) || !ip_equal(&now.dst, &b->dst) ||
	       now.mark != b->mark || now.tos != b->tos;
}

static bool run_chain(struct hook_run *run, uint8_t family, uint8_t hook,
		      const struct hook_entry *entry)
{
	struct before_output before = { 0 };
	struct eval e;
	bool watch = entry->reroutes && hook == NF_INET_LOCAL_OUT &&
		     (family == NFPROTO_IPV4 || family == NFPROTO_IPV6);

	if (watch)
		output_note(run->p, &before);
	hook_eval(run, family, hook, &e);
	if (!hook_run_entry(run, &e, entry))
		return false;
	if (watch && output_changed(run->p, &before))
		return walk_reroute(run->w, run->p);
	return true;
}

/* The kernel's own functions on the IP hooks. */
struct builtin {
	int32_t priority;
	bool (*run)(struct hook_run *run, uint8_t family, uint8_t hook);
};

static bool builtin_conntrack(struct hook_run *run, uint8_t family,
			      uint8_t hook)
{
	struct walk *w = run->w;
	const struct netns *ns = walk_ns(w, run->p);
	enum tri active = conntrack_active(ns, family);

	if (active == TRI_UNKNOWN)
		active = tri_of(walk_decide(w, &ns->obj, REASON_OPAQUE,
					    "conntrack", 2) == 0);
	return active == TRI_NO || conntrack_in(w, run->p, hook);
}

static bool builtin_nat(struct hook_run *run, uint8_t family, uint8_t hook)
{
	struct ip_addr before = packet_dst(run->p);
	struct ip_addr after;

	if (!nat_hook(run->w, run->p, family, hook, run->in, run->out))
		return false;
	after = packet_dst(run->p);
	if (ip_equal(&before, &after))
		return true;
	/* nf_nat_ipv4_local_fn(), nf_nat_ipv4_pre_routing() */
	if (hook == NF_INET_LOCAL_OUT)
		return walk_reroute(run->w, run->p);
	run->w->dst.valid = false;
	return true;
}

static bool builtin_confirm(struct hook_run *run, uint8_t family, uint8_t hook)
{
	(void)family;
	(void)hook;
	conntrack_confirm(run->w, run->p);
	return true;
}

static size_t builtins(uint8_t family, uint8_t hook, struct builtin out[3])
{
	size_t n = 0;

	if (family != NFPROTO_IPV4 && family != NFPROTO_IPV6)
		return 0;
	if (hook == NF_INET_PRE_ROUTING || hook == NF_INET_LOCAL_OUT) {
		out[n++] = (struct builtin){ PRI_CONNTRACK, builtin_conntrack };
		out[n++] = (struct builtin){ PRI_NAT_DST, builtin_nat };
	} else if (hook == NF_INET_LOCAL_IN || hook == NF_INET_POST_ROUTING) {
		out[n++] = (struct builtin){ PRI_NAT_SRC, builtin_nat };
		out[n++] = (struct builtin){ INT_MAX, builtin_confirm };
	}
	return n;
}

static const void *entry_table(const struct hook_entry *e)
{
	if (e->kind == ENTRY_NFT)
		return e->chain->table;
	return e->table;
}

/*
 * Chains of one table were made together: two tables keep their order over
 * all hooks, so each pair is decided once.
 */
static bool order_swapped(struct walk *w, const struct netns *ns,
			  const void *first, const void *second)
{
	struct table_order o = { .first = first, .second = second };
	const struct table_order *it;

	VEC_FOR_EACH(&w->orders, it) {
		if (it->first == first && it->second == second)
			return it->swapped;
		if (it->first == second && it->second == first)
			return !it->swapped;
	}
	o.swapped = walk_decide(w, &ns->obj, REASON_RANDOM,
				"the order of chains of equal priority", 2);
	VEC_PUSH(w->arena, &w->orders, o);
	return o.swapped;
}

/* Which of two chains of one priority came first is in no dump: both orders. */
static void order_decide(struct walk *w, const struct netns *ns,
			 hook_entries *entries)
{
	for (size_t i = 0; i + 1 < entries->n; i++) {
		struct hook_entry *a = &entries->v[i];
		struct hook_entry swap = *a;

		if (!a->order_unknown || a->priority != a[1].priority ||
		    !a[1].order_unknown || a->nat != a[1].nat ||
		    !order_swapped(w, ns, entry_table(a), entry_table(a + 1)))
			continue;
		a[0] = a[1];
		a[1] = swap;
	}
}

static bool need_rules(struct walk *w, struct packet *p, enum stage stage,
		       uint8_t family)
{
	uint32_t kinds = READ_NFT;

	if (family == NFPROTO_IPV4 || family == NFPROTO_IPV6 ||
	    family == NFPROTO_ARP)
		kinds |= READ_XT;
	if (family == NFPROTO_BRIDGE)
		kinds |= READ_EBTABLES;
	return walk_need(w, p, stage, p->netns, kinds, 0);
}

static bool in_range(int32_t priority, int32_t first, int32_t last)
{
	return priority >= first && priority <= last;
}

/* The chains and the kernel's own functions, merged by priority. */
static bool run_entries(struct hook_run *run, uint8_t family, uint8_t hook,
			const hook_entries *entries, int32_t first,
			int32_t last)
{
	struct builtin own[3];
	size_t n_own = builtins(family, hook, own);
	size_t next = 0;
	size_t i = 0;

	while (i < entries->n || next < n_own) {
		bool mine = next < n_own &&
			    (i == entries->n ||
			     own[next].priority < entries->v[i].priority);
		int32_t priority = mine ? own[next].priority :
					  entries->v[i].priority;
		bool runs = in_range(priority, first, last);

		if (mine) {
			if (runs && !own[next].run(run, family, hook))
				return false;
			next++;
			continue;
		}
		if (runs && !entries->v[i].nat &&
		    !run_chain(run, family, hook, &entries->v[i]))
			return false;
		i++;
	}
	return true;
}

bool walk_hook_range(struct walk *w, struct packet *p, uint8_t family,
		     uint8_t hook, const struct link *in,
		     const struct link *out, int32_t first, int32_t last)
{
	const struct netns *ns = walk_ns(w, p);
	struct hook_run run = {
		.w = w, .p = p, .stage = hook_stage(family, hook),
		.in = in, .out = out,
	};
	const struct link *device = hook && family == NFPROTO_NETDEV ? out : in;
	hook_entries entries = { 0 };

	if (!need_rules(w, p, run.stage, family))
		return false;
	if (!ns->firewall)
		return true;
	firewall_hook(ns, family, hook,
		      family == NFPROTO_NETDEV && device ? device->name : NULL,
		      w->arena, &entries);
	order_decide(w, ns, &entries);
	return run_entries(&run, family, hook, &entries, first, last);
}

bool walk_hook(struct walk *w, struct packet *p, uint8_t family, uint8_t hook,
	       const struct link *in, const struct link *out)
{
	return walk_hook_range(w, p, family, hook, in, out, INT_MIN, INT_MAX);
}

bool walk_ip_hook(struct walk *w, struct packet *p, uint8_t hook,
		  const struct link *in, const struct link *out)
{
	return walk_hook(w, p, p->family == AF_INET ? NFPROTO_IPV4 : NFPROTO_IPV6,
			 hook, in, out);
}
