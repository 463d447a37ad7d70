/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What runs in the file child: it reads what may hang, and nothing else. */
#include "collect/file_child.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CAP_MAX (1024 * 1024)

static int lookup(int root, const char *path, uint64_t flags)
{
	struct open_how how = {
		.flags = O_PATH | O_CLOEXEC | flags,
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
	};
	int fd = (int)syscall(SYS_openat2, root, path, &how, sizeof(how));

	return fd < 0 ? -errno : fd;
}

/*
 * O_PATH opens nothing, so a FIFO, a device or a socket is never opened. The
 * descriptor is turned into a readable one only once it is known to be a
 * regular file. O_NOATIME is for owners alone.
 */
int file_open_regular(int root, const char *path)
{
	const int flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
	char self[32];
	struct stat st;
	int ret;
	int fd = lookup(root, path, 0);

	if (fd < 0)
		return fd;
	if (fstat(fd, &st)) {
		ret = -errno;
	} else if (!S_ISREG(st.st_mode)) {
		ret = -EINVAL;
	} else {
		snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
		ret = open(self, flags | O_NOATIME);
		if (ret < 0 && errno == EPERM)
			ret = open(self, flags);
		if (ret < 0)
			ret = -errno;
	}
	close(fd);
	return ret;
}

static uint32_t read_link(int root, const char *path, char *text)
{
	int fd = lookup(root, path, O_NOFOLLOW);
	ssize_t n;

	if (fd < 0)
		return 0;
	n = readlinkat(fd, "", text, FILE_PATH_MAX);
	close(fd);
	return n > 0 ? (uint32_t)n : 0;
}

static void read_content(int fd, uint32_t cap, char *buf,
			 struct file_reply *rp)
{
	struct stat st;
	char more;
	ssize_t n = 0;

	rp->uid = fstat(fd, &st) ? UINT32_MAX : st.st_uid;
	while (rp->len < cap) {
		n = read(fd, buf + rp->len, cap - rp->len);
		if (n <= 0)
			break;
		rp->len += (uint32_t)n;
	}
	if (n < 0)
		rp->error = errno;
	if (rp->len == cap)
		rp->truncated = read(fd, &more, 1) == 1;
}

static int open_root(int proc_fd, uint32_t pid)
{
	const int flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
	char path[32];
	int fd;

	if (!pid)
		return open("/", flags);
	/* Itself a magic link, hence by plain open. */
	snprintf(path, sizeof(path), "%u/root", pid);
	fd = openat(proc_fd, path, flags);
	return fd;
}

static void serve(const struct file_request *rq, int proc_fd, char *link,
		  char *buf, struct file_reply *rp)
{
	int root = open_root(proc_fd, rq->pid);
	int fd;

	if (root < 0) {
		rp->error = errno;
		return;
	}
	rp->link_len = read_link(root, rq->path, link);
	fd = file_open_regular(root, rq->path);
	if (fd < 0) {
		rp->error = -fd;
	} else {
		read_content(fd, rq->cap, buf, rp);
		close(fd);
	}
	close(root);
}

static int put(int fd, const void *p, size_t len)
{
	while (len) {
		ssize_t n = write(fd, p, len);

		if (n <= 0)
			return -1;
		p = (const char *)p + n;
		len -= (size_t)n;
	}
	return 0;
}

void file_child_serve(int fd, int proc_fd)
{
	char *buf = malloc(CAP_MAX);
	char link[FILE_PATH_MAX];
	struct file_request rq;

	while (buf && read(fd, &rq, sizeof(rq)) == (ssize_t)sizeof(rq)) {
		struct file_reply rp = { 0 };

		if (rq.cap > CAP_MAX)
			rq.cap = CAP_MAX;
		rq.path[sizeof(rq.path) - 1] = '\0';
		serve(&rq, proc_fd, link, buf, &rp);
		if (put(fd, &rp, sizeof(rp)) || put(fd, link, rp.link_len) ||
		    put(fd, buf, rp.len))
			break;
	}
	free(buf);
}
