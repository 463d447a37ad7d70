/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rtnetlink: what is asked, and into which vector the answers go. */
#include <errno.h>
#include <linux/fib_rules.h>
#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/netconf.h>
#include <linux/nexthop.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "collect/visit.h"
#include "decode/decode.h"

/* A torn dump is asked for again, this often in all. */
#define TRIES 3
/* A link request that took longer than this waited for somebody's rtnl lock. */
#define SLOW_MS 1000

int read_dump(struct dump *d)
{
	struct any_vec *vec = d->vec;
	size_t before = vec->n;
	int ret = -EINTR;

	for (int i = 0; i < TRIES && (ret == -EINTR || ret == -EMSGSIZE); i++) {
		vec->n = before;
		d->bad = 0;
		ret = nl_request(d->nl, d->req, d->cb, d);
	}
	if (d->bad)
		visit_gap(d->r, d->object, "decode", EBADMSG, NULL);
	d->r->v->torn |= ret == -EINTR;
	if (ret == -EINTR)
		visit_gap(d->r, d->object, "changed-while-read", EAGAIN, NULL);
	else if (ret == -EFBIG)
		visit_gap(d->r, d->object, "truncated", EFBIG, NULL);
	else if (ret == -ETIMEDOUT)
		visit_gap(d->r, d->object, "timed-out", ETIMEDOUT, NULL);
	else if (ret < 0)
		visit_gap(d->r, d->object, "read", -ret,
			  ret == -EPERM ? "CAP_NET_ADMIN" : NULL);
	return ret == -EINTR ? 0 : ret;
}

/* Every callback: decode one, keep it; a bad one is counted, not believed. */
#define DUMP_CB(name_, type_, member_)                                    \
	static int cb_##name_(const struct nlmsghdr *nlh, void *ctx)      \
	{                                                                 \
		struct dump *d = ctx;                                     \
		struct type_ *obj;                                        \
		int ret;                                                  \
									  \
		if (reader_is_full(d->r))                                 \
			return -EFBIG;                                    \
		ret = decode_##name_(d->r->arena, nlh, &obj);             \
		if (!ret)                                                 \
			VEC_PUSH(d->r->arena, &d->r->v->result->member_,  \
				 obj);                                    \
		else if (ret == -EBADMSG)                                 \
			d->bad++;                                         \
		return 0;                                                 \
	}

DUMP_CB(link, link, links)
DUMP_CB(address, address, addresses)
DUMP_CB(route, route, routes)
DUMP_CB(nexthop, nexthop, nexthops)
DUMP_CB(rule, rule, rules)
DUMP_CB(neighbour, neighbour, neighbours)
DUMP_CB(fdb, fdb, fdb)
DUMP_CB(qdisc, qdisc, qdiscs)
DUMP_CB(tc_filter, tc_filter, tc_filters)

static int cb_proxy(const struct nlmsghdr *nlh, void *ctx)
{
	struct dump *d = ctx;
	struct neighbour *n;
	int ret = decode_neighbour(d->r->arena, nlh, &n);

	/* A kernel that does not filter answers with all of them. */
	if (!ret && n->flags & NTF_PROXY)
		VEC_PUSH(d->r->arena, &d->r->v->result->proxies, n);
	else if (ret == -EBADMSG)
		d->bad++;
	return 0;
}

static int cb_vlan(const struct nlmsghdr *nlh, void *ctx)
{
	struct dump *d = ctx;

	if (decode_bridge_vlans(d->r->arena, nlh, d->r->v->result) == -EBADMSG)
		d->bad++;
	return 0;
}

static int cb_netconf(const struct nlmsghdr *nlh, void *ctx)
{
	struct dump *d = ctx;

	if (decode_netconf(d->r->arena, nlh, d->r->v->result) == -EBADMSG)
		d->bad++;
	return 0;
}

/**
 * struct request - a dump
 * @object: of the gap
 * @head: size of the family's header; zeros but for the family, its first byte
 * @vec: where in struct netns the objects go
 * @put: more of the header, or attributes; NULL for most
 */
struct request {
	const char *object;
	uint16_t type;
	uint8_t family;
	uint8_t head;
	nl_cb cb;
	size_t vec;
	void (*put)(struct nl_req *req, uint32_t key);
};

static void *req_head(struct nl_req *req)
{
	return req->b + NLMSG_HDRLEN;
}

static void put_proxy(struct nl_req *req, uint32_t key)
{
	struct ndmsg *h = req_head(req);

	(void)key;
	h->ndm_flags = NTF_PROXY;
}

/* Of one bridge; without a key all tables, those of vxlan devices among them. */
static void put_master(struct nl_req *req, uint32_t key)
{
	if (key)
		nl_req_put_u32(req, NDA_MASTER, key);
}

static void put_vlans(struct nl_req *req, uint32_t key)
{
	(void)key;
	nl_req_put_u32(req, IFLA_EXT_MASK, RTEXT_FILTER_BRVLAN_COMPRESSED);
}

#define NS(member_) offsetof(struct netns, member_)

static const struct request ask_links = {
	"link", RTM_GETLINK, AF_UNSPEC, sizeof(struct ifinfomsg), cb_link,
	NS(links), NULL,
};

static const struct request ask_addresses = {
	"addr", RTM_GETADDR, AF_UNSPEC, sizeof(struct ifaddrmsg), cb_address,
	NS(addresses), NULL,
};

/* Asked by family: AF_UNSPEC would also walk those of other protocols. */
static const struct request ask_routes4 = {
	"route", RTM_GETROUTE, AF_INET, sizeof(struct rtmsg), cb_route,
	NS(routes), NULL,
};

static const struct request ask_routes6 = {
	"route", RTM_GETROUTE, AF_INET6, sizeof(struct rtmsg), cb_route,
	NS(routes), NULL,
};

static const struct request ask_nexthops = {
	"nexthop", RTM_GETNEXTHOP, AF_UNSPEC, sizeof(struct nhmsg), cb_nexthop,
	NS(nexthops), NULL,
};

static const struct request ask_rules4 = {
	"rule", RTM_GETRULE, AF_INET, sizeof(struct fib_rule_hdr), cb_rule,
	NS(rules), NULL,
};

static const struct request ask_rules6 = {
	"rule", RTM_GETRULE, AF_INET6, sizeof(struct fib_rule_hdr), cb_rule,
	NS(rules), NULL,
};

static const struct request ask_neighbours = {
	"neigh", RTM_GETNEIGH, AF_UNSPEC, sizeof(struct ndmsg), cb_neighbour,
	NS(neighbours), NULL,
};

static const struct request ask_proxies = {
	"neigh", RTM_GETNEIGH, AF_UNSPEC, sizeof(struct ndmsg), cb_proxy,
	NS(proxies), put_proxy,
};

static const struct request ask_fdb = {
	"fdb", RTM_GETNEIGH, AF_BRIDGE, sizeof(struct ndmsg), cb_fdb, NS(fdb),
	put_master,
};

static const struct request ask_vlans = {
	"vlan", RTM_GETLINK, AF_BRIDGE, sizeof(struct ifinfomsg), cb_vlan,
	NS(vlans), put_vlans,
};

/* A header of one byte is padded to four, or strict checking refuses it. */
static const struct request ask_netconf4 = {
	"sysctl", RTM_GETNETCONF, AF_INET, sizeof(struct netconfmsg),
	cb_netconf, NS(sysctls), NULL,
};

static const struct request ask_netconf6 = {
	"sysctl", RTM_GETNETCONF, AF_INET6, sizeof(struct netconfmsg),
	cb_netconf, NS(sysctls), NULL,
};

static const struct request ask_qdiscs = {
	"tc", RTM_GETQDISC, AF_UNSPEC, sizeof(struct tcmsg), cb_qdisc,
	NS(qdiscs), NULL,
};

static int ask(struct reader *r, const struct request *rq, uint32_t key)
{
	static const uint8_t zeros[64];
	struct nl_req req;
	struct dump d = {
		.nl = &r->rt,
		.req = &req,
		.cb = rq->cb,
		.object = rq->object,
		.vec = (struct any_vec *)((char *)r->v->result + rq->vec),
		.r = r,
	};

	nl_req_init(&req, rq->type, NLM_F_DUMP, zeros, rq->head);
	*(uint8_t *)req_head(&req) = rq->family;
	if (rq->put)
		rq->put(&req, key);
	return read_dump(&d);
}

static void have(struct reader *r, uint32_t kind)
{
	r->v->result->have |= kind;
}

/* A device's filters; asking with device 0 is answered with none at all. */
static int ask_filters(struct reader *r, uint32_t ifindex, uint32_t parent)
{
	struct tcmsg h = {
		.tcm_ifindex = (int)ifindex,
		.tcm_parent = parent,
	};
	struct nl_req req;
	struct dump d = {
		.nl = &r->rt,
		.req = &req,
		.cb = cb_tc_filter,
		.object = "tc",
		.vec = (struct any_vec *)&r->v->result->tc_filters,
		.r = r,
	};

	nl_req_init(&req, RTM_GETTFILTER, NLM_F_DUMP, &h, sizeof(h));
	return read_dump(&d);
}

/* These hold no filters. */
static bool qdisc_is_plain(const struct qdisc *q)
{
	static const char *const plain[] = {
		"noqueue", "pfifo_fast", "pfifo", "bfifo", "mq", "tbf",
	};

	for (size_t i = 0; q->kind && i < ARRAY_SIZE(plain); i++)
		if (!strcmp(q->kind, plain[i]))
			return true;
	return false;
}

static int read_tc(struct reader *r)
{
	const struct netns *ns = r->v->result;
	int ret = ask(r, &ask_qdiscs, 0);

	for (size_t i = 0; !ret && i < ns->qdiscs.n; i++) {
		const struct qdisc *q = ns->qdiscs.v[i];

		if (qdisc_is_plain(q) || !q->kind)
			continue;
		if (!strcmp(q->kind, "clsact") || !strcmp(q->kind, "ingress"))
			ret = ask_filters(r, q->ifindex,
					  TC_H_MAKE(TC_H_CLSACT,
						    TC_H_MIN_INGRESS));
		if (!ret && !strcmp(q->kind, "clsact"))
			ret = ask_filters(r, q->ifindex,
					  TC_H_MAKE(TC_H_CLSACT,
						    TC_H_MIN_EGRESS));
		else if (!ret && strcmp(q->kind, "ingress"))
			ret = ask_filters(r, q->ifindex, q->handle);
	}
	return ret;
}

/* Next hop objects are asked for only where a route names one. */
static int read_routes(struct reader *r)
{
	const struct netns *ns = r->v->result;
	int ret = ask(r, &ask_routes4, 0);

	if (!ret)
		ret = ask(r, &ask_routes6, 0);
	for (size_t i = 0; !ret && i < ns->routes.n; i++)
		if (ns->routes.v[i]->nh_id)
			return ask(r, &ask_nexthops, 0);
	return ret;
}

static int read_rules(struct reader *r)
{
	int ret = ask(r, &ask_rules4, 0);

	return ret ? ret : ask(r, &ask_rules6, 0);
}

static bool any_bridge(const struct netns *ns, bool filtering)
{
	for (size_t i = 0; i < ns->links.n; i++) {
		const struct link *l = ns->links.v[i];

		if (link_is_kind(l, "bridge") &&
		    (!filtering || l->bridge.vlan_filtering))
			return true;
		if (!filtering && link_is_kind(l, "vxlan"))
			return true;
	}
	return false;
}

/* Without a link dump of this visit: asked, an empty answer costs little. */
static int read_bridges(struct reader *r, uint32_t kinds)
{
	const struct netns *ns = r->v->result;
	bool blind = !(ns->have & READ_LINKS);
	int ret = 0;

	if (kinds & READ_FDB) {
		if (blind || any_bridge(ns, false))
			ret = ask(r, &ask_fdb, 0);
		if (!ret)
			have(r, READ_FDB);
	}
	if (kinds & READ_VLANS) {
		ret = 0;
		if (blind || any_bridge(ns, true))
			ret = ask(r, &ask_vlans, 0);
		/* EOPNOTSUPP: a kernel without VLAN filtering. */
		if (!ret)
			have(r, READ_VLANS);
	}
	return ret;
}

/* In a torn dump one link may come twice, as it was and as it is. */
static void links_unique(struct reader *r)
{
	struct netns *ns = r->v->result;
	struct map *seen = map_new(r->arena);
	size_t n = ns->links.n;
	size_t kept = n;

	for (size_t i = n; i-- > 0;) {
		struct link *l = ns->links.v[i];

		if (!map_put_u64(seen, l->index, l))
			ns->links.v[--kept] = l;
	}
	memmove(ns->links.v, ns->links.v + kept,
		(n - kept) * sizeof(*ns->links.v));
	ns->links.n = n - kept;
}

static void read_links(struct reader *r)
{
	struct timespec limit;
	int ret;

	clock_gettime(CLOCK_MONOTONIC, &limit);
	limit.tv_sec += SLOW_MS / 1000;
	ret = ask(r, &ask_links, 0);
	if (!ret && r->v->torn)
		links_unique(r);
	if (!ret)
		have(r, READ_LINKS);
	r->v->slow = !nl_ms_left(&limit);
}

static bool has_link(const struct netns *ns, uint32_t ifindex)
{
	for (size_t i = 0; i < ns->links.n; i++)
		if (ns->links.v[i]->index == ifindex)
			return true;
	return false;
}

/* One link without a dump; a device that has gone is no gap. */
static void ask_link(struct reader *r, uint32_t ifindex)
{
	struct ifinfomsg h = { .ifi_index = (int)ifindex };
	struct nl_req req;
	struct dump d = { .object = "link", .r = r };
	int ret;

	nl_req_init(&req, RTM_GETLINK, 0, &h, sizeof(h));
	ret = nl_request(&r->rt, &req, cb_link, &d);
	if (d.bad)
		visit_gap(r, "link", "decode", EBADMSG, NULL);
	else if (ret < 0 && ret != -ENODEV)
		visit_gap(r, "link", "read", -ret, NULL);
}

/* Its master and the device below it belong to it; those of theirs, too. */
static void read_single_links(struct reader *r)
{
	struct netns *ns = r->v->result;

	for (size_t i = 0; i < r->v->links.n; i++)
		if (!has_link(ns, r->v->links.v[i]))
			ask_link(r, r->v->links.v[i]);
	for (size_t i = 0; i < ns->links.n; i++) {
		const struct link *l = ns->links.v[i];

		if (l->master && !has_link(ns, l->master))
			ask_link(r, l->master);
		if (l->peer > 0 && !HAS(l, link, peer_nsid) &&
		    !has_link(ns, (uint32_t)l->peer))
			ask_link(r, (uint32_t)l->peer);
	}
}

void read_conf(struct reader *r)
{
	ask(r, &ask_netconf4, 0);
	ask(r, &ask_netconf6, 0);
}

void read_rtnl(struct reader *r, uint32_t kinds)
{
	if (kinds & READ_LINKS && !r->c->slow_links)
		read_links(r);
	if (kinds & READ_ADDRESSES && !ask(r, &ask_addresses, 0))
		have(r, READ_ADDRESSES);
	if (kinds & READ_ROUTES && !read_routes(r))
		have(r, READ_ROUTES);
	if (kinds & READ_RULES && !read_rules(r))
		have(r, READ_RULES);
	if (kinds & READ_LINKS && r->c->slow_links)
		read_links(r);
	if (kinds & READ_NEIGHBOURS && !ask(r, &ask_neighbours, 0))
		have(r, READ_NEIGHBOURS);
	if (kinds & READ_PROXIES && !ask(r, &ask_proxies, 0))
		have(r, READ_PROXIES);
	read_bridges(r, kinds);
	if (kinds & READ_TC && !read_tc(r))
		have(r, READ_TC);
	if (r->v->links.n && !(r->v->result->have & READ_LINKS))
		read_single_links(r);
	for (size_t i = 0; i < r->v->bridges.n; i++)
		ask(r, &ask_fdb, r->v->bridges.v[i]);
}
