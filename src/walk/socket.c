/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * __inet_lookup_listener(), compute_score(), net/ipv4/inet_hashtables.c;
 * __udp4_lib_lookup(), net/ipv4/udp.c: which socket would take a packet.
 */
#include <netinet/in.h>
#include <sys/socket.h>

#include "walk/l2.h"

static int score(const struct sock *s, const struct packet *p,
		 const struct ip_addr *addr, uint16_t port)
{
	bool any = ip_is_zero(&s->local);
	int n = 1;

	if (s->protocol != p->proto || s->port != port)
		return 0;
	if (s->ifindex && s->ifindex != p->iif)
		return 0;
	if (s->family != addr->family) {
		/* A wildcard of IPv6 takes IPv4, too, unless told not to. */
		if (s->family != AF_INET6 || addr->family != AF_INET || !any ||
		    s->v6only == 1)
			return 0;
		return s->ifindex ? 3 : 1;
	}
	if (!any && !ip_equal(&s->local, addr))
		return 0;
	n += any ? 1 : 4;
	return s->ifindex ? n + 2 : n;
}

enum tri socket_find(struct walk *w, const struct netns *ns,
		     const struct packet *p, const struct ip_addr *addr,
		     uint16_t port, const struct sock **sock)
{
	const struct sock *best = NULL;
	int best_score = 0;

	(void)w;
	*sock = NULL;
	if (p->proto == IPPROTO_ICMP || p->proto == IPPROTO_ICMPV6)
		return TRI_YES;
	if (!netns_has(ns, READ_SOCKETS))
		return TRI_UNKNOWN;
	for (size_t i = 0; i < ns->socks.n; i++) {
		int n = score(ns->socks.v[i], p, addr, port);

		if (n > best_score) {
			best_score = n;
			best = ns->socks.v[i];
		}
	}
	*sock = best;
	/* Whether it takes IPv4 was not told. */
	if (best && best->family != addr->family && best->v6only == 2)
		return TRI_UNKNOWN;
	return tri_of(best);
}
