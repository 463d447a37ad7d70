/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Matches that look into the packet as a program does: string, u32, bpf;
 * net/netfilter/xt_string.c, xt_u32.c, xt_bpf.c. They are printed, not run.
 */
#include <ctype.h>
#include <linux/limits.h>

#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_bpf.h>
#include <linux/netfilter/xt_string.h>
#include <linux/netfilter/xt_u32.h>

struct string_match {
	struct object obj;
	uint16_t from;
	uint16_t to;
	const char *algorithm;
	struct bytes pattern;
	uint8_t flags;
};

/** struct u32_match - @tests: struct xt_u32_test end to end */
struct u32_match {
	struct object obj;
	struct bytes tests;
	uint8_t n_tests;
	bool invert;
};

/** struct bpf - @program: struct sock_filter end to end, or @path */
struct bpf {
	struct object obj;
	uint16_t mode;
	struct bytes program;
	const char *path;
};

static const struct field string_fields[] = {
	{ "from", F(string_match, from), FT_U16 },
	{ "to", F(string_match, to), FT_U16 },
	{ "algorithm", F(string_match, algorithm), FT_STRING },
	{ "pattern", F(string_match, pattern), FT_BYTES },
	{ "flags", F(string_match, flags), FT_U8 },
	{ }
};

static const struct field u32_fields[] = {
	{ "tests", F(u32_match, tests), FT_BYTES },
	{ "number", F(u32_match, n_tests), FT_U8 },
	{ "invert", F(u32_match, invert), FT_BOOL },
	{ }
};

static const struct field bpf_fields[] = {
	{ "mode", F(bpf, mode), FT_U16 },
	{ "program", F(bpf, program), FT_BYTES },
	{ "path", F(bpf, path), FT_STRING },
	{ }
};

static int string_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_string_info *i = b->p;
	struct string_match *m = ext;

	if (i->patlen > sizeof(i->pattern) || !i->patlen)
		return -EINVAL;
	m->from = i->from_offset;
	m->to = i->to_offset;
	m->algorithm = xt_string(b, i->algo, sizeof(i->algo));
	m->pattern = xt_bytes(b, i->pattern, i->patlen);
	m->flags = i->u.v1.flags;
	return 0;
}

static bool u32_test_ok(const struct xt_u32_test *t)
{
	return t->nnums && t->nnums <= ARRAY_SIZE(t->location) &&
	       t->nvalues <= ARRAY_SIZE(t->value);
}

static int u32_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_u32 *i = b->p;
	struct u32_match *m = ext;
	unsigned int k;

	if (i->ntests > ARRAY_SIZE(i->tests))
		return -EINVAL;
	for (k = 0; k < i->ntests; k++)
		if (!u32_test_ok(&i->tests[k]))
			return -EINVAL;
	m->tests = xt_bytes(b, i->tests, i->ntests * sizeof(i->tests[0]));
	m->n_tests = i->ntests;
	m->invert = i->invert;
	return 0;
}

static int bpf_decode0(void *ext, const struct xt_blob *b)
{
	const struct xt_bpf_info *i = b->p;
	struct bpf *m = ext;

	if (i->bpf_program_num_elem > XT_BPF_MAX_NUM_INSTR)
		return -EINVAL;
	m->program = xt_bytes(b, i->bpf_program,
			      i->bpf_program_num_elem *
				      sizeof(i->bpf_program[0]));
	return 0;
}

static int bpf_decode1(void *ext, const struct xt_blob *b)
{
	const struct xt_bpf_info_v1 *i = b->p;
	struct bpf *m = ext;

	m->mode = i->mode;
	if (i->mode != XT_BPF_MODE_BYTECODE) {
		m->path = xt_string(b, i->path, sizeof(i->path));
		return 0;
	}
	if (i->bpf_program_num_elem > XT_BPF_MAX_NUM_INSTR)
		return -EINVAL;
	m->program = xt_bytes(b, i->bpf_program,
			      i->bpf_program_num_elem *
				      sizeof(i->bpf_program[0]));
	return 0;
}

static bool is_hex(struct bytes s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!isprint(s.p[i]))
			return true;
	return s.p[s.len - 1] == '\\';
}

static void pattern_text(struct bytes s, struct xt_print *p)
{
	bool hex = is_hex(s);
	size_t i;

	xt_out(p, hex ? " --hex-string \"|" : " --string \"");
	for (i = 0; i < s.len; i++) {
		if (hex)
			xt_out(p, "%02x", s.p[i]);
		else
			xt_out(p, strchr("\"\\", s.p[i]) ? "\\%c" : "%c",
			       s.p[i]);
	}
	xt_out(p, hex ? "|\"" : "\"");
}

static void string_text(const void *ext, struct xt_print *p)
{
	const struct string_match *m = ext;
	bool rev1 = xt_type_of(&m->obj)->revision;

	xt_not(p, m->flags & XT_STRING_FLAG_INVERT);
	if (m->pattern.len)
		pattern_text(m->pattern, p);
	xt_out(p, " --algo %s", m->algorithm);
	if (m->from)
		xt_out(p, " --from %u", m->from);
	if (m->to != UINT16_MAX)
		xt_out(p, " --to %u", m->to);
	if (rev1 && m->flags & XT_STRING_FLAG_IGNORECASE)
		xt_out(p, " --icase");
}

static void u32_test_text(const struct xt_u32_test *t, struct xt_print *p)
{
	static const char *const ops[] = { "&", "<<", ">>", "@" };
	unsigned int i;

	xt_out(p, "0x%x", t->location[0].number);
	for (i = 1; i < t->nnums; i++)
		xt_out(p, "%s0x%x", t->location[i].nextop < 4 ?
				    ops[t->location[i].nextop] : "?",
		       t->location[i].number);
	xt_out(p, "=");
	for (i = 0; i < t->nvalues; i++) {
		xt_out(p, i ? ",0x%x" : "0x%x", t->value[i].min);
		if (t->value[i].min != t->value[i].max)
			xt_out(p, ":0x%x", t->value[i].max);
	}
}

static void u32_text(const void *ext, struct xt_print *p)
{
	const struct u32_match *m = ext;
	struct xt_u32_test t;
	unsigned int i;

	xt_not(p, m->invert);
	xt_out(p, " --u32 \"");
	for (i = 0; (i + 1) * sizeof(t) <= m->tests.len; i++) {
		memcpy(&t, m->tests.p + i * sizeof(t), sizeof(t));
		xt_out(p, i ? "&&" : "");
		if (u32_test_ok(&t))
			u32_test_text(&t, p);
	}
	xt_out(p, "\"");
}

static void bpf_text(const void *ext, struct xt_print *p)
{
	const struct bpf *m = ext;
	struct sock_filter f;
	size_t i, n = m->program.len / sizeof(f);

	if (m->path) {
		xt_out(p, " --object-pinned %s", m->path);
		return;
	}
	xt_out(p, " --bytecode \"%zu", n);
	for (i = 0; i < n; i++) {
		memcpy(&f, m->program.p + i * sizeof(f), sizeof(f));
		xt_out(p, ",%u %u %u %u", f.code, f.jt, f.jf, f.k);
	}
	xt_out(p, "\"");
}

const struct xt_type xt_string_types[] = {
	{ .object = XT_OBJECT("string.0", string_match, string_fields),
	  .name = "string", .families = XT_INET,
	  .size = sizeof(struct xt_string_info),
	  .decode = string_decode, .match = xt_unknown, .text = string_text },
	{ .object = XT_OBJECT("string.1", string_match, string_fields),
	  .name = "string", .revision = 1, .families = XT_INET,
	  .size = sizeof(struct xt_string_info),
	  .decode = string_decode, .match = xt_unknown, .text = string_text },
	{ .object = XT_OBJECT("u32.0", u32_match, u32_fields),
	  .name = "u32", .families = XT_INET, .size = sizeof(struct xt_u32),
	  .decode = u32_decode, .match = xt_unknown, .text = u32_text },
	{ .object = XT_OBJECT("bpf.0", bpf, bpf_fields),
	  .name = "bpf", .families = XT_INET,
	  .size = sizeof(struct xt_bpf_info),
	  .decode = bpf_decode0, .match = xt_unknown, .text = bpf_text },
	{ .object = XT_OBJECT("bpf.1", bpf, bpf_fields),
	  .name = "bpf", .revision = 1, .families = XT_INET,
	  .size = sizeof(struct xt_bpf_info_v1),
	  .decode = bpf_decode1, .match = xt_unknown, .text = bpf_text },
	{ }
};
