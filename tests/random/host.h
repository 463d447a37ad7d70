/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Owns:     a drawn host: its namespaces, devices and links, the question
 *           asked of it, and the shell script that builds it.
 * Takes:    a seed.
 * Gives:    host_draw(), and the script as text.
 * Must not: touch the system; building is sandbox.h's.
 * Start at: host_draw(), then topology.c.
 */
#ifndef TESTS_RANDOM_HOST_H
#define TESTS_RANDOM_HOST_H

#include <stdio.h>

#include "draw.h"

enum { NODES_MAX = 10, DEVS_MAX = 48, SEGS_MAX = 8, PATH_MAX_NODES = 6 };
enum family { FAM4, FAM6, FAMILIES };
enum backend { XT_NFT, XT_LEGACY, XT_BACKENDS };

/* a text that grows; in the order in which a node's part is written */
struct text {
	FILE *f;
	char *s;
	size_t len;
};

enum section {
	SEC_EARLY,	/* sysctls that new devices take over */
	SEC_LINK,	/* ip link: masters, modes, up */
	SEC_ADDR,
	SEC_ROUTE,
	SEC_RULE,
	SEC_SYSCTL,
	SEC_NFT,
	SEC_XT,		/* whole iptables-restore calls */
	SEC_NEIGH,
	SEC_FAULT,	/* ip link and bridge, last of all */
	SECTIONS
};

struct node {
	char name[16];		/* "" is the namespace of the host itself */
	bool on_path;		/* routes between the asker and the answerer */
	bool bridges;
	bool filtered;		/* has a ruleset */
	struct text text[SECTIONS];
};

enum dev_kind { DEV_VETH, DEV_BRIDGE, DEV_MACVLAN, DEV_LO };

struct dev {
	char name[16];
	char mac[18];
	enum dev_kind kind;
	int node;
	int peer;		/* index, or -1 */
	int master;		/* index of the bridge or lower, or -1 */
	char addr[FAMILIES][48];	/* without prefix length, "" if none */
	unsigned int plen[FAMILIES];
};

/* what joins two routers: @child is nearer to the asker */
struct seg {
	int child, parent;		/* nodes */
	int child_dev, parent_dev;	/* devices that carry the addresses */
	int ports[4];			/* bridge ports on the way, -1 ends */
	int bridge;			/* a bridge on the way, or -1 */
	char net[FAMILIES][56];		/* prefix with length */
	char spare[FAMILIES][48];	/* an address that nobody has */
};

enum proto { PROTO_ICMP, PROTO_TCP, PROTO_UDP };

struct question {
	enum family family;
	enum proto proto;
	unsigned int port;
	bool open;		/* somebody listens at the port everywhere */
	bool decidable;		/* a snapshot can settle the answer */
	char from[16];
	char to[48];
};

struct host {
	struct draw draw;
	uint64_t seed;
	struct node nodes[NODES_MAX];
	int n_nodes;
	struct dev devs[DEVS_MAX];
	int n_devs;
	struct seg segs[SEGS_MAX];	/* those of the path come first */
	int n_segs;
	int path[PATH_MAX_NODES];	/* nodes from the asker on */
	int n_path;
	int second_uplink;		/* a segment beside the last, or -1 */
	int bystander;			/* node on the asker's link, or -1 */
	bool family[FAMILIES];		/* configured at all */
	/* path node must translate, for nobody beyond knows the way back */
	bool translate[PATH_MAX_NODES][FAMILIES];
	struct question q;
	struct text links;		/* what creates the devices */
};

/** host_draw() - draw the host of @seed; free it with host_free(). */
void host_draw(struct host *h, uint64_t seed);
void host_free(struct host *h);

/** host_write() - the script that builds @h, for /bin/sh, onto @f. */
void host_write(struct host *h, FILE *f);

/** say() - append a formatted line's part to a section of a node. */
void say(struct host *h, int node, enum section s, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/** Steps of host_draw(), one file each; each reads what went before. */
void draw_topology(struct host *h);
void draw_routing(struct host *h);
void draw_sysctls(struct host *h);
void draw_firewall(struct host *h);
void draw_faults(struct host *h);
void draw_undecidable(struct host *h);
void draw_question(struct host *h);

/* rulesets: which is which is decided in firewall.c */
void draw_xt(struct host *h, int node, enum backend b);
void draw_nft(struct host *h, int node);
void draw_translations(struct host *h);

/* topology.c: what other steps ask of the drawn links */
struct dev *dev_towards(struct host *h, int path_index, int direction);
int path_index(const struct host *h, int node);

static inline const char *address(const struct host *h, int dev,
				  enum family f)
{
	return dev < 0 ? "" : h->devs[dev].addr[f];
}

#endif
