/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The recorder: steps are data, and the three forms of a trace are prunings
 * of the same steps. A muted walk (the look for a station) leaves none.
 */
#include "walk/stage.h"

struct trace_step *walk_step(struct walk *w, const struct packet *p,
			     enum stage stage, enum step_outcome did,
			     const struct object *object)
{
	struct trace_step s = {
		.dir = w->dir,
		.stage = stage,
		.did = did,
		.netns = p->netns,
		.iif = p->iif,
		.oif = p->oif,
		.object = object,
		.peer_ns = NETNS_NONE,
		.ttl = p->kind == PACKET_ARP ? 0 : packet_ttl(p),
		.mark = p->mark,
		.detail = w->depth > 0,
		.depth = (uint8_t)w->depth,
		.before = packet_tuple(p),
	};
	trace_vec *steps = &w->branch->steps;

	s.after = s.before;
	if (w->mute) {
		struct trace_step *scratch = ARENA_NEW(w->arena,
						       struct trace_step);

		*scratch = s;
		return scratch;
	}
	VEC_PUSH(w->arena, steps, s);
	return &steps->v[steps->n - 1];
}

static bool begins_hop(const struct hop *h, const struct trace_step *s)
{
	return !h || h->netns != s->netns || h->dir != s->dir;
}

static void hop_note(struct hop *h, const struct trace_step *s)
{
	if (s->stage == STAGE_TRANSMIT || s->stage == STAGE_EDGE) {
		if (!h->out)
			h->out = s->oif;
		else if (s->oif != h->out)
			h->out_master = s->oif;
		return;
	}
	if (!h->out && h->in && s->iif && s->iif != h->in)
		h->in_master = s->iif;
}

void branch_hops(struct arena *a, struct walk_branch *b)
{
	const struct trace_step *s;
	struct hop *h = NULL;

	VEC_FOR_EACH(&b->steps, s) {
		if (s->depth || s->stage == STAGE_BEYOND)
			continue;
		if (begins_hop(h, s)) {
			struct hop first = {
				.dir = s->dir, .netns = s->netns, .in = s->iif,
			};

			VEC_PUSH(a, &b->hops, first);
			h = &b->hops.v[b->hops.n - 1];
		}
		hop_note(h, s);
	}
}
