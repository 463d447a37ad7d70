/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/field.h"

#include <inttypes.h>
#include <string.h>
#include <sys/socket.h>

static void object_text(struct strbuf *out, const void *obj);

static void flags_text(struct strbuf *out, const struct field *f, uint64_t v)
{
	const char *sep = "";

	strbuf_addc(out, '[');
	for (const struct value_name *n = f->names; n && n->name; n++) {
		if (!n->value || (v & n->value) != n->value)
			continue;
		strbuf_addf(out, "%s%s", sep, n->name);
		sep = ", ";
		v &= ~(uint64_t)n->value;
	}
	if (v)
		strbuf_addf(out, "%s0x%" PRIx64, sep, v);
	strbuf_addc(out, ']');
}

static void enum_text(struct strbuf *out, const struct field *f, uint64_t v)
{
	const char *name = v > UINT32_MAX ? NULL :
			   value_name(f->names, (uint32_t)v);

	if (name)
		strbuf_add(out, name);
	else
		strbuf_addf(out, "%" PRIu64, v);
}

static void family_text(struct strbuf *out, uint64_t family)
{
	if (family == AF_INET || family == AF_INET6)
		strbuf_add(out, family == AF_INET ? "ipv4" : "ipv6");
	else
		strbuf_addf(out, "%" PRIu64, family);
}

static void string_text(struct strbuf *out, const char *s)
{
	if (s)
		text_escape(out, s, strlen(s), false);
	else
		strbuf_add(out, "none");
}

static void vec_text(struct strbuf *out, const struct field *f,
		     const struct any_vec *vec)
{
	strbuf_addc(out, '[');
	for (size_t i = 0; i < vec->n; i++) {
		if (i)
			strbuf_add(out, ", ");
		if (f->type == FT_STRINGS)
			string_text(out, vec->v[i]);
		else
			object_text(out, vec->v[i]);
	}
	strbuf_addc(out, ']');
}

static void number_text(struct strbuf *out, const struct field *f,
			const void *obj)
{
	uint64_t v = field_number(obj, f);

	switch (f->type) {
	case FT_BOOL:
		strbuf_add(out, v ? "yes" : "no");
		break;
	case FT_S32:
		strbuf_addf(out, "%" PRId32, (int32_t)v);
		break;
	case FT_S64:
		strbuf_addf(out, "%" PRId64, (int64_t)v);
		break;
	case FT_FLAGS:
		flags_text(out, f, v);
		break;
	case FT_ENUM:
		enum_text(out, f, v);
		break;
	case FT_FAMILY:
		family_text(out, v);
		break;
	default:
		strbuf_addf(out, "%" PRIu64, v);
	}
}

static void bytes_text(struct strbuf *out, const struct bytes *b)
{
	for (size_t i = 0; i < b->len; i++)
		strbuf_addf(out, "%02x", b->p[i]);
}

static void s32s_text(struct strbuf *out, const struct s32s *s)
{
	strbuf_addc(out, '[');
	for (uint32_t i = 0; i < s->n; i++)
		strbuf_addf(out, "%s%" PRId32, i ? ", " : "", s->v[i]);
	strbuf_addc(out, ']');
}

void field_text(struct strbuf *out, const struct field *f, const void *obj)
{
	const void *p = field_ptr(obj, f);
	char buf[MAC_TEXT_MAX];

	switch (f->type) {
	case FT_STRING:
		string_text(out, *(const char *const *)p);
		break;
	case FT_ADDRESS:
		strbuf_add(out, ip_text(p, buf));
		break;
	case FT_PREFIX:
		strbuf_add(out, prefix_text(p, buf));
		break;
	case FT_MAC:
		strbuf_add(out, mac_text(p, buf));
		break;
	case FT_BYTES:
		bytes_text(out, p);
		break;
	case FT_S32S:
		s32s_text(out, p);
		break;
	case FT_STRINGS:
	case FT_LIST:
		vec_text(out, f, p);
		break;
	case FT_STRUCT:
		object_text(out, p);
		break;
	case FT_POINTER:
	case FT_POLY:
		object_text(out, *(const void *const *)p);
		break;
	default:
		number_text(out, f, obj);
	}
}

static void object_text(struct strbuf *out, const void *obj)
{
	const struct object *o = obj;
	const char *sep = "";

	if (!o) {
		strbuf_add(out, "none");
		return;
	}
	strbuf_addc(out, '{');
	for (const struct field *f = o->type->fields; f->name; f++) {
		if (!field_is_present(obj, f))
			continue;
		strbuf_addf(out, "%s%s ", sep, f->name);
		field_text(out, f, obj);
		sep = ", ";
	}
	strbuf_addc(out, '}');
}
