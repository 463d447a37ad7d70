/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is asked: ping and TCP 443 to a well-known address per family, DNS to
 * the nameservers that the target would use, or what the user named.
 */
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "diagnose/diagnose.h"

static const char *const well_known[2] = { "8.8.8.8", "2001:4860:4860::8888" };

static struct question *question_add(struct diagnosis *d,
				     enum question_kind kind,
				     const struct ip_addr *dst, uint8_t proto,
				     uint16_t port)
{
	struct question *q = ARENA_NEW(d->arena, struct question);

	q->kind = kind;
	q->probe.family = dst->family;
	q->probe.dst = *dst;
	q->probe.proto = proto;
	q->probe.dport = port;
	q->probe.connected = proto == IPPROTO_TCP || proto == IPPROTO_UDP;
	q->probe.uid_known = true;
	VEC_PUSH(d->arena, &d->questions, q);
	return q;
}

static void process_uid(const struct diagnosis *d, struct question *q)
{
	struct process *const *it;

	VEC_FOR_EACH(&d->snap->netns.v[d->target]->processes, it)
		if ((*it)->pid == d->pid && !(*it)->tid)
			q->probe.uid = (*it)->uid;
}

static void ask_ping(struct diagnosis *d, const struct ip_addr *dst, bool named)
{
	bool v4 = dst->family == AF_INET;
	uint8_t proto = v4 ? IPPROTO_ICMP : IPPROTO_ICMPV6;
	struct question *q = question_add(d, ASK_PING, dst, proto, 0);

	q->id = named ? arena_printf(d->arena, "icmp%d-%s", v4 ? 4 : 6,
				     ip_str(d->arena, dst)) :
			arena_printf(d->arena, "icmp%d", v4 ? 4 : 6);
	q->asked_by_user = named;
}

static void ask_port(struct diagnosis *d, const struct ip_addr *dst,
		     uint8_t proto, uint16_t port, bool named)
{
	const char *word = proto == IPPROTO_TCP ? "tcp" : "udp";
	int family = dst->family == AF_INET ? 4 : 6;
	struct question *q = question_add(
		d, proto == IPPROTO_TCP ? ASK_TCP : ASK_UDP, dst, proto, port);

	if (named)
		q->id = arena_printf(d->arena, "%s%d-%s-%u", word, family,
				     ip_str(d->arena, dst), port);
	else
		q->id = arena_printf(d->arena, "%s%d-%u", word, family, port);
	q->asked_by_user = named;
}

static void ask_dns(struct diagnosis *d, const struct ip_addr *server,
		    uint32_t server_index)
{
	static const struct {
		enum question_kind kind;
		uint8_t proto;
		const char *word;
	} ways[] = {
		{ ASK_DNS_UDP, IPPROTO_UDP, "udp" },
		{ ASK_DNS_TCP, IPPROTO_TCP, "tcp" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
		struct question *q = question_add(d, ways[i].kind, server,
						  ways[i].proto, 53);

		q->id = arena_printf(d->arena, "dns-%s-%s", ways[i].word,
				     ip_str(d->arena, server));
		q->needs_service = true;
		q->server = server_index;
		q->alternate = server_index > 0;
	}
}

static bool is_default(const struct route *r, uint8_t family)
{
	return r->family == family && !r->dst.len && r->type == RTN_UNICAST;
}

/* A default route, or an address that is meant for more than neighbours. */
static bool offers(const struct netns *ns, uint8_t family)
{
	struct address *const *a;
	struct route *const *r;

	VEC_FOR_EACH(&ns->routes, r)
		if (is_default(*r, family))
			return true;
	VEC_FOR_EACH(&ns->addresses, a) {
		const struct ip_addr *ip = &(*a)->local;

		if (ip->family != family || !ip_is_global_scope(ip))
			continue;
		/* unique local ones may be for peers alone */
		if (family == AF_INET || (ip->b[0] & 0xfe) != 0xfc)
			return true;
	}
	return false;
}

static void not_asked(struct diagnosis *d, const char *family,
		      const char *reason, const char *text)
{
	struct not_asked n = { .family = family, .reason = reason,
			       .text = text };

	VEC_PUSH(d->arena, &d->not_asked, n);
}

static void choose_families(struct diagnosis *d, const struct ask *ask)
{
	const struct netns *ns = d->snap->netns.v[d->target];
	bool has6 = offers(ns, AF_INET6);

	d->ask4 = ask->family != 6;
	d->ask6 = ask->family != 4;
	if (ask->family)
		return;
	d->ask4 = !has6 || offers(ns, AF_INET);
	d->ask6 = has6;
	if (!d->ask6)
		not_asked(d, "ipv6", "no-global-address-and-no-default-route",
			  arena_printf(d->arena, "IPv6: %s has neither a "
				       "global address nor a default route",
				       ns->title));
	if (!d->ask4)
		not_asked(d, "ipv4", "ipv6-only",
			  arena_printf(d->arena, "IPv4: %s has IPv6 alone",
				       ns->title));
}

static void ask_nameservers(struct diagnosis *d, const struct ask *ask)
{
	nameserver_vec servers = { 0 };
	struct ip_addr local;

	if (!d->resolver) {
		not_asked(d, "dns", "no-resolver-file",
			  "names: no resolver file of it is known");
		return;
	}
	resolver_servers(d->resolver, d->arena, &servers);
	if (!servers.n) {
		/* resolv.conf(5): the name server on the local machine */
		ip_parse("127.0.0.1", &local);
		ask_dns(d, &local, 0);
		return;
	}
	for (size_t i = 0; i < servers.n; i++) {
		const struct ip_addr *s = &servers.v[i].addr;

		if ((ask->family == 4 && s->family != AF_INET) ||
		    (ask->family == 6 && s->family != AF_INET6))
			continue;
		ask_dns(d, s, (uint32_t)i);
	}
}

static void ask_named(struct diagnosis *d, const struct ask *ask)
{
	for (uint32_t i = 0; i < ask->n_to; i++) {
		const struct ip_addr *a = &ask->to[i].addr;

		if (ask->to[i].port) {
			ask_port(d, a,
				 ask->to[i].proto ? ask->to[i].proto :
						    IPPROTO_TCP,
				 ask->to[i].port, true);
			continue;
		}
		ask_ping(d, a, true);
		if (!ask->to[i].proto)
			ask_port(d, a, IPPROTO_TCP, 443, true);
	}
}

void questions_make(struct diagnosis *d, const struct ask *ask)
{
	struct ip_addr dst;

	choose_families(d, ask);
	if (ask->n_to) {
		ask_named(d, ask);
	} else {
		for (int i = 0; i < 2; i++) {
			if (i ? !d->ask6 : !d->ask4)
				continue;
			ip_parse(well_known[i], &dst);
			ask_ping(d, &dst, false);
			ask_port(d, &dst, IPPROTO_TCP, 443, false);
		}
		ask_nameservers(d, ask);
	}
	for (size_t i = 0; i < d->questions.n; i++)
		process_uid(d, d->questions.v[i]);
}

const struct resolver *question_resolver(const struct netns *ns, uint32_t pid)
{
	struct resolver *const *it;
	const struct resolver *any = NULL;

	VEC_FOR_EACH(&ns->resolvers, it) {
		if ((*it)->pid == pid)
			return *it;
		if (!any || (*it)->pid < any->pid)
			any = *it;
	}
	return any;
}

bool question_server(struct diagnosis *d, const struct question *q,
		     const struct snapshot *snap, struct probe *probe)
{
	nameserver_vec servers = { 0 };
	const struct resolver *r;

	if (q->kind != ASK_DNS_UDP && q->kind != ASK_DNS_TCP)
		return true;
	r = question_resolver(snap->netns.v[d->target], d->pid);
	if (!r)
		return true;
	resolver_servers(r, d->arena, &servers);
	if (q->server < servers.n) {
		probe->dst = servers.v[q->server].addr;
		probe->family = probe->dst.family;
		return true;
	}
	if (q->server)
		return false;
	ip_parse("127.0.0.1", &probe->dst);
	probe->family = AF_INET;
	return true;
}
