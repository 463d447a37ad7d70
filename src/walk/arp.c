/* SPDX-License-Identifier: GPL-2.0-or-later */
/* arp_solicit(), net/ipv4/arp.c: the question, and from which address */
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "walk/l2.h"
#include "walk/setting.h"
#include "walk/source_address.h"

static bool shares_subnet(const struct netns *ns, uint32_t ifindex,
			  const struct ip_addr *source,
			  const struct ip_addr *target)
{
	for (size_t i = 0; i < ns->addresses.n; i++) {
		const struct address *a = ns->addresses.v[i];
		struct ip_prefix net = address_prefix(a);

		if (a->family == AF_INET && a->ifindex == ifindex &&
		    prefix_contains(&net, source) &&
		    prefix_contains(&net, target))
			return true;
	}
	return false;
}

static bool sender_address(struct walk *w, struct packet *p,
			   const struct link *out,
			   const struct ip_addr *target, struct ip_addr *from)
{
	const struct netns *ns = walk_ns(w, p);
	struct ip_addr source = packet_src(p);
	int32_t announce;
	bool own;

	if (!walk_conf4(w, p, STAGE_NEIGHBOUR, out, CONF4_ARP_ANNOUNCE,
			JOIN_MAX, &announce) ||
	    !walk_need(w, p, STAGE_NEIGHBOUR, p->netns,
		       READ_ADDRESSES | READ_ROUTES, 0))
		return false;
	own = p->family == AF_INET &&
	      fib_address_type(ns, &source) == RTN_LOCAL;
	*from = source;
	if (own && announce == 0)
		return true;
	if (own && announce == 1 &&
	    shares_subnet(ns, out->index, &source, target))
		return true;
	memset(from, 0, sizeof(*from));
	from->family = AF_INET;
	source_on_device(ns, out->index, target, RT_SCOPE_LINK, from);
	return true;
}

void arp_ask(struct walk *w, struct packet *p, const struct link *out,
	     const struct ip_addr *target, struct packet *final,
	     struct walk_end *end)
{
	struct ip_addr from;
	struct packet q;

	if (!sender_address(w, p, out, target, &from)) {
		*end = w->end;
		return;
	}
	packet_arp_request(&q, p->netns, &from, &out->address, target);
	q.oif = out->index;
	w->asker.set = true;
	w->asker.edge = false;
	w->asker.netns = p->netns;
	w->asker.ifindex = out->index;
	w->asker.target = *target;
	l2_nested(w, &q, DO_NEIGHBOUR, false, false, final, end);
	w->asker.set = false;
}
