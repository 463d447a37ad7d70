/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/fib.h"

#include <string.h>

#include "model/index.h"

/*
 * One hash of prefixes per length that occurs; tables have few lengths, so a
 * look-up is a handful of probes.
 */
struct fib_table {
	struct map *by_length[129];
	unsigned int longest;
};

/* A default route comes without RTA_DST: its family is the route's. */
static struct ip_prefix route_prefix(const struct route *r)
{
	struct ip_prefix p = r->dst;

	p.addr.family = r->family;
	p.addr = prefix_network(&p);
	return p;
}

static void fib_table_add(struct fib_table *t, struct arena *a,
			  const struct route *r)
{
	struct ip_prefix p = route_prefix(r);
	struct map **by = &t->by_length[p.len];
	struct fib_node *node;

	if (!*by)
		*by = map_new(a);
	if (p.len > t->longest)
		t->longest = p.len;
	node = map_find(*by, p.addr.b, ip_size(p.addr.family));
	if (!node) {
		node = ARENA_NEW(a, struct fib_node);
		node->prefix = p;
		map_put(*by, p.addr.b, ip_size(p.addr.family), node);
	}
	VEC_PUSH(a, &node->routes, r);
}

static uint64_t table_key(uint8_t family, uint32_t id)
{
	return (uint64_t)family << 32 | id;
}

void fib_index(struct netns_index *index, struct arena *a,
	       const struct netns *ns)
{
	index->fib = map_new(a);
	for (size_t i = 0; i < ns->routes.n; i++) {
		const struct route *r = ns->routes.v[i];
		uint64_t key = table_key(r->family, r->table);
		struct fib_table *t;

		if (!ip_bits(r->family) || r->dst.len > ip_bits(r->family))
			continue;
		t = map_find_u64(index->fib, key);
		if (!t) {
			t = ARENA_NEW(a, struct fib_table);
			map_put_u64(index->fib, key, t);
		}
		fib_table_add(t, a, r);
	}
}

const struct fib_table *fib_table(const struct netns *ns, uint8_t family,
				  uint32_t id)
{
	return ns->index ? map_find_u64(ns->index->fib, table_key(family, id))
			 : NULL;
}

size_t fib_covering(const struct fib_table *t, const struct ip_addr *addr,
		    const struct fib_node *out[129])
{
	size_t n = 0;

	if (!t || !ip_bits(addr->family))
		return 0;
	for (int len = (int)t->longest; len >= 0; len--) {
		struct ip_prefix p = { .addr = *addr, .len = (uint8_t)len };
		struct ip_addr net;
		const struct fib_node *node;

		if (!t->by_length[len] || p.len > ip_bits(addr->family))
			continue;
		net = prefix_network(&p);
		node = map_find(t->by_length[len], net.b, ip_size(net.family));
		if (node)
			out[n++] = node;
	}
	return n;
}
