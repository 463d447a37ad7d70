/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is on the other side of a link: the router that a repair points at. */
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "diagnose/findings/findings.h"

bool died_unknown(const struct death *d)
{
	return d->outer->outcome == OUTCOME_UNKNOWN;
}

bool segment_peer(const struct death *d, uint32_t netns, uint32_t ifindex,
		  uint32_t *peer_ns, uint32_t *peer_if, uint32_t *bridge)
{
	const struct link *l = netns_link(ns_of(d, netns), ifindex);
	const struct link *peer;

	if (!l || !link_is_veth(l))
		return false;
	if (l->peer_ns == NETNS_NONE) {
		death_want(d, netns, READ_NSIDS, (uint32_t)l->peer_nsid);
		return false;
	}
	peer = netns_link(ns_of(d, l->peer_ns), (uint32_t)l->peer);
	if (!peer) {
		death_want(d, l->peer_ns, READ_LINKS, (uint32_t)l->peer);
		return false;
	}
	*peer_ns = l->peer_ns;
	*peer_if = peer->index;
	*bridge = link_is_port(peer) ? peer->master : 0;
	return true;
}

static bool take(const struct address *a, uint32_t netns, struct gateway *out)
{
	out->addr = a->local;
	out->prefixlen = a->prefixlen;
	out->netns = netns;
	out->ifindex = a->ifindex;
	return true;
}

bool gateway_candidate(const struct death *d, uint32_t netns, uint32_t ifindex,
		       uint8_t family, const struct ip_addr *source,
		       struct gateway *out)
{
	uint32_t peer_ns;
	uint32_t peer_if;
	uint32_t bridge;
	struct address *const *it;

	if (!segment_peer(d, netns, ifindex, &peer_ns, &peer_if, &bridge))
		return false;
	death_want(d, peer_ns, READ_ADDRESSES, 0);
	VEC_FOR_EACH(&ns_of(d, peer_ns)->addresses, it) {
		const struct address *a = *it;
		struct ip_prefix p = address_prefix(a);

		if (a->family != family || ip_is_linklocal(&a->local) ||
		    a->ifindex != (bridge ? bridge : peer_if))
			continue;
		if (source && source->family && !prefix_contains(&p, source))
			continue;
		return take(a, peer_ns, out);
	}
	/* its end may be out of its bridge: the router is there all the same */
	VEC_FOR_EACH(&ns_of(d, peer_ns)->addresses, it) {
		struct ip_prefix p = address_prefix(*it);

		if (source && source->family == family &&
		    (*it)->family == family && prefix_contains(&p, source))
			return take(*it, peer_ns, out);
	}
	return false;
}

const struct link *uplink_of(const struct death *d, uint32_t netns,
			     uint8_t family)
{
	const struct netns *ns = ns_of(d, netns);
	struct route *const *it;

	VEC_FOR_EACH(&ns->routes, it)
		if ((*it)->family == family && !(*it)->dst.len &&
		    (*it)->type == RTN_UNICAST && (*it)->oif)
			return netns_link(ns, (*it)->oif);
	return NULL;
}

struct route *route_draft(const struct death *d, uint8_t family,
			  const struct ip_prefix *dst,
			  const struct ip_addr *via, uint32_t oif)
{
	struct route *r = object_new(d->arena, &route_type);

	SET(r, route, family, family);
	SET(r, route, table, RT_TABLE_MAIN);
	SET(r, route, type, RTN_UNICAST);
	SET(r, route, protocol, RTPROT_BOOT);
	SET(r, route, scope, via && family == AF_INET ? RT_SCOPE_UNIVERSE :
			     family == AF_INET ? RT_SCOPE_LINK :
						 RT_SCOPE_UNIVERSE);
	if (dst)
		r->dst = *dst;
	else
		r->dst.addr.family = family;
	MARK(r, route, dst);
	if (via)
		SET(r, route, gateway, *via);
	SET(r, route, oif, oif);
	if (family == AF_INET6)
		SET(r, route, metric, 1024);
	return r;
}

const char *symptom_words(enum symptom s)
{
	switch (s) {
	case SYMPTOM_NONE:
		return "nothing";
	case SYMPTOM_SILENCE:
		return "silence. ping loses 100 %, connections time out.";
	case SYMPTOM_PROHIBITED:
		return "ping says \"Packet filtered\", connections fail at "
		       "once with \"No route to host\".";
	case SYMPTOM_HOST_UNREACHABLE:
		return "\"Destination Host Unreachable\" after three seconds, "
		       "or \"No route to host\".";
	case SYMPTOM_NET_UNREACHABLE:
		return "\"Network is unreachable\", at once.";
	case SYMPTOM_REFUSED:
		return "\"Connection refused\".";
	case SYMPTOM_NOT_PERMITTED:
		return "\"Operation not permitted\" on sending; connections "
		       "time out.";
	case SYMPTOM_INVALID_ARGUMENT:
		return "\"Invalid argument\", at once.";
	case SYMPTOM_TOO_BIG:
		return "\"Message too long\", or large transfers hang.";
	case SYMPTOM_TTL_EXCEEDED:
		return "\"Time to live exceeded\".";
	case SYMPTOM_UNKNOWN:
		break;
	}
	return "it depends on what could not be told.";
}
