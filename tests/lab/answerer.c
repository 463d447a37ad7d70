/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * answerer - the far end of the lab's internet: takes TCP connections and
 * answers DNS queries. It forks into the background once every socket is
 * bound, so the caller needs no sleep: when it returns, the service is there.
 *
 * usage: answerer SERVICE...		SERVICE: tcp:ADDR:PORT  dns:ADDR
 * An IPv6 ADDR stands in brackets. Every name has the address 203.0.113.80.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "endpoint.h"

enum { MAX_SOCKETS = 32, DNS_PORT = 53, DNS_HEADER = 12, DNS_MAX = 512 };

enum service {
	SERVICE_TCP,
	SERVICE_DNS_UDP,
	SERVICE_DNS_TCP,
};

struct listener {
	int fd;
	enum service service;
};

/* Length of the question section's first entry, or 0 if it is not whole. */
static size_t question_length(const uint8_t *msg, size_t len)
{
	size_t at = DNS_HEADER;

	while (at < len && msg[at] != 0) {
		if (msg[at] > 63)	/* no compression in a question */
			return 0;
		at += 1 + msg[at];
	}
	at += 1 + 4;			/* root label, type, class */
	return at <= len ? at - DNS_HEADER : 0;
}

/* Turn the query in @msg into its answer; returns the length, 0: no query. */
static size_t dns_answer(uint8_t *msg, size_t len, size_t room)
{
	static const uint8_t record[] = {
		0xc0, DNS_HEADER,	/* the name of the question */
		0, 1, 0, 1,		/* A, IN */
		0, 0, 0, 60,		/* seconds to keep it */
		0, 4, 203, 0, 113, 80,
	};
	size_t question;

	if (len < DNS_HEADER || (msg[2] & 0x80))
		return 0;
	question = question_length(msg, len);
	if (question == 0 || DNS_HEADER + question + sizeof(record) > room)
		return 0;
	msg[2] |= 0x80;				/* QR: a response */
	msg[3] = 0x80;				/* RA, no error */
	memcpy(msg + 4, "\0\1\0\1\0\0\0\0", 8);	/* one question, one answer */
	len = DNS_HEADER + question;
	memcpy(msg + len, record, sizeof(record));
	return len + sizeof(record);
}

static void serve_udp(int fd)
{
	struct sockaddr_storage peer;
	socklen_t peer_len = sizeof(peer);
	uint8_t msg[DNS_MAX];
	ssize_t len;
	size_t answer;

	len = recvfrom(fd, msg, sizeof(msg), 0, (struct sockaddr *)&peer,
		       &peer_len);
	if (len < 0)
		return;
	answer = dns_answer(msg, (size_t)len, sizeof(msg));
	if (answer)
		sendto(fd, msg, answer, 0, (struct sockaddr *)&peer, peer_len);
}

/* One query per connection, which is all that a probe asks. */
static void serve_dns_tcp(int fd)
{
	struct timeval patience = { .tv_sec = 1 };
	uint8_t msg[2 + DNS_MAX];
	ssize_t len;
	size_t answer;

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	len = recv(fd, msg, 2, MSG_WAITALL);
	if (len != 2 || (msg[0] << 8 | msg[1]) > DNS_MAX)
		return;
	len = recv(fd, msg + 2, (size_t)(msg[0] << 8 | msg[1]), MSG_WAITALL);
	if (len <= 0)
		return;
	answer = dns_answer(msg + 2, (size_t)len, DNS_MAX);
	if (!answer)
		return;
	msg[0] = (uint8_t)(answer >> 8);
	msg[1] = (uint8_t)answer;
	if (send(fd, msg, 2 + answer, MSG_NOSIGNAL) < 0)
		return;
}

static void serve(const struct listener *l)
{
	int fd;

	if (l->service == SERVICE_DNS_UDP) {
		serve_udp(l->fd);
		return;
	}
	fd = accept(l->fd, NULL, NULL);
	if (fd < 0)
		return;
	if (l->service == SERVICE_DNS_TCP)
		serve_dns_tcp(fd);
	close(fd);
}

static int listen_on(const struct endpoint *e, enum service service)
{
	int type = service == SERVICE_DNS_UDP ? SOCK_DGRAM : SOCK_STREAM;
	int fd = socket(e->address.ss_family, type | SOCK_CLOEXEC, 0);
	int on = 1;

	if (fd < 0)
		return -errno;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (const struct sockaddr *)&e->address, e->length) < 0 ||
	    (type == SOCK_STREAM && listen(fd, 16) < 0)) {
		int err = errno;

		close(fd);
		return -err;
	}
	return fd;
}

static int add(struct listener *l, size_t *n, const struct endpoint *e,
	       enum service service)
{
	int fd;

	if (*n == MAX_SOCKETS)
		return -ENOSPC;
	fd = listen_on(e, service);
	if (fd < 0)
		return fd;
	l[*n].fd = fd;
	l[*n].service = service;
	(*n)++;
	return 0;
}

static int add_service(struct listener *l, size_t *n, const char *word)
{
	struct endpoint e;
	int err;

	if (!strncmp(word, "tcp:", 4)) {
		err = endpoint_parse(&e, word + 4, 0);
		return err ? err : add(l, n, &e, SERVICE_TCP);
	}
	if (strncmp(word, "dns:", 4))
		return -EINVAL;
	err = endpoint_parse(&e, word + 4, DNS_PORT);
	if (!err)
		err = add(l, n, &e, SERVICE_DNS_UDP);
	return err ? err : add(l, n, &e, SERVICE_DNS_TCP);
}

static void serve_for_ever(const struct listener *l, size_t n)
{
	struct pollfd p[MAX_SOCKETS];
	size_t i;

	for (i = 0; i < n; i++)
		p[i] = (struct pollfd){ .fd = l[i].fd, .events = POLLIN };
	while (poll(p, n, -1) >= 0 || errno == EINTR)
		for (i = 0; i < n; i++)
			if (p[i].revents & POLLIN)
				serve(&l[i]);
}

int main(int argc, char **argv)
{
	struct listener l[MAX_SOCKETS];
	size_t n = 0;
	int i, err;

	for (i = 1; i < argc; i++) {
		err = add_service(l, &n, argv[i]);
		if (err) {
			fprintf(stderr, "answerer: %s: %s\n", argv[i],
				strerror(-err));
			return 2;
		}
	}
	if (n == 0)
		return 2;
	if (daemon(0, 0) < 0)		/* also lets go of the caller's pipe */
		return 2;
	serve_for_ever(l, n);
	return 1;
}
