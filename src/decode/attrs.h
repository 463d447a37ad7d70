/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_DECODE_ATTRS_H
#define NSD_DECODE_ATTRS_H

#include <linux/netlink.h>

#include "model/model.h"

struct decode;

/**
 * decode_hook_fn - what is done with an attribute that no row can describe
 *
 * Return: 0; -EMSGSIZE: not of the expected form, keep it raw.
 */
typedef int (*decode_hook_fn)(struct decode *d, const struct field *row,
			      const struct nlattr *attr, void *obj);

/**
 * struct decode - one message being read
 * @arena: owns what is made
 * @family, @dst_len, @src_len: of the message's own header, for prefixes
 * @attr_base: added to the number under which an unknown attribute is kept, so
 *             that those of a nest do not meet those of the message
 * @kept: bytes of unknown attributes kept so far; bounded
 * @unknown: an attribute was met that no row names or that did not fit its row
 */
struct decode {
	struct arena *arena;
	uint8_t family;
	uint8_t dst_len;
	uint8_t src_len;
	uint32_t attr_base;
	uint32_t kept;
	bool unknown;
};

/** decode_header() - payload of @nlh with room for @size bytes, or NULL */
const void *decode_header(const struct nlmsghdr *nlh, size_t size);

/**
 * decode_attrs() - read the attributes behind a message's header
 * @d: the message
 * @nlh: its bytes
 * @skip: size of the family's header
 * @obj: what the rows of its type fill
 *
 * Return: 0 or -EBADMSG when the attributes end early.
 */
int decode_attrs(struct decode *d, const struct nlmsghdr *nlh, size_t skip,
		 void *obj);

/**
 * decode_bytes() - the same for a run of attributes anywhere
 * @rows: table to go by; NULL: the one of @obj's type
 */
int decode_bytes(struct decode *d, const struct field *rows, const void *p,
		 size_t len, void *obj);

/** decode_nest() - the attributes inside @attr fill @obj; unknown ones kept */
int decode_nest(struct decode *d, const struct field *rows,
		const struct nlattr *attr, void *obj);

/** decode_keep() - keep @attr raw, within bounds */
void decode_keep(struct decode *d, const struct nlattr *attr, void *obj);

/*
 * Walk attributes in any run of bytes. nest_next() yields NULL at the end and
 * sets @it->bad where the bytes end early.
 */
struct nest {
	const uint8_t *p;
	size_t len;
	bool bad;
};

struct nest nest_of(const void *p, size_t len);
struct nest nest_in(const struct nlattr *attr);
const struct nlattr *nest_next(struct nest *it);

/** attr_type() - number without the NESTED and byte-order bits */
uint16_t attr_type(const struct nlattr *attr);
const void *attr_data(const struct nlattr *attr);
size_t attr_len(const struct nlattr *attr);
/* Host order as it lies; -EMSGSIZE unless the size is exact. */
int attr_u8(const struct nlattr *attr, uint8_t *out);
int attr_u16(const struct nlattr *attr, uint16_t *out);
int attr_u32(const struct nlattr *attr, uint32_t *out);
int attr_u64(const struct nlattr *attr, uint64_t *out);
int attr_be32(const struct nlattr *attr, uint32_t *out);
/** attr_str() - bounded copy, ended by NUL */
char *attr_str(struct arena *a, const struct nlattr *attr);

/** decode_hook_of() - the function bound to a hook of the field tables */
decode_hook_fn decode_hook_of(enum field_hook hook);

/** decode_left_out() - attributes of @type not kept, on purpose */
bool decode_left_out(const struct object_type *type, uint32_t attr);

#endif
