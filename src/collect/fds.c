/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Open descriptors on namespaces: they keep one alive that has no other sign. */
#include "collect/collector.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "collect/mountinfo.h"
#include "collect/proc.h"

/* The target is not to be followed: only its text is looked at. */
static void look_at(struct collector *c, int dir, const char *name,
		    uint32_t pid)
{
	struct holder h = { .pid = pid, .fd = (int32_t)proc_pid(name) };
	struct mount_line m = { .type = "nsfs" };
	char text[64];
	ssize_t n = readlinkat(dir, name, text, sizeof(text) - 1);
	uint64_t ino;

	if (n <= 0)
		return;
	text[n] = '\0';
	m.root = text;
	ino = mountinfo_netns(&m);
	if (ino)
		place_add(c, ino, &h);
}

static void look_through(struct collector *c, uint32_t pid, void *ctx)
{
	struct refusals *no = ctx;
	struct dirent *de;
	char path[32];
	DIR *dir;
	int fd;

	no->of++;
	snprintf(path, sizeof(path), "%u/fd", pid);
	fd = openat(c->proc_fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir) {
		if (errno != ENOENT && errno != ESRCH)
			refusal_add(no, pid, errno);
		if (fd >= 0)
			close(fd);
		return;
	}
	while ((de = readdir(dir)))
		if (de->d_name[0] != '.')
			look_at(c, dirfd(dir), de->d_name, pid);
	closedir(dir);
}

void discover_fds(struct collector *c)
{
	struct refusals no = { 0 };

	proc_each(c, look_through, &no);
	refusal_gap(c, &no, "fd", "list");
}
