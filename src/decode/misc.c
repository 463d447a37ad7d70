/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Traffic control, nsids, netconf, hook lists, listening sockets. */
#include "decode/decode.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/net_namespace.h>
#include <linux/netconf.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>

static const struct tcmsg *tc_header(const struct nlmsghdr *nlh, uint16_t type,
				     int *ret)
{
	const struct tcmsg *h = decode_header(nlh, sizeof(*h));

	*ret = nlh->nlmsg_type != type ? -ENOMSG : h ? 0 : -EBADMSG;
	return *ret ? NULL : h;
}

int decode_qdisc(struct arena *a, const struct nlmsghdr *nlh,
		 struct qdisc **out)
{
	struct decode d = { .arena = a };
	struct qdisc *q;
	int ret;
	const struct tcmsg *h = tc_header(nlh, RTM_NEWQDISC, &ret);

	if (!h)
		return ret;
	q = object_new(a, &qdisc_type);
	SET(q, qdisc, ifindex, (uint32_t)h->tcm_ifindex);
	SET(q, qdisc, handle, h->tcm_handle);
	SET(q, qdisc, parent, h->tcm_parent);
	if (decode_attrs(&d, nlh, sizeof(*h), q))
		return -EBADMSG;
	*out = q;
	return 0;
}

int decode_tc_filter(struct arena *a, const struct nlmsghdr *nlh,
		     struct tc_filter **out)
{
	struct decode d = { .arena = a };
	struct tc_filter *f;
	int ret;
	const struct tcmsg *h = tc_header(nlh, RTM_NEWTFILTER, &ret);

	if (!h)
		return ret;
	f = object_new(a, &tc_filter_type);
	SET(f, tc_filter, ifindex, (uint32_t)h->tcm_ifindex);
	SET(f, tc_filter, parent, h->tcm_parent);
	SET(f, tc_filter, handle, h->tcm_handle);
	SET(f, tc_filter, priority, TC_H_MAJ(h->tcm_info) >> 16);
	SET(f, tc_filter, protocol, ntohs(TC_H_MIN(h->tcm_info)));
	if (decode_attrs(&d, nlh, sizeof(*h), f))
		return -EBADMSG;
	if (!h->tcm_handle && !f->options.len)
		return -ENOMSG;
	*out = f;
	return 0;
}

int decode_nsid(const struct nlmsghdr *nlh, int32_t *id)
{
	const struct rtgenmsg *h = decode_header(nlh, sizeof(*h));
	const struct nlattr *attr;
	struct nest it;
	uint32_t value;
	int ret = -EBADMSG;
	size_t head = NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(*h));

	if (nlh->nlmsg_type != RTM_NEWNSID)
		return -ENOMSG;
	if (!h || nlh->nlmsg_len < head)
		return -EBADMSG;
	it = nest_of((const uint8_t *)nlh + head, nlh->nlmsg_len - head);
	while ((attr = nest_next(&it))) {
		if (attr_type(attr) != NETNSA_NSID || attr_u32(attr, &value))
			continue;
		*id = (int32_t)value;
		ret = 0;
	}
	return it.bad ? -EBADMSG : ret;
}

struct netconf_file {
	uint16_t attr;
	const char *name;
};

static const struct netconf_file netconf4_files[] = {
	{ NETCONFA_FORWARDING, "forwarding" },
	{ NETCONFA_RP_FILTER, "rp_filter" },
	{ NETCONFA_MC_FORWARDING, "mc_forwarding" },
	{ NETCONFA_PROXY_NEIGH, "proxy_arp" },
	{ NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN,
	  "ignore_routes_with_linkdown" },
	{ NETCONFA_BC_FORWARDING, "bc_forwarding" },
	{ 0, NULL },
};

static const struct netconf_file netconf6_files[] = {
	{ NETCONFA_FORWARDING, "forwarding" },
	{ NETCONFA_MC_FORWARDING, "mc_forwarding" },
	{ NETCONFA_PROXY_NEIGH, "proxy_ndp" },
	{ NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN,
	  "ignore_routes_with_linkdown" },
	{ 0, NULL },
};

static void netconf_add(struct arena *a, struct netns *ns, const char *family,
			const char *who, const char *name, int32_t value)
{
	struct sysctl *s = object_new(a, &sysctl_type);

	SET(s, sysctl, path,
	    arena_printf(a, "net/%s/conf/%s/%s", family, who, name));
	SET(s, sysctl, value, arena_printf(a, "%d", (int)value));
	VEC_PUSH(a, &ns->sysctls, s);
}

/* The index comes first in the message, but nothing promises that. */
static int netconf_index(struct nest it, int32_t *index)
{
	const struct nlattr *attr;
	uint32_t value;
	int ret = -EBADMSG;

	while ((attr = nest_next(&it))) {
		if (attr_type(attr) != NETCONFA_IFINDEX ||
		    attr_u32(attr, &value))
			continue;
		*index = (int32_t)value;
		ret = 0;
	}
	return it.bad ? -EBADMSG : ret;
}

static void netconf_values(struct arena *a, struct netns *ns, uint8_t family,
			   const char *who, struct nest it)
{
	const struct netconf_file *files = family == AF_INET ? netconf4_files
							     : netconf6_files;
	const struct nlattr *attr;
	uint32_t value;

	while ((attr = nest_next(&it)))
		for (const struct netconf_file *f = files; f->name; f++)
			if (f->attr == attr_type(attr) &&
			    !attr_u32(attr, &value))
				netconf_add(a, ns, family == AF_INET ? "ipv4"
								     : "ipv6",
					    who, f->name, (int32_t)value);
}

int decode_netconf(struct arena *a, const struct nlmsghdr *nlh,
		   struct netns *ns)
{
	const struct netconfmsg *h = decode_header(nlh, sizeof(*h));
	size_t head = NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(*h));
	struct nest it;
	int32_t index;

	if (nlh->nlmsg_type != RTM_NEWNETCONF)
		return -ENOMSG;
	if (!h || nlh->nlmsg_len < head)
		return -EBADMSG;
	/* A family without a handler is answered with all of them. */
	if (h->ncm_family != AF_INET && h->ncm_family != AF_INET6)
		return -ENOMSG;
	it = nest_of((const uint8_t *)nlh + head, nlh->nlmsg_len - head);
	if (netconf_index(it, &index))
		return -EBADMSG;
	if (index == NETCONFA_IFINDEX_ALL)
		netconf_values(a, ns, h->ncm_family, "all", it);
	else if (index == NETCONFA_IFINDEX_DEFAULT)
		netconf_values(a, ns, h->ncm_family, "default", it);
	return 0;
}

/* uapi linux/inet_diag.h: INET_DIAG_SKV6ONLY */
int decode_inet_diag(struct arena *a, const struct nlmsghdr *nlh,
		     uint8_t protocol, struct sock **out)
{
	const struct inet_diag_msg *h = decode_header(nlh, sizeof(*h));
	struct sock *s;
	struct nest it;
	const struct nlattr *attr;
	uint8_t v6only = 2;

	if (nlh->nlmsg_type != SOCK_DIAG_BY_FAMILY)
		return -ENOMSG;
	if (!h)
		return -EBADMSG;
	if (!ip_size(h->idiag_family))
		return -ENOMSG;
	it = nest_of(h + 1, nlh->nlmsg_len - NLMSG_HDRLEN - sizeof(*h));
	while ((attr = nest_next(&it)))
		if (attr_type(attr) == INET_DIAG_SKV6ONLY)
			attr_u8(attr, &v6only);
	if (it.bad)
		return -EBADMSG;
	s = object_new(a, &sock_type);
	SET(s, sock, family, h->idiag_family);
	SET(s, sock, protocol, protocol);
	SET(s, sock, local, ip_from(h->idiag_family, h->id.idiag_src));
	SET(s, sock, port, ntohs(h->id.idiag_sport));
	SET(s, sock, ifindex, h->id.idiag_if);
	SET(s, sock, uid, h->idiag_uid);
	SET(s, sock, inode, h->idiag_inode);
	SET(s, sock, v6only, h->idiag_family == AF_INET ? 0 : v6only);
	*out = s;
	return 0;
}
