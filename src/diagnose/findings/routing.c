/* SPDX-License-Identifier: GPL-2.0-or-later */
/* RTE: addresses, routes, policy rules. */
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "diagnose/findings/findings.h"
#include "diagnose/findings/nat_rules.h"

static struct fix *one(const struct death *d, const struct change *c)
{
	struct fix *fix = fix_new(d, c->netns);

	fix_add(d, fix, c);
	return fix;
}

static bool no_route(const struct death *d)
{
	return d->outer->reason == REASON_NO_ROUTE ||
	       d->outer->reason == REASON_ROUTE_THROW;
}

static const char *dst_str(const struct death *d)
{
	struct ip_addr dst = packet_dst(&d->outer->pkt);

	return ip_str(d->arena, &dst);
}

/* ---- RTE22, RTE07 ---- */

static bool detect_rule_reject(const struct death *d, struct finding *f)
{
	const struct rule *r;

	if (d->outer->reason < REASON_RULE_BLACKHOLE ||
	    d->outer->reason > REASON_RULE_PROHIBIT || !d->outer->object ||
	    d->outer->object->type != &rule_type)
		return false;
	r = (const struct rule *)d->outer->object;
	f->title = arena_printf(d->arena, "policy rule %u of %s refuses it",
				r->priority, ns_title(d, d->outer->netns));
	evidence_object(d, f, EVIDENCE_ROUTE, d->outer->netns, &r->obj,
			arena_printf(d->arena, "policy rule %u, action %u",
				     r->priority, r->action));
	f->effect = "no table is asked";
	return true;
}

static void mend_rule_reject(const struct death *d, struct finding *f,
			     fix_vec *out)
{
	struct change c = {
		.kind = CHANGE_RULE_DEL, .netns = d->outer->netns,
		.rule = (const struct rule *)f->object,
	};

	VEC_PUSH(d->arena, out, one(d, &c));
}

static const struct explain explain_rule_reject = {
	.means = "A policy rule says prohibit, unreachable or blackhole for "
		 "this packet.",
	.seen = "Its selectors match and its action ends the look-up.",
	.notice = "An error at once, or silence for blackhole.",
	.confused = "rules whose mark or user the packet does not have",
	.mend = "ip rule del pref NUMBER; a VPN's lock-down belongs to the VPN",
	.seen_in = "VPN clients",
};

const struct finding_type rule_reject = {
	.code = "rule-reject",
	.second = "RTE22",
	.summary = "a policy rule refuses the packet",
	.detect = detect_rule_reject,
	.mend = mend_rule_reject,
	.explain = &explain_rule_reject,
};

static bool detect_route_reject(const struct death *d, struct finding *f)
{
	static const char *const words[] = {
		[REASON_ROUTE_BLACKHOLE] = "blackhole",
		[REASON_ROUTE_UNREACHABLE] = "unreachable",
		[REASON_ROUTE_PROHIBIT] = "prohibit",
	};
	enum reason r = d->outer->reason;
	const struct route *route;
	const char *prefix;

	if (r < REASON_ROUTE_BLACKHOLE || r > REASON_ROUTE_PROHIBIT ||
	    !d->outer->object || d->outer->object->type != &route_type)
		return false;
	route = (const struct route *)d->outer->object;
	prefix = route->dst.len ? prefix_str(d->arena, &route->dst) :
				  "default";
	f->title = arena_printf(d->arena, "a route of %s refuses %s: %s %s",
				ns_title(d, d->outer->netns), dst_str(d),
				words[r], prefix);
	evidence_object(d, f, EVIDENCE_ROUTE, d->outer->netns, &route->obj,
			arena_printf(d->arena, "%s %s table %u", words[r],
				     prefix, route->table));
	f->effect = r == REASON_ROUTE_BLACKHOLE ?
		    "dropped, without a reply where it is forwarded" :
		    "refused with an error";
	return true;
}

static void mend_route_reject(const struct death *d, struct finding *f,
			      fix_vec *out)
{
	struct change c = {
		.kind = CHANGE_ROUTE_DEL, .netns = d->outer->netns,
		.route = (const struct route *)f->object,
	};

	VEC_PUSH(d->arena, out, one(d, &c));
}

static const struct explain explain_route_reject = {
	.means = "The longest matching route is a blackhole, unreachable or "
		 "prohibit one.",
	.seen = "The walk's look-up ends there.",
	.notice = "\"No route to host\", \"Invalid argument\" or \"Permission "
		  "denied\" at once; silence where a blackhole forwards.",
	.confused = "such routes that are less specific than the one used",
	.mend = "ip route del TYPE PREFIX",
	.seen_in = "kill switches; bans by route",
};

const struct finding_type route_reject = {
	.code = "route-reject",
	.second = "RTE07",
	.summary = "a blackhole, unreachable or prohibit route matches",
	.detect = detect_route_reject,
	.mend = mend_route_reject,
	.explain = &explain_route_reject,
};

/* ---- RTE01, RTE05 ---- */

static bool detect_no_default(const struct death *d, struct finding *f)
{
	if (!no_route(d) || d->outer->netns != d->target ||
	    d->outer->dir != DIR_REQUEST)
		return false;
	f->title = arena_printf(d->arena, "%s has no route to %s",
				ns_title(d, d->target), dst_str(d));
	evidence_text(d, f, EVIDENCE_ROUTE, d->target,
		      "no table that its rules ask has a default route or one "
		      "for %s", dst_str(d));
	f->effect = "sending fails at once";
	f->symptom = SYMPTOM_NET_UNREACHABLE;
	return true;
}

/* Every link of the namespace that a gateway can be seen on. */
static void mend_default(const struct death *d, fix_vec *out, uint32_t netns,
			 uint32_t not_if)
{
	const struct netns *ns = ns_of(d, netns);
	struct address *const *it;

	VEC_FOR_EACH(&ns->addresses, it) {
		const struct address *a = *it;
		struct change c = { .kind = CHANGE_ROUTE_ADD, .netns = netns };
		struct gateway gw;

		if (a->family != d->q->probe.family ||
		    ip_is_loopback(&a->local) || a->ifindex == not_if ||
		    !gateway_candidate(d, netns, a->ifindex, a->family,
				       &a->local, &gw))
			continue;
		c.route = route_draft(d, a->family, NULL, &gw.addr,
				      a->ifindex);
		VEC_PUSH(d->arena, out, one(d, &c));
	}
}

static void mend_no_default(const struct death *d, struct finding *f,
			    fix_vec *out)
{
	(void)f;
	mend_default(d, out, d->target, 0);
	for (size_t i = 0; i < out->n; i++)
		out->v[i]->keep = "the default route where the namespace is "
				  "made, or its network manager";
}

static const struct explain explain_no_default = {
	.means = "The namespace has no default route, nor another one for the "
		 "destination.",
	.seen = "The walk's first look-up finds nothing.",
	.notice = "\"Network is unreachable\", at once.",
	.confused = "internal networks, which have none by design; a default "
		    "in another table that a rule selects",
	.mend = "ip route add default via GATEWAY dev IF",
	.seen_in = "a link that went down and up again",
};

const struct finding_type no_default_route = {
	.code = "no-default-route",
	.second = "RTE01",
	.summary = "the namespace has no route to the destination",
	.detect = detect_no_default,
	.mend = mend_no_default,
	.explain = &explain_no_default,
};

static bool detect_host_default(const struct death *d, struct finding *f)
{
	if (!no_route(d) || d->outer->netns == d->target ||
	    d->outer->dir != DIR_REQUEST)
		return false;
	f->title = arena_printf(d->arena, "%s has itself no route to %s",
				ns_title(d, d->outer->netns), dst_str(d));
	evidence_text(d, f, EVIDENCE_ROUTE, d->outer->netns,
		      "no table that its rules ask has a default route or one "
		      "for %s", dst_str(d));
	f->effect = "answered with ICMP net unreachable";
	f->hint = "ip route add default via GATEWAY dev UPLINK, or ask the "
		  "uplink's network manager";
	return true;
}

static void mend_host_default(const struct death *d, struct finding *f,
			      fix_vec *out)
{
	(void)f;
	mend_default(d, out, d->outer->netns, d->outer->iif);
}

static const struct explain explain_host_default = {
	.means = "The namespace that forwards the packet has itself no route "
		 "to the destination.",
	.seen = "Its look-up for the forwarded packet finds nothing.",
	.notice = "\"Destination Net Unreachable\" from the gateway.",
	.confused = "a default in a table that a rule selects for this "
		    "interface",
	.mend = "ip route add default via GATEWAY dev UPLINK",
	.seen_in = "an uplink whose DHCP failed",
};

const struct finding_type host_no_default = {
	.code = "host-no-default",
	.second = "RTE05",
	.summary = "a router on the way has no route to the destination",
	.detect = detect_host_default,
	.mend = mend_host_default,
	.explain = &explain_host_default,
};

/* ---- RTE08, RTE09: a policy rule diverts it ---- */

static bool is_custom(const struct rule *r)
{
	return r && r->table != RT_TABLE_LOCAL && r->table != RT_TABLE_MAIN &&
	       r->table != RT_TABLE_DEFAULT;
}

/* The rule that leads to a table of its own. */
static const struct rule *rule_to_table(const struct netns *ns,
					const struct route *r)
{
	struct rule *const *it;

	VEC_FOR_EACH(&ns->rules, it)
		if ((*it)->family == r->family && (*it)->table == r->table &&
		    is_custom(*it))
			return *it;
	return NULL;
}

/* Answers that leave a namespace where their request came in are not astray. */
static bool goes_back(const struct death *d, uint32_t netns,
		      const struct route *r)
{
	const struct hop *h;

	VEC_FOR_EACH(&d->branch->hops, h)
		if (h->netns == netns && h->dir == DIR_REQUEST &&
		    (r->oif == h->in || r->oif == h->in_master))
			return true;
	return false;
}

/* The last custom rule that a look-up of this direction chose. */
static const struct rule *diverting(const struct death *d, uint32_t *netns)
{
	const struct trace_step *s;
	const struct rule *found = NULL;

	if (is_custom(d->outer->via_rule) && !d->outer->via_route) {
		*netns = d->outer->netns;
		return d->outer->via_rule;
	}
	if (!d->branch)
		return NULL;
	VEC_FOR_EACH(&d->branch->steps, s) {
		const struct route *r = (const struct route *)s->object;
		const struct rule *rule;

		if (s->dir != d->outer->dir || !s->object || s->depth ||
		    s->object->type != &route_type)
			continue;
		rule = rule_to_table(ns_of(d, s->netns), r);
		if (!rule || (s->dir == DIR_REPLY &&
			      goes_back(d, s->netns, r)))
			continue;
		found = rule;
		*netns = s->netns;
	}
	return found;
}

static bool detect_diverts(const struct death *d, struct finding *f,
			   enum direction dir)
{
	uint32_t netns = 0;
	const struct rule *r = d->outer->dir == dir ? diverting(d, &netns) :
						      NULL;

	if (!r)
		return false;
	f->netns = netns;
	f->object = &r->obj;
	f->stage = netns == d->target && dir == DIR_REQUEST ?
		   STAGE_ROUTE_OUTPUT : STAGE_ROUTE_INPUT;
	f->title = arena_printf(d->arena, "policy rule %u of %s sends %s by "
				"table %u, which leads nowhere", r->priority,
				ns_title(d, netns),
				dir == DIR_REQUEST ? "it" : "the answers",
				r->table);
	evidence_object(d, f, EVIDENCE_ROUTE, netns, &r->obj,
			arena_printf(d->arena, "policy rule %u lookup %u",
				     r->priority, r->table));
	f->effect = "the table's route takes the packet where it dies";
	return true;
}

static bool detect_diverts_request(const struct death *d, struct finding *f)
{
	return detect_diverts(d, f, DIR_REQUEST);
}

/* The answer is to leave @netns by another link than the request came by. */
static bool leaves_elsewhere(const struct death *d, uint32_t netns)
{
	const struct hop *h;
	uint32_t in = 0;
	uint32_t out = d->outer->netns == netns ? d->outer->oif : 0;

	VEC_FOR_EACH(&d->branch->hops, h) {
		const struct link *l = netns_link(ns_of(d, netns), h->in);

		if (h->netns != netns)
			continue;
		if (h->dir == DIR_REQUEST)
			in = l && link_is_port(l) ? l->master : h->in;
		else if (!out)
			out = h->out;
	}
	return in && out && in != out;
}

static bool detect_diverts_reply(const struct death *d, struct finding *f)
{
	return d->branch && detect_diverts(d, f, DIR_REPLY) &&
	       leaves_elsewhere(d, f->netns);
}

static void mend_diverts(const struct death *d, struct finding *f,
			 fix_vec *out)
{
	const struct rule *old = (const struct rule *)f->object;
	struct rule *r = object_new(d->arena, &rule_type);
	struct change c = {
		.kind = CHANGE_RULE_ADD, .netns = f->netns, .rule = r,
	};
	struct ip_addr a = d->outer->dir == DIR_REQUEST ?
			   packet_src(&d->outer->pkt) :
			   packet_dst(&d->outer->pkt);
	struct ip_prefix p = { .addr = a, .len = (uint8_t)ip_bits(a.family) };

	if (!old->priority)
		return;
	SET(r, rule, family, old->family);
	SET(r, rule, priority, old->priority - 1);
	SET(r, rule, action, 1);
	SET(r, rule, table, RT_TABLE_MAIN);
	SET(r, rule, suppress_prefixlen, -1);
	if (d->outer->dir == DIR_REQUEST)
		SET(r, rule, src, p);
	else
		SET(r, rule, dst, p);
	VEC_PUSH(d->arena, out, one(d, &c));
}

static const struct explain explain_diverts_request = {
	.means = "A policy rule sends the packet by a table whose route leads "
		 "to a place where it dies.",
	.seen = "The look-up chose a table by a rule that is not one of the "
		"three defaults, and by the main table it would get further.",
	.notice = "Silence while a VPN is up.",
	.confused = "empty tables and suppress_prefixlength rules, which let "
		    "the look-up go on",
	.mend = "ip rule add pref BEFORE from SUBNET lookup main; or translate "
		"on the VPN's interface, if it is meant",
	.seen_in = "wg-quick, Tailscale",
};

const struct finding_type rule_diverts_request = {
	.code = "rule-diverts-request",
	.second = "RTE08",
	.summary = "a policy rule sends the packet astray",
	.detect = detect_diverts_request,
	.mend = mend_diverts,
	.explain = &explain_diverts_request,
};

static const struct explain explain_diverts_reply = {
	.means = "Answers to the namespace are caught by a policy rule and sent "
		 "out by another interface.",
	.seen = "The request passes, and the answer's look-up chooses a table "
		"by such a rule.",
	.notice = "Silence; a capture shows answers leaving by the wrong "
		  "interface.",
	.confused = "tables with a throw or a more specific route for the "
		    "subnet",
	.mend = "ip rule add pref BEFORE to SUBNET lookup main",
	.seen_in = "exit nodes of Tailscale, wg-quick",
};

const struct finding_type rule_diverts_reply = {
	.code = "rule-diverts-reply",
	.second = "RTE09",
	.summary = "a policy rule sends the answers astray",
	.detect = detect_diverts_reply,
	.mend = mend_diverts,
	.explain = &explain_diverts_reply,
};

/* ---- RTE15 ---- */

static bool detect_no_return(const struct death *d, struct finding *f)
{
	if (d->outer->dir != DIR_REPLY ||
	    (!no_route(d) && d->outer->reason != REASON_NO_NEIGHBOUR))
		return false;
	f->title = arena_printf(d->arena, "%s has no way back to %s",
				ns_title(d, d->outer->netns), dst_str(d));
	evidence_text(d, f, EVIDENCE_ROUTE, d->outer->netns,
		      "no route for %s that leads to it", dst_str(d));
	f->effect = "the answer is lost there";
	f->symptom = SYMPTOM_SILENCE;
	return true;
}

static void mend_no_return(const struct death *d, struct finding *f,
			   fix_vec *out)
{
	struct ip_addr dst = packet_dst(&d->outer->pkt);
	struct ip_prefix p = { .addr = dst,
			       .len = (uint8_t)ip_bits(dst.family) };
	struct change c = {
		.kind = CHANGE_ROUTE_ADD, .netns = d->outer->netns,
	};
	const struct hop *h;

	(void)f;
	if (!d->branch)
		return;
	/* back by the link that the request came in by */
	VEC_FOR_EACH(&d->branch->hops, h) {
		const struct link *port = netns_link(ns_of(d, h->netns), h->in);
		uint32_t in = port && link_is_port(port) ? port->master : h->in;

		if (h->netns != d->outer->netns || h->dir != DIR_REQUEST ||
		    !in)
			continue;
		c.route = route_draft(d, dst.family, &p, NULL, in);
		VEC_PUSH(d->arena, out, one(d, &c));
	}
}

static const struct explain explain_no_return = {
	.means = "A namespace on the way back has no route to the sender.",
	.seen = "The answer's look-up fails there, or takes it where nobody "
		"has the address; and it is not NAT's to mend.",
	.notice = "Silence.",
	.confused = "snat-missing",
	.mend = "ip route add SUBNET via THIS-HOST dev IF, in that namespace",
	.seen_in = "routed veths without a host route; two hosts",
};

const struct finding_type no_return_route = {
	.code = "no-return-route",
	.second = "RTE15",
	.summary = "no route leads back to the sender",
	.detect = detect_no_return,
	.mend = mend_no_return,
	.explain = &explain_no_return,
};

/* ---- RTE11, RTE18 ---- */

static bool detect_rp_filter(const struct death *d, struct finding *f)
{
	const char *dev = if_name(d, d->end->netns, d->end->iif);
	struct ip_addr src = packet_src(&d->end->pkt);

	if (d->end->reason != REASON_RP_FILTER)
		return false;
	f->title = arena_printf(d->arena, "%s drops it on %s: no route back to "
				"%s leaves by it", ns_title(d, d->end->netns),
				dev, ip_str(d->arena, &src));
	evidence_sysctl(d, f, d->end->netns, "net/ipv4/conf/all/rp_filter");
	evidence_sysctl(d, f, d->end->netns,
			sysctl_conf_path(d->arena, AF_INET, dev, "rp_filter"));
	f->effect = "dropped, without a reply";
	f->symptom = SYMPTOM_SILENCE;
	return true;
}

static void mend_rp_filter(const struct death *d, struct finding *f,
			   fix_vec *out)
{
	const struct link *l = netns_link(ns_of(d, d->end->netns),
					  d->end->iif);
	struct change c = { .kind = CHANGE_SYSCTL, .netns = d->end->netns };
	struct fix *fix;

	(void)f;
	if (!l)
		return;
	/* the larger of all and IF counts, so 2 outranks an "all" of 1 */
	c.path = sysctl_conf_path(d->arena, AF_INET, l->name, "rp_filter");
	c.value = "2";
	VEC_PUSH(d->arena, out, one(d, &c));
	c.value = "0";
	fix = one(d, &c);
	c.path = "net/ipv4/conf/all/rp_filter";
	fix_add(d, fix, &c);
	VEC_PUSH(d->arena, out, fix);
}

static const struct explain explain_rp_filter = {
	.means = "The reverse-path check: the route back to the source does not "
		 "leave by the interface it came in by.",
	.seen = "The larger of conf/all and conf/IF rp_filter is 1 (or 2, and "
		"no route leads back at all).",
	.notice = "Silence; the counter IPReversePathFilter rises.",
	.confused = "rp_filter 1 on a symmetric path; the value on bridge ports",
	.mend = "sysctl -w net.ipv4.conf.IF.rp_filter=2",
	.seen_in = "several uplinks, VPNs",
};

const struct finding_type rp_filter = {
	.code = "rp-filter",
	.second = "RTE11",
	.summary = "dropped by the reverse-path filter",
	.detect = detect_rp_filter,
	.mend = mend_rp_filter,
	.explain = &explain_rp_filter,
};

static bool detect_martian(const struct death *d, struct finding *f)
{
	struct ip_addr src = packet_src(&d->end->pkt);
	struct ip_addr dst = packet_dst(&d->end->pkt);

	if (d->end->reason != REASON_MARTIAN_SOURCE &&
	    d->end->reason != REASON_MARTIAN_DESTINATION)
		return false;
	f->title = arena_printf(d->arena, "%s drops %s to %s as martian",
				ns_title(d, d->end->netns),
				ip_str(d->arena, &src), ip_str(d->arena, &dst));
	evidence_text(d, f, EVIDENCE_ADDRESS, d->end->netns, "%s",
		      d->end->reason == REASON_MARTIAN_SOURCE ?
		      "the source is an address of that namespace itself, or "
		      "one that cannot come from outside" :
		      "the destination cannot come from outside");
	f->effect = "dropped, without a reply";
	f->symptom = SYMPTOM_SILENCE;
	return true;
}

/* The namespace that drops it owns the sender's address: take it away. */
static void mend_martian(const struct death *d, struct finding *f,
			 fix_vec *out)
{
	struct ip_addr src = packet_src(&d->end->pkt);
	const struct address *a = netns_address(ns_of(d, d->end->netns), &src);
	struct change c = {
		.kind = CHANGE_ADDRESS_DEL, .netns = d->end->netns,
	};

	(void)f;
	if (!a)
		return;
	c.ifindex = a->ifindex;
	c.prefix.addr = a->local;
	c.prefix.len = a->prefixlen;
	VEC_PUSH(d->arena, out, one(d, &c));
}

static const struct explain explain_martian = {
	.means = "The packet has a source or destination that cannot be true on "
		 "that interface.",
	.seen = "Loopback addresses, multicast sources, or an address of the "
		"receiving namespace itself.",
	.notice = "Silence; log_martians logs it.",
	.confused = "rp-filter",
	.mend = "take the address away from the namespace that it does not "
		"belong to",
	.seen_in = "a container's address left on the host; DNAT to 127.0.0.1",
};

const struct finding_type martian = {
	.code = "martian",
	.second = "RTE18",
	.summary = "dropped as martian",
	.detect = detect_martian,
	.mend = mend_martian,
	.explain = &explain_martian,
};

/* ---- RTE17 ---- */

static bool detect_local(const struct death *d, struct finding *f)
{
	const struct address *a;
	struct ip_addr dst = packet_dst(&d->end->pkt);

	if (d->end->stage != STAGE_SOCKET && d->end->reason != REASON_REFUSED &&
	    d->end->reason != REASON_NOT_OURS)
		return false;
	a = netns_address(ns_of(d, d->end->netns), &dst);
	if (!a || d->q->needs_service)
		return false;
	f->title = arena_printf(d->arena, "%s is an address of %s itself",
				ip_str(d->arena, &dst),
				ns_title(d, d->end->netns));
	f->effect = "the packet is delivered there instead of being sent on";
	return true;
}

static void mend_local(const struct death *d, struct finding *f, fix_vec *out)
{
	struct ip_addr dst = packet_dst(&d->end->pkt);
	const struct address *a = netns_address(ns_of(d, d->end->netns), &dst);
	struct change c = {
		.kind = CHANGE_ADDRESS_DEL, .netns = d->end->netns,
	};

	(void)f;
	if (!a)
		return;
	c.ifindex = a->ifindex;
	c.prefix.addr = a->local;
	c.prefix.len = a->prefixlen;
	VEC_PUSH(d->arena, out, one(d, &c));
}

static const struct explain explain_local = {
	.means = "The address belongs to a namespace on the way, so packets for "
		 "it are delivered there.",
	.seen = "Table local of that namespace has it.",
	.notice = "ping may work while TCP and DNS are refused.",
	.confused = "virtual addresses that are there on purpose",
	.mend = "ip addr del ADDRESS/LEN dev IF",
	.seen_in = "labs; leftovers on lo or a bridge",
};

const struct finding_type destination_local = {
	.code = "destination-local",
	.second = "RTE17",
	.summary = "the destination is an address of a namespace on the way",
	.detect = detect_local,
	.mend = mend_local,
	.explain = &explain_local,
};

/* ---- RTE16, RTE20, RTE06 ---- */

static bool detect_loop(const struct death *d, struct finding *f)
{
	if (d->end->reason != REASON_LOOP && d->end->reason != REASON_TTL)
		return false;
	f->title = arena_printf(d->arena, "the packet circles through %s until "
				"its TTL ends", ns_title(d, d->end->netns));
	f->effect = "answered with ICMP time exceeded";
	f->symptom = SYMPTOM_TTL_EXCEEDED;
	f->hint = "remove the route that points back";
	return true;
}

static const struct explain explain_loop = {
	.means = "Two routers send the packet to each other.",
	.seen = "The walk comes to the same place with a falling TTL.",
	.notice = "\"Time to live exceeded\".",
	.confused = "traceroute showing a host twice for NAT",
	.mend = "remove the route that points back",
	.seen_in = "nested namespaces; VPNs",
};

const struct finding_type routing_loop = {
	.code = "routing-loop",
	.second = "RTE16",
	.summary = "the packet circles until its TTL ends",
	.detect = detect_loop,
	.explain = &explain_loop,
};

static bool detect_unusable(const struct death *d, struct finding *f)
{
	const struct netns *ns = ns_of(d, d->target);
	struct address *const *it;

	if (d->q->probe.family != AF_INET6 ||
	    d->outer->reason != REASON_NO_SOURCE)
		return false;
	VEC_FOR_EACH(&ns->addresses, it) {
		if ((*it)->family != AF_INET6 || address_is_usable(*it))
			continue;
		f->title = arena_printf(d->arena, "%s on %s in %s is %s",
					ip_str(d->arena, &(*it)->local),
					if_name(d, d->target, (*it)->ifindex),
					ns_title(d, d->target),
					(*it)->flags & 0x08 ? "a duplicate" :
					"tentative");
		f->effect = "it cannot be sent from";
		f->hint = "mend the duplicate, then delete the address and add "
			  "it again";
		return true;
	}
	return false;
}

static const struct explain explain_unusable = {
	.means = "The only address that could be the source is tentative or "
		 "failed duplicate detection.",
	.seen = "IFA_F_TENTATIVE or IFA_F_DADFAILED.",
	.notice = "\"Cannot assign requested address\".",
	.confused = "tentative within the first seconds",
	.mend = "mend the duplicate, then add the address again",
	.seen_in = "cloned containers",
};

const struct finding_type ipv6_address_unusable = {
	.code = "ipv6-address-unusable",
	.second = "RTE20",
	.summary = "an IPv6 address cannot be used",
	.detect = detect_unusable,
	.explain = &explain_unusable,
};

/* A route that is no default took it, and there is a default beside it. */
static bool detect_shadowed(const struct death *d, struct finding *f)
{
	const struct trace_step *s;

	if (!d->branch || d->outer->dir != DIR_REQUEST)
		return false;
	for (size_t i = d->branch->steps.n; i-- > 0;) {
		const struct route *r;

		s = &d->branch->steps.v[i];
		if (s->depth || s->dir != DIR_REQUEST || !s->object ||
		    s->object->type != &route_type)
			continue;
		r = (const struct route *)s->object;
		if (!r->dst.len || r->type != RTN_UNICAST ||
		    !uplink_of(d, s->netns, r->family) ||
		    r->protocol == RTPROT_KERNEL)
			continue;
		f->netns = s->netns;
		f->object = &r->obj;
		f->stage = s->stage;
		f->title = arena_printf(d->arena, "a more specific route of %s "
					"takes %s to %s: %s",
					ns_title(d, s->netns), dst_str(d),
					if_name(d, s->netns, r->oif),
					prefix_str(d->arena, &r->dst));
		f->effect = "the packet goes that way and dies there";
		return true;
	}
	return false;
}

static void mend_shadowed(const struct death *d, struct finding *f,
			  fix_vec *out)
{
	struct change c = {
		.kind = CHANGE_ROUTE_DEL, .netns = f->netns,
		.route = (const struct route *)f->object,
	};

	VEC_PUSH(d->arena, out, one(d, &c));
}

static const struct explain explain_shadowed = {
	.means = "A more specific route than the default takes the destination "
		 "elsewhere.",
	.seen = "The longest match is not the default, and its way dies.",
	.notice = "Silence since a VPN connected.",
	.confused = "a VPN that carries the traffic",
	.mend = "ip route del ROUTE, or masquerade on its interface, too",
	.seen_in = "VPNs with 0.0.0.0/1; leftovers",
};

const struct finding_type route_shadowed = {
	.code = "route-shadowed",
	.second = "RTE06",
	.summary = "a more specific route takes the packet elsewhere",
	.detect = detect_shadowed,
	.mend = mend_shadowed,
	.explain = &explain_shadowed,
};
