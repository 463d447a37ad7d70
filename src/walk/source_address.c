/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inet_select_addr(), net/ipv4/devinet.c; fib_result_prefsrc(),
 * net/ipv4/fib_semantics.c; ipv6_dev_get_saddr(), net/ipv6/addrconf.c
 * (RFC 6724 section 5); nf_nat_masquerade_ipv4(), _ipv6(),
 * net/netfilter/nf_nat_masquerade.c.
 */
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "walk/setting.h"
#include "walk/source_address.h"

/* ---- IPv4 ---- */

static uint32_t device_vrf(const struct netns *ns, uint32_t ifindex)
{
	const struct link *l = netns_link(ns, ifindex);
	const struct link *m = l && l->master ? netns_link(ns, l->master) :
						NULL;

	return m && link_is_kind(m, "vrf") ? m->index : 0;
}

static const struct address *on_device(const struct netns *ns,
				       uint32_t ifindex,
				       const struct ip_addr *gateway,
				       uint8_t scope)
{
	const struct address *first = NULL;

	for (size_t i = 0; i < ns->addresses.n; i++) {
		const struct address *a = ns->addresses.v[i];
		struct ip_prefix net;
		uint8_t s = a->scope < RT_SCOPE_HOST ? a->scope : RT_SCOPE_HOST;

		if (a->family != AF_INET || a->ifindex != ifindex ||
		    (a->flags & IFA_F_SECONDARY) || s > scope)
			continue;
		net = address_prefix(a);
		if (!gateway || gateway->family != AF_INET ||
		    prefix_contains(&net, gateway))
			return a;
		if (!first)
			first = a;
	}
	return first;
}

static const struct address *anywhere(const struct netns *ns,
				      uint32_t ifindex, uint8_t scope)
{
	uint32_t vrf = device_vrf(ns, ifindex);
	const struct address *best = NULL;

	for (size_t i = 0; i < ns->addresses.n; i++) {
		const struct address *a = ns->addresses.v[i];

		if (a->family != AF_INET || (a->flags & IFA_F_SECONDARY) ||
		    a->scope == RT_SCOPE_LINK || a->scope > scope ||
		    device_vrf(ns, a->ifindex) != vrf)
			continue;
		if (!best || a->ifindex < best->ifindex)
			best = a;
	}
	return best;
}

bool source_on_device(const struct netns *ns, uint32_t ifindex,
		      const struct ip_addr *gateway, uint8_t scope,
		      struct ip_addr *out)
{
	const struct address *a = on_device(ns, ifindex, gateway, scope);
	uint32_t vrf = device_vrf(ns, ifindex);

	if (!a && vrf)
		a = on_device(ns, vrf, NULL, scope);
	if (!a)
		a = anywhere(ns, ifindex, scope);
	if (a)
		*out = a->local;
	return a;
}

static bool select4(const struct netns *ns, const struct fib_answer *fib,
		    const struct flow *flow, struct ip_addr *out)
{
	if (fib->type == RTN_LOCAL) {
		*out = fib->route->prefsrc.family ? fib->route->prefsrc :
						    flow->dst;
		return true;
	}
	if (fib->route && fib->route->prefsrc.family == AF_INET) {
		*out = fib->route->prefsrc;
		return true;
	}
	return source_on_device(ns, fib->oif, &fib->gateway, fib->scope, out);
}

/* ---- IPv6 ---- */

/* RFC 6724 section 2.1, as net/ipv6/addrlabel.c sets it up */
static const struct {
	uint8_t b[16];
	uint8_t len;
	uint8_t label;
} labels[] = {
	{ { [15] = 1 }, 128, 0 },
	{ { [10] = 0xff, [11] = 0xff }, 96, 4 },
	{ { 0 }, 96, 3 },
	{ { 0x20, 0x01, 0x00, 0x10 }, 28, 7 },
	{ { 0x20, 0x01, 0, 0 }, 32, 6 },
	{ { 0x20, 0x02 }, 16, 2 },
	{ { 0x3f, 0xfe }, 16, 12 },
	{ { 0xfe, 0xc0 }, 10, 11 },
	{ { 0xfc, 0x00 }, 7, 5 },
	{ { 0 }, 0, 1 },
};

static uint8_t address_label(const struct ip_addr *a)
{
	for (size_t i = 0; i < ARRAY_SIZE(labels); i++) {
		struct ip_prefix p = {
			.addr = ip_from(AF_INET6, labels[i].b),
			.len = labels[i].len,
		};

		if (prefix_contains(&p, a))
			return labels[i].label;
	}
	return 1;
}

/* ipv6_addr_scope(): node 1, link 2, site 5, global 14 */
static int scope6(const struct ip_addr *a)
{
	if (ip_is_multicast(a))
		return a->b[1] & 0x0f;
	if (ip_is_loopback(a) || ip_is_linklocal(a))
		return 2;
	if (a->b[0] == 0xfe && (a->b[1] & 0xc0) == 0xc0)
		return 5;
	return 14;
}

static int common_bits(const struct ip_addr *a, const struct ip_addr *b)
{
	int n = 0;

	while (n < 128 && !((a->b[n / 8] ^ b->b[n / 8]) & (0x80 >> (n % 8))))
		n++;
	return n;
}

struct choice {
	const struct address *a;
	uint32_t oif;
	const struct ip_addr *dst;
	bool prefer_temporary;
};

/* One rule of ipv6_get_saddr_eval(): the greater wins. */
static int score(const struct choice *c, unsigned int rule)
{
	const struct address *a = c->a;
	int s = scope6(&a->local);
	int common;

	switch (rule) {
	case 1:
		return ip_equal(&a->local, c->dst);
	case 2:
		return s >= scope6(c->dst) ? -s : s - 128;
	case 3:
		return !(a->flags & (IFA_F_DEPRECATED | IFA_F_OPTIMISTIC));
	case 4:
		return !!(a->flags & IFA_F_HOMEADDRESS);
	case 5:
		return !c->oif || a->ifindex == c->oif;
	case 6:
		return address_label(&a->local) == address_label(c->dst);
	case 7:
		return !!(a->flags & IFA_F_TEMPORARY) == c->prefer_temporary;
	case 8:
		common = common_bits(&a->local, c->dst);
		return common > a->prefixlen ? a->prefixlen : common;
	case 9:
		return !(a->flags & IFA_F_OPTIMISTIC);
	}
	return 0;
}

static bool better(const struct choice *a, const struct choice *b)
{
	for (unsigned int rule = 1; rule <= 9; rule++) {
		int x = score(a, rule);
		int y = score(b, rule);

		if (x != y)
			return x > y;
	}
	return false;
}

static bool is_candidate(const struct netns *ns, const struct address *a,
			 const struct ip_addr *dst, uint32_t oif,
			 bool own_only)
{
	if (a->family != AF_INET6 || ip_is_zero(&a->local) ||
	    ip_is_multicast(&a->local) || (a->flags & IFA_F_DADFAILED))
		return false;
	if ((a->flags & IFA_F_TENTATIVE) && !(a->flags & IFA_F_OPTIMISTIC))
		return false;
	if (own_only || ip_is_linklocal(dst) || ip_is_multicast(dst))
		return !oif || a->ifindex == oif;
	return device_vrf(ns, a->ifindex) == device_vrf(ns, oif);
}

bool source_select6(struct walk *w, struct packet *p, enum stage stage,
		    uint32_t netns, uint32_t oif, const struct ip_addr *dst,
		    struct ip_addr *out)
{
	const struct netns *ns = w->snap->netns.v[netns];
	struct choice best = { 0 };
	struct packet at = *p;
	int32_t temporary = 0;
	int32_t own_only = 0;

	at.netns = netns;
	if (!walk_need(w, &at, stage, netns, READ_ADDRESSES, 0))
		return false;
	if (oif && oif != 1) {
		const struct link *l = walk_link(w, &at, stage, netns, oif);

		if (!l || !walk_conf6(w, &at, stage, l, CONF6_USE_TEMPADDR,
				      &temporary) ||
		    !walk_conf6(w, &at, stage, l, CONF6_USE_OIF_ADDRS_ONLY,
				&own_only))
			return false;
	}
	for (size_t i = 0; i < ns->addresses.n; i++) {
		struct choice c = {
			.a = ns->addresses.v[i], .oif = oif, .dst = dst,
			.prefer_temporary = temporary >= 2,
		};

		if (is_candidate(ns, c.a, dst, oif, own_only) &&
		    (!best.a || better(&c, &best)))
			best = c;
	}
	if (best.a)
		*out = best.a->local;
	return best.a;
}

bool source_select(struct walk *w, uint32_t netns, const struct flow *flow,
		   const struct fib_answer *fib, struct ip_addr *out)
{
	struct packet at = { .netns = netns, .family = flow->family };

	if (!walk_need(w, &at, STAGE_SOURCE_ADDRESS, netns, READ_ADDRESSES, 0))
		return false;
	if (flow->family == AF_INET)
		return select4(w->snap->netns.v[netns], fib, flow, out);
	if (fib->route && fib->route->prefsrc.family == AF_INET6) {
		*out = fib->route->prefsrc;
		return true;
	}
	return source_select6(w, &at, STAGE_SOURCE_ADDRESS, netns, fib->oif,
			      &flow->dst, out);
}

bool masquerade_address(struct walk *w, struct packet *p,
			const struct link *out, struct ip_addr *addr)
{
	struct ip_addr dst = packet_dst(p);
	const struct ip_addr *hop = w->dst.next_hop.family ?
				    &w->dst.next_hop : &dst;

	if (!walk_need(w, p, STAGE_NF_POSTROUTING, p->netns, READ_ADDRESSES,
		       0))
		return false;
	if (p->family == AF_INET6)
		return source_select6(w, p, STAGE_NF_POSTROUTING, p->netns,
				      out->index, &dst, addr);
	return source_on_device(walk_ns(w, p), out->index, hop,
				RT_SCOPE_UNIVERSE, addr);
}
