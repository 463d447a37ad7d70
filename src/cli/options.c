/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One table of options: the parser and the help are made from it. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

enum value_kind {
	V_FLAG,
	V_COUNT,
	V_STRING,
	V_NUMBER,
	V_FAMILY,
	V_FAMILY4,
	V_FAMILY6,
	V_TO,
	V_COLOR,
	V_LONG,
};

struct option_row {
	const char *name;
	char letter;
	const char *arg;
	unsigned int group;
	enum value_kind kind;
	size_t offset;
	const char *help;
};

#define O(member) offsetof(struct options, member)

static const struct option_row rows[] = {
	{ "from", 0, "FILE", GROUP_GLOBAL, V_STRING, O(from),
	  "use this snapshot instead of the running system" },
	{ "json", 0, NULL, GROUP_GLOBAL, V_FLAG, O(json),
	  "one JSON object on standard output" },
	{ "oneline", 0, NULL, GROUP_ASK, V_FLAG, O(oneline),
	  "one line per finding, tabs between" },
	{ "quiet", 'q', NULL, GROUP_GLOBAL, V_FLAG, O(quiet),
	  "the verdict line only" },
	{ "verbose", 'v', NULL, GROUP_GLOBAL, V_COUNT, O(verbose),
	  "more; twice: everything that was read" },
	{ "commands", 0, NULL, GROUP_ASK, V_FLAG, O(commands),
	  "only the fix commands, for review and then a shell" },
	{ "family", 0, "4|6", GROUP_GLOBAL, V_FAMILY, O(family),
	  "ask about one family only" },
	{ "ipv4", '4', NULL, GROUP_GLOBAL, V_FAMILY4, O(family),
	  "the same as --family 4" },
	{ "ipv6", '6', NULL, GROUP_GLOBAL, V_FAMILY6, O(family),
	  "the same as --family 6" },
	{ "to", 0, "ADDR[:PORT][/PROTO]", GROUP_ASK, V_TO, O(to),
	  "ask about this destination; repeatable" },
	{ "proc", 0, "DIR", GROUP_GLOBAL, V_STRING, O(proc),
	  "where the host's /proc is mounted" },
	{ "timeout", 0, "SECONDS", GROUP_GLOBAL, V_NUMBER, O(timeout),
	  "stop reading after this (30)" },
	{ "color", 0, "WHEN", GROUP_GLOBAL, V_COLOR, O(color),
	  "auto, always or never" },
	{ "ascii", 0, NULL, GROUP_GLOBAL, V_FLAG, O(ascii),
	  "symbols in ASCII" },
	{ "utf8", 0, NULL, GROUP_GLOBAL, V_FLAG, O(utf8), "symbols in UTF-8" },
	{ "width", 0, "N", GROUP_GLOBAL, V_NUMBER, O(width),
	  "columns for text" },
	{ "help", 'h', NULL, GROUP_GLOBAL, V_FLAG, O(help), "this text" },
	{ "version", 'V', NULL, GROUP_GLOBAL, V_FLAG, O(version),
	  "version and licence" },
	{ "columns", 0, "LIST", GROUP_LIST, V_STRING, O(columns),
	  "which columns, with commas between" },
	{ "sort", 0, "COLUMN", GROUP_LIST, V_STRING, O(sort),
	  "sort by it; - in front reverses" },
	{ "no-headings", 0, NULL, GROUP_LIST, V_FLAG, O(no_headings),
	  "no line of headings" },
	{ "no-health", 0, NULL, GROUP_LIST, V_FLAG, O(no_health),
	  "do not judge, only list" },
	{ "problems", 0, NULL, GROUP_LIST, V_FLAG, O(problems),
	  "only those with a fault or an unknown" },
	{ "section", 0, "LIST", GROUP_SHOW, V_STRING, O(section),
	  "which sections, with commas between" },
	{ "all", 0, NULL, GROUP_SHOW, V_FLAG, O(all),
	  "empty and default things, too" },
	{ "proto", 0, "icmp|tcp|udp|N", GROUP_TRACE, V_STRING, O(proto),
	  "protocol (icmp)" },
	{ "port", 0, "N", GROUP_TRACE, V_NUMBER, O(port),
	  "destination port" },
	{ "sport", 0, "N", GROUP_TRACE, V_NUMBER, O(sport), "source port" },
	{ "from-addr", 0, "A", GROUP_TRACE, V_STRING, O(from_addr),
	  "source address" },
	{ "mark", 0, "N", GROUP_TRACE, V_LONG, O(mark), "the socket's mark" },
	{ "from-outside", 0, "IF", GROUP_TRACE, V_STRING, O(from_outside),
	  "the packet arrives on this interface" },
	{ "reply-only", 0, NULL, GROUP_TRACE, V_FLAG, O(reply_only),
	  "show the answer's way only" },
	{ "minimal", 0, NULL, GROUP_TRACE, V_FLAG, O(minimal),
	  "only what an outsider could observe" },
	{ "summary", 0, NULL, GROUP_TRACE, V_FLAG, O(summary),
	  "a line per decision (default)" },
	{ "detail", 0, NULL, GROUP_TRACE, V_FLAG, O(detail),
	  "every hook, chain and rule" },
	{ "output", 'o', "FILE", GROUP_SNAPSHOT, V_STRING, O(output),
	  "write to FILE; - is standard output" },
	{ "force", 0, NULL, GROUP_SNAPSHOT, V_FLAG, O(force),
	  "replace FILE" },
};

#define N_ROWS ARRAY_SIZE(rows)

static int number(const char *name, const char *text, unsigned long max,
		  unsigned long *out, struct error *err)
{
	uint64_t n;

	if (parse_u64(text, &n) || n > max)
		return error_set(err, -EINVAL, "'--%s %s': a number up to %lu "
				 "is needed", name, text, max);
	*out = n;
	return 0;
}

static int take_color(struct options *o, const char *v, struct error *err)
{
	static const char *const words[] = { "auto", "always", "never" };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcmp(v, words[i])) {
			o->color = (enum color_when)i;
			return 0;
		}
	return error_set(err, -EINVAL,
			 "'--color %s': it is auto, always or never", v);
}

static int take(struct options *o, const struct option_row *r, const char *v,
		struct error *err)
{
	void *at = (char *)o + r->offset;
	unsigned long n = 0;
	int ret;

	switch (r->kind) {
	case V_FLAG:
		*(bool *)at = true;
		return 0;
	case V_COUNT:
		++*(unsigned int *)at;
		return 0;
	case V_STRING:
		*(const char **)at = v;
		return 0;
	case V_NUMBER:
		ret = number(r->name, v, 65535, &n, err);
		if (!ret)
			*(unsigned int *)at = (unsigned int)n;
		return ret;
	case V_LONG:
		ret = number(r->name, v, UINT32_MAX, &n, err);
		if (!ret)
			*(unsigned long *)at = n;
		return ret;
	case V_FAMILY4:
	case V_FAMILY6:
		o->family = r->kind == V_FAMILY4 ? 4 : 6;
		return 0;
	case V_FAMILY:
		if (strcmp(v, "4") && strcmp(v, "6"))
			return error_set(err, -EINVAL,
					 "'--family %s': the family is 4 or 6",
					 v);
		o->family = v[0] - '0';
		return 0;
	case V_TO:
		if (o->n_to == ARRAY_SIZE(o->to))
			return error_set(err, -EINVAL, "'--to' at most %zu "
					 "times", ARRAY_SIZE(o->to));
		o->to[o->n_to++] = v;
		return 0;
	case V_COLOR:
		return take_color(o, v, err);
	}
	return 0;
}

static void make_getopt(struct option longs[N_ROWS + 1],
			char shorts[2 * N_ROWS + 2])
{
	size_t n = 0;

	shorts[n++] = ':';
	for (size_t i = 0; i < N_ROWS; i++) {
		longs[i].name = rows[i].name;
		longs[i].has_arg = rows[i].arg ? required_argument :
						 no_argument;
		longs[i].flag = NULL;
		longs[i].val = 256 + (int)i;
		if (rows[i].letter) {
			shorts[n++] = rows[i].letter;
			if (rows[i].arg)
				shorts[n++] = ':';
		}
	}
	memset(&longs[N_ROWS], 0, sizeof(longs[N_ROWS]));
	shorts[n] = '\0';
}

static const struct option_row *row_of(int c)
{
	if (c >= 256)
		return &rows[c - 256];
	for (size_t i = 0; i < N_ROWS; i++)
		if (rows[i].letter == c)
			return &rows[i];
	return NULL;
}

static int bad_option(int argc, char **argv, int c, struct error *err)
{
	const char *word = optind > 0 && optind <= argc ? argv[optind - 1] :
							  "?";

	if (c == ':')
		return error_set(err, -EINVAL, "'%s': an argument is missing",
				 word);
	error_set(err, -EINVAL, "there is no option '%s'", word);
	return error_hint(err, "'nsdoctor --help' lists all options");
}

int options_parse(int argc, char **argv, struct options *o, struct error *err)
{
	struct option longs[N_ROWS + 1];
	char shorts[2 * N_ROWS + 2];
	int c;
	int ret;

	memset(o, 0, sizeof(*o));
	make_getopt(longs, shorts);
	opterr = 0;
	while ((c = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		const struct option_row *r = row_of(c);

		if (!r)
			return bad_option(argc, argv, c, err);
		ret = take(o, r, optarg, err);
		if (ret)
			return ret;
	}
	while (optind < argc) {
		if (o->n_args == MAX_ARGS)
			return error_set(err, -EINVAL, "too many arguments");
		o->args[o->n_args++] = argv[optind++];
	}
	return 0;
}

void options_help(struct strbuf *out, const struct command *c)
{
	for (size_t i = 0; i < N_ROWS; i++) {
		const struct option_row *r = &rows[i];
		size_t line = out->len;

		if (!(r->group & c->groups))
			continue;
		if (r->letter)
			strbuf_addf(out, "  -%c, --%s", r->letter, r->name);
		else
			strbuf_addf(out, "      --%s", r->name);
		if (r->arg)
			strbuf_addf(out, " %s", r->arg);
		if (out->len - line > 30)
			strbuf_addf(out, "\n%*s", 32, "");
		else
			strbuf_pad(out, line + 32);
		strbuf_addf(out, "%s\n", r->help);
	}
}
