/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Chains, hooks and hostile messages of nftables: rulesets go through nft and
 * the kernel of a namespace of the test's own. TAP on stdout.
 */
#include "fake_walk.h"
#include "kernel.h"

#include <arpa/inet.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <stdio.h>
#include <string.h>

static unsigned int tests;
static unsigned int failed;

static void ok(bool good, const char *name)
{
	printf("%sok %u - %s\n", good ? "" : "not ", ++tests, name);
	failed += !good;
}

static struct firewall *load(struct arena *a, const char *ruleset)
{
	struct error err = { 0 };
	struct firewall *fw;

	if (!kernel_run(a, "nft -f -",
			arena_printf(a, "flush ruleset\n%s\n", ruleset)))
		return NULL;
	fw = kernel_firewall(a, &err);
	if (!fw)
		printf("# %s\n", err.text);
	return fw;
}

static struct fw_result run(struct arena *a, const struct nft_chain *c,
			    struct judge *j)
{
	struct packet *p = ARENA_NEW(a, struct packet);
	struct netns *ns = ARENA_NEW(a, struct netns);
	struct probe q = { .family = AF_INET, .proto = IPPROTO_UDP,
			   .sport = 40000, .dport = 53, .connected = true };
	struct eval e = { .pkt = p, .ns = ns, .family = NFPROTO_IPV4,
			  .hook = NF_INET_FORWARD, .ops = &fake_ops,
			  .ctx = j };

	ip_parse("10.0.0.2", &q.src);
	ip_parse("10.0.0.9", &q.dst);
	packet_from_probe(p, &q, 0);
	p->mark_known = true;
	return nft_chain_run(&e, c);
}

/** struct chain_case - chains of a table, and who decides */
struct chain_case {
	const char *name;
	const char *chains;	/* beside "c", or in front of it */
	const char *rules;	/* of the base chain "c", policy drop */
	enum fw_verdict verdict;
	const char *decider;	/* "CHAIN NUMBER", or "CHAIN policy" */
	unsigned int rules_seen;
	uint32_t via;
};

static const struct chain_case chain_cases[] = {
	{ "no rules end in the policy", "", "", FW_DROP, "c policy", 0, 0 },
	{ "a jump comes back behind itself", "chain a { counter; }",
	  "jump a; accept", FW_ACCEPT, "c 2", 3, 0 },
	{ "return ends a jump", "chain a { return; drop; }", "jump a; accept",
	  FW_ACCEPT, "c 2", 3, 0 },
	{ "return in a base chain is its policy", "", "return; accept",
	  FW_DROP, "c policy", 1, 0 },
	{ "goto from a base chain ends in the policy", "chain a { counter; }",
	  "goto a; accept", FW_DROP, "c policy", 2, 0 },
	{ "goto in a chain comes back behind the jump",
	  "chain b { counter; }\nchain a { goto b; drop; }", "jump a; accept",
	  FW_ACCEPT, "c 2", 4, 0 },
	{ "those who led to the decider are named",
	  "chain b { drop; }\nchain a { goto b; }", "jump a; accept", FW_DROP,
	  "b 1", 3, 2 },
	{ "a verdict map jumps", "chain a { accept; }",
	  "udp dport vmap { 53 : jump a, 54 : drop }", FW_ACCEPT, "a 1", 2, 1 },
	{ "a verdict ends its rule, not its chain's siblings",
	  "chain a { udp dport 54 drop; }", "jump a; udp dport 53 accept",
	  FW_ACCEPT, "c 2", 3, 0 },
	{ "a key that the packet added is found by what follows",
	  "set s { type ipv4_addr; flags dynamic; size 9; }",
	  "add @s { ip saddr }; ip saddr @s accept", FW_ACCEPT, "c 2", 2, 0 },
	{ "what a rule set before it broke stays set", "",
	  "meta mark set 7 udp dport 99 drop; meta mark 7 accept", FW_ACCEPT,
	  "c 2", 2, 0 },
};

static char *decider(struct arena *a, const struct fw_result *r)
{
	const struct nft_rule *rule = (const void *)r->object;

	if (r->object->type == &nft_chain_type)
		return arena_printf(
			a, "%s policy",
			((const struct nft_chain *)(const void *)r->object)
				->name);
	return arena_printf(a, "%s %u", rule->chain->name, rule->number);
}

static void test_chains(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(chain_cases); i++) {
		const struct chain_case *cc = &chain_cases[i];
		struct arena *a = arena_new();
		struct judge j = { .answer = true };
		struct fw_result r = { 0 };
		struct firewall *fw;
		const char *by = "none";

		fw = load(a, arena_printf(a,
					  "table ip t {\n%s\nchain c { type "
					  "filter hook forward priority 0; "
					  "policy drop;\n%s\n}\n}\n",
					  cc->chains, cc->rules));
		if (fw) {
			r = run(a, nft_chain_find(fw->tables.v[0], "c"), &j);
			by = decider(a, &r);
		}
		ok(fw && r.verdict == cc->verdict && !strcmp(by, cc->decider) &&
			   j.rules == cc->rules_seen && r.n_via == cc->via,
		   cc->name);
		if (fw && (strcmp(by, cc->decider) || r.n_via != cc->via))
			printf("# %s, %u rules, %u via\n", by, j.rules,
			       r.n_via);
		arena_free(a);
	}
}

static const char order_rules[] =
	"table ip t1 {\n"
	"chain a { type filter hook forward priority 0; }\n"
	"chain b { type filter hook forward priority 0; }\n"
	"chain early { type filter hook forward priority -5; }\n"
	"chain nat { type nat hook postrouting priority 100; masquerade; }\n"
	"chain plain { }\n"
	"}\n"
	"table inet t2 {\n"
	"chain c { type filter hook forward priority 0; }\n"
	"}\n"
	"table ip6 t3 {\n"
	"chain six { type filter hook forward priority 0; }\n"
	"}\n"
	"table ip asleep {\n"
	"flags dormant;\n"
	"chain z { type filter hook forward priority 0; }\n"
	"}\n";

static char *order_of(struct arena *a, const struct netns *ns, uint8_t family,
		      uint8_t hook)
{
	hook_entries list = { 0 };
	struct strbuf out;

	strbuf_init(&out, a);
	firewall_hook(ns, family, hook, NULL, a, &list);
	for (size_t i = 0; i < list.n; i++)
		strbuf_addf(&out, "%s%s%s", i ? " " : "",
			    list.v[i].chain->name,
			    list.v[i].order_unknown ? "?" : "");
	return out.s;
}

static void test_order(void)
{
	struct arena *a = arena_new();
	struct netns *ns = ARENA_NEW(a, struct netns);

	ns->firewall = load(a, order_rules);
	ok(ns->firewall &&
		   !strcmp(order_of(a, ns, NFPROTO_IPV4, NF_INET_FORWARD),
			   "early c? b? a"),
	   "what was registered last of one priority runs first");
	printf("# %s\n", order_of(a, ns, NFPROTO_IPV4, NF_INET_FORWARD));
	ok(ns->firewall &&
		   !strcmp(order_of(a, ns, NFPROTO_IPV6, NF_INET_FORWARD),
			   "six? c?"),
	   "inet chains hang among those of IPv6");
	ok(firewall_has_nat(ns, NFPROTO_IPV4, NF_INET_POST_ROUTING) &&
		   !firewall_has_nat(ns, NFPROTO_IPV4, NF_INET_PRE_ROUTING) &&
		   !firewall_has_nat(ns, NFPROTO_IPV6, NF_INET_POST_ROUTING),
	   "a nat chain is found on its hook alone");
	arena_free(a);
}

static const struct {
	const char *name;
	const char *rule;
	enum tri v4;
	enum tri v6;
} ct_cases[] = {
	{ "ct state makes conntrack track, in a chain without hook, too",
	  "table ip t { chain c { ct state new accept; }\n}", TRI_YES, TRI_NO },
	{ "inet makes it track both families",
	  "table inet t { chain c { ct mark 1 accept; }\n}", TRI_YES, TRI_YES },
	{ "a nat chain alone does not make it track",
	  "table ip t { chain c { type nat hook postrouting priority 100; }\n}",
	  TRI_NO, TRI_NO },
	{ "masquerade does",
	  "table ip t { chain c { type nat hook postrouting priority 100; "
	  "masquerade; }\n}",
	  TRI_YES, TRI_NO },
	{ "notrack does not",
	  "table ip t { chain c { notrack; }\n}", TRI_NO, TRI_NO },
	{ "a helper object does",
	  "table ip6 t { ct helper h { type \"ftp\" protocol tcp; }\n}", TRI_NO,
	  TRI_YES },
	{ "a limit of connections in a set does",
	  "table ip t { set s { type ipv4_addr; flags dynamic; size 9; }\n"
	  "chain c { add @s { ip saddr ct count over 2 } drop; }\n}",
	  TRI_YES, TRI_NO },
};

static void test_conntrack(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(ct_cases); i++) {
		struct arena *a = arena_new();
		struct firewall *fw = load(a, ct_cases[i].rule);

		ok(fw && firewall_uses_conntrack(fw, NFPROTO_IPV4) ==
				   ct_cases[i].v4 &&
			   firewall_uses_conntrack(fw, NFPROTO_IPV6) ==
				   ct_cases[i].v6,
		   ct_cases[i].name);
		arena_free(a);
	}
}

static void test_priorities(void)
{
	struct arena *a = arena_new();

	ok(!strcmp(priority_text(a, NFPROTO_IPV4, NF_INET_FORWARD, 10),
		   "filter + 10") &&
		   !strcmp(priority_text(a, NFPROTO_IPV4, NF_INET_FORWARD, 11),
			   "11") &&
		   !strcmp(priority_text(a, NFPROTO_INET,
					 NF_INET_POST_ROUTING, 95),
			   "srcnat - 5") &&
		   !strcmp(priority_text(a, NFPROTO_INET, NF_INET_PRE_ROUTING,
					 100),
			   "100") &&
		   !strcmp(priority_text(a, NFPROTO_BRIDGE,
					 NF_INET_PRE_ROUTING, -300),
			   "dstnat"),
	   "priorities are printed as nft prints them");
	arena_free(a);
}

/* ---- hostile messages ---- */

#define ROUNDS 3000

struct recording {
	struct arena *a;
	VEC(struct nlmsghdr *) messages;
};

static void record(const struct nlmsghdr *nlh, void *data)
{
	struct recording *r = data;

	VEC_PUSH(r->a, &r->messages,
		 arena_memdup(r->a, nlh, nlh->nlmsg_len));
}

static uint32_t draw(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static int decode_any(const struct nlmsghdr *nlh, struct firewall *fw,
		      struct arena *a)
{
	struct error err = { 0 };

	switch (nlh->nlmsg_type & 0xff) {
	case NFT_MSG_NEWTABLE:
		return decode_nft_table(nlh, fw, a, &err);
	case NFT_MSG_NEWCHAIN:
		return decode_nft_chain(nlh, fw, a, &err);
	case NFT_MSG_NEWRULE:
		return decode_nft_rule(nlh, fw, a, &err);
	case NFT_MSG_NEWSET:
		return decode_nft_set(nlh, fw, a, &err);
	case NFT_MSG_NEWSETELEM:
		return decode_nft_setelem(nlh, fw, a, &err);
	case NFT_MSG_NEWOBJ:
		return decode_nft_object(nlh, fw, a, &err);
	case NFT_MSG_NEWFLOWTABLE:
		return decode_nft_flowtable(nlh, fw, a, &err);
	default:
		return decode_nft_gen(nlh, fw, a, &err);
	}
}

/* A few bytes of one message changed; types stay, so that it gets far. */
static struct nlmsghdr *damaged(struct arena *a, const struct nlmsghdr *nlh,
				uint32_t *seed)
{
	struct nlmsghdr *copy = arena_memdup(a, nlh, nlh->nlmsg_len);
	uint32_t n = 1 + draw(seed) % 4;
	uint8_t *p = (uint8_t *)copy + NLMSG_HDRLEN;
	uint32_t len = nlh->nlmsg_len - NLMSG_HDRLEN;

	while (n-- && len)
		p[draw(seed) % len] = (uint8_t)draw(seed);
	if (draw(seed) % 8 == 0)
		copy->nlmsg_len = NLMSG_HDRLEN + draw(seed) % (len + 1);
	return copy;
}

/* Everything that is done with what was decoded, short of believing it. */
static void use(struct arena *a, struct firewall *fw)
{
	struct error err = { 0 };

	if (firewall_seal(fw, a, &err) < 0)
		return;
	for (size_t i = 0; i < fw->tables.n; i++) {
		const struct nft_table *t = fw->tables.v[i];

		for (size_t j = 0; j < t->chains.n; j++) {
			const struct nft_chain *c = t->chains.v[j];
			struct judge judge = { .answer = j & 1 };

			run(a, c, &judge);
			for (size_t k = 0; k < c->rules.n; k++)
				nft_rule_text(a, NULL, c->rules.v[k], true);
		}
	}
}

static const char hostile_rules[] =
	"table inet t {\n"
	"set s { type ipv4_addr . inet_service; flags interval; elements = { "
	"10.0.0.0/24 . 1-100 }; }\n"
	"set n { type ipv4_addr; flags interval,timeout; elements = { "
	"10.0.0.0/8, 11.0.0.0/8 timeout 1h comment \"x\" }; }\n"
	"map m { type inet_service : verdict; elements = { 53 : jump j }; }\n"
	"counter hits { }\nquota q { over 10 mbytes }\n"
	"set d { type ipv4_addr; flags dynamic; size 9; }\n"
	"chain j { ip daddr 10.0.0.9 counter; }\n"
	"chain c { type filter hook forward priority 0; comment \"c\";\n"
	"ip saddr . udp dport @s accept comment \"first\"\n"
	"ip saddr @n log prefix \"p\" limit rate 5/second\n"
	"udp dport vmap @m\n"
	"counter name \"hits\" quota name \"q\"\n"
	"add @d { ip saddr limit rate 5/second }\n"
	"meta mark set ip saddr map { 10.0.0.2 : 5, 10.0.0.3 : 6 }\n"
	"ct state vmap { new : jump j, invalid : drop }\n"
	"ip dscp set cs3\n"
	"meta mark set meta mark << 3\n"
	"tcp option maxseg size 1-500 drop\n"
	"fib saddr . iif oif missing drop\n"
	"jhash ip saddr mod 4 vmap { 0 : accept, 1 : drop }\n"
	"ip6 saddr fd00::/9 reject with icmpx admin-prohibited\n"
	"iifname { \"eth*\", \"lo\" } udp sport 5-6 reject\n"
	"}\n}\n";

static void test_hostile(void)
{
	struct recording rec = { .a = arena_new() };
	uint32_t seed = 7;
	bool loaded;

	kernel_listen(record, &rec);
	loaded = load(rec.a, hostile_rules) != NULL;
	kernel_listen(NULL, NULL);
	for (int round = 0; round < ROUNDS && loaded; round++) {
		struct arena *a = arena_new();
		struct firewall *fw = object_new(a, &firewall_type);
		size_t bad = draw(&seed) % rec.messages.n;

		for (size_t i = 0; i < rec.messages.n; i++)
			decode_any(i == bad ? damaged(a, rec.messages.v[i],
						      &seed)
					    : rec.messages.v[i],
				   fw, a);
		use(a, fw);
		arena_free(a);
	}
	ok(loaded && rec.messages.n > 20,
	   "damaged messages are read, judged and printed without harm");
	arena_free(rec.a);
}

/* What no kernel dumps, but a file may hold. */
static void test_malformed(void)
{
	struct arena *a = arena_new();
	struct firewall *fw = load(a, "table ip t {\nchain c { type filter "
				      "hook forward priority 0; accept; }\n}");
	struct nft_rule *rule = fw ? fw->tables.v[0]->chains.v[0]->rules.v[0]
				   : NULL;
	struct fw_result r = { 0 };
	struct error err = { 0 };
	struct judge j = { 0 };

	for (size_t i = 0; rule && nft_expr_types[i]; i++) {
		rule->exprs.v[0] = nft_expr_new(a, nft_expr_types[i]);
		if (firewall_seal(fw, a, &err) < 0)
			continue;
		r = run(a, fw->tables.v[0]->chains.v[0], &j);
		nft_rule_text(a, NULL, rule, true);
	}
	if (rule) {
		rule->exprs.v[0] = nft_expr_new(a, &nft_immediate_expr);
		firewall_seal(fw, a, &err);
		r = run(a, fw->tables.v[0]->chains.v[0], &j);
	}
	ok(rule && nft_as(rule->exprs.v[0], &nft_opaque_expr) &&
		   r.verdict == FW_UNKNOWN && !strcmp(r.what, "immediate"),
	   "expressions without their fields are opaque");
	arena_free(a);
}

int main(void)
{
	if (!kernel_enter()) {
		puts("1..0 # SKIP needs root, nft and a network namespace");
		return 0;
	}
	test_priorities();
	test_chains();
	test_order();
	test_conntrack();
	test_malformed();
	test_hostile();
	printf("1..%u\n", tests);
	return failed != 0;
}
