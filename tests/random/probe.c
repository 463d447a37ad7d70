/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The packet itself: sockets of the asker and of all who may answer. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "truth.h"

enum { ECHO_DATA = 56, UDP_DATA = 32, ECHO_ID = 0x4e53 };

union address_any {
	struct sockaddr sa;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
};

static socklen_t any_set(union address_any *a, enum family f, const char *text,
			 unsigned int port)
{
	memset(a, 0, sizeof(*a));
	if (f == FAM4) {
		a->in.sin_family = AF_INET;
		a->in.sin_port = htons(port);
		inet_pton(AF_INET, text ? text : "0.0.0.0", &a->in.sin_addr);
		return sizeof(a->in);
	}
	a->in6.sin6_family = AF_INET6;
	a->in6.sin6_port = htons(port);
	inet_pton(AF_INET6, text ? text : "::", &a->in6.sin6_addr);
	return sizeof(a->in6);
}

static int listener(const struct question *q)
{
	union address_any a;
	socklen_t len = any_set(&a, q->family, NULL, q->port);
	int one = 1, fd;

	fd = socket(q->family == FAM4 ? AF_INET : AF_INET6, SOCK_CLOEXEC |
		    SOCK_NONBLOCK | (q->proto == PROTO_TCP ? SOCK_STREAM :
				     SOCK_DGRAM), 0);
	if (fd < 0)
		return -errno;
	if (q->family == FAM4)
		setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &one, sizeof(one));
	else
		setsockopt(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, &one,
			   sizeof(one));
	if (q->family == FAM6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof(one));
	if (bind(fd, &a.sa, len) ||
	    (q->proto == PROTO_TCP && listen(fd, 8))) {
		close(fd);
		return -errno;
	}
	return fd;
}

int probe_listen(const struct question *q, const int *netns, int n_netns,
		 int *fds, int max)
{
	int n = 0, i, fd;

	for (i = 0; q->open && i < n_netns && n < max; i++) {
		if (setns(netns[i], CLONE_NEWNET))
			continue;
		fd = listener(q);
		if (fd >= 0)
			fds[n++] = fd;
	}
	return n;
}

/* the answer comes from the address that was asked, as a resolver's does */
static void serve_datagram(int fd)
{
	char data[512], control[256];
	union address_any peer;
	struct iovec iov = { data, sizeof(data) };
	struct msghdr m = {
		.msg_name = &peer, .msg_namelen = sizeof(peer),
		.msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = control, .msg_controllen = sizeof(control),
	};
	ssize_t n = recvmsg(fd, &m, 0);
	struct cmsghdr *c;

	if (n < 0)
		return;
	iov.iov_len = n;
	for (c = CMSG_FIRSTHDR(&m); c; c = CMSG_NXTHDR(&m, c)) {
		if (c->cmsg_type == IP_PKTINFO &&
		    c->cmsg_level == IPPROTO_IP) {
			struct in_pktinfo *i = (void *)CMSG_DATA(c);

			i->ipi_spec_dst = i->ipi_addr;
			i->ipi_ifindex = 0;
		} else if (c->cmsg_level == IPPROTO_IPV6) {
			((struct in6_pktinfo *)(void *)CMSG_DATA(c))
				->ipi6_ifindex = 0;
		}
	}
	sendmsg(fd, &m, 0);
}

static int sender_open(const struct question *q)
{
	int domain = q->family == FAM4 ? AF_INET : AF_INET6;
	int type = SOCK_CLOEXEC | SOCK_NONBLOCK;

	switch (q->proto) {
	case PROTO_TCP:
		return socket(domain, type | SOCK_STREAM, 0);
	case PROTO_UDP:
		return socket(domain, type | SOCK_DGRAM, 0);
	case PROTO_ICMP:
		break;
	}
	return socket(domain, type | SOCK_RAW, q->family == FAM4 ?
		      IPPROTO_ICMP : IPPROTO_ICMPV6);
}

static unsigned int checksum(const unsigned char *p, size_t n)
{
	unsigned long sum = 0;
	size_t i;

	for (i = 0; i + 1 < n; i += 2)
		sum += p[i] << 8 | p[i + 1];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum & 0xffff;
}

static int send_echo(const struct question *q, int fd,
		     const union address_any *to, socklen_t len)
{
	struct icmphdr echo = { 0 };
	unsigned char packet[sizeof(echo) + ECHO_DATA] = { 0 };

	echo.type = q->family == FAM4 ? ICMP_ECHO : ICMP6_ECHO_REQUEST;
	echo.un.echo.id = htons(ECHO_ID);
	echo.un.echo.sequence = htons(1);
	memcpy(packet, &echo, sizeof(echo));
	/* the kernel computes ICMPv6's, which covers addresses as well */
	echo.checksum = htons(checksum(packet, sizeof(packet)));
	memcpy(packet, &echo, sizeof(echo));
	return sendto(fd, packet, sizeof(packet), 0, &to->sa, len) < 0 ?
		-errno : 0;
}

static int sender_send(const struct question *q, int fd)
{
	static const char data[UDP_DATA];
	union address_any to;
	socklen_t len = any_set(&to, q->family, q->to,
				q->proto == PROTO_ICMP ? 0 : q->port);

	if (q->proto == PROTO_ICMP)
		return send_echo(q, fd, &to, len);
	if (connect(fd, &to.sa, len) && errno != EINPROGRESS)
		return -errno;
	if (q->proto == PROTO_UDP && send(fd, data, sizeof(data), 0) < 0)
		return -errno;
	return 0;
}

/* an echo reply with our number, from the address that was asked */
static bool is_echo_reply(const struct question *q, int fd)
{
	unsigned char p[2048];
	union address_any from, asked;
	socklen_t len = sizeof(from);
	ssize_t n = recvfrom(fd, p, sizeof(p), 0, &from.sa, &len);
	size_t at = q->family == FAM4 && n > 0 ? (p[0] & 15) * 4 : 0;
	struct icmphdr echo;

	any_set(&asked, q->family, q->to, 0);
	if (n < 0 || (size_t)n < at + sizeof(echo))
		return false;
	memcpy(&echo, p + at, sizeof(echo));
	if (echo.type != (q->family == FAM4 ? ICMP_ECHOREPLY :
			  ICMP6_ECHO_REPLY) ||
	    echo.un.echo.id != htons(ECHO_ID))
		return false;
	return q->family == FAM4 ?
		from.in.sin_addr.s_addr == asked.in.sin_addr.s_addr :
		!memcmp(&from.in6.sin6_addr, &asked.in6.sin6_addr, 16);
}

/* true: nothing more is to be waited for */
static bool sender_look(const struct question *q, int fd, short events,
			struct probe_result *r)
{
	socklen_t len = sizeof(r->error);
	char data[512];

	if (q->proto == PROTO_ICMP) {
		r->answered |= events & POLLIN && is_echo_reply(q, fd);
		return r->answered;
	}
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &r->error, &len))
		return true;
	/* a refusal: the caller knows whether a stack or a rule made it */
	if (r->error)
		return true;
	if (q->proto == PROTO_TCP && events & POLLOUT)
		r->answered = true;
	else if (events & POLLIN && recv(fd, data, sizeof(data), 0) >= 0)
		r->answered = true;
	return r->answered;
}

static unsigned int now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void wait_for_answer(const struct question *q, int fd,
			    const int *listeners, int n, unsigned int patience,
			    struct probe_result *r)
{
	struct pollfd p[NETNS_MAX + 1];
	unsigned int end = now_ms() + patience, left;
	int i;

	p[0].fd = fd;
	p[0].events = POLLIN | (q->proto == PROTO_TCP ? POLLOUT : 0);
	for (i = 0; i < n; i++) {
		p[i + 1].fd = listeners[i];
		p[i + 1].events = POLLIN;
	}
	while ((left = end - now_ms()) <= patience && left) {
		if (poll(p, n + 1, left) <= 0)
			return;
		for (i = 1; i <= n; i++) {
			if (!p[i].revents)
				continue;
			r->served = true;
			if (q->proto == PROTO_UDP)
				serve_datagram(p[i].fd);
			else
				p[i].events = 0;
		}
		if (p[0].revents && sender_look(q, fd, p[0].revents, r))
			return;
	}
}

int probe_send(const struct question *q, int netns, const int *listeners,
	       int n_listeners, unsigned int patience_ms,
	       struct probe_result *r)
{
	int fd, ret;

	memset(r, 0, sizeof(*r));
	if (setns(netns, CLONE_NEWNET))
		return -errno;
	fd = sender_open(q);
	if (fd < 0)
		return -errno;
	ret = sender_send(q, fd);
	r->error = -ret;
	/* a refused send may still have set something going: let it end */
	wait_for_answer(q, fd, listeners, n_listeners,
			ret ? 30 : patience_ms, r);
	if (ret)
		r->error = -ret;
	return fd;	/* kept open: closing would send a FIN or reset */
}
