/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SYS, UNK, and the one that is always last: no death is without a finding. */
#include <string.h>

#include "diagnose/findings/findings.h"
#include "diagnose/findings/filter_fix.h"

static bool detect_ct_full(const struct death *d, struct finding *f)
{
	if (d->end->reason != REASON_CT_FULL)
		return false;
	f->title = arena_printf(d->arena, "the conntrack table of %s is full",
				ns_title(d, d->end->netns));
	evidence_sysctl(d, f, d->end->netns,
			"net/netfilter/nf_conntrack_count");
	evidence_sysctl(d, f, d->end->netns, "net/netfilter/nf_conntrack_max");
	f->effect = "new connections are dropped, without a reply";
	f->hint = "raise net.netfilter.nf_conntrack_max in the initial "
		  "namespace";
	return true;
}

static const struct explain explain_ct_full = {
	.means = "The table of connections has no room for a new one.",
	.seen = "nf_conntrack_count has reached nf_conntrack_max.",
	.notice = "Silence for new connections; the kernel log says \"table "
		  "full, dropping packet\".",
	.confused = "a high maximum with a low count",
	.mend = "sysctl -w net.netfilter.nf_conntrack_max=N",
	.seen_in = "busy NAT hosts",
};

const struct finding_type conntrack_full = {
	.code = "conntrack-full",
	.second = "SYS01",
	.summary = "the conntrack table is full",
	.detect = detect_ct_full,
	.explain = &explain_ct_full,
};

/* ---- cannot tell ---- */

static bool unknown(const struct death *d, struct finding *f,
		    enum reason reason, const char *title)
{
	if (!died_unknown(d) || d->end->reason != reason)
		return false;
	f->severity = SEVERITY_UNKNOWN;
	f->blocking = false;
	f->title = title;
	if (d->end->object && (d->end->object->type == &nft_rule_type ||
			       d->end->object->type == &xt_rule_type))
		evidence_place(d, f, d->end);
	else if (d->end->what)
		evidence_text(d, f, EVIDENCE_TEXT, d->end->netns, "%s of %s",
			      text_safe(d->arena, d->end->what),
			      ns_title(d, d->end->netns));
	return true;
}

static bool detect_queue(const struct death *d, struct finding *f)
{
	f->effect = "a program may accept or drop it";
	return unknown(d, f, REASON_QUEUE_READER,
		       "a program outside the kernel decides");
}

static const struct explain explain_queue = {
	.means = "A rule hands the packet to a program outside the kernel.",
	.seen = "A queue rule on the way, and a program reads that queue.",
	.notice = "It depends on the program.",
	.confused = "queues without a reader, which drop",
	.mend = "ask the program",
	.seen_in = "intrusion prevention; application firewalls",
};

const struct finding_type nfqueue_decides = {
	.code = "nfqueue-decides",
	.second = "UNK01",
	.summary = "a program outside the kernel decides",
	.detect = detect_queue,
	.explain = &explain_queue,
};

static bool detect_bpf(const struct death *d, struct finding *f)
{
	f->effect = "a BPF program may do anything with it";
	return unknown(d, f, REASON_PROGRAM, "a BPF program decides");
}

static const struct explain explain_bpf = {
	.means = "A BPF or XDP program on the way decides.",
	.seen = "A program is attached to a device that the packet passes.",
	.notice = "It depends on the program.",
	.confused = "programs that only count",
	.mend = "ask its owner",
	.seen_in = "Cilium, Calico",
};

const struct finding_type bpf_decides = {
	.code = "bpf-decides",
	.second = "UNK02",
	.summary = "a BPF program decides",
	.detect = detect_bpf,
	.explain = &explain_bpf,
};

static bool is_limit(const char *what)
{
	static const char *const limits[] = { "limit", "quota", "connlimit",
					      "hashlimit", "recent" };

	for (size_t i = 0; what && i < ARRAY_SIZE(limits); i++)
		if (!strcmp(what, limits[i]))
			return true;
	return false;
}

static bool detect_limit(const struct death *d, struct finding *f)
{
	if (!is_limit(d->end->what))
		return false;
	f->effect = "whether the limit is reached decides";
	return unknown(d, f, REASON_RANDOM, "a limit decides");
}

static const struct explain explain_limit = {
	.means = "A limit on the way decides, and whether it is reached cannot "
		 "be read from a snapshot.",
	.seen = "A limit, quota or recent match whose two sides end "
		"differently.",
	.notice = "Now and then.",
	.confused = "limits that only guard a log rule",
	.mend = "raise it, or accept before it",
	.seen_in = "filters against floods",
};

const struct finding_type limit_decides = {
	.code = "limit-decides",
	.second = "FLT25",
	.summary = "a limit decides",
	.detect = detect_limit,
	.explain = &explain_limit,
};

static bool detect_leg(const struct death *d, struct finding *f)
{
	if (!d->end->object || d->end->object->type != &route_type)
		return false;
	f->effect = "some connections take the path that is dead";
	return unknown(d, f, REASON_RANDOM, "one of several equal paths is "
		       "dead");
}

static const struct explain explain_leg = {
	.means = "A route has several next hops and one of them leads nowhere.",
	.seen = "The walk forks over the legs and they end differently.",
	.notice = "Some connections fail, others work.",
	.confused = "legs that all work",
	.mend = "ip route replace with the good next hops alone",
	.seen_in = "hosts with several uplinks",
};

const struct finding_type multipath_leg_dead = {
	.code = "multipath-leg-dead",
	.second = "RTE19",
	.summary = "one of several equal paths is dead",
	.detect = detect_leg,
	.explain = &explain_leg,
};

static bool detect_opaque(const struct death *d, struct finding *f)
{
	f->effect = "both sides were followed and they end differently, or "
		    "what comes after it is not known";
	return unknown(d, f, REASON_OPAQUE,
		       arena_printf(d->arena, "%s is not understood",
				    d->end->what ?
				    text_safe(d->arena, d->end->what) :
				    "something on the way"));
}

static const struct explain explain_opaque = {
	.means = "Something on the way is not modelled, and it could matter.",
	.seen = "An expression, match or device kind whose meaning this version "
		"does not know.",
	.notice = "It depends on it.",
	.confused = "such things off the way, which change nothing",
	.mend = "report it with 'nsdoctor snapshot -o FILE' (read it first: it "
		"shows addresses and names)",
	.seen_in = "newer kernels; rare extensions",
};

const struct finding_type rule_not_understood = {
	.code = "rule-not-understood",
	.second = "UNK03",
	.summary = "something on the way is not understood",
	.detect = detect_opaque,
	.explain = &explain_opaque,
};

static bool detect_not_read(const struct death *d, struct finding *f)
{
	f->effect = "what is there decides";
	return unknown(d, f, REASON_NOT_READ,
		       arena_printf(d->arena, "%s of %s could not be read",
				    d->end->what ?
				    text_safe(d->arena, d->end->what) :
				    "something", ns_title(d, d->end->netns)));
}

static const struct explain explain_not_read = {
	.means = "Something on the packet's way could not be read.",
	.seen = "The walk came to a part of a namespace that is missing from "
		"the snapshot.",
	.notice = "It depends on it.",
	.confused = "gaps off the way, which change nothing",
	.mend = "run as root",
	.seen_in = "ordinary users; nsdoctor inside a container",
};

const struct finding_type not_read = {
	.code = "not-read",
	.second = "UNK04",
	.summary = "something on the way could not be read",
	.detect = detect_not_read,
	.explain = &explain_not_read,
};

static bool detect_random(const struct death *d, struct finding *f)
{
	f->effect = "both sides were followed and they end differently";
	return unknown(d, f, REASON_RANDOM, "a choice that no dump shows "
					    "decides") ||
	       unknown(d, f, REASON_FORKS, "too many choices that no dump "
					   "shows decide");
}

static const struct explain explain_random = {
	.means = "The kernel's choice cannot be read from a snapshot: a random "
		 "number, a hash, an order of registration.",
	.seen = "Both sides were walked and they end differently.",
	.notice = "Now and then.",
	.confused = "choices whose sides all end alike",
	.mend = "look at the object that is named",
	.seen_in = "load balancing by rules",
};

const struct finding_type outcome_random = {
	.code = "outcome-random",
	.second = "UNK05",
	.summary = "a choice that no dump shows decides",
	.detect = detect_random,
	.explain = &explain_random,
};

static bool detect_ovs(const struct death *d, struct finding *f)
{
	f->effect = "its flows decide";
	return unknown(d, f, REASON_OVS, "Open vSwitch decides");
}

static const struct explain explain_ovs = {
	.means = "The port belongs to Open vSwitch, whose flows are not read.",
	.seen = "The link's master is an Open vSwitch datapath.",
	.notice = "It depends on its flows.",
	.confused = "Linux bridges",
	.mend = "ovs-appctl ofproto/trace",
	.seen_in = "OpenStack, OVN",
};

const struct finding_type ovs_decides = {
	.code = "ovs-decides",
	.second = "UNK06",
	.summary = "Open vSwitch decides",
	.detect = detect_ovs,
	.explain = &explain_ovs,
};

/* ---- the last ---- */

static bool detect_blocked(const struct death *d, struct finding *f)
{
	if (died_unknown(d)) {
		f->severity = SEVERITY_UNKNOWN;
		f->blocking = false;
	}
	f->title = arena_printf(d->arena, "the packet is lost in %s: %s (%s)",
				ns_title(d, d->end->netns),
				walk_reason_name(d->end->reason),
				walk_stage_name(d->end->stage));
	f->effect = "it goes no further";
	return true;
}

static const struct explain explain_blocked = {
	.means = "The packet dies at a place that has no entry of its own.",
	.seen = "The walk ends there; the title names stage and reason.",
	.notice = "See the symptom of the report.",
	.confused = "nothing",
	.mend = "nsdoctor trace shows the way to it",
	.seen_in = "rare set-ups",
};

const struct finding_type blocked = {
	.code = "packet-lost",
	.second = "UNK09",
	.summary = "the packet dies at a place without an entry of its own",
	.detect = detect_blocked,
	.explain = &explain_blocked,
};
