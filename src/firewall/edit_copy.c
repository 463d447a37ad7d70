/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A copy that shares nothing which sealing writes to: what a field table
 * leads to is copied with it, strings and bytes are not.
 */
#include <string.h>

#include "firewall/edit.h"

static void copy_rows(struct arena *a, void *obj);

static void copy_list(struct arena *a, void *list)
{
	VEC(struct object *) *v = list;
	size_t i;

	if (!v->n)
		return;
	v->v = arena_memdup(a, v->v, v->n * sizeof(*v->v));
	v->cap = v->n;
	for (i = 0; i < v->n; i++)
		v->v[i] = edit_copy(a, v->v[i]);
}

static void copy_field(struct arena *a, void *obj, const struct field *f)
{
	void *p = field_ptr(obj, f);
	void *to;

	switch (f->type) {
	case FT_STRUCT:
		copy_rows(a, p);
		break;
	case FT_POINTER:
	case FT_POLY:
		memcpy(&to, p, sizeof(to));
		to = edit_copy(a, to);
		memcpy(p, &to, sizeof(to));
		break;
	case FT_LIST:
		copy_list(a, p);
		break;
	default:
		break;
	}
}

static void copy_rows(struct arena *a, void *obj)
{
	const struct object *o = obj;
	const struct field *f;

	/* An object that lies in another is without type until it is read. */
	if (!o->type)
		return;
	for (f = o->type->fields; f->name; f++)
		copy_field(a, obj, f);
}

void *edit_copy(struct arena *a, const void *obj)
{
	void *copy;

	if (!obj)
		return NULL;
	copy = object_copy(a, obj);
	copy_rows(a, copy);
	return copy;
}
