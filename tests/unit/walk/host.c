/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host.h"

#include <assert.h>
#include <netinet/in.h>
#include <net/if.h>
#include <linux/fib_rules.h>
#include <linux/if_arp.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#ifndef IFF_LOWER_UP
#define IFF_LOWER_UP 0x10000
#endif

static const char *const files[][2] = {
	{ "net/ipv4/ip_default_ttl", "64" },
	{ "net/ipv4/icmp_echo_ignore_all", "0" },
	{ "net/ipv4/icmp_echo_ignore_broadcasts", "1" },
	{ "net/ipv6/icmp/echo_ignore_all", "0" },
	{ "net/ipv4/fwmark_reflect", "0" },
	{ "net/ipv6/fwmark_reflect", "0" },
	{ "net/ipv4/tcp_fwmark_accept", "0" },
	{ "net/ipv4/fib_multipath_use_neigh", "0" },
	{ "net/bridge/bridge-nf-call-iptables", NULL },
	{ "net/bridge/bridge-nf-call-ip6tables", NULL },
	{ "net/bridge/bridge-nf-call-arptables", NULL },
};

struct test_host *test_host_new(void)
{
	struct snapshot *s = snapshot_new();
	struct test_host *h = ARENA_NEW(s->arena, struct test_host);

	h->s = s;
	h->arena = s->arena;
	return h;
}

void test_host_free(struct test_host *h)
{
	snapshot_free(h->s);
}

void test_host_seal(struct test_host *h)
{
	struct error err = { 0 };

	if (snapshot_seal(h->s, &err))
		assert(!err.text);
}

static void rule_add(struct test_host *h, struct netns *ns, uint8_t family,
		     uint32_t priority, uint32_t table)
{
	struct rule *r = object_new(h->arena, &rule_type);

	SET(r, rule, family, family);
	SET(r, rule, priority, priority);
	SET(r, rule, action, FR_ACT_TO_TBL);
	SET(r, rule, table, table);
	VEC_PUSH(h->arena, &ns->rules, r);
}

static void all_settings(struct test_host *h, struct netns *ns)
{
	for (int i = 0; conf4_name((enum conf4)i); i++)
		test_sysctl(h, ns, arena_printf(h->arena,
			    "net/ipv4/conf/all/%s", conf4_name((enum conf4)i)),
			    "0");
	for (unsigned int i = 0; i < CONF6_COUNT; i++)
		if (conf6_name(i))
			test_sysctl(h, ns, arena_printf(h->arena,
				    "net/ipv6/conf/all/%s", conf6_name(i)),
				    "0");
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		test_sysctl(h, ns, files[i][0], files[i][1]);
}

struct netns *test_ns(struct test_host *h, const char *name)
{
	struct netns *ns = snapshot_netns_new(h->s, 4, 1000 + h->serial++);
	struct name *n = object_new(h->arena, &name_type);
	struct link *lo;

	SET(n, name, kind, "netns");
	SET(n, name, name, name);
	VEC_PUSH(h->arena, &ns->names, n);
	SET(ns, netns, have, READ_ALL);
	SET(ns, netns, entered, true);
	ns->number = (uint32_t)h->s->netns.n - 1;
	rule_add(h, ns, AF_INET, 0, RT_TABLE_LOCAL);
	rule_add(h, ns, AF_INET, 32766, RT_TABLE_MAIN);
	rule_add(h, ns, AF_INET, 32767, RT_TABLE_DEFAULT);
	rule_add(h, ns, AF_INET6, 0, RT_TABLE_LOCAL);
	rule_add(h, ns, AF_INET6, 32766, RT_TABLE_MAIN);
	all_settings(h, ns);
	lo = test_link(h, ns, "lo", NULL);
	SET(lo, link, flags, IFF_UP | IFF_LOOPBACK | IFF_RUNNING | IFF_LOWER_UP);
	SET(lo, link, arphrd, ARPHRD_LOOPBACK);
	return ns;
}

static struct s32s zeros(struct test_host *h, uint32_t n)
{
	return (struct s32s) { ARENA_ARRAY(h->arena, n, int32_t), n };
}

struct link *test_link(struct test_host *h, struct netns *ns, const char *name,
		       const char *kind)
{
	struct link *l = object_new(h->arena, &link_type);
	struct mac mac = { .len = 6, .b = { 0x02, 0xaa } };

	mac.b[4] = (uint8_t)(h->serial >> 8);
	mac.b[5] = (uint8_t)h->serial++;
	SET(l, link, index, (uint32_t)ns->links.n + 1);
	SET(l, link, name, name);
	SET(l, link, arphrd, ARPHRD_ETHER);
	SET(l, link, flags, IFF_UP | IFF_BROADCAST | IFF_MULTICAST |
	    IFF_RUNNING | IFF_LOWER_UP);
	SET(l, link, mtu, 1500);
	SET(l, link, address, mac);
	SET(l, link, conf4, zeros(h, CONF4_COUNT));
	SET(l, link, conf6, zeros(h, CONF6_COUNT));
	((int32_t *)(uintptr_t)l->conf6.v)[CONF6_HOP_LIMIT] = 64;
	SET(l, link, has_inet4, true);
	SET(l, link, has_inet6, true);
	if (kind)
		SET(l, link, kind, kind);
	if (kind && !strcmp(kind, "bridge"))
		SET(&l->bridge, link_bridge, ageing_time, 30000);
	VEC_PUSH(h->arena, &ns->links, l);
	return l;
}

struct link *test_veth(struct test_host *h, struct netns *a, const char *name,
		       struct netns *b, const char *peer)
{
	struct link *x = test_link(h, a, name, "veth");
	struct link *y = test_link(h, b, peer, "veth");

	SET(x, link, peer, (int32_t)y->index);
	SET(y, link, peer, (int32_t)x->index);
	if (a == b)
		return x;
	/* Each namespace calls the other by its place here. */
	SET(x, link, peer_nsid, (int32_t)b->number);
	SET(y, link, peer_nsid, (int32_t)a->number);
	for (int i = 0; i < 2; i++) {
		struct netns *ns = i ? b : a;
		struct netns *other = i ? a : b;
		struct nsid *id;

		if (netns_nsid(ns, (int32_t)other->number) != NETNS_NONE)
			continue;
		for (size_t k = 0; k < ns->nsids.n; k++)
			if (ns->nsids.v[k]->id == (int32_t)other->number)
				goto known;
		id = object_new(h->arena, &nsid_type);
		SET(id, nsid, id, (int32_t)other->number);
		SET(id, nsid, target, other->id);
		VEC_PUSH(h->arena, &ns->nsids, id);
known:
		;
	}
	return x;
}

struct link *test_link_named(struct netns *ns, const char *name)
{
	for (size_t i = 0; i < ns->links.n; i++)
		if (!strcmp(ns->links.v[i]->name, name))
			return ns->links.v[i];
	return NULL;
}

void test_port(struct link *port, const struct link *bridge)
{
	struct link_port *p = &port->port;

	SET(port, link, master, bridge->index);
	SET(port, link, slave_kind, "bridge");
	SET(p, link_port, state, 3);
	SET(p, link_port, learning, 1);
	SET(p, link_port, flood, 1);
	SET(p, link_port, bcast_flood, 1);
	SET(p, link_port, mcast_flood, 1);
}

static struct route *route_add(struct test_host *h, struct netns *ns,
			       const struct ip_prefix *dst, uint8_t type,
			       uint32_t table, uint32_t oif)
{
	struct route *r = object_new(h->arena, &route_type);
	uint8_t family = dst->addr.family;

	SET(r, route, family, family);
	SET(r, route, table, table);
	SET(r, route, type, type);
	SET(r, route, protocol, RTPROT_KERNEL);
	SET(r, route, dst, *dst);
	if (oif)
		SET(r, route, oif, oif);
	if (family == AF_INET)
		SET(r, route, scope, type == RTN_LOCAL ? RT_SCOPE_HOST :
						       RT_SCOPE_LINK);
	if (family == AF_INET6)
		SET(r, route, metric, type == RTN_LOCAL ? 0 : 256);
	VEC_PUSH(h->arena, &ns->routes, r);
	return r;
}

struct address *test_address(struct test_host *h, struct netns *ns,
			     const char *dev, const char *prefix)
{
	struct link *l = test_link_named(ns, dev);
	struct address *a = object_new(h->arena, &address_type);
	struct ip_prefix p;
	struct ip_prefix net;

	if (prefix_parse(prefix, &p))
		assert(!prefix);
	SET(a, address, family, p.addr.family);
	SET(a, address, ifindex, l->index);
	SET(a, address, prefixlen, p.len);
	SET(a, address, local, p.addr);
	SET(a, address, peer, p.addr);
	SET(a, address, scope, ip_is_linklocal(&p.addr) ? RT_SCOPE_LINK :
							  RT_SCOPE_UNIVERSE);
	VEC_PUSH(h->arena, &ns->addresses, a);
	net.addr = prefix_network(&p);
	net.len = p.len;
	p.len = (uint8_t)ip_bits(p.addr.family);
	route_add(h, ns, &p, RTN_LOCAL, RT_TABLE_LOCAL, l->index);
	if (net.len < p.len)
		route_add(h, ns, &net, RTN_UNICAST, RT_TABLE_MAIN, l->index);
	return a;
}

struct route *test_route(struct test_host *h, struct netns *ns,
			 const char *prefix, const char *via, const char *dev)
{
	struct link *l = dev ? test_link_named(ns, dev) : NULL;
	struct ip_prefix p;
	struct route *r;

	if (prefix_parse(prefix, &p))
		assert(!prefix);
	r = route_add(h, ns, &p, RTN_UNICAST, RT_TABLE_MAIN,
		      l ? l->index : 0);
	SET(r, route, protocol, RTPROT_STATIC);
	if (p.addr.family == AF_INET6)
		SET(r, route, metric, 1024);
	if (!via)
		return r;
	SET(r, route, scope, RT_SCOPE_UNIVERSE);
	if (ip_parse(via, &r->gateway))
		assert(!via);
	MARK(r, route, gateway);
	return r;
}

struct rule *test_rule(struct test_host *h, struct netns *ns,
		       uint32_t priority, uint32_t table)
{
	struct rule *r = object_new(h->arena, &rule_type);
	size_t at = 0;

	SET(r, rule, family, AF_INET);
	SET(r, rule, priority, priority);
	SET(r, rule, action, FR_ACT_TO_TBL);
	SET(r, rule, table, table);
	while (at < ns->rules.n && ns->rules.v[at]->family == AF_INET &&
	       ns->rules.v[at]->priority <= priority)
		at++;
	VEC_INSERT(h->arena, &ns->rules, at, r);
	return r;
}

void test_sysctl(struct test_host *h, struct netns *ns, const char *path,
		 const char *value)
{
	struct sysctl *s = NULL;

	for (size_t i = 0; i < ns->sysctls.n; i++)
		if (!strcmp(ns->sysctls.v[i]->path, path))
			s = ns->sysctls.v[i];
	if (!s) {
		s = object_new(h->arena, &sysctl_type);
		SET(s, sysctl, path, path);
		VEC_PUSH(h->arena, &ns->sysctls, s);
	}
	if (value)
		SET(s, sysctl, value, value);
}

void test_forward(struct test_host *h, struct netns *ns)
{
	for (size_t i = 0; i < ns->links.n; i++) {
		struct link *l = ns->links.v[i];

		((int32_t *)(uintptr_t)l->conf4.v)[CONF4_FORWARDING] = 1;
		((int32_t *)(uintptr_t)l->conf6.v)[CONF6_FORWARDING] = 1;
	}
	test_sysctl(h, ns, "net/ipv4/conf/all/forwarding", "1");
	test_sysctl(h, ns, "net/ipv6/conf/all/forwarding", "1");
}

struct sock *test_listen(struct test_host *h, struct netns *ns, uint8_t proto,
			 uint16_t port)
{
	struct sock *s = object_new(h->arena, &sock_type);

	SET(s, sock, family, AF_INET);
	SET(s, sock, protocol, proto);
	SET(s, sock, port, port);
	VEC_PUSH(h->arena, &ns->socks, s);
	return s;
}

void test_neighbour(struct test_host *h, struct netns *ns, const char *dev,
		    const char *addr, const char *mac, uint16_t state)
{
	struct neighbour *n = object_new(h->arena, &neighbour_type);

	if (ip_parse(addr, &n->dst) || mac_parse(mac, &n->lladdr))
		assert(!addr);
	MARK(n, neighbour, dst);
	MARK(n, neighbour, lladdr);
	SET(n, neighbour, family, n->dst.family);
	SET(n, neighbour, ifindex, test_link_named(ns, dev)->index);
	SET(n, neighbour, state, state);
	VEC_PUSH(h->arena, &ns->neighbours, n);
}

void test_vlan(struct test_host *h, struct netns *ns, const struct link *l,
	       bool self, uint16_t vid, uint16_t flags)
{
	struct bridge_vlan *v = object_new(h->arena, &bridge_vlan_type);

	SET(v, bridge_vlan, ifindex, l->index);
	SET(v, bridge_vlan, first, vid);
	SET(v, bridge_vlan, last, vid);
	SET(v, bridge_vlan, flags, flags);
	SET(v, bridge_vlan, self, self);
	VEC_PUSH(h->arena, &ns->vlans, v);
}

const struct walk_result *test_probe(struct test_host *h, struct netns *from,
				     const struct probe *q)
{
	struct walk_result *r = ARENA_NEW(h->arena, struct walk_result);

	test_host_seal(h);
	walk_question(h->s, from->number, q, h->arena, r);
	return r;
}

const struct walk_result *test_ask(struct test_host *h, struct netns *from,
				   const char *dst)
{
	struct probe *q = ARENA_NEW(h->arena, struct probe);

	if (ip_parse(dst, &q->dst))
		assert(!dst);
	q->family = q->dst.family;
	q->proto = q->family == AF_INET ? IPPROTO_ICMP : IPPROTO_ICMPV6;
	q->uid_known = true;
	return test_probe(h, from, q);
}
