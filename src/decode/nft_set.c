/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets and their elements, named objects, flowtables. */
#include "decode/nft.h"

#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <string.h>

/* Newer than the oldest headers this is built with: Linux 5.10 */
#define ATTR_SET_EXPR 17
#define ATTR_SET_EXPRESSIONS 18
#define COMMENT_SET 7	/* NFTNL_UDATA_SET_COMMENT */
#define COMMENT_ELEM 0
#define FIELDS_MAX 16

/* NFTA_SET_DESC_CONCAT: a list of { NFTA_SET_FIELD_LEN } */
static void set_concat(struct nft_set *s, struct arena *a,
		       const struct nlattr *list)
{
	int32_t *lens = ARENA_ARRAY(a, FIELDS_MAX, int32_t);
	struct nest it = nest_in(list);
	const struct nlattr *attr;
	uint32_t n = 0;
	uint32_t v;

	while ((attr = nest_next(&it)) && n < FIELDS_MAX) {
		struct nest field = nest_in(attr);
		const struct nlattr *len = nest_next(&field);

		if (!len || attr_be32(len, &v) < 0 || v > NFT_REG_BYTES)
			return;
		lens[n++] = (int32_t)v;
	}
	s->fields.v = lens;
	s->fields.n = n;
	MARK(s, nft_set, fields);
}

static void set_desc(struct nft_set *s, struct arena *a,
		     const struct nlattr *desc)
{
	struct nest it = nest_in(desc);
	const struct nlattr *attr;
	uint32_t v;

	while ((attr = nest_next(&it))) {
		if (attr_type(attr) == NFTA_SET_DESC_CONCAT)
			set_concat(s, a, attr);
		else if (attr_type(attr) == NFTA_SET_DESC_SIZE &&
			 attr_be32(attr, &v) == 0)
			SET(s, nft_set, size, v);
	}
}

static void set_exprs(struct nft_set *s, struct arena *a,
		      const struct nft_message *m)
{
	const struct nlattr *attr;

	attr = nft_message_attr(m, ATTR_SET_EXPRESSIONS);
	if (attr)
		nft_exprs_decode(a, attr, &s->exprs, 1);
	attr = nft_message_attr(m, ATTR_SET_EXPR);
	if (attr && !s->exprs.n)
		VEC_PUSH(a, &s->exprs, nft_expr_decode(a, nest_in(attr), 1));
	if (s->exprs.n)
		MARK(s, nft_set, exprs);
}

int decode_nft_set(const struct nlmsghdr *nlh, struct firewall *fw,
		   struct arena *a, struct error *err)
{
	struct nft_message m;
	int ret = nft_message_open(&m, nlh, NFT_MSG_NEWSET);
	const struct nlattr *attr;
	struct nft_table *t;
	struct nft_set *s;

	if (ret < 0)
		return error_set(err, ret, "message of a set");
	t = nft_message_table(&m, fw, NFTA_SET_TABLE);
	if (!t)
		return error_set(err, -ENOENT, "set of no table");
	s = object_new(a, &nft_set_type);
	if (nft_fill(a, m.attrs, s, false) < 0 || !s->name)
		return error_set(err, -EBADMSG, "message of a set");
	attr = nft_message_attr(&m, NFTA_SET_DESC);
	if (attr)
		set_desc(s, a, attr);
	set_exprs(s, a, &m);
	s->comment = nft_comment(a, s->userdata, COMMENT_SET);
	if (s->comment)
		MARK(s, nft_set, comment);
	VEC_PUSH(a, &t->sets, s);
	MARK(t, nft_table, sets);
	return 0;
}

/* NFTA_SET_ELEM_KEY, _KEY_END: { NFTA_DATA_VALUE } */
static int elem_key(struct arena *a, const struct nlattr *attr,
		    struct bytes *out)
{
	struct nest it = nest_in(attr);
	const struct nlattr *value = nest_next(&it);

	if (!value || attr_type(value) != NFTA_DATA_VALUE ||
	    !attr_len(value) || attr_len(value) > NFT_REG_BYTES)
		return -EBADMSG;
	out->p = arena_memdup(a, attr_data(value), attr_len(value));
	out->len = attr_len(value);
	return 0;
}

static int elem_attr(struct arena *a, const struct nlattr *attr,
		     struct nft_elem *e)
{
	struct bytes userdata;
	int ret = 0;

	switch (attr_type(attr)) {
	case NFTA_SET_ELEM_KEY:
		ret = elem_key(a, attr, &e->key);
		MARK(e, nft_elem, key);
		break;
	case NFTA_SET_ELEM_KEY_END:
		ret = elem_key(a, attr, &e->key_end);
		MARK(e, nft_elem, key_end);
		break;
	case NFTA_SET_ELEM_EXPR:
		if (!e->exprs.n)
			VEC_PUSH(a, &e->exprs,
				 nft_expr_decode(a, nest_in(attr), 1));
		MARK(e, nft_elem, exprs);
		break;
	case NFTA_SET_ELEM_EXPRESSIONS:
		e->exprs.n = 0;
		nft_exprs_decode(a, attr, &e->exprs, 1);
		MARK(e, nft_elem, exprs);
		break;
	case NFTA_SET_ELEM_USERDATA:
		userdata.p = attr_data(attr);
		userdata.len = attr_len(attr);
		e->comment = nft_comment(a, userdata, COMMENT_ELEM);
		if (e->comment)
			MARK(e, nft_elem, comment);
		break;
	default:	/* the rest by the table */
		break;
	}
	return ret;
}

static int elem_decode(struct arena *a, const struct nlattr *in,
		       struct nft_elem **out)
{
	struct nft_elem *e = object_new(a, &nft_elem_type);
	struct nest it = nest_in(in);
	const struct nlattr *attr;
	int ret;

	while ((attr = nest_next(&it))) {
		ret = elem_attr(a, attr, e);
		if (ret < 0)
			return ret;
	}
	if (it.bad || nft_fill(a, nest_in(in), e, false) < 0)
		return -EBADMSG;
	if (!e->key.len && !(e->flags & NFT_SET_ELEM_CATCHALL))
		return -EBADMSG;
	*out = e;
	return 0;
}

static struct nft_set *elem_set(const struct nft_table *t,
				const struct nlattr *name)
{
	/* The last one first: elements follow their set. */
	for (size_t i = t->sets.n; i > 0; i--)
		if (nft_attr_is(name, t->sets.v[i - 1]->name))
			return t->sets.v[i - 1];
	return NULL;
}

int decode_nft_setelem(const struct nlmsghdr *nlh, struct firewall *fw,
		       struct arena *a, struct error *err)
{
	struct nft_message m;
	int ret = nft_message_open(&m, nlh, NFT_MSG_NEWSETELEM);
	const struct nlattr *list;
	const struct nlattr *attr;
	struct nft_table *t;
	struct nft_set *s;
	struct nest it;

	if (ret < 0)
		return error_set(err, ret, "message of elements");
	t = nft_message_table(&m, fw, NFTA_SET_ELEM_LIST_TABLE);
	s = t ? elem_set(t, nft_message_attr(&m, NFTA_SET_ELEM_LIST_SET))
	      : NULL;
	if (!s)
		return error_set(err, -ENOENT, "elements of no set");
	list = nft_message_attr(&m, NFTA_SET_ELEM_LIST_ELEMENTS);
	if (!list)
		return 0;
	it = nest_in(list);
	while ((attr = nest_next(&it))) {
		struct nft_elem *e = NULL;

		ret = elem_decode(a, attr, &e);
		if (ret < 0)
			return error_set(err, ret, "element of set %s",
					 s->name);
		VEC_PUSH(a, &s->elems, e);
	}
	MARK(s, nft_set, elems);
	return it.bad ? error_set(err, -EBADMSG, "elements of set %s", s->name)
		      : 0;
}

/* Kinds whose data has the attributes of the expression of the same name. */
static const struct expr_type *object_expr(uint32_t kind)
{
	switch (kind) {
	case NFT_OBJECT_COUNTER:
		return &nft_counter_expr;
	case NFT_OBJECT_QUOTA:
		return &nft_quota_expr;
	case NFT_OBJECT_LIMIT:
		return &nft_limit_expr;
	case NFT_OBJECT_CONNLIMIT:
		return &nft_connlimit_expr;
	case NFT_OBJECT_SYNPROXY:
		return &nft_synproxy_expr;
	default:
		return NULL;
	}
}

static void object_data(struct nft_object *o, struct arena *a,
			const struct nlattr *data)
{
	const struct expr_type *type = object_expr(o->kind);
	struct nft_opaque *raw;

	MARK(o, nft_object, data);
	if (type) {
		o->data = nft_expr_new(a, type);
		if (nft_fill(a, nest_in(data), o->data, true) == 0)
			return;
	}
	raw = nft_expr_new(a, &nft_opaque_expr);
	SET(raw, nft_opaque, name, "object");
	raw->data.len = attr_len(data) < 4096 ? attr_len(data) : 4096;
	raw->data.p = arena_memdup(a, attr_data(data), raw->data.len);
	MARK(raw, nft_opaque, data);
	o->data = &raw->x;
}

int decode_nft_object(const struct nlmsghdr *nlh, struct firewall *fw,
		      struct arena *a, struct error *err)
{
	struct nft_message m;
	int ret = nft_message_open(&m, nlh, NFT_MSG_NEWOBJ);
	const struct nlattr *attr;
	struct nft_object *o;
	struct nft_table *t;

	if (ret < 0)
		return error_set(err, ret, "message of an object");
	t = nft_message_table(&m, fw, NFTA_OBJ_TABLE);
	if (!t)
		return error_set(err, -ENOENT, "object of no table");
	o = object_new(a, &nft_object_type);
	if (nft_fill(a, m.attrs, o, false) < 0 || !o->name)
		return error_set(err, -EBADMSG, "message of an object");
	attr = nft_message_attr(&m, NFTA_OBJ_DATA);
	if (attr)
		object_data(o, a, attr);
	VEC_PUSH(a, &t->objects, o);
	MARK(t, nft_table, objects);
	return 0;
}

static void flowtable_hook(struct nft_flowtable *f, struct arena *a,
			   const struct nlattr *hook)
{
	struct nest it = nest_in(hook);
	const struct nlattr *attr;
	const struct nlattr *dev;
	struct nest devs;
	uint32_t v;

	while ((attr = nest_next(&it))) {
		switch (attr_type(attr)) {
		case NFTA_FLOWTABLE_HOOK_NUM:
			if (!attr_be32(attr, &v))
				SET(f, nft_flowtable, hook, v);
			break;
		case NFTA_FLOWTABLE_HOOK_PRIORITY:
			if (!attr_be32(attr, &v))
				SET(f, nft_flowtable, priority, (int32_t)v);
			break;
		case NFTA_FLOWTABLE_HOOK_DEVS:
			devs = nest_in(attr);
			while ((dev = nest_next(&devs)))
				VEC_PUSH(a, &f->devices, attr_str(a, dev));
			MARK(f, nft_flowtable, devices);
			break;
		default:
			break;
		}
	}
}

int decode_nft_flowtable(const struct nlmsghdr *nlh, struct firewall *fw,
			 struct arena *a, struct error *err)
{
	struct nft_message m;
	int ret = nft_message_open(&m, nlh, NFT_MSG_NEWFLOWTABLE);
	const struct nlattr *attr;
	struct nft_flowtable *f;
	struct nft_table *t;

	if (ret < 0)
		return error_set(err, ret, "message of a flowtable");
	t = nft_message_table(&m, fw, NFTA_FLOWTABLE_TABLE);
	if (!t)
		return error_set(err, -ENOENT, "flowtable of no table");
	f = object_new(a, &nft_flowtable_type);
	if (nft_fill(a, m.attrs, f, false) < 0 || !f->name)
		return error_set(err, -EBADMSG, "message of a flowtable");
	attr = nft_message_attr(&m, NFTA_FLOWTABLE_HOOK);
	if (attr)
		flowtable_hook(f, a, attr);
	VEC_PUSH(a, &t->flowtables, f);
	MARK(t, nft_table, flowtables);
	return 0;
}
