/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_MODEL_ADDRESS_H
#define NSD_MODEL_ADDRESS_H

#include "model/object.h"

/**
 * struct address - an address of an interface (RTM_NEWADDR)
 * @local: IFA_LOCAL, or IFA_ADDRESS where the former is absent (IPv6)
 * @peer: IFA_ADDRESS: the other end or, without peer, the address again
 * @prefixlen: of @peer: what is on-link is @peer/@prefixlen
 * @flags: IFA_F_*, 32 bits of IFA_FLAGS
 * @scope: RT_SCOPE_*
 *
 * The order in which the kernel lists IPv4 addresses is meaning (source
 * selection): it is kept.
 */
struct address {
	struct object obj;
	uint8_t family;
	uint32_t ifindex;
	uint8_t prefixlen;
	uint8_t scope;
	uint32_t flags;
	struct ip_addr local;
	struct ip_addr peer;
	struct ip_addr broadcast;
	const char *label;
	uint32_t metric;
	uint8_t protocol;
	uint32_t valid;		/* seconds, volatile */
	uint32_t preferred;
};

struct ip_prefix address_prefix(const struct address *a);
/** address_is_usable() - neither tentative (without optimistic) nor dadfailed */
bool address_is_usable(const struct address *a);

#endif
