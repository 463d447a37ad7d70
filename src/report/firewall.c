/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Base chains of both backends, hook by hook, in the order the kernel runs. */
#include <netinet/in.h>
#include <linux/netfilter.h>
#include <string.h>

#include "firewall/nft/nft.h"
#include "firewall/xt/xt.h"
#include "report/report.h"

static void nft_rules(struct arena *a, const struct netns *ns,
		      const struct nft_chain *c, struct fw_chain *out)
{
	for (size_t i = 0; i < c->rules.n; i++) {
		struct fw_place p;

		firewall_describe(ns, &c->rules.v[i]->obj, a, &p);
		VEC_PUSH(a, &out->rules, p);
	}
}

static void xt_rules(struct arena *a, const struct netns *ns,
		     const struct xt_chain *c, struct fw_chain *out)
{
	for (size_t i = 0; i < c->rules.n; i++) {
		struct fw_place p;

		firewall_describe(ns, &c->rules.v[i]->obj, a, &p);
		VEC_PUSH(a, &out->rules, p);
	}
}

static bool seen(const fw_chains *out, const struct object *chain)
{
	for (size_t i = 0; i < out->n; i++)
		if (out->v[i].object == chain)
			return true;
	return false;
}

static void base_chain(struct arena *a, const struct netns *ns,
		       const struct hook_entry *e, uint8_t family,
		       uint8_t hook, fw_chains *out)
{
	struct fw_chain c = { .base = true };

	if (e->kind == ENTRY_NFT) {
		c.object = &e->chain->obj;
		if (seen(out, c.object))
			return;
		nft_rules(a, ns, e->chain, &c);
	} else {
		const struct xt_chain *x = xt_chain_of_hook(e->table, hook);

		if (!x)
			return;
		c.object = &x->obj;
		xt_rules(a, ns, x, &c);
	}
	firewall_describe(ns, c.object, a, &c.place);
	c.hook = hook_name(family, hook);
	c.priority = priority_text(a, family, hook, e->priority);
	VEC_PUSH(a, out, c);
}

static void hooks_of(struct arena *a, const struct netns *ns, uint8_t family,
		     fw_chains *out)
{
	for (uint8_t hook = 0; hook < 5; hook++) {
		hook_entries entries = { 0 };

		firewall_hook(ns, family, hook, NULL, a, &entries);
		for (size_t i = 0; i < entries.n; i++)
			base_chain(a, ns, &entries.v[i], family, hook, out);
	}
}

/* What no hook leads to by itself: jumped to, dormant, on a device. */
static void other_chains(struct arena *a, const struct netns *ns,
			 fw_chains *out)
{
	const struct firewall *fw = ns->firewall;

	for (size_t i = 0; i < fw->tables.n; i++)
		for (size_t k = 0; k < fw->tables.v[i]->chains.n; k++) {
			const struct nft_chain *n =
				fw->tables.v[i]->chains.v[k];
			struct fw_chain c = { .object = &n->obj };

			if (seen(out, c.object))
				continue;
			nft_rules(a, ns, n, &c);
			firewall_describe(ns, c.object, a, &c.place);
			VEC_PUSH(a, out, c);
		}
	for (size_t i = 0; i < fw->xtables.n; i++)
		for (size_t k = 0; k < fw->xtables.v[i]->chains.n; k++) {
			const struct xt_chain *x =
				fw->xtables.v[i]->chains.v[k];
			struct fw_chain c = { .object = &x->obj };

			if (seen(out, c.object))
				continue;
			xt_rules(a, ns, x, &c);
			firewall_describe(ns, c.object, a, &c.place);
			VEC_PUSH(a, out, c);
		}
}

void report_firewall(struct arena *a, const struct netns *ns, fw_chains *out)
{
	static const uint8_t families[] = { NFPROTO_IPV4, NFPROTO_IPV6,
					    NFPROTO_ARP, NFPROTO_BRIDGE };

	if (!ns->firewall)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(families); i++)
		hooks_of(a, ns, families[i], out);
	other_chains(a, ns, out);
}
