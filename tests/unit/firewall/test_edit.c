/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A ruleset edited in the model is the ruleset that is read after the command
 * of the same edit was run: native, iptables-nft and legacy chains, in a
 * namespace of the test's own. TAP on stdout.
 */
#include "kernel.h"
#include "xt_kernel.h"

#include <arpa/inet.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char native[] =
	"table ip n {\n"
	" chain c {\n  type filter hook forward priority 5\n"
	"  ip saddr 1.2.3.4 drop\n  counter\n }\n"
	" chain p {\n  type nat hook postrouting priority 100\n }\n}\n"
	"table inet n {\n"
	" chain d {\n  return\n }\n"
	" chain c {\n  type filter hook forward priority 5\n"
	"  ct state vmap { new : accept, invalid : jump d }\n  jump d\n }\n}\n"
	"table ip6 n {\n chain c {\n  type filter hook forward priority 5\n }\n}\n"
	"table ip z {\n flags dormant\n"
	" chain c {\n  type filter hook forward priority 7\n  drop\n }\n}\n";

static const char compat[] =
	"iptables-nft -P FORWARD DROP && "
	"iptables-nft -A FORWARD -i x -j DROP && "
	"iptables-nft -t nat -A POSTROUTING -o zz -j ACCEPT && "
	"ip6tables-nft -A FORWARD -i x -j DROP";

static const char legacy[] =
	"iptables-legacy -A FORWARD -i x -j DROP && "
	"iptables-legacy -A FORWARD -i y -j DROP && "
	"iptables-legacy -t nat -A POSTROUTING -o y -j ACCEPT && "
	"ip6tables-legacy -A FORWARD -i x -j DROP";

/** struct test - @xt: there are legacy tables by now */
struct test {
	unsigned int n;
	unsigned int bad;
	bool xt;
};

static struct firewall *rules_read(const struct test *t, struct arena *a)
{
	struct error err = { 0 };
	struct firewall *fw = kernel_firewall(a, &err);

	if (!fw)
		return NULL;
	if (t->xt && (!kernel_xt_table(a, fw, NFPROTO_IPV4, "filter") ||
		      !kernel_xt_table(a, fw, NFPROTO_IPV4, "nat") ||
		      !kernel_xt_table(a, fw, NFPROTO_IPV6, "filter")))
		return NULL;
	return fw;
}

/* Handles are the kernel's to give: a new object has none. */
static void handles_take(struct nft_chain *to, const struct nft_chain *from)
{
	size_t i;

	if (!to->handle)
		SET(to, nft_chain, handle, from->handle);
	for (i = 0; i < to->rules.n && i < from->rules.n; i++)
		if (!to->rules.v[i]->handle)
			SET(to->rules.v[i], nft_rule, handle,
			    from->rules.v[i]->handle);
}

static bool table_same(struct firewall *edited, const struct nft_table *now)
{
	struct nft_table *t = nft_table_find(edited, now->family, now->name);
	size_t i;

	if (!t)
		return false;
	for (i = 0; i < t->chains.n && i < now->chains.n; i++)
		handles_take(t->chains.v[i], now->chains.v[i]);
	if (!t->handle)
		SET(t, nft_table, handle, now->handle);
	return object_equal(t, now, false);
}

static bool same(struct firewall *edited, const struct firewall *now)
{
	size_t i;

	if (edited->tables.n != now->tables.n ||
	    edited->xtables.n != now->xtables.n)
		return false;
	for (i = 0; i < now->tables.n; i++)
		if (!table_same(edited, now->tables.v[i]))
			return false;
	for (i = 0; i < now->xtables.n; i++)
		if (!object_equal(edited->xtables.v[i], now->xtables.v[i],
				  false))
			return false;
	return true;
}

/* The ruleset that was cloned must be what it was. */
static bool edit_holds(const struct test *t, const struct rule_edit *e,
		       struct arena *a, char **line)
{
	struct host host = { .iptables = "nft" };
	struct error err = { 0 };
	struct firewall *fw = rules_read(t, a), *before = rules_read(t, a);
	struct firewall *edited, *now;
	argv_vec argvs = { 0 };
	size_t i;

	if (!fw || !before)
		return false;
	edited = firewall_clone(fw, a);
	firewall_edit_argv(e, &host, fw, a, &argvs);
	if (firewall_edit(edited, a, e, &err)) {
		*line = arena_strdup(a, err.text);
		return false;
	}
	if (!same(fw, before))
		return false;
	for (i = 0; i < argvs.n; i++) {
		*line = shell_join(a, argvs.v[i]);
		if (system(*line))
			return false;
	}
	now = rules_read(t, a);
	return now && same(edited, now);
}

static void check(struct test *t, const struct rule_edit *e)
{
	struct arena *a = arena_new();
	char *line = arena_strdup(a, "no command");
	bool ok = edit_holds(t, e, a, &line);

	t->n++;
	t->bad += !ok;
	printf("%s %u - %s\n", ok ? "ok" : "not ok", t->n, line);
	arena_free(a);
}

/** struct place - a chain; @nat: masquerade is of use there */
struct place {
	uint8_t family;
	const char *table;
	const char *chain;
	bool nat;
	bool legacy;
};

static const struct place places[] = {
	{ NFPROTO_IPV4, "n", "c", false, false },
	{ NFPROTO_IPV4, "n", "p", true, false },
	{ NFPROTO_INET, "n", "c", false, false },
	{ NFPROTO_IPV6, "n", "c", false, false },
	{ NFPROTO_IPV4, "filter", "FORWARD", false, false },
	{ NFPROTO_IPV4, "nat", "POSTROUTING", true, false },
	{ NFPROTO_IPV6, "filter", "FORWARD", false, false },
	{ NFPROTO_IPV4, "filter", "FORWARD", false, true },
	{ NFPROTO_IPV4, "nat", "POSTROUTING", true, true },
	{ NFPROTO_IPV6, "filter", "FORWARD", false, true },
};

static struct ip_prefix prefix(const char *text)
{
	struct ip_prefix p = { 0 };

	prefix_parse(text, &p);
	return p;
}

/* Does the rule make sense in this chain? */
static bool fits(const struct place *p, const struct rule_spec *s)
{
	uint8_t family = s->src.addr.family;

	if (s->action == SPEC_MASQUERADE || p->nat)
		return s->action == SPEC_MASQUERADE && p->nat;
	if (s->proto == IPPROTO_ICMP || family == AF_INET)
		return p->family != NFPROTO_IPV6;
	if (s->proto == IPPROTO_ICMPV6 || family == AF_INET6)
		return p->family != NFPROTO_IPV4;
	return true;
}

/** struct ends - a chain, its first and its last rule */
struct ends {
	const struct object *chain;
	const struct object *first;
	const struct object *last;
};

static bool ends_find(const struct firewall *fw, const struct place *p,
		      struct ends *out)
{
	const struct xt_table *xt;
	const struct xt_chain *xc;
	struct nft_table *t;
	struct nft_chain *c;

	*out = (struct ends){ 0 };
	if (p->legacy) {
		xt = xt_table_find(fw, p->family, p->table);
		xc = xt ? xt_chain_find(xt, p->chain) : NULL;
		if (!xc)
			return false;
		out->chain = &xc->obj;
		if (xc->rules.n) {
			out->first = &xc->rules.v[0]->obj;
			out->last = &xc->rules.v[xc->rules.n - 1]->obj;
		}
		return true;
	}
	t = nft_table_find(fw, p->family, p->table);
	c = t ? nft_chain_find(t, p->chain) : NULL;
	if (!c)
		return false;
	out->chain = &c->obj;
	if (c->rules.n) {
		out->first = &c->rules.v[0]->obj;
		out->last = &c->rules.v[c->rules.n - 1]->obj;
	}
	return true;
}

/* At the head, at the end, before the last; now and then one goes. */
static void place_check(struct test *t, const struct place *p,
			const struct rule_spec *s, unsigned int turn)
{
	struct arena *a = arena_new();
	struct firewall *fw = rules_read(t, a);
	struct rule_edit e = { .kind = EDIT_INSERT, .spec = *s };
	struct ends ends;

	if (!fw || !ends_find(fw, p, &ends)) {
		t->bad++;
		printf("not ok %u - %s %s is not there\n", ++t->n, p->table,
		       p->chain);
		arena_free(a);
		return;
	}
	e.chain = ends.chain;
	if (turn % 4 == 1)
		e.kind = EDIT_APPEND;
	else if (turn % 4 == 2)
		e.before = ends.last;
	check(t, &e);
	if (turn % 4 == 3 && ends.first) {
		e.kind = EDIT_DELETE;
		e.before = ends.first;
		check(t, &e);
	}
	arena_free(a);
}

static void places_check(struct test *t)
{
	const struct rule_spec specs[] = {
		{ .iif = "br", .oif = "eth0" },
		{ .iif = "eth0", .oif = "br", .established = true },
		{ .iif = "br0", .oif = "eth0", .oif_not = true,
		  .action = SPEC_RETURN },
		{ .iif = "br0", .iif_not = true, .proto = IPPROTO_TCP,
		  .dport = 80 },
		{ .proto = IPPROTO_UDP, .dport = 53, .sport = 54 },
		{ .proto = IPPROTO_UDP, .sport = 53, .established = true },
		{ .src = prefix("10.100.0.0/24"), .oif = "br-internal",
		  .oif_not = true, .action = SPEC_MASQUERADE },
		{ .src = prefix("10.100.0.1/20"), .dst = prefix("8.8.8.8") },
		{ .src = prefix("2001:db8::/61"), .dst = prefix("::1/128") },
		{ .proto = IPPROTO_ICMP, .icmp_match = true, .icmp_type = 8 },
		{ .src = prefix("10.1.0.1"), .proto = IPPROTO_ICMP,
		  .icmp_match = true, .icmp_type = 8, .iif = "x" },
		{ .proto = IPPROTO_ICMP, .iif = "lo" },
		{ .proto = IPPROTO_GRE, .iif = "lo" },
		{ .proto = IPPROTO_ICMPV6, .icmp_match = true,
		  .icmp_type = 135 },
	};
	size_t i, k;

	for (i = 0; i < ARRAY_SIZE(places); i++)
		for (k = 0; k < ARRAY_SIZE(specs); k++)
			if (places[i].legacy == t->xt &&
			    fits(&places[i], &specs[k]))
				place_check(t, &places[i], &specs[k],
					    (unsigned int)k);
}

static void tables_check(struct test *t)
{
	struct rule_edit e = {
		.kind = EDIT_NEW_NAT, .family = NFPROTO_IPV4,
		.spec = { .src = prefix("10.0.0.0/24"), .oif = "br",
			  .oif_not = true, .action = SPEC_MASQUERADE },
	};
	struct arena *a = arena_new();
	struct firewall *fw = rules_read(t, a);
	const struct nft_table *dormant = NULL;

	check(t, &e);
	e.family = NFPROTO_IPV6;
	e.spec.src = prefix("fd00::/64");
	check(t, &e);
	if (fw)
		dormant = nft_table_find(fw, NFPROTO_IPV4, "z");
	e = (struct rule_edit){ .kind = EDIT_WAKE };
	e.chain = dormant ? &dormant->obj : NULL;
	check(t, &e);
	arena_free(a);
}

int main(void)
{
	struct test t = { 0 };
	struct arena *a = arena_new();

	if (!kernel_enter() || system("mount -t tmpfs none /run")) {
		puts("1..0 # SKIP needs root, nft and a network namespace");
		return 0;
	}
	if (!kernel_run(a, "nft -f -", native) || system(compat)) {
		puts("1..0 # SKIP needs iptables-nft");
		return 0;
	}
	places_check(&t);
	tables_check(&t);
	if (system(legacy)) {
		puts("# SKIP the legacy part needs iptables-legacy");
	} else {
		t.xt = true;
		places_check(&t);
	}
	printf("1..%u\n", t.n);
	arena_free(a);
	return t.bad ? 1 : 0;
}
