/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cases of tests/data/xt/cases: rules are made by iptables-legacy (ip6tables-,
 * arptables-, ebtables-legacy) in a namespace of the test's own, read back,
 * and asked about a packet by a walk that answers as the case says.
 *
 *	program ; table ; hook ; rules, with | between ; packet ; what follows
 *
 * TAP on stdout.
 */
#include "kernel.h"
#include "xt_kernel.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/netfilter.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS 6

/** struct given - the walk's answers; @said: what was asked, in words */
struct given {
	struct arena *a;
	struct strbuf said;
	enum tri fib;
	uint8_t fib_type;
	uint32_t fib_oif;
	enum tri uses;
	enum tri socket;
	bool transparent;
	bool answer;
};

static void say(struct given *g, const char *what)
{
	if (g->said.len)
		strbuf_addc(&g->said, ' ');
	strbuf_add(&g->said, what);
}

static bool given_decide(struct eval *e, const struct object *why,
			 const char *what)
{
	struct given *g = e->ctx;

	(void)why;
	say(g, arena_printf(g->a, "ask:%s", what));
	return g->answer;
}

static void given_rule(struct eval *e, const struct object *rule,
		       enum fw_verdict outcome)
{
	(void)e;
	(void)rule;
	(void)outcome;
}

static void given_enter(struct eval *e, const struct object *chain)
{
	(void)e;
	(void)chain;
}

static enum fw_verdict given_nat(struct eval *e, const struct nat_request *q)
{
	static const char *const kinds[] = { "nat", "masquerade", "redirect",
					     "netmap" };
	struct given *g = e->ctx;
	char first[IP_TEXT_MAX] = "-";

	if (q->first.family)
		ip_text(&q->first, first);
	say(g, arena_printf(g->a, "%s:%s:%s:%u-%u", kinds[q->kind],
			    q->manip == MANIP_SRC ? "src" : "dst", first,
			    q->port_first, q->port_last));
	return FW_ACCEPT;
}

static enum tri given_fib(struct eval *e, const struct fib_question *q,
			  struct fib_result *r)
{
	struct given *g = e->ctx;

	(void)q;
	r->found = g->fib == TRI_YES;
	r->type = g->fib_type;
	r->oif = g->fib_oif;
	return g->fib;
}

static enum tri given_fib_uses(struct eval *e, const struct fib_question *q,
			       uint32_t ifindex)
{
	(void)q;
	(void)ifindex;
	return ((struct given *)e->ctx)->uses;
}

static bool given_next_hop(struct eval *e, struct ip_addr *hop)
{
	(void)e;
	(void)hop;
	return false;
}

static enum tri given_socket(struct eval *e, const struct ip_addr *addr,
			     uint16_t port, bool *transparent)
{
	struct given *g = e->ctx;

	(void)addr;
	(void)port;
	*transparent = g->transparent;
	return g->socket;
}

static const struct eval_ops ops = {
	.decide = given_decide,
	.rule = given_rule,
	.enter = given_enter,
	.nat = given_nat,
	.fib = given_fib,
	.fib_uses = given_fib_uses,
	.next_hop = given_next_hop,
	.socket = given_socket,
};

/** struct scene - a packet, where it is, and the namespace around it */
struct scene {
	struct arena *a;
	struct snapshot *snap;
	struct netns *ns;
	struct conn ct;
	struct packet pkt;
	struct eval e;
	struct given given;
	bool skip;
};

/* eth0 1, br0 2, p1 and p2, its ports, 3 and 4 */
static bool host_make(struct scene *s, struct firewall *fw)
{
	static const char *const names[] = { "eth0", "br0", "p1", "p2" };
	struct error err = { 0 };
	uint32_t i;

	s->snap = snapshot_new();
	s->ns = snapshot_netns_new(s->snap, 0, 1);
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		struct link *l = object_new(s->snap->arena, &link_type);

		SET(l, link, index, i + 1);
		SET(l, link, name, names[i]);
		SET(l, link, group, i);
		if (i > 1) {
			SET(l, link, master, 2);
			SET(l, link, slave_kind, "bridge");
		} else {
			SET(l, link, kind, i ? "bridge" : "dummy");
		}
		VEC_PUSH(s->snap->arena, &s->ns->links, l);
	}
	s->ns->have = READ_LINKS;
	if (snapshot_seal(s->snap, &err)) {
		printf("# %s\n", err.text);
		return false;
	}
	s->ns->firewall = fw;
	return true;
}

static const struct link *link_named(const struct scene *s, const char *name)
{
	return netns_link_named(s->ns, name);
}

static void state_set(struct scene *s, const char *state)
{
	static const struct value_name names[] = {
		{ CT_NONE, "invalid" }, { CT_UNTRACKED, "untracked" },
		{ CT_NEW, "new" }, { CT_ESTABLISHED, "established" },
		{ CT_ESTABLISHED_REPLY, "reply" }, { CT_RELATED, "related" },
		{ }
	};
	uint32_t v = CT_NONE;

	value_by_name(names, state, &v);
	s->pkt.ctinfo = (enum ct_info)v;
	if (v < CT_NEW)
		return;
	s->ct.orig = packet_tuple(&s->pkt);
	s->ct.reply = tuple_inverse(&s->ct.orig);
	s->ct.mark_known = true;
	s->pkt.ct = &s->ct;
}

static void given_word(struct scene *s, const char *key, const char *value)
{
	struct given *g = &s->given;

	if (!strcmp(key, "fib")) {
		g->fib = strcmp(value, "unknown") ? TRI_YES : TRI_UNKNOWN;
		g->fib_type = !strcmp(value, "local") ? RTN_LOCAL :
			      !strcmp(value, "broadcast") ? RTN_BROADCAST :
							    RTN_UNICAST;
		if (!strcmp(value, "none"))
			g->fib = TRI_NO;
	} else if (!strcmp(key, "uses")) {
		g->uses = tri_of(!strcmp(value, "yes"));
	} else if (!strcmp(key, "socket")) {
		g->socket = tri_of(strcmp(value, "none"));
		g->transparent = !strcmp(value, "transparent");
		if (!strcmp(value, "unknown"))
			g->socket = TRI_UNKNOWN;
	} else if (!strcmp(key, "answer")) {
		g->answer = !strcmp(value, "yes");
	} else if (!strcmp(key, "time")) {
		s->e.time = atoll(value);
	}
}

static void packet_word(struct scene *s, const char *key, const char *value)
{
	struct packet *p = &s->pkt;

	if (!strcmp(key, "in"))
		s->e.in = link_named(s, value);
	else if (!strcmp(key, "out"))
		s->e.out = link_named(s, value);
	else if (!strcmp(key, "mark"))
		p->mark = (uint32_t)strtoul(value, NULL, 0);
	else if (!strcmp(key, "ctmark"))
		s->ct.mark = (uint32_t)strtoul(value, NULL, 0);
	else if (!strcmp(key, "ct"))
		state_set(s, value);
	else if (!strcmp(key, "snat"))
		s->ct.status |= CT_STATUS_SRC_NAT;
	else if (!strcmp(key, "uid"))
		p->uid = (uint32_t)atoi(value), p->uid_known = true,
		p->has_socket = true;
	else if (!strcmp(key, "type"))
		p->pkt_type = (enum pkt_type)atoi(value);
	else if (!strcmp(key, "ttl"))
		packet_set_ttl(p, (uint8_t)atoi(value));
	else if (!strcmp(key, "tos"))
		packet_set_tos(p, (uint8_t)strtoul(value, NULL, 0));
	else if (!strcmp(key, "physin"))
		p->bridge.active = true,
		s->e.physin = link_named(s, value);
	else if (!strcmp(key, "physout"))
		p->bridge.active = true,
		s->e.physout = link_named(s, value);
	else if (!strcmp(key, "mac")) {
		struct mac m = { 0 }, to = { .len = 6 };

		mac_parse(value, &m);
		packet_set_eth(p, &m, &to);
	} else
		given_word(s, key, value);
}

/* "udp 10.0.0.1 8.8.8.8 1024 53 in=eth0 ct=new"; port "?" is not known */
static bool packet_read(struct scene *s, char *text)
{
	struct probe q = { 0 };
	char *save = NULL, *w[5], *word;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(w); i++)
		w[i] = strtok_r(i ? NULL : text, " ", &save);
	if (!w[4] || ip_parse(w[1], &q.src) || ip_parse(w[2], &q.dst))
		return false;
	q.family = q.src.family;
	q.proto = !strcmp(w[0], "tcp") ? IPPROTO_TCP :
		  !strcmp(w[0], "udp") ? IPPROTO_UDP :
		  q.family == AF_INET ? IPPROTO_ICMP : IPPROTO_ICMPV6;
	q.sport = (uint16_t)atoi(w[3]);
	q.dport = (uint16_t)atoi(w[4]);
	packet_from_probe(&s->pkt, &q, 0);
	s->pkt.mark_known = true;
	s->pkt.has_socket = false;
	s->pkt.ctinfo = CT_NONE;
	s->pkt.ct = NULL;
	if (*w[3] == '?')
		packet_set_sport(&s->pkt, 0, false);
	while ((word = strtok_r(NULL, " ", &save))) {
		char *value = strchr(word, '=');

		if (!value)
			return false;
		*value++ = 0;
		packet_word(s, word, value);
	}
	return true;
}

static char *result_text(struct scene *s, const struct fw_result *r)
{
	static const struct value_name names[] = {
		{ FW_ACCEPT, "accept" }, { FW_DROP, "drop" },
		{ FW_QUEUE, "queue" }, { FW_STOLEN, "stolen" },
		{ FW_UNKNOWN, "unknown" }, { }
	};
	struct strbuf *out = &s->given.said;
	const struct xt_rule *rule = (const void *)r->object;

	say(&s->given, value_name(names, r->verdict));
	if (r->object->type == &xt_chain_type)
		say(&s->given, "policy");
	else if (r->object->type == &xt_rule_type)
		strbuf_addf(out, " %s:%u", rule->chain->name, rule->position);
	if (r->n_via)
		strbuf_addf(out, " via:%u", r->n_via);
	if (r->reject == REJECT_ICMP)
		strbuf_addf(out, " icmp:%u/%u", r->icmp_type, r->icmp_code);
	if (r->reject == REJECT_TCP_RESET)
		strbuf_add(out, " reset");
	if (r->verdict == FW_QUEUE)
		strbuf_addf(out, " %u-%u%s", r->queue, r->queue_last,
			    r->bypass ? " bypass" : "");
	if (r->verdict == FW_UNKNOWN && r->what)
		strbuf_addf(out, " %s", r->what);
	return out->s;
}

static char *trim(char *s)
{
	char *end;

	s += strspn(s, " \t");
	end = s + strlen(s);
	while (end > s && strchr(" \t\n", end[-1]))
		*--end = 0;
	return s;
}

static const struct {
	const char *program;
	uint8_t nfproto;
} programs[] = {
	{ "iptables", NFPROTO_IPV4 },
	{ "ip6tables", NFPROTO_IPV6 },
	{ "ebtables", NFPROTO_BRIDGE },
};

static uint8_t nfproto_of(const char *program)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(programs); i++)
		if (!strcmp(programs[i].program, program))
			return programs[i].nfproto;
	return 0;
}

static bool rules_make(struct arena *a, char **f, bool *skip)
{
	char *save = NULL, *rule;
	char *base = arena_printf(a, "%s-legacy -t %s", f[0], f[1]);
	char *clear = arena_printf(a, "%s -F; %s -X 2>/dev/null; %s -N X; "
				   "%s -N Y", base, base, base, base);

	if (system(clear) < 0)
		return false;
	/* ebtables' tables are an option of the kernel of their own. */
	if (system(arena_printf(a, "%s -L >/dev/null 2>&1", base))) {
		*skip = true;
		return true;
	}
	for (rule = strtok_r(f[3], "|", &save); rule;
	     rule = strtok_r(NULL, "|", &save))
		if (system(arena_printf(a, "%s %s", base, trim(rule))))
			return false;
	return true;
}

static bool case_run(struct scene *s, char **f, char **got)
{
	struct firewall *fw = object_new(s->a, &firewall_type);
	struct xt_table *t;
	struct fw_result r;

	*got = arena_strdup(s->a, "no rules");
	if (!rules_make(s->a, f, &s->skip))
		return false;
	if (s->skip)
		return true;
	if (!kernel_ipsets(s->a, fw))
		return false;
	t = kernel_xt_table(s->a, fw, nfproto_of(f[0]), f[1]);
	if (!t || firewall_seal(fw, s->a, NULL))
		return false;
	if (!host_make(s, fw))
		return false;
	s->e = (struct eval){
		.snap = s->snap, .ns = s->ns, .pkt = &s->pkt, .family = nfproto_of(f[0]),
		.hook = (uint8_t)atoi(f[2]), .ops = &ops, .ctx = &s->given,
	};
	s->given.a = s->a;
	strbuf_init(&s->given.said, s->a);
	*got = arena_strdup(s->a, "no packet");
	if (!packet_read(s, f[4]))
		return false;
	r = xt_table_run(&s->e, t);
	*got = result_text(s, &r);
	if (s->pkt.mark)
		*got = arena_printf(s->a, "%s mark:0x%x", *got, s->pkt.mark);
	return !strcmp(*got, f[5]);
}

static bool case_read(struct arena *a, char *line, unsigned int n)
{
	struct scene *s = arena_alloc(a, sizeof(*s));
	char *f[FIELDS] = { 0 }, *save = NULL, *got = NULL;
	char *name = arena_strdup(a, line);
	bool ok = false;
	size_t i;

	s->a = a;
	for (i = 0; i < FIELDS; i++) {
		f[i] = strtok_r(i ? NULL : line, ";", &save);
		if (f[i])
			f[i] = trim(f[i]);
	}
	if (f[FIELDS - 1])
		ok = case_run(s, f, &got);
	snapshot_free(s->snap);
	printf("%s %u - %s%s%s\n", ok ? "ok" : "not ok", n, trim(name),
	       s->skip ? " # SKIP no such table here" : ok ? "" : " GOT ",
	       ok ? "" : got ? got : "a bad line");
	return ok;
}

int main(int argc, char **argv)
{
	FILE *f = argc > 1 ? fopen(argv[1], "r") : NULL;
	unsigned int n = 0, bad = 0;
	char line[1024];

	if (!f || !kernel_enter() ||
	    system("mount -t tmpfs none /run && iptables-legacy -L "
		   ">/dev/null 2>&1 && "
		   "ipset create addrs hash:net && "
		   "ipset add addrs 10.0.0.0/8 && "
		   "ipset add addrs 10.9.0.0/16 nomatch && "
		   "ipset create ports hash:ip,port && "
		   "ipset add ports 8.8.8.8,udp:53 && "
		   "ipset create macs bitmap:ip,mac range 10.0.0.0/24 && "
		   "ipset add macs 10.0.0.9,02:00:00:00:00:01 && "
		   "ipset create ifs hash:net,iface && "
		   "ipset add ifs 10.0.0.0/8,eth0 && "
		   "ipset create list list:set && ipset add list addrs")) {
		puts("1..0 # SKIP needs root, iptables-legacy and ipset");
		return 0;
	}
	while (fgets(line, sizeof(line), f)) {
		struct arena *a;

		if (*line == '#' || *trim(line) == 0)
			continue;
		a = arena_new();
		bad += !case_read(a, line, ++n);
		arena_free(a);
	}
	fclose(f);
	printf("1..%u\n", n);
	return bad ? 1 : 0;
}
