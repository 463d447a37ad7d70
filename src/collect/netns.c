/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Visits: which namespaces are entered for what, and taking over the results. */
#include "collect/collector.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "collect/modules.h"
#include "collect/readers.h"
#include "collect/rounds.h"

/* Kinds whose requests could load a module. */
#define READ_MODULES (READ_NFT | READ_XT | READ_EBTABLES | READ_IPSETS | \
		      READ_HOOKS | READ_SOCKETS | READ_XFRM)

#define READ_RULESETS (READ_NFT | READ_XT | READ_EBTABLES | READ_IPSETS | \
		       READ_HOOKS)

/* The lists of a namespace, each with the kind that fills it. */
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
};

static void take_lists(struct netns *to, const struct netns *from)
{
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
		const struct any_vec *src = (const void *)((const char *)from +
							   lists[i].offset);
		void *dst = (char *)to + lists[i].offset;

		if (from->have & lists[i].kind || src->n)
			memcpy(dst, src, sizeof(*src));
	}
}

/* Links read one by one join those that are there; a later reading wins. */
static void take_links(struct arena *a, struct netns *to, struct netns *from)
{
	for (size_t i = 0; i < from->links.n; i++) {
		struct link *l = from->links.v[i];
		bool known = false;

		for (size_t j = 0; j < to->links.n && !known; j++) {
			known = to->links.v[j]->index == l->index;
			if (known)
				to->links.v[j] = l;
		}
		if (!known)
			VEC_PUSH(a, &to->links, l);
	}
	from->links.n = 0;
}

static void take_fdb(struct arena *a, struct netns *to, struct netns *from)
{
	for (size_t i = 0; i < from->fdb.n; i++)
		VEC_PUSH(a, &to->fdb, from->fdb.v[i]);
	from->fdb.n = 0;
}

static void take_identity(struct netns *to, const struct netns *from)
{
	SET(to, netns, entered, true);
	if (from->ns_id)
		SET(to, netns, ns_id, from->ns_id);
	if (from->owner_userns)
		SET(to, netns, owner_userns, from->owner_userns);
}

static void take_gaps(struct collector *c, const struct visit *v)
{
	for (size_t i = 0; i < v->gaps.n; i++) {
		const struct gap *g = v->gaps.v[i];
		struct gap *mine = snapshot_gap(c->snap, g->object, g->what,
						g->error, g->needs);

		if (g->text)
			SET(mine, gap, text, g->text);
	}
}

static void take_owner(struct collector *c, const struct visit *v)
{
	uint64_t key = (uint64_t)v->place->main_pid << 32;
	struct process *pr = map_find_u64(c->by_pid, key);

	if (pr)
		owner_apply(c, v->place, pr, &v->owner);
}

static void visit_gone(struct collector *c, struct place *p)
{
	if (!p->gone)
		VEC_PUSH(c->snap->arena, &c->snap->vanished, p->ns->id);
	p->gone = true;
}

static void visit_take(struct collector *c, struct visit *v, bool done)
{
	struct place *p = v->place;
	struct netns *ns = p->ns;

	p->tried |= v->kinds;
	if (!done) {
		snapshot_gap(c->snap, ns->id, "timed-out", ETIMEDOUT, NULL);
		return;
	}
	take_gaps(c, v);
	if (v->describe)
		take_owner(c, v);
	if (v->error == -ENOMSG)
		p->other_type = true;
	if (v->error == -ENOENT)
		visit_gone(c, p);
	if (!v->result->entered)
		return;
	c->slow_links |= v->slow;
	take_identity(ns, v->result);
	if (!(v->result->have & READ_LINKS))
		take_links(c->snap->arena, ns, v->result);
	if (!(v->result->have & READ_FDB))
		take_fdb(c->snap->arena, ns, v->result);
	take_lists(ns, v->result);
	firewall_join(c, ns, v->result);
	SET(ns, netns, have, ns->have | v->result->have);
}

/* A name may lie on a namespace of another type: it is none of ours. */
static void drop_places(struct collector *c)
{
	size_t kept = 0;
	size_t left = 0;

	for (size_t i = 0; i < c->places.n; i++) {
		struct place *p = c->places.v[i];

		if (!p->gone && !p->other_type)
			c->places.v[kept++] = p;
		else
			p->ns->number = NETNS_NONE;
	}
	c->places.n = kept;
	for (size_t i = 0; i < c->snap->netns.n; i++)
		if (c->snap->netns.v[i]->number != NETNS_NONE)
			c->snap->netns.v[left++] = c->snap->netns.v[i];
	c->snap->netns.n = left;
}

/* Looked up once, before the first question that could load anything. */
static void modules_ready(struct collector *c, const struct visit *visits,
			  size_t n)
{
	uint32_t kinds = 0;

	for (size_t i = 0; i < n; i++)
		kinds |= visits[i].kinds;
	if (c->modules_known || !(kinds & READ_MODULES))
		return;
	modules_read(c->modules, c->proc_fd, c->snap->host.kernel);
	c->modules_known = true;
}

/*
 * A namespace alone is read by two readers, one for the rules: on a wide host
 * links and rules are the two halves of the work. Hook lists go with the rules,
 * which need them; switches with the links, which tell which of them matter.
 */
static size_t visits_split(const struct collector *c, struct visit **visits,
			   size_t n)
{
	struct visit *v = *visits;
	uint32_t rules;

	if (n != 1 || readers_count(c, 2) < 2)
		return n;
	rules = v->kinds & READ_RULESETS;
	if (!rules || !(v->kinds & ~READ_RULESETS))
		return n;
	v = realloc(v, 2 * sizeof(*v));
	if (!v)
		memory_out();
	v[1] = (struct visit){ .place = v->place, .kinds = rules };
	v[0].kinds &= ~rules;
	*visits = v;
	return 2;
}

void visits_run(struct collector *c, struct visit *visits, size_t n)
{
	modules_ready(c, visits, n);
	n = visits_split(c, &visits, n);
	if (n && readers_run(c, visits, n, visit_take) == -ETIMEDOUT)
		c->stuck = true;	/* that thread still holds its visit */
	else
		free(visits);
	drop_places(c);
}

bool place_is_open(const struct place *p)
{
	return p->ns->ino && !p->gone && !p->other_type;
}

static bool is_among(const uint64_t *inodes, size_t n, uint64_t ino)
{
	for (size_t i = 0; i < n; i++)
		if (inodes[i] == ino)
			return true;
	return false;
}

static struct visit *visits_for(struct collector *c, const uint64_t *inodes,
				size_t n, uint32_t kinds, size_t *count)
{
	struct visit *visits;
	size_t k = 0;

	visits = calloc(c->places.n + 1, sizeof(*visits));
	if (!visits)
		memory_out();
	for (size_t i = 0; i < (inodes ? n : c->places.n); i++) {
		struct place *p = inodes ? place_of(c, inodes[i])
					 : c->places.v[i];

		if (!p || !place_is_open(p) || !(kinds & ~p->tried))
			continue;
		visits[k].place = p;
		visits[k].kinds = kinds & ~p->tried;
		if (visits[k].kinds & READ_NSIDS)
			nsid_likely(c, &visits[k]);
		visits[k].describe = c->sources & COLLECT_MAIN && p->main_pid;
		k++;
	}
	*count = k;
	return visits;
}

void collect_netns(struct collector *c, const uint64_t *inodes, size_t n,
		   uint32_t kinds)
{
	size_t count;
	struct visit *visits = visits_for(c, inodes, n, kinds, &count);

	visits_run(c, visits, count);
	/* Of those that could not be entered, too. */
	if (c->sources & COLLECT_MAIN)
		discover_owners(c, false);
	if (kinds & READ_NSIDS && kinds & READ_LINKS)
		nsids_resolve(c);
	for (size_t i = 0; kinds & READ_RESOLVERS && i < c->places.n; i++)
		if (!inodes || is_among(inodes, n, c->places.v[i]->ns->ino))
			resolvers_of_place(c, c->places.v[i]);
}
