/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report of why-no-internet, block by block in its fixed order. */
#include <string.h>

#include "render/render.h"

#define LABEL 12

static const char *verdict_head(const struct diagnosis *d)
{
	static const char *const heads[] = { "HEALTHY", "FAULT",
					     "CANNOT TELL" };

	return heads[d->verdict];
}

static const char *verdict_paint(const struct diagnosis *d)
{
	static const char *const sgr[] = { "32", "31;1", "33;1" };

	return sgr[d->verdict];
}

void quiet_report(struct strbuf *out, const struct style *s,
		  const struct diagnosis *d)
{
	strbuf_addf(out, "%s  %s\n",
		    paint(out->arena, s, verdict_paint(d), verdict_head(d)),
		    d->summary);
}

void oneline_report(struct strbuf *out, const struct diagnosis *d)
{
	static const char *const severities[] = { "fault", "unknown",
						  "warning", "note" };
	const char *name = text_safe(out->arena,
				     d->snap->netns.v[d->target]->title);

	for (size_t i = 0; i < d->findings.n; i++) {
		const struct finding *f = d->findings.v[i];

		strbuf_addf(out, "%s\t%s\t%s\t%s\n", name,
			    severities[f->severity], f->type->code, f->title);
	}
}

/* ---- findings ---- */

static void label(struct strbuf *out, const char *word)
{
	size_t at = out->len;

	strbuf_addf(out, "  %s", word);
	strbuf_pad(out, at + LABEL);
}

static const char *dev(const struct diagnosis *d, struct arena *a,
		       uint32_t netns, uint32_t ifindex)
{
	const struct link *l = ifindex ? netns_link(d->snap->netns.v[netns],
						    ifindex) : NULL;

	return l ? text_safe(a, l->name) : NULL;
}

static const char *place_words(enum stage st)
{
	static const char *const words[STAGE_COUNT] = {
		[STAGE_SOURCE_ADDRESS] = "choice of a source address",
		[STAGE_ROUTE_OUTPUT] = "route of what it sends",
		[STAGE_NF_OUTPUT] = "output hook",
		[STAGE_NF_POSTROUTING] = "postrouting hook",
		[STAGE_NEIGHBOUR] = "resolution of the next hop",
		[STAGE_NF_EGRESS] = "egress hook",
		[STAGE_TC_EGRESS] = "traffic control, egress",
		[STAGE_TRANSMIT] = "sending",
		[STAGE_RECEIVE] = "receiving",
		[STAGE_XDP] = "XDP",
		[STAGE_TC_INGRESS] = "traffic control, ingress",
		[STAGE_NF_INGRESS] = "ingress hook",
		[STAGE_BRIDGE] = "bridge",
		[STAGE_NF_BRIDGE_PREROUTING] = "bridge prerouting hook",
		[STAGE_NF_BRIDGE_INPUT] = "bridge input hook",
		[STAGE_NF_BRIDGE_FORWARD] = "bridge forward hook",
		[STAGE_NF_BRIDGE_OUTPUT] = "bridge output hook",
		[STAGE_NF_BRIDGE_POSTROUTING] = "bridge postrouting hook",
		[STAGE_CONNTRACK] = "conntrack",
		[STAGE_NF_PREROUTING] = "prerouting hook",
		[STAGE_ROUTE_INPUT] = "route of what came in",
		[STAGE_SOURCE_CHECK] = "check of the source",
		[STAGE_FORWARD] = "forwarding decision",
		[STAGE_NF_FORWARD] = "forward hook",
		[STAGE_NF_INPUT] = "input hook",
		[STAGE_SOCKET] = "socket",
		[STAGE_EDGE] = "edge",
		[STAGE_BEYOND] = "beyond",
	};

	return words[st] ? words[st] : "unknown place";
}

static void where(struct strbuf *out, const struct style *s,
		  const struct diagnosis *d, const struct finding *f)
{
	struct strbuf sb;
	const char *in = dev(d, out->arena, f->netns, f->iif);
	const char *to = dev(d, out->arena, f->netns, f->oif);

	strbuf_init(&sb, out->arena);
	strbuf_addf(&sb, "%s, %s", text_safe(out->arena,
		    d->snap->netns.v[f->netns]->title), place_words(f->stage));
	if (in && to && strcmp(in, to))
		strbuf_addf(&sb, ", %s %s %s", in, sym_arrow(s), to);
	else if (in || to)
		strbuf_addf(&sb, ", %s", to ? to : in);
	if (f->bridged)
		strbuf_add(&sb, " (bridged)");
	strbuf_addf(&sb, ", %s", f->dir == DIR_REQUEST ? "request" : "reply");
	label(out, "where");
	wrap(out, s, sb.s, LABEL, LABEL);
}

static const char *sysctl_dots(struct arena *a, const char *path)
{
	char *key = arena_strdup(a, path);

	if (!strchr(path, '.'))
		for (char *p = key; *p; p++)
			if (*p == '/')
				*p = '.';
	return text_safe(a, key);
}

static void rule_evidence(struct strbuf *out, const struct evidence *e)
{
	const struct fw_place *p = &e->place;
	struct arena *a = out->arena;

	strbuf_addf(out, "%s table %s %s, chain %s", p->backend, p->family,
		    text_safe(a, p->table), text_safe(a, p->chain));
	if (p->hook)
		strbuf_addf(out, ", hook %s", p->hook);
	if (p->policy) {
		strbuf_addf(out, ": no rule matches, policy %s", p->policy);
		if (p->has_counters)
			strbuf_addf(out, "    [%llu packets, %llu bytes]",
				    (unsigned long long)p->packets,
				    (unsigned long long)p->bytes);
		strbuf_addc(out, '\n');
		return;
	}
	strbuf_addc(out, '\n');
	for (size_t i = 0; i < e->via.n; i++)
		strbuf_addf(out, "%*s%s\n", LABEL + 2, "",
			    text_safe(a, e->via.v[i]));
	strbuf_addf(out, "%*s%s", LABEL + 2, "",
		    p->text ? text_safe(a, p->text) : "(not printable)");
	if (p->handle)
		strbuf_addf(out, "    # handle %llu",
			    (unsigned long long)p->handle);
	else if (p->position)
		strbuf_addf(out, "    # rule %u", p->position);
	if (p->has_counters)
		strbuf_addf(out, "  [%llu packets]",
			    (unsigned long long)p->packets);
	strbuf_addc(out, '\n');
}

static void one_evidence(struct strbuf *out, const struct style *s,
			 const struct evidence *e)
{
	struct arena *a = out->arena;
	(void)s;
	switch (e->kind) {
	case EVIDENCE_SYSCTL:
		strbuf_addf(out, "%s = %s\n", sysctl_dots(a, e->path),
			    e->value ? text_safe(a, e->value) : "(not there)");
		return;
	case EVIDENCE_RULE:
	case EVIDENCE_POLICY:
		rule_evidence(out, e);
		return;
	case EVIDENCE_FILE:
		strbuf_addf(out, "%s: %s\n", e->path, e->text);
		return;
	case EVIDENCE_ROUTE:
	case EVIDENCE_LINK:
	case EVIDENCE_ADDRESS:
	case EVIDENCE_NEIGHBOUR:
	case EVIDENCE_PROCESS:
	case EVIDENCE_GAP:
	case EVIDENCE_PROGRAM:
	case EVIDENCE_TEXT:
		break;
	}
	strbuf_addf(out, "%s\n", e->text ? e->text : "");
}

static void finding_block(struct strbuf *out, const struct style *s,
			  const struct diagnosis *d, const struct finding *f)
{
	static const char *const words[] = { "fault", "unknown", "warning",
					     "note" };
	static const char *const sgr[] = { "31;1", "33;1", "33", "0" };
	char *head = arena_printf(out->arena, "%s %u", words[f->severity],
				  f->number);

	strbuf_addf(out, "\n%s [%s]  ",
		    paint(out->arena, s, sgr[f->severity], head),
		    f->type->code);
	wrap(out, s, f->title, strlen(head) + strlen(f->type->code) + 5, 2);
	where(out, s, d, f);
	for (size_t i = 0; i < f->evidence.n; i++) {
		if (!i)
			label(out, "evidence");
		else
			strbuf_addf(out, "%*s", LABEL, "");
		one_evidence(out, s, &f->evidence.v[i]);
	}
	if (f->owner) {
		label(out, "owner");
		wrap(out, s, arena_printf(out->arena, "%s (%s)", f->owner,
					  f->owner_by), LABEL, LABEL);
	}
	if (f->effect) {
		label(out, "effect");
		wrap(out, s, f->effect, LABEL, LABEL);
	}
	if (!f->fix && f->hint) {
		label(out, "to mend");
		wrap(out, s, f->hint, LABEL, LABEL);
	}
	label(out, "see");
	strbuf_addf(out, "nsdoctor explain %s\n", f->type->code);
}

/* ---- the table of questions ---- */

static const char *ask_words(struct arena *a, const struct question *q)
{
	const char *dst = ip_str(a, &q->probe.dst);

	switch (q->kind) {
	case ASK_PING:
		return arena_printf(a, "ping %s", dst);
	case ASK_TCP:
		return arena_printf(a, "tcp %s:%u", dst, q->probe.dport);
	case ASK_UDP:
		return arena_printf(a, "udp %s:%u", dst, q->probe.dport);
	case ASK_DNS_UDP:
		return arena_printf(a, "dns %s (udp)", dst);
	case ASK_DNS_TCP:
		return arena_printf(a, "dns %s (tcp)", dst);
	case ASK_OTHER:
		break;
	}
	return dst;
}

static const char *result_words(struct arena *a, const struct style *s,
				const struct diagnosis *d,
				const struct question *q,
				const struct walk_result *r)
{
	if (question_passes(q, r))
		return arena_printf(a, "%s request  %s reply", sym_pass(s),
				    sym_pass(s));
	if (r->outcome == OUTCOME_UNKNOWN)
		return arena_printf(a, "%s cannot tell", sym_unknown(s));
	if (r->outcome == OUTCOME_DELIVERED || r->end.reason == REASON_REFUSED)
		return arena_printf(a, "%s refused: nobody listens",
				    sym_fail(s));
	return arena_printf(a, "%s %s, %s%s", sym_fail(s),
			    text_safe(a, d->snap->netns
				      .v[r->end.netns]->title),
			    place_words(r->end.stage),
			    r->end.dir == DIR_REPLY ? ", reply" : "");
}

static void asked(struct strbuf *out, const struct style *s,
		  const struct diagnosis *d, bool with_plan)
{
	size_t ask = 26;
	size_t now = 22;
	size_t i;

	for (i = 0; i < d->questions.n; i++) {
		const struct question *q = d->questions.v[i];
		size_t n = text_width(ask_words(out->arena, q)) + 2;
		size_t m = text_width(result_words(out->arena, s, d, q,
						   &q->now)) + 2;

		ask = n > ask ? n : ask;
		now = m > now ? m : now;
	}
	strbuf_addf(out, " %-*s%s", (int)ask, "asked",
		    with_plan ? "now" : "predicted");
	if (with_plan)
		strbuf_addf(out, "%*swith the fixes", (int)(now - 3), "");
	strbuf_addc(out, '\n');
	for (i = 0; i < d->questions.n; i++) {
		const struct question *q = d->questions.v[i];
		const char *w = ask_words(out->arena, q);
		const char *r = result_words(out->arena, s, d, q, &q->now);

		strbuf_addf(out, " %s%*s%s", w, (int)(ask - text_width(w)), "",
			    r);
		if (with_plan)
			strbuf_addf(out, "%*s%s", (int)(now - text_width(r)),
				    "", result_words(out->arena, s, d, q,
						     &q->fixed));
		strbuf_addc(out, '\n');
	}
}

/* ---- check list, assumptions, gaps ---- */

static void checklist(struct strbuf *out, const struct style *s,
		      const struct diagnosis *d)
{
	const char *const sym[] = { sym_pass(s), sym_fail(s), sym_unknown(s),
				    sym_none(s) };

	strbuf_add(out, "\nChecklist\n");
	for (int i = 0; i < 7; i++) {
		const struct check *c = &d->checks[i];
		struct strbuf sb;

		strbuf_init(&sb, out->arena);
		strbuf_add(&sb, c->text);
		if (c->n_findings)
			strbuf_addf(&sb, "  (%s", c->n_findings == 1 ?
				    "finding" : "findings");
		for (uint32_t k = 0; k < c->n_findings; k++)
			strbuf_addf(&sb, "%s %u", k ? "," : "",
				    c->findings[k]);
		if (c->n_findings)
			strbuf_addc(&sb, ')');
		strbuf_addf(out, " %d %-17s%s ", i + 1, c->label,
			    sym[c->state]);
		wrap(out, s, sb.s, 22, 22);
	}
}

static void assumed(struct strbuf *out, const struct style *s,
		    const struct diagnosis *d)
{
	for (size_t i = 0; i < d->assumptions.n; i++) {
		const struct assumption *as = &d->assumptions.v[i];
		const line_vec *l = as->device ? &as->prefixes :
						 &as->addresses;
		struct strbuf sb;

		strbuf_init(&sb, out->arena);
		strbuf_addf(&sb, "%s ", as->id);
		if (as->device)
			strbuf_addf(&sb, "beyond %s only ",
				    text_safe(out->arena, as->device));
		for (size_t k = 0; k < l->n; k++)
			strbuf_addf(&sb, "%s%s", k ? ", " : "", l->v[k]);
		strbuf_add(&sb, as->device ? " can be answered to" :
			   l->n == 1 ? " answers what reaches it" :
				       " answer what reaches them");
		strbuf_addf(out, "%-11s", i ? "" : "Assumed");
		wrap(out, s, sb.s, 11, 14);
	}
	for (size_t i = 0; i < d->not_asked.n; i++) {
		strbuf_addf(out, "%-11s", i ? "" : "Not asked");
		wrap(out, s, d->not_asked.v[i].text, 11, 11);
	}
}

static void gaps(struct strbuf *out, const struct style *s,
		 const struct snapshot *snap)
{
	for (size_t i = 0; i < snap->gaps.n; i++) {
		const struct gap *g = snap->gaps.v[i];
		const char *e = g->error ? errno_name(g->error) : NULL;
		struct strbuf sb;

		strbuf_init(&sb, out->arena);
		strbuf_addf(&sb, "G%zu %s: %s", i + 1,
			    text_safe(out->arena, g->object), g->what);
		if (g->count > 1)
			strbuf_addf(&sb, ", %u times", g->count);
		if (e)
			strbuf_addf(&sb, " (%s)", e);
		if (g->needs)
			strbuf_addf(&sb, ", needs %s", g->needs);
		strbuf_addf(out, "%-11s", i ? "" : "Not read");
		wrap(out, s, sb.s, 11, 14);
	}
}

/* ---- fixes ---- */

static const char *lasts_words(struct arena *a, const char *lasts)
{
	if (!strcmp(lasts, "reboot"))
		return "until reboot";
	if (!strcmp(lasts, "namespace"))
		return "while the namespace lives";
	if (!strcmp(lasts, "container"))
		return "while the container lives";
	if (!strcmp(lasts, "lasting"))
		return "lasting";
	return arena_printf(a, "until %s", lasts);
}

static void fix_block(struct strbuf *out, const struct style *s,
		      const struct diagnosis *d, const struct fix *f,
		      unsigned int number)
{
	const struct netns *ns = d->snap->netns.v[f->netns];
	struct strbuf sb;

	for (size_t i = 0; i < f->commands.n; i++) {
		if (!i)
			strbuf_addf(out, " %-3u", number);
		else
			strbuf_add(out, "    ");
		wrap_command(out, s,
			     report_run(out->arena, ns, f->commands.v[i]), 4,
			     4);
	}
	strbuf_init(&sb, out->arena);
	strbuf_addf(&sb, "mends %u", f->mends[0]);
	for (uint32_t i = 1; i < f->n_mends; i++)
		strbuf_addf(&sb, ", %u", f->mends[i]);
	strbuf_addf(&sb, ", %s", lasts_words(out->arena, f->lasts));
	strbuf_add(out, "      ");
	wrap(out, s, sb.s, 6, 6);
	if (f->keep) {
		strbuf_add(out, "      to keep: ");
		wrap(out, s, f->keep, 15, 6);
	}
	if (f->wider) {
		strbuf_add(out, "      wider: ");
		wrap(out, s, f->wider, 13, 6);
	}
}

static void fixes(struct strbuf *out, const struct style *s,
		  const struct diagnosis *d)
{
	size_t n = d->plan.n;

	if (!n) {
		strbuf_addc(out, '\n');
		asked(out, s, d, false);
		return;
	}
	strbuf_addf(out, "\n%s, to be run as root%s\n",
		    n == 1 ? "Fix" : "Fixes", n == 1 ? "" : ", in this order");
	for (size_t i = 0; i < n; i++)
		fix_block(out, s, d, d->plan.v[i], (unsigned int)i + 1);
	strbuf_addf(out, "After %s the model %s\n",
		    n == 1 ? "this fix" : "these fixes",
		    d->plan_delivers ?
			    "delivers every question and its answer" :
			    "still fails: see the table");
	asked(out, s, d, true);
	if (n > 1 && d->plan_minimal)
		strbuf_add(out, " Each is needed: without any one of them the "
				"model still fails.\n");
	strbuf_add(out, " Nothing was changed and no packet was sent.\n");
}

static size_t count(const struct diagnosis *d, enum severity severity)
{
	size_t n = 0;

	for (size_t i = 0; i < d->findings.n; i++)
		n += d->findings.v[i]->severity == severity;
	return n;
}

static char *last_line(struct arena *a, const struct diagnosis *d)
{
	size_t n = count(d, SEVERITY_FAULT);
	size_t u = count(d, SEVERITY_UNKNOWN);

	switch (d->verdict) {
	case VERDICT_HEALTHY:
		return arena_strdup(a, "predicted from the kernel's state, no "
				       "packet sent");
	case VERDICT_UNKNOWN:
		return arena_printf(a, "no blocker found for certain; %zu %s "
				    "open", u, u == 1 ? "decision is" :
						       "decisions are");
	case VERDICT_FAULT:
		break;
	}
	return arena_printf(a, "%zu %s, %zu %s%s", n,
			    n == 1 ? "blocker" : "blockers", d->plan.n,
			    d->plan.n == 1 ? "fix" : "fixes",
			    d->plan.n && d->plan_delivers ?
			    ", proven together in the model" : "");
}

void text_report(struct strbuf *out, const struct style *s,
		 const struct diagnosis *d, const struct origin *o)
{
	(void)o;
	quiet_report(out, s, d);
	picture(out, s, d);
	if (d->verdict == VERDICT_FAULT) {
		strbuf_add(out, "\n ");
		wrap(out, s, arena_printf(out->arena, "Seen from %s: %s",
					  text_safe(out->arena, d->snap->netns
						    .v[d->target]->title),
					  symptom_words(d->symptom)), 1, 1);
	} else if (d->questions.n) {
		strbuf_addc(out, '\n');
		asked(out, s, d, false);
	}
	for (size_t i = 0; i < d->findings.n; i++)
		if (s->verbose || d->findings.v[i]->severity != SEVERITY_NOTE)
			finding_block(out, s, d, d->findings.v[i]);
	checklist(out, s, d);
	strbuf_addc(out, '\n');
	assumed(out, s, d);
	gaps(out, s, d->snap);
	if (d->verdict == VERDICT_FAULT)
		fixes(out, s, d);
	strbuf_addf(out, "\n%s\n%s  %s  (exit %d)\n",
		    origin_line(out->arena, d->snap),
		    paint(out->arena, s, verdict_paint(d), verdict_head(d)),
		    last_line(out->arena, d),
		    d->verdict == VERDICT_UNKNOWN ? 3 : (int)d->verdict);
}

void commands_report(struct strbuf *out, const struct diagnosis *d,
		     const struct origin *o)
{
	struct arena *a = out->arena;
	const char *host = d->snap->host.name ? d->snap->host.name : "?";

	strbuf_addf(out, "# %s, %s: %zu %s for %s, to be run as root\n",
		    text_safe(a, host),
		    d->snap->host.taken ? d->snap->host.taken : "?",
		    d->plan.n, d->plan.n == 1 ? "fix" : "fixes",
		    text_safe(a, o->target));
	for (size_t i = 0; i < d->plan.n; i++) {
		const struct fix *f = d->plan.v[i];

		for (size_t k = 0; k < d->findings.n; k++)
			if (d->findings.v[k]->fix == f)
				strbuf_addf(out, "# %zu mends %s\n", i + 1,
					    d->findings.v[k]->type->code);
		for (size_t k = 0; k < f->commands.n; k++)
			strbuf_addf(out, "%s\n",
				    report_run(a, d->snap->netns.v[f->netns],
					       f->commands.v[k]));
	}
}
