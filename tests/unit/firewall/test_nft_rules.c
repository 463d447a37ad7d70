/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cases of tests/data/rules: a rule is loaded by nft into a namespace of the
 * test's own, read back, and held against a packet, and its text against what
 * nft lists.
 *
 *	rule ; packet ; verdict ; how nft lists it, if otherwise
 *
 * Plain cases are played, too: the kernel sends the packet and counts.
 *
 * A line "table FAMILY" sets the family, "chain SPEC" the base chain's line,
 * "set LINE" adds to the table until the next "table". TAP on stdout.
 */
#include "fake_walk.h"
#include "kernel.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/netfilter.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SKIP_ALL "1..0 # SKIP"

/** struct given - a packet and its surroundings, as a case spells them */
struct given {
	struct packet p;
	struct conn ct;
	struct link in;
	struct link out;
	struct netns ns;
	bool has_in;
	bool has_out;
};

static void device(struct link *l, const char *name, uint32_t index)
{
	object_init(l, &link_type);
	l->name = name;
	l->index = index;
	l->arphrd = 1;
	l->kind = index == 3 ? "veth" : NULL;
}

/* "state=established", "mark=0x1", "iif=eth0", ... */
static bool given_option(struct arena *a, struct given *g, const char *word)
{
	const char *value = strchr(word, '=');
	static const struct {
		const char *name;
		enum ct_info info;
	} states[] = {
		{ "new", CT_NEW },
		{ "established", CT_ESTABLISHED },
		{ "reply", CT_ESTABLISHED_REPLY },
		{ "related", CT_RELATED },
		{ "untracked", CT_UNTRACKED },
		{ "none", CT_NONE },
	};

	if (!value)
		return false;
	value++;
	if (!strncmp(word, "mark=", 5)) {
		g->p.mark = (uint32_t)strtoul(value, NULL, 0);
		g->p.mark_known = strcmp(value, "?") != 0;
	} else if (!strncmp(word, "ctmark=", 7)) {
		g->ct.mark = (uint32_t)strtoul(value, NULL, 0);
	} else if (!strncmp(word, "status=", 7)) {
		g->ct.status = (uint32_t)strtoul(value, NULL, 0);
	} else if (!strncmp(word, "iif=", 4)) {
		g->has_in = strcmp(value, "-");
		device(&g->in, arena_strdup(a, value), 2);
	} else if (!strncmp(word, "oif=", 4)) {
		g->has_out = strcmp(value, "-");
		device(&g->out, arena_strdup(a, value), 3);
	} else if (!strncmp(word, "ttl=", 4)) {
		packet_set_ttl(&g->p, (uint8_t)atoi(value));
	} else if (!strncmp(word, "tos=", 4)) {
		packet_set_tos(&g->p, (uint8_t)strtoul(value, NULL, 0));
	} else if (!strncmp(word, "uid=", 4)) {
		g->p.has_socket = true;
		g->p.uid = (uint32_t)atoi(value);
	} else if (!strncmp(word, "pkttype=", 8)) {
		g->p.pkt_type = (enum pkt_type)atoi(value);
	} else if (!strncmp(word, "state=", 6)) {
		for (size_t i = 0; i < ARRAY_SIZE(states); i++)
			if (!strcmp(value, states[i].name))
				g->p.ctinfo = states[i].info;
	} else {
		return false;
	}
	return true;
}

/* "tcp 10.0.0.2:40000 10.0.0.1:22 iif=eth0", "icmp 10.0.0.2 10.0.0.1" */
static bool endpoint(const char *word, struct ip_addr *addr, uint16_t *port)
{
	char buf[80];
	char *colon;

	snprintf(buf, sizeof(buf), "%s", word);
	colon = strchr(buf, '.') ? strchr(buf, ':') : strchr(buf, ']');
	*port = 0;
	if (colon) {
		*port = (uint16_t)atoi(colon + (*colon == ']' ? 2 : 1));
		*colon = '\0';
	}
	return ip_parse(buf[0] == '[' ? buf + 1 : buf, addr) == 0;
}

static bool given_parse(struct arena *a, const char *text, struct given *g)
{
	char *words = arena_strdup(a, text);
	char *save = NULL;
	const char *proto = strtok_r(words, " \t", &save);
	const char *src = strtok_r(NULL, " \t", &save);
	const char *dst = strtok_r(NULL, " \t", &save);
	struct probe q = { .connected = true };
	const char *word;

	if (!proto || !src || !dst)
		return false;
	if (!endpoint(src, &q.src, &q.sport) ||
	    !endpoint(dst, &q.dst, &q.dport))
		return false;
	q.family = q.dst.family;
	q.proto = !strcmp(proto, "tcp")	   ? IPPROTO_TCP
		  : !strcmp(proto, "udp")  ? IPPROTO_UDP
		  : !strcmp(proto, "icmp") ? IPPROTO_ICMP
					   : IPPROTO_ICMPV6;
	packet_from_probe(&g->p, &q, 0);
	g->p.has_socket = false;
	g->p.mark_known = true;
	g->p.ctinfo = CT_NEW;
	g->ct.mark_known = true;
	g->ct.orig = packet_tuple(&g->p);
	g->ct.reply = tuple_inverse(&g->ct.orig);
	device(&g->in, "eth0", 2);
	device(&g->out, "eth1", 3);
	g->has_in = g->has_out = true;
	if (!q.sport && packet_has_ports(&g->p)) {
		packet_set_sport(&g->p, 0, false);
		g->p.sport_first = 32768;
		g->p.sport_last = 60999;
	}
	while ((word = strtok_r(NULL, " \t", &save)))
		if (!given_option(a, g, word))
			return false;
	if (g->p.ctinfo != CT_NONE && g->p.ctinfo != CT_UNTRACKED)
		g->p.ct = &g->ct;
	return true;
}

static const char *verdict_word(struct arena *a, const struct fw_result *r,
				const struct judge *yes,
				const struct fw_result *other)
{
	static const char *const words[] = {
		"continue", "break", "accept", "drop",	 "stolen",
		"queue",    "jump",  "goto",   "return", "repeat",
	};
	char buf[IP_TEXT_MAX];
	const char *word;

	if (yes->asked && (other->verdict != r->verdict ||
			   other->object != r->object))
		return "fork";
	if (r->verdict == FW_UNKNOWN)
		return arena_printf(a, "unknown %s", r->what);
	word = words[r->verdict];
	if (r->verdict == FW_ACCEPT && r->object->type == &nft_chain_type)
		return "policy";
	if (r->reject == REJECT_TCP_RESET)
		return "reset";
	if (r->reject == REJECT_ICMP && r->verdict == FW_DROP)
		return arena_printf(a, "reject %u/%u", r->icmp_type,
				    r->icmp_code);
	if (yes->nat && yes->request.first.family)
		return arena_printf(
			a, "nat %s:%u-%u",
			ip_text(&yes->request.first, buf),
			yes->request.port_first, yes->request.port_last);
	if (yes->nat)
		return arena_printf(a, "nat kind %d:%u",
				    (int)yes->request.kind,
				    yes->request.port_first);
	return word;
}

static const char *judge_packet(struct arena *a, const struct firewall *fw,
				const char *text)
{
	const struct nft_table *t = fw->tables.v[0];
	const struct nft_chain *c = nft_chain_find(t, "c");
	struct fw_result results[2];
	struct judge judges[2];

	for (int i = 0; i < 2; i++) {
		struct given *g = ARENA_NEW(a, struct given);
		struct eval e = { .pkt = &g->p, .ns = &g->ns,
				  .ops = &fake_ops };

		if (!given_parse(a, text, g))
			return "bad packet";
		judges[i] = (struct judge){ .answer = i == 0 };
		e.family = g->p.family == AF_INET6 ? NFPROTO_IPV6
						   : NFPROTO_IPV4;
		e.hook = (uint8_t)c->hook;
		e.in = g->has_in ? &g->in : NULL;
		e.out = g->has_out ? &g->out : NULL;
		e.ctx = &judges[i];
		e.time = 1750000000;
		results[i] = nft_chain_run(&e, c);
	}
	return verdict_word(a, &results[0], &judges[0], &results[1]);
}

/** struct around - what the lines before a case said */
struct around {
	const char *family;
	const char *chain;
	struct strbuf extra;
	struct snapshot *snap;
	bool devices;
};

static char *trim(char *s)
{
	char *end;

	while (*s == ' ' || *s == '\t')
		s++;
	end = s + strlen(s);
	while (end > s && strchr(" \t\n", end[-1]))
		*--end = '\0';
	return s;
}

/* The last rule of chain c, as nft prints it. */
static char *listed(struct arena *a, const char *family)
{
	char *out = kernel_run(a, arena_printf(a, "nft -s list chain %s t c",
					       family), "");
	char *last = NULL;
	char *save = NULL;
	char *line;

	for (line = out ? strtok_r(out, "\n", &save) : NULL; line;
	     line = strtok_r(NULL, "\n", &save)) {
		line = trim(line);
		if (*line && strcmp(line, "}"))
			last = line;
	}
	return last;
}

static const struct nft_rule *last_rule(const struct firewall *fw)
{
	const struct nft_chain *c = nft_chain_find(fw->tables.v[0], "c");

	return c->rules.n ? c->rules.v[c->rules.n - 1] : NULL;
}

struct counts {
	unsigned int n;
	unsigned int bad;
};

static void report(struct counts *t, bool ok, const char *what,
		   const char *rule, const char *want, const char *is)
{
	printf("%sok %u - %s: %s\n", ok ? "" : "not ", ++t->n, what, rule);
	if (ok)
		return;
	t->bad++;
	printf("#   want: %s\n#   have: %s\n", want, is);
}

static struct firewall *load(struct arena *a, const struct around *s,
			     const char *rule)
{
	struct error err = { 0 };
	struct firewall *fw;
	char *text = arena_printf(a,
				  "flush ruleset\ntable %s t {\n%s"
				  "chain j { }\nchain c {\n%s\n%s\n}\n}\n",
				  s->family, s->extra.s, s->chain, rule);

	if (!kernel_run(a, "nft -f -", text))
		return NULL;
	fw = kernel_firewall(a, &err);
	if (!fw)
		printf("# read: %s\n", err.text);
	return fw;
}

/* Devices by number print as the kernel calls them: there is lo alone. */
static struct snapshot *loopback(void)
{
	struct snapshot *s = snapshot_new();
	struct netns *ns = snapshot_netns_new(s, 1, 1);
	struct link *l = object_new(s->arena, &link_type);

	SET(l, link, index, 1);
	SET(l, link, name, "lo");
	VEC_PUSH(s->arena, &ns->links, l);
	snapshot_seal(s, NULL);
	return s;
}

/* IPv4 on a filter chain: the kernel can be asked what it does with it. */
static void judge_twice(struct arena *a, const struct around *s,
			const char *rule, const char *packet,
			const char *want, struct counts *t)
{
	struct given *g = ARENA_NEW(a, struct given);
	bool plain = !strcmp(want, "drop") || !strcmp(want, "accept") ||
		     !strcmp(want, "policy");
	const char *is;

	if (!plain || !s->devices || !strstr(s->chain, "type filter") ||
	    !kernel_can_judge(rule, packet) || !given_parse(a, packet, g) ||
	    g->p.family != AF_INET || (packet_has_ports(&g->p) &&
				       !packet_sport_known(&g->p)))
		return;
	is = kernel_judge(a, s->family, s->extra.s, rule, &g->p);
	if (is)
		report(t, !strcmp(is, want), "kernel", rule, want, is);
}

static void run_case(struct arena *a, const struct around *s, char *line,
		     struct counts *t)
{
	char *parts[3] = { NULL, NULL, NULL };
	char *save = NULL;
	char *rule = trim(strtok_r(line, ";", &save));
	struct firewall *fw;
	const char *is;

	for (int i = 0; i < 3; i++) {
		char *part = strtok_r(NULL, ";", &save);

		parts[i] = part ? trim(part) : NULL;
	}
	fw = load(a, s, rule);
	if (!fw) {
		if (kernel_refused())
			printf("ok %u # SKIP %s: not in this kernel\n",
			       ++t->n, rule);
		else
			report(t, false, "load", rule, "a ruleset", "an error");
		return;
	}
	if (parts[0] && parts[1]) {
		is = judge_packet(a, fw, parts[0]);
		report(t, !strcmp(is, parts[1]), parts[0], rule, parts[1], is);
	}
	if (last_rule(fw)) {
		const char *want = parts[2] ? parts[2] : listed(a, s->family);

		is = nft_rule_text(a, s->snap->netns.v[0], last_rule(fw),
				   true);
		report(t, want && !strcmp(is, want), "text", rule, want, is);
	}
	if (parts[0] && parts[1])
		judge_twice(a, s, rule, parts[0], parts[1], t);
}

static void around_line(struct arena *a, struct around *s, char *line)
{
	if (!strncmp(line, "table ", 6)) {
		s->family = arena_strdup(a, line + 6);
		strbuf_init(&s->extra, a);
	} else if (!strncmp(line, "chain ", 6)) {
		s->chain = arena_strdup(a, line + 6);
	} else {
		strbuf_addf(&s->extra, "%s\n", line + 4);
	}
}

static void run_file(const char *path, bool devices, struct counts *t)
{
	struct arena *keep = arena_new();
	FILE *f = fopen(path, "r");
	struct around s = {
		.snap = loopback(),
		.devices = devices,
		.family = "ip",
		.chain = "type filter hook forward priority 0;",
	};
	char line[2048];

	if (!f) {
		report(t, false, path, "open", "a file", "none");
		arena_free(keep);
		return;
	}
	strbuf_init(&s.extra, keep);
	while (fgets(line, sizeof(line), f)) {
		char *text = trim(line);
		struct arena *a;

		if (!*text || *text == '#')
			continue;
		if (!strncmp(text, "table ", 6) ||
		    !strncmp(text, "chain ", 6) ||
		    !strncmp(text, "set  ", 5)) {
			around_line(keep, &s, text);
			continue;
		}
		a = arena_new();
		run_case(a, &s, text, t);
		arena_free(a);
	}
	fclose(f);
	snapshot_free(s.snap);
	arena_free(keep);
}

int main(int argc, char **argv)
{
	struct counts t = { 0 };
	bool devices;

	if (!kernel_enter()) {
		puts(SKIP_ALL " needs root, nft and a network namespace");
		return 0;
	}
	devices = kernel_devices();
	for (int i = 1; i < argc; i++)
		run_file(argv[i], devices, &t);
	printf("1..%u\n", t.n);
	return t.bad ? 1 : 0;
}
