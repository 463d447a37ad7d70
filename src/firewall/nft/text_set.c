/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The elements of a set, as they stand between braces. */
#include <stdlib.h>

#include "firewall/nft/text.h"

#define ELEMENTS_MAX 4096	/* nft prints all; a line of a report need not */

/* Are the bytes of @p zero (@of 0) or ones from bit @from on? */
static bool bits_are(const uint8_t *p, uint32_t from, uint32_t to, bool ones)
{
	for (uint32_t i = from; i < to; i++)
		if (!!(p[i / 8] & (0x80 >> i % 8)) != ones)
			return false;
	return true;
}

/* Length of the prefix that the range from @lo to @hi is, or -1. */
static int range_prefix(const uint8_t *lo, const uint8_t *hi, uint32_t len)
{
	uint32_t same = 0;

	while (same < len * 8 && !((lo[same / 8] ^ hi[same / 8]) &
				   (0x80 >> same % 8)))
		same++;
	if (!bits_are(lo, same, len * 8, false) ||
	    !bits_are(hi, same, len * 8, true))
		return -1;
	return (int)same;
}

static void print_range(struct nft_text *t, struct strbuf *out,
			const struct nft_dtype *type, const uint8_t *lo,
			const uint8_t *hi, uint32_t len)
{
	int prefix = range_prefix(lo, hi, len);

	if (!memcmp(lo, hi, len)) {
		nft_value_print(t, out, type, lo, len);
		return;
	}
	if (type == &nft_t_ifname && prefix >= 0) {
		strbuf_addf(out, "\"%.*s*\"", prefix / 8, (const char *)lo);
		return;
	}
	nft_value_print(t, out, type, lo, len);
	if (type->prefix && prefix >= 0) {
		strbuf_addf(out, "/%d", prefix);
		return;
	}
	strbuf_addc(out, '-');
	nft_value_print(t, out, type, hi, len);
}

/* The largest key below @end; of none, the largest there is. */
static void last_of(struct bytes end, uint32_t len, uint8_t *out)
{
	if (end.len < len) {
		memset(out, 0xff, len);
		return;
	}
	memcpy(out, end.p, len);
	for (uint32_t i = len; i > 0; i--)
		if (out[i - 1]--)
			break;
}

/* Interval sets keep numbers of host order turned, to sort as bytes. */
static void to_host(const struct nft_dtype *type, uint8_t *p, uint32_t len)
{
	if (!type->host || htons(1) == 1)
		return;
	for (uint32_t i = 0; i < len / 2; i++) {
		uint8_t b = p[i];

		p[i] = p[len - 1 - i];
		p[len - 1 - i] = b;
	}
}

static void print_interval(struct nft_text *t, struct strbuf *out,
			   const struct nft_set *set, size_t at,
			   const struct nft_dtype *type)
{
	const struct nft_elem *e = nft_set_elem(set, at);
	uint8_t lo[NFT_REG_BYTES] = { 0 };
	uint8_t hi[NFT_REG_BYTES] = { 0 };
	uint32_t len = set->key_len;

	memcpy(lo, e->key.p, len);
	last_of(nft_set_end(set, at), len, hi);
	if (!type->host) {
		print_range(t, out, type, lo, hi, len);
		return;
	}
	to_host(type, lo, len);
	to_host(type, hi, len);
	nft_value_print(t, out, type, lo, len);
	if (memcmp(lo, hi, len)) {
		strbuf_addc(out, '-');
		nft_value_print(t, out, type, hi, len);
	}
}

static void print_concat(struct nft_text *t, struct strbuf *out,
			 const struct nft_elem *e, const struct nft_key *k)
{
	struct bytes end = e->key_end.len == e->key.len ? e->key_end : e->key;
	uint32_t at = 0;

	for (uint32_t i = 0; i < k->n; i++) {
		if (at + k->lens[i] > e->key.len)
			return;
		strbuf_add(out, i ? " . " : "");
		print_range(t, out, k->types[i], e->key.p + at, end.p + at,
			    k->lens[i]);
		at += (k->lens[i] + 3) / 4 * 4;
	}
}

/* One part of a map's data: how long it is follows from its type. */
static uint32_t part_len(const struct nft_dtype *type)
{
	if (type == &nft_t_ip6)
		return 16;
	if (type == &nft_t_ifname)
		return 16;
	if (type == &nft_t_ether)
		return 6;
	return type == &nft_t_service ? 2 : 4;
}

static void print_parts(struct nft_text *t, struct strbuf *out, uint32_t types,
			struct bytes value)
{
	uint32_t parts = 1;
	size_t at = 0;

	while (parts < 5 && types >> (6 * parts))
		parts++;
	for (uint32_t i = 0; i < parts; i++) {
		const struct nft_dtype *type = nft_dtype_by_number(
			types >> 6 * (parts - 1 - i) & 0x3f);
		size_t len = parts == 1 ? value.len : part_len(type);

		if (at + len > value.len)
			return;
		strbuf_add(out, i ? " . " : "");
		nft_value_print(t, out, type, value.p + at, (uint32_t)len);
		at += (len + 3) / 4 * 4;
	}
}

/* The range of an interval map: both ends, one behind the other. */
static bool is_data_range(uint32_t types, struct bytes value)
{
	if (types > 0x3f || !nft_dtype_by_number(types)->prefix)
		return false;
	return value.len == (nft_dtype_by_number(types) == &nft_t_ip6 ? 32 : 8);
}

static void print_data(struct nft_text *t, struct strbuf *out,
		       const struct nft_set *set, const struct nft_elem *e)
{
	struct bytes value;

	if (e->objref)
		strbuf_addf(out, " : \"%s\"", e->objref);
	if (!e->data)
		return;
	strbuf_add(out, " : ");
	value = e->data->value;
	if (e->data->verdict)
		strbuf_add(out, nft_text_verdict(t, e->data->verdict));
	else if (is_data_range(set->data_type, value))
		print_range(t, out, nft_dtype_by_number(set->data_type),
			    value.p, value.p + value.len / 2,
			    (uint32_t)value.len / 2);
	else
		print_parts(t, out, set->data_type, value);
}

/* A key that is a field of bits stands where the header has it. */
static void print_single(struct nft_text *t, struct strbuf *out,
			 const struct nft_elem *e, const struct nft_key *k)
{
	struct nft_term term = { .type = k->types[0], .shift = k->shift[0] };
	uint32_t len = k->lens[0];

	if (len > e->key.len)
		len = (uint32_t)e->key.len;
	strbuf_add(out, nft_text_constant(t, &term, e->key.p, len));
}

static void print_element(struct nft_text *t, struct strbuf *out,
			  const struct nft_set *set, size_t at,
			  const struct nft_key *k)
{
	const struct nft_elem *e = nft_set_elem(set, at);

	if (nft_elem_is_catchall(e))
		strbuf_addc(out, '*');
	else if (set->flags & NFT_SET_INTERVAL && set->fields.n <= 1)
		print_interval(t, out, set, at, k->types[0]);
	else if (k->n > 1)
		print_concat(t, out, e, k);
	else
		print_single(t, out, e, k);
	strbuf_add(out, nft_text_exprs(t, &e->exprs));
	if (e->comment)
		strbuf_addf(out, " comment \"%s\"", e->comment);
	print_data(t, out, set, e);
}

/** struct sorter - a set whose elements nft would sort by value */
struct sorter {
	const struct nft_set *set;
	const struct nft_key *key;
};

/*
 * nft's concat_expr_msort_value() takes the bytes of all parts, without what
 * pads them, as one number of host order.
 */
static uint32_t sort_bytes(const struct sorter *s, const struct nft_elem *e,
			   uint8_t *out)
{
	bool little = htons(1) != 1;
	uint32_t at = 0;
	uint32_t n = 0;

	for (uint32_t i = 0; i < s->key->n; i++) {
		for (uint32_t j = 0; j < s->key->lens[i]; j++)
			if (at + j < e->key.len && n < NFT_REG_BYTES)
				out[n++] = e->key.p[at + j];
		at += (s->key->lens[i] + 3) / 4 * 4;
	}
	for (uint32_t i = 0; little && i < n / 2; i++) {
		uint8_t b = out[i];

		out[i] = out[n - 1 - i];
		out[n - 1 - i] = b;
	}
	return n;
}

static int sort_compare(const void *pa, const void *pb, void *data)
{
	const struct sorter *s = data;
	const struct nft_elem *a = nft_set_elem(s->set, *(const size_t *)pa);
	const struct nft_elem *b = nft_set_elem(s->set, *(const size_t *)pb);
	uint8_t av[NFT_REG_BYTES];
	uint8_t bv[NFT_REG_BYTES];

	if (nft_elem_is_catchall(a) || nft_elem_is_catchall(b))
		return nft_elem_is_catchall(a) - nft_elem_is_catchall(b);
	if (sort_bytes(s, a, av) != sort_bytes(s, b, bv))
		return 0;
	return memcmp(av, bv, sort_bytes(s, a, av));
}

/* The index is sorted by bytes: right for one part in network order. */
static size_t by_value(const struct nft_set *set, const struct nft_key *k,
		       size_t *order)
{
	struct sorter s = { .set = set, .key = k };
	size_t n = nft_set_count(set);

	if (n > ELEMENTS_MAX)
		n = ELEMENTS_MAX;
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	if (!(set->flags & NFT_SET_INTERVAL) &&
	    (k->n > 1 || k->types[0]->host))
		qsort_r(order, n, sizeof(*order), sort_compare, &s);
	return n;
}

const char *nft_text_set(struct nft_text *t, const struct nft_set *set,
			 const char *name, const struct nft_key *k)
{
	struct strbuf out;
	size_t count;
	size_t *order;

	if (!set || !(set->flags & NFT_SET_ANONYMOUS) || !k->n)
		return arena_printf(t->a, "@%s", name ? name : "?");
	order = ARENA_ARRAY(t->a, ELEMENTS_MAX, size_t);
	count = by_value(set, k, order);
	t->joint = " | ";
	strbuf_init(&out, t->a);
	strbuf_add(&out, "{ ");
	for (size_t i = 0; i < count; i++) {
		strbuf_add(&out, i ? ", " : "");
		print_element(t, &out, set, order[i], k);
	}
	if (count < nft_set_count(set))
		strbuf_add(&out, ", ...");
	strbuf_add(&out, " }");
	t->joint = ",";
	return out.s;
}
