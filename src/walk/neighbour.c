/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ip_finish_output2(), neigh_resolve_output(), net/core/neighbour.c;
 * arp_constructor(), net/ipv4/arp.c; ndisc_constructor(), net/ipv6/ndisc.c:
 * the address on the link of the next hop. The walk asks who would answer
 * now; only entries that somebody fixed are used as they are.
 */
#include <netinet/in.h>
#include <linux/if.h>
#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <linux/netfilter.h>
#include <linux/netfilter_arp.h>
#include <linux/neighbour.h>
#include <string.h>
#include <sys/socket.h>

#include "walk/l2.h"

void neighbour_learn(struct walk *w, uint32_t netns, uint32_t ifindex,
		     const struct ip_addr *addr, const struct mac *mac)
{
	struct resolved r = {
		.netns = netns, .ifindex = ifindex, .addr = *addr,
		.ok = true, .mac = *mac,
	};
	const struct resolved *it;

	VEC_FOR_EACH(&w->resolved, it)
		if (it->netns == netns && it->ifindex == ifindex &&
		    ip_equal(&it->addr, addr))
			return;
	VEC_PUSH(w->arena, &w->resolved, r);
}

static const struct resolved *memo(const struct walk *w, uint32_t netns,
				   uint32_t ifindex,
				   const struct ip_addr *addr)
{
	const struct resolved *it;

	VEC_FOR_EACH(&w->resolved, it)
		if (it->netns == netns && it->ifindex == ifindex &&
		    ip_equal(&it->addr, addr))
			return it;
	return NULL;
}

static bool is_fixed(const struct neighbour *n)
{
	return n && n->lladdr.len == 6 &&
	       ((n->state & (NUD_PERMANENT | NUD_NOARP)) ||
		(n->ext_flags & NTF_EXT_MANAGED));
}

static enum step fail(struct walk *w, struct packet *p,
		      const struct link *out, const struct ip_addr *target,
		      const struct walk_end *why)
{
	if (why->outcome == OUTCOME_UNKNOWN) {
		walk_unknown(w, p, STAGE_NEIGHBOUR, why->object, why->reason,
			     why->what);
		w->end.inner = why;
		return STEP_ENDED;
	}
	walk_block(w, p, STAGE_NEIGHBOUR, &out->obj, REASON_NO_NEIGHBOUR);
	w->end.inner = why;
	w->end.next_hop = *target;
	w->end.oif = out->index;
	if (!p->iif && w->dir == DIR_REQUEST)
		w->end.symptom = p->proto == IPPROTO_UDP ?
				 SYMPTOM_SILENCE : SYMPTOM_HOST_UNREACHABLE;
	else if (p->family == AF_INET)
		icmp_error_symptom(w, p, 3, 1);
	else
		icmp_error_symptom(w, p, 1, 3);
	return STEP_ENDED;
}

static void ask(struct walk *w, struct packet *p, const struct link *out,
		const struct ip_addr *target)
{
	struct resolved r = {
		.netns = p->netns, .ifindex = out->index, .addr = *target,
	};
	struct walk_end *end = ARENA_NEW(w->arena, struct walk_end);
	struct packet final = { 0 };

	if (target->family == AF_INET)
		arp_ask(w, p, out, target, &final, end);
	else
		nd_ask(w, p, out, target, &final, end);
	r.ok = end->outcome == OUTCOME_DELIVERED;
	if (r.ok)
		r.mac = packet_eth_src(&final);
	r.why = end;
	VEC_PUSH(w->arena, &w->resolved, r);
}

bool neighbour_resolve(struct walk *w, struct packet *p,
		       const struct link *out, const struct ip_addr *target,
		       struct mac *mac)
{
	const struct neighbour *n;
	const struct resolved *r;

	if (!walk_need(w, p, STAGE_NEIGHBOUR, p->netns, READ_NEIGHBOURS, 0))
		return false;
	n = netns_neighbour(walk_ns(w, p), out->index, target);
	if (is_fixed(n)) {
		*mac = n->lladdr;
		walk_step(w, p, STAGE_NEIGHBOUR, DID_PASS, &n->obj)->next_hop =
			*target;
		return true;
	}
	r = memo(w, p->netns, out->index, target);
	if (!r) {
		ask(w, p, out, target);
		if (w->ended)
			return false;
		r = memo(w, p->netns, out->index, target);
	}
	if (!r->ok) {
		fail(w, p, out, target, r->why);
		return false;
	}
	*mac = r->mac;
	walk_step(w, p, STAGE_NEIGHBOUR, DID_PASS, n ? &n->obj : NULL)
		->next_hop = *target;
	return true;
}

/* Addresses of groups are not asked for: arp_mc_map(), ndisc_mc_map() */
static bool mapped(const struct walk *w, const struct ip_addr *hop,
		   struct mac *mac)
{
	memset(mac, 0, sizeof(*mac));
	mac->len = 6;
	if (w->dst.broadcast || (hop->family == AF_INET &&
				 ip4_value(hop) == UINT32_MAX)) {
		memset(mac->b, 0xff, 6);
		return true;
	}
	if (!ip_is_multicast(hop))
		return false;
	if (hop->family == AF_INET) {
		mac->b[0] = 0x01;
		mac->b[2] = 0x5e;
		mac->b[3] = hop->b[1] & 0x7f;
		mac->b[4] = hop->b[2];
		mac->b[5] = hop->b[3];
	} else {
		mac->b[0] = mac->b[1] = 0x33;
		memcpy(mac->b + 2, hop->b + 12, 4);
	}
	return true;
}

static bool has_frames(const struct link *l)
{
	return l->arphrd == ARPHRD_ETHER;
}

/* The request itself is a frame already; only its own hook is left. */
static enum step arp_out(struct walk *w, struct packet *p)
{
	const struct link *out = walk_link(w, p, STAGE_NEIGHBOUR, p->netns,
					   p->oif);

	if (!out || !walk_hook(w, p, NFPROTO_ARP, NF_ARP_OUT, NULL, out))
		return STEP_ENDED;
	return STEP_TO(DO_TRANSMIT);
}

enum step stage_neighbour(struct walk *w, struct packet *p)
{
	const struct link *out;
	struct ip_addr hop = w->dst.next_hop;
	struct mac mac;

	if (p->kind == PACKET_ARP)
		return arp_out(w, p);
	out = walk_link(w, p, STAGE_NEIGHBOUR, p->netns, w->dst.oif);
	if (!out)
		return STEP_ENDED;
	p->l2.len = 0;
	p->vlan = 0;
	l2_sender(w, p, out->index, &hop);
	if (link_is_loopback(out) || !has_frames(out))
		return STEP_TO(DO_TRANSMIT);
	if (!mapped(w, &hop, &mac)) {
		if (out->flags & IFF_NOARP)
			mac = out->address;
		else if (!neighbour_resolve(w, p, out, &hop, &mac))
			return STEP_ENDED;
	}
	packet_set_eth(p, &out->address, &mac);
	return STEP_TO(DO_TRANSMIT);
}
