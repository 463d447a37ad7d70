/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * FLT29: an accept is there, but names something that no longer is: an
 * interface that the namespace does not have.
 */
#include <string.h>

#include "diagnose/findings/filter_fix.h"
#include "firewall/nft/nft.h"
#include "firewall/xt/xt.h"

/* The name behind @key in a rule's text, without quotes; NULL: not there. */
static char *name_after(struct arena *a, const char *text, const char *key)
{
	const char *at = strstr(text, key);

	if (!at || (at > text + 1 && at[-2] == '!'))
		return NULL;
	at += strlen(key);
	if (*at == '!')
		return NULL;
	at += *at == '"';
	return arena_strndup(a, at, strcspn(at, " \""));
}

static bool stale(const struct death *d, const char *text, char **name)
{
	static const char *const keys[] = { "-i ", "-o ", "iifname ",
					    "oifname ", "iif ", "oif " };
	const struct netns *ns = ns_of(d, d->end->netns);

	if (!strstr(text, "accept") && !strstr(text, "ACCEPT"))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		char *n = name_after(d->arena, text, keys[i]);
		size_t len = n ? strlen(n) : 0;

		if (!len || n[len - 1] == '+' || n[len - 1] == '*' ||
		    *n == '{' || *n == '@')
			continue;
		if (!netns_link_named(ns, n)) {
			*name = n;
			return true;
		}
	}
	return false;
}

static const struct object *stale_nft(const struct death *d,
				      const struct nft_chain *c, char **name,
				      struct fw_place *p)
{
	for (size_t i = 0; i < c->rules.n; i++) {
		firewall_describe(ns_of(d, d->end->netns),
				  &c->rules.v[i]->obj, d->arena, p);
		if (p->text && stale(d, p->text, name))
			return &c->rules.v[i]->obj;
	}
	return NULL;
}

static const struct object *stale_xt(const struct death *d,
				     const struct xt_chain *c, char **name,
				     struct fw_place *p)
{
	for (size_t i = 0; i < c->rules.n; i++) {
		firewall_describe(ns_of(d, d->end->netns),
				  &c->rules.v[i]->obj, d->arena, p);
		if (p->text && stale(d, p->text, name))
			return &c->rules.v[i]->obj;
	}
	return NULL;
}

static bool detect_misses(const struct death *d, struct finding *f)
{
	const struct object *chain = filter_chain(d);
	const struct object *rule = NULL;
	struct fw_place p;
	char *name = NULL;
	struct evidence e = { .kind = EVIDENCE_RULE };

	if (!is_filtered(d) || d->end->stage != STAGE_NF_FORWARD || !chain)
		return false;
	filter_place(d, &p);
	if (!filter_is_catch_all(d, &p))
		return false;
	if (chain->type == &nft_chain_type)
		rule = stale_nft(d, (const struct nft_chain *)chain, &name, &p);
	else if (chain->type == &xt_chain_type)
		rule = stale_xt(d, (const struct xt_chain *)chain, &name, &p);
	if (!rule)
		return false;
	f->title = arena_printf(d->arena, "a rule of %s accepts for %s, which "
				"does not exist; the packet is dropped",
				ns_title(d, d->end->netns),
				text_safe(d->arena, name));
	e.netns = d->end->netns;
	e.object = rule;
	e.place = p;
	VEC_PUSH(d->arena, &f->evidence, e);
	filter_fill(d, f);
	return true;
}

static const struct explain explain_misses = {
	.means = "A rule would accept the packet but for one term: it names an "
		 "interface or address that no longer is.",
	.seen = "The chain drops the packet by its last resort, and holds an "
		"accept for an interface that is not there.",
	.notice = "Silence.",
	.confused = "rules for interfaces that come and go",
	.mend = "the accept again, with the right name",
	.seen_in = "interfaces that were renamed; networks made anew",
};

const struct finding_type rule_misses = {
	.code = "rule-misses",
	.second = "FLT29",
	.summary = "the accept names something that no longer is",
	.detect = detect_misses,
	.mend = mend_accept,
	.explain = &explain_misses,
};
