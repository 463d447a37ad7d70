/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What each change does was read off Linux 6.18: the same command was run in a
 * namespace and the dumps before and after it were compared with the overlay.
 */
#include <check.h>
#include <errno.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "build.h"

#define LIVE (IFF_UP | IFF_RUNNING | IFF_LOWER_UP)
#define MAIN RT_TABLE_MAIN
#define LOCAL RT_TABLE_LOCAL

/* A container behind a bridge: eth0 (3) in @in, v (4) on br0 (5) in @out. */
static struct snapshot *s;
static struct netns *in;
static struct netns *out;
static struct link *eth0;
static struct link *v;
static struct link *br0;
static struct snapshot *ov;

static void setup(void)
{
	s = snapshot_new();
	in = snapshot_netns_new(s, 4, 10);
	out = snapshot_netns_new(s, 4, 20);
	eth0 = build_link(s, in, 3, "eth0", "veth", LIVE);
	v = build_link(s, out, 4, "v", "veth", LIVE);
	br0 = build_link(s, out, 5, "br0", "bridge", LIVE);
	build_peers(s, eth0, v, 0, 1);
	build_nsid(s, in, 0, out);
	build_nsid(s, out, 1, in);
	SET(v, link, master, 5);
	SET(v, link, slave_kind, "bridge");
	SET(&v->port, link_port, state, 3);
	build_address(s, in, 3, "10.1.0.1/24");
	build_address(s, out, 5, "10.1.0.254/24");
	in->have = out->have = READ_ALL;
	ov = NULL;
}

static void teardown(void)
{
	overlay_free(ov);
	snapshot_free(s);
}

static void begin(void)
{
	struct error err = { 0 };

	ck_assert_msg(!snapshot_seal(s, &err), "%s", err.text);
	ov = overlay_new(s);
}

static const struct netns *changed(uint32_t number)
{
	ck_assert_int_eq(overlay_seal(ov), 0);
	return ov->netns.v[number];
}

START_TEST(what_no_change_touched_is_shared)
{
	const struct netns *ns;

	begin();
	ck_assert_int_eq(overlay_mtu(ov, out->number, 4, 1400), 0);
	ns = changed(out->number);
	ck_assert_ptr_eq(ov->netns.v[in->number], in);
	ck_assert_ptr_ne(ns, out);
	ck_assert_ptr_eq(netns_link(ns, 5), br0);
	ck_assert_ptr_ne(netns_link(ns, 4), v);
	ck_assert_uint_eq(netns_link(ns, 4)->mtu, 1400);
	ck_assert_uint_eq(netns_link(out, 4)->mtu, 0);
	ck_assert_int_eq(overlay_mtu(ov, 99, 4, 1400), -ENOENT);
	ck_assert_int_eq(overlay_mtu(ov, out->number, 99, 1400), -ENODEV);
}
END_TEST

START_TEST(ip_forward_spreads_to_every_interface)
{
	const struct netns *ns;
	int32_t value;

	build_sysctl(s, out, "net/ipv4/ip_forward", "0");
	build_sysctl(s, out, "net/ipv4/conf/all/forwarding", "0");
	build_sysctl(s, out, "net/ipv4/conf/all/accept_redirects", "1");
	begin();
	ck_assert_int_eq(overlay_sysctl(ov, out->number,
					"net/ipv4/ip_forward", "1"), 0);
	ns = changed(out->number);
	ck_assert_int_eq(conf4_all(ns, CONF4_FORWARDING, &value),
			 SETTING_READ);
	ck_assert_int_eq(value, 1);
	ck_assert_int_eq(conf4_all(ns, CONF4_ACCEPT_REDIRECTS, &value),
			 SETTING_READ);
	ck_assert_int_eq(value, 0);
	ck_assert_int_eq(netns_link(ns, 4)->conf4.v[CONF4_FORWARDING], 1);
	ck_assert_int_eq(v->conf4.v[CONF4_FORWARDING], 0);
}
END_TEST

START_TEST(writing_the_value_that_is_there_changes_nothing)
{
	build_sysctl(s, out, "net/ipv4/ip_forward", "1");
	begin();
	ck_assert_int_eq(overlay_sysctl(ov, out->number,
					"net/ipv4/ip_forward", "1"), 0);
	ck_assert_int_eq(netns_link(changed(out->number), 4)
				 ->conf4.v[CONF4_FORWARDING], 0);
}
END_TEST

START_TEST(rp_filter_of_all_does_not_spread)
{
	const struct netns *ns;
	int32_t value;

	begin();
	ck_assert_int_eq(overlay_sysctl(ov, out->number,
					"net/ipv4/conf/all/rp_filter", "1"),
			 0);
	ck_assert_int_eq(overlay_sysctl(ov, out->number,
					"net/ipv4/conf/br0/rp_filter", "2"),
			 0);
	ns = changed(out->number);
	ck_assert_int_eq(conf4_all(ns, CONF4_RP_FILTER, &value), SETTING_READ);
	ck_assert_int_eq(value, 1);
	ck_assert_int_eq(netns_link(ns, 4)->conf4.v[CONF4_RP_FILTER], 0);
	ck_assert_int_eq(netns_link(ns, 5)->conf4.v[CONF4_RP_FILTER], 2);
}
END_TEST

START_TEST(files_that_the_kernel_lacks_cannot_be_written)
{
	build_sysctl(s, out, "net/bridge/bridge-nf-call-iptables", NULL);
	begin();
	ck_assert_int_eq(overlay_sysctl(ov, out->number,
				"net/bridge/bridge-nf-call-iptables", "0"),
			 -ENOENT);
	ck_assert_int_eq(overlay_sysctl(ov, out->number,
					"net/ipv4/conf/eth9/rp_filter", "0"),
			 -ENOENT);
}
END_TEST

START_TEST(a_veth_that_comes_up_starts_both_ends_and_the_bridge)
{
	const struct netns *ns;

	eth0->flags = IFF_BROADCAST;
	v->flags = IFF_UP;
	v->port.state = 0;
	br0->flags = IFF_UP;
	begin();
	ck_assert_int_eq(overlay_link_up(ov, in->number, 3), 0);
	ns = changed(in->number);
	ck_assert_uint_eq(netns_link(ns, 3)->flags, LIVE | IFF_BROADCAST);
	ck_assert_ptr_nonnull(find_route(ns, MAIN, RTN_UNICAST,
					 "10.1.0.0/24"));
	ck_assert_ptr_nonnull(find_route(ns, LOCAL, RTN_LOCAL, "10.1.0.1/32"));
	ck_assert_ptr_nonnull(find_route(ns, LOCAL, RTN_BROADCAST,
					 "10.1.0.255/32"));
	ck_assert_ptr_nonnull(find_route(ns, MAIN, RTN_UNICAST, "fe80::/64"));
	ns = ov->netns.v[out->number];
	ck_assert(link_has_carrier(netns_link(ns, 4)));
	ck_assert_uint_eq(netns_link(ns, 4)->port.state, 3);
	ck_assert(link_has_carrier(netns_link(ns, 5)));
	ck_assert(!link_has_carrier(v));
}
END_TEST

START_TEST(a_veth_whose_peer_is_down_has_no_carrier)
{
	const struct route *r;

	eth0->flags = 0;
	v->flags = 0;
	begin();
	ck_assert_int_eq(overlay_link_up(ov, in->number, 3), 0);
	r = find_route(changed(in->number), MAIN, RTN_UNICAST, "10.1.0.0/24");
	ck_assert(!link_has_carrier(netns_link(ov->netns.v[in->number], 3)));
	ck_assert_ptr_nonnull(r);
	ck_assert_uint_eq(r->flags, RTNH_F_LINKDOWN);
	ck_assert_uint_eq(r->protocol, RTPROT_KERNEL);
	ck_assert_uint_eq(r->scope, RT_SCOPE_LINK);
}
END_TEST

START_TEST(a_bridge_that_comes_up_starts_its_ports)
{
	br0->flags = 0;
	v->port.state = 0;
	begin();
	ck_assert_int_eq(overlay_link_up(ov, out->number, 5), 0);
	ck_assert_uint_eq(netns_link(changed(out->number), 4)->port.state, 3);
}
END_TEST

START_TEST(stacked_devices_follow_their_lower_one)
{
	struct link *mv = build_link(s, in, 6, "mv", "macvlan", IFF_UP);

	SET(mv, link, peer, 3);
	eth0->flags = 0;
	begin();
	ck_assert_int_eq(overlay_link_up(ov, in->number, 3), 0);
	ck_assert(link_has_carrier(netns_link(changed(in->number), 6)));
}
END_TEST

START_TEST(a_new_port_forwards_and_floods)
{
	const struct link *port;

	v->master = 0;
	v->obj.set = 0;
	begin();
	ck_assert_int_eq(overlay_link_master(ov, out->number, 4, 5), 0);
	port = netns_link(changed(out->number), 4);
	ck_assert(link_is_port(port));
	ck_assert_uint_eq(port->port.state, 3);
	ck_assert_uint_eq(port->port.learning, 1);
	ck_assert_uint_eq(port->port.flood, 1);
	ck_assert_uint_eq(port->port.isolated, 0);
	ck_assert_int_eq(overlay_link_master(ov, out->number, 4, 4),
			 -EOPNOTSUPP);
}
END_TEST

START_TEST(a_port_s_switch_is_set_by_name)
{
	SET(&v->port, link_port, isolated, 1);
	begin();
	ck_assert_int_eq(overlay_port_set(ov, out->number, 4, "isolated", 0),
			 0);
	ck_assert_int_eq(overlay_port_set(ov, out->number, 4, "colour", 0),
			 -EINVAL);
	ck_assert_uint_eq(netns_link(changed(out->number), 4)->port.isolated,
			  0);
	ck_assert_uint_eq(v->port.isolated, 1);
}
END_TEST

START_TEST(an_address_brings_its_routes)
{
	struct ip_prefix p = prefix("172.16.5.1/20");
	struct ip_prefix q = prefix("10.1.0.77/24");
	const struct netns *ns;
	const struct route *r;

	begin();
	ck_assert_int_eq(overlay_address_add(ov, in->number, 3, &p), 0);
	ck_assert_int_eq(overlay_address_add(ov, in->number, 3, &q), 0);
	ck_assert_int_eq(overlay_address_add(ov, in->number, 3, &q), -EEXIST);
	ns = changed(in->number);
	ck_assert_ptr_nonnull(netns_address(ns, &p.addr));
	ck_assert_ptr_nonnull(find_route(ns, MAIN, RTN_UNICAST,
					 "172.16.0.0/20"));
	ck_assert_ptr_nonnull(find_route(ns, LOCAL, RTN_BROADCAST,
					 "172.16.15.255/32"));
	/* The second of a subnet is secondary: its source is the first. */
	ck_assert_uint_eq(netns_address(ns, &q.addr)->flags & IFA_F_SECONDARY,
			  IFA_F_SECONDARY);
	r = find_route(ns, LOCAL, RTN_LOCAL, "10.1.0.77/32");
	ck_assert_ptr_nonnull(r);
	ck_assert_str_eq(ip_str(s->arena, &r->prefsrc), "10.1.0.1");
	ck_assert_ptr_null(netns_address(in, &p.addr));
}
END_TEST

START_TEST(the_last_address_takes_all_routes_with_it)
{
	struct ip_prefix p = prefix("10.1.0.1/24");

	build_route(s, in, MAIN, "0.0.0.0/0", "10.1.0.254", 3, 0);
	build_route(s, in, MAIN, "2001:db8::/64", NULL, 3, 0);
	begin();
	ck_assert_int_eq(overlay_address_del(ov, in->number, 3, &p), 0);
	ck_assert_uint_eq(changed(in->number)->routes.n, 1);
	ck_assert_int_eq(overlay_address_del(ov, in->number, 3, &p),
			 -EADDRNOTAVAIL);
}
END_TEST

START_TEST(routes_stand_where_a_dump_shows_them)
{
	struct route *r;
	const struct fib_node *nodes[129];
	struct ip_addr a = addr("8.8.8.8");

	build_route(s, in, MAIN, "10.1.0.0/24", NULL, 3, 0);
	build_route(s, in, MAIN, "8.8.8.0/24", "10.1.0.2", 3, 5);
	build_route(s, in, MAIN, "8.8.8.0/24", "10.1.0.2", 3, 50);
	r = build_route(s, out, MAIN, "8.8.8.0/24", "10.1.0.2", 0, 20);
	begin();
	ck_assert_int_eq(overlay_route_add(ov, in->number, r, false), 0);
	ck_assert_int_eq(overlay_route_add(ov, in->number, r, false), -EEXIST);
	ck_assert_int_eq(overlay_route_add(ov, in->number, r, true), 0);
	ck_assert_uint_eq(fib_covering(fib_table(changed(in->number), AF_INET,
						 MAIN), &a, nodes), 1);
	ck_assert_uint_eq(nodes[0]->routes.n, 3);
	ck_assert_uint_eq(nodes[0]->routes.v[1]->metric, 20);
	/* The device of a gateway that names none is looked up. */
	ck_assert_uint_eq(nodes[0]->routes.v[1]->oif, 3);
	SET(r, route, gateway, addr("192.168.9.9"));
	r->metric = 7;
	ck_assert_int_eq(overlay_route_add(ov, in->number, r, false),
			 -ENETUNREACH);
}
END_TEST

START_TEST(a_route_goes_by_what_is_named_of_it)
{
	struct route wanted;

	build_route(s, in, MAIN, "8.8.8.0/24", "10.1.0.2", 3, 5);
	build_route(s, in, MAIN, "8.8.8.0/24", "10.1.0.3", 3, 50);
	begin();
	memset(&wanted, 0, sizeof(wanted));
	object_init(&wanted, &route_type);
	wanted.family = AF_INET;
	wanted.dst = prefix("8.8.8.0/24");
	wanted.gateway = addr("10.1.0.3");
	ck_assert_int_eq(overlay_route_del(ov, in->number, &wanted), 0);
	ck_assert_int_eq(overlay_route_del(ov, in->number, &wanted), -ESRCH);
	ck_assert_uint_eq(changed(in->number)->routes.v[0]->metric, 5);
}
END_TEST

START_TEST(a_rule_without_priority_stands_before_the_second)
{
	static const uint32_t priorities[] = { 0, 32766, 32767 };
	struct rule *r = object_new(s->arena, &rule_type);
	const struct netns *ns;

	for (size_t i = 0; i < ARRAY_SIZE(priorities); i++) {
		struct rule *old = object_new(s->arena, &rule_type);

		SET(old, rule, family, AF_INET);
		SET(old, rule, priority, priorities[i]);
		VEC_PUSH(s->arena, &in->rules, old);
	}
	begin();
	SET(r, rule, family, AF_INET);
	ck_assert_int_eq(overlay_rule_add(ov, in->number, r), 0);
	ns = changed(in->number);
	ck_assert_uint_eq(ns->rules.v[1]->priority, 32765);
	ck_assert_int_eq(overlay_rule_del(ov, in->number, ns->rules.v[1]), 0);
	ck_assert_int_eq(overlay_rule_del(ov, in->number, r), -ENOENT);
}
END_TEST

START_TEST(an_overlay_may_lie_over_another)
{
	struct snapshot *second;

	begin();
	ck_assert_int_eq(overlay_mtu(ov, out->number, 4, 1400), 0);
	ck_assert_int_eq(overlay_seal(ov), 0);
	second = overlay_new(ov);
	ck_assert_int_eq(overlay_mtu(second, out->number, 4, 1300), 0);
	ck_assert_int_eq(overlay_seal(second), 0);
	ck_assert_uint_eq(netns_link(ov->netns.v[out->number], 4)->mtu, 1400);
	ck_assert_uint_eq(netns_link(second->netns.v[out->number], 4)->mtu,
			  1300);
	overlay_free(second);
}
END_TEST

static TCase *cases(void)
{
	TCase *tc = tcase_create("overlay");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, what_no_change_touched_is_shared);
	tcase_add_test(tc, ip_forward_spreads_to_every_interface);
	tcase_add_test(tc, writing_the_value_that_is_there_changes_nothing);
	tcase_add_test(tc, rp_filter_of_all_does_not_spread);
	tcase_add_test(tc, files_that_the_kernel_lacks_cannot_be_written);
	tcase_add_test(tc,
		       a_veth_that_comes_up_starts_both_ends_and_the_bridge);
	tcase_add_test(tc, a_veth_whose_peer_is_down_has_no_carrier);
	tcase_add_test(tc, a_bridge_that_comes_up_starts_its_ports);
	tcase_add_test(tc, stacked_devices_follow_their_lower_one);
	tcase_add_test(tc, a_new_port_forwards_and_floods);
	tcase_add_test(tc, a_port_s_switch_is_set_by_name);
	tcase_add_test(tc, an_address_brings_its_routes);
	tcase_add_test(tc, the_last_address_takes_all_routes_with_it);
	tcase_add_test(tc, routes_stand_where_a_dump_shows_them);
	tcase_add_test(tc, a_route_goes_by_what_is_named_of_it);
	tcase_add_test(tc, a_rule_without_priority_stands_before_the_second);
	tcase_add_test(tc, an_overlay_may_lie_over_another);
	return tc;
}

int main(void)
{
	Suite *suite = suite_create("overlay");
	SRunner *sr;
	int failed;

	suite_add_tcase(suite, cases());
	sr = srunner_create(suite);
	srunner_run_all(sr, CK_NORMAL);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
