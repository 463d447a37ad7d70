/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * macvlan_queue_xmit(), macvlan_handle_frame(), drivers/net/macvlan.c. A
 * macvlan and the stack of its own lower device never meet.
 */
#include <string.h>

#include "walk/l2.h"

enum { MODE_PRIVATE = 1, MODE_VEPA = 2, MODE_BRIDGE = 4, MODE_PASSTHRU = 8,
       MODE_SOURCE = 16 };

static bool is_macvlan(const struct link *l)
{
	return link_is_kind(l, "macvlan") || link_is_kind(l, "macvtap");
}

static enum step to_upper(struct walk *w, struct packet *p,
			  const struct link *from, uint32_t netns,
			  const struct link *to)
{
	if (link_is_kind(to, "macvtap"))
		return walk_unknown(w, p, STAGE_RECEIVE, &to->obj,
				    REASON_OPAQUE, "macvtap");
	return l2_cross(w, p, from, netns, to);
}

/* Copies to siblings, each followed as far as it can matter. */
static bool flood_takes(struct walk *w, struct packet *p,
			const struct link *from, const struct l2_lower *lo,
			uint32_t mode)
{
	const struct link *to;
	uint32_t netns;
	size_t at = 0;

	while ((to = l2_upper(w, lo, is_macvlan, &at, &netns)) &&
	       w->copies < 4096) {
		struct packet c = *p;
		struct walk_end end;

		if (to == from || (mode && to->macvlan.mode != mode))
			continue;
		if (to_upper(w, &c, from, netns, to) == STEP_ENDED) {
			w->ended = false;
			continue;
		}
		w->copies++;
		l2_nested(w, &c, DO_RECEIVE, true, p->kind == PACKET_IP, NULL,
			  &end);
		if (end.outcome != OUTCOME_DELIVERED)
			continue;
		to_upper(w, p, from, netns, to);
		return true;
	}
	return false;
}

enum step macvlan_transmit(struct walk *w, struct packet *p,
			   const struct link *dev)
{
	struct mac dst = packet_eth_dst(p);
	const struct link *below;
	const struct link *to;
	struct l2_lower lo;
	uint32_t netns;
	size_t at = 0;

	if (!l2_peer(w, p, dev, &lo.netns, &below))
		return STEP_ENDED;
	lo.ifindex = below->index;
	if (!link_is_up(below)) {
		walk_block(w, p, STAGE_TRANSMIT, &below->obj,
			   REASON_LINK_DOWN);
		return STEP_ENDED;
	}
	if (dev->macvlan.mode == MODE_BRIDGE && mac_is_group(&dst) &&
	    flood_takes(w, p, dev, &lo, MODE_BRIDGE))
		return STEP_TO(DO_RECEIVE);
	while (dev->macvlan.mode == MODE_BRIDGE &&
	       (to = l2_upper(w, &lo, is_macvlan, &at, &netns)))
		if (to != dev && to->macvlan.mode == MODE_BRIDGE &&
		    mac_equal(&to->address, &dst))
			return to_upper(w, p, dev, netns, to);
	walk_step(w, p, STAGE_TRANSMIT, DID_PASS, &dev->obj);
	p->netns = lo.netns;
	p->oif = below->index;
	return STEP_TO(DO_TRANSMIT);
}

static enum step to_owner(struct walk *w, struct packet *p,
			  const struct link *dev, const struct l2_lower *lo,
			  const struct mac *dst, bool *taken)
{
	const struct link *to;
	uint32_t netns;
	size_t at = 0;

	while ((to = l2_upper(w, lo, is_macvlan, &at, &netns))) {
		if (to->macvlan.mode != MODE_PASSTHRU &&
		    !mac_equal(&to->address, dst))
			continue;
		*taken = true;
		if (to->macvlan.mode == MODE_SOURCE)
			return walk_unknown(w, p, STAGE_RECEIVE, &to->obj,
					    REASON_OPAQUE, "macvlan source");
		return to_upper(w, p, dev, netns, to);
	}
	return STEP_ENDED;
}

enum step macvlan_receive(struct walk *w, struct packet *p,
			  const struct link *dev, bool *taken)
{
	struct l2_lower lo = { .netns = p->netns, .ifindex = dev->index };
	struct mac dst = packet_eth_dst(p);
	enum step next;

	*taken = false;
	if (!dst.len)
		return STEP_ENDED;
	if (!mac_is_group(&dst))
		return to_owner(w, p, dev, &lo, &dst, taken);
	/* The lower's own stack gets a copy as well; who answers decides. */
	if (flood_takes(w, p, dev, &lo, 0)) {
		*taken = true;
		next = w->ended ? STEP_ENDED : STEP_TO(DO_RECEIVE);
		return next;
	}
	return STEP_ENDED;
}
