/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Symbols, colour, wrapping: they only repeat what words say. */
#include <string.h>

#include "config.h"
#include "render/render.h"

const char *sym_pass(const struct style *s)
{
	return s->utf8 ? "✓" : "+";
}

const char *sym_fail(const struct style *s)
{
	return s->utf8 ? "✗" : "x";
}

const char *sym_unknown(const struct style *s)
{
	(void)s;
	return "?";
}

const char *sym_none(const struct style *s)
{
	return s->utf8 ? "–" : "-";
}

const char *sym_arrow(const struct style *s)
{
	return s->utf8 ? "→" : "->";
}

const char *paint(struct arena *a, const struct style *s, const char *sgr,
		  const char *text)
{
	return s->color ? arena_printf(a, "\x1b[%sm%s\x1b[0m", sgr, text) :
			  text;
}

void wrap(struct strbuf *out, const struct style *s, const char *text,
	  size_t at, size_t indent)
{
	const char *p = text;

	while (*p) {
		size_t len = strcspn(p, " ");
		char *word = arena_strndup(out->arena, p, len);
		size_t cells = text_width(word);

		if (p != text && at + 1 + cells > s->width) {
			strbuf_addf(out, "\n%*s", (int)indent, "");
			at = indent;
		} else if (p != text) {
			strbuf_addc(out, ' ');
			at++;
		}
		strbuf_add(out, word);
		at += cells;
		p += len;
		p += strspn(p, " ");
	}
	strbuf_addc(out, '\n');
}

/* The end of one shell word: blanks within quotes do not end it. */
static size_t shell_word(const char *p)
{
	size_t n = 0;
	bool quoted = false;

	while (p[n] && (quoted || p[n] != ' ')) {
		if (p[n] == '\'')
			quoted = !quoted;
		n++;
	}
	return n;
}

void wrap_command(struct strbuf *out, const struct style *s,
		  const char *command, size_t at, size_t indent)
{
	const char *p = command;

	while (*p) {
		size_t len = shell_word(p);
		char *word = arena_strndup(out->arena, p, len);
		size_t cells = text_width(word);

		if (p != command && at + 3 + cells > s->width) {
			strbuf_addf(out, " \\\n%*s", (int)indent + 4, "");
			at = indent + 4;
		} else if (p != command) {
			strbuf_addc(out, ' ');
			at++;
		}
		strbuf_add(out, word);
		at += cells;
		p += len;
		p += strspn(p, " ");
	}
	strbuf_addc(out, '\n');
}

char *origin_line(struct arena *a, const struct snapshot *snap)
{
	const struct host *h = &snap->host;
	char *when = arena_strdup(a, h->taken ? h->taken : "?");
	size_t len = strlen(when);

	for (char *p = when; *p; p++)
		if (*p == 'T')
			*p = ' ';
	if (len && when[len - 1] == 'Z')
		when[len - 1] = '\0';
	return arena_printf(a, "nsdoctor %s, %s, Linux %s, %s UTC, %s, %s",
			    PACKAGE_VERSION,
			    h->name ? text_safe(a, h->name) : "?",
			    h->kernel ? text_safe(a, h->kernel) : "?", when,
			    h->live ? "live" : "snapshot",
			    h->rights ? h->rights : "?");
}
