/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "render/json.h"

/* Length of the valid sequence at @s, 0 where there is none. */
static size_t valid_run(const char *s)
{
	size_t n = strlen(s);

	for (size_t len = 1; len <= 4 && len <= n; len++)
		if (utf8_valid(s, len))
			return len;
	return 0;
}

json_t *js(const char *s)
{
	json_t *v;
	char *copy;
	size_t n = 0;

	if (!s)
		return json_null();
	v = json_string(s);
	if (v)
		return v;
	copy = malloc(strlen(s) * 3 + 1);
	if (!copy)
		memory_out();
	while (*s) {
		size_t len = valid_run(s);

		if (len) {
			memcpy(copy + n, s, len);
			n += len;
			s += len;
		} else {
			memcpy(copy + n, "\xef\xbf\xbd", 3);
			n += 3;
			s++;
		}
	}
	copy[n] = '\0';
	v = json_string(copy);
	free(copy);
	return v;
}

void set_value(json_t *o, const char *key, json_t *v)
{
	if (!v || json_object_set_new(o, key, v))
		memory_out();
}

void set_string(json_t *o, const char *key, const char *s)
{
	set_value(o, key, js(s));
}

void set_int(json_t *o, const char *key, int64_t n)
{
	set_value(o, key, json_integer(n));
}

void set_u64(json_t *o, const char *key, uint64_t n)
{
	char text[24];

	if (n < 1ull << 53) {
		set_int(o, key, (int64_t)n);
		return;
	}
	snprintf(text, sizeof(text), "%llu", (unsigned long long)n);
	set_string(o, key, text);
}

void set_bool(json_t *o, const char *key, bool b)
{
	set_value(o, key, json_boolean(b));
}

void set_null(json_t *o, const char *key)
{
	set_value(o, key, json_null());
}

json_t *json_lines(const line_vec *lines)
{
	json_t *arr = json_array();

	for (size_t i = 0; i < lines->n; i++)
		json_array_append_new(arr, js(lines->v[i]));
	return arr;
}

json_t *json_head(const char *format)
{
	json_t *doc = json_object();
	json_t *gen = json_object();

	set_string(doc, "format", format);
	set_string(gen, "name", "nsdoctor");
	set_string(gen, "version", PACKAGE_VERSION);
	set_value(doc, "generator", gen);
	return doc;
}

json_t *json_host(const struct snapshot *snap)
{
	json_t *o = json_object();

	set_string(o, "name", snap->host.name);
	set_string(o, "kernel", snap->host.kernel);
	set_string(o, "taken", snap->host.taken);
	set_string(o, "source", snap->host.live ? "live" : "snapshot");
	set_string(o, "rights", snap->host.rights);
	return o;
}

json_t *json_gaps(const struct snapshot *snap)
{
	json_t *arr = json_array();
	char id[24];

	for (size_t i = 0; i < snap->gaps.n; i++) {
		const struct gap *g = snap->gaps.v[i];
		json_t *o = json_object();

		snprintf(id, sizeof(id), "G%zu", i + 1);
		set_string(o, "id", id);
		set_string(o, "object", g->object);
		set_string(o, "what", g->what);
		set_string(o, "errno", g->error ? errno_name(g->error) : NULL);
		set_string(o, "needs", g->needs);
		set_int(o, "count", g->count ? g->count : 1);
		set_null(o, "on_path");
		json_array_append_new(arr, o);
	}
	return arr;
}

json_t *json_namespace(struct arena *a, const struct netns *ns)
{
	json_t *o = json_object();

	set_string(o, "id", ns->id);
	set_string(o, "name", ns->title);
	set_string(o, "runtime", report_runtime(ns));
	set_string(o, "path", ns->path);
	set_string(o, "enter", report_enter(a, ns));
	return o;
}

json_t *json_place(const struct fw_place *p)
{
	json_t *o = json_object();

	set_string(o, "family", p->family);
	set_string(o, "table", p->table);
	set_string(o, "chain", p->chain);
	if (p->handle && !p->policy)
		set_u64(o, "handle", p->handle);
	else
		set_null(o, "handle");
	if (p->position && !p->policy)
		set_int(o, "position", p->position);
	else
		set_null(o, "position");
	set_string(o, "policy", p->policy);
	set_string(o, "backend", p->backend);
	set_string(o, "text", p->text);
	if (p->has_counters) {
		set_u64(o, "packets", p->packets);
		set_u64(o, "bytes", p->bytes);
	} else {
		set_null(o, "packets");
		set_null(o, "bytes");
	}
	return o;
}

static const char *device_name(const struct netns *ns, uint32_t index)
{
	const struct link *l = index ? netns_link(ns, index) : NULL;

	return l ? l->name : NULL;
}

static void route_object(struct arena *a, json_t *o, const struct netns *ns,
			 const struct route *r)
{
	struct ip_prefix p = r->dst;

	if (!p.addr.family)
		p.addr.family = r->family;
	set_string(o, "kind", "route");
	set_int(o, "table", r->table);
	set_string(o, "prefix", prefix_str(a, &p));
	set_string(o, "via", r->gateway.family ? ip_str(a, &r->gateway) :
						 NULL);
	set_string(o, "device", device_name(ns, r->oif));
	set_string(o, "text", route_words(a, ns, r));
}

json_t *json_object_of(struct arena *a, const struct netns *ns,
		       const struct object *obj)
{
	json_t *o;
	struct fw_place p;

	if (!obj)
		return json_null();
	if (obj->type == &nft_rule_type || obj->type == &nft_chain_type ||
	    obj->type == &xt_rule_type || obj->type == &xt_chain_type) {
		firewall_describe(ns, obj, a, &p);
		o = json_place(&p);
		set_string(o, "kind", p.policy ? "policy" : "rule");
		return o;
	}
	o = json_object();
	if (obj->type == &route_type) {
		route_object(a, o, ns, (const struct route *)obj);
	} else if (obj->type == &sysctl_type) {
		const struct sysctl *s = (const struct sysctl *)obj;

		set_string(o, "kind", "sysctl");
		set_string(o, "path", s->path);
		set_string(o, "value", s->value);
	} else if (obj->type == &link_type) {
		set_string(o, "kind", "link");
		set_string(o, "device", ((const struct link *)obj)->name);
	} else {
		set_string(o, "kind", obj->type->name);
		set_string(o, "text", report_object(a, ns, obj));
	}
	return o;
}

json_t *json_assumptions(const struct diagnosis *d)
{
	json_t *arr = json_array();

	for (size_t i = 0; i < d->assumptions.n; i++) {
		const struct assumption *as = &d->assumptions.v[i];
		json_t *o = json_object();

		set_string(o, "id", as->id);
		set_string(o, "code", as->code);
		if (as->device) {
			set_string(o, "namespace",
				   d->snap->netns.v[as->netns]->id);
			set_string(o, "device", as->device);
			set_value(o, "prefixes", json_lines(&as->prefixes));
		}
		if (as->addresses.n)
			set_value(o, "addresses", json_lines(&as->addresses));
		json_array_append_new(arr, o);
	}
	return arr;
}

void json_finish(struct strbuf *out, json_t *doc)
{
	char *text = json_dumps(doc, JSON_INDENT(2));

	if (!text)
		memory_out();
	strbuf_add(out, text);
	strbuf_addc(out, '\n');
	free(text);
	json_decref(doc);
}
