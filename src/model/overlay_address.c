/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_arp.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "model/overlay_edit.h"

/*
 * inet_insert_ifa(): behind the primary ones of its scope or a wider one.
 * ipv6_link_dev_addr(): in front of those of its scope or a narrower one.
 */
static bool stands_behind(const struct address *a, const struct address *other)
{
	if (a->family == AF_INET6)
		return a->scope > other->scope;
	return a->flags & IFA_F_SECONDARY ||
	       (!(other->flags & IFA_F_SECONDARY) && a->scope <= other->scope);
}

static size_t address_place(const struct netns *ns, const struct address *a)
{
	size_t at = ns->addresses.n;
	bool own = false;

	for (size_t i = 0; i < ns->addresses.n; i++) {
		const struct address *other = ns->addresses.v[i];

		if (other->family != a->family ||
		    other->ifindex != a->ifindex) {
			if (!own && at == ns->addresses.n &&
			    other->family == a->family &&
			    other->ifindex > a->ifindex)
				at = i;
			continue;
		}
		if (!own) {
			own = true;
			at = i;
		}
		if (stands_behind(a, other))
			at = i + 1;
	}
	return at;
}

static bool shares_subnet(const struct netns *ns, const struct address *a)
{
	struct ip_prefix net = address_prefix(a);

	for (size_t i = 0; i < ns->addresses.n; i++) {
		const struct address *other = ns->addresses.v[i];
		struct ip_prefix theirs = address_prefix(other);

		if (other->family == AF_INET && other->ifindex == a->ifindex &&
		    !(other->flags & IFA_F_SECONDARY) &&
		    theirs.len == net.len &&
		    ip_equal(&theirs.addr, &net.addr))
			return true;
	}
	return false;
}

static uint8_t address_scope(const struct ip_addr *a)
{
	if (ip_is_loopback(a))
		return RT_SCOPE_HOST;
	return a->family == AF_INET6 && ip_is_linklocal(a) ? RT_SCOPE_LINK
							   : RT_SCOPE_UNIVERSE;
}

static struct address *address_new(const struct place *p,
				   const struct link *l,
				   const struct ip_prefix *addr)
{
	struct address *a = object_new(p->ov->arena, &address_type);

	SET(a, address, family, addr->addr.family);
	SET(a, address, ifindex, l->index);
	SET(a, address, local, addr->addr);
	SET(a, address, peer, addr->addr);
	SET(a, address, prefixlen, addr->len);
	SET(a, address, scope, address_scope(&addr->addr));
	SET(a, address, flags, IFA_F_PERMANENT);
	SET(a, address, valid, UINT32_MAX);
	SET(a, address, preferred, UINT32_MAX);
	if (a->family != AF_INET)
		return a;
	SET(a, address, label, l->name);
	if (shares_subnet(p->ns, a))
		a->flags |= IFA_F_SECONDARY;
	return a;
}

static const struct address *find_address(const struct netns *ns,
					  uint32_t ifindex,
					  const struct ip_prefix *addr)
{
	for (size_t i = 0; i < ns->addresses.n; i++) {
		const struct address *a = ns->addresses.v[i];

		if (a->ifindex == ifindex && ip_equal(&a->local, &addr->addr) &&
		    (a->family == AF_INET6 || a->prefixlen == addr->len))
			return a;
	}
	return NULL;
}

static void address_put(const struct place *p, const struct link *l,
			struct address *a)
{
	VEC_INSERT(p->ov->arena, &p->ns->addresses, address_place(p->ns, a), a);
	routes_of_address(p, l, a);
}

int overlay_address_add(struct snapshot *ov, uint32_t netns, uint32_t ifindex,
			const struct ip_prefix *addr)
{
	struct place p;
	int ret = edit_place(ov, netns, &p);
	const struct link *l;

	if (ret)
		return ret;
	l = place_link(&p, ifindex);
	if (!l)
		return -ENODEV;
	if (find_address(p.ns, ifindex, addr))
		return -EEXIST;
	address_put(&p, l, address_new(&p, l, addr));
	return 0;
}

/* ipv6_generate_eui64(), addrconf_ifid_eui48() */
static struct ip_addr eui64(const struct mac *mac)
{
	struct ip_addr a = { .family = AF_INET6, .b = { 0xfe, 0x80 } };

	memcpy(a.b + 8, mac->b, 3);
	a.b[8] ^= 2;
	a.b[11] = 0xff;
	a.b[12] = 0xfe;
	memcpy(a.b + 13, mac->b + 3, 3);
	return a;
}

static bool has_own_ipv6(const struct place *p, const struct link *l)
{
	for (size_t i = 0; i < p->ns->addresses.n; i++) {
		const struct address *a = p->ns->addresses.v[i];

		if (a->ifindex == l->index && (ip_is_loopback(&a->local) ||
					       ip_is_linklocal(&a->local)) &&
		    a->family == AF_INET6)
			return true;
	}
	return false;
}

/*
 * init_loopback(), addrconf_dev_config(): with addr_gen_mode 0 the address
 * comes from the MAC; the other modes need a secret that nobody can read, so
 * nothing is added. Ports of a bridge get one, ports of a bond do not.
 */
void ipv6_start(const struct place *p, const struct link *l)
{
	struct ip_prefix own = { .len = 64 };
	int32_t mode = -1;

	if (has_own_ipv6(p, l) || l->flags & IFF_SLAVE)
		return;
	if (l->flags & IFF_LOOPBACK) {
		ip_parse("::1", &own.addr);
		own.len = 128;
		address_put(p, l, address_new(p, l, &own));
		return;
	}
	if (conf6_link(l, 47, &mode) != SETTING_READ || mode ||
	    l->arphrd != ARPHRD_ETHER || l->address.len != 6)
		return;
	own.addr = eui64(&l->address);
	address_put(p, l, address_new(p, l, &own));
}

static bool address_is_elsewhere(const struct netns *ns,
				 const struct ip_addr *addr)
{
	for (size_t i = 0; i < ns->addresses.n; i++)
		if (ip_equal(&ns->addresses.v[i]->local, addr))
			return true;
	return false;
}

static bool has_family(const struct netns *ns, uint32_t ifindex,
		       uint8_t family)
{
	for (size_t i = 0; i < ns->addresses.n; i++)
		if (ns->addresses.v[i]->ifindex == ifindex &&
		    ns->addresses.v[i]->family == family)
			return true;
	return false;
}

/*
 * fib_del_ifaddr(), fib_sync_down_addr(), and fib_disable_ip() when it was the
 * last: the kernel's own routes of the device go and come back for what is
 * left; so do not those that prefer the address as their source.
 */
static void routes_forget(const struct place *p, const struct link *l,
			  const struct address *a)
{
	bool last = a->family == AF_INET &&
		    !has_family(p->ns, l->index, AF_INET);
	bool gone = !address_is_elsewhere(p->ns, &a->local);
	struct ip_prefix net = address_prefix(a);

	for (size_t i = 0; i < p->ns->routes.n;) {
		const struct route *r = p->ns->routes.v[i];
		bool own = r->oif == l->index && r->family == a->family;
		bool drop = own && last;

		if (own && r->protocol == RTPROT_KERNEL &&
		    (a->family == AF_INET || r->type != RTN_MULTICAST))
			drop |= prefix_covers(&net, &r->dst);
		if (gone && r->prefsrc.family)
			drop |= ip_equal(&r->prefsrc, &a->local);
		if (drop)
			VEC_REMOVE(&p->ns->routes, i);
		else
			i++;
	}
}

/* The first secondary of a subnet whose primary went is promoted, or all go. */
static void secondaries_settle(const struct place *p, const struct link *l,
			       const struct address *gone)
{
	struct ip_prefix net = address_prefix(gone);
	int32_t own = 0;
	int32_t all = 0;
	bool promote;

	conf4_link(l, CONF4_PROMOTE_SECONDARIES, &own);
	conf4_all(p->ov->base->netns.v[p->ns->number],
		  CONF4_PROMOTE_SECONDARIES, &all);
	promote = own || all;
	for (size_t i = 0; i < p->ns->addresses.n;) {
		struct address *a = p->ns->addresses.v[i];

		if (a->family != AF_INET || a->ifindex != l->index ||
		    !(a->flags & IFA_F_SECONDARY) ||
		    a->prefixlen != gone->prefixlen ||
		    !prefix_contains(&net, &a->local)) {
			i++;
			continue;
		}
		if (promote) {
			a = object_copy(p->ov->arena, a);
			a->flags &= ~(uint32_t)IFA_F_SECONDARY;
			p->ns->addresses.v[i] = a;
			return;
		}
		VEC_REMOVE(&p->ns->addresses, i);
		routes_forget(p, l, a);
	}
}

int overlay_address_del(struct snapshot *ov, uint32_t netns, uint32_t ifindex,
			const struct ip_prefix *addr)
{
	struct place p;
	int ret = edit_place(ov, netns, &p);
	const struct address *a;
	const struct link *l;

	if (ret)
		return ret;
	l = place_link(&p, ifindex);
	a = l ? find_address(p.ns, ifindex, addr) : NULL;
	if (!a)
		return l ? -EADDRNOTAVAIL : -ENODEV;
	for (size_t i = 0; i < p.ns->addresses.n; i++) {
		if (p.ns->addresses.v[i] != a)
			continue;
		VEC_REMOVE(&p.ns->addresses, i);
		break;
	}
	if (a->family == AF_INET && !(a->flags & IFA_F_SECONDARY))
		secondaries_settle(&p, l, a);
	routes_forget(&p, l, a);
	for (size_t i = 0; i < p.ns->addresses.n; i++)
		if (p.ns->addresses.v[i]->ifindex == ifindex)
			routes_of_address(&p, l, p.ns->addresses.v[i]);
	return 0;
}
