/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * prober - what the kernel says: sends the real packets, all at once, and
 * tells which of them were answered.
 *
 * usage: prober [-w MILLISECONDS] [-s MILLISECONDS] PROBE...
 * PROBE: ping:ADDR  tcp:ADDR:PORT  dns-udp:ADDR  dns-tcp:ADDR; ping6 and tcp6
 * are the same under names of their own.
 * An IPv6 ADDR stands in brackets where a port follows; '@' as ADDR of a DNS
 * probe is the first nameserver of /etc/resolv.conf (127.0.0.1 without one,
 * as in glibc). Prints "PROBE ok" or "PROBE reason" for each; exit 0 if all
 * were answered, 1 if not. Ends as soon as the last one is decided, after -w
 * (1000) at the latest. A '!' before a PROBE says that silence is expected: it
 * is waited for only until -s (400) is over.
 */
#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "endpoint.h"

enum { MAX_PROBES = 16, DNS_PORT = 53 };

enum kind {
	PROBE_PING,
	PROBE_TCP,
	PROBE_DNS_UDP,
	PROBE_DNS_TCP,
};

static const struct {
	const char *prefix;
	enum kind kind;
} words[] = {
	{ "ping:", PROBE_PING },
	{ "ping6:", PROBE_PING },
	{ "tcp:", PROBE_TCP },
	{ "tcp6:", PROBE_TCP },
	{ "dns-udp:", PROBE_DNS_UDP },
	{ "dns-tcp:", PROBE_DNS_TCP },
};

struct probe {
	const char *text;
	enum kind kind;
	struct endpoint to;
	int fd;
	short waits_for;	/* POLLIN, POLLOUT; 0: decided */
	int err;		/* 0: answered, else errno */
	bool silent;		/* no answer is expected */
};

struct patience {
	long wait_ms;
	long silence_ms;
};

/* "example." A IN, behind the two bytes of length that TCP wants */
static const uint8_t query[] = {
	0, 25,
	0x4e, 0x44, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0,
	7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0, 0, 1, 0, 1,
};

static void first_nameserver(char address[static 64])
{
	char line[512];
	FILE *f = fopen("/etc/resolv.conf", "re");

	strcpy(address, "127.0.0.1");
	if (!f)
		return;
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "nameserver %63s", address) == 1)
			break;
	fclose(f);
}

static int parse(struct probe *p, const char *text)
{
	char nameserver[64];
	const char *address;
	size_t i;

	p->silent = *text == '!';
	text += p->silent;
	p->text = text;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strncmp(text, words[i].prefix, strlen(words[i].prefix)))
			continue;
		p->kind = words[i].kind;
		address = text + strlen(words[i].prefix);
		if (p->kind == PROBE_TCP)
			return endpoint_parse(&p->to, address, 0);
		if (p->kind != PROBE_PING && !strcmp(address, "@")) {
			first_nameserver(nameserver);
			address = nameserver;
		}
		return endpoint_set(&p->to, address,
				    p->kind == PROBE_PING ? 0 : DNS_PORT);
	}
	return -EINVAL;
}

static void decide(struct probe *p, int err)
{
	p->err = err;
	p->waits_for = 0;
}

static int open_socket(const struct probe *p)
{
	int family = p->to.address.ss_family;
	int flags = SOCK_CLOEXEC | SOCK_NONBLOCK;

	switch (p->kind) {
	case PROBE_PING:
		return socket(family, SOCK_RAW | flags,
			      family == AF_INET ? IPPROTO_ICMP :
						  IPPROTO_ICMPV6);
	case PROBE_DNS_UDP:
		return socket(family, SOCK_DGRAM | flags, 0);
	case PROBE_TCP:
	case PROBE_DNS_TCP:
		return socket(family, SOCK_STREAM | flags, 0);
	}
	return -1;
}

static ssize_t send_echo(const struct probe *p)
{
	uint8_t echo[16] = { 0 };
	unsigned int sum;

	echo[0] = p->to.address.ss_family == AF_INET ? ICMP_ECHO :
						       ICMP6_ECHO_REQUEST;
	echo[4] = (uint8_t)(getpid() >> 8);
	echo[5] = (uint8_t)getpid();
	echo[7] = 1;
	if (p->to.address.ss_family == AF_INET) { /* the kernel does ICMPv6's */
		sum = (unsigned int)(echo[0] << 8) +
		      (unsigned int)(echo[4] << 8 | echo[5]) + 1;
		sum = ~((sum & 0xffff) + (sum >> 16));
		echo[2] = (uint8_t)(sum >> 8);
		echo[3] = (uint8_t)sum;
	}
	return send(p->fd, echo, sizeof(echo), 0);
}

static void start(struct probe *p)
{
	ssize_t sent = 0;

	p->fd = open_socket(p);
	if (p->fd < 0) {
		decide(p, errno);
		return;
	}
	p->waits_for = POLLIN;
	if (connect(p->fd, (const struct sockaddr *)&p->to.address,
		    p->to.length) < 0) {
		if (errno == EINPROGRESS)
			p->waits_for = POLLOUT;
		else
			decide(p, errno);
		return;
	}
	switch (p->kind) {
	case PROBE_PING:
		sent = send_echo(p);
		break;
	case PROBE_DNS_UDP:
		sent = send(p->fd, query + 2, sizeof(query) - 2, 0);
		break;
	case PROBE_TCP:
	case PROBE_DNS_TCP:	/* connected at once: on with it as usual */
		p->waits_for = POLLOUT;
		break;
	}
	if (sent < 0)
		decide(p, errno);
}

static bool is_echo_reply(const struct probe *p, const uint8_t *msg,
			  ssize_t len)
{
	bool v4 = p->to.address.ss_family == AF_INET;

	if (v4) {		/* a raw IPv4 socket gives the IP header too */
		ssize_t header = len > 0 ? (msg[0] & 0xf) * 4 : 0;

		msg += header;
		len -= header;
	}
	return len >= 8 &&
	       msg[0] == (v4 ? ICMP_ECHOREPLY : ICMP6_ECHO_REPLY) &&
	       msg[4] == (uint8_t)(getpid() >> 8) &&
	       msg[5] == (uint8_t)getpid();
}

static bool is_dns_answer(const uint8_t *msg, ssize_t len)
{
	return len > 12 && msg[0] == query[2] && msg[1] == query[3] &&
	       (msg[2] & 0x80) && !(msg[3] & 0xf) && (msg[6] || msg[7]);
}

static void receive(struct probe *p)
{
	uint8_t msg[1500];
	ssize_t len = recv(p->fd, msg, sizeof(msg), 0);

	if (len < 0) {
		if (errno != EAGAIN && errno != EINTR)
			decide(p, errno);
		return;
	}
	if (p->kind == PROBE_PING) {
		if (is_echo_reply(p, msg, len))
			decide(p, 0);
		return;		/* somebody else's ICMP: go on waiting */
	}
	if (p->kind == PROBE_DNS_UDP)
		decide(p, is_dns_answer(msg, len) ? 0 : EBADMSG);
	else
		decide(p, is_dns_answer(msg + 2, len - 2) ? 0 : EBADMSG);
}

static void connected(struct probe *p)
{
	int err = 0;
	socklen_t len = sizeof(err);

	getsockopt(p->fd, SOL_SOCKET, SO_ERROR, &err, &len);
	if (err || p->kind == PROBE_TCP)
		decide(p, err);
	else if (send(p->fd, query, sizeof(query), MSG_NOSIGNAL) < 0)
		decide(p, errno);
	else
		p->waits_for = POLLIN;
}

static long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* What poll() is to watch; true if anything is still worth waiting for. */
static bool watch(const struct probe *p, size_t n, struct pollfd *fds,
		  bool for_silent)
{
	bool some = false;
	size_t i;

	for (i = 0; i < n; i++) {
		fds[i].fd = p[i].waits_for ? p[i].fd : -1;
		fds[i].events = p[i].waits_for;
		some |= p[i].waits_for && (for_silent || !p[i].silent);
	}
	return some;
}

static void take(struct probe *p, size_t n, const struct pollfd *fds)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (fds[i].fd < 0 || !fds[i].revents)
			continue;
		if (p[i].waits_for == POLLOUT)
			connected(&p[i]);
		else
			receive(&p[i]);
	}
}

static void run(struct probe *p, size_t n, const struct patience *patience)
{
	long begin = now_ms();
	struct pollfd fds[MAX_PROBES];
	size_t i;

	for (;;) {
		long past = now_ms() - begin;
		bool for_silent = past < patience->silence_ms;
		long left = (for_silent ? patience->silence_ms :
					  patience->wait_ms) - past;

		if (!watch(p, n, fds, for_silent) || left <= 0)
			break;
		if (poll(fds, n, (int)left) > 0)
			take(p, n, fds);
	}
	for (i = 0; i < n; i++)
		if (p[i].waits_for)
			decide(&p[i], ETIMEDOUT);
}

static void print_results(const struct probe *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		printf("%s %s\n", p[i].text,
		       p[i].err ? strerror(p[i].err) : "ok");
}

static bool all_answered(const struct probe *p, size_t n)
{
	while (n--)
		if (p[n].err)
			return false;
	return true;
}

int main(int argc, char **argv)
{
	struct patience patience = { .wait_ms = 1000, .silence_ms = 400 };
	struct probe probes[MAX_PROBES];
	size_t n = 0, i;
	int option;

	while ((option = getopt(argc, argv, "w:s:")) != -1) {
		if (option == 'w')
			patience.wait_ms = strtol(optarg, NULL, 10);
		else if (option == 's')
			patience.silence_ms = strtol(optarg, NULL, 10);
		else
			return 2;
	}
	for (argv += optind; *argv && n < MAX_PROBES; argv++) {
		if (parse(&probes[n++], *argv)) {
			fprintf(stderr, "prober: what is '%s'?\n", *argv);
			return 2;
		}
	}
	if (n == 0)
		return 2;
	for (i = 0; i < n; i++)
		start(&probes[i]);
	run(probes, n, &patience);
	print_results(probes, n);
	return all_answered(probes, n) ? 0 : 1;
}
