/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_WALK_SOURCE_ADDRESS_H
#define NSD_WALK_SOURCE_ADDRESS_H

#include "walk/stage.h"

/**
 * source_on_device() - inet_select_addr()
 * @gateway: address to share a subnet with, or NULL
 * @scope: RT_SCOPE_*: addresses of a narrower scope do not count
 *
 * Addresses must have been read. Return: false: no device has one.
 */
bool source_on_device(const struct netns *ns, uint32_t ifindex,
		      const struct ip_addr *gateway, uint8_t scope,
		      struct ip_addr *out);
/** source_select6() - ipv6_dev_get_saddr(); false: none, or the walk ended */
bool source_select6(struct walk *w, struct packet *p, enum stage stage,
		    uint32_t netns, uint32_t oif, const struct ip_addr *dst,
		    struct ip_addr *out);

#endif
