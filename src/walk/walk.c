/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The loop that runs stages, and the forks. It knows no protocol.
 *
 * A fork is walked by doing the whole question again with other answers to
 * walk_decide(): the walk is a pure function of the snapshot, the probe and
 * these answers. The answers are counted up like the digits of a number until
 * all have been tried.
 */
#include <string.h>

#include "walk/stage.h"

static const stage_fn stages[DO_COUNT] = {
	[DO_ROUTE_OUTPUT] = stage_route_output,
	[DO_NF_OUTPUT] = stage_nf_output,
	[DO_NF_POSTROUTING] = stage_nf_postrouting,
	[DO_OUTPUT_MTU] = stage_output_mtu,
	[DO_NEIGHBOUR] = stage_neighbour,
	[DO_TRANSMIT] = stage_transmit,
	[DO_RECEIVE] = stage_receive,
	[DO_BRIDGE_INPUT] = stage_bridge_input,
	[DO_BRIDGE_FINISH] = stage_bridge_finish,
	[DO_BRIDGE_OUT] = stage_bridge_out,
	[DO_BRIDGE_UP] = stage_bridge_up,
	[DO_IP_RECEIVE] = stage_ip_receive,
	[DO_ROUTE_INPUT] = stage_route_input,
	[DO_FORWARD] = stage_forward,
	[DO_LOCAL_IN] = stage_local_in,
	[DO_ARP_RECEIVE] = stage_arp_receive,
	[DO_EDGE] = stage_edge,
};

static enum step end_with(struct walk *w, const struct packet *p,
			  enum stage stage, enum outcome outcome,
			  const struct object *object, enum reason reason)
{
	struct walk_end *end = &w->end;

	end->outcome = outcome;
	end->stage = stage;
	end->reason = reason;
	end->object = object;
	end->dir = w->dir;
	end->netns = p->netns;
	end->iif = p->iif;
	end->oif = p->oif;
	end->physin = p->bridge.physin;
	end->pkt = *p;
	if (w->dst.netns == p->netns && w->dst.valid) {
		end->via_route = w->dst.route;
		end->via_rule = w->dst.rule;
		end->next_hop = w->dst.next_hop;
	}
	w->ended = true;
	return STEP_ENDED;
}

enum step walk_block(struct walk *w, struct packet *p, enum stage stage,
		     const struct object *object, enum reason reason)
{
	struct trace_step *s;

	end_with(w, p, stage, OUTCOME_BLOCKED, object, reason);
	s = walk_step(w, p, stage, DID_DROP, object);
	s->reason = reason;
	return STEP_ENDED;
}

enum step walk_unknown(struct walk *w, struct packet *p, enum stage stage,
		       const struct object *object, enum reason reason,
		       const char *what)
{
	struct trace_step *s;

	end_with(w, p, stage, OUTCOME_UNKNOWN, object, reason);
	w->end.what = what;
	s = walk_step(w, p, stage, DID_UNKNOWN, object);
	s->reason = reason;
	s->what = what;
	return STEP_ENDED;
}

enum step walk_deliver(struct walk *w, struct packet *p, bool refused)
{
	struct trace_step *s;

	end_with(w, p, STAGE_SOCKET, OUTCOME_DELIVERED, NULL,
		 refused ? REASON_REFUSED : REASON_DELIVERED);
	w->end.symptom = refused ? SYMPTOM_REFUSED : SYMPTOM_NONE;
	s = walk_step(w, p, STAGE_SOCKET, DID_DELIVER, NULL);
	s->reason = w->end.reason;
	return STEP_ENDED;
}

unsigned int walk_decide(struct walk *w, const struct object *why,
			 enum reason reason, const char *what,
			 unsigned int options)
{
	unsigned int i = w->asked;

	if (i >= WALK_MAX_CHOICES) {
		w->asked = WALK_MAX_CHOICES + 1;
		return 0;
	}
	w->asked++;
	if (i >= w->n_choices)
		w->choices[i] = 0;
	w->asked_object[i] = why;
	w->asked_reason[i] = reason;
	w->asked_what[i] = what;
	w->asked_options[i] = (uint8_t)options;
	return w->choices[i];
}

static void want_add(struct walk *w, uint32_t netns, uint32_t kind,
		     uint64_t key)
{
	struct want want = { .netns = netns, .kind = kind, .key = key };
	const struct want *it;

	VEC_FOR_EACH(w->wants, it)
		if (it->netns == netns && it->kind == kind && it->key == key)
			return;
	VEC_PUSH(w->arena, w->wants, want);
}

/* What nearly every packet through a namespace asks for. */
#define READ_PATH                                                             \
	(READ_ADDRESSES | READ_ROUTES | READ_RULES | READ_NEIGHBOURS |        \
	 READ_PROXIES | READ_SYSCTLS | READ_NFT | READ_XT | READ_TC |         \
	 READ_XFRM)

/* Entering a namespace costs more than reading it: ask for all at once. */
static void want_bits(struct walk *w, const struct netns *ns, uint32_t kinds,
		      uint64_t key)
{
	uint32_t missing = (kinds | READ_PATH) & ~ns->have;

	for (uint32_t bit = 1; bit && bit <= missing; bit <<= 1)
		if (missing & bit)
			want_add(w, ns->number, bit,
				 kinds & bit ? key : 0);
}

bool walk_need(struct walk *w, struct packet *p, enum stage stage,
	       uint32_t netns, uint32_t kind, uint64_t key)
{
	const struct netns *ns = w->snap->netns.v[netns];
	uint32_t missing = kind & ~ns->have;

	if (!missing)
		return true;
	want_bits(w, ns, kind, key);
	walk_unknown(w, p, stage, &ns->obj, REASON_NOT_READ,
		     walk_read_name(missing));
	return false;
}

const struct link *walk_link(struct walk *w, struct packet *p,
			     enum stage stage, uint32_t netns,
			     uint32_t ifindex)
{
	const struct netns *ns = w->snap->netns.v[netns];
	const struct link *l = netns_link(ns, ifindex);

	if (l)
		return l;
	if (!netns_has(ns, READ_LINKS))
		want_bits(w, ns, READ_LINKS, ifindex);
	walk_unknown(w, p, stage, &ns->obj, REASON_NOT_READ, "link");
	return NULL;
}

void walk_run(struct walk *w, struct packet *p, enum stage_id first)
{
	enum step next = STEP_TO(first);

	while (!w->ended) {
		if (w->asked > WALK_MAX_CHOICES) {
			walk_unknown(w, p, STAGE_NONE, NULL, REASON_FORKS,
				     "forks");
			return;
		}
		if (w->ran++ >= WALK_MAX_HOPS) {
			walk_block(w, p, STAGE_FORWARD, NULL, REASON_LOOP);
			return;
		}
		next = stages[next](w, p);
	}
}

void walk_nested(struct walk *w, const struct packet *p, enum stage_id first,
		 bool mute, struct packet *final, struct walk_end *end)
{
	struct walk outer = *w;
	struct packet copy = *p;

	if (w->depth >= WALK_MAX_DEPTH) {
		memset(end, 0, sizeof(*end));
		end->outcome = OUTCOME_BLOCKED;
		end->reason = REASON_LOOP;
		end->netns = p->netns;
		return;
	}
	w->depth++;
	w->mute = outer.mute || mute;
	w->ended = false;
	memset(&w->end, 0, sizeof(w->end));
	walk_run(w, &copy, first);
	*end = w->end;
	if (final)
		*final = copy;
	if (mute) {	/* a look leaves nothing behind */
		w->conns.n = outer.conns.n;
		w->learned.n = outer.learned.n;
	}
	w->depth = outer.depth;
	w->mute = outer.mute;
	w->ended = outer.ended;
	w->end = outer.end;
	w->dst = outer.dst;
	w->dir = outer.dir;
}

/* ---- one branch ---- */

static void branch_name(struct walk *w, struct walk_branch *b)
{
	struct strbuf sb;
	unsigned int n = w->asked < WALK_MAX_CHOICES ? w->asked :
						       WALK_MAX_CHOICES;

	strbuf_init(&sb, w->arena);
	for (unsigned int i = 0; i < n; i++) {
		strbuf_addc(&sb, (char)('a' + w->choices[i] % 26));
		b->forked_on[i] = w->asked_object[i];
		b->fork_what[i] = w->asked_what[i];
		b->fork_reason[i] = w->asked_reason[i];
	}
	b->n_forks = n;
	b->name = sb.s;
}

struct question {
	const struct snapshot *snap;
	const struct probe *probe;
	uint32_t netns;
	uint32_t inbound_if;	/* 0: the packet starts at a socket here */
};

static void walk_branch(struct walk *w, const struct question *q)
{
	struct packet p;

	packet_from_probe(&p, q->probe, q->netns);
	if (!q->inbound_if) {
		walk_run(w, &p, DO_ROUTE_OUTPUT);
	} else {
		const struct link *l = walk_link(w, &p, STAGE_RECEIVE, q->netns,
						 q->inbound_if);
		struct mac from = { .len = 6, .b = { 0x02, 0, 0, 0, 0, 1 } };

		if (l) {
			p.has_socket = false;
			p.iif = q->inbound_if;
			w->branch->sent = packet_tuple(&p);
			packet_set_eth(&p, &from, &l->address);
			walk_run(w, &p, DO_RECEIVE);
		}
	}
	w->branch->end = w->end;
	branch_name(w, w->branch);
	branch_hops(w->arena, w->branch);
}

/* Count the answers up; false: all were tried. */
static bool next_choices(struct walk *w)
{
	unsigned int i = w->asked < WALK_MAX_CHOICES ? w->asked :
						       WALK_MAX_CHOICES;

	while (i-- > 0) {
		if (w->choices[i] + 1u < w->asked_options[i]) {
			w->choices[i]++;
			w->n_choices = i + 1;
			return true;
		}
	}
	return false;
}

/* ---- all branches together ---- */

static bool same_end(const struct walk_end *a, const struct walk_end *b)
{
	return a->outcome == b->outcome && a->dir == b->dir &&
	       (a->outcome == OUTCOME_DELIVERED ||
		(a->object == b->object && a->reason == b->reason));
}

const struct walk_end *walk_end_deepest(const struct walk_end *end)
{
	while (end->inner && end->reason == REASON_NO_NEIGHBOUR &&
	       end->inner->reason)
		end = end->inner;
	return end;
}

static bool same_cause(const struct walk_end *a, const struct walk_end *b)
{
	const struct walk_end *x = walk_end_deepest(a);
	const struct walk_end *y = walk_end_deepest(b);

	return a->stage == b->stage && a->netns == b->netns &&
	       x->netns == y->netns && x->stage == y->stage && same_end(x, y);
}

/* Two branches differ: the first answer in which they do is what decides. */
static void merge_difference(struct walk_result *r, const struct walk_branch *a,
			     const struct walk_branch *b)
{
	uint32_t i = 0;

	while (i < a->n_forks && i < b->n_forks && a->name[i] == b->name[i])
		i++;
	r->outcome = OUTCOME_UNKNOWN;
	r->end = a->end.outcome == OUTCOME_BLOCKED ? a->end : b->end;
	r->end.outcome = OUTCOME_UNKNOWN;
	if (i >= a->n_forks)
		return;
	r->end.object = a->forked_on[i];
	r->end.reason = a->fork_reason[i];
	r->end.what = a->fork_what[i];
}

/*
 * All are blocked, some on the way there: then no more can be said than that,
 * and the branch that says it stands first.
 */
static void request_first(struct walk_result *r)
{
	for (size_t i = 1; i < r->branches.n; i++) {
		struct walk_branch *b = r->branches.v[i];

		if (r->end.dir == DIR_REQUEST || b->end.dir != DIR_REQUEST)
			continue;
		r->branches.v[i] = r->branches.v[0];
		r->branches.v[0] = b;
		r->end = b->end;
		return;
	}
}

/* That all are blocked is sure; what blocks is not, unless all say the same. */
static void compare_causes(struct walk_result *r)
{
	for (size_t i = 0; i < r->branches.n; i++) {
		const struct walk_end *e = &r->branches.v[i]->end;

		r->causes_differ |= !same_cause(&r->end, e);
		r->directions_differ |= e->dir != r->end.dir;
		r->symptoms_differ |= e->symptom != r->end.symptom;
	}
	r->causes_differ |= r->directions_differ;
}

static void merge(struct walk_result *r)
{
	const struct walk_branch *first = r->branches.v[0];
	bool delivered = true;
	bool blocked = true;

	r->end = first->end;
	r->outcome = first->end.outcome;
	r->request_arrived = true;
	r->refused = true;
	for (size_t i = 0; i < r->branches.n; i++) {
		const struct walk_end *e = &r->branches.v[i]->end;

		if (e->outcome == OUTCOME_UNKNOWN) {
			r->outcome = OUTCOME_UNKNOWN;
			r->end = *e;
			r->request_arrived = r->request_arrived &&
					     e->dir == DIR_REPLY;
			return;
		}
		delivered &= e->outcome == OUTCOME_DELIVERED;
		blocked &= e->outcome == OUTCOME_BLOCKED;
		r->request_arrived &= e->outcome == OUTCOME_DELIVERED ||
				      e->dir == DIR_REPLY;
		r->refused &= e->reason == REASON_REFUSED;
	}
	if (blocked) {
		request_first(r);
		compare_causes(r);
	}
	if (delivered || blocked)
		return;
	for (size_t i = 1; i < r->branches.n; i++)
		if (!same_end(&r->branches.v[i - 1]->end,
			      &r->branches.v[i]->end)) {
			merge_difference(r, r->branches.v[i - 1],
					 r->branches.v[i]);
			return;
		}
}

static void walk_all(const struct question *q, struct arena *arena,
		     struct walk_result *out)
{
	struct walk w;

	memset(out, 0, sizeof(*out));
	memset(&w, 0, sizeof(w));
	do {
		unsigned int n = w.n_choices;
		uint8_t choices[WALK_MAX_CHOICES];

		memcpy(choices, w.choices, sizeof(choices));
		memset(&w, 0, sizeof(w));
		memcpy(w.choices, choices, sizeof(choices));
		w.n_choices = n;
		w.snap = q->snap;
		w.arena = arena;
		w.probe = q->probe;
		w.from = q->netns;
		w.inbound_if = q->inbound_if;
		w.wants = &out->wants;
		w.branch = ARENA_NEW(arena, struct walk_branch);
		VEC_PUSH(arena, &out->branches, w.branch);
		walk_branch(&w, q);
		if (out->wants.n)
			break;
		if (out->branches.n >= WALK_MAX_BRANCHES) {
			w.branch->end.outcome = OUTCOME_UNKNOWN;
			w.branch->end.reason = REASON_FORKS;
			break;
		}
	} while (next_choices(&w));
	merge(out);
}

void walk_question(const struct snapshot *snap, uint32_t netns,
		   const struct probe *probe, struct arena *arena,
		   struct walk_result *out)
{
	struct question q = {
		.snap = snap, .probe = probe, .netns = netns,
	};

	walk_all(&q, arena, out);
}

void walk_inbound(const struct snapshot *snap, uint32_t netns,
		  uint32_t ifindex, const struct probe *probe,
		  struct arena *arena, struct walk_result *out)
{
	struct question q = {
		.snap = snap, .probe = probe, .netns = netns,
		.inbound_if = ifindex,
	};

	walk_all(&q, arena, out);
}
