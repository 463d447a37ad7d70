/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nf_nat_inet_fn(), nf_nat_setup_info() and nf_nat_packet(), net/netfilter/
 * nf_nat_core.c: each end of a connection is mapped once, by its first packet;
 * everything later follows the entry, answers backwards.
 */
#include <netinet/in.h>
#include <linux/netfilter.h>
#include <string.h>
#include <sys/socket.h>

#include "walk/stage.h"

/* More candidates than this are not followed one by one. */
#define NAT_RANGE_MAX 4

static enum manip hook_manip(uint8_t hook)
{
	return hook == NF_INET_PRE_ROUTING || hook == NF_INET_LOCAL_OUT ?
	       MANIP_DST : MANIP_SRC;
}

static uint32_t done_bit(enum manip manip)
{
	return manip == MANIP_SRC ? CT_STATUS_SRC_NAT_DONE :
				    CT_STATUS_DST_NAT_DONE;
}

static bool is_reply(enum ct_info info)
{
	return info == CT_ESTABLISHED_REPLY || info == CT_RELATED_REPLY;
}

/* ---- setting a mapping up ---- */

static void add_to(struct ip_addr *a, uint64_t n)
{
	for (int i = (int)ip_size(a->family) - 1; i >= 0 && n; i--) {
		n += a->b[i];
		a->b[i] = n & 0xff;
		n >>= 8;
	}
}

/* Addresses in a range, NAT_RANGE_MAX + 1 for "many". */
static unsigned int range_size(const struct nat_request *req)
{
	struct ip_addr a = req->first;
	unsigned int n = 1;

	while (n <= NAT_RANGE_MAX && ip_compare(&a, &req->last) < 0) {
		add_to(&a, 1);
		n++;
	}
	return n;
}

/* find_best_ips_proto(): a hash picks; every candidate is walked. */
static enum fw_verdict range_pick(struct hook_run *run,
				  const struct nat_request *req,
				  struct ip_addr *out)
{
	unsigned int n = range_size(req);

	*out = req->first;
	if (n == 1)
		return FW_ACCEPT;
	if (n > NAT_RANGE_MAX) {
		walk_unknown(run->w, run->p, run->stage, req->rule,
			     REASON_RANDOM, "address range");
		return FW_UNKNOWN;
	}
	add_to(out, walk_decide(run->w, req->rule, REASON_RANDOM,
				"address range", n));
	return FW_ACCEPT;
}

/* netmap: the network of the range, the host part of the packet's address. */
static struct ip_addr netmap(const struct nat_request *req,
			     const struct ip_addr *old)
{
	struct ip_addr a = *old;

	for (size_t i = 0; i < ip_size(a.family); i++) {
		uint8_t host = req->first.b[i] ^ req->last.b[i];

		a.b[i] = (uint8_t)((old->b[i] & host) |
				   (req->first.b[i] & (uint8_t)~host));
	}
	return a;
}

/* nf_nat_redirect_ipv4(), _ipv6() */
static bool redirect_address(struct hook_run *run, struct ip_addr *out)
{
	const struct netns *ns = walk_ns(run->w, run->p);
	struct address *const *it;
	struct ip_addr dst = packet_dst(run->p);

	if (!run->in) {
		struct ip_addr lo = { .family = run->p->family };

		if (lo.family == AF_INET) {
			lo.b[0] = 127;
			lo.b[3] = 1;
		} else {
			lo.b[15] = 1;
		}
		*out = lo;
		return true;
	}
	VEC_FOR_EACH(&ns->addresses, it) {
		const struct address *a = *it;

		if (a->family != run->p->family ||
		    a->ifindex != run->in->index)
			continue;
		if (a->family == AF_INET6 &&
		    (!address_is_usable(a) ||
		     ip_is_linklocal(&a->local) != ip_is_linklocal(&dst)))
			continue;
		*out = a->local;
		return true;
	}
	return false;
}

static enum fw_verdict new_address(struct hook_run *run,
				   const struct nat_request *req,
				   struct ip_addr *addr)
{
	switch (req->kind) {
	case NAT_MASQUERADE:
		if (masquerade_address(run->w, run->p, run->out, addr))
			return FW_ACCEPT;
		return run->w->ended ? FW_UNKNOWN : FW_DROP;
	case NAT_REDIRECT:
		return redirect_address(run, addr) ? FW_ACCEPT : FW_DROP;
	case NAT_NETMAP:
		if (req->first.family)
			*addr = netmap(req, addr);
		return FW_ACCEPT;
	case NAT_TO_ADDRESS:
		break;
	}
	if (!req->first.family)
		return FW_ACCEPT;
	return range_pick(run, req, addr);
}

/* nf_nat_l4proto_unique_tuple() in an empty table: keep what is allowed. */
static void new_port(const struct nat_request *req, struct tuple *t)
{
	uint16_t *port = req->manip == MANIP_SRC ? &t->sport : &t->dport;

	if (t->proto == IPPROTO_ICMP || t->proto == IPPROTO_ICMPV6)
		return;
	if (req->manip == MANIP_SRC) {
		if (req->random)
			t->sport_known = false;
		if (req->port_first &&
		    (*port < req->port_first || *port > req->port_last ||
		     !t->sport_known)) {
			t->sport_known = req->port_first == req->port_last;
			*port = req->port_first;
		}
		return;
	}
	if (!req->port_first)
		return;
	if (req->port_base && *port >= req->port_base) {
		*port = (uint16_t)(req->port_first + (*port - req->port_base));
		return;
	}
	if (*port < req->port_first || *port > req->port_last)
		*port = req->port_first;
}

enum fw_verdict nat_setup(struct hook_run *run, const struct nat_request *req)
{
	struct conn *c = run->ct;
	struct tuple now;
	struct tuple t;
	enum fw_verdict v;

	/* second pass of a confirmed entry, or of a manip already settled */
	if (!c || c->status & CT_STATUS_CONFIRMED ||
	    c->status & done_bit(req->manip))
		return FW_ACCEPT;
	if (!req->address_known || !req->port_known) {
		walk_unknown(run->w, run->p, run->stage, req->rule,
			     REASON_OPAQUE, "nat operand");
		return FW_UNKNOWN;
	}
	now = tuple_inverse(&c->reply);
	t = now;
	if (req->kind == NAT_MASQUERADE && ip_is_zero(&now.src))
		return FW_ACCEPT;
	v = new_address(run, req, req->manip == MANIP_SRC ? &t.src : &t.dst);
	run->no_address = v == FW_DROP;
	if (v != FW_ACCEPT)
		return v;
	new_port(req, &t);
	if (!tuple_equal(&t, &now) || t.sport_known != now.sport_known) {
		c->status |= req->manip == MANIP_SRC ? CT_STATUS_SRC_NAT :
						       CT_STATUS_DST_NAT;
		c->reply = tuple_inverse(&t);
		c->reply.sport_known = true;
		if (!t.sport_known)
			c->reply.sport_known = false;
	}
	if (req->manip == MANIP_SRC)
		c->snat_by = req->rule;
	else
		c->dnat_by = req->rule;
	c->status |= done_bit(req->manip);
	return FW_ACCEPT;
}

/* ---- asking the chains ---- */

static bool ask_chains(struct hook_run *run, uint8_t nfproto, uint8_t hook)
{
	const struct netns *ns = walk_ns(run->w, run->p);
	hook_entries entries = { 0 };
	struct eval e;

	firewall_hook(ns, nfproto, hook, NULL, run->w->arena, &entries);
	for (size_t i = 0; i < entries.n; i++) {
		if (!entries.v[i].nat)
			continue;
		hook_eval(run, nfproto, hook, &e);
		if (!hook_run_entry(run, &e, &entries.v[i]))
			return false;
		if (run->ct->status & done_bit(run->manip))
			return true;
	}
	/* nf_nat_alloc_null_binding() */
	run->ct->status |= done_bit(run->manip);
	return true;
}

/* ---- applying what the entry says ---- */

static bool quotes(const struct packet *p)
{
	return p->ctinfo == CT_RELATED || p->ctinfo == CT_RELATED_REPLY;
}

/*
 * nf_nat_icmp_reply_translation(): the packet that an error quotes goes the
 * other way, so its other end is changed.
 */
static void apply_quoted(struct packet *p, const struct tuple *target,
			 enum manip manip, bool sport_known)
{
	struct packet in = { .kind = PACKET_IP, .family = p->family };
	size_t at = p->th + 8u;
	size_t len = p->l3.len > at ? p->l3.len - at : 0;

	memcpy(in.l3.b, p->l3.b + at, len);
	memcpy(in.l3.k, p->l3.k + at, len);
	in.l3.len = (uint16_t)len;
	in.proto = in.l3.b[p->family == AF_INET ? 9 : 6];
	in.th = p->family == AF_INET ? 20 : 40;
	if (manip == MANIP_SRC) {
		packet_set_dst(&in, &target->src);
		packet_set_dport(&in, target->sport);
	} else {
		packet_set_src(&in, &target->dst);
		packet_set_sport(&in, target->dport, sport_known);
	}
	memcpy(p->l3.b + at, in.l3.b, len);
	memcpy(p->l3.k + at, in.l3.k, len);
}

static void apply(struct walk *w, struct packet *p, enum stage stage,
		  enum manip manip)
{
	struct conn *c = p->ct;
	bool reply = is_reply(p->ctinfo);
	struct tuple before = packet_tuple(p);
	struct tuple target;
	struct trace_step *s;
	uint32_t bit = manip == MANIP_SRC ? CT_STATUS_SRC_NAT :
					    CT_STATUS_DST_NAT;

	if (reply)
		bit ^= CT_STATUS_SRC_NAT | CT_STATUS_DST_NAT;
	if (!(c->status & bit))
		return;
	target = tuple_inverse(reply ? &c->orig : &c->reply);
	if (quotes(p))
		apply_quoted(p, &target, manip,
			     !reply || c->orig.sport_known);
	if (manip == MANIP_SRC) {
		packet_set_src(p, &target.src);
		packet_set_sport(p, target.sport,
				 reply || c->reply.sport_known);
	} else {
		packet_set_dst(p, &target.dst);
		packet_set_dport(p, target.dport);
	}
	s = walk_step(w, p, stage, DID_TRANSLATE,
		      bit == CT_STATUS_SRC_NAT ? c->snat_by : c->dnat_by);
	s->before = before;
	s->changed = true;
}

bool nat_hook(struct walk *w, struct packet *p, uint8_t nfproto, uint8_t hook,
	      const struct link *in, const struct link *out)
{
	struct hook_run run = {
		.w = w, .p = p, .stage = hook_stage(nfproto, hook),
		.in = in, .out = out, .ct = p->ct,
		.manip = hook_manip(hook),
	};

	if (!p->ct || p->ctinfo == CT_UNTRACKED || p->ctinfo == CT_NONE)
		return true;
	if (p->ctinfo == CT_NEW &&
	    !(p->ct->status & (done_bit(run.manip) | CT_STATUS_CONFIRMED)) &&
	    !ask_chains(&run, nfproto, hook))
		return false;
	apply(w, p, run.stage, run.manip);
	return true;
}
