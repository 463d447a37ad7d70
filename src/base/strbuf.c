/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/strbuf.h"

#include <stdio.h>
#include <string.h>

void strbuf_init(struct strbuf *sb, struct arena *a)
{
	sb->arena = a;
	sb->len = 0;
	sb->cap = 64;
	sb->s = arena_alloc(a, sb->cap);
}

/* Room for @more bytes and the NUL. */
static void strbuf_reserve(struct strbuf *sb, size_t more)
{
	size_t need;
	size_t cap = sb->cap;
	char *s;

	if (__builtin_add_overflow(sb->len, more, &need) ||
	    need > SIZE_MAX / 4)
		memory_out();
	if (need < cap)
		return;
	while (cap <= need)
		cap *= 2;
	s = arena_alloc(sb->arena, cap);
	memcpy(s, sb->s, sb->len + 1);
	sb->s = s;
	sb->cap = cap;
}

void strbuf_addn(struct strbuf *sb, const char *s, size_t len)
{
	if (!len)
		return;
	strbuf_reserve(sb, len);
	memcpy(sb->s + sb->len, s, len);
	sb->len += len;
	sb->s[sb->len] = '\0';
}

void strbuf_add(struct strbuf *sb, const char *s)
{
	strbuf_addn(sb, s, strlen(s));
}

void strbuf_addc(struct strbuf *sb, char c)
{
	strbuf_addn(sb, &c, 1);
}

void strbuf_addf(struct strbuf *sb, const char *fmt, ...)
{
	size_t room = sb->cap - sb->len;
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(sb->s + sb->len, room, fmt, ap);
	va_end(ap);
	if (len < 0)
		memory_out();
	if ((size_t)len >= room) {
		sb->s[sb->len] = '\0';
		strbuf_reserve(sb, (size_t)len);
		va_start(ap, fmt);
		vsnprintf(sb->s + sb->len, (size_t)len + 1, fmt, ap);
		va_end(ap);
	}
	sb->len += (size_t)len;
}

void strbuf_pad(struct strbuf *sb, size_t to)
{
	while (sb->len < to)
		strbuf_addc(sb, ' ');
}

void strbuf_trunc(struct strbuf *sb, size_t len)
{
	if (len >= sb->len)
		return;
	sb->len = len;
	sb->s[len] = '\0';
}
