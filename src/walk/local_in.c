/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ip_local_deliver(), net/ipv4/ip_input.c; ip6_input(),
 * net/ipv6/ip6_input.c; icmp_rcv(), icmp_echo(), net/ipv4/icmp.c;
 * icmpv6_rcv(), net/ipv6/icmp.c; tcp_v4_rcv(), udp_rcv(): INPUT, and who
 * takes the packet. What takes a request answers it from here.
 */
#include <netinet/in.h>
#include <linux/netfilter.h>
#include <string.h>
#include <sys/socket.h>

#include "walk/l2.h"
#include "walk/setting.h"

/* ---- the answer to the question comes home ---- */

static bool is_icmp_error(const struct packet *p)
{
	uint8_t type = packet_icmp_type(p);

	if (p->proto == IPPROTO_ICMP)
		return type == 3 || type == 11 || type == 12;
	return p->proto == IPPROTO_ICMPV6 && type < 128;
}

/* What an ICMP error quotes, as a tuple. */
static struct tuple quoted(const struct packet *p)
{
	struct packet in = { .kind = PACKET_IP, .family = p->family };
	size_t at = p->th + 8u;

	in.l3.len = (uint16_t)(p->l3.len > at ? p->l3.len - at : 0);
	memcpy(in.l3.b, p->l3.b + at, in.l3.len);
	memcpy(in.l3.k, p->l3.k + at, in.l3.len);
	in.proto = in.l3.b[p->family == AF_INET ? 9 : 6];
	in.th = p->family == AF_INET ? 20 : 40;
	return packet_tuple(&in);
}

int reply_belongs(const struct walk *w, const struct packet *p)
{
	const struct tuple *sent = &w->branch->sent;
	struct tuple wanted = tuple_inverse(sent);
	struct tuple got = packet_tuple(p);
	struct ip_addr source = got.src;

	if (is_icmp_error(p)) {
		got = quoted(p);
		return tuple_equal(sent, &got) ? 1 : -1;
	}
	if (tuple_equal(&wanted, &got))
		return 1;
	got.src = wanted.src;
	got.sport = wanted.sport;
	if (tuple_equal(&wanted, &got) && !ip_equal(&source, &wanted.src))
		return 0;
	return -1;
}

static bool is_refusal(const struct packet *p)
{
	return is_icmp_error(p) ||
	       (p->proto == IPPROTO_TCP && (packet_tcp_flags(p) & 0x04));
}

static enum step answered(struct walk *w, struct packet *p,
			  const struct link *in)
{
	if (w->inbound_if || p->netns != w->from)
		return walk_block(w, p, STAGE_SOCKET, &in->obj,
				  REASON_NOT_OURS);
	switch (reply_belongs(w, p)) {
	case 1:
		return walk_deliver(w, p, is_refusal(p));
	case 0:
		walk_block(w, p, STAGE_SOCKET, &in->obj, REASON_WRONG_SOURCE);
		break;
	default:
		walk_block(w, p, STAGE_SOCKET, &in->obj, REASON_NOT_OURS);
	}
	w->end.symptom = SYMPTOM_SILENCE;
	return STEP_ENDED;
}

/* ---- a request is taken, and answered ---- */

static enum step echo_ignored(struct walk *w, struct packet *p,
			      const char *path)
{
	walk_block_setting(w, p, STAGE_SOCKET, NULL, path,
			   REASON_ECHO_IGNORED);
	w->end.symptom = SYMPTOM_SILENCE;
	return STEP_ENDED;
}

static bool echo_answers(struct walk *w, struct packet *p)
{
	const char *path = p->family == AF_INET ?
			   "net/ipv4/icmp_echo_ignore_all" :
			   "net/ipv6/icmp/echo_ignore_all";
	struct ip_addr dst = packet_dst(p);
	int64_t ignore;

	if (!walk_sysctl(w, p, STAGE_SOCKET, path, 0, &ignore))
		return false;
	if (ignore) {
		echo_ignored(w, p, path);
		return false;
	}
	if (!w->dst.broadcast && !ip_is_multicast(&dst))
		return true;
	path = p->family == AF_INET ? "net/ipv4/icmp_echo_ignore_broadcasts" :
				      "net/ipv6/icmp/echo_ignore_multicast";
	if (!walk_sysctl(w, p, STAGE_SOCKET, path, 0, &ignore))
		return false;
	if (!ignore)
		return true;
	echo_ignored(w, p, path);
	return false;
}

/* Marks of the kernel's own answers: fwmark_reflect, tcp_fwmark_accept */
static bool answer_mark(struct walk *w, const struct packet *request,
			bool accepted, struct packet *answer)
{
	const char *path = request->family == AF_INET ?
			   "net/ipv4/fwmark_reflect" :
			   "net/ipv6/fwmark_reflect";
	struct packet at = *request;
	int64_t reflect;

	if (request->proto == IPPROTO_TCP && accepted)
		path = "net/ipv4/tcp_fwmark_accept";
	else if (request->proto == IPPROTO_UDP && accepted)
		return true;
	if (!walk_sysctl(w, &at, STAGE_SOCKET, path, 0, &reflect))
		return false;
	if (reflect) {
		answer->mark = request->mark;
		answer->mark_known = request->mark_known;
	}
	return true;
}

static enum step send_answer(struct walk *w, struct packet *p,
			     const struct sock *sock, bool refused)
{
	struct ip_addr from = packet_dst(p);
	struct packet r;

	if (refused && p->proto == IPPROTO_UDP)
		packet_icmp_error(&r, p, &from, p->family == AF_INET ? 3 : 1,
				  p->family == AF_INET ? 3 : 4);
	else
		packet_answer(&r, p, refused);
	r.netns = p->netns;
	r.mark_known = true;
	if (!answer_mark(w, p, !refused, &r))
		return STEP_ENDED;
	if (sock && !refused) {
		r.has_socket = true;
		r.uid = sock->uid;
		r.uid_known = HAS(sock, sock, uid);
		r.bound_if = sock->ifindex;
	}
	walk_step(w, p, STAGE_SOCKET, DID_DELIVER, sock ? &sock->obj : NULL)
		->reason = refused ? REASON_REFUSED : REASON_DELIVERED;
	w->dir = DIR_REPLY;
	memset(&w->dst, 0, sizeof(w->dst));
	*p = r;
	return STEP_TO(DO_ROUTE_OUTPUT);
}

static enum step requested(struct walk *w, struct packet *p)
{
	const struct netns *ns = walk_ns(w, p);
	struct ip_addr dst = packet_dst(p);
	const struct sock *sock;
	enum tri taken;

	if (p->proto == IPPROTO_ICMP || p->proto == IPPROTO_ICMPV6) {
		if (!echo_answers(w, p))
			return STEP_ENDED;
		return send_answer(w, p, NULL, false);
	}
	if (p->proto != IPPROTO_TCP && p->proto != IPPROTO_UDP)
		return walk_unknown(w, p, STAGE_SOCKET, NULL, REASON_OPAQUE,
				    "protocol");
	if (!walk_need(w, p, STAGE_SOCKET, p->netns, READ_SOCKETS, 0))
		return STEP_ENDED;
	taken = socket_find(w, ns, p, &dst, packet_dport(p), &sock);
	if (taken == TRI_UNKNOWN)
		taken = tri_of(walk_decide(w, &sock->obj, REASON_NOT_READ,
					   "v6only", 2) == 0);
	return send_answer(w, p, taken == TRI_YES ? sock : NULL,
			   taken == TRI_NO);
}

enum step stage_local_in(struct walk *w, struct packet *p)
{
	const struct link *in = walk_link(w, p, STAGE_NF_INPUT, p->netns,
					  p->iif);

	if (!in)
		return STEP_ENDED;
	p->oif = 0;
	/* Early demux finds the socket that waits for this very peer. */
	if (w->dir == DIR_REPLY && p->netns == w->from && !w->inbound_if &&
	    packet_has_ports(p) && reply_belongs(w, p) == 1) {
		p->has_socket = true;
		p->uid = w->probe->uid;
		p->uid_known = w->probe->uid_known;
	}
	if (!walk_ip_hook(w, p, NF_INET_LOCAL_IN, in, NULL))
		return STEP_ENDED;
	if (p->kind == PACKET_ND)
		return nd_receive(w, p);
	if (w->outer)
		return l2_answered(w, p);
	if (w->dir == DIR_REPLY)
		return answered(w, p, in);
	return requested(w, p);
}
