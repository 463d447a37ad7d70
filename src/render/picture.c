/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The path from left to right: a box per namespace, the interface where the
 * packet comes in on the left, the one where it leaves on the right. Where
 * the boxes do not fit the width, a rail from top to bottom.
 */
#include <string.h>

#include "render/render.h"

#define ROWS 3

struct drawing {
	const struct style *s;
	const struct diagnosis *d;
	struct arena *a;
	box_vec boxes;
	bool leaves;
};

struct cells {
	const char *left[ROWS];
	const char *right[ROWS];
	size_t width;		/* inside */
};

static const char *link_name(const struct drawing *w, uint32_t netns,
			     uint32_t index)
{
	const struct link *l = index ? netns_link(w->d->snap->netns.v[netns],
						  index) : NULL;

	return l ? text_safe(w->a, l->name) : "";
}

static const char *address_of(const struct drawing *w, uint32_t netns,
			      uint32_t index)
{
	const struct netns *ns = w->d->snap->netns.v[netns];
	uint8_t family = w->d->ask4 ? 2 : 10;
	struct address *const *it;

	VEC_FOR_EACH(&ns->addresses, it)
		if ((*it)->ifindex == index && (*it)->family == family &&
		    !ip_is_linklocal(&(*it)->local))
			return arena_printf(w->a, "%s/%u",
					    ip_str(w->a, &(*it)->local),
					    (*it)->prefixlen);
	return "";
}

static void fill(const struct drawing *w, const struct box *b,
		 struct cells *c)
{
	size_t left = 0;
	size_t right = 0;

	for (int i = 0; i < ROWS; i++)
		c->left[i] = c->right[i] = "";
	if (b->in) {
		uint32_t owner = b->in_master ? b->in_master : b->in;

		c->left[0] = link_name(w, b->netns, b->in);
		c->left[1] = b->in_master ? link_name(w, b->netns, owner) :
					    address_of(w, b->netns, owner);
		c->left[2] = b->in_master ? address_of(w, b->netns, owner) :
					    "";
	}
	if (b->out) {
		c->right[0] = link_name(w, b->netns, b->out);
		c->right[1] = address_of(w, b->netns, b->out);
	}
	for (int i = 0; i < ROWS; i++) {
		size_t l = text_width(c->left[i]);
		size_t r = text_width(c->right[i]);

		left = l > left ? l : left;
		right = r > right ? r : right;
	}
	c->width = 1 + left + (left && right ? 3 : 2) + right + 1;
	if (c->width < text_width(text_safe(w->a, w->d->snap->netns
						  .v[b->netns]->title)) + 1)
		c->width = text_width(text_safe(w->a, w->d->snap->netns
						.v[b->netns]->title)) + 1;
}

static void marks(const struct drawing *w, struct strbuf *out, uint32_t netns)
{
	for (size_t i = 0; i < w->d->findings.n; i++) {
		const struct finding *f = w->d->findings.v[i];

		if (f->netns != netns || f->severity > SEVERITY_UNKNOWN)
			continue;
		strbuf_addf(out, "%s%u ", f->severity == SEVERITY_FAULT ?
			    sym_fail(w->s) : sym_unknown(w->s), f->number);
	}
}

static void pad(struct strbuf *out, size_t n, const char *with)
{
	while (n-- > 0)
		strbuf_add(out, with);
}

static void edge_row(const struct drawing *w, struct strbuf *out,
		     const struct cells *c, size_t n, bool top)
{
	const char *line = w->s->utf8 ? "─" : "-";

	for (size_t i = 0; i < n; i++) {
		strbuf_add(out, w->s->utf8 ? (top ? "┌" : "└") : "+");
		pad(out, c[i].width, line);
		strbuf_add(out, w->s->utf8 ? (top ? "┐" : "┘") : "+");
		if (i + 1 < n)
			strbuf_add(out, "   ");
	}
	strbuf_addc(out, '\n');
}

static void body_row(const struct drawing *w, struct strbuf *out,
		     const struct cells *c, size_t n, int row)
{
	const char *wall = w->s->utf8 ? "│" : "|";
	const char *dst = "";

	if (w->d->questions.n)
		dst = ip_str(w->a, &w->d->questions.v[0]->probe.dst);
	for (size_t i = 0; i < n; i++) {
		const char *l = c[i].left[row];
		const char *r = c[i].right[row];
		size_t fillers = c[i].width - 2 - text_width(l) -
				 text_width(r);
		bool wire = row == 0;

		strbuf_addf(out, "%s %s",
			    wire && i ? (w->s->utf8 ? "┤" : "+") : wall, l);
		pad(out, fillers, " ");
		strbuf_addf(out, "%s ", r);
		if (!wire || (i + 1 == n && !w->leaves)) {
			strbuf_add(out, wall);
			if (i + 1 < n)
				strbuf_add(out, "   ");
			continue;
		}
		strbuf_add(out, w->s->utf8 ? "├" : "+");
		if (i + 1 < n)
			strbuf_add(out, w->s->utf8 ? "───" : "---");
		else
			strbuf_addf(out, "%s %s", w->s->utf8 ? "──▶" : "-->",
				    dst);
	}
	strbuf_addc(out, '\n');
}

static void trim(struct strbuf *out)
{
	while (out->len && out->s[out->len - 1] == ' ')
		strbuf_trunc(out, out->len - 1);
}

static void side_by_side(const struct drawing *w, struct strbuf *out,
			 const struct cells *c)
{
	size_t n = w->boxes.n;

	for (size_t i = 0; i < n; i++) {
		const char *t = text_safe(w->a, w->d->snap->netns
					  .v[w->boxes.v[i].netns]->title);

		strbuf_addf(out, " %s", t);
		if (i + 1 < n || w->leaves)
			pad(out, c[i].width + 4 - text_width(t), " ");
	}
	strbuf_add(out, w->leaves ? "beyond\n" : "\n");
	edge_row(w, out, c, n, true);
	for (int row = 0; row < ROWS; row++)
		body_row(w, out, c, n, row);
	edge_row(w, out, c, n, false);
	if (!w->d->findings.n)
		return;
	for (size_t i = 0; i < n; i++) {
		size_t at = out->len;
		size_t cells;

		strbuf_add(out, "  ");
		marks(w, out, w->boxes.v[i].netns);
		cells = text_width(out->s + at);
		if (cells < c[i].width + 5)
			pad(out, c[i].width + 5 - cells, " ");
	}
	trim(out);
	strbuf_addc(out, '\n');
}

static void rail(const struct drawing *w, struct strbuf *out)
{
	for (size_t i = 0; i < w->boxes.n; i++) {
		const struct box *b = &w->boxes.v[i];
		size_t at = out->len;

		strbuf_addf(out, " %s", text_safe(w->a, w->d->snap->netns
						  .v[b->netns]->title));
		strbuf_pad(out, at + 16);
		if (b->in)
			strbuf_addf(out, "in %s%s%s  ",
				    link_name(w, b->netns, b->in),
				    b->in_master ? ", port of " : "",
				    link_name(w, b->netns, b->in_master));
		if (b->out)
			strbuf_addf(out, "out %s %s  ",
				    link_name(w, b->netns, b->out),
				    address_of(w, b->netns, b->out));
		marks(w, out, b->netns);
		trim(out);
		strbuf_addc(out, '\n');
		if (i + 1 < w->boxes.n)
			strbuf_addf(out, "    %s\n", w->s->utf8 ? "│" : "|");
	}
}

void picture(struct strbuf *out, const struct style *s,
	     const struct diagnosis *d)
{
	struct drawing w = { .s = s, .d = d, .a = out->arena };
	struct cells *c;
	size_t total = 0;

	report_path(out->arena, d, &w.boxes, &w.leaves);
	if (!w.boxes.n)
		return;
	c = ARENA_ARRAY(out->arena, w.boxes.n, struct cells);
	for (size_t i = 0; i < w.boxes.n; i++) {
		fill(&w, &w.boxes.v[i], &c[i]);
		total += c[i].width + 5;
	}
	total += w.leaves ? 12 : 0;
	strbuf_addc(out, '\n');
	if (total <= s->width && w.boxes.n <= 4)
		side_by_side(&w, out, c);
	else
		rail(&w, out);
}
