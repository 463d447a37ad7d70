/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What hangs on a hook, in the order in which the kernel runs it. Equal
 * priorities: nf_hook_entries_grow(), net/netfilter/core.c, puts a new entry
 * before its equals. A dump tells this order within a table; across tables only
 * the kernel's own list does.
 */
#include <linux/netfilter.h>
#include <linux/netfilter_arp.h>
#include <stdlib.h>
#include <string.h>

#include "firewall/firewall.h"
#include "firewall/nft/nft.h"
#include "firewall/xt/xt.h"

#define INET_INGRESS 5		/* NF_INET_INGRESS */
#define NETDEV_INGRESS 0	/* NF_NETDEV_INGRESS */

/** struct place - an entry with what its order is judged by */
struct place {
	struct hook_entry entry;
	int64_t position;	/* in the kernel's list, -1: not listed */
	uint32_t table;		/* creation order; legacy: 0 */
	uint32_t chain;
};
typedef VEC(struct place) places;

static bool device_listed(const struct nft_chain *c, const char *device)
{
	if (!device)
		return false;
	for (size_t i = 0; i < c->devices.n; i++) {
		const char *name = c->devices.v[i];
		size_t len = strlen(name);

		if (!strcmp(name, device))
			return true;
		/* "eth*", Linux 6.16 */
		if (len && name[len - 1] == '*' &&
		    !strncmp(name, device, len - 1))
			return true;
	}
	return false;
}

static bool chain_is_on(const struct nft_table *t, const struct nft_chain *c,
			uint8_t family, uint8_t hook, const char *device)
{
	if (!c->base)
		return false;
	if (family == NFPROTO_NETDEV) {
		if (t->family == NFPROTO_NETDEV)
			return c->hook == hook && device_listed(c, device);
		return t->family == NFPROTO_INET && c->hook == INET_INGRESS &&
		       hook == NETDEV_INGRESS && device_listed(c, device);
	}
	if (c->hook != hook)
		return false;
	if (t->family == family)
		return true;
	return t->family == NFPROTO_INET && c->hook != INET_INGRESS &&
	       (family == NFPROTO_IPV4 || family == NFPROTO_IPV6);
}

static bool chain_is_listed(const struct hook *h, const struct nft_table *t,
			    const struct nft_chain *c)
{
	return h->table && h->chain && h->chain_family == t->family &&
	       !strcmp(h->table, t->name) && !strcmp(h->chain, c->name);
}

static bool table_is_listed(const struct hook *h, int32_t priority)
{
	/* ipt_do_table, ip6t_do_table, arpt_do_table, ebt_do_table, ... */
	return h->function && strstr(h->function, "do_table") &&
	       h->priority == priority;
}

static int64_t position_of(const struct netns *ns, uint8_t family,
			   uint8_t hook, const char *device,
			   const struct hook_entry *e)
{
	for (size_t i = 0; ns && i < ns->hooks.n; i++) {
		const struct hook *h = ns->hooks.v[i];

		if (h->family != family || h->hooknum != hook)
			continue;
		if (device && (!h->device || strcmp(h->device, device)))
			continue;
		if (e->kind == ENTRY_NFT
			    ? chain_is_listed(h, e->chain->table, e->chain)
			    : table_is_listed(h, e->priority))
			return h->position;
	}
	return -1;
}

static int place_compare(const void *pa, const void *pb)
{
	const struct place *a = pa;
	const struct place *b = pb;

	if (a->entry.priority != b->entry.priority)
		return a->entry.priority < b->entry.priority ? -1 : 1;
	if (a->position >= 0 && b->position >= 0 && a->position != b->position)
		return a->position < b->position ? -1 : 1;
	if (a->table != b->table)
		return a->table > b->table ? -1 : 1;
	if (a->chain != b->chain)
		return a->chain > b->chain ? -1 : 1;
	return 0;
}

static void add_chains(const struct firewall *fw, uint8_t family,
		       uint8_t hook, const char *device, struct arena *a,
		       places *out)
{
	for (size_t i = 0; i < fw->tables.n; i++) {
		const struct nft_table *t = fw->tables.v[i];

		if (t->flags & 1)	/* NFT_TABLE_F_DORMANT */
			continue;
		for (size_t j = 0; j < t->chains.n; j++) {
			const struct nft_chain *c = t->chains.v[j];
			struct place p = { .table = t->index + 1,
					   .chain = c->index };

			if (!chain_is_on(t, c, family, hook, device))
				continue;
			p.entry.kind = ENTRY_NFT;
			p.entry.priority = c->priority;
			p.entry.chain = c;
			p.entry.nat = c->chain_type &&
				      !strcmp(c->chain_type, "nat");
			p.entry.reroutes = c->chain_type &&
					   hook == NF_INET_LOCAL_OUT &&
					   !strcmp(c->chain_type, "route");
			VEC_PUSH(a, out, p);
		}
	}
}

static void add_tables(const struct firewall *fw, uint8_t family,
		       uint8_t hook, struct arena *a, places *out)
{
	for (size_t i = 0; i < fw->xtables.n; i++) {
		const struct xt_table *t = fw->xtables.v[i];
		struct place p = { .table = 0 };

		if (t->family != family ||
		    !xt_table_priority(t, hook, &p.entry.priority))
			continue;
		p.entry.kind = ENTRY_XT;
		p.entry.table = t;
		p.entry.nat = family != NFPROTO_BRIDGE &&
			      !strcmp(t->name, "nat");
		p.entry.reroutes = hook == NF_INET_LOCAL_OUT &&
				   !strcmp(t->name, "mangle");
		VEC_PUSH(a, out, p);
	}
}

/* May these two run the other way round, for all that was read? */
static bool order_open(const struct place *a, const struct place *b)
{
	return a->entry.priority == b->entry.priority && a->table != b->table &&
	       (a->position < 0 || b->position < 0);
}

void firewall_hook(const struct netns *ns, uint8_t family, uint8_t hook,
		   const char *device, struct arena *a, hook_entries *out)
{
	places all = { 0 };

	out->n = 0;
	if (!ns || !ns->firewall)
		return;
	add_chains(ns->firewall, family, hook, device, a, &all);
	add_tables(ns->firewall, family, hook, a, &all);
	for (size_t i = 0; i < all.n; i++)
		all.v[i].position = position_of(ns, family, hook, device,
						&all.v[i].entry);
	if (all.n)
		qsort(all.v, all.n, sizeof(all.v[0]), place_compare);
	for (size_t i = 0; i < all.n; i++) {
		if (i + 1 < all.n && order_open(&all.v[i], &all.v[i + 1])) {
			all.v[i].entry.order_unknown = true;
			all.v[i + 1].entry.order_unknown = true;
		}
		VEC_PUSH(a, out, all.v[i].entry);
	}
}

bool firewall_has_nat(const struct netns *ns, uint8_t family, uint8_t hook)
{
	const struct firewall *fw = ns ? ns->firewall : NULL;
	int32_t priority;

	for (size_t i = 0; fw && i < fw->tables.n; i++) {
		const struct nft_table *t = fw->tables.v[i];

		for (size_t j = 0; j < t->chains.n && !(t->flags & 1); j++) {
			const struct nft_chain *c = t->chains.v[j];

			if (c->chain_type && !strcmp(c->chain_type, "nat") &&
			    chain_is_on(t, c, family, hook, NULL))
				return true;
		}
	}
	for (size_t i = 0; fw && i < fw->xtables.n; i++)
		if (fw->xtables.v[i]->family == family &&
		    !strcmp(fw->xtables.v[i]->name, "nat") &&
		    xt_table_priority(fw->xtables.v[i], hook, &priority))
			return true;
	return false;
}
