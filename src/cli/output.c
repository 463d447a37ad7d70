/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/cli.h"

static unsigned int columns(const struct options *o, bool terminal)
{
	const char *env = getenv("COLUMNS");
	struct winsize w;
	uint64_t n;

	if (o->width)
		return o->width < 40 ? 40 : o->width;
	if (env && !parse_u64(env, &n) && n >= 40 && n < 1000)
		return (unsigned int)n;
	if (terminal && !ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) && w.ws_col)
		return w.ws_col < 40 ? 40 : w.ws_col > 100 ? 100 : w.ws_col;
	return 80;
}

void style_from(const struct options *o, struct style *s)
{
	const char *term = getenv("TERM");
	const char *no_color = getenv("NO_COLOR");
	bool plain = term && (!strcmp(term, "linux") || !strcmp(term, "dumb"));

	setlocale(LC_ALL, "");
	memset(s, 0, sizeof(*s));
	s->terminal = isatty(STDOUT_FILENO);
	s->width = columns(o, s->terminal);
	s->utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8") && !plain;
	if (o->ascii)
		s->utf8 = false;
	if (o->utf8)
		s->utf8 = true;
	s->color = o->color == COLOR_ALWAYS ||
		   (o->color == COLOR_AUTO && s->terminal &&
		    !(no_color && *no_color) &&
		    !(term && !strcmp(term, "dumb")));
	s->verbose = o->verbose > 0;
}

int write_all(const struct strbuf *out, struct error *err)
{
	size_t at = 0;

	while (at < out->len) {
		ssize_t n = write(STDOUT_FILENO, out->s + at, out->len - at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return error_sys(err, "cannot write the answer");
		at += (size_t)n;
	}
	return 0;
}
