/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Routes of an overlay, by hand and as the kernel makes them by itself. */
#include <errno.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "model/overlay_edit.h"

#define METRIC_ADDRCONF 256 /* IP6_RT_PRIO_ADDRCONF */
#define METRIC_USER6 1024   /* IP6_RT_PRIO_USER */

static int prefix_order(const struct route *a, const struct route *b)
{
	int by;

	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	if (a->table != b->table)
		return a->table < b->table ? -1 : 1;
	by = memcmp(a->dst.addr.b, b->dst.addr.b, sizeof(a->dst.addr.b));
	return by ? by : (int)a->dst.len - (int)b->dst.len;
}

/* fib_find_alias(): tos falling, then metric rising; equals keep their order. */
static int route_order(const struct route *a, const struct route *b)
{
	int by = prefix_order(a, b);

	if (by)
		return by;
	if (a->tos != b->tos)
		return a->tos > b->tos ? -1 : 1;
	return a->metric < b->metric ? -1 : a->metric > b->metric;
}

/*
 * Among the routes of its prefix where its metric belongs; else before the
 * first of its table that sorts behind it; else behind its table.
 */
void route_insert(const struct place *p, const struct route *r)
{
	size_t at = p->ns->routes.n;
	bool placed = false;

	for (size_t i = p->ns->routes.n; i--;) {
		const struct route *other = p->ns->routes.v[i];

		if (other->family != r->family || other->table != r->table)
			continue;
		if (!placed) {
			at = i + 1;
			placed = true;
		}
		if (route_order(other, r) <= 0)
			break;
		at = i;
	}
	VEC_INSERT(p->ov->arena, &p->ns->routes, at, (struct route *)r);
}

static bool route_is_there(const struct place *p, const struct route *r)
{
	for (size_t i = 0; i < p->ns->routes.n; i++) {
		const struct route *other = p->ns->routes.v[i];

		if (!route_order(other, r) && other->type == r->type &&
		    other->oif == r->oif && other->nh_id == r->nh_id &&
		    ip_equal(&other->gateway, &r->gateway) &&
		    ip_equal(&other->prefsrc, &r->prefsrc))
			return true;
	}
	return false;
}

/* l3mdev_fib_table(): a port of a VRF has its routes in the VRF's table. */
static uint32_t link_table(const struct place *p, const struct link *l,
			   uint32_t otherwise)
{
	const struct link *master = l->master ? place_link(p, l->master)
					      : NULL;

	return master && link_is_kind(master, "vrf") ? master->vrf.table
						     : otherwise;
}

static struct route *kernel_route(const struct place *p, const struct link *l,
				  uint8_t type, const struct ip_addr *dst,
				  uint8_t len)
{
	struct route *r = object_new(p->ov->arena, &route_type);
	struct ip_prefix prefix = { .addr = *dst, .len = len };
	uint32_t table = type == RTN_UNICAST ? RT_TABLE_MAIN : RT_TABLE_LOCAL;

	prefix.addr = prefix_network(&prefix);
	SET(r, route, family, dst->family);
	SET(r, route, table, link_table(p, l, table));
	SET(r, route, type, type);
	SET(r, route, protocol, RTPROT_KERNEL);
	SET(r, route, scope, RT_SCOPE_UNIVERSE);
	SET(r, route, dst, prefix);
	SET(r, route, tos, 0);
	SET(r, route, oif, l->index);
	/* What is delivered here needs no carrier. */
	SET(r, route, flags, l->flags & IFF_LOWER_UP || type == RTN_LOCAL ?
				     0 : RTNH_F_LINKDOWN);
	if (dst->family == AF_INET6) {
		SET(r, route, metric, 0);
		SET(r, route, pref, 0);
	}
	return r;
}

static void route_add_once(const struct place *p, const struct route *r)
{
	if (!route_is_there(p, r))
		route_insert(p, r);
}

/* fib_magic() */
static void route4_add(const struct place *p, const struct link *l,
		       uint8_t type, const struct ip_addr *dst, uint8_t len,
		       const struct address *a)
{
	struct route *r = kernel_route(p, l, type, dst, len);

	SET(r, route, scope, type == RTN_LOCAL ? RT_SCOPE_HOST
					       : RT_SCOPE_LINK);
	SET(r, route, prefsrc, a->local);
	if (type == RTN_UNICAST && a->metric)
		SET(r, route, metric, a->metric);
	route_add_once(p, r);
}

static struct ip_addr last_of(const struct ip_prefix *p)
{
	struct ip_addr last = prefix_network(p);

	for (unsigned int bit = p->len; bit < 32; bit++)
		last.b[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
	return last;
}

/* inet_ifa_byprefix(): whose address a secondary one hangs on */
static const struct address *primary_of(const struct place *p,
					const struct address *a)
{
	struct ip_prefix net = address_prefix(a);

	for (size_t i = 0; i < p->ns->addresses.n; i++) {
		const struct address *other = p->ns->addresses.v[i];

		if (other->family == AF_INET && other->ifindex == a->ifindex &&
		    !(other->flags & IFA_F_SECONDARY) &&
		    other->prefixlen == a->prefixlen &&
		    prefix_contains(&net, &other->local))
			return other;
	}
	return a;
}

/* fib_add_ifaddr(), after 5.14, which no longer adds the lowest address */
static void routes4_of_address(const struct place *p, const struct link *l,
			       const struct address *a)
{
	static const uint8_t ones[4] = { 0xff, 0xff, 0xff, 0xff };
	struct ip_addr everyone = ip_from(AF_INET, ones);
	struct ip_prefix net = address_prefix(a);
	struct ip_addr last = last_of(&net);
	const struct address *prim = a;
	bool loopback = l->flags & IFF_LOOPBACK;

	if (a->flags & IFA_F_SECONDARY)
		prim = primary_of(p, a);
	route4_add(p, l, RTN_LOCAL, &a->local, 32, prim);
	if (a->broadcast.family && !ip_equal(&a->broadcast, &everyone))
		route4_add(p, l, RTN_BROADCAST, &a->broadcast, 32, prim);
	if (!net.addr.b[0] || a->flags & IFA_F_SECONDARY ||
	    (a->prefixlen == 32 && ip_equal(&net.addr, &a->local)))
		return;
	if (!(a->flags & IFA_F_NOPREFIXROUTE))
		route4_add(p, l, loopback ? RTN_LOCAL : RTN_UNICAST,
			   &net.addr, net.len, prim);
	if (a->prefixlen < 31)
		route4_add(p, l, RTN_BROADCAST, &last, 32, prim);
}

/* addrconf_join_anycast(): a router answers to its subnet's first address. */
static void anycast6_add(const struct place *p, const struct link *l,
			 const struct address *a)
{
	struct ip_prefix net = address_prefix(a);
	int32_t forwards = 0;

	if (conf6_link(l, CONF6_FORWARDING, &forwards) == SETTING_READ &&
	    forwards && net.len < 127)
		route_add_once(p, kernel_route(p, l, RTN_ANYCAST, &net.addr,
					       128));
}

/* addrconf_f6i_alloc(), addrconf_prefix_route() */
static void routes6_of_address(const struct place *p, const struct link *l,
			       const struct address *a)
{
	struct ip_prefix net = address_prefix(a);
	struct route *r;

	route_add_once(p, kernel_route(p, l, RTN_LOCAL, &a->local, 128));
	if (a->flags & IFA_F_NOPREFIXROUTE || ip_is_loopback(&a->local))
		return;
	r = kernel_route(p, l, RTN_UNICAST, &net.addr, net.len);
	SET(r, route, metric, a->metric ? a->metric : METRIC_ADDRCONF);
	route_add_once(p, r);
	anycast6_add(p, l, a);
}

void routes_of_address(const struct place *p, const struct link *l,
		       const struct address *a)
{
	if (!(l->flags & IFF_UP))
		return;
	if (a->family == AF_INET)
		routes4_of_address(p, l, a);
	else if (a->family == AF_INET6)
		routes6_of_address(p, l, a);
}

/* addrconf_add_mroute() */
static void multicast6_add(const struct place *p, const struct link *l)
{
	static const uint8_t all[16] = { 0xff };
	struct ip_addr dst = ip_from(AF_INET6, all);
	struct route *r = kernel_route(p, l, RTN_MULTICAST, &dst, 8);

	SET(r, route, metric, METRIC_ADDRCONF);
	route_add_once(p, r);
}

void routes_of_link(const struct place *p, const struct link *l)
{
	int32_t off = 1;

	if (conf6_link(l, CONF6_DISABLE_IPV6, &off) == SETTING_READ && !off &&
	    l->flags & IFF_LOWER_UP) {
		if (!(l->flags & IFF_LOOPBACK))
			multicast6_add(p, l);
		ipv6_start(p, l);
	}
	for (size_t i = 0; i < p->ns->addresses.n; i++)
		if (p->ns->addresses.v[i]->ifindex == l->index)
			routes_of_address(p, l, p->ns->addresses.v[i]);
}

void anycast6_forget(const struct place *p, uint32_t ifindex)
{
	for (size_t i = 0; i < p->ns->routes.n;) {
		const struct route *r = p->ns->routes.v[i];

		if (r->family == AF_INET6 && r->type == RTN_ANYCAST &&
		    r->oif == ifindex && r->protocol == RTPROT_KERNEL)
			VEC_REMOVE(&p->ns->routes, i);
		else
			i++;
	}
}

static bool legs_through(const struct route *r, uint32_t ifindex)
{
	for (size_t i = 0; i < r->legs.n; i++)
		if (r->legs.v[i]->oif == ifindex)
			return true;
	return false;
}

/* fib_sync_down_dev() of a device that lost its carrier alone */
void routes_no_carrier(const struct place *p, uint32_t ifindex)
{
	for (size_t i = 0; i < p->ns->routes.n; i++) {
		struct route *r = p->ns->routes.v[i];

		if (r->oif != ifindex || r->type == RTN_LOCAL)
			continue;
		r = object_copy(p->ov->arena, r);
		r->flags |= RTNH_F_LINKDOWN;
		p->ns->routes.v[i] = r;
	}
}

/* fib_sync_up() */
void routes_carrier(const struct place *p, uint32_t ifindex)
{
	const uint8_t gone = RTNH_F_DEAD | RTNH_F_LINKDOWN;
	struct arena *a = p->ov->arena;

	for (size_t i = 0; i < p->ns->routes.n; i++) {
		struct route *r = p->ns->routes.v[i];

		if (!(r->oif == ifindex && r->flags & gone) &&
		    !legs_through(r, ifindex))
			continue;
		r = object_copy(a, r);
		p->ns->routes.v[i] = r;
		if (r->oif == ifindex)
			r->flags &= ~(uint32_t)gone;
		VEC_COPY(a, &r->legs, &r->legs);
		for (size_t j = 0; j < r->legs.n; j++) {
			if (r->legs.v[j]->oif != ifindex)
				continue;
			r->legs.v[j] = object_copy(a, r->legs.v[j]);
			r->legs.v[j]->flags &= (uint8_t)~gone;
		}
	}
}

/* fib_check_nh(): the device of a gateway that names none */
static uint32_t gateway_device(const struct place *p,
			       const struct ip_addr *gateway)
{
	const struct route *best = NULL;

	for (size_t i = 0; i < p->ns->routes.n; i++) {
		const struct route *r = p->ns->routes.v[i];

		if (r->family == gateway->family && r->type == RTN_UNICAST &&
		    r->table == RT_TABLE_MAIN && !r->gateway.family &&
		    !r->legs.n && prefix_contains(&r->dst, gateway) &&
		    (!best || r->dst.len > best->dst.len))
			best = r;
	}
	return best ? best->oif : 0;
}

static void route_defaults(struct route *r)
{
	if (!r->table)
		SET(r, route, table, RT_TABLE_MAIN);
	if (!r->type)
		SET(r, route, type, RTN_UNICAST);
	MARK(r, route, tos);
	MARK(r, route, flags);
	if (!HAS(r, route, protocol) && !r->protocol)
		SET(r, route, protocol, RTPROT_BOOT);
	if (r->family == AF_INET && r->type == RTN_UNICAST &&
	    !HAS(r, route, scope) && !r->gateway.family && !r->legs.n &&
	    !r->nh_id)
		SET(r, route, scope, RT_SCOPE_LINK);
	MARK(r, route, scope);
	if (r->family == AF_INET6) {
		MARK(r, route, pref);
		if (!r->metric)
			SET(r, route, metric, METRIC_USER6);
	}
	r->dst.addr.family = r->family;
	r->dst.addr = prefix_network(&r->dst);
	MARK(r, route, dst);
}

int overlay_route_add(struct snapshot *ov, uint32_t netns,
		      const struct route *r, bool replace)
{
	struct place p;
	int ret = edit_place(ov, netns, &p);
	struct route *copy;

	if (ret)
		return ret;
	copy = object_copy(ov->arena, r);
	route_defaults(copy);
	if (!copy->oif && copy->gateway.family) {
		uint32_t oif = gateway_device(&p, &copy->gateway);

		if (!oif)
			return -ENETUNREACH;
		SET(copy, route, oif, oif);
	}
	for (size_t i = 0; i < p.ns->routes.n; i++) {
		if (route_order(p.ns->routes.v[i], copy))
			continue;
		if (!replace)
			return -EEXIST;
		p.ns->routes.v[i] = copy;
		return 0;
	}
	route_insert(&p, copy);
	return 0;
}

static bool same_destination(const struct route *r, const struct route *wanted)
{
	uint32_t table = wanted->table ? wanted->table : RT_TABLE_MAIN;
	struct ip_addr a = prefix_network(&r->dst);
	struct ip_addr b = prefix_network(&wanted->dst);

	return r->family == wanted->family && r->table == table &&
	       r->dst.len == wanted->dst.len && r->tos == wanted->tos &&
	       !memcmp(a.b, b.b, sizeof(a.b));
}

/* fib_table_delete(): what the request does not name is not compared. */
static bool route_matches(const struct route *r, const struct route *wanted)
{
	return same_destination(r, wanted) &&
	       (!wanted->type || r->type == wanted->type) &&
	       (!wanted->metric || r->metric == wanted->metric) &&
	       (!wanted->protocol || r->protocol == wanted->protocol) &&
	       (!wanted->oif || r->oif == wanted->oif) &&
	       (!wanted->gateway.family ||
		ip_equal(&r->gateway, &wanted->gateway)) &&
	       (!wanted->nh_id || r->nh_id == wanted->nh_id);
}

int overlay_route_del(struct snapshot *ov, uint32_t netns,
		      const struct route *r)
{
	struct place p;
	int ret = edit_place(ov, netns, &p);

	if (ret)
		return ret;
	for (size_t i = 0; i < p.ns->routes.n; i++) {
		if (!route_matches(p.ns->routes.v[i], r))
			continue;
		VEC_REMOVE(&p.ns->routes, i);
		return 0;
	}
	return -ESRCH;
}
