/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The list of extensions, and what is done with one of any kind. */
#include <stdlib.h>

#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

static const struct field opaque_fields[] = {
	{ "name", F(xt_opaque, name), FT_STRING },
	{ "revision", F(xt_opaque, revision), FT_U8 },
	{ "data", F(xt_opaque, data), FT_BYTES },
	{ }
};

static void opaque_text(const void *ext, struct xt_print *p)
{
	const struct xt_opaque *o = ext;

	xt_out(p, " [%zu bytes not understood]", o->data.len);
}

static const struct xt_type opaque_types[] = {
	{ .object = XT_OBJECT("opaque-match", xt_opaque, opaque_fields),
	  .kind = XT_MATCH, .flags = XT_F_OPAQUE, .text = opaque_text },
	{ .object = XT_OBJECT("opaque-target", xt_opaque, opaque_fields),
	  .kind = XT_TARGET, .flags = XT_F_OPAQUE, .text = opaque_text },
	{ .object = XT_OBJECT("opaque-watcher", xt_opaque, opaque_fields),
	  .kind = XT_WATCHER, .flags = XT_F_NO_EFFECT, .text = opaque_text },
};

/* Each array ends with an entry without a name. */
static const struct xt_type *const groups[] = {
#define XT_GROUP(name) xt_##name##_types,
	XT_GROUPS
#undef XT_GROUP
};

const struct object_type *xt_type_by_name(const char *name)
{
	const struct xt_type *t;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(groups); i++)
		for (t = groups[i]; t->name; t++)
			if (!strcmp(t->object.name, name))
				return &t->object;
	for (i = 0; i < ARRAY_SIZE(opaque_types); i++)
		if (!strcmp(opaque_types[i].object.name, name))
			return &opaque_types[i].object;
	return NULL;
}

const struct xt_type *xt_type_of(const struct object *ext)
{
	return container_of(ext->type, struct xt_type, object);
}

static uint32_t family_bit(uint8_t family)
{
	return family < 32 ? 1u << family : 0;
}

static const struct xt_type *type_find(uint8_t family, enum xt_kind kind,
				       const char *name, uint8_t revision,
				       size_t len)
{
	const struct xt_type *t;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(groups); i++)
		for (t = groups[i]; t->name; t++)
			if (t->kind == kind && t->revision == revision &&
			    t->families & family_bit(family) &&
			    !strcmp(t->name, name) &&
			    (t->size == len || XT_ALIGN(t->size) == len))
				return t;
	return NULL;
}

static void mark_all(struct object *obj)
{
	const struct field *f;
	unsigned int i = 0;

	for (f = obj->type->fields; f->name; f++, i++)
		obj->set |= 1ull << i;
}

static struct object *opaque_new(struct arena *a, enum xt_kind kind,
				 const char *name, uint8_t revision,
				 struct bytes data)
{
	struct xt_opaque *o = object_new(a, &opaque_types[kind].object);

	o->name = arena_strdup(a, name);
	o->revision = revision;
	o->data = data;
	mark_all(&o->obj);
	return &o->obj;
}

struct object *xt_ext_decode(struct arena *a, uint8_t family, enum xt_kind kind,
			     const char *name, uint8_t revision,
			     const void *p, size_t len)
{
	const struct xt_type *t = type_find(family, kind, name, revision, len);
	struct xt_blob b = { .a = a, .family = family, .len = len };
	struct object *obj;

	/* The arena's memory fits any type, what was given may not. */
	b.p = arena_memdup(a, p, len);
	if (!t)
		return opaque_new(a, kind, name, revision,
				  (struct bytes){ b.p, len });
	obj = object_new(a, &t->object);
	if (t->decode && t->decode(obj, &b) < 0)
		return opaque_new(a, kind, name, revision,
				  (struct bytes){ b.p, len });
	mark_all(obj);
	return obj;
}

void *xt_ext_new(struct arena *a, const char *key)
{
	const struct object_type *type = xt_type_by_name(key);
	struct object *obj;

	if (!type)
		return NULL;
	obj = object_new(a, type);
	mark_all(obj);
	return obj;
}

enum tri xt_ext_match(const struct object *ext, struct xt_ctx *c)
{
	const struct xt_type *t = xt_type_of(ext);

	if (t->kind == XT_WATCHER)
		return TRI_YES;
	if (t->flags & XT_F_OPAQUE || !t->match)
		return TRI_UNKNOWN;
	return t->match(ext, c);
}

enum fw_verdict xt_ext_target(const struct object *ext, struct xt_ctx *c,
			      struct fw_result *res)
{
	const struct xt_type *t = xt_type_of(ext);
	enum fw_verdict v = FW_UNKNOWN;

	if (!(t->flags & XT_F_OPAQUE) && t->target)
		v = t->target(ext, c, res);
	if (v == FW_UNKNOWN)
		res->what = xt_ext_name(ext);
	return v;
}

const char *xt_ext_name(const struct object *ext)
{
	const struct xt_type *t = xt_type_of(ext);

	return t->name ? t->name : ((const struct xt_opaque *)ext)->name;
}

void xt_ext_text(const struct object *ext, struct xt_print *p)
{
	const struct xt_type *t = xt_type_of(ext);
	const char *name = t->alias ? t->alias(ext) : xt_ext_name(ext);

	xt_out(p, t->kind == XT_MATCH ? " -m %s" : " -j %s", name);
	if (t->text)
		t->text(ext, p);
}

bool xt_ext_has_effect(const struct object *ext)
{
	return !(xt_type_of(ext)->flags & XT_F_NO_EFFECT);
}

bool xt_ext_is_opaque(const struct object *ext)
{
	return xt_type_of(ext)->flags & XT_F_OPAQUE;
}

enum tri xt_ext_uses_conntrack(const struct object *ext)
{
	const struct xt_type *t = xt_type_of(ext);

	if (t->flags & (XT_F_CONNTRACK | XT_F_NAT))
		return TRI_YES;
	return t->name ? TRI_NO : TRI_UNKNOWN;
}
