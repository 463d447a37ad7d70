/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_COLLECT_NETLINK_H
#define NSD_COLLECT_NETLINK_H

#include <linux/netlink.h>
#include <time.h>

#include "base/base.h"

/**
 * struct nl - a netlink socket and its buffer, owned by one reader
 * @fd: -1 while closed
 * @deadline: CLOCK_MONOTONIC; nothing is waited for past it
 */
struct nl {
	int fd;
	int protocol;
	uint32_t portid;
	uint32_t seq;
	uint8_t *buf;
	size_t size;
	struct timespec deadline;
};

/** struct nl_req - a request being built; zero it, then nl_req_init() */
struct nl_req {
	_Alignas(8) uint8_t b[1024];
};

/**
 * nl_req_init() - header of a request
 * @flags: NLM_F_DUMP or 0; NLM_F_REQUEST is added
 * @head: the family's header, @len bytes; padded to four
 */
void nl_req_init(struct nl_req *r, uint16_t type, uint16_t flags,
		 const void *head, size_t len);
void nl_req_put(struct nl_req *r, uint16_t attr, const void *p, size_t len);
void nl_req_put_u32(struct nl_req *r, uint16_t attr, uint32_t value);
void nl_req_put_str(struct nl_req *r, uint16_t attr, const char *s);

void nl_init(struct nl *nl, const struct timespec *deadline);
/** nl_open() - in the namespace of the calling thread; 0 or -errno */
int nl_open(struct nl *nl, int protocol);
void nl_close(struct nl *nl);
/** nl_free() - close, and give the buffer back */
void nl_free(struct nl *nl);

/**
 * nl_cb - called for each message of an answer
 * Return: 0, or a negative errno that ends the request with that error.
 */
typedef int (*nl_cb)(const struct nlmsghdr *nlh, void *ctx);

/**
 * nl_request() - ask, and hand every message of the answer to @cb
 *
 * Sends @r and receives until the answer is complete. Nothing is retried here.
 *
 * Return: 0; -EINTR where the kernel says that a dump is torn; -ETIMEDOUT;
 * -EMSGSIZE where a message did not fit (the buffer is larger now: ask again);
 * any error of the kernel's answer, of NLMSG_ERROR or inside NLMSG_DONE.
 */
int nl_request(struct nl *nl, struct nl_req *r, nl_cb cb, void *ctx);

/** nl_ms_left() - milliseconds to the deadline, 0 when it has passed */
int nl_ms_left(const struct timespec *deadline);

#endif
