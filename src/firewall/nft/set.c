/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Look-up in sets. As the kernel's three kinds do it: exact bytes (hash,
 * bitmap), intervals of one field (rbtree: a start opens, an end closes, by
 * memcmp()), and per-field ranges of a concatenation (pipapo).
 */
#include <stdlib.h>

#include "firewall/nft/eval.h"

/**
 * struct nft_set_index - elements in the order in which they are searched
 * @v: sorted by key (intervals: start of each; pipapo: as dumped)
 * @end: of an interval: first key behind it, by index; NULL: no end
 * @all: the catch-all element, or NULL
 */
struct nft_set_index {
	const struct nft_elem **v;
	struct bytes *end;
	size_t n;
	const struct nft_elem *all;
};

enum set_kind {
	SET_EXACT,
	SET_INTERVAL,
	SET_CONCAT,
};

static enum set_kind kind_of(const struct nft_set *s)
{
	if (!(s->flags & NFT_SET_INTERVAL))
		return SET_EXACT;
	return s->fields.n > 1 ? SET_CONCAT : SET_INTERVAL;
}

bool nft_elem_is_catchall(const struct nft_elem *e)
{
	return e->flags & NFT_SET_ELEM_CATCHALL;
}

static bool is_end(const struct nft_elem *e)
{
	return e->flags & NFT_SET_ELEM_INTERVAL_END;
}

static int key_compare(struct bytes a, struct bytes b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int c = n ? memcmp(a.p, b.p, n) : 0;

	if (c)
		return c;
	return a.len < b.len ? -1 : a.len > b.len;
}

/* By key; at one key the end of an interval stands before the next start. */
static int elem_compare(const void *pa, const void *pb)
{
	const struct nft_elem *a = *(const struct nft_elem *const *)pa;
	const struct nft_elem *b = *(const struct nft_elem *const *)pb;
	int c = key_compare(a->key, b->key);

	return c ? c : (int)is_end(b) - (int)is_end(a);
}

/* Elements that stand for a key: without the ends, and without "*". */
static size_t index_intervals(struct nft_set_index *ix, struct arena *a)
{
	size_t n = 0;

	ix->end = ARENA_ARRAY(a, ix->n ? ix->n : 1, struct bytes);
	for (size_t i = 0; i < ix->n; i++) {
		const struct nft_elem *e = ix->v[i];

		if (is_end(e))
			continue;
		/* What follows closes it, a start as well as an end. */
		if (i + 1 < ix->n)
			ix->end[n] = ix->v[i + 1]->key;
		ix->v[n++] = e;
	}
	return n;
}

void nft_set_seal(struct nft_set *set, struct arena *a)
{
	struct nft_set_index *ix = ARENA_NEW(a, struct nft_set_index);

	set->index = ix;
	if (!set->key_len || set->key_len > NFT_REG_BYTES)
		return;
	ix->v = ARENA_ARRAY(a, set->elems.n ? set->elems.n : 1,
			    const struct nft_elem *);
	for (size_t i = 0; i < set->elems.n; i++) {
		const struct nft_elem *e = set->elems.v[i];

		if (nft_elem_is_catchall(e))
			ix->all = e;
		else if (e->key.len >= set->key_len)
			ix->v[ix->n++] = e;
	}
	if (kind_of(set) != SET_CONCAT && ix->n)
		qsort(ix->v, ix->n, sizeof(ix->v[0]), elem_compare);
	if (kind_of(set) == SET_INTERVAL)
		ix->n = index_intervals(ix, a);
}

size_t nft_set_count(const struct nft_set *set)
{
	return set->index ? set->index->n + (set->index->all ? 1 : 0) : 0;
}

const struct nft_elem *nft_set_elem(const struct nft_set *set, size_t at)
{
	return at < set->index->n ? set->index->v[at] : set->index->all;
}

struct bytes nft_set_end(const struct nft_set *set, size_t at)
{
	if (!set->index->end || at >= set->index->n)
		return (struct bytes){ NULL, 0 };
	return set->index->end[at];
}

/* Each field padded to words; both ends belong to it. */
static enum tri concat_matches(const struct nft_regs *r,
			       const struct nft_set *set,
			       const struct nft_elem *e,
			       const struct nft_value *key)
{
	struct bytes last = e->key_end.len ? e->key_end : e->key;
	enum tri t = TRI_YES;
	uint32_t at = 0;

	for (uint32_t i = 0; i < set->fields.n; i++) {
		uint32_t len = (uint32_t)set->fields.v[i];
		struct nft_value part = { .len = len, .sport_at = -1 };

		if (len > NFT_REG_BYTES || at + len > key->len ||
		    at + len > e->key.len || at + len > last.len)
			return TRI_UNKNOWN;
		memcpy(part.b, key->b + at, len);
		memcpy(part.k, key->k + at, len);
		if (key->sport_at >= (int)at &&
		    key->sport_at + 2 <= (int)(at + len))
			part.sport_at = key->sport_at - (int)at;
		t = tri_and(t, nft_value_between(
				       r, &part,
				       (struct bytes){ e->key.p + at, len },
				       (struct bytes){ last.p + at, len }));
		if (t == TRI_NO)
			return t;
		at += (len + 3) / 4 * 4;
	}
	return t;
}

/* start <= key < end */
static enum tri interval_matches(const struct nft_regs *r,
				 const struct nft_set_index *ix, size_t at,
				 const struct nft_value *key)
{
	struct bytes end = ix->end[at];
	uint8_t lo[NFT_REG_BYTES];
	uint8_t hi[NFT_REG_BYTES];
	bool may;
	bool must;

	nft_value_bounds(r, key, lo, hi);
	may = memcmp(hi, ix->v[at]->key.p, key->len) >= 0;
	must = memcmp(lo, ix->v[at]->key.p, key->len) >= 0;
	if (end.len >= key->len) {
		may = may && memcmp(lo, end.p, key->len) < 0;
		must = must && memcmp(hi, end.p, key->len) < 0;
	}
	return must ? TRI_YES : may ? TRI_UNKNOWN : TRI_NO;
}

enum tri nft_elem_matches(const struct nft_regs *r, const struct nft_set *set,
			  size_t at, const struct nft_value *key)
{
	switch (kind_of(set)) {
	case SET_EXACT:
		return nft_value_equal(r, key, set->index->v[at]->key);
	case SET_INTERVAL:
		return interval_matches(r, set->index, at, key);
	case SET_CONCAT:
		break;
	}
	return concat_matches(r, set, set->index->v[at], key);
}

/* The last element whose key is not above @key; false: all are above. */
static bool search(const struct nft_set_index *ix, const struct nft_value *key,
		   size_t *at)
{
	size_t lo = 0;
	size_t hi = ix->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (memcmp(ix->v[mid]->key.p, key->b, key->len) <= 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (!lo)
		return false;
	*at = lo - 1;
	return true;
}

static struct nft_hit hit_all(const struct nft_set_index *ix)
{
	if (ix->all)
		return (struct nft_hit){ TRI_YES, ix->all };
	return (struct nft_hit){ TRI_NO, NULL };
}

/* With every bit known: the sorted index answers. */
static struct nft_hit lookup_known(const struct nft_regs *r,
				   const struct nft_set *set,
				   const struct nft_value *key)
{
	const struct nft_set_index *ix = set->index;
	size_t at;

	if (kind_of(set) == SET_CONCAT) {
		for (at = 0; at < ix->n; at++)
			if (nft_elem_matches(r, set, at, key) == TRI_YES)
				return (struct nft_hit){ TRI_YES, ix->v[at] };
		return hit_all(ix);
	}
	if (search(ix, key, &at) &&
	    nft_elem_matches(r, set, at, key) == TRI_YES)
		return (struct nft_hit){ TRI_YES, ix->v[at] };
	return hit_all(ix);
}

/* Is each port of the range in the set? Elements of it may do so together. */
static enum tri lookup_ports(struct nft_regs *r, const struct nft_set *set,
			     struct nft_value key)
{
	const struct packet *p = r->e->pkt;
	bool hit = false;
	bool miss = false;
	int at = key.sport_at;

	key.sport_at = -1;
	key.k[at] = key.k[at + 1] = 0xff;
	for (uint32_t port = p->sport_first; port <= p->sport_last; port++) {
		key.b[at] = (uint8_t)(port >> 8);
		key.b[at + 1] = (uint8_t)port;
		if (lookup_known(r, set, &key).found == TRI_YES)
			hit = true;
		else
			miss = true;
		if (hit && miss)
			return TRI_UNKNOWN;
	}
	return tri_of(hit);
}

static bool known_but_port(const struct nft_value *v)
{
	if (v->sport_at < 0)
		return false;
	for (uint32_t i = 0; i < v->len; i++)
		if (v->k[i] != 0xff && (int)i != v->sport_at &&
		    (int)i != v->sport_at + 1)
			return false;
	return true;
}

static struct nft_hit lookup_unknown(const struct nft_regs *r,
				     const struct nft_set *set,
				     const struct nft_value *key)
{
	struct nft_hit hit = { TRI_NO, NULL };
	struct nft_regs copy = *r;

	for (size_t i = 0; i < set->index->n; i++) {
		enum tri t = nft_elem_matches(r, set, i, key);

		if (t == TRI_YES)
			return (struct nft_hit){ TRI_YES, set->index->v[i] };
		if (t == TRI_UNKNOWN)
			hit.found = TRI_UNKNOWN;
	}
	if (hit.found == TRI_NO)
		return hit_all(set->index);
	/* A plain set: only whether it is in there, not by which element. */
	if (!(set->flags & (NFT_SET_MAP | NFT_SET_OBJECT)) &&
	    known_but_port(key))
		hit.found = lookup_ports(&copy, set, *key);
	return hit;
}

/* Did this packet add the key before? What it mapped to is not kept. */
static bool may_be_added(const struct nft_regs *r, const struct nft_set *set,
			 const struct nft_value *key)
{
	const struct nft_added *added = r->added;

	if (!added || !(set->flags & NFT_SET_EVAL))
		return false;
	for (uint32_t i = 0; i < added->n; i++)
		if (added->v[i].set == set &&
		    nft_value_equal(r, key,
				    (struct bytes){ added->v[i].key,
						    key->len }) != TRI_NO)
			return true;
	return added->more;
}

static struct nft_hit lookup_set(const struct nft_regs *r,
				 const struct nft_set *set,
				 const struct nft_value *key)
{
	if (!set->index || key->len != set->key_len)
		return (struct nft_hit){ TRI_UNKNOWN, NULL };
	if (nft_value_known(key))
		return lookup_known(r, set, key);
	return lookup_unknown(r, set, key);
}

struct nft_hit nft_set_lookup(const struct nft_regs *r,
			      const struct nft_set *set,
			      const struct nft_value *key)
{
	struct nft_hit hit = lookup_set(r, set, key);

	if (hit.found == TRI_NO && may_be_added(r, set, key))
		hit.found = TRI_UNKNOWN;
	return hit;
}
