/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A legacy table's blob: what translate_table() of
 * net/ipv4/netfilter/ip_tables.c, ip6_tables.c, arp_tables.c takes. The three
 * differ in the entry part and in the number of hooks alone.
 */
#include "decode/xt.h"
#include "decode/xt_wire.h"

#include <linux/netfilter_arp/arp_tables.h>
#include <linux/netfilter_bridge/ebtables.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>

#define HEAD_SIZE 40		/* struct ipt_get_entries, aligned */

/* Where the three structs of entries hold what they share. */
struct offsets {
	uint16_t target;
	uint16_t next;
};

static struct offsets offsets_of(const struct xt_wire *w, size_t at)
{
	const void *e = w->p + at;
	struct offsets o = { 0 };

	switch (w->table->family) {
	case NFPROTO_IPV4:
		o.target = ((const struct ipt_entry *)e)->target_offset;
		o.next = ((const struct ipt_entry *)e)->next_offset;
		break;
	case NFPROTO_IPV6:
		o.target = ((const struct ip6t_entry *)e)->target_offset;
		o.next = ((const struct ip6t_entry *)e)->next_offset;
		break;
	case NFPROTO_ARP:
		o.target = ((const struct arpt_entry *)e)->target_offset;
		o.next = ((const struct arpt_entry *)e)->next_offset;
		break;
	}
	return o;
}

/* check_entry_size_and_hooks() and xt_check_entry_offsets(), once for all. */
static int entry_check(struct xt_wire *w, size_t at, struct offsets *out)
{
	size_t head = xt_wire_entry_size(w->table->family);
	size_t least = head + sizeof(struct xt_entry_target);
	const struct xt_entry_target *t;
	struct offsets o;

	if (w->len - at < least)
		return xt_wire_bad(w, at, "an entry is cut short");
	o = offsets_of(w, at);
	if (o.next < least || o.next > w->len - at || o.next % 8)
		return xt_wire_bad(w, at, "an entry's size is wrong");
	if (o.target < head || o.target > o.next - sizeof(*t) || o.target % 8)
		return xt_wire_bad(w, at, "a target's place is wrong");
	t = (const void *)(w->p + at + o.target);
	if (t->u.target_size < sizeof(*t) ||
	    t->u.target_size > o.next - o.target)
		return xt_wire_bad(w, at, "a target's size is wrong");
	if (strnlen(t->u.user.name, sizeof(t->u.user.name)) ==
	    sizeof(t->u.user.name))
		return xt_wire_bad(w, at, "a target's name has no end");
	*out = o;
	return 0;
}

static const struct xt_entry_target *target_of(const struct xt_wire *w,
					       size_t at)
{
	return (const void *)(w->p + at + offsets_of(w, at).target);
}

static bool is_error(const struct xt_entry_target *t)
{
	return !strcmp(t->u.user.name, XT_ERROR_TARGET) &&
	       t->u.target_size >= sizeof(struct xt_error_target);
}

/**
 * struct starts - offset of every entry, ascending
 * @chain: chain that begins there, or NULL
 */
struct starts {
	size_t n;
	uint32_t *at;
	struct xt_chain **chain;
};

static int starts_find(const struct starts *s, uint32_t at, size_t *out)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (s->at[mid] == at) {
			*out = mid;
			return 0;
		}
		if (s->at[mid] < at)
			low = mid + 1;
		else
			high = mid;
	}
	return -ENOENT;
}

static int starts_make(struct xt_wire *w, struct starts *s)
{
	struct offsets o = { 0 };
	size_t at, n = 0;
	int ret;

	for (at = 0; at < w->len; at += o.next, n++) {
		ret = entry_check(w, at, &o);
		if (ret < 0)
			return ret;
		if (n == XT_ENTRIES_MAX)
			return xt_wire_bad(w, at, "too many entries");
	}
	s->at = ARENA_ARRAY(w->a, n + 1, uint32_t);
	s->chain = ARENA_ARRAY(w->a, n + 1, struct xt_chain *);
	s->n = n;
	for (at = 0, n = 0; at < w->len; n++) {
		s->at[n] = (uint32_t)at;
		at += offsets_of(w, at).next;
	}
	return 0;
}

static struct xt_chain *chain_add(struct xt_wire *w, const char *name,
				  int32_t hook)
{
	struct xt_chain *c = object_new(w->a, &xt_chain_type);

	c->name = name;
	c->hook = hook;
	c->policy = FW_RETURN;
	xt_wire_mark(c);
	VEC_PUSH(w->a, &w->table->chains, c);
	return c;
}

static const char *hook_chain_name(uint8_t family, uint32_t hook)
{
	static const char *const inet[] = { "PREROUTING", "INPUT", "FORWARD",
					    "OUTPUT", "POSTROUTING" };
	static const char *const arp[] = { "INPUT", "OUTPUT", "FORWARD" };

	return family == NFPROTO_ARP ? arp[hook] : inet[hook];
}

/* Built-in chains begin where the info says, others with an ERROR target. */
static int chains_make(struct xt_wire *w, struct starts *s)
{
	const struct xt_entry_target *t;
	uint32_t hook;
	size_t i;

	for (hook = 0; hook < w->n_hooks; hook++) {
		if (!(w->table->valid_hooks & 1u << hook))
			continue;
		if (starts_find(s, w->hook_entry[hook], &i) < 0)
			return xt_wire_bad(w, w->hook_entry[hook],
					   "a hook does not begin at an entry");
		s->chain[i] = chain_add(w, hook_chain_name(w->table->family,
							   hook),
					(int32_t)hook);
	}
	for (i = 0; i + 1 < s->n; i++) {
		t = target_of(w, s->at[i]);
		if (!is_error(t))
			continue;
		s->chain[i] = chain_add(w, xt_wire_name(w, t->data,
						XT_FUNCTION_MAXNAMELEN), -1);
	}
	return 0;
}

static int matches_make(struct xt_wire *w, size_t at, struct xt_rule *r)
{
	size_t from = at + xt_wire_entry_size(w->table->family);
	size_t end = at + offsets_of(w, at).target;
	const struct xt_entry_match *m;

	while (from < end) {
		m = (const void *)(w->p + from);
		if (end - from < sizeof(*m) || m->u.match_size < sizeof(*m) ||
		    m->u.match_size > end - from || m->u.match_size % 8)
			return xt_wire_bad(w, from, "a match's size is wrong");
		if (strnlen(m->u.user.name, sizeof(m->u.user.name)) ==
		    sizeof(m->u.user.name))
			return xt_wire_bad(w, from,
					   "a match's name has no end");
		VEC_PUSH(w->a, &r->matches,
			 xt_ext_decode(w->a, w->table->family, XT_MATCH,
				       m->u.user.name, m->u.user.revision,
				       m->data, m->u.match_size - sizeof(*m)));
		from += m->u.match_size;
	}
	return 0;
}

static bool is_goto(const struct xt_rule *r, uint8_t family)
{
	if (family == NFPROTO_IPV6)
		return r->flags & IP6T_F_GOTO;
	return family == NFPROTO_IPV4 && r->flags & IPT_F_GOTO;
}

static int jump_make(struct xt_wire *w, const struct starts *s, size_t i,
		     struct xt_rule *r, uint32_t to)
{
	size_t k;

	/* To the next entry: a rule without target, it only counts. */
	if (i + 1 < s->n && s->at[i + 1] == to) {
		r->verdict = FW_CONTINUE;
		return 0;
	}
	/* A chain's own first entry is behind the one that bears its name. */
	if (starts_find(s, to, &k) < 0 || !k || !s->chain[k - 1] ||
	    s->chain[k - 1]->hook >= 0)
		return xt_wire_bad(w, s->at[i],
				   "a jump does not lead to a chain");
	r->verdict = is_goto(r, w->table->family) ? FW_GOTO : FW_JUMP;
	r->jump = s->chain[k - 1]->name;
	return 0;
}

static int verdict_make(struct xt_wire *w, const struct starts *s, size_t i,
			struct xt_rule *r, int32_t v)
{
	if (v >= 0)
		return jump_make(w, s, i, r, (uint32_t)v);
	switch (v) {
	case -NF_ACCEPT - 1:
		r->verdict = FW_ACCEPT;
		return 0;
	case -NF_DROP - 1:
		r->verdict = FW_DROP;
		return 0;
	case -NF_QUEUE - 1:
		r->verdict = FW_QUEUE;
		return 0;
	case XT_RETURN:
		r->verdict = FW_RETURN;
		return 0;
	default:
		return xt_wire_bad(w, s->at[i], "an unknown verdict");
	}
}

static int target_make(struct xt_wire *w, const struct starts *s, size_t i,
		       struct xt_rule *r)
{
	const struct xt_entry_target *t = target_of(w, s->at[i]);
	int32_t v;

	if (*t->u.user.name) {
		r->verdict = XT_EXTENSION;
		r->target = xt_ext_decode(w->a, w->table->family, XT_TARGET,
					  t->u.user.name, t->u.user.revision,
					  t->data,
					  t->u.target_size - sizeof(*t));
		return 0;
	}
	if (t->u.target_size < sizeof(struct xt_standard_target))
		return xt_wire_bad(w, s->at[i], "a verdict is cut short");
	memcpy(&v, t->data, sizeof(v));
	return verdict_make(w, s, i, r, v);
}

/* The last entry of a built-in chain is its policy, of another its return. */
static void policy_make(struct xt_chain *c, const struct xt_rule *r)
{
	c->policy = r->verdict;
	c->packets = r->packets;
	c->bytes = r->bytes;
}

static bool is_underflow(const struct xt_wire *w, const struct xt_chain *c,
			 uint32_t at)
{
	return c->hook >= 0 && w->underflow[c->hook] == at;
}

static int rule_make(struct xt_wire *w, const struct starts *s, size_t i,
		     struct xt_chain *c, bool last)
{
	struct xt_rule *r = object_new(w->a, &xt_rule_type);
	int ret;

	xt_wire_entry(w, w->p + s->at[i], r);
	ret = matches_make(w, s->at[i], r);
	if (!ret)
		ret = target_make(w, s, i, r);
	if (ret < 0)
		return ret;
	xt_wire_mark(r);
	if (is_underflow(w, c, s->at[i])) {
		if (r->verdict != FW_ACCEPT && r->verdict != FW_DROP &&
		    r->verdict != FW_RETURN && r->verdict != FW_QUEUE)
			return xt_wire_bad(w, s->at[i], "a policy is none");
		policy_make(c, r);
	} else if (!last || c->hook >= 0 || r->verdict != FW_RETURN) {
		VEC_PUSH(w->a, &c->rules, r);
	}
	return 0;
}

/* Is entry @i the last one of its chain? Then another begins behind it. */
static bool is_last(const struct xt_wire *w, const struct starts *s, size_t i)
{
	return i + 1 == s->n || s->chain[i + 1] ||
	       is_error(target_of(w, s->at[i + 1]));
}

static int rules_make(struct xt_wire *w, const struct starts *s)
{
	struct xt_chain *c = NULL;
	size_t i;
	int ret;

	for (i = 0; i + 1 < s->n; i++) {
		if (s->chain[i])
			c = s->chain[i];
		/* The entry that bears a chain's name is none of its rules. */
		if (s->chain[i] && c->hook < 0)
			continue;
		if (!c)
			return xt_wire_bad(w, s->at[i], "a rule of no chain");
		ret = rule_make(w, s, i, c, is_last(w, s, i));
		if (ret < 0)
			return ret;
	}
	return 0;
}

static int blob_decode(struct xt_wire *w)
{
	struct starts s = { 0 };
	int ret;

	ret = starts_make(w, &s);
	if (ret < 0)
		return ret;
	if (!s.n || !is_error(target_of(w, s.at[s.n - 1])))
		return xt_wire_bad(w, w->len, "there is no last entry");
	ret = chains_make(w, &s);
	return ret < 0 ? ret : rules_make(w, &s);
}

/* struct ipt_getinfo and ip6t_getinfo are alike, arpt_getinfo has 3 hooks. */
static int inet_decode(struct xt_wire *w, const void *info, const void *entries,
		       size_t len)
{
	const struct ipt_getinfo *i4 = info;
	const struct arpt_getinfo *ia = info;
	bool arp = w->table->family == NFPROTO_ARP;
	uint32_t size = arp ? ia->size : i4->size, given;

	w->n_hooks = arp ? NF_ARP_NUMHOOKS : NF_INET_NUMHOOKS;
	w->table->valid_hooks = arp ? ia->valid_hooks : i4->valid_hooks;
	memcpy(w->hook_entry, arp ? ia->hook_entry : i4->hook_entry,
	       w->n_hooks * sizeof(uint32_t));
	memcpy(w->underflow, arp ? ia->underflow : i4->underflow,
	       w->n_hooks * sizeof(uint32_t));
	if (len < HEAD_SIZE)
		return xt_wire_bad(w, 0, "the entries have no head");
	memcpy(&given, (const uint8_t *)entries + XT_TABLE_MAXNAMELEN, 4);
	if (given != size || size > len - HEAD_SIZE)
		return xt_wire_bad(w, 0, "the sizes do not agree");
	w->p = arena_memdup(w->a, (const uint8_t *)entries + HEAD_SIZE, size);
	w->len = size;
	return blob_decode(w);
}

static int bridge_decode(struct xt_wire *w, const void *info,
			 const void *entries, size_t len)
{
	w->p = arena_memdup(w->a, entries, len);
	w->len = len;
	return decode_ebtables(w, info);
}

static size_t info_size(uint8_t nfproto)
{
	switch (nfproto) {
	case NFPROTO_IPV4:
		return sizeof(struct ipt_getinfo);
	case NFPROTO_IPV6:
		return sizeof(struct ip6t_getinfo);
	case NFPROTO_ARP:
		return sizeof(struct arpt_getinfo);
	case NFPROTO_BRIDGE:
		return sizeof(struct ebt_replace);
	default:
		return SIZE_MAX;
	}
}

int decode_xt_table(uint8_t nfproto, const void *info, size_t info_len,
		    const void *entries, size_t len, struct firewall *fw,
		    struct arena *a, struct error *err)
{
	struct xt_wire w = { .a = a };
	void *head;
	int ret;

	if (info_len < info_size(nfproto))
		return error_set(err, -EMSGSIZE,
				 "legacy table: %zu bytes of information",
				 info_len);
	head = arena_memdup(a, info, info_len);
	w.table = object_new(a, &xt_table_type);
	w.table->family = nfproto;
	/* The name comes first in all of them, with 32 bytes. */
	w.table->name = xt_wire_name(&w, head, XT_TABLE_MAXNAMELEN);
	xt_wire_mark(w.table);
	ret = nfproto == NFPROTO_BRIDGE ?
		bridge_decode(&w, head, entries, len) :
		inet_decode(&w, head, entries, len);
	if (ret < 0) {
		w.table->chains.n = 0;
		w.table->opaque = arena_printf(a, "%s at byte %zu", w.why,
					       w.at);
	}
	VEC_PUSH(a, &fw->xtables, w.table);
	return 0;
}
