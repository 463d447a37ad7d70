/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * vxlan_xmit(), drivers/net/vxlan/vxlan_core.c; ip_tunnel_xmit(),
 * net/ipv4/ip_tunnel.c and kin. What they put around a packet is not walked:
 * the walk ends there and says so by the kind's name.
 */
#include <string.h>

#include "walk/tunnel.h"

static const char *const tunnel_kinds[] = {
	"vxlan", "geneve", "gre", "gretap", "erspan", "ip6gre", "ip6gretap",
	"ipip", "sit", "ip6tnl", "vti", "vti6", "wireguard", "xfrm", "ipvlan",
	"ipvtap", "gtp", "bareudp", "l2tpeth", "amt",
};

bool link_is_tunnel(const struct link *l)
{
	for (size_t i = 0; i < ARRAY_SIZE(tunnel_kinds); i++)
		if (link_is_kind(l, tunnel_kinds[i]))
			return true;
	return false;
}

enum step tunnel_transmit(struct walk *w, struct packet *p,
			  const struct link *dev)
{
	return walk_unknown(w, p, STAGE_TRANSMIT, &dev->obj, REASON_OPAQUE,
			    dev->kind);
}
