/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Native nft rulesets: tables, chains, hooks and statements. The matches are
 * in nft_match.c. Every rule counts, so that the truth shows who decided.
 */
#include <string.h>

#include "nft.h"

static const char *const hook_names[] = {
	"prerouting", "input", "forward", "output", "postrouting", "ingress",
};

static const char *const family_names[] = {
	"ip", "ip6", "inet", "bridge", "netdev",
};

static void reject(struct nft_rule *r)
{
	static const char *const any[] = { "port-unreachable",
		"admin-prohibited", "host-unreachable", "no-route" };
	static const char *const v4[] = { "port-unreachable", "net-prohibited",
		"admin-prohibited", "host-unreachable" };
	static const char *const v6[] = { "port-unreachable", "no-route",
		"admin-prohibited", "addr-unreachable" };
	struct draw *d = r->t->d;

	if (r->v.has_proto && r->v.rule_proto == PROTO_TCP &&
	    draw_chance(d, 50))
		fprintf(r->out, "reject with tcp reset");
	else if (draw_chance(d, 35))
		fprintf(r->out, "reject");
	else if (r->t->family == NFT_INET)
		fprintf(r->out, "reject with icmpx %s", PICK(d, any));
	else if (r->t->family == NFT_IP)
		fprintf(r->out, "reject with icmp %s", PICK(d, v4));
	else
		fprintf(r->out, "reject with icmpv6 %s", PICK(d, v6));
}

static void jump(struct nft_rule *r, unsigned int first_user)
{
	struct nft_table *t = r->t;

	if (first_user >= t->users)
		fprintf(r->out, "return");
	else
		fprintf(r->out, "%s u%u", draw_chance(t->d, 78) ? "jump" :
			"goto", first_user + draw_below(t->d, t->users -
							first_user));
}

static bool is_ip(const struct nft_rule *r)
{
	return r->t->family <= NFT_INET;
}

static void change(struct nft_rule *r)
{
	struct draw *d = r->t->d;

	switch (is_ip(r) ? draw_below(d, 7) : draw_below(d, 3)) {
	case 0:
		fprintf(r->out, "meta mark set 0x%x", draw_below(d, 4));
		break;
	case 1:
		fprintf(r->out, "meta mark set meta mark or 0x%x",
			1 + draw_below(d, 3));
		break;
	case 2:
		fprintf(r->out, "log prefix \"rnd \"");
		break;
	case 3:
		fprintf(r->out, "ct mark set meta mark");
		break;
	case 4:
		fprintf(r->out, "meta mark set ct mark");
		break;
	case 5:
		fprintf(r->out, "ct mark set %u", draw_below(d, 4));
		break;
	case 6:
		fprintf(r->out, "meta priority set 0:5");
		break;
	}
}

static bool may_reject(const struct nft_rule *r)
{
	return is_ip(r) && r->hook < HOOK_POSTROUTING;
}

static void verdict(struct nft_rule *r, unsigned int first_user)
{
	static const unsigned int weights[] = { 38, 9, 6, 18, 8, 15, 6 };
	struct draw *d = r->t->d;

	fprintf(r->out, "counter ");
	switch (draw_weighted(d, weights, ARRAY_SIZE(weights))) {
	case 0:
		fprintf(r->out, "accept");
		break;
	case 1:
		fprintf(r->out, "drop");
		break;
	case 2:
		if (may_reject(r))
			reject(r);
		else
			fprintf(r->out, "continue");
		break;
	case 3:
		jump(r, first_user);
		break;
	case 4:
		fprintf(r->out, "return");
		break;
	case 5:
		change(r);
		break;
	case 6:
		if (is_ip(r) && draw_chance(d, 20) && r->hook != HOOK_ANY &&
		    (r->hook == HOOK_PREROUTING || r->hook == HOOK_OUTPUT))
			fprintf(r->out, "notrack");
		else
			fprintf(r->out, "comment \"only counts\"");
		break;
	}
}

static enum family view_family(const struct nft_table *t)
{
	if (t->family == NFT_IP)
		return FAM4;
	if (t->family == NFT_IP6)
		return FAM6;
	return t->h->q.family;
}

static void rule_start(struct nft_rule *r, struct nft_table *t,
		       enum nft_hook hook)
{
	r->t = t;
	r->out = t->out;
	r->hook = hook;
	view_draw(&r->v, t->h, t->node, view_family(t));
	r->v.has_in = hook == HOOK_ANY || hook == HOOK_PREROUTING ||
		hook == HOOK_INPUT || hook == HOOK_FORWARD;
	r->v.has_out = hook == HOOK_ANY || hook == HOOK_FORWARD ||
		hook == HOOK_OUTPUT || hook == HOOK_POSTROUTING;
	r->v.local_out = hook == HOOK_OUTPUT;
	if (r->v.local_out && t->node == t->h->path[0])
		r->v.reply = false;
	fprintf(t->out, "\t\t");
}

static void rule(struct nft_table *t, enum nft_hook hook,
		 unsigned int first_user)
{
	struct nft_rule r;

	rule_start(&r, t, hook);
	nft_matches(&r, draw_below(t->d, 10) < 2 ? 0 :
		    1 + draw_below(t->d, 3));
	verdict(&r, first_user);
	fprintf(t->out, "\n");
}

/* rules whose verdict stands in a map; the counter comes before it */
static void map_rule(struct nft_table *t, enum nft_hook hook)
{
	struct nft_rule r;
	struct view *v = &r.v;
	const char *u = t->users ? "jump u0" : "accept";

	rule_start(&r, t, hook);
	switch (draw_below(t->d, is_ip(&r) ? 5 : 2)) {
	case 0:
		fprintf(t->out, "counter meta l4proto vmap { tcp : %s, udp : "
			"accept, icmp : continue }\n", u);
		break;
	case 1:
		fprintf(t->out, "counter meta l4proto { tcp, udp } th dport vmap "
			"{ %u : %s, 1000-1999 : drop }\n", view_port(v, true), u);
		break;
	case 2:
		fprintf(t->out, "counter ct state vmap { established : accept, "
			"related : accept, invalid : drop }\n");
		break;
	case 3:
		fprintf(t->out, "counter meta mark set meta l4proto map "
			"{ tcp : 1, udp : 2 }\n");
		break;
	case 4:
		fprintf(t->out, "counter %s saddr vmap { %s : %s, %s : %s }\n",
			v->f == FAM4 ? "ip" : "ip6", v->src_net, u,
			v->f == FAM4 ? "10.99.0.0/16" : "fd99::/16",
			draw_chance(t->d, 20) ? "drop" : "return");
		break;
	}
}

static void usual_accepts(struct nft_table *t)
{
	if (t->family == NFT_BRIDGE || t->family == NFT_NETDEV) {
		fprintf(t->out, "\t\tcounter ether type { arp, ip, ip6 } "
			"accept\n");
		return;
	}
	if (draw_chance(t->d, 88))
		fprintf(t->out, draw_chance(t->d, 50) ?
			"\t\tct state established,related counter accept\n" :
			"\t\tcounter ct state vmap { established : accept, "
			"related : accept, invalid : drop }\n");
	if (t->family != NFT_IP && draw_chance(t->d, 90))
		fprintf(t->out, "\t\ticmpv6 type { nd-neighbor-solicit, "
			"nd-neighbor-advert, nd-router-advert } counter "
			"accept\n");
	if (draw_chance(t->d, 65))
		fprintf(t->out, "\t\tcounter accept\n");
}

static const char *priority(struct draw *d, enum nft_hook hook,
			    enum nft_family family)
{
	static const char *const any[] = { "filter", "filter", "filter",
		"mangle", "raw", "filter - 5", "filter + 10", "security",
		"-250", "100", "-90" };

	if (family >= NFT_BRIDGE)
		return draw_chance(d, 50) ? "0" : "-200";
	(void)hook;
	return PICK(d, any);
}

static void chain_head(struct nft_table *t, const char *name,
		       enum nft_hook hook, bool drops)
{
	bool route = hook == HOOK_OUTPUT && t->family <= NFT_IP6 &&
		draw_chance(t->d, 30);
	int i = path_index(t->h, t->node);
	struct dev *dev;

	fprintf(t->out, "\tchain %s {\n\t\ttype %s hook %s", name,
		route ? "route" : "filter", hook_names[hook]);
	if (hook == HOOK_INGRESS) {
		dev = dev_towards(t->h, i, i ? -1 : 1);
		fprintf(t->out, " device \"%s\"", dev->name);
	}
	fprintf(t->out, " priority %s; policy %s;\n",
		route ? "mangle" : priority(t->d, hook, t->family),
		drops ? "drop" : "accept");
}

static void base_chain(struct nft_table *t, unsigned int number)
{
	static const unsigned int weights[] = { 14, 24, 30, 20, 12 };
	enum nft_hook hook = draw_weighted(t->d, weights, 5);
	bool drops = draw_chance(t->d, 18);
	unsigned int n = draw_below(t->d, 6), i;
	char name[16];

	if (t->family == NFT_NETDEV)
		hook = HOOK_INGRESS;
	snprintf(name, sizeof(name), "b%u", number);
	chain_head(t, name, hook, drops);
	if (drops)
		usual_accepts(t);
	for (i = 0; i < n; i++) {
		if (draw_chance(t->d, 15))
			map_rule(t, hook);
		else
			rule(t, hook, 0);
	}
	/* shows that the policy was reached; see counters.c */
	if (drops)
		fprintf(t->out, "\t\tcounter comment \"end\"\n");
	fprintf(t->out, "\t}\n");
}

static void user_chains(struct nft_table *t)
{
	unsigned int i, n;

	/* a chain must be there before another jumps to it */
	for (i = t->users; i-- > 0;) {
		fprintf(t->out, "\tchain u%u {\n", i);
		for (n = draw_below(t->d, 4); n > 0; n--)
			rule(t, HOOK_ANY, i + 1);
		fprintf(t->out, "\t}\n");
	}
}

static void nat_chain(struct nft_table *t)
{
	bool source = draw_chance(t->d, 50);
	enum nft_hook hook = source ? HOOK_POSTROUTING :
		draw_chance(t->d, 70) ? HOOK_PREROUTING : HOOK_OUTPUT;
	const char *fam = t->family != NFT_INET ? "" :
		view_family(t) == FAM4 ? "ip " : "ip6 ";
	struct nft_rule r;
	const char *to;

	fprintf(t->out, "\tchain nat {\n\t\ttype nat hook %s priority %s; "
		"policy accept;\n", hook_names[hook],
		source ? "srcnat" : hook == HOOK_OUTPUT ? "-100" : "dstnat");
	rule_start(&r, t, hook);
	to = translation_target(&r.v);
	if (t->family == NFT_INET)
		fprintf(t->out, "meta nfproto %s ", view_family(t) == FAM4 ?
			"ipv4" : "ipv6");
	nft_matches(&r, 1 + draw_below(t->d, 2));
	if (source && draw_chance(t->d, 60))
		fprintf(t->out, "counter masquerade\n");
	else if (source)
		fprintf(t->out, "counter snat %sto %s\n", fam, to);
	else if (draw_chance(t->d, 20))
		fprintf(t->out, "counter redirect\n");
	else
		fprintf(t->out, "counter dnat %sto %s\n", fam, to);
	fprintf(t->out, "\t}\n");
}

static void table(struct host *h, int node, enum nft_family family,
		  unsigned int number)
{
	struct nft_table t = {
		.h = h, .d = &h->draw, .node = node, .family = family,
		.out = h->nodes[node].text[SEC_NFT].f,
	};
	unsigned int n, i;

	t.users = family == NFT_NETDEV ? 0 : draw_below(t.d, 4);
	fprintf(t.out, "table %s t%u {\n", family_names[family], number);
	nft_sets(&t);
	user_chains(&t);
	n = family == NFT_NETDEV ? 1 : 1 + draw_below(t.d, 3);
	for (i = 0; i < n; i++)
		base_chain(&t, i);
	if (family <= NFT_INET && draw_chance(t.d, 22))
		nat_chain(&t);
	fprintf(t.out, "}\n");
}

void draw_nft(struct host *h, int node)
{
	static const unsigned int weights[] = { 45, 55 };
	struct draw *d = &h->draw;
	unsigned int n = 0;
	enum nft_family own = h->q.family == FAM4 ? NFT_IP : NFT_IP6;

	table(h, node, draw_weighted(d, weights, 2) ? NFT_INET : own, n++);
	if (draw_chance(d, 30))
		table(h, node, draw_chance(d, 50) ? NFT_INET : own, n++);
	if (h->nodes[node].bridges && draw_chance(d, 30))
		table(h, node, NFT_BRIDGE, n++);
	if (path_index(h, node) >= 0 && draw_chance(d, 8))
		table(h, node, NFT_NETDEV, n++);
}
