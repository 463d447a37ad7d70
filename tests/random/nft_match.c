/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft matches: one row each; a new match is a function and a row. */
#include <string.h>

#include "nft.h"

static bool hit(struct nft_rule *r)
{
	return draw_chance(r->t->d, 65);
}

static const char *ip_word(const struct nft_rule *r)
{
	return r->v.f == FAM4 ? "ip" : "ip6";
}

static const char *other_net(const struct nft_rule *r)
{
	return r->v.f == FAM4 ? "10.99.0.0/16" : "fd99::/16";
}

static bool address_match(struct nft_rule *r)
{
	bool source = draw_chance(r->t->d, 50);
	const char *end = source ? "saddr" : "daddr";
	const char *net = source ? r->v.src_net : r->v.dst_net;
	bool ne = draw_chance(r->t->d, 15);
	char a[64];

	switch (draw_below(r->t->d, 4)) {
	case 0:
		fprintf(r->out, "%s %s %s{ %s, %s } ", ip_word(r), end,
			ne ? "!= " : "", hit(r) ? net : r->v.f == FAM4 ?
			"192.0.2.0/25" : "2001:db8:77::/48", other_net(r));
		break;
	case 1:
		fprintf(r->out, "%s %s %s@addrs%d ", ip_word(r), end,
			ne ? "!= " : "", r->v.f);
		break;
	default:
		view_addr(&r->v, source, hit(r) != ne, a, sizeof(a));
		fprintf(r->out, "%s %s %s%s ", ip_word(r), end,
			ne ? "!= " : "", a);
	}
	return true;
}

static bool in_name(struct nft_rule *r)
{
	const char *name = view_dev(&r->v, true, hit(r));

	if (!r->v.has_in)
		return false;
	if (draw_chance(r->t->d, 25))
		fprintf(r->out, "iifname { \"%s\", \"dummy9\" } ", name);
	else if (draw_chance(r->t->d, 20))
		fprintf(r->out, "iifname \"%.2s*\" ", name);
	else
		fprintf(r->out, "iifname %s\"%s\" ",
			draw_chance(r->t->d, 15) ? "!= " : "", name);
	return true;
}

static bool out_name(struct nft_rule *r)
{
	if (!r->v.has_out)
		return false;
	fprintf(r->out, "oifname %s\"%s\" ",
		draw_chance(r->t->d, 15) ? "!= " : "",
		view_dev(&r->v, false, hit(r)));
	return true;
}

/* by index: the device must exist when the ruleset is loaded */
static bool device_index(struct nft_rule *r)
{
	if (path_index(r->t->h, r->t->node) < 0)
		return false;
	if (r->v.has_in && draw_chance(r->t->d, 50))
		fprintf(r->out, "iif \"%s\" ", hit(r) ? r->v.in : "lo");
	else if (r->v.has_out)
		fprintf(r->out, "oif \"%s\" ", hit(r) ? r->v.out : "lo");
	else
		return false;
	return true;
}

static bool protocol(struct nft_rule *r)
{
	static const char *const names[] = { "icmp", "tcp", "udp" };
	enum proto p = hit(r) ? r->v.proto : draw_below(r->t->d, 3);
	const char *name = p == PROTO_ICMP && r->v.f == FAM6 ? "ipv6-icmp" :
		names[p];

	if (r->v.has_proto)
		return false;
	r->v.has_proto = true;
	r->v.rule_proto = p;
	if (draw_chance(r->t->d, 25)) {
		fprintf(r->out, "meta l4proto { %s, sctp } ", name);
		r->v.rule_proto = PROTO_UDP;	/* no reset to be sent */
	} else if (r->v.f == FAM4 && draw_chance(r->t->d, 30))
		fprintf(r->out, "ip protocol %s ", name);
	else
		fprintf(r->out, "meta l4proto %s ", name);
	return true;
}

static bool port(struct nft_rule *r)
{
	enum proto p = r->v.proto == PROTO_UDP ? PROTO_UDP : PROTO_TCP;
	const char *name = p == PROTO_UDP ? "udp" : "tcp";
	const char *end = r->v.reply ? "sport" : "dport";
	unsigned int n = view_port(&r->v, hit(r));

	if (r->v.has_proto)
		return false;
	r->v.has_proto = true;
	r->v.rule_proto = p;
	switch (draw_below(r->t->d, 6)) {
	case 0:
		fprintf(r->out, "%s %s { %u, %u, 6000-6063 } ", name, end, n,
			n + 30);
		break;
	case 1:
		fprintf(r->out, "%s %s %u-%u ", name, end, n, n + 10);
		break;
	case 2:
		fprintf(r->out, "%s %s != %u ", name, end, n);
		break;
	case 3:
		fprintf(r->out, "%s %s @ports ", name, end);
		break;
	case 4:
		fprintf(r->out, "meta l4proto { tcp, udp } th %s %u ", end, n);
		r->v.rule_proto = PROTO_UDP;
		break;
	default:
		fprintf(r->out, "%s %s %u ", name, end, n);
	}
	return true;
}

static bool icmp_type(struct nft_rule *r)
{
	const char *type = r->v.reply ? "echo-reply" : "echo-request";

	if (r->v.has_proto)
		return false;
	r->v.has_proto = true;
	r->v.rule_proto = PROTO_ICMP;
	fprintf(r->out, r->v.f == FAM4 ? "icmp type %s " : "icmpv6 type %s ",
		type);
	return true;
}

static bool tcp_flags(struct nft_rule *r)
{
	if (r->v.has_proto)
		return false;
	r->v.has_proto = true;
	r->v.rule_proto = PROTO_TCP;
	fprintf(r->out, "tcp flags & (syn | ack) == %s ",
		r->v.reply ? "syn | ack" : "syn");
	return true;
}

static bool ct(struct nft_rule *r)
{
	static const char *const forms[] = {
		"ct state new", "ct state established,related",
		"ct state { new, established }", "ct state != invalid",
		"ct state invalid", "ct state untracked", "ct status dnat",
		"ct status snat", "ct direction original",
		"ct direction reply", "ct mark 0x0", "ct mark & 0x1 == 0x1",
		"ct status & (snat | dnat) == 0", "ct protocol tcp",
	};

	fprintf(r->out, "%s ", PICK(r->t->d, forms));
	return true;
}

static bool mark(struct nft_rule *r)
{
	static const char *const forms[] = { "meta mark 0x0",
		"meta mark & 0x3 == 0x1", "meta mark != 0x2", "mark { 0, 2 }",
		"meta mark 1-3" };

	fprintf(r->out, "%s ", PICK(r->t->d, forms));
	return true;
}

static bool fib(struct nft_rule *r)
{
	if (r->hook == HOOK_PREROUTING)
		fprintf(r->out, draw_chance(r->t->d, 50) ?
			"fib saddr . iif oif missing " :
			"fib daddr type local ");
	else if (r->hook == HOOK_INPUT || r->hook == HOOK_FORWARD ||
		 r->hook == HOOK_OUTPUT)
		fprintf(r->out, "fib %s type %s ",
			draw_chance(r->t->d, 60) ? "daddr" : "saddr",
			draw_chance(r->t->d, 50) ? "local" : "unicast");
	else
		return false;
	return true;
}

static bool meta(struct nft_rule *r)
{
	static const char *const forms[] = { "meta pkttype unicast",
		"meta length 20-1500", "meta length > 2000",
		"meta nfproto ipv4", "meta nfproto ipv6", "meta skuid 0",
		"meta pkttype { broadcast, multicast }", "meta iifgroup 0" };

	const char *form = PICK(r->t->d, forms);

	if (r->t->family != NFT_INET && strstr(form, "nfproto"))
		return false;
	fprintf(r->out, "%s ", form);
	return true;
}

static bool header(struct nft_rule *r)
{
	static const char *const v4[] = { "ip ttl > 60", "ip ttl 64",
		"ip dscp cs0", "ip dscp != cs1", "ip length 20-1500",
		"ip ttl { 62, 63 }" };
	static const char *const v6[] = { "ip6 hoplimit > 60",
		"ip6 hoplimit 64", "ip6 nexthdr { tcp, udp, ipv6-icmp }",
		"ip6 dscp cs0", "ip6 hoplimit != 62" };

	fprintf(r->out, "%s ", r->v.f == FAM4 ? PICK(r->t->d, v4) :
		PICK(r->t->d, v6));
	return true;
}

static bool limit(struct nft_rule *r)
{
	fprintf(r->out, "limit rate 10000/second burst 500 packets ");
	return true;
}

static bool concatenation(struct nft_rule *r)
{
	static const char *const protos[] = { "icmp", "tcp", "udp" };
	bool v4 = r->v.f == FAM4;

	if (draw_chance(r->t->d, 50))
		fprintf(r->out, "%s saddr . meta l4proto %s { %s . %s, "
			"%s . 132 } ", ip_word(r),
			draw_chance(r->t->d, 15) ? "!=" : "", r->v.src,
			!v4 && r->v.proto == PROTO_ICMP ? "ipv6-icmp" :
			protos[r->v.proto], v4 ? "10.99.0.1" : "fd99::1");
	else
		fprintf(r->out, "%s saddr . %s daddr @pairs%d ", ip_word(r),
			ip_word(r), r->v.f);
	return *r->v.src;
}

struct nft_match {
	bool (*write)(struct nft_rule *r);
	unsigned int weight;
	bool ip_only;		/* not in the bridge and netdev families */
};

static const struct nft_match matches[] = {
	{ address_match, 18, false }, { in_name, 14, false },
	{ out_name, 12, false }, { device_index, 5, true },
	{ protocol, 10, false }, { port, 14, false }, { icmp_type, 9, false },
	{ tcp_flags, 3, false }, { ct, 20, true }, { mark, 7, false },
	{ fib, 6, true }, { meta, 8, true }, { header, 6, false },
	{ limit, 4, false }, { concatenation, 6, false },
};

void nft_matches(struct nft_rule *r, unsigned int n)
{
	unsigned int weights[ARRAY_SIZE(matches)], i, k, tries = 0;
	bool ip = r->t->family <= NFT_INET;

	for (i = 0; i < ARRAY_SIZE(matches); i++)
		weights[i] = ip || !matches[i].ip_only ? matches[i].weight : 0;
	for (k = 0; k < n && tries < 12; tries++) {
		i = draw_weighted(r->t->d, weights, ARRAY_SIZE(matches));
		if (!weights[i] || !matches[i].write(r))
			continue;
		weights[i] = 0;
		k++;
	}
}

static void address_sets(struct nft_table *t, enum family f)
{
	static const char *const types[] = { "ipv4_addr", "ipv6_addr" };
	const struct host *h = t->h;
	const char *near = h->segs[0].net[f];
	const char *a = address(h, h->segs[0].child_dev, f);
	bool in = draw_chance(t->d, 50);

	if (!h->family[f]) {
		near = f == FAM4 ? "10.98.0.0/16" : "fd98::/16";
		a = f == FAM4 ? "10.98.0.1" : "fd98::1";
	}
	fprintf(t->out, "\tset addrs%d {\n\t\ttype %s; flags interval;\n"
		"\t\telements = { %s, %s }\n\t}\n", f, types[f],
		in ? near : f == FAM4 ? "10.97.0.0-10.97.0.99" :
		"fd97::1-fd97::99", f == FAM4 ? "198.18.0.0/15" :
		"2001:2::/48");
	fprintf(t->out, "\tset pairs%d {\n\t\ttype %s . %s; flags interval;\n"
		"\t\telements = { %s . %s, %s . %s }\n\t}\n", f, types[f],
		types[f], draw_chance(t->d, 60) ? near : a,
		f == FAM4 ? "8.8.0.0/16" : "2001::/16",
		f == FAM4 ? "8.8.8.8" : "2001:4860:4860::8888", near);
}

void nft_sets(struct nft_table *t)
{
	unsigned int port = t->h->q.port ? t->h->q.port : 53;

	if (t->family != NFT_IP6)
		address_sets(t, FAM4);
	if (t->family != NFT_IP)
		address_sets(t, FAM6);
	fprintf(t->out, "\tset ports {\n\t\ttype inet_service; flags interval;"
		"\n\t\telements = { %u, 6000-6063 }\n\t}\n",
		draw_chance(t->d, 50) ? port : 9);
}
