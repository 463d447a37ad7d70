/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The seven checks that every guide lists, each with what the walk says of it.
 * They are read off the walks and findings; none of them judges by itself.
 */
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "diagnose/diagnose.h"

enum {
	CHECK_ADDRESS,
	CHECK_GATEWAY,
	CHECK_REACHABLE,
	CHECK_DNS,
	CHECK_FORWARDING,
	CHECK_NAT,
	CHECK_FORWARD_CHAIN,
};

static const struct {
	const char *name;
	const char *label;
} names[7] = {
	{ "address", "IP address" },
	{ "gateway", "gateway" },
	{ "gateway-reachable", "gateway answers" },
	{ "dns", "DNS" },
	{ "forwarding", "forwarding" },
	{ "nat", "NAT" },
	{ "forward-chain", "FORWARD chain" },
};

/* Which check a finding belongs under; the first row that fits. */
static const struct {
	const char *code;	/* beginning of the second name */
	int check;
} belongs[] = {
	{ "LNK15", CHECK_ADDRESS },
	{ "LNK17", CHECK_ADDRESS },
	{ "LNK01", CHECK_GATEWAY },
	{ "RTE01", CHECK_GATEWAY },
	{ "RTE03", CHECK_GATEWAY },
	{ "RTE02", CHECK_REACHABLE },
	{ "LNK20", -1 },
	{ "LNK", CHECK_REACHABLE },
	{ "FLT20", CHECK_REACHABLE },
	{ "FLT21", CHECK_REACHABLE },
	{ "FLT24", CHECK_REACHABLE },
	{ "DNS", CHECK_DNS },
	{ "FWD", CHECK_FORWARDING },
	{ "NAT", CHECK_NAT },
};

static int check_of(const struct finding *f)
{
	if (f->severity != SEVERITY_FAULT && f->severity != SEVERITY_UNKNOWN)
		return -1;
	if (f->stage == STAGE_NF_FORWARD)
		return CHECK_FORWARD_CHAIN;
	for (size_t i = 0; i < ARRAY_SIZE(belongs); i++)
		if (!strncmp(f->type->second, belongs[i].code,
			     strlen(belongs[i].code)))
			return belongs[i].check;
	return -1;
}

static const struct finding *first_of(const struct diagnosis *d, int check)
{
	for (size_t i = 0; i < d->findings.n; i++)
		if (check_of(d->findings.v[i]) == check)
			return d->findings.v[i];
	return NULL;
}

static void list_findings(struct diagnosis *d, int check)
{
	struct check *c = &d->checks[check];

	for (size_t i = 0; i < d->findings.n; i++) {
		const struct finding *f = d->findings.v[i];

		if (check_of(f) == check && c->n_findings < 16)
			c->findings[c->n_findings++] = f->number;
	}
}

static void set(struct diagnosis *d, int check, enum check_state state,
		const char *text)
{
	const struct finding *f = first_of(d, check);

	d->checks[check].state = state;
	d->checks[check].text = text;
	if (!f)
		return;
	d->checks[check].state = f->severity == SEVERITY_UNKNOWN ?
				 CHECK_UNKNOWN : CHECK_FAIL;
	d->checks[check].text = f->title;
	list_findings(d, check);
}

static const char *link_name(const struct diagnosis *d, uint32_t netns,
			     uint32_t ifindex)
{
	const struct link *l = netns_link(d->snap->netns.v[netns], ifindex);

	return l ? text_safe(d->arena, l->name) : "?";
}

static const char *title_of(const struct diagnosis *d, uint32_t netns)
{
	return text_safe(d->arena, d->snap->netns.v[netns]->title);
}

/* The walk that goes furthest: what the checks read. */
static const struct walk_branch *best_branch(const struct diagnosis *d)
{
	for (size_t i = 0; i < d->questions.n; i++) {
		const struct question *q = d->questions.v[i];
		const struct walk_result *r = &q->now;

		if (q->needs_service)
			continue;
		if (r->outcome != OUTCOME_DELIVERED && q->fixed.branches.n)
			r = &q->fixed;
		return r->branches.n ? r->branches.v[0] : NULL;
	}
	return NULL;
}

static void check_address(struct diagnosis *d)
{
	const struct netns *ns = d->snap->netns.v[d->target];
	struct address *const *it;
	struct strbuf sb;

	strbuf_init(&sb, d->arena);
	VEC_FOR_EACH(&ns->addresses, it) {
		const struct address *a = *it;
		char buf[IP_TEXT_MAX];

		if (!ip_is_global_scope(&a->local) ||
		    (a->family == AF_INET ? !d->ask4 : !d->ask6))
			continue;
		strbuf_addf(&sb, "%s%s/%u on %s", sb.len ? ", " : "",
			    ip_text(&a->local, buf), a->prefixlen,
			    link_name(d, d->target, a->ifindex));
	}
	set(d, CHECK_ADDRESS, sb.len ? CHECK_PASS : CHECK_FAIL,
	    sb.len ? sb.s : "no global address");
}

static const struct route *default_of(const struct diagnosis *d)
{
	const struct netns *ns = d->snap->netns.v[d->target];
	uint8_t family = d->ask4 ? AF_INET : AF_INET6;
	const struct route *best = NULL;
	struct route *const *it;

	VEC_FOR_EACH(&ns->routes, it) {
		const struct route *r = *it;

		if (r->family == family && !r->dst.len &&
		    r->type == RTN_UNICAST &&
		    (!best || r->metric < best->metric))
			best = r;
	}
	return best;
}

static void check_gateway(struct diagnosis *d)
{
	const struct route *r = default_of(d);
	const struct walk_branch *b = best_branch(d);

	if (!r) {
		bool leaves = b && b->end.outcome == OUTCOME_DELIVERED;

		set(d, CHECK_GATEWAY, leaves ? CHECK_PASS : CHECK_FAIL,
		    leaves ? "no default route, and none is needed" :
			     "no default route");
		return;
	}
	set(d, CHECK_GATEWAY, CHECK_PASS,
	    r->gateway.family ?
	    arena_printf(d->arena, "default via %s dev %s",
			 ip_str(d->arena, &r->gateway),
			 link_name(d, d->target, r->oif)) :
	    arena_printf(d->arena, "default dev %s",
			 link_name(d, d->target, r->oif)));
}

static void check_reachable(struct diagnosis *d)
{
	const struct route *r = default_of(d);
	const struct walk_branch *b = best_branch(d);
	bool left = false;

	if (!r || !r->gateway.family) {
		set(d, CHECK_REACHABLE, CHECK_NOT_APPLICABLE, "no gateway");
		return;
	}
	for (size_t i = 0; b && i < b->hops.n; i++)
		left |= b->hops.v[i].netns != d->target;
	for (uint32_t i = 0; i < d->snap->netns.n; i++) {
		const struct address *a = netns_address(d->snap->netns.v[i],
							&r->gateway);

		if (!a || i == d->target)
			continue;
		set(d, CHECK_REACHABLE, left ? CHECK_PASS : CHECK_FAIL,
		    arena_printf(d->arena, "%s is %s on %s%s",
				 ip_str(d->arena, &r->gateway),
				 link_name(d, i, a->ifindex), title_of(d, i),
				 left ? "" : ", not reached"));
		return;
	}
	set(d, CHECK_REACHABLE, left || (b && b->assumed_edge) ? CHECK_PASS :
								  CHECK_FAIL,
	    arena_printf(d->arena, "%s is not on this host",
			 ip_str(d->arena, &r->gateway)));
}

/* Every blocker is named: the nameserver lies behind them all. */
static void blame_all(const struct diagnosis *d, struct check *c)
{
	for (size_t i = 0; i < d->findings.n && c->n_findings < 16; i++)
		if (d->findings.v[i]->severity <= SEVERITY_UNKNOWN)
			c->findings[c->n_findings++] =
				d->findings.v[i]->number;
}

static void check_dns(struct diagnosis *d)
{
	const char *file = d->resolver && d->resolver->path ?
			   text_safe(d->arena, d->resolver->path) : "?";
	const struct question *bad = NULL;
	const struct question *any = NULL;
	struct check *c = &d->checks[CHECK_DNS];

	for (size_t i = 0; i < d->questions.n; i++) {
		const struct question *q = d->questions.v[i];

		if (!q->needs_service || q->alternate)
			continue;
		any = q;
		if (!bad && !question_passes(q, &q->now))
			bad = q;
	}
	if (!any) {
		set(d, CHECK_DNS, CHECK_NOT_APPLICABLE, "not asked");
		return;
	}
	set(d, CHECK_DNS, CHECK_PASS,
	    arena_printf(d->arena, "nameserver %s (%s)",
			 ip_str(d->arena, &any->probe.dst), file));
	if (!bad || c->n_findings)
		return;
	c->state = bad->now.outcome == OUTCOME_UNKNOWN ? CHECK_UNKNOWN :
							  CHECK_FAIL;
	blame_all(d, c);
	c->text = arena_printf(d->arena, "nameserver %s lies behind the same "
			       "%s", ip_str(d->arena, &bad->probe.dst),
			       c->n_findings == 1 ? "blocker" : "blockers");
}

static const struct hop *forwarder(const struct diagnosis *d)
{
	const struct walk_branch *b = best_branch(d);

	for (size_t i = 0; b && i < b->hops.n; i++) {
		const struct hop *h = &b->hops.v[i];

		if (h->dir == DIR_REQUEST && h->netns != d->target && h->in &&
		    h->out)
			return h;
	}
	return NULL;
}

static void check_forwarding(struct diagnosis *d)
{
	const struct hop *h = forwarder(d);
	int32_t v = 0;

	if (!h) {
		set(d, CHECK_FORWARDING, CHECK_NOT_APPLICABLE,
		    "nothing forwards on this way");
		return;
	}
	if (d->ask4)
		conf4_all(d->snap->netns.v[h->netns], CONF4_FORWARDING, &v);
	else
		conf6_all(d->snap->netns.v[h->netns], CONF6_FORWARDING, &v);
	set(d, CHECK_FORWARDING, CHECK_PASS,
	    arena_printf(d->arena, "%s: net.%s = %d", title_of(d, h->netns),
			 d->ask4 ? "ipv4.ip_forward" :
				   "ipv6.conf.all.forwarding", v));
}

static void check_nat(struct diagnosis *d)
{
	const struct walk_branch *b = best_branch(d);
	const struct trace_step *s;

	if (!b || !forwarder(d)) {
		set(d, CHECK_NAT, CHECK_NOT_APPLICABLE,
		    "nothing forwards on this way");
		return;
	}
	VEC_FOR_EACH(&b->steps, s) {
		if (s->did != DID_TRANSLATE || s->dir != DIR_REQUEST ||
		    ip_equal(&s->before.src, &s->after.src))
			continue;
		set(d, CHECK_NAT, CHECK_PASS,
		    arena_printf(d->arena, "%s: %s leaves %s as %s",
				 title_of(d, s->netns),
				 ip_str(d->arena, &s->before.src),
				 link_name(d, s->netns, s->oif),
				 ip_str(d->arena, &s->after.src)));
		return;
	}
	set(d, CHECK_NAT, CHECK_NOT_APPLICABLE,
	    "nothing translates, and nothing needs to");
}

static void check_chain(struct diagnosis *d)
{
	const struct walk_branch *b = best_branch(d);
	const struct hop *h = forwarder(d);
	const struct trace_step *s;

	if (!h) {
		set(d, CHECK_FORWARD_CHAIN, CHECK_NOT_APPLICABLE,
		    "nothing forwards on this way");
		return;
	}
	VEC_FOR_EACH(&b->steps, s) {
		struct fw_place p;

		if (s->stage != STAGE_NF_FORWARD || s->did != DID_ACCEPT ||
		    s->detail || !s->object)
			continue;
		firewall_describe(d->snap->netns.v[s->netns], s->object,
				  d->arena, &p);
		set(d, CHECK_FORWARD_CHAIN, CHECK_PASS,
		    arena_printf(d->arena, "%s: accepted in %s %s %s",
				 title_of(d, s->netns), p.family,
				 text_safe(d->arena, p.table),
				 text_safe(d->arena, p.chain)));
		return;
	}
	set(d, CHECK_FORWARD_CHAIN, CHECK_PASS,
	    arena_printf(d->arena, "%s: no rule stands in the way",
			 title_of(d, h->netns)));
}

void checks_make(struct diagnosis *d)
{
	static void (*const makers[7])(struct diagnosis *) = {
		check_address,	check_gateway, check_reachable, check_dns,
		check_forwarding, check_nat,   check_chain,
	};

	for (int i = 0; i < 7; i++) {
		struct check *c = &d->checks[i];

		memset(c, 0, sizeof(*c));
		c->name = names[i].name;
		c->label = names[i].label;
		if (d->unread) {
			c->state = CHECK_UNKNOWN;
			c->text = "the namespace could not be read";
		} else if (d->by_design) {
			c->state = CHECK_NOT_APPLICABLE;
			c->text = d->design_text;
		} else {
			makers[i](d);
		}
	}
}
