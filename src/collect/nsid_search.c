/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whom to ask about: the likely ones with the first visit; then, once links
 * are known, the namespaces whose veth names the very link that is in
 * question; all others last, as far as the number of questions is bearable.
 */
#include "collect/rounds.h"

#include <stdlib.h>

#define QUESTIONS_MAX 50000

static struct place *initial_place(const struct collector *c)
{
	for (size_t i = 0; i < c->places.n; i++)
		if (c->places.v[i]->ns->initial)
			return c->places.v[i];
	return NULL;
}

void nsid_likely(struct collector *c, struct visit *v)
{
	struct place *initial = initial_place(c);
	struct place *self = place_of(c, c->self_ino);

	if (initial)
		VEC_PUSH(c->arena, &v->candidates, initial);
	if (self && self != initial)
		VEC_PUSH(c->arena, &v->candidates, self);
}

void nsid_everybody(struct collector *c, struct visit *v)
{
	nsid_likely(c, v);
	for (size_t i = 0; i < c->places.n; i++)
		VEC_PUSH(c->arena, &v->candidates, c->places.v[i]);
}

static bool nsid_is_open(const struct netns *ns, int32_t id)
{
	for (size_t i = 0; i < ns->nsids.n; i++)
		if (ns->nsids.v[i]->id == id)
			return !ns->nsids.v[i]->target;
	return false;
}

static size_t nsids_unresolved(const struct netns *ns)
{
	size_t n = 0;

	for (size_t i = 0; i < ns->nsids.n; i++)
		n += !ns->nsids.v[i]->target;
	return n;
}

/* Two ends of a veth name each other: (their index, index of the peer). */
static uint64_t pair_key(uint32_t index, uint32_t peer)
{
	return ((uint64_t)index << 32) | peer;
}

struct pair {
	struct place *place;
	struct pair *next;
};

static struct map *pairs_of(struct collector *c)
{
	struct map *m = map_new(c->arena);

	for (size_t i = 0; i < c->places.n; i++) {
		const struct netns *ns = c->places.v[i]->ns;

		for (size_t j = 0; j < ns->links.n; j++) {
			const struct link *l = ns->links.v[j];
			struct pair *p;

			if (!HAS(l, link, peer_nsid))
				continue;
			p = ARENA_NEW(c->arena, struct pair);
			p->place = c->places.v[i];
			p->next = map_put_u64(m, pair_key(l->index,
							  (uint32_t)l->peer),
					      p);
		}
	}
	return m;
}

static void pair_candidates(struct collector *c, const struct map *pairs,
			    struct visit *v)
{
	const struct netns *ns = v->place->ns;

	for (size_t i = 0; i < ns->links.n; i++) {
		const struct link *l = ns->links.v[i];
		struct pair *p;

		if (!HAS(l, link, peer_nsid) ||
		    !nsid_is_open(ns, l->peer_nsid))
			continue;
		p = map_find_u64(pairs, pair_key((uint32_t)l->peer, l->index));
		for (; p; p = p->next)
			VEC_PUSH(c->arena, &v->candidates, p->place);
	}
}

static void search(struct collector *c, const struct map *pairs, bool all)
{
	struct visit *visits = calloc(c->places.n + 1, sizeof(*visits));
	size_t questions = 0;
	size_t n = 0;

	if (!visits)
		memory_out();
	for (size_t i = 0; i < c->places.n; i++) {
		struct place *p = c->places.v[i];

		if (!place_is_open(p) || p->ns->have & READ_NSIDS ||
		    !nsids_unresolved(p->ns))
			continue;
		visits[n] = (struct visit){ .place = p, .kinds = READ_NSIDS };
		if (!all)
			pair_candidates(c, pairs, &visits[n]);
		else if ((questions += c->places.n) <= QUESTIONS_MAX)
			nsid_everybody(c, &visits[n]);
		visits[n].exhaustive = all && visits[n].candidates.n;
		n += visits[n].candidates.n > 0;
	}
	visits_run(c, visits, n);
}

void nsids_resolve(struct collector *c)
{
	search(c, pairs_of(c), false);
	search(c, NULL, true);
}
