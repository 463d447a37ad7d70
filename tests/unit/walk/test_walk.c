/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <netinet/in.h>
#include <net/if.h>
#include <linux/if_bridge.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

/*
 * The usual host: a container behind a bridge, an uplink that leaves.
 *
 *	web eth0 10.0.0.2/24 - vweb br0 10.0.0.1/24 host eth0 192.0.2.2/24 - ...
 */
struct usual {
	struct test_host *h;
	struct netns *host;
	struct netns *web;
	struct link *br;
	struct link *port;
};

static struct usual usual_host(void)
{
	struct usual u = { .h = test_host_new() };

	u.host = test_ns(u.h, "host");
	u.web = test_ns(u.h, "web");
	test_link(u.h, u.host, "eth0", NULL);
	u.br = test_link(u.h, u.host, "br0", "bridge");
	u.port = test_veth(u.h, u.host, "vweb", u.web, "eth0");
	test_port(u.port, u.br);
	test_address(u.h, u.host, "eth0", "192.0.2.2/24");
	test_address(u.h, u.host, "br0", "10.0.0.1/24");
	test_address(u.h, u.web, "eth0", "10.0.0.2/24");
	test_route(u.h, u.host, "0.0.0.0/0", "192.0.2.1", "eth0");
	test_route(u.h, u.web, "0.0.0.0/0", "10.0.0.1", "eth0");
	test_forward(u.h, u.host);
	return u;
}

static void set_conf4(struct netns *ns, const char *dev, enum conf4 which,
		      int32_t value)
{
	struct link *l = test_link_named(ns, dev);

	((int32_t *)(uintptr_t)l->conf4.v)[which] = value;
}

static void expect(const struct walk_result *r, enum outcome outcome,
		   enum reason reason, enum stage stage)
{
	ck_assert_msg(r->outcome == outcome && r->end.reason == reason &&
		      r->end.stage == stage,
		      "outcome %d, %s at %s (%s)", r->outcome,
		      walk_reason_name(r->end.reason),
		      walk_stage_name(r->end.stage),
		      r->end.what ? r->end.what : "");
}

static void expect_delivered(const struct walk_result *r)
{
	expect(r, OUTCOME_DELIVERED, REASON_DELIVERED, STAGE_SOCKET);
	ck_assert(r->request_arrived);
}

START_TEST(host_reaches_what_lies_beyond_its_edge)
{
	struct usual u = usual_host();
	const struct walk_result *r = test_ask(u.h, u.host, "8.8.8.8");

	expect_delivered(r);
	ck_assert(r->branches.v[0]->assumed_edge);
	ck_assert_uint_eq(r->branches.v[0]->edge_netns, u.host->number);
	test_host_free(u.h);
}
END_TEST

START_TEST(private_source_gets_no_answer_from_beyond)
{
	struct usual u = usual_host();
	const struct walk_result *r = test_ask(u.h, u.web, "8.8.8.8");

	expect(r, OUTCOME_BLOCKED, REASON_NO_ANSWER, STAGE_EDGE);
	ck_assert(!r->request_arrived);
	test_host_free(u.h);
}
END_TEST

/* Its address is of the uplink's subnet, but nobody there answers ARP. */
START_TEST(source_of_the_uplinks_subnet_needs_proxy_arp)
{
	struct usual u = usual_host();
	const struct walk_result *r;

	test_address(u.h, u.web, "eth0", "192.0.2.9/32");
	test_route(u.h, u.host, "192.0.2.9/32", NULL, "br0");
	u.web->routes.v[u.web->routes.n - 2]->metric = 0;
	for (size_t i = 0; i < u.web->routes.n; i++) {
		struct route *d = u.web->routes.v[i];

		if (!d->dst.len)
			SET(d, route, prefsrc,
			    u.web->addresses.v[1]->local);
	}
	r = test_ask(u.h, u.web, "8.8.8.8");
	expect(r, OUTCOME_BLOCKED, REASON_NO_ANSWER, STAGE_EDGE);
	ck_assert_ptr_nonnull(r->end.inner);
	ck_assert_int_eq(r->end.inner->reason, REASON_NOBODY_OWNS);
	set_conf4(u.host, "eth0", CONF4_PROXY_ARP, 1);
	expect_delivered(test_ask(u.h, u.web, "8.8.8.8"));
	test_host_free(u.h);
}
END_TEST

/* A container bridged to the uplink has an address that is known outside. */
START_TEST(bridged_source_is_answered_from_beyond)
{
	struct test_host *h = test_host_new();
	struct netns *host = test_ns(h, "host");
	struct netns *web = test_ns(h, "web");
	struct link *eth = test_link(h, host, "eth0", NULL);
	struct link *br = test_link(h, host, "br0", "bridge");
	const struct walk_result *r;

	test_port(eth, br);
	test_port(test_veth(h, host, "vweb", web, "eth0"), br);
	test_address(h, web, "eth0", "192.0.2.9/24");
	test_route(h, web, "0.0.0.0/0", "192.0.2.1", "eth0");
	r = test_ask(h, web, "8.8.8.8");
	expect_delivered(r);
	ck_assert(r->branches.v[0]->assumed_edge);
	ck_assert_uint_eq(r->branches.v[0]->edge_if, eth->index);
	test_host_free(h);
}
END_TEST

START_TEST(forwarding_of_the_ingress_device_decides)
{
	struct usual u = usual_host();
	const struct walk_result *r;

	set_conf4(u.host, "eth0", CONF4_FORWARDING, 0);
	expect(test_ask(u.h, u.web, "8.8.8.8"), OUTCOME_BLOCKED,
	       REASON_NO_ANSWER, STAGE_EDGE);
	set_conf4(u.host, "br0", CONF4_FORWARDING, 0);
	r = test_ask(u.h, u.web, "8.8.8.8");
	expect(r, OUTCOME_BLOCKED, REASON_FORWARD_OFF, STAGE_FORWARD);
	ck_assert_str_eq(r->end.what, "net/ipv4/conf/br0/forwarding");
	ck_assert_int_eq(r->end.symptom, SYMPTOM_SILENCE);
	test_host_free(u.h);
}
END_TEST

START_TEST(strict_reverse_path_blocks_what_would_go_back_elsewhere)
{
	struct usual u = usual_host();
	const struct walk_result *r;

	test_route(u.h, u.host, "10.0.0.2/32", "192.0.2.1", "eth0");
	set_conf4(u.host, "br0", CONF4_RP_FILTER, 1);
	test_neighbour(u.h, u.web, "eth0", "10.0.0.1", "02:aa:00:00:00:99",
		       NUD_PERMANENT);
	u.web->neighbours.v[0]->lladdr = u.br->address;
	r = test_ask(u.h, u.web, "8.8.8.8");
	expect(r, OUTCOME_BLOCKED, REASON_RP_FILTER, STAGE_SOURCE_CHECK);
	/* max(all, device): 2 there is loose here, too */
	test_sysctl(u.h, u.host, "net/ipv4/conf/all/rp_filter", "2");
	r = test_ask(u.h, u.web, "8.8.8.8");
	expect(r, OUTCOME_BLOCKED, REASON_NO_ANSWER, STAGE_EDGE);
	test_host_free(u.h);
}
END_TEST

START_TEST(absent_neighbour_is_named_with_its_cause)
{
	struct usual u = usual_host();
	const struct walk_result *r = test_ask(u.h, u.web, "10.0.0.77");

	expect(r, OUTCOME_BLOCKED, REASON_NO_NEIGHBOUR, STAGE_NEIGHBOUR);
	ck_assert_ptr_nonnull(r->end.inner);
	ck_assert_int_eq(r->end.inner->reason, REASON_NOBODY_OWNS);
	ck_assert_int_eq(r->end.symptom, SYMPTOM_HOST_UNREACHABLE);
	test_host_free(u.h);
}
END_TEST

START_TEST(arp_ignore_is_the_cause_of_an_unresolved_gateway)
{
	struct usual u = usual_host();
	const struct walk_result *r;

	set_conf4(u.host, "br0", CONF4_ARP_IGNORE, 8);
	r = test_ask(u.h, u.web, "8.8.8.8");
	expect(r, OUTCOME_BLOCKED, REASON_NO_NEIGHBOUR, STAGE_NEIGHBOUR);
	ck_assert_int_eq(r->end.inner->reason, REASON_ARP_REFUSED);
	ck_assert_str_eq(r->end.inner->what, "net/ipv4/conf/br0/arp_ignore");
	test_host_free(u.h);
}
END_TEST

START_TEST(fixed_neighbour_entry_that_leads_astray_is_blamed)
{
	struct usual u = usual_host();
	const struct walk_result *r;

	test_neighbour(u.h, u.web, "eth0", "10.0.0.1", "02:00:00:00:00:99",
		       NUD_PERMANENT);
	r = test_ask(u.h, u.web, "8.8.8.8");
	expect(r, OUTCOME_BLOCKED, REASON_NEIGHBOUR_FIXED, STAGE_BRIDGE);
	ck_assert_ptr_eq(r->end.object, u.web->neighbours.v[0]);
	ck_assert_uint_eq(r->end.netns, u.web->number);
	test_host_free(u.h);
}
END_TEST

START_TEST(bridge_that_is_down_disables_its_ports)
{
	struct usual u = usual_host();
	const struct walk_result *r;

	SET(u.br, link, flags, u.br->flags & ~(uint32_t)IFF_UP);
	r = test_ask(u.h, u.web, "10.0.0.1");
	expect(r, OUTCOME_BLOCKED, REASON_NO_NEIGHBOUR, STAGE_NEIGHBOUR);
	ck_assert_int_eq(r->end.inner->reason, REASON_MASTER_DOWN);
	test_host_free(u.h);
}
END_TEST

static struct netns *second_container(struct usual *u, struct link **port)
{
	struct netns *ns = test_ns(u->h, "db");

	*port = test_veth(u->h, u->host, "vdb", ns, "eth0");
	test_port(*port, u->br);
	test_address(u->h, ns, "eth0", "10.0.0.3/24");
	test_route(u->h, ns, "0.0.0.0/0", "10.0.0.1", "eth0");
	return ns;
}

START_TEST(isolated_ports_do_not_hear_each_other)
{
	struct usual u = usual_host();
	struct link *port;
	const struct walk_result *r;

	second_container(&u, &port);
	expect_delivered(test_ask(u.h, u.web, "10.0.0.3"));
	SET(&port->port, link_port, isolated, 1);
	expect_delivered(test_ask(u.h, u.web, "10.0.0.3"));
	SET(&u.port->port, link_port, isolated, 1);
	r = test_ask(u.h, u.web, "10.0.0.3");
	expect(r, OUTCOME_BLOCKED, REASON_NO_NEIGHBOUR, STAGE_NEIGHBOUR);
	ck_assert_int_eq(r->end.inner->reason, REASON_PORT_ISOLATED);
	ck_assert_ptr_eq(r->end.inner->object, port);
	expect_delivered(test_ask(u.h, u.web, "10.0.0.1"));
	test_host_free(u.h);
}
END_TEST

/* The uplink is a port of the bridge; what is cut off here is not out there. */
START_TEST(station_behind_a_port_is_not_beyond_the_edge)
{
	struct usual u = usual_host();
	struct link *port;
	const struct walk_result *r;

	second_container(&u, &port);
	test_port(test_link_named(u.host, "eth0"), u.br);
	SET(&port->port, link_port, bcast_flood, 0);
	r = test_ask(u.h, u.web, "10.0.0.3");
	expect(r, OUTCOME_BLOCKED, REASON_NO_NEIGHBOUR, STAGE_NEIGHBOUR);
	ck_assert_int_eq(r->end.inner->reason, REASON_PORT_NO_FLOOD);
	ck_assert_ptr_eq(r->end.inner->object, port);
	r = test_ask(u.h, u.web, "10.0.0.4");
	ck_assert(r->branches.v[0]->assumed_edge);
	test_host_free(u.h);
}
END_TEST

START_TEST(either_of_two_that_answer_is_walked)
{
	struct usual u = usual_host();
	struct link *port;
	struct netns *db = second_container(&u, &port);
	const struct walk_result *r;

	/* It says that it is the gateway, and forwards nothing. */
	test_address(u.h, db, "eth0", "10.0.0.1/32");
	r = test_ask(u.h, u.web, "192.0.2.2");
	ck_assert_int_eq(r->outcome, OUTCOME_UNKNOWN);
	ck_assert_uint_eq(r->branches.n, 2);
	ck_assert_str_eq(r->end.what, "two stations answer");
	test_host_free(u.h);
}
END_TEST

START_TEST(vlan_filtering_keeps_vlans_apart)
{
	const uint16_t access = BRIDGE_VLAN_INFO_PVID |
				BRIDGE_VLAN_INFO_UNTAGGED;
	struct usual u = usual_host();
	struct link *port;
	const struct walk_result *r;

	second_container(&u, &port);
	SET(&u.br->bridge, link_bridge, vlan_filtering, 1);
	test_vlan(u.h, u.host, u.port, false, 10, access);
	test_vlan(u.h, u.host, port, false, 20, access);
	test_vlan(u.h, u.host, u.br, true, 10, access);
	r = test_ask(u.h, u.web, "10.0.0.3");
	expect(r, OUTCOME_BLOCKED, REASON_NO_NEIGHBOUR, STAGE_NEIGHBOUR);
	ck_assert_int_eq(r->end.inner->reason, REASON_VLAN);
	expect_delivered(test_ask(u.h, u.web, "10.0.0.1"));
	test_vlan(u.h, u.host, port, false, 10, BRIDGE_VLAN_INFO_UNTAGGED);
	u.host->vlans.v[1]->flags = 0;
	u.host->vlans.v[u.host->vlans.n - 1]->flags = access;
	expect_delivered(test_ask(u.h, u.web, "10.0.0.3"));
	test_host_free(u.h);
}
END_TEST

START_TEST(vlan_devices_meet_by_their_number)
{
	struct test_host *h = test_host_new();
	struct netns *a = test_ns(h, "a");
	struct netns *b = test_ns(h, "b");
	struct link *va;
	struct link *vb;

	test_veth(h, a, "a0", b, "b0");
	va = test_link(h, a, "a0.5", "vlan");
	vb = test_link(h, b, "b0.5", "vlan");
	SET(va, link, peer, (int32_t)test_link_named(a, "a0")->index);
	SET(vb, link, peer, (int32_t)test_link_named(b, "b0")->index);
	SET(&va->vlan, link_vlan, id, 5);
	SET(&vb->vlan, link_vlan, id, 5);
	test_address(h, a, "a0.5", "10.6.0.1/24");
	test_address(h, b, "b0.5", "10.6.0.2/24");
	expect_delivered(test_ask(h, a, "10.6.0.2"));
	SET(&vb->vlan, link_vlan, id, 6);
	expect(test_ask(h, a, "10.6.0.2"), OUTCOME_BLOCKED,
	       REASON_NO_NEIGHBOUR, STAGE_NEIGHBOUR);
	test_host_free(h);
}
END_TEST

START_TEST(macvlan_and_its_parent_never_meet)
{
	struct test_host *h = test_host_new();
	struct netns *host = test_ns(h, "host");
	struct netns *web = test_ns(h, "web");
	struct link *eth = test_link(h, host, "eth0", NULL);
	struct link *mv;
	const struct walk_result *r;

	/* The pair makes the two namespaces know each other by a number. */
	test_veth(h, host, "x", web, "y");
	mv = test_link(h, web, "mv0", "macvlan");
	SET(mv, link, peer, (int32_t)eth->index);
	SET(mv, link, peer_nsid, (int32_t)host->number);
	SET(&mv->macvlan, link_macvlan, mode, 4);
	test_address(h, host, "eth0", "192.0.2.2/24");
	test_address(h, web, "mv0", "192.0.2.9/24");
	test_route(h, web, "0.0.0.0/0", "192.0.2.1", "mv0");
	r = test_ask(h, web, "8.8.8.8");
	expect_delivered(r);
	ck_assert_uint_eq(r->branches.v[0]->edge_if, eth->index);
	/* The parent is on this side of the wire: nobody beyond answers. */
	r = test_ask(h, web, "192.0.2.2");
	expect(r, OUTCOME_BLOCKED, REASON_NO_NEIGHBOUR, STAGE_NEIGHBOUR);
	ck_assert_int_eq(r->end.inner->reason, REASON_MACVLAN);
	test_host_free(h);
}
END_TEST

START_TEST(ipvlan_is_found_by_its_address)
{
	struct test_host *h = test_host_new();
	struct netns *host = test_ns(h, "host");
	struct netns *web[2];
	struct link *eth = test_link(h, host, "eth0", NULL);
	const struct walk_result *r;

	test_address(h, host, "eth0", "192.0.2.2/24");
	for (int i = 0; i < 2; i++) {
		struct link *l;

		web[i] = test_ns(h, i ? "db" : "web");
		test_veth(h, host, i ? "x1" : "x0", web[i], "y");
		l = test_link(h, web[i], "ipv0", "ipvlan");
		SET(l, link, address, eth->address);
		SET(l, link, peer, (int32_t)eth->index);
		SET(l, link, peer_nsid, (int32_t)host->number);
		test_address(h, web[i], "ipv0",
			     i ? "192.0.2.8/24" : "192.0.2.9/24");
		test_route(h, web[i], "0.0.0.0/0", "192.0.2.1", "ipv0");
	}
	r = test_ask(h, web[0], "8.8.8.8");
	expect_delivered(r);
	ck_assert_uint_eq(r->branches.v[0]->edge_if, eth->index);
	r = test_ask(h, web[0], "192.0.2.8");
	expect_delivered(r);
	ck_assert(!r->branches.v[0]->assumed_edge);
	test_host_free(h);
}
END_TEST

static struct link *vxlan(struct test_host *h, struct netns *ns, uint32_t vni,
			  const char *remote)
{
	struct link *l = test_link(h, ns, "vx0", "vxlan");

	SET(&l->vxlan, link_vxlan, id, vni);
	SET(&l->vxlan, link_vxlan, port, 4789);
	ip_parse(remote, &l->vxlan.group);
	MARK(&l->vxlan, link_vxlan, group);
	SET(l, link, mtu, 1450);
	return l;
}

START_TEST(vxlan_is_walked_to_its_other_end)
{
	struct test_host *h = test_host_new();
	struct netns *a = test_ns(h, "a");
	struct netns *b = test_ns(h, "b");
	struct link *va;
	const struct walk_result *r;

	test_veth(h, a, "a0", b, "b0");
	test_address(h, a, "a0", "10.1.0.1/24");
	test_address(h, b, "b0", "10.1.0.2/24");
	va = vxlan(h, a, 42, "10.1.0.2");
	vxlan(h, b, 42, "10.1.0.1");
	test_address(h, a, "vx0", "10.9.0.1/24");
	test_address(h, b, "vx0", "10.9.0.2/24");
	expect_delivered(test_ask(h, a, "10.9.0.2"));
	SET(&va->vxlan, link_vxlan, id, 43);
	r = test_ask(h, a, "10.9.0.2");
	expect(r, OUTCOME_BLOCKED, REASON_NO_NEIGHBOUR, STAGE_NEIGHBOUR);
	ck_assert_int_eq(r->end.inner->reason, REASON_TUNNEL);
	test_host_free(h);
}
END_TEST

START_TEST(route_that_refuses_says_so_to_its_sender)
{
	static const struct {
		uint8_t type;
		enum reason reason;
		enum symptom local;
		enum symptom remote;
	} cases[] = {
		{ RTN_BLACKHOLE, REASON_ROUTE_BLACKHOLE,
		  SYMPTOM_INVALID_ARGUMENT, SYMPTOM_SILENCE },
		{ RTN_UNREACHABLE, REASON_ROUTE_UNREACHABLE,
		  SYMPTOM_HOST_UNREACHABLE, SYMPTOM_HOST_UNREACHABLE },
		{ RTN_PROHIBIT, REASON_ROUTE_PROHIBIT, SYMPTOM_PROHIBITED,
		  SYMPTOM_PROHIBITED },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct usual u = usual_host();
		struct route *d = test_route(u.h, u.host, "8.8.8.8/32", NULL,
					     NULL);
		const struct walk_result *r;

		SET(d, route, type, cases[i].type);
		r = test_ask(u.h, u.host, "8.8.8.8");
		expect(r, OUTCOME_BLOCKED, cases[i].reason,
		       STAGE_ROUTE_OUTPUT);
		ck_assert_int_eq(r->end.symptom, cases[i].local);
		r = test_ask(u.h, u.web, "8.8.8.8");
		expect(r, OUTCOME_BLOCKED, cases[i].reason, STAGE_ROUTE_INPUT);
		ck_assert_int_eq(r->end.symptom, cases[i].remote);
		test_host_free(u.h);
	}
}
END_TEST

START_TEST(longest_prefix_wins_across_local_and_main)
{
	struct usual u = usual_host();
	struct route *any = test_route(u.h, u.host, "10.50.0.0/16", NULL, "lo");
	struct route_answer a;
	struct ip_addr dst;

	SET(any, route, type, RTN_LOCAL);
	SET(any, route, table, RT_TABLE_LOCAL);
	test_route(u.h, u.host, "10.50.1.0/24", NULL, "eth0");
	ip_parse("10.50.1.1", &dst);
	test_host_seal(u.h);
	walk_route_get(u.h->s, u.host->number, &dst, &a);
	ck_assert_uint_eq(a.oif, test_link_named(u.host, "eth0")->index);
	/* Once there is another rule, local is asked first. */
	test_rule(u.h, u.host, 100, 99);
	test_host_seal(u.h);
	walk_route_get(u.h->s, u.host->number, &dst, &a);
	ck_assert_uint_eq(a.oif, 1);
	test_host_free(u.h);
}
END_TEST

START_TEST(connecting_sockets_follow_rules_for_their_source)
{
	struct usual u = usual_host();
	struct rule *r = test_rule(u.h, u.web, 100, 99);
	struct probe q = { .family = AF_INET, .proto = IPPROTO_TCP,
			   .dport = 80, .uid_known = true };

	SET(r, rule, action, 6);	/* FR_ACT_BLACKHOLE */
	prefix_parse("10.0.0.2/32", &r->src);
	MARK(r, rule, src);
	ip_parse("10.0.0.1", &q.dst);
	expect(test_probe(u.h, u.web, &q), OUTCOME_DELIVERED, REASON_REFUSED,
	       STAGE_SOCKET);
	q.connected = true;
	expect(test_probe(u.h, u.web, &q), OUTCOME_BLOCKED,
	       REASON_RULE_BLACKHOLE, STAGE_ROUTE_OUTPUT);
	test_host_free(u.h);
}
END_TEST

START_TEST(listener_answers_and_its_absence_refuses)
{
	struct usual u = usual_host();
	struct probe q = { .family = AF_INET, .proto = IPPROTO_TCP,
			   .dport = 80, .connected = true, .uid_known = true };

	ip_parse("10.0.0.1", &q.dst);
	expect(test_probe(u.h, u.web, &q), OUTCOME_DELIVERED, REASON_REFUSED,
	       STAGE_SOCKET);
	test_listen(u.h, u.host, IPPROTO_TCP, 80);
	expect_delivered(test_probe(u.h, u.web, &q));
	q.proto = IPPROTO_UDP;
	expect(test_probe(u.h, u.web, &q), OUTCOME_DELIVERED, REASON_REFUSED,
	       STAGE_SOCKET);
	test_host_free(u.h);
}
END_TEST

START_TEST(legs_of_a_multipath_route_are_all_walked)
{
	struct usual u = usual_host();
	const struct walk_result *r;
	struct route *m = test_route(u.h, u.host, "198.51.100.0/24", NULL, NULL);

	for (int i = 0; i < 2; i++) {
		struct route_leg *leg = object_new(u.h->arena, &route_leg_type);

		SET(leg, route_leg, oif, i ? u.br->index :
		    test_link_named(u.host, "eth0")->index);
		SET(leg, route_leg, weight, 1);
		ip_parse(i ? "10.0.0.77" : "192.0.2.1", &leg->gateway);
		MARK(leg, route_leg, gateway);
		VEC_PUSH(u.h->arena, &m->legs, leg);
	}
	MARK(m, route, legs);
	r = test_ask(u.h, u.host, "198.51.100.1");
	ck_assert_int_eq(r->outcome, OUTCOME_UNKNOWN);
	ck_assert_uint_eq(r->branches.n, 2);
	ck_assert_ptr_eq(r->end.object, m);
	test_host_free(u.h);
}
END_TEST

START_TEST(what_was_not_read_is_asked_for)
{
	struct usual u = usual_host();
	const struct walk_result *r;

	SET(u.host, netns, have, READ_ALL & ~(uint32_t)READ_ROUTES);
	r = test_ask(u.h, u.web, "8.8.8.8");
	ck_assert_int_eq(r->outcome, OUTCOME_UNKNOWN);
	ck_assert_uint_eq(r->wants.n, 1);
	ck_assert_uint_eq(r->wants.v[0].kind, READ_ROUTES);
	ck_assert_uint_eq(r->wants.v[0].netns, u.host->number);
	test_host_free(u.h);
}
END_TEST

START_TEST(unknown_kind_of_device_is_never_passed_in_silence)
{
	struct usual u = usual_host();
	const struct walk_result *r;

	test_link(u.h, u.host, "odd0", "oddity");
	test_address(u.h, u.host, "odd0", "10.9.0.1/24");
	r = test_ask(u.h, u.host, "10.9.0.2");
	ck_assert_int_eq(r->outcome, OUTCOME_UNKNOWN);
	ck_assert_int_eq(r->end.reason, REASON_OPAQUE);
	ck_assert_str_eq(r->end.what, "oddity");
	test_host_free(u.h);
}
END_TEST

START_TEST(reply_by_another_address_is_not_taken)
{
	struct usual u = usual_host();
	struct rule *r;

	/* The host's answer to 192.0.2.2 must come back from there. */
	expect_delivered(test_ask(u.h, u.web, "192.0.2.2"));
	r = test_rule(u.h, u.host, 50, 99);
	SET(r, rule, action, 8);	/* FR_ACT_PROHIBIT */
	prefix_parse("192.0.2.2/32", &r->src);
	MARK(r, rule, src);
	expect(test_ask(u.h, u.web, "192.0.2.2"), OUTCOME_BLOCKED,
	       REASON_RULE_PROHIBIT, STAGE_ROUTE_OUTPUT);
	ck_assert_int_eq(test_ask(u.h, u.web, "192.0.2.2")->end.dir,
			 DIR_REPLY);
	test_host_free(u.h);
}
END_TEST

START_TEST(routers_that_point_at_each_other_are_a_loop)
{
	struct test_host *h = test_host_new();
	struct netns *a = test_ns(h, "a");
	struct netns *b = test_ns(h, "b");
	struct netns *c = test_ns(h, "c");

	test_veth(h, c, "c0", a, "a1");
	test_veth(h, a, "a0", b, "b0");
	test_address(h, c, "c0", "10.1.0.2/24");
	test_address(h, a, "a1", "10.1.0.1/24");
	test_address(h, a, "a0", "10.2.0.1/24");
	test_address(h, b, "b0", "10.2.0.2/24");
	test_route(h, c, "0.0.0.0/0", "10.1.0.1", "c0");
	test_route(h, a, "0.0.0.0/0", "10.2.0.2", "a0");
	test_route(h, b, "0.0.0.0/0", "10.2.0.1", "b0");
	test_forward(h, a);
	test_forward(h, b);
	expect(test_ask(h, c, "8.8.8.8"), OUTCOME_BLOCKED, REASON_LOOP,
	       STAGE_FORWARD);
	test_host_free(h);
}
END_TEST

/* Bridges in a ring without spanning tree: the kernel storms, the walk ends */
START_TEST(ring_of_bridges_ends)
{
	struct test_host *h = test_host_new();
	struct netns *ns[4];
	struct netns *web = test_ns(h, "web");
	struct link *br[4];

	for (int i = 0; i < 4; i++) {
		ns[i] = test_ns(h, "b");
		br[i] = test_link(h, ns[i], "br0", "bridge");
	}
	for (int i = 0; i < 4; i++)
		for (int k = 0; k < 2; k++) {
			int to = (i + 1) % 4;
			char *x = arena_printf(h->arena, "x%d%d", i, k);
			char *y = arena_printf(h->arena, "y%d%d", i, k);

			test_port(test_veth(h, ns[i], x, ns[to], y), br[i]);
			test_port(test_link_named(ns[to], y), br[to]);
		}
	test_port(test_veth(h, ns[0], "vweb", web, "eth0"), br[0]);
	test_address(h, web, "eth0", "10.0.0.2/24");
	ck_assert_int_ne(test_ask(h, web, "10.0.0.3")->outcome,
			 OUTCOME_DELIVERED);
	test_host_free(h);
}
END_TEST

/* Hosts thrown together by a die: whatever they are, the walk comes to an end
 * and does so the same way twice. */
static uint32_t die(uint64_t *state, uint32_t n)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*state >> 33) % n;
}

static void throw_links(struct test_host *h, struct netns **ns, uint64_t *s)
{
	for (int i = 0; i < 8; i++) {
		struct netns *a = ns[die(s, 4)];
		struct netns *b = ns[die(s, 4)];
		char *x = arena_printf(h->arena, "x%d", i);
		char *y = arena_printf(h->arena, "y%d", i);
		struct link *l = test_veth(h, a, x, b, y);

		if (die(s, 3) == 0)
			test_port(l, test_link_named(a, "br0"));
		else
			test_address(h, a, x, arena_printf(h->arena,
				     "10.%u.0.%u/24", die(s, 3), 1 + die(s, 9)));
		if (die(s, 3) == 0)
			test_port(test_link_named(b, y),
				  test_link_named(b, "br0"));
		else
			test_address(h, b, y, arena_printf(h->arena,
				     "10.%u.0.%u/24", die(s, 3), 1 + die(s, 9)));
	}
}

static enum outcome throw_host(uint64_t seed, enum reason *reason)
{
	struct test_host *h = test_host_new();
	struct netns *ns[4];
	uint64_t s = seed;
	const struct walk_result *r;
	enum outcome outcome;

	for (int i = 0; i < 4; i++) {
		ns[i] = test_ns(h, arena_printf(h->arena, "n%d", i));
		test_link(h, ns[i], "br0", "bridge");
		test_address(h, ns[i], "br0", arena_printf(h->arena,
			     "10.%u.0.%u/24", die(&s, 3), 1 + die(&s, 9)));
	}
	throw_links(h, ns, &s);
	for (int i = 0; i < 4; i++) {
		test_forward(h, ns[i]);
		test_route(h, ns[i], "0.0.0.0/0", arena_printf(h->arena,
			   "10.%u.0.%u", die(&s, 3), 1 + die(&s, 9)), "br0");
	}
	r = test_ask(h, ns[0], arena_printf(h->arena, "10.%u.0.%u",
					    die(&s, 4), 1 + die(&s, 9)));
	outcome = r->outcome;
	*reason = r->end.reason;
	test_host_free(h);
	return outcome;
}

START_TEST(walk_of_any_host_ends_and_is_the_same_twice)
{
	unsigned int seen[3] = { 0 };

	for (uint64_t seed = 1; seed <= 200; seed++) {
		enum reason a;
		enum reason b;
		enum outcome o = throw_host(seed, &a);

		ck_assert_int_eq(o, throw_host(seed, &b));
		ck_assert_int_eq(a, b);
		seen[o]++;
	}
	ck_assert_uint_gt(seen[OUTCOME_DELIVERED], 5);
	ck_assert_uint_gt(seen[OUTCOME_BLOCKED], 5);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("walk");
	TCase *c = tcase_create("walk");
	SRunner *r;
	int failed;

	tcase_set_timeout(c, 60);
	tcase_add_test(c, host_reaches_what_lies_beyond_its_edge);
	tcase_add_test(c, private_source_gets_no_answer_from_beyond);
	tcase_add_test(c, source_of_the_uplinks_subnet_needs_proxy_arp);
	tcase_add_test(c, bridged_source_is_answered_from_beyond);
	tcase_add_test(c, forwarding_of_the_ingress_device_decides);
	tcase_add_test(c, strict_reverse_path_blocks_what_would_go_back_elsewhere);
	tcase_add_test(c, absent_neighbour_is_named_with_its_cause);
	tcase_add_test(c, arp_ignore_is_the_cause_of_an_unresolved_gateway);
	tcase_add_test(c, fixed_neighbour_entry_that_leads_astray_is_blamed);
	tcase_add_test(c, bridge_that_is_down_disables_its_ports);
	tcase_add_test(c, isolated_ports_do_not_hear_each_other);
	tcase_add_test(c, station_behind_a_port_is_not_beyond_the_edge);
	tcase_add_test(c, either_of_two_that_answer_is_walked);
	tcase_add_test(c, vlan_filtering_keeps_vlans_apart);
	tcase_add_test(c, vlan_devices_meet_by_their_number);
	tcase_add_test(c, macvlan_and_its_parent_never_meet);
	tcase_add_test(c, ipvlan_is_found_by_its_address);
	tcase_add_test(c, vxlan_is_walked_to_its_other_end);
	tcase_add_test(c, route_that_refuses_says_so_to_its_sender);
	tcase_add_test(c, longest_prefix_wins_across_local_and_main);
	tcase_add_test(c, connecting_sockets_follow_rules_for_their_source);
	tcase_add_test(c, listener_answers_and_its_absence_refuses);
	tcase_add_test(c, legs_of_a_multipath_route_are_all_walked);
	tcase_add_test(c, what_was_not_read_is_asked_for);
	tcase_add_test(c, unknown_kind_of_device_is_never_passed_in_silence);
	tcase_add_test(c, reply_by_another_address_is_not_taken);
	tcase_add_test(c, routers_that_point_at_each_other_are_a_loop);
	tcase_add_test(c, ring_of_bridges_ends);
	tcase_add_test(c, walk_of_any_host_ends_and_is_the_same_twice);
	suite_add_tcase(s, c);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
