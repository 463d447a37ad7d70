/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_BASE_ARENA_H
#define NSD_BASE_ARENA_H

#include <stdarg.h>

#include "base/types.h"

/**
 * struct arena - memory that is freed all at once
 *
 * Objects of a snapshot, a walk, a report live in one arena each and are never
 * freed one by one. Memory comes zeroed and aligned for any type. Out of
 * memory ends the program here, with a message and exit code 70; the size of
 * one request is bounded by the caller (sizes from outside are checked before
 * they get here). Not thread-safe: one owner at a time.
 */
struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a);

void *arena_alloc(struct arena *a, size_t size);
/** arena_calloc() - @n objects of @size; a product that overflows ends the program */
void *arena_calloc(struct arena *a, size_t n, size_t size);
void *arena_memdup(struct arena *a, const void *p, size_t len);
/** arena_strdup() - a copy; NULL for NULL */
char *arena_strdup(struct arena *a, const char *s);
/** arena_strndup() - at most @len bytes, ended by NUL */
char *arena_strndup(struct arena *a, const char *s, size_t len);
char *arena_printf(struct arena *a, const char *fmt, ...) NSD_PRINTF(2, 3);
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
	NSD_PRINTF(2, 0);
/** arena_size() - bytes handed out so far */
size_t arena_size(const struct arena *a);

/**
 * arena_merge() - take over all memory of @from, which is freed
 *
 * Reader threads fill arenas of their own; the snapshot takes them over.
 */
void arena_merge(struct arena *into, struct arena *from);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, n, type) ((type *)arena_calloc((a), (n), sizeof(type)))

/** memory_out() - the one place that ends the program for want of memory */
void memory_out(void) __attribute__((noreturn));

#endif
