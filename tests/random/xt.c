/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * iptables rulesets, for iptables-nft and for iptables-legacy alike: tables,
 * chains and targets. The matches are in xt_match.c.
 */
#include <string.h>

#include "xt.h"

static const struct xt_chain filter_chains[] = {
	{ "INPUT", true, false }, { "FORWARD", true, true },
	{ "OUTPUT", false, true },
};

static const struct xt_chain mangle_chains[] = {
	{ "PREROUTING", true, false }, { "INPUT", true, false },
	{ "FORWARD", true, true }, { "OUTPUT", false, true },
	{ "POSTROUTING", false, true },
};

static const struct xt_chain raw_chains[] = {
	{ "PREROUTING", true, false }, { "OUTPUT", false, true },
};

static const struct xt_chain nat_chains[] = {
	{ "PREROUTING", true, false }, { "OUTPUT", false, true },
	{ "POSTROUTING", false, true },
};

static const char *reject_with(struct view *v)
{
	static const char *const v4[] = { "port-unreachable", "host-prohibited",
					  "admin-prohibited", "net-unreachable",
					  "host-unreachable" };
	static const char *const v6[] = { "adm-prohibited", "port-unreachable",
					  "no-route" };

	return v->f == FAM4 ? PICK(v->d, v4) : PICK(v->d, v6);
}

static void reject(struct view *v, FILE *f)
{
	if (v->has_proto && v->rule_proto == PROTO_TCP &&
	    draw_chance(v->d, 50))
		fprintf(f, " -j REJECT --reject-with tcp-reset");
	else
		fprintf(f, " -j REJECT --reject-with icmp%s-%s",
			v->f == FAM4 ? "" : "6", reject_with(v));
}

static void jump(struct view *v, FILE *f, unsigned int first_user)
{
	if (first_user >= XT_USER_CHAINS)
		fprintf(f, " -j RETURN");
	else
		fprintf(f, " -%c c%u", draw_chance(v->d, 80) ? 'j' : 'g',
			first_user + draw_below(v->d, XT_USER_CHAINS -
						first_user));
}

static void filter_target(struct view *v, FILE *f, unsigned int first_user)
{
	static const unsigned int weights[] = { 42, 9, 7, 16, 8, 5, 6 };

	switch (draw_weighted(v->d, weights, ARRAY_SIZE(weights))) {
	case 0:
		fprintf(f, " -j ACCEPT");
		break;
	case 1:
		fprintf(f, " -j DROP");
		break;
	case 2:
		reject(v, f);
		break;
	case 3:
		jump(v, f, first_user);
		break;
	case 4:
		fprintf(f, " -j RETURN");
		break;
	case 5:
		fprintf(f, " -j LOG --log-prefix \"rnd: \"");
		break;
	}
}

static void mangle_target(struct view *v, FILE *f, unsigned int first_user)
{
	switch (draw_below(v->d, 12)) {
	case 0:
	case 1:
	case 2:
		fprintf(f, " -j MARK --set-mark 0x%x", draw_below(v->d, 4));
		break;
	case 3:
		fprintf(f, " -j MARK --set-xmark 0x%x/0x3",
			draw_below(v->d, 4));
		break;
	case 4:
		fprintf(f, " -j CONNMARK --%s-mark",
			draw_chance(v->d, 50) ? "save" : "restore");
		break;
	case 5:
		fprintf(f, " -j CONNMARK --set-mark %u", draw_below(v->d, 4));
		break;
	case 6:
		fprintf(f, " -j %s", draw_chance(v->d, 30) ? "DROP" : "ACCEPT");
		break;
	case 7:
		fprintf(f, v->f == FAM4 ? " -j TTL --ttl-set 64" :
			" -j HL --hl-set 64");
		break;
	case 8:
		fprintf(f, " -j DSCP --set-dscp 0x%x", draw_below(v->d, 8));
		break;
	default:
		jump(v, f, first_user);
	}
}

static void raw_target(struct view *v, FILE *f, unsigned int first_user)
{
	switch (draw_below(v->d, 10)) {
	case 0:
		fprintf(f, " -j CT --notrack");
		break;
	case 1:
		fprintf(f, " -j DROP");
		break;
	case 2:
		fprintf(f, " -j MARK --set-mark 0x%x", draw_below(v->d, 4));
		break;
	case 3:
		jump(v, f, first_user);
		break;
	default:
		fprintf(f, " -j ACCEPT");
	}
}

/* destinations are changed before routing, sources after it */
static void nat_target(struct view *v, FILE *f, const struct xt_chain *c)
{
	bool port = v->has_proto && v->rule_proto != PROTO_ICMP;
	const char *to = translation_target(v);

	if (draw_chance(v->d, 25)) {
		fprintf(f, " -j %s", draw_chance(v->d, 50) ? "ACCEPT" :
			"RETURN");
	} else if (!strcmp(c->name, "POSTROUTING")) {
		if (draw_chance(v->d, 60))
			fprintf(f, " -j MASQUERADE");
		else
			fprintf(f, " -j SNAT --to-source %s", to);
	} else if (draw_chance(v->d, 20)) {
		fprintf(f, " -j REDIRECT");
		if (port)
			fprintf(f, " --to-ports %u", view_port(v, true));
	} else if (port && draw_chance(v->d, 50)) {
		fprintf(f, v->f == FAM4 ? " -j DNAT --to-destination %s:%u" :
			" -j DNAT --to-destination [%s]:%u", to,
			view_port(v, true));
	} else {
		fprintf(f, " -j DNAT --to-destination %s", to);
	}
}

static void rule(struct xt_table *t, const struct xt_chain *c,
		 const char *chain, unsigned int first_user)
{
	struct view v;

	view_draw(&v, t->h, t->node, t->f);
	v.has_in = c->has_in;
	v.has_out = c->has_out;
	v.local_out = !strcmp(c->name, "OUTPUT");
	if (v.local_out && draw_chance(v.d, 50) && v.node == t->h->path[0])
		v.reply = false;
	fprintf(t->out, "-A %s", chain);
	xt_matches(&v, t->out, t->kind == XT_NAT ? 2 :
		   draw_below(v.d, 10) < 2 ? 0 : 1 + draw_below(v.d, 3));
	switch (t->kind) {
	case XT_FILTER:
		filter_target(&v, t->out, first_user);
		break;
	case XT_MANGLE:
		mangle_target(&v, t->out, first_user);
		break;
	case XT_RAW:
		raw_target(&v, t->out, first_user);
		break;
	case XT_NAT:
		nat_target(&v, t->out, c);
		break;
	}
	fprintf(t->out, "\n");
}

/* what nearly everybody writes under a policy of drop */
static void usual_accepts(struct xt_table *t, const char *chain)
{
	FILE *f = t->out;
	struct view v;

	view_draw(&v, t->h, t->node, t->f);
	if (draw_chance(v.d, 88))
		fprintf(f, "-A %s -m %s RELATED,ESTABLISHED -j ACCEPT\n",
			chain, draw_chance(v.d, 70) ? "conntrack --ctstate" :
			"state --state");
	if (t->f == FAM6 && draw_chance(v.d, 90))
		fprintf(f, "-A %s -p ipv6-icmp -j ACCEPT\n", chain);
	if (draw_chance(v.d, 20))
		fprintf(f, "-A %s -m conntrack --ctstate INVALID -j DROP\n",
			chain);
	if (!strcmp(chain, "FORWARD") && draw_chance(v.d, 70))
		fprintf(f, "-A %s -i %s -j ACCEPT\n", chain,
			v.reply ? v.out : v.in);
	else if (draw_chance(v.d, 60))
		fprintf(f, "-A %s -j ACCEPT\n", chain);
}

static const char *policy(struct xt_table *t, bool *drops)
{
	*drops = t->kind == XT_FILTER && draw_chance(&t->h->draw, 22);
	return *drops ? "DROP" : "ACCEPT";
}

static void table(struct xt_table *t, const char *name,
		  const struct xt_chain *chains, unsigned int n_chains)
{
	static const struct xt_chain anywhere = { "", true, true };
	bool drops[5];
	char user[16];
	unsigned int i, k, n;

	fprintf(t->out, "*%s\n", name);
	for (i = 0; i < n_chains; i++)
		fprintf(t->out, ":%s %s [0:0]\n", chains[i].name,
			policy(t, &drops[i]));
	for (i = 0; i < XT_USER_CHAINS && t->kind != XT_NAT; i++)
		fprintf(t->out, ":c%u - [0:0]\n", i);
	for (i = 0; i < n_chains; i++) {
		if (drops[i])
			usual_accepts(t, chains[i].name);
		n = t->kind == XT_FILTER ? draw_below(&t->h->draw, 5) :
			draw_below(&t->h->draw, 2);
		for (k = 0; k < n; k++)
			rule(t, &chains[i], chains[i].name, 0);
	}
	for (i = 0; i < XT_USER_CHAINS && t->kind != XT_NAT; i++) {
		snprintf(user, sizeof(user), "c%u", i);
		n = draw_below(&t->h->draw, 3);
		for (k = 0; k < n; k++)
			rule(t, &anywhere, user, i + 1);
	}
	fprintf(t->out, "COMMIT\n");
}

static void family_ruleset(struct xt_table *t)
{
	struct draw *d = &t->h->draw;

	if (draw_chance(d, 20)) {
		t->kind = XT_RAW;
		table(t, "raw", raw_chains, ARRAY_SIZE(raw_chains));
	}
	if (draw_chance(d, 30)) {
		t->kind = XT_MANGLE;
		table(t, "mangle", mangle_chains, ARRAY_SIZE(mangle_chains));
	}
	if (draw_chance(d, 25)) {
		t->kind = XT_NAT;
		table(t, "nat", nat_chains, ARRAY_SIZE(nat_chains));
	}
	if (draw_chance(d, 85)) {
		t->kind = XT_FILTER;
		table(t, "filter", filter_chains, ARRAY_SIZE(filter_chains));
	}
}

void draw_xt(struct host *h, int node, enum backend b)
{
	static const char *const tools[XT_BACKENDS][FAMILIES] = {
		{ "iptables-nft-restore", "ip6tables-nft-restore" },
		{ "iptables-legacy-restore", "ip6tables-legacy-restore" },
	};
	struct xt_table t = { .h = h, .node = node, .backend = b };

	t.out = h->nodes[node].text[SEC_XT].f;
	for (t.f = FAM4; t.f < FAMILIES; t.f++) {
		if (!h->family[t.f] && !draw_chance(&h->draw, 20))
			continue;
		if (t.f != h->q.family && draw_chance(&h->draw, 50))
			continue;
		if (!h->family[t.f])
			continue;
		fprintf(t.out, "%s <<'END'\n", tools[b][t.f]);
		family_ruleset(&t);
		fprintf(t.out, "END\n");
	}
}
