/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a repair does to the model: each kind has its effect here and its
 * command in change_command.c. The two are forms of one thing; the lab holds
 * them together.
 */
#include <errno.h>

#include "diagnose/diagnose.h"

static int change_ruleset(struct snapshot *ov, const struct change *c,
			  struct error *err)
{
	struct netns *ns = overlay_netns(ov, c->netns);
	struct firewall *fw;
	int ret;

	if (!ns)
		return -ENOENT;
	fw = ns->firewall ? firewall_clone(ns->firewall, ov->arena) :
			    object_new(ov->arena, &firewall_type);
	ret = firewall_edit(fw, ov->arena, &c->edit, err);
	if (!ret)
		overlay_firewall(ov, c->netns, fw);
	return ret;
}

int change_apply(struct snapshot *ov, const struct change *c,
		 struct error *err)
{
	switch (c->kind) {
	case CHANGE_SYSCTL:
		return overlay_sysctl(ov, c->netns, c->path, c->value);
	case CHANGE_LINK_UP:
		return overlay_link_up(ov, c->netns, c->ifindex);
	case CHANGE_MASTER:
		return overlay_link_master(ov, c->netns, c->ifindex, c->other);
	case CHANGE_PORT:
		return overlay_port_set(ov, c->netns, c->ifindex, c->field,
					c->number);
	case CHANGE_ADDRESS_ADD:
		return overlay_address_add(ov, c->netns, c->ifindex,
					   &c->prefix);
	case CHANGE_ADDRESS_DEL:
		return overlay_address_del(ov, c->netns, c->ifindex,
					   &c->prefix);
	case CHANGE_ROUTE_ADD:
		return overlay_route_add(ov, c->netns, c->route, false);
	case CHANGE_ROUTE_REPLACE:
		return overlay_route_add(ov, c->netns, c->route, true);
	case CHANGE_ROUTE_DEL:
		return overlay_route_del(ov, c->netns, c->route);
	case CHANGE_RULE_ADD:
		return overlay_rule_add(ov, c->netns, c->rule);
	case CHANGE_RULE_DEL:
		return overlay_rule_del(ov, c->netns, c->rule);
	case CHANGE_NEIGHBOUR_DEL:
		return overlay_neighbour_del(ov, c->netns, c->neighbour);
	case CHANGE_PROXY_ADD:
		return overlay_proxy_add(ov, c->netns, c->ifindex,
					 &c->prefix.addr);
	case CHANGE_FDB_DEL:
		return overlay_fdb_del(ov, c->netns, c->fdb);
	case CHANGE_MTU:
		return overlay_mtu(ov, c->netns, c->ifindex, c->number);
	case CHANGE_MAC:
		return overlay_mac(ov, c->netns, c->ifindex, &c->mac);
	case CHANGE_RULESET:
		return change_ruleset(ov, c, err);
	case CHANGE_RESOLVER:
		return overlay_resolver(ov, c->netns, c->pid,
					arena_printf(ov->arena,
						     "nameserver %s\n",
						     c->value));
	}
	return -EINVAL;
}

struct snapshot *model_with(const struct snapshot *base, const fix_vec *fixes,
			    const struct fix *without)
{
	struct snapshot *ov = overlay_new(base);
	struct error err = { 0 };

	for (size_t i = 0; i < fixes->n; i++) {
		const struct fix *f = fixes->v[i];

		if (f == without)
			continue;
		for (size_t j = 0; j < f->changes.n; j++)
			if (change_apply(ov, &f->changes.v[j], &err)) {
				overlay_free(ov);
				return NULL;
			}
	}
	if (overlay_seal(ov)) {
		overlay_free(ov);
		return NULL;
	}
	return ov;
}
