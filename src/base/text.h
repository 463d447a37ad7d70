/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_BASE_TEXT_H
#define NSD_BASE_TEXT_H

#include "base/strbuf.h"

/**
 * text_escape() - bytes from the system, made safe for a terminal
 *
 * Control characters, C1, bidirectional overrides and line separators become
 * \x1b or \u{202e}, invalid UTF-8 \xNN; the rest stays. @ascii: everything
 * past 0x7e, too.
 */
void text_escape(struct strbuf *out, const char *s, size_t len, bool ascii);
char *text_safe(struct arena *a, const char *s);

/** text_width() - terminal cells of valid UTF-8 (CJK two, combining none) */
size_t text_width(const char *s);

/**
 * shell_quote() - one argument as a POSIX shell takes it back unchanged
 *
 * Bare when it consists of letters, digits and @%+=:,./_- alone, else in
 * single quotes; control characters by $'..' of bash are not needed: a single
 * quoted string may hold any byte but NUL.
 */
void shell_quote(struct strbuf *out, const char *s);

/** shell_join() - arguments up to NULL, quoted, with blanks between */
char *shell_join(struct arena *a, const char *const *argv);

bool utf8_valid(const char *s, size_t len);

/** parse_u64() - whole string, decimal, or hex with 0x; 0, -EINVAL, -ERANGE */
int parse_u64(const char *s, uint64_t *out);

/** hex_encode()/hex_decode() - lower case, no separators; decode: -EINVAL */
char *hex_encode(struct arena *a, const void *p, size_t len);
int hex_decode(struct arena *a, const char *s, struct bytes *out);

/** str_distance() - edits from @a to @b, for "did you mean"; bounded at 64 bytes */
unsigned int str_distance(const char *a, const char *b);

#endif
