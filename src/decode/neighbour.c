/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Neighbours, forwarding tables of bridges, VLANs of their ports. */
#include "decode/decode.h"

#include <errno.h>
#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

/* VID of the frames on the wire: 12 bits. */
#define VLAN_MAX 4095

static int neigh_header(const struct nlmsghdr *nlh, const struct ndmsg **h)
{
	*h = decode_header(nlh, sizeof(**h));
	if (nlh->nlmsg_type != RTM_NEWNEIGH)
		return -ENOMSG;
	return *h ? 0 : -EBADMSG;
}

int decode_neighbour(struct arena *a, const struct nlmsghdr *nlh,
		     struct neighbour **out)
{
	struct decode d = { .arena = a };
	const struct ndmsg *h;
	struct neighbour *n;
	int ret = neigh_header(nlh, &h);

	if (ret)
		return ret;
	if (!ip_size(h->ndm_family))
		return -ENOMSG;
	d.family = h->ndm_family;
	n = object_new(a, &neighbour_type);
	SET(n, neighbour, family, h->ndm_family);
	SET(n, neighbour, ifindex, (uint32_t)h->ndm_ifindex);
	SET(n, neighbour, state, h->ndm_state);
	SET(n, neighbour, flags, h->ndm_flags);
	if (decode_attrs(&d, nlh, sizeof(*h), n))
		return -EBADMSG;
	*out = n;
	return 0;
}

int decode_fdb(struct arena *a, const struct nlmsghdr *nlh, struct fdb **out)
{
	struct decode d = { .arena = a };
	const struct ndmsg *h;
	struct fdb *f;
	int ret = neigh_header(nlh, &h);

	if (ret)
		return ret;
	if (h->ndm_family != AF_BRIDGE)
		return -ENOMSG;
	f = object_new(a, &fdb_type);
	SET(f, fdb, ifindex, (uint32_t)h->ndm_ifindex);
	SET(f, fdb, state, h->ndm_state);
	SET(f, fdb, flags, h->ndm_flags);
	if (decode_attrs(&d, nlh, sizeof(*h), f))
		return -EBADMSG;
	*out = f;
	return 0;
}

static void vlan_add(struct arena *a, struct netns *ns, uint32_t ifindex,
		     bool self, uint16_t first,
		     const struct bridge_vlan_info *last)
{
	struct bridge_vlan *v = object_new(a, &bridge_vlan_type);

	SET(v, bridge_vlan, ifindex, ifindex);
	SET(v, bridge_vlan, first, first);
	SET(v, bridge_vlan, last, last->vid);
	SET(v, bridge_vlan, flags, last->flags & (BRIDGE_VLAN_INFO_PVID |
						  BRIDGE_VLAN_INFO_UNTAGGED));
	SET(v, bridge_vlan, self, self);
	VEC_PUSH(a, &ns->vlans, v);
}

/* A range is two entries, RANGE_BEGIN and RANGE_END; see br_fill_ifvlaninfo(). */
static int vlan_list(struct arena *a, struct netns *ns, uint32_t ifindex,
		     bool self, const struct nlattr *spec)
{
	struct nest it = nest_in(spec);
	const struct nlattr *attr;
	uint16_t begin = 0;

	while ((attr = nest_next(&it))) {
		struct bridge_vlan_info info;

		if (attr_type(attr) != IFLA_BRIDGE_VLAN_INFO)
			continue;
		if (attr_len(attr) != sizeof(info))
			return -EBADMSG;
		memcpy(&info, attr_data(attr), sizeof(info));
		if (info.vid > VLAN_MAX)
			return -EBADMSG;
		if (info.flags & BRIDGE_VLAN_INFO_RANGE_BEGIN) {
			begin = info.vid;
			continue;
		}
		if (!(info.flags & BRIDGE_VLAN_INFO_RANGE_END))
			begin = info.vid;
		if (begin > info.vid)
			return -EBADMSG;
		vlan_add(a, ns, ifindex, self, begin, &info);
	}
	return it.bad ? -EBADMSG : 0;
}

int decode_bridge_vlans(struct arena *a, const struct nlmsghdr *nlh,
			struct netns *ns)
{
	const struct ifinfomsg *h = decode_header(nlh, sizeof(*h));
	const struct nlattr *spec = NULL;
	const struct nlattr *attr;
	uint32_t master = 0;
	struct nest it;

	if (nlh->nlmsg_type != RTM_NEWLINK)
		return -ENOMSG;
	if (!h)
		return -EBADMSG;
	if (h->ifi_family != AF_BRIDGE)
		return -ENOMSG;
	it = nest_of((const uint8_t *)h + NLMSG_ALIGN(sizeof(*h)),
		     nlh->nlmsg_len - NLMSG_HDRLEN - sizeof(*h));
	while ((attr = nest_next(&it))) {
		if (attr_type(attr) == IFLA_MASTER &&
		    !attr_u32(attr, &master))
			continue;
		if (attr_type(attr) == IFLA_AF_SPEC)
			spec = attr;
	}
	if (it.bad)
		return -EBADMSG;
	if (!spec)
		return 0;
	/* The bridge names itself as master of its own list (br_fill_ifinfo()). */
	return vlan_list(a, ns, (uint32_t)h->ifi_index,
			 !master || master == (uint32_t)h->ifi_index, spec);
}
