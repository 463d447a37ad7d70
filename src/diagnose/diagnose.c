/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The main job: from a target to an answer. */
#include <string.h>

#include "diagnose/diagnose.h"

static bool has_way_out(const struct netns *ns)
{
	struct link *const *it;

	VEC_FOR_EACH(&ns->links, it)
		if (!link_is_loopback(*it))
			return true;
	return false;
}

/*
 * Only a loopback device: by design, unless something shows that there was
 * meant to be more (the resolver file of `ip netns exec`, an address).
 */
static bool by_design(const struct diagnosis *d, const struct netns *ns)
{
	struct address *const *a;

	if (has_way_out(ns))
		return false;
	VEC_FOR_EACH(&ns->addresses, a)
		if (!ip_is_loopback(&(*a)->local))
			return false;
	return !d->resolver || !d->resolver->path ||
	       strncmp(d->resolver->path, "/etc/netns/", 11) ||
	       d->resolver->state;
}

static bool need(struct diagnosis *d, uint32_t kinds)
{
	struct want w = { .netns = d->target, .kind = kinds };

	if (netns_has(d->snap->netns.v[d->target], kinds))
		return true;
	VEC_PUSH(d->arena, &d->wants, w);
	return false;
}

static struct diagnosis *diagnosis_new(const struct snapshot *snap,
				       const struct ask *ask)
{
	struct arena *a = arena_new();
	struct diagnosis *d = ARENA_NEW(a, struct diagnosis);

	d->arena = a;
	d->snap = snap;
	d->target = ask->netns;
	d->pid = ask->pid;
	return d;
}

struct diagnosis *diagnose_internet(const struct snapshot *snap,
				    const struct ask *ask)
{
	struct diagnosis *d = diagnosis_new(snap, ask);
	const struct netns *ns = snap->netns.v[ask->netns];

	if (!need(d, READ_LINKS | READ_ADDRESSES | READ_ROUTES |
			     READ_RESOLVERS))
		d->unread = true;
	if (d->unread && !netns_has(ns, READ_LINKS | READ_ADDRESSES |
						READ_ROUTES)) {
		checks_make(d);
		verdict_make(d);
		return d;
	}
	d->resolver = question_resolver(ns, d->pid);
	if (by_design(d, ns)) {
		d->by_design = true;
		d->design_text = "it has a loopback device alone";
	} else {
		questions_make(d, ask);
		search_run(d);
	}
	checks_make(d);
	assumptions_make(d);
	verdict_make(d);
	return d;
}

void diagnosis_free(struct diagnosis *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < d->models.n; i++)
		overlay_free(d->models.v[i]);
	arena_free(d->arena);
}
