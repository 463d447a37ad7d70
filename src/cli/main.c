/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "config.h"
#include "cli/cli.h"

static void complain(const struct error *err)
{
	struct arena *a = arena_new();
	const char *p = err->hint;

	fprintf(stderr, "nsdoctor: %s\n", text_safe(a, err->text));
	while (*p) {
		size_t len = strcspn(p, "\n");
		char *line = arena_strndup(a, p, len);

		fprintf(stderr, "  %s\n", text_safe(a, line));
		p += len + (p[len] == '\n');
	}
	arena_free(a);
}

static int version(struct strbuf *out)
{
	strbuf_add(out, "nsdoctor " PACKAGE_VERSION "\n"
		   "Copyright (C) 2026 the authors of nsdoctor.\n"
		   "License GPLv2+: GNU GPL version 2 or later "
		   "<https://gnu.org/licenses/gpl.html>.\n"
		   "This is free software: you are free to change and "
		   "redistribute it.\n"
		   "There is NO WARRANTY, to the extent permitted by law.\n");
	return EXIT_HEALTHY;
}

static int unknown_command(const char *name, struct error *err)
{
	const char *close = NULL;
	/* half of it may be wrong, or missing */
	unsigned int best = (unsigned int)strlen(name) / 2 + 1;

	for (size_t i = 0; commands[i].name; i++) {
		unsigned int far = str_distance(commands[i].name, name);

		if (far < best) {
			best = far;
			close = commands[i].name;
		}
	}
	error_set(err, -EINVAL, "there is no command '%s'", name);
	if (close)
		error_hint(err, "did you mean '%s'?\n'nsdoctor --help' lists "
			   "all commands", close);
	else
		error_hint(err, "'nsdoctor --help' lists all commands");
	return EXIT_USAGE;
}

static int dispatch(struct options *o, struct strbuf *out, struct error *err)
{
	const struct command *c;

	if (o->version)
		return version(out);
	if (!o->n_args) {
		if (o->help)
			return command_help(o, out, err);
		error_set(err, -EINVAL, "a command is missing");
		error_hint(err, "'nsdoctor --help' lists all commands");
		return EXIT_USAGE;
	}
	c = command_find(o->args[0]);
	if (!c)
		return unknown_command(o->args[0], err);
	if (o->help)
		return command_help(o, out, err);
	if (o->n_args - 1 < c->min || o->n_args - 1 > c->max) {
		error_set(err, -EINVAL, "%s takes %s", c->name,
			  c->min ? "another number of arguments" :
				   "fewer arguments");
		error_hint(err, "usage: nsdoctor %s", c->synopsis);
		return EXIT_USAGE;
	}
	return c->run(o, out, err);
}

int main(int argc, char **argv)
{
	struct error err = { 0 };
	struct options o;
	struct arena *a = arena_new();
	struct strbuf out;
	int code = EXIT_USAGE;

	strbuf_init(&out, a);
	if (!options_parse(argc, argv, &o, &err))
		code = dispatch(&o, &out, &err);
	if (out.len && write_all(&out, &err))
		code = EXIT_USAGE;
	if (err.code)
		complain(&err);
	arena_free(a);
	return code;
}
