/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The translation that a router needs because nobody beyond it knows the way
 * back to the asker, as people write it with each backend.
 */
#include "firewall.h"

static void xt_translation(struct host *h, int i, enum family f,
			   enum backend b)
{
	static const char *const tools[XT_BACKENDS][FAMILIES] = {
		{ "iptables-nft", "ip6tables-nft" },
		{ "iptables-legacy", "ip6tables-legacy" },
	};
	int node = h->path[i];
	const struct dev *out = dev_towards(h, i, 1);

	say(h, node, SEC_XT, "%s -w -t nat -A POSTROUTING ", tools[b][f]);
	if (draw_chance(&h->draw, 60))
		say(h, node, SEC_XT, "-s %s ", h->segs[0].net[f]);
	if (draw_chance(&h->draw, 60))
		say(h, node, SEC_XT, "-o %s ", out->name);
	else if (draw_chance(&h->draw, 30))
		say(h, node, SEC_XT, "! -o %s ", dev_towards(h, i, -1)->name);
	if (draw_chance(&h->draw, 70))
		say(h, node, SEC_XT, "-j MASQUERADE\n");
	else
		say(h, node, SEC_XT, "-j SNAT --to-source %s\n", out->addr[f]);
}

static void nft_translation(struct host *h, int i, enum family f)
{
	static const char *const families[] = { "ip", "ip6" };
	int node = h->path[i];
	const struct dev *out = dev_towards(h, i, 1);
	bool inet = draw_chance(&h->draw, 40);

	say(h, node, SEC_NFT, "table %s nat%d {\n\tchain post {\n\t\t"
	    "type nat hook postrouting priority %s; policy accept;\n\t\t",
	    inet ? "inet" : families[f], f,
	    draw_chance(&h->draw, 80) ? "srcnat" : "50");
	if (draw_chance(&h->draw, 60))
		say(h, node, SEC_NFT, "oifname \"%s\" ", out->name);
	if (draw_chance(&h->draw, 60))
		say(h, node, SEC_NFT, "%s saddr %s ", families[f],
		    h->segs[0].net[f]);
	else if (inet)
		say(h, node, SEC_NFT, "meta nfproto %s ",
		    f == FAM4 ? "ipv4" : "ipv6");
	if (draw_chance(&h->draw, 70))
		say(h, node, SEC_NFT, "counter masquerade\n");
	else
		say(h, node, SEC_NFT, "counter snat %s to %s\n",
		    inet ? families[f] : "", out->addr[f]);
	say(h, node, SEC_NFT, "\t}\n}\n");
}

void draw_translations(struct host *h)
{
	enum family f;
	int i;

	for (f = FAM4; f < FAMILIES; f++) {
		for (i = 1; i + 1 < h->n_path; i++) {
			if (!h->translate[i][f] || draw_chance(&h->draw, 10))
				continue;
			if (draw_chance(&h->draw, 40))
				nft_translation(h, i, f);
			else
				xt_translation(h, i, f,
					       draw_below(&h->draw, 2));
		}
	}
}
