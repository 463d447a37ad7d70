/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For developers: read this host as the program does and count what came.
 * usage: dump [light|list|full] [wait]
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "collect/collect.h"
#include "firewall/nft/nft.h"

static double seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static void print_firewall(const struct firewall *fw)
{
	for (size_t i = 0; fw && i < fw->tables.n; i++) {
		const struct nft_table *t = fw->tables.v[i];
		size_t rules = 0;

		for (size_t j = 0; j < t->chains.n; j++)
			rules += t->chains.v[j]->rules.n;
		printf("   nft %u %s chains=%zu rules=%zu sets=%zu\n",
		       t->family, t->name, t->chains.n, rules, t->sets.n);
	}
	for (size_t i = 0; fw && i < fw->xtables.n; i++)
		printf("   legacy table %zu\n", i);
}

static void print_netns(const struct netns *ns)
{
	printf("%s %s%s%s path=%s have=%x procs=%u names=%zu links=%zu "
	       "addrs=%zu routes=%zu nh=%zu rules=%zu neigh=%zu fdb=%zu "
	       "vlans=%zu nsids=%zu sysctls=%zu qdiscs=%zu filters=%zu "
	       "socks=%zu hooks=%zu resolvers=%zu queues=%zu\n",
	       ns->id, ns->title, ns->initial ? " initial" : "",
	       ns->self ? " self" : "", ns->path ? ns->path : "-", ns->have,
	       ns->process_count, ns->names.n, ns->links.n, ns->addresses.n,
	       ns->routes.n, ns->nexthops.n, ns->rules.n, ns->neighbours.n,
	       ns->fdb.n, ns->vlans.n, ns->nsids.n, ns->sysctls.n,
	       ns->qdiscs.n, ns->tc_filters.n, ns->socks.n, ns->hooks.n,
	       ns->resolvers.n, ns->queues.n);
	for (size_t i = 0; i < ns->names.n; i++)
		printf("   %s:%s %s %u\n", ns->names.v[i]->kind,
		       ns->names.v[i]->name, ns->names.v[i]->path,
		       ns->names.v[i]->mnt_pid);
	for (size_t i = 0; i < ns->nsids.n; i++)
		printf("   nsid %d %s\n", ns->nsids.v[i]->id,
		       ns->nsids.v[i]->target);
	print_firewall(ns->firewall);
}

static void print_gap(const struct gap *g)
{
	printf("gap %s %s %s needs %s x%u %s\n", g->object, g->what,
	       g->error ? errno_name(g->error) : "-", g->needs ? g->needs : "-",
	       g->count, g->text ? g->text : "");
}

/* As a walk would: who is behind each nsid, and what is there. */
static void follow(struct collector *c)
{
	struct snapshot *s = collector_snapshot(c);
	struct error err = { 0 };
	uint64_t self = snapshot_self(s)->ino;
	struct arena *a = arena_new();

	collect_netns(c, &self, 1, READ_LINKS | READ_ADDRESSES);
	for (int round = 0; round < 16; round++) {
		want_vec wants = { 0 };
		size_t led;

		if (snapshot_seal(s, &err))
			fprintf(stderr, "seal: %s\n", err.text);
		for (size_t i = 0; i < s->netns.n; i++) {
			const struct netns *ns = s->netns.v[i];

			for (size_t j = 0; j < ns->links.n; j++) {
				const struct link *l = ns->links.v[j];
				struct want w = { (uint32_t)i, READ_NSIDS,
						  (uint32_t)l->peer_nsid };

				if (!HAS(l, link, peer_nsid))
					continue;
				if (l->peer_ns != NETNS_NONE) {
					w.netns = l->peer_ns;
					w.kind = READ_LINKS;
					w.key = (uint32_t)l->peer;
				}
				VEC_PUSH(a, &wants, w);
			}
		}
		led = collect_wants(c, &wants);
		fprintf(stderr, "round %d: %zu wants, %zu led on\n", round,
			wants.n, led);
		if (!led)
			break;
	}
	arena_free(a);
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "full";
	bool quiet = argc > 2;
	struct error err = { 0 };
	double t0 = seconds();
	double t1;
	struct collector *c = collector_new(NULL, &err);
	struct snapshot *s;

	if (!c) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	if (!strcmp(mode, "light"))
		collect_discover(c, COLLECT_LIGHT);
	else if (!strcmp(mode, "list"))
		collect_discover(c, COLLECT_LIST);
	else
		collect_discover(c, COLLECT_FULL);
	t1 = seconds();
	if (!strcmp(mode, "full"))
		collect_netns(c, NULL, 0, READ_ALL);
	else if (!strcmp(mode, "light"))
		follow(c);
	else if (!strcmp(mode, "list"))
		collect_netns(c, NULL, 0, READ_LIST);
	s = collector_snapshot(c);
	fprintf(stderr, "discover %.4f read %.4f arena %zu\n", t1 - t0,
		seconds() - t1, arena_size(s->arena));
	if (snapshot_seal(s, &err))
		fprintf(stderr, "seal: %s\n", err.text);
	if (collector_drop_rights(c, &err))
		fprintf(stderr, "rights: %s\n", err.text);
	for (size_t i = 0; !quiet && i < s->netns.n; i++)
		print_netns(s->netns.v[i]);
	for (size_t i = 0; !quiet && i < s->gaps.n; i++)
		print_gap(s->gaps.v[i]);
	printf("%zu namespaces, %zu gaps, %zu vanished\n", s->netns.n,
	       s->gaps.n, s->vanished.n);
	collector_free(c);
	return 0;
}
