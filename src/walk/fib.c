/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fib_rules_lookup(), net/core/fib_rules.c; fib_lookup(),
 * include/net/ip_fib.h; fib4_rule_match(), net/ipv4/fib_rules.c;
 * fib6_rule_match(), net/ipv6/fib6_rules.c: policy rules.
 */
#include <errno.h>
#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "walk/fib.h"

#define TOS_MASK 0x1c		/* IPTOS_RT_MASK */
#define LOOPBACK_IFINDEX 1

struct flow flow_of_packet(const struct packet *p)
{
	struct flow f = {
		.family = p->family,
		.dst = packet_dst(p),
		.src = packet_src(p),
		.mark = p->mark,
		.mark_known = p->mark_known,
		.tos = packet_tos(p),
		.proto = p->proto,
		.uid_known = true,
		.iif = LOOPBACK_IFINDEX,
	};

	if (packet_has_ports(p)) {
		f.sport = packet_sport(p);
		f.sport_known = packet_sport_known(p);
		f.dport = packet_dport(p);
	}
	return f;
}

static bool device_matches(const struct netns *ns, const char *name,
			   uint32_t ifindex, uint32_t l3mdev)
{
	const struct link *l = netns_link_named(ns, name);

	/* lo has the number 1 in every namespace; it may not have been read. */
	if (!l)
		return ifindex == LOOPBACK_IFINDEX && !strcmp(name, "lo");
	return l->index == ifindex || (l3mdev && l->index == l3mdev);
}

static enum tri source_matches(const struct rule *r, const struct flow *f)
{
	struct ip_addr none = { .family = f->family };

	if (!HAS(r, rule, src) || !r->src.len)
		return TRI_YES;
	if (f->src.family && !ip_is_zero(&f->src))
		return tri_of(prefix_contains(&r->src, &f->src));
	if (f->family == AF_INET6)
		return TRI_NO;
	return tri_of(prefix_contains(&r->src, &none));
}

static enum tri tos_matches(const struct rule *r, const struct flow *f)
{
	if (!r->tos)
		return TRI_YES;
	if (f->family == AF_INET)
		return tri_of(r->tos == (f->tos & TOS_MASK));
	return tri_of(r->tos == f->tos);
}

static enum tri mark_matches(const struct rule *r, const struct flow *f)
{
	uint32_t mask = HAS(r, rule, fwmask) ? r->fwmask : UINT32_MAX;

	if (!HAS(r, rule, fwmark) && !HAS(r, rule, fwmask))
		return TRI_YES;
	if (!mask)
		return tri_of(!r->fwmark);
	if (!f->mark_known)
		return TRI_UNKNOWN;
	return tri_of(!((r->fwmark ^ f->mark) & mask));
}

static enum tri port_matches(uint16_t first, uint16_t last, uint16_t port,
			     bool known)
{
	if (!first && !last)
		return TRI_YES;
	if (!known)
		return TRI_UNKNOWN;
	return tri_of(port >= first && port <= last);
}

static enum tri devices_match(struct fib_query *q, const struct rule *r)
{
	const struct flow *f = q->flow;

	/* A device that is not there yet has the number -1: nothing has. */
	if (r->iif && ((r->flags & FIB_RULE_IIF_DETACHED) ||
		       !device_matches(q->ns, r->iif, f->iif, f->l3mdev)))
		return TRI_NO;
	if (r->oif && ((r->flags & FIB_RULE_OIF_DETACHED) ||
		       !device_matches(q->ns, r->oif, f->oif, 0)))
		return TRI_NO;
	return TRI_YES;
}

static enum tri uid_matches(const struct rule *r, const struct flow *f)
{
	if (!HAS(r, rule, uid_first))
		return TRI_YES;
	return tri_of(f->uid >= r->uid_first && f->uid <= r->uid_last);
}

static enum tri rule_matches(struct fib_query *q, const struct rule *r)
{
	const struct flow *f = q->flow;
	enum tri t = devices_match(q, r);

	t = tri_and(t, mark_matches(r, f));
	t = tri_and(t, uid_matches(r, f));
	t = tri_and(t, source_matches(r, f));
	if (HAS(r, rule, dst) && r->dst.len)
		t = tri_and(t, tri_of(prefix_contains(&r->dst, &f->dst)));
	t = tri_and(t, tos_matches(r, f));
	if (r->ip_proto)
		t = tri_and(t, tri_of(r->ip_proto == f->proto));
	t = tri_and(t, port_matches(r->sport_first, r->sport_last, f->sport,
				    f->sport_known));
	t = tri_and(t, port_matches(r->dport_first, r->dport_last, f->dport,
				    true));
	if (r->l3mdev)
		t = tri_and(t, tri_of(f->l3mdev));
	if (r->tun_id)
		t = tri_and(t, TRI_NO);
	if (r->opaque)
		t = tri_and(t, TRI_UNKNOWN);
	return tri_xor(t, r->flags & FIB_RULE_INVERT);
}

static bool rule_decided(struct fib_query *q, const struct rule *r)
{
	switch (rule_matches(q, r)) {
	case TRI_YES:
		return true;
	case TRI_NO:
		return false;
	case TRI_UNKNOWN:
		break;
	}
	return walk_decide(q->w, &r->obj,
			   r->opaque ? REASON_OPAQUE : REASON_RANDOM,
			   "rule selector", 2) == 0;
}

static uint32_t rule_table(struct fib_query *q, const struct rule *r)
{
	const struct link *vrf;

	if (!r->l3mdev)
		return r->table;
	vrf = netns_link(q->ns, q->flow->l3mdev);
	return vrf ? vrf->vrf.table : RT_TABLE_UNSPEC;
}

/* fib4_rule_suppress(), fib6_rule_suppress(): only what was found */
static int rule_suppress(struct fib_query *q, const struct rule *r)
{
	const struct fib_answer *a = q->out;
	const struct link *l;

	if (HAS(r, rule, suppress_prefixlen) && r->suppress_prefixlen >= 0 &&
	    a->route->dst.len <= r->suppress_prefixlen)
		return -EAGAIN;
	if (!HAS(r, rule, suppress_ifgroup) || r->suppress_ifgroup < 0)
		return 0;
	l = walk_link(q->w, q->p, q->stage, q->ns->number, a->oif);
	if (!l)
		return -ENODATA;
	return l->group == (uint32_t)r->suppress_ifgroup ? -EAGAIN : 0;
}

static int rule_refuse(struct fib_query *q, const struct rule *r, int error,
		       enum reason reason)
{
	q->out->rule = r;
	q->out->reason = reason;
	q->out->route = NULL;
	return error;
}

static int table_lookup(struct fib_query *q, uint32_t id)
{
	if (q->flow->family == AF_INET6)
		return fib6_table(q, id);
	return fib4_table(q, id, 0);
}

/* One rule that matched: -EAGAIN goes on with the next. */
static int rule_act(struct fib_query *q, const struct rule *r)
{
	int ret;

	switch (r->action) {
	case FR_ACT_TO_TBL:
		ret = table_lookup(q, rule_table(q, r));
		if (!ret)
			ret = rule_suppress(q, r);
		if (ret != -EAGAIN)
			q->out->rule = r;
		return ret;
	case FR_ACT_BLACKHOLE:
		return rule_refuse(q, r, -EINVAL, REASON_RULE_BLACKHOLE);
	case FR_ACT_UNREACHABLE:
		return rule_refuse(q, r, -ENETUNREACH,
				   REASON_RULE_UNREACHABLE);
	case FR_ACT_PROHIBIT:
		return rule_refuse(q, r, -EACCES, REASON_RULE_PROHIBIT);
	case FR_ACT_NOP:
		return -EAGAIN;
	}
	walk_unknown(q->w, q->p, q->stage, &r->obj, REASON_OPAQUE,
		     "rule action");
	return -ENODATA;
}

/* Where a goto leads: the first rule of exactly that priority, or nowhere. */
static bool rule_target(struct fib_query *q, const struct rule *r, size_t from,
			size_t *to)
{
	for (size_t i = from; i < q->ns->rules.n; i++) {
		const struct rule *t = q->ns->rules.v[i];

		if (t->family == r->family && t->priority == r->goto_priority) {
			*to = i;
			return true;
		}
	}
	return false;
}

static int rules_lookup(struct fib_query *q)
{
	size_t i = 0;

	while (i < q->ns->rules.n) {
		const struct rule *r = q->ns->rules.v[i++];
		int ret;

		if (r->family != q->flow->family || !rule_decided(q, r))
			continue;
		if (r->action == FR_ACT_GOTO) {
			/* Targets lie behind their rule, so this ends. */
			rule_target(q, r, i, &i);
			continue;
		}
		ret = rule_act(q, r);
		if (ret != -EAGAIN)
			return ret;
	}
	return -EAGAIN;
}

static bool rule_selects(const struct rule *r)
{
	return HAS(r, rule, fwmark) || HAS(r, rule, fwmask) || r->iif ||
	       r->oif || r->src.len || r->dst.len || r->tos || r->ip_proto ||
	       HAS(r, rule, uid_first) || r->dport_first || r->sport_first;
}

static bool rule_is_plain(const struct rule *r, uint32_t priority,
			  uint32_t table)
{
	bool suppresses = HAS(r, rule, suppress_prefixlen) &&
			  r->suppress_prefixlen >= 0;

	return r->priority == priority && r->action == FR_ACT_TO_TBL &&
	       r->table == table && !r->flags && !r->opaque && !r->l3mdev &&
	       !suppresses && !rule_selects(r);
}

/*
 * net->ipv4.fib_has_custom_rules is in no dump. Only the three rules that the
 * kernel made: then local and main share one trie (fib_trie_unmerge()).
 */
static bool rules_are_default(const struct netns *ns)
{
	static const struct {
		uint32_t priority;
		uint32_t table;
	} three[] = {
		{ 0, RT_TABLE_LOCAL },
		{ 32766, RT_TABLE_MAIN },
		{ 32767, RT_TABLE_DEFAULT },
	};
	size_t n = 0;

	for (size_t i = 0; i < ns->rules.n; i++) {
		const struct rule *r = ns->rules.v[i];

		if (r->family != AF_INET)
			continue;
		if (n >= ARRAY_SIZE(three) ||
		    !rule_is_plain(r, three[n].priority, three[n].table))
			return false;
		n++;
	}
	return n == ARRAY_SIZE(three);
}

/* fib_lookup() without custom rules: its table default wins over an error. */
static int plain_lookup(struct fib_query *q)
{
	int ret = fib4_table(q, RT_TABLE_LOCAL, RT_TABLE_MAIN);
	struct fib_answer refused = *q->out;
	int second;

	if (!ret || ret == -ENODATA)
		return ret;
	second = fib4_table(q, RT_TABLE_DEFAULT, 0);
	if (second == -EAGAIN && ret != -EAGAIN) {
		*q->out = refused;
		return ret;
	}
	return second;
}

void fib_lookup(struct walk *w, struct packet *p, enum stage stage,
		uint32_t netns, const struct flow *flow,
		struct fib_answer *out)
{
	struct fib_query q = {
		.w = w, .p = p, .stage = stage, .flow = flow, .out = out,
		.ns = w->snap->netns.v[netns],
	};
	int ret;

	memset(out, 0, sizeof(*out));
	out->leg = -1;
	out->error = -ENODATA;
	if (!walk_need(w, p, stage, netns, READ_RULES, 0) ||
	    !walk_need(w, p, stage, netns, READ_ROUTES, 0))
		return;
	if (flow->family == AF_INET && rules_are_default(q.ns))
		ret = plain_lookup(&q);
	else
		ret = rules_lookup(&q);
	if (ret == -EAGAIN) {
		memset(out, 0, sizeof(*out));
		out->leg = -1;
		out->route = q.thrown;
		out->reason = q.thrown ? REASON_ROUTE_THROW : REASON_NO_ROUTE;
		ret = -ENETUNREACH;
	}
	out->error = ret;
	if (!ret && flow->output)
		fib_select_path(w, p, stage, netns, flow, out);
}

static bool local_node_type(const struct fib_node *node,
			    const struct ip_addr *a, uint8_t *type)
{
	if (!prefix_contains(&node->prefix, a) || !node->routes.n)
		return false;
	*type = node->routes.v[0]->type;
	return true;
}

uint8_t fib_address_type(const struct netns *ns, const struct ip_addr *a)
{
	static const uint8_t ones[4] = { 255, 255, 255, 255 };
	const struct fib_table *t = fib_table(ns, a->family, RT_TABLE_LOCAL);
	const struct fib_node *nodes[129];
	uint8_t type = RTN_UNICAST;
	size_t n;

	if (a->family == AF_INET &&
	    (!ip4_value(a) || !memcmp(a->b, ones, sizeof(ones))))
		return RTN_BROADCAST;
	if (ip_is_multicast(a))
		return RTN_MULTICAST;
	n = t ? fib_covering(t, a, nodes) : 0;
	for (size_t i = 0; i < n; i++)
		if (local_node_type(nodes[i], a, &type))
			break;
	return type;
}

bool fib_route_uses(const struct netns *ns, const struct route *r,
		    uint32_t ifindex)
{
	struct fib_leg leg;

	for (unsigned int i = 0; fib_leg(ns, r, i, &leg); i++)
		if (leg.oif == ifindex)
			return true;
	return false;
}
