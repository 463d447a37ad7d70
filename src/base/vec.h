/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_BASE_VEC_H
#define NSD_BASE_VEC_H

#include "base/arena.h"

/*
 * A growable array in an arena: VEC(struct link *) links;
 * Zeroed is empty. Growing moves the array; the old copy stays in the arena,
 * at most as much again in all.
 */
#define VEC(type)           \
	struct {            \
		type *v;    \
		size_t n;   \
		size_t cap; \
	}

/** vec_grow() - room for one more element of @elem bytes; used by VEC_PUSH() */
void *vec_grow(struct arena *a, void *v, size_t n, size_t *cap, size_t elem);

#define VEC_PUSH(arena, vec, value)                                           \
	do {                                                                  \
		if ((vec)->n == (vec)->cap)                                   \
			(vec)->v = vec_grow((arena), (vec)->v, (vec)->n,      \
					    &(vec)->cap, sizeof(*(vec)->v));  \
		(vec)->v[(vec)->n++] = (value);                               \
	} while (0)

/* A vector of the same type with a copy of the array, free to change. */
#define VEC_COPY(arena, to, from)                                             \
	do {                                                                  \
		(to)->n = (to)->cap = (from)->n;                              \
		(to)->v = (from)->n ? arena_memdup((arena), (from)->v,        \
						   (from)->n *                \
						   sizeof(*(from)->v))        \
				    : NULL;                                   \
	} while (0)

#define VEC_INSERT(arena, vec, at, value)                                     \
	do {                                                                  \
		size_t at_ = (at);                                            \
		VEC_PUSH(arena, vec, value);                                  \
		for (size_t i_ = (vec)->n - 1; i_ > at_; i_--)                \
			(vec)->v[i_] = (vec)->v[i_ - 1];                      \
		(vec)->v[at_] = (value);                                      \
	} while (0)

#define VEC_REMOVE(vec, at)                                                   \
	do {                                                                  \
		for (size_t i_ = (at); i_ + 1 < (vec)->n; i_++)               \
			(vec)->v[i_] = (vec)->v[i_ + 1];                      \
		(vec)->n--;                                                   \
	} while (0)

#define VEC_FOR_EACH(vec, it) \
	for ((it) = (vec)->v; (it) && (it) < (vec)->v + (vec)->n; (it)++)

#endif
