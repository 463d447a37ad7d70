/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values out of JSON; each is held to its type and its size. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "store/reader.h"

static int wrong(struct reader *r, const char *wanted)
{
	return read_failed(r, "%s was expected", wanted);
}

/* A number, or a string of digits where JSON's integers end. */
static int json_u64(const json_t *json, uint64_t *out)
{
	if (json_is_integer(json) && json_integer_value(json) >= 0) {
		*out = (uint64_t)json_integer_value(json);
		return 0;
	}
	if (json_is_string(json) && *json_string_value(json) != '\0' &&
	    !json_string_value(json)[strspn(json_string_value(json),
					    "0123456789")])
		return parse_u64(json_string_value(json), out);
	return -EINVAL;
}

static bool fits(const struct field *f, uint64_t value)
{
	return f->size >= 8 || !(value >> (8 * f->size));
}

static int read_unsigned(struct reader *r, const json_t *json,
			 const struct field *f, void *obj)
{
	uint64_t value;

	if (json_u64(json, &value) || !fits(f, value))
		return read_failed(r, "a number of at most %u bits was "
				   "expected", f->size * 8);
	field_set_number(obj, f, value);
	return 0;
}

static int read_signed(struct reader *r, const json_t *json,
		       const struct field *f, void *obj)
{
	json_int_t value;

	if (!json_is_integer(json))
		return wrong(r, "a number");
	value = json_integer_value(json);
	if (f->type == FT_S32 && (value < INT32_MIN || value > INT32_MAX))
		return wrong(r, "a number of 32 bits");
	field_set_number(obj, f, (uint64_t)value);
	return 0;
}

static int read_bool(struct reader *r, const json_t *json,
		     const struct field *f, void *obj)
{
	if (!json_is_boolean(json))
		return wrong(r, "true or false");
	field_set_number(obj, f, json_is_true(json));
	return 0;
}

static int read_named(struct reader *r, const json_t *json,
		      const struct field *f, uint64_t *value)
{
	uint32_t number;

	if (json_is_string(json) &&
	    !value_by_name(f->names, json_string_value(json), &number)) {
		*value = number;
		return 0;
	}
	if (!json_is_integer(json) || json_u64(json, value) ||
	    !fits(f, *value))
		return wrong(r, "a known name or a number");
	return 0;
}

static int read_enum(struct reader *r, const json_t *json,
		     const struct field *f, void *obj)
{
	uint64_t value;
	int ret = read_named(r, json, f, &value);

	if (!ret)
		field_set_number(obj, f, value);
	return ret;
}

static int read_flags(struct reader *r, const json_t *json,
		      const struct field *f, void *obj)
{
	uint64_t all = 0;

	if (!json_is_array(json))
		return wrong(r, "an array of names");
	for (size_t i = 0; i < json_array_size(json); i++) {
		uint64_t value;
		int ret = read_named(r, json_array_get(json, i), f, &value);

		if (ret)
			return ret;
		all |= value;
	}
	field_set_number(obj, f, all);
	return 0;
}

static int read_family(struct reader *r, const json_t *json,
		       const struct field *f, void *obj)
{
	const char *name = json_string_value(json);

	if (!name)
		return read_unsigned(r, json, f, obj);
	if (strcmp(name, "ipv4") && strcmp(name, "ipv6"))
		return wrong(r, "\"ipv4\" or \"ipv6\"");
	field_set_number(obj, f, name[3] == '4' ? AF_INET : AF_INET6);
	return 0;
}

static int read_hex(struct reader *r, const json_t *json, struct bytes *out)
{
	if (!json_is_string(json) ||
	    hex_decode(r->arena, json_string_value(json), out))
		return wrong(r, "a string of hexadecimal digits");
	return 0;
}

/* Bytes that are no UTF-8 have no NUL either: they were strings once. */
static int read_hex_string(struct reader *r, const json_t *json,
			   const char **out)
{
	struct bytes bytes;
	int ret = read_hex(r, json, &bytes);

	if (ret)
		return ret;
	if (bytes.len && memchr(bytes.p, 0, bytes.len))
		return wrong(r, "a string without a zero byte");
	*out = arena_strndup(r->arena, bytes.len ? (const char *)bytes.p : "",
			     bytes.len);
	return 0;
}

static int read_string(struct reader *r, const json_t *json, const char **out)
{
	if (!json_is_string(json))
		return wrong(r, "a string");
	*out = arena_strndup(r->arena, json_string_value(json),
			     json_string_length(json));
	return 0;
}

static int read_address(struct reader *r, const json_t *json,
			struct ip_addr *out)
{
	const char *s = json_string_value(json);

	if (!s || (*s && ip_parse(s, out)))
		return wrong(r, "an address");
	return 0;
}

static int read_prefix(struct reader *r, const json_t *json,
		       struct ip_prefix *out)
{
	const char *s = json_string_value(json);

	if (!s || (*s && (!strchr(s, '/') || prefix_parse(s, out))))
		return wrong(r, "an address with a prefix length");
	return 0;
}

static int read_mac(struct reader *r, const json_t *json, struct mac *out)
{
	const char *s = json_string_value(json);

	if (!s || mac_parse(s, out))
		return wrong(r, "a link-layer address");
	return 0;
}

static int read_s32s(struct reader *r, const json_t *json, struct s32s *out)
{
	size_t n = json_array_size(json);
	int32_t *v;

	if (!json_is_array(json) || n > UINT32_MAX)
		return wrong(r, "an array of numbers");
	v = n ? ARENA_ARRAY(r->arena, n, int32_t) : NULL;
	for (size_t i = 0; i < n; i++) {
		const json_t *item = json_array_get(json, i);
		json_int_t value = json_integer_value(item);

		if (!json_is_integer(item) || value < INT32_MIN ||
		    value > INT32_MAX)
			return wrong(r, "an array of 32-bit numbers");
		v[i] = (int32_t)value;
	}
	out->v = v;
	out->n = (uint32_t)n;
	return 0;
}

static int read_strings(struct reader *r, const json_t *json, void *member)
{
	VEC(const char *) *vec = member;

	if (!json_is_array(json))
		return wrong(r, "an array of strings");
	for (size_t i = 0; i < json_array_size(json); i++) {
		const json_t *item = json_array_get(json, i);
		const char *s;
		int ret;

		if (json_is_object(item))
			ret = read_hex_string(r, json_object_get(item, "hex"),
					      &s);
		else
			ret = read_string(r, item, &s);
		if (ret)
			return ret;
		VEC_PUSH(r->arena, vec, s);
	}
	return 0;
}

static int read_number(struct reader *r, const json_t *json,
		       const struct field *f, void *obj)
{
	switch (f->type) {
	case FT_BOOL:
		return read_bool(r, json, f, obj);
	case FT_S32:
	case FT_S64:
		return read_signed(r, json, f, obj);
	case FT_FLAGS:
		return read_flags(r, json, f, obj);
	case FT_ENUM:
		return read_enum(r, json, f, obj);
	case FT_FAMILY:
		return read_family(r, json, f, obj);
	default:
		return read_unsigned(r, json, f, obj);
	}
}

int read_value(struct reader *r, const json_t *json, const struct field *f,
	       void *obj, bool hex)
{
	void *p = field_ptr(obj, f);

	switch (f->type) {
	case FT_STRING:
		if (json_is_null(json))
			return 0;
		return hex ? read_hex_string(r, json, p)
			   : read_string(r, json, p);
	case FT_ADDRESS:
		return read_address(r, json, p);
	case FT_PREFIX:
		return read_prefix(r, json, p);
	case FT_MAC:
		return read_mac(r, json, p);
	case FT_BYTES:
		return read_hex(r, json, p);
	case FT_S32S:
		return read_s32s(r, json, p);
	case FT_STRINGS:
		return read_strings(r, json, p);
	default:
		return read_number(r, json, f, obj);
	}
}
