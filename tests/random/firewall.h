/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Owns:     what a rule's writer knows of the packet at its place.
 * Takes:    a drawn host.
 * Gives:    values that hit the packet, and values that miss it.
 * Must not: know the syntax of a backend; that is xt.c's and nft.c's.
 * Start at: firewall.c.
 */
#ifndef TESTS_RANDOM_FIREWALL_H
#define TESTS_RANDOM_FIREWALL_H

#include "host.h"

/* the packet, as one rule may see it */
struct view {
	struct host *h;
	struct draw *d;
	int node;
	enum family f;
	bool reply;
	bool has_in, has_out;	/* at this hook */
	bool local_out;		/* a socket may be known */
	bool filter;		/* rejects are allowed here */
	const char *in, *out;	/* devices */
	const char *src, *dst;	/* addresses */
	const char *src_net, *dst_net;
	enum proto proto;
	bool has_proto;		/* the rule has named a protocol */
	enum proto rule_proto;	/* which */
};

/** view_draw() - a direction and what the packet looks like in it. */
void view_draw(struct view *v, struct host *h, int node, enum family f);

/** view_addr() - an address or prefix that the source or destination has. */
void view_addr(struct view *v, bool source, bool hit, char *buf, size_t size);

/** view_dev() - a device name, right or wrong. */
const char *view_dev(struct view *v, bool in, bool hit);

/** view_port() - a port, right or wrong. */
unsigned int view_port(struct view *v, bool hit);

/** translation_target() - an address to send the packet to instead. */
const char *translation_target(struct view *v);

#endif
