/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LNK: bridge ports, forwarding tables, and who answers for an address. */
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "diagnose/findings/findings.h"

static const struct link *link_object(const struct death *d)
{
	return d->end->object && d->end->object->type == &link_type ?
	       (const struct link *)d->end->object : NULL;
}

static void port_fix(const struct death *d, fix_vec *out, uint32_t netns,
		     uint32_t ifindex, const char *field, uint32_t value)
{
	struct fix *fix = fix_new(d, netns);
	struct change c = {
		.kind = CHANGE_PORT, .netns = netns, .ifindex = ifindex,
		.field = field, .number = value,
	};

	fix_add(d, fix, &c);
	VEC_PUSH(d->arena, out, fix);
}

static void say_port(const struct death *d, struct finding *f,
		     const struct link *l, const char *state)
{
	f->object = &l->obj;
	f->iif = l->index;
	evidence_object(d, f, EVIDENCE_LINK, f->netns, &l->obj,
			arena_printf(d->arena, "%s: %s",
				     text_safe(d->arena, l->name), state));
}

/* ---- LNK07 ---- */

static bool detect_port_state(const struct death *d, struct finding *f)
{
	static const char *const states[] = { "disabled", "listening",
					      "learning", "forwarding",
					      "blocking" };
	const struct link *l = link_object(d);

	if (d->end->reason != REASON_PORT_STATE || !l || l->port.state > 4)
		return false;
	say_port(d, f, l, arena_printf(d->arena, "port state %s",
				       states[l->port.state]));
	f->title = arena_printf(d->arena, "port %s of %s is %s",
				text_safe(d->arena, l->name),
				if_name(d, d->end->netns, l->master),
				states[l->port.state]);
	f->effect = "the bridge takes no frame from it and sends none to it";
	return true;
}

static void mend_port_state(const struct death *d, struct finding *f,
			    fix_vec *out)
{
	port_fix(d, out, f->netns, f->iif, "state", 3);
}

static const struct explain explain_port_state = {
	.means = "The port does not forward: it is listening, learning, "
		 "blocking or disabled.",
	.seen = "A frame dies at the port for its state.",
	.notice = "Silence; with STP it ends after twice the forward delay.",
	.confused = "the blocked port of a real loop, which is meant",
	.mend = "bridge link set dev PORT state 3; to keep it, a bridge without "
		"STP or with a forward delay of 0",
	.seen_in = "virtual machines that start on a bridge with STP",
};

const struct finding_type port_not_forwarding = {
	.code = "port-not-forwarding",
	.second = "LNK07",
	.summary = "a bridge port does not forward",
	.detect = detect_port_state,
	.mend = mend_port_state,
	.explain = &explain_port_state,
};

/* ---- LNK08, 09, 22 ---- */

static bool simple(const struct death *d, struct finding *f,
		   enum reason reason, const char *what, const char *effect)
{
	const struct link *l = link_object(d);

	if (d->end->reason != reason || !l)
		return false;
	say_port(d, f, l, what);
	f->title = arena_printf(d->arena, "port %s of %s %s",
				text_safe(d->arena, l->name),
				if_name(d, d->end->netns, l->master), what);
	f->effect = effect;
	return true;
}

static bool detect_vlan(const struct death *d, struct finding *f)
{
	if (!simple(d, f, REASON_VLAN, "is not in the frame's VLAN",
		    "the bridge drops the frame"))
		return false;
	f->hint = "bridge vlan add dev PORT vid ID pvid untagged";
	return true;
}

static const struct explain explain_vlan = {
	.means = "VLAN filtering on the bridge keeps the two ends apart.",
	.seen = "The frame's VLAN is not allowed on the port, or the port has "
		"no VLAN for untagged frames.",
	.notice = "Silence, or \"Destination Host Unreachable\".",
	.confused = "tenants that are kept apart on purpose",
	.mend = "bridge vlan add dev PORT vid ID pvid untagged",
	.seen_in = "bridges with vlan_default_pvid 0",
};

const struct finding_type vlan_mismatch = {
	.code = "vlan-mismatch",
	.second = "LNK08",
	.summary = "VLAN filtering keeps the two ends apart",
	.detect = detect_vlan,
	.explain = &explain_vlan,
};

static bool detect_isolated(const struct death *d, struct finding *f)
{
	return simple(d, f, REASON_PORT_ISOLATED, "is isolated",
		      "frames between two isolated ports are dropped");
}

static void mend_isolated(const struct death *d, struct finding *f,
			  fix_vec *out)
{
	port_fix(d, out, f->netns, f->iif, "isolated", 0);
}

static const struct explain explain_isolated = {
	.means = "Both ports are isolated: they may talk to the bridge, not to "
		 "each other.",
	.seen = "A frame from one isolated port is to leave by another.",
	.notice = "Silence between the two.",
	.confused = "internet questions, which isolation does not touch",
	.mend = "bridge link set dev PORT isolated off",
	.seen_in = "port isolation of libvirt and LXD, mostly meant",
};

const struct finding_type port_isolated = {
	.code = "port-isolated",
	.second = "LNK09",
	.summary = "both ports are isolated",
	.detect = detect_isolated,
	.mend = mend_isolated,
	.explain = &explain_isolated,
};

static bool detect_locked(const struct death *d, struct finding *f)
{
	return simple(d, f, REASON_PORT_LOCKED, "is locked",
		      "it takes frames from known addresses alone");
}

static void mend_locked(const struct death *d, struct finding *f, fix_vec *out)
{
	port_fix(d, out, f->netns, f->iif, "locked", 0);
}

static const struct explain explain_locked = {
	.means = "The port is locked and does not know the sender's MAC.",
	.seen = "The forwarding table has no entry of that MAC on the port.",
	.notice = "Silence.",
	.confused = "filters by MAC in the bridge family",
	.mend = "bridge link set dev PORT locked off",
	.seen_in = "switches with 802.1X",
};

const struct finding_type port_locked = {
	.code = "port-locked",
	.second = "LNK22",
	.summary = "the bridge port is locked",
	.detect = detect_locked,
	.mend = mend_locked,
	.explain = &explain_locked,
};

/* ---- LNK10 ---- */

/* The table itself, where resolution died of what it holds. */
static bool detect_fdb_entry(const struct death *d, struct finding *f)
{
	uint32_t netns;
	const struct fdb *e = fdb_holding(d, &netns);

	if (!e)
		return false;
	f->netns = netns;
	f->object = &e->obj;
	f->iif = e->ifindex;
	f->stage = STAGE_BRIDGE;
	f->title = arena_printf(d->arena, "%s of %s sends frames for %s to %s, "
				"where it is not",
				if_name(d, netns, e->master),
				ns_title(d, netns), ns_title(d, d->target),
				if_name(d, netns, e->ifindex));
	evidence_object(d, f, EVIDENCE_TEXT, netns, &e->obj,
			arena_printf(d->arena, "%s dev %s master %s",
				     mac_str(d->arena, &e->lladdr),
				     if_name(d, netns, e->ifindex),
				     e->state & NUD_PERMANENT ? "permanent" :
								"sticky"));
	f->effect = "answers leave by the wrong port";
	f->symptom = SYMPTOM_HOST_UNREACHABLE;
	return true;
}

static bool detect_fdb(const struct death *d, struct finding *f)
{
	const struct netns *ns = ns_of(d, d->end->netns);

	if (detect_fdb_entry(d, f))
		return true;

	if (d->end->reason != REASON_FDB_WRONG &&
	    d->end->reason != REASON_PORT_NO_FLOOD)
		return false;
	if (d->end->object && d->end->object->type == &fdb_type) {
		const struct fdb *e = (const struct fdb *)d->end->object;

		evidence_object(d, f, EVIDENCE_TEXT, d->end->netns, &e->obj,
				arena_printf(d->arena,
					     "%s dev %s master %s",
					     mac_str(d->arena, &e->lladdr),
					     if_name(d, d->end->netns,
						     e->ifindex),
					     e->state & NUD_PERMANENT ?
					     "permanent" : "sticky"));
	}
	f->title = arena_printf(d->arena, "a bridge of %s does not send the "
				"frame where its station is",
				text_safe(d->arena, ns->title));
	f->effect = "the frame leaves by the wrong port, or by none";
	return true;
}

static void mend_fdb(const struct death *d, struct finding *f, fix_vec *out)
{
	struct change c = { .kind = CHANGE_FDB_DEL, .netns = f->netns };
	const struct link *l = link_object(d);
	struct fix *fix;

	if (f->object && f->object->type == &fdb_type) {
		fix = fix_new(d, f->netns);
		c.fdb = (const struct fdb *)f->object;
		fix_add(d, fix, &c);
		VEC_PUSH(d->arena, out, fix);
	}
	if (l && link_is_port(l)) {
		port_fix(d, out, d->end->netns, l->index, "flood", 1);
		port_fix(d, out, d->end->netns, l->index, "learning", 1);
	}
}

static const struct explain explain_fdb = {
	.means = "The bridge's forwarding table sends the MAC to the wrong "
		 "port, or flooding is off and it knows no port.",
	.seen = "A permanent or sticky entry on another port; or flood off "
		"without an entry.",
	.notice = "Silence, or \"Destination Host Unreachable\".",
	.confused = "plain static entries, which the next frame moves",
	.mend = "bridge fdb del MAC dev PORT master",
	.seen_in = "EVPN, migrated machines",
};

const struct finding_type fdb_wrong = {
	.code = "fdb-wrong",
	.second = "LNK10",
	.summary = "the bridge sends the frame to the wrong port",
	.detect = detect_fdb,
	.mend = mend_fdb,
	.explain = &explain_fdb,
};

/* ---- LNK13 ---- */

/* The frame died elsewhere than where the entry stands. */
static bool neighbour_holder(const struct death *d, const struct object *n,
			     uint32_t *netns)
{
	for (uint32_t i = 0; i < d->snap->netns.n; i++) {
		struct neighbour *const *it;

		VEC_FOR_EACH(&ns_of(d, i)->neighbours, it)
			if (&(*it)->obj == n) {
				*netns = i;
				return true;
			}
	}
	return false;
}

static const struct neighbour *fixed_entry(const struct death *d,
					   uint32_t *netns)
{
	const struct trace_step *s;
	const struct neighbour *n = NULL;

	if (d->end->object && d->end->object->type == &neighbour_type &&
	    neighbour_holder(d, d->end->object, netns))
		return (const struct neighbour *)d->end->object;
	if (d->outer->reason != REASON_OTHERHOST &&
	    d->outer->reason != REASON_NOBODY_TAKES &&
	    d->outer->reason != REASON_FDB_WRONG)
		return NULL;
	VEC_FOR_EACH(&d->branch->steps, s)
		if (s->stage == STAGE_NEIGHBOUR && s->object &&
		    s->object->type == &neighbour_type && !s->depth) {
			n = (const struct neighbour *)s->object;
			*netns = s->netns;
		}
	return n;
}

static bool detect_static(const struct death *d, struct finding *f)
{
	uint32_t netns = 0;
	const struct neighbour *n = fixed_entry(d, &netns);

	if (!n || !(n->state & (NUD_PERMANENT | NUD_NOARP)))
		return false;
	f->netns = netns;
	f->stage = STAGE_NEIGHBOUR;
	f->object = &n->obj;
	f->oif = n->ifindex;
	f->title = arena_printf(d->arena, "a permanent neighbour of %s says "
				"that %s is %s, which is nobody",
				ns_title(d, netns), ip_str(d->arena, &n->dst),
				mac_str(d->arena, &n->lladdr));
	evidence_object(d, f, EVIDENCE_NEIGHBOUR, netns, &n->obj,
			arena_printf(d->arena, "%s dev %s lladdr %s PERMANENT",
				     ip_str(d->arena, &n->dst),
				     if_name(d, netns, n->ifindex),
				     mac_str(d->arena, &n->lladdr)));
	f->effect = "frames go to that MAC and no station takes them";
	f->symptom = SYMPTOM_SILENCE;
	return true;
}

static void mend_static(const struct death *d, struct finding *f, fix_vec *out)
{
	struct change c = { .kind = CHANGE_NEIGHBOUR_DEL, .netns = f->netns };
	struct fix *fix = fix_new(d, f->netns);

	c.neighbour = (const struct neighbour *)f->object;
	fix_add(d, fix, &c);
	VEC_PUSH(d->arena, out, fix);
}

static const struct explain explain_static = {
	.means = "A permanent neighbour entry names a MAC that nobody has.",
	.seen = "The frame is sent to it and no station takes it.",
	.notice = "Silence.",
	.confused = "permanent entries that are right",
	.mend = "ip neigh del ADDRESS dev IF",
	.seen_in = "hardening scripts; a gateway that was replaced",
};

const struct finding_type neigh_static_wrong = {
	.code = "neigh-static-wrong",
	.second = "LNK13",
	.summary = "a permanent neighbour entry is wrong",
	.detect = detect_static,
	.mend = mend_static,
	.explain = &explain_static,
};

/* ---- LNK21 ---- */

static bool detect_arp_refused(const struct death *d, struct finding *f)
{
	const char *dev = if_name(d, d->end->netns, d->end->iif);

	if (d->end->reason != REASON_ARP_REFUSED)
		return false;
	f->title = arena_printf(d->arena, "%s does not answer ARP for %s on %s",
				ns_title(d, d->end->netns),
				ip_str(d->arena, &d->outer->next_hop), dev);
	if (d->end->what)
		evidence_sysctl(d, f, d->end->netns, d->end->what);
	evidence_sysctl(d, f, d->end->netns,
			"net/ipv4/conf/all/arp_ignore");
	evidence_sysctl(d, f, d->end->netns,
			sysctl_conf_path(d->arena, AF_INET, dev,
					 "arp_ignore"));
	f->effect = "the next hop is not resolved";
	f->symptom = SYMPTOM_HOST_UNREACHABLE;
	return true;
}

static void mend_arp_refused(const struct death *d, struct finding *f,
			     fix_vec *out)
{
	static const char *const names[] = { "arp_ignore", "arp_filter" };
	const struct link *l = netns_link(ns_of(d, d->end->netns),
					  d->end->iif);

	(void)f;
	for (size_t i = 0; l && i < ARRAY_SIZE(names); i++) {
		struct change c = {
			.kind = CHANGE_SYSCTL, .netns = d->end->netns,
			.value = "0",
			.path = sysctl_conf_path(d->arena, AF_INET, l->name,
						 names[i]),
		};
		struct fix *fix = fix_new(d, d->end->netns);

		fix_add(d, fix, &c);
		VEC_PUSH(d->arena, out, fix);
		/* the larger of both counts */
		fix = fix_new(d, d->end->netns);
		fix_add(d, fix, &c);
		c.path = sysctl_conf_path(d->arena, AF_INET, "all", names[i]);
		fix_add(d, fix, &c);
		VEC_PUSH(d->arena, out, fix);
	}
}

static const struct explain explain_arp_refused = {
	.means = "The owner of the address is told not to answer ARP for it on "
		 "that interface.",
	.seen = "arp_ignore, arp_filter or NOARP keeps it silent.",
	.notice = "\"Destination Host Unreachable\".",
	.confused = "arp_ignore 1 with the address on the very interface asked",
	.mend = "sysctl -w net.ipv4.conf.IF.arp_ignore=0, and for all, too: the "
		"larger one counts",
	.seen_in = "load balancers",
};

const struct finding_type arp_refused = {
	.code = "arp-refused",
	.second = "LNK21",
	.summary = "ARP is not answered for the address",
	.detect = detect_arp_refused,
	.mend = mend_arp_refused,
	.explain = &explain_arp_refused,
};

/* ---- RTE02: nobody owns the gateway ---- */

static bool detect_gateway(const struct death *d, struct finding *f)
{
	const struct ip_addr *gw = &d->outer->next_hop;

	if (d->outer->reason != REASON_NO_NEIGHBOUR || !gw->family ||
	    !d->outer->via_route || !d->outer->via_route->gateway.family)
		return false;
	f->netns = d->outer->netns;
	f->oif = d->outer->oif;
	f->stage = STAGE_NEIGHBOUR;
	f->object = &d->outer->via_route->obj;
	f->title = arena_printf(d->arena, "nobody on the segment of %s in %s "
				"answers for the gateway %s",
				if_name(d, f->netns, f->oif),
				ns_title(d, f->netns), ip_str(d->arena, gw));
	evidence_object(d, f, EVIDENCE_ROUTE, f->netns, f->object,
			arena_printf(d->arena, "via %s dev %s",
				     ip_str(d->arena, gw),
				     if_name(d, f->netns, f->oif)));
	f->effect = "the packet waits for an answer and is dropped";
	f->symptom = SYMPTOM_HOST_UNREACHABLE;
	return true;
}

void mend_gateway(const struct death *d, struct finding *f, fix_vec *out)
{
	const struct route *old = d->outer->via_route;
	struct change c = {
		.kind = CHANGE_ROUTE_REPLACE, .netns = f->netns,
	};
	struct ip_addr src = packet_src(&d->outer->pkt);
	struct gateway gw;
	struct fix *fix;
	struct route *r;

	if (!gateway_candidate(d, f->netns, f->oif, old->family,
			       f->netns == d->target ? &src : NULL, &gw) ||
	    ip_equal(&gw.addr, &d->outer->next_hop))
		return;
	r = route_draft(d, old->family, &old->dst, &gw.addr, f->oif);
	SET(r, route, metric, old->metric);
	SET(r, route, table, old->table);
	c.route = r;
	fix = fix_new(d, f->netns);
	fix_add(d, fix, &c);
	VEC_PUSH(d->arena, out, fix);
}

static const struct explain explain_gateway = {
	.means = "The route points at a gateway that nobody on the segment has.",
	.seen = "Every station of the segment is visible and none owns the "
		"address.",
	.notice = "\"Destination Host Unreachable\" after three seconds.",
	.confused = "a gateway that does not answer ping; a STALE neighbour",
	.mend = "ip route replace default via RIGHT-GATEWAY dev IF",
	.seen_in = "a typing error; a network whose gateway moved",
};

const struct finding_type gateway_silent = {
	.code = "gateway-silent",
	.second = "RTE02",
	.summary = "nobody on the segment answers for the gateway",
	.detect = detect_gateway,
	.mend = mend_gateway,
	.explain = &explain_gateway,
};

/* ---- LNK27, LNK25, and the rest ---- */

static bool detect_unseen(const struct death *d, struct finding *f)
{
	if (!died_unknown(d) || d->end->reason != REASON_NOT_READ ||
	    !d->end->what || strcmp(d->end->what, "peer namespace"))
		return false;
	f->severity = SEVERITY_UNKNOWN;
	f->blocking = false;
	f->title = arena_printf(d->arena, "the other end of %s is in a "
				"namespace that could not be found",
				if_name(d, d->end->netns, d->end->oif));
	f->effect = "the packet goes where nothing could be read";
	return true;
}

static const struct explain explain_unseen = {
	.means = "The packet leaves by a veth whose other end is in a namespace "
		 "that was not found.",
	.seen = "Its namespace id leads to none of those that could be seen.",
	.notice = "It depends on what is there.",
	.confused = "an edge, whose other end is another machine",
	.mend = "run nsdoctor with more rights, or in the outer host",
	.seen_in = "nsdoctor inside a container",
};

const struct finding_type peer_unseen = {
	.code = "peer-unseen",
	.second = "LNK27",
	.summary = "the other end of a link could not be found",
	.detect = detect_unseen,
	.explain = &explain_unseen,
};

static bool detect_tc(const struct death *d, struct finding *f)
{
	if (d->end->reason != REASON_QDISC)
		return false;
	f->title = arena_printf(d->arena, "traffic control on %s in %s drops "
				"the packet",
				if_name(d, d->end->netns, d->end->oif),
				ns_title(d, d->end->netns));
	f->hint = arena_printf(d->arena, "tc qdisc del dev %s root",
			       if_name(d, d->end->netns, d->end->oif));
	f->effect = "dropped, without a reply";
	return true;
}

static const struct explain explain_tc = {
	.means = "A queueing discipline or filter on the device drops the "
		 "packet.",
	.seen = "A blackhole qdisc, netem with a loss of 100 %, or a filter "
		"with action drop.",
	.notice = "Silence.",
	.confused = "rate limits, which a snapshot cannot decide",
	.mend = "tc qdisc del dev IF root",
	.seen_in = "tools that test failures",
};

const struct finding_type tc_drop = {
	.code = "tc-drop",
	.second = "LNK25",
	.summary = "traffic control drops it",
	.detect = detect_tc,
	.explain = &explain_tc,
};
