/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * report - the facts of every answer, before any format
 *
 * Owns:     the path of a report, the lines of a trace, rows of a list,
 *           sections of a namespace, how a namespace is entered, the origin.
 * Takes:    a snapshot, a diagnosis or a walk's result.
 * Gives:    plain structs that every renderer words alike.
 * Must not: print, judge, or know a format.
 * Start at: report_path(), report_trace().
 */
#ifndef NSD_REPORT_H
#define NSD_REPORT_H

#include "diagnose/diagnose.h"

/** report_enter() - what to put before a command to run it inside the
 * namespace from where nsdoctor runs: "ip netns exec web"; NULL: nothing */
char *report_enter(struct arena *a, const struct netns *ns);
/** report_runtime() - "ip-netns", "docker" …; NULL for none */
const char *report_runtime(const struct netns *ns);
/** report_run() - @command, wrapped for the shell that nsdoctor was started in */
char *report_run(struct arena *a, const struct netns *ns, const char *command);

/** struct box - one namespace of the picture */
struct box {
	uint32_t netns;
	uint32_t in;		/* ifindex, 0: it starts here */
	uint32_t in_master;
	uint32_t out;		/* 0: it ends here */
	uint32_t out_master;
	bool reached;
};
typedef VEC(struct box) box_vec;

/** report_path() - the boxes of the request's way, and where it would go on */
void report_path(struct arena *a, const struct diagnosis *d, box_vec *out,
		 bool *leaves);

/**
 * struct trace_line - a decision that a person would name
 * @word: "route", "bridge", "nat", "forward" …
 * @text: what was decided
 * @more: further lines under it, as rules as evidence
 * @bad: the walk ended here
 */
struct trace_line {
	uint32_t number;
	enum direction dir;
	uint32_t netns;
	bool beyond;
	const char *word;
	const char *text;
	line_vec more;
	bool bad;
	bool unknown;
	const struct trace_step *step;
};
typedef VEC(struct trace_line) trace_lines;

/** report_trace() - a branch's steps as lines; @detail: every one of them */
void report_trace(struct arena *a, const struct snapshot *snap,
		  const struct walk_branch *b, bool detail, trace_lines *out);

/** report_object() - any object in a few words: a route, a rule, a link */
char *report_object(struct arena *a, const struct netns *ns,
		    const struct object *o);
/** route_words() - as `ip route` prints it, without table */
char *route_words(struct arena *a, const struct netns *ns,
		  const struct route *r);
char *rule_words(struct arena *a, const struct rule *r);
/** flags_words() - "UP", "DOWN", "NO-CARRIER" of a link */
const char *link_state(const struct link *l);

/** struct list_row - a namespace in `list` */
struct list_row {
	const struct netns *ns;
	const char *name;
	const char *runtime;
	const char *main;
	const char *address;
	bool judged;
	enum verdict verdict;
	bool by_design;
	const char *code;
	const char *title;
	uint32_t more;		/* further findings */
};
typedef VEC(struct list_row) list_rows;

/** report_list() - every namespace, host first, then by name */
void report_list(struct arena *a, const struct snapshot *snap,
		 list_rows *out);
/** report_list_judge() - sort by what was judged: faults first */
void report_list_judge(list_rows *rows);

/**
 * struct fw_chain - a chain with its rules, for `show`
 * @base: on a hook, at @hook and @priority; else only jumped to, or asleep
 */
struct fw_chain {
	const struct object *object;
	bool base;
	const char *hook;
	const char *priority;
	struct fw_place place;
	VEC(struct fw_place) rules;
};
typedef VEC(struct fw_chain) fw_chains;

/** report_firewall() - base chains of both backends in kernel order, then the
 * rest */
void report_firewall(struct arena *a, const struct netns *ns, fw_chains *out);

#endif
