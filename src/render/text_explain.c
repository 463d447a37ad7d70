/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/json.h"

static void part(struct strbuf *out, const struct style *s, const char *label,
		 const char *text)
{
	if (!text)
		return;
	strbuf_addf(out, "%-17s", label);
	wrap(out, s, text, 17, 17);
}

void text_explain(struct strbuf *out, const struct style *s,
		  const struct finding_type *t)
{
	const struct explain *e = t->explain;

	strbuf_addf(out, "%s (%s): ", t->code, t->second);
	wrap(out, s, t->summary, 0, 2);
	strbuf_addc(out, '\n');
	part(out, s, "What it means", e->means);
	part(out, s, "How it is seen", e->seen);
	part(out, s, "What you notice", e->notice);
	part(out, s, "Confused with", e->confused);
	part(out, s, "How to mend it", e->mend);
	part(out, s, "Seen in", e->seen_in);
}

void text_explain_list(struct strbuf *out, const struct style *s)
{
	for (size_t i = 0; finding_types[i]; i++) {
		const struct finding_type *t = finding_types[i];

		strbuf_addf(out, "%-6s %-24s ", t->second, t->code);
		wrap(out, s, t->summary, 32, 32);
	}
}

void json_explain(struct strbuf *out, const struct finding_type *t)
{
	json_t *doc = json_head("nsdoctor-explain/1");

	set_string(doc, "code", t->code);
	set_string(doc, "second", t->second);
	set_string(doc, "summary", t->summary);
	set_string(doc, "means", t->explain->means);
	set_string(doc, "seen", t->explain->seen);
	set_string(doc, "notice", t->explain->notice);
	set_string(doc, "confused", t->explain->confused);
	set_string(doc, "mend", t->explain->mend);
	set_string(doc, "seen_in", t->explain->seen_in);
	json_finish(out, doc);
}
