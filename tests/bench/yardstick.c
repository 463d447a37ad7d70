/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * yardstick - what reading a host costs when the answers are thrown away
 *
 * Makes the bare requests that a full snapshot needs: every process and its
 * open files, every network namespace with its netlink dumps and procfs files,
 * as many readers as a snapshot has. It keeps only what decides the next
 * request: which namespaces there are, whether one has a bridge, tables or
 * sets. The time it prints is what a snapshot is measured against.
 *
 * usage: yardstick [-v]      -v: also how many requests of each kind
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "model/model.h"
#include "yardstick.h"

#define MAX_NAMESPACES 100000
#define MAX_READERS 8
#define NAMESPACES_PER_PROCFS 10
#define INITIAL_INODE 4026531833u

struct place {
	ino_t inode;
	int pid;		/* that stands for it; 0: a name does */
	char path[350];
};

struct survey {
	struct place *places;
	size_t count;
	atomic_size_t next;
	struct requests total;
	pthread_mutex_t lock;	/* of @total */
};

static void swallow_file(struct requests *r, int dir, const char *path)
{
	char buf[65536];
	int fd = openat(dir, path, O_RDONLY | O_CLOEXEC);

	r->files++;
	if (fd < 0)
		return;
	while (read(fd, buf, sizeof(buf)) > 0)
		;
	close(fd);
}

/*
 * The table of inodes that were seen, so that a thousand processes cost a
 * thousand look-ups; a namespace's inode is its own hash.
 */
static bool seen_before(ino_t *seen, ino_t inode)
{
	size_t i = inode & (2 * MAX_NAMESPACES - 1);

	for (; seen[i]; i = (i + 1) % (2 * MAX_NAMESPACES))
		if (seen[i] == inode)
			return true;
	seen[i] = inode;
	return false;
}

static void add_place(struct survey *h, ino_t inode, int pid, const char *path)
{
	struct place *p = &h->places[h->count];

	if (h->count == MAX_NAMESPACES)
		return;
	h->count++;
	p->inode = inode;
	p->pid = pid;
	snprintf(p->path, sizeof(p->path), "%s", path);
}

static void walk_open_files(struct requests *r, int proc, const char *pid)
{
	char path[320], text[256];
	struct dirent *e;
	DIR *d;
	int fd;

	snprintf(path, sizeof(path), "%s/fd", pid);
	fd = openat(proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	d = fd < 0 ? NULL : fdopendir(fd);
	if (!d)
		return;
	while ((e = readdir(d))) {
		if (e->d_name[0] == '.')
			continue;
		r->files++;
		if (readlinkat(fd, e->d_name, text, sizeof(text)) < 0)
			break;
	}
	closedir(d);
}

static void walk_process(struct survey *h, int proc, const char *pid,
			 ino_t *seen)
{
	struct requests *r = &h->total;
	struct statx at;
	char path[300];

	snprintf(path, sizeof(path), "%s/ns/net", pid);
	r->processes++;
	if (statx(proc, path, 0, STATX_INO, &at))
		return;
	if (!seen_before(seen, at.stx_ino)) {
		char full[330];

		snprintf(full, sizeof(full), "/proc/%s", path);
		add_place(h, at.stx_ino, atoi(pid), full);
	}
	snprintf(path, sizeof(path), "%s/task", pid);
	statx(proc, path, 0, STATX_NLINK, &at);
	snprintf(path, sizeof(path), "%s/comm", pid);
	swallow_file(r, proc, path);
	snprintf(path, sizeof(path), "%s/ns/mnt", pid);
	if (!statx(proc, path, 0, STATX_INO, &at) &&
	    !seen_before(seen, at.stx_ino)) {
		snprintf(path, sizeof(path), "%s/mountinfo", pid);
		swallow_file(r, proc, path);
	}
	walk_open_files(r, proc, pid);
}

static void walk_processes(struct survey *h, ino_t *seen)
{
	DIR *d = opendir("/proc");
	struct dirent *e;

	if (!d)
		return;
	while ((e = readdir(d)))
		if (e->d_name[0] >= '0' && e->d_name[0] <= '9' &&
		    atoi(e->d_name) != getpid())
			walk_process(h, dirfd(d), e->d_name, seen);
	closedir(d);
}

static void walk_names(struct survey *h, const char *dir, ino_t *seen)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	struct stat st;
	char path[300];

	if (!d)
		return;
	while ((e = readdir(d))) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		if (!stat(path, &st) && !seen_before(seen, st.st_ino))
			add_place(h, st.st_ino, 0, path);
	}
	closedir(d);
}

/* Never attached to a directory; closing it frees what the kernel cached. */
static int private_procfs(void)
{
	int fs = fsopen("proc", FSOPEN_CLOEXEC), mount;

	if (fs < 0)
		return open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	mount = fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0) ? -1 :
		fsmount(fs, FSMOUNT_CLOEXEC, MOUNT_ATTR_RDONLY);
	close(fs);
	return mount < 0 ? open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC) :
			   mount;
}

static bool is_wanted(const struct sysctl_file *f, const struct content *c)
{
	switch (f->when) {
	case SYSCTL_BRIDGE:
		return c->bridges;
	case SYSCTL_CONNTRACK:
		return c->tables;
	case SYSCTL_INITIAL:
		return c->initial;
	default:
		return true;
	}
}

static void read_procfs(struct requests *r, int proc, const struct content *c)
{
	static const char *const names[] = {
		"thread-self/net/ip_tables_names",
		"thread-self/net/ip6_tables_names",
		"thread-self/net/arp_tables_names",
		"thread-self/net/if_inet6",
	};
	char path[200];

	for (size_t i = 0; sysctl_files[i].path; i++) {
		if (!is_wanted(&sysctl_files[i], c))
			continue;
		snprintf(path, sizeof(path), "sys/%s", sysctl_files[i].path);
		swallow_file(r, proc, path);
	}
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		swallow_file(r, proc, names[i]);
}

/* Of the process that stands for a namespace: its names and resolver files. */
static void read_process(struct requests *r, int pid)
{
	static const char *const files[] = {
		"cgroup", "stat", "status", "root/etc/resolv.conf",
		"root/etc/hosts", "root/etc/nsswitch.conf",
	};
	char path[100];

	for (size_t i = 0; pid && i < ARRAY_SIZE(files); i++) {
		snprintf(path, sizeof(path), "/proc/%d/%s", pid, files[i]);
		swallow_file(r, AT_FDCWD, path);
	}
}

/* Which namespaces may be behind the ids that this one's links name. */
static void resolve_ids(struct requests *r, struct survey *h, int rtnl,
			const struct content *c)
{
	size_t asked = c->bridges ? h->count : c->peers ? 1 : 0;

	for (size_t i = 0; i < asked; i++) {
		int fd = open(h->places[i].path, O_RDONLY | O_CLOEXEC);

		if (fd < 0)
			continue;
		ask_nsid(r, rtnl, fd);
		close(fd);
	}
}

static void visit(struct survey *h, struct requests *r, struct place *p,
		  int proc)
{
	struct content c = { .initial = p->inode == INITIAL_INODE };
	int ns = open(p->path, O_RDONLY | O_CLOEXEC), rtnl;
	struct stat st;

	if (ns < 0)
		return;
	if (fstat(ns, &st) || st.st_ino != p->inode ||
	    setns(ns, CLONE_NEWNET)) {
		close(ns);
		return;
	}
	r->namespaces++;
	rtnl = rtnl_open();
	dump_rtnl(r, rtnl, &c);
	resolve_ids(r, h, rtnl, &c);
	close(rtnl);
	dump_nft(r, &c);
	dump_sockets(r);
	read_procfs(r, proc, &c);
	read_process(r, p->pid);
	close(ns);
}

static void *reader(void *data)
{
	struct requests r = { 0 };
	struct survey *h = data;
	int proc = -1;
	size_t i, mine = 0;

	while ((i = atomic_fetch_add(&h->next, 1)) < h->count) {
		if (mine++ % NAMESPACES_PER_PROCFS == 0) {
			if (proc >= 0)
				close(proc);
			proc = private_procfs();
		}
		visit(h, &r, &h->places[i], proc);
	}
	if (proc >= 0)
		close(proc);
	pthread_mutex_lock(&h->lock);
	requests_add(&h->total, &r);
	pthread_mutex_unlock(&h->lock);
	return NULL;
}

static void run_readers(struct survey *h)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);
	pthread_t thread[MAX_READERS];
	long started = 0;

	if (count > MAX_READERS)
		count = MAX_READERS;
	while (started < count &&
	       !pthread_create(&thread[started], NULL, reader, h))
		started++;
	while (started > 0)
		pthread_join(thread[--started], NULL);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	struct survey h = { .lock = PTHREAD_MUTEX_INITIALIZER };
	ino_t *seen = calloc(2 * MAX_NAMESPACES, sizeof(*seen));
	double start = now();

	h.places = calloc(MAX_NAMESPACES, sizeof(*h.places));
	if (!seen || !h.places)
		return 1;
	walk_names(&h, "/run/netns", seen);
	walk_names(&h, "/run/docker/netns", seen);
	walk_processes(&h, seen);
	run_readers(&h);
	printf("%.3f\n", now() - start);
	if (argc > 1 && !strcmp(argv[1], "-v"))
		requests_print(&h.total);
	free(h.places);
	free(seen);
	return h.total.namespaces == 0;
}
