/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fake_firewall.h"
#include "random_snapshot.h"
#include "store/store.h"

static struct arena *arena;

static void setup(void)
{
	arena = arena_new();
}

static void teardown(void)
{
	arena_free(arena);
}

static struct strbuf text_of(const struct snapshot *s)
{
	struct strbuf text;
	struct error err = { 0 };

	strbuf_init(&text, arena);
	ck_assert_msg(!snapshot_write(s, &text, &err), "%s", err.text);
	return text;
}

static struct snapshot *read_text(const char *text, struct error *err)
{
	return snapshot_read(text, strlen(text), NULL, err);
}

START_TEST(what_was_saved_is_what_is_loaded)
{
	struct snapshot *s = random_snapshot((uint64_t)_i * 7919 + 1);
	struct error err = { 0 };
	warning_vec warnings = { 0 };
	struct strbuf first;
	struct strbuf second;
	struct snapshot *back;

	ck_assert_ptr_nonnull(s);
	first = text_of(s);
	back = snapshot_read(first.s, first.len, &warnings, &err);
	ck_assert_msg(back, "seed %d: %s", _i, err.text);
	ck_assert_msg(!warnings.n, "seed %d: %s", _i,
		      warnings.n ? warnings.v[0] : "");
	second = text_of(back);
	ck_assert_msg(!strcmp(first.s, second.s), "seed %d: other bytes", _i);
	ck_assert_msg(object_equal(s, back, true), "seed %d: not equal", _i);
	snapshot_free(back);
	snapshot_free(s);
}
END_TEST

START_TEST(a_cut_file_is_refused_with_its_place)
{
	struct snapshot *s = random_snapshot(42);
	struct strbuf text = text_of(s);

	for (size_t i = 0; i < 100; i++) {
		struct error err = { 0 };
		char *cut = malloc(text.len * i / 100 + 1);
		size_t len = text.len * i / 100;

		memcpy(cut, text.s, len);
		ck_assert_ptr_null(snapshot_read(cut, len, NULL, &err));
		ck_assert_msg(strstr(err.text, "line ") &&
			      strstr(err.text, ", column "),
			      "at %zu: %s", i, err.text);
		free(cut);
	}
	snapshot_free(s);
}
END_TEST

START_TEST(a_cut_file_says_what_probably_happened)
{
	struct error err = { 0 };

	ck_assert_ptr_null(read_text("{\n  \"format\":", &err));
	ck_assert_str_eq(err.text,
			 "line 2, column 11: unexpected end of file");
	ck_assert_str_eq(err.hint, "the snapshot is cut short; its writer was "
				   "probably interrupted");
}
END_TEST

START_TEST(damaged_bytes_give_an_error_or_a_snapshot)
{
	struct snapshot *s = random_snapshot(43 + (uint64_t)_i);
	struct strbuf text = text_of(s);
	uint64_t state = 99 + (uint64_t)_i;

	for (int i = 0; i < 300; i++) {
		char *copy = malloc(text.len);
		struct error err = { 0 };
		struct snapshot *back;

		memcpy(copy, text.s, text.len);
		for (uint64_t n = 1 + random_next(&state) % 4; n; n--)
			copy[random_next(&state) % text.len] =
				"0123456789\"{}[],:nte-./ "
				"\x80"[random_next(&state) % 25];
		back = snapshot_read(copy, text.len, NULL, &err);
		ck_assert(back || err.text[0]);
		if (back)
			text_of(back);
		snapshot_free(back);
		free(copy);
	}
	snapshot_free(s);
}
END_TEST

#define HEAD "{\"format\":\"nsdoctor-snapshot/1\",\"host\":{},\"namespaces\":["
#define NS "{\"id\":\"net:[7]\",\"ino\":7"

static const struct {
	const char *text;
	const char *says;
} refused[] = {
	{ "", "line 1, column 0: unexpected end of file" },
	{ "[]", "this is no snapshot of nsdoctor" },
	{ "{}", "this is no snapshot of nsdoctor" },
	{ "{\"format\":\"nsdoctor-snapshot/2\"}", "another format" },
	{ "{\"format\":\"nsdoctor-snapshot/1\"}", "\"host\" is missing" },
	{ "{\"format\":\"x\",\"format\":\"y\"}", "duplicate object key" },
	{ HEAD "]} x", "end of file expected" },
	{ HEAD "{}]}", "namespaces[0]: \"id\" is missing" },
	{ HEAD "{\"id\":null,\"ino\":7}]}", "\"id\" is missing" },
	{ HEAD "{\"id\":\"net:[8]\",\"ino\":7}]}", "do not agree" },
	{ HEAD NS "}," NS "}]}", "two namespaces claim to be net:[7]" },
	{ HEAD NS ",\"links\":{}}]}", "namespaces[0].links: an array" },
	{ HEAD NS ",\"links\":[3]}]}", "links[0]: an object" },
	{ HEAD NS ",\"links\":[{}]}]}", "\"index\" is missing" },
	{ HEAD NS ",\"links\":[{\"index\":-1}]}]}", "at most 32 bits" },
	{ HEAD NS ",\"links\":[{\"index\":4294967296}]}]}", "at most 32 bits" },
	{ HEAD NS ",\"links\":[{\"index\":1,\"name\":\"a\"},"
	  "{\"index\":1,\"name\":\"b\"}]}]}",
	  "net:[7]: two entries claim to be one link" },
	{ HEAD NS ",\"links\":[{\"index\":1,\"flags\":[\"WARP\"]}]}]}",
	  "a known name or a number" },
	{ HEAD NS ",\"links\":[{\"index\":1,\"mac\":\"0\"}]}]}",
	  "a link-layer address" },
	{ HEAD NS ",\"links\":[{\"index\":1,\"name\":\"a\\u0000b\"}]}]}",
	  "line 1" },
	{ HEAD NS ",\"links\":[{\"index\":1,\"name_hex\":\"6100\"}]}]}",
	  "without a zero byte" },
	{ HEAD NS ",\"links\":[{\"index\":1,\"name\":\"a\",\"name_hex\":"
	  "\"61\"}]}]}", "there twice" },
	{ HEAD NS ",\"sysctls\":[{\"path\":null}]}]}", "\"path\" is missing" },
	{ HEAD NS ",\"routes\":[{\"family\":\"ipv5\"}]}]}", "\"ipv4\" or" },
	{ HEAD NS ",\"routes\":[{\"prefix\":\"1.2.3.4/33\"}]}]}",
	  "with a prefix length" },
	{ HEAD NS ",\"unknown\":{\"x\":\"00\"}}]}", "attribute numbers" },
	{ HEAD NS ",\"firewall\":{\"chains\":[{\"rules\":[{\"exprs\":"
	  "[{\"type\":\"warp\"}]}]}]}}]}", "exprs[0]: an object of a type" },
	{ HEAD NS ",\"firewall\":{\"chains\":[{\"rules\":[{\"exprs\":"
	  "[{}]}]}]}}]}", "without a type" },
	{ HEAD NS ",\"volatile\":[]}]}", "volatile: an object" },
};

START_TEST(what_is_no_snapshot_is_refused)
{
	struct error err = { 0 };

	ck_assert_ptr_null(read_text(refused[_i].text, &err));
	ck_assert_msg(strstr(err.text, refused[_i].says), "\"%s\" not in: %s",
		      refused[_i].says, err.text);
	ck_assert_int_eq(err.code, -EINVAL);
}
END_TEST

START_TEST(nesting_is_bounded)
{
	struct strbuf text;
	struct error err = { 0 };

	strbuf_init(&text, arena);
	strbuf_add(&text, HEAD NS ",\"firewall\":{\"chains\":[{\"rules\":"
				  "[{\"exprs\":[");
	for (int i = 0; i < 500; i++)
		strbuf_add(&text, "{\"type\":\"each\",\"inner\":");
	ck_assert_ptr_null(read_text(text.s, &err));
	strbuf_add(&text, "{\"type\":\"meta\"}");
	for (int i = 0; i < 500; i++)
		strbuf_add(&text, "}");
	strbuf_add(&text, "]}]}]}}]}");
	ck_assert_ptr_null(read_text(text.s, &err));
	ck_assert_msg(strstr(err.text, "nested more than 16 deep"), "%s",
		      err.text);
}
END_TEST

START_TEST(unknown_members_warn_and_become_gaps)
{
	static const char text[] = HEAD NS ",\"colour\":\"red\"}]}";
	warning_vec warnings = { 0 };
	struct error err = { 0 };
	struct snapshot *s;

	s = snapshot_read(text, strlen(text), &warnings, &err);
	ck_assert_msg(s, "%s", err.text);
	ck_assert_uint_eq(warnings.n, 1);
	ck_assert_str_eq(warnings.v[0], "namespaces[0].colour: not known to "
					"this version of nsdoctor");
	ck_assert_uint_eq(s->gaps.n, 1);
	ck_assert_str_eq(s->gaps.v[0]->what, "decode");
	snapshot_free(s);
}
END_TEST

START_TEST(references_that_lead_nowhere_warn_and_become_gaps)
{
	static const char text[] =
		HEAD NS ",\"read\":[\"links\",\"routes\"],\"links\":[],"
			"\"routes\":[{\"family\":\"ipv4\",\"table\":254,"
			"\"prefix\":\"0.0.0.0/0\",\"device\":9}]}]}";
	warning_vec warnings = { 0 };
	struct error err = { 0 };
	struct snapshot *s;

	s = snapshot_read(text, strlen(text), &warnings, &err);
	ck_assert_msg(s, "%s", err.text);
	ck_assert_uint_eq(warnings.n, 1);
	ck_assert_str_eq(s->gaps.v[0]->object, "link(net:[7],9)");
	snapshot_free(s);
}
END_TEST

/* Two moments that differ in what changes by itself alone. */
static struct snapshot *moment(uint64_t packets, bool learned)
{
	struct snapshot *s = snapshot_new();
	struct netns *ns = snapshot_netns_new(s, 4, 7);
	struct link *l = object_new(s->arena, &link_type);
	struct fake_counter *counter;
	struct fake_rule *rule = object_new(s->arena, &fake_rule_type);
	struct fake_chain *chain = object_new(s->arena, &fake_chain_type);
	struct neighbour *n;

	SET(l, link, index, 3);
	SET(l, link, rx_packets, packets);
	VEC_PUSH(s->arena, &ns->links, l);
	counter = object_new(s->arena, &fake_counter_type);
	SET(counter, fake_counter, packets, packets);
	SET(rule, fake_rule, handle, 5);
	SET(chain, fake_chain, name, "forward");
	VEC_PUSH(s->arena, &rule->exprs, &counter->obj);
	VEC_PUSH(s->arena, &chain->rules, rule);
	ns->firewall = object_new(s->arena, &firewall_type);
	VEC_PUSH(s->arena, &ns->firewall->chains, chain);
	if (learned) {
		n = object_new(s->arena, &neighbour_type);
		n->family = 2;
		n->state = 2;
		ip_parse("10.0.0.1", &n->dst);
		VEC_PUSH(s->arena, &ns->neighbours, n);
	}
	ns->have = READ_LINKS | READ_NEIGHBOURS;
	ck_assert_int_eq(snapshot_seal(s, NULL), 0);
	return s;
}

START_TEST(two_quiet_moments_differ_in_volatile_alone)
{
	struct snapshot *a = moment(1, false);
	struct snapshot *b = moment(1000, true);
	struct strbuf x = text_of(a);
	struct strbuf y = text_of(b);
	size_t same = (size_t)(strstr(x.s, "\"volatile\"") - x.s);

	ck_assert_int_eq(strncmp(x.s, y.s, same), 0);
	ck_assert_int_ne(strcmp(x.s, y.s), 0);
	ck_assert_ptr_nonnull(strstr(
		y.s, "\"firewall/chains/forward/rules/5/exprs/0\": "
		     "{ \"packets\": 1000 }"));
	ck_assert_ptr_nonnull(strstr(y.s, "\"links/3\": "
					  "{ \"rx_packets\": 1000 }"));
	snapshot_free(a);
	snapshot_free(b);
}
END_TEST

START_TEST(each_kernel_object_has_a_line_of_its_own)
{
	struct snapshot *s = moment(1, true);
	struct strbuf text = text_of(s);

	ck_assert_ptr_nonnull(strstr(text.s, "\n        { \"index\": 3 }\n"));
	ck_assert_ptr_nonnull(
		strstr(text.s, "{ \"handle\": 5, \"exprs\": "
			       "[{ \"type\": \"counter\" }] }\n"));
	snapshot_free(s);
}
END_TEST

static char *temporary_directory(void)
{
	char *path = arena_strdup(arena, "/tmp/store.XXXXXX");

	ck_assert_ptr_nonnull(mkdtemp(path));
	return path;
}

START_TEST(files_are_private_and_not_overwritten_unasked)
{
	char *dir = temporary_directory();
	char *path = arena_printf(arena, "%s/host.json", dir);
	struct snapshot *s = moment(1, true);
	struct error err = { 0 };
	struct snapshot *back;
	struct stat st;

	ck_assert_int_eq(snapshot_save_file(s, path, false, &err), 0);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
	ck_assert_int_eq(snapshot_save_file(s, path, false, &err), -EEXIST);
	ck_assert_str_eq(err.hint, "--force replaces it");
	ck_assert_int_eq(snapshot_save_file(s, path, true, &err), 0);
	back = snapshot_load(path, NULL, &err);
	ck_assert_ptr_nonnull(back);
	ck_assert(object_equal(s, back, true));
	snapshot_free(back);
	snapshot_free(s);
	/* Nothing but the file is left behind. */
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(rmdir(dir), 0);
}
END_TEST

START_TEST(a_link_to_a_device_is_written_through)
{
	char *dir = temporary_directory();
	char *path = arena_printf(arena, "%s/null", dir);
	struct snapshot *s = moment(1, true);
	struct error err = { 0 };
	struct stat st;

	ck_assert_int_eq(symlink("/dev/null", path), 0);
	ck_assert_int_eq(snapshot_save_file(s, path, true, &err), 0);
	ck_assert_int_eq(lstat(path, &st), 0);
	ck_assert(S_ISLNK(st.st_mode));
	snapshot_free(s);
	unlink(path);
	rmdir(dir);
}
END_TEST

START_TEST(errors_of_files_say_which_and_why)
{
	struct error err = { 0 };

	ck_assert_ptr_null(snapshot_load("/nonexistent/x", NULL, &err));
	ck_assert_str_eq(err.text, "cannot read /nonexistent/x: "
				   "No such file or directory");
	ck_assert_ptr_null(snapshot_load("/tmp", NULL, &err));
	ck_assert_str_eq(err.text, "cannot read /tmp: Is a directory");
	ck_assert_ptr_null(snapshot_load("/dev/null", NULL, &err));
	ck_assert_str_eq(err.text, "cannot read /dev/null: line 1, column 0: "
				   "unexpected end of file");
}
END_TEST

static void change_link(struct snapshot *ov, const struct netns *ns,
			const struct link *l)
{
	struct ip_prefix p;

	prefix_parse(l->index % 2 ? "10.0.0.1/24" : "2001:db8::1/64",
		     &p);
	overlay_link_up(ov, ns->number, l->index);
	overlay_mtu(ov, ns->number, l->index, 1400);
	overlay_port_set(ov, ns->number, l->index, "isolated", 1);
	overlay_link_master(ov, ns->number, l->index, l->index ^ 1);
	overlay_address_add(ov, ns->number, l->index, &p);
	overlay_proxy_add(ov, ns->number, l->index, &p.addr);
	overlay_address_del(ov, ns->number, l->index, &p);
}

static void change_all(struct snapshot *ov, const struct netns *ns)
{
	static const char *const switches[] = {
		"net/ipv4/ip_forward", "net/ipv6/conf/all/forwarding",
		"net/ipv6/conf/all/disable_ipv6", "net/ipv4/conf//x",
		"net/ipv4/conf/eth0/rp_filter", "net/ipv4/conf/",
	};

	for (size_t i = 0; i < ARRAY_SIZE(switches); i++)
		overlay_sysctl(ov, ns->number, switches[i], i % 2 ? "1" : "0");
	for (size_t i = 0; i < ns->links.n; i++)
		change_link(ov, ns, ns->links.v[i]);
	for (size_t i = 0; i < ns->routes.n; i++) {
		overlay_route_add(ov, ns->number, ns->routes.v[i], i % 2);
		overlay_route_del(ov, ns->number, ns->routes.v[i]);
	}
	for (size_t i = 0; i < ns->rules.n; i++) {
		overlay_rule_add(ov, ns->number, ns->rules.v[i]);
		overlay_rule_del(ov, ns->number, ns->rules.v[i]);
	}
	for (size_t i = 0; i < ns->addresses.n; i++) {
		struct ip_prefix p = { ns->addresses.v[i]->local,
				       ns->addresses.v[i]->prefixlen };

		overlay_address_del(ov, ns->number,
				    ns->addresses.v[i]->ifindex, &p);
	}
}

START_TEST(no_change_of_an_overlay_is_seen_in_its_base)
{
	struct snapshot *s = random_snapshot((uint64_t)_i * 104729 + 3);
	struct strbuf before = text_of(s);
	struct snapshot *ov = overlay_new(s);

	for (size_t i = 0; i < s->netns.n; i++)
		change_all(ov, s->netns.v[i]);
	ck_assert_int_eq(overlay_seal(ov), 0);
	text_of(ov);
	ck_assert_str_eq(before.s, text_of(s).s);
	overlay_free(ov);
	ck_assert_str_eq(before.s, text_of(s).s);
	snapshot_free(s);
}
END_TEST

static TCase *cases(void)
{
	TCase *tc = tcase_create("store");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, what_was_saved_is_what_is_loaded, 0, 60);
	tcase_add_test(tc, a_cut_file_is_refused_with_its_place);
	tcase_add_test(tc, a_cut_file_says_what_probably_happened);
	tcase_add_loop_test(tc, damaged_bytes_give_an_error_or_a_snapshot, 0,
			    4);
	tcase_add_loop_test(tc, what_is_no_snapshot_is_refused, 0,
			    ARRAY_SIZE(refused));
	tcase_add_test(tc, nesting_is_bounded);
	tcase_add_loop_test(tc, no_change_of_an_overlay_is_seen_in_its_base, 0,
			    40);
	tcase_add_test(tc, unknown_members_warn_and_become_gaps);
	tcase_add_test(tc, references_that_lead_nowhere_warn_and_become_gaps);
	tcase_add_test(tc, two_quiet_moments_differ_in_volatile_alone);
	tcase_add_test(tc, each_kernel_object_has_a_line_of_its_own);
	tcase_add_test(tc, files_are_private_and_not_overwritten_unasked);
	tcase_add_test(tc, a_link_to_a_device_is_written_through);
	tcase_add_test(tc, errors_of_files_say_which_and_why);
	return tc;
}

int main(void)
{
	Suite *s = suite_create("store");
	SRunner *sr;
	int failed;

	suite_add_tcase(s, cases());
	sr = srunner_create(s);
	srunner_run_all(sr, CK_NORMAL);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
