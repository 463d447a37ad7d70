/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Types of the structs that lie inside struct link. */
#ifndef NSD_MODEL_LINK_TYPES_H
#define NSD_MODEL_LINK_TYPES_H

#include "model/field.h"

extern const struct object_type link_port_type;
extern const struct object_type link_bridge_type;
extern const struct object_type link_vlan_type;
extern const struct object_type link_macvlan_type;
extern const struct object_type link_ipvlan_type;
extern const struct object_type link_vxlan_type;
extern const struct object_type link_bond_type;
extern const struct object_type link_bond_slave_type;
extern const struct object_type link_vrf_type;
extern const struct object_type link_tun_type;
extern const struct object_type link_netkit_type;
extern const struct object_type link_tunnel_type;
extern const struct object_type link_xdp_type;

#endif
