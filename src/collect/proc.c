/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The walk over /proc: which process, which thread sits in which namespace. */
#include "collect/collector.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collect/proc.h"

ssize_t proc_read(const struct collector *c, const char *path, char *buf,
		  size_t size)
{
	int fd = openat(c->proc_fd, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t n;

	if (fd < 0)
		return -errno;
	n = read(fd, buf, size - 1);
	if (n < 0)
		n = -errno;
	else
		buf[n] = '\0';
	close(fd);
	return n;
}

/* Only the inode is asked for: that is what makes statx cheaper than stat. */
uint64_t proc_ino(const struct collector *c, const char *path, int *error)
{
	struct statx st;

	if (statx(c->proc_fd, path, 0, STATX_INO, &st)) {
		*error = errno;
		return 0;
	}
	*error = 0;
	return st.stx_ino;
}

void refusal_add(struct refusals *r, uint32_t pid, int error)
{
	if (r->n < ARRAY_SIZE(r->pids))
		r->pids[r->n] = pid;
	r->n++;
	r->error = error;
}

/* Who has the right and is refused is refused by a security module. */
static const char *refusal_needs(const struct collector *c)
{
	if (c->may_trace)
		return "security policy";
	return c->root ? "CAP_SYS_PTRACE" : "root";
}

/* A process whose namespace is known all the same hides none. */
static bool refusal_hides(const struct collector *c, const struct refusals *r)
{
	for (uint32_t i = 0; i < r->n && i < ARRAY_SIZE(r->pids); i++)
		if (!map_find_u64(c->by_pid, (uint64_t)r->pids[i] << 32))
			return true;
	return r->n > ARRAY_SIZE(r->pids);
}

void refusal_gap(struct collector *c, const struct refusals *r,
		 const char *object, const char *what)
{
	const char *needs = refusal_needs(c);
	struct strbuf text;
	struct gap *g;

	if (!r->n)
		return;
	g = snapshot_gap(c->snap, object, what, r->error, needs);
	strbuf_init(&text, c->snap->arena);
	strbuf_addf(&text, "%u of %u processes:", r->n, r->of);
	for (uint32_t i = 0; i < r->n && i < ARRAY_SIZE(r->pids); i++)
		strbuf_addf(&text, " %u", r->pids[i]);
	if (r->n > ARRAY_SIZE(r->pids))
		strbuf_add(&text, " and others");
	SET(g, gap, count, r->n);
	SET(g, gap, text, text.s);
	if (!strcmp(object, "host") || refusal_hides(c, r))
		SET(&c->snap->host, host, partial, true);
}

uint32_t proc_pid(const char *name)
{
	uint64_t pid = 0;

	if (!*name)
		return 0;
	for (; *name; name++) {
		if (!isdigit((unsigned char)*name))
			return 0;
		pid = pid * 10 + (unsigned int)(*name - '0');
		if (pid > INT32_MAX)
			return 0;
	}
	return (uint32_t)pid;
}

struct process *process_add(struct collector *c, struct place *p, uint32_t pid,
			    uint32_t tid)
{
	uint64_t key = ((uint64_t)pid << 32) | tid;
	struct process *pr = map_find_u64(c->by_pid, key);

	if (pr)
		return pr;
	pr = object_new(c->snap->arena, &process_type);
	SET(pr, process, pid, pid);
	if (tid)
		SET(pr, process, tid, tid);
	map_put_u64(c->by_pid, key, pr);
	VEC_PUSH(c->snap->arena, &p->ns->processes, pr);
	SET(p->ns, netns, process_count, p->ns->process_count + 1);
	return pr;
}

/* The threads of a process that are not where it is. */
static void walk_threads(struct collector *c, uint32_t pid, uint64_t ino)
{
	char path[64];
	struct dirent *de;
	DIR *dir;
	int fd;

	snprintf(path, sizeof(path), "%u/task", pid);
	fd = openat(c->proc_fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir) {
		if (fd >= 0)
			close(fd);
		return;
	}
	while ((de = readdir(dir))) {
		struct holder h = { .pid = pid, .fd = -1 };
		struct place *p;
		uint64_t there;
		int error;

		h.tid = proc_pid(de->d_name);
		if (!h.tid || h.tid == pid)
			continue;
		snprintf(path, sizeof(path), "%u/task/%u/ns/net", pid, h.tid);
		there = proc_ino(c, path, &error);
		if (!there || there == ino)
			continue;
		p = place_add(c, there, &h);
		process_add(c, p, pid, h.tid);
	}
	closedir(dir);
}

/* A directory has two links and one per directory in it: one per thread. */
static bool has_threads(const struct collector *c, uint32_t pid)
{
	struct statx st;
	char path[32];

	snprintf(path, sizeof(path), "%u/task", pid);
	return !statx(c->proc_fd, path, 0, STATX_NLINK, &st) &&
	       st.stx_nlink > 3;
}

/*
 * Without the right to read ns/net a process can still be put in a group: the
 * inode of net/dev is one number per namespace, equal for all in it, and no
 * right is asked for (proc_tgid_net_lookup()).
 */
static uint64_t group_of(struct collector *c, uint32_t pid)
{
	char path[32];
	int error;

	snprintf(path, sizeof(path), "%u/net/dev", pid);
	return proc_ino(c, path, &error);
}

/* Groups of the namespaces that are known, by one process of each. */
static void groups_learn(struct collector *c)
{
	if (c->self_group)
		map_put_u64(c->by_group, c->self_group,
			    place_of(c, c->self_ino));
	for (size_t i = 0; i < c->places.n; i++) {
		struct place *p = c->places.v[i];
		uint64_t group = 0;

		if (p->ns->ino && p->main_pid)
			group = group_of(c, p->main_pid);
		if (group)
			map_put_u64(c->by_group, group, p);
	}
}

struct place *place_of_group(struct collector *c, uint32_t pid)
{
	uint64_t group = group_of(c, pid);
	struct place *p;

	groups_learn(c);
	p = group ? map_find_u64(c->by_group, group) : NULL;
	return p && p->ns->ino ? p : NULL;
}

/* A refusal hides nothing when the namespace is one that is known anyway. */
static void group_process(struct collector *c, uint32_t pid, int error,
			  struct refusals *no)
{
	uint64_t group = group_of(c, pid);
	struct place *p;

	if (!group)
		return;
	p = place_group(c, group);
	process_add(c, p, pid, 0);
	if (!p->ns->ino)
		refusal_add(no, pid, error);
}

struct refused {
	uint32_t pid;
	int error;
};

struct walk_ctx {
	bool threads;
	uint32_t of;
	VEC(struct refused) refused;
};

static void walk_process(struct collector *c, uint32_t pid, void *ctx)
{
	struct walk_ctx *w = ctx;
	struct holder h = { .pid = pid, .fd = -1 };
	char path[32];
	uint64_t ino;
	int error;

	snprintf(path, sizeof(path), "%u/ns/net", pid);
	ino = proc_ino(c, path, &error);
	w->of++;
	if (ino) {
		struct place *p = place_add(c, ino, &h);

		process_add(c, p, pid, 0);
		if (!p->main_pid)
			p->main_pid = pid;
		if (w->threads && has_threads(c, pid))
			walk_threads(c, pid, ino);
		return;
	}
	if (error == ENOENT || error == ESRCH)
		return;	/* it ended, or is a zombie: holds nothing */
	VEC_PUSH(c->arena, &w->refused,
		 ((struct refused){ .pid = pid, .error = error }));
}

static void group_refused(struct collector *c, const struct walk_ctx *w)
{
	struct refusals no = { .of = w->of };

	if (!w->refused.n)
		return;
	groups_learn(c);
	for (size_t i = 0; i < w->refused.n; i++)
		group_process(c, w->refused.v[i].pid, w->refused.v[i].error,
			      &no);
	refusal_gap(c, &no, "host", "list");
}

int proc_each(struct collector *c,
	      void (*fn)(struct collector *c, uint32_t pid, void *ctx),
	      void *ctx)
{
	int fd = openat(c->proc_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *de;

	if (!dir) {
		int error = errno;

		if (fd >= 0)
			close(fd);
		return -error;
	}
	while ((de = readdir(dir))) {
		uint32_t pid = proc_pid(de->d_name);

		/* Our own threads sit in the namespaces they read. */
		if (pid && pid != c->self_pid)
			fn(c, pid, ctx);
	}
	closedir(dir);
	return 0;
}

/* With hidepid the absence of a process proves nothing. */
static void hidepid_gap(struct collector *c)
{
	struct stat st;

	if (!fstatat(c->proc_fd, "1", &st, 0))
		return;
	snapshot_gap(c->snap, "host", "hidden", 0, "root");
	SET(&c->snap->host, host, partial, true);
}

void discover_processes(struct collector *c, uint32_t sources)
{
	struct walk_ctx w = { .threads = sources & COLLECT_THREADS };
	int ret = proc_each(c, walk_process, &w);

	if (ret < 0) {
		snapshot_gap(c->snap, "host", "list", -ret, NULL);
		SET(&c->snap->host, host, partial, true);
		return;
	}
	group_refused(c, &w);
	hidepid_gap(c);
}
