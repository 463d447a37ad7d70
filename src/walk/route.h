/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Private to room walk: what the routing stages share.
 */
#ifndef NSD_WALK_ROUTE_H
#define NSD_WALK_ROUTE_H

#include "walk/fib.h"

/** walk_route_set() - skb_dst_set(): @a is the packet's route now */
void walk_route_set(struct walk *w, const struct packet *p,
		    const struct ip_addr *dst, const struct fib_answer *a);
/** walk_route_step() - record what a look-up chose */
void walk_route_step(struct walk *w, const struct packet *p, enum stage stage,
		     const struct fib_answer *a);
/** errno_symptom() - what a socket call says to the sender */
enum symptom errno_symptom(int error);
/** device_vrf_of() - VRF master of a device, 0 for none; needs the link */
uint32_t link_vrf(const struct netns *ns, const struct link *l);
/** walk_no_ipsec() - true: no IPsec policy can touch it; false: ended */
bool walk_no_ipsec(struct walk *w, struct packet *p, enum stage stage);

/**
 * source_check() - fib_validate_source()
 * @in: device that the packet came in by
 * @oif: device it will leave by, 0 for local delivery
 *
 * Return: 0; -EXDEV (reverse path), -EINVAL (martian), -ENODATA (ended).
 */
int source_check(struct walk *w, struct packet *p, const struct link *in,
		 const struct ip_addr *dst, uint32_t oif,
		 struct fib_answer *reverse);

#endif
