/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes of a legacy table that a kernel gave (tests/data/xt), and what becomes
 * of them when they are cut, flipped or lie: built with the address sanitizer,
 * nothing outside them is ever read.
 */
#include <check.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decode/xt.h"
#include "firewall/xt/xt.h"

static struct arena *arena;
static uint8_t info[256], entries[16384];
static size_t info_len, entries_len;

static size_t file_read(const char *name, uint8_t *out, size_t max)
{
	const char *dir = getenv("srcdir");
	char path[512];
	size_t n = 0;
	FILE *f;

	snprintf(path, sizeof(path), "%s/tests/data/xt/%s", dir ? dir : ".",
		 name);
	f = fopen(path, "r");
	if (f) {
		n = fread(out, 1, max, f);
		fclose(f);
	}
	ck_assert_msg(n > 0 && n < max, "%s", path);
	return n;
}

static void setup(void)
{
	arena = arena_new();
	info_len = file_read("filter.info", info, sizeof(info));
	entries_len = file_read("filter.entries", entries, sizeof(entries));
}

static void teardown(void)
{
	arena_free(arena);
}

/* A copy of exact size, so that a byte too far is seen. */
static struct xt_table *decode(const uint8_t *head, size_t head_len,
			       const uint8_t *blob, size_t len)
{
	struct firewall fw = { 0 };
	uint8_t *i = malloc(head_len), *e = malloc(len);
	struct xt_table *t = NULL;

	memcpy(i, head, head_len);
	memcpy(e, blob, len);
	if (!decode_xt_table(NFPROTO_IPV4, i, head_len, e, len, &fw, arena,
			     NULL))
		t = fw.xtables.v[0];
	free(i);
	free(e);
	return t;
}

/* Whatever it is, it can be sealed, printed and thrown away. */
static void use(struct xt_table *t)
{
	struct error err = { 0 };
	struct xt_chain *const *c;
	struct xt_rule *const *r;

	if (!t || xt_table_seal(t, &err))
		return;
	xt_table_uses_conntrack(t);
	VEC_FOR_EACH(&t->chains, c)
		VEC_FOR_EACH(&(*c)->rules, r)
			ck_assert_ptr_nonnull(xt_rule_text(arena, NULL, *r));
}

START_TEST(table_has_its_chains_rules_and_policies)
{
	struct xt_table *t = decode(info, info_len, entries, entries_len);
	const struct xt_chain *c;
	struct error err = { 0 };

	ck_assert_ptr_nonnull(t);
	ck_assert_ptr_null(t->opaque);
	ck_assert_int_eq(xt_table_seal(t, &err), 0);
	ck_assert_str_eq(t->name, "filter");
	ck_assert_uint_eq(t->chains.n, 5);
	ck_assert_int_eq(xt_chain_find(t, "INPUT")->policy, FW_DROP);
	c = xt_chain_find(t, "FORWARD");
	ck_assert_int_eq(c->policy, FW_ACCEPT);
	ck_assert_uint_eq(c->rules.n, 2);
	ck_assert_str_eq(xt_rule_text(arena, NULL, c->rules.v[0]),
			 "-A FORWARD -s 10.0.0.0/8 -i eth0 -o br+ -p tcp "
			 "-m tcp --dport 80 -m conntrack --ctstate NEW "
			 "-m comment --comment hello -j ACCEPT");
	ck_assert_ptr_eq(c->rules.v[1]->to, xt_chain_find(t, "X"));
	c = xt_chain_find(t, "X");
	ck_assert_int_eq(c->rules.v[0]->verdict, FW_GOTO);
	ck_assert_uint_eq(xt_chain_find(t, "Y")->rules.n, 3);
	ck_assert_int_eq(xt_table_uses_conntrack(t), TRI_YES);
}
END_TEST

START_TEST(short_information_is_refused)
{
	size_t n;

	for (n = 0; n < info_len; n++)
		ck_assert_ptr_null(decode(info, n, entries, entries_len));
}
END_TEST

START_TEST(cut_entries_are_opaque)
{
	struct xt_table *t;
	size_t n;

	for (n = 0; n < entries_len; n++) {
		t = decode(info, info_len, entries, n);
		ck_assert_ptr_nonnull(t);
		ck_assert_ptr_nonnull(t->opaque);
		ck_assert_uint_eq(t->chains.n, 0);
	}
}
END_TEST

START_TEST(any_other_byte_is_read_or_opaque)
{
	static const uint8_t values[] = { 0x00, 0x01, 0x7f, 0x80, 0xff };
	uint8_t copy[sizeof(entries)];
	size_t i, k;

	for (i = 0; i < entries_len; i++) {
		for (k = 0; k < ARRAY_SIZE(values); k++) {
			memcpy(copy, entries, entries_len);
			copy[i] = values[k];
			use(decode(info, info_len, copy, entries_len));
		}
		if (i % 512 == 0) {
			arena_free(arena);
			arena = arena_new();
		}
	}
}
END_TEST

START_TEST(any_other_information_is_read_or_opaque)
{
	uint8_t copy[sizeof(info)];
	size_t i;
	unsigned int v;

	for (i = 0; i < info_len; i++)
		for (v = 0; v < 256; v += 17) {
			memcpy(copy, info, info_len);
			copy[i] = (uint8_t)v;
			use(decode(copy, info_len, entries, entries_len));
		}
}
END_TEST

START_TEST(noise_is_read_or_opaque)
{
	uint8_t copy[sizeof(entries)];
	unsigned int seed = (unsigned int)_i;
	int round, k;

	for (round = 0; round < 300; round++) {
		memcpy(copy, entries, entries_len);
		for (k = 0; k < 1 + round % 16; k++)
			copy[(size_t)rand_r(&seed) % entries_len] =
				(uint8_t)rand_r(&seed);
		use(decode(info, info_len, copy, entries_len));
	}
}
END_TEST

START_TEST(extension_of_odd_size_or_values_is_opaque)
{
	static const struct {
		enum xt_kind kind;
		const char *name;
		uint8_t revision;
		size_t len;
		uint8_t fill;
	} all[] = {
		{ XT_MATCH, "tcp", 0, 24, 0 },
		{ XT_MATCH, "tcp", 1, 16, 0 },
		{ XT_MATCH, "tcp", 0, 16, 0xff },
		{ XT_MATCH, "multiport", 1, 48, 0xff },
		{ XT_MATCH, "u32", 0, 1984, 0xff },
		{ XT_MATCH, "string", 1, 160, 0xff },
		{ XT_MATCH, "no-such-match", 0, 8, 0 },
		{ XT_TARGET, "REJECT", 0, 8, 0xff },
		{ XT_TARGET, "tcp", 0, 16, 0 },
		{ XT_TARGET, "", 0, 0, 0 },
	};
	uint8_t data[4096];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(all); i++) {
		struct object *x;

		memset(data, all[i].fill, sizeof(data));
		x = xt_ext_decode(arena, NFPROTO_IPV4, all[i].kind,
				  all[i].name, all[i].revision, data,
				  all[i].len);
		ck_assert_msg(xt_ext_is_opaque(x), "%s", all[i].name);
		ck_assert_str_eq(xt_ext_name(x), all[i].name);
		ck_assert_int_eq(xt_ext_uses_conntrack(x), TRI_UNKNOWN);
	}
}
END_TEST

START_TEST(type_key_leads_back_to_the_type)
{
	static const char *const keys[] = {
		"conntrack.3", "REJECT.0", "REJECT.0.ip6", "set.4",
		"opaque-match", "opaque-target", "MASQUERADE.0", "state.0",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(keys); i++)
		ck_assert_str_eq(xt_type_by_name(keys[i])->name, keys[i]);
	ck_assert_ptr_null(xt_type_by_name("conntrack.9"));
}
END_TEST

static Suite *xt_suite(void)
{
	Suite *s = suite_create("legacy tables");
	TCase *tc = tcase_create("decode");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, table_has_its_chains_rules_and_policies);
	tcase_add_test(tc, short_information_is_refused);
	tcase_add_test(tc, cut_entries_are_opaque);
	tcase_add_test(tc, any_other_byte_is_read_or_opaque);
	tcase_add_test(tc, any_other_information_is_read_or_opaque);
	tcase_add_loop_test(tc, noise_is_read_or_opaque, 0, 10);
	tcase_add_test(tc, extension_of_odd_size_or_values_is_opaque);
	tcase_add_test(tc, type_key_leads_back_to_the_type);
	suite_add_tcase(s, tc);
	return s;
}

int main(void)
{
	SRunner *sr = srunner_create(xt_suite());
	int failed;

	srunner_run_all(sr, CK_NORMAL);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
