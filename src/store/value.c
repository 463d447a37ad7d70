/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values as JSON text. */
#include <inttypes.h>
#include <string.h>
#include <sys/socket.h>

#include "store/format.h"

void write_string(struct strbuf *out, const char *s)
{
	strbuf_addc(out, '"');
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == '"' || c == '\\')
			strbuf_addf(out, "\\%c", c);
		else if (c == '\n')
			strbuf_add(out, "\\n");
		else if (c == '\t')
			strbuf_add(out, "\\t");
		else if (c < 0x20 || c == 0x7f)
			strbuf_addf(out, "\\u%04x", c);
		else
			strbuf_addc(out, *s);
	}
	strbuf_addc(out, '"');
}

static void write_hex(struct strbuf *out, const void *p, size_t len)
{
	const uint8_t *b = p;

	strbuf_addc(out, '"');
	for (size_t i = 0; i < len; i++)
		strbuf_addf(out, "%02x", b[i]);
	strbuf_addc(out, '"');
}

static void write_flags(struct strbuf *out, const struct field *f, uint64_t v)
{
	const char *sep = "";

	strbuf_addc(out, '[');
	for (const struct value_name *n = f->names; n && n->name; n++) {
		if (!n->value || (v & n->value) != n->value)
			continue;
		strbuf_addf(out, "%s\"%s\"", sep, n->name);
		sep = ", ";
		v &= ~(uint64_t)n->value;
	}
	if (v)
		strbuf_addf(out, "%s%" PRIu64, sep, v);
	strbuf_addc(out, ']');
}

static void write_enum(struct strbuf *out, const struct field *f, uint64_t v)
{
	const char *name = v > UINT32_MAX ? NULL :
			   value_name(f->names, (uint32_t)v);

	if (name)
		strbuf_addf(out, "\"%s\"", name);
	else
		strbuf_addf(out, "%" PRIu64, v);
}

static void write_family(struct strbuf *out, uint64_t family)
{
	if (family == AF_INET || family == AF_INET6)
		strbuf_addf(out, "\"ipv%c\"", family == AF_INET ? '4' : '6');
	else
		strbuf_addf(out, "%" PRIu64, family);
}

static void write_number(struct strbuf *out, const struct field *f,
			 const void *obj)
{
	uint64_t v = field_number(obj, f);

	switch (f->type) {
	case FT_BOOL:
		strbuf_add(out, v ? "true" : "false");
		break;
	case FT_S32:
		strbuf_addf(out, "%" PRId32, (int32_t)v);
		break;
	case FT_S64:
		strbuf_addf(out, "%" PRId64, (int64_t)v);
		break;
	case FT_FLAGS:
		write_flags(out, f, v);
		break;
	case FT_ENUM:
		write_enum(out, f, v);
		break;
	case FT_FAMILY:
		write_family(out, v);
		break;
	default:
		/* Past 2^53 other readers of JSON would round. */
		strbuf_addf(out, v >> 53 ? "\"%" PRIu64 "\"" : "%" PRIu64, v);
	}
}

static void write_s32s(struct strbuf *out, const struct s32s *s)
{
	strbuf_addc(out, '[');
	for (uint32_t i = 0; i < s->n; i++)
		strbuf_addf(out, "%s%" PRId32, i ? ", " : "", s->v[i]);
	strbuf_addc(out, ']');
}

static void write_strings(struct strbuf *out, const struct any_vec *vec)
{
	strbuf_addc(out, '[');
	for (size_t i = 0; i < vec->n; i++) {
		const char *s = vec->v[i];

		if (i)
			strbuf_add(out, ", ");
		if (utf8_valid(s, strlen(s))) {
			write_string(out, s);
			continue;
		}
		strbuf_add(out, "{ \"hex\": ");
		write_hex(out, s, strlen(s));
		strbuf_add(out, " }");
	}
	strbuf_addc(out, ']');
}

/* The key of bytes that are no text ends in _hex; the writer sees to it. */
static void write_text(struct strbuf *out, const char *s)
{
	if (!s)
		strbuf_add(out, "null");
	else if (utf8_valid(s, strlen(s)))
		write_string(out, s);
	else
		write_hex(out, s, strlen(s));
}

void write_value(struct strbuf *out, const struct field *f, const void *obj)
{
	const void *p = field_ptr(obj, f);
	const struct bytes *bytes = p;
	char buf[MAC_TEXT_MAX];

	switch (f->type) {
	case FT_STRING:
		write_text(out, *(const char *const *)p);
		break;
	case FT_ADDRESS:
		strbuf_addf(out, "\"%s\"", ip_text(p, buf));
		break;
	case FT_PREFIX:
		strbuf_addf(out, "\"%s\"", prefix_text(p, buf));
		break;
	case FT_MAC:
		strbuf_addf(out, "\"%s\"", mac_text(p, buf));
		break;
	case FT_BYTES:
		write_hex(out, bytes->p, bytes->len);
		break;
	case FT_S32S:
		write_s32s(out, p);
		break;
	case FT_STRINGS:
		write_strings(out, p);
		break;
	default:
		write_number(out, f, obj);
	}
}
