/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/vec.h"

#include <string.h>

void *vec_grow(struct arena *a, void *v, size_t n, size_t *cap, size_t elem)
{
	size_t more = *cap ? *cap * 2 : 8;
	void *grown;

	if (more < *cap)
		memory_out();
	grown = arena_calloc(a, more, elem);
	if (n)
		memcpy(grown, v, n * elem);
	*cap = more;
	return grown;
}
