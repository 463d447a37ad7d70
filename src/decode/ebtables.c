/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A table of ebtables: what translate_table() of
 * net/bridge/netfilter/ebtables.c takes. Chains lie end to end, each a struct
 * ebt_entries and its rules; jumps are offsets of chains; the counters stand
 * behind the entries, one per rule in order.
 */
#include "decode/xt_wire.h"

#include <linux/netfilter_bridge/ebtables.h>

#define EBT_ALIGNMENT 8

typedef VEC(uint32_t) offset_vec;

/** struct eb - where the reading stands; @rule: number of the rule in all */
struct eb {
	struct xt_wire *w;
	const struct ebt_replace *replace;
	size_t size;
	const uint8_t *counters;
	uint32_t n_counters;
	uint32_t rule;
	uint32_t built_in;
	offset_vec starts;
};

static uint8_t eb_verdict(int32_t v)
{
	switch (v) {
	case EBT_ACCEPT:
		return FW_ACCEPT;
	case EBT_DROP:
		return FW_DROP;
	case EBT_CONTINUE:
		return FW_CONTINUE;
	default:
		return FW_RETURN;
	}
}

static int eb_chain(struct eb *b, size_t at, struct xt_chain **out)
{
	const struct ebt_entries *e = (const void *)(b->w->p + at);
	struct xt_table *t = b->w->table;
	struct xt_chain *c;
	uint32_t hook;

	if (b->size - at < sizeof(*e))
		return xt_wire_bad(b->w, at, "a chain is cut short");
	c = object_new(b->w->a, &xt_chain_type);
	c->name = xt_wire_name(b->w, e->name, sizeof(e->name));
	c->policy = eb_verdict(e->policy);
	/* Built-in chains come first, in the order of their hooks. */
	for (hook = b->built_in; hook < NF_BR_NUMHOOKS; hook++)
		if (t->valid_hooks & 1u << hook)
			break;
	if (hook < NF_BR_NUMHOOKS) {
		c->hook = (int32_t)hook;
		b->built_in = hook + 1;
	} else {
		b->built_in = NF_BR_NUMHOOKS;
	}
	xt_wire_mark(c);
	VEC_PUSH(b->w->a, &t->chains, c);
	VEC_PUSH(b->w->a, &b->starts, (uint32_t)at);
	*out = c;
	return 0;
}

/* A struct of name, revision, size: alike for match, watcher and target. */
static int eb_ext(struct eb *b, size_t at, size_t end, enum xt_kind kind,
		  struct object **out, size_t *next)
{
	const struct ebt_entry_match *m = (const void *)(b->w->p + at);
	size_t head = sizeof(*m);

	if (end - at < head || m->match_size > end - at - head ||
	    m->match_size % EBT_ALIGNMENT)
		return xt_wire_bad(b->w, at, "an extension's size is wrong");
	if (strnlen(m->u.name, sizeof(m->u.name)) == sizeof(m->u.name))
		return xt_wire_bad(b->w, at, "an extension's name has no end");
	*out = xt_ext_decode(b->w->a, NFPROTO_BRIDGE, kind, m->u.name,
			     m->u.revision, m->data, m->match_size);
	*next = at + head + m->match_size;
	return 0;
}

static int eb_exts(struct eb *b, size_t at, size_t end, enum xt_kind kind,
		   struct xt_rule *r)
{
	struct object *ext;
	int ret;

	while (at < end) {
		ret = eb_ext(b, at, end, kind, &ext, &at);
		if (ret < 0)
			return ret;
		VEC_PUSH(b->w->a, &r->matches, ext);
	}
	return 0;
}

/* Chains that jumps lead to may lie further on: they are named at the end. */
static int eb_target(struct eb *b, size_t at, size_t end, struct xt_rule *r)
{
	const struct ebt_entry_target *t = (const void *)(b->w->p + at);
	size_t next;
	int32_t v;

	if (end - at < sizeof(*t) || t->target_size > end - at - sizeof(*t))
		return xt_wire_bad(b->w, at, "a target's size is wrong");
	if (strncmp(t->u.name, EBT_STANDARD_TARGET, sizeof(t->u.name))) {
		r->verdict = XT_EXTENSION;
		return eb_ext(b, at, end, XT_TARGET, &r->target, &next);
	}
	if (t->target_size < sizeof(v))
		return xt_wire_bad(b->w, at, "a verdict is cut short");
	memcpy(&v, t->data, sizeof(v));
	if (v < -NUM_STANDARD_TARGETS)
		return xt_wire_bad(b->w, at, "an unknown verdict");
	if (v < 0) {
		r->verdict = eb_verdict(v);
		return 0;
	}
	r->verdict = FW_JUMP;
	r->position = (uint32_t)v;
	return 0;
}

static const char *eb_device(struct xt_wire *w, const char *name)
{
	char buf[IFNAMSIZ + 1];
	size_t i, n = strnlen(name, IFNAMSIZ);

	/* The byte 1 is ebtables' wildcard. */
	for (i = 0; i < n; i++)
		buf[i] = name[i] == 1 ? '+' : name[i];
	return n ? arena_strndup(w->a, buf, n) : NULL;
}

static struct mac eb_mac(const unsigned char *b)
{
	struct mac m = { .len = ETH_ALEN };

	memcpy(m.b, b, ETH_ALEN);
	return m;
}

static void eb_entry(struct xt_wire *w, const struct ebt_entry *e,
		     struct xt_rule *r)
{
	struct xt_eb *b = object_new(w->a, &xt_eb_type);

	b->bitmask = e->bitmask;
	b->invflags = e->invflags;
	b->ethertype = ntohs(e->ethproto);
	b->logical_in = eb_device(w, e->logical_in);
	b->logical_out = eb_device(w, e->logical_out);
	b->src = eb_mac(e->sourcemac);
	b->src_mask = xt_wire_bytes(w, e->sourcemsk, ETH_ALEN);
	b->dst = eb_mac(e->destmac);
	b->dst_mask = xt_wire_bytes(w, e->destmsk, ETH_ALEN);
	xt_wire_mark(b);
	r->iif = eb_device(w, e->in);
	r->oif = eb_device(w, e->out);
	r->eb = b;
}

static void eb_counters(struct eb *b, struct xt_rule *r)
{
	struct ebt_counter c;

	if (b->rule >= b->n_counters)
		return;
	memcpy(&c, b->counters + b->rule * sizeof(c), sizeof(c));
	r->packets = c.pcnt;
	r->bytes = c.bcnt;
}

static int eb_rule(struct eb *b, size_t at, struct xt_chain *c, size_t *next)
{
	const struct ebt_entry *e = (const void *)(b->w->p + at);
	size_t left = b->size - at;
	struct xt_rule *r;
	int ret;

	if (left < sizeof(*e) || e->watchers_offset < sizeof(*e) ||
	    e->target_offset < e->watchers_offset ||
	    e->next_offset < e->target_offset || e->next_offset > left ||
	    e->next_offset - e->target_offset <
		    sizeof(struct ebt_entry_target) ||
	    (e->watchers_offset | e->target_offset | e->next_offset) % 8)
		return xt_wire_bad(b->w, at, "an entry's sizes are wrong");
	if (!c)
		return xt_wire_bad(b->w, at, "a rule of no chain");
	if (b->rule == XT_ENTRIES_MAX)
		return xt_wire_bad(b->w, at, "too many entries");
	r = object_new(b->w->a, &xt_rule_type);
	eb_entry(b->w, e, r);
	ret = eb_exts(b, at + sizeof(*e), at + e->watchers_offset, XT_MATCH,
		      r);
	if (!ret)
		ret = eb_exts(b, at + e->watchers_offset,
			      at + e->target_offset, XT_WATCHER, r);
	if (!ret)
		ret = eb_target(b, at + e->target_offset,
				at + e->next_offset, r);
	if (ret < 0)
		return ret;
	eb_counters(b, r);
	xt_wire_mark(r);
	b->rule++;
	VEC_PUSH(b->w->a, &c->rules, r);
	*next = at + e->next_offset;
	return 0;
}

/* Where chain @at lies among the chains; their number when there is none. */
static size_t eb_chain_at(const struct eb *b, uint32_t at)
{
	size_t low = 0, high = b->starts.n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (b->starts.v[mid] == at)
			return mid;
		if (b->starts.v[mid] < at)
			low = mid + 1;
		else
			high = mid;
	}
	return b->starts.n;
}

/* The jumps' offsets were kept in the rules' positions. */
static int eb_jump(struct eb *b, struct xt_rule *r)
{
	struct xt_table *t = b->w->table;
	size_t n;

	if (r->verdict != FW_JUMP)
		return 0;
	n = eb_chain_at(b, r->position);
	if (n == b->starts.n || t->chains.v[n]->hook >= 0)
		return xt_wire_bad(b->w, r->position,
				   "a jump does not lead to a chain");
	r->jump = t->chains.v[n]->name;
	r->position = 0;
	return 0;
}

static int eb_jumps(struct eb *b)
{
	struct xt_chain **c;
	size_t i;
	int ret = 0;

	VEC_FOR_EACH(&b->w->table->chains, c)
		for (i = 0; i < (*c)->rules.n && !ret; i++)
			ret = eb_jump(b, (*c)->rules.v[i]);
	return ret;
}

int decode_ebtables(struct xt_wire *w, const void *replace)
{
	struct eb b = { .w = w, .replace = replace };
	struct xt_chain *c = NULL;
	uint32_t bitmask;
	size_t at = 0;
	int ret = 0;

	w->table->valid_hooks = b.replace->valid_hooks;
	b.size = b.replace->entries_size;
	if (b.size > w->len)
		return xt_wire_bad(w, 0, "the sizes do not agree");
	b.counters = w->p + b.size;
	b.n_counters = (uint32_t)((w->len - b.size) /
				  sizeof(struct ebt_counter));
	while (at < b.size) {
		if (b.size - at < sizeof(bitmask))
			return xt_wire_bad(w, at, "an entry is cut short");
		memcpy(&bitmask, w->p + at, sizeof(bitmask));
		if (bitmask) {
			ret = eb_rule(&b, at, c, &at);
		} else {
			ret = eb_chain(&b, at, &c);
			at += sizeof(struct ebt_entries);
		}
		if (ret < 0)
			return ret;
	}
	return eb_jumps(&b);
}
