/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * diagnose - from walks to answers
 *
 * Owns:     the questions that are asked, the catalogue of findings, the
 *           changes that mend, the search for every blocker, the plan.
 * Takes:    a sealed snapshot and a target.
 * Gives:    a struct diagnosis: verdict, findings with evidence, a plan that
 *           was proven in the model.
 * Must not: read the system, print, or put words where data will do.
 * Start at: diagnose_internet(), then search.c and findings/registry.c.
 */
#ifndef NSD_DIAGNOSE_H
#define NSD_DIAGNOSE_H

#include "walk/walk.h"

/* ---- changes: what a repair does to the model and how it is typed ---- */

enum change_kind {
	CHANGE_SYSCTL,		/* path, value */
	CHANGE_LINK_UP,		/* ifindex */
	CHANGE_MASTER,		/* ifindex, other */
	CHANGE_PORT,		/* ifindex, field, number */
	CHANGE_ADDRESS_ADD,	/* ifindex, prefix */
	CHANGE_ADDRESS_DEL,
	CHANGE_ROUTE_ADD,	/* route */
	CHANGE_ROUTE_REPLACE,
	CHANGE_ROUTE_DEL,	/* route, of the snapshot */
	CHANGE_RULE_ADD,	/* rule */
	CHANGE_RULE_DEL,	/* rule, of the snapshot */
	CHANGE_NEIGHBOUR_DEL,	/* neighbour */
	CHANGE_PROXY_ADD,	/* ifindex, prefix.addr */
	CHANGE_FDB_DEL,		/* fdb */
	CHANGE_MTU,		/* ifindex, number */
	CHANGE_MAC,		/* ifindex, mac */
	CHANGE_RULESET,		/* edit */
	CHANGE_RESOLVER,	/* pid, value: the nameserver's address */
};

/**
 * struct change - one step of a repair, in one namespace
 * The comment beside each kind names the members that count.
 */
struct change {
	enum change_kind kind;
	uint32_t netns;
	uint32_t ifindex;
	uint32_t other;
	uint32_t number;
	uint32_t pid;
	const char *path;
	const char *value;
	const char *field;
	struct ip_prefix prefix;
	struct mac mac;
	const struct route *route;
	const struct rule *rule;
	const struct neighbour *neighbour;
	const struct fdb *fdb;
	struct rule_edit edit;
};
typedef VEC(struct change) change_vec;

/** change_apply() - do it to an overlay; the caller seals. -errno, @err */
int change_apply(struct snapshot *ov, const struct change *c,
		 struct error *err);

/**
 * change_commands() - the same as command lines, run inside the namespace
 * @in: snapshot in which the change's objects are looked up (its names)
 * @out: one shell line each, quoted
 */
typedef VEC(const char *) line_vec;
void change_commands(const struct snapshot *in, const struct change *c,
		     struct arena *a, line_vec *out);

/* ---- questions ---- */

enum question_kind {
	ASK_PING,
	ASK_TCP,
	ASK_DNS_UDP,
	ASK_DNS_TCP,
	ASK_UDP,
	ASK_OTHER,
};

/**
 * struct question - one thing asked of the model
 * @id: "icmp4", "tcp4-443", "dns-udp-192.0.2.53"
 * @needs_service: a refusal is no success (DNS)
 * @alternate: a failure is a note while an earlier one of its kind passes: a
 *             second nameserver
 * @now, @fixed: walks over the snapshot as it is, and over the plan
 * @blocked_by: number of the first finding it died of, 0: none
 */
struct question {
	const char *id;
	enum question_kind kind;
	struct probe probe;
	bool needs_service;
	uint32_t server;	/* DNS: which nameserver line, from 0 */
	bool alternate;
	bool asked_by_user;
	struct walk_result now;
	struct walk_result fixed;
	uint32_t blocked_by;
	uint32_t unknown_by;
};

/* ---- findings ---- */

enum severity {
	SEVERITY_FAULT,
	SEVERITY_UNKNOWN,
	SEVERITY_WARNING,
	SEVERITY_NOTE,
};

enum evidence_kind {
	EVIDENCE_SYSCTL,	/* path, value */
	EVIDENCE_RULE,		/* place */
	EVIDENCE_POLICY,	/* place */
	EVIDENCE_ROUTE,		/* object */
	EVIDENCE_LINK,		/* object, text */
	EVIDENCE_ADDRESS,	/* value, device */
	EVIDENCE_NEIGHBOUR,
	EVIDENCE_PROCESS,
	EVIDENCE_FILE,		/* path, text */
	EVIDENCE_GAP,
	EVIDENCE_PROGRAM,
	EVIDENCE_TEXT,		/* text alone */
};

struct evidence {
	enum evidence_kind kind;
	uint32_t netns;
	const struct object *object;
	struct fw_place place;
	line_vec via;		/* rules that jump to it, outermost first */
	const char *path;
	const char *value;
	const char *device;
	const char *role;
	const char *text;
};

/** struct fix - changes that mend one finding or several, proven together */
struct fix {
	change_vec changes;
	line_vec commands;	/* to be run inside @netns, in order */
	uint32_t netns;
	bool own_mount;		/* writes a file: run where nsdoctor runs */
	uint32_t mends[16];	/* finding numbers */
	uint32_t n_mends;
	const char *lasts;	/* "reboot", "namespace", "firewalld reload" */
	const char *keep;	/* command or file that makes it last, or NULL */
	const char *wider;	/* what else it lets through, or NULL */
};

struct finding_type;

/**
 * struct finding - something that is so, and what it does to the packet
 * @number: from 1, in the order the packet meets them
 * @probes: bit i: question i needs it mended
 * @fix: chosen by the plan, NULL: no command mends it; then @hint
 */
struct finding {
	const struct finding_type *type;
	uint32_t number;
	enum severity severity;
	bool blocking;
	const char *title;
	uint32_t netns;
	enum stage stage;
	enum direction dir;
	uint32_t iif;
	uint32_t oif;
	bool bridged;
	uint64_t probes;
	VEC(struct evidence) evidence;
	const char *owner;
	const char *owner_by;	/* how it was recognised */
	const char *effect;
	const char *hint;
	enum symptom symptom;
	struct fix *fix;
	const struct object *object;	/* identity: what decided */
	uint32_t extended;		/* how often its fix got more to do */
};

/**
 * struct death - a walk that ended badly, offered to finding types
 * @snap: the model it died in: the snapshot with the fixes found so far
 * @base: the snapshot as read
 * @q: what was asked
 * @outer: where the packet died; @end: why: the same, or, where its next hop
 *         was not resolved, how the question for it died
 * @branch: the branch whose end it is
 * @target: namespace that asks; @pid: its process or 0
 */
struct death {
	const struct snapshot *snap;
	const struct snapshot *base;
	const struct question *q;
	const struct walk_end *end;
	const struct walk_end *outer;
	const struct walk_branch *branch;
	uint32_t target;
	uint32_t pid;
	const struct resolver *resolver;
	struct arena *arena;
	want_vec *helpful;	/* what a mend would have to know: death_want() */
};

typedef VEC(struct fix *) fix_vec;

/** struct explain - the text of `nsdoctor explain`, line breaks free */
struct explain {
	const char *means;
	const char *seen;
	const char *notice;
	const char *confused;
	const char *mend;
	const char *seen_in;
};

/**
 * struct finding_type - a row of the catalogue
 * @code, @second: "ipv4-forward-off", "FWD01"; stable for ever
 * @summary: what explain says in its head line
 * @detect: is this death ours? On yes it fills @f (title, evidence, effect)
 * @mend: candidate fixes, least intrusive first; may add none
 */
struct finding_type {
	const char *code;
	const char *second;
	const char *summary;
	bool (*detect)(const struct death *d, struct finding *f);
	void (*mend)(const struct death *d, struct finding *f, fix_vec *out);
	const struct explain *explain;
};

/** finding_types - every type; the order says who owns a death that several
 * fit: the most specific first, the general ones last; ends with NULL */
extern const struct finding_type *const finding_types[];
const struct finding_type *finding_by_code(const char *code);

/** symptom_words() - what the sender notices, as the report says it */
const char *symptom_words(enum symptom s);

/* ---- the seven checks of the documented check list ---- */

enum check_state {
	CHECK_PASS,
	CHECK_FAIL,
	CHECK_UNKNOWN,
	CHECK_NOT_APPLICABLE,
};

struct check {
	const char *name;	/* JSON: "address" … */
	const char *label;	/* text: "IP address" … */
	enum check_state state;
	const char *text;
	uint32_t findings[16];
	uint32_t n_findings;
};

struct assumption {
	const char *id;		/* "A1" */
	const char *code;	/* "edge-answers-on-link-only", "beyond-answers" */
	uint32_t netns;
	const char *device;
	line_vec prefixes;
	line_vec addresses;
};

struct not_asked {
	const char *family;	/* "ipv6" */
	const char *reason;	/* word */
	const char *text;
};

enum verdict {
	VERDICT_HEALTHY,
	VERDICT_FAULT,
	VERDICT_UNKNOWN,
};

/** struct diagnosis - the answer, all in one arena */
struct diagnosis {
	struct arena *arena;
	const struct snapshot *snap;
	struct snapshot *fixed;		/* with the plan; NULL without one */
	uint32_t target;
	uint32_t pid;
	const struct resolver *resolver;
	VEC(struct question *) questions;
	VEC(struct finding *) findings;
	fix_vec plan;			/* in the order to run them */
	bool plan_delivers;
	bool plan_minimal;
	bool by_design;			/* healthy: no way out is meant */
	const char *design_text;
	bool ask4;
	bool ask6;
	struct check checks[7];
	VEC(struct assumption) assumptions;
	VEC(struct not_asked) not_asked;
	enum verdict verdict;
	const char *summary;
	enum symptom symptom;
	bool unread;			/* the target itself could not be read */
	VEC(struct snapshot *) models;	/* overlays that results point into */
	want_vec wants;			/* not empty: the rest is preliminary */
	want_vec helpful;		/* with these read, more may be mended */
};

/** struct ask - what the user wants to know */
struct ask {
	uint32_t netns;
	uint32_t pid;		/* 0: the namespace by name */
	int family;		/* 0 (by what it has), 4, 6 */
	struct {
		struct ip_addr addr;
		uint16_t port;
		uint8_t proto;	/* 0: ping and TCP 443 */
	} to[16];
	uint32_t n_to;
};

/** diagnose_internet() - `why-no-internet`; never fails */
struct diagnosis *diagnose_internet(const struct snapshot *snap,
				    const struct ask *ask);
void diagnosis_free(struct diagnosis *d);

/* ---- private to this room: search.c, plan.c, questions.c, checks.c ---- */

void questions_make(struct diagnosis *d, const struct ask *ask);
void search_run(struct diagnosis *d);
void plan_make(struct diagnosis *d, fix_vec *fixes);
void checks_make(struct diagnosis *d);
void assumptions_make(struct diagnosis *d);
void verdict_make(struct diagnosis *d);
/** findings_number() - faults as met, then unknowns, then the rest */
void findings_number(struct diagnosis *d);
/** model_with() - an overlay of @base with these fixes; NULL when one fails */
struct snapshot *model_with(const struct snapshot *base, const fix_vec *fixes,
			    const struct fix *without);
/** question_walk() - ask it over a model; @wants are collected in @d */
void question_walk(struct diagnosis *d, const struct question *q,
		   const struct snapshot *snap, struct walk_result *out);
/** question_resolver() - the file that the target would use; NULL: not known */
const struct resolver *question_resolver(const struct netns *ns, uint32_t pid);
/** question_server() - for DNS: the server that 's file names; false:
 * that line is not there (any more) */
bool question_server(struct diagnosis *d, const struct question *q,
		     const struct snapshot *snap, struct probe *probe);
/** question_passes() - delivered, and what was asked was served */
bool question_passes(const struct question *q, const struct walk_result *r);

/* ---- for findings/ ---- */

/** death_want() - a mend lacks this: to be read where that is possible */
void death_want(const struct death *d, uint32_t netns, uint32_t kind,
		uint64_t key);
struct fix *fix_new(const struct death *d, uint32_t netns);
void fix_add(const struct death *d, struct fix *f, const struct change *c);
/** ns_of()/ns_title() - the namespace of a number, and what to call it */
const struct netns *ns_of(const struct death *d, uint32_t number);
const char *ns_title(const struct death *d, uint32_t number);
const char *if_name(const struct death *d, uint32_t netns, uint32_t ifindex);
void evidence_sysctl(const struct death *d, struct finding *f, uint32_t netns,
		     const char *path);
void evidence_place(const struct death *d, struct finding *f,
		    const struct walk_end *end);
void evidence_text(const struct death *d, struct finding *f,
		   enum evidence_kind kind, uint32_t netns, const char *fmt,
		   ...) NSD_PRINTF(5, 6);
void evidence_object(const struct death *d, struct finding *f,
		     enum evidence_kind kind, uint32_t netns,
		     const struct object *obj, const char *text);
/** sysctl_conf_path() - "net/ipv4/conf/eth0/forwarding" */
char *sysctl_conf_path(struct arena *a, uint8_t family, const char *ifname,
		       const char *name);

/** owner_of() - who put a rule there: "Docker", "firewalld"; NULL: nobody known */
const char *owner_of(const struct fw_place *place, const char **by);

#endif
