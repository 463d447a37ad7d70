/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/sysctl.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const conf4_names[CONF4_COUNT] = {
	"forwarding",
	"mc_forwarding",
	"proxy_arp",
	"accept_redirects",
	"secure_redirects",
	"send_redirects",
	"shared_media",
	"rp_filter",
	"accept_source_route",
	"bootp_relay",
	"log_martians",
	"tag",
	"arp_filter",
	"medium_id",
	"disable_xfrm",
	"disable_policy",
	"force_igmp_version",
	"arp_announce",
	"arp_ignore",
	"promote_secondaries",
	"arp_accept",
	"arp_notify",
	"accept_local",
	"src_valid_mark",
	"proxy_arp_pvlan",
	"route_localnet",
	"igmpv2_unsolicited_report_interval",
	"igmpv3_unsolicited_report_interval",
	"ignore_routes_with_linkdown",
	"drop_unicast_in_l2_multicast",
	"drop_gratuitous_arp",
	"bc_forwarding",
	"arp_evict_nocarrier",
};

static const char *const conf6_names[CONF6_COUNT] = {
	[0] = "forwarding",
	[1] = "hop_limit",
	[2] = "mtu",
	[3] = "accept_ra",
	[4] = "accept_redirects",
	[5] = "autoconf",
	[6] = "dad_transmits",
	[7] = "router_solicitations",
	[8] = "router_solicitation_interval",
	[9] = "router_solicitation_delay",
	[10] = "use_tempaddr",
	[11] = "temp_valid_lft",
	[12] = "temp_prefered_lft",
	[13] = "regen_max_retry",
	[14] = "max_desync_factor",
	[15] = "max_addresses",
	[16] = "force_mld_version",
	[17] = "accept_ra_defrtr",
	[18] = "accept_ra_pinfo",
	[19] = "accept_ra_rtr_pref",
	[20] = "router_probe_interval",
	[21] = "accept_ra_rt_info_max_plen",
	[22] = "proxy_ndp",
	[23] = "optimistic_dad",
	[24] = "accept_source_route",
	[25] = "mc_forwarding",
	[26] = "disable_ipv6",
	[27] = "accept_dad",
	[28] = "force_tllao",
	[29] = "ndisc_notify",
	[30] = "mldv1_unsolicited_report_interval",
	[31] = "mldv2_unsolicited_report_interval",
	[32] = "suppress_frag_ndisc",
	[33] = "accept_ra_from_local",
	[34] = "use_optimistic",
	[35] = "accept_ra_mtu",
	[37] = "use_oif_addrs_only",
	[38] = "accept_ra_min_hop_limit",
	[39] = "ignore_routes_with_linkdown",
	[40] = "drop_unicast_in_l2_multicast",
	[41] = "drop_unsolicited_na",
	[42] = "keep_addr_on_down",
	[43] = "router_solicitation_max_interval",
	[44] = "seg6_enabled",
	[45] = "seg6_require_hmac",
	[46] = "enhanced_dad",
	[47] = "addr_gen_mode",
	[48] = "disable_policy",
	[49] = "accept_ra_rt_info_min_plen",
	[50] = "ndisc_tclass",
	[51] = "rpl_seg_enabled",
	[52] = "ra_defrtr_metric",
	[53] = "ioam6_enabled",
	[54] = "ioam6_id",
	[55] = "ioam6_id_wide",
	[56] = "ndisc_evict_nocarrier",
	[57] = "accept_untracked_na",
	[58] = "accept_ra_min_lft",
	[59] = "force_forwarding",
};

const char *conf4_name(enum conf4 which)
{
	return (unsigned int)which < CONF4_COUNT ? conf4_names[which] : NULL;
}

const char *conf6_name(unsigned int which)
{
	return which < CONF6_COUNT ? conf6_names[which] : NULL;
}

/* What lies beyond an older kernel's array does not exist there. */
static enum setting conf_at(const struct s32s *conf, unsigned int which,
			    int32_t *value)
{
	if (which >= conf->n)
		return SETTING_ABSENT;
	*value = conf->v[which];
	return SETTING_READ;
}

enum setting conf4_link(const struct link *l, enum conf4 which, int32_t *value)
{
	if (conf4_name(which) && l->conf4.n)
		return conf_at(&l->conf4, which, value);
	/* AF_SPEC was there and held no AF_INET: no in_device. */
	return HAS(l, link, has_inet4) && !l->has_inet4 ? SETTING_ABSENT
							: SETTING_UNREAD;
}

enum setting conf6_link(const struct link *l, unsigned int which,
			int32_t *value)
{
	if (l->conf6.n)
		return conf_at(&l->conf6, which, value);
	return HAS(l, link, has_inet6) && !l->has_inet6 ? SETTING_ABSENT
							: SETTING_UNREAD;
}

enum setting sysctl_number(const struct netns *ns, const char *path,
			   int64_t *value)
{
	const struct sysctl *file = netns_sysctl(ns, path);
	long long number;
	char *end;

	if (!file)
		return SETTING_UNREAD;
	if (!file->value)
		return SETTING_ABSENT;
	errno = 0;
	number = strtoll(file->value, &end, 10);
	if (end == file->value || errno)
		return SETTING_UNREAD;
	*value = number;
	return SETTING_READ;
}

static enum setting conf_all(const struct netns *ns, int version,
			     const char *name, int32_t *value)
{
	char path[128];
	int64_t number;
	enum setting setting;

	if (!name)
		return SETTING_ABSENT;
	snprintf(path, sizeof(path), "net/ipv%d/conf/all/%s", version, name);
	setting = sysctl_number(ns, path, &number);
	if (setting == SETTING_READ)
		*value = (int32_t)number;
	return setting;
}

enum setting conf4_all(const struct netns *ns, enum conf4 which,
		       int32_t *value)
{
	enum setting setting = conf_all(ns, 4, conf4_name(which), value);
	int64_t number;

	/* net/ipv4/ip_forward is the same variable under another name. */
	if (setting == SETTING_READ || which != CONF4_FORWARDING)
		return setting;
	setting = sysctl_number(ns, "net/ipv4/ip_forward", &number);
	if (setting == SETTING_READ)
		*value = (int32_t)number;
	return setting;
}

enum setting conf6_all(const struct netns *ns, unsigned int which,
		       int32_t *value)
{
	return conf_all(ns, 6, conf6_name(which), value);
}
