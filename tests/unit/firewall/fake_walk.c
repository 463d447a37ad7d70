/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fake_walk.h"

#include <linux/netfilter.h>

static bool fake_decide(struct eval *e, const struct object *why,
			const char *what)
{
	struct judge *j = e->ctx;

	(void)why;
	(void)what;
	j->asked++;
	return j->answer;
}

static void fake_rule(struct eval *e, const struct object *rule,
		      enum fw_verdict outcome)
{
	struct judge *j = e->ctx;

	(void)rule;
	(void)outcome;
	j->rules++;
}

static void fake_enter(struct eval *e, const struct object *chain)
{
	(void)e;
	(void)chain;
}

static enum fw_verdict fake_nat(struct eval *e, const struct nat_request *req)
{
	struct judge *j = e->ctx;

	j->nat++;
	j->request = *req;
	return FW_ACCEPT;
}

/* 10.0.0.0/8 leads out of device 2; 10.0.0.1 is local. */
static enum tri fake_fib(struct eval *e, const struct fib_question *q,
			 struct fib_result *r)
{
	(void)e;
	if (q->dst.b[0] != 10)
		return TRI_NO;
	r->found = true;
	r->oif = 2;
	r->type = q->dst.b[3] == 1 ? 2 : 1;
	if (q->local_only && r->type != 2)
		r->found = false;
	return tri_of(r->found);
}

static enum tri fake_fib_uses(struct eval *e, const struct fib_question *q,
			      uint32_t ifindex)
{
	(void)e;
	(void)q;
	return tri_of(ifindex == 2);
}

static bool fake_next_hop(struct eval *e, struct ip_addr *hop)
{
	*hop = packet_dst(e->pkt);
	return e->hook != NF_INET_PRE_ROUTING;
}

static enum tri fake_socket(struct eval *e, const struct ip_addr *addr,
			    uint16_t port, bool *transparent)
{
	(void)e;
	(void)addr;
	(void)port;
	*transparent = false;
	return TRI_NO;
}

const struct eval_ops fake_ops = {
	.decide = fake_decide,
	.rule = fake_rule,
	.enter = fake_enter,
	.nat = fake_nat,
	.fib = fake_fib,
	.fib_uses = fake_fib_uses,
	.next_hop = fake_next_hop,
	.socket = fake_socket,
};
