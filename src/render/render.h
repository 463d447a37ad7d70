/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * render - text and JSON of every answer
 *
 * Owns:     one file per output format and answer, the picture, tables,
 *           wrapping, symbols and colour.
 * Takes:    what report and diagnose give.
 * Gives:    a string that cli writes in one piece.
 * Must not: decide anything, or print.
 * Start at: render_style, then text_report.c and json_report.c.
 */
#ifndef NSD_RENDER_H
#define NSD_RENDER_H

#include "report/report.h"

/**
 * struct style - how text is to look
 * @width: columns for prose
 * @utf8: symbols; else ASCII
 */
struct style {
	unsigned int width;
	bool utf8;
	bool color;
	bool verbose;
	bool terminal;
};

/** struct origin - what every answer says of itself */
struct origin {
	const char *command;
	const char *target;	/* as the user gave it */
	const char *again;	/* the command line as root, for hints */
};

/* Symbols of interface: passes, blocked, cannot tell, does not apply. */
const char *sym_pass(const struct style *s);
const char *sym_fail(const struct style *s);
const char *sym_unknown(const struct style *s);
const char *sym_none(const struct style *s);
const char *sym_arrow(const struct style *s);
/** paint() - with colour "32", "31;1" … around it, if the style has colour */
const char *paint(struct arena *a, const struct style *s, const char *sgr,
		  const char *text);
/** wrap() - words of @text from column @at, later lines indented by @indent */
void wrap(struct strbuf *out, const struct style *s, const char *text,
	  size_t at, size_t indent);
/** wrap_command() - a command folded between arguments with a backslash */
void wrap_command(struct strbuf *out, const struct style *s,
		  const char *command, size_t at, size_t indent);
/** origin_line() - "nsdoctor 0.1.0, host7, Linux …, live, root" */
char *origin_line(struct arena *a, const struct snapshot *snap);
/** picture() - the boxes of the path, or the rail where they do not fit */
void picture(struct strbuf *out, const struct style *s,
	     const struct diagnosis *d);

/* why-no-internet */
void text_report(struct strbuf *out, const struct style *s,
		 const struct diagnosis *d, const struct origin *o);
void quiet_report(struct strbuf *out, const struct style *s,
		  const struct diagnosis *d);
void commands_report(struct strbuf *out, const struct diagnosis *d,
		     const struct origin *o);
void oneline_report(struct strbuf *out, const struct diagnosis *d);
void json_report(struct strbuf *out, const struct diagnosis *d,
		 const struct origin *o);

/** struct trace_answer - what `trace` found out */
struct trace_answer {
	const struct snapshot *snap;
	const struct walk_result *result;
	const struct probe *probe;
	uint32_t from;
	const char *from_text;
	const char *to_text;
	bool reply_only;
};
enum trace_form {
	TRACE_SUMMARY,
	TRACE_MINIMAL,
	TRACE_DETAIL,
};
void text_trace(struct strbuf *out, const struct style *s,
		const struct trace_answer *t, enum trace_form form,
		const struct origin *o);
void json_trace(struct strbuf *out, const struct trace_answer *t,
		const struct origin *o);

void text_list(struct strbuf *out, const struct style *s,
	       const struct snapshot *snap, const list_rows *rows,
	       const char *columns, bool headings, const struct origin *o);
void json_list(struct strbuf *out, const struct snapshot *snap,
	       const list_rows *rows, const struct origin *o);
/** struct show_what - sections asked for: bit per entry of show_sections */
extern const char *const show_sections[];
void text_show(struct strbuf *out, const struct style *s,
	       const struct snapshot *snap, uint32_t netns, uint32_t sections,
	       bool all, const struct origin *o);
void json_show(struct strbuf *out, const struct snapshot *snap, uint32_t netns,
	       uint32_t sections, const struct origin *o);
void text_explain(struct strbuf *out, const struct style *s,
		  const struct finding_type *t);
void text_explain_list(struct strbuf *out, const struct style *s);
void json_explain(struct strbuf *out, const struct finding_type *t);

/** trace_verdict_word() - "delivered", "blocked", "unknown" */
const char *trace_verdict_word(enum outcome o);
const char *verdict_word(enum verdict v);

#endif
