/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/neighbour.h"

#include <linux/if_bridge.h>
#include <linux/neighbour.h>

#include "model/names.h"

static const struct value_name ext_flags[] = {
	{ NTF_EXT_MANAGED, "managed" }, {}
};

static const struct field neighbour_fields[] = {
	{ "family", F(neighbour, family), FT_FAMILY,
	  .flags = FF_KEY | FF_REQUIRED },
	{ "device", F(neighbour, ifindex), FT_IFINDEX, .flags = FF_KEY },
	{ "address", F(neighbour, dst), FT_ADDRESS, NDA_DST,
	  FF_KEY | FF_REQUIRED },
	{ "mac", F(neighbour, lladdr), FT_MAC, NDA_LLADDR },
	{ "state", F(neighbour, state), FT_FLAGS, .names = nud_names },
	{ "flags", F(neighbour, flags), FT_FLAGS, .names = ntf_names },
	{ "ext_flags", F(neighbour, ext_flags), FT_FLAGS, NDA_FLAGS_EXT,
	  .names = ext_flags },
	{ "protocol", F(neighbour, protocol), FT_ENUM, NDA_PROTOCOL,
	  .names = route_protocol_names },
	{}
};

/* The kernel makes entries of multicast groups as it sends to them. */
static bool neighbour_is_learned(const void *obj)
{
	const struct neighbour *n = obj;

	if (n->flags & NTF_PROXY || n->state & NUD_PERMANENT)
		return false;
	return !(n->state & NUD_NOARP) || ip_is_multicast(&n->dst);
}

const struct object_type neighbour_type = {
	.name = "neighbour",
	.size = sizeof(struct neighbour),
	.fields = neighbour_fields,
	.is_volatile = neighbour_is_learned,
};

static const struct field fdb_fields[] = {
	{ "device", F(fdb, ifindex), FT_IFINDEX, .flags = FF_KEY },
	{ "master", F(fdb, master), FT_IFINDEX, NDA_MASTER, FF_KEY },
	{ "mac", F(fdb, lladdr), FT_MAC, NDA_LLADDR, FF_KEY },
	{ "vlan", F(fdb, vlan), FT_U16, NDA_VLAN, FF_KEY },
	{ "remote", F(fdb, dst), FT_ADDRESS, NDA_DST, FF_KEY },
	{ "port", F(fdb, port), FT_U16, NDA_PORT, FF_BE },
	{ "vni", F(fdb, vni), FT_U32, NDA_VNI },
	{ "state", F(fdb, state), FT_FLAGS, .names = nud_names },
	{ "flags", F(fdb, flags), FT_FLAGS, .names = ntf_names },
	{}
};

static bool fdb_is_learned(const void *obj)
{
	const struct fdb *f = obj;

	return !(f->state & (NUD_PERMANENT | NUD_NOARP));
}

const struct object_type fdb_type = {
	.name = "fdb",
	.size = sizeof(struct fdb),
	.fields = fdb_fields,
	.is_volatile = fdb_is_learned,
};

static const struct value_name vlan_flags[] = {
	{ BRIDGE_VLAN_INFO_MASTER, "master" },
	{ BRIDGE_VLAN_INFO_PVID, "pvid" },
	{ BRIDGE_VLAN_INFO_UNTAGGED, "untagged" },
	{}
};

static const struct field bridge_vlan_fields[] = {
	{ "device", F(bridge_vlan, ifindex), FT_IFINDEX, .flags = FF_KEY },
	{ "first", F(bridge_vlan, first), FT_U16, .flags = FF_KEY },
	{ "last", F(bridge_vlan, last), FT_U16 },
	{ "flags", F(bridge_vlan, flags), FT_FLAGS, .names = vlan_flags },
	{ "self", F(bridge_vlan, self), FT_BOOL, .flags = FF_KEY },
	{}
};

const struct object_type bridge_vlan_type = {
	.name = "vlan",
	.size = sizeof(struct bridge_vlan),
	.fields = bridge_vlan_fields,
};
