/* SPDX-License-Identifier: GPL-2.0-or-later */
/* iptables matches: one row each; a new match is a function and a row. */
#include <string.h>

#include "xt.h"

static bool hit(struct view *v)
{
	return draw_chance(v->d, 65);
}

/* "!" before a value that misses is a hit, and the other way round */
static bool invert(struct view *v, FILE *f)
{
	bool inverted = draw_chance(v->d, 15);

	if (inverted)
		fprintf(f, " !");
	return inverted;
}

static bool source(struct view *v, FILE *f)
{
	char a[64];
	bool inv = invert(v, f);

	view_addr(v, true, hit(v) != inv, a, sizeof(a));
	fprintf(f, " -s %s", a);
	return true;
}

static bool destination(struct view *v, FILE *f)
{
	char a[64];
	bool inv = invert(v, f);

	view_addr(v, false, hit(v) != inv, a, sizeof(a));
	fprintf(f, " -d %s", a);
	return true;
}

static bool in_device(struct view *v, FILE *f)
{
	const char *name;
	bool inv;

	if (!v->has_in)
		return false;
	inv = invert(v, f);
	name = view_dev(v, true, hit(v) != inv);
	if (draw_chance(v->d, 20))
		fprintf(f, " -i %.2s+", name);
	else
		fprintf(f, " -i %s", name);
	return true;
}

static bool out_device(struct view *v, FILE *f)
{
	bool inv;

	if (!v->has_out)
		return false;
	inv = invert(v, f);
	fprintf(f, " -o %s", view_dev(v, false, hit(v) != inv));
	return true;
}

static bool conntrack(struct view *v, FILE *f)
{
	static const char *const forms[] = {
		"--ctstate NEW", "--ctstate RELATED,ESTABLISHED",
		"--ctstate NEW,ESTABLISHED", "! --ctstate INVALID",
		"--ctstate INVALID", "--ctstate UNTRACKED", "--ctstate DNAT",
		"--ctstate SNAT", "--ctdir ORIGINAL", "--ctdir REPLY",
		"--ctstatus ASSURED", "--ctstatus SEEN_REPLY",
		"--ctstatus EXPECTED", "--ctstatus NONE",
	};

	if (draw_chance(v->d, 10))
		fprintf(f, " -m conntrack --ctorigdst %s", v->h->q.family ==
			v->f ? v->h->q.to : v->dst);
	else
		fprintf(f, " -m conntrack %s", PICK(v->d, forms));
	return true;
}

static bool state(struct view *v, FILE *f)
{
	static const char *const forms[] = { "NEW", "ESTABLISHED",
					     "NEW,RELATED", "INVALID" };

	fprintf(f, " -m state --state %s", PICK(v->d, forms));
	return true;
}

static bool mark(struct view *v, FILE *f)
{
	fprintf(f, " -m mark --mark 0x%x", hit(v) ? 0 : draw_below(v->d, 4));
	if (draw_chance(v->d, 50))
		fprintf(f, "/0x%x", 1 + draw_below(v->d, 3));
	return true;
}

static bool connmark(struct view *v, FILE *f)
{
	fprintf(f, " -m connmark --mark %u/0xff", draw_below(v->d, 3));
	return true;
}

static bool addrtype(struct view *v, FILE *f)
{
	static const char *const types[] = { "LOCAL", "UNICAST", "BROADCAST",
					     "MULTICAST", "BLACKHOLE" };
	static const char *const types6[] = { "LOCAL", "UNICAST", "MULTICAST",
					      "UNREACHABLE" };
	const char *type = v->f == FAM4 ? PICK(v->d, types) :
		PICK(v->d, types6);

	fprintf(f, " -m addrtype%s --%s-type %s", draw_chance(v->d, 15) ? " !" :
		"", draw_chance(v->d, 70) ? "dst" : "src", type);
	return true;
}

static bool physdev(struct view *v, FILE *f)
{
	const struct seg *s = &v->h->segs[0];
	int i, port = -1;

	if (!v->has_in || !v->has_out || !v->h->nodes[v->node].bridges)
		return false;
	for (i = 0; i < 4 && s->ports[i] >= 0; i++)
		if (v->h->devs[s->ports[i]].node == v->node)
			port = s->ports[i];
	if (port < 0 || draw_chance(v->d, 40))
		fprintf(f, " -m physdev%s --physdev-is-bridged",
			draw_chance(v->d, 40) ? " !" : "");
	else
		fprintf(f, " -m physdev --physdev-in %s",
			v->h->devs[port].name);
	return true;
}

static bool limit(struct view *v, FILE *f)
{
	(void)v;
	fprintf(f, " -m limit --limit 10000/sec --limit-burst 1000");
	return true;
}

static bool iprange(struct view *v, FILE *f)
{
	if (v->f == FAM4)
		fprintf(f, " -m iprange --%s-range %s",
			draw_chance(v->d, 50) ? "src" : "dst",
			hit(v) ? "8.0.0.0-223.255.255.255" :
			"224.0.0.1-224.0.0.9");
	else
		fprintf(f, " -m iprange --%s-range 2000::-fdff::ffff",
			draw_chance(v->d, 50) ? "src" : "dst");
	return true;
}

static bool pkttype(struct view *v, FILE *f)
{
	fprintf(f, " -m pkttype --pkt-type %s", hit(v) ? "unicast" :
		"broadcast");
	return true;
}

static bool comment(struct view *v, FILE *f)
{
	static const char *const texts[] = { "\"allow the web\"", "x",
					     "\"it's 100% 'quoted'\"" };

	fprintf(f, " -m comment --comment %s", PICK(v->d, texts));
	return true;
}

static bool owner(struct view *v, FILE *f)
{
	if (!v->local_out)
		return false;
	fprintf(f, " -m owner%s --uid-owner %u", draw_chance(v->d, 20) ? " !" :
		"", hit(v) ? 0 : 1000);
	return true;
}

static bool ttl(struct view *v, FILE *f)
{
	static const char *const tests[] = { "gt", "lt", "eq" };

	fprintf(f, v->f == FAM4 ? " -m ttl --ttl-%s %u" : " -m hl --hl-%s %u",
		PICK(v->d, tests), 60 + draw_below(v->d, 6));
	return true;
}

static bool length(struct view *v, FILE *f)
{
	fprintf(f, " -m length --length %s", hit(v) ? "20:1500" : "1501:9000");
	return true;
}

struct xt_match {
	bool (*write)(struct view *v, FILE *f);
	unsigned int weight;
};

static const struct xt_match matches[] = {
	{ source, 14 }, { destination, 14 }, { in_device, 16 },
	{ out_device, 16 }, { conntrack, 14 }, { state, 4 }, { mark, 6 },
	{ connmark, 3 }, { addrtype, 6 }, { physdev, 5 }, { limit, 4 },
	{ iprange, 4 }, { pkttype, 3 }, { comment, 4 }, { owner, 3 },
	{ ttl, 3 }, { length, 3 },
};

static void ports(struct view *v, FILE *f)
{
	unsigned int port = view_port(v, hit(v));
	const char *end = v->reply ? "s" : "d";

	switch (draw_below(v->d, 5)) {
	case 0:
		fprintf(f, " -m multiport --%sports %u,%u", end, port,
			port + 20);
		break;
	case 1:
		fprintf(f, " -m multiport --%sports 1:%u,9999", end, port);
		break;
	case 2:
		fprintf(f, " --%sport %u:%u", end, port, port + 5);
		break;
	default:
		fprintf(f, "%s --%sport %u", draw_chance(v->d, 10) ? " !" : "",
			end, port);
	}
	if (v->rule_proto == PROTO_TCP && draw_chance(v->d, 20))
		fprintf(f, " --tcp-flags SYN,RST,ACK,FIN %s",
			v->reply ? "SYN,ACK" : "SYN");
}

static void protocol(struct view *v, FILE *f)
{
	static const char *const names[][FAMILIES] = {
		{ "icmp", "ipv6-icmp" }, { "tcp", "tcp" }, { "udp", "udp" },
	};

	v->has_proto = true;
	v->rule_proto = hit(v) ? v->proto : draw_below(v->d, 3);
	fprintf(f, " -p %s", names[v->rule_proto][v->f]);
	if (v->rule_proto != PROTO_ICMP) {
		if (draw_chance(v->d, 65)) {
			fprintf(f, " -m %s", names[v->rule_proto][v->f]);
			ports(v, f);
		}
	} else if (draw_chance(v->d, 50)) {
		fprintf(f, v->f == FAM4 ? " --icmp-type %s" :
			" --icmpv6-type %s", v->reply ? "echo-reply" :
			"echo-request");
	}
}

void xt_matches(struct view *v, FILE *f, unsigned int n)
{
	unsigned int weights[ARRAY_SIZE(matches)], i, k, tries = 0;

	for (i = 0; i < ARRAY_SIZE(matches); i++)
		weights[i] = matches[i].weight;
	if (n && draw_chance(v->d, 40)) {
		protocol(v, f);
		n--;
	}
	for (k = 0; k < n && tries < 12; tries++) {
		i = draw_weighted(v->d, weights, ARRAY_SIZE(matches));
		if (!weights[i] || !matches[i].write(v, f))
			continue;
		weights[i] = 0;
		k++;
	}
}
