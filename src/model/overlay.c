/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "model/index.h"
#include "model/overlay_edit.h"

struct snapshot *overlay_new(const struct snapshot *base)
{
	struct arena *a = arena_new();
	struct snapshot *ov = object_copy(a, base);

	ov->arena = a;
	ov->base = base;
	VEC_COPY(a, &ov->netns, &base->netns);
	VEC_COPY(a, &ov->gaps, &base->gaps);
	VEC_COPY(a, &ov->vanished, &base->vanished);
	return ov;
}

void overlay_free(struct snapshot *ov)
{
	snapshot_free(ov);
}

struct netns *overlay_netns(struct snapshot *ov, uint32_t number)
{
	struct netns *ns;

	if (number >= ov->netns.n)
		return NULL;
	ns = ov->netns.v[number];
	if (ns != ov->base->netns.v[number])
		return ns;
	ns = object_copy(ov->arena, ns);
	for (const struct field *f = netns_type.fields; f->name; f++) {
		struct any_vec *vec = field_ptr(ns, f);

		if (f->type == FT_LIST || f->type == FT_STRINGS)
			VEC_COPY(ov->arena, vec, vec);
	}
	ns->index = NULL;
	ov->netns.v[number] = ns;
	return ns;
}

int edit_place(struct snapshot *ov, uint32_t number, struct place *out)
{
	out->ov = ov;
	out->ns = overlay_netns(ov, number);
	return out->ns ? 0 : -ENOENT;
}

const struct link *place_link(const struct place *p, uint32_t ifindex)
{
	for (size_t i = 0; i < p->ns->links.n; i++)
		if (p->ns->links.v[i]->index == ifindex)
			return p->ns->links.v[i];
	return NULL;
}

const struct link *place_link_named(const struct place *p, const char *name)
{
	for (size_t i = 0; i < p->ns->links.n; i++) {
		const struct link *l = p->ns->links.v[i];

		if (l->name && !strcmp(l->name, name))
			return l;
		for (size_t j = 0; j < l->altnames.n; j++)
			if (!strcmp(l->altnames.v[j], name))
				return l;
	}
	return NULL;
}

struct link *edit_link(const struct place *p, uint32_t ifindex)
{
	const struct netns *old = p->ov->base->netns.v[p->ns->number];

	for (size_t i = 0; i < p->ns->links.n; i++) {
		struct link *l = p->ns->links.v[i];

		if (l->index != ifindex)
			continue;
		if (l == netns_link(old, ifindex)) {
			l = object_copy(p->ov->arena, l);
			p->ns->links.v[i] = l;
		}
		return l;
	}
	return NULL;
}

void edit_conf(struct arena *a, struct s32s *conf, unsigned int at,
	       int32_t value)
{
	int32_t *v;

	if (at >= conf->n)
		return;
	v = arena_memdup(a, conf->v, conf->n * sizeof(*v));
	v[at] = value;
	conf->v = v;
}

int overlay_port_set(struct snapshot *ov, uint32_t netns, uint32_t ifindex,
		     const char *field, uint32_t value)
{
	struct place p;
	int ret = edit_place(ov, netns, &p);
	const struct field *f;
	struct link *l;

	if (ret)
		return ret;
	l = edit_link(&p, ifindex);
	if (!l)
		return -ENODEV;
	f = field_by_name(l->port.obj.type->fields, field);
	if (!f)
		return -EINVAL;
	field_set_number(&l->port, f, value);
	field_mark(&l->port, f);
	return 0;
}

int overlay_mtu(struct snapshot *ov, uint32_t netns, uint32_t ifindex,
		uint32_t mtu)
{
	struct place p;
	int ret = edit_place(ov, netns, &p);
	struct link *l;

	if (ret)
		return ret;
	l = edit_link(&p, ifindex);
	if (!l)
		return -ENODEV;
	SET(l, link, mtu, mtu);
	return 0;
}

int overlay_mac(struct snapshot *ov, uint32_t netns, uint32_t ifindex,
		const struct mac *mac)
{
	struct place p;
	int ret = edit_place(ov, netns, &p);
	struct link *l;

	if (ret)
		return ret;
	l = edit_link(&p, ifindex);
	if (!l)
		return -ENODEV;
	SET(l, link, address, *mac);
	return 0;
}

/* fib_default_rule_pref(): just before the second rule of the family. */
static uint32_t rule_default_priority(const struct netns *ns, uint8_t family)
{
	unsigned int seen = 0;

	for (size_t i = 0; i < ns->rules.n; i++) {
		const struct rule *r = ns->rules.v[i];

		if (r->family == family && ++seen == 2)
			return r->priority ? r->priority - 1 : 0;
	}
	return 0;
}

/* fib_nl_newrule(): behind all of the same priority. */
int overlay_rule_add(struct snapshot *ov, uint32_t netns, const struct rule *r)
{
	struct place p;
	int ret = edit_place(ov, netns, &p);
	struct rule *copy;
	size_t at;

	if (ret)
		return ret;
	copy = object_copy(ov->arena, r);
	if (!HAS(r, rule, priority) && !r->priority)
		SET(copy, rule, priority,
		    rule_default_priority(p.ns, r->family));
	for (at = 0; at < p.ns->rules.n; at++) {
		const struct rule *other = p.ns->rules.v[at];

		if (other->family == copy->family &&
		    other->priority > copy->priority)
			break;
	}
	VEC_INSERT(ov->arena, &p.ns->rules, at, copy);
	return 0;
}

int overlay_rule_del(struct snapshot *ov, uint32_t netns, const struct rule *r)
{
	struct place p;
	int ret = edit_place(ov, netns, &p);

	if (ret)
		return ret;
	for (size_t i = 0; i < p.ns->rules.n; i++) {
		if (!object_equal(p.ns->rules.v[i], r, false))
			continue;
		VEC_REMOVE(&p.ns->rules, i);
		return 0;
	}
	return -ENOENT;
}

int overlay_neighbour_del(struct snapshot *ov, uint32_t netns,
			  const struct neighbour *n)
{
	struct place p;
	int ret = edit_place(ov, netns, &p);

	if (ret)
		return ret;
	for (size_t i = 0; i < p.ns->neighbours.n; i++) {
		const struct neighbour *other = p.ns->neighbours.v[i];

		if (other->ifindex != n->ifindex ||
		    !ip_equal(&other->dst, &n->dst))
			continue;
		VEC_REMOVE(&p.ns->neighbours, i);
		return 0;
	}
	return -ENOENT;
}

int overlay_proxy_add(struct snapshot *ov, uint32_t netns, uint32_t ifindex,
		      const struct ip_addr *addr)
{
	struct place p;
	int ret = edit_place(ov, netns, &p);
	struct neighbour *n;

	if (ret)
		return ret;
	n = object_new(ov->arena, &neighbour_type);
	SET(n, neighbour, family, addr->family);
	SET(n, neighbour, ifindex, ifindex);
	SET(n, neighbour, dst, *addr);
	SET(n, neighbour, flags, NTF_PROXY);
	SET(n, neighbour, state, NUD_PERMANENT);
	VEC_PUSH(ov->arena, &p.ns->proxies, n);
	return 0;
}

int overlay_fdb_del(struct snapshot *ov, uint32_t netns, const struct fdb *f)
{
	struct place p;
	int ret = edit_place(ov, netns, &p);

	if (ret)
		return ret;
	for (size_t i = 0; i < p.ns->fdb.n; i++) {
		const struct fdb *other = p.ns->fdb.v[i];

		if (other->ifindex != f->ifindex || other->vlan != f->vlan ||
		    other->master != f->master ||
		    !mac_equal(&other->lladdr, &f->lladdr))
			continue;
		VEC_REMOVE(&p.ns->fdb, i);
		return 0;
	}
	return -ENOENT;
}

int overlay_resolver(struct snapshot *ov, uint32_t netns, uint32_t pid,
		     const char *text)
{
	struct place p;
	int ret = edit_place(ov, netns, &p);
	struct resolver *r = NULL;
	size_t i;

	if (ret)
		return ret;
	for (i = 0; i < p.ns->resolvers.n; i++)
		if (p.ns->resolvers.v[i]->pid == pid)
			break;
	if (i == p.ns->resolvers.n) {
		r = object_new(ov->arena, &resolver_type);
		SET(r, resolver, pid, pid);
		VEC_PUSH(ov->arena, &p.ns->resolvers, r);
	} else {
		r = object_copy(ov->arena, p.ns->resolvers.v[i]);
		p.ns->resolvers.v[i] = r;
	}
	SET(r, resolver, text, arena_strdup(ov->arena, text));
	SET(r, resolver, state, 0);
	return 0;
}

void overlay_firewall(struct snapshot *ov, uint32_t netns, struct firewall *fw)
{
	struct netns *ns = overlay_netns(ov, netns);

	if (ns)
		ns->firewall = fw;
}

/* What no change touched keeps the index that it shares with the base. */
int overlay_seal(struct snapshot *ov)
{
	for (size_t i = 0; i < ov->netns.n; i++) {
		struct netns *ns = ov->netns.v[i];
		int ret;

		if (ns == ov->base->netns.v[i])
			continue;
		ret = netns_seal(ov, ns, NULL);
		if (ret)
			return ret;
	}
	return 0;
}
