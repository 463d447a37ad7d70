/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Faults: changes that often, but not always, stop the packet. A row is a
 * function that writes one into the script and says whether it found a place.
 */
#include <string.h>

#include "host.h"

static struct seg *any_seg(struct host *h)
{
	return &h->segs[draw_below(&h->draw, h->n_segs)];
}

static struct seg *bridged_seg(struct host *h)
{
	int i = draw_below(&h->draw, h->n_segs), k;

	for (k = 0; k < h->n_segs; k++) {
		struct seg *s = &h->segs[(i + k) % h->n_segs];

		if (s->bridge >= 0)
			return s;
	}
	return NULL;
}

static struct dev *any_port(struct host *h)
{
	struct seg *s = bridged_seg(h);
	int n = 0;

	if (!s)
		return NULL;
	while (n < 4 && s->ports[n] >= 0)
		n++;
	return &h->devs[s->ports[draw_below(&h->draw, n)]];
}

static struct dev *end_dev(struct host *h)
{
	struct seg *s = any_seg(h);

	return &h->devs[draw_chance(&h->draw, 50) ? s->child_dev :
			s->parent_dev];
}

static int any_router(struct host *h)
{
	return draw_below(&h->draw, h->n_path);
}

static const char *family_word(const struct host *h)
{
	return h->q.family == FAM4 ? "ipv4" : "ipv6";
}

static unsigned int host_bits(const struct host *h)
{
	return h->q.family == FAM4 ? 32 : 128;
}

static bool link_down(struct host *h)
{
	struct dev *d = &h->devs[draw_below(&h->draw, h->n_devs)];

	say(h, d->node, SEC_FAULT, "ip link set %s down\n", d->name);
	return true;
}

static bool port_released(struct host *h)
{
	struct dev *p = any_port(h);

	if (!p)
		return false;
	say(h, p->node, SEC_FAULT, "ip link set %s nomaster\n", p->name);
	return true;
}

static bool port_on_wrong_bridge(struct host *h)
{
	struct dev *p = any_port(h);

	if (!p)
		return false;
	say(h, p->node, SEC_FAULT, "ip link add brx type bridge\n"
	    "ip link set brx up\nip link set %s master brx\n", p->name);
	return true;
}

static bool port_option(struct host *h)
{
	static const char *const options[] = {
		"isolated on", "hairpin on", "learning off", "flood off",
		"mcast_flood off", "bcast_flood off", "state 4", "state 1",
		"neigh_suppress on", "guard on", "learning off flood off",
	};
	struct dev *p = any_port(h);
	struct seg *s = bridged_seg(h);
	const char *option = PICK(&h->draw, options);
	int i;

	if (!p)
		return false;
	say(h, p->node, SEC_FAULT, "bridge link set dev %s %s\n", p->name,
	    option);
	/* isolation bites only between two isolated ports */
	for (i = 0; !strcmp(option, "isolated on") && i < 4; i++)
		if (s->ports[i] >= 0)
			say(h, h->devs[s->ports[i]].node, SEC_FAULT,
			    "bridge link set dev %s isolated on\n",
			    h->devs[s->ports[i]].name);
	return true;
}

static bool fdb_entry(struct host *h)
{
	struct dev *p = any_port(h);
	struct seg *s = bridged_seg(h);
	const struct dev *far;

	if (!p)
		return false;
	far = &h->devs[draw_chance(&h->draw, 50) ? s->child_dev :
		       s->parent_dev];
	if (far->kind == DEV_BRIDGE)
		return false;
	say(h, p->node, SEC_FAULT, "bridge fdb replace %s dev %s master %s\n",
	    far->mac, p->name, draw_chance(&h->draw, 50) ? "static" :
	    "permanent");
	return true;
}

static bool neighbour_entry(struct host *h)
{
	struct seg *s = any_seg(h);
	struct dev *d = &h->devs[s->child_dev], *peer = &h->devs[s->parent_dev];
	struct dev *t;

	if (draw_chance(&h->draw, 50)) {
		t = d;
		d = peer;
		peer = t;
	}
	if (!*peer->addr[h->q.family])
		return false;
	switch (draw_below(&h->draw, 4)) {
	case 0:
		say(h, d->node, SEC_NEIGH, "neigh replace %s lladdr %s dev %s "
		    "nud permanent\n", peer->addr[h->q.family], peer->mac,
		    d->name);
		break;
	case 1:
		say(h, d->node, SEC_NEIGH, "neigh replace %s dev %s lladdr "
		    "02:00:00:00:00:ff nud noarp\n",
		    peer->addr[h->q.family], d->name);
		break;
	default:
		say(h, d->node, SEC_NEIGH, "neigh replace %s lladdr "
		    "02:00:00:00:00:fe dev %s nud permanent\n",
		    peer->addr[h->q.family], d->name);
	}
	return true;
}

static bool small_mtu(struct host *h)
{
	struct dev *d = end_dev(h);

	say(h, d->node, SEC_FAULT, "ip link set %s mtu %u\n", d->name,
	    h->q.family == FAM6 ? 1280 : 68 + draw_below(&h->draw, 30));
	return true;
}

static bool arp_off(struct host *h)
{
	struct dev *d = end_dev(h);

	say(h, d->node, SEC_FAULT, "ip link set %s arp off\n", d->name);
	return true;
}

static bool address_missing(struct host *h)
{
	struct dev *d = end_dev(h);

	if (!*d->addr[h->q.family])
		return false;
	say(h, d->node, SEC_FAULT, "ip addr del %s/%u dev %s\n",
	    d->addr[h->q.family], d->plen[h->q.family], d->name);
	return true;
}

static bool wrong_prefix_length(struct host *h)
{
	struct dev *d = end_dev(h);
	enum family f = h->q.family;

	if (!*d->addr[f])
		return false;
	say(h, d->node, SEC_FAULT, "ip addr add %s/%u dev %s%s\n"
	    "ip addr del %s/%u dev %s\n", d->addr[f], host_bits(h), d->name,
	    f == FAM6 ? " nodad" : "", d->addr[f], d->plen[f], d->name);
	return true;
}

static bool no_default(struct host *h)
{
	int i = draw_below(&h->draw, h->n_path - 1);

	say(h, h->path[i], SEC_FAULT, "ip -%d route del default\n",
	    h->q.family == FAM4 ? 4 : 6);
	return true;
}

static bool absent_gateway(struct host *h)
{
	int i = draw_below(&h->draw, h->n_path - 1);

	say(h, h->path[i], SEC_FAULT, "ip route replace %s via %s\n",
	    h->q.family == FAM4 ? "0.0.0.0/0" : "::/0",
	    h->segs[i].spare[h->q.family]);
	return true;
}

static bool route_type(struct host *h)
{
	static const char *const types[] = { "blackhole", "unreachable",
					     "prohibit", "throw" };
	enum family f = h->q.family;
	const char *type = PICK(&h->draw, types);
	int node = h->path[any_router(h)];

	if (draw_chance(&h->draw, 60))
		say(h, node, SEC_FAULT, "ip route add %s %s/%u\n", type,
		    h->q.to, host_bits(h));
	else
		say(h, node, SEC_FAULT, "ip route add %s %s/%u\n", type,
		    address(h, h->segs[0].child_dev, f), host_bits(h));
	return true;
}

static bool stray_route(struct host *h)
{
	int i = 1 + draw_below(&h->draw, h->n_path - 1);
	struct dev *d = dev_towards(h, i, i + 1 < h->n_path ? 1 : -1);

	say(h, h->path[i], SEC_FAULT, "ip route add %s/%u dev %s\n",
	    draw_chance(&h->draw, 50) ? h->q.to :
	    address(h, h->segs[0].child_dev, h->q.family), host_bits(h),
	    d->name);
	return true;
}

static bool forwarding_off(struct host *h)
{
	int i;

	if (h->n_path < 3)
		return false;
	i = 1 + draw_below(&h->draw, h->n_path - 2);
	if (h->q.family == FAM6 || draw_chance(&h->draw, 50))
		say(h, h->path[i], SEC_FAULT, "echo 0 > /proc/sys/net/%s/conf/"
		    "all/forwarding\n", family_word(h));
	else
		say(h, h->path[i], SEC_FAULT, "echo 0 > /proc/sys/net/ipv4/"
		    "conf/%s/forwarding\n",
		    dev_towards(h, i, draw_chance(&h->draw, 50) ? 1 : -1)
		    ->name);
	return true;
}

static bool rp_filter_on(struct host *h)
{
	int i = any_router(h);
	struct dev *d = dev_towards(h, i, i ? -1 : 1);

	say(h, h->path[i], SEC_FAULT, "echo %u > /proc/sys/net/ipv4/conf/%s/"
	    "rp_filter\n", 1 + draw_below(&h->draw, 2),
	    draw_chance(&h->draw, 50) ? "all" : d->name);
	return h->q.family == FAM4;
}

static bool echo_ignored(struct host *h)
{
	int node = h->path[h->n_path - 1];

	say(h, node, SEC_FAULT, "echo 1 > /proc/sys/net/%s\n",
	    h->q.family == FAM4 ? "ipv4/icmp_echo_ignore_all" :
	    "ipv6/icmp/echo_ignore_all");
	return h->q.proto == PROTO_ICMP;
}

static bool arp_refused(struct host *h)
{
	struct dev *d = end_dev(h);

	say(h, d->node, SEC_FAULT, "echo %u > /proc/sys/net/ipv4/conf/%s/"
	    "arp_ignore\n", draw_chance(&h->draw, 50) ? 8 : 3, d->name);
	return h->q.family == FAM4;
}

static bool low_ttl(struct host *h)
{
	unsigned int ttl = 1 + draw_below(&h->draw, 3);

	if (h->q.family == FAM4)
		say(h, h->path[0], SEC_FAULT,
		    "echo %u > /proc/sys/net/ipv4/ip_default_ttl\n", ttl);
	else
		say(h, h->path[0], SEC_FAULT, "echo %u > /proc/sys/net/ipv6/"
		    "conf/%s/hop_limit\n", ttl, dev_towards(h, 0, 1)->name);
	return true;
}

static bool ipv6_off(struct host *h)
{
	struct dev *d = end_dev(h);

	if (h->q.family != FAM6)
		return false;
	say(h, d->node, SEC_FAULT, "echo 1 > /proc/sys/net/ipv6/conf/%s/"
	    "disable_ipv6\n", d->name);
	return true;
}

static bool duplicate_address(struct host *h)
{
	enum family f = h->q.family;
	const struct seg *s = &h->segs[0];
	int node = h->bystander >= 0 ? h->bystander : s->parent;

	if (h->n_path < 3)
		return false;
	/* the router takes the far address for its own */
	say(h, node == h->path[h->n_path - 1] ? s->parent : node, SEC_FAULT,
	    "ip addr add %s/%u dev lo%s\n", h->q.to, host_bits(h),
	    f == FAM6 ? " nodad" : "");
	return true;
}

struct fault {
	bool (*make)(struct host *h);
	unsigned int weight;
};

static const struct fault faults[] = {
	{ link_down, 10 },
	{ port_released, 4 },
	{ port_on_wrong_bridge, 3 },
	{ port_option, 10 },
	{ fdb_entry, 4 },
	{ neighbour_entry, 8 },
	{ small_mtu, 4 },
	{ arp_off, 3 },
	{ address_missing, 4 },
	{ wrong_prefix_length, 4 },
	{ no_default, 5 },
	{ absent_gateway, 4 },
	{ route_type, 10 },
	{ stray_route, 4 },
	{ forwarding_off, 10 },
	{ rp_filter_on, 5 },
	{ echo_ignored, 3 },
	{ arp_refused, 4 },
	{ low_ttl, 4 },
	{ ipv6_off, 2 },
	{ duplicate_address, 3 },
};

void draw_faults(struct host *h)
{
	static const unsigned int counts[] = { 64, 28, 8 };
	unsigned int weights[ARRAY_SIZE(faults)], n, i, tries = 0;

	for (i = 0; i < ARRAY_SIZE(faults); i++)
		weights[i] = faults[i].weight;
	n = draw_weighted(&h->draw, counts, ARRAY_SIZE(counts));
	while (n && tries++ < 20) {
		i = draw_weighted(&h->draw, weights, ARRAY_SIZE(faults));
		if (faults[i].make(h))
			n--;
	}
}
