/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fib_validate_source(), __fib_validate_source(), net/ipv4/fib_frontend.c:
 * would an answer go back the way this packet came?
 */
#include <errno.h>
#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "walk/route.h"
#include "walk/setting.h"

#define LOOPBACK_IFINDEX 1

struct check {
	int32_t rpf;
	int32_t accept_local;
	int32_t redirects;
	int32_t valid_mark;
};

static bool settings(struct walk *w, struct packet *p, const struct link *in,
		     struct check *c)
{
	enum stage s = STAGE_SOURCE_CHECK;

	return walk_conf4(w, p, s, in, CONF4_RP_FILTER, JOIN_MAX, &c->rpf) &&
	       walk_conf4(w, p, s, in, CONF4_ACCEPT_LOCAL, JOIN_OR,
			  &c->accept_local) &&
	       walk_conf4(w, p, s, in, CONF4_SEND_REDIRECTS, JOIN_OR,
			  &c->redirects) &&
	       walk_conf4(w, p, s, in, CONF4_SRC_VALID_MARK, JOIN_OR,
			  &c->valid_mark) &&
	       walk_need(w, p, s, p->netns, READ_ADDRESSES | READ_RULES, 0);
}

/* fib_has_custom_local_routes: a local route that somebody else added */
static bool has_own_local_routes(const struct netns *ns)
{
	for (size_t i = 0; i < ns->routes.n; i++) {
		const struct route *r = ns->routes.v[i];

		if (r->family == AF_INET && r->type == RTN_LOCAL &&
		    r->protocol != RTPROT_KERNEL)
			return true;
	}
	return false;
}

/* As fib.c judges it: rules other than the three of the kernel's own. */
static bool has_own_rules(const struct netns *ns)
{
	size_t n = 0;

	for (size_t i = 0; i < ns->rules.n; i++) {
		const struct rule *r = ns->rules.v[i];

		if (r->family != AF_INET)
			continue;
		n++;
		if (r->action != FR_ACT_TO_TBL ||
		    (r->priority && r->priority != 32766 &&
		     r->priority != 32767))
			return true;
	}
	return n != 3;
}

static bool device_has_address(const struct netns *ns, uint32_t ifindex)
{
	for (size_t i = 0; i < ns->addresses.n; i++)
		if (ns->addresses.v[i]->family == AF_INET &&
		    ns->addresses.v[i]->ifindex == ifindex)
			return true;
	return false;
}

static struct flow reverse_flow(const struct packet *p, const struct link *in,
				uint32_t vrf, const struct ip_addr *dst,
				uint32_t oif, bool with_mark)
{
	struct flow f = flow_of_packet(p);
	uint16_t port = f.sport;

	(void)in;
	f.dst = packet_src(p);
	f.src = *dst;
	f.iif = oif ? oif : LOOPBACK_IFINDEX;
	if (!with_mark) {
		f.mark = 0;
		f.mark_known = true;
	}
	f.sport = f.dport;
	f.dport = port;
	f.sport_known = true;
	f.l3mdev = vrf;
	return f;
}

static int full_check(struct walk *w, struct packet *p, const struct link *in,
		      const struct ip_addr *dst, uint32_t oif,
		      const struct check *c, struct fib_answer *a)
{
	const struct netns *ns = walk_ns(w, p);
	uint32_t vrf = link_vrf(ns, in);
	struct flow f = reverse_flow(p, in, vrf, dst, oif, c->valid_mark);

	fib_lookup(w, p, STAGE_SOURCE_CHECK, p->netns, &f, a);
	if (a->error == -ENODATA)
		return -ENODATA;
	if (a->error)
		return c->rpf ? -EXDEV : 0;
	if (a->type != RTN_UNICAST &&
	    !(a->type == RTN_LOCAL && c->accept_local))
		return -EINVAL;
	if (fib_route_uses(ns, a->route, in->index) ||
	    (a->type == RTN_LOCAL && link_is_loopback(in)) ||
	    (vrf && fib_route_uses(ns, a->route, vrf)))
		return 0;
	/* Without an address of its own a device is strict in loose mode, too. */
	if (!device_has_address(ns, in->index))
		return c->rpf ? -EXDEV : 0;
	return c->rpf == 1 ? -EXDEV : 0;
}

int source_check(struct walk *w, struct packet *p, const struct link *in,
		 const struct ip_addr *dst, uint32_t oif,
		 struct fib_answer *reverse)
{
	const struct netns *ns = walk_ns(w, p);
	struct ip_addr src = packet_src(p);
	struct check c;

	if (!settings(w, p, in, &c))
		return -ENODATA;
	if (!c.rpf && !(oif == in->index && c.redirects)) {
		if (c.accept_local)
			return 0;
		if (!has_own_local_routes(ns) && !has_own_rules(ns))
			return netns_address(ns, &src) ? -EINVAL : 0;
	}
	return full_check(w, p, in, dst, oif, &c, reverse);
}
