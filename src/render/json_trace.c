/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nsdoctor-trace/1 */
#include <netinet/in.h>

#include "render/json.h"

const char *trace_verdict_word(enum outcome o)
{
	static const char *const words[] = { "unknown", "delivered",
					     "blocked" };

	return words[o];
}

static const char *id_of(const struct trace_answer *t, uint32_t netns)
{
	return t->snap->netns.v[netns]->id;
}

static const char *dev_of(const struct trace_answer *t, uint32_t netns,
			  uint32_t ifindex)
{
	const struct link *l = ifindex ? netns_link(t->snap->netns.v[netns],
						    ifindex) : NULL;

	return l ? l->name : NULL;
}

static json_t *packet_of(struct arena *a, const struct trace_answer *t)
{
	const struct probe *q = t->probe;
	const struct walk_branch *b = t->result->branches.v[0];
	json_t *o = json_object();
	struct ip_addr src = q->src;

	for (size_t i = 0; !src.family && i < b->steps.n; i++)
		if (!b->steps.v[i].depth)
			src = b->steps.v[i].after.src;
	set_string(o, "family", q->family == AF_INET ? "ipv4" : "ipv6");
	set_string(o, "protocol", q->proto == IPPROTO_TCP ? "tcp" :
				  q->proto == IPPROTO_UDP ? "udp" :
				  q->proto == IPPROTO_ICMP ||
				  q->proto == IPPROTO_ICMPV6 ? "icmp" : "ip");
	if (q->proto == IPPROTO_ICMP || q->proto == IPPROTO_ICMPV6) {
		set_int(o, "type", q->proto == IPPROTO_ICMP ? 8 : 128);
		set_int(o, "code", 0);
	} else {
		set_int(o, "destination_port", q->dport);
	}
	set_string(o, "source", src.family ? ip_str(a, &src) : NULL);
	set_string(o, "destination", ip_str(a, &q->dst));
	set_int(o, "ttl", q->ttl ? q->ttl : 64);
	set_int(o, "mark", q->mark);
	return o;
}

static void tuple_changes(struct arena *a, json_t *o,
			  const struct trace_step *s)
{
	if (!ip_equal(&s->before.src, &s->after.src))
		set_string(o, "source", ip_str(a, &s->after.src));
	if (!ip_equal(&s->before.dst, &s->after.dst))
		set_string(o, "destination", ip_str(a, &s->after.dst));
	if (s->before.sport != s->after.sport)
		set_int(o, "source_port", s->after.sport);
	if (s->before.dport != s->after.dport)
		set_int(o, "destination_port", s->after.dport);
}

static const char *direction_word(enum direction dir)
{
	return dir == DIR_REQUEST ? "request" : "reply";
}

static json_t *step_of(struct arena *a, const struct trace_answer *t,
		       const struct walk_branch *b, const struct trace_step *s,
		       size_t n)
{
	json_t *o = json_object();
	json_t *changes = json_object();
	const char *dev = dev_of(t, s->netns, s->oif);

	set_int(o, "n", (int64_t)n);
	set_string(o, "direction", direction_word(s->dir));
	set_string(o, "namespace", id_of(t, s->netns));
	set_string(o, "stage", walk_stage_name(s->stage));
	set_string(o, "outcome", walk_did_name(s->did));
	set_string(o, "device", dev ? dev : dev_of(t, s->netns, s->iif));
	set_value(o, "object",
		  json_object_of(a, t->snap->netns.v[s->netns], s->object));
	if (s->changed)
		tuple_changes(a, changes, s);
	set_value(o, "changes", changes);
	set_string(o, "branch", b->name);
	set_int(o, "depth", s->depth);
	if (s->reason)
		set_string(o, "reason", walk_reason_name(s->reason));
	return o;
}

static bool is_rule(const struct object *o)
{
	return o && (o->type == &nft_rule_type || o->type == &nft_chain_type ||
		     o->type == &xt_rule_type || o->type == &xt_chain_type);
}

/* Blocked for sure, but not by one thing: what all branches share is said. */
static void where_differs(json_t *doc, const struct trace_answer *t)
{
	const struct walk_result *r = t->result;
	json_t *cause = json_object();

	if (r->directions_differ)
		set_null(doc, "direction");
	else
		set_string(doc, "direction", direction_word(r->end.dir));
	set_null(doc, "namespace");
	set_null(doc, "stage");
	set_null(doc, "rule");
	set_string(cause, "reason",
		   walk_reason_name(REASON_BRANCHES_DIFFER));
	set_string(cause, "what", "each branch is blocked, not all by the same "
				  "thing");
	set_null(cause, "object");
	set_value(doc, "cause", cause);
}

static void where(struct arena *a, json_t *doc, const struct trace_answer *t)
{
	const struct walk_end *end = &t->result->end;
	const struct walk_end *why = walk_end_deepest(end);
	const struct netns *ns = t->snap->netns.v[why->netns];
	struct fw_place p;
	json_t *cause;

	set_string(doc, "direction", direction_word(end->dir));
	set_string(doc, "namespace", id_of(t, end->netns));
	set_string(doc, "stage", walk_stage_name(end->stage));
	if (is_rule(why->object) && end->outcome == OUTCOME_BLOCKED) {
		firewall_describe(ns, why->object, a, &p);
		set_value(doc, "rule", json_place(&p));
		set_null(doc, "cause");
		return;
	}
	set_null(doc, "rule");
	if (end->outcome == OUTCOME_DELIVERED) {
		set_null(doc, "cause");
		return;
	}
	cause = json_object();
	set_string(cause, "reason", walk_reason_name(why->reason));
	set_string(cause, "what", why->what);
	set_value(cause, "object", json_object_of(a, ns, why->object));
	set_value(doc, "cause", cause);
}

void json_trace(struct strbuf *out, const struct trace_answer *t,
		const struct origin *o)
{
	json_t *doc = json_head("nsdoctor-trace/1");
	json_t *q = json_object();
	json_t *steps = json_array();
	const struct walk_result *r = t->result;
	size_t n = 0;

	set_string(q, "command", o->command);
	set_string(q, "from", t->from_text);
	set_string(q, "to", t->to_text);
	set_value(q, "packet", packet_of(out->arena, t));
	set_value(doc, "question", q);
	set_value(doc, "host", json_host(t->snap));
	set_string(doc, "verdict", trace_verdict_word(r->outcome));
	if (r->causes_differ)
		where_differs(doc, t);
	else
		where(out->arena, doc, t);
	if (r->symptoms_differ)
		set_null(doc, "symptom");
	else
		set_string(doc, "symptom", walk_symptom_name(r->end.symptom));
	set_int(doc, "branches", (int64_t)r->branches.n);
	for (size_t b = 0; b < r->branches.n; b++) {
		const struct walk_branch *br = r->branches.v[b];

		for (size_t i = 0; i < br->steps.n; i++)
			json_array_append_new(steps,
					      step_of(out->arena, t, br,
						      &br->steps.v[i], ++n));
	}
	set_value(doc, "steps", steps);
	set_value(doc, "assumptions", json_array());
	set_value(doc, "gaps", json_gaps(t->snap));
	json_finish(out, doc);
}
