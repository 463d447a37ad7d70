/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "render/render.h"

enum column {
	COL_MARK,
	COL_NAME,
	COL_RUNTIME,
	COL_NS,
	COL_PROCS,
	COL_PID,
	COL_MAIN,
	COL_ADDR,
	COL_PATH,
	COL_REASON,
	N_COLUMNS,
};

static const struct {
	const char *name;
	const char *heading;
} columns_table[N_COLUMNS] = {
	{ "mark", " " },	 { "name", "NAME" },   { "runtime", "RUNTIME" },
	{ "ns", "NS" },		 { "procs", "PROCS" }, { "pid", "PID" },
	{ "main", "MAIN" },	 { "addr", "ADDRESS" }, { "path", "PATH" },
	{ "reason", "REASON" },
};

static const char *mark(const struct style *s, const struct list_row *r)
{
	if (!r->judged)
		return " ";
	if (r->by_design)
		return sym_none(s);
	return r->verdict == VERDICT_HEALTHY ? sym_pass(s) :
	       r->verdict == VERDICT_FAULT ? sym_fail(s) : sym_unknown(s);
}

static const char *cell(struct arena *a, const struct style *s,
			const struct list_row *r, enum column c)
{
	const char *none = sym_none(s);

	switch (c) {
	case COL_MARK:
		return mark(s, r);
	case COL_NAME:
		return text_safe(a, r->name);
	case COL_RUNTIME:
		return r->runtime ? text_safe(a, r->runtime) : none;
	case COL_NS:
		return arena_printf(a, "%llu",
				    (unsigned long long)r->ns->ino);
	case COL_PROCS:
		return arena_printf(a, "%u", r->ns->process_count);
	case COL_PID:
		return r->ns->processes.n ?
		       arena_printf(a, "%u", r->ns->processes.v[0]->pid) :
		       none;
	case COL_MAIN:
		return r->main ? text_safe(a, r->main) : none;
	case COL_ADDR:
		return r->address ? r->address :
		       r->ns->entered || r->ns->have ? "none" : "?";
	case COL_PATH:
		return r->ns->path ? text_safe(a, r->ns->path) : none;
	case COL_REASON:
		return r->title ? r->title : "";
	case N_COLUMNS:
		break;
	}
	return "";
}

static size_t parse_columns(const char *text, enum column out[N_COLUMNS])
{
	size_t n = 0;

	while (*text && n < N_COLUMNS) {
		size_t len = strcspn(text, ",");

		for (int i = 0; i < N_COLUMNS; i++)
			if (strlen(columns_table[i].name) == len &&
			    !strncmp(columns_table[i].name, text, len))
				out[n++] = (enum column)i;
		text += len;
		text += *text == ',';
	}
	return n;
}

static void row_out(struct strbuf *out, const enum column *cols, size_t n,
		    const size_t *widths, const char *const *cells)
{
	size_t blanks = 0;

	for (size_t i = 0; i < n; i++) {
		size_t w = text_width(cells[i]);
		bool right = cols[i] == COL_PROCS || cols[i] == COL_PID;

		while (blanks-- > 0)
			strbuf_addc(out, ' ');
		if (right)
			strbuf_addf(out, "%*s", (int)(widths[i] - w), "");
		strbuf_add(out, cells[i]);
		blanks = 2 + (right ? 0 : widths[i] - w);
	}
	strbuf_addc(out, '\n');
}

static void hints(struct strbuf *out, const struct style *s,
		  const list_rows *rows)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct list_row *r = &rows->v[i];

		if (!r->judged || r->verdict == VERDICT_HEALTHY || !r->title)
			continue;
		strbuf_addf(out, "%s%s %s  %s", i ? "" : "\n", mark(s, r),
			    text_safe(out->arena, r->name), r->title);
		if (r->more)
			strbuf_addf(out, ", and %u more", r->more);
		strbuf_addf(out, "\n    sudo nsdoctor why-no-internet %s\n",
			    text_safe(out->arena, r->name));
	}
}

static void summary(struct strbuf *out, const struct snapshot *snap,
		    const list_rows *rows)
{
	size_t faults = 0;
	size_t unknowns = 0;

	for (size_t i = 0; i < rows->n; i++) {
		faults += rows->v[i].judged &&
			  rows->v[i].verdict == VERDICT_FAULT;
		unknowns += rows->v[i].judged &&
			    rows->v[i].verdict == VERDICT_UNKNOWN;
	}
	strbuf_addf(out, "%s  %zu %s", snap->host.name ?
		    text_safe(out->arena, snap->host.name) : "?", rows->n,
		    rows->n == 1 ? "namespace" : "namespaces");
	if (faults)
		strbuf_addf(out, ", %zu with a fault", faults);
	if (unknowns)
		strbuf_addf(out, ", %zu cannot tell", unknowns);
	strbuf_add(out, "\n\n");
}

void text_list(struct strbuf *out, const struct style *s,
	       const struct snapshot *snap, const list_rows *rows,
	       const char *columns, bool headings, const struct origin *o)
{
	enum column cols[N_COLUMNS];
	size_t n = parse_columns(columns ? columns :
				 "mark,name,runtime,ns,procs,main,addr", cols);
	size_t widths[N_COLUMNS] = { 0 };
	const char **cells = ARENA_ARRAY(out->arena, (rows->n + 1) * N_COLUMNS,
					 const char *);

	(void)o;
	for (size_t i = 0; i <= rows->n; i++)
		for (size_t k = 0; k < n; k++) {
			const char **c = &cells[i * N_COLUMNS + k];
			size_t w;

			*c = i ? cell(out->arena, s, &rows->v[i - 1], cols[k]) :
				 columns_table[cols[k]].heading;
			w = text_width(*c);
			if (i || headings)
				widths[k] = w > widths[k] ? w : widths[k];
		}
	if (headings && !columns)
		summary(out, snap, rows);
	for (size_t i = headings ? 0 : 1; i <= rows->n; i++)
		row_out(out, cols, n, widths, &cells[i * N_COLUMNS]);
	if (headings && !columns)
		hints(out, s, rows);
}
