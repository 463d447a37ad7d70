/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Links of an overlay that come up, get a carrier, or join a bridge. */
#include <errno.h>
#include <linux/if.h>
#include <linux/if_bridge.h>
#include <linux/neighbour.h>
#include <string.h>

#include "model/link_types.h"
#include "model/overlay_edit.h"

/* Stacks of devices are short; a loop from a file ends here. */
#define DEPTH_MAX 8

#define PORT_FORWARDING 3

static int link_up(const struct place *p, struct link *l, unsigned int depth);
static void carrier_on(const struct place *p, struct link *l,
		       unsigned int depth);

/* The other end knows this one, though this one's id of it was never asked. */
static uint32_t peer_place(const struct place *p, const struct link *l)
{
	if (l->peer_ns != NETNS_NONE || !link_is_veth(l))
		return l->peer_ns;
	for (uint32_t n = 0; n < p->ov->netns.n; n++) {
		const struct link *k = netns_link(p->ov->netns.v[n],
						  (uint32_t)l->peer);

		if (k && link_is_veth(k) && k->peer_ns == p->ns->number &&
		    (uint32_t)k->peer == l->index)
			return n;
	}
	return NETNS_NONE;
}

/* The other end of a veth, or the lower device, where it lives; or NULL. */
static struct link *edit_peer(const struct place *p, const struct link *l,
			      struct place *where)
{
	uint32_t n = peer_place(p, l);

	if (!l->peer || n == NETNS_NONE || edit_place(p->ov, n, where))
		return NULL;
	return edit_link(where, (uint32_t)l->peer);
}

static bool is_stacked(const struct link *l)
{
	static const char *const kinds[] = { "vlan",   "macvlan", "macvtap",
					     "ipvlan", "ipvtap",  "macsec" };

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (link_is_kind(l, kinds[i]))
			return true;
	return false;
}

/* br_device_event(): a port that is up with a carrier on a bridge that runs */
static void port_start(const struct place *p, struct link *port,
		       struct link *bridge, unsigned int depth)
{
	if (!(port->flags & IFF_UP) || !(port->flags & IFF_LOWER_UP) ||
	    !(bridge->flags & IFF_UP))
		return;
	/* With STP a port listens first; who wins is not ours to say. */
	if (bridge->bridge.stp_state)
		return;
	SET(&port->port, link_port, state, PORT_FORWARDING);
	carrier_on(p, bridge, depth + 1);
}

static void ports_start(const struct place *p, struct link *bridge,
			unsigned int depth)
{
	for (size_t i = 0; i < p->ns->links.n; i++)
		if (p->ns->links.v[i]->master == bridge->index)
			port_start(p, edit_link(p, p->ns->links.v[i]->index),
				   bridge, depth);
}

/* netif_stacked_transfer_operstate(), vlan_device_event() */
static void uppers_follow(const struct place *p, const struct link *lower,
			  unsigned int depth)
{
	for (uint32_t n = 0; n < p->ov->netns.n; n++) {
		const struct netns *ns = p->ov->netns.v[n];

		for (size_t i = 0; i < ns->links.n; i++) {
			const struct link *l = ns->links.v[i];
			struct place where;
			struct link *upper;

			if (!is_stacked(l) || l->peer_ns != p->ns->number ||
			    (uint32_t)l->peer != lower->index ||
			    edit_place(p->ov, n, &where))
				continue;
			ns = where.ns;
			upper = edit_link(&where, l->index);
			if (link_is_kind(upper, "vlan"))
				link_up(&where, upper, depth + 1);
			else if (upper->flags & IFF_UP)
				carrier_on(&where, upper, depth + 1);
		}
	}
}

static void carrier_on(const struct place *p, struct link *l,
		       unsigned int depth)
{
	bool had = l->flags & IFF_LOWER_UP;
	struct link *master;

	/* A bridge that had no port yet has a carrier without running. */
	if (depth > DEPTH_MAX || (had && l->flags & IFF_RUNNING &&
				  l->operstate == IF_OPER_UP))
		return;
	l->flags |= IFF_LOWER_UP | IFF_RUNNING;
	SET(l, link, carrier, 1);
	SET(l, link, operstate, l->flags & IFF_LOOPBACK ? IF_OPER_UNKNOWN
							: IF_OPER_UP);
	if (had)
		return;
	routes_carrier(p, l->index);
	routes_of_link(p, l);
	master = l->master ? edit_link(p, l->master) : NULL;
	if (master && link_is_kind(master, "bridge"))
		port_start(p, l, master, depth);
	uppers_follow(p, l, depth);
}

/* br_port_state_selection(): without a port that forwards, no carrier */
static void bridge_settle(const struct place *p, struct link *bridge)
{
	for (size_t i = 0; i < p->ns->links.n; i++) {
		const struct link *l = p->ns->links.v[i];

		if (l->master == bridge->index &&
		    l->port.state == PORT_FORWARDING)
			return;
	}
	bridge->flags &= ~(uint32_t)(IFF_LOWER_UP | IFF_RUNNING);
	SET(bridge, link, carrier, 0);
	SET(bridge, link, operstate, IF_OPER_DOWN);
	routes_no_carrier(p, bridge->index);
}

/*
 * Would the device have a carrier now? A veth has one when both ends are up, a
 * stacked device when its lower one has. A bridge keeps what it had until a
 * port forwards (ports_start() looks); so does a tun, whose program may be
 * gone, and a bond. Hardware is taken to be plugged in.
 */
static bool wants_carrier(const struct place *p, const struct link *l)
{
	struct place where;
	struct link *peer;

	if (link_is_veth(l) || is_stacked(l)) {
		peer = edit_peer(p, l, &where);
		if (!peer)
			return false;
		return link_is_veth(l) ? peer->flags & IFF_UP
				       : peer->flags & IFF_LOWER_UP;
	}
	if (link_is_kind(l, "tun") || link_is_kind(l, "bond") ||
	    link_is_kind(l, "bridge"))
		return l->carrier;
	return true;
}

/* dev_activate(): a device that is not up has "noop", which drops all. */
static void qdisc_start(struct link *l)
{
	if (!l->qdisc || strcmp(l->qdisc, "noop"))
		return;
	l->qdisc = l->kind || l->flags & IFF_LOOPBACK ? "noqueue" : NULL;
}

static int link_up(const struct place *p, struct link *l, unsigned int depth)
{
	struct place where;
	struct link *peer;
	bool carrier;

	if (depth > DEPTH_MAX || l->flags & IFF_UP)
		return 0;
	/* vlan_dev_open(): not on a lower device that is down */
	peer = link_is_kind(l, "vlan") ? edit_peer(p, l, &where) : NULL;
	if (peer && !(peer->flags & IFF_UP))
		return -ENETDOWN;
	carrier = wants_carrier(p, l);
	l->flags |= IFF_UP;
	qdisc_start(l);
	if (carrier)
		carrier_on(p, l, depth);
	else
		routes_of_link(p, l);
	peer = link_is_veth(l) ? edit_peer(p, l, &where) : NULL;
	if (peer && peer->flags & IFF_UP)
		carrier_on(&where, peer, depth + 1);
	if (link_is_kind(l, "bridge"))
		ports_start(p, l, depth);
	uppers_follow(p, l, depth);
	return 0;
}

int overlay_link_up(struct snapshot *ov, uint32_t netns, uint32_t ifindex)
{
	struct place p;
	int ret = edit_place(ov, netns, &p);
	struct link *l;

	if (ret)
		return ret;
	l = edit_link(&p, ifindex);
	return l ? link_up(&p, l, 0) : -ENODEV;
}

/* nbp_vlan_init(): the bridge's default VLAN, untagged, when it filters */
static void port_default_vlan(const struct place *p, const struct link *l,
			      const struct link *bridge)
{
	struct bridge_vlan *v;

	if (!bridge->bridge.vlan_filtering || !bridge->bridge.vlan_default_pvid)
		return;
	v = object_new(p->ov->arena, &bridge_vlan_type);
	SET(v, bridge_vlan, ifindex, l->index);
	SET(v, bridge_vlan, first, bridge->bridge.vlan_default_pvid);
	SET(v, bridge_vlan, last, bridge->bridge.vlan_default_pvid);
	SET(v, bridge_vlan, flags,
	    BRIDGE_VLAN_INFO_PVID | BRIDGE_VLAN_INFO_UNTAGGED);
	VEC_PUSH(p->ov->arena, &p->ns->vlans, v);
}

/* new_nbp(): learning, and flooding of all three sorts */
static void port_init(struct link_port *port)
{
	memset(port, 0, sizeof(*port));
	object_init(port, &link_port_type);
	for (const struct field *f = link_port_type.fields; f->name; f++)
		if (f->offset != offsetof(struct link_port, backup_port))
			field_mark(port, f);
	port->learning = 1;
	port->flood = 1;
	port->mcast_flood = 1;
	port->bcast_flood = 1;
}

/* del_nbp(), and what the bridge knew behind the port */
static void port_leave(const struct place *p, struct link *l)
{
	for (size_t i = 0; i < p->ns->fdb.n;) {
		if (p->ns->fdb.v[i]->ifindex == l->index &&
		    p->ns->fdb.v[i]->master)
			VEC_REMOVE(&p->ns->fdb, i);
		else
			i++;
	}
	for (size_t i = 0; i < p->ns->vlans.n;) {
		if (p->ns->vlans.v[i]->ifindex == l->index)
			VEC_REMOVE(&p->ns->vlans, i);
		else
			i++;
	}
	memset(&l->port, 0, sizeof(l->port));
	object_init(&l->port, &link_port_type);
	l->master = 0;
	l->slave_kind = NULL;
	object_unmark_(l, offsetof(struct link, master));
	object_unmark_(l, offsetof(struct link, slave_kind));
	object_unmark_(l, offsetof(struct link, port));
}

/* br_fdb_add_local(): frames for the port's own MAC are the bridge's */
static void port_own_mac(const struct place *p, const struct link *l)
{
	struct fdb *f = object_new(p->ov->arena, &fdb_type);

	SET(f, fdb, ifindex, l->index);
	SET(f, fdb, master, l->master);
	SET(f, fdb, lladdr, l->address);
	SET(f, fdb, state, NUD_PERMANENT);
	SET(f, fdb, flags, 0);
	VEC_PUSH(p->ov->arena, &p->ns->fdb, f);
}

/*
 * A bridge whose MAC nobody set takes the lowest of its ports'; whether it was
 * set is not told by netlink, so the MAC stays as it was read.
 */
int overlay_link_master(struct snapshot *ov, uint32_t netns, uint32_t ifindex,
			uint32_t master)
{
	struct place p;
	int ret = edit_place(ov, netns, &p);
	struct link *bridge;
	struct link *l;

	if (ret)
		return ret;
	l = edit_link(&p, ifindex);
	bridge = master ? edit_link(&p, master) : NULL;
	if (!l || (master && !bridge))
		return -ENODEV;
	if (bridge && !link_is_kind(bridge, "bridge"))
		return -EOPNOTSUPP;
	if (l->master) {
		struct link *old = edit_link(&p, l->master);

		port_leave(&p, l);
		if (old && link_is_kind(old, "bridge"))
			bridge_settle(&p, old);
	}
	if (!bridge)
		return 0;
	SET(l, link, master, master);
	SET(l, link, slave_kind, "bridge");
	port_init(&l->port);
	MARK(l, link, port);
	port_default_vlan(&p, l, bridge);
	if (netns_has(p.ns, READ_FDB))
		port_own_mac(&p, l);
	port_start(&p, l, bridge, 0);
	return 0;
}
