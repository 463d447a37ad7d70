/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * NAT: the address is not translated, or wrongly. A packet whose source nobody
 * can answer dies at the edge, or its answer dies where nobody knows the way;
 * the special entries say why no rule translated it.
 */
#include <string.h>
#include <netinet/in.h>
#include <linux/netfilter.h>

#include "diagnose/findings/filter_fix.h"
#include "diagnose/findings/nat_rules.h"

/* The last namespace that forwarded the request, counted from the outside. */
bool nat_forwarder(const struct death *d, unsigned int nth, struct hop *out)
{
	if (!d->branch)
		return false;
	for (size_t i = d->branch->hops.n; i-- > 0;) {
		const struct hop *h = &d->branch->hops.v[i];

		if (h->dir != DIR_REQUEST || !h->in || !h->out ||
		    h->netns == d->target)
			continue;
		if (nth--)
			continue;
		*out = *h;
		return true;
	}
	return false;
}

/* Where routing saw it come in: the bridge, if a port of one took it. */
static uint32_t hop_in(const struct death *d, const struct hop *h)
{
	const struct link *in = netns_link(ns_of(d, h->netns), h->in);

	if (in && link_is_port(in))
		return in->master;
	return h->in;
}

/* Did the request leave with the address it was sent with? */
static bool untranslated(const struct death *d)
{
	struct ip_addr now = d->outer->dir == DIR_REQUEST ?
			     packet_src(&d->outer->pkt) :
			     packet_dst(&d->outer->pkt);
	const struct trace_step *s;

	if (!d->branch)
		return false;
	VEC_FOR_EACH(&d->branch->steps, s)
		if (s->dir == DIR_REQUEST && !s->depth)
			return ip_equal(&s->after.src, &now) ||
			       ip_is_zero(&s->after.src);
	return false;
}

/* The answer is lost for want of a way to a private address. */
static bool answer_lost(const struct death *d)
{
	struct hop h;

	if (d->outer->dir != DIR_REPLY || !nat_forwarder(d, 0, &h) ||
	    h.netns == d->outer->netns)
		return false;
	switch (d->outer->reason) {
	case REASON_NO_ROUTE:
	case REASON_ROUTE_BLACKHOLE:
	case REASON_ROUTE_UNREACHABLE:
	case REASON_ROUTE_PROHIBIT:
	case REASON_NO_NEIGHBOUR:
	case REASON_NO_ANSWER:
	case REASON_NOT_OURS:
	case REASON_RP_FILTER:
	case REASON_LOOP:
		return true;
	default:
		return false;
	}
}

bool nat_wanted(const struct death *d)
{
	if (d->outer->reason == REASON_NO_ANSWER &&
	    d->outer->dir == DIR_REQUEST)
		return true;
	/* its own namespace drops it for its source: the far router's check */
	if (d->outer->reason == REASON_RP_FILTER &&
	    d->outer->dir == DIR_REQUEST) {
		struct hop h;

		return untranslated(d) && nat_forwarder(d, 0, &h) &&
		       h.netns != d->outer->netns;
	}
	return answer_lost(d) && untranslated(d);
}

static struct ip_addr sent_source(const struct death *d)
{
	return d->outer->dir == DIR_REQUEST ? packet_src(&d->outer->pkt) :
					    packet_dst(&d->outer->pkt);
}

/* The subnet that the forwarder reaches the source by: what a rule names. */
static struct ip_prefix source_subnet(const struct death *d,
				      const struct hop *h,
				      const struct ip_addr *src)
{
	const struct netns *ns = ns_of(d, h->netns);
	struct ip_prefix best = { .addr = *src,
				  .len = (uint8_t)ip_bits(src->family) };
	struct route *const *it;
	uint8_t len = 0;

	VEC_FOR_EACH(&ns->routes, it) {
		const struct route *r = *it;

		if (r->family != src->family || r->type != 1 || !r->dst.len ||
		    r->dst.len < len || !prefix_contains(&r->dst, src))
			continue;
		len = r->dst.len;
		best = r->dst;
		best.addr = prefix_network(&r->dst);
	}
	return best;
}

/* The source that the request was sent with, whatever translated it since. */
static struct ip_addr first_source(const struct death *d)
{
	const struct trace_step *s;

	VEC_FOR_EACH(&d->branch->steps, s)
		if (s->dir == DIR_REQUEST && !s->depth &&
		    !ip_is_zero(&s->after.src))
			return s->after.src;
	return sent_source(d);
}

static struct fix *masquerade_fix(const struct death *d, const struct hop *h,
				  enum edit_kind kind)
{
	struct ip_addr src = first_source(d);
	struct ip_prefix subnet = source_subnet(d, h, &src);
	struct fix *fix = fix_new(d, h->netns);
	const struct link *in = netns_link(ns_of(d, h->netns),
					  hop_in(d, h));
	struct change c = { .kind = CHANGE_RULESET, .netns = h->netns };

	c.edit.kind = kind;
	c.edit.family = src.family == AF_INET ? NFPROTO_IPV4 : NFPROTO_IPV6;
	c.edit.chain = nat_chain(d, h->netns, c.edit.family, NULL);
	if (!c.edit.chain)
		c.edit.kind = EDIT_NEW_NAT;
	c.edit.spec.action = SPEC_MASQUERADE;
	c.edit.spec.src = subnet;
	c.edit.spec.oif = in ? in->name : NULL;
	c.edit.spec.oif_not = in != NULL;
	fix_add(d, fix, &c);
	fix->keep = c.edit.kind == EDIT_NEW_NAT ?
		    "the same table in /etc/nftables.conf" :
		    "the same rule where the ruleset is loaded from";
	return fix;
}

static void mend_masquerade(const struct death *d, struct finding *f,
			    fix_vec *out)
{
	struct hop h;

	/* the outermost that forwarded it first: most often it suffices */
	for (unsigned int i = 0; i < 4 && nat_forwarder(d, i, &h); i++) {
		VEC_PUSH(d->arena, out, masquerade_fix(d, &h, EDIT_APPEND));
		VEC_PUSH(d->arena, out, masquerade_fix(d, &h, EDIT_INSERT));
	}
	(void)f;
}

/* Where a finding of this family bites: the postrouting hook that was due. */
static void at_forwarder(const struct death *d, struct finding *f)
{
	struct hop h;

	f->stage = STAGE_NF_POSTROUTING;
	f->dir = DIR_REQUEST;
	f->object = NULL;
	f->symptom = SYMPTOM_SILENCE;
	if (!nat_forwarder(d, 0, &h))
		return;
	f->netns = h.netns;
	f->iif = hop_in(d, &h);
	f->oif = h.out;
}

static void source_evidence(const struct death *d, struct finding *f)
{
	struct ip_addr src = sent_source(d);
	struct evidence e = {
		.kind = EVIDENCE_ADDRESS, .netns = f->netns,
		.role = "source-at-edge",
		.value = ip_str(d->arena, &src),
		.device = if_name(d, f->netns, f->oif),
	};

	e.text = arena_printf(d->arena, "source stays %s", e.value);
	VEC_PUSH(d->arena, &f->evidence, e);
	f->effect = "the request may arrive, but no answer finds its way back";
}

static bool detect_snat_missing(const struct death *d, struct finding *f)
{
	struct ip_addr src = sent_source(d);

	if (!nat_wanted(d))
		return false;
	at_forwarder(d, f);
	f->title = arena_printf(d->arena,
				"the packet leaves %s of %s with %s, which "
				"nobody out there can answer",
				if_name(d, f->netns, f->oif),
				ns_title(d, f->netns),
				ip_str(d->arena, &src));
	source_evidence(d, f);
	return true;
}

static const struct explain explain_snat_missing = {
	.means = "A packet from a private subnet was routed out of an edge "
		 "interface and no NAT rule changed its source.",
	.seen = "The walk reaches the edge with a source that is neither owned "
		"by nor on-link at the edge interface; or, where the next "
		"router is on this host, the answer dies there for want of a "
		"route.",
	.notice = "Silence. Requests may reach their goal; answers cannot "
		  "return.",
	.confused = "forward-drop, where the request never leaves; a "
		    "masquerade rule in the other backend or in another table, "
		    "which is enough",
	.mend = "iptables -t nat -A POSTROUTING -s SUBNET ! -o BRIDGE -j "
		"MASQUERADE, or nft add rule ip nat postrouting ip saddr "
		"SUBNET oifname != BRIDGE masquerade",
	.seen_in = "a firewall reload that cleared NAT rules; a subnet added "
		   "after the rules",
};

const struct finding_type snat_missing = {
	.code = "snat-missing",
	.second = "NAT01",
	.summary = "the packet leaves the host with an address nobody can answer",
	.detect = detect_snat_missing,
	.mend = mend_masquerade,
	.explain = &explain_snat_missing,
};

/* ---- NAT08 ---- */

static bool detect_no_source(const struct death *d, struct finding *f)
{
	if (d->outer->reason != REASON_NAT_NO_ADDRESS)
		return false;
	f->title = arena_printf(d->arena, "%s of %s has no address to "
				"masquerade with",
				if_name(d, d->outer->netns, d->outer->oif),
				ns_title(d, d->outer->netns));
	evidence_place(d, f, d->outer);
	f->effect = "dropped, without a reply";
	f->symptom = SYMPTOM_SILENCE;
	f->hint = "give the interface its address (ip addr add, or its DHCP "
		  "client)";
	return true;
}

static const struct explain explain_no_source = {
	.means = "A masquerade rule matched and the outgoing interface has no "
		 "address that it could use.",
	.seen = "No global address on the interface nor on another one.",
	.notice = "Silence.",
	.confused = "unnumbered links, where another interface's address serves",
	.mend = "give the uplink its address",
	.seen_in = "an uplink whose DHCP failed",
};

const struct finding_type masquerade_no_source = {
	.code = "masquerade-no-source",
	.second = "NAT08",
	.summary = "masquerade has no address to use",
	.detect = detect_no_source,
	.explain = &explain_no_source,
};

/* ---- NAT07 ---- */

static bool detect_wrong_address(const struct death *d, struct finding *f)
{
	struct ip_addr src = sent_source(d);
	struct hop h;

	if (d->outer->reason != REASON_NO_ANSWER && !answer_lost(d))
		return false;
	if (untranslated(d) || !nat_forwarder(d, 0, &h))
		return false;
	at_forwarder(d, f);
	f->title = arena_printf(d->arena, "%s translates to %s, which it does "
				"not have", ns_title(d, f->netns),
				ip_str(d->arena, &src));
	nat_rule_evidence(d, f);
	f->effect = "the request may arrive, but no answer finds its way back";
	return true;
}

static void mend_wrong_address(const struct death *d, struct finding *f,
			       fix_vec *out)
{
	struct hop h;

	(void)f;
	if (nat_forwarder(d, 0, &h))
		VEC_PUSH(d->arena, out, masquerade_fix(d, &h, EDIT_INSERT));
}

static const struct explain explain_wrong_address = {
	.means = "A rule translates the source to an address that this host no "
		 "longer has.",
	.seen = "At the edge the translated source is not answerable.",
	.notice = "Silence.",
	.confused = "an address that the upstream routes here on purpose",
	.mend = "masquerade instead, or add the address",
	.seen_in = "a new address by DHCP under a rule with a fixed one",
};

const struct finding_type snat_wrong_address = {
	.code = "snat-wrong-address",
	.second = "NAT07",
	.summary = "SNAT to an address that the host does not have",
	.detect = detect_wrong_address,
	.mend = mend_wrong_address,
	.explain = &explain_wrong_address,
};

/* ---- NAT05 ---- */

static bool detect_untracked(const struct death *d, struct finding *f)
{
	const struct trace_step *s;
	struct hop h;
	bool tracked = false;

	if (!nat_wanted(d) || !nat_forwarder(d, 0, &h))
		return false;
	VEC_FOR_EACH(&d->branch->steps, s)
		tracked |= s->netns == h.netns && s->dir == DIR_REQUEST &&
			   s->stage == STAGE_CONNTRACK;
	if (tracked || !nat_rule_notrack(d, h.netns, f))
		return false;
	at_forwarder(d, f);
	f->title = arena_printf(d->arena, "%s exempts the packet from conntrack, "
				"so it is not translated",
				ns_title(d, f->netns));
	f->object = f->evidence.v[f->evidence.n - 1].object;
	source_evidence(d, f);
	return true;
}

/* Let the subnet pass before the rule that exempts it. */
static void mend_untracked(const struct death *d, struct finding *f,
			   fix_vec *out)
{
	struct change c = { .kind = CHANGE_RULESET, .netns = f->netns };
	const struct link *in = netns_link(ns_of(d, f->netns), f->iif);
	struct ip_addr src = first_source(d);
	struct fix *fix = fix_new(d, f->netns);
	struct hop h;

	c.edit.kind = EDIT_INSERT;
	c.edit.chain = nat_rule_chain(d, f->netns, f->object);
	if (!c.edit.chain || !nat_forwarder(d, 0, &h))
		return;
	c.edit.spec.action = SPEC_ACCEPT;
	c.edit.spec.iif = in ? in->name : NULL;
	c.edit.spec.src = source_subnet(d, &h, &src);
	fix_add(d, fix, &c);
	VEC_PUSH(d->arena, out, fix);
}

static const struct explain explain_untracked = {
	.means = "A rule takes the packet out of conntrack before it runs; "
		 "what is not tracked is not translated.",
	.seen = "A notrack rule matches on the packet's way and no translation "
		"follows.",
	.notice = "Silence.",
	.confused = "notrack for the host's own DNS, which does no harm here",
	.mend = "let the subnet pass before the notrack rule",
	.seen_in = "DNS servers; node-local caches",
};

const struct finding_type snat_untracked = {
	.code = "snat-untracked",
	.second = "NAT05",
	.summary = "the packet is exempt from conntrack, so no NAT applies",
	.detect = detect_untracked,
	.mend = mend_untracked,
	.explain = &explain_untracked,
};

/* ---- NAT04, 02, 03, 06, 14: a rule is there and misses ---- */

static bool miss(const struct death *d, struct finding *f, enum nat_miss kind)
{
	struct nat_candidate c;
	struct hop h;

	if (!nat_wanted(d) || !nat_forwarder(d, 0, &h) ||
	    !nat_rule_misses(d, &h, kind, &c))
		return false;
	at_forwarder(d, f);
	f->object = c.rule;
	nat_candidate_evidence(d, f, &c);
	source_evidence(d, f);
	f->title = c.title;
	return true;
}

static bool detect_skipped(const struct death *d, struct finding *f)
{
	return miss(d, f, NAT_MISS_SKIPPED);
}

static bool detect_wrong_interface(const struct death *d, struct finding *f)
{
	return miss(d, f, NAT_MISS_INTERFACE);
}

static bool detect_wrong_subnet(const struct death *d, struct finding *f)
{
	return miss(d, f, NAT_MISS_SUBNET);
}

static bool detect_partial(const struct death *d, struct finding *f)
{
	return miss(d, f, NAT_MISS_PROTOCOL);
}

static bool detect_orphan(const struct death *d, struct finding *f)
{
	return miss(d, f, NAT_MISS_ORPHAN);
}

static void mend_insert(const struct death *d, struct finding *f, fix_vec *out)
{
	struct hop h;

	(void)f;
	if (nat_forwarder(d, 0, &h))
		VEC_PUSH(d->arena, out, masquerade_fix(d, &h, EDIT_INSERT));
}

static const struct explain explain_skipped = {
	.means = "An earlier rule ends the NAT chain before the masquerade.",
	.seen = "The walk's look at the chain ends in an accept or return.",
	.notice = "Silence; the masquerade rule counts nothing.",
	.confused = "exclusions for peers or multicast, which are usual",
	.mend = "a masquerade for the subnet at the head of the chain",
	.seen_in = "exclusions for VPNs that are too wide",
};

const struct finding_type snat_skipped = {
	.code = "snat-skipped",
	.second = "NAT04",
	.summary = "a rule ends the NAT chain before the masquerade",
	.detect = detect_skipped,
	.mend = mend_insert,
	.explain = &explain_skipped,
};

static const struct explain explain_wrong_interface = {
	.means = "The masquerade rule names another interface than the one the "
		 "packet leaves by.",
	.seen = "Nothing translated the packet and one rule would have, but "
		"for its outgoing interface.",
	.notice = "Silence.",
	.confused = "several such rules, one per uplink, of which one matches",
	.mend = "a rule bound to \"not the bridge\" instead of a name",
	.seen_in = "an uplink that was renamed; Wi-Fi instead of a cable",
};

const struct finding_type snat_wrong_interface = {
	.code = "snat-wrong-interface",
	.second = "NAT02",
	.summary = "the masquerade rule is for another interface",
	.detect = detect_wrong_interface,
	.mend = mend_masquerade,
	.explain = &explain_wrong_interface,
};

static const struct explain explain_wrong_subnet = {
	.means = "The masquerade rule covers another subnet than the source's.",
	.seen = "Nothing translated the packet and one rule would have, but "
		"for its source.",
	.notice = "Silence.",
	.confused = "an outer subnet that contains it",
	.mend = "a rule for the subnet of the source",
	.seen_in = "a network that got another subnet",
};

const struct finding_type snat_wrong_subnet = {
	.code = "snat-wrong-subnet",
	.second = "NAT03",
	.summary = "the masquerade rule covers another subnet",
	.detect = detect_wrong_subnet,
	.mend = mend_masquerade,
	.explain = &explain_wrong_subnet,
};

static const struct explain explain_partial = {
	.means = "The masquerade rule is bound to a protocol or port; the rest "
		 "leaves untranslated.",
	.seen = "One question is translated, another one is not, for that "
		"term.",
	.notice = "Web pages load and names do not resolve, or the reverse.",
	.confused = "Docker's further masquerades per published port",
	.mend = "the general rule beside it",
	.seen_in = "a chain that was flushed in part",
};

const struct finding_type snat_partial = {
	.code = "snat-partial",
	.second = "NAT06",
	.summary = "only part of the traffic is masqueraded",
	.detect = detect_partial,
	.mend = mend_masquerade,
	.explain = &explain_partial,
};

static const struct explain explain_orphan = {
	.means = "The masquerade stands in a chain that no packet reaches.",
	.seen = "Its chain has no hook and nothing jumps to it, or its table "
		"sleeps, or it hangs on a hook where sources are not "
		"translated.",
	.notice = "Silence.",
	.confused = "chains that managers keep unused",
	.mend = "a masquerade on the postrouting hook; nft add table wakes a "
		"dormant one",
	.seen_in = "a jump that a reload took away",
};

const struct finding_type nat_chain_orphan = {
	.code = "nat-chain-orphan",
	.second = "NAT14",
	.summary = "the masquerade stands in a chain that no packet reaches",
	.detect = detect_orphan,
	.mend = mend_masquerade,
	.explain = &explain_orphan,
};

/* ---- NAT13 ---- */

static bool detect_ipv6(const struct death *d, struct finding *f)
{
	struct ip_addr src = sent_source(d);

	if (src.family != AF_INET6 || !nat_wanted(d))
		return false;
	at_forwarder(d, f);
	f->title = arena_printf(d->arena, "IPv6 leaves %s with %s, which is "
				"not routed here",
				if_name(d, f->netns, f->oif),
				ip_str(d->arena, &src));
	source_evidence(d, f);
	return true;
}

static const struct explain explain_ipv6 = {
	.means = "The IPv6 source is one that the upstream does not route to "
		 "this host.",
	.seen = "A unique local address without translation, or a global one of "
		"neither this host nor the uplink.",
	.notice = "Silence over IPv6; IPv4 may work.",
	.confused = "local addresses for peers alone, without a default route",
	.mend = "ip6tables -t nat -A POSTROUTING -s PREFIX ! -o BRIDGE -j "
		"MASQUERADE, or a routed prefix",
	.seen_in = "container networks with fd00::/8 addresses",
};

const struct finding_type ipv6_no_return = {
	.code = "ipv6-no-return",
	.second = "NAT13",
	.summary = "IPv6 leaves with an address that is not routed here",
	.detect = detect_ipv6,
	.mend = mend_masquerade,
	.explain = &explain_ipv6,
};

/* ---- NAT09 ---- */

static bool finds_nobody(const struct death *d)
{
	switch (d->outer->reason) {
	case REASON_REFUSED:
	case REASON_NO_ROUTE:
	case REASON_NO_NEIGHBOUR:
	case REASON_NO_ANSWER:
	case REASON_NOT_OURS:
		return true;
	default:
		return false;
	}
}

static bool detect_hijack(const struct death *d, struct finding *f)
{
	if (!finds_nobody(d) || !nat_dnat_evidence(d, f))
		return false;
	f->object = f->evidence.v[f->evidence.n - 1].object;
	f->title = arena_printf(d->arena, "a rule of %s sends it elsewhere, "
				"where nothing takes it",
				ns_title(d, f->netns));
	f->effect = "the redirected packet finds nobody";
	f->hint = "start what listens there, or delete the rule";
	return true;
}

static void mend_hijack(const struct death *d, struct finding *f, fix_vec *out)
{
	struct fix *fix = fix_new(d, f->netns);
	struct change c = { .kind = CHANGE_RULESET, .netns = f->netns };

	c.edit.kind = EDIT_DELETE;
	c.edit.before = f->object;
	c.edit.chain = nat_rule_chain(d, f->netns, f->object);
	if (!c.edit.chain)
		return;
	fix_add(d, fix, &c);
	fix->keep = "take the rule out of where the ruleset is loaded from";
	VEC_PUSH(d->arena, out, fix);
}

static const struct explain explain_hijack = {
	.means = "A rule redirects the packet to a place where nothing takes it.",
	.seen = "The destination was translated and the rewritten packet dies "
		"or is refused.",
	.notice = "Refusals or silence for one port, while ping works.",
	.confused = "a redirect that arrives, as in service meshes",
	.mend = "start the proxy, or delete the rule",
	.seen_in = "a transparent proxy or DNS filter that was removed",
};

const struct finding_type dnat_hijack = {
	.code = "dnat-hijack",
	.second = "NAT09",
	.summary = "a rule redirects it to where nothing listens",
	.detect = detect_hijack,
	.mend = mend_hijack,
	.explain = &explain_hijack,
};
