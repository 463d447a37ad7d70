/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/index.h"

#include <string.h>

struct address_key {
	uint32_t ifindex;
	uint8_t family;
	uint8_t b[16];
	uint8_t zero[3];
};

struct fdb_key {
	uint32_t device;
	uint16_t vlan;
	uint8_t len;
	uint8_t b[32];
	uint8_t zero;
};

static struct address_key address_key(uint32_t ifindex,
				      const struct ip_addr *addr)
{
	struct address_key key = { .ifindex = ifindex, .family = addr->family };

	memcpy(key.b, addr->b, sizeof(key.b));
	return key;
}

static struct fdb_key fdb_key(uint32_t device, const struct mac *mac,
			      uint16_t vlan)
{
	struct fdb_key key = { .device = device, .vlan = vlan,
			       .len = mac->len };

	memcpy(key.b, mac->b, mac->len);
	return key;
}

/* The first one put stays: what comes first in a dump counts first. */
static void map_put_first(struct map *m, const void *key, size_t len,
			  void *value)
{
	if (!map_find(m, key, len))
		map_put(m, key, len, value);
}

static void index_links(struct netns_index *index, struct arena *a,
			const struct netns *ns)
{
	index->links = map_new(a);
	index->names = map_new(a);
	for (size_t i = 0; i < ns->links.n; i++) {
		struct link *l = ns->links.v[i];

		map_put_u64(index->links, l->index, l);
		if (l->name)
			map_put_str(index->names, l->name, l);
	}
	for (size_t i = 0; i < ns->links.n; i++) {
		struct link *l = ns->links.v[i];

		for (size_t j = 0; j < l->altnames.n; j++)
			map_put_first(index->names, l->altnames.v[j],
				      strlen(l->altnames.v[j]), l);
	}
}

static void index_addresses(struct netns_index *index, struct arena *a,
			    const struct netns *ns)
{
	index->addresses = map_new(a);
	for (size_t i = 0; i < ns->addresses.n; i++) {
		struct address *addr = ns->addresses.v[i];
		struct address_key key = address_key(0, &addr->local);

		map_put_first(index->addresses, &key, sizeof(key), addr);
	}
}

static void index_neighbours(struct netns_index *index, struct arena *a,
			     const struct netns *ns)
{
	index->neighbours = map_new(a);
	for (size_t i = 0; i < ns->neighbours.n; i++) {
		struct neighbour *n = ns->neighbours.v[i];
		struct address_key key = address_key(n->ifindex, &n->dst);

		map_put_first(index->neighbours, &key, sizeof(key), n);
	}
}

/*
 * NTF_SELF entries without a bridge are a vxlan's remotes, or the multicast
 * filter of any other device, which decides nothing about forwarding.
 */
static void index_fdb(struct netns_index *index, struct arena *a,
		      const struct netns *ns)
{
	index->fdb = map_new(a);
	for (size_t i = 0; i < ns->fdb.n; i++) {
		struct fdb *f = ns->fdb.v[i];
		struct link *self = map_find_u64(index->links, f->ifindex);
		uint32_t device = f->master ? f->master : f->ifindex;
		struct fdb_key key = fdb_key(device, &f->lladdr, f->vlan);

		if (f->master || (self && link_is_kind(self, "vxlan")))
			map_put_first(index->fdb, &key, sizeof(key), f);
	}
}

static void index_rest(struct netns_index *index, struct arena *a,
		       const struct netns *ns)
{
	index->sysctls = map_new(a);
	for (size_t i = 0; i < ns->sysctls.n; i++)
		map_put_str(index->sysctls, ns->sysctls.v[i]->path,
			    ns->sysctls.v[i]);
	index->nexthops = map_new(a);
	for (size_t i = 0; i < ns->nexthops.n; i++)
		map_put_u64(index->nexthops, ns->nexthops.v[i]->id,
			    ns->nexthops.v[i]);
}

/*
 * Ids are resolved anew each time: another namespace may have been added. An
 * overlay adds none and shares what its base found.
 */
void netns_index_nsids(struct snapshot *s, struct netns *ns,
		       const struct map *ids)
{
	const struct netns *old = s->base ? s->base->netns.v[ns->number] : NULL;

	if (old && old != ns && old->index) {
		ns->index->nsids = old->index->nsids;
		return;
	}
	ns->index->nsids = map_new(s->arena);
	for (size_t i = 0; i < ns->nsids.n; i++) {
		const struct nsid *id = ns->nsids.v[i];
		const struct netns *to = NULL;

		if (id->target)
			to = ids ? map_find_str(ids, id->target)
				 : snapshot_netns_by_id(s, id->target);
		if (to)
			map_put_u64(ns->index->nsids, (uint32_t)id->id,
				    (void *)((uintptr_t)to->number + 1));
	}
}

static uint64_t mark_list(uint64_t mark, const struct any_vec *vec)
{
	mark = (mark ^ vec->n) * 0x9e3779b97f4a7c15ull;
	for (size_t i = 0; i < vec->n; i++)
		mark = (mark ^ (uintptr_t)vec->v[i]) * 0x9e3779b97f4a7c15ull;
	return mark ^ mark >> 29;
}

static uint64_t netns_mark(const struct netns *ns)
{
	uint64_t mark = 1;

	mark = mark_list(mark, (const void *)&ns->links);
	mark = mark_list(mark, (const void *)&ns->addresses);
	mark = mark_list(mark, (const void *)&ns->neighbours);
	mark = mark_list(mark, (const void *)&ns->fdb);
	mark = mark_list(mark, (const void *)&ns->sysctls);
	mark = mark_list(mark, (const void *)&ns->nexthops);
	return mark_list(mark, (const void *)&ns->routes);
}

void netns_index_build(struct snapshot *s, struct netns *ns)
{
	uint64_t mark = netns_mark(ns);
	struct netns_index *index = ns->index;

	if (!index || index->mark != mark) {
		index = ARENA_NEW(s->arena, struct netns_index);
		index->mark = mark;
		index_links(index, s->arena, ns);
		index_addresses(index, s->arena, ns);
		index_neighbours(index, s->arena, ns);
		index_fdb(index, s->arena, ns);
		index_rest(index, s->arena, ns);
		fib_index(index, s->arena, ns);
		ns->index = index;
	}
}

const struct link *netns_link(const struct netns *ns, uint32_t ifindex)
{
	return ns->index ? map_find_u64(ns->index->links, ifindex) : NULL;
}

const struct link *netns_link_named(const struct netns *ns, const char *name)
{
	return ns->index ? map_find_str(ns->index->names, name) : NULL;
}

const struct address *netns_address(const struct netns *ns,
				    const struct ip_addr *addr)
{
	struct address_key key = address_key(0, addr);

	return ns->index ? map_find(ns->index->addresses, &key, sizeof(key))
			 : NULL;
}

const struct sysctl *netns_sysctl(const struct netns *ns, const char *path)
{
	return ns->index ? map_find_str(ns->index->sysctls, path) : NULL;
}

const struct neighbour *netns_neighbour(const struct netns *ns,
					uint32_t ifindex,
					const struct ip_addr *addr)
{
	struct address_key key = address_key(ifindex, addr);

	return ns->index ? map_find(ns->index->neighbours, &key, sizeof(key))
			 : NULL;
}

const struct nexthop *netns_nexthop(const struct netns *ns, uint32_t id)
{
	return ns->index ? map_find_u64(ns->index->nexthops, id) : NULL;
}

uint32_t netns_nsid(const struct netns *ns, int32_t id)
{
	void *number = ns->index ? map_find_u64(ns->index->nsids, (uint32_t)id)
				 : NULL;

	return number ? (uint32_t)((uintptr_t)number - 1) : NETNS_NONE;
}

const struct fdb *netns_fdb(const struct netns *ns, uint32_t bridge,
			    const struct mac *mac, uint16_t vlan)
{
	struct fdb_key key = fdb_key(bridge, mac, vlan);

	return ns->index ? map_find(ns->index->fdb, &key, sizeof(key)) : NULL;
}
