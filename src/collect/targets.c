/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Targets that only the running system can resolve. */
#include "collect/collector.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

static int no_process(const struct collector *c, struct error *err,
		      uint32_t pid, uint32_t tid, int error)
{
	char who[48];

	snprintf(who, sizeof(who), tid ? "thread %u/%u" : "process %u", pid,
		 tid);
	if (error == ENOENT || error == ESRCH) {
		error_set(err, -ESRCH, "there is no %s", who);
		return -ESRCH;
	}
	error_set(err, -EACCES,
		  "may not look at the namespaces of %s: %s", who,
		  strerror(error));
	error_hint(err, c->may_trace ? "a security policy forbids it"
				     : "as root: sudo nsdoctor ...");
	return -EACCES;
}

/* A zombie has a directory, but sits in no namespace any more. */
static bool is_there(const struct collector *c, uint32_t pid)
{
	char path[16];
	struct stat st;

	snprintf(path, sizeof(path), "%u", pid);
	return !fstatat(c->proc_fd, path, &st, 0);
}

int collect_target_pid(struct collector *c, uint32_t pid, uint32_t tid,
		       uint64_t *ino, struct error *err)
{
	struct holder h = { .pid = pid, .tid = tid, .fd = -1 };
	char path[64];
	struct place *p;
	uint64_t there;
	int error;

	if (tid && tid != pid)
		snprintf(path, sizeof(path), "%u/task/%u/ns/net", pid, tid);
	else
		snprintf(path, sizeof(path), "%u/ns/net", pid);
	if (tid == pid)
		h.tid = 0;
	there = proc_ino(c, path, &error);
	if (!there && error == ENOENT && !tid && is_there(c, pid))
		return error_set(err, -ESRCH,
				 "process %u has ended (a zombie): it is in "
				 "no namespace any more", pid);
	p = there ? place_add(c, there, &h) : NULL;
	if (!p && !tid && error != ENOENT)
		p = place_of_group(c, pid);
	if (!p)
		return no_process(c, err, pid, tid, error);
	if (there && !p->main_pid && !h.tid)
		p->main_pid = pid;
	process_describe(c, process_add(c, p, pid, h.tid));
	place_path(c, p);
	*ino = p->ns->ino;
	return 0;
}

static int not_a_namespace(struct error *err, const char *path,
			   const struct stat *st)
{
	if (S_ISREG(st->st_mode))
		return error_set(err, -EINVAL,
				 "%s is an ordinary file, not a namespace: "
				 "nothing is mounted on it", path);
	return error_set(err, -EINVAL, "%s is not a namespace file", path);
}

/* Which type of namespace can be asked only of an open descriptor. */
static int check_type(int fd, const char *path, struct error *err)
{
	char self[32];
	int ns;
	int type;

	snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
	ns = open(self, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (ns < 0)
		return error_sys(err, "open %s", path);
	type = ioctl(ns, NS_GET_NSTYPE);
	close(ns);
	if (type != CLONE_NEWNET)
		return error_set(err, -EINVAL,
				 "%s is a namespace, but no network namespace",
				 path);
	return 0;
}

int collect_target_path(struct collector *c, const char *path, uint64_t *ino,
			struct error *err)
{
	struct holder h = { .fd = -1, .path = path };
	struct stat st;
	int fd = open(path, O_PATH | O_CLOEXEC);
	int ret = 0;

	if (fd < 0) {
		error_sys(err, "open %s", path);
		if (errno == EACCES)
			error_hint(err, "as root: sudo nsdoctor ...");
		return errno == EACCES ? -EACCES : -ESRCH;
	}
	if (fstat(fd, &st))
		ret = error_sys(err, "look at %s", path);
	else if (st.st_dev != c->nsfs_dev)
		ret = not_a_namespace(err, path, &st);
	else
		ret = check_type(fd, path, err);
	close(fd);
	if (ret)
		return ret;
	place_path(c, place_add(c, st.st_ino, &h));
	*ino = st.st_ino;
	return 0;
}

int collect_target_inode(struct collector *c, uint64_t number,
			 struct error *err)
{
	static const uint32_t further[] = {
		0,
		COLLECT_NAMES,
		COLLECT_PROCESSES,
		COLLECT_THREADS | COLLECT_MOUNTS,
		COLLECT_FDS,
	};

	for (size_t i = 0; i < ARRAY_SIZE(further); i++) {
		collect_discover(c, further[i]);
		if (place_of(c, number))
			return 0;
	}
	if (c->snap->host.partial)
		return error_set(err, -EACCES,
				 "cannot tell whether net:[%llu] exists: not "
				 "all processes could be read",
				 (unsigned long long)number);
	return error_set(err, -ESRCH,
			 "there is no network namespace net:[%llu]",
			 (unsigned long long)number);
}
