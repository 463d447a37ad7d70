/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/address.h"

#include <linux/if_addr.h>

#include "model/names.h"

static const struct value_name ifa_flags[] = {
	{ IFA_F_SECONDARY, "secondary" },
	{ IFA_F_NODAD, "nodad" },
	{ IFA_F_OPTIMISTIC, "optimistic" },
	{ IFA_F_DADFAILED, "dadfailed" },
	{ IFA_F_HOMEADDRESS, "home" },
	{ IFA_F_DEPRECATED, "deprecated" },
	{ IFA_F_TENTATIVE, "tentative" },
	{ IFA_F_PERMANENT, "permanent" },
	{ IFA_F_MANAGETEMPADDR, "mngtmpaddr" },
	{ IFA_F_NOPREFIXROUTE, "noprefixroute" },
	{ IFA_F_MCAUTOJOIN, "autojoin" },
	{ IFA_F_STABLE_PRIVACY, "stable-privacy" },
	{}
};

static const struct value_name ifa_protocols[] = {
	{ IFAPROT_KERNEL_LO, "kernel_lo" },
	{ IFAPROT_KERNEL_RA, "kernel_ra" },
	{ IFAPROT_KERNEL_LL, "kernel_ll" },
	{}
};

static const struct field address_fields[] = {
	{ "family", F(address, family), FT_FAMILY,
	  .flags = FF_KEY | FF_REQUIRED },
	{ "device", F(address, ifindex), FT_IFINDEX,
	  .flags = FF_KEY | FF_REQUIRED },
	{ "address", F(address, local), FT_ADDRESS, IFA_LOCAL,
	  FF_KEY | FF_REQUIRED },
	{ "peer", F(address, peer), FT_ADDRESS, IFA_ADDRESS, FF_KEY },
	{ "length", F(address, prefixlen), FT_U8,
	  .flags = FF_KEY | FF_REQUIRED },
	{ "scope", F(address, scope), FT_ENUM, .names = scope_names },
	{ "flags", F(address, flags), FT_FLAGS, IFA_FLAGS,
	  .names = ifa_flags },
	{ "broadcast", F(address, broadcast), FT_ADDRESS, IFA_BROADCAST },
	{ "label", F(address, label), FT_STRING, IFA_LABEL, FF_ID },
	{ "metric", F(address, metric), FT_U32, IFA_RT_PRIORITY },
	{ "protocol", F(address, protocol), FT_ENUM, IFA_PROTO,
	  .names = ifa_protocols },
	{ "valid", F(address, valid), FT_U32, IFA_CACHEINFO, FF_VOLATILE,
	  HOOK_CACHEINFO },
	{ "preferred", F(address, preferred), FT_U32, .flags = FF_VOLATILE },
	{}
};

const struct object_type address_type = {
	.name = "address",
	.size = sizeof(struct address),
	.fields = address_fields,
};

struct ip_prefix address_prefix(const struct address *a)
{
	struct ip_prefix p = { .addr = a->local, .len = a->prefixlen };

	if (a->peer.family)
		p.addr = a->peer;
	p.addr = prefix_network(&p);
	return p;
}

/* ipv6_chk_addr_and_flags(): a tentative one answers only when optimistic. */
bool address_is_usable(const struct address *a)
{
	if (a->flags & IFA_F_DADFAILED)
		return false;
	return !(a->flags & IFA_F_TENTATIVE) || a->flags & IFA_F_OPTIMISTIC;
}
