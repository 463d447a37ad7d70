/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sockets that wait for packets: by sock_diag where it is there, else as text. */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "collect/modules.h"
#include "collect/sock_text.h"
#include "collect/visit.h"
#include "decode/decode.h"

struct sock_dump {
	struct reader *r;
	uint8_t protocol;
	bool bad;
};

static int cb_sock(const struct nlmsghdr *nlh, void *ctx)
{
	struct sock_dump *d = ctx;
	struct sock *s;
	int ret = decode_inet_diag(d->r->arena, nlh, d->protocol, &s);

	if (ret == -EBADMSG)
		d->bad = true;
	/* A UDP socket without a port waits for nothing yet. */
	if (!ret && s->port)
		VEC_PUSH(d->r->arena, &d->r->v->result->socks, s);
	return 0;
}

/* Listeners alone cross the border: TCP_LISTEN, and UDP that is unconnected. */
static int ask_socks(struct reader *r, uint8_t family, uint8_t protocol)
{
	struct inet_diag_req_v2 h = {
		.sdiag_family = family,
		.sdiag_protocol = protocol,
		.idiag_states = protocol == IPPROTO_TCP ? 1 << TCP_LISTEN
							: 1 << TCP_CLOSE,
	};
	struct sock_dump d = { .r = r, .protocol = protocol };
	size_t before = r->v->result->socks.n;
	struct nl_req req;
	int ret = -EINTR;

	nl_req_init(&req, SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, &h, sizeof(h));
	for (int i = 0; i < 3 && (ret == -EINTR || ret == -EMSGSIZE); i++) {
		r->v->result->socks.n = before;
		ret = nl_request(&r->diag, &req, cb_sock, &d);
	}
	return d.bad ? -EBADMSG : ret;
}

/* 0: done; else the text has to do. */
static int read_diag(struct reader *r, uint8_t protocol)
{
	static const enum module tcp[] = {
		MOD_INET_DIAG, MOD_TCP_DIAG, MOD_COUNT,
	};
	static const enum module udp[] = {
		MOD_INET_DIAG, MOD_UDP_DIAG, MOD_COUNT,
	};
	size_t before = r->v->result->socks.n;
	int ret;

	if (modules_all(r->c->modules, protocol == IPPROTO_TCP ? tcp : udp) !=
	    TRI_YES)
		return -ENOENT;
	ret = r->diag.fd >= 0 ? 0 : nl_open(&r->diag, NETLINK_SOCK_DIAG);
	if (!ret)
		ret = ask_socks(r, AF_INET, protocol);
	if (!ret)
		ret = ask_socks(r, AF_INET6, protocol);
	if (ret)
		r->v->result->socks.n = before;
	return ret;
}

static int read_text(struct reader *r, uint8_t family, uint8_t protocol,
		     const char *file)
{
	char *text;
	char path[64];
	bool cut;
	int ret;

	snprintf(path, sizeof(path), "thread-self/net/%s", file);
	ret = procfs_slurp(&r->procfs, path, SOCK_TEXT_MAX, &text, &cut);
	if (ret == -ENOENT)
		return 0;	/* no IPv6 there */
	if (ret)
		return ret;
	sock_text_parse(r->arena, text, family, protocol, r->v->result);
	free(text);
	if (cut)
		visit_gap(r, "sock", "truncated", EFBIG, NULL);
	return 0;
}

static int read_protocol(struct reader *r, uint8_t protocol)
{
	bool tcp = protocol == IPPROTO_TCP;
	int ret;

	if (!read_diag(r, protocol))
		return 0;
	ret = read_text(r, AF_INET, protocol, tcp ? "tcp" : "udp");
	if (ret)
		return ret;
	return read_text(r, AF_INET6, protocol, tcp ? "tcp6" : "udp6");
}

void read_socks(struct reader *r)
{
	int ret = read_protocol(r, IPPROTO_TCP);

	if (!ret)
		ret = read_protocol(r, IPPROTO_UDP);
	if (ret)
		visit_gap(r, "sock", "read", -ret, NULL);
	else
		r->v->result->have |= READ_SOCKETS;
}

/*
 * Queues with a reader: the first word of each line is the number. The file
 * comes with the module; without it nobody can listen.
 */
void read_queues(struct reader *r)
{
	struct netns *ns = r->v->result;
	char *save = NULL;
	char *text;
	bool cut;
	int ret = procfs_slurp(&r->procfs,
			       "thread-self/net/netfilter/nfnetlink_queue",
			       64 * 1024, &text, &cut);

	if (ret && ret != -ENOENT) {
		visit_gap(r, "queues", "read", -ret, "CAP_NET_ADMIN");
		return;
	}
	if (!ret) {
		for (char *line = strtok_r(text, "\n", &save); line;
		     line = strtok_r(NULL, "\n", &save)) {
			line += strspn(line, " ");
			VEC_PUSH(r->arena, &ns->queues,
				 arena_strndup(r->arena, line,
					       strcspn(line, " ")));
		}
		free(text);
	}
	ns->have |= READ_QUEUES;
}
