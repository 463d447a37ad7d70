/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Private to room walk: frames between devices.
 */
#ifndef NSD_WALK_L2_H
#define NSD_WALK_L2_H

#include "walk/stage.h"

#define VLAN_PRESENT 0x1000
#define VLAN_ID 0x0fff

/**
 * l2_nested() - walk_nested() that also keeps whose frame it is
 * @seek: end where a station takes the frame, do not go on into its stack
 */
void l2_nested(struct walk *w, const struct packet *p, enum stage_id first,
	       bool mute, bool seek, struct packet *final,
	       struct walk_end *end);

/** l2_pkt_type() - eth_type_trans(): what the frame is to device @dev */
void l2_pkt_type(struct packet *p, const struct link *dev);

/** l2_peer() - the other end of a veth or the lower device of an upper one;
 * false: it cannot be told, the walk has ended */
bool l2_peer(struct walk *w, struct packet *p, const struct link *l,
	     uint32_t *netns, const struct link **peer);

struct l2_lower {
	uint32_t netns;
	uint32_t ifindex;
};

/** l2_upper() - the *@at-th device of a kind above a lower one, over every
 * namespace that was read; *@at moves on, NULL: no more */
const struct link *l2_upper(const struct walk *w, const struct l2_lower *lo,
			    bool (*kind)(const struct link *l), size_t *at,
			    uint32_t *netns);

/** l2_cross() - dev_forward_skb(): hand the frame to @to of namespace @netns */
enum step l2_cross(struct walk *w, struct packet *p, const struct link *from,
		   uint32_t netns, const struct link *to);

/** l2_sender() - @out of p->netns puts this frame on its segment */
void l2_sender(struct walk *w, const struct packet *p, uint32_t ifindex,
	       const struct ip_addr *next_hop);

/** l2_nobody() - walk_block(), or blame on a fixed neighbour entry that led
 * the frame astray */
enum step l2_nobody(struct walk *w, struct packet *p, enum stage stage,
		    const struct object *object, enum reason reason);

/** l2_answered() - the ARP reply or advertisement reached who asked */
enum step l2_answered(struct walk *w, struct packet *p);

bool mac_is_group(const struct mac *m);
bool mac_is_broadcast(const struct mac *m);
bool mac_is_zero(const struct mac *m);
/** link_is_edge() - its other end is no device of this host */
bool link_is_edge(const struct link *l);
/** l2_is_edge() - the same, or a pair whose other end is outside the host's
 * sight */
bool l2_is_edge(const struct walk *w, const struct packet *p,
		const struct link *l);

/**
 * neighbour_resolve() - who on the segment of @out answers for @target now
 *
 * Return: false: nobody (the walk has been ended with REASON_NO_NEIGHBOUR).
 */
bool neighbour_resolve(struct walk *w, struct packet *p,
		       const struct link *out, const struct ip_addr *target,
		       struct mac *mac);
/** neighbour_learn() - neigh_event_ns(): asking teaches the one asked */
void neighbour_learn(struct walk *w, uint32_t netns, uint32_t ifindex,
		     const struct ip_addr *addr, const struct mac *mac);

/* arp.c, nd.c: ask from @out; *end says how it ended, *final has the answer */
void arp_ask(struct walk *w, struct packet *p, const struct link *out,
	     const struct ip_addr *target, struct packet *final,
	     struct walk_end *end);
void nd_ask(struct walk *w, struct packet *p, const struct link *out,
	    const struct ip_addr *target, struct packet *final,
	    struct walk_end *end);
/** nd_receive() - ndisc_rcv(), after INPUT let it through */
enum step nd_receive(struct walk *w, struct packet *p);

/** route_input_ask() - where ip_route_input() would take an IPv4 packet:
 * STEP_TO(DO_LOCAL_IN), STEP_TO(DO_FORWARD) with w->dst, or the walk ended */
enum step route_input_ask(struct walk *w, struct packet *p);

/** reply_belongs() - 1: what the asker waits for; 0: from somebody else;
 * -1: nothing of its own */
int reply_belongs(const struct walk *w, const struct packet *p);

/* By kind of device; each hands the frame on or ends the walk. */
enum step bridge_transmit(struct walk *w, struct packet *p,
			  const struct link *br);
enum step macvlan_transmit(struct walk *w, struct packet *p,
			   const struct link *dev);
/** macvlan_receive() - rx_handler of a lower device; *taken: it was for one */
enum step macvlan_receive(struct walk *w, struct packet *p,
			  const struct link *dev, bool *taken);

/* ipvlan.c: the same for devices that share their lower one's MAC */
enum step ipvlan_transmit(struct walk *w, struct packet *p,
			  const struct link *dev);
enum step ipvlan_receive(struct walk *w, struct packet *p,
			 const struct link *dev, bool *taken);

/** bridge_flood() - follow the copy that a station takes */
enum step bridge_flood(struct walk *w, struct packet *p,
		       const struct link *br);
/** bridge_deliver_check() - should_deliver(): REASON_NONE, or why not */
enum reason bridge_deliver_check(struct walk *w, struct packet *p,
				 const struct link *br, const struct link *to);
/* bridge_vlan.c: false: the frame may not; the walk has not ended */
bool bridge_vlan_ingress(const struct netns *ns, const struct link *br,
			 uint32_t port, bool self, struct packet *p);
bool bridge_vlan_allows(const struct netns *ns, const struct link *br,
			uint32_t port, bool self, const struct packet *p);
void bridge_vlan_egress(const struct netns *ns, const struct link *br,
			uint32_t port, bool self, struct packet *p);

/* br_netfilter.c; false: the walk has ended */
bool br_nf_prerouting(struct walk *w, struct packet *p, const struct link *br,
		      const struct link *port);
bool br_nf_forward(struct walk *w, struct packet *p, const struct link *br,
		   const struct link *in, const struct link *out);
bool br_nf_postrouting(struct walk *w, struct packet *p,
		       const struct link *br, const struct link *out);
/** br_nf_active() - does br_netfilter look at this frame? UNKNOWN: ended */
enum tri br_nf_active(struct walk *w, struct packet *p,
		      const struct link *br);

/* tc_egress()/tc_ingress() - filters, and going out queues; false: ended */
bool tc_egress(struct walk *w, struct packet *p, const struct link *dev);
bool tc_ingress(struct walk *w, struct packet *p, const struct link *dev);

#endif
