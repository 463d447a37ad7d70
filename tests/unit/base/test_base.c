/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/base.h"

static struct arena *arena;

static void setup(void)
{
	arena = arena_new();
}

static void teardown(void)
{
	arena_free(arena);
}

START_TEST(arena_gives_zeroed_aligned_memory_of_any_size)
{
	static const unsigned char zero[70000];
	static const size_t sizes[] = { 0, 1, 7, 16, 4096, 16385, 70000 };

	for (size_t i = 0; i < 400; i++) {
		size_t size = sizes[i % ARRAY_SIZE(sizes)];
		unsigned char *p = arena_alloc(arena, size);

		ck_assert_uint_eq((uintptr_t)p % _Alignof(max_align_t), 0);
		ck_assert_int_eq(memcmp(p, zero, size), 0);
		memset(p, 0xff, size);
	}
}
END_TEST

START_TEST(merged_arena_keeps_what_both_held)
{
	struct arena *other = arena_new();
	char *mine = arena_strdup(arena, "mine");
	char *theirs = arena_strdup(other, "theirs");
	size_t sum = arena_size(arena) + arena_size(other);

	arena_merge(arena, other);
	ck_assert_str_eq(mine, "mine");
	ck_assert_str_eq(theirs, "theirs");
	ck_assert_uint_eq(arena_size(arena), sum);
}
END_TEST

START_TEST(out_of_memory_ends_with_70)
{
	arena_calloc(arena, SIZE_MAX / 2, 4);
}
END_TEST

START_TEST(map_finds_what_was_put_in_order_of_insertion)
{
	struct map *m = map_new(arena);

	ck_assert_ptr_null(map_find_u64(m, 0));
	for (uintptr_t i = 1; i <= 5000; i++)
		ck_assert_ptr_null(map_put_u64(m, i * 64, (void *)i));
	for (uintptr_t i = 1; i <= 5000; i++) {
		ck_assert_ptr_eq(map_find_u64(m, i * 64), (void *)i);
		ck_assert_ptr_eq(map_at(m, i - 1), (void *)i);
	}
	ck_assert_ptr_null(map_find_u64(m, 63));
	ck_assert_ptr_eq(map_put_u64(m, 64, (void *)9), (void *)1);
	ck_assert_ptr_eq(map_find_u64(m, 64), (void *)9);
	ck_assert_uint_eq(map_count(m), 5000);
	ck_assert_ptr_null(map_at(m, 5000));
}
END_TEST

START_TEST(map_keys_are_copied_and_differ_by_length)
{
	struct map *m = map_new(arena);
	char key[] = "eth0";

	map_put_str(m, key, (void *)1);
	map_put(m, "eth0\0", 5, (void *)2);
	key[3] = '1';
	ck_assert_ptr_eq(map_find_str(m, "eth0"), (void *)1);
	ck_assert_ptr_eq(map_find(m, "eth0\0", 5), (void *)2);
	ck_assert_ptr_null(map_find_str(m, "eth1"));
	map_put(m, "", 0, (void *)3);
	ck_assert_ptr_eq(map_find_str(m, ""), (void *)3);
}
END_TEST

START_TEST(vector_grows_inserts_and_removes)
{
	VEC(int) v = { 0 };
	int *it;
	int sum = 0;

	for (int i = 0; i < 100; i++)
		VEC_PUSH(arena, &v, i);
	VEC_INSERT(arena, &v, 0, 1000);
	ck_assert_int_eq(v.v[0], 1000);
	ck_assert_int_eq(v.v[100], 99);
	VEC_REMOVE(&v, 0);
	VEC_FOR_EACH(&v, it)
		sum += *it;
	ck_assert_int_eq(sum, 4950);
}
END_TEST

START_TEST(strbuf_grows_by_every_way_of_adding)
{
	struct strbuf sb;
	char expected[2001];

	strbuf_init(&sb, arena);
	ck_assert_str_eq(sb.s, "");
	memset(expected, 'x', sizeof(expected) - 1);
	expected[2000] = '\0';
	strbuf_addf(&sb, "%s", expected);
	ck_assert_str_eq(sb.s, expected);
	strbuf_trunc(&sb, 3);
	strbuf_pad(&sb, 5);
	strbuf_pad(&sb, 2);
	strbuf_addc(&sb, '!');
	ck_assert_str_eq(sb.s, "xxx  !");
	ck_assert_uint_eq(sb.len, 6);
}
END_TEST

START_TEST(errors_carry_context_and_the_system_s_words)
{
	struct error err = { 0 };

	errno = EPERM;
	ck_assert_int_eq(error_sys(&err, "open %s", "/x"), -EPERM);
	ck_assert_int_eq(error_context(&err, -EPERM, "read %s", "net:[1]"),
			 -EPERM);
	ck_assert_str_eq(err.text,
			 "read net:[1]: open /x: Operation not permitted");
	ck_assert_int_eq(error_hint(&err, "run as root"), -EPERM);
	ck_assert_str_eq(err.hint, "run as root");
	ck_assert_int_eq(error_set(&err, -EINVAL, "no"), -EINVAL);
	ck_assert_str_eq(err.hint, "");
	ck_assert_int_eq(error_set(NULL, -EIO, "no"), -EIO);
	ck_assert_int_eq(error_context(NULL, -EIO, "no"), -EIO);
}
END_TEST

START_TEST(errno_names_go_both_ways)
{
	ck_assert_str_eq(errno_name(EPERM), "EPERM");
	ck_assert_str_eq(errno_name(-ENOENT), "ENOENT");
	ck_assert_ptr_null(errno_name(100000));
	ck_assert_int_eq(errno_by_name("ETIMEDOUT"), ETIMEDOUT);
	ck_assert_int_eq(errno_by_name("ENOSUCH"), 0);
}
END_TEST

static const char *const same_text[] = {
	"10.0.0.1", "0.0.0.0", "255.255.255.255", "::", "::1", "fe80::1",
	"2001:db8::1", "2001:db8:1:1:1:1:1:1", "::ffff:10.0.0.1",
};

START_TEST(addresses_are_printed_as_they_were_read)
{
	struct ip_addr a;
	char buf[IP_TEXT_MAX];

	ck_assert_int_eq(ip_parse(same_text[_i], &a), 0);
	ck_assert_str_eq(ip_text(&a, buf), same_text[_i]);
}
END_TEST

static const char *const no_prefix[] = {
	"", "10", "10.0.0.1/33", "10.0.0.1/", "10.0.0.1/-1", "10.0.0.1/0x8",
	"::/129", "fe80::1%eth0", "10.0.0.1 ", "01.2.3.4.5", "/24",
	"1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb:cccc:dddd:ee/1",
};

START_TEST(what_is_no_prefix_is_refused)
{
	struct ip_prefix p;

	ck_assert_int_eq(prefix_parse(no_prefix[_i], &p), -EINVAL);
}
END_TEST

START_TEST(prefixes_hold_their_addresses)
{
	static const struct {
		const char *prefix;
		const char *addr;
		bool in;
	} cases[] = {
		{ "10.0.0.0/8", "10.255.255.255", true },
		{ "10.0.0.0/8", "11.0.0.0", false },
		{ "10.0.0.0/31", "10.0.0.1", true },
		{ "10.0.0.0/31", "10.0.0.2", false },
		{ "0.0.0.0/0", "1.2.3.4", true },
		{ "0.0.0.0/0", "::", false },
		{ "2001:db8::/33", "2001:db8:7fff::1", true },
		{ "2001:db8::/33", "2001:db8:8000::1", false },
		{ "::1", "::1", true },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct ip_prefix p;
		struct ip_addr a;

		ck_assert_int_eq(prefix_parse(cases[i].prefix, &p), 0);
		ck_assert_int_eq(ip_parse(cases[i].addr, &a), 0);
		ck_assert_msg(prefix_contains(&p, &a) == cases[i].in,
			      "%s in %s", cases[i].addr, cases[i].prefix);
	}
}
END_TEST

START_TEST(network_of_a_prefix_has_no_host_bits)
{
	static const char *const cases[][2] = {
		{ "10.1.2.3/24", "10.1.2.0" },
		{ "10.1.2.255/25", "10.1.2.128" },
		{ "10.1.2.3/0", "0.0.0.0" },
		{ "10.1.2.3/32", "10.1.2.3" },
		{ "2001:db8::ffff/113", "2001:db8::8000" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct ip_prefix p;
		struct ip_addr net;

		ck_assert_int_eq(prefix_parse(cases[i][0], &p), 0);
		net = prefix_network(&p);
		ck_assert_str_eq(ip_str(arena, &net), cases[i][1]);
	}
}
END_TEST

START_TEST(kinds_of_addresses)
{
	static const struct {
		const char *addr;
		bool loop, multi, local, private, global;
	} cases[] = {
		{ "127.1.2.3", true, false, false, false, false },
		{ "::1", true, false, false, false, false },
		{ "224.0.0.1", false, true, false, false, false },
		{ "ff02::1", false, true, false, false, false },
		{ "169.254.1.1", false, false, true, false, false },
		{ "febf::1", false, false, true, false, false },
		{ "172.31.0.1", false, false, false, true, true },
		{ "172.32.0.1", false, false, false, false, true },
		{ "100.127.0.1", false, false, false, true, true },
		{ "fd00::1", false, false, false, true, true },
		{ "8.8.8.8", false, false, false, false, true },
		{ "0.0.0.0", false, false, false, false, false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct ip_addr a;

		ck_assert_int_eq(ip_parse(cases[i].addr, &a), 0);
		ck_assert_msg(ip_is_loopback(&a) == cases[i].loop &&
			      ip_is_multicast(&a) == cases[i].multi &&
			      ip_is_linklocal(&a) == cases[i].local &&
			      ip_is_private(&a) == cases[i].private &&
			      ip_is_global_scope(&a) == cases[i].global,
			      "%s", cases[i].addr);
	}
}
END_TEST

START_TEST(macs_go_both_ways)
{
	struct mac m;

	ck_assert_int_eq(mac_parse("02:0a:FF:00:00:01", &m), 0);
	ck_assert_uint_eq(m.len, 6);
	ck_assert_str_eq(mac_str(arena, &m), "02:0a:ff:00:00:01");
	ck_assert_int_eq(mac_parse("", &m), 0);
	ck_assert_uint_eq(m.len, 0);
	ck_assert_int_eq(mac_parse("02:0a:f", &m), -EINVAL);
	ck_assert_int_eq(mac_parse("02:", &m), -EINVAL);
	ck_assert_int_eq(mac_parse("02-0a", &m), -EINVAL);
}
END_TEST

START_TEST(text_from_the_system_cannot_move_the_cursor)
{
	static const char *const cases[][3] = {
		{ "plain", "plain", "plain" },
		{ "\x1b[2J", "\\x1b[2J", "\\x1b[2J" },
		{ "a\nb", "a\\x0ab", "a\\x0ab" },
		{ "caf\xc3\xa9", "caf\xc3\xa9", "caf\\u{e9}" },
		{ "\xe2\x80\xae", "\\u{202e}", "\\u{202e}" },
		{ "\xc2\x9b", "\\u{9b}", "\\u{9b}" },
		{ "\xff\xc3", "\\xff\\xc3", "\\xff\\xc3" },
		{ "\xed\xa0\x80", "\\xed\\xa0\\x80", "\\xed\\xa0\\x80" },
		{ "\xc0\x80", "\\xc0\\x80", "\\xc0\\x80" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf sb;

		ck_assert_str_eq(text_safe(arena, cases[i][0]), cases[i][1]);
		strbuf_init(&sb, arena);
		text_escape(&sb, cases[i][0], strlen(cases[i][0]), true);
		ck_assert_str_eq(sb.s, cases[i][2]);
	}
}
END_TEST

START_TEST(width_counts_cells)
{
	ck_assert_uint_eq(text_width("abc"), 3);
	ck_assert_uint_eq(text_width("caf\xc3\xa9"), 4);
	ck_assert_uint_eq(text_width("e\xcc\x81"), 1);
	ck_assert_uint_eq(text_width("\xe7\xb6\xb2"), 2);
}
END_TEST

START_TEST(utf8_is_judged_as_by_rfc_3629)
{
	ck_assert(utf8_valid("", 0));
	ck_assert(utf8_valid("\xf4\x8f\xbf\xbf", 4));
	ck_assert(!utf8_valid("\xf4\x90\x80\x80", 4));
	ck_assert(!utf8_valid("\xe2\x82", 2));
	ck_assert(!utf8_valid("\x80", 1));
}
END_TEST

START_TEST(a_shell_takes_quoted_words_back_unchanged)
{
	static const char *const argv[] = { "ip", "link", "a b", "it's", "",
					    "$(x)", NULL };

	ck_assert_str_eq(shell_join(arena, argv),
			 "ip link 'a b' 'it'\\''s' '' '$(x)'");
}
END_TEST

START_TEST(numbers_are_whole_and_in_range)
{
	uint64_t v;

	ck_assert_int_eq(parse_u64("18446744073709551615", &v), 0);
	ck_assert(v == UINT64_MAX);
	ck_assert_int_eq(parse_u64("0xFf", &v), 0);
	ck_assert_uint_eq(v, 255);
	ck_assert_int_eq(parse_u64("18446744073709551616", &v), -ERANGE);
	ck_assert_int_eq(parse_u64("", &v), -EINVAL);
	ck_assert_int_eq(parse_u64("0x", &v), -EINVAL);
	ck_assert_int_eq(parse_u64("-1", &v), -EINVAL);
	ck_assert_int_eq(parse_u64(" 1", &v), -EINVAL);
	ck_assert_int_eq(parse_u64("1a", &v), -EINVAL);
}
END_TEST

START_TEST(hex_goes_both_ways)
{
	struct bytes b;

	ck_assert_int_eq(hex_decode(arena, "00fFa0", &b), 0);
	ck_assert_uint_eq(b.len, 3);
	ck_assert_str_eq(hex_encode(arena, b.p, b.len), "00ffa0");
	ck_assert_int_eq(hex_decode(arena, "", &b), 0);
	ck_assert_uint_eq(b.len, 0);
	ck_assert_int_eq(hex_decode(arena, "0", &b), -EINVAL);
	ck_assert_int_eq(hex_decode(arena, "0g", &b), -EINVAL);
}
END_TEST

START_TEST(distance_counts_edits)
{
	ck_assert_uint_eq(str_distance("kitten", "sitting"), 3);
	ck_assert_uint_eq(str_distance("", "abc"), 3);
	ck_assert_uint_eq(str_distance("same", "same"), 0);
}
END_TEST

START_TEST(unknown_never_turns_into_yes_or_no)
{
	ck_assert_int_eq(tri_and(TRI_NO, TRI_UNKNOWN), TRI_NO);
	ck_assert_int_eq(tri_and(TRI_YES, TRI_UNKNOWN), TRI_UNKNOWN);
	ck_assert_int_eq(tri_or(TRI_YES, TRI_UNKNOWN), TRI_YES);
	ck_assert_int_eq(tri_or(TRI_NO, TRI_UNKNOWN), TRI_UNKNOWN);
	ck_assert_int_eq(tri_xor(TRI_UNKNOWN, true), TRI_UNKNOWN);
	ck_assert_int_eq(tri_not(TRI_YES), TRI_NO);
}
END_TEST

static void add_memory(TCase *tc)
{
	tcase_add_test(tc, arena_gives_zeroed_aligned_memory_of_any_size);
	tcase_add_test(tc, merged_arena_keeps_what_both_held);
	tcase_add_exit_test(tc, out_of_memory_ends_with_70, 70);
	tcase_add_test(tc, map_finds_what_was_put_in_order_of_insertion);
	tcase_add_test(tc, map_keys_are_copied_and_differ_by_length);
	tcase_add_test(tc, vector_grows_inserts_and_removes);
	tcase_add_test(tc, strbuf_grows_by_every_way_of_adding);
	tcase_add_test(tc, errors_carry_context_and_the_system_s_words);
	tcase_add_test(tc, errno_names_go_both_ways);
}

static void add_text(TCase *tc)
{
	tcase_add_loop_test(tc, addresses_are_printed_as_they_were_read, 0,
			    ARRAY_SIZE(same_text));
	tcase_add_loop_test(tc, what_is_no_prefix_is_refused, 0,
			    ARRAY_SIZE(no_prefix));
	tcase_add_test(tc, prefixes_hold_their_addresses);
	tcase_add_test(tc, network_of_a_prefix_has_no_host_bits);
	tcase_add_test(tc, kinds_of_addresses);
	tcase_add_test(tc, macs_go_both_ways);
	tcase_add_test(tc, text_from_the_system_cannot_move_the_cursor);
	tcase_add_test(tc, width_counts_cells);
	tcase_add_test(tc, utf8_is_judged_as_by_rfc_3629);
	tcase_add_test(tc, a_shell_takes_quoted_words_back_unchanged);
	tcase_add_test(tc, numbers_are_whole_and_in_range);
	tcase_add_test(tc, hex_goes_both_ways);
	tcase_add_test(tc, distance_counts_edits);
	tcase_add_test(tc, unknown_never_turns_into_yes_or_no);
}

int main(void)
{
	Suite *s = suite_create("base");
	TCase *tc = tcase_create("base");
	SRunner *sr = srunner_create(s);
	int failed;

	tcase_add_checked_fixture(tc, setup, teardown);
	add_memory(tc);
	add_text(tc);
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_NORMAL);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
