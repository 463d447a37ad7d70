/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Namespace files in every mount namespace, found without entering one. */
#include "collect/collector.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collect/mountinfo.h"
#include "collect/proc.h"

#define STEP (64 * 1024)
/* A mount namespace holds 100,000 mounts at most (sysctl fs.mount-max). */
#define MOUNTINFO_MAX (64 * 1024 * 1024)

/* Another process may stand for the mount namespace if the first has gone. */
struct mount_ns {
	uint64_t ino;
	uint32_t pids[4];
	uint32_t n;
};

static void mount_line(struct collector *c, char *line, uint32_t pid)
{
	struct holder h = { .pid = pid, .fd = -1 };
	struct mount_line m;
	uint64_t ino;

	if (mountinfo_line(line, &m))
		return;
	ino = mountinfo_netns(&m);
	if (!ino)
		return;
	h.path = m.point;
	name_add_path(c, place_add(c, ino, &h), m.point, pid);
}

/* Lines that are no namespace are not taken apart: most are not. */
static void mount_text(struct collector *c, char *text, uint32_t pid)
{
	char *save = NULL;

	for (char *line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save))
		if (strstr(line, " - nsfs "))
			mount_line(c, line, pid);
}

/* The whole file: it is made anew at each open, so in one go. */
static char *read_whole(const struct collector *c, const char *path, int *error)
{
	int fd = openat(c->proc_fd, path, O_RDONLY | O_CLOEXEC);
	size_t size = STEP;
	size_t len = 0;
	char *buf;
	ssize_t n = -1;

	*error = errno;
	if (fd < 0)
		return NULL;
	buf = malloc(size);
	while (buf && size < MOUNTINFO_MAX) {
		n = read(fd, buf + len, size - len - 1);
		*error = errno;
		if (n <= 0)
			break;
		len += (size_t)n;
		if (size - len > 4096)
			continue;
		size *= 2;
		buf = realloc(buf, size);
	}
	close(fd);
	if (!buf)
		memory_out();
	if (n < 0) {
		free(buf);
		return NULL;
	}
	buf[len] = '\0';
	return buf;
}

static int read_mounts(struct collector *c, const char *who, uint32_t pid)
{
	char path[32];
	char *text;
	int error;

	snprintf(path, sizeof(path), "%s/mountinfo", who);
	text = read_whole(c, path, &error);
	if (!text)
		return -error;
	mount_text(c, text, pid);
	free(text);
	return 0;
}

struct mounts_ctx {
	struct map *by_ino;
	struct refusals no;
};

static void find_mount_ns(struct collector *c, uint32_t pid, void *ctx)
{
	struct mounts_ctx *m = ctx;
	struct mount_ns *mnt;
	char path[32];
	uint64_t ino;
	int error;

	snprintf(path, sizeof(path), "%u/ns/mnt", pid);
	ino = proc_ino(c, path, &error);
	m->no.of++;
	if (!ino) {
		if (error != ENOENT && error != ESRCH)
			refusal_add(&m->no, pid, error);
		return;
	}
	if (ino == c->self_mnt)
		return;
	mnt = map_find_u64(m->by_ino, ino);
	if (!mnt) {
		mnt = ARENA_NEW(c->arena, struct mount_ns);
		mnt->ino = ino;
		map_put_u64(m->by_ino, ino, mnt);
	}
	if (mnt->n < ARRAY_SIZE(mnt->pids))
		mnt->pids[mnt->n++] = pid;
}

static void read_mount_ns(struct collector *c, const struct mount_ns *mnt,
			  struct refusals *no)
{
	int ret = 0;

	for (uint32_t i = 0; i < mnt->n; i++) {
		char who[16];

		snprintf(who, sizeof(who), "%u", mnt->pids[i]);
		ret = read_mounts(c, who, mnt->pids[i]);
		if (!ret)
			return;
	}
	if (ret != -ENOENT && ret != -ESRCH && ret != -EINVAL)
		refusal_add(no, mnt->pids[0], -ret);
}

void discover_mounts(struct collector *c, bool all)
{
	struct mounts_ctx m = { .by_ino = map_new(c->arena) };
	int ret = read_mounts(c, "self", 0);

	if (ret)
		snapshot_gap(c->snap, "host", "read", -ret, NULL);
	if (!all)
		return;
	proc_each(c, find_mount_ns, &m);
	for (size_t i = 0; i < map_count(m.by_ino); i++)
		read_mount_ns(c, map_at(m.by_ino, i), &m.no);
	refusal_gap(c, &m.no, "mnt", "list");
}
