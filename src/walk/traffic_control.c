/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sch_handle_egress(), sch_handle_ingress(), net/core/dev.c; the queueing
 * disciplines of net/sched: most only delay a packet.
 */
#include <errno.h>
#include <linux/pkt_sched.h>
#include <string.h>

#include "walk/l2.h"

#define PARENT_INGRESS 0xfffffff2u	/* TC_H_CLSACT, TC_H_MIN_INGRESS */
#define PARENT_EGRESS 0xfffffff3u
#define PARENT_QDISC_INGRESS 0xffff0000u

/* They pass a single packet whatever they do with many. */
static const char *const harmless[] = {
	"noqueue", "pfifo", "bfifo", "pfifo_fast", "fq_codel", "fq", "codel",
	"mq", "mqprio", "prio", "htb", "hfsc", "sfq", "red", "sfb", "pie",
	"fq_pie", "cake", "drr", "qfq", "ets", "choke", "gred", "hhf", "multiq",
	"tbf", "cbs", "etf", "skbprio", "clsact", "ingress", "dsmark", "cbq",
	"atm", "teql", "taprio",
};

static bool is_harmless(const char *kind)
{
	for (size_t i = 0; i < ARRAY_SIZE(harmless); i++)
		if (!strcmp(kind, harmless[i]))
			return true;
	return false;
}

/* struct tc_netem_qopt begins the options */
static bool netem(struct walk *w, struct packet *p, const struct qdisc *q)
{
	struct tc_netem_qopt opt;

	if (q->options.len < sizeof(opt)) {
		walk_unknown(w, p, STAGE_TC_EGRESS, &q->obj, REASON_OPAQUE,
			     "netem");
		return false;
	}
	memcpy(&opt, q->options.p, sizeof(opt));
	if (opt.loss == UINT32_MAX) {
		walk_block(w, p, STAGE_TC_EGRESS, &q->obj, REASON_QDISC);
		w->end.symptom = SYMPTOM_SILENCE;
		return false;
	}
	/* Behind the options come attributes: other models of loss. */
	if (!opt.loss && !opt.duplicate && q->options.len == sizeof(opt))
		return true;
	if (!opt.loss && !opt.duplicate && !w->mute)
		walk_step(w, p, STAGE_TC_EGRESS, DID_PASS, &q->obj)->detail =
			true;
	if (!opt.loss && !opt.duplicate)
		return true;
	walk_unknown(w, p, STAGE_TC_EGRESS, &q->obj, REASON_RANDOM, "netem");
	return false;
}

static bool qdisc_passes(struct walk *w, struct packet *p,
			 const struct qdisc *q)
{
	if (!q->kind || is_harmless(q->kind))
		return true;
	if (!strcmp(q->kind, "netem"))
		return netem(w, p, q);
	if (!strcmp(q->kind, "blackhole") || !strcmp(q->kind, "noop")) {
		walk_block(w, p, STAGE_TC_EGRESS, &q->obj, REASON_QDISC);
		w->end.symptom = SYMPTOM_SILENCE;
		return false;
	}
	walk_unknown(w, p, STAGE_TC_EGRESS, &q->obj, REASON_OPAQUE, q->kind);
	return false;
}

static bool protocol_fits(const struct tc_filter *f, const struct packet *p)
{
	return !f->protocol || f->protocol == 3 /* ETH_P_ALL */ ||
	       f->protocol == p->ethertype;
}

static bool filters_pass(struct walk *w, struct packet *p, enum stage stage,
			 const struct link *dev, uint32_t parent)
{
	const struct netns *ns = walk_ns(w, p);

	for (size_t i = 0; i < ns->tc_filters.n; i++) {
		const struct tc_filter *f = ns->tc_filters.v[i];

		if (f->ifindex != dev->index || !protocol_fits(f, p))
			continue;
		if (f->parent != parent && !(parent == PARENT_INGRESS &&
					     f->parent == PARENT_QDISC_INGRESS))
			continue;
		walk_unknown(w, p, stage, &f->obj,
			     f->kind && !strcmp(f->kind, "bpf") ?
			     REASON_PROGRAM : REASON_OPAQUE,
			     f->kind ? f->kind : "filter");
		return false;
	}
	return true;
}

bool tc_egress(struct walk *w, struct packet *p, const struct link *dev)
{
	const struct netns *ns = walk_ns(w, p);

	if (!walk_need(w, p, STAGE_TC_EGRESS, p->netns, READ_TC, 0) ||
	    !filters_pass(w, p, STAGE_TC_EGRESS, dev, PARENT_EGRESS))
		return false;
	for (size_t i = 0; i < ns->qdiscs.n; i++)
		if (ns->qdiscs.v[i]->ifindex == dev->index &&
		    !qdisc_passes(w, p, ns->qdiscs.v[i]))
			return false;
	return true;
}

bool tc_ingress(struct walk *w, struct packet *p, const struct link *dev)
{
	return walk_need(w, p, STAGE_TC_INGRESS, p->netns, READ_TC, 0) &&
	       filters_pass(w, p, STAGE_TC_INGRESS, dev, PARENT_INGRESS);
}
