/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Objects of the model in a few words, as iproute2 spells them. */
#include <linux/if.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "report/report.h"

static const struct value_name route_types[] = {
	{ RTN_LOCAL, "local" },
	{ RTN_BROADCAST, "broadcast" },
	{ RTN_ANYCAST, "anycast" },
	{ RTN_MULTICAST, "multicast" },
	{ RTN_BLACKHOLE, "blackhole" },
	{ RTN_UNREACHABLE, "unreachable" },
	{ RTN_PROHIBIT, "prohibit" },
	{ RTN_THROW, "throw" },
	{ 0, NULL },
};

static const struct value_name protocols[] = {
	{ RTPROT_REDIRECT, "redirect" }, { RTPROT_KERNEL, "kernel" },
	{ RTPROT_STATIC, "static" },	 { RTPROT_RA, "ra" },
	{ RTPROT_DHCP, "dhcp" },	 { RTPROT_BIRD, "bird" },
	{ 0, NULL },
};

static const char *dev(struct arena *a, const struct netns *ns, uint32_t index)
{
	const struct link *l = netns_link(ns, index);

	return l ? text_safe(a, l->name) : arena_printf(a, "if%u", index);
}

static void legs(struct strbuf *sb, const struct netns *ns,
		 const struct route *r)
{
	struct route_leg *const *it;
	char buf[IP_TEXT_MAX];

	VEC_FOR_EACH(&r->legs, it) {
		strbuf_add(sb, " nexthop");
		if ((*it)->gateway.family)
			strbuf_addf(sb, " via %s",
				    ip_text(&(*it)->gateway, buf));
		strbuf_addf(sb, " dev %s weight %u",
			    dev(sb->arena, ns, (*it)->oif), (*it)->weight);
	}
}

char *route_words(struct arena *a, const struct netns *ns,
		  const struct route *r)
{
	const char *type = value_name(route_types, r->type);
	const char *proto = value_name(protocols, r->protocol);
	struct strbuf sb;
	char buf[IP_TEXT_MAX];

	strbuf_init(&sb, a);
	if (type)
		strbuf_addf(&sb, "%s ", type);
	if (!r->dst.len)
		strbuf_add(&sb, "default");
	else if (r->dst.len == ip_bits(r->family))
		strbuf_add(&sb, ip_text(&r->dst.addr, buf));
	else
		strbuf_add(&sb, prefix_text(&r->dst, buf));
	if (r->nh_id)
		strbuf_addf(&sb, " nhid %u", r->nh_id);
	if (r->gateway.family)
		strbuf_addf(&sb, " via %s%s", r->gateway.family != r->family ?
			    "inet6 " : "", ip_text(&r->gateway, buf));
	if (r->oif)
		strbuf_addf(&sb, " dev %s", dev(a, ns, r->oif));
	if (proto)
		strbuf_addf(&sb, " proto %s", proto);
	if (r->scope == RT_SCOPE_LINK && r->family == AF_INET)
		strbuf_add(&sb, " scope link");
	else if (r->scope == RT_SCOPE_HOST)
		strbuf_add(&sb, " scope host");
	if (r->prefsrc.family)
		strbuf_addf(&sb, " src %s", ip_text(&r->prefsrc, buf));
	if (r->metric)
		strbuf_addf(&sb, " metric %u", r->metric);
	if (r->flags & RTNH_F_ONLINK)
		strbuf_add(&sb, " onlink");
	if (r->flags & RTNH_F_LINKDOWN)
		strbuf_add(&sb, " linkdown");
	if (r->flags & RTNH_F_DEAD)
		strbuf_add(&sb, " dead");
	legs(&sb, ns, r);
	return sb.s;
}

static const char *table_name(struct arena *a, uint32_t table)
{
	switch (table) {
	case RT_TABLE_LOCAL:
		return "local";
	case RT_TABLE_MAIN:
		return "main";
	case RT_TABLE_DEFAULT:
		return "default";
	default:
		return arena_printf(a, "%u", table);
	}
}

static void selectors(struct strbuf *sb, const struct rule *r)
{
	char buf[IP_TEXT_MAX];

	if (HAS(r, rule, dst) && r->dst.len)
		strbuf_addf(sb, " to %s", prefix_text(&r->dst, buf));
	if (r->tos)
		strbuf_addf(sb, " tos 0x%x", r->tos);
	if (r->fwmark || HAS(r, rule, fwmark)) {
		strbuf_addf(sb, " fwmark 0x%x", r->fwmark);
		if (HAS(r, rule, fwmask) && r->fwmask != UINT32_MAX)
			strbuf_addf(sb, "/0x%x", r->fwmask);
	}
	if (r->iif)
		strbuf_addf(sb, " iif %s", text_safe(sb->arena, r->iif));
	if (r->oif)
		strbuf_addf(sb, " oif %s", text_safe(sb->arena, r->oif));
	if (HAS(r, rule, uid_first))
		strbuf_addf(sb, " uidrange %u-%u", r->uid_first, r->uid_last);
	if (r->ip_proto)
		strbuf_addf(sb, " ipproto %u", r->ip_proto);
	if (r->sport_last)
		strbuf_addf(sb, " sport %u-%u", r->sport_first, r->sport_last);
	if (r->dport_last)
		strbuf_addf(sb, " dport %u-%u", r->dport_first, r->dport_last);
}

char *rule_words(struct arena *a, const struct rule *r)
{
	static const char *const actions[] = {
		[3] = " nop", [6] = " blackhole", [7] = " unreachable",
		[8] = " prohibit",
	};
	struct strbuf sb;
	char buf[IP_TEXT_MAX];

	strbuf_init(&sb, a);
	strbuf_addf(&sb, "%u: ", r->priority);
	if (r->flags & 2)
		strbuf_add(&sb, "not ");
	strbuf_addf(&sb, "from %s", HAS(r, rule, src) && r->src.len ?
		    prefix_text(&r->src, buf) : "all");
	selectors(&sb, r);
	if (r->l3mdev)
		strbuf_add(&sb, " lookup [l3mdev-table]");
	else if (r->action == 1)
		strbuf_addf(&sb, " lookup %s", table_name(a, r->table));
	else if (r->action == 2)
		strbuf_addf(&sb, " goto %u", r->goto_priority);
	else if (r->action < ARRAY_SIZE(actions) && actions[r->action])
		strbuf_add(&sb, actions[r->action]);
	if (r->suppress_prefixlen >= 0)
		strbuf_addf(&sb, " suppress_prefixlength %d",
			    r->suppress_prefixlen);
	return sb.s;
}

const char *link_state(const struct link *l)
{
	if (!(l->flags & IFF_UP))
		return "DOWN";
	if (!link_has_carrier(l))
		return "NO-CARRIER";
	return link_is_loopback(l) ? "UNKNOWN" : "UP";
}

char *report_object(struct arena *a, const struct netns *ns,
		    const struct object *o)
{
	struct fw_place p;

	if (!o)
		return NULL;
	if (o->type == &route_type)
		return route_words(a, ns, (const struct route *)o);
	if (o->type == &rule_type)
		return arena_printf(a, "rule %s",
				    rule_words(a, (const struct rule *)o));
	if (o->type == &link_type)
		return text_safe(a, ((const struct link *)o)->name);
	if (o->type == &sysctl_type) {
		const struct sysctl *s = (const struct sysctl *)o;

		return arena_printf(a, "%s = %s", s->path,
				    s->value ? text_safe(a, s->value) :
					       "(absent)");
	}
	if (o->type == &neighbour_type) {
		const struct neighbour *n = (const struct neighbour *)o;

		return arena_printf(a, "neighbour %s lladdr %s",
				    ip_str(a, &n->dst), mac_str(a, &n->lladdr));
	}
	if (o->type == &nft_rule_type || o->type == &nft_chain_type ||
	    o->type == &xt_rule_type || o->type == &xt_chain_type) {
		firewall_describe(ns, o, a, &p);
		return arena_printf(a, "%s %s %s", p.family,
				    text_safe(a, p.table),
				    text_safe(a, p.chain));
	}
	return arena_strdup(a, o->type->name);
}
