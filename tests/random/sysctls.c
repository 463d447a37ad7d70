/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sysctls: what makes routers route, and what people turn besides. */
#include "host.h"

/*
 * What every namespace starts with. Waiting is shortened (an unresolvable
 * neighbour fails in 150 ms, proxies answer at once) and the kernel's own
 * chatter is kept away from the counters; no verdict hangs on either.
 */
static void early(struct host *h, int node)
{
	static const unsigned int weights[] = { 50, 20, 30 };
	unsigned int rp = draw_weighted(&h->draw, weights, 3);
	static const char *const quiet[] = {
		"0 > ipv6/conf/all/accept_dad",
		"0 > ipv6/conf/default/accept_dad",
		"0 > ipv6/conf/default/router_solicitations",
		"1 > ipv6/conf/default/mldv2_unsolicited_report_interval",
		"1 > ipv4/conf/default/igmpv3_unsolicited_report_interval",
		"1 > ipv4/igmp_qrv",
	};
	unsigned int i;

	say(h, node, SEC_EARLY, "cd /proc/sys/net || exit\n");
	for (i = 0; i < ARRAY_SIZE(quiet); i++)
		say(h, node, SEC_EARLY, "echo %s\n", quiet[i]);
	say(h, node, SEC_EARLY, "echo 0 > ipv4/conf/all/rp_filter\n");
	say(h, node, SEC_EARLY, "echo %u > ipv4/conf/default/rp_filter\n", rp);
	if (!h->family[FAM6] && draw_chance(&h->draw, 60))
		say(h, node, SEC_EARLY,
		    "echo 1 > ipv6/conf/default/disable_ipv6\n");
}

/* a router forwards: by the global switch, or device by device */
static void forwarding(struct host *h, int i)
{
	int node = h->path[i], k;

	if (h->family[FAM4] && draw_chance(&h->draw, 85)) {
		say(h, node, SEC_SYSCTL,
		    "echo 1 > /proc/sys/net/ipv4/ip_forward\n");
	} else if (h->family[FAM4]) {
		for (k = 0; k < h->n_devs; k++)
			if (h->devs[k].node == node && *h->devs[k].addr[FAM4])
				say(h, node, SEC_SYSCTL, "echo 1 > /proc/sys/"
				    "net/ipv4/conf/%s/forwarding\n",
				    h->devs[k].name);
	}
	if (h->family[FAM6])
		say(h, node, SEC_SYSCTL,
		    "echo 1 > /proc/sys/net/ipv6/conf/all/forwarding\n");
}

struct turn {
	const char *path;	/* %s: a device of the node */
	const char *values;	/* one character each */
};

/* seldom harmful; those that usually are stand in faults.c */
static const struct turn turns[] = {
	{ "ipv4/conf/all/accept_local", "1" },
	{ "ipv4/conf/%s/accept_local", "1" },
	{ "ipv4/conf/all/route_localnet", "1" },
	{ "ipv4/conf/all/src_valid_mark", "1" },
	{ "ipv4/conf/all/arp_filter", "1" },
	{ "ipv4/conf/%s/arp_filter", "1" },
	{ "ipv4/conf/%s/arp_ignore", "123" },
	{ "ipv4/conf/all/arp_ignore", "12" },
	{ "ipv4/conf/%s/arp_announce", "12" },
	{ "ipv4/conf/%s/proxy_arp", "1" },
	{ "ipv4/conf/all/proxy_arp", "1" },
	{ "ipv4/conf/%s/rp_filter", "012" },
	{ "ipv4/conf/all/rp_filter", "02" },
	{ "ipv4/conf/all/ignore_routes_with_linkdown", "1" },
	{ "ipv4/conf/all/log_martians", "1" },
	{ "ipv4/ip_nonlocal_bind", "1" },
	{ "ipv4/fwmark_reflect", "1" },
	{ "ipv4/tcp_fwmark_accept", "1" },
	{ "ipv4/icmp_errors_use_inbound_ifaddr", "1" },
	{ "ipv6/conf/all/accept_ra", "0" },
	{ "ipv6/conf/%s/proxy_ndp", "1" },
	{ "ipv6/fwmark_reflect", "1" },
	{ "ipv6/icmp/echo_ignore_multicast", "1" },
	{ "netfilter/nf_conntrack_tcp_loose", "0" },
};

static const char *any_dev(struct host *h, int node)
{
	int i = draw_below(&h->draw, h->n_devs), k;

	for (k = 0; k < h->n_devs; k++) {
		const struct dev *d = &h->devs[(i + k) % h->n_devs];

		if (d->node == node)
			return d->name;
	}
	return "lo";
}

static void turn_one(struct host *h, int node)
{
	const struct turn *t = &PICK(&h->draw, turns);
	unsigned int n = 0;

	while (t->values[n])
		n++;
	say(h, node, SEC_SYSCTL, "echo %c > /proc/sys/net/",
	    t->values[draw_below(&h->draw, n)]);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	say(h, node, SEC_SYSCTL, t->path, any_dev(h, node));
#pragma GCC diagnostic pop
	say(h, node, SEC_SYSCTL, "\n");
}

void draw_sysctls(struct host *h)
{
	int i, node;

	for (node = 0; node < h->n_nodes; node++) {
		early(h, node);
		say(h, node, SEC_SYSCTL, "for n in /proc/sys/net/ipv?/neigh/*; "
		    "do\n\techo 50 > $n/retrans_time_ms\n"
		    "\techo 0 > $n/proxy_delay\ndone\n");
		while (draw_chance(&h->draw, 20))
			turn_one(h, node);
		if (!h->nodes[node].bridges)
			continue;
		/* a new namespace takes 1 for each; hosts differ */
		if (draw_chance(&h->draw, 60))
			say(h, node, SEC_SYSCTL, "echo 0 > /proc/sys/net/"
			    "bridge/bridge-nf-call-iptables\n");
		if (draw_chance(&h->draw, 60))
			say(h, node, SEC_SYSCTL, "echo 0 > /proc/sys/net/"
			    "bridge/bridge-nf-call-ip6tables\n");
	}
	for (i = 1; i + 1 < h->n_path; i++)
		forwarding(h, i);
}
