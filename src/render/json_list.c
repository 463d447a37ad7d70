/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nsdoctor-list/1 */
#include "render/json.h"

static json_t *names_of(const struct netns *ns)
{
	json_t *arr = json_array();
	struct name *const *it;

	VEC_FOR_EACH(&ns->names, it) {
		json_t *o = json_object();

		set_string(o, "kind", (*it)->kind);
		set_string(o, "name", (*it)->name);
		set_string(o, "path", (*it)->path);
		json_array_append_new(arr, o);
	}
	return arr;
}

static json_t *addresses_of(const struct netns *ns)
{
	json_t *arr = json_array();
	struct address *const *it;

	VEC_FOR_EACH(&ns->addresses, it) {
		char buf[IP_TEXT_MAX];

		if (ip_is_global_scope(&(*it)->local))
			json_array_append_new(
				arr, json_sprintf("%s/%u",
						  ip_text(&(*it)->local, buf),
						  (*it)->prefixlen));
	}
	return arr;
}

static json_t *health_of(const struct list_row *r)
{
	json_t *o;

	if (!r->judged)
		return json_null();
	o = json_object();
	set_string(o, "verdict", verdict_word(r->verdict));
	set_string(o, "code", r->code);
	set_string(o, "title", r->title);
	return o;
}

static json_t *main_of(const struct list_row *r)
{
	json_t *o;

	if (!r->ns->processes.n)
		return json_null();
	o = json_object();
	set_int(o, "pid", r->ns->processes.v[0]->pid);
	set_string(o, "command", r->main);
	return o;
}

void json_list(struct strbuf *out, const struct snapshot *snap,
	       const list_rows *rows, const struct origin *o)
{
	json_t *doc = json_head("nsdoctor-list/1");
	json_t *arr = json_array();

	(void)o;
	set_value(doc, "host", json_host(snap));
	for (size_t i = 0; i < rows->n; i++) {
		const struct list_row *r = &rows->v[i];
		json_t *e = json_object();

		set_string(e, "id", r->ns->id);
		set_string(e, "name", r->name);
		set_value(e, "names", names_of(r->ns));
		set_string(e, "runtime", r->runtime);
		set_int(e, "processes", r->ns->process_count);
		set_value(e, "main", main_of(r));
		set_value(e, "addresses", addresses_of(r->ns));
		set_string(e, "path", r->ns->path);
		set_value(e, "health", health_of(r));
		json_array_append_new(arr, e);
	}
	set_value(doc, "namespaces", arr);
	set_value(doc, "machines", json_array());
	set_value(doc, "gaps", json_gaps(snap));
	json_finish(out, doc);
}
