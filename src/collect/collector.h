/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of this room share. */
#ifndef NSD_COLLECT_COLLECTOR_H
#define NSD_COLLECT_COLLECTOR_H

#include <sys/types.h>
#include <time.h>

#include "collect/collect.h"

struct file_child;
struct modules;

/**
 * struct holder - one way to a namespace
 * @pid: through this process; 0: through a path of our own mount namespace
 * @tid: its thread, 0: the process itself
 * @fd: its descriptor, -1: none
 * @path: file; with @pid below that process's root
 */
struct holder {
	uint32_t pid;
	uint32_t tid;
	int32_t fd;
	const char *path;
};

/* Enough to outlive processes that end meanwhile. */
#define HOLDERS_MAX 8

/**
 * struct place - a namespace that was found
 * @ns: its object in the snapshot
 * @holders: ways to it, in order of preference
 * @main_pid: process that stands for it, 0: none
 * @tried: READ_* bits that were asked for, whatever came of it
 * @gone: it ended
 * @other_type: it is no network namespace (known once it was opened)
 */
struct place {
	struct netns *ns;
	struct holder holders[HOLDERS_MAX];
	uint32_t n_holders;
	uint32_t main_pid;
	uint32_t tried;
	bool gone;
	bool other_type;
};

/* Refusals of one kind, made into one gap each. */
struct refusals {
	uint32_t n;
	uint32_t of;
	int error;
	uint32_t pids[16];
};

struct collector {
	struct collect_options opt;
	struct snapshot *snap;
	struct arena *arena;		/* bookkeeping; not the snapshot's */
	struct timespec deadline;
	int proc_fd;
	uint32_t self_pid;
	uint64_t nsfs_dev;
	uint64_t self_ino;
	uint64_t self_mnt;		/* inode of our mount namespace */
	uint64_t self_group;		/* inode of our net/dev: proc.c */
	bool root;			/* effective uid 0 */
	bool may_enter;			/* CAP_SYS_ADMIN is effective */
	bool may_admin;			/* CAP_NET_ADMIN is effective */
	bool may_trace;			/* CAP_SYS_PTRACE is effective */
	bool taken;
	uint32_t sources;		/* looked through already */
	VEC(struct place *) places;
	struct map *by_ino;
	struct map *by_group;
	struct map *by_pid;		/* struct process * */
	struct map *humans;		/* runtime:id to the name people know */
	struct map *asked;		/* single wants: never asked twice */
	struct modules *modules;
	bool modules_known;
	struct file_child *files;
	bool stuck;			/* a reader never came back */
	bool slow_links;		/* a link request took over a second */
};

/** place_of() - the one with this inode, or NULL */
struct place *place_of(const struct collector *c, uint64_t ino);
/** place_add() - find or make; @h is copied, dropped when there are enough */
struct place *place_add(struct collector *c, uint64_t ino,
			const struct holder *h);
/**
 * place_group() - the one of processes whose ns/net may not be read
 * @group: inode of their net/dev; the id becomes "netdev:[N]"
 */
struct place *place_group(struct collector *c, uint64_t group);
/** place_of_group() - a known one that a process is in which tells no inode */
struct place *place_of_group(struct collector *c, uint32_t pid);
/**
 * place_open() - a descriptor on the namespace, checked to be that one
 *
 * Called by reader threads: reads the place, changes nothing.
 *
 * Return: the descriptor; -ENOENT when no holder leads to it any more; -EACCES.
 */
int place_open(const struct collector *c, const struct place *p);
/** place_is_open() - can it be visited at all? */
bool place_is_open(const struct place *p);
/** place_path() - choose the file that reports name */
void place_path(struct collector *c, struct place *p);
/** holder_path() - as reports print it: "/proc/41833/ns/net" */
const char *holder_path(struct arena *a, const struct holder *h);

/** proc_read() - a small file below the walked procfs; bytes read or -errno */
ssize_t proc_read(const struct collector *c, const char *path, char *buf,
		  size_t size);
/** proc_ino() - inode of a file there, 0 with *@error set */
uint64_t proc_ino(const struct collector *c, const char *path, int *error);

void refusal_add(struct refusals *r, uint32_t pid, int error);
void refusal_gap(struct collector *c, const struct refusals *r,
		 const char *object, const char *what);

/* Sources, one file each. */
void discover_names(struct collector *c);
void discover_processes(struct collector *c, uint32_t sources);
void discover_mounts(struct collector *c, bool all);
void discover_fds(struct collector *c);
/** discover_owners() - who the processes are; names of namespaces from that */
void discover_owners(struct collector *c, bool all);
/**
 * struct owner_raw - what /proc says of a process, not yet judged
 * @uid: UINT32_MAX where it could not be told
 * @cgroup: all lines, or NULL
 */
struct owner_raw {
	char comm[64];
	uint32_t uid;
	const char *cgroup;
};

/** owner_read() - any thread may: nothing but @raw and @a is written */
void owner_read(const struct collector *c, struct arena *a, uint32_t pid,
		uint32_t tid, struct owner_raw *raw);
/** owner_apply() - to a process that has no such data yet */
void owner_apply(struct collector *c, struct place *p, struct process *pr,
		 const struct owner_raw *raw);

/** process_describe() - comm, uid, start and cgroup of one process */
void process_describe(struct collector *c, struct process *pr);
void discover_host(struct collector *c);
void discover_initial(struct collector *c);

/** process_add() - @pid is in @p; the object is made once */
struct process *process_add(struct collector *c, struct place *p, uint32_t pid,
			    uint32_t tid);
/** name_add_path() - the name that a namespace file gives: "web" of kind "netns" */
void name_add_path(struct collector *c, struct place *p, const char *path,
		   uint32_t mnt_pid);
/** name_add() - a name; a second of the same kind and text is dropped */
void name_add(struct collector *c, struct place *p, const char *kind,
	      const char *name, const char *path, uint32_t mnt_pid);

#endif
