/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>

#include "store/reader.h"

static void remember(void *ctx, const char *path, void *obj)
{
	map_put_str(ctx, path, obj);
}

static int read_values_of(struct reader *r, const json_t *json, void *obj)
{
	const struct object *o = obj;
	const char *key;
	json_t *value;

	if (!json_is_object(json))
		return read_failed(r, "an object was expected");
	json_object_foreach((json_t *)(uintptr_t)json, key, value) {
		const struct field *f = field_by_name(o->type->fields, key);
		int ret;

		if (!f || !(f->flags & FF_VOLATILE)) {
			read_warn(r, "no volatile value has this name");
			continue;
		}
		ret = read_value(r, value, f, obj, false);
		if (ret)
			return ret;
		field_mark(obj, f);
	}
	return 0;
}

static int read_values(struct reader *r, const json_t *json, struct netns *ns)
{
	struct arena *a = arena_new();
	struct map *objects = map_new(a);
	const char *path;
	json_t *value;
	int ret = 0;

	if (!json_is_object(json)) {
		arena_free(a);
		return read_failed(r, "an object was expected");
	}
	if (json_object_size(json))
		volatile_walk(ns, a, remember, objects);
	json_object_foreach((json_t *)(uintptr_t)json, path, value) {
		size_t mark = trail_push(r, path);
		void *obj = map_find_str(objects, path);

		if (obj)
			ret = read_values_of(r, value, obj);
		else
			read_warn(r, "no object has this name");
		if (ret)
			break;
		trail_pop(r, mark);
	}
	arena_free(a);
	return ret;
}

/* Lists first: what is in them may have values of its own. */
int read_volatile(struct reader *r, const json_t *json, struct netns *ns)
{
	const char *key;
	json_t *value;

	if (!json_is_object(json))
		return read_failed(r, "an object was expected");
	json_object_foreach((json_t *)(uintptr_t)json, key, value) {
		const struct field *f = field_by_name(netns_type.fields, key);
		size_t mark = trail_push(r, key);
		int ret = 0;

		if (f && f->type == FT_LIST && f->sub->is_volatile)
			ret = read_list(r, value, f, ns);
		else if (strcmp(key, "values"))
			read_warn(r, "no list of namespaces has this name");
		if (ret)
			return ret;
		trail_pop(r, mark);
	}
	value = json_object_get(json, "values");
	return value ? read_values(r, value, ns) : 0;
}
