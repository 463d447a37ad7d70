/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * collect - ask the kernel; find and name namespaces
 *
 * Owns:     discovery, entering, sockets, retries, private procfs, presence of
 *           modules, files of containers, names by runtimes, rights.
 * Takes:    a running host, and what to read of it.
 * Gives:    a snapshot; what could not be read is a gap in it.
 * Must not: change anything, load a module, send a packet, follow a path that
 *           a container chose, judge what was read.
 * Start at: collector.c, then discover.c (which namespaces), visit.c (what is
 *           read of one).
 */
#ifndef NSD_COLLECT_H
#define NSD_COLLECT_H

#include "model/model.h"

struct collector;

/**
 * struct collect_options - how to read
 * @proc_dir: procfs to walk, NULL: /proc. Pids are those it shows.
 * @timeout_ms: of all reading together, 0: 30 s
 * @readers: threads, 0: as many as processors are online, 8 at most
 */
struct collect_options {
	const char *proc_dir;
	uint32_t timeout_ms;
	uint32_t readers;
};

/* Where namespaces are looked for. Own and initial are always found. */
enum collect_source {
	COLLECT_NAMES		= 1 << 0,	/* /run/netns, /run/docker/netns */
	COLLECT_PROCESSES	= 1 << 1,	/* /proc/PID/ns/net of all */
	COLLECT_THREADS		= 1 << 2,	/* threads that sit elsewhere */
	COLLECT_MOUNTS		= 1 << 3,	/* nsfs mounts, every mount ns */
	COLLECT_FDS		= 1 << 4,	/* descriptors on namespaces */
	COLLECT_OWNERS		= 1 << 5,	/* comm, uid, cgroup of every
						 * process, and the names that
						 * runtimes keep in files */
	COLLECT_MAIN		= 1 << 6,	/* the same of each namespace's
						 * main process alone, when
						 * collect_netns() reads it */
};
#define COLLECT_LIGHT	COLLECT_NAMES
#define COLLECT_LIST \
	(COLLECT_NAMES | COLLECT_PROCESSES | COLLECT_THREADS | COLLECT_MAIN)
#define COLLECT_FULL ((1 << 6) - 1)

/*
 * All that `list --no-health` shows; its column "route" needs READ_ROUTES, too.
 * Links are the dearest request on a wide host, and no column is about them.
 */
#define READ_LIST READ_ADDRESSES

/**
 * collector_new() - open the procfs and find the own namespace
 *
 * Return: NULL with @err: no procfs there, or /proc/self/ns/net unreadable.
 * To be freed with collector_free().
 */
struct collector *collector_new(const struct collect_options *opt,
				struct error *err);
/**
 * collector_free() - close and free all, the snapshot too unless it was taken
 *
 * Where a reader was left behind in the kernel (a gap "timed-out" says so)
 * what it may still look at is kept, and so must be a snapshot that was taken:
 * collector_is_stuck() tells.
 */
void collector_free(struct collector *c);
bool collector_is_stuck(const struct collector *c);

/**
 * collect_discover() - look for namespaces in these sources
 * @sources: COLLECT_* bits; those of earlier calls are not repeated
 *
 * What may not be read becomes a gap. Does not enter any namespace.
 */
void collect_discover(struct collector *c, uint32_t sources);

/**
 * collect_netns() - enter namespaces and read these kinds of objects
 * @inodes, @n: which ones; NULL: every one that is known
 * @kinds: READ_* bits; kinds that a namespace already has are not read again
 *
 * Source: collect.c's order of requests is that of struct visit_step.
 */
void collect_netns(struct collector *c, const uint64_t *inodes, size_t n,
		   uint32_t kinds);

/**
 * collect_wants() - one round for a walk that lacked something
 * @wants: numbers are places in the sealed snapshot's netns array. READ_LINKS
 *         with a key reads that link, its master, and what it refers to;
 *         READ_NSIDS with a key looks for the namespace behind that id, in
 *         all of /proc if need be; READ_RESOLVERS with a key is a pid.
 *
 * Return: how many wants led to something new; 0 means that asking again is
 * useless.
 */
size_t collect_wants(struct collector *c, const want_vec *wants);

/** collector_snapshot() - borrowed; the collector adds to it until it is taken */
struct snapshot *collector_snapshot(struct collector *c);
/** collector_take() - the same, to be freed with snapshot_free() */
struct snapshot *collector_take(struct collector *c);

/**
 * collector_drop_rights() - give up every capability, for good
 *
 * Sets no_new_privs, clears the ambient, bounding and own sets by libcap-ng
 * and asks the kernel whether they are gone.
 *
 * Return: 0 or -errno with @err: then the caller must end the program.
 */
int collector_drop_rights(struct collector *c, struct error *err);

/*
 * Targets that only the running system can resolve. Each gives the inode of a
 * namespace that is in the snapshot afterwards (discovered, not yet read).
 * Errors are worded for the user; the code tells: -ESRCH nothing of that name,
 * -EACCES may not be looked at.
 */
/** collect_target_pid() - the namespace of a process; @tid: of that thread */
int collect_target_pid(struct collector *c, uint32_t pid, uint32_t tid,
		       uint64_t *ino, struct error *err);
/** collect_target_path() - of a namespace file */
int collect_target_path(struct collector *c, const char *path, uint64_t *ino,
			struct error *err);
/** collect_target_inode() - by its number, looking as far as it takes */
int collect_target_inode(struct collector *c, uint64_t number,
			 struct error *err);

#endif
