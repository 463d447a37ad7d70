/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command table, and the help that is made from it. */
#include <errno.h>
#include <string.h>

#include "cli/cli.h"

const struct command commands[] = {
	{ "why-no-internet", "why-no-internet TARGET",
	  "every blocker on the way out and back, with fixes",
	  "sudo nsdoctor why-no-internet 41833", GROUP_GLOBAL | GROUP_ASK, 1,
	  1, command_why_no_internet },
	{ "trace", "trace FROM TO", "one packet, step by step",
	  "sudo nsdoctor trace webserver 8.8.8.8 --proto tcp --port 443",
	  GROUP_GLOBAL | GROUP_TRACE, 2, 2, command_trace },
	{ "list", "list [TARGET...]",
	  "which namespaces there are, and which are ill",
	  "sudo nsdoctor list --problems", GROUP_GLOBAL | GROUP_LIST, 0,
	  MAX_ARGS - 1, command_list },
	{ "show", "show TARGET", "what the kernel holds for a namespace",
	  "sudo nsdoctor show webserver --section firewall",
	  GROUP_GLOBAL | GROUP_SHOW, 1, 1, command_show },
	{ "snapshot", "snapshot [-o FILE]",
	  "save everything that was read, to diagnose elsewhere",
	  "sudo nsdoctor snapshot -o host7.json",
	  GROUP_GLOBAL | GROUP_SNAPSHOT, 0, 0, command_snapshot },
	{ "explain", "explain [CODE]", "what a finding means",
	  "nsdoctor explain snat-missing", GROUP_GLOBAL, 0, 1,
	  command_explain },
	{ "help", "help [COMMAND]", "this text, or a command's",
	  "nsdoctor help trace", GROUP_GLOBAL, 0, 1, command_help },
	{ NULL, NULL, NULL, NULL, 0, 0, 0, NULL },
};

const struct command *command_find(const char *name)
{
	for (size_t i = 0; commands[i].name; i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static void help_all(struct strbuf *out)
{
	strbuf_add(out, "Usage: nsdoctor [OPTION]... COMMAND [ARGUMENT]...\n"
		   "Find out why a process, container, VM or network namespace "
		   "has no network,\nfrom the kernel's own state. Reads only; "
		   "sends no packet.\n\n");
	for (size_t i = 0; commands[i].name; i++) {
		size_t at = out->len;

		strbuf_addf(out, "  %s", commands[i].synopsis);
		strbuf_pad(out, at + 27);
		strbuf_addf(out, "%s\n", commands[i].what);
	}
	strbuf_add(out, "\nTARGET: pid, container, ip-netns or unit name, "
		   "namespace inode or file.\n\n"
		   "  --from FILE  use a snapshot     --json  --oneline   "
		   "formats\n"
		   "  --to ADDR[:PORT][/PROTO]        -v, -q  more, less    "
		   "-4, -6  one family\n"
		   "  --color WHEN  --ascii  --width N\n\n"
		   "Exit: 0 healthy, 1 fault, 2 usage, 3 cannot tell.\n"
		   "Example: sudo nsdoctor why-no-internet 41833      More: "
		   "man nsdoctor\n");
}

int command_help(const struct options *o, struct strbuf *out,
		 struct error *err)
{
	const char *name = o->n_args > 1 ? o->args[1] :
			   o->n_args && strcmp(o->args[0], "help") ?
			   o->args[0] : NULL;
	const struct command *c = name ? command_find(name) : NULL;

	if (o->help && o->n_args)
		c = command_find(o->args[0]);
	if (!c && name) {
		error_set(err, -EINVAL, "there is no command '%s'", name);
		return EXIT_USAGE;
	}
	if (!c) {
		help_all(out);
		return EXIT_HEALTHY;
	}
	strbuf_addf(out, "Usage: nsdoctor %s\n%s.\n\n", c->synopsis, c->what);
	options_help(out, c);
	strbuf_addf(out, "\nExample: %s\n"
		    "Exit: 0 healthy, 1 fault, 2 usage, 3 cannot tell.\n",
		    c->example);
	return EXIT_HEALTHY;
}
