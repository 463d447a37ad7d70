/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Owns:     what xt.c and xt_match.c share.
 * Takes:    a view of the packet.
 * Gives:    iptables-restore text.
 * Must not: be used by other files.
 * Start at: draw_xt() in xt.c.
 */
#ifndef TESTS_RANDOM_XT_H
#define TESTS_RANDOM_XT_H

#include "firewall.h"

enum { XT_USER_CHAINS = 3 };
enum xt_kind { XT_FILTER, XT_MANGLE, XT_RAW, XT_NAT };

struct xt_chain {
	const char *name;
	bool has_in, has_out;
};

struct xt_table {
	struct host *h;
	int node;
	enum backend backend;
	enum family f;
	enum xt_kind kind;
	FILE *out;
};

/** xt_matches() - write up to @n matches, and a protocol where one is drawn. */
void xt_matches(struct view *v, FILE *f, unsigned int n);

#endif
