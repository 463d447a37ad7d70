/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of families, hooks and priorities, as nft prints them. */
#include <linux/netfilter.h>
#include <stdlib.h>

#include "firewall/firewall.h"

#define REACH 10	/* nft's prio2str(): further off, a number is printed */

const char *nfproto_name(uint8_t family)
{
	switch (family) {
	case NFPROTO_INET:
		return "inet";
	case NFPROTO_IPV4:
		return "ip";
	case NFPROTO_ARP:
		return "arp";
	case NFPROTO_NETDEV:
		return "netdev";
	case NFPROTO_BRIDGE:
		return "bridge";
	case NFPROTO_IPV6:
		return "ip6";
	default:
		return "unknown";
	}
}

const char *hook_name(uint8_t family, uint8_t hook)
{
	static const char *const inet[] = { "prerouting", "input",
					    "forward",	  "output",
					    "postrouting", "ingress" };
	static const char *const arp[] = { "input", "output", "forward" };
	static const char *const netdev[] = { "ingress", "egress" };

	switch (family) {
	case NFPROTO_ARP:
		return hook < ARRAY_SIZE(arp) ? arp[hook] : "unknown";
	case NFPROTO_NETDEV:
		return hook < ARRAY_SIZE(netdev) ? netdev[hook] : "unknown";
	default:
		return hook < ARRAY_SIZE(inet) ? inet[hook] : "unknown";
	}
}

/** struct standard - a named priority; @hook 0xff: on every hook */
struct standard {
	const char *name;
	int32_t priority;
	uint8_t hook;
};

static const struct standard inet_priorities[] = {
	{ "raw", -300, 0xff },
	{ "mangle", -150, 0xff },
	{ "dstnat", -100, NF_INET_PRE_ROUTING },
	{ "filter", 0, 0xff },
	{ "security", 50, 0xff },
	{ "srcnat", 100, NF_INET_POST_ROUTING },
	{ NULL, 0, 0 },
};

static const struct standard bridge_priorities[] = {
	{ "dstnat", -300, NF_INET_PRE_ROUTING },
	{ "filter", -200, 0xff },
	{ "out", 100, NF_INET_LOCAL_OUT },
	{ "srcnat", 300, NF_INET_POST_ROUTING },
	{ NULL, 0, 0 },
};

static const struct standard other_priorities[] = {
	{ "filter", 0, 0xff },
	{ NULL, 0, 0 },
};

static const struct standard *priorities_of(uint8_t family)
{
	switch (family) {
	case NFPROTO_INET:
	case NFPROTO_IPV4:
	case NFPROTO_IPV6:
		return inet_priorities;
	case NFPROTO_BRIDGE:
		return bridge_priorities;
	default:
		return other_priorities;
	}
}

char *priority_text(struct arena *a, uint8_t family, uint8_t hook,
		    int32_t priority)
{
	const struct standard *s = priorities_of(family);

	for (; s->name; s++) {
		int64_t off = (int64_t)priority - s->priority;

		if ((s->hook != 0xff && s->hook != hook) || llabs(off) > REACH)
			continue;
		if (!off)
			return arena_strdup(a, s->name);
		return arena_printf(a, "%s %c %lld", s->name,
				    off < 0 ? '-' : '+', llabs(off));
	}
	return arena_printf(a, "%d", (int)priority);
}
