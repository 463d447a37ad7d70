/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FLT: a packet filter drops it. Owners' own entries are in filter_owner.c. */
#include <string.h>
#include <netinet/in.h>
#include <linux/netfilter.h>

#include "diagnose/findings/filter_fix.h"
#include "firewall/nft/nft.h"
#include "firewall/xt/xt.h"

static bool forwarded(const struct death *d)
{
	return is_filtered(d) && d->end->stage == STAGE_NF_FORWARD;
}

static const char *verb(const struct death *d)
{
	return d->end->fw.reject == REJECT_NONE ? "drops" : "rejects";
}

static void title(const struct death *d, struct finding *f, const char *what)
{
	f->title = arena_printf(d->arena, "%s %s %s", filter_where(d), verb(d),
				what);
	filter_fill(d, f);
}

/* ---- FLT19: bridged packets pass the IP hooks ---- */

static bool detect_bridge_nf(const struct death *d, struct finding *f)
{
	const struct nf_bridge *b = &d->end->pkt.bridge;

	if (!is_filtered(d) || !b->active ||
	    !(b->physout || d->end->stage == STAGE_NF_PREROUTING))
		return false;
	if (d->end->stage != STAGE_NF_FORWARD && !b->physout)
		return false;
	f->title = arena_printf(d->arena, "bridged packets of %s pass its IP "
				"filter, and it %s them",
				ns_title(d, d->end->netns), verb(d));
	f->bridged = true;
	evidence_sysctl(d, f, d->end->netns,
			d->end->pkt.family == AF_INET ?
			"net/bridge/bridge-nf-call-iptables" :
			"net/bridge/bridge-nf-call-ip6tables");
	filter_fill(d, f);
	return true;
}

static const struct explain explain_bridge_nf = {
	.means = "Packets that a bridge passes from port to port are shown to "
		 "the IP filter of its namespace, and that drops them.",
	.seen = "br_netfilter is loaded, bridge-nf-call-iptables (or the "
		"bridge's own switch) is 1, and the forward hook drops the "
		"frame.",
	.notice = "Silence between two stations of one bridge; ARP works.",
	.confused = "forward-drop, for packets that are routed",
	.mend = "an accept for BRIDGE to BRIDGE at the head of the chain; or, "
		"wider, sysctl -w net.bridge.bridge-nf-call-iptables=0",
	.seen_in = "a host where Docker was installed beside other bridges",
};

const struct finding_type bridge_nf_drop = {
	.code = "bridge-nf-drop",
	.second = "FLT19",
	.summary = "bridged packets pass the IP filter, and it drops them",
	.detect = detect_bridge_nf,
	.mend = mend_accept,
	.explain = &explain_bridge_nf,
};

/* ---- FLT20: the bridge family ---- */

static bool bridge_stage(enum stage s)
{
	return s >= STAGE_NF_BRIDGE_PREROUTING &&
	       s <= STAGE_NF_BRIDGE_POSTROUTING;
}

static bool detect_bridge_rule(const struct death *d, struct finding *f)
{
	if (!is_filtered(d) || !bridge_stage(d->end->stage))
		return false;
	title(d, f, "the frame");
	return true;
}

static const struct explain explain_bridge_rule = {
	.means = "A rule of the bridge family (ebtables, nft bridge, libvirt's "
		 "nwfilter) drops the frame.",
	.seen = "The walk, or the ARP that goes before it, dies at a bridge "
		"hook.",
	.notice = "Silence, or \"Destination Host Unreachable\" where ARP dies.",
	.confused = "bridge-nf-drop, an IP rule that bridged packets meet",
	.mend = "let the guest use the address it was given, or ask the owner "
		"of the filter to change it",
	.seen_in = "virtual machines whose MAC was changed; anti-spoofing rules",
};

const struct finding_type bridge_rule_drop = {
	.code = "bridge-rule-drop",
	.second = "FLT20",
	.summary = "a rule of the bridge family drops the frame",
	.detect = detect_bridge_rule,
	.mend = mend_accept,
	.explain = &explain_bridge_rule,
};

/* ---- FLT21: ARP ---- */

static bool detect_arp(const struct death *d, struct finding *f)
{
	struct fw_place place;

	if (!is_filtered(d))
		return false;
	filter_place(d, &place);
	if (!place.family || strcmp(place.family, "arp"))
		return false;
	title(d, f, "ARP");
	return true;
}

static const struct explain explain_arp = {
	.means = "A rule of family arp drops the question or the answer that "
		 "finds the next hop's MAC.",
	.seen = "Resolution of the next hop dies at an arp hook.",
	.notice = "\"Destination Host Unreachable\" after three seconds.",
	.confused = "gateway-silent, where nobody owns the address",
	.mend = "nft insert rule arp TABLE CHAIN accept, bound to the device",
	.seen_in = "hardened hosts",
};

const struct finding_type arp_filtered = {
	.code = "arp-filtered",
	.second = "FLT21",
	.summary = "ARP is filtered",
	.detect = detect_arp,
	.mend = mend_accept,
	.explain = &explain_arp,
};

/* ---- FLT24: neighbour discovery ---- */

static bool detect_nd(const struct death *d, struct finding *f)
{
	if (!is_filtered(d) || d->end->pkt.kind != PACKET_ND)
		return false;
	title(d, f, "IPv6 neighbour discovery");
	return true;
}

static void mend_nd(const struct death *d, struct finding *f, fix_vec *out)
{
	const struct object *chain = filter_chain(d);
	struct rule_spec spec;

	(void)f;
	if (!chain)
		return;
	filter_spec(d, &spec);
	spec.established = false;
	spec.proto = IPPROTO_ICMPV6;
	spec.icmp_match = true;
	spec.icmp_type = packet_icmp_type(&d->end->pkt);
	VEC_PUSH(d->arena, out, accept_fix(d, chain, &spec));
}

static const struct explain explain_nd = {
	.means = "Only ping is filtered; or, for IPv6, the ICMPv6 messages that "
		 "find the next hop's MAC are.",
	.seen = "Resolution dies at a filter hook. Neighbour discovery is "
		"untracked: an accept for established connections does not "
		"cover it.",
	.notice = "IPv6 stops after a while, when neighbour entries expire.",
	.confused = "a gateway that does not answer ping, which is no fault",
	.mend = "accept icmpv6 nd-neighbor-solicit and nd-neighbor-advert",
	.seen_in = "policy drop on input or output with accepts for IPv4 in "
		   "mind",
};

const struct finding_type nd_filtered = {
	.code = "icmp-only-drop",
	.second = "FLT24",
	.summary = "ping, or IPv6 neighbour discovery, is filtered",
	.detect = detect_nd,
	.mend = mend_nd,
	.explain = &explain_nd,
};

/* ---- FLT22, FLT23: what kind of rule it is ---- */

static bool text_has(const struct death *d, const char *what)
{
	struct fw_place place;

	filter_place(d, &place);
	return place.text && strstr(place.text, what);
}

static bool detect_invalid(const struct death *d, struct finding *f)
{
	if (!is_filtered(d) || d->end->pkt.ctinfo != CT_NONE ||
	    !(text_has(d, "invalid") || text_has(d, "INVALID")))
		return false;
	title(d, f, "it as invalid");
	f->effect = "conntrack has not seen the request that this belongs to, "
		    "so it is invalid and dropped, without a reply";
	return true;
}

static const struct explain explain_invalid = {
	.means = "Conntrack of that namespace did not see the request, so the "
		 "answer belongs to no connection and a rule drops it.",
	.seen = "A rule for state invalid matches a packet without an entry.",
	.notice = "Silence; it often comes with a path that differs by "
		  "direction.",
	.confused = "the rule itself, which most rulesets have",
	.mend = "mend the route that leads one direction elsewhere",
	.seen_in = "asymmetric routing; several uplinks",
};

const struct finding_type ct_invalid_drop = {
	.code = "ct-invalid-drop",
	.second = "FLT22",
	.summary = "dropped as ct state invalid",
	.detect = detect_invalid,
	.mend = mend_accept,
	.explain = &explain_invalid,
};

static bool detect_rpfilter(const struct death *d, struct finding *f)
{
	if (!is_filtered(d) ||
	    !(text_has(d, "rpfilter") || text_has(d, "fib saddr")))
		return false;
	title(d, f, "it: no route leads back by that interface");
	return true;
}

static const struct explain explain_rpfilter = {
	.means = "A rule drops packets whose source has no route back by the "
		 "interface they came in by.",
	.seen = "The deciding rule is a reverse-path match.",
	.notice = "Silence.",
	.confused = "rp-filter, the sysctl of that purpose",
	.mend = "an accept for the interface before it; in firewalld.conf "
		"IPv6_rpfilter=loose",
	.seen_in = "NixOS; firewalld with IPv6",
};

const struct finding_type rpfilter_rule = {
	.code = "rpfilter-rule",
	.second = "FLT23",
	.summary = "a reverse-path filter rule drops it",
	.detect = detect_rpfilter,
	.mend = mend_accept,
	.explain = &explain_rpfilter,
};

/* ---- FLT15 ---- */

static bool detect_ingress(const struct death *d, struct finding *f)
{
	if (!is_filtered(d) || (d->end->stage != STAGE_NF_INGRESS &&
				d->end->stage != STAGE_NF_EGRESS))
		return false;
	title(d, f, "it on the device");
	return true;
}

static const struct explain explain_ingress_drop = {
	.means = "A filter that hangs on one device drops the packet before or "
		 "after the IP stack sees it.",
	.seen = "A netdev chain, or a tc filter with action drop, matches.",
	.notice = "Silence.",
	.confused = "a forward or input rule",
	.mend = "an accept before the rule, or deleting it",
	.seen_in = "filters against floods; Kubernetes networks",
};

const struct finding_type ingress_drop = {
	.code = "ingress-drop",
	.second = "FLT15",
	.summary = "dropped at a device's ingress or egress",
	.detect = detect_ingress,
	.mend = mend_accept,
	.explain = &explain_ingress_drop,
};

/* ---- FLT16, 17, 18: hooks of the ends ---- */

static bool detect_own_output(const struct death *d, struct finding *f)
{
	if (!is_filtered(d) || d->end->netns != d->target ||
	    d->end->dir != DIR_REQUEST ||
	    (d->end->stage != STAGE_NF_OUTPUT &&
	     d->end->stage != STAGE_NF_POSTROUTING))
		return false;
	f->title = arena_printf(d->arena,
				"the firewall of %s %s what it sends",
				ns_title(d, d->end->netns), verb(d));
	filter_fill(d, f);
	return true;
}

static const struct explain explain_own_output = {
	.means = "The namespace's own firewall drops what it sends.",
	.seen = "The request dies at the output or postrouting hook of the "
		"namespace it starts in.",
	.notice = "\"Operation not permitted\" for UDP and ping; TCP waits.",
	.confused = "forward-drop, on the host",
	.mend = "an accept for the outgoing interface at the head of the chain",
	.seen_in = "kill switches of VPN containers, where it is meant",
};

const struct finding_type own_output_drop = {
	.code = "own-output-drop",
	.second = "FLT16",
	.summary = "the namespace's own firewall drops what it sends",
	.detect = detect_own_output,
	.mend = mend_accept,
	.explain = &explain_own_output,
};

static bool detect_own_input(const struct death *d, struct finding *f)
{
	if (!is_filtered(d) || d->end->netns != d->target ||
	    d->end->dir != DIR_REPLY ||
	    (d->end->stage != STAGE_NF_INPUT &&
	     d->end->stage != STAGE_NF_PREROUTING))
		return false;
	f->title = arena_printf(d->arena, "the firewall of %s %s the answers",
				ns_title(d, d->end->netns), verb(d));
	filter_fill(d, f);
	return true;
}

static const struct explain explain_own_input = {
	.means = "The namespace's own firewall drops the answers.",
	.seen = "The answer dies at the input hook of the namespace that asked.",
	.notice = "Silence.",
	.confused = "an input policy of drop with an accept for established "
		    "connections, which lets answers in",
	.mend = "accept established connections on the interface",
	.seen_in = "hand-made rules inside a container",
};

const struct finding_type own_input_drop = {
	.code = "own-input-drop",
	.second = "FLT17",
	.summary = "the namespace's own firewall drops the answers",
	.detect = detect_own_input,
	.mend = mend_accept,
	.explain = &explain_own_input,
};

static bool detect_host_input(const struct death *d, struct finding *f)
{
	if (!is_filtered(d) || d->end->netns == d->target ||
	    d->end->stage != STAGE_NF_INPUT)
		return false;
	f->title = arena_printf(d->arena, "%s %s what %s sends to it",
				filter_where(d), verb(d),
				ns_title(d, d->target));
	filter_fill(d, f);
	return true;
}

static const struct explain explain_host_input = {
	.means = "What is asked for is served by the host itself, and its input "
		 "filter drops the request.",
	.seen = "The destination is a local address there and the walk dies at "
		"the input hook.",
	.notice = "Silence; often only DNS or DHCP of the bridge.",
	.confused = "a gateway that does not answer ping while the internet "
		    "is reached: no fault",
	.mend = "accept the service on the bridge: ufw allow in on BRIDGE to "
		"any port 53",
	.seen_in = "LXC, libvirt and Podman networks behind ufw or firewalld",
};

const struct finding_type host_input_drop = {
	.code = "host-input-drop",
	.second = "FLT18",
	.summary = "the host's input filter drops what is sent to it",
	.detect = detect_host_input,
	.mend = mend_accept,
	.explain = &explain_host_input,
};

/* ---- FLT08, 04, 01, 03, 09: the general ones ---- */

static bool detect_reply(const struct death *d, struct finding *f)
{
	if (!forwarded(d) || d->end->dir != DIR_REPLY)
		return false;
	f->title = arena_printf(d->arena, "%s %s the answers", filter_where(d),
				verb(d));
	filter_fill(d, f);
	return true;
}

static const struct explain explain_reply = {
	.means = "Requests pass the forward hook, their answers do not: nothing "
		 "there accepts established connections in that direction.",
	.seen = "The request was forwarded and the answer dies at the forward "
		"hook.",
	.notice = "Silence; a capture on the uplink shows the answers.",
	.confused = "uplink-forward-off",
	.mend = "accept -i UPLINK -o BRIDGE for established and related",
	.seen_in = "hand-written rules with the outgoing direction alone",
};

const struct finding_type reply_not_accepted = {
	.code = "reply-not-accepted",
	.second = "FLT08",
	.summary = "answers are dropped: nothing accepts established connections",
	.detect = detect_reply,
	.mend = mend_accept,
	.explain = &explain_reply,
};

/* Has the other backend a say on the hook where this one dropped? */
static bool other_backend_present(const struct death *d)
{
	const struct netns *ns = ns_of(d, d->end->netns);
	const struct hook_entry *died = d->end->entry;
	uint8_t family = d->end->pkt.family == AF_INET ? NFPROTO_IPV4 :
							 NFPROTO_IPV6;
	hook_entries entries = { 0 };

	if (!died)
		return false;
	firewall_hook(ns, family, NF_INET_FORWARD, NULL, d->arena, &entries);
	for (size_t i = 0; i < entries.n; i++) {
		const struct hook_entry *e = &entries.v[i];

		if (e->kind == died->kind || e->nat)
			continue;
		if (e->kind == ENTRY_NFT && e->chain->rules.n)
			return true;
		if (e->kind == ENTRY_XT) {
			const struct xt_chain *c =
				xt_chain_of_hook(e->table, NF_INET_FORWARD);

			if (c && c->rules.n)
				return true;
		}
	}
	return false;
}

static bool detect_other_backend(const struct death *d, struct finding *f)
{
	bool legacy;

	if (!forwarded(d) || !d->end->entry || !other_backend_present(d))
		return false;
	legacy = d->end->entry->kind == ENTRY_XT;
	f->title = arena_printf(d->arena, "%s of %s %s it; %s does not show "
				"that rule", legacy ? "legacy iptables" :
				"nftables", ns_title(d, d->end->netns), verb(d),
				legacy ? "nft" : "iptables-legacy");
	filter_fill(d, f);
	return true;
}

static const struct explain explain_other_backend = {
	.means = "Rules stand in nftables and in the legacy tables; both are "
		 "asked, and the one that is easily overlooked drops.",
	.seen = "Both backends have rules on the forward hook and the walk dies "
		"in one of them.",
	.notice = "iptables -L looks right and packets vanish.",
	.confused = "both backends loaded and both accepting, which is common "
		    "and works",
	.mend = "an accept in the backend that drops; later, rules in one "
		"backend alone",
	.seen_in = "containers that bring their own iptables; old scripts",
};

const struct finding_type other_backend_drop = {
	.code = "other-backend-drop",
	.second = "FLT04",
	.summary = "the other firewall backend drops it",
	.detect = detect_other_backend,
	.mend = mend_accept,
	.explain = &explain_other_backend,
};

static bool detect_forward(const struct death *d, struct finding *f)
{
	struct fw_place place;

	if (!forwarded(d) || d->end->fw.reject != REJECT_NONE)
		return false;
	filter_place(d, &place);
	if (!filter_is_catch_all(d, &place))
		return false;
	title(d, f, "the packet");
	return true;
}

static const struct explain explain_forward = {
	.means = "A forward chain drops what no rule of its accepts, and none "
		 "accepts this packet.",
	.seen = "The walk falls through to a policy of drop, or to a manager's "
		"own last drop.",
	.notice = "Silence.",
	.confused = "rules of another chain that do accept it: every base chain "
		    "of the hook must; later-chain-drop; rule-drop",
	.mend = "an accept from BRIDGE to UPLINK, and one for the answers, "
		"before the drop; to keep it, the owner's own command",
	.seen_in = "Docker's policy on hosts with other bridges; firewalld's "
		   "default zone; a hand-made policy without rules",
};

const struct finding_type forward_drop = {
	.code = "forward-drop",
	.second = "FLT01",
	.summary = "no rule accepts the packet and the forward chain drops it",
	.detect = detect_forward,
	.mend = mend_accept,
	.explain = &explain_forward,
};

/* An earlier base chain of the hook accepted the packet by a rule of its own. */
static bool accepted_before(const struct death *d)
{
	const struct trace_step *s;

	if (!d->branch)
		return false;
	VEC_FOR_EACH(&d->branch->steps, s)
		if (s->stage == d->end->stage && s->netns == d->end->netns &&
		    s->dir == d->end->dir && s->did == DID_ACCEPT &&
		    !s->detail && s->base_chain)
			return true;
	return false;
}

static bool detect_later(const struct death *d, struct finding *f)
{
	if (!forwarded(d) || !accepted_before(d))
		return false;
	title(d, f, "what an earlier chain accepted");
	return true;
}

static const struct explain explain_later = {
	.means = "One base chain accepts the packet and a later one of the same "
		 "hook drops it. An accept ends its own chain alone.",
	.seen = "The trace shows the accept and then the drop.",
	.notice = "Silence, and an accept rule whose counter rises.",
	.confused = "two tables where both accept",
	.mend = "an accept in every base chain that drops",
	.seen_in = "LXD's or libvirt's table beside Docker, ufw or firewalld",
};

const struct finding_type later_chain_drop = {
	.code = "later-chain-drop",
	.second = "FLT03",
	.summary = "accepted by one chain, dropped by a later one",
	.detect = detect_later,
	.mend = mend_accept,
	.explain = &explain_later,
};

static bool detect_rule(const struct death *d, struct finding *f)
{
	if (!is_filtered(d))
		return false;
	title(d, f, "the packet");
	return true;
}

static const struct explain explain_rule = {
	.means = "A rule on the packet's way drops or rejects it.",
	.seen = "The walk dies in that rule.",
	.notice = "Silence, or the error that the reject sends.",
	.confused = "the same rule where it does not match; counters above zero "
		    "alone prove nothing",
	.mend = "a narrow accept before it",
	.seen_in = "any ruleset",
};

const struct finding_type rule_drop = {
	.code = "rule-drop",
	.second = "FLT09",
	.summary = "a rule drops the packet",
	.detect = detect_rule,
	.mend = mend_accept,
	.explain = &explain_rule,
};
