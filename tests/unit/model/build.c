/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "build.h"

#include <check.h>
#include <linux/if_arp.h>
#include <linux/rtnetlink.h>
#include <string.h>

struct ip_addr addr(const char *text)
{
	struct ip_addr a;

	ck_assert_msg(!ip_parse(text, &a), "%s", text);
	return a;
}

struct ip_prefix prefix(const char *text)
{
	struct ip_prefix p;

	ck_assert_msg(!prefix_parse(text, &p), "%s", text);
	return p;
}

struct link *build_link(struct snapshot *s, struct netns *ns, uint32_t index,
			const char *name, const char *kind, uint32_t flags)
{
	struct link *l = object_new(s->arena, &link_type);
	int32_t *conf4 = ARENA_ARRAY(s->arena, CONF4_COUNT, int32_t);
	int32_t *conf6 = ARENA_ARRAY(s->arena, CONF6_COUNT, int32_t);
	struct s32s v4 = { conf4, CONF4_COUNT };
	struct s32s v6 = { conf6, CONF6_COUNT };
	struct mac mac = { 6, { 2, 0, 0, 0, 0, (uint8_t)index } };

	SET(l, link, index, index);
	SET(l, link, name, name);
	SET(l, link, flags, flags);
	SET(l, link, arphrd, ARPHRD_ETHER);
	SET(l, link, address, mac);
	SET(l, link, conf4, v4);
	SET(l, link, conf6, v6);
	SET(l, link, has_inet4, true);
	SET(l, link, has_inet6, true);
	if (kind)
		SET(l, link, kind, kind);
	VEC_PUSH(s->arena, &ns->links, l);
	return l;
}

void build_peers(struct snapshot *s, struct link *a, struct link *b,
		 int32_t nsid_of_b, int32_t nsid_of_a)
{
	(void)s;
	SET(a, link, peer, (int32_t)b->index);
	SET(a, link, peer_nsid, nsid_of_b);
	SET(b, link, peer, (int32_t)a->index);
	SET(b, link, peer_nsid, nsid_of_a);
}

struct address *build_address(struct snapshot *s, struct netns *ns,
			      uint32_t ifindex, const char *text)
{
	struct address *a = object_new(s->arena, &address_type);
	struct ip_prefix p = prefix(text);

	SET(a, address, family, p.addr.family);
	SET(a, address, ifindex, ifindex);
	SET(a, address, local, p.addr);
	SET(a, address, peer, p.addr);
	SET(a, address, prefixlen, p.len);
	VEC_PUSH(s->arena, &ns->addresses, a);
	return a;
}

struct route *build_route(struct snapshot *s, struct netns *ns,
			  uint32_t table, const char *text, const char *via,
			  uint32_t oif, uint32_t metric)
{
	struct route *r = object_new(s->arena, &route_type);

	SET(r, route, dst, prefix(text));
	SET(r, route, family, r->dst.addr.family);
	SET(r, route, table, table);
	SET(r, route, type, RTN_UNICAST);
	SET(r, route, oif, oif);
	SET(r, route, metric, metric);
	if (via)
		SET(r, route, gateway, addr(via));
	VEC_PUSH(s->arena, &ns->routes, r);
	return r;
}

void build_sysctl(struct snapshot *s, struct netns *ns, const char *path,
		  const char *value)
{
	struct sysctl *file = object_new(s->arena, &sysctl_type);

	SET(file, sysctl, path, path);
	SET(file, sysctl, value, value);
	VEC_PUSH(s->arena, &ns->sysctls, file);
}

void build_nsid(struct snapshot *s, struct netns *ns, int32_t id,
		const struct netns *target)
{
	struct nsid *n = object_new(s->arena, &nsid_type);

	SET(n, nsid, id, id);
	SET(n, nsid, target, target->id);
	VEC_PUSH(s->arena, &ns->nsids, n);
}

void build_name(struct snapshot *s, struct netns *ns, const char *kind,
		const char *name)
{
	struct name *n = object_new(s->arena, &name_type);

	SET(n, name, kind, kind);
	SET(n, name, name, name);
	VEC_PUSH(s->arena, &ns->names, n);
}

const struct route *find_route(const struct netns *ns, uint32_t table,
			       uint8_t type, const char *text)
{
	struct ip_prefix p = prefix(text);

	for (size_t i = 0; i < ns->routes.n; i++) {
		const struct route *r = ns->routes.v[i];

		if (r->table == table && r->type == type &&
		    r->dst.len == p.len && ip_equal(&r->dst.addr, &p.addr))
			return r;
	}
	return NULL;
}
