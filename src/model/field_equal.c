/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/field.h"

#include <string.h>

static bool rows_equal(const void *a, const void *b, bool volatile_too);

/* Nothing, or objects of one type. */
static bool objects_equal(const void *a, const void *b, bool volatile_too)
{
	if (!a || !b)
		return a == b;
	return a == b || rows_equal(a, b, volatile_too);
}

static bool strings_equal(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static bool bytes_equal(const struct bytes *a, const struct bytes *b)
{
	return a->len == b->len && (!a->len || !memcmp(a->p, b->p, a->len));
}

static bool vecs_equal(const struct field *f, const struct any_vec *a,
		       const struct any_vec *b, bool volatile_too)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (f->type == FT_STRINGS ?
			    !strings_equal(a->v[i], b->v[i]) :
			    !objects_equal(a->v[i], b->v[i], volatile_too))
			return false;
	return true;
}

static bool s32s_equal(const struct s32s *a, const struct s32s *b)
{
	return a->n == b->n &&
	       (!a->n || !memcmp(a->v, b->v, a->n * sizeof(*a->v)));
}

static bool prefixes_equal(const struct ip_prefix *a,
			   const struct ip_prefix *b)
{
	return a->len == b->len && ip_equal(&a->addr, &b->addr);
}

static bool values_equal(const struct field *f, const void *a, const void *b,
			 bool volatile_too)
{
	const void *p = field_ptr(a, f);
	const void *q = field_ptr(b, f);

	switch (f->type) {
	case FT_STRING:
		return strings_equal(*(const char *const *)p,
				     *(const char *const *)q);
	case FT_ADDRESS:
		return ip_equal(p, q);
	case FT_PREFIX:
		return prefixes_equal(p, q);
	case FT_MAC:
		return mac_equal(p, q);
	case FT_BYTES:
		return bytes_equal(p, q);
	case FT_S32S:
		return s32s_equal(p, q);
	case FT_STRINGS:
	case FT_LIST:
		return vecs_equal(f, p, q, volatile_too);
	case FT_STRUCT:
		return rows_equal(p, q, volatile_too);
	case FT_POINTER:
	case FT_POLY:
		return objects_equal(*(const void *const *)p,
				     *(const void *const *)q, volatile_too);
	case FT_BOOL:
	case FT_U8:
	case FT_U16:
	case FT_U32:
	case FT_U64:
	case FT_S32:
	case FT_S64:
	case FT_FAMILY:
	case FT_IFINDEX:
	case FT_FLAGS:
	case FT_ENUM:
		return field_number(a, f) == field_number(b, f);
	case FT_END:
		return true;
	}
	return false;
}

static bool unknowns_equal(const struct unknown *a, const struct unknown *b)
{
	for (; a && b; a = a->next, b = b->next)
		if (a->attr != b->attr || !bytes_equal(&a->data, &b->data))
			return false;
	return a == b;
}

static bool rows_equal(const void *a, const void *b, bool volatile_too)
{
	const struct object *x = a;
	const struct object *y = b;

	if (x->type != y->type || !unknowns_equal(x->unknown, y->unknown))
		return false;
	for (const struct field *f = x->type->fields; f->name; f++) {
		if (f->flags & FF_DERIVED ||
		    (f->flags & FF_VOLATILE && !volatile_too))
			continue;
		if (field_is_present(a, f) != field_is_present(b, f) ||
		    !values_equal(f, a, b, volatile_too))
			return false;
	}
	return true;
}

bool field_equal(const struct field *f, const void *a, const void *b)
{
	return field_is_present(a, f) == field_is_present(b, f) &&
	       values_equal(f, a, b, false);
}

bool object_equal(const void *a, const void *b, bool volatile_too)
{
	return objects_equal(a, b, volatile_too);
}
