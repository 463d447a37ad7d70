/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match set and target SET: net/netfilter/xt_set.c. */
#include "firewall/nft/expr.h"
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_set.h>

/** struct set_ref - a set and the sides of the packet that its fields are */
struct set_ref {
	struct object obj;
	uint16_t index;
	uint8_t dim;
	uint8_t flags;		/* bit i: dimension i (from 1) is the source */
};

struct set_counter {
	struct object obj;
	uint8_t op;
	uint64_t value;
};

struct set_match {
	struct object obj;
	struct set_ref set;
	uint32_t flags;		/* IPSET_FLAG_* */
	struct set_counter packets;
	struct set_counter bytes;
};

/** struct set_target - index IPSET_INVALID_ID: not asked for */
struct set_target {
	struct object obj;
	struct set_ref add;
	struct set_ref del;
	struct set_ref map;
	uint32_t flags;
	uint32_t timeout;
};

static const struct field ref_fields[] = {
	{ "index", F(set_ref, index), FT_U16 },
	{ "dim", F(set_ref, dim), FT_U8 },
	{ "flags", F(set_ref, flags), FT_U8 },
	{ }
};

static const struct object_type ref_type = {
	.name = "set-reference",
	.size = sizeof(struct set_ref),
	.fields = ref_fields,
};

static const struct field counter_fields[] = {
	{ "op", F(set_counter, op), FT_U8 },
	{ "value", F(set_counter, value), FT_U64 },
	{ }
};

static const struct object_type counter_type = {
	.name = "set-counter",
	.size = sizeof(struct set_counter),
	.fields = counter_fields,
};

static const struct field match_fields[] = {
	{ "set", F(set_match, set), FT_STRUCT, .sub = &ref_type },
	{ "flags", F(set_match, flags), FT_U32 },
	{ "packets", F(set_match, packets), FT_STRUCT, .sub = &counter_type },
	{ "bytes", F(set_match, bytes), FT_STRUCT, .sub = &counter_type },
	{ }
};

static const struct field target_fields[] = {
	{ "add", F(set_target, add), FT_STRUCT, .sub = &ref_type },
	{ "del", F(set_target, del), FT_STRUCT, .sub = &ref_type },
	{ "map", F(set_target, map), FT_STRUCT, .sub = &ref_type },
	{ "flags", F(set_target, flags), FT_U32 },
	{ "timeout", F(set_target, timeout), FT_U32 },
	{ }
};

static void ref_decode(struct set_ref *r, const struct xt_set_info *i)
{
	object_init(r, &ref_type);
	SET(r, set_ref, index, i->index);
	SET(r, set_ref, dim, i->dim);
	SET(r, set_ref, flags, i->flags);
}

static void ref_none(struct set_ref *r)
{
	struct xt_set_info none = { .index = IPSET_INVALID_ID };

	ref_decode(r, &none);
}

static void counter_decode(struct set_counter *c, uint8_t op, uint64_t value)
{
	object_init(c, &counter_type);
	SET(c, set_counter, op, op);
	SET(c, set_counter, value, value);
}

/* Revisions 1 and 2 hold the set alone; 2 knows RETURN_NOMATCH in its flags. */
static int match_decode1(void *ext, const struct xt_blob *b)
{
	const struct xt_set_info_match_v1 *i = b->p;
	struct set_match *m = ext;

	ref_decode(&m->set, &i->match_set);
	if (i->match_set.flags & IPSET_RETURN_NOMATCH)
		m->flags = IPSET_FLAG_RETURN_NOMATCH;
	counter_decode(&m->packets, IPSET_COUNTER_NONE, 0);
	counter_decode(&m->bytes, IPSET_COUNTER_NONE, 0);
	return i->match_set.dim > IPSET_DIM_MAX ? -EINVAL : 0;
}

static int match_decode3(void *ext, const struct xt_blob *b)
{
	const struct xt_set_info_match_v3 *i = b->p;
	struct set_match *m = ext;

	ref_decode(&m->set, &i->match_set);
	m->flags = i->flags;
	counter_decode(&m->packets, i->packets.op, i->packets.value);
	counter_decode(&m->bytes, i->bytes.op, i->bytes.value);
	return i->match_set.dim > IPSET_DIM_MAX ? -EINVAL : 0;
}

static int match_decode4(void *ext, const struct xt_blob *b)
{
	const struct xt_set_info_match_v4 *i = b->p;
	struct set_match *m = ext;

	ref_decode(&m->set, &i->match_set);
	m->flags = i->flags;
	counter_decode(&m->packets, i->packets.op, i->packets.value);
	counter_decode(&m->bytes, i->bytes.op, i->bytes.value);
	return i->match_set.dim > IPSET_DIM_MAX ? -EINVAL : 0;
}

static int target_decode1(void *ext, const struct xt_blob *b)
{
	const struct xt_set_info_target_v1 *i = b->p;
	struct set_target *t = ext;

	ref_decode(&t->add, &i->add_set);
	ref_decode(&t->del, &i->del_set);
	ref_none(&t->map);
	t->timeout = UINT32_MAX;
	return 0;
}

static int target_decode2(void *ext, const struct xt_blob *b)
{
	const struct xt_set_info_target_v2 *i = b->p;
	struct set_target *t = ext;

	ref_decode(&t->add, &i->add_set);
	ref_decode(&t->del, &i->del_set);
	ref_none(&t->map);
	t->flags = i->flags;
	t->timeout = i->timeout;
	return 0;
}

static int target_decode3(void *ext, const struct xt_blob *b)
{
	const struct xt_set_info_target_v3 *i = b->p;
	struct set_target *t = ext;

	ref_decode(&t->add, &i->add_set);
	ref_decode(&t->del, &i->del_set);
	ref_decode(&t->map, &i->map_set);
	t->flags = i->flags;
	t->timeout = i->timeout;
	return 0;
}

static const struct ipset *set_find(const struct netns *ns, uint16_t index)
{
	return ns && ns->firewall ? ipset_by_index(ns->firewall, index) : NULL;
}

static void mark_index(const struct firewall *fw, uint16_t index)
{
	struct ipset *const *s;

	VEC_FOR_EACH(&fw->ipsets, s)
		if ((*s)->index == index)
			(*s)->written = true;
}

static void mark_target(const struct firewall *fw, const struct object *ext)
{
	const struct set_target *t = (const void *)ext;

	if (!ext || xt_ext_is_opaque(ext) || strcmp(xt_ext_name(ext), "SET"))
		return;
	mark_index(fw, t->add.index);
	mark_index(fw, t->del.index);
}

static void mark_nft_rule(const struct firewall *fw, const struct nft_rule *r)
{
	struct nft_expr *const *x;

	VEC_FOR_EACH(&r->exprs, x)
		if (nft_expr_type(*x) == &nft_target_expr)
			mark_target(fw, ((struct nft_compat *)*x)->ext);
}

void ipset_mark_written(const struct firewall *fw)
{
	struct xt_table *const *xt;
	struct xt_chain *const *xc;
	struct xt_rule *const *xr;
	struct nft_table *const *t;
	struct nft_chain *const *c;
	struct nft_rule *const *r;

	if (!fw->ipsets.n)
		return;
	VEC_FOR_EACH(&fw->xtables, xt)
		VEC_FOR_EACH(&(*xt)->chains, xc)
			VEC_FOR_EACH(&(*xc)->rules, xr)
				mark_target(fw, (*xr)->target);
	VEC_FOR_EACH(&fw->tables, t)
		VEC_FOR_EACH(&(*t)->chains, c)
			VEC_FOR_EACH(&(*c)->rules, r)
				mark_nft_rule(fw, *r);
}

static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct set_match *m = ext;
	const struct ipset *set = set_find(c->e->ns, m->set.index);
	enum tri t;

	if (!set || set->written)
		return TRI_UNKNOWN;
	t = ipset_test(set, c->e, m->set.dim, m->set.flags >> 1);
	/* An exception in the set counts as "no" unless it is asked for. */
	if (m->flags & IPSET_FLAG_RETURN_NOMATCH && t != TRI_YES)
		t = TRI_UNKNOWN;
	if (t == TRI_YES && (m->packets.op != IPSET_COUNTER_NONE ||
			     m->bytes.op != IPSET_COUNTER_NONE))
		t = TRI_UNKNOWN;
	return tri_xor(t, m->set.flags & IPSET_INV_MATCH);
}

/* What it does to a set makes the set unknown: see ipset_mark_written(). */
static enum fw_verdict target(const void *ext, struct xt_ctx *c,
			      struct fw_result *res)
{
	const struct set_target *t = ext;

	(void)res;
	if (t->map.index != IPSET_INVALID_ID &&
	    t->flags & IPSET_FLAG_MAP_SKBMARK)
		c->e->pkt->mark_known = false;
	return FW_CONTINUE;
}

static void ref_text(const struct set_ref *r, struct xt_print *p,
		     const char *option)
{
	const struct ipset *set = set_find(p->ns, r->index);
	unsigned int i;

	if (set)
		xt_out(p, " --%s %s", option, set->name);
	else
		xt_out(p, " --%s #%u", option, r->index);
	for (i = 1; i <= r->dim; i++)
		xt_out(p, "%s%s", i == 1 ? " " : ",",
		       r->flags & 1u << i ? "src" : "dst");
}

static void counter_text(const struct set_counter *c, struct xt_print *p,
			 const char *name)
{
	static const char *const ops[] = { "", "eq", "eq", "lt", "gt" };

	if (c->op == IPSET_COUNTER_NONE || c->op > IPSET_COUNTER_GT)
		return;
	xt_not(p, c->op == IPSET_COUNTER_NE);
	xt_out(p, " --%s-%s %llu", name, ops[c->op],
	       (unsigned long long)c->value);
}

static void match_text(const void *ext, struct xt_print *p)
{
	const struct set_match *m = ext;

	xt_not(p, m->set.flags & IPSET_INV_MATCH);
	ref_text(&m->set, p, "match-set");
	if (m->flags & IPSET_FLAG_RETURN_NOMATCH)
		xt_out(p, " --return-nomatch");
	if (m->flags & IPSET_FLAG_SKIP_COUNTER_UPDATE)
		xt_out(p, " ! --update-counters");
	if (m->flags & IPSET_FLAG_SKIP_SUBCOUNTER_UPDATE)
		xt_out(p, " ! --update-subcounters");
	counter_text(&m->packets, p, "packets");
	counter_text(&m->bytes, p, "bytes");
}

static void target_text(const void *ext, struct xt_print *p)
{
	const struct set_target *t = ext;

	if (t->add.index != IPSET_INVALID_ID)
		ref_text(&t->add, p, "add-set");
	if (t->flags & IPSET_FLAG_EXIST)
		xt_out(p, " --exist");
	if (t->timeout != UINT32_MAX)
		xt_out(p, " --timeout %u", t->timeout);
	if (t->del.index != IPSET_INVALID_ID)
		ref_text(&t->del, p, "del-set");
	if (t->map.index != IPSET_INVALID_ID)
		ref_text(&t->map, p, "map-set");
	if (t->flags & IPSET_FLAG_MAP_SKBMARK)
		xt_out(p, " --map-mark");
	if (t->flags & IPSET_FLAG_MAP_SKBPRIO)
		xt_out(p, " --map-prio");
	if (t->flags & IPSET_FLAG_MAP_SKBQUEUE)
		xt_out(p, " --map-queue");
}

#define SET_MATCH(revision_, struct_, decode_)                              \
	{ .object = XT_OBJECT("set." #revision_, set_match, match_fields), \
	  .name = "set", .revision = revision_, .families = XT_INET,        \
	  .size = sizeof(struct struct_), .decode = decode_,               \
	  .match = match, .text = match_text }
#define SET_TARGET(revision_, struct_, decode_)                               \
	{ .object = XT_OBJECT("SET." #revision_, set_target, target_fields), \
	  .kind = XT_TARGET, .name = "SET", .revision = revision_,            \
	  .families = XT_INET, .size = sizeof(struct struct_),               \
	  .decode = decode_, .target = target, .text = target_text }

const struct xt_type xt_set_types[] = {
	SET_MATCH(1, xt_set_info_match_v1, match_decode1),
	SET_MATCH(2, xt_set_info_match_v1, match_decode1),
	SET_MATCH(3, xt_set_info_match_v3, match_decode3),
	SET_MATCH(4, xt_set_info_match_v4, match_decode4),
	SET_TARGET(1, xt_set_info_target_v1, target_decode1),
	SET_TARGET(2, xt_set_info_target_v2, target_decode2),
	SET_TARGET(3, xt_set_info_target_v3, target_decode3),
	{ }
};
