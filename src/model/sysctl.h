/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_MODEL_SYSCTL_H
#define NSD_MODEL_SYSCTL_H

#include "model/netns.h"

/* Index into link->conf4: IPV4_DEVCONF_* - 1, include/uapi/linux/ip.h. */
enum conf4 {
	CONF4_FORWARDING = 0,
	CONF4_MC_FORWARDING,
	CONF4_PROXY_ARP,
	CONF4_ACCEPT_REDIRECTS,
	CONF4_SECURE_REDIRECTS,
	CONF4_SEND_REDIRECTS,
	CONF4_SHARED_MEDIA,
	CONF4_RP_FILTER,
	CONF4_ACCEPT_SOURCE_ROUTE,
	CONF4_BOOTP_RELAY,
	CONF4_LOG_MARTIANS,
	CONF4_TAG,
	CONF4_ARP_FILTER,
	CONF4_MEDIUM_ID,
	CONF4_DISABLE_XFRM,
	CONF4_DISABLE_POLICY,
	CONF4_FORCE_IGMP_VERSION,
	CONF4_ARP_ANNOUNCE,
	CONF4_ARP_IGNORE,
	CONF4_PROMOTE_SECONDARIES,
	CONF4_ARP_ACCEPT,
	CONF4_ARP_NOTIFY,
	CONF4_ACCEPT_LOCAL,
	CONF4_SRC_VALID_MARK,
	CONF4_PROXY_ARP_PVLAN,
	CONF4_ROUTE_LOCALNET,
	CONF4_IGMPV2_UNSOLICITED_REPORT_INTERVAL,
	CONF4_IGMPV3_UNSOLICITED_REPORT_INTERVAL,
	CONF4_IGNORE_ROUTES_WITH_LINKDOWN,
	CONF4_DROP_UNICAST_IN_L2_MULTICAST,
	CONF4_DROP_GRATUITOUS_ARP,
	CONF4_BC_FORWARDING,
	CONF4_ARP_EVICT_NOCARRIER,
	CONF4_COUNT,
};

/* Index into link->conf6: DEVCONF_*, include/uapi/linux/ipv6.h. */
enum conf6 {
	CONF6_FORWARDING = 0,
	CONF6_HOP_LIMIT = 1,
	CONF6_MTU = 2,
	CONF6_ACCEPT_RA = 3,
	CONF6_USE_TEMPADDR = 10,
	CONF6_PROXY_NDP = 22,
	CONF6_ACCEPT_SOURCE_ROUTE = 24,
	CONF6_DISABLE_IPV6 = 26,
	CONF6_USE_OPTIMISTIC = 34,
	CONF6_USE_OIF_ADDRS_ONLY = 37,
	CONF6_IGNORE_ROUTES_WITH_LINKDOWN = 39,
	CONF6_DROP_UNICAST_IN_L2_MULTICAST = 40,
	CONF6_FORCE_FORWARDING = 59,
	CONF6_COUNT,
};

/** conf4_name() - "forwarding", the file's name below conf/IF; NULL if none */
const char *conf4_name(enum conf4 which);
const char *conf6_name(unsigned int which);

/**
 * enum setting - was a switch read?
 * @SETTING_READ: yes; @SETTING_ABSENT: the kernel has no such file;
 * @SETTING_UNREAD: it was not asked or not allowed
 */
enum setting {
	SETTING_READ,
	SETTING_ABSENT,
	SETTING_UNREAD,
};

/** conf4_link()/conf6_link() - conf/IF/NAME of an interface */
enum setting conf4_link(const struct link *l, enum conf4 which, int32_t *value);
enum setting conf6_link(const struct link *l, unsigned int which,
			int32_t *value);
/** conf4_all()/conf6_all() - conf/all/NAME, from the file's text */
enum setting conf4_all(const struct netns *ns, enum conf4 which,
		       int32_t *value);
enum setting conf6_all(const struct netns *ns, unsigned int which,
		       int32_t *value);
/** sysctl_number() - first number of a file: "net/ipv4/ip_default_ttl" */
enum setting sysctl_number(const struct netns *ns, const char *path,
			   int64_t *value);

/** sysctl_files() - every file below /proc/sys that collect reads, ends NULL */
struct sysctl_file {
	const char *path;
	uint8_t when;		/* SYSCTL_ALWAYS, _IPV6, _BRIDGE, _CONNTRACK, _INITIAL */
};
enum {
	SYSCTL_ALWAYS,
	SYSCTL_IPV6,
	SYSCTL_BRIDGE,
	SYSCTL_CONNTRACK,
	SYSCTL_INITIAL,
};
extern const struct sysctl_file sysctl_files[];

#endif
