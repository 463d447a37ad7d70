/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The field table: one description of an object, five uses. The same row
 * decodes the netlink attribute, writes and reads the snapshot file, prints
 * `show -vv`, compares for `diff`, and tells redaction what a value is.
 */
#ifndef NSD_MODEL_FIELD_H
#define NSD_MODEL_FIELD_H

#include "base/base.h"

struct object_type;

enum field_type {
	FT_END = 0,
	FT_BOOL,	/* bool */
	FT_U8,
	FT_U16,
	FT_U32,
	FT_U64,
	FT_S32,
	FT_S64,
	FT_STRING,	/* const char *: bytes as read, ended by NUL */
	FT_FAMILY,	/* uint8_t AF_*: "ipv4", "ipv6", else a number */
	FT_ADDRESS,	/* struct ip_addr */
	FT_PREFIX,	/* struct ip_prefix */
	FT_MAC,		/* struct mac */
	FT_IFINDEX,	/* uint32_t, of the namespace that holds the object */
	FT_FLAGS,	/* uint32_t, an array of names; unnamed bits as numbers */
	FT_ENUM,	/* uint8/16/32_t by .size, a name; unnamed as a number */
	FT_BYTES,	/* struct bytes: hex */
	FT_S32S,	/* struct s32s: array of numbers */
	FT_STRINGS,	/* VEC(const char *) */
	FT_STRUCT,	/* inline struct that begins with struct object; .sub */
	FT_POINTER,	/* pointer to such a struct or NULL; .sub */
	FT_LIST,	/* VEC(struct X *) of objects; .sub, or .by_name */
	FT_POLY,	/* pointer to an object of a type named in it; .by_name */
};

/* What a field is to diff, redaction and the reader of a file. */
enum field_flag {
	FF_VOLATILE	= 1 << 0,	/* counters, timers, neighbour states */
	FF_BE		= 1 << 1,	/* the attribute is in network order */
	FF_KEY		= 1 << 2,	/* part of the object's identity */
	FF_REQUIRED	= 1 << 3,	/* a file without it is no snapshot */
	FF_ID		= 1 << 4,	/* somebody's name: redaction maps it */
	/* made by seal(), or a second way to fill a member: never stored */
	FF_DERIVED	= 1 << 5,
	FF_LINES	= 1 << 6,	/* in a file each object on a line */
};

/* What no row can say. Model names the case; decode binds a function to it. */
enum field_hook {
	HOOK_NONE = 0,
	HOOK_LINKINFO,
	HOOK_AF_SPEC,
	HOOK_PROP_LIST,
	HOOK_XDP,
	HOOK_STATS64,
	HOOK_PROTO_DOWN_REASON,
	HOOK_DST_PREFIX,	/* address, length in the header: to prefix */
	HOOK_SRC_PREFIX,
	HOOK_RTA_VIA,
	HOOK_METRICS,
	HOOK_MULTIPATH,
	HOOK_CACHEINFO,
	HOOK_NH_GROUP,
	HOOK_UID_RANGE,
	HOOK_PORT_RANGE,
};

struct value_name {
	uint32_t value;
	const char *name;
};

struct s32s {
	const int32_t *v;
	uint32_t n;
};

/**
 * struct field - one row of a field table; a table ends with a row of zeros
 * @name: key in the file and in output
 * @offset, @size: where it lies in the object; filled by F()
 * @type: how it is read, written and compared
 * @attr: netlink attribute number (or libnftnl's), 0 for none
 * @flags: enum field_flag
 * @hook: what decode does instead of the plain reading of @attr
 * @names: for FT_FLAGS (bit values) and FT_ENUM, ends with a NULL name
 * @sub: table of the nested object
 * @by_name: finds the type of a polymorphic object by its "type" key
 */
struct field {
	const char *name;
	uint32_t offset;
	uint32_t size;
	enum field_type type;
	uint16_t attr;
	uint16_t flags;
	enum field_hook hook;
	const struct value_name *names;
	const struct object_type *sub;
	const struct object_type *(*by_name)(const char *name);
};

#define F(type_, member_)                       \
	offsetof(struct type_, member_),        \
	sizeof(((struct type_ *)NULL)->member_)

/**
 * struct object_type - a kind of object
 * @name: in files and messages: "link", "route", "nft-rule"
 * @size: of the struct, which begins with struct object
 * @fields: its table, at most 64 rows
 * @init: sets what is not zero by default, or NULL; called on zeroed memory
 * @is_volatile: does this object as a whole come and go by itself (a learned
 *               neighbour)? NULL: never
 */
struct object_type {
	const char *name;
	size_t size;
	const struct field *fields;
	void (*init)(void *obj);
	bool (*is_volatile)(const void *obj);
};

/** struct unknown - attributes that no row names, kept as they came */
struct unknown {
	struct unknown *next;
	uint32_t attr;
	struct bytes data;
};

/**
 * struct object - the head of every object of the model
 * @type: its description
 * @set: bit i: row i of the table holds something that was read
 * @unknown: what this version cannot name; NULL mostly
 */
struct object {
	const struct object_type *type;
	uint64_t set;
	struct unknown *unknown;
};

/** struct any_vec - how every VEC() of pointers lies in memory */
struct any_vec {
	void **v;
	size_t n;
	size_t cap;
};

/** object_new() - a zeroed, initialised object of this type */
void *object_new(struct arena *a, const struct object_type *type);
/** object_init() - the same for memory that lies inside another object */
void object_init(void *obj, const struct object_type *type);
/** object_copy() - a shallow copy: what it points to is shared */
void *object_copy(struct arena *a, const void *obj);

/** field_by_attr() - the row for a netlink attribute, or NULL */
const struct field *field_by_attr(const struct field *rows, uint16_t attr);
const struct field *field_by_name(const struct field *rows, const char *name);
unsigned int field_index(const struct object_type *type, const struct field *f);
static inline void *field_ptr(const void *obj, const struct field *f)
{
	return (char *)(uintptr_t)obj + f->offset;
}
/** field_mark() - say that this row was read */
void field_mark(void *obj, const struct field *f);
bool field_is_set(const void *obj, const struct field *f);
/** object_has_() - was the member at this offset read? Use HAS(). */
bool object_has_(const void *obj, size_t offset);
void object_mark_(void *obj, size_t offset);
/** object_unmark_() - the member was taken away */
void object_unmark_(void *obj, size_t offset);
#define HAS(ptr, type_, member_) \
	object_has_((ptr), offsetof(struct type_, member_))
#define MARK(ptr, type_, member_) \
	object_mark_((ptr), offsetof(struct type_, member_))
/**
 * field_is_present() - was it read, is it always there (FF_REQUIRED), or does
 * it differ from a fresh object's?
 *
 * What the file writes and `diff` compares: builders that fill members without
 * marking them lose nothing.
 */
bool field_is_present(const void *obj, const struct field *f);
/** object_is_blank() - no row is present */
bool object_is_blank(const void *obj);

/* Assign and mark in one. */
#define SET(ptr, type_, member_, value_)                \
	do {                                            \
		(ptr)->member_ = (value_);              \
		MARK((ptr), type_, member_);            \
	} while (0)

/**
 * field_store() - the plain reading of an attribute into a row
 * @f: row without hook
 * @obj: object it belongs to
 * @a: for strings and bytes
 * @p, @len: payload; checked against the type: exact for integers (8, 16, 32,
 *           64 bit), 4 or 16 for addresses, a NUL or the end for strings
 *
 * Return: 0; -EMSGSIZE when the size does not fit (the caller keeps it raw).
 */
int field_store(const struct field *f, void *obj, struct arena *a,
		const void *p, size_t len);

/** field_number() - the member of a number type, by its size, zero-extended */
uint64_t field_number(const void *obj, const struct field *f);
/** field_set_number() - the same the other way; not marked, cut to the size */
void field_set_number(void *obj, const struct field *f, uint64_t value);

/** field_equal() - the same value in both? Nested tables are compared deeply. */
bool field_equal(const struct field *f, const void *a, const void *b);
/** object_equal() - all rows but FF_VOLATILE (if @volatile_too: all) equal */
bool object_equal(const void *a, const void *b, bool volatile_too);

/** object_unknown_add() - keep an attribute raw; bounded by the caller */
void object_unknown_add(void *obj, struct arena *a, uint32_t attr,
			const void *p, size_t len);

/** value_name() - name of @value, or NULL */
const char *value_name(const struct value_name *names, uint32_t value);
int value_by_name(const struct value_name *names, const char *name,
		  uint32_t *value);

/** field_text() - one value as words, for show -vv: "1500", "[UP, LOOPBACK]" */
void field_text(struct strbuf *out, const struct field *f, const void *obj);

#endif
