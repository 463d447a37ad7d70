/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A walk's steps as the lines that a person would name. Steps that only pass
 * the packet on are folded away, unless every one is wanted.
 */
#include <netinet/in.h>
#include <string.h>

#include "report/report.h"

struct telling {
	struct arena *a;
	const struct snapshot *snap;
	const struct walk_branch *b;
	trace_lines *out;
	bool detail;
};

static const struct netns *ns_at(const struct telling *t,
				 const struct trace_step *s)
{
	return t->snap->netns.v[s->netns];
}

static const char *dev(const struct telling *t, uint32_t netns, uint32_t index)
{
	const struct link *l = index ? netns_link(t->snap->netns.v[netns],
						  index) : NULL;

	return l ? text_safe(t->a, l->name) : "?";
}

static bool is_rule(const struct object *o)
{
	return o && (o->type == &nft_rule_type || o->type == &nft_chain_type ||
		     o->type == &xt_rule_type || o->type == &xt_chain_type);
}

static const char *word_of(enum stage s)
{
	static const char *const words[STAGE_COUNT] = {
		[STAGE_SOURCE_ADDRESS] = "source",
		[STAGE_ROUTE_OUTPUT] = "route",
		[STAGE_NF_OUTPUT] = "output",
		[STAGE_NF_POSTROUTING] = "postrouting",
		[STAGE_NEIGHBOUR] = "neighbour",
		[STAGE_NF_EGRESS] = "egress",
		[STAGE_TC_EGRESS] = "tc egress",
		[STAGE_TRANSMIT] = "send",
		[STAGE_RECEIVE] = "receive",
		[STAGE_XDP] = "xdp",
		[STAGE_TC_INGRESS] = "tc ingress",
		[STAGE_NF_INGRESS] = "ingress",
		[STAGE_BRIDGE] = "bridge",
		[STAGE_NF_BRIDGE_PREROUTING] = "br-prerouting",
		[STAGE_NF_BRIDGE_INPUT] = "br-input",
		[STAGE_NF_BRIDGE_FORWARD] = "br-forward",
		[STAGE_NF_BRIDGE_OUTPUT] = "br-output",
		[STAGE_NF_BRIDGE_POSTROUTING] = "br-postrouting",
		[STAGE_CONNTRACK] = "conntrack",
		[STAGE_NF_PREROUTING] = "prerouting",
		[STAGE_ROUTE_INPUT] = "route",
		[STAGE_SOURCE_CHECK] = "source check",
		[STAGE_FORWARD] = "forwarding",
		[STAGE_NF_FORWARD] = "forward",
		[STAGE_NF_INPUT] = "input",
		[STAGE_SOCKET] = "deliver",
		[STAGE_EDGE] = "send",
		[STAGE_BEYOND] = "assumed",
	};

	return words[s] ? words[s] : "";
}

/* "ip filter FORWARD: accept, rule 1" or "…: drop, handle 215" */
static char *rule_line(const struct telling *t, const struct trace_step *s,
		       const struct fw_place *p)
{
	const char *did = s->did == DID_TRANSLATE ? "translate" :
						    walk_did_name(s->did);
	struct strbuf sb;

	strbuf_init(&sb, t->a);
	strbuf_addf(&sb, "%s %s %s: %s", p->family, text_safe(t->a, p->table),
		    text_safe(t->a, p->chain), did);
	if (p->policy)
		strbuf_add(&sb, " by policy");
	else if (p->position)
		strbuf_addf(&sb, ", rule %u", p->position);
	if (p->handle && !p->policy)
		strbuf_addf(&sb, ", handle %llu",
			    (unsigned long long)p->handle);
	return sb.s;
}

static char *tuple_words(struct arena *a, const struct tuple *t, bool dst)
{
	const struct ip_addr *ip = dst ? &t->dst : &t->src;
	bool ports = t->proto == IPPROTO_TCP || t->proto == IPPROTO_UDP;
	uint16_t port = dst ? t->dport : t->sport;

	if (!ports)
		return ip_str(a, ip);
	return arena_printf(a, ip->family == AF_INET6 ? "[%s]:%u" : "%s:%u",
			    ip_str(a, ip), port);
}

static void translation(const struct telling *t, const struct trace_step *s,
			line_vec *more)
{
	if (!ip_equal(&s->before.src, &s->after.src) ||
	    s->before.sport != s->after.sport)
		VEC_PUSH(t->a, more,
			 arena_printf(t->a, "source %s -> %s",
				      tuple_words(t->a, &s->before, false),
				      tuple_words(t->a, &s->after, false)));
	if (!ip_equal(&s->before.dst, &s->after.dst) ||
	    s->before.dport != s->after.dport)
		VEC_PUSH(t->a, more,
			 arena_printf(t->a, "destination %s -> %s",
				      tuple_words(t->a, &s->before, true),
				      tuple_words(t->a, &s->after, true)));
}

static void rule_more(const struct telling *t, const struct fw_place *p,
		      line_vec *more)
{
	if (!p->text || p->policy)
		return;
	if (p->has_counters)
		VEC_PUSH(t->a, more,
			 arena_printf(t->a, "%s    [%llu packets]",
				      text_safe(t->a, p->text),
				      (unsigned long long)p->packets));
	else
		VEC_PUSH(t->a, more, text_safe(t->a, p->text));
}

static const char *reason_words(const struct trace_step *s)
{
	return s->reason ? walk_reason_name(s->reason) : walk_did_name(s->did);
}

static char *send_line(const struct telling *t, const struct trace_step *s)
{
	if (s->peer_ns != NETNS_NONE && s->peer_ns != s->netns)
		return arena_printf(t->a, "%s -> %s on %s",
				    dev(t, s->netns, s->oif),
				    dev(t, s->peer_ns, s->peer_if),
				    text_safe(t->a, t->snap->netns
						.v[s->peer_ns]->title));
	if (s->stage == STAGE_EDGE || s->did == DID_LEAVE)
		return arena_printf(t->a, "%s: leaves this host",
				    dev(t, s->netns, s->oif));
	return arena_strdup(t->a, dev(t, s->netns, s->oif));
}

static char *plain_line(const struct telling *t, const struct trace_step *s)
{
	const struct object *o = s->object;

	switch (s->stage) {
	case STAGE_TRANSMIT:
	case STAGE_EDGE:
		return send_line(t, s);
	case STAGE_RECEIVE:
		return arena_strdup(t->a, dev(t, s->netns, s->iif));
	case STAGE_CONNTRACK:
		return arena_strdup(t->a, "reply of the request");
	case STAGE_SOCKET:
		return arena_strdup(t->a, s->reason == REASON_REFUSED ?
				    "refused: nobody listens there" :
				    "to the socket that sent the request");
	case STAGE_BEYOND:
		return arena_strdup(t->a, "the far end answers");
	case STAGE_BRIDGE:
		if (o && o->type == &link_type)
			return arena_printf(t->a, "%s",
					    report_object(t->a, ns_at(t, s),
							  o));
		break;
	default:
		break;
	}
	return o ? report_object(t->a, ns_at(t, s), o) :
		   arena_strdup(t->a, walk_did_name(s->did));
}

static void tell(struct telling *t, const struct trace_step *s)
{
	struct trace_line line = {
		.dir = s->dir, .netns = s->netns, .step = s,
		.beyond = s->stage == STAGE_BEYOND, .word = word_of(s->stage),
	};
	struct fw_place p;

	line.bad = s->did == DID_DROP || s->did == DID_REJECT;
	line.unknown = s->did == DID_UNKNOWN;
	if (is_rule(s->object)) {
		firewall_describe(ns_at(t, s), s->object, t->a, &p);
		line.text = rule_line(t, s, &p);
		rule_more(t, &p, &line.more);
	} else {
		line.text = plain_line(t, s);
	}
	if (s->did == DID_TRANSLATE) {
		line.word = "nat";
		translation(t, s, &line.more);
	}
	if (line.bad && !is_rule(s->object))
		line.text = arena_printf(t->a, "%s: %s", reason_words(s),
					 line.text);
	if (line.unknown)
		line.text = arena_printf(t->a, "cannot be told: %s (%s)",
					 s->what ? text_safe(t->a, s->what) :
						   line.text,
					 reason_words(s));
	line.number = (uint32_t)t->out->n + 1;
	VEC_PUSH(t->a, t->out, line);
}

/* What a summary leaves out: what only passed the packet on. */
static bool folded(const struct trace_step *s)
{
	if (s->did == DID_DROP || s->did == DID_REJECT ||
	    s->did == DID_UNKNOWN || s->did == DID_TRANSLATE)
		return s->depth > 0;
	if (s->detail || s->depth)
		return true;
	switch (s->stage) {
	case STAGE_NEIGHBOUR:
	case STAGE_SOURCE_CHECK:
	case STAGE_FORWARD:
	case STAGE_TC_EGRESS:
	case STAGE_TC_INGRESS:
	case STAGE_XDP:
	case STAGE_SOURCE_ADDRESS:
		return true;
	default:
		return s->did == DID_CONTINUE || s->did == DID_NO_MATCH;
	}
}

void report_trace(struct arena *a, const struct snapshot *snap,
		  const struct walk_branch *b, bool detail, trace_lines *out)
{
	struct telling t = {
		.a = a, .snap = snap, .b = b, .out = out, .detail = detail,
	};

	for (size_t i = 0; i < b->steps.n; i++)
		if (detail || !folded(&b->steps.v[i]))
			tell(&t, &b->steps.v[i]);
}
