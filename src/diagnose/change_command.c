/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a change is typed: the raw command whose effect change_apply() has. Run
 * by a shell inside the change's namespace; every name is quoted.
 */
#include <linux/rtnetlink.h>
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>

#include "diagnose/diagnose.h"

struct words {
	struct arena *a;
	VEC(const char *) v;
};

static void word(struct words *w, const char *s)
{
	VEC_PUSH(w->a, &w->v, s);
}

static void word_each(struct words *w, ...)
{
	const char *s;
	va_list ap;

	va_start(ap, w);
	while ((s = va_arg(ap, const char *)))
		word(w, s);
	va_end(ap);
}

static const char *joined(struct words *w)
{
	word(w, NULL);
	return shell_join(w->a, w->v.v);
}

static const char *name_of(const struct snapshot *in, uint32_t netns,
			   uint32_t ifindex)
{
	const struct link *l = netns_link(in->netns.v[netns], ifindex);

	return l ? l->name : "?";
}

/* sysctl(8) takes dots or slashes; a name with a dot in it needs slashes. */
static const char *sysctl_key(struct arena *a, const char *path)
{
	char *key;

	if (strchr(path, '.'))
		return path;
	key = arena_strdup(a, path);
	for (char *p = key; *p; p++)
		if (*p == '/')
			*p = '.';
	return key;
}

static const char *prefix_or_default(struct arena *a,
				     const struct ip_prefix *p)
{
	return p->len ? prefix_str(a, p) : "default";
}

static void route_words(struct words *w, const struct snapshot *in,
			uint32_t netns, const struct route *r)
{
	static const struct value_name types[] = {
		{ RTN_BLACKHOLE, "blackhole" },
		{ RTN_UNREACHABLE, "unreachable" },
		{ RTN_PROHIBIT, "prohibit" },
		{ RTN_THROW, "throw" },
		{ 0, NULL },
	};
	const char *type = value_name(types, r->type);

	if (type)
		word(w, type);
	word(w, prefix_or_default(w->a, &r->dst));
	if (r->gateway.family)
		word_each(w, "via", ip_str(w->a, &r->gateway), NULL);
	if (r->oif)
		word_each(w, "dev", name_of(in, netns, r->oif), NULL);
	if (r->metric && r->family == AF_INET)
		word_each(w, "metric", arena_printf(w->a, "%u", r->metric),
			  NULL);
	if (r->table && r->table != RT_TABLE_MAIN)
		word_each(w, "table", arena_printf(w->a, "%u", r->table), NULL);
	if (r->flags & RTNH_F_ONLINK)
		word(w, "onlink");
}

static void ip_words(struct words *w, uint8_t family, const char *object,
		     const char *verb)
{
	word(w, "ip");
	if (family == AF_INET6)
		word(w, "-6");
	word_each(w, object, verb, NULL);
}

static void route_command(struct words *w, const struct snapshot *in,
			  const struct change *c)
{
	ip_words(w, c->route->family, "route",
		 c->kind == CHANGE_ROUTE_DEL	 ? "del" :
		 c->kind == CHANGE_ROUTE_REPLACE ? "replace" :
						   "add");
	route_words(w, in, c->netns, c->route);
}

static void rule_command(struct words *w, const struct change *c)
{
	const struct rule *r = c->rule;

	ip_words(w, r->family, "rule",
		 c->kind == CHANGE_RULE_DEL ? "del" : "add");
	word_each(w, "pref", arena_printf(w->a, "%u", r->priority), NULL);
	if (c->kind == CHANGE_RULE_DEL)
		return;
	if (r->src.addr.family)
		word_each(w, "from", prefix_str(w->a, &r->src), NULL);
	if (r->dst.addr.family)
		word_each(w, "to", prefix_str(w->a, &r->dst), NULL);
	word_each(w, "lookup", r->table == RT_TABLE_MAIN ? "main" :
	      arena_printf(w->a, "%u", r->table), NULL);
}

static void port_command(struct words *w, const struct snapshot *in,
			 const struct change *c)
{
	word_each(w, "bridge", "link", "set", "dev",
	      name_of(in, c->netns, c->ifindex), c->field, NULL);
	if (!strcmp(c->field, "state"))
		word(w, arena_printf(w->a, "%u", c->number));
	else
		word(w, c->number ? "on" : "off");
}

/* The one command that writes a file: run where nsdoctor runs. */
static void resolver_commands(const struct snapshot *in,
			      const struct change *c, struct arena *a,
			      line_vec *out)
{
	const struct netns *ns = in->netns.v[c->netns];
	const char *line = arena_printf(a, "nameserver %s", c->value);
	struct strbuf sb;
	struct name *const *it;

	strbuf_init(&sb, a);
	if (c->pid) {
		const char *sh = arena_printf(
			a, "rm -f /etc/resolv.conf; echo %s > /etc/resolv.conf",
			line);
		const char *const argv[] = {
			"nsenter", "-t", arena_printf(a, "%u", c->pid), "-m",
			"sh", "-c", sh, NULL,
		};

		VEC_PUSH(a, out, shell_join(a, argv));
		return;
	}
	VEC_FOR_EACH(&ns->names, it) {
		const char *dir;

		if (strcmp((*it)->kind, "netns"))
			continue;
		dir = arena_printf(a, "/etc/netns/%s", (*it)->name);
		strbuf_add(&sb, "mkdir -p ");
		shell_quote(&sb, dir);
		strbuf_add(&sb, " && rm -f ");
		shell_quote(&sb, arena_printf(a, "%s/resolv.conf", dir));
		strbuf_addf(&sb, " && echo '%s' > ", line);
		shell_quote(&sb, arena_printf(a, "%s/resolv.conf", dir));
		VEC_PUSH(a, out, sb.s);
		return;
	}
}

static void ruleset_commands(const struct snapshot *in, const struct change *c,
			     struct arena *a, line_vec *out)
{
	argv_vec argvs = { 0 };

	firewall_edit_argv(&c->edit, &in->host,
			   in->netns.v[c->netns]->firewall, a, &argvs);
	for (size_t i = 0; i < argvs.n; i++)
		VEC_PUSH(a, out, shell_join(a, argvs.v[i]));
}

static void address_command(struct words *w, const struct snapshot *in,
			    const struct change *c)
{
	ip_words(w, c->prefix.addr.family, "addr",
		 c->kind == CHANGE_ADDRESS_ADD ? "add" : "del");
	word_each(w, arena_printf(w->a, "%s/%u", ip_str(w->a, &c->prefix.addr),
			      c->prefix.len),
	      "dev", name_of(in, c->netns, c->ifindex), NULL);
}

static void link_command(struct words *w, const struct snapshot *in,
			 const struct change *c)
{
	word_each(w, "ip", "link", "set", "dev",
		  name_of(in, c->netns, c->ifindex), NULL);
	if (c->kind == CHANGE_LINK_UP)
		word(w, "up");
	else if (c->kind == CHANGE_MASTER)
		word_each(w, "master", name_of(in, c->netns, c->other), NULL);
	else if (c->kind == CHANGE_MAC)
		word_each(w, "address", mac_str(w->a, &c->mac), NULL);
	else
		word_each(w, "mtu", arena_printf(w->a, "%u", c->number), NULL);
}

static void neighbour_command(struct words *w, const struct snapshot *in,
			      const struct change *c)
{
	if (c->kind == CHANGE_FDB_DEL)
		word_each(w, "bridge", "fdb", "del",
			  mac_str(w->a, &c->fdb->lladdr), "dev",
			  name_of(in, c->netns, c->fdb->ifindex), "master",
			  NULL);
	else if (c->kind == CHANGE_PROXY_ADD)
		word_each(w, "ip", "neigh", "add", "proxy",
			  ip_str(w->a, &c->prefix.addr), "dev",
			  name_of(in, c->netns, c->ifindex), NULL);
	else
		word_each(w, "ip", "neigh", "del",
			  ip_str(w->a, &c->neighbour->dst), "dev",
			  name_of(in, c->netns, c->neighbour->ifindex), NULL);
}

void change_commands(const struct snapshot *in, const struct change *c,
		     struct arena *a, line_vec *out)
{
	struct words w = { .a = a };

	switch (c->kind) {
	case CHANGE_SYSCTL:
		word_each(&w, "sysctl", "-w",
			  arena_printf(a, "%s=%s", sysctl_key(a, c->path),
				       c->value), NULL);
		break;
	case CHANGE_LINK_UP:
	case CHANGE_MASTER:
	case CHANGE_MTU:
	case CHANGE_MAC:
		link_command(&w, in, c);
		break;
	case CHANGE_PORT:
		port_command(&w, in, c);
		break;
	case CHANGE_ADDRESS_ADD:
	case CHANGE_ADDRESS_DEL:
		address_command(&w, in, c);
		break;
	case CHANGE_ROUTE_ADD:
	case CHANGE_ROUTE_REPLACE:
	case CHANGE_ROUTE_DEL:
		route_command(&w, in, c);
		break;
	case CHANGE_RULE_ADD:
	case CHANGE_RULE_DEL:
		rule_command(&w, c);
		break;
	case CHANGE_NEIGHBOUR_DEL:
	case CHANGE_PROXY_ADD:
	case CHANGE_FDB_DEL:
		neighbour_command(&w, in, c);
		break;
	case CHANGE_RULESET:
		ruleset_commands(in, c, a, out);
		return;
	case CHANGE_RESOLVER:
		resolver_commands(in, c, a, out);
		return;
	}
	VEC_PUSH(a, out, joined(&w));
}
