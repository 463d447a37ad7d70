/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The collector's life: what it opens, what it hands out. */
#include "collect/collector.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "collect/files.h"
#include "collect/modules.h"
#include "collect/proc.h"
#include "collect/rights.h"

#define TIMEOUT_MS 30000

static void deadline_set(struct collector *c)
{
	uint32_t ms = c->opt.timeout_ms ? c->opt.timeout_ms : TIMEOUT_MS;

	clock_gettime(CLOCK_MONOTONIC, &c->deadline);
	c->deadline.tv_sec += ms / 1000;
	c->deadline.tv_nsec += (long)(ms % 1000) * 1000000;
	if (c->deadline.tv_nsec >= 1000000000) {
		c->deadline.tv_sec++;
		c->deadline.tv_nsec -= 1000000000;
	}
}

static int open_proc(struct collector *c, struct error *err)
{
	const char *dir = c->opt.proc_dir ? c->opt.proc_dir : "/proc";
	struct statfs fs;

	c->proc_fd = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (c->proc_fd < 0)
		return error_sys(err, "open %s", dir);
	if (fstatfs(c->proc_fd, &fs))
		return error_sys(err, "look at %s", dir);
	if (fs.f_type != PROC_SUPER_MAGIC)
		return error_set(err, -ENOTDIR,
				 "%s is not a mounted procfs", dir);
	return 0;
}

/* Our pid as the walked procfs counts it, which may be another's. */
static uint32_t own_pid(const struct collector *c)
{
	char text[16] = "";
	ssize_t n = readlinkat(c->proc_fd, "self", text, sizeof(text) - 1);

	return n > 0 ? proc_pid(text) : 0;
}

static int find_self(struct collector *c, struct error *err)
{
	struct holder h = { .fd = -1, .path = "/proc/self/ns/net" };
	struct place *p;
	struct stat st;
	int error;

	if (stat("/proc/self/ns/net", &st))
		return error_sys(err, "find out the own namespace");
	c->nsfs_dev = st.st_dev;
	c->self_ino = st.st_ino;
	c->self_pid = own_pid(c);
	c->self_mnt = proc_ino(c, "self/ns/mnt", &error);
	c->self_group = proc_ino(c, "self/net/dev", &error);
	p = place_add(c, c->self_ino, &h);
	SET(p->ns, netns, self, true);
	return 0;
}

/* One descriptor per thread and file; the limit is for forgotten ones. */
static void raise_limit(void)
{
	struct rlimit lim;

	if (getrlimit(RLIMIT_NOFILE, &lim))
		return;
	lim.rlim_cur = lim.rlim_max;
	(void)!setrlimit(RLIMIT_NOFILE, &lim);
}

struct collector *collector_new(const struct collect_options *opt,
				struct error *err)
{
	struct collector *c = calloc(1, sizeof(*c));

	if (!c)
		memory_out();
	if (opt)
		c->opt = *opt;
	c->proc_fd = -1;
	c->arena = arena_new();
	c->snap = snapshot_new();
	c->by_ino = map_new(c->arena);
	c->by_group = map_new(c->arena);
	c->by_pid = map_new(c->arena);
	c->asked = map_new(c->arena);
	c->humans = map_new(c->arena);
	deadline_set(c);
	raise_limit();
	if (open_proc(c, err) || find_self(c, err)) {
		collector_free(c);
		return NULL;
	}
	rights_read(c);
	discover_host(c);
	c->modules = ARENA_NEW(c->arena, struct modules);
	discover_initial(c);
	return c;
}

void collector_free(struct collector *c)
{
	if (!c)
		return;
	files_stop(c);
	/* A reader that hangs in the kernel may wake up and look. */
	if (c->stuck)
		return;
	if (c->proc_fd >= 0)
		close(c->proc_fd);
	if (!c->taken)
		snapshot_free(c->snap);
	arena_free(c->arena);
	free(c);
}

bool collector_is_stuck(const struct collector *c)
{
	return c->stuck;
}

struct snapshot *collector_snapshot(struct collector *c)
{
	return c->snap;
}

struct snapshot *collector_take(struct collector *c)
{
	c->taken = true;
	return c->snap;
}
