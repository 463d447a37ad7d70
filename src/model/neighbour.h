/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_MODEL_NEIGHBOUR_H
#define NSD_MODEL_NEIGHBOUR_H

#include "model/object.h"

/**
 * struct neighbour - an ARP or ND entry, or a proxy entry (NTF_PROXY)
 * @state: NUD_*; volatile unless permanent or noarp
 */
struct neighbour {
	struct object obj;
	uint8_t family;
	uint32_t ifindex;	/* 0 for a proxy entry on any device */
	struct ip_addr dst;
	struct mac lladdr;
	uint16_t state;
	uint8_t flags;		/* NTF_* */
	uint32_t ext_flags;
	uint8_t protocol;
};

/** struct fdb - an entry of a bridge's or vxlan's forwarding table */
struct fdb {
	struct object obj;
	uint32_t ifindex;	/* port, or the device itself (NTF_SELF) */
	uint32_t master;	/* bridge; not set for an entry of the device's own */
	struct mac lladdr;
	uint16_t vlan;
	struct ip_addr dst;	/* vxlan remote */
	uint16_t port;		/* host order */
	uint32_t vni;
	uint16_t state;		/* NUD_PERMANENT: local; NUD_NOARP: static */
	uint8_t flags;		/* NTF_* */
};

/** struct bridge_vlan - VLANs of a port, or of the bridge itself */
struct bridge_vlan {
	struct object obj;
	uint32_t ifindex;
	uint16_t first;
	uint16_t last;
	uint16_t flags;		/* BRIDGE_VLAN_INFO_*: 2 pvid, 4 untagged */
	bool self;
};

#endif
