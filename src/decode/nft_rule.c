/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rules and expressions. libnftnl is not asked: it loses a rule over one
 * unknown expression and drops unknown attributes without a word, and either
 * may change what the rule means. Here every attribute has a row or makes its
 * expression opaque.
 */
#include "decode/nft.h"

#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <string.h>

#define DEPTH_MAX 4
#define EXPRS_MAX 512	/* a rule of the kernel has at most 128 */
#define OPAQUE_MAX 4096
#define COMMENT_RULE 0

static int fill(struct arena *a, struct nest attrs, void *obj, bool strict,
		unsigned int depth);

static int fill_nested(struct arena *a, const struct field *row,
		       const struct nlattr *attr, void *obj,
		       unsigned int depth)
{
	void *member = field_ptr(obj, row);
	void *sub;
	int ret;

	if (depth > DEPTH_MAX)
		return -EMSGSIZE;
	switch (row->type) {
	case FT_POINTER:
		sub = object_new(a, row->sub);
		ret = fill(a, nest_in(attr), sub, true, depth + 1);
		if (ret < 0)
			return ret;
		*(void **)member = sub;
		break;
	case FT_POLY:
		*(void **)member = nft_expr_decode(a, nest_in(attr), depth + 1);
		break;
	default:
		nft_exprs_decode(a, attr, member, depth + 1);
		break;
	}
	field_mark(obj, row);
	return 0;
}

static int fill_one(struct arena *a, const struct field *row,
		    const struct nlattr *attr, void *obj, unsigned int depth)
{
	if (row->type == FT_POINTER || row->type == FT_POLY ||
	    row->type == FT_LIST)
		return fill_nested(a, row, attr, obj, depth);
	return field_store(row, obj, a, attr_data(attr), attr_len(attr));
}

static int fill(struct arena *a, struct nest attrs, void *obj, bool strict,
		unsigned int depth)
{
	const struct field *rows = ((struct object *)obj)->type->fields;
	const struct nlattr *attr;

	while ((attr = nest_next(&attrs))) {
		const struct field *row = field_by_attr(rows, attr_type(attr));

		if (row && fill_one(a, row, attr, obj, depth) == 0)
			continue;
		if (strict)
			return -EMSGSIZE;
	}
	return attrs.bad ? -EBADMSG : 0;
}

int nft_fill(struct arena *a, struct nest attrs, void *obj, bool strict)
{
	return fill(a, attrs, obj, strict, 0);
}

static struct nft_expr *opaque(struct arena *a, const char *name,
			       const struct nlattr *data)
{
	struct nft_opaque *o = nft_expr_new(a, &nft_opaque_expr);
	size_t len = data ? attr_len(data) : 0;

	SET(o, nft_opaque, name, name);
	if (len > OPAQUE_MAX)
		len = OPAQUE_MAX;
	if (len) {
		o->data.p = arena_memdup(a, attr_data(data), len);
		o->data.len = len;
		MARK(o, nft_opaque, data);
	}
	return &o->x;
}

static const struct object_type *type_named(const struct nlattr *name)
{
	for (size_t i = 0; nft_expr_types[i]; i++)
		if (nft_attr_is(name, nft_expr_types[i]->obj.name))
			return &nft_expr_types[i]->obj;
	return NULL;
}

struct nft_expr *nft_expr_decode(struct arena *a, struct nest attrs,
				 unsigned int depth)
{
	const struct object_type *type;
	const struct nlattr *name = NULL;
	const struct nlattr *data = NULL;
	const struct nlattr *attr;
	struct nft_expr *x;

	while ((attr = nest_next(&attrs))) {
		if (attr_type(attr) == NFTA_EXPR_NAME)
			name = attr;
		else if (attr_type(attr) == NFTA_EXPR_DATA)
			data = attr;
	}
	if (attrs.bad || !name)
		return opaque(a, name ? attr_str(a, name) : "", data);
	type = type_named(name);
	if (!type)
		return opaque(a, attr_str(a, name), data);
	x = object_new(a, type);
	if (data && fill(a, nest_in(data), x, true, depth) < 0)
		return opaque(a, type->name, data);
	if (nft_expr_type(x)->check && !nft_expr_type(x)->check(x))
		return opaque(a, type->name, data);
	return x;
}

void nft_exprs_decode(struct arena *a, const struct nlattr *list,
		      nft_exprs *out, unsigned int depth)
{
	struct nest it = nest_in(list);
	const struct nlattr *attr;

	while ((attr = nest_next(&it))) {
		if (out->n >= EXPRS_MAX)
			break;
		VEC_PUSH(a, out, nft_expr_decode(a, nest_in(attr), depth));
	}
	/* What was cut off could be anything. */
	if (it.bad || attr)
		VEC_PUSH(a, out, opaque(a, "", NULL));
}

/*
 * Rules come chain by chain in the order of the chains, so the place of the
 * last one, or the next, is nearly always right.
 */
static struct nft_chain *rule_chain(struct nft_table *t,
				    const struct nlattr *name)
{
	for (size_t i = 0; i < t->chains.n; i++) {
		size_t at = (t->recent + i) % t->chains.n;

		if (nft_attr_is(name, t->chains.v[at]->name)) {
			t->recent = at;
			return t->chains.v[at];
		}
	}
	return NULL;
}

static void rule_compat(struct nft_rule *rule, const struct nlattr *compat)
{
	struct nest it = nest_in(compat);
	const struct nlattr *attr;
	uint32_t v;

	while ((attr = nest_next(&it))) {
		if (attr_be32(attr, &v) < 0)
			continue;
		if (attr_type(attr) == NFTA_RULE_COMPAT_PROTO)
			SET(rule, nft_rule, compat_proto, v);
		else if (attr_type(attr) == NFTA_RULE_COMPAT_FLAGS)
			SET(rule, nft_rule, compat_flags, v);
	}
}

int decode_nft_rule(const struct nlmsghdr *nlh, struct firewall *fw,
		    struct arena *a, struct error *err)
{
	struct nft_message m;
	int ret = nft_message_open(&m, nlh, NFT_MSG_NEWRULE);
	struct nft_table *t;
	struct nft_chain *c;
	struct nft_rule *rule;
	const struct nlattr *attr;

	if (ret < 0)
		return error_set(err, ret, "message of a rule");
	t = nft_message_table(&m, fw, NFTA_RULE_TABLE);
	c = t ? rule_chain(t, nft_message_attr(&m, NFTA_RULE_CHAIN)) : NULL;
	if (!c)
		return error_set(err, -ENOENT, "rule of no chain");
	rule = object_new(a, &nft_rule_type);
	if (nft_fill(a, m.attrs, rule, false) < 0)
		return error_set(err, -EBADMSG, "message of a rule");
	attr = nft_message_attr(&m, NFTA_RULE_EXPRESSIONS);
	if (attr) {
		nft_exprs_decode(a, attr, &rule->exprs, 0);
		MARK(rule, nft_rule, exprs);
	}
	attr = nft_message_attr(&m, NFTA_RULE_COMPAT);
	if (attr)
		rule_compat(rule, attr);
	rule->comment = nft_comment(a, rule->userdata, COMMENT_RULE);
	if (rule->comment)
		MARK(rule, nft_rule, comment);
	VEC_PUSH(a, &c->rules, rule);
	MARK(c, nft_chain, rules);
	return 0;
}
