/* SPDX-License-Identifier: GPL-2.0-or-later */
/* show: what the kernel holds for one namespace. */
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "render/render.h"

const char *const show_sections[] = {
	"identity", "processes", "links",   "addresses", "routes", "rules",
	"neighbours", "dns",	 "sysctls", "firewall",	 "sockets", NULL,
};

struct showing {
	struct strbuf *out;
	const struct style *s;
	const struct snapshot *snap;
	const struct netns *ns;
	bool all;
};

static const char *dev(const struct showing *w, uint32_t index)
{
	const struct link *l = index ? netns_link(w->ns, index) : NULL;

	return l ? text_safe(w->out->arena, l->name) : "?";
}

static const char *safe(const struct showing *w, const char *s)
{
	return s ? text_safe(w->out->arena, s) : "";
}

static void show_identity(struct showing *w)
{
	const struct netns *ns = w->ns;
	struct name *const *n;
	struct nsid *const *i;

	strbuf_add(w->out, "\nIdentity\n");
	VEC_FOR_EACH(&ns->names, n)
		strbuf_addf(w->out, "  name        %s:%s%s%s%s\n", (*n)->kind,
			    safe(w, (*n)->name), (*n)->path ? " (" : "",
			    safe(w, (*n)->path), (*n)->path ? ")" : "");
	VEC_FOR_EACH(&ns->nsids, i)
		strbuf_addf(w->out, "  nsid        %d %s %s\n", (*i)->id,
			    sym_arrow(w->s), (*i)->target ? (*i)->target :
							    "not found");
	strbuf_addf(w->out, "  processes   %u\n", ns->process_count);
}

static void show_processes(struct showing *w)
{
	struct process *const *it;

	strbuf_add(w->out, "\nProcesses\n");
	VEC_FOR_EACH(&w->ns->processes, it) {
		const struct process *p = *it;

		strbuf_addf(w->out, "  %-9u %-6u %-16s %s\n", p->pid, p->uid,
			    safe(w, p->comm), p->unit ? safe(w, p->unit) :
			    p->container ? safe(w, p->container) : "");
	}
}

static void link_more(struct showing *w, const struct link *l)
{
	const struct link *peer;

	if (l->kind)
		strbuf_addf(w->out, "%s", safe(w, l->kind));
	if (link_is_veth(l) && l->peer_ns != NETNS_NONE) {
		const struct netns *o = w->snap->netns.v[l->peer_ns];

		peer = netns_link(o, (uint32_t)l->peer);
		strbuf_addf(w->out, ", peer %s (%d) on %s",
			    peer ? safe(w, peer->name) : "?", l->peer,
			    safe(w, o->title));
		if (peer && peer->master) {
			const struct link *m = netns_link(o, peer->master);

			strbuf_addf(w->out, ", a port of %s",
				    m ? safe(w, m->name) : "?");
		}
	}
	if (l->master)
		strbuf_addf(w->out, "%sport of %s", l->kind ? ", " : "",
			    dev(w, l->master));
}

static void show_links(struct showing *w)
{
	struct link *const *it;

	strbuf_add(w->out, "\nLinks\n");
	VEC_FOR_EACH(&w->ns->links, it) {
		strbuf_addf(w->out, "  %-4u %-16s %-11s %6u  ", (*it)->index,
			    safe(w, (*it)->name), link_state(*it),
			    (*it)->mtu);
		link_more(w, *it);
		strbuf_addc(w->out, '\n');
	}
}

static void show_addresses(struct showing *w)
{
	struct address *const *it;

	strbuf_add(w->out, "\nAddresses\n");
	VEC_FOR_EACH(&w->ns->addresses, it)
		strbuf_addf(w->out, "  %-18s %s/%u\n", dev(w, (*it)->ifindex),
			    ip_str(w->out->arena, &(*it)->local),
			    (*it)->prefixlen);
}

static void show_table(struct showing *w, uint8_t family, uint32_t table)
{
	struct route *const *it;
	bool head = false;

	VEC_FOR_EACH(&w->ns->routes, it) {
		if ((*it)->family != family || (*it)->table != table)
			continue;
		if (!head)
			strbuf_addf(w->out, "\nRoutes (table %u, IPv%d)\n",
				    table, family == AF_INET ? 4 : 6);
		head = true;
		strbuf_addf(w->out, "  %s\n",
			    route_words(w->out->arena, w->ns, *it));
	}
}

static void show_routes(struct showing *w)
{
	static const uint8_t families[] = { AF_INET, AF_INET6 };
	VEC(uint32_t) tables = { 0 };
	struct route *const *it;

	VEC_FOR_EACH(&w->ns->routes, it) {
		bool known = (*it)->table == RT_TABLE_LOCAL && !w->all;

		for (size_t i = 0; i < tables.n; i++)
			known |= tables.v[i] == (*it)->table;
		if (!known)
			VEC_PUSH(w->out->arena, &tables, (*it)->table);
	}
	for (size_t f = 0; f < ARRAY_SIZE(families); f++)
		for (size_t i = 0; i < tables.n; i++)
			show_table(w, families[f], tables.v[i]);
}

static void show_rules(struct showing *w)
{
	struct rule *const *it;

	strbuf_add(w->out, "\nRules\n");
	VEC_FOR_EACH(&w->ns->rules, it)
		strbuf_addf(w->out, "  IPv%d  %s\n",
			    (*it)->family == AF_INET ? 4 : 6,
			    safe(w, rule_words(w->out->arena, *it)));
}

static void show_neighbours(struct showing *w)
{
	static const struct value_name states[] = {
		{ NUD_INCOMPLETE, "INCOMPLETE" }, { NUD_REACHABLE, "REACHABLE" },
		{ NUD_STALE, "STALE" },	  { NUD_DELAY, "DELAY" },
		{ NUD_PROBE, "PROBE" },	  { NUD_FAILED, "FAILED" },
		{ NUD_NOARP, "NOARP" },	  { NUD_PERMANENT, "PERMANENT" },
		{ 0, NULL },
	};
	struct neighbour *const *it;

	strbuf_add(w->out, "\nNeighbours\n");
	VEC_FOR_EACH(&w->ns->neighbours, it) {
		const char *state = value_name(states, (*it)->state);

		if ((*it)->state == NUD_NOARP && !w->all)
			continue;
		strbuf_addf(w->out, "  %s dev %s lladdr %s %s\n",
			    ip_str(w->out->arena, &(*it)->dst),
			    dev(w, (*it)->ifindex),
			    mac_str(w->out->arena, &(*it)->lladdr),
			    state ? state : "?");
	}
}

static void show_dns(struct showing *w)
{
	struct resolver *const *it;

	strbuf_add(w->out, "\nDNS\n");
	VEC_FOR_EACH(&w->ns->resolvers, it) {
		nameserver_vec v = { 0 };

		resolver_servers(*it, w->out->arena, &v);
		strbuf_addf(w->out, "  %s:", safe(w, (*it)->path));
		if ((*it)->state)
			strbuf_addf(w->out, " %s", errno_name((*it)->state) ?
				    errno_name((*it)->state) : "unreadable");
		for (size_t i = 0; i < v.n; i++)
			strbuf_addf(w->out, " %s",
				    ip_str(w->out->arena, &v.v[i].addr));
		if (!v.n && !(*it)->state)
			strbuf_add(w->out, " no nameserver");
		strbuf_addc(w->out, '\n');
	}
}

static void show_sysctls(struct showing *w)
{
	struct sysctl *const *it;

	strbuf_add(w->out, "\nSysctls\n");
	VEC_FOR_EACH(&w->ns->sysctls, it)
		if ((*it)->value || w->all)
			strbuf_addf(w->out, "  %s = %s\n", (*it)->path,
				    (*it)->value ? safe(w, (*it)->value) :
						   "(not there)");
}

static void show_rule(struct showing *w, const struct fw_place *p)
{
	strbuf_addf(w->out, "      %s", p->text ? safe(w, p->text) :
						  "(not printable)");
	if (p->has_counters)
		strbuf_addf(w->out, "    [%llu %llu]",
			    (unsigned long long)p->packets,
			    (unsigned long long)p->bytes);
	if (p->handle)
		strbuf_addf(w->out, "    # handle %llu",
			    (unsigned long long)p->handle);
	if (p->opaque)
		strbuf_addf(w->out, "    # not understood: %s",
			    safe(w, p->opaque));
	strbuf_addc(w->out, '\n');
}

static void show_firewall(struct showing *w)
{
	fw_chains chains = { 0 };
	const struct fw_chain *c;
	const char *hook = NULL;

	report_firewall(w->out->arena, w->ns, &chains);
	if (!chains.n) {
		strbuf_addf(w->out, "\nFirewall     %s\n",
			    netns_has(w->ns, READ_NFT | READ_XT) ?
			    "none: no chain in nftables, no legacy table" :
			    "not read");
		return;
	}
	strbuf_add(w->out, "\nFirewall, in the order the kernel runs it\n");
	VEC_FOR_EACH(&chains, c) {
		const char *h = c->base ? c->hook : "not on an IP hook";

		if (!hook || strcmp(hook, h))
			strbuf_addf(w->out, "  %s\n", h);
		hook = h;
		strbuf_addf(w->out, "    %-12s %s %s %s   %s%s%s\n",
			    c->priority ? c->priority : "", c->place.family,
			    safe(w, c->place.table), safe(w, c->place.chain),
			    c->place.backend, c->place.policy && c->base ?
			    "   policy " : "",
			    c->place.policy && c->base ? c->place.policy : "");
		for (size_t i = 0; i < c->rules.n; i++)
			show_rule(w, &c->rules.v[i]);
	}
}

static void show_sockets(struct showing *w)
{
	struct sock *const *it;

	strbuf_add(w->out, "\nSockets that wait\n");
	VEC_FOR_EACH(&w->ns->socks, it)
		strbuf_addf(w->out, "  %-4s %s:%u uid %u\n",
			    (*it)->protocol == 6 ? "tcp" :
			    (*it)->protocol == 17 ? "udp" : "raw",
			    ip_str(w->out->arena, &(*it)->local), (*it)->port,
			    (*it)->uid);
}

void text_show(struct strbuf *out, const struct style *s,
	       const struct snapshot *snap, uint32_t netns, uint32_t sections,
	       bool all, const struct origin *o)
{
	static void (*const show[])(struct showing *) = {
		show_identity,	 show_processes, show_links, show_addresses,
		show_routes,	 show_rules,	 show_neighbours, show_dns,
		show_sysctls,	 show_firewall,	 show_sockets,
	};
	struct showing w = {
		.out = out, .s = s, .snap = snap, .all = all,
		.ns = snap->netns.v[netns],
	};

	(void)o;
	strbuf_addf(out, "%s  %s", safe(&w, w.ns->title), w.ns->id);
	if (report_runtime(w.ns))
		strbuf_addf(out, "  %s", report_runtime(w.ns));
	strbuf_addc(out, '\n');
	for (size_t i = 0; i < ARRAY_SIZE(show); i++)
		if (sections & 1u << i)
			show[i](&w);
}
