/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the evaluation of rules asks of the walk: struct eval_ops. */
#include <string.h>
#include <sys/socket.h>

#include "walk/stage.h"

static struct hook_run *run_of(struct eval *e)
{
	return e->ctx;
}

/* Tests that no snapshot settles, by the names of both backends. */
static enum reason reason_of(const char *what)
{
	static const char *const random[] = {
		"limit", "quota", "connlimit", "numgen", "hash", "statistic",
		"recent", "time", "hashlimit", "prandom", "cpu", "nth",
		"rateest", "meta cpu", "meta prandom", "dynset",
	};

	for (size_t i = 0; what && i < ARRAY_SIZE(random); i++)
		if (!strcmp(what, random[i]))
			return REASON_RANDOM;
	return REASON_OPAQUE;
}

static bool op_decide(struct eval *e, const struct object *why,
		      const char *what)
{
	return walk_decide(run_of(e)->w, why, reason_of(what), what, 2) == 0;
}

static void op_rule(struct eval *e, const struct object *rule,
		    enum fw_verdict outcome)
{
	static const enum step_outcome did[] = {
		[FW_CONTINUE] = DID_CONTINUE, [FW_BREAK] = DID_NO_MATCH,
		[FW_ACCEPT] = DID_ACCEPT,     [FW_DROP] = DID_DROP,
		[FW_STOLEN] = DID_LEAVE,      [FW_QUEUE] = DID_QUEUE,
		[FW_JUMP] = DID_JUMP,	      [FW_GOTO] = DID_GOTO,
		[FW_RETURN] = DID_RETURN,     [FW_REPEAT] = DID_CONTINUE,
		[FW_UNKNOWN] = DID_UNKNOWN,
	};
	struct hook_run *run = run_of(e);
	struct trace_step *s;

	if (run->w->mute)
		return;
	s = walk_step(run->w, run->p, run->stage, did[outcome], rule);
	s->detail = true;
}

static void op_enter(struct eval *e, const struct object *chain)
{
	struct hook_run *run = run_of(e);
	struct trace_step *s;

	if (run->w->mute)
		return;
	s = walk_step(run->w, run->p, run->stage, DID_PASS, chain);
	s->detail = true;
}

static enum fw_verdict op_nat(struct eval *e, const struct nat_request *req)
{
	return nat_setup(run_of(e), req);
}

static void flow_of(const struct fib_question *q, const struct packet *p,
		    struct flow *f)
{
	memset(f, 0, sizeof(*f));
	f->family = q->family;
	f->dst = q->dst;
	f->src = q->src;
	f->iif = q->iif;
	f->oif = q->oif;
	f->mark = q->mark;
	f->mark_known = p->mark_known;
	f->tos = q->tos;
	f->uid_known = true;
}

static enum tri op_fib(struct eval *e, const struct fib_question *q,
		       struct fib_result *r)
{
	struct hook_run *run = run_of(e);
	struct fib_answer a;
	struct flow f;

	memset(r, 0, sizeof(*r));
	if (q->local_only) {
		r->type = fib_address_type(e->ns, &q->dst);
		r->found = true;
		return TRI_YES;
	}
	flow_of(q, run->p, &f);
	fib_lookup(run->w, run->p, run->stage, run->p->netns, &f, &a);
	if (run->w->ended)
		return TRI_UNKNOWN;
	r->found = a.error == 0;
	r->type = a.type;
	r->oif = a.oif;
	return tri_of(r->found);
}

static enum tri op_fib_uses(struct eval *e, const struct fib_question *q,
			    uint32_t ifindex)
{
	struct hook_run *run = run_of(e);
	struct fib_answer a;
	struct flow f;

	flow_of(q, run->p, &f);
	fib_lookup(run->w, run->p, run->stage, run->p->netns, &f, &a);
	if (run->w->ended)
		return TRI_UNKNOWN;
	return tri_of(!a.error && fib_route_uses(e->ns, a.route, ifindex));
}

static bool op_next_hop(struct eval *e, struct ip_addr *hop)
{
	const struct walk *w = run_of(e)->w;

	if (!w->dst.valid || w->dst.netns != run_of(e)->p->netns)
		return false;
	*hop = w->dst.next_hop.family ? w->dst.next_hop :
					packet_dst(run_of(e)->p);
	return true;
}

static enum tri op_socket(struct eval *e, const struct ip_addr *addr,
			  uint16_t port, bool *transparent)
{
	struct hook_run *run = run_of(e);
	const struct sock *sk = NULL;

	*transparent = false;
	if (!walk_need(run->w, run->p, run->stage, run->p->netns, READ_SOCKETS,
		       0))
		return TRI_UNKNOWN;
	return socket_find(run->w, e->ns, run->p, addr, port, &sk);
}

static const struct eval_ops ops = {
	.decide = op_decide,
	.rule = op_rule,
	.enter = op_enter,
	.nat = op_nat,
	.fib = op_fib,
	.fib_uses = op_fib_uses,
	.next_hop = op_next_hop,
	.socket = op_socket,
};

void hook_eval(struct hook_run *run, uint8_t family, uint8_t hook,
	       struct eval *e)
{
	const struct netns *ns = walk_ns(run->w, run->p);
	const struct nf_bridge *b = &run->p->bridge;

	memset(e, 0, sizeof(*e));
	e->snap = run->w->snap;
	e->ns = ns;
	e->pkt = run->p;
	e->family = family;
	e->hook = hook;
	e->in = run->in;
	e->out = run->out;
	if (b->active) {
		e->physin = b->physin ? netns_link(ns, b->physin) : NULL;
		e->physout = b->physout ? netns_link(ns, b->physout) : NULL;
	}
	e->time = snapshot_time(run->w->snap);
	e->ops = &ops;
	e->ctx = run;
}
