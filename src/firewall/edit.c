/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The edits that a repair makes: a copy of the ruleset in which the table
 * concerned is its own, all others are shared; and the change in it. What is
 * put there is what the kernel would list after the command of edit_argv.c:
 * tests/unit/firewall/test_edit.c holds the two together.
 */
#include <errno.h>
#include <string.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

#include "firewall/edit.h"

struct firewall *firewall_clone(const struct firewall *fw, struct arena *a)
{
	struct firewall *copy = object_copy(a, fw);

	VEC_COPY(a, &copy->tables, &fw->tables);
	VEC_COPY(a, &copy->xtables, &fw->xtables);
	VEC_COPY(a, &copy->ipsets, &fw->ipsets);
	return copy;
}

struct nft_chain *edit_nft_chain(const struct firewall *fw,
				 const struct nft_chain *chain)
{
	struct nft_table *t;

	if (!chain || !chain->table)
		return NULL;
	t = nft_table_find(fw, chain->table->family, chain->table->name);
	return t ? nft_chain_find(t, chain->name) : NULL;
}

struct xt_chain *edit_xt_chain(const struct firewall *fw,
			       const struct xt_chain *chain)
{
	struct xt_table *const *t;
	struct xt_chain *const *c;

	if (!chain || !chain->table)
		return NULL;
	VEC_FOR_EACH(&fw->xtables, t) {
		if ((*t)->family != chain->table->family ||
		    strcmp((*t)->name, chain->table->name))
			continue;
		VEC_FOR_EACH(&(*t)->chains, c)
			if (!strcmp((*c)->name, chain->name))
				return *c;
	}
	return NULL;
}

size_t rule_edit_place(struct object *const *rules, size_t n,
		  struct object *const *own, size_t n_own,
		  const struct object *rule)
{
	size_t i, equal = 0;

	for (i = 0; i < n; i++)
		if (rules[i] == rule)
			return i;
	for (i = 0; i < n_own && own[i] != rule; i++)
		if (object_equal(own[i], rule, false))
			equal++;
	if (i == n_own)
		return n;
	for (i = 0; i < n; i++)
		if (object_equal(rules[i], rule, false) && !equal--)
			return i;
	return n;
}

size_t edit_nft_place(const struct nft_chain *c, const struct object *before)
{
	const struct nft_rule *rule = (const void *)before;
	size_t i;

	if (rule->handle)
		for (i = 0; i < c->rules.n; i++)
			if (c->rules.v[i]->handle == rule->handle)
				return i;
	if (!rule->chain)
		return c->rules.n;
	return rule_edit_place((struct object *const *)c->rules.v, c->rules.n,
			  (struct object *const *)rule->chain->rules.v,
			  rule->chain->rules.n, before);
}

size_t edit_xt_place(const struct xt_chain *c, const struct object *before)
{
	const struct xt_rule *rule = (const void *)before;

	if (!rule->chain)
		return c->rules.n;
	return rule_edit_place((struct object *const *)c->rules.v, c->rules.n,
			  (struct object *const *)rule->chain->rules.v,
			  rule->chain->rules.n, before);
}

/* The table becomes the copy's own; NULL where the copy has no such table. */
static struct nft_table *own_nft_table(struct firewall *fw, struct arena *a,
				       const struct nft_table *like)
{
	struct nft_table **t;

	VEC_FOR_EACH(&fw->tables, t) {
		if ((*t)->family != like->family ||
		    strcmp((*t)->name, like->name))
			continue;
		*t = edit_copy(a, *t);
		return *t;
	}
	return NULL;
}

static struct xt_table *own_xt_table(struct firewall *fw, struct arena *a,
				     const struct xt_table *like)
{
	struct xt_table **t;

	VEC_FOR_EACH(&fw->xtables, t) {
		if ((*t)->family != like->family ||
		    strcmp((*t)->name, like->name))
			continue;
		*t = edit_copy(a, *t);
		return *t;
	}
	return NULL;
}

/* Only this table: the others are shared with the ruleset that was cloned. */
static int seal_nft(struct nft_table *t, uint32_t index, struct arena *a,
		    struct error *err)
{
	struct firewall alone = { 0 };
	int ret;

	VEC_PUSH(a, &alone.tables, t);
	ret = nft_seal(&alone, a, err);
	t->index = index;
	return ret;
}

static int no_place(struct error *err, const char *what)
{
	return error_set(err, -ENOENT, "the ruleset has no such %s", what);
}

/* Where the edit is made: before a rule, or at one of the ends. */
static int edit_at(const struct rule_edit *e, size_t n, size_t before,
		   size_t *at, struct error *err)
{
	if (e->before && before == n)
		return no_place(err, "rule");
	if (e->kind == EDIT_DELETE && !e->before)
		return no_place(err, "rule");
	*at = e->before ? before : e->kind == EDIT_APPEND ? n : 0;
	return 0;
}

/* A chain without rules is read as one of which no rules are known. */
static void note_rules(struct nft_chain *c)
{
	const struct field *f = field_by_name(nft_chain_type.fields, "rules");

	if (c->rules.n)
		field_mark(c, f);
	else
		c->obj.set &= ~(1ull << field_index(&nft_chain_type, f));
}

static int change_nft(struct firewall *fw, struct arena *a,
		      const struct rule_edit *e, struct error *err)
{
	const struct nft_chain *chain = (const void *)e->chain;
	struct nft_table *t;
	struct nft_chain *c;
	size_t at;
	int ret;

	t = chain->table ? own_nft_table(fw, a, chain->table) : NULL;
	c = t ? nft_chain_find(t, chain->name) : NULL;
	if (!c)
		return no_place(err, "chain");
	ret = edit_at(e, c->rules.n,
		      e->before ? edit_nft_place(c, e->before) : 0, &at, err);
	if (ret < 0)
		return ret;
	if (e->kind == EDIT_DELETE) {
		VEC_REMOVE(&c->rules, at);
	} else {
		struct nft_rule *r = t->iptables ?
			edit_compat_rule(a, t->family, &e->spec) :
			edit_native_rule(a, t->family, &e->spec);

		VEC_INSERT(a, &c->rules, at, r);
	}
	note_rules(c);
	return seal_nft(t, t->index, a, err);
}

static int change_xt(struct firewall *fw, struct arena *a,
		     const struct rule_edit *e, struct error *err)
{
	const struct xt_chain *chain = (const void *)e->chain;
	struct xt_table *t;
	struct xt_chain *c = NULL;
	size_t at;
	int ret;

	t = chain->table ? own_xt_table(fw, a, chain->table) : NULL;
	if (t)
		c = edit_xt_chain(fw, chain);
	if (!c)
		return no_place(err, "chain");
	/* The positions that a copy of the rule had are set by sealing. */
	ret = edit_at(e, c->rules.n,
		      e->before ? edit_xt_place(c, e->before) : 0, &at, err);
	if (ret < 0)
		return ret;
	if (e->kind == EDIT_DELETE)
		VEC_REMOVE(&c->rules, at);
	else
		VEC_INSERT(a, &c->rules, at,
			   edit_legacy_rule(a, t->family, &e->spec));
	return xt_table_seal(t, err);
}

static int add_nat(struct firewall *fw, struct arena *a,
		   const struct rule_edit *e, struct error *err)
{
	struct nft_table *t = object_new(a, &nft_table_type);
	struct nft_chain *c = object_new(a, &nft_chain_type);

	if (nft_table_find(fw, e->family, EDIT_NAT_TABLE))
		return error_set(err, -EEXIST, "table %s is there already",
				 EDIT_NAT_TABLE);
	SET(t, nft_table, family, e->family);
	SET(t, nft_table, name, EDIT_NAT_TABLE);
	SET(t, nft_table, flags, 0);
	SET(c, nft_chain, name, EDIT_NAT_CHAIN);
	SET(c, nft_chain, base, true);
	SET(c, nft_chain, hook, NF_INET_POST_ROUTING);
	SET(c, nft_chain, priority, 100);
	SET(c, nft_chain, chain_type, "nat");
	SET(c, nft_chain, policy, NF_ACCEPT);
	SET(c, nft_chain, flags, NFT_CHAIN_BASE);
	VEC_PUSH(a, &c->rules, edit_native_rule(a, e->family, &e->spec));
	MARK(c, nft_chain, rules);
	VEC_PUSH(a, &t->chains, c);
	MARK(t, nft_table, chains);
	VEC_PUSH(a, &fw->tables, t);
	return seal_nft(t, (uint32_t)fw->tables.n - 1, a, err);
}

static const struct nft_table *table_of(const struct object *o)
{
	if (o && o->type == &nft_table_type)
		return (const void *)o;
	if (o && o->type == &nft_chain_type)
		return ((const struct nft_chain *)o)->table;
	return NULL;
}

static int wake(struct firewall *fw, struct arena *a,
		const struct rule_edit *e, struct error *err)
{
	const struct nft_table *like = table_of(e->chain);
	struct nft_table *t = like ? own_nft_table(fw, a, like) : NULL;

	if (!t)
		return no_place(err, "table");
	t->flags &= ~(uint32_t)NFT_TABLE_F_DORMANT;
	return seal_nft(t, t->index, a, err);
}

int firewall_edit(struct firewall *fw, struct arena *a,
		  const struct rule_edit *edit, struct error *err)
{
	switch (edit->kind) {
	case EDIT_NEW_NAT:
		return add_nat(fw, a, edit, err);
	case EDIT_WAKE:
		return wake(fw, a, edit, err);
	case EDIT_INSERT:
	case EDIT_APPEND:
	case EDIT_DELETE:
		break;
	}
	if (edit->chain && edit->chain->type == &nft_chain_type)
		return change_nft(fw, a, edit, err);
	if (edit->chain && edit->chain->type == &xt_chain_type)
		return change_xt(fw, a, edit, err);
	return no_place(err, "chain");
}
