/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What names stand for: chains of jumps, sets of look-ups, objects of
 * references; and the back pointers. A name that leads nowhere stays NULL and
 * is unknown to evaluation.
 */
#include "firewall/nft/eval.h"
#include "firewall/xt/xt.h"

struct nft_table *nft_table_find(const struct firewall *fw, uint8_t family,
				 const char *name)
{
	for (size_t i = 0; i < fw->tables.n; i++) {
		struct nft_table *t = fw->tables.v[i];

		if (t->family == family && t->name && !strcmp(t->name, name))
			return t;
	}
	return NULL;
}

struct nft_chain *nft_chain_find(const struct nft_table *t, const char *name)
{
	for (size_t i = 0; i < t->chains.n; i++)
		if (t->chains.v[i]->name && !strcmp(t->chains.v[i]->name, name))
			return t->chains.v[i];
	return NULL;
}

struct nft_set *nft_set_find(const struct nft_table *t, const char *name)
{
	for (size_t i = 0; i < t->sets.n; i++)
		if (t->sets.v[i]->name && !strcmp(t->sets.v[i]->name, name))
			return t->sets.v[i];
	return NULL;
}

struct nft_object *nft_object_find(const struct nft_table *t, const char *name,
				   uint32_t kind)
{
	for (size_t i = 0; i < t->objects.n; i++) {
		struct nft_object *o = t->objects.v[i];

		if (o->kind == kind && o->name && !strcmp(o->name, name))
			return o;
	}
	return NULL;
}

/** struct names - of one table, for the many look-ups of sealing */
struct names {
	const struct nft_table *table;
	struct arena *arena;
	struct map *chains;
	struct map *sets;
};

static void seal_data(const struct names *n, struct nft_data *d)
{
	struct nft_verdict *v = d ? d->verdict : NULL;

	if (v && v->chain)
		v->to = map_find_str(n->chains, v->chain);
}

static const struct nft_set *set_named(const struct names *n, const char *name)
{
	return name ? map_find_str(n->sets, name) : NULL;
}

/*
 * What a file says may be no expression that the kernel would give: it is
 * kept as opaque, as the decoder does, so that evaluation may rely on it.
 */
static struct nft_expr *checked(const struct names *n, struct nft_expr *x)
{
	const struct expr_type *type = nft_expr_type(x);
	struct nft_opaque *o;

	if (!type->check || type->check(x))
		return x;
	o = nft_expr_new(n->arena, &nft_opaque_expr);
	SET(o, nft_opaque, name, type->obj.name);
	return &o->x;
}

static void seal_expr(const struct names *n, struct nft_expr *x)
{
	if (nft_as(x, &nft_immediate_expr)) {
		seal_data(n, ((struct nft_immediate *)x)->data);
	} else if (nft_as(x, &nft_lookup_expr)) {
		struct nft_lookup *l = (struct nft_lookup *)x;

		l->set = set_named(n, l->set_name);
	} else if (nft_as(x, &nft_dynset_expr)) {
		struct nft_dynset *d = (struct nft_dynset *)x;

		d->set = set_named(n, d->set_name);
		if (d->expr)
			d->expr = checked(n, d->expr);
		for (size_t i = 0; i < d->exprs.n; i++)
			d->exprs.v[i] = checked(n, d->exprs.v[i]);
	} else if (nft_as(x, &nft_objref_expr)) {
		struct nft_objref *o = (struct nft_objref *)x;

		if (o->set_name)
			o->set = set_named(n, o->set_name);
		else if (o->name)
			o->object = nft_object_find(n->table, o->name, o->kind);
	} else if (nft_as(x, &nft_match_expr) || nft_as(x, &nft_target_expr)) {
		nft_compat_seal(n->arena, n->table->family,
				(struct nft_compat *)x);
	}
}

static void seal_exprs(const struct names *n, nft_exprs *exprs)
{
	for (size_t i = 0; i < exprs->n; i++) {
		exprs->v[i] = checked(n, exprs->v[i]);
		seal_expr(n, exprs->v[i]);
	}
}

static void seal_chain(const struct names *n, struct nft_chain *c,
		       uint32_t index)
{
	c->table = n->table;
	c->index = index;
	for (size_t i = 0; i < c->rules.n; i++) {
		struct nft_rule *rule = c->rules.v[i];

		rule->chain = c;
		rule->number = (uint32_t)i + 1;
		seal_exprs(n, &rule->exprs);
	}
}

static void seal_set(const struct names *n, struct nft_set *s)
{
	s->table = n->table;
	seal_exprs(n, &s->exprs);
	for (size_t i = 0; i < s->elems.n; i++) {
		struct nft_elem *e = s->elems.v[i];

		seal_data(n, e->data);
		seal_exprs(n, &e->exprs);
		if (e->objref)
			e->object = nft_object_find(n->table, e->objref,
						    s->obj_type);
	}
	nft_set_seal(s, n->arena);
}

/* nf_ct_netns_get() at load; what is not understood may do so, too. */
static enum tri expr_conntrack(const struct nft_expr *x)
{
	const struct expr_type *type = nft_expr_type(x);

	if (type == &nft_opaque_expr) {
		const char *name = ((const struct nft_opaque *)x)->name;
		const struct object_type *t = nft_expr_type_by_name(
			name ? name : "");

		if (!t)
			return TRI_UNKNOWN;
		type = container_of(t, struct expr_type, obj);
	}
	if (type == &nft_match_expr || type == &nft_target_expr) {
		const struct nft_compat *c = (const void *)x;

		return c->ext ? xt_ext_uses_conntrack(c->ext) : TRI_UNKNOWN;
	}
	return tri_of(type->conntrack);
}

static enum tri exprs_conntrack(const nft_exprs *exprs)
{
	enum tri t = TRI_NO;

	for (size_t i = 0; i < exprs->n && t != TRI_YES; i++) {
		t = tri_or(t, expr_conntrack(exprs->v[i]));
		if (nft_as(exprs->v[i], &nft_dynset_expr)) {
			const struct nft_dynset *d = (void *)exprs->v[i];

			t = tri_or(t, exprs_conntrack(&d->exprs));
			if (d->expr)
				t = tri_or(t, expr_conntrack(d->expr));
		}
	}
	return t;
}

static enum tri object_conntrack(const struct nft_object *o)
{
	switch (o->kind) {
	case NFT_OBJECT_CT_HELPER:
	case NFT_OBJECT_CT_TIMEOUT:
	case NFT_OBJECT_CT_EXPECT:
	case NFT_OBJECT_CONNLIMIT:
	case NFT_OBJECT_SYNPROXY:
		return TRI_YES;
	default:
		return TRI_NO;
	}
}

static enum tri table_conntrack(const struct nft_table *t)
{
	enum tri any = TRI_NO;

	for (size_t i = 0; i < t->objects.n; i++)
		any = tri_or(any, object_conntrack(t->objects.v[i]));
	for (size_t i = 0; i < t->sets.n; i++)
		any = tri_or(any, exprs_conntrack(&t->sets.v[i]->exprs));
	for (size_t i = 0; i < t->chains.n && any != TRI_YES; i++) {
		const struct nft_chain *c = t->chains.v[i];

		for (size_t j = 0; j < c->rules.n && any != TRI_YES; j++)
			any = tri_or(any,
				     exprs_conntrack(&c->rules.v[j]->exprs));
	}
	return any;
}

static int seal_table(struct nft_table *t, struct arena *a, struct error *err)
{
	struct names n = { .table = t,
			   .arena = a,
			   .chains = map_new(a),
			   .sets = map_new(a) };

	for (size_t i = 0; i < t->chains.n; i++) {
		struct nft_chain *c = t->chains.v[i];

		if (!c->name || map_put_str(n.chains, c->name, c))
			return error_set(err, -EINVAL,
					 "table %s: two chains of one name",
					 t->name);
	}
	for (size_t i = 0; i < t->sets.n; i++)
		if (t->sets.v[i]->name)
			map_put_str(n.sets, t->sets.v[i]->name, t->sets.v[i]);
	for (size_t i = 0; i < t->objects.n; i++)
		if (t->objects.v[i]->data)
			t->objects.v[i]->data =
				checked(&n, t->objects.v[i]->data);
	for (size_t i = 0; i < t->sets.n; i++)
		seal_set(&n, t->sets.v[i]);
	for (size_t i = 0; i < t->chains.n; i++)
		seal_chain(&n, t->chains.v[i], (uint32_t)i);
	t->conntrack = table_conntrack(t);
	t->iptables = nft_table_is_iptables(t);
	return 0;
}

int nft_seal(struct firewall *fw, struct arena *a, struct error *err)
{
	for (size_t i = 0; i < fw->tables.n; i++) {
		struct nft_table *t = fw->tables.v[i];
		int ret;

		if (!t->name)
			return error_set(err, -EINVAL, "a table has no name");
		t->index = (uint32_t)i;
		ret = seal_table(t, a, err);
		if (ret < 0)
			return ret;
	}
	return 0;
}
