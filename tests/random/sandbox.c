/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Private namespaces for one host: network, mounts and processes. The first
 * process's end ends all others and frees every namespace they made.
 */
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "truth.h"

static int mounts_private(void)
{
	if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("proc", "/proc", "proc", 0, NULL) ||
	    mount("sysfs", "/sys", "sysfs", 0, NULL) ||
	    mount("tmpfs", "/run", "tmpfs", 0, NULL))
		return -errno;
	return 0;
}

int sandbox_run(int (*fn)(void *), void *arg, unsigned int seconds)
{
	unsigned long flags = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET;
	struct pollfd p = { .events = POLLIN };
	int status = 0, ret = 0;
	pid_t pid;

	fflush(NULL);
	pid = syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
	if (pid < 0)
		return -errno;
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (mounts_private())
			_exit(1);
		_exit(fn(arg) ? 1 : 0);
	}
	p.fd = syscall(SYS_pidfd_open, pid, 0);
	if (poll(&p, 1, seconds ? (int)seconds * 1000 : -1) <= 0) {
		kill(pid, SIGKILL);
		ret = -ETIME;
	}
	close(p.fd);
	if (waitpid(pid, &status, 0) < 0)
		return -errno;
	if (!ret && status)
		ret = -ECHILD;
	return ret;
}

int sandbox_command(const char *const argv[], int in, int out, int err)
{
	int status;
	pid_t pid = fork();

	if (pid < 0)
		return -errno;
	if (!pid) {
		dup2(in, 0);
		dup2(out, 1);
		dup2(err, 2);
		execvp(argv[0], (char *const *)argv);
		_exit(127);
	}
	if (waitpid(pid, &status, 0) < 0)
		return -errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}
