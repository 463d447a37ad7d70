/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_MODEL_NETNS_H
#define NSD_MODEL_NETNS_H

#include "model/link.h"
#include "model/address.h"
#include "model/route.h"
#include "model/rule.h"
#include "model/neighbour.h"
#include "model/misc.h"
#include "model/process.h"
#include "model/gap.h"

#define NETNS_NONE UINT32_MAX

struct firewall;		/* room firewall */
struct netns_index;		/* made by seal() */

/* What was read of a namespace; a bit that is missing is a gap or a want. */
enum read_kind {
	READ_LINKS	= 1 << 0,	/* all of them */
	READ_ADDRESSES	= 1 << 1,
	READ_ROUTES	= 1 << 2,	/* with next hop objects */
	READ_RULES	= 1 << 3,
	READ_NEIGHBOURS	= 1 << 4,
	READ_PROXIES	= 1 << 5,
	READ_FDB	= 1 << 6,
	READ_VLANS	= 1 << 7,
	READ_NSIDS	= 1 << 8,	/* every nsid was tried */
	READ_SYSCTLS	= 1 << 9,
	READ_NFT	= 1 << 10,
	READ_XT		= 1 << 11,	/* legacy ip, ip6, arp tables */
	READ_EBTABLES	= 1 << 12,
	READ_IPSETS	= 1 << 13,
	READ_HOOKS	= 1 << 14,	/* only where the kernel can list them */
	READ_TC		= 1 << 15,
	READ_SOCKETS	= 1 << 16,
	READ_QUEUES	= 1 << 17,
	READ_RESOLVERS	= 1 << 18,
	READ_PROCESSES	= 1 << 19,
	READ_XFRM	= 1 << 20,
	READ_ALL	= (1 << 21) - 1,
};

/**
 * struct netns - a network namespace and all that was read of it
 * @id: "net:[INODE]" (or "netdev:[N]" where only /proc/PID/net could be read)
 * @dev, @ino: of its nsfs file
 * @ns_id: NS_GET_ID, 0 where the kernel has none; never reused
 * @names: best first
 * @path: a file by which it can be entered, as reports print it
 * @have: READ_* bits
 * @entered: it could be entered (else only its existence is known)
 * @xfrm_policies: IPsec policies exist; only with READ_XFRM
 * @firewall: both backends; NULL when nothing of it was read
 * @index: by number, name, address; made by seal(), never stored
 */
struct netns {
	struct object obj;
	const char *id;
	uint64_t dev;
	uint64_t ino;
	uint64_t ns_id;
	uint64_t owner_userns;
	bool initial;
	bool self;
	bool entered;
	const char *path;
	uint32_t have;
	uint32_t process_count;
	VEC(struct name *) names;
	VEC(struct process *) processes;
	VEC(struct link *) links;
	VEC(struct address *) addresses;
	VEC(struct route *) routes;
	VEC(struct nexthop *) nexthops;
	VEC(struct rule *) rules;
	VEC(struct neighbour *) neighbours;
	VEC(struct neighbour *) proxies;
	VEC(struct fdb *) fdb;
	VEC(struct bridge_vlan *) vlans;
	VEC(struct nsid *) nsids;
	VEC(struct sysctl *) sysctls;
	VEC(struct qdisc *) qdiscs;
	VEC(struct tc_filter *) tc_filters;
	VEC(struct sock *) socks;
	VEC(struct hook *) hooks;
	VEC(struct resolver *) resolvers;
	VEC(const char *) queues;	/* nfqueue numbers with a reader */
	bool xfrm_policies;
	struct firewall *firewall;

	uint32_t number;		/* place in snapshot->netns */
	const char *title;		/* what reports call it */
	struct netns_index *index;
};

bool netns_has(const struct netns *ns, uint32_t kinds);
const struct link *netns_link(const struct netns *ns, uint32_t ifindex);
/** netns_link_named() - by name or alternative name; NULL if there is none */
const struct link *netns_link_named(const struct netns *ns, const char *name);
/** netns_address() - the first entry that owns @addr, or NULL */
const struct address *netns_address(const struct netns *ns,
				    const struct ip_addr *addr);
/** netns_sysctl() - the file's entry, or NULL when it was not read */
const struct sysctl *netns_sysctl(const struct netns *ns, const char *path);
/** netns_neighbour() - entry of @addr on @ifindex, or NULL */
const struct neighbour *netns_neighbour(const struct netns *ns,
					uint32_t ifindex,
					const struct ip_addr *addr);
/** netns_nexthop() - object by id */
const struct nexthop *netns_nexthop(const struct netns *ns, uint32_t id);
/** netns_nsid() - number of the namespace that @ns calls @id, or NETNS_NONE */
uint32_t netns_nsid(const struct netns *ns, int32_t id);
/** netns_fdb() - first entry of @mac and vlan on @bridge (ifindex), or NULL */
const struct fdb *netns_fdb(const struct netns *ns, uint32_t bridge,
			    const struct mac *mac, uint16_t vlan);

#endif
