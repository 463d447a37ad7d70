/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_MODEL_SNAPSHOT_H
#define NSD_MODEL_SNAPSHOT_H

#include "model/netns.h"

/**
 * struct host - the machine and the moment
 * @taken: RFC 3339, UTC
 * @live: read from the running system (false: from a file)
 * @rights: "root", "user", or the capabilities that were there
 * @iptables: backend that plain `iptables` leads to: "nft", "legacy", or NULL
 * @little_endian: of the machine that the rules' numbers are written on
 * @bridge_netfilter: br_netfilter is there (its sysctl files exist)
 */
struct host {
	struct object obj;
	const char *name;
	const char *kernel;
	const char *taken;
	const char *rights;
	const char *iptables;
	bool iptables_nft;	/* the binary iptables-nft exists */
	bool iptables_legacy;
	bool little_endian;
	bool live;
	bool partial;		/* processes or mounts could not be read */
};

/**
 * struct snapshot - a host at one moment
 * @arena: all of it lives there
 * @netns: by inode; struct netns.number is the place in here
 * @gaps: what could not be read
 * @vanished: ids of namespaces that ended while they were read
 * @base: what an overlay was derived from, else NULL
 *
 * Built by collect or store, sealed once, then constant.
 */
struct snapshot {
	struct object obj;
	struct arena *arena;
	struct host host;
	VEC(struct netns *) netns;
	VEC(struct gap *) gaps;
	VEC(const char *) vanished;
	const struct snapshot *base;
};

struct snapshot *snapshot_new(void);
void snapshot_free(struct snapshot *s);

/** snapshot_netns_new() - another namespace; @id is copied */
struct netns *snapshot_netns_new(struct snapshot *s, uint64_t dev,
				 uint64_t ino);
struct netns *snapshot_netns_by_inode(const struct snapshot *s, uint64_t ino);
struct netns *snapshot_netns_by_id(const struct snapshot *s, const char *id);
const struct netns *snapshot_initial(const struct snapshot *s);
const struct netns *snapshot_self(const struct snapshot *s);

/** snapshot_time() - host.taken in seconds since the epoch, 0: not known */
int64_t snapshot_time(const struct snapshot *s);

/** snapshot_gap() - record what could not be read; equal ones are counted */
struct gap *snapshot_gap(struct snapshot *s, const char *object,
			 const char *what, int error, const char *needs);

/**
 * snapshot_seal() - sort, index, resolve references; then nobody changes it
 *
 * May be called again after more was added (path-driven reading).
 *
 * Return: 0; -EINVAL with @err where references do not resolve or two objects
 * claim one identity (a file that was tampered with).
 */
int snapshot_seal(struct snapshot *s, struct error *err);

/** netns_seal() - the same for one namespace */
int netns_seal(struct snapshot *s, struct netns *ns, struct error *err);

#endif
