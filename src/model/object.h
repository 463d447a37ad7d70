/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_MODEL_OBJECT_H
#define NSD_MODEL_OBJECT_H

#include "model/field.h"

/*
 * Every object type of this room. Those of firewall rules are in the
 * registries of room firewall.
 */
extern const struct object_type link_type;
extern const struct object_type address_type;
extern const struct object_type route_type;
extern const struct object_type route_leg_type;
extern const struct object_type nexthop_type;
extern const struct object_type nexthop_member_type;
extern const struct object_type rule_type;
extern const struct object_type neighbour_type;
extern const struct object_type fdb_type;
extern const struct object_type bridge_vlan_type;
extern const struct object_type nsid_type;
extern const struct object_type sysctl_type;
extern const struct object_type qdisc_type;
extern const struct object_type tc_filter_type;
extern const struct object_type sock_type;
extern const struct object_type hook_type;
extern const struct object_type process_type;
extern const struct object_type name_type;
extern const struct object_type resolver_type;
extern const struct object_type gap_type;
extern const struct object_type netns_type;
extern const struct object_type host_type;
extern const struct object_type snapshot_type;

#endif
