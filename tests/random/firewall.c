/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which namespaces have rulesets, of which kinds, and what rules can see. */
#include <string.h>

#include "firewall.h"

static const char *or_lo(const struct dev *d)
{
	return d ? d->name : "lo";
}

void view_draw(struct view *v, struct host *h, int node, enum family f)
{
	const struct seg *first = &h->segs[0];
	int i = path_index(h, node);
	const char *t;

	memset(v, 0, sizeof(*v));
	v->h = h;
	v->d = &h->draw;
	v->node = node;
	v->f = f;
	v->proto = h->q.proto;
	v->reply = draw_chance(v->d, 35);
	v->src = address(h, first->child_dev, f);
	v->dst = f == h->q.family ? h->q.to : f == FAM4 ? "8.8.8.8" :
		"2001:4860:4860::8888";
	v->src_net = first->net[f];
	v->dst_net = f == FAM4 ? "8.0.0.0/7" : "2001::/16";
	if (i >= 0) {
		v->in = or_lo(dev_towards(h, i, -1));
		v->out = or_lo(dev_towards(h, i, 1));
	} else {
		v->in = v->out = "br0";
		for (i = 0; i < h->n_devs; i++)
			if (h->devs[i].node == node &&
			    h->devs[i].kind == DEV_BRIDGE)
				v->in = v->out = h->devs[i].name;
	}
	if (!v->reply)
		return;
	t = v->src, v->src = v->dst, v->dst = t;
	t = v->in, v->in = v->out, v->out = t;
	t = v->src_net, v->src_net = v->dst_net, v->dst_net = t;
}

void view_addr(struct view *v, bool source, bool hit, char *buf, size_t size)
{
	static const char *const wrong4[] = { "10.99.0.0/16", "203.0.113.7",
					      "192.168.250.0/24", "1.1.1.1" };
	static const char *const wrong6[] = { "fd99::/16", "2001:db8:99::7",
					      "fe80::/10", "2606:4700::1111" };
	const char *one = source ? v->src : v->dst;
	const char *net = source ? v->src_net : v->dst_net;

	if (!hit)
		snprintf(buf, size, "%s", v->f == FAM4 ?
			 PICK(v->d, wrong4) : PICK(v->d, wrong6));
	else
		snprintf(buf, size, "%s", draw_chance(v->d, 50) && *one ?
			 one : net);
}

const char *view_dev(struct view *v, bool in, bool hit)
{
	static const char *const wrong[] = { "wlan0", "tun0", "docker9", "lo" };

	if (!hit)
		return PICK(v->d, wrong);
	return in ? v->in : v->out;
}

unsigned int view_port(struct view *v, bool hit)
{
	unsigned int port = v->h->q.port ? v->h->q.port : 53;

	return hit ? port : port + 1 + draw_below(v->d, 9);
}

const char *translation_target(struct view *v)
{
	struct host *h = v->h;
	const char *s = "";

	switch (draw_below(v->d, 4)) {
	case 0:
		s = h->bystander < 0 ? "" :
			h->devs[h->n_devs - 2].addr[v->f];
		break;
	case 1:
		s = address(h, h->segs[0].parent_dev, v->f);
		break;
	}
	if (!*s)
		s = address(h, h->segs[h->n_path - 2].parent_dev, v->f);
	return s;
}

static void draw_node(struct host *h, int node)
{
	static const unsigned int weights[] = { 35, 25, 40 };
	unsigned int kind = draw_weighted(&h->draw, weights, 3), k;
	bool second = draw_chance(&h->draw, 25);

	for (k = 0; k < 3; k++) {
		if (k != kind && !(second && k == (kind + 1) % 3))
			continue;
		if (k == 2)
			draw_nft(h, node);
		else
			draw_xt(h, node, k);
	}
}

void draw_firewall(struct host *h)
{
	unsigned int percent;
	int node, i;

	for (node = 0; node < h->n_nodes; node++) {
		i = path_index(h, node);
		percent = i == 0 ? 25 : i == h->n_path - 1 ? 14 :
			i > 0 ? 55 : h->nodes[node].bridges ? 45 : 5;
		if (draw_chance(&h->draw, percent)) {
			h->nodes[node].filtered = true;
			draw_node(h, node);
		}
	}
	draw_translations(h);
}
