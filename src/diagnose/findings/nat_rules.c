/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why did no rule translate it? Every rule that would change a source is
 * looked at in the words of its owner, and the terms that name an interface, a
 * source or a protocol are held against the packet. Which of them alone is
 * the reason decides the entry; whether the mend helps is the model's to say.
 */
#include <string.h>
#include <netinet/in.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

#include "diagnose/findings/nat_rules.h"
#include "firewall/nft/nft.h"
#include "firewall/xt/xt.h"

/* ---- the chain to add to ---- */

static bool is_srcnat(const struct nft_table *t, const struct nft_chain *c,
		      uint8_t nfproto)
{
	return c->base && c->chain_type && !strcmp(c->chain_type, "nat") &&
	       c->hook == NF_INET_POST_ROUTING &&
	       !(t->flags & NFT_TABLE_F_DORMANT) && !t->owner &&
	       (t->family == nfproto || t->family == NFPROTO_INET);
}

/* A chain that a manager rewrites is no place for a rule of ours. */
static bool managed(const struct nft_table *t)
{
	struct fw_place p = { .table = t->name };
	const char *by;

	return owner_of(&p, &by) != NULL;
}

const struct object *nat_chain(const struct death *d, uint32_t netns,
			       uint8_t nfproto, bool *legacy)
{
	const struct firewall *fw = ns_of(d, netns)->firewall;
	const struct xt_table *xt;
	const struct xt_chain *chain;
	bool dummy;

	if (!legacy)
		legacy = &dummy;
	*legacy = false;
	if (!fw)
		return NULL;
	for (size_t i = 0; i < fw->tables.n; i++) {
		const struct nft_table *t = fw->tables.v[i];

		for (size_t j = 0; !managed(t) && j < t->chains.n; j++)
			if (is_srcnat(t, t->chains.v[j], nfproto))
				return &t->chains.v[j]->obj;
	}
	xt = xt_table_find(fw, nfproto, "nat");
	chain = xt ? xt_chain_of_hook(xt, NF_INET_POST_ROUTING) : NULL;
	*legacy = chain != NULL;
	return chain ? &chain->obj : NULL;
}

/* ---- terms of a rule, by its text ---- */

static bool translates_source(const char *text)
{
	return text && (strstr(text, "masquerade") ||
			strstr(text, "MASQUERADE") || strstr(text, "snat ") ||
			strstr(text, "-j SNAT"));
}

/* The word behind @key, without quotes; NULL when the key is not there. */
static char *term(struct arena *a, const char *text, const char *key,
		  bool *negated)
{
	const char *at = strstr(text, key);
	size_t len;

	if (!at)
		return NULL;
	/* iptables puts it in front: "! -o eth0" */
	*negated = *key == ' ' && at > text && at[-1] == '!';
	at += strlen(key);
	if (!strncmp(at, "!= ", 3)) {
		*negated = true;
		at += 3;
	}
	if (*at == '"')
		at++;
	len = strcspn(at, " \"");
	return arena_strndup(a, at, len);
}

static bool name_fits(const char *pattern, const char *name)
{
	size_t len = strlen(pattern);

	if (len && (pattern[len - 1] == '+' || pattern[len - 1] == '*'))
		return !strncmp(pattern, name, len - 1);
	return !strcmp(pattern, name);
}

struct terms {
	bool interface;		/* true: fits or is not there */
	bool source;
	bool protocol;
	char *oif;
	char *src;
};

static void read_terms(const struct death *d, const char *text,
		       const char *out, const struct ip_addr *src,
		       struct terms *t)
{
	struct ip_prefix p;
	bool no = false;

	memset(t, 0, sizeof(*t));
	t->interface = t->source = t->protocol = true;
	t->oif = term(d->arena, text, " -o ", &no);
	if (!t->oif)
		t->oif = term(d->arena, text, "oifname ", &no);
	if (!t->oif)
		t->oif = term(d->arena, text, "oif ", &no);
	if (t->oif)
		t->interface = name_fits(t->oif, out) != no;
	t->src = term(d->arena, text, " -s ", &no);
	if (!t->src)
		t->src = term(d->arena, text, "ip saddr ", &no);
	if (!t->src)
		t->src = term(d->arena, text, "ip6 saddr ", &no);
	if (t->src && !prefix_parse(t->src, &p))
		t->source = prefix_contains(&p, src) != no;
	t->protocol = !strstr(text, " -p ") && !strstr(text, "l4proto") &&
		      !strstr(text, "dport") && !strstr(text, "protocol") &&
		      !strstr(text, "icmp ");
}

/* ---- every rule that translates sources ---- */

struct scan {
	const struct death *d;
	const struct hop *hop;
	enum nat_miss kind;
	struct ip_addr src;
	const char *out;
	struct nat_candidate *found;
};

static const char *miss_title(const struct scan *s, const struct terms *t)
{
	struct arena *a = s->d->arena;
	const char *ns = ns_title(s->d, s->hop->netns);

	switch (s->kind) {
	case NAT_MISS_INTERFACE:
		return arena_printf(a, "the masquerade rule of %s is for %s, "
				    "the packet leaves by %s", ns,
				    text_safe(a, t->oif), s->out);
	case NAT_MISS_SUBNET:
		return arena_printf(a, "the masquerade rule of %s covers %s, "
				    "not %s", ns, text_safe(a, t->src),
				    ip_str(a, &s->src));
	case NAT_MISS_PROTOCOL:
		return arena_printf(a, "%s masquerades only part of the "
				    "traffic", ns);
	case NAT_MISS_ORPHAN:
		return arena_printf(a, "the masquerade rule of %s stands where "
				    "no packet reaches it", ns);
	case NAT_MISS_SKIPPED:
		break;
	}
	return arena_printf(a, "a rule of %s ends the NAT chain before the "
			    "masquerade", ns);
}

static bool fits_kind(enum nat_miss kind, const struct terms *t, bool reached)
{
	if (kind == NAT_MISS_ORPHAN)
		return !reached && t->interface && t->source && t->protocol;
	if (!reached)
		return false;
	switch (kind) {
	case NAT_MISS_INTERFACE:
		return !t->interface && t->source && t->protocol;
	case NAT_MISS_SUBNET:
		return t->interface && !t->source && t->protocol;
	case NAT_MISS_PROTOCOL:
		return t->interface && t->source && !t->protocol;
	case NAT_MISS_SKIPPED:
		return t->interface && t->source && t->protocol;
	case NAT_MISS_ORPHAN:
		break;
	}
	return false;
}

static bool of_family(const char *table, uint8_t family)
{
	if (!table || !strcmp(table, "inet"))
		return true;
	return !strcmp(table, family == AF_INET ? "ip" : "ip6");
}

static bool look_at(struct scan *s, const struct object *rule, bool reached)
{
	struct fw_place place;
	struct terms t;

	firewall_describe(ns_of(s->d, s->hop->netns), rule, s->d->arena,
			  &place);
	if (!translates_source(place.text) ||
	    !of_family(place.family, s->src.family))
		return false;
	read_terms(s->d, place.text, s->out, &s->src, &t);
	if (!fits_kind(s->kind, &t, reached))
		return false;
	s->found->rule = rule;
	s->found->place = place;
	s->found->title = miss_title(s, &t);
	return true;
}

/* A chain is reached when a trace step of the request entered it. */
static bool chain_entered(const struct scan *s, const struct object *chain)
{
	const struct trace_step *it;

	VEC_FOR_EACH(&s->d->branch->steps, it)
		if (it->object == chain && it->netns == s->hop->netns &&
		    it->dir == DIR_REQUEST)
			return true;
	return false;
}

static bool scan_nft(struct scan *s, const struct firewall *fw)
{
	uint8_t family = s->src.family == AF_INET ? NFPROTO_IPV4 :
						    NFPROTO_IPV6;

	for (size_t i = 0; i < fw->tables.n; i++) {
		const struct nft_table *t = fw->tables.v[i];

		if (t->family != family && t->family != NFPROTO_INET)
			continue;
		for (size_t j = 0; j < t->chains.n; j++) {
			const struct nft_chain *c = t->chains.v[j];
			bool reached = chain_entered(s, &c->obj) ||
				       (c->base &&
					c->hook == NF_INET_POST_ROUTING &&
					!(t->flags & NFT_TABLE_F_DORMANT));

			for (size_t k = 0; k < c->rules.n; k++)
				if (look_at(s, &c->rules.v[k]->obj, reached))
					return true;
		}
	}
	return false;
}

static bool scan_xt(struct scan *s, const struct firewall *fw)
{
	uint8_t family = s->src.family == AF_INET ? NFPROTO_IPV4 :
						    NFPROTO_IPV6;
	const struct xt_table *t = xt_table_find(fw, family, "nat");

	for (size_t j = 0; t && j < t->chains.n; j++) {
		const struct xt_chain *c = t->chains.v[j];
		bool reached = chain_entered(s, &c->obj) ||
			       c == xt_chain_of_hook(t, NF_INET_POST_ROUTING);

		for (size_t k = 0; k < c->rules.n; k++)
			if (look_at(s, &c->rules.v[k]->obj, reached))
				return true;
	}
	return false;
}

bool nat_rule_misses(const struct death *d, const struct hop *h,
		     enum nat_miss kind, struct nat_candidate *out)
{
	const struct netns *ns = ns_of(d, h->netns);
	struct scan s = {
		.d = d, .hop = h, .kind = kind, .found = out,
		.out = if_name(d, h->netns, h->out),
		.src = d->outer->dir == DIR_REQUEST ?
			packet_src(&d->outer->pkt) : packet_dst(&d->outer->pkt),
	};

	if (!ns->firewall || !d->branch)
		return false;
	return scan_nft(&s, ns->firewall) || scan_xt(&s, ns->firewall);
}

void nat_candidate_evidence(const struct death *d, struct finding *f,
			    const struct nat_candidate *c)
{
	struct evidence e = {
		.kind = EVIDENCE_RULE, .netns = f->netns, .object = c->rule,
		.place = c->place,
	};

	VEC_PUSH(d->arena, &f->evidence, e);
	f->owner = owner_of(&c->place, &f->owner_by);
}

/* ---- rules that did something ---- */

static bool step_evidence(const struct death *d, struct finding *f,
			  const struct trace_step *s)
{
	struct evidence e = {
		.kind = EVIDENCE_RULE, .netns = s->netns, .object = s->object,
	};

	if (!s->object)
		return false;
	firewall_describe(ns_of(d, s->netns), s->object, d->arena, &e.place);
	VEC_PUSH(d->arena, &f->evidence, e);
	f->owner = owner_of(&e.place, &f->owner_by);
	f->netns = s->netns;
	return true;
}

static bool in_chain(const struct object *const *rules, size_t n,
		     const struct object *rule)
{
	for (size_t i = 0; i < n; i++)
		if (rules[i] == rule)
			return true;
	return false;
}

const struct object *nat_rule_chain(const struct death *d, uint32_t netns,
				    const struct object *rule)
{
	const struct firewall *fw = ns_of(d, netns)->firewall;

	for (size_t i = 0; fw && i < fw->tables.n; i++) {
		const struct nft_table *t = fw->tables.v[i];

		for (size_t j = 0; j < t->chains.n; j++)
			if (in_chain((const struct object *const *)
				     t->chains.v[j]->rules.v,
				     t->chains.v[j]->rules.n, rule))
				return &t->chains.v[j]->obj;
	}
	for (size_t i = 0; fw && i < fw->xtables.n; i++) {
		const struct xt_table *t = fw->xtables.v[i];

		for (size_t j = 0; j < t->chains.n; j++)
			if (in_chain((const struct object *const *)
				     t->chains.v[j]->rules.v,
				     t->chains.v[j]->rules.n, rule))
				return &t->chains.v[j]->obj;
	}
	return NULL;
}

void nat_rule_evidence(const struct death *d, struct finding *f)
{
	const struct trace_step *s;

	VEC_FOR_EACH(&d->branch->steps, s)
		if (s->did == DID_TRANSLATE && s->dir == DIR_REQUEST &&
		    !ip_equal(&s->before.src, &s->after.src) &&
		    step_evidence(d, f, s))
			return;
}

bool nat_dnat_evidence(const struct death *d, struct finding *f)
{
	const struct trace_step *s;

	if (!d->branch)
		return false;
	VEC_FOR_EACH(&d->branch->steps, s)
		if (s->did == DID_TRANSLATE && s->dir == DIR_REQUEST &&
		    !ip_equal(&s->before.dst, &s->after.dst) &&
		    step_evidence(d, f, s))
			return true;
	return false;
}

bool nat_rule_notrack(const struct death *d, uint32_t netns, struct finding *f)
{
	const struct trace_step *s;

	VEC_FOR_EACH(&d->branch->steps, s) {
		struct fw_place p;

		if (s->netns != netns || s->dir != DIR_REQUEST || !s->object ||
		    (s->object->type != &nft_rule_type &&
		     s->object->type != &xt_rule_type) ||
		    s->did == DID_NO_MATCH)
			continue;
		firewall_describe(ns_of(d, netns), s->object, d->arena, &p);
		if (p.text && (strstr(p.text, "notrack") ||
			       strstr(p.text, "NOTRACK")))
			return step_evidence(d, f, s);
	}
	return false;
}
