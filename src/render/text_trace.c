/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trace, in its three forms: prunings of the same steps. */
#include <string.h>
#include <sys/socket.h>

#include "render/render.h"

static const char *head(enum outcome o)
{
	static const char *const words[] = { "CANNOT TELL", "DELIVERED",
					     "BLOCKED" };

	return words[o];
}

static const char *head_paint(enum outcome o)
{
	static const char *const sgr[] = { "33;1", "32", "31;1" };

	return sgr[o];
}

static const char *title_of(struct arena *a, const struct trace_answer *t,
			    uint32_t netns)
{
	return text_safe(a, t->snap->netns.v[netns]->title);
}

static char *where(struct arena *a, const struct trace_answer *t)
{
	const struct walk_end *e = &t->result->end;
	const char *object;

	if (t->result->outcome == OUTCOME_DELIVERED)
		return arena_strdup(a, t->result->refused ?
				    "request and reply; the reply says that "
				    "nobody listens" : "request and reply");
	if (t->result->causes_differ)
		return arena_printf(a, "%son every branch, not by the same "
				    "thing on each",
				    t->result->directions_differ ? "" :
				    e->dir == DIR_REQUEST ? "request, " :
							    "reply, ");
	object = report_object(a, t->snap->netns.v[e->netns], e->object);
	return arena_printf(a, "%s, %s, %s: %s%s%s",
			    e->dir == DIR_REQUEST ? "request" : "reply",
			    title_of(a, t, e->netns),
			    walk_stage_name(e->stage),
			    walk_reason_name(e->reason),
			    object ? ", " : "", object ? object : "");
}

static void one_line(struct strbuf *out, const struct style *s,
		     const struct trace_answer *t, const struct trace_line *l,
		     size_t name_width)
{
	const char *name = l->beyond ? "beyond" :
				       title_of(out->arena, t, l->netns);
	const char *mark = l->bad ? sym_fail(s) :
			   l->unknown ? sym_unknown(s) : " ";
	size_t at = 5 + name_width + 2 + 12 + 2;

	strbuf_addf(out, "%3u  %s%*s  %-12s%s ", l->number, name,
		    (int)(name_width - text_width(name)), "", l->word, mark);
	wrap(out, s, l->text, at, at);
	for (size_t i = 0; i < l->more.n; i++)
		strbuf_addf(out, "%*s%s\n", (int)at + 2, "", l->more.v[i]);
}

static const char *packet_line(struct arena *a, const struct style *s,
			       const struct walk_branch *b,
			       enum direction dir)
{
	const struct trace_step *it;

	VEC_FOR_EACH(&b->steps, it) {
		const struct tuple *u = &it->before;

		if (it->dir != dir || it->depth)
			continue;
		if (dir == DIR_REQUEST)
			u = &it->after;
		return arena_printf(a, "%s %s%s%s %s %s%s%s",
				    u->proto == 6 ? "tcp" :
				    u->proto == 17 ? "udp" :
				    u->proto == 1 || u->proto == 58 ?
				    (dir == DIR_REQUEST ? "icmp echo" :
							  "icmp echo reply") :
				    "ip",
				    ip_str(a, &u->src),
				    u->sport ? ":" : "",
				    u->sport ? arena_printf(a, "%u", u->sport) :
					       "", sym_arrow(s),
				    ip_str(a, &u->dst),
				    u->sport ? ":" : "",
				    u->sport ? arena_printf(a, "%u", u->dport) :
					       "");
	}
	return "not reached";
}

static void branch(struct strbuf *out, const struct style *s,
		   const struct trace_answer *t, const struct walk_branch *b,
		   bool detail)
{
	trace_lines lines = { 0 };
	const struct trace_line *l;
	size_t width = 6;
	int last = -1;

	report_trace(out->arena, t->snap, b, detail, &lines);
	VEC_FOR_EACH(&lines, l) {
		size_t n = text_width(title_of(out->arena, t, l->netns));

		width = n > width ? n : width;
	}
	if (t->result->branches.n > 1)
		strbuf_addf(out, "\nbranch %s: %s\n", b->name,
			    head(b->end.outcome));
	strbuf_addc(out, '\n');
	VEC_FOR_EACH(&lines, l) {
		if (t->reply_only && l->dir == DIR_REQUEST)
			continue;
		if ((int)l->dir != last)
			strbuf_addf(out, "%-9s%s\n", l->dir == DIR_REQUEST ?
				    "request" : "reply",
				    packet_line(out->arena, s, b, l->dir));
		last = (int)l->dir;
		one_line(out, s, t, l, width);
	}
	if (last == DIR_REQUEST)
		strbuf_add(out, "reply    not reached\n");
}

/* Only what an outsider could observe: addresses, and where it leaves. */
static void minimal(struct strbuf *out, const struct style *s,
		    const struct trace_answer *t, const struct walk_branch *b)
{
	const struct trace_step *it;
	int last = -1;

	VEC_FOR_EACH(&b->steps, it) {
		if (it->depth)
			continue;
		if ((int)it->dir != last)
			strbuf_addf(out, "%-9s%s\n", it->dir == DIR_REQUEST ?
				    "request" : "reply",
				    packet_line(out->arena, s, b, it->dir));
		last = (int)it->dir;
		if (it->did == DID_TRANSLATE && it->dir == DIR_REQUEST)
			strbuf_addf(out, "  %-12ssource %s, destination %s\n",
				    title_of(out->arena, t, it->netns),
				    ip_str(out->arena, &it->after.src),
				    ip_str(out->arena, &it->after.dst));
		if (it->stage == STAGE_EDGE)
			strbuf_addf(out, "  %-12s%s\n", "leaves",
				    report_object(out->arena,
						  t->snap->netns.v[it->netns],
						  it->object));
	}
	if (b->end.outcome == OUTCOME_DELIVERED)
		strbuf_addf(out, "  %-12s%s\n", "delivered",
			    title_of(out->arena, t, t->from));
}

void text_trace(struct strbuf *out, const struct style *s,
		const struct trace_answer *t, enum trace_form form,
		const struct origin *o)
{
	const struct walk_result *r = t->result;
	static const int codes[] = { 3, 0, 1 };

	(void)o;
	if (form == TRACE_MINIMAL) {
		strbuf_addf(out, "%s\n", head(r->outcome));
		minimal(out, s, t, r->branches.v[0]);
		return;
	}
	strbuf_addf(out, "%s  %s\n",
		    paint(out->arena, s, head_paint(r->outcome),
			  head(r->outcome)), where(out->arena, t));
	for (size_t i = 0; i < r->branches.n && i < 8; i++)
		branch(out, s, t, r->branches.v[i], form == TRACE_DETAIL);
	if (r->branches.n > 8)
		strbuf_addf(out, "\n%zu more branches end alike or are shown "
			    "with --json\n", r->branches.n - 8);
	strbuf_addf(out, "\n%s\n%s  in %zu %s  (exit %d)\n",
		    origin_line(out->arena, t->snap),
		    paint(out->arena, s, head_paint(r->outcome),
			  head(r->outcome)),
		    r->branches.v[0]->steps.n,
		    r->branches.v[0]->steps.n == 1 ? "step" : "steps",
		    codes[r->outcome]);
}
