/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What writer and reader agree on; private to this room. */
#ifndef NSD_STORE_FORMAT_H
#define NSD_STORE_FORMAT_H

#include "store/store.h"

/* Objects within objects; a chain of a table of a firewall has six. */
#define DEPTH_MAX 16

/**
 * member_key() - the key of a row
 * @named: the object says its type, under "type"; a row of that name is
 *         called "subtype" there
 */
const char *member_key(const struct field *f, bool named);

/** type_has_volatile() - can an object of this type hold a volatile value? */
bool type_has_volatile(const struct object_type *type, unsigned int depth);

/** row_is_poly() - objects of this row say their type */
bool row_is_poly(const struct field *f);

/** object_sub() - the object that a struct or pointer row holds, or NULL */
void *object_sub(const void *obj, const struct field *f);

/**
 * volatile_walk() - visit every object below a namespace that may hold
 * volatile values, with a path that tells it from all others
 * @visit: gets the path ("links/3"), which lives in @a
 *
 * Objects that come and go as a whole are left out: they are in lists of
 * their own. Writer and reader walk alike, so that paths match.
 */
typedef void (*volatile_visit)(void *ctx, const char *path, void *obj);
void volatile_walk(struct netns *ns, struct arena *a, volatile_visit visit,
		   void *ctx);

/** write_string() - a JSON string, quotes included; @s is valid UTF-8 */
void write_string(struct strbuf *out, const char *s);
/** write_value() - the value of a row that holds no object */
void write_value(struct strbuf *out, const struct field *f, const void *obj);

#endif
