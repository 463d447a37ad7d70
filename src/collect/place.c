/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Namespaces that were found, and the ways to them. */
#include "collect/collector.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/openat2.h>

struct place *place_of(const struct collector *c, uint64_t ino)
{
	return map_find_u64(c->by_ino, ino);
}

static bool holder_equal(const struct holder *a, const struct holder *b)
{
	if (a->pid != b->pid || a->tid != b->tid || a->fd != b->fd)
		return false;
	if (!a->path || !b->path)
		return a->path == b->path;
	return !strcmp(a->path, b->path);
}

struct place *place_add(struct collector *c, uint64_t ino,
			const struct holder *h)
{
	struct place *p = place_of(c, ino);

	if (!p) {
		p = ARENA_NEW(c->arena, struct place);
		p->ns = snapshot_netns_new(c->snap, c->nsfs_dev, ino);
		map_put_u64(c->by_ino, ino, p);
		VEC_PUSH(c->arena, &c->places, p);
	}
	if (!h || p->n_holders == HOLDERS_MAX)
		return p;
	for (uint32_t i = 0; i < p->n_holders; i++)
		if (holder_equal(&p->holders[i], h))
			return p;
	p->holders[p->n_holders] = *h;
	p->holders[p->n_holders++].path = arena_strdup(c->arena, h->path);
	return p;
}

struct place *place_group(struct collector *c, uint64_t group)
{
	struct place *p = map_find_u64(c->by_group, group);

	if (p)
		return p;
	p = ARENA_NEW(c->arena, struct place);
	p->ns = snapshot_netns_new(c->snap, 0, 0);
	SET(p->ns, netns, id,
	    arena_printf(c->snap->arena, "netdev:[%llu]",
			 (unsigned long long)group));
	map_put_u64(c->by_group, group, p);
	VEC_PUSH(c->arena, &c->places, p);
	return p;
}

/* Below the walked procfs; of a path, only the process's root. */
static void holder_proc_path(const struct holder *h, char *buf, size_t size)
{
	if (h->path)
		snprintf(buf, size, "%u/root", h->pid);
	else if (h->fd >= 0)
		snprintf(buf, size, "%u/fd/%d", h->pid, h->fd);
	else if (h->tid)
		snprintf(buf, size, "%u/task/%u/ns/net", h->pid, h->tid);
	else
		snprintf(buf, size, "%u/ns/net", h->pid);
}

const char *holder_path(struct arena *a, const struct holder *h)
{
	char buf[64];

	if (!h->pid)
		return arena_strdup(a, h->path);
	holder_proc_path(h, buf, sizeof(buf));
	return arena_printf(a, "/proc/%s%s", buf, h->path ? h->path : "");
}

/*
 * A path is looked up without opening what it leads to (O_PATH), so that a
 * FIFO or a device put in its place is never opened; below the root of a
 * process it cannot leave that root.
 */
static int path_lookup(int root, const char *path)
{
	struct open_how how = {
		.flags = O_PATH | O_CLOEXEC,
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
	};

	return (int)syscall(SYS_openat2, root, path, &how, sizeof(how));
}

static bool is_place(int fd, const struct collector *c, const struct place *p)
{
	struct stat st;

	return !fstat(fd, &st) && st.st_dev == c->nsfs_dev &&
	       st.st_ino == p->ns->ino;
}

/* O_PATH to a descriptor that setns() takes, once it is known what it is. */
static int path_reopen(int fd)
{
	char buf[64];

	snprintf(buf, sizeof(buf), "/proc/self/fd/%d", fd);
	return open(buf, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
}

static int holder_open_path(const struct collector *c, const struct place *p,
			    const struct holder *h)
{
	char buf[64];
	int root;
	int fd;
	int ret;

	if (!h->pid) {
		fd = open(h->path, O_PATH | O_CLOEXEC);
	} else {
		holder_proc_path(h, buf, sizeof(buf));
		root = openat(c->proc_fd, buf,
			      O_PATH | O_DIRECTORY | O_CLOEXEC);
		if (root < 0)
			return -errno;
		fd = path_lookup(root, h->path);
		close(root);
	}
	if (fd < 0)
		return -errno;
	ret = is_place(fd, c, p) ? path_reopen(fd) : -ENOENT;
	if (ret == -1)
		ret = -errno;
	close(fd);
	return ret;
}

static int holder_open(const struct collector *c, const struct place *p,
		       const struct holder *h)
{
	char buf[64];
	int fd;

	if (h->path)
		return holder_open_path(c, p, h);
	holder_proc_path(h, buf, sizeof(buf));
	fd = openat(c->proc_fd, buf, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return -errno;
	/* The pid may be another process's by now. */
	if (is_place(fd, c, p))
		return fd;
	close(fd);
	return -ENOENT;
}

int place_open(const struct collector *c, const struct place *p)
{
	int ret = -ENOENT;

	for (uint32_t i = 0; i < p->n_holders; i++) {
		int fd = holder_open(c, p, &p->holders[i]);

		if (fd >= 0)
			return fd;
		if (fd != -ENOENT && fd != -ESRCH && fd != -ENOTDIR)
			ret = fd;
	}
	return ret;
}
