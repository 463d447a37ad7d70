/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_MODEL_FIB_H
#define NSD_MODEL_FIB_H

#include "model/netns.h"

/*
 * Routes indexed for look-up. Model finds the candidates, longest prefix
 * first; which of them the kernel takes is room walk's to say.
 */
struct fib_table;

/** fib_table() - table @id of the family, or NULL when it has no route */
const struct fib_table *fib_table(const struct netns *ns, uint8_t family,
				  uint32_t id);

/** struct fib_node - the routes of one prefix, in dump order */
struct fib_node {
	struct ip_prefix prefix;
	VEC(const struct route *) routes;
};

/**
 * fib_covering() - nodes whose prefix covers @addr, longest prefix first
 * @out: at most 33 (129) pointers
 *
 * Return: how many.
 */
size_t fib_covering(const struct fib_table *t, const struct ip_addr *addr,
		    const struct fib_node *out[129]);

#endif
