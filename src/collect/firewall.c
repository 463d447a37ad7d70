/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Both backends of a namespace's firewall, put together from several visits. */
#include "firewall/firewall.h"

#include <errno.h>
#include <string.h>

#include "collect/rounds.h"

struct firewall *reader_firewall(struct reader *r)
{
	struct netns *ns = r->v->result;

	if (!ns->firewall)
		ns->firewall = object_new(r->arena, &firewall_type);
	return ns->firewall;
}

static void take_xtables(struct arena *a, struct firewall *to,
			 const struct firewall *from)
{
	for (size_t i = 0; i < from->xtables.n; i++)
		VEC_PUSH(a, &to->xtables, from->xtables.v[i]);
}

static void firewall_take(struct arena *a, struct netns *ns,
			  const struct netns *from)
{
	struct firewall *to = ns->firewall;

	if (!to) {
		SET(ns, netns, firewall, from->firewall);
		return;
	}
	if (from->have & READ_NFT) {
		to->generation = from->firewall->generation;
		to->last_writer = from->firewall->last_writer;
		memcpy(&to->tables, &from->firewall->tables,
		       sizeof(to->tables));
	}
	if (from->have & (READ_XT | READ_EBTABLES))
		take_xtables(a, to, from->firewall);
	if (from->have & READ_IPSETS)
		memcpy(&to->ipsets, &from->firewall->ipsets,
		       sizeof(to->ipsets));
}

/*
 * Jumps that lead nowhere: the parts were read at different moments. Nothing
 * of it is claimed to be known then.
 */
void firewall_join(struct collector *c, struct netns *ns,
		   struct netns *from)
{
	const uint32_t parts = READ_NFT | READ_XT | READ_EBTABLES |
			       READ_IPSETS;
	struct error err = { 0 };
	struct gap *g;

	if (!from->firewall)
		return;
	firewall_take(c->snap->arena, ns, from);
	if (!firewall_seal(ns->firewall, c->snap->arena, &err))
		return;
	g = snapshot_gap(c->snap, ns->id, "changed-while-read", EAGAIN, NULL);
	SET(g, gap, text, arena_strdup(c->snap->arena, err.text));
	from->have &= ~parts;
	SET(ns, netns, have, ns->have & ~parts);
	SET(ns, netns, firewall, NULL);
}
