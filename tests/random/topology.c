/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The namespaces, devices and addresses of a drawn host: a chain of routers
 * from the asker "a" to "inet", each pair joined by a veth, by bridges, or by
 * a macvlan on a veth.
 */
#include <string.h>

#include "host.h"

enum seg_kind {
	SEG_VETH, SEG_BRIDGE, SEG_BRIDGED_CHILD, SEG_SWITCH, SEG_TWO_BRIDGES,
	SEG_MACVLAN, SEG_KINDS
};

static int node_add(struct host *h, const char *name)
{
	struct node *n = &h->nodes[h->n_nodes];
	int i;

	snprintf(n->name, sizeof(n->name), "%s", name);
	for (i = 0; i < SECTIONS; i++)
		n->text[i].f = open_memstream(&n->text[i].s, &n->text[i].len);
	return h->n_nodes++;
}

static bool dev_name_taken(struct host *h, int node, const char *name)
{
	int i;

	for (i = 0; i < h->n_devs; i++)
		if (h->devs[i].node == node && !strcmp(h->devs[i].name, name))
			return true;
	return false;
}

static int dev_add(struct host *h, int node, const char *base,
		   enum dev_kind kind)
{
	struct dev *d = &h->devs[h->n_devs];
	unsigned int n = 0;

	do {
		snprintf(d->name, sizeof(d->name), "%s%u", base, n++);
	} while (dev_name_taken(h, node, d->name));
	snprintf(d->mac, sizeof(d->mac), "02:%02x:%02x:%02x:00:%02x",
		 draw_below(&h->draw, 256), draw_below(&h->draw, 256),
		 draw_below(&h->draw, 256), (unsigned int)h->n_devs);
	d->kind = kind;
	d->node = node;
	d->peer = d->master = -1;
	return h->n_devs++;
}

/* the end in the host's own namespace, which has no name, is written first */
static int veth_add(struct host *h, int node, const char *base,
		    int peer_node, const char *peer_base)
{
	int i = dev_add(h, node, base, DEV_VETH);
	int k = dev_add(h, peer_node, peer_base, DEV_VETH);
	struct dev *a = &h->devs[i], *b = &h->devs[k], *t;

	a->peer = k;
	b->peer = i;
	if (!b->node) {
		t = a;
		a = b;
		b = t;
	}
	fprintf(h->links.f, "link add %s address %s", a->name, a->mac);
	if (a->node)
		fprintf(h->links.f, " netns %s", h->nodes[a->node].name);
	fprintf(h->links.f, " type veth peer name %s address %s", b->name,
		b->mac);
	if (b->node)
		fprintf(h->links.f, " netns %s", h->nodes[b->node].name);
	fprintf(h->links.f, "\n");
	say(h, node, SEC_LINK, "link set %s up\n", h->devs[i].name);
	say(h, peer_node, SEC_LINK, "link set %s up\n", h->devs[k].name);
	return i;
}

static int bridge_add(struct host *h, int node)
{
	static const char *const bases[] = { "br", "docker", "cni", "virbr",
					     "lxdbr", "vmbr" };
	int i = dev_add(h, node, PICK(&h->draw, bases), DEV_BRIDGE);

	h->nodes[node].bridges = true;
	fprintf(h->links.f, "link add %s address %s", h->devs[i].name,
		h->devs[i].mac);
	if (node)
		fprintf(h->links.f, " netns %s", h->nodes[node].name);
	fprintf(h->links.f, " type bridge%s%s\n",
		draw_chance(&h->draw, 15) ? " mcast_snooping 0" : "",
		draw_chance(&h->draw, 10) ? " ageing_time 0" : "");
	say(h, node, SEC_LINK, "link set %s up\n", h->devs[i].name);
	return i;
}

static void enslave(struct host *h, struct seg *s, int port, int bridge)
{
	int i;

	h->devs[port].master = bridge;
	say(h, h->devs[port].node, SEC_LINK, "link set %s master %s\n",
	    h->devs[port].name, h->devs[bridge].name);
	for (i = 0; i < 3 && s->ports[i] >= 0; i++)
		;
	s->ports[i] = port;
	s->bridge = bridge;
}

static const char *router_port(struct host *h)
{
	static const char *const bases[] = { "veth", "ve-a", "vnet", "lxc",
					     "cali", "vethd41" };

	return PICK(&h->draw, bases);
}

static const char *uplink(struct host *h, int node)
{
	static const char *const bases[] = { "eth", "ens", "enp1s", "wan" };

	return node == h->path[0] ? "eth" : PICK(&h->draw, bases);
}

static void seg_switch(struct host *h, struct seg *s)
{
	int sw = 0, bridge, veth;

	if (h->nodes[0].on_path) {
		for (sw = h->n_nodes - 1; sw > 0; sw--)
			if (!strcmp(h->nodes[sw].name, "sw"))
				break;
		if (!sw)
			sw = node_add(h, "sw");
	}
	bridge = bridge_add(h, sw);
	veth = veth_add(h, s->child, uplink(h, s->child), sw, router_port(h));
	s->child_dev = veth;
	enslave(h, s, h->devs[veth].peer, bridge);
	veth = veth_add(h, s->parent, router_port(h), sw, uplink(h, sw));
	s->parent_dev = veth;
	enslave(h, s, h->devs[veth].peer, bridge);
}

static void seg_two_bridges(struct host *h, struct seg *s)
{
	int near = bridge_add(h, s->parent), far = bridge_add(h, s->parent);
	int veth;

	veth = veth_add(h, s->child, uplink(h, s->child), s->parent,
			router_port(h));
	s->child_dev = veth;
	s->parent_dev = far;
	enslave(h, s, h->devs[veth].peer, near);
	veth = veth_add(h, s->parent, "link", s->parent, "link");
	enslave(h, s, veth, near);
	enslave(h, s, h->devs[veth].peer, far);
}

/* the lower device stays in the host's namespace, where batches run */
static void seg_macvlan(struct host *h, struct seg *s)
{
	static const char *const modes[] = { "bridge", "bridge", "private",
					     "vepa", "passthru" };
	int lower = veth_add(h, 0, "phys", s->parent, router_port(h));
	int mv = dev_add(h, s->child, uplink(h, s->child), DEV_MACVLAN);

	h->devs[mv].master = lower;
	s->child_dev = mv;
	s->parent_dev = h->devs[lower].peer;
	fprintf(h->links.f, "link add link %s name %s address %s",
		h->devs[lower].name, h->devs[mv].name, h->devs[mv].mac);
	if (s->child)
		fprintf(h->links.f, " netns %s", h->nodes[s->child].name);
	fprintf(h->links.f, " type macvlan mode %s\n", PICK(&h->draw, modes));
	say(h, s->child, SEC_LINK, "link set %s up\n", h->devs[mv].name);
}

static void seg_wire(struct host *h, struct seg *s, enum seg_kind kind)
{
	int veth, bridge;

	switch (kind) {
	case SEG_SWITCH:
		seg_switch(h, s);
		return;
	case SEG_TWO_BRIDGES:
		seg_two_bridges(h, s);
		return;
	case SEG_MACVLAN:
		seg_macvlan(h, s);
		return;
	case SEG_VETH:
	case SEG_BRIDGE:
	case SEG_BRIDGED_CHILD:
	case SEG_KINDS:
		break;
	}
	veth = veth_add(h, s->child, uplink(h, s->child), s->parent,
			router_port(h));
	s->child_dev = veth;
	s->parent_dev = h->devs[veth].peer;
	if (kind == SEG_BRIDGE) {
		bridge = bridge_add(h, s->parent);
		enslave(h, s, s->parent_dev, bridge);
		s->parent_dev = bridge;
	} else if (kind == SEG_BRIDGED_CHILD) {
		bridge = bridge_add(h, s->child);
		enslave(h, s, s->child_dev, bridge);
		s->child_dev = bridge;
	}
}

static void dev_address(struct host *h, int dev, enum family f,
			const char *addr, unsigned int plen)
{
	struct dev *d = &h->devs[dev];

	snprintf(d->addr[f], sizeof(d->addr[f]), "%s", addr);
	d->plen[f] = plen;
	say(h, d->node, SEC_ADDR, "addr add %s/%u dev %s%s\n", addr, plen,
	    d->name, f == FAM6 ? " nodad" : "");
}

static void seg_address4(struct host *h, struct seg *s, unsigned int i)
{
	static const char *const bases[] = { "10.20", "192.168", "100.64" };
	unsigned int plen = draw_chance(&h->draw, 70) ? 24 : 28;
	char base[16], addr[48];

	if (draw_chance(&h->draw, 25)) {
		snprintf(base, sizeof(base), "172.%u.0", 17 + i);
		plen = 16;
	} else {
		snprintf(base, sizeof(base), "%s.%u", PICK(&h->draw, bases),
			 10 * i + draw_below(&h->draw, 9));
	}
	snprintf(s->net[FAM4], sizeof(s->net[FAM4]), "%s.0/%u", base, plen);
	snprintf(s->spare[FAM4], sizeof(s->spare[FAM4]), "%s.9", base);
	snprintf(addr, sizeof(addr), "%s.1", base);
	dev_address(h, s->parent_dev, FAM4, addr, plen);
	snprintf(addr, sizeof(addr), "%s.2", base);
	dev_address(h, s->child_dev, FAM4, addr, plen);
}

static void seg_address6(struct host *h, struct seg *s, unsigned int i)
{
	static const char *const bases[] = { "fd00:20", "2001:db8" };
	unsigned int plen = draw_chance(&h->draw, 80) ? 64 : 120;
	char base[24], addr[48];

	snprintf(base, sizeof(base), "%s:%x::", PICK(&h->draw, bases),
		 0x10 * i + 1 + draw_below(&h->draw, 9));
	snprintf(s->net[FAM6], sizeof(s->net[FAM6]), "%s/%u", base, plen);
	snprintf(s->spare[FAM6], sizeof(s->spare[FAM6]), "%s9", base);
	snprintf(addr, sizeof(addr), "%s1", base);
	dev_address(h, s->parent_dev, FAM6, addr, plen);
	snprintf(addr, sizeof(addr), "%s2", base);
	dev_address(h, s->child_dev, FAM6, addr, plen);
}

static int seg_add(struct host *h, int child, int parent, enum seg_kind kind)
{
	struct seg *s = &h->segs[h->n_segs];
	unsigned int i = h->n_segs;

	s->child = child;
	s->parent = parent;
	s->bridge = -1;
	memset(s->ports, -1, sizeof(s->ports));
	seg_wire(h, s, kind);
	if (h->family[FAM4])
		seg_address4(h, s, i);
	if (h->family[FAM6])
		seg_address6(h, s, i);
	return h->n_segs++;
}

/* another machine on the asker's bridge, in the same prefix */
static void bystander_add(struct host *h)
{
	struct seg *s = &h->segs[0];
	enum family f;
	int veth;
	char addr[48], *end;

	if (s->bridge < 0 || h->devs[s->bridge].node == h->path[0] ||
	    !draw_chance(&h->draw, 45))
		return;
	h->bystander = node_add(h, "b");
	veth = veth_add(h, h->bystander, "eth", h->devs[s->bridge].node,
			router_port(h));
	say(h, h->devs[s->bridge].node, SEC_LINK, "link set %s master %s\n",
	    h->devs[h->devs[veth].peer].name, h->devs[s->bridge].name);
	h->devs[h->devs[veth].peer].master = s->bridge;
	for (f = FAM4; f < FAMILIES; f++) {
		if (!h->family[f])
			continue;
		snprintf(addr, sizeof(addr), "%s", address(h, s->child_dev, f));
		end = addr + strlen(addr) - 1;
		*end = '3';
		dev_address(h, veth, f, addr, h->devs[s->child_dev].plen[f]);
	}
}

/* the order of namespaces between the asker and the answerer */
static void path_draw(struct host *h)
{
	static const unsigned int weights[] = { 50, 18, 14, 8, 10 };
	static const char *const shapes[][PATH_MAX_NODES] = {
		{ "a", "", "inet" }, { "a", "r1", "", "inet" },
		{ "a", "", "r2", "inet" }, { "a", "r1", "", "r2", "inet" },
		{ "a", "inet" },
	};
	const char *const *names = shapes[draw_weighted(&h->draw, weights, 5)];
	int i, node;

	node_add(h, "");
	for (i = 0; i < PATH_MAX_NODES && names[i]; i++) {
		node = *names[i] ? node_add(h, names[i]) : 0;
		h->nodes[node].on_path = true;
		h->path[h->n_path++] = node;
	}
}

void draw_topology(struct host *h)
{
	static const unsigned int weights[SEG_KINDS] = { 34, 30, 10, 9, 9, 8 };
	unsigned int kind;
	int i, last;

	path_draw(h);
	for (i = 0; i + 1 < h->n_path; i++) {
		kind = draw_weighted(&h->draw, weights, SEG_KINDS);
		seg_add(h, h->path[i], h->path[i + 1], kind);
	}
	h->second_uplink = -1;
	h->bystander = -1;
	last = h->path[h->n_path - 2];
	if (h->n_path > 2 && draw_chance(&h->draw, 18))
		h->second_uplink = seg_add(h, last, h->path[h->n_path - 1],
					   SEG_VETH);
	bystander_add(h);
}

int path_index(const struct host *h, int node)
{
	int i;

	for (i = 0; i < h->n_path; i++)
		if (h->path[i] == node)
			return i;
	return -1;
}

struct dev *dev_towards(struct host *h, int i, int direction)
{
	if (direction > 0 && i + 1 < h->n_path)
		return &h->devs[h->segs[i].child_dev];
	if (direction < 0 && i > 0)
		return &h->devs[h->segs[i - 1].parent_dev];
	return NULL;
}
