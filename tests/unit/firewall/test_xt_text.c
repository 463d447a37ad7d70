/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rules of tests/data/xt/rules: made by iptables in a namespace of the test's
 * own, once by its legacy and once by its nft variant, read back, printed, and
 * held against what iptables-save says. TAP on stdout.
 */
#include "kernel.h"
#include "xt_kernel.h"

#include <linux/netfilter.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SETS "ipset create addrs hash:ip counters timeout 0 skbinfo; " \
	     "ipset create addrs6 hash:ip family inet6 counters skbinfo; " \
	     "ipset create ports hash:ip,port"

static const char *const tables[] = { "filter", "mangle", "raw", "nat" };

/** struct run - @n, @bad: of the test; @refused: by this kernel or program */
struct run {
	struct arena *a;
	const char *backend;
	uint8_t family;
	unsigned int n;
	unsigned int bad;
	unsigned int refused;
};

static const char *program(const struct run *r)
{
	return r->family == NFPROTO_IPV6 ? "ip6tables" : "iptables";
}

static bool shell(struct run *r, const char *command)
{
	return system(arena_printf(r->a, "%s 2>/dev/null", command)) == 0;
}

/* The word of a set of the other family becomes its own. */
static const char *own_sets(struct run *r, const char *rule)
{
	const char *at = strstr(rule, "-set addrs ");
	size_t head;

	if (!at || r->family != NFPROTO_IPV6)
		return rule;
	head = (size_t)(at - rule) + strlen("-set addrs");
	return arena_printf(r->a, "%.*s6%s", (int)head, rule, rule + head);
}

static void add_rule(struct run *r, char *line)
{
	char *save = NULL, *who = strtok_r(line, " ", &save);
	char *table = strtok_r(NULL, " ", &save);
	const char *rule = own_sets(r, save);
	bool six = r->family == NFPROTO_IPV6;

	if (!strcmp(who, six ? "ip" : "ip6"))
		return;
	if (!shell(r, arena_printf(r->a, "%s-%s -t %s %s", program(r),
				   r->backend, table, rule)))
		r->refused++;
}

static bool add_rules(struct run *r, const char *path)
{
	FILE *f = fopen(path, "r");
	char line[1024];
	size_t i;

	if (!f)
		return false;
	for (i = 0; i < ARRAY_SIZE(tables); i++)
		shell(r, arena_printf(r->a, "%s-%s -t %s -N X; "
				      "%s-%s -t %s -N Y", program(r),
				      r->backend, tables[i], program(r),
				      r->backend, tables[i]));
	while (fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = 0;
		if (*line && *line != '#')
			add_rule(r, line);
	}
	fclose(f);
	return true;
}

/* The rules of one chain, a line each, as iptables-save lists them. */
static char *saved(struct run *r, const char *table)
{
	return kernel_run(r->a, arena_printf(r->a, "{ %s-%s-save -t %s "
					     "2>/dev/null | grep '^-A'; }",
					     program(r), r->backend, table),
			  "");
}

static void hold(struct run *r, const char *list, const char *line)
{
	size_t n = strlen(line);
	const char *p = list;
	bool found = false;

	for (; (p = strstr(p, line)) && !found; p += n)
		found = (p == list || p[-1] == '\n') && p[n] == '\n';
	r->n++;
	r->bad += !found;
	printf("%s %u - %s %s\n", found ? "ok" : "not ok", r->n, r->backend,
	       line);
}

static size_t lines(const char *text)
{
	size_t n = 0;

	for (; text && *text; text++)
		n += *text == '\n';
	return n;
}

static void hold_number(struct run *r, size_t have, size_t want,
			const char *table)
{
	r->n++;
	if (have != want)
		r->bad++;
	printf("%s %u - %s %s table %s: %zu of %zu rules\n",
	       have == want ? "ok" : "not ok", r->n, program(r), r->backend,
	       table, have, want);
}

static void legacy_texts(struct run *r, struct firewall *fw, const char *table)
{
	struct xt_table *t = kernel_xt_table(r->a, fw, r->family, table);
	struct netns ns = { .firewall = fw };
	const char *want = saved(r, table);
	struct xt_chain *const *c;
	struct xt_rule *const *x;
	size_t n = 0;

	if (t && want)
		VEC_FOR_EACH(&t->chains, c)
			VEC_FOR_EACH(&(*c)->rules, x) {
				hold(r, want, xt_rule_text(r->a, &ns, *x));
				n++;
			}
	hold_number(r, n, lines(want), table);
}

static void nft_texts(struct run *r, struct firewall *fw, const char *table)
{
	struct nft_table *t = nft_table_find(fw, r->family, table);
	struct netns ns = { .firewall = fw };
	const char *want = saved(r, table);
	struct nft_chain *const *c;
	struct nft_rule *const *x;
	const char *text;
	size_t n = 0;

	if (t && want)
		VEC_FOR_EACH(&t->chains, c)
			VEC_FOR_EACH(&(*c)->rules, x) {
				text = xt_text_of_nft_rule(r->a, &ns, *x);
				hold(r, want, text ? text : "no text");
				n++;
			}
	hold_number(r, n, lines(want), table);
}

static void run(struct run *r, const char *path)
{
	struct error err = { 0 };
	bool nft = !strcmp(r->backend, "nft");
	struct firewall *fw;
	size_t i;

	if (!add_rules(r, path)) {
		r->bad++;
		return;
	}
	fw = kernel_firewall(r->a, &err);
	if (!fw || !kernel_ipsets(r->a, fw)) {
		printf("not ok %u - read: %s\n", ++r->n, err.text);
		r->bad++;
		return;
	}
	for (i = 0; i < ARRAY_SIZE(tables); i++) {
		if (nft)
			nft_texts(r, fw, tables[i]);
		else
			legacy_texts(r, fw, tables[i]);
	}
	printf("# %s-%s refused %u\n", program(r), r->backend, r->refused);
}

int main(int argc, char **argv)
{
	static const char *const backends[] = { "legacy", "nft" };
	static const uint8_t families[] = { NFPROTO_IPV4, NFPROTO_IPV6 };
	struct run r = { .a = arena_new() };
	size_t i, k;

	if (argc < 2 || !kernel_enter() ||
	    system("mount -t tmpfs none /run && iptables-legacy-save -V "
		   ">/dev/null 2>&1 && iptables-nft-save -V >/dev/null 2>&1")) {
		puts("1..0 # SKIP needs root and both variants of iptables");
		return 0;
	}
	if (!shell(&r, SETS)) {
		puts("1..0 # SKIP needs ipset");
		return 0;
	}
	for (i = 0; i < ARRAY_SIZE(backends); i++) {
		for (k = 0; k < ARRAY_SIZE(families); k++) {
			r.backend = backends[i];
			r.family = families[k];
			r.refused = 0;
			run(&r, argv[1]);
		}
	}
	printf("1..%u\n", r.n);
	arena_free(r.a);
	return r.bad ? 1 : 0;
}
