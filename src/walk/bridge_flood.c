/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * br_flood(), net/bridge/br_forward.c: a copy for every port that may have
 * one. The walk follows each in silence as far as a station takes it, and
 * then goes on with that copy alone.
 */
#include <string.h>

#include "walk/l2.h"

#define COPIES_MAX 4096
#define RANK_FACES 10	/* the copy went where its station is */

struct flood {
	struct walk *w;
	struct packet *p;
	const struct link *br;
	struct packet taken;		/* the copy that a station takes */
	enum stage_id first;
	struct mac mac;			/* of who answered */
	bool found;
	bool assumed;			/* taken by nobody on this host */
	bool doubled;			/* two answer, with two addresses */
	struct packet other;		/* the copy that the second one takes */
	enum stage_id other_first;
	bool tried;
	struct walk_end why;		/* the failure that tells most */
	int rank;
};

/* How much a dead copy says: who would have taken it but for this? */
static int end_rank(const struct walk_end *e)
{
	if (e->outcome == OUTCOME_UNKNOWN)
		return 5;
	switch (e->reason) {
	case REASON_NOBODY_OWNS:
	case REASON_OTHERHOST:
	case REASON_NOBODY_TAKES:
	case REASON_NOT_OURS:
		return 1;
	case REASON_LINK_DOWN:
	case REASON_PEER_DOWN:
	case REASON_PORT_STATE:
	case REASON_PORT_HAIRPIN:
	case REASON_NO_CARRIER:
	case REASON_SWALLOWED:
		return 2;
	case REASON_ARP_REFUSED:
		return 4;
	default:
		return 3;
	}
}

/* Does the namespace behind a veth port own what is looked for? */
static bool port_faces(const struct flood *f, const struct link *port)
{
	const struct walk *w = f->w;
	struct mac dst = packet_eth_dst(f->p);
	const struct netns *ns;
	uint32_t number = HAS(port, link, peer_nsid) ? port->peer_ns :
						       f->p->netns;

	if (!link_is_veth(port) || number >= w->snap->netns.n)
		return false;
	ns = w->snap->netns.v[number];
	if (f->p->kind == PACKET_IP) {
		const struct link *l = netns_link(ns, (uint32_t)port->peer);

		return l && mac_equal(&l->address, &dst);
	}
	return w->asker.set && netns_address(ns, &w->asker.target);
}

static void note_failure(struct flood *f, const struct walk_end *end,
			 const struct link *port)
{
	int rank = end_rank(end);

	if (port && end->outcome != OUTCOME_UNKNOWN && port_faces(f, port))
		rank += RANK_FACES;
	if (f->tried && rank <= f->rank)
		return;
	f->tried = true;
	f->rank = rank;
	f->why = *end;
}

/*
 * The namespace of the bridge answers twice, by a pair of its own on a port:
 * the bridge's answer is made at once (br_pass_frame_up()), the pair's from
 * the backlog, and the asker keeps the first (arp_process(), locktime).
 */
static bool own_echo(const struct flood *f, const struct link *port)
{
	return f->first == DO_BRIDGE_UP && port && link_is_veth(port) &&
	       !HAS(port, link, peer_nsid);
}

static void note_taken(struct flood *f, const struct packet *copy,
		       enum stage_id first, const struct packet *final,
		       const struct link *port)
{
	struct mac mac = packet_eth_src(final);
	/* An address that is not known was made up for who is beyond. */
	bool assumed = !final->l2.k[f->p->kind == PACKET_IP ? 0 : 6];

	if (f->found && !assumed && !f->assumed &&
	    !own_echo(f, port) && f->p->kind != PACKET_IP &&
	    !mac_equal(&mac, &f->mac)) {
		f->doubled = true;
		f->other = *copy;
		f->other_first = first;
		return;
	}
	if (f->found && (assumed || !f->assumed))
		return;
	f->found = true;
	f->assumed = assumed;
	f->taken = *copy;
	f->first = first;
	f->mac = mac;
}

static void follow(struct flood *f, struct packet *copy, enum stage_id first,
		   const struct link *port)
{
	struct walk_end end;
	struct packet final;
	unsigned int ran = f->w->ran;

	if (f->w->copies++ >= COPIES_MAX)
		return;
	memset(&final, 0, sizeof(final));
	l2_nested(f->w, copy, first, true, f->p->kind == PACKET_IP, &final,
		  &end);
	/* Copies are many; what bounds them is COPIES_MAX. */
	f->w->ran = ran;
	if (end.outcome == OUTCOME_DELIVERED)
		note_taken(f, copy, first, &final, port);
	else
		note_failure(f, &end, port);
}

static bool may_flood(const struct packet *p, const struct link *port)
{
	struct mac dst = packet_eth_dst(p);

	if (port->port.proxyarp)
		return false;
	/* The bridge's own broadcasts ask neither switch. */
	if (mac_is_broadcast(&dst))
		return !p->iif || port->port.bcast_flood;
	if (mac_is_group(&dst))
		return !p->iif || port->port.mcast_flood;
	return port->port.flood;
}

static void to_port(struct flood *f, const struct link *port)
{
	struct packet copy = *f->p;
	enum reason why;

	copy.oif = port->index;
	why = bridge_deliver_check(f->w, &copy, f->br, port);
	if (why == REASON_NONE && !may_flood(f->p, port))
		why = REASON_PORT_NO_FLOOD;
	if (why != REASON_NONE) {
		struct walk_end end = {
			.outcome = OUTCOME_BLOCKED, .reason = why,
			.stage = STAGE_BRIDGE, .object = &port->obj,
			.netns = f->p->netns, .iif = f->p->iif,
			.oif = port->index, .pkt = copy,
		};

		if (port->index != f->p->iif)
			note_failure(f, &end, port);
		return;
	}
	follow(f, &copy, DO_BRIDGE_OUT, port);
}

static bool is_group_frame(const struct packet *p)
{
	struct mac dst = packet_eth_dst(p);

	return mac_is_group(&dst);
}

/* Known first: what was read already decides before more is asked for. */
static bool port_is_known(const struct flood *f, const struct link *port)
{
	uint32_t number = HAS(port, link, peer_nsid) ? port->peer_ns :
						       f->p->netns;

	if (!link_is_veth(port))
		return true;
	return number < f->w->snap->netns.n &&
	       netns_link(f->w->snap->netns.v[number], (uint32_t)port->peer);
}

static void all_ports(struct flood *f, bool known)
{
	const struct netns *ns = walk_ns(f->w, f->p);

	for (size_t i = 0; i < ns->links.n; i++) {
		const struct link *l = ns->links.v[i];

		if (l->master != f->br->index || port_is_known(f, l) != known)
			continue;
		to_port(f, l);
		if (f->found && !f->assumed && f->p->kind == PACKET_IP)
			return;
	}
}

static void look(struct flood *f)
{
	struct packet copy = *f->p;

	if (f->p->iif && is_group_frame(f->p))
		follow(f, &copy, DO_BRIDGE_UP, NULL);
	all_ports(f, true);
	/* Who was not read is asked for only where nobody else answers. */
	if (!f->found || f->assumed)
		all_ports(f, false);
}

static enum step nobody(struct flood *f)
{
	struct walk *w = f->w;

	if (!f->tried)
		return l2_nobody(w, f->p, STAGE_BRIDGE, &f->br->obj,
				 REASON_NOBODY_TAKES);
	if (f->why.outcome != OUTCOME_UNKNOWN && f->rank <= 2 &&
	    f->p->kind == PACKET_IP)
		return l2_nobody(w, f->p, STAGE_BRIDGE, &f->br->obj,
				 REASON_NOBODY_TAKES);
	/* The copy's own end is the end: its object decided. */
	if (f->why.outcome == OUTCOME_UNKNOWN)
		walk_unknown(w, f->p, f->why.stage, f->why.object,
			     f->why.reason, f->why.what);
	else
		walk_block(w, f->p, f->why.stage, f->why.object,
			   f->why.reason);
	w->end = f->why;
	w->end.dir = w->dir;
	return STEP_ENDED;
}

enum step bridge_flood(struct walk *w, struct packet *p,
		       const struct link *br)
{
	struct flood f = { .w = w, .p = p, .br = br };

	if (!walk_need(w, p, STAGE_BRIDGE, p->netns, READ_LINKS, 0))
		return STEP_ENDED;
	look(&f);
	/* Who is behind a port of ours is not beyond the edge as well. */
	if (!f.found || (f.assumed && f.rank >= RANK_FACES))
		return nobody(&f);
	/* The first answer counts, and no dump says whose that is. */
	if (f.doubled && walk_decide(w, &br->obj, REASON_RANDOM,
				     "two stations answer", 2)) {
		*p = f.other;
		return STEP_TO(f.other_first);
	}
	*p = f.taken;
	return STEP_TO(f.first);
}
