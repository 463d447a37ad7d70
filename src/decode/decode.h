/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * decode - kernel bytes to model
 *
 * Owns:     the one loop that reads netlink attributes by field tables, and
 *           the reading of every message and blob that collect receives.
 * Takes:    bytes and their length; an arena for what is made of them.
 * Gives:    objects of the model; what it cannot name is kept raw.
 * Must not: open a socket or a file, trust a length, print.
 * Start at: attrs.c (the loop), then link.c (one kind of object).
 */
#ifndef NSD_DECODE_H
#define NSD_DECODE_H

#include <linux/netlink.h>

#include "model/model.h"

/*
 * Each of these reads one message. They return 0 and the object in *@out,
 * -ENOMSG for a message of another type (skipped by the caller), -EBADMSG for
 * one that is cut short or lies about its sizes; then *@out is untouched.
 * @a owns what is made. The message is not changed and not kept.
 */

/** decode_link() - RTM_NEWLINK of family AF_UNSPEC (rtnl_fill_ifinfo()) */
int decode_link(struct arena *a, const struct nlmsghdr *nlh,
		struct link **out);
/** decode_address() - RTM_NEWADDR (inet_fill_ifaddr(), inet6_fill_ifaddr()) */
int decode_address(struct arena *a, const struct nlmsghdr *nlh,
		   struct address **out);
/**
 * decode_route() - RTM_NEWROUTE (fib_dump_info(), rt6_fill_node())
 *
 * Cached clones (RTM_F_CLONED) come as -ENOMSG: they are no routes.
 */
int decode_route(struct arena *a, const struct nlmsghdr *nlh,
		 struct route **out);
/** decode_nexthop() - RTM_NEWNEXTHOP (nh_fill_node()) */
int decode_nexthop(struct arena *a, const struct nlmsghdr *nlh,
		   struct nexthop **out);
/** decode_rule() - RTM_NEWRULE (fib_nl_fill_rule()); unknown selectors: opaque */
int decode_rule(struct arena *a, const struct nlmsghdr *nlh,
		struct rule **out);
/** decode_neighbour() - RTM_NEWNEIGH of IPv4 and IPv6, proxies too */
int decode_neighbour(struct arena *a, const struct nlmsghdr *nlh,
		     struct neighbour **out);
/** decode_fdb() - RTM_NEWNEIGH of AF_BRIDGE (br_fdb_dump(), ndo_fdb_dump()) */
int decode_fdb(struct arena *a, const struct nlmsghdr *nlh, struct fdb **out);
/** decode_qdisc() - RTM_NEWQDISC (tc_fill_qdisc()) */
int decode_qdisc(struct arena *a, const struct nlmsghdr *nlh,
		 struct qdisc **out);
/**
 * decode_tc_filter() - RTM_NEWTFILTER (tcf_fill_node())
 *
 * The message that stands for an empty classifier instance (handle 0, no
 * options) decides nothing and comes as -ENOMSG.
 */
int decode_tc_filter(struct arena *a, const struct nlmsghdr *nlh,
		     struct tc_filter **out);
/** decode_nsid() - RTM_NEWNSID; *@id is NETNSA_NSID, -1 for "none" */
int decode_nsid(const struct nlmsghdr *nlh, int32_t *id);

/** decode_bridge_vlans() - RTM_NEWLINK of AF_BRIDGE: appends to @ns->vlans */
int decode_bridge_vlans(struct arena *a, const struct nlmsghdr *nlh,
			struct netns *ns);
/**
 * decode_netconf() - RTM_NEWNETCONF: what it says of conf/all and conf/default
 * is appended to @ns->sysctls under the names of the files
 */
int decode_netconf(struct arena *a, const struct nlmsghdr *nlh,
		   struct netns *ns);

/**
 * decode_hook() - a message of subsystem NFNL_SUBSYS_HOOK
 *                 (nfnl_hook_dump_one())
 * @family, @hooknum, @device: what was asked for; the answer does not say
 */
int decode_hook(struct arena *a, const struct nlmsghdr *nlh, uint8_t family,
		uint32_t hooknum, const char *device, struct hook **out);

/** decode_inet_diag() - SOCK_DIAG_BY_FAMILY: a listener or unconnected socket */
int decode_inet_diag(struct arena *a, const struct nlmsghdr *nlh,
		     uint8_t protocol, struct sock **out);

#include "decode/attrs.h"

#endif
