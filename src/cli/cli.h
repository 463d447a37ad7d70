/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cli - the program: options, targets, commands
 *
 * Owns:     the option table, the command table, names to namespaces, the
 *           loop of reading and walking, exit codes, writing and errors.
 * Takes:    a command line.
 * Gives:    one answer on stdout and an exit code.
 * Must not: hold a diagnosis of its own.
 * Start at: main.c, then session.c and command/.
 */
#ifndef NSD_CLI_H
#define NSD_CLI_H

#include "collect/collect.h"
#include "render/render.h"

enum exit_code {
	EXIT_HEALTHY = 0,
	EXIT_FAULT = 1,
	EXIT_USAGE = 2,
	EXIT_UNKNOWN = 3,
	EXIT_BUG = 70,
};

enum color_when {
	COLOR_AUTO,
	COLOR_ALWAYS,
	COLOR_NEVER,
};

#define MAX_ARGS 64

/** struct options - the command line, parsed; strings are argv's */
struct options {
	const char *from;
	bool json;
	bool markdown;
	bool oneline;
	bool quiet;
	unsigned int verbose;
	bool commands;
	int family;
	const char *to[16];
	unsigned int n_to;
	bool probe;
	const char *proc;
	unsigned int timeout;
	enum color_when color;
	bool ascii;
	bool utf8;
	unsigned int width;
	bool help;
	bool version;
	/* list */
	const char *columns;
	const char *sort;
	bool no_headings;
	bool no_health;
	bool problems;
	/* show */
	const char *section;
	bool all;
	/* trace */
	const char *proto;
	unsigned int port;
	unsigned int sport;
	const char *from_addr;
	unsigned long mark;
	const char *from_outside;
	bool reply_only;
	bool minimal;
	bool summary;
	bool detail;
	/* snapshot */
	const char *output;
	bool force;
	/* what is left */
	const char *args[MAX_ARGS];
	unsigned int n_args;
};

/** options_parse() - 0, or -EINVAL with @err */
int options_parse(int argc, char **argv, struct options *o,
		  struct error *err);
/** options_help() - the lines of one command's options */
struct command;
void options_help(struct strbuf *out, const struct command *c);

/**
 * struct command - a row of the command table
 * @group: options of its own beside the global ones (OPT_GROUP_*)
 * @min, @max: arguments
 */
enum option_group {
	GROUP_GLOBAL = 1 << 0,
	GROUP_ASK = 1 << 1,
	GROUP_LIST = 1 << 2,
	GROUP_SHOW = 1 << 3,
	GROUP_TRACE = 1 << 4,
	GROUP_SNAPSHOT = 1 << 5,
};

struct command {
	const char *name;
	const char *synopsis;
	const char *what;
	const char *example;
	unsigned int groups;
	unsigned int min;
	unsigned int max;
	int (*run)(const struct options *o, struct strbuf *out,
		   struct error *err);
};

extern const struct command commands[];
const struct command *command_find(const char *name);

int command_why_no_internet(const struct options *o, struct strbuf *out,
			    struct error *err);
int command_trace(const struct options *o, struct strbuf *out,
		  struct error *err);
int command_list(const struct options *o, struct strbuf *out,
		 struct error *err);
int command_show(const struct options *o, struct strbuf *out,
		 struct error *err);
int command_snapshot(const struct options *o, struct strbuf *out,
		     struct error *err);
int command_explain(const struct options *o, struct strbuf *out,
		    struct error *err);
int command_help(const struct options *o, struct strbuf *out,
		 struct error *err);

/* ---- session.c: a snapshot, live or from a file ---- */

/**
 * struct session - where the answer comes from
 * @collector: NULL with --from
 * @snap: sealed; replaced by session_more()
 */
struct session {
	const struct options *opt;
	struct collector *collector;
	struct snapshot *snap;
	unsigned int rounds;
};

int session_open(struct session *s, const struct options *o,
		 struct error *err);
void session_close(struct session *s);
/** session_read() - read these kinds of the namespaces (all with @n 0) */
int session_read(struct session *s, const uint64_t *inodes, size_t n,
		 uint32_t kinds, struct error *err);
/** session_discover() - look in more sources, seal again */
int session_discover(struct session *s, uint32_t sources, struct error *err);
/** session_more() - one round for @wants: true: something new was read */
bool session_more(struct session *s, const want_vec *wants, struct error *err);
/** session_finish() - reading is over: give up all rights */
int session_finish(struct session *s, struct error *err);

/* ---- target.c ---- */

/** struct target - what a name led to; @ino survives sealing, numbers do not */
struct target {
	uint64_t ino;
	const char *id;
	uint32_t pid;
	uint32_t inbound_if;
};

/** target_find() - a target as interface's table has them; -ENOENT, -EINVAL,
 * or -EACCES where sight was partial (then the exit code is 3) */
int target_find(struct session *s, const char *text, struct target *out,
		struct error *err);
uint32_t target_number(const struct session *s, const struct target *t);
/** destination_parse() - ADDR[:PORT][/PROTO] */
int destination_parse(const char *text, struct ip_addr *addr, uint16_t *port,
		      uint8_t *proto, struct error *err);
int protocol_parse(const char *text, uint8_t *proto);

/* ---- output.c ---- */
void style_from(const struct options *o, struct style *s);
int write_all(const struct strbuf *out, struct error *err);

#endif
