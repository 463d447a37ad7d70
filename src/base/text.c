/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/text.h"

#include <errno.h>
#include <string.h>

struct range {
	uint32_t first;
	uint32_t last;
};

static bool in_ranges(const struct range *r, size_t n, uint32_t c)
{
	for (size_t i = 0; i < n; i++)
		if (c >= r[i].first && c <= r[i].last)
			return true;
	return false;
}

/* How many bytes a character has that begins with @first; 0: none begins so. */
static size_t utf8_length(unsigned char first)
{
	if (first >= 0xc0 && first < 0xe0)
		return 2;
	if (first >= 0xe0 && first < 0xf0)
		return 3;
	return first >= 0xf0 && first < 0xf8 ? 4 : 0;
}

/*
 * One character of UTF-8 (RFC 3629: shortest form, no surrogates).
 * Return: its length in bytes, 0 if @s does not begin with one.
 */
static size_t utf8_next(const char *s, size_t len, uint32_t *out)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *p = (const unsigned char *)s;
	size_t n;
	uint32_t c;

	if (!len)
		return 0;
	if (p[0] < 0x80) {
		*out = p[0];
		return 1;
	}
	n = utf8_length(p[0]);
	if (!n || n > len)
		return 0;
	c = p[0] & (0x7fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3f);
	}
	if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*out = c;
	return n;
}

bool utf8_valid(const char *s, size_t len)
{
	uint32_t c;

	while (len) {
		size_t n = utf8_next(s, len, &c);

		if (!n)
			return false;
		s += n;
		len -= n;
	}
	return true;
}

/* What moves the cursor, hides itself or turns the direction of text. */
static bool is_unsafe(uint32_t c)
{
	static const struct range unsafe[] = {
		{ 0x00, 0x1f },	    { 0x7f, 0x9f },	{ 0xad, 0xad },
		{ 0x061c, 0x061c }, { 0x180e, 0x180e }, { 0x200b, 0x200f },
		{ 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0xfeff, 0xfeff },
		{ 0xfff9, 0xfffb }, { 0xe0000, 0xe007f },
	};

	return in_ranges(unsafe, ARRAY_SIZE(unsafe), c);
}

void text_escape(struct strbuf *out, const char *s, size_t len, bool ascii)
{
	uint32_t c;

	while (len) {
		size_t n = utf8_next(s, len, &c);

		if (!n || (n == 1 && is_unsafe(c)))
			strbuf_addf(out, "\\x%02x", (unsigned char)*s);
		else if (is_unsafe(c) || (ascii && c > 0x7e))
			strbuf_addf(out, "\\u{%x}", c);
		else
			strbuf_addn(out, s, n);
		s += n ? n : 1;
		len -= n ? n : 1;
	}
}

char *text_safe(struct arena *a, const char *s)
{
	struct strbuf sb;

	strbuf_init(&sb, a);
	text_escape(&sb, s, strlen(s), false);
	return sb.s;
}

/* Cells as terminals draw them, after Unicode's East Asian Width. */
static unsigned int char_width(uint32_t c)
{
	static const struct range none[] = {
		{ 0x0300, 0x036f },   { 0x0483, 0x0489 },
		{ 0x0591, 0x05bd },   { 0x05bf, 0x05bf },
		{ 0x05c1, 0x05c2 },   { 0x05c4, 0x05c5 },
		{ 0x0610, 0x061a },   { 0x064b, 0x065f },
		{ 0x0670, 0x0670 },   { 0x06d6, 0x06dc },
		{ 0x06df, 0x06e4 },   { 0x0900, 0x0902 },
		{ 0x093c, 0x093c },   { 0x0941, 0x0948 },
		{ 0x094d, 0x094d },   { 0x0e31, 0x0e31 },
		{ 0x0e34, 0x0e3a },   { 0x0e47, 0x0e4e },
		{ 0x1ab0, 0x1aff },   { 0x1dc0, 0x1dff },
		{ 0x200b, 0x200f },   { 0x202a, 0x202e },
		{ 0x2060, 0x206f },   { 0x20d0, 0x20ff },
		{ 0xfe00, 0xfe0f },   { 0xfe20, 0xfe2f },
		{ 0xfeff, 0xfeff },   { 0xe0000, 0xe01ef },
	};
	static const struct range wide[] = {
		{ 0x1100, 0x115f },   { 0x231a, 0x231b },
		{ 0x2329, 0x232a },   { 0x23e9, 0x23ec },
		{ 0x25fd, 0x25fe },   { 0x2614, 0x2615 },
		{ 0x2e80, 0x303e },   { 0x3041, 0x33ff },
		{ 0x3400, 0x4dbf },   { 0x4e00, 0x9fff },
		{ 0xa000, 0xa4cf },   { 0xa960, 0xa97f },
		{ 0xac00, 0xd7a3 },   { 0xf900, 0xfaff },
		{ 0xfe30, 0xfe6f },   { 0xff00, 0xff60 },
		{ 0xffe0, 0xffe6 },   { 0x1f300, 0x1f64f },
		{ 0x1f680, 0x1f6ff }, { 0x1f900, 0x1f9ff },
		{ 0x1fa70, 0x1faff }, { 0x20000, 0x3fffd },
	};

	if (in_ranges(none, ARRAY_SIZE(none), c))
		return 0;
	return in_ranges(wide, ARRAY_SIZE(wide), c) ? 2 : 1;
}

size_t text_width(const char *s)
{
	size_t len = strlen(s);
	size_t cells = 0;
	uint32_t c;

	while (len) {
		size_t n = utf8_next(s, len, &c);

		cells += n ? char_width(c) : 1;
		s += n ? n : 1;
		len -= n ? n : 1;
	}
	return cells;
}

void shell_quote(struct strbuf *out, const char *s)
{
	static const char bare[] = "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789@%+=:,./_-";

	if (*s && !s[strspn(s, bare)]) {
		strbuf_add(out, s);
		return;
	}
	strbuf_addc(out, '\'');
	for (; *s; s++) {
		if (*s == '\'')
			strbuf_add(out, "'\\''");
		else
			strbuf_addc(out, *s);
	}
	strbuf_addc(out, '\'');
}

char *shell_join(struct arena *a, const char *const *argv)
{
	struct strbuf sb;

	strbuf_init(&sb, a);
	for (; *argv; argv++) {
		if (sb.len)
			strbuf_addc(&sb, ' ');
		shell_quote(&sb, *argv);
	}
	return sb.s;
}

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 16;
}

int parse_u64(const char *s, uint64_t *out)
{
	unsigned int base = 10;
	uint64_t value = 0;

	if (s[0] == '0' && (s[1] == 'x' || s[1] == 'X')) {
		base = 16;
		s += 2;
	}
	if (!*s)
		return -EINVAL;
	for (const char *p = s; *p; p++)
		if ((unsigned int)digit_value(*p) >= base)
			return -EINVAL;
	for (; *s; s++)
		if (__builtin_mul_overflow(value, base, &value) ||
		    __builtin_add_overflow(value, digit_value(*s), &value))
			return -ERANGE;
	*out = value;
	return 0;
}

char *hex_encode(struct arena *a, const void *p, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *b = p;
	size_t size;
	char *s;

	if (__builtin_mul_overflow(len, 2, &size) || size == SIZE_MAX)
		memory_out();
	s = arena_alloc(a, size + 1);
	for (size_t i = 0; i < len; i++) {
		s[2 * i] = digits[b[i] >> 4];
		s[2 * i + 1] = digits[b[i] & 15];
	}
	return s;
}

int hex_decode(struct arena *a, const char *s, struct bytes *out)
{
	size_t len = strlen(s);
	uint8_t *p;

	if (len % 2)
		return -EINVAL;
	for (size_t i = 0; i < len; i++)
		if (digit_value(s[i]) > 15)
			return -EINVAL;
	p = len ? arena_alloc(a, len / 2) : NULL;
	for (size_t i = 0; i < len / 2; i++)
		p[i] = (uint8_t)(digit_value(s[2 * i]) << 4 |
				 digit_value(s[2 * i + 1]));
	out->p = p;
	out->len = len / 2;
	return 0;
}

unsigned int str_distance(const char *a, const char *b)
{
	size_t rows = strnlen(a, 64);
	size_t cols = strnlen(b, 64);
	unsigned int row[65];

	for (size_t j = 0; j <= cols; j++)
		row[j] = (unsigned int)j;
	for (size_t i = 1; i <= rows; i++) {
		unsigned int diagonal = row[0];

		row[0] = (unsigned int)i;
		for (size_t j = 1; j <= cols; j++) {
			unsigned int change = diagonal + (a[i - 1] != b[j - 1]);
			unsigned int insert = row[j - 1] + 1;

			diagonal = row[j];
			row[j]++;
			if (insert < row[j])
				row[j] = insert;
			if (change < row[j])
				row[j] = change;
		}
	}
	return row[cols];
}
