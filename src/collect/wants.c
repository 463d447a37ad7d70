/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One round of reading what a walk asked for. */
#include <stdlib.h>
#include <string.h>

#include "collect/rounds.h"

/* Where a namespace that an nsid names may hide: dearer places later. */
static const uint32_t hiding[] = {
	0,
	COLLECT_NAMES | COLLECT_PROCESSES | COLLECT_THREADS,
	COLLECT_MOUNTS | COLLECT_FDS,
};

/* Above the kinds: how often a want came back. */
#define ASKED_AGAIN 28

static struct place *place_by_netns(const struct collector *c,
				    const struct netns *ns)
{
	for (size_t i = 0; i < c->places.n; i++)
		if (c->places.v[i]->ns == ns)
			return c->places.v[i];
	return NULL;
}

static struct visit *visit_for(struct visit *visits, size_t *n,
			       struct place *p)
{
	for (size_t i = 0; i < *n; i++)
		if (visits[i].place == p)
			return &visits[i];
	visits[*n] = (struct visit){ .place = p };
	return &visits[(*n)++];
}

static bool asked_before(struct collector *c, const struct want *w,
			 const struct place *p)
{
	struct {
		uint64_t ino;
		uint64_t key;
		uint64_t kind;
	} what = { p->ns->ino, w->key, w->kind };

	return map_put(c->asked, &what, sizeof(what), c);
}

/*
 * Who is behind an id: those already known are tried; when that was of no use
 * the walk over all processes is due.
 */
static bool want_nsid(struct collector *c, const struct want *w,
		      struct place *p, struct visit *visits, size_t *n)
{
	struct want again = *w;
	struct visit *v;
	uint32_t i = 0;

	if (p->ns->have & READ_NSIDS)
		return false;
	while (i < ARRAY_SIZE(hiding) && asked_before(c, &again, p))
		again.kind = w->kind | ++i << ASKED_AGAIN;
	if (i == ARRAY_SIZE(hiding))
		return false;
	collect_discover(c, hiding[i]);
	v = visit_for(visits, n, p);
	v->kinds |= READ_NSIDS;
	v->exhaustive |= i == ARRAY_SIZE(hiding) - 1;
	/* There may be more of them by now. */
	if (i)
		v->candidates.n = 0;
	VEC_PUSH(c->arena, &v->nsids, (int32_t)w->key);
	if (!v->candidates.n)
		nsid_everybody(c, v);
	return true;
}

static bool want_add(struct collector *c, const struct want *w,
		     struct visit *visits, size_t *n)
{
	struct netns *ns = c->snap->netns.v[w->netns];
	struct place *p = place_by_netns(c, ns);
	bool single = w->key && w->kind & (READ_LINKS | READ_FDB);
	struct visit *v;

	if (!p || !place_is_open(p))
		return false;
	if (w->kind == READ_NSIDS)
		return want_nsid(c, w, p, visits, n);
	if (w->kind == READ_PROCESSES) {
		bool fresh = !(c->sources & COLLECT_PROCESSES);

		collect_discover(c, COLLECT_PROCESSES);
		return fresh;
	}
	if (w->kind == READ_RESOLVERS)
		return want_resolver(c, p, (uint32_t)w->key);
	if (single ? asked_before(c, w, p) || p->tried & w->kind
		   : !(w->kind & ~p->tried))
		return false;
	v = visit_for(visits, n, p);
	if (single && w->kind == READ_LINKS)
		VEC_PUSH(c->arena, &v->links, (uint32_t)w->key);
	else if (single)
		VEC_PUSH(c->arena, &v->bridges, (uint32_t)w->key);
	else
		v->kinds |= w->kind & ~p->tried;
	return true;
}

size_t collect_wants(struct collector *c, const want_vec *wants)
{
	struct visit *visits = calloc(wants->n + 1, sizeof(*visits));
	size_t led = 0;
	size_t n = 0;

	if (!visits)
		memory_out();
	for (size_t i = 0; i < wants->n; i++)
		if (wants->v[i].netns < c->snap->netns.n)
			led += want_add(c, &wants->v[i], visits, &n);
	visits_run(c, visits, n);
	return led;
}
