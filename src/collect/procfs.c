/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collect/procfs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/base.h"

/* Measured: at 10 the cost per namespace no longer grows with their number. */
#define USES_MAX 10

void procfs_init(struct procfs *p)
{
	*p = (struct procfs){ .fd = -1 };
}

static void procfs_drop(struct procfs *p)
{
	if (p->is_private && p->fd >= 0)
		close(p->fd);
	p->fd = -1;
	p->is_private = false;
	p->uses = 0;
}

void procfs_free(struct procfs *p)
{
	procfs_drop(p);
}

/* A detached mount: it is in no directory, and goes with its descriptor. */
static int procfs_new(void)
{
	int fs = (int)syscall(SYS_fsopen, "proc", FSOPEN_CLOEXEC);
	int fd = -1;

	if (fs < 0)
		return -1;
	if (!syscall(SYS_fsconfig, fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0))
		fd = (int)syscall(SYS_fsmount, fs, FSMOUNT_CLOEXEC,
				  MOUNT_ATTR_NODEV | MOUNT_ATTR_NOSUID |
				  MOUNT_ATTR_NOEXEC | MOUNT_ATTR_RDONLY);
	close(fs);
	return fd;
}

void procfs_next(struct procfs *p, int fallback)
{
	if (p->fd >= 0 && p->uses++ < USES_MAX)
		return;
	procfs_drop(p);
	if (!p->refused) {
		p->fd = procfs_new();
		p->is_private = p->fd >= 0;
		p->refused = p->fd < 0;
	}
	if (p->fd < 0)
		p->fd = fallback;
}

ssize_t procfs_read(const struct procfs *p, const char *path, char *buf,
		    size_t size)
{
	int fd = openat(p->fd, path, O_RDONLY | O_CLOEXEC);
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

int procfs_slurp(const struct procfs *p, const char *path, size_t max,
		 char **text, bool *cut)
{
	int fd = openat(p->fd, path, O_RDONLY | O_CLOEXEC);
	size_t size = 4096;
	size_t len = 0;
	ssize_t n = 0;
	char *buf;

	if (fd < 0)
		return -errno;
	buf = malloc(size);
	while (buf && len < max &&
	       (n = read(fd, buf + len, size - len - 1)) > 0) {
		len += (size_t)n;
		if (size - len < 2048)
			buf = realloc(buf, size *= 2);
	}
	if (!buf)
		memory_out();
	close(fd);
	if (n < 0) {
		free(buf);
		return -EIO;
	}
	buf[len] = '\0';
	*cut = n > 0;
	*text = buf;
	return 0;
}
