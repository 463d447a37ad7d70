/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_FIREWALL_XT_TYPES_H
#define NSD_FIREWALL_XT_TYPES_H

#include "firewall/xt/xt.h"

/* Every file of extensions, once: the registry and these names come of it. */
#define XT_GROUPS           \
	XT_GROUP(addrtype)  \
	XT_GROUP(checksum)  \
	XT_GROUP(classify)  \
	XT_GROUP(comment)   \
	XT_GROUP(connbytes) \
	XT_GROUP(connlabel) \
	XT_GROUP(connlimit) \
	XT_GROUP(connmark)  \
	XT_GROUP(conntrack) \
	XT_GROUP(cpu)       \
	XT_GROUP(ct)        \
	XT_GROUP(devgroup)  \
	XT_GROUP(dscp)      \
	XT_GROUP(eb)        \
	XT_GROUP(eb_target) \
	XT_GROUP(ecn)       \
	XT_GROUP(exthdr6)   \
	XT_GROUP(hashlimit) \
	XT_GROUP(helper)    \
	XT_GROUP(hl)        \
	XT_GROUP(hmark)     \
	XT_GROUP(icmp)      \
	XT_GROUP(idletimer) \
	XT_GROUP(iprange)   \
	XT_GROUP(length)    \
	XT_GROUP(limit)     \
	XT_GROUP(log)       \
	XT_GROUP(mac)       \
	XT_GROUP(mark)      \
	XT_GROUP(multiport) \
	XT_GROUP(nat)       \
	XT_GROUP(nfacct)    \
	XT_GROUP(nfqueue)   \
	XT_GROUP(npt)       \
	XT_GROUP(owner)     \
	XT_GROUP(physdev)   \
	XT_GROUP(pkttype)   \
	XT_GROUP(policy)    \
	XT_GROUP(quota)     \
	XT_GROUP(rateest)   \
	XT_GROUP(realm)     \
	XT_GROUP(recent)    \
	XT_GROUP(reject)    \
	XT_GROUP(rpfilter)  \
	XT_GROUP(sctp)      \
	XT_GROUP(secmark)   \
	XT_GROUP(set)       \
	XT_GROUP(socket)    \
	XT_GROUP(spi)       \
	XT_GROUP(statistic) \
	XT_GROUP(string)    \
	XT_GROUP(synproxy)  \
	XT_GROUP(tcpmss)    \
	XT_GROUP(tcpudp)    \
	XT_GROUP(tee)       \
	XT_GROUP(time)      \
	XT_GROUP(tproxy)    \
	XT_GROUP(trace)

#define XT_GROUP(name) extern const struct xt_type xt_##name##_types[];
XT_GROUPS
#undef XT_GROUP

#endif
