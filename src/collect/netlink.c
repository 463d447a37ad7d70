/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collect/netlink.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The kernel fills at most this much per receive (netlink_dump()). */
#define BUF_FIRST (32 * 1024)
#define BUF_MOST (1024 * 1024)

void nl_req_init(struct nl_req *r, uint16_t type, uint16_t flags,
		 const void *head, size_t len)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)r->b;

	memset(r, 0, sizeof(*r));
	nlh->nlmsg_len = NLMSG_HDRLEN + NLMSG_ALIGN(len);
	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	memcpy(r->b + NLMSG_HDRLEN, head, len);
}

void nl_req_put(struct nl_req *r, uint16_t attr, const void *p, size_t len)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)r->b;
	struct nlattr *a = (struct nlattr *)(r->b + nlh->nlmsg_len);

	/* Callers put a few bounded values; this holds them to it. */
	if (nlh->nlmsg_len + NLA_HDRLEN + NLA_ALIGN(len) > sizeof(r->b))
		return;
	a->nla_type = attr;
	a->nla_len = NLA_HDRLEN + len;
	memcpy((uint8_t *)a + NLA_HDRLEN, p, len);
	nlh->nlmsg_len += NLA_HDRLEN + NLA_ALIGN(len);
}

void nl_req_put_u32(struct nl_req *r, uint16_t attr, uint32_t value)
{
	nl_req_put(r, attr, &value, sizeof(value));
}

void nl_req_put_str(struct nl_req *r, uint16_t attr, const char *s)
{
	nl_req_put(r, attr, s, strlen(s) + 1);
}

void nl_init(struct nl *nl, const struct timespec *deadline)
{
	memset(nl, 0, sizeof(*nl));
	nl->fd = -1;
	nl->deadline = *deadline;
}

int nl_open(struct nl *nl, int protocol)
{
	int on = 1;

	if (!nl->buf) {
		nl->buf = malloc(BUF_FIRST);
		if (!nl->buf)
			memory_out();
		nl->size = BUF_FIRST;
	}
	nl->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
	if (nl->fd < 0)
		return -errno;
	nl->protocol = protocol;
	/* The first request binds it; the first answer tells to which port. */
	nl->portid = 0;
	/* Refused before 4.20: filters may be ignored then, which is checked
	 * in each answer. */
	(void)!setsockopt(nl->fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on,
			  sizeof(on));
	return 0;
}

void nl_close(struct nl *nl)
{
	if (nl->fd >= 0)
		close(nl->fd);
	nl->fd = -1;
}

void nl_free(struct nl *nl)
{
	nl_close(nl);
	free(nl->buf);
	nl->buf = NULL;
}

int nl_ms_left(const struct timespec *deadline)
{
	struct timespec now;
	int64_t ms;

	clock_gettime(CLOCK_MONOTONIC, &now);
	ms = (int64_t)(deadline->tv_sec - now.tv_sec) * 1000 +
	     (deadline->tv_nsec - now.tv_nsec) / 1000000;
	if (ms < 0)
		return 0;
	return ms > INT32_MAX ? INT32_MAX : (int)ms;
}

static int nl_wait(const struct nl *nl)
{
	struct pollfd pfd = { .fd = nl->fd, .events = POLLIN };
	int ret = poll(&pfd, 1, nl_ms_left(&nl->deadline));

	if (ret < 0)
		return errno == EINTR ? 0 : -errno;
	return ret ? 0 : -ETIMEDOUT;
}

static void nl_grow(struct nl *nl)
{
	uint8_t *buf;

	if (nl->size * 2 > BUF_MOST)
		return;
	buf = realloc(nl->buf, nl->size * 2);
	if (!buf)
		memory_out();
	nl->buf = buf;
	nl->size *= 2;
}

/*
 * One datagram of the kernel's. The answer to a request is mostly there when
 * send() returns, so it is asked for before anything is waited for.
 */
static ssize_t nl_recv(struct nl *nl)
{
	struct sockaddr_nl from = { 0 };
	struct iovec iov = { .iov_base = nl->buf, .iov_len = nl->size };
	struct msghdr msg = {
		.msg_name = &from,
		.msg_namelen = sizeof(from),
		.msg_iov = &iov,
		.msg_iovlen = 1,
	};

	for (;;) {
		ssize_t n = recvmsg(nl->fd, &msg, MSG_DONTWAIT);
		int ret;

		if (n >= 0 && msg.msg_flags & MSG_TRUNC) {
			nl_grow(nl);
			return -EMSGSIZE;
		}
		/* Another process may write to a netlink socket, too. */
		if (n >= 0 && !from.nl_pid)
			return n;
		if (n < 0 && errno != EAGAIN && errno != EINTR)
			return -errno;
		ret = nl_wait(nl);
		if (ret)
			return ret;
	}
}

/* NLMSG_ERROR and NLMSG_DONE begin with an s32; old kernels' DONE is bare. */
static int nl_verdict(const struct nlmsghdr *nlh)
{
	int32_t code = 0;

	if (nlh->nlmsg_len >= NLMSG_HDRLEN + sizeof(code))
		memcpy(&code, (const uint8_t *)nlh + NLMSG_HDRLEN,
		       sizeof(code));
	else if (nlh->nlmsg_type == NLMSG_ERROR)
		return -EBADMSG;
	return code < 0 ? code : 0;
}

struct answer {
	nl_cb cb;
	void *ctx;
	bool torn;
	bool done;
};

static int nl_message(struct nl *nl, const struct nlmsghdr *nlh,
		      struct answer *an)
{
	int ret;

	if (nlh->nlmsg_seq != nl->seq)
		return 0;
	if (!nl->portid)
		nl->portid = nlh->nlmsg_pid;
	if (nlh->nlmsg_pid != nl->portid)
		return 0;
	if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
		an->torn = true;
	switch (nlh->nlmsg_type) {
	case NLMSG_DONE:
	case NLMSG_ERROR:
		an->done = true;
		return nl_verdict(nlh);
	case NLMSG_NOOP:
		return 0;
	case NLMSG_OVERRUN:
		return -ENOBUFS;
	default:
		break;
	}
	if (!(nlh->nlmsg_flags & NLM_F_MULTI))
		an->done = true;
	ret = an->cb(nlh, an->ctx);
	return ret == -ENOMSG ? 0 : ret;
}

static int nl_datagram(struct nl *nl, size_t len, struct answer *an)
{
	const uint8_t *p = nl->buf;

	while (len >= NLMSG_HDRLEN && !an->done) {
		const struct nlmsghdr *nlh = (const struct nlmsghdr *)p;
		size_t step;
		int ret;

		if (nlh->nlmsg_len < NLMSG_HDRLEN || nlh->nlmsg_len > len)
			return -EBADMSG;
		ret = nl_message(nl, nlh, an);
		if (ret < 0)
			return ret;
		step = NLMSG_ALIGN(nlh->nlmsg_len);
		if (step > len)
			step = len;
		p += step;
		len -= step;
	}
	return 0;
}

/*
 * A request that ended early leaves the rest of its dump in the socket: it is
 * opened anew, so that the next request does not find EBUSY or old messages.
 */
static int nl_abort(struct nl *nl, int ret)
{
	int protocol = nl->protocol;

	nl_close(nl);
	if (nl_open(nl, protocol))
		nl->fd = -1;
	return ret;
}

int nl_request(struct nl *nl, struct nl_req *r, nl_cb cb, void *ctx)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)r->b;
	struct sockaddr_nl to = { .nl_family = AF_NETLINK };
	struct answer an = { .cb = cb, .ctx = ctx };
	ssize_t n;
	int ret = 0;

	if (nl->fd < 0)
		return -EBADF;
	nlh->nlmsg_seq = ++nl->seq;
	if (sendto(nl->fd, r->b, nlh->nlmsg_len, 0, (struct sockaddr *)&to,
		   sizeof(to)) < 0)
		return -errno;
	while (!an.done) {
		n = nl_recv(nl);
		ret = n < 0 ? (int)n : nl_datagram(nl, (size_t)n, &an);
		if (ret < 0)
			return an.done ? ret : nl_abort(nl, ret);
	}
	return an.torn ? -EINTR : 0;
}
