/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <arpa/inet.h>
#include <check.h>
#include <errno.h>
#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "build.h"

static struct snapshot *s;
static struct netns *ns;

static void setup(void)
{
	s = snapshot_new();
	ns = snapshot_netns_new(s, 4, 100);
}

static void teardown(void)
{
	snapshot_free(s);
}

static void seal(void)
{
	struct error err = { 0 };

	ck_assert_msg(!snapshot_seal(s, &err), "%s", err.text);
}

/* ---- fields ---- */

static const struct object_type *const all_types[] = {
	&link_type, &address_type, &route_type, &route_leg_type,
	&nexthop_type, &nexthop_member_type, &rule_type, &neighbour_type,
	&fdb_type, &bridge_vlan_type, &nsid_type, &sysctl_type, &qdisc_type,
	&tc_filter_type, &sock_type, &hook_type, &process_type, &name_type,
	&resolver_type, &gap_type, &netns_type, &host_type, &snapshot_type,
};

static void check_table(const struct object_type *type)
{
	unsigned int n = 0;

	for (const struct field *f = type->fields; f->name; f++, n++) {
		ck_assert_msg(f->offset >= sizeof(struct object) &&
			      f->offset + f->size <= type->size,
			      "%s.%s lies outside", type->name, f->name);
		ck_assert_msg(field_by_name(type->fields, f->name) == f,
			      "%s.%s is there twice", type->name, f->name);
		ck_assert_msg(!f->attr ||
			      field_by_attr(type->fields, f->attr) == f,
			      "%s.%s: its attribute is another row's",
			      type->name, f->name);
		ck_assert_msg(strcmp(f->name, "unknown") &&
			      strcmp(f->name, "volatile"),
			      "%s.%s is a word of the file", type->name,
			      f->name);
		ck_assert(f->type != FT_STRUCT || f->sub);
		if (f->type == FT_STRUCT)
			check_table(f->sub);
	}
	ck_assert_uint_le(n, 64);
}

START_TEST(tables_are_sound)
{
	check_table(all_types[_i]);
}
END_TEST

START_TEST(attributes_are_held_to_their_size)
{
	struct link *l = object_new(s->arena, &link_type);
	const struct field *mtu = field_by_attr(link_type.fields, IFLA_MTU);
	const struct field *mac =
		field_by_attr(link_type.fields, IFLA_ADDRESS);
	const struct field *name =
		field_by_attr(link_type.fields, IFLA_IFNAME);
	const struct field *peer = field_by_attr(link_type.fields, IFLA_LINK);
	uint32_t value = 1500;
	int32_t minus = -1;
	uint8_t bytes[40] = { 1, 2, 3, 4, 5, 6 };

	ck_assert_int_eq(field_store(mtu, l, s->arena, &value, 3), -EMSGSIZE);
	ck_assert(!HAS(l, link, mtu));
	ck_assert_int_eq(field_store(mtu, l, s->arena, &value, 4), 0);
	ck_assert(HAS(l, link, mtu));
	ck_assert_uint_eq(l->mtu, 1500);
	ck_assert_int_eq(field_store(mac, l, s->arena, bytes, 6), 0);
	ck_assert_uint_eq(l->address.len, 6);
	ck_assert_int_eq(field_store(mac, l, s->arena, bytes, 33), -EMSGSIZE);
	ck_assert_int_eq(field_store(name, l, s->arena, "eth0\0x", 7), 0);
	ck_assert_str_eq(l->name, "eth0");
	ck_assert_int_eq(field_store(name, l, s->arena, "lo", 2), 0);
	ck_assert_str_eq(l->name, "lo");
	ck_assert_int_eq(field_store(peer, l, s->arena, &minus, 4), 0);
	ck_assert_int_eq(l->peer, -1);
}
END_TEST

START_TEST(big_endian_attributes_become_host_order)
{
	struct link *l = object_new(s->arena, &link_type);
	const struct link_kind *kind = link_kind_by_name("vxlan");
	const struct field *port = field_by_attr(kind->rows, IFLA_VXLAN_PORT);
	const struct field *group6 =
		field_by_attr(kind->rows, IFLA_VXLAN_GROUP6);
	struct ip_addr group = addr("ff02::1");
	uint16_t value = htons(4789);

	ck_assert_str_eq(kind->member, "vxlan");
	ck_assert_int_eq(field_store(port, &l->vxlan, s->arena, &value, 2), 0);
	ck_assert_uint_eq(l->vxlan.port, 4789);
	ck_assert_int_eq(field_store(group6, &l->vxlan, s->arena, group.b, 16),
			 0);
	ck_assert(ip_equal(&l->vxlan.group, &group));
	ck_assert(HAS(&l->vxlan, link_vxlan, group));
	ck_assert_ptr_null(link_kind_by_name("warp"));
}
END_TEST

START_TEST(objects_compare_by_their_tables)
{
	struct link *a = build_link(s, ns, 1, "x", "veth", IFF_UP);
	struct link *b = object_copy(s->arena, a);

	ck_assert(object_equal(a, b, true));
	SET(b, link, rx_packets, 5);
	ck_assert(object_equal(a, b, false));
	ck_assert(!object_equal(a, b, true));
	b = object_copy(s->arena, a);
	SET(&b->port, link_port, isolated, 1);
	ck_assert(!object_equal(a, b, false));
	b = object_copy(s->arena, a);
	object_unknown_add(b, s->arena, 99, "x", 1);
	ck_assert(!object_equal(a, b, false));
}
END_TEST

START_TEST(values_have_words)
{
	struct link *l = build_link(s, ns, 1, "a\x1b", "veth",
				    IFF_UP | IFF_LOOPBACK | 1u << 30);
	struct strbuf sb;

	strbuf_init(&sb, s->arena);
	field_text(&sb, field_by_name(link_type.fields, "flags"), l);
	strbuf_addc(&sb, ' ');
	field_text(&sb, field_by_name(link_type.fields, "name"), l);
	ck_assert_str_eq(sb.s, "[UP, LOOPBACK, 0x40000000] a\\x1b");
}
END_TEST

/* ---- sealing ---- */

START_TEST(sealing_sorts_and_finds)
{
	struct netns *first = snapshot_netns_new(s, 4, 7);
	struct link *l = build_link(s, ns, 9, "b", NULL, 0);

	build_link(s, ns, 2, "a", NULL, 0);
	VEC_PUSH(s->arena, &l->altnames, "enp0s3");
	build_address(s, ns, 2, "10.0.0.1/24");
	build_address(s, ns, 9, "10.0.0.1/24");
	seal();
	ck_assert_ptr_eq(s->netns.v[0], first);
	ck_assert_uint_eq(ns->number, 1);
	ck_assert_uint_eq(ns->links.v[0]->index, 2);
	ck_assert_ptr_eq(netns_link(ns, 9), l);
	ck_assert_ptr_eq(netns_link_named(ns, "enp0s3"), l);
	ck_assert_ptr_null(netns_link_named(ns, "eth0"));
	ck_assert_uint_eq(netns_address(ns, &ns->addresses.v[0]->local)->ifindex,
			  2);
}
END_TEST

START_TEST(sealing_again_sees_what_was_added)
{
	build_link(s, ns, 2, "a", NULL, 0);
	seal();
	build_link(s, ns, 1, "lo", NULL, 0);
	seal();
	ck_assert_ptr_nonnull(netns_link(ns, 1));
	ck_assert_ptr_nonnull(netns_link(ns, 2));
	ck_assert_uint_eq(ns->links.v[0]->index, 1);
}
END_TEST

START_TEST(one_link_read_twice_is_one_but_two_of_one_index_are_an_error)
{
	struct error err = { 0 };

	build_link(s, ns, 2, "a", NULL, 0);
	build_link(s, ns, 2, "a", NULL, 0);
	seal();
	ck_assert_uint_eq(ns->links.n, 1);
	build_link(s, ns, 2, "b", NULL, 0);
	ck_assert_int_eq(snapshot_seal(s, &err), -EINVAL);
	ck_assert_str_eq(err.text,
			 "net:[100]: two entries claim to be one link");
}
END_TEST

START_TEST(peers_are_found_through_nsids)
{
	struct netns *other = snapshot_netns_new(s, 4, 50);
	struct link *a = build_link(s, ns, 3, "veth-a", "veth", 0);
	struct link *b = build_link(s, other, 3, "eth0", "veth", 0);
	struct link *own = build_link(s, ns, 4, "mv", "macvlan", 0);
	struct link *lost = build_link(s, ns, 5, "gone", "veth", 0);

	build_peers(s, a, b, 7, 0);
	SET(own, link, peer, 3);
	SET(lost, link, peer, 9);
	SET(lost, link, peer_nsid, -1);
	build_nsid(s, ns, 7, other);
	build_nsid(s, other, 0, ns);
	seal();
	ck_assert_uint_eq(a->peer_ns, other->number);
	ck_assert_uint_eq(b->peer_ns, ns->number);
	ck_assert_uint_eq(own->peer_ns, ns->number);
	ck_assert_uint_eq(lost->peer_ns, NETNS_NONE);
	ck_assert_uint_eq(netns_nsid(ns, 8), NETNS_NONE);
}
END_TEST

START_TEST(titles_are_the_best_names)
{
	struct netns *host = snapshot_netns_new(s, 4, 1);
	struct netns *twin = snapshot_netns_new(s, 4, 2);
	struct netns *bare = snapshot_netns_new(s, 4, 3);

	host->initial = true;
	build_name(s, host, "netns", "root");
	build_name(s, ns, "path", "/proc/7/ns/net");
	build_name(s, ns, "netns", "web");
	build_name(s, twin, "unit", "x.service");
	build_name(s, twin, "docker", "web");
	seal();
	ck_assert_str_eq(host->title, "host");
	ck_assert_str_eq(ns->title, "netns:web");
	ck_assert_str_eq(twin->title, "docker:web");
	ck_assert_str_eq(bare->title, "net:[3]");
}
END_TEST

START_TEST(without_an_initial_namespace_the_own_one_is_the_host)
{
	ns->self = true;
	seal();
	ck_assert_str_eq(ns->title, "host");
}
END_TEST

START_TEST(equal_gaps_are_counted)
{
	struct gap *gap = snapshot_gap(s, "net:[1]", "enter", -EPERM, "X");

	ck_assert_ptr_eq(snapshot_gap(s, "net:[1]", "enter", EPERM, "X"), gap);
	ck_assert_ptr_ne(snapshot_gap(s, "net:[2]", "enter", EPERM, "X"), gap);
	ck_assert_uint_eq(gap->count, 2);
	ck_assert_int_eq(gap->error, EPERM);
	ck_assert_uint_eq(s->gaps.n, 2);
}
END_TEST

START_TEST(the_longest_prefix_comes_first_in_dump_order)
{
	const struct fib_node *nodes[129];
	struct ip_addr a = addr("10.1.2.3");
	struct route *def = build_route(s, ns, 254, "0.0.0.0/0", "10.1.2.1", 2,
					0);

	build_route(s, ns, 254, "10.1.2.0/24", NULL, 2, 5);
	build_route(s, ns, 254, "10.1.2.0/24", NULL, 3, 2);
	build_route(s, ns, 254, "10.0.0.0/8", NULL, 2, 0);
	build_route(s, ns, 254, "10.1.3.0/24", NULL, 2, 0);
	build_route(s, ns, 255, "10.1.2.3/32", NULL, 2, 0);
	/* A default route as the kernel sends it has no address at all. */
	memset(&def->dst, 0, sizeof(def->dst));
	seal();
	ck_assert_uint_eq(fib_covering(fib_table(ns, AF_INET, 254), &a, nodes),
			  3);
	ck_assert_uint_eq(nodes[0]->prefix.len, 24);
	ck_assert_uint_eq(nodes[0]->routes.n, 2);
	ck_assert_uint_eq(nodes[0]->routes.v[0]->metric, 5);
	ck_assert_uint_eq(nodes[1]->prefix.len, 8);
	ck_assert_ptr_eq(nodes[2]->routes.v[0], def);
	ck_assert_ptr_null(fib_table(ns, AF_INET6, 254));
	ck_assert_uint_eq(fib_covering(NULL, &a, nodes), 0);
}
END_TEST

static struct fdb *build_fdb(uint32_t ifindex, uint32_t master,
			     const struct mac *mac)
{
	struct fdb *f = object_new(s->arena, &fdb_type);

	SET(f, fdb, ifindex, ifindex);
	SET(f, fdb, lladdr, *mac);
	if (master)
		SET(f, fdb, master, master);
	VEC_PUSH(s->arena, &ns->fdb, f);
	return f;
}

START_TEST(a_bridge_s_table_is_not_a_device_s_multicast_filter)
{
	struct mac mac = { 6, { 0x33, 0x33, 0, 0, 0, 1 } };
	struct fdb *learned;
	struct fdb *remote;

	build_link(s, ns, 3, "br0", "bridge", 0);
	build_link(s, ns, 5, "vx", "vxlan", 0);
	build_fdb(3, 0, &mac);
	learned = build_fdb(4, 3, &mac);
	remote = build_fdb(5, 0, &mac);
	seal();
	ck_assert_ptr_eq(netns_fdb(ns, 3, &mac, 0), learned);
	ck_assert_ptr_eq(netns_fdb(ns, 5, &mac, 0), remote);
	ck_assert_ptr_null(netns_fdb(ns, 3, &mac, 1));
}
END_TEST

/* ---- sysctls ---- */

START_TEST(a_switch_is_read_absent_or_unread)
{
	struct link *l = build_link(s, ns, 1, "x", NULL, 0);
	struct link *bare = object_new(s->arena, &link_type);
	int32_t v4[2] = { 1, 0 };
	int32_t value = -1;

	l->conf4.v = v4;
	l->conf4.n = 2;
	ck_assert_int_eq(conf4_link(l, CONF4_FORWARDING, &value),
			 SETTING_READ);
	ck_assert_int_eq(value, 1);
	ck_assert_int_eq(conf4_link(l, CONF4_RP_FILTER, &value),
			 SETTING_ABSENT);
	ck_assert_int_eq(conf4_link(bare, CONF4_FORWARDING, &value),
			 SETTING_UNREAD);
	SET(bare, link, has_inet6, false);
	ck_assert_int_eq(conf6_link(bare, CONF6_FORWARDING, &value),
			 SETTING_ABSENT);
}
END_TEST

START_TEST(ip_forward_and_conf_all_forwarding_are_one)
{
	static const char *const paths[] = { "net/ipv4/ip_forward",
					     "net/ipv4/conf/all/forwarding" };
	int32_t value = -1;

	build_sysctl(s, ns, paths[_i], "1");
	seal();
	ck_assert_int_eq(conf4_all(ns, CONF4_FORWARDING, &value),
			 SETTING_READ);
	ck_assert_int_eq(value, 1);
	ck_assert_int_eq(conf4_all(ns, CONF4_RP_FILTER, &value),
			 SETTING_UNREAD);
}
END_TEST

START_TEST(files_hold_numbers)
{
	int64_t value = -7;

	build_sysctl(s, ns, "net/a", "-1");
	build_sysctl(s, ns, "net/b", "32768\t60999");
	build_sysctl(s, ns, "net/c", NULL);
	build_sysctl(s, ns, "net/d", "fq_codel");
	seal();
	ck_assert_int_eq(sysctl_number(ns, "net/a", &value), SETTING_READ);
	ck_assert_int_eq(value, -1);
	ck_assert_int_eq(sysctl_number(ns, "net/b", &value), SETTING_READ);
	ck_assert_int_eq(value, 32768);
	ck_assert_int_eq(sysctl_number(ns, "net/c", &value), SETTING_ABSENT);
	ck_assert_int_eq(sysctl_number(ns, "net/d", &value), SETTING_UNREAD);
	ck_assert_int_eq(sysctl_number(ns, "net/e", &value), SETTING_UNREAD);
}
END_TEST

START_TEST(names_of_switches_match_the_kernel_s_numbers)
{
	ck_assert_str_eq(conf4_name(CONF4_RP_FILTER), "rp_filter");
	ck_assert_str_eq(conf4_name(CONF4_ARP_EVICT_NOCARRIER),
			 "arp_evict_nocarrier");
	ck_assert_ptr_null(conf4_name(CONF4_COUNT));
	ck_assert_str_eq(conf6_name(CONF6_DISABLE_IPV6), "disable_ipv6");
	ck_assert_str_eq(conf6_name(CONF6_FORCE_FORWARDING),
			 "force_forwarding");
	ck_assert_ptr_null(conf6_name(36));
}
END_TEST

/* ---- resolv.conf ---- */

static const struct {
	const char *text;
	const char *servers;
} resolv[] = {
	{ "nameserver 10.0.0.1\n", "10.0.0.1" },
	{ "nameserver\t10.0.0.1 # comment\nnameserver 10.0.0.2",
	  "10.0.0.1 10.0.0.2" },
	{ " nameserver 10.0.0.1\n", "" },
	{ "nameserver10.0.0.1\n", "" },
	{ "#nameserver 10.0.0.1\n;nameserver 10.0.0.2\n", "" },
	{ "nameserver 10.0.0.1\r\n", "" },
	{ "nameserver example.com\nnameserver 10.0.0.2\n", "10.0.0.2" },
	{ "nameserver 10.1\n", "10.0.0.1" },
	{ "nameserver ::1\nnameserver fe80::1%eth0\n", "::1 fe80::1%eth0" },
	{ "nameserver 1.1.1.1\nnameserver 1.1.1.2\nnameserver 1.1.1.3\n"
	  "nameserver 1.1.1.4\n", "1.1.1.1 1.1.1.2 1.1.1.3" },
	{ "nameserver", "" },
	{ "nameserver ", "" },
	{ "", "" },
};

START_TEST(resolv_conf_is_read_as_glibc_reads_it)
{
	struct resolver *r = object_new(s->arena, &resolver_type);
	nameserver_vec servers = { 0 };
	struct strbuf sb;

	r->text = resolv[_i].text;
	resolver_servers(r, s->arena, &servers);
	strbuf_init(&sb, s->arena);
	for (size_t i = 0; i < servers.n; i++)
		strbuf_addf(&sb, "%s%s%s%s", i ? " " : "",
			    ip_str(s->arena, &servers.v[i].addr),
			    servers.v[i].scope ? "%" : "",
			    servers.v[i].scope ? servers.v[i].scope : "");
	ck_assert_msg(!strcmp(sb.s, resolv[_i].servers), "\"%s\": %s",
		      resolv[_i].text, sb.s);
}
END_TEST

static TCase *cases(void)
{
	TCase *tc = tcase_create("model");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, tables_are_sound, 0, ARRAY_SIZE(all_types));
	tcase_add_test(tc, attributes_are_held_to_their_size);
	tcase_add_test(tc, big_endian_attributes_become_host_order);
	tcase_add_test(tc, objects_compare_by_their_tables);
	tcase_add_test(tc, values_have_words);
	tcase_add_test(tc, sealing_sorts_and_finds);
	tcase_add_test(tc, sealing_again_sees_what_was_added);
	tcase_add_test(tc,
		one_link_read_twice_is_one_but_two_of_one_index_are_an_error);
	tcase_add_test(tc, peers_are_found_through_nsids);
	tcase_add_test(tc, titles_are_the_best_names);
	tcase_add_test(tc,
		       without_an_initial_namespace_the_own_one_is_the_host);
	tcase_add_test(tc, equal_gaps_are_counted);
	tcase_add_test(tc, the_longest_prefix_comes_first_in_dump_order);
	tcase_add_test(tc, a_bridge_s_table_is_not_a_device_s_multicast_filter);
	tcase_add_test(tc, a_switch_is_read_absent_or_unread);
	tcase_add_loop_test(tc, ip_forward_and_conf_all_forwarding_are_one, 0,
			    2);
	tcase_add_test(tc, files_hold_numbers);
	tcase_add_test(tc, names_of_switches_match_the_kernel_s_numbers);
	tcase_add_loop_test(tc, resolv_conf_is_read_as_glibc_reads_it, 0,
			    ARRAY_SIZE(resolv));
	return tc;
}

int main(void)
{
	Suite *suite = suite_create("model");
	SRunner *sr;
	int failed;

	suite_add_tcase(suite, cases());
	sr = srunner_create(suite);
	srunner_run_all(sr, CK_NORMAL);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
