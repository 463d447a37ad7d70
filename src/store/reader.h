/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading objects out of parsed JSON; private to this room. */
#ifndef NSD_STORE_READER_H
#define NSD_STORE_READER_H

#include <jansson.h>

#include "store/format.h"

/**
 * struct reader - a file that is being read
 * @arena: of the snapshot
 * @s: the snapshot, for gaps
 * @warnings: may be NULL
 * @trail: where in the file the reader is: "namespaces[3].links[0]"
 * @depth: objects within objects
 * @n_gaps: how often read_gap() was asked
 */
struct reader {
	struct arena *arena;
	struct snapshot *s;
	warning_vec *warnings;
	struct error *err;
	struct strbuf trail;
	unsigned int depth;
	unsigned int n_gaps;
};

/** read_failed() - an error that names the place; returns -EINVAL */
int read_failed(struct reader *r, const char *fmt, ...) NSD_PRINTF(2, 3);
/** read_warn() - a sentence that names the place; bounded in number */
void read_warn(struct reader *r, const char *fmt, ...) NSD_PRINTF(2, 3);

/** read_gap() - a gap for something in the file; bounded in number */
void read_gap(struct reader *r, const char *object, const char *what,
	      const char *text);

/** trail_push()/trail_pop() - step into a member; pop goes back to @mark */
size_t trail_push(struct reader *r, const char *member);
size_t trail_index(struct reader *r, size_t i);
void trail_pop(struct reader *r, size_t mark);

/** read_object() - fill @obj, which is initialised, from @json */
int read_object(struct reader *r, const json_t *json, void *obj, bool named);
/** read_new() - a new object of the row's type, or of the type it names */
int read_new(struct reader *r, const json_t *json, const struct field *f,
	     void **out);
/** read_list() - append the elements of @json to the row's list */
int read_list(struct reader *r, const json_t *json, const struct field *f,
	      void *obj);
/** read_value() - a row that holds no object; @hex: the key said so */
int read_value(struct reader *r, const json_t *json, const struct field *f,
	       void *obj, bool hex);
/** read_volatile() - the member "volatile" of a namespace */
int read_volatile(struct reader *r, const json_t *json, struct netns *ns);

#endif
