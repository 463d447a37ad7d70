/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/field.h"

#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

void object_init(void *obj, const struct object_type *type)
{
	struct object *o = obj;

	o->type = type;
	for (const struct field *f = type->fields; f->name; f++)
		if (f->type == FT_STRUCT && f->sub)
			object_init(field_ptr(obj, f), f->sub);
	if (type->init)
		type->init(obj);
}

void *object_new(struct arena *a, const struct object_type *type)
{
	void *obj = arena_alloc(a, type->size);

	object_init(obj, type);
	return obj;
}

void *object_copy(struct arena *a, const void *obj)
{
	const struct object *o = obj;

	return arena_memdup(a, obj, o->type->size);
}

const struct field *field_by_attr(const struct field *rows, uint16_t attr)
{
	if (!attr)
		return NULL;
	for (const struct field *f = rows; f->name; f++)
		if (f->attr == attr)
			return f;
	return NULL;
}

const struct field *field_by_name(const struct field *rows, const char *name)
{
	for (const struct field *f = rows; f->name; f++)
		if (!strcmp(f->name, name))
			return f;
	return NULL;
}

unsigned int field_index(const struct object_type *type, const struct field *f)
{
	return (unsigned int)(f - type->fields);
}

/*
 * A row may come from a second table over the same struct (the attributes of
 * a gre and of an ipip tunnel fill one member), so marks go by offset.
 */
void field_mark(void *obj, const struct field *f)
{
	object_mark_(obj, f->offset);
}

bool field_is_set(const void *obj, const struct field *f)
{
	return object_has_(obj, f->offset);
}

/* The first row of a member owns its bit; others are ways to fill it. */
static uint64_t object_bit(const void *obj, size_t offset)
{
	const struct object *o = obj;
	uint64_t bit = 1;

	for (const struct field *f = o->type->fields; f->name; f++) {
		if (f->offset == offset)
			return bit;
		bit <<= 1;
	}
	return 0;
}

bool object_has_(const void *obj, size_t offset)
{
	const struct object *o = obj;

	return o->set & object_bit(obj, offset);
}

void object_mark_(void *obj, size_t offset)
{
	struct object *o = obj;

	o->set |= object_bit(obj, offset);
}

/* Is a plain member what a fresh object has there? */
static bool is_default(const void *obj, const struct field *f)
{
	const struct object *o = obj;
	_Alignas(max_align_t) unsigned char fresh[4096];
	const unsigned char *p = field_ptr(obj, f);

	if (o->type->init && o->type->size <= sizeof(fresh)) {
		memset(fresh, 0, o->type->size);
		object_init(fresh, o->type);
		return !memcmp(p, fresh + f->offset, f->size);
	}
	for (uint32_t i = 0; i < f->size; i++)
		if (p[i])
			return false;
	return true;
}

void object_unmark_(void *obj, size_t offset)
{
	struct object *o = obj;

	o->set &= ~object_bit(obj, offset);
}

bool field_is_present(const void *obj, const struct field *f)
{
	const void *p = field_ptr(obj, f);

	if (f->flags & FF_DERIVED)
		return false;
	if (f->flags & FF_REQUIRED || field_is_set(obj, f))
		return true;
	switch (f->type) {
	case FT_STRUCT:
		return !object_is_blank(p);
	case FT_LIST:
	case FT_STRINGS:
		return ((const struct any_vec *)p)->n;
	case FT_MAC:
		return ((const struct mac *)p)->len;
	case FT_ADDRESS:
		return ((const struct ip_addr *)p)->family;
	case FT_PREFIX:
		return ((const struct ip_prefix *)p)->addr.family;
	case FT_BYTES:
		return ((const struct bytes *)p)->len;
	case FT_S32S:
		return ((const struct s32s *)p)->n;
	case FT_POINTER:
	case FT_POLY:
	case FT_STRING:
		return *(const void *const *)p;
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
		return !is_default(obj, f);
	case FT_END:
		return false;
	}
	return false;
}

bool object_is_blank(const void *obj)
{
	const struct object *o = obj;

	if (o->unknown)
		return false;
	for (const struct field *f = o->type->fields; f->name; f++)
		if (field_is_present(obj, f))
			return false;
	return true;
}

uint64_t field_number(const void *obj, const struct field *f)
{
	const void *p = field_ptr(obj, f);

	switch (f->size) {
	case 1:
		return *(const uint8_t *)p;
	case 2:
		return *(const uint16_t *)p;
	case 4:
		return *(const uint32_t *)p;
	default:
		return *(const uint64_t *)p;
	}
}

void field_set_number(void *obj, const struct field *f, uint64_t value)
{
	void *p = field_ptr(obj, f);

	switch (f->size) {
	case 1:
		*(uint8_t *)p = (uint8_t)value;
		break;
	case 2:
		*(uint16_t *)p = (uint16_t)value;
		break;
	case 4:
		*(uint32_t *)p = (uint32_t)value;
		break;
	default:
		*(uint64_t *)p = value;
	}
}

/*
 * The attribute may be narrower or wider than the member; what does not fit
 * in it is refused rather than cut.
 */
static int store_number(const struct field *f, void *obj, const void *p,
			size_t len)
{
	bool be = f->flags & FF_BE;
	uint64_t value;

	switch (len) {
	case 1:
		value = *(const uint8_t *)p;
		break;
	case 2: {
		uint16_t v;

		memcpy(&v, p, sizeof(v));
		value = be ? be16toh(v) : v;
		break;
	}
	case 4: {
		uint32_t v;

		memcpy(&v, p, sizeof(v));
		value = be ? be32toh(v) : v;
		break;
	}
	case 8:
		memcpy(&value, p, sizeof(value));
		value = be ? be64toh(value) : value;
		break;
	default:
		return -EMSGSIZE;
	}
	if (f->size < 8 && value >> (8 * f->size))
		return -EMSGSIZE;
	if ((f->type == FT_S32 || f->type == FT_S64) && len != f->size)
		return -EMSGSIZE;
	field_set_number(obj, f, value);
	return 0;
}

static int store_address(void *member, const void *p, size_t len)
{
	if (len != 4 && len != 16)
		return -EMSGSIZE;
	*(struct ip_addr *)member = ip_from(len == 4 ? AF_INET : AF_INET6, p);
	return 0;
}

static int store_mac(struct mac *m, const void *p, size_t len)
{
	if (len > sizeof(m->b))
		return -EMSGSIZE;
	m->len = (uint8_t)len;
	if (len)
		memcpy(m->b, p, len);
	return 0;
}

static int store_s32s(struct s32s *out, struct arena *a, const void *p,
		      size_t len)
{
	if (len % 4 || len / 4 > UINT32_MAX)
		return -EMSGSIZE;
	out->v = len ? arena_memdup(a, p, len) : NULL;
	out->n = (uint32_t)(len / 4);
	return 0;
}

/* A bare address; its length comes from the message's header, if not whole. */
static int store_prefix(struct ip_prefix *prefix, const void *p, size_t len)
{
	int ret = store_address(&prefix->addr, p, len);

	if (!ret)
		prefix->len = (uint8_t)(8 * len);
	return ret;
}

static int store_value(const struct field *f, void *obj, struct arena *a,
		       const void *p, size_t len)
{
	void *member = field_ptr(obj, f);

	switch (f->type) {
	case FT_BOOL:
		/* NLA_FLAG has no payload: being there is the value. */
		if (len > 1)
			return -EMSGSIZE;
		*(uint8_t *)member = len ? *(const uint8_t *)p != 0 : 1;
		return 0;
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
		return store_number(f, obj, p, len);
	case FT_STRING:
		*(const char **)member = arena_strndup(a, len ? p : "", len);
		return 0;
	case FT_ADDRESS:
		return store_address(member, p, len);
	case FT_PREFIX:
		return store_prefix(member, p, len);
	case FT_MAC:
		return store_mac(member, p, len);
	case FT_BYTES:
		((struct bytes *)member)->p = len ? arena_memdup(a, p, len)
						  : NULL;
		((struct bytes *)member)->len = len;
		return 0;
	case FT_S32S:
		return store_s32s(member, a, p, len);
	case FT_STRINGS:
	case FT_STRUCT:
	case FT_POINTER:
	case FT_LIST:
	case FT_POLY:
	case FT_END:
		return -EMSGSIZE;
	}
	return -EMSGSIZE;
}

int field_store(const struct field *f, void *obj, struct arena *a,
		const void *p, size_t len)
{
	int ret = store_value(f, obj, a, p, len);

	if (!ret)
		field_mark(obj, f);
	return ret;
}

void object_unknown_add(void *obj, struct arena *a, uint32_t attr,
			const void *p, size_t len)
{
	struct object *o = obj;
	struct unknown **end = &o->unknown;
	struct unknown *u = ARENA_NEW(a, struct unknown);

	u->attr = attr;
	u->data.p = len ? arena_memdup(a, p, len) : NULL;
	u->data.len = len;
	while (*end)
		end = &(*end)->next;
	*end = u;
}

const char *value_name(const struct value_name *names, uint32_t value)
{
	for (; names && names->name; names++)
		if (names->value == value)
			return names->name;
	return NULL;
}

int value_by_name(const struct value_name *names, const char *name,
		  uint32_t *value)
{
	for (; names && names->name; names++) {
		if (strcmp(names->name, name))
			continue;
		*value = names->value;
		return 0;
	}
	return -ENOENT;
}
