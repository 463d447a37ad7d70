/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A host is asked once it stands still: the kernel tells devices of a
 * carrier's change from a work queue (net/core/link_watch.c), for some only
 * once a second, and until then routes and states are of neither side.
 */
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <sched.h>
#include <unistd.h>

#include "settle.h"

struct still {
	bool moving;
};

static int link_attr(const struct nlattr *a, void *data)
{
	const struct nlattr **state = data;

	if (mnl_attr_get_type(a) == IFLA_OPERSTATE)
		*state = a;
	return MNL_CB_OK;
}

static int link_cb(const struct nlmsghdr *nlh, void *data)
{
	const struct ifinfomsg *i = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *state = NULL;
	struct still *s = data;
	unsigned int oper;

	mnl_attr_parse(nlh, sizeof(*i), link_attr, &state);
	if (!state || i->ifi_flags & IFF_LOOPBACK)
		return MNL_CB_OK;
	oper = mnl_attr_get_u8(state);
	if (oper == IF_OPER_UNKNOWN)
		s->moving |= i->ifi_flags & IFF_UP;
	else if (oper == IF_OPER_UP)
		s->moving |= !(i->ifi_flags & IFF_LOWER_UP);
	else
		s->moving |= (i->ifi_flags & IFF_UP) &&
			(i->ifi_flags & IFF_LOWER_UP) &&
			oper != IF_OPER_DORMANT;
	return MNL_CB_OK;
}

static bool netns_moves(struct mnl_socket *nl)
{
	char buf[32768];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct still s = { false };
	struct ifinfomsg *i;
	ssize_t n;

	nlh->nlmsg_type = RTM_GETLINK;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	nlh->nlmsg_seq = 1;
	i = mnl_nlmsg_put_extra_header(nlh, sizeof(*i));
	i->ifi_family = 0;
	if (mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		return false;
	do {
		n = mnl_socket_recvfrom(nl, buf, sizeof(buf));
		if (n < 0)
			return false;
	} while (mnl_cb_run(buf, n, 1, mnl_socket_get_portid(nl), link_cb,
			    &s) > MNL_CB_STOP);
	return s.moving;
}

void settle(const int *netns, int n_netns)
{
	int i, tries, moving = 1;
	struct mnl_socket *nl;

	for (tries = 0; moving && tries < 150; tries++) {
		moving = 0;
		for (i = 0; i < n_netns; i++) {
			if (setns(netns[i], CLONE_NEWNET))
				continue;
			nl = mnl_socket_open(NETLINK_ROUTE);
			if (!nl)
				continue;
			moving |= netns_moves(nl);
			mnl_socket_close(nl);
		}
		usleep(moving ? 10000 : 15000);
	}
}
