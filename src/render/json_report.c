/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nsdoctor-report/1 */
#include <netinet/in.h>

#include "render/json.h"

static const char *id_of(const struct diagnosis *d, uint32_t netns)
{
	return d->snap->netns.v[netns]->id;
}

static json_t *question_of(const struct diagnosis *d, const struct origin *o)
{
	json_t *q = json_object();
	json_t *families = json_array();

	set_string(q, "command", o->command);
	set_string(q, "target", o->target);
	if (d->ask4)
		json_array_append_new(families, js("ipv4"));
	if (d->ask6)
		json_array_append_new(families, js("ipv6"));
	set_value(q, "families", families);
	return q;
}

static json_t *target_of(const struct diagnosis *d)
{
	json_t *t = json_object();

	set_string(t, "namespace", id_of(d, d->target));
	if (d->pid)
		set_int(t, "pid", d->pid);
	else
		set_null(t, "pid");
	return t;
}

static bool named(const struct diagnosis *d, uint32_t netns,
		  const box_vec *boxes)
{
	if (netns == d->target || d->snap->netns.v[netns]->self)
		return true;
	for (size_t i = 0; i < boxes->n; i++)
		if (boxes->v[i].netns == netns)
			return true;
	for (size_t i = 0; i < d->findings.n; i++)
		if (d->findings.v[i]->netns == netns)
			return true;
	return false;
}

static json_t *namespaces_of(const struct diagnosis *d, const box_vec *boxes)
{
	json_t *arr = json_array();

	for (uint32_t i = 0; i < d->snap->netns.n; i++)
		if (named(d, i, boxes))
			json_array_append_new(
				arr, json_namespace(d->arena,
						    d->snap->netns.v[i]));
	return arr;
}

static json_t *side(const struct diagnosis *d, uint32_t netns, uint32_t dev,
		    uint32_t master, uint32_t owner)
{
	const struct netns *ns = d->snap->netns.v[netns];
	const struct link *l = dev ? netns_link(ns, dev) : NULL;
	const struct link *m = master ? netns_link(ns, master) : NULL;
	struct address *const *it;
	json_t *o;
	json_t *addrs;

	if (!l)
		return json_null();
	o = json_object();
	addrs = json_array();
	set_string(o, "device", l->name);
	set_string(o, "master", m ? m->name : NULL);
	VEC_FOR_EACH(&ns->addresses, it) {
		char buf[IP_TEXT_MAX];

		if ((*it)->ifindex == owner && !ip_is_linklocal(&(*it)->local))
			json_array_append_new(
				addrs, json_sprintf("%s/%u",
						    ip_text(&(*it)->local, buf),
						    (*it)->prefixlen));
	}
	set_value(o, "addresses", addrs);
	return o;
}

static json_t *path_of(const struct diagnosis *d, const box_vec *boxes)
{
	json_t *arr = json_array();

	for (size_t i = 0; i < boxes->n; i++) {
		const struct box *b = &boxes->v[i];
		json_t *o = json_object();
		json_t *f = json_array();

		set_string(o, "namespace", id_of(d, b->netns));
		set_value(o, "in",
			  side(d, b->netns, b->in, b->in_master,
			       b->in_master ? b->in_master : b->in));
		set_value(o, "out",
			  side(d, b->netns,
			       b->out_master ? b->out_master : b->out,
			       b->out_master ? b->out : 0, b->out));
		for (size_t k = 0; k < d->findings.n; k++)
			if (d->findings.v[k]->netns == b->netns)
				json_array_append_new(
					f, json_integer(
						d->findings.v[k]->number));
		set_value(o, "findings", f);
		json_array_append_new(arr, o);
	}
	return arr;
}

static const char *half(const struct walk_result *r, bool request)
{
	if (r->outcome == OUTCOME_DELIVERED)
		return "delivered";
	if (request)
		return r->request_arrived ? "delivered" :
		       r->outcome == OUTCOME_BLOCKED ? "blocked" : "unknown";
	if (!r->request_arrived)
		return "unknown";
	return r->outcome == OUTCOME_BLOCKED ? "blocked" : "unknown";
}

static const char *protocol_word(const struct question *q)
{
	switch (q->probe.proto) {
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		return "icmp";
	case IPPROTO_TCP:
		return "tcp";
	case IPPROTO_UDP:
		return "udp";
	default:
		return "ip";
	}
}

static json_t *probe_of(const struct diagnosis *d, const struct question *q)
{
	json_t *o = json_object();
	json_t *ended;
	json_t *plan;
	uint32_t by = q->blocked_by ? q->blocked_by : q->unknown_by;

	set_string(o, "id", q->id);
	set_string(o, "protocol", protocol_word(q));
	set_string(o, "to", ip_str(d->arena, &q->probe.dst));
	if (q->probe.dport)
		set_int(o, "port", q->probe.dport);
	else
		set_null(o, "port");
	set_string(o, "request", half(&q->now, true));
	set_string(o, "reply", half(&q->now, false));
	if (q->now.outcome == OUTCOME_DELIVERED) {
		set_null(o, "ended");
	} else {
		ended = json_object();
		set_string(ended, "namespace", id_of(d, q->now.end.netns));
		set_string(ended, "stage", walk_stage_name(q->now.end.stage));
		if (by)
			set_int(ended, "finding", by);
		else
			set_null(ended, "finding");
		set_value(o, "ended", ended);
	}
	if (!d->plan.n || !q->fixed.branches.n) {
		set_null(o, "with_plan");
		return o;
	}
	plan = json_object();
	set_string(plan, "request", half(&q->fixed, true));
	set_string(plan, "reply", half(&q->fixed, false));
	set_value(o, "with_plan", plan);
	return o;
}

static json_t *checks_of(const struct diagnosis *d)
{
	static const char *const states[] = { "pass", "fail", "unknown",
					      "not-applicable" };
	json_t *arr = json_array();

	for (int i = 0; i < 7; i++) {
		const struct check *c = &d->checks[i];
		json_t *o = json_object();
		json_t *f = json_array();

		set_int(o, "number", i + 1);
		set_string(o, "name", c->name);
		set_string(o, "state", states[c->state]);
		for (uint32_t k = 0; k < c->n_findings; k++)
			json_array_append_new(f,
					      json_integer(c->findings[k]));
		set_value(o, "findings", f);
		set_string(o, "text", c->text);
		json_array_append_new(arr, o);
	}
	return arr;
}

static json_t *evidence_of(const struct diagnosis *d, const struct evidence *e)
{
	static const char *const kinds[] = {
		"sysctl", "rule", "policy", "route", "link", "address",
		"neighbour", "process", "file", "gap", "program", "text",
	};
	json_t *o;

	if (e->kind == EVIDENCE_RULE || e->kind == EVIDENCE_POLICY) {
		o = json_place(&e->place);
		set_string(o, "base_chain", e->place.base_chain);
		set_string(o, "hook", e->place.hook);
		set_int(o, "priority", e->place.priority);
		set_value(o, "via", json_lines(&e->via));
	} else {
		o = json_object();
	}
	set_string(o, "kind", kinds[e->kind]);
	set_string(o, "namespace", id_of(d, e->netns));
	if (e->path)
		set_string(o, "path", e->path);
	if (e->role)
		set_string(o, "role", e->role);
	if (e->value || e->kind == EVIDENCE_SYSCTL)
		set_string(o, e->kind == EVIDENCE_ADDRESS ? "address" :
							     "value",
			   e->value);
	if (e->device)
		set_string(o, "device", e->device);
	if (e->text)
		set_string(o, "text", e->text);
	return o;
}

static json_t *fix_line(const struct diagnosis *d, const struct fix *fix,
			const char *command)
{
	const struct netns *ns = d->snap->netns.v[fix->netns];
	json_t *o = json_object();
	json_t *mends = json_array();

	set_string(o, "namespace", ns->id);
	set_string(o, "command", command);
	set_string(o, "run", report_run(d->arena, ns, command));
	for (uint32_t i = 0; i < fix->n_mends; i++)
		json_array_append_new(mends, json_integer(fix->mends[i]));
	set_value(o, "mends", mends);
	set_string(o, "proof", "exact");
	set_string(o, "lasts", fix->lasts);
	set_string(o, "keep", fix->keep);
	return o;
}

static json_t *fixes_of(const struct diagnosis *d, const struct finding *f)
{
	json_t *arr = json_array();

	if (f->fix)
		for (size_t i = 0; i < f->fix->commands.n; i++)
			json_array_append_new(
				arr, fix_line(d, f->fix,
					      f->fix->commands.v[i]));
	return arr;
}

static json_t *owner_json(const struct finding *f)
{
	json_t *o;

	if (!f->owner)
		return json_null();
	o = json_object();
	set_string(o, "name", f->owner);
	set_string(o, "recognised_by", f->owner_by);
	return o;
}

static json_t *finding_of(const struct diagnosis *d, const struct finding *f)
{
	static const char *const severities[] = { "fault", "unknown",
						  "warning", "note" };
	json_t *o = json_object();
	json_t *probes = json_array();
	json_t *evidence = json_array();

	set_int(o, "id", f->number);
	set_string(o, "code", f->type->code);
	set_string(o, "severity", severities[f->severity]);
	set_bool(o, "blocking", f->blocking);
	set_string(o, "title", f->title);
	set_string(o, "namespace", id_of(d, f->netns));
	set_string(o, "stage", walk_stage_name(f->stage));
	set_string(o, "direction", f->dir == DIR_REQUEST ? "request" :
							   "reply");
	for (size_t i = 0; i < d->questions.n && i < 64; i++)
		if (f->probes & 1ull << i)
			json_array_append_new(probes,
					      js(d->questions.v[i]->id));
	set_value(o, "probes", probes);
	for (size_t i = 0; i < f->evidence.n; i++)
		json_array_append_new(evidence,
				      evidence_of(d, &f->evidence.v[i]));
	set_value(o, "evidence", evidence);
	set_value(o, "owner", owner_json(f));
	set_string(o, "effect", f->effect);
	set_value(o, "fix", fixes_of(d, f));
	set_string(o, "hint", f->fix ? NULL : f->hint);
	set_string(o, "explain", f->type->code);
	return o;
}

static json_t *plan_of(const struct diagnosis *d)
{
	json_t *o;
	json_t *fixes;

	if (!d->plan.n)
		return json_null();
	o = json_object();
	fixes = json_array();
	for (size_t i = 0; i < d->plan.n; i++)
		for (size_t k = 0; k < d->plan.v[i]->commands.n; k++) {
			json_t *f = json_object();

			set_int(f, "finding", d->plan.v[i]->mends[0]);
			set_int(f, "index", (int64_t)k);
			json_array_append_new(fixes, f);
		}
	set_value(o, "fixes", fixes);
	set_string(o, "verdict", d->plan_delivers ? "healthy" : "fault");
	set_bool(o, "minimal", d->plan_minimal);
	return o;
}

static json_t *not_asked_of(const struct diagnosis *d)
{
	json_t *arr = json_array();

	for (size_t i = 0; i < d->not_asked.n; i++) {
		json_t *o = json_object();

		set_string(o, "family", d->not_asked.v[i].family);
		set_string(o, "reason", d->not_asked.v[i].reason);
		json_array_append_new(arr, o);
	}
	return arr;
}

const char *verdict_word(enum verdict v)
{
	static const char *const words[] = { "healthy", "fault", "unknown" };

	return words[v];
}

void json_report(struct strbuf *out, const struct diagnosis *d,
		 const struct origin *o)
{
	json_t *doc = json_head("nsdoctor-report/1");
	json_t *probes = json_array();
	json_t *findings = json_array();
	box_vec boxes = { 0 };
	bool leaves;

	report_path(d->arena, d, &boxes, &leaves);
	set_value(doc, "question", question_of(d, o));
	set_value(doc, "host", json_host(d->snap));
	set_string(doc, "verdict", verdict_word(d->verdict));
	set_string(doc, "summary", d->summary);
	set_string(doc, "symptom", walk_symptom_name(d->symptom));
	set_value(doc, "target", target_of(d));
	set_value(doc, "namespaces", namespaces_of(d, &boxes));
	set_value(doc, "path", path_of(d, &boxes));
	for (size_t i = 0; i < d->questions.n; i++)
		json_array_append_new(probes, probe_of(d, d->questions.v[i]));
	set_value(doc, "probes", probes);
	set_value(doc, "checks", checks_of(d));
	for (size_t i = 0; i < d->findings.n; i++)
		json_array_append_new(findings,
				      finding_of(d, d->findings.v[i]));
	set_value(doc, "findings", findings);
	set_value(doc, "plan", plan_of(d));
	set_value(doc, "assumptions", json_assumptions(d));
	set_value(doc, "not_asked", not_asked_of(d));
	set_value(doc, "gaps", json_gaps(d->snap));
	json_finish(out, doc);
}
