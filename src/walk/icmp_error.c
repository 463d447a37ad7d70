/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * icmp_send(), net/ipv4/icmp.c; icmp6_send(), net/ipv6/icmp.c; what a socket
 * makes of the error: icmp_err_convert[], net/ipv4/icmp.c; tcp_v4_err(),
 * net/ipv4/tcp_ipv4.c. An error is a packet: it is walked back, and where it
 * is lost the sender hears nothing.
 */
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "walk/route.h"

static enum symptom unreachable4(uint8_t code)
{
	switch (code) {
	case 0:
	case 6:
	case 9:
	case 11:
		return SYMPTOM_NET_UNREACHABLE;
	case 3:
	case 2:
		return SYMPTOM_REFUSED;
	case 4:
		return SYMPTOM_TOO_BIG;
	case 10:
	case 13:
		return SYMPTOM_PROHIBITED;
	}
	return SYMPTOM_HOST_UNREACHABLE;
}

static enum symptom unreachable6(uint8_t code)
{
	switch (code) {
	case 0:
		return SYMPTOM_NET_UNREACHABLE;
	case 1:
	case 5:
	case 6:
		return SYMPTOM_PROHIBITED;
	case 4:
		return SYMPTOM_REFUSED;
	}
	return SYMPTOM_HOST_UNREACHABLE;
}

static enum symptom symptom_of(uint8_t family, uint8_t type, uint8_t code)
{
	if (family == AF_INET) {
		if (type == 11)
			return SYMPTOM_TTL_EXCEEDED;
		return type == 3 ? unreachable4(code) : SYMPTOM_UNKNOWN;
	}
	switch (type) {
	case 1:
		return unreachable6(code);
	case 2:
		return SYMPTOM_TOO_BIG;
	case 3:
		return SYMPTOM_TTL_EXCEEDED;
	}
	return SYMPTOM_UNKNOWN;
}

/* Ours, if the bad packet was for us; else by the route to its sender. */
static bool error_source(struct walk *w, const struct packet *cause,
			 struct ip_addr *from)
{
	struct packet at = *cause;
	struct fib_answer a;
	struct flow f = {
		.family = cause->family, .dst = packet_src(cause), .iif = 1,
		.mark_known = true, .uid_known = true,
	};

	*from = packet_dst(cause);
	if (fib_address_type(walk_ns(w, cause), from) == RTN_LOCAL)
		return true;
	fib_lookup(w, &at, STAGE_NONE, cause->netns, &f, &a);
	return !a.error && source_select(w, cause->netns, &f, &a, from);
}

static bool is_about_error(const struct packet *p)
{
	uint8_t type = packet_icmp_type(p);

	if (p->proto == IPPROTO_ICMP)
		return type != 8 && type != 0;
	return p->proto == IPPROTO_ICMPV6 && type < 128;
}

void icmp_error_symptom(struct walk *w, const struct packet *cause,
			uint8_t type, uint8_t code)
{
	struct walk_end died = w->end;
	enum symptom symptom = SYMPTOM_SILENCE;
	struct packet error;
	struct walk_end end;
	struct ip_addr from;
	bool ended = w->ended;
	unsigned int ran = w->ran;

	w->end.symptom = SYMPTOM_SILENCE;
	if (w->depth || w->mute || w->dir == DIR_REPLY || w->inbound_if ||
	    cause->kind != PACKET_IP || is_about_error(cause))
		return;
	w->mute = true;
	w->ended = false;
	if (error_source(w, cause, &from) && !w->ended) {
		packet_icmp_error(&error, cause, &from, type, code);
		error.netns = cause->netns;
		w->dir = DIR_REPLY;
		walk_nested(w, &error, DO_ROUTE_OUTPUT, true, NULL, &end);
		w->dir = DIR_REQUEST;
		if (end.outcome == OUTCOME_DELIVERED)
			symptom = symptom_of(cause->family, type, code);
	}
	w->mute = false;
	w->ended = ended;
	w->ran = ran;
	w->end = died;
	w->end.symptom = symptom;
}
