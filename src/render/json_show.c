/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nsdoctor-namespace/1: the sections of show, objects by their field tables. */
#include <string.h>

#include "render/json.h"

static json_t *object_json(struct arena *a, const void *obj)
{
	const struct object_type *t = ((const struct object *)obj)->type;
	json_t *o = json_object();

	for (const struct field *f = t->fields; f->type != FT_END; f++) {
		struct strbuf sb;

		if (!field_is_set(obj, f) || f->type == FT_LIST ||
		    f->type == FT_STRUCT || f->type == FT_POINTER ||
		    f->type == FT_POLY)
			continue;
		switch (f->type) {
		case FT_U32:
		case FT_IFINDEX:
			set_int(o, f->name, *(uint32_t *)field_ptr(obj, f));
			continue;
		case FT_U16:
			set_int(o, f->name, *(uint16_t *)field_ptr(obj, f));
			continue;
		case FT_U8:
			set_int(o, f->name, *(uint8_t *)field_ptr(obj, f));
			continue;
		case FT_S32:
			set_int(o, f->name, *(int32_t *)field_ptr(obj, f));
			continue;
		case FT_U64:
			set_u64(o, f->name, *(uint64_t *)field_ptr(obj, f));
			continue;
		case FT_BOOL:
			set_bool(o, f->name, *(bool *)field_ptr(obj, f));
			continue;
		case FT_STRING:
			set_string(o, f->name,
				   *(const char **)field_ptr(obj, f));
			continue;
		default:
			break;
		}
		strbuf_init(&sb, a);
		field_text(&sb, f, obj);
		set_string(o, f->name, sb.s);
	}
	return o;
}

#define LIST(a_, vec_)                                                      \
	({                                                                  \
		json_t *arr_ = json_array();                                \
		for (size_t i_ = 0; i_ < (vec_)->n; i_++)                   \
			json_array_append_new(                              \
				arr_, object_json((a_), (vec_)->v[i_]));    \
		arr_;                                                       \
	})

static json_t *sysctls_json(const struct netns *ns)
{
	json_t *o = json_object();

	for (size_t i = 0; i < ns->sysctls.n; i++)
		set_string(o, ns->sysctls.v[i]->path, ns->sysctls.v[i]->value);
	return o;
}

static json_t *chain_json(const struct fw_chain *c)
{
	json_t *o = json_object();
	json_t *rules = json_array();

	set_string(o, "backend", c->place.backend);
	set_string(o, "family", c->place.family);
	set_string(o, "table", c->place.table);
	set_string(o, "chain", c->place.chain);
	set_string(o, "hook", c->base ? c->hook : NULL);
	set_string(o, "priority", c->base ? c->priority : NULL);
	set_string(o, "policy", c->base ? c->place.policy : NULL);
	for (size_t i = 0; i < c->rules.n; i++)
		json_array_append_new(rules, json_place(&c->rules.v[i]));
	set_value(o, "rules", rules);
	return o;
}

static json_t *opaque_json(const struct fw_place *p)
{
	json_t *o = json_object();

	set_string(o, "backend", p->backend);
	set_string(o, "family", p->family);
	set_string(o, "table", p->table);
	set_string(o, "chain", p->chain);
	if (p->handle)
		set_u64(o, "handle", p->handle);
	else
		set_null(o, "handle");
	if (p->position)
		set_int(o, "position", p->position);
	else
		set_null(o, "position");
	set_string(o, "what", p->opaque);
	return o;
}

static json_t *firewall_json(struct arena *a, const struct netns *ns)
{
	json_t *o = json_object();
	json_t *arr = json_array();
	json_t *opaque = json_array();
	fw_chains chains = { 0 };
	int64_t total = 0;

	report_firewall(a, ns, &chains);
	for (size_t i = 0; i < chains.n; i++) {
		const struct fw_chain *c = &chains.v[i];

		json_array_append_new(arr, chain_json(c));
		total += (int64_t)c->rules.n;
		for (size_t k = 0; k < c->rules.n; k++)
			if (c->rules.v[k].opaque)
				json_array_append_new(
					opaque, opaque_json(&c->rules.v[k]));
	}
	set_int(o, "rules_total", total);
	set_value(o, "opaque", opaque);
	set_value(o, "chains", arr);
	return o;
}

static json_t *section(struct arena *a, const struct netns *ns, size_t which)
{
	switch (which) {
	case 0: {
		json_t *o = json_object();

		set_value(o, "names", LIST(a, &ns->names));
		set_value(o, "nsids", LIST(a, &ns->nsids));
		set_int(o, "processes", ns->process_count);
		return o;
	}
	case 1:
		return LIST(a, &ns->processes);
	case 2:
		return LIST(a, &ns->links);
	case 3:
		return LIST(a, &ns->addresses);
	case 4:
		return LIST(a, &ns->routes);
	case 5:
		return LIST(a, &ns->rules);
	case 6:
		return LIST(a, &ns->neighbours);
	case 7:
		return LIST(a, &ns->resolvers);
	case 8:
		return sysctls_json(ns);
	case 9:
		return firewall_json(a, ns);
	case 10:
		return LIST(a, &ns->socks);
	default:
		return json_null();
	}
}

void json_show(struct strbuf *out, const struct snapshot *snap, uint32_t netns,
	       uint32_t sections, const struct origin *o)
{
	const struct netns *ns = snap->netns.v[netns];
	json_t *doc = json_head("nsdoctor-namespace/1");

	(void)o;
	set_value(doc, "host", json_host(snap));
	set_value(doc, "namespace", json_namespace(out->arena, ns));
	for (size_t i = 0; show_sections[i]; i++)
		set_value(doc, show_sections[i],
			  sections & 1u << i ? section(out->arena, ns, i) :
					       json_null());
	set_value(doc, "gaps", json_gaps(snap));
	json_finish(out, doc);
}
