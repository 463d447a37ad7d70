/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * Blocks double up to the largest: a walk's arena stays small, and a large
 * one's blocks come from the kernel, zeroed, without being touched. A request
 * above a quarter of BLOCK_BYTES has a block of its own.
 */
#define BLOCK_BYTES (64 * 1024)
#define BLOCK_FIRST 4096
#define BLOCK_LARGEST (1024 * 1024)
#define ALIGN sizeof(max_align_t)

struct block {
	struct block *next;
	size_t used;
	size_t size;
	_Alignas(max_align_t) unsigned char data[];
};

/* head is the block that is being filled; full ones follow it. */
struct arena {
	struct block *head;
	size_t given;
};

void memory_out(void)
{
	static const char text[] = "nsdoctor: out of memory\n";
	ssize_t ignored = write(STDERR_FILENO, text, sizeof(text) - 1);

	(void)ignored;
	_exit(70);
}

struct arena *arena_new(void)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (!a)
		memory_out();
	return a;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	while (a->head) {
		struct block *b = a->head;

		a->head = b->next;
		free(b);
	}
	free(a);
}

static struct block *block_new(size_t size)
{
	struct block *b = calloc(1, sizeof(*b) + size);

	if (!b)
		memory_out();
	b->size = size;
	return b;
}

/* A block of its own goes behind the one that is being filled. */
static void *arena_alloc_big(struct arena *a, size_t size)
{
	struct block *b = block_new(size);

	b->used = size;
	if (a->head) {
		b->next = a->head->next;
		a->head->next = b;
	} else {
		a->head = b;
	}
	return b->data;
}

static size_t next_size(const struct arena *a, size_t size)
{
	size_t next = a->head ? 2 * a->head->size : BLOCK_FIRST;

	if (next < size)
		next = BLOCK_BYTES;
	return next < BLOCK_LARGEST ? next : BLOCK_LARGEST;
}

void *arena_alloc(struct arena *a, size_t size)
{
	struct block *b = a->head;
	void *p;

	if (size > SIZE_MAX / 2)
		memory_out();
	size = (size + ALIGN - 1) / ALIGN * ALIGN;
	if (!size)
		size = ALIGN;
	a->given += size;
	if (size > BLOCK_BYTES / 4)
		return arena_alloc_big(a, size);
	if (!b || b->size - b->used < size) {
		b = block_new(next_size(a, size));
		b->next = a->head;
		a->head = b;
	}
	p = b->data + b->used;
	b->used += size;
	return p;
}

void *arena_calloc(struct arena *a, size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		memory_out();
	return arena_alloc(a, bytes);
}

void *arena_memdup(struct arena *a, const void *p, size_t len)
{
	void *copy = arena_alloc(a, len);

	if (len)
		memcpy(copy, p, len);
	return copy;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return s ? arena_memdup(a, s, strlen(s) + 1) : NULL;
}

char *arena_strndup(struct arena *a, const char *s, size_t len)
{
	size_t n = s ? strnlen(s, len) : 0;
	char *copy;

	if (!s)
		return NULL;
	copy = arena_alloc(a, n + 1);
	memcpy(copy, s, n);
	return copy;
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	char *s;
	int len;

	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (len < 0)
		memory_out();
	s = arena_alloc(a, (size_t)len + 1);
	vsnprintf(s, (size_t)len + 1, fmt, ap);
	return s;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return s;
}

size_t arena_size(const struct arena *a)
{
	return a->given;
}

void arena_merge(struct arena *into, struct arena *from)
{
	struct block **end = &into->head;

	if (!from)
		return;
	while (*end)
		end = &(*end)->next;
	*end = from->head;
	into->given += from->given;
	free(from);
}
