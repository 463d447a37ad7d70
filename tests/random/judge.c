/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Verdict, direction and deciding rule, held against the kernel's counters. */
#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judge.h"

struct claim {
	const char *verdict, *direction, *stage;
	bool has_rule;
	struct count rule;
	const char *cause;
};

const char *truth_words(const struct truth *t)
{
	if (t->reached && t->answered)
		return "delivered";
	return t->reached ? "blocked reply" : "blocked request";
}

static const char *text(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s ? s : "";
}

static void claim_rule(const json_t *doc, struct claim *c)
{
	const json_t *r = json_object_get(doc, "rule");
	struct count *n = &c->rule;

	if (!json_is_object(r))
		return;
	c->has_rule = true;
	/* a rule that kept a neighbour from answering may be anywhere */
	if (!strcmp(text(doc, "stage"), "neighbour") ||
	    sscanf(text(doc, "namespace"), "net:[%lu]", &n->netns) != 1)
		n->netns = 0;
	n->legacy = !strcmp(text(r, "backend"), "iptables-legacy");
	snprintf(n->family, sizeof(n->family), "%s", text(r, "family"));
	snprintf(n->table, sizeof(n->table), "%s", text(r, "table"));
	snprintf(n->chain, sizeof(n->chain), "%s", text(r, "chain"));
	n->handle = json_integer_value(json_object_get(r, "handle"));
	if (n->legacy)
		n->position = json_integer_value(json_object_get(r,
								 "position"));
	if (json_is_string(json_object_get(r, "policy")))
		n->kind = COUNT_POLICY;
}

static void claim_read(const json_t *doc, struct claim *c)
{
	memset(c, 0, sizeof(*c));
	c->verdict = text(doc, "verdict");
	c->direction = text(doc, "direction");
	c->stage = text(doc, "stage");
	c->cause = text(json_object_get(doc, "cause"), "reason");
	claim_rule(doc, c);
}

void count_words(const struct truth *t, const struct count *n, char *buf,
		 size_t size)
{
	const char *ns = "?";
	unsigned int i;

	for (i = 0; i < t->n_netns; i++)
		if (t->netns[i].inode == n->netns)
			ns = t->netns[i].name;
	if (n->kind == COUNT_POLICY)
		snprintf(buf, size, "%s: %s %s %s%s policy", ns, n->family,
			 n->table, n->chain, n->legacy ? " (legacy)" : "");
	else if (n->legacy)
		snprintf(buf, size, "%s: %s %s %s rule %u (legacy)", ns,
			 n->family, n->table, n->chain, n->position);
	else
		snprintf(buf, size, "%s: %s %s %s handle %llu", ns, n->family,
			 n->table, n->chain, (unsigned long long)n->handle);
}

static bool drops_for_sure(const struct count *n)
{
	return n->kind == COUNT_DROP ||
		(n->kind == COUNT_POLICY && !n->blind);
}

static void why(struct opinion *o, enum judgement j, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void why(struct opinion *o, enum judgement j, const char *fmt, ...)
{
	va_list ap;

	o->judgement = j;
	va_start(ap, fmt);
	vsnprintf(o->why, sizeof(o->why), fmt, ap);
	va_end(ap);
}

void truth_differs(struct opinion *o, const char *expected,
		   const struct truth *t)
{
	o->truth_differs = true;
	snprintf(o->why, sizeof(o->why), "expected '%s', it was '%s'",
		 expected, truth_words(t));
}

bool rule_counted(const struct truth *t, const char *words)
{
	char one[256];
	unsigned int i;

	for (i = 0; i < t->n_hits; i++) {
		count_words(t, &t->hits[i], one, sizeof(one));
		if (!t->hits[i].blind && !strcmp(one, words))
			return true;
	}
	return false;
}

/*
 * Routing, forwarding and a missing neighbour tell the sender, and what tells
 * him may meet a rule: only the other deaths contradict a rule's counter.
 */
static bool silent_death(const struct claim *c)
{
	static const char *const stages[] = { "source-check", "bridge",
		"transmit", "receive", "socket", "conntrack", "edge" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(stages); i++)
		if (!strcmp(c->stage, stages[i]))
			return true;
	return false;
}

static bool same_table(const struct count *a, const struct count *b)
{
	return a->legacy == b->legacy && !strcmp(a->family, b->family) &&
		!strcmp(a->table, b->table);
}

static void judge_rule(const struct truth *t, const struct claim *c,
		       struct opinion *o)
{
	const struct count *only = NULL, *named = NULL;
	bool met = false;
	struct count rule;
	unsigned int drops = 0, i;
	char claimed[256], counted[256] = "no rule that drops";

	for (i = 0; i < t->n_hits; i++) {
		const struct count *n = &t->hits[i];

		if (drops_for_sure(n)) {
			drops++;
			only = n;
		}
		if (!c->has_rule)
			continue;
		rule = c->rule;
		if (!rule.netns)
			rule.netns = n->netns;
		if (count_same(n, &rule))
			named = n;
		met |= n->netns == rule.netns && same_table(n, &rule);
	}
	if (drops)
		count_words(t, only, counted, sizeof(counted));
	o->rule_settled = drops == 1;
	if (c->has_rule) {
		count_words(t, &c->rule, claimed, sizeof(claimed));
		if (!named && c->rule.kind == COUNT_POLICY && met)
			return;	/* by a "return": nothing counts that */
		if (!named)
			why(o, JUDGE_RULE, "names %s, which matched nothing; "
			    "counted: %s (%u in all)", claimed, counted, drops);
		else if (named->kind == COUNT_OTHER)
			why(o, JUDGE_RULE, "names %s, which does not drop",
			    claimed);
		else if (drops == 1 && named->kind == COUNT_DROP &&
			 named != only)
			why(o, JUDGE_RULE, "names %s; counted: %s", claimed,
			    counted);
	} else if (drops && silent_death(c)) {
		why(o, JUDGE_RULE, "names no rule (stage %s); counted: %s "
		    "(%u in all)", c->stage, counted, drops);
	}
}

static void judge_blocked(const struct question *q, const struct truth *t,
			  const struct claim *c, struct opinion *o)
{
	const char *direction = t->reached ? "reply" : "request";

	/* a stack that was reached and keeps silent: an echo it ignores */
	if (!strcmp(c->stage, "socket") && !strcmp(c->direction, "request") &&
	    q->proto == PROTO_ICMP && t->reached && !t->replied)
		direction = "request";
	if (!strcmp(c->cause, "branches-differ") && q->decidable)
		why(o, JUDGE_CANNOT_TELL, "cannot tell what blocks; the "
		    "kernel: %s", truth_words(t));
	else if (!strcmp(c->cause, "branches-differ") && !*c->direction)
		return;
	else if (strcmp(c->direction, direction))
		why(o, JUDGE_DIRECTION, "says the %s died (stage %s); the "
		    "kernel lost the %s", c->direction, c->stage, direction);
	else
		judge_rule(t, c, o);
}

static bool exit_fits(const struct truth *t, const char *verdict)
{
	int code = !strcmp(verdict, "delivered") ? 0 :
		!strcmp(verdict, "blocked") ? 1 :
		!strcmp(verdict, "unknown") ? 3 : -1;

	return t->exit == code;
}

static void judge_document(const struct question *q, const struct truth *t,
			   const json_t *doc, struct opinion *o)
{
	bool delivered = t->reached && t->answered;
	struct claim c;

	claim_read(doc, &c);
	o->claimed = true;
	if (!exit_fits(t, c.verdict)) {
		why(o, JUDGE_BROKEN, "verdict '%s' with exit code %d",
		    c.verdict, t->exit);
	} else if (!strcmp(c.verdict, "unknown")) {
		o->claimed = false;
		if (q->decidable)
			why(o, JUDGE_CANNOT_TELL, "cannot tell (stage %s); "
			    "the kernel: %s", c.stage, truth_words(t));
	} else if (delivered != !strcmp(c.verdict, "delivered")) {
		why(o, JUDGE_VERDICT, "says %s%s%s (stage %s); the kernel: %s"
		    "%s%s", c.verdict, delivered ? " " : "",
		    delivered ? c.direction : "", c.stage, truth_words(t),
		    t->error ? ", errno " : "",
		    t->error ? strerrorname_np(t->error) : "");
	} else if (!delivered) {
		judge_blocked(q, t, &c, o);
	}
}

void judge(const struct question *q, const struct truth *t, int json,
	   struct opinion *o)
{
	json_error_t error;
	json_t *doc;

	memset(o, 0, sizeof(*o));
	lseek(json, 0, SEEK_SET);
	doc = json_loadfd(json, JSON_REJECT_DUPLICATES, &error);
	if (!doc) {
		why(o, JUDGE_BROKEN, "no document (exit %d): %s", t->exit,
		    error.text);
		return;
	}
	judge_document(q, t, doc, o);
	json_decref(doc);
}
