/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decoders over bytes that kernels sent; see tests/data/netlink/make.sh. */
#include <check.h>
#include <errno.h>
#include <linux/fib_rules.h>
#include <linux/if_bridge.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "decode/decode.h"

static const char *const kernels[] = { "6.18", "6.1" };

struct capture {
	uint8_t *b;
	size_t len;
};

static struct capture load(const char *kernel, const char *name)
{
	struct capture c = { 0 };
	const char *src = getenv("srcdir");
	char path[512];
	FILE *f;

	snprintf(path, sizeof(path), "%s/tests/data/netlink/%s/%s.bin",
		 src ? src : ".", kernel, name);
	f = fopen(path, "r");
	ck_assert_msg(f, "%s: %s", path, strerror(errno));
	c.b = malloc(1024 * 1024);
	c.len = fread(c.b, 1, 1024 * 1024, f);
	fclose(f);
	return c;
}

static const struct nlmsghdr *next(const struct capture *c, size_t *at)
{
	const struct nlmsghdr *nlh = (const void *)(c->b + *at);

	if (*at + sizeof(*nlh) > c->len || nlh->nlmsg_len < sizeof(*nlh) ||
	    *at + nlh->nlmsg_len > c->len)
		return NULL;
	*at += NLMSG_ALIGN(nlh->nlmsg_len);
	return nlh;
}

typedef int (*decode_one)(struct arena *a, const struct nlmsghdr *nlh,
			  void *vec);

#define DECODE_ONE(name_, type_)                                             \
	static int one_##name_(struct arena *a, const struct nlmsghdr *nlh,  \
			       void *vec)                                    \
	{                                                                    \
		VEC(struct type_ *) *v = vec;                                \
		struct type_ *o;                                             \
		int ret = decode_##name_(a, nlh, &o);                        \
									     \
		if (!ret)                                                    \
			VEC_PUSH(a, v, o);                                   \
		return ret;                                                  \
	}

DECODE_ONE(link, link)
DECODE_ONE(address, address)
DECODE_ONE(route, route)
DECODE_ONE(nexthop, nexthop)
DECODE_ONE(rule, rule)
DECODE_ONE(neighbour, neighbour)
DECODE_ONE(fdb, fdb)
DECODE_ONE(qdisc, qdisc)
DECODE_ONE(tc_filter, tc_filter)

static int one_vlan(struct arena *a, const struct nlmsghdr *nlh, void *ns)
{
	return decode_bridge_vlans(a, nlh, ns);
}

static int one_netconf(struct arena *a, const struct nlmsghdr *nlh, void *ns)
{
	return decode_netconf(a, nlh, ns);
}

static int one_nsid(struct arena *a, const struct nlmsghdr *nlh, void *ns)
{
	int32_t id;

	(void)a;
	(void)ns;
	return decode_nsid(nlh, &id);
}

static void decode_all(struct arena *a, const char *kernel, const char *name,
		       decode_one fn, void *vec)
{
	struct capture c = load(kernel, name);
	const struct nlmsghdr *nlh;
	size_t at = 0;

	while ((nlh = next(&c, &at)))
		ck_assert_int_eq(fn(a, nlh, vec), 0);
	ck_assert_uint_eq(at, c.len);
	free(c.b);
}

static struct arena *arena;
static struct netns *ns;

static void setup(void)
{
	arena = arena_new();
	ns = object_new(arena, &netns_type);
}

static void teardown(void)
{
	arena_free(arena);
}

static const struct link *link_named(const char *name)
{
	for (size_t i = 0; i < ns->links.n; i++)
		if (!strcmp(ns->links.v[i]->name, name))
			return ns->links.v[i];
	ck_abort_msg("no link %s", name);
	return NULL;
}

static struct ip_addr ip(const char *s)
{
	struct ip_addr a;

	ck_assert_int_eq(ip_parse(s, &a), 0);
	return a;
}

static bool is(const struct ip_addr *a, const char *s)
{
	struct ip_addr b = ip(s);

	return ip_equal(a, &b);
}

START_TEST(links_have_kind_peer_and_port)
{
	const struct link *l;

	decode_all(arena, kernels[_i], "link", one_link, &ns->links);
	l = link_named("br0");
	ck_assert_str_eq(l->kind, "bridge");
	ck_assert_uint_eq(l->index, 10);
	ck_assert_uint_eq(l->address.len, 6);
	l = link_named("p0");
	ck_assert_str_eq(l->kind, "veth");
	ck_assert_uint_eq(l->master, 10);
	ck_assert_int_eq(l->peer, 12);
	ck_assert(!HAS(l, link, peer_nsid));
	ck_assert_str_eq(l->slave_kind, "bridge");
	ck_assert_uint_eq(l->port.hairpin, 1);
	ck_assert_uint_eq(l->port.isolated, 1);
	ck_assert_uint_eq(l->port.learning, 1);
	l = link_named("p1");
	ck_assert_str_eq(l->alias, "the other end");
	ck_assert_uint_eq(l->mtu, 1400);
	ck_assert_uint_eq(l->altnames.n, 1);
	ck_assert_str_eq(l->altnames.v[0], "other");
	l = link_named("v0");
	ck_assert(HAS(l, link, peer_nsid));
	ck_assert_int_eq(l->peer_nsid, 0);
}
END_TEST

START_TEST(conf_arrays_are_the_interfaces_own)
{
	const struct link *l;

	decode_all(arena, kernels[_i], "link", one_link, &ns->links);
	l = link_named("d0");
	ck_assert_uint_ge(l->conf4.n, CONF4_ROUTE_LOCALNET);
	ck_assert_int_eq(l->conf4.v[CONF4_RP_FILTER], 2);
	ck_assert_int_eq(l->conf4.v[CONF4_FORWARDING], 1);
	ck_assert(l->has_inet6);
	ck_assert_int_eq(l->conf6.v[CONF6_DISABLE_IPV6], 0);
	ck_assert_int_eq(link_named("v0")->conf4.v[CONF4_FORWARDING], 0);
}
END_TEST

START_TEST(addresses_keep_order_and_peer)
{
	const struct address *a;

	decode_all(arena, kernels[_i], "address", one_address, &ns->addresses);
	for (size_t i = 0; i + 1 < ns->addresses.n; i++) {
		a = ns->addresses.v[i];
		if (is(&a->local, "192.0.2.1")) {
			ck_assert_uint_eq(a->prefixlen, 24);
			ck_assert(is(&a->broadcast, "192.0.2.255"));
			ck_assert(is(&ns->addresses.v[i + 1]->local,
				     "192.0.2.3"));
		}
		if (is(&a->local, "10.9.9.1"))
			ck_assert(is(&a->peer, "10.9.9.2"));
		if (is(&a->local, "2001:db8::1"))
			ck_assert(is(&a->peer, "2001:db8::1"));
	}
	ck_assert_uint_ge(ns->addresses.n, 6);
}
END_TEST

static const struct route *route_to(const char *prefix)
{
	struct ip_prefix p;

	ck_assert_int_eq(prefix_parse(prefix, &p), 0);
	for (size_t i = 0; i < ns->routes.n; i++)
		if (ns->routes.v[i]->dst.len == p.len &&
		    ip_equal(&ns->routes.v[i]->dst.addr, &p.addr))
			return ns->routes.v[i];
	ck_abort_msg("no route to %s", prefix);
	return NULL;
}

START_TEST(routes_have_metrics_legs_and_tables)
{
	const struct route *r;

	decode_all(arena, kernels[_i], "route4", one_route, &ns->routes);
	r = route_to("198.51.100.0/24");
	ck_assert(is(&r->gateway, "192.0.2.254"));
	ck_assert_uint_eq(r->metric, 7);
	ck_assert_uint_eq(r->mtu, 1300);
	ck_assert_uint_eq(r->lock, 1u << RTAX_MTU);
	ck_assert_uint_eq(r->table, RT_TABLE_MAIN);
	ck_assert_uint_eq(r->oif, 14);
	r = route_to("203.0.113.0/24");
	ck_assert_uint_eq(r->legs.n, 2);
	ck_assert_uint_eq(r->legs.v[0]->weight, 2);
	ck_assert(is(&r->legs.v[0]->gateway, "192.0.2.253"));
	ck_assert_uint_eq(r->legs.v[1]->oif, 13);
	ck_assert_uint_eq(r->legs.v[1]->gateway.family, 0);
	r = route_to("203.0.114.0/24");
	ck_assert(is(&r->gateway, "2001:db8::fe"));
	r = route_to("203.0.115.0/24");
	ck_assert_uint_eq(r->table, 1000);
	ck_assert_uint_eq(r->type, RTN_BLACKHOLE);
	ck_assert_uint_eq(route_to("203.0.116.0/24")->nh_id, 5);
}
END_TEST

START_TEST(default_prefix_is_all_zeros)
{
	decode_all(arena, kernels[_i], "route6", one_route, &ns->routes);
	ck_assert_uint_gt(ns->routes.n, 3);
	for (size_t i = 0; i < ns->routes.n; i++)
		ck_assert_uint_eq(ns->routes.v[i]->dst.addr.family, AF_INET6);
}
END_TEST

START_TEST(nexthop_groups_have_weights)
{
	decode_all(arena, kernels[_i], "nexthop", one_nexthop, &ns->nexthops);
	ck_assert_uint_eq(ns->nexthops.n, 3);
	ck_assert(is(&ns->nexthops.v[0]->gateway, "192.0.2.252"));
	ck_assert(ns->nexthops.v[1]->blackhole);
	ck_assert_uint_eq(ns->nexthops.v[2]->group.n, 1);
	ck_assert_uint_eq(ns->nexthops.v[2]->group.v[0]->id, 5);
	ck_assert_uint_eq(ns->nexthops.v[2]->group.v[0]->weight, 3);
}
END_TEST

static const struct rule *rule_at(uint32_t priority, size_t nth)
{
	for (size_t i = 0; i < ns->rules.n; i++)
		if (ns->rules.v[i]->priority == priority && !nth--)
			return ns->rules.v[i];
	ck_abort_msg("no rule at %u", priority);
	return NULL;
}

START_TEST(rules_have_selectors)
{
	const struct rule *r;

	decode_all(arena, kernels[_i], "rule4", one_rule, &ns->rules);
	/* A kernel with VRF adds one of its own (l3mdev). */
	ck_assert_uint_ge(ns->rules.n, 7);
	for (size_t i = 0; i < ns->rules.n; i++)
		ck_assert_msg(!ns->rules.v[i]->opaque, "rule %zu", i);
	r = rule_at(0, 1);
	ck_assert_uint_eq(r->src.len, 8);
	ck_assert_uint_eq(r->table, 77);
	r = rule_at(100, 0);
	ck_assert(r->flags & FIB_RULE_INVERT);
	ck_assert_uint_eq(r->fwmark, 0x10);
	ck_assert_uint_eq(r->fwmask, 0xff);
	ck_assert_str_eq(r->iif, "v0");
	r = rule_at(101, 0);
	ck_assert_uint_eq(r->action, FR_ACT_PROHIBIT);
	ck_assert_uint_eq(r->ip_proto, 6);
	ck_assert_uint_eq(r->dport_first, 80);
	ck_assert_uint_eq(r->dport_last, 90);
	ck_assert_uint_eq(r->uid_first, 1);
	ck_assert_uint_eq(r->uid_last, 5);
	ck_assert_int_eq(rule_at(102, 0)->suppress_prefixlen, 0);
	ck_assert_int_eq(rule_at(100, 0)->suppress_prefixlen, -1);
}
END_TEST

/* What only Debian's kernel could build. */
START_TEST(kinds_of_links_have_their_data)
{
	const struct link *l;

	decode_all(arena, "6.1", "link", one_link, &ns->links);
	ck_assert_uint_eq(link_named("br0")->bridge.vlan_filtering, 1);
	l = link_named("v0.7");
	ck_assert_uint_eq(l->vlan.id, 7);
	ck_assert_uint_eq(l->vlan.protocol, 0x8100);
	ck_assert_int_eq(l->peer, 13);
	ck_assert_uint_eq(link_named("m0")->macvlan.mode, 4);
	l = link_named("x0");
	ck_assert_uint_eq(l->vxlan.id, 42);
	ck_assert_uint_eq(l->vxlan.port, 4789);
	ck_assert(is(&l->vxlan.group, "192.0.2.9"));
	l = link_named("t0");
	ck_assert(is(&l->tunnel.local, "192.0.2.1"));
	ck_assert(is(&l->tunnel.remote, "192.0.2.2"));
	ck_assert_uint_eq(link_named("blue")->vrf.table, 900);
}
END_TEST

START_TEST(vlans_of_a_port_and_of_the_bridge_itself)
{
	bool range = false;
	bool self = false;

	decode_all(arena, "6.1", "vlan", one_vlan, ns);
	for (size_t i = 0; i < ns->vlans.n; i++) {
		const struct bridge_vlan *v = ns->vlans.v[i];

		range |= v->ifindex == 11 && v->first == 20 &&
			 v->last == 29 && !v->self;
		self |= v->ifindex == 10 && v->first == 20 && v->self;
	}
	ck_assert(range);
	ck_assert(self);
}
END_TEST

/* A selector of a kernel to come: the rule may or may not match. */
START_TEST(rule_with_unknown_selector_is_opaque)
{
	struct {
		struct nlmsghdr nlh;
		struct fib_rule_hdr h;
		struct nlattr attr;
		uint32_t value;
	} m = {
		.nlh = { .nlmsg_len = sizeof(m), .nlmsg_type = RTM_NEWRULE },
		.h = { .family = AF_INET, .action = FR_ACT_TO_TBL },
		.attr = { .nla_len = 8, .nla_type = 99 },
	};
	struct rule *r;

	ck_assert_int_eq(decode_rule(arena, &m.nlh, &r), 0);
	ck_assert(r->opaque);
	ck_assert_ptr_nonnull(r->obj.unknown);
	ck_assert_uint_eq(r->obj.unknown->attr, 99);
	m.attr.nla_type = FRA_TABLE;
	ck_assert_int_eq(decode_rule(arena, &m.nlh, &r), 0);
	ck_assert(!r->opaque);
	m.attr.nla_type = FRA_UID_RANGE;	/* of another size than it should be */
	ck_assert_int_eq(decode_rule(arena, &m.nlh, &r), 0);
	ck_assert(r->opaque);
}
END_TEST

START_TEST(neighbours_fdb_and_proxies)
{
	bool found = false;

	decode_all(arena, kernels[_i], "neighbour", one_neighbour,
		   &ns->neighbours);
	decode_all(arena, kernels[_i], "proxy", one_neighbour, &ns->proxies);
	decode_all(arena, kernels[_i], "fdb", one_fdb, &ns->fdb);
	for (size_t i = 0; i < ns->neighbours.n; i++)
		if (is(&ns->neighbours.v[i]->dst, "192.0.2.77"))
			found = ns->neighbours.v[i]->state == NUD_PERMANENT &&
				ns->neighbours.v[i]->lladdr.b[5] == 0x77;
	ck_assert(found);
	ck_assert_uint_eq(ns->proxies.n, 1);
	ck_assert(is(&ns->proxies.v[0]->dst, "192.0.2.88"));
	found = false;
	for (size_t i = 0; i < ns->fdb.n; i++)
		if (ns->fdb.v[i]->lladdr.b[5] == 0x99)
			found = ns->fdb.v[i]->ifindex == 11 &&
				ns->fdb.v[i]->master == 10;
	ck_assert(found);
}
END_TEST

START_TEST(netconf_becomes_files)
{
	bool found = false;

	decode_all(arena, kernels[_i], "netconf4", one_netconf, ns);
	for (size_t i = 0; i < ns->sysctls.n; i++)
		found |= !strcmp(ns->sysctls.v[i]->path,
				 "net/ipv4/conf/all/rp_filter");
	ck_assert(found);
	ck_assert_uint_eq(ns->sysctls.n, 12);
}
END_TEST

/* 8: PVID's flag is 2, untagged 4; a range is two entries. */
START_TEST(vlan_ranges_are_joined)
{
	struct {
		struct nlmsghdr nlh;
		struct ifinfomsg h;
		struct nlattr spec;
		struct {
			struct nlattr attr;
			struct bridge_vlan_info info;
		} v[3];
	} m = {
		.nlh = { .nlmsg_len = sizeof(m), .nlmsg_type = RTM_NEWLINK },
		.h = { .ifi_family = AF_BRIDGE, .ifi_index = 4 },
		.spec = { .nla_len = 4 + 24, .nla_type = IFLA_AF_SPEC },
		.v = { { { 8, IFLA_BRIDGE_VLAN_INFO }, { 6, 1 } },
		       { { 8, IFLA_BRIDGE_VLAN_INFO }, { 8, 10 } },
		       { { 8, IFLA_BRIDGE_VLAN_INFO }, { 16, 20 } } },
	};

	ck_assert_int_eq(decode_bridge_vlans(arena, &m.nlh, ns), 0);
	ck_assert_uint_eq(ns->vlans.n, 2);
	ck_assert_uint_eq(ns->vlans.v[0]->flags, 6);
	ck_assert_uint_eq(ns->vlans.v[1]->first, 10);
	ck_assert_uint_eq(ns->vlans.v[1]->last, 20);
	ck_assert(ns->vlans.v[1]->self);
	m.v[2].info.vid = 5;	/* ends before it begins */
	ck_assert_int_eq(decode_bridge_vlans(arena, &m.nlh, ns), -EBADMSG);
}
END_TEST

/* ---- any bytes at all ---- */

struct target {
	const char *file;
	decode_one fn;
	size_t vec;
};

#define T(file_, fn_, member_) { file_, fn_, offsetof(struct netns, member_) }

static const struct target targets[] = {
	T("link", one_link, links),
	T("address", one_address, addresses),
	T("route4", one_route, routes),
	T("route6", one_route, routes),
	T("nexthop", one_nexthop, nexthops),
	T("rule4", one_rule, rules),
	T("rule6", one_rule, rules),
	T("neighbour", one_neighbour, neighbours),
	T("proxy", one_neighbour, proxies),
	T("fdb", one_fdb, fdb),
	T("qdisc", one_qdisc, qdiscs),
	T("qdisc", one_tc_filter, tc_filters),
	{ "vlan", one_vlan, 0 },
	{ "netconf4", one_netconf, 0 },
	{ "netconf6", one_netconf, 0 },
	{ "nsid", one_nsid, 0 },
};

/* A copy of exactly this size, so that a sanitizer sees the byte behind it. */
static int run_on(const struct target *t, const uint8_t *b, size_t len,
		  uint32_t claim)
{
	struct arena *a = arena_new();
	struct netns *n = object_new(a, &netns_type);
	uint8_t *copy = malloc(len);
	int ret;

	memcpy(copy, b, len);
	memcpy(copy, &claim, sizeof(claim));
	ret = t->fn(a, (const void *)copy, (char *)n + t->vec);
	free(copy);
	arena_free(a);
	return ret;
}

START_TEST(truncated_messages_are_refused_or_shorter)
{
	const struct target *t = &targets[_i];
	struct capture c = load(kernels[0], t->file);
	const struct nlmsghdr *nlh;
	size_t at = 0;
	unsigned int n = 0;

	while ((nlh = next(&c, &at)) && n++ < 40)
		for (uint32_t len = sizeof(*nlh); len < nlh->nlmsg_len; len++) {
			int ret = run_on(t, (const void *)nlh, len, len);

			ck_assert_msg(ret == 0 || ret == -EBADMSG ||
				      ret == -ENOMSG, "%s: %d", t->file, ret);
		}
	free(c.b);
}
END_TEST

START_TEST(flipped_bits_never_read_outside)
{
	const struct target *t = &targets[_i];
	struct capture c = load(kernels[0], t->file);
	const struct nlmsghdr *nlh;
	uint32_t seed = 12345;
	size_t at = 0;
	unsigned int n = 0;

	while ((nlh = next(&c, &at)) && n++ < 40) {
		for (unsigned int i = 0; i < 200; i++) {
			uint8_t *b = malloc(nlh->nlmsg_len);
			uint32_t where;

			memcpy(b, nlh, nlh->nlmsg_len);
			for (int k = 0; k < 3; k++) {
				seed = seed * 1103515245 + 12345;
				where = 16 + (seed >> 8) %
					     (nlh->nlmsg_len - 16);
				b[where] ^= (uint8_t)(1u << (seed >> 29));
			}
			run_on(t, b, nlh->nlmsg_len, nlh->nlmsg_len);
			free(b);
		}
	}
	free(c.b);
}
END_TEST

static Suite *decode_suite(void)
{
	Suite *s = suite_create("decode");
	TCase *tc = tcase_create("captured");
	int all = ARRAY_SIZE(kernels);

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, links_have_kind_peer_and_port, 0, all);
	tcase_add_loop_test(tc, conf_arrays_are_the_interfaces_own, 0, all);
	tcase_add_loop_test(tc, addresses_keep_order_and_peer, 0, all);
	tcase_add_loop_test(tc, routes_have_metrics_legs_and_tables, 0, all);
	tcase_add_loop_test(tc, default_prefix_is_all_zeros, 0, all);
	tcase_add_loop_test(tc, nexthop_groups_have_weights, 0, all);
	tcase_add_loop_test(tc, rules_have_selectors, 0, all);
	tcase_add_loop_test(tc, neighbours_fdb_and_proxies, 0, all);
	tcase_add_loop_test(tc, netconf_becomes_files, 0, all);
	tcase_add_test(tc, kinds_of_links_have_their_data);
	tcase_add_test(tc, vlans_of_a_port_and_of_the_bridge_itself);
	tcase_add_test(tc, rule_with_unknown_selector_is_opaque);
	tcase_add_test(tc, vlan_ranges_are_joined);
	suite_add_tcase(s, tc);
	tc = tcase_create("any bytes");
	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, truncated_messages_are_refused_or_shorter, 0,
			    ARRAY_SIZE(targets));
	tcase_add_loop_test(tc, flipped_bits_never_read_outside, 0,
			    ARRAY_SIZE(targets));
	suite_add_tcase(s, tc);
	return s;
}

int main(void)
{
	SRunner *sr = srunner_create(decode_suite());
	int failed;

	srunner_run_all(sr, CK_NORMAL);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
