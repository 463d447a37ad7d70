/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Private to room render: JSON values by jansson, written in documented order. */
#ifndef NSD_RENDER_JSON_H
#define NSD_RENDER_JSON_H

#include <jansson.h>

#include "render/render.h"

/** js() - a string as read; bytes that are not UTF-8 become U+FFFD; NULL: null */
json_t *js(const char *s);
void set_string(json_t *o, const char *key, const char *s);
void set_int(json_t *o, const char *key, int64_t n);
/** set_u64() - a number below 2^53, else a string */
void set_u64(json_t *o, const char *key, uint64_t n);
void set_bool(json_t *o, const char *key, bool b);
void set_null(json_t *o, const char *key);
void set_value(json_t *o, const char *key, json_t *v);
json_t *json_lines(const line_vec *lines);
/** json_head() - format, generator */
json_t *json_head(const char *format);
json_t *json_host(const struct snapshot *snap);
json_t *json_gaps(const struct snapshot *snap);
json_t *json_namespace(struct arena *a, const struct netns *ns);
/** json_place() - a rule or policy, as trace and evidence show it */
json_t *json_place(const struct fw_place *p);
json_t *json_object_of(struct arena *a, const struct netns *ns,
		       const struct object *obj);
json_t *json_assumptions(const struct diagnosis *d);
/** json_finish() - two-space indent, newline; frees the document */
void json_finish(struct strbuf *out, json_t *doc);

#endif
