/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/format.h"

#include <inttypes.h>
#include <string.h>

const char *member_key(const struct field *f, bool named)
{
	return named && !strcmp(f->name, "type") ? "subtype" : f->name;
}

bool row_is_poly(const struct field *f)
{
	return f->by_name;
}

void *object_sub(const void *obj, const struct field *f)
{
	void *member = field_ptr(obj, f);

	return f->type == FT_STRUCT ? member : *(void **)member;
}

bool type_has_volatile(const struct object_type *type, unsigned int depth)
{
	if (depth > DEPTH_MAX)
		return false;
	for (const struct field *f = type->fields; f->name; f++) {
		if (f->flags & FF_VOLATILE)
			return true;
		/* A type that only the object itself tells may be any. */
		if (f->type == FT_POLY || row_is_poly(f) ||
		    (f->type == FT_POINTER && !f->sub))
			return true;
		if (f->sub && type_has_volatile(f->sub, depth + 1))
			return true;
	}
	return false;
}

struct walk {
	struct arena *arena;
	struct map *seen;
	volatile_visit visit;
	void *ctx;
	unsigned int depth;
};

/* The values of the key rows; empty for an object that has none. */
static char *identity(struct arena *a, const void *obj)
{
	const struct object *o = obj;
	struct strbuf sb;
	bool any = false;

	strbuf_init(&sb, a);
	for (const struct field *f = o->type->fields; f->name; f++) {
		if (!(f->flags & FF_KEY))
			continue;
		if (any)
			strbuf_addc(&sb, ' ');
		if (field_is_present(obj, f))
			field_text(&sb, f, obj);
		any = true;
	}
	return sb.s;
}

/* Two of one path are told apart by their order. */
static const char *distinct(struct walk *w, const char *path)
{
	uintptr_t n = (uintptr_t)map_find_str(w->seen, path) + 1;

	map_put_str(w->seen, path, (void *)n);
	if (n == 1)
		return path;
	return arena_printf(w->arena, "%s#%" PRIuPTR, path, n);
}

static void walk_object(struct walk *w, const char *path, void *obj);

static void walk_list(struct walk *w, const char *path, const struct field *f,
		      const struct any_vec *vec)
{
	for (size_t i = 0; i < vec->n; i++) {
		const struct object *o = vec->v[i];
		const char *id;
		const char *child;

		if (!type_has_volatile(o->type, 0) ||
		    (o->type->is_volatile && o->type->is_volatile(o)))
			continue;
		id = identity(w->arena, o);
		if (!*id)
			id = arena_printf(w->arena, "%zu", i);
		child = arena_printf(w->arena, "%s%s%s/%s", path,
				     *path ? "/" : "", f->name, id);
		walk_object(w, distinct(w, child), vec->v[i]);
	}
}

static void walk_sub(struct walk *w, const char *path, const struct field *f,
		     void *obj)
{
	const struct object *o = obj;

	if (!o || !type_has_volatile(o->type, 0))
		return;
	walk_object(w,
		    arena_printf(w->arena, "%s%s%s", path, *path ? "/" : "",
				 f->name),
		    obj);
}

static void walk_object(struct walk *w, const char *path, void *obj)
{
	const struct object *o = obj;

	if (++w->depth <= DEPTH_MAX) {
		w->visit(w->ctx, path, obj);
		for (const struct field *f = o->type->fields; f->name; f++) {
			if (f->type == FT_LIST)
				walk_list(w, path, f, field_ptr(obj, f));
			else if (f->type == FT_STRUCT ||
				 f->type == FT_POINTER || f->type == FT_POLY)
				walk_sub(w, path, f, object_sub(obj, f));
		}
	}
	w->depth--;
}

void volatile_walk(struct netns *ns, struct arena *a, volatile_visit visit,
		   void *ctx)
{
	struct walk w = { .arena = a, .visit = visit, .ctx = ctx };

	w.seen = map_new(a);
	walk_object(&w, "", ns);
}
