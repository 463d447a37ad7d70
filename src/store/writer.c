/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>

#include "config.h"
#include "store/format.h"

/*
 * @indent: levels of the line that is being written
 * @depth: objects within objects
 * @flat: everything goes on this line
 */
struct writer {
	struct strbuf *out;
	struct arena *arena;
	unsigned int indent;
	unsigned int depth;
	bool flat;
	bool too_deep;
};

static void write_object(struct writer *w, const void *obj, bool named);

static void newline(struct writer *w)
{
	strbuf_addc(w->out, '\n');
	for (unsigned int i = 0; i < w->indent; i++)
		strbuf_add(w->out, "  ");
}

/* Between members: a line of its own, or a blank. */
static void separate(struct writer *w, bool *first)
{
	if (!*first)
		strbuf_addc(w->out, ',');
	if (!w->flat)
		newline(w);
	else
		strbuf_addc(w->out, ' ');
	*first = false;
}

static void write_key(struct writer *w, const char *key)
{
	write_string(w->out, key);
	strbuf_add(w->out, ": ");
}

/*
 * An object whose lists hold objects with lists of their own (a namespace, a
 * table, a chain) is spread over lines; others are one line each.
 */
static bool type_is_spread(const struct object_type *type)
{
	for (const struct field *f = type->fields; f->name; f++) {
		if (f->flags & FF_LINES)
			return true;
		if (f->type != FT_LIST || !f->sub)
			continue;
		for (const struct field *g = f->sub->fields; g->name; g++)
			if (g->type == FT_LIST)
				return true;
	}
	return false;
}

static bool comes_and_goes(const struct object *o)
{
	return o->type->is_volatile && o->type->is_volatile(o);
}

/* @volatile_ones: those that come and go, or those that do not */
static void write_list(struct writer *w, const struct field *f,
		       const struct any_vec *vec, bool volatile_ones)
{
	bool flat = w->flat;
	bool first = true;

	strbuf_addc(w->out, '[');
	w->indent++;
	for (size_t i = 0; i < vec->n; i++) {
		if (comes_and_goes(vec->v[i]) != volatile_ones)
			continue;
		if (!flat || !first)
			separate(w, &first);
		first = false;
		write_object(w, vec->v[i], row_is_poly(f));
	}
	w->indent--;
	if (!flat && !first)
		newline(w);
	strbuf_addc(w->out, ']');
}

static void write_member(struct writer *w, const struct field *f,
			 const void *obj)
{
	const void *sub;

	switch (f->type) {
	case FT_LIST:
		write_list(w, f, field_ptr(obj, f), false);
		break;
	case FT_STRUCT:
	case FT_POINTER:
	case FT_POLY:
		sub = object_sub(obj, f);
		if (sub)
			write_object(w, sub, row_is_poly(f));
		else
			strbuf_add(w->out, "null");
		break;
	default:
		write_value(w->out, f, obj);
	}
}

static const char *member_name(struct writer *w, const struct field *f,
			       const void *obj, bool named)
{
	const char *s;

	if (f->type == FT_STRING) {
		s = *(const char *const *)field_ptr(obj, f);
		if (s && !utf8_valid(s, strlen(s)))
			return arena_printf(w->arena, "%s_hex",
					    member_key(f, named));
	}
	return member_key(f, named);
}

static void write_unknown(struct writer *w, const struct unknown *u)
{
	strbuf_add(w->out, "{ ");
	for (const struct unknown *it = u; it; it = it->next) {
		if (it != u)
			strbuf_add(w->out, ", ");
		/* One number may come twice; each keeps its own key. */
		strbuf_addf(w->out, "\"%u", it->attr);
		for (const struct unknown *other = u; other != it;
		     other = other->next)
			if (other->attr == it->attr)
				strbuf_addc(w->out, '+');
		strbuf_addf(w->out, "\": \"%s\"",
			    hex_encode(w->arena, it->data.p, it->data.len));
	}
	strbuf_add(w->out, " }");
}

/* ---- the member "volatile" of a namespace ---- */

struct values {
	struct writer *w;
	bool first;
};

static void write_values_of(void *ctx, const char *path, void *obj)
{
	struct values *v = ctx;
	const struct object *o = obj;
	bool first = true;

	for (const struct field *f = o->type->fields; f->name; f++) {
		if (!(f->flags & FF_VOLATILE) || !field_is_present(obj, f))
			continue;
		if (first) {
			separate(v->w, &v->first);
			write_key(v->w, path);
			strbuf_addc(v->w->out, '{');
		}
		strbuf_add(v->w->out, first ? " " : ", ");
		first = false;
		write_key(v->w, member_name(v->w, f, obj, false));
		write_value(v->w->out, f, obj);
	}
	if (!first)
		strbuf_add(v->w->out, " }");
}

static bool list_has_volatile(const struct any_vec *vec)
{
	for (size_t i = 0; i < vec->n; i++)
		if (comes_and_goes(vec->v[i]))
			return true;
	return false;
}

static void write_volatile(struct writer *w, const struct netns *ns)
{
	struct values values = { .w = w, .first = true };
	bool first = true;

	strbuf_addc(w->out, '{');
	w->indent++;
	for (const struct field *f = netns_type.fields; f->name; f++) {
		const struct any_vec *vec = field_ptr(ns, f);

		if (f->type != FT_LIST || !list_has_volatile(vec))
			continue;
		separate(w, &first);
		write_key(w, f->name);
		write_list(w, f, vec, true);
	}
	separate(w, &first);
	write_key(w, "values");
	strbuf_addc(w->out, '{');
	w->indent++;
	volatile_walk((struct netns *)(uintptr_t)ns, w->arena, write_values_of,
		      &values);
	w->indent--;
	if (!values.first)
		newline(w);
	strbuf_addc(w->out, '}');
	w->indent--;
	newline(w);
	strbuf_addc(w->out, '}');
}

/* ---- objects ---- */

/* Values that lie apart stay inside an object that lies apart as a whole. */
static bool is_apart(const struct field *f, const struct object *o)
{
	return f->flags & FF_VOLATILE && !comes_and_goes(o);
}

static void write_members(struct writer *w, const void *obj, bool named)
{
	const struct object *o = obj;
	bool first = true;

	if (named) {
		separate(w, &first);
		write_key(w, "type");
		write_string(w->out, o->type->name);
	}
	for (const struct field *f = o->type->fields; f->name; f++) {
		if (is_apart(f, o) || !field_is_present(obj, f))
			continue;
		separate(w, &first);
		write_key(w, member_name(w, f, obj, named));
		write_member(w, f, obj);
	}
	if (o->unknown) {
		separate(w, &first);
		write_key(w, "unknown");
		write_unknown(w, o->unknown);
	}
	if (o->type == &netns_type) {
		separate(w, &first);
		write_key(w, "volatile");
		write_volatile(w, obj);
	}
}

static void write_object(struct writer *w, const void *obj, bool named)
{
	const struct object *o = obj;
	bool outer = w->flat;

	if (w->depth >= DEPTH_MAX) {
		w->too_deep = true;
		strbuf_add(w->out, "null");
		return;
	}
	w->depth++;
	w->flat = outer || !type_is_spread(o->type);
	strbuf_addc(w->out, '{');
	w->indent++;
	write_members(w, obj, named);
	w->indent--;
	if (w->flat)
		strbuf_addc(w->out, ' ');
	else
		newline(w);
	strbuf_addc(w->out, '}');
	w->flat = outer;
	w->depth--;
}

static void write_head(struct writer *w)
{
	w->indent = 1;
	strbuf_addc(w->out, '{');
	newline(w);
	write_key(w, "format");
	write_string(w->out, SNAPSHOT_FORMAT);
	strbuf_addc(w->out, ',');
	newline(w);
	write_key(w, "generator");
	strbuf_add(w->out, "{ \"name\": \"nsdoctor\", \"version\": "
			   "\"" PACKAGE_VERSION "\" }");
}

int snapshot_write(const struct snapshot *s, struct strbuf *out,
		   struct error *err)
{
	struct writer w = { .out = out, .arena = arena_new() };
	bool first = false;

	write_head(&w);
	for (const struct field *f = snapshot_type.fields; f->name; f++) {
		if (!field_is_present(s, f))
			continue;
		separate(&w, &first);
		write_key(&w, f->name);
		write_member(&w, f, s);
	}
	if (s->obj.unknown) {
		separate(&w, &first);
		write_key(&w, "unknown");
		write_unknown(&w, s->obj.unknown);
	}
	strbuf_add(out, "\n}\n");
	arena_free(w.arena);
	if (w.too_deep)
		return error_set(err, -EINVAL,
				 "cannot write the snapshot: objects are "
				 "nested more than %d deep", DEPTH_MAX);
	return 0;
}
