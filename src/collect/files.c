/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file child, as its parent sees it. */
#include "collect/files.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "collect/file_child.h"

#define ANSWER_MS 1000

struct file_child {
	pid_t pid;
	int fd;
};

static void child_end(struct collector *c, int options)
{
	struct file_child *ch = c->files;

	close(ch->fd);
	(void)!waitpid(ch->pid, NULL, options);
	free(ch);
	c->files = NULL;
}

/* It has answered all it was asked: it ends when its socket closes. */
void files_stop(struct collector *c)
{
	if (c->files)
		child_end(c, 0);
}

/* The only signal that is ever sent; not waited for, it may take its time. */
static void child_kill(struct collector *c)
{
	if (!c->files)
		return;
	kill(c->files->pid, SIGKILL);
	child_end(c, WNOHANG);
}

static int child_start(struct collector *c)
{
	pid_t parent = getpid();
	int pair[2];
	struct file_child *ch;

	if (c->files)
		return 0;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
		return -errno;
	ch = calloc(1, sizeof(*ch));
	if (!ch)
		memory_out();
	ch->fd = pair[0];
	ch->pid = fork();
	if (ch->pid < 0) {
		int error = errno;

		close(pair[0]);
		close(pair[1]);
		free(ch);
		return -error;
	}
	if (!ch->pid) {
		close(pair[0]);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() == parent)
			file_child_serve(pair[1], c->proc_fd);
		_exit(0);
	}
	close(pair[1]);
	c->files = ch;
	return 0;
}

static int answer_read(int fd, void *p, size_t len)
{
	while (len) {
		struct pollfd pfd = { .fd = fd, .events = POLLIN };
		ssize_t n;

		if (poll(&pfd, 1, ANSWER_MS) <= 0)
			return -ETIMEDOUT;
		n = read(fd, p, len);
		if (n <= 0)
			return -EPIPE;
		p = (char *)p + n;
		len -= (size_t)n;
	}
	return 0;
}

static int ask(struct collector *c, const struct file_request *rq,
	       struct file_answer *out)
{
	struct arena *a = c->snap->arena;
	struct file_reply rp;
	char *text;
	char *link;
	int ret;

	if (send(c->files->fd, rq, sizeof(*rq), MSG_NOSIGNAL) !=
	    (ssize_t)sizeof(*rq))
		return -EPIPE;
	ret = answer_read(c->files->fd, &rp, sizeof(rp));
	if (ret)
		return ret;
	if (rp.len > rq->cap || rp.link_len > FILE_PATH_MAX)
		return -EPROTO;
	link = arena_alloc(a, rp.link_len + 1);
	text = arena_alloc(a, rp.len + 1);
	ret = answer_read(c->files->fd, link, rp.link_len);
	if (!ret)
		ret = answer_read(c->files->fd, text, rp.len);
	if (ret)
		return ret;
	out->state = rp.error;
	out->link = rp.link_len ? link : NULL;
	out->text = rp.error ? NULL : text;
	out->len = rp.len;
	out->truncated = rp.truncated;
	out->uid = rp.uid;
	return 0;
}

void files_read(struct collector *c, uint32_t pid, const char *path,
		uint32_t cap, struct file_answer *out)
{
	struct file_request rq = { .pid = pid, .cap = cap };
	int ret;

	memset(out, 0, sizeof(*out));
	if (strlen(path) >= sizeof(rq.path)) {
		out->state = ENAMETOOLONG;
		return;
	}
	memcpy(rq.path, path, strlen(path) + 1);
	ret = child_start(c);
	if (!ret)
		ret = ask(c, &rq, out);
	if (ret) {
		child_kill(c);
		memset(out, 0, sizeof(*out));
		out->state = -ret;
	}
}
