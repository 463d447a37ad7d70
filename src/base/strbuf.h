/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_BASE_STRBUF_H
#define NSD_BASE_STRBUF_H

#include "base/arena.h"

/**
 * struct strbuf - a string that grows, in an arena
 * @s: the string so far, always ended by NUL; never NULL after strbuf_init()
 * @len: bytes without the NUL
 */
struct strbuf {
	struct arena *arena;
	char *s;
	size_t len;
	size_t cap;
};

void strbuf_init(struct strbuf *sb, struct arena *a);
void strbuf_add(struct strbuf *sb, const char *s);
void strbuf_addn(struct strbuf *sb, const char *s, size_t len);
void strbuf_addc(struct strbuf *sb, char c);
void strbuf_addf(struct strbuf *sb, const char *fmt, ...) NSD_PRINTF(2, 3);
/** strbuf_pad() - blanks until the length is @to; nothing when it is longer */
void strbuf_pad(struct strbuf *sb, size_t to);
/** strbuf_trunc() - cut back to @len bytes */
void strbuf_trunc(struct strbuf *sb, size_t len);

#endif
