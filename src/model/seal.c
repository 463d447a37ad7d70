/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>

#include "model/index.h"

static int number_compare(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int netns_compare(const void *pa, const void *pb)
{
	const struct netns *a = *(struct netns *const *)pa;
	const struct netns *b = *(struct netns *const *)pb;
	int by_inode = number_compare(a->ino, b->ino);

	return by_inode ? by_inode : strcmp(a->id, b->id);
}

static int link_compare(const void *pa, const void *pb)
{
	const struct link *a = *(struct link *const *)pa;
	const struct link *b = *(struct link *const *)pb;

	return number_compare(a->index, b->index);
}

/* Where a file has them: what comes and goes stands behind what stays. */
static int volatile_compare(const struct object *a, const struct object *b)
{
	return (int)a->type->is_volatile(a) - (int)b->type->is_volatile(b);
}

static int neighbour_compare(const void *pa, const void *pb)
{
	const struct neighbour *a = *(struct neighbour *const *)pa;
	const struct neighbour *b = *(struct neighbour *const *)pb;
	int by = number_compare(a->ifindex, b->ifindex);

	if (!by)
		by = ip_compare(&a->dst, &b->dst);
	return by ? by : volatile_compare(&a->obj, &b->obj);
}

static int fdb_compare(const void *pa, const void *pb)
{
	const struct fdb *a = *(struct fdb *const *)pa;
	const struct fdb *b = *(struct fdb *const *)pb;
	int by;

	by = number_compare(a->master, b->master);
	if (!by)
		by = number_compare(a->ifindex, b->ifindex);
	if (!by)
		by = memcmp(a->lladdr.b, b->lladdr.b, sizeof(a->lladdr.b));
	if (!by)
		by = number_compare(a->vlan, b->vlan);
	if (!by)
		by = ip_compare(&a->dst, &b->dst);
	return by ? by : volatile_compare(&a->obj, &b->obj);
}

static int process_compare(const void *pa, const void *pb)
{
	const struct process *a = *(struct process *const *)pa;
	const struct process *b = *(struct process *const *)pb;
	int by_pid = number_compare(a->pid, b->pid);

	return by_pid ? by_pid : number_compare(a->tid, b->tid);
}

static int nsid_compare(const void *pa, const void *pb)
{
	const struct nsid *a = *(struct nsid *const *)pa;
	const struct nsid *b = *(struct nsid *const *)pb;

	return a->id < b->id ? -1 : a->id > b->id;
}

static int sysctl_compare(const void *pa, const void *pb)
{
	const struct sysctl *a = *(struct sysctl *const *)pa;
	const struct sysctl *b = *(struct sysctl *const *)pb;

	return strcmp(a->path, b->path);
}

/*
 * Sorting must keep the order of equals: which of two entries the kernel lists
 * first may be meaning. Hence a merge sort, and none for what is in order.
 */
static void merge(void **v, void **tmp, size_t n,
		  int (*compare)(const void *, const void *))
{
	size_t half = n / 2;
	size_t i = 0;
	size_t j = half;

	if (n < 2)
		return;
	merge(v, tmp, half, compare);
	merge(v + half, tmp, n - half, compare);
	if (compare(&v[half - 1], &v[half]) <= 0)
		return;
	memcpy(tmp, v, n * sizeof(*v));
	for (size_t k = 0; k < n; k++)
		v[k] = j >= n || (i < half && compare(&tmp[i], &tmp[j]) <= 0) ?
			       tmp[i++] : tmp[j++];
}

void list_sort(struct arena *a, void *list,
	       int (*compare)(const void *, const void *))
{
	struct any_vec *vec = list;

	for (size_t i = 1; i < vec->n; i++) {
		if (compare(&vec->v[i - 1], &vec->v[i]) <= 0)
			continue;
		merge(vec->v, ARENA_ARRAY(a, vec->n, void *), vec->n, compare);
		return;
	}
}

/*
 * Of equals in a sorted list the later one stays when they say the same; two
 * that claim one identity and differ are an error.
 */
static int list_unique(const struct netns *ns, void *list, const char *what,
		       int (*compare)(const void *, const void *),
		       struct error *err)
{
	struct any_vec *vec = list;
	size_t kept = 0;

	for (size_t i = 0; i < vec->n; i++) {
		if (!kept || compare(&vec->v[kept - 1], &vec->v[i])) {
			vec->v[kept++] = vec->v[i];
			continue;
		}
		if (!object_equal(vec->v[kept - 1], vec->v[i], false))
			return error_set(err, -EINVAL,
					 "%s: two entries claim to be one %s",
					 ns->id, what);
		vec->v[kept - 1] = vec->v[i];
	}
	vec->n = kept;
	return 0;
}

/* A list that was read is written even when it is empty. */
static void mark_lists(struct netns *ns)
{
	static const struct {
		uint32_t kind;
		size_t offset;
	} lists[] = {
		{ READ_LINKS, offsetof(struct netns, links) },
		{ READ_ADDRESSES, offsetof(struct netns, addresses) },
		{ READ_ROUTES, offsetof(struct netns, routes) },
		{ READ_ROUTES, offsetof(struct netns, nexthops) },
		{ READ_RULES, offsetof(struct netns, rules) },
		{ READ_NEIGHBOURS, offsetof(struct netns, neighbours) },
		{ READ_PROXIES, offsetof(struct netns, proxies) },
		{ READ_FDB, offsetof(struct netns, fdb) },
		{ READ_VLANS, offsetof(struct netns, vlans) },
		{ READ_NSIDS, offsetof(struct netns, nsids) },
		{ READ_SYSCTLS, offsetof(struct netns, sysctls) },
		{ READ_HOOKS, offsetof(struct netns, hooks) },
		{ READ_TC, offsetof(struct netns, qdiscs) },
		{ READ_TC, offsetof(struct netns, tc_filters) },
		{ READ_SOCKETS, offsetof(struct netns, socks) },
		{ READ_QUEUES, offsetof(struct netns, queues) },
		{ READ_RESOLVERS, offsetof(struct netns, resolvers) },
		{ READ_PROCESSES, offsetof(struct netns, processes) },
		{ READ_XFRM, offsetof(struct netns, xfrm_policies) },
	};

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		if (ns->have & lists[i].kind)
			object_mark_(ns, lists[i].offset);
}

static int netns_sort(struct snapshot *s, struct netns *ns, struct error *err)
{
	struct arena *a = s->arena;
	int ret;

	list_sort(a, &ns->links, link_compare);
	ret = list_unique(ns, &ns->links, "link", link_compare, err);
	if (ret)
		return ret;
	list_sort(a, &ns->sysctls, sysctl_compare);
	ret = list_unique(ns, &ns->sysctls, "sysctl", sysctl_compare, err);
	if (ret)
		return ret;
	list_sort(a, &ns->nsids, nsid_compare);
	ret = list_unique(ns, &ns->nsids, "nsid", nsid_compare, err);
	if (ret)
		return ret;
	list_sort(a, &ns->neighbours, neighbour_compare);
	list_sort(a, &ns->proxies, neighbour_compare);
	list_sort(a, &ns->fdb, fdb_compare);
	list_sort(a, &ns->processes, process_compare);
	return 0;
}

/*
 * Whose index @peer is. An unset nsid is the link's own namespace; a shared
 * base is not written to when nothing changes.
 */
static void links_resolve(struct netns *ns)
{
	for (size_t i = 0; i < ns->links.n; i++) {
		struct link *l = ns->links.v[i];
		uint32_t peer_ns = HAS(l, link, peer_nsid) ?
				   netns_nsid(ns, l->peer_nsid) : ns->number;

		if (l->peer_ns != peer_ns)
			l->peer_ns = peer_ns;
	}
}

int netns_seal(struct snapshot *s, struct netns *ns, struct error *err)
{
	int ret = netns_sort(s, ns, err);

	if (ret)
		return ret;
	mark_lists(ns);
	netns_index_build(s, ns);
	netns_index_nsids(s, ns, NULL);
	links_resolve(ns);
	return 0;
}

static int netns_number(struct snapshot *s, struct error *err)
{
	list_sort(s->arena, &s->netns, netns_compare);
	for (size_t i = 0; i < s->netns.n; i++) {
		struct netns *ns = s->netns.v[i];

		if (i && !netns_compare(&s->netns.v[i - 1], &s->netns.v[i]))
			return error_set(err, -EINVAL,
					 "two namespaces claim to be %s",
					 ns->id);
		if (ns->number != (uint32_t)i)
			ns->number = (uint32_t)i;
	}
	return 0;
}

int snapshot_seal(struct snapshot *s, struct error *err)
{
	struct map *ids = map_new(s->arena);
	int ret = netns_number(s, err);

	if (ret)
		return ret;
	for (size_t i = 0; i < s->netns.n; i++)
		map_put_str(ids, s->netns.v[i]->id, s->netns.v[i]);
	for (size_t i = 0; i < s->netns.n; i++) {
		struct netns *ns = s->netns.v[i];

		ret = netns_sort(s, ns, err);
		if (ret)
			return ret;
		mark_lists(ns);
		netns_index_build(s, ns);
		netns_index_nsids(s, ns, ids);
		links_resolve(ns);
	}
	snapshot_titles(s);
	return 0;
}
