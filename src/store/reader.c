/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "firewall/firewall.h"

/* A file may be made to have millions of each; these many say enough. */
#define WARNINGS_MAX 100
#define GAPS_MAX 1000
#define UNKNOWN_MAX 4096

int read_failed(struct reader *r, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = arena_vprintf(r->arena, fmt, ap);
	va_end(ap);
	return error_set(r->err, -EINVAL, "%s: %s",
			 r->trail.len ? r->trail.s : "the snapshot", text);
}

void read_warn(struct reader *r, const char *fmt, ...)
{
	va_list ap;
	char *text;

	if (!r->warnings || r->warnings->n >= WARNINGS_MAX)
		return;
	va_start(ap, fmt);
	text = arena_vprintf(r->arena, fmt, ap);
	va_end(ap);
	VEC_PUSH(r->arena, r->warnings,
		 arena_printf(r->arena, "%s: %s",
			      r->trail.len ? r->trail.s : "the snapshot",
			      text));
}

void read_gap(struct reader *r, const char *object, const char *what,
	      const char *text)
{
	if (r->n_gaps++ < GAPS_MAX)
		snapshot_gap(r->s, object, what, 0, NULL)->text = text;
}

size_t trail_push(struct reader *r, const char *member)
{
	size_t mark = r->trail.len;

	if (mark)
		strbuf_addc(&r->trail, '.');
	text_escape(&r->trail, member, strnlen(member, 64), true);
	return mark;
}

size_t trail_index(struct reader *r, size_t i)
{
	size_t mark = r->trail.len;

	strbuf_addf(&r->trail, "[%zu]", i);
	return mark;
}

void trail_pop(struct reader *r, size_t mark)
{
	strbuf_trunc(&r->trail, mark);
}

/* The one type that model cannot name: a room above describes it. */
static const struct object_type *pointer_type(const struct field *f)
{
	if (f->sub)
		return f->sub;
	return strcmp(f->name, "firewall") ? NULL : &firewall_type;
}

static const struct object_type *named_type(struct reader *r,
					    const json_t *json,
					    const struct field *f)
{
	const char *name = json_string_value(json_object_get(json, "type"));
	const struct object_type *type = name ? f->by_name(name) : NULL;

	if (!name)
		read_failed(r, "an object without a type");
	else if (!type)
		read_failed(r, "an object of a type that is not known");
	return type;
}

int read_new(struct reader *r, const json_t *json, const struct field *f,
	     void **out)
{
	const struct object_type *type;
	void *obj;
	int ret;

	if (!json_is_object(json))
		return read_failed(r, "an object was expected");
	type = row_is_poly(f) ? named_type(r, json, f) : pointer_type(f);
	if (!type)
		return r->err && r->err->code ? r->err->code : -EINVAL;
	obj = object_new(r->arena, type);
	ret = read_object(r, json, obj, row_is_poly(f));
	if (!ret)
		*out = obj;
	return ret;
}

int read_list(struct reader *r, const json_t *json, const struct field *f,
	      void *obj)
{
	VEC(void *) *vec = field_ptr(obj, f);

	if (!json_is_array(json))
		return read_failed(r, "an array was expected");
	for (size_t i = 0; i < json_array_size(json); i++) {
		size_t mark = trail_index(r, i);
		void *item = NULL;
		int ret = read_new(r, json_array_get(json, i), f, &item);

		if (ret)
			return ret;
		VEC_PUSH(r->arena, vec, item);
		trail_pop(r, mark);
	}
	return 0;
}

static int read_member(struct reader *r, const json_t *json,
		       const struct field *f, void *obj, bool hex)
{
	void *member = field_ptr(obj, f);

	switch (f->type) {
	case FT_LIST:
		return read_list(r, json, f, obj);
	case FT_STRUCT:
		if (!json_is_object(json))
			return read_failed(r, "an object was expected");
		return read_object(r, json, member, false);
	case FT_POINTER:
	case FT_POLY:
		if (json_is_null(json))
			return 0;
		return read_new(r, json, f, member);
	default:
		return read_value(r, json, f, obj, hex);
	}
}

/* "4": "0a00", "4+": the same number once more */
static int read_unknown(struct reader *r, const json_t *json, void *obj)
{
	const char *key;
	json_t *value;

	if (!json_is_object(json) || json_object_size(json) > UNKNOWN_MAX)
		return read_failed(r, "an object of at most %d attributes was "
				   "expected", UNKNOWN_MAX);
	json_object_foreach((json_t *)(uintptr_t)json, key, value) {
		struct bytes bytes;
		char *end;
		unsigned long attr;

		errno = 0;
		attr = strtoul(key, &end, 10);
		if (end == key || end[strspn(end, "+")] || errno ||
		    attr > UINT32_MAX || *key == '-' ||
		    !json_is_string(value) ||
		    hex_decode(r->arena, json_string_value(value), &bytes))
			return read_failed(r, "attribute numbers with "
					   "hexadecimal digits were expected");
		object_unknown_add(obj, r->arena, (uint32_t)attr, bytes.p,
				   bytes.len);
	}
	return 0;
}

/* The row of a key; @hex: it is that of a string whose bytes are no text. */
static const struct field *find_row(const struct object_type *type,
				    const char *key, bool named, bool *hex)
{
	size_t len = strlen(key);

	*hex = false;
	for (const struct field *f = type->fields; f->name; f++) {
		const char *name = member_key(f, named);

		if (f->flags & FF_DERIVED)
			continue;
		if (!strcmp(name, key))
			return f;
		if (f->type == FT_STRING && len == strlen(name) + 4 &&
		    !strncmp(name, key, len - 4) &&
		    !strcmp(key + len - 4, "_hex")) {
			*hex = true;
			return f;
		}
	}
	return NULL;
}

static bool is_extra(const struct object *o, const char *key, bool named)
{
	if (o->type == &snapshot_type)
		return !strcmp(key, "format") || !strcmp(key, "generator");
	return (named && !strcmp(key, "type")) ||
	       (o->type == &netns_type && !strcmp(key, "volatile"));
}

/* A newer nsdoctor's: said aloud, and a gap, since it may have mattered. */
static void not_known(struct reader *r)
{
	read_warn(r, "not known to this version of nsdoctor");
	read_gap(r, r->trail.s, "decode",
		 "a member of the file that this version does not know");
}

static int read_key(struct reader *r, const char *key, const json_t *value,
		    void *obj, bool named)
{
	const struct object *o = obj;
	const struct field *f;
	bool hex;
	int ret;

	if (!strcmp(key, "unknown"))
		return read_unknown(r, value, obj);
	f = find_row(o->type, key, named, &hex);
	if (!f) {
		if (!is_extra(o, key, named))
			not_known(r);
		return 0;
	}
	if (field_is_set(obj, f))
		return read_failed(r, "it is there twice");
	ret = read_member(r, value, f, obj, hex);
	if (!ret)
		field_mark(obj, f);
	return ret;
}

static int check_required(struct reader *r, const void *obj)
{
	const struct object *o = obj;

	for (const struct field *f = o->type->fields; f->name; f++) {
		if (!(f->flags & FF_REQUIRED))
			continue;
		if (!field_is_set(obj, f) ||
		    (f->type == FT_STRING &&
		     !*(const char *const *)field_ptr(obj, f)))
			return read_failed(r, "\"%s\" is missing", f->name);
	}
	return 0;
}

int read_object(struct reader *r, const json_t *json, void *obj, bool named)
{
	const char *key;
	json_t *value;
	int ret;

	if (++r->depth > DEPTH_MAX)
		return read_failed(r, "objects are nested more than %d deep",
				   DEPTH_MAX);
	json_object_foreach((json_t *)(uintptr_t)json, key, value) {
		size_t mark = trail_push(r, key);

		ret = read_key(r, key, value, obj, named);
		if (ret)
			return ret;
		trail_pop(r, mark);
	}
	r->depth--;
	return check_required(r, obj);
}
