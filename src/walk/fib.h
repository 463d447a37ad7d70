/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Private to room walk: what fib.c (policy rules), fib4.c, fib6.c (tables) and
 * fib_path.c (which of several next hops) share.
 */
#ifndef NSD_WALK_FIB_H
#define NSD_WALK_FIB_H

#include "walk/stage.h"

/**
 * struct fib_leg - one next hop of a route, wherever it is written down
 * @oif: ifindex, 0: none
 * @gateway: family 0: on-link; may be IPv6 for an IPv4 route
 * @flags: RTNH_F_*
 */
struct fib_leg {
	uint32_t oif;
	struct ip_addr gateway;
	uint32_t flags;
	uint16_t weight;
	uint16_t encap_type;
	bool blackhole;
};

/** struct fib_query - a look-up under way */
struct fib_query {
	struct walk *w;
	struct packet *p;
	enum stage stage;
	const struct netns *ns;
	const struct flow *flow;
	struct fib_answer *out;
	const struct route *thrown;	/* last throw route met */
};

/** fib_leg() - the @i-th next hop of @r; false past the last */
bool fib_leg(const struct netns *ns, const struct route *r, unsigned int i,
	     struct fib_leg *leg);
/** fib_leg_usable() - neither dead nor ignored for want of carrier; *ended:
 * a setting was not read and the walk has ended */
bool fib_leg_usable(struct fib_query *q, const struct fib_leg *leg);
/** fib_answer_set() - @r through its @i-th next hop is the answer */
void fib_answer_set(struct fib_query *q, const struct route *r, int i,
		    const struct fib_leg *leg);

/*
 * fib4_table()/fib6_table() - one table, as the kernel searches it
 * @merged: id of a second table that shares the trie, 0 for none
 *
 * Return: 0 with q->out filled, -EAGAIN for no match or throw, -ENODATA when
 * the walk has ended, else the errno of a route that refuses.
 */
int fib4_table(struct fib_query *q, uint32_t id, uint32_t merged);
int fib6_table(struct fib_query *q, uint32_t id);

/** fib_select_path() - fib_select_path(), fib6_select_path(): forks where the
 * kernel's choice between next hops cannot be seen */
void fib_select_path(struct walk *w, struct packet *p, enum stage stage,
		     uint32_t netns, const struct flow *flow,
		     struct fib_answer *out);

/** flow_of_packet() - the key that a packet in hand has */
struct flow flow_of_packet(const struct packet *p);

#endif
