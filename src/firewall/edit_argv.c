/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands that make the same edits on the host. */
#include <netinet/in.h>
#include <string.h>
#include <linux/netfilter.h>

#include "firewall/edit.h"

typedef VEC(const char *) words;

/** struct line - a command while it is put together */
struct line {
	struct arena *a;
	words w;
};

static void word(struct line *l, const char *s)
{
	VEC_PUSH(l->a, &l->w, s);
}

static void number(struct line *l, uint64_t n)
{
	word(l, arena_printf(l->a, "%llu", (unsigned long long)n));
}

/* Words with blanks between; none of them holds one. */
static void phrase(struct line *l, const char *s)
{
	while (*s) {
		size_t n = strcspn(s, " ");

		word(l, arena_strndup(l->a, s, n));
		s += n + strspn(s + n, " ");
	}
}

static void line_end(struct line *l, argv_vec *out)
{
	VEC_PUSH(l->a, &l->w, NULL);
	VEC_PUSH(l->a, out, l->w.v);
}

/* ---- nft ---- */

static void nft_device(struct line *l, const char *key, const char *name,
		       bool invert)
{
	if (!name)
		return;
	word(l, key);
	if (invert)
		word(l, "!=");
	word(l, name);
}

static void nft_prefix(struct line *l, const char *side,
		       const struct ip_prefix *p)
{
	struct ip_prefix network = *p;

	if (!edit_has_prefix(p))
		return;
	network.addr = prefix_network(p);
	word(l, p->addr.family == AF_INET6 ? "ip6" : "ip");
	word(l, side);
	word(l, p->len == ip_bits(p->addr.family) ?
			ip_str(l->a, &p->addr) : prefix_str(l->a, &network));
}

static const char *proto_word(struct line *l, uint8_t proto)
{
	switch (proto) {
	case IPPROTO_ICMP:
		return "icmp";
	case IPPROTO_ICMPV6:
		return "ipv6-icmp";
	case IPPROTO_TCP:
		return "tcp";
	case IPPROTO_UDP:
		return "udp";
	default:
		return arena_printf(l->a, "%u", proto);
	}
}

static void nft_proto(struct line *l, const struct rule_spec *s)
{
	if (s->icmp_match) {
		word(l, s->proto == IPPROTO_ICMPV6 ? "icmpv6" : "icmp");
		word(l, "type");
		number(l, s->icmp_type);
		return;
	}
	if (!s->sport && !s->dport) {
		if (s->proto) {
			phrase(l, "meta l4proto");
			word(l, proto_word(l, s->proto));
		}
		return;
	}
	if (s->sport) {
		word(l, proto_word(l, s->proto));
		word(l, "sport");
		number(l, s->sport);
	}
	if (s->dport) {
		word(l, proto_word(l, s->proto));
		word(l, "dport");
		number(l, s->dport);
	}
}

/* In the order of the expressions that edit_native_rule() makes. */
static void nft_spec(struct line *l, const struct rule_spec *s)
{
	nft_device(l, "iifname", s->iif, s->iif_not);
	if (s->action != SPEC_MASQUERADE)
		nft_device(l, "oifname", s->oif, s->oif_not);
	nft_prefix(l, "saddr", &s->src);
	nft_prefix(l, "daddr", &s->dst);
	if (s->action == SPEC_MASQUERADE)
		nft_device(l, "oifname", s->oif, s->oif_not);
	if (s->established)
		phrase(l, "ct state established,related");
	nft_proto(l, s);
	switch (s->action) {
	case SPEC_ACCEPT:
		word(l, "accept");
		break;
	case SPEC_RETURN:
		word(l, "return");
		break;
	case SPEC_MASQUERADE:
		word(l, "masquerade");
		break;
	}
}

static void nft_rule_line(const struct rule_edit *e, struct arena *a,
			  argv_vec *out)
{
	const struct nft_chain *c = (const void *)e->chain;
	const struct nft_rule *before = (const void *)e->before;
	struct line l = { .a = a };

	word(&l, "nft");
	word(&l, e->kind == EDIT_DELETE ? "delete" :
		 e->kind == EDIT_APPEND ? "add" : "insert");
	word(&l, "rule");
	word(&l, nfproto_name(c->table->family));
	word(&l, c->table->name);
	word(&l, c->name);
	if (before) {
		word(&l, e->kind == EDIT_DELETE ? "handle" : "position");
		number(&l, before->handle);
	}
	if (e->kind != EDIT_DELETE)
		nft_spec(&l, &e->spec);
	line_end(&l, out);
}

static void new_nat_lines(const struct rule_edit *e, struct arena *a,
			  argv_vec *out)
{
	const char *family = nfproto_name(e->family);
	struct line table = { .a = a }, chain = { .a = a }, rule = { .a = a };

	phrase(&table, "nft add table");
	word(&table, family);
	word(&table, EDIT_NAT_TABLE);
	line_end(&table, out);
	phrase(&chain, "nft add chain");
	word(&chain, family);
	word(&chain, EDIT_NAT_TABLE);
	word(&chain, EDIT_NAT_CHAIN);
	word(&chain, "{ type nat hook postrouting priority srcnat; }");
	line_end(&chain, out);
	phrase(&rule, "nft add rule");
	word(&rule, family);
	word(&rule, EDIT_NAT_TABLE);
	word(&rule, EDIT_NAT_CHAIN);
	nft_spec(&rule, &e->spec);
	line_end(&rule, out);
}

static void wake_line(const struct rule_edit *e, struct arena *a,
		      argv_vec *out)
{
	const struct nft_table *t = (const void *)e->chain;
	struct line l = { .a = a };

	if (e->chain->type == &nft_chain_type)
		t = ((const struct nft_chain *)e->chain)->table;
	/* Named without flags, a table loses those that it has. */
	phrase(&l, "nft add table");
	word(&l, nfproto_name(t->family));
	word(&l, t->name);
	line_end(&l, out);
}

/* ---- iptables ---- */

static bool nft_holds_tables(const struct firewall *fw)
{
	struct nft_table *const *t;

	VEC_FOR_EACH(&fw->tables, t)
		if ((*t)->iptables)
			return true;
	return false;
}

static bool legacy_holds_tables(const struct firewall *fw)
{
	struct xt_table *const *t;

	VEC_FOR_EACH(&fw->xtables, t)
		if ((*t)->family == NFPROTO_IPV4 ||
		    (*t)->family == NFPROTO_IPV6)
			return true;
	return false;
}

/* The plain name only where it can mean nothing else. */
static const char *program(struct arena *a, const struct host *host,
			   const struct firewall *fw, uint8_t family,
			   bool nft)
{
	const char *backend = nft ? "nft" : "legacy";
	const char *name = family == NFPROTO_IPV6 ? "ip6tables" : "iptables";
	bool other = !fw || (nft ? legacy_holds_tables(fw) :
				   nft_holds_tables(fw));

	/* the link that was read is that of iptables; ip6tables has its own */
	if (family == NFPROTO_IPV4 && !other && host && host->iptables &&
	    !strcmp(host->iptables, backend))
		return name;
	return arena_printf(a, "%s-%s", name, backend);
}

static void xt_device(struct line *l, const char *option, const char *name,
		      bool invert)
{
	if (!name)
		return;
	if (invert)
		word(l, "!");
	word(l, option);
	word(l, name);
}

static void xt_prefix(struct line *l, const char *option,
		      const struct ip_prefix *p)
{
	struct ip_prefix network = *p;

	if (!edit_has_prefix(p))
		return;
	network.addr = prefix_network(p);
	word(l, option);
	word(l, p->len == ip_bits(p->addr.family) ?
			ip_str(l->a, &p->addr) : prefix_str(l->a, &network));
}

static void xt_proto(struct line *l, const struct rule_spec *s)
{
	if (!s->proto)
		return;
	word(l, "-p");
	word(l, proto_word(l, s->proto));
	if (s->sport || s->dport) {
		word(l, "-m");
		word(l, proto_word(l, s->proto));
	}
	if (s->sport) {
		word(l, "--sport");
		number(l, s->sport);
	}
	if (s->dport) {
		word(l, "--dport");
		number(l, s->dport);
	}
	if (s->icmp_match) {
		phrase(l, s->proto == IPPROTO_ICMPV6 ?
				  "-m icmp6 --icmpv6-type" :
				  "-m icmp --icmp-type");
		number(l, s->icmp_type);
	}
}

static void xt_spec(struct line *l, const struct rule_spec *s)
{
	xt_prefix(l, "-s", &s->src);
	xt_prefix(l, "-d", &s->dst);
	xt_device(l, "-i", s->iif, s->iif_not);
	xt_device(l, "-o", s->oif, s->oif_not);
	xt_proto(l, s);
	if (s->established)
		phrase(l, "-m conntrack --ctstate RELATED,ESTABLISHED");
	word(l, "-j");
	switch (s->action) {
	case SPEC_ACCEPT:
		word(l, "ACCEPT");
		break;
	case SPEC_RETURN:
		word(l, "RETURN");
		break;
	case SPEC_MASQUERADE:
		word(l, "MASQUERADE");
		break;
	}
}

/**
 * struct xt_place - what iptables calls the place
 * @at: index of the rule that the edit is about, SIZE_MAX: none
 */
struct xt_place {
	const char *table;
	const char *chain;
	size_t at;
};

static void xt_line(const struct rule_edit *e, const char *name,
		    const struct xt_place *p, struct arena *a, argv_vec *out)
{
	struct line l = { .a = a };

	word(&l, name);
	if (strcmp(p->table, "filter")) {
		word(&l, "-t");
		word(&l, p->table);
	}
	word(&l, e->kind == EDIT_DELETE ? "-D" :
		 e->kind == EDIT_APPEND ? "-A" : "-I");
	word(&l, p->chain);
	if (p->at != SIZE_MAX && (p->at || e->kind == EDIT_DELETE))
		number(&l, p->at + 1);
	if (e->kind != EDIT_DELETE)
		xt_spec(&l, &e->spec);
	line_end(&l, out);
}

static void compat_line(const struct rule_edit *e, const struct host *host,
			const struct firewall *fw, struct arena *a,
			argv_vec *out)
{
	const struct nft_chain *c = (const void *)e->chain;
	const struct nft_chain *now = fw ? edit_nft_chain(fw, c) : NULL;
	struct xt_place p = { c->table->name, c->name, SIZE_MAX };

	if (e->before)
		p.at = edit_nft_place(now ? now : c, e->before);
	xt_line(e, program(a, host, fw, c->table->family, true), &p, a, out);
}

static void legacy_line(const struct rule_edit *e, const struct host *host,
			const struct firewall *fw, struct arena *a,
			argv_vec *out)
{
	const struct xt_chain *c = (const void *)e->chain;
	const struct xt_chain *now = fw ? edit_xt_chain(fw, c) : NULL;
	struct xt_place p = { c->table->name, c->name, SIZE_MAX };

	if (e->before)
		p.at = edit_xt_place(now ? now : c, e->before);
	xt_line(e, program(a, host, fw, c->table->family, false), &p, a, out);
}

void firewall_edit_argv(const struct rule_edit *edit, const struct host *host,
			const struct firewall *fw, struct arena *a,
			argv_vec *out)
{
	const struct nft_chain *c = (const void *)edit->chain;

	switch (edit->kind) {
	case EDIT_NEW_NAT:
		new_nat_lines(edit, a, out);
		return;
	case EDIT_WAKE:
		wake_line(edit, a, out);
		return;
	case EDIT_INSERT:
	case EDIT_APPEND:
	case EDIT_DELETE:
		break;
	}
	if (edit->chain->type == &xt_chain_type)
		legacy_line(edit, host, fw, a, out);
	else if (c->table->iptables)
		compat_line(edit, host, fw, a, out);
	else
		nft_rule_line(edit, a, out);
}
