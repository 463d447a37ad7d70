/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "cli/cli.h"

/* TO is an address, or a namespace whose first global address is meant. */
static int destination(struct session *s, const char *text,
		       struct ip_addr *dst, struct error *err)
{
	struct address *const *it;
	struct target t;
	int ret;

	if (!ip_parse(text, dst))
		return 0;
	ret = target_find(s, text, &t, err);
	if (!ret)
		ret = session_read(s, &t.ino, 1, READ_ADDRESSES | READ_LINKS,
				   err);
	if (ret)
		return ret;
	VEC_FOR_EACH(&s->snap->netns.v[target_number(s, &t)]->addresses, it) {
		const struct ip_addr *a = &(*it)->local;

		if (!ip_is_global_scope(a) ||
		    (s->opt->family &&
		     (s->opt->family == 4) != (a->family == AF_INET)))
			continue;
		*dst = *a;
		return 0;
	}
	return error_set(err, -ENOENT, "'%s' has no address to trace to", text);
}

static int probe_from(const struct options *o, struct probe *p,
		      struct error *err)
{
	int ret;

	p->family = p->dst.family;
	p->proto = p->family == AF_INET ? IPPROTO_ICMP : IPPROTO_ICMPV6;
	if (o->proto) {
		ret = protocol_parse(o->proto, &p->proto);
		if (ret)
			return error_set(err, ret, "'--proto %s': icmp, tcp, "
					 "udp or a number", o->proto);
	}
	if (p->family == AF_INET6 && p->proto == IPPROTO_ICMP)
		p->proto = IPPROTO_ICMPV6;
	p->dport = (uint16_t)o->port;
	if (!p->dport && p->proto == IPPROTO_TCP)
		p->dport = 443;
	if (!p->dport && p->proto == IPPROTO_UDP)
		p->dport = 53;
	p->sport = (uint16_t)o->sport;
	p->mark = (uint32_t)o->mark;
	p->uid_known = true;
	p->connected = p->proto == IPPROTO_TCP || p->proto == IPPROTO_UDP;
	if (o->from_addr && ip_parse(o->from_addr, &p->src))
		return error_set(err, -EINVAL, "'--from-addr %s' is no address",
				 o->from_addr);
	return 0;
}

static void ask(struct session *s, const struct target *from,
		const struct probe *p, struct arena *a, struct walk_result *r)
{
	uint32_t n = target_number(s, from);

	if (from->inbound_if)
		walk_inbound(s->snap, n, from->inbound_if, p, a, r);
	else
		walk_question(s->snap, n, p, a, r);
}

static int from_outside(struct session *s, const struct options *o,
			struct target *from, struct error *err)
{
	const struct link *l;

	if (!o->from_outside)
		return 0;
	l = netns_link_named(s->snap->netns.v[target_number(s, from)],
			     o->from_outside);
	if (!l)
		return error_set(err, -ENOENT, "'--from-outside %s': '%s' has "
				 "no such interface", o->from_outside,
				 o->args[1]);
	from->inbound_if = l->index;
	return 0;
}

static void render(struct session *s, const struct options *o,
		   struct strbuf *out, const struct target *from,
		   const struct probe *p, const struct walk_result *r)
{
	struct trace_answer t = {
		.snap = s->snap, .result = r, .probe = p,
		.from = target_number(s, from), .from_text = o->args[1],
		.to_text = o->args[2], .reply_only = o->reply_only,
	};
	struct origin origin = { .command = "trace", .target = o->args[1] };
	struct style style;

	style_from(o, &style);
	if (o->json)
		json_trace(out, &t, &origin);
	else
		text_trace(out, &style, &t, o->minimal ? TRACE_MINIMAL :
			   o->detail ? TRACE_DETAIL : TRACE_SUMMARY, &origin);
}

static int run(struct session *s, const struct options *o, struct strbuf *out,
	       struct error *err)
{
	static const enum exit_code codes[] = { EXIT_UNKNOWN, EXIT_HEALTHY,
						EXIT_FAULT };
	struct probe p = { 0 };
	struct walk_result r;
	struct target from;
	int ret;

	ret = target_find(s, o->args[1], &from, err);
	if (!ret)
		ret = session_read(s, &from.ino, 1, READ_ALL, err);
	if (!ret)
		ret = destination(s, o->args[2], &p.dst, err);
	if (!ret)
		ret = probe_from(o, &p, err);
	if (!ret)
		ret = from_outside(s, o, &from, err);
	if (ret)
		return ret == -EACCES ? EXIT_UNKNOWN : EXIT_USAGE;
	do
		ask(s, &from, &p, out->arena, &r);
	while (r.wants.n && session_more(s, &r.wants, err));
	if (session_finish(s, err))
		return EXIT_BUG;
	render(s, o, out, &from, &p, &r);
	return codes[r.outcome];
}

int command_trace(const struct options *o, struct strbuf *out,
		  struct error *err)
{
	struct session s;
	int code;

	if (session_open(&s, o, err))
		return EXIT_USAGE;
	code = run(&s, o, out, err);
	session_close(&s);
	return code;
}
