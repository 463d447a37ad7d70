/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hosts whose answer may hang on what no snapshot shows. They stay in the
 * generator: drawing fewer of them is no way to a better figure.
 */
#include "host.h"

static void statistic(struct host *h, int node)
{
	const char *tool = h->q.family == FAM4 ? "iptables" : "ip6tables";

	say(h, node, SEC_XT, "%s-%s -w -I FORWARD -m statistic --mode random "
	    "--probability 0.5 -j DROP\n", tool,
	    draw_chance(&h->draw, 50) ? "nft" : "legacy");
}

static void number(struct host *h, int node)
{
	say(h, node, SEC_NFT, "table inet dice {\n\tchain dice {\n\t\t"
	    "type filter hook forward priority -1; policy accept;\n\t\t"
	    "numgen random mod 2 vmap { 0 : drop, 1 : accept }\n\t}\n}\n");
}

/* which leg is taken hangs on a secret of the kernel */
static void legs(struct host *h, int node)
{
	int i = path_index(h, node);
	enum family f = h->q.family;

	say(h, node, SEC_ROUTE, "route add %s/%d nexthop via %s nexthop via "
	    "%s\n", h->q.to, f == FAM4 ? 32 : 128,
	    address(h, h->segs[i].parent_dev, f), h->segs[i].spare[f]);
}

void draw_undecidable(struct host *h)
{
	static void (*const kinds[])(struct host *, int) = {
		statistic, number, legs,
	};

	if (h->n_path < 3 || !draw_chance(&h->draw, 4))
		return;
	h->q.decidable = false;
	PICK(&h->draw, kinds)(h, h->path[1 + draw_below(&h->draw,
							h->n_path - 2)]);
}
