/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Owns:     what nft.c and nft_match.c share.
 * Takes:    a view of the packet.
 * Gives:    text for nft -f.
 * Must not: be used by other files.
 * Start at: draw_nft() in nft.c.
 */
#ifndef TESTS_RANDOM_NFT_H
#define TESTS_RANDOM_NFT_H

#include "firewall.h"

enum nft_family { NFT_IP, NFT_IP6, NFT_INET, NFT_BRIDGE, NFT_NETDEV };
enum nft_hook {
	HOOK_PREROUTING, HOOK_INPUT, HOOK_FORWARD, HOOK_OUTPUT,
	HOOK_POSTROUTING, HOOK_INGRESS, HOOK_ANY
};

struct nft_table {
	struct host *h;
	struct draw *d;
	int node;
	enum nft_family family;
	FILE *out;
	unsigned int users;	/* u0 ... are chains without a hook */
	bool has_vmap_chain;
};

/* one rule in the making */
struct nft_rule {
	struct nft_table *t;
	struct view v;
	enum nft_hook hook;
	FILE *out;
};

/** nft_sets() - the named sets and maps that matches may refer to. */
void nft_sets(struct nft_table *t);

/** nft_matches() - write up to @n matches. */
void nft_matches(struct nft_rule *r, unsigned int n);

#endif
