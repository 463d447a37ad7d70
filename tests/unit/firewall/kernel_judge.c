/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The second judge of a rule: the kernel. The packet of a case leaves by a
 * device of the test's own, and counters say what became of it.
 */
#include "kernel.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Rules that ask for what a packet of a raw socket on output does not have. */
static const char *const elsewhere[] = {
	"iif",	  "skuid",    "skgid",	     "rt nexthop", "rt classid",
	"fib ",	  "socket",   "tproxy",	     "ether",	   "jump",
	"goto",	  "quota",    "limit",	     "ct count",   "update",
	"add @",  "return",   "continue",    "notrack",	   "numgen",
	"ct state !=",
};

bool kernel_can_judge(const char *rule, const char *packet)
{
	for (size_t i = 0; i < ARRAY_SIZE(elsewhere); i++)
		if (strstr(rule, elsewhere[i]))
			return false;
	/* Options that need more than the bytes of the packet and its mark. */
	for (const char *p = packet; (p = strchr(p, '=')); p++)
		if (strncmp(p - 3, "ttl", 3) && strncmp(p - 3, "tos", 3) &&
		    strncmp(p - 4, "mark", 4))
			return false;
	return !strstr(packet, "ctmark") && !strchr(packet, '?') &&
	       !strchr(packet, '[');
}

bool kernel_devices(void)
{
	return system("ip link add eth1 type veth peer name peer1 &&"
		      "ip link set eth1 up && ip link set peer1 up &&"
		      "ip addr add 10.255.0.1/8 dev eth1 &&"
		      "ip route add default dev eth1") == 0;
}

/* Errors are no news: EPERM is what a drop on output looks like. */
static int send_packet(const struct packet *p)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	struct ip_addr dst = packet_dst(p);
	int fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
	int ret = -1;

	if (fd < 0)
		return -errno;
	memcpy(&to.sin_addr, dst.b, 4);
	if (!setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "eth1", 5) &&
	    !setsockopt(fd, SOL_SOCKET, SO_MARK, &p->mark, sizeof(p->mark))) {
		ret = (int)sendto(fd, p->l3.b, p->l3.len, 0, (void *)&to,
				  sizeof(to));
		if (ret < 0 && errno == EPERM)
			ret = 0;
	}
	close(fd);
	return ret < 0 ? -errno : 0;
}

static uint64_t counted(const struct firewall *fw, const char *chain)
{
	const struct nft_chain *c = nft_chain_find(fw->tables.v[0], chain);
	const struct nft_rule *rule = c && c->rules.n
					      ? c->rules.v[c->rules.n - 1]
					      : NULL;
	const struct nft_counter *counter =
		rule ? nft_as(rule->exprs.v[0], &nft_counter_expr) : NULL;

	return counter ? counter->packets : 0;
}

const char *kernel_judge(struct arena *a, const char *family,
			 const char *extra, const char *rule,
			 const struct packet *p)
{
	/* What the devices send of themselves is not to be counted. */
	char *text = arena_printf(
		a,
		"flush ruleset\ntable %s t {\n%schain j { }\n"
		"chain own { type filter hook output priority -10;\n"
		"meta l4proto { igmp, ipv6-icmp } drop\n}\n"
		"chain c { type filter hook output priority 0;\n%s\n"
		"counter accept\n}\n"
		"chain z { type filter hook output priority 10;\ncounter\n}\n"
		"}\n",
		family, extra, rule);
	struct error err = { 0 };
	struct firewall *fw;

	if (!kernel_run(a, "nft -f -", text) || send_packet(p) < 0)
		return NULL;
	fw = kernel_firewall(a, &err);
	if (!fw)
		return NULL;
	if (counted(fw, "c"))
		return "policy";
	return counted(fw, "z") ? "accept" : "drop";
}
