/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FWD: the namespace does not forward. */
#include <sys/socket.h>

#include "diagnose/findings/findings.h"

static bool forward_off(const struct death *d, uint8_t family)
{
	return d->end->reason == REASON_FORWARD_OFF &&
	       d->end->pkt.family == family;
}

static bool all4(const struct death *d, int32_t *value)
{
	return conf4_all(ns_of(d, d->end->netns), CONF4_FORWARDING, value) ==
	       SETTING_READ;
}

static void fill4(const struct death *d, struct finding *f)
{
	const char *dev = if_name(d, d->end->netns, d->end->iif);

	evidence_sysctl(d, f, d->end->netns, "net/ipv4/ip_forward");
	evidence_sysctl(d, f, d->end->netns,
			sysctl_conf_path(d->arena, AF_INET, dev, "forwarding"));
	f->effect = arena_printf(d->arena, "packets for other hosts that come "
				 "in on %s are dropped, without a reply", dev);
	f->symptom = SYMPTOM_SILENCE;
}

static bool detect_ipv4_forward_off(const struct death *d, struct finding *f)
{
	int32_t all;

	if (!forward_off(d, AF_INET) || !all4(d, &all) || all)
		return false;
	f->title = arena_printf(d->arena, "%s does not forward IPv4",
				ns_title(d, d->end->netns));
	fill4(d, f);
	return true;
}

static void mend_sysctl(const struct death *d, fix_vec *out, const char *path,
			const char *keep, const char *wider)
{
	struct fix *fix = fix_new(d, d->end->netns);
	struct change c = {
		.kind = CHANGE_SYSCTL, .netns = d->end->netns, .path = path,
		.value = "1",
	};

	fix_add(d, fix, &c);
	fix->keep = keep;
	fix->wider = wider;
	VEC_PUSH(d->arena, out, fix);
}

static void mend_ipv4_forward_off(const struct death *d, struct finding *f,
				  fix_vec *out)
{
	(void)f;
	mend_sysctl(d, out, "net/ipv4/ip_forward",
		    "echo net.ipv4.ip_forward=1 > /etc/sysctl.d/90-forward.conf",
		    "every interface of the namespace forwards then, as far as "
		    "its filters let it");
}

static const struct explain explain_ipv4_forward_off = {
	.means = "A namespace on the way is asked to pass a packet on to "
		 "another host, and its switch for that is off.",
	.seen = "The walk must forward an IPv4 packet and the switch of the "
		"interface that it came in by is 0, as is the switch for all.",
	.notice = "Silence: no ICMP error is sent by an interface that does "
		  "not forward.",
	.confused = "ingress-forward-off (one interface's switch alone); an "
		    "ip_forward of 0 inside the container, which is no router; "
		    "a host whose containers are bridged straight onto the "
		    "network.",
	.mend = "sysctl -w net.ipv4.ip_forward=1",
	.seen_in = "a reboot without a file under /etc/sysctl.d; a hardening "
		   "script; a nested container host",
};

const struct finding_type ipv4_forward_off = {
	.code = "ipv4-forward-off",
	.second = "FWD01",
	.summary = "a namespace on the way does not forward IPv4",
	.detect = detect_ipv4_forward_off,
	.mend = mend_ipv4_forward_off,
	.explain = &explain_ipv4_forward_off,
};

/* ---- one interface's switch ---- */

static bool detect_one_interface(const struct death *d, struct finding *f,
				 enum direction dir, const char *fmt_tail)
{
	const char *dev = if_name(d, d->end->netns, d->end->iif);
	int32_t all;

	if (!forward_off(d, AF_INET) || d->end->dir != dir || !all4(d, &all) ||
	    !all)
		return false;
	f->title = arena_printf(d->arena, "%s does not forward %s %s",
				ns_title(d, d->end->netns), fmt_tail, dev);
	fill4(d, f);
	return true;
}

static bool detect_ingress(const struct death *d, struct finding *f)
{
	return detect_one_interface(d, f, DIR_REQUEST, "what comes in on");
}

static bool detect_uplink(const struct death *d, struct finding *f)
{
	return detect_one_interface(d, f, DIR_REPLY,
				    "the answers that come in on");
}

static void mend_one_interface(const struct death *d, struct finding *f,
			       fix_vec *out)
{
	const struct link *l = netns_link(ns_of(d, d->end->netns),
					  d->end->iif);
	const char *path;

	(void)f;
	if (!l)
		return;
	path = sysctl_conf_path(d->arena, AF_INET, l->name, "forwarding");
	mend_sysctl(d, out, path, "the same key in a file under /etc/sysctl.d",
		    NULL);
}

static const struct explain explain_ingress = {
	.means = "The namespace forwards in general, but not what comes in on "
		 "this interface.",
	.seen = "The walk must forward a request; conf/all/forwarding is 1 and "
		"the ingress interface's own switch is 0. The kernel reads the "
		"latter alone.",
	.notice = "Silence.",
	.confused = "a switch of 0 on a bridge port: routing sees the bridge; "
		    "ipv4-forward-off, where the switch for all is 0, too",
	.mend = "sysctl -w net.ipv4.conf.IF.forwarding=1",
	.seen_in = "an interface made while the default was 0; a hardening "
		   "script",
};

const struct finding_type ingress_forward_off = {
	.code = "ingress-forward-off",
	.second = "FWD02",
	.summary = "an interface does not forward what comes in on it",
	.detect = detect_ingress,
	.mend = mend_one_interface,
	.explain = &explain_ingress,
};

static const struct explain explain_uplink = {
	.means = "Requests are forwarded, the answers are not: they come in on "
		 "an interface whose switch is off.",
	.seen = "The answer, its translation undone, must be forwarded and the "
		"switch of the interface it came in by is 0.",
	.notice = "Silence; a capture on the uplink shows the answers arriving.",
	.confused = "reply-not-accepted, a filter that drops the answers",
	.mend = "sysctl -w net.ipv4.conf.UPLINK.forwarding=1",
	.seen_in = "a hardening script that clears the switch of the outer "
		   "interface",
};

const struct finding_type uplink_forward_off = {
	.code = "uplink-forward-off",
	.second = "FWD03",
	.summary = "answers are not forwarded",
	.detect = detect_uplink,
	.mend = mend_one_interface,
	.explain = &explain_uplink,
};

/* ---- a namespace in the middle ---- */

static const struct explain explain_nested = {
	.means = "A namespace between the start and the edge is asked to "
		 "forward and does not: a container host inside a container.",
	.seen = "As ipv4-forward-off and ingress-forward-off, which name it, "
		"in a namespace that is not the first router on the way.",
	.notice = "Silence.",
	.confused = "the host's own switch, which is another one",
	.mend = "ip netns exec NAME sysctl -w net.ipv4.ip_forward=1",
	.seen_in = "Docker inside LXC; a chain of router namespaces",
};

const struct finding_type nested_forward_off = {
	.code = "nested-forward-off",
	.second = "FWD08",
	.summary = "a namespace in the middle does not forward",
	.explain = &explain_nested,
};

/* ---- IPv6 ---- */

static bool detect_ipv6_forward_off(const struct death *d, struct finding *f)
{
	const char *dev = if_name(d, d->end->netns, d->end->iif);

	if (!forward_off(d, AF_INET6))
		return false;
	f->title = arena_printf(d->arena, "%s does not forward IPv6",
				ns_title(d, d->end->netns));
	evidence_sysctl(d, f, d->end->netns, "net/ipv6/conf/all/forwarding");
	f->effect = arena_printf(d->arena, "packets for other hosts that come "
				 "in on %s are dropped, without a reply", dev);
	f->symptom = SYMPTOM_SILENCE;
	return true;
}

/* A default that was learned from router advertisements would be lost. */
static void keep_ra_defaults(const struct death *d, struct fix *fix)
{
	const struct netns *ns = ns_of(d, d->end->netns);
	struct route *const *it;

	VEC_FOR_EACH(&ns->routes, it) {
		const struct route *r = *it;
		const struct link *l = netns_link(ns, r->oif);
		int32_t accept;
		struct change c = {
			.kind = CHANGE_SYSCTL, .netns = d->end->netns,
			.value = "2",
		};

		if (r->family != AF_INET6 || r->dst.len || r->protocol != 9 ||
		    !l || conf6_link(l, CONF6_ACCEPT_RA, &accept) ||
		    accept != 1)
			continue;
		c.path = sysctl_conf_path(d->arena, AF_INET6, l->name,
					  "accept_ra");
		fix_add(d, fix, &c);
	}
}

static void mend_ipv6_forward_off(const struct death *d, struct finding *f,
				  fix_vec *out)
{
	struct fix *fix = fix_new(d, d->end->netns);
	struct change c = {
		.kind = CHANGE_SYSCTL, .netns = d->end->netns,
		.path = "net/ipv6/conf/all/forwarding", .value = "1",
	};

	(void)f;
	keep_ra_defaults(d, fix);
	fix_add(d, fix, &c);
	fix->keep = "the same keys in a file under /etc/sysctl.d";
	fix->wider = "every interface of the namespace forwards then, as far "
		     "as its filters let it";
	VEC_PUSH(d->arena, out, fix);
}

static const struct explain explain_ipv6_forward_off = {
	.means = "A namespace on the way is asked to forward IPv6 and its "
		 "switch for all interfaces is off. For IPv6 that one decides.",
	.seen = "The walk must forward an IPv6 packet and conf/all/forwarding "
		"is 0 (and force_forwarding of the ingress interface, where "
		"the kernel has it).",
	.notice = "Silence; IPv4 may work.",
	.confused = "a per-interface switch of 0, which does not matter here",
	.mend = "first sysctl -w net.ipv6.conf.UPLINK.accept_ra=2 where the "
		"default route comes from router advertisements, then sysctl "
		"-w net.ipv6.conf.all.forwarding=1",
	.seen_in = "containers with IPv6 addresses on a host that is no router",
};

const struct finding_type ipv6_forward_off = {
	.code = "ipv6-forward-off",
	.second = "FWD04",
	.summary = "a namespace on the way does not forward IPv6",
	.detect = detect_ipv6_forward_off,
	.mend = mend_ipv6_forward_off,
	.explain = &explain_ipv6_forward_off,
};

static bool detect_ipv6_disabled(const struct death *d, struct finding *f)
{
	const char *dev;

	if (d->end->reason != REASON_IPV6_DISABLED)
		return false;
	dev = if_name(d, d->end->netns,
		      d->end->oif ? d->end->oif : d->end->iif);
	f->title = arena_printf(d->arena, "IPv6 is off on %s in %s", dev,
				ns_title(d, d->end->netns));
	evidence_sysctl(d, f, d->end->netns,
			sysctl_conf_path(d->arena, AF_INET6, dev,
					 "disable_ipv6"));
	f->effect = "no IPv6 packet passes that interface";
	return true;
}

static void mend_ipv6_disabled(const struct death *d, struct finding *f,
			       fix_vec *out)
{
	const struct link *l = netns_link(
		ns_of(d, d->end->netns),
		d->end->oif ? d->end->oif : d->end->iif);
	struct fix *fix;
	struct change c = {
		.kind = CHANGE_SYSCTL, .netns = d->end->netns, .value = "0",
	};

	(void)f;
	if (!l)
		return;
	c.path = sysctl_conf_path(d->arena, AF_INET6, l->name,
				  "disable_ipv6");
	fix = fix_new(d, d->end->netns);
	fix_add(d, fix, &c);
	VEC_PUSH(d->arena, out, fix);
}

static const struct explain explain_ipv6_disabled = {
	.means = "The interface that the packet needs has IPv6 switched off.",
	.seen = "disable_ipv6 is 1 there, or its MTU is below 1280.",
	.notice = "Silence, or no route.",
	.confused = "IPv6 that is not offered at all, which is no fault",
	.mend = "sysctl -w net.ipv6.conf.IF.disable_ipv6=0",
	.seen_in = "containers of IPv4-only networks that were given a v6 route",
};

const struct finding_type ipv6_disabled = {
	.code = "ipv6-disabled",
	.second = "FWD06",
	.summary = "IPv6 is off on an interface",
	.detect = detect_ipv6_disabled,
	.mend = mend_ipv6_disabled,
	.explain = &explain_ipv6_disabled,
};

/* ---- an address on the uplink's own subnet that nobody answers for ---- */

static bool detect_proxy(const struct death *d, struct finding *f)
{
	const struct netns *ns = ns_of(d, d->end->netns);
	struct ip_addr src = packet_src(&d->end->pkt);
	struct address *const *it;
	bool onlink = false;

	if (d->end->reason != REASON_NO_ANSWER)
		return false;
	VEC_FOR_EACH(&ns->addresses, it) {
		struct ip_prefix p = address_prefix(*it);

		onlink |= (*it)->ifindex == d->end->oif &&
			  prefix_contains(&p, &src);
	}
	if (!onlink)
		return false;
	f->title = arena_printf(d->arena, "nobody answers for %s on %s of %s",
				ip_str(d->arena, &src),
				if_name(d, d->end->netns, d->end->oif),
				ns_title(d, d->end->netns));
	evidence_text(d, f, EVIDENCE_ADDRESS, d->end->netns,
		      "source %s lies in the subnet of %s; no proxy answers "
		      "for it", ip_str(d->arena, &src),
		      if_name(d, d->end->netns, d->end->oif));
	f->effect = "the far end's router asks for the address on the link "
		    "and gets no answer";
	return true;
}

static void mend_proxy(const struct death *d, struct finding *f, fix_vec *out)
{
	struct fix *fix = fix_new(d, d->end->netns);
	struct change c = {
		.kind = CHANGE_PROXY_ADD, .netns = d->end->netns,
		.ifindex = d->end->oif,
	};

	(void)f;
	c.prefix.addr = packet_src(&d->end->pkt);
	fix_add(d, fix, &c);
	VEC_PUSH(d->arena, out, fix);
}

static const struct explain explain_proxy = {
	.means = "A routed container has an address out of the uplink's own "
		 "subnet, and the host does not answer for it there.",
	.seen = "The packet leaves with such a source, and neither an address, "
		"proxy_arp nor a proxy neighbour answers for it.",
	.notice = "Silence: requests leave, answers cannot be delivered.",
	.confused = "snat-missing, for an address that is not of that subnet",
	.mend = "ip neigh add proxy ADDRESS dev UPLINK",
	.seen_in = "routed network cards of LXD, libvirt networks in mode route",
};

const struct finding_type proxy_arp_missing = {
	.code = "proxy-arp-missing",
	.second = "FWD07",
	.summary = "nobody answers for the source address on the uplink",
	.detect = detect_proxy,
	.mend = mend_proxy,
	.explain = &explain_proxy,
};
