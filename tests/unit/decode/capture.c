/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * capture DIR - write what the kernel answers in the present namespace, one
 * file per dump, for tests/data/netlink. tests/data/netlink/make.sh builds the
 * namespace whose answers are kept there.
 */
#include <errno.h>
#include <linux/fib_rules.h>
#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/netconf.h>
#include <linux/nexthop.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "collect/netlink.h"

struct what {
	const char *file;
	uint16_t type;
	uint8_t family;
	uint8_t head;
	uint8_t flags_at;	/* of a byte in the header that is set */
	uint8_t flags;
	uint32_t ext_mask;
};

static const struct what all[] = {
	{ "link", RTM_GETLINK, AF_UNSPEC, sizeof(struct ifinfomsg), 0, 0, 0 },
	{ "vlan", RTM_GETLINK, AF_BRIDGE, sizeof(struct ifinfomsg), 0, 0,
	  RTEXT_FILTER_BRVLAN_COMPRESSED },
	{ "address", RTM_GETADDR, AF_UNSPEC, sizeof(struct ifaddrmsg), 0, 0,
	  0 },
	{ "route4", RTM_GETROUTE, AF_INET, sizeof(struct rtmsg), 0, 0, 0 },
	{ "route6", RTM_GETROUTE, AF_INET6, sizeof(struct rtmsg), 0, 0, 0 },
	{ "nexthop", RTM_GETNEXTHOP, AF_UNSPEC, sizeof(struct nhmsg), 0, 0,
	  0 },
	{ "rule4", RTM_GETRULE, AF_INET, sizeof(struct fib_rule_hdr), 0, 0,
	  0 },
	{ "rule6", RTM_GETRULE, AF_INET6, sizeof(struct fib_rule_hdr), 0, 0,
	  0 },
	{ "neighbour", RTM_GETNEIGH, AF_UNSPEC, sizeof(struct ndmsg), 0, 0,
	  0 },
	{ "proxy", RTM_GETNEIGH, AF_UNSPEC, sizeof(struct ndmsg),
	  offsetof(struct ndmsg, ndm_flags), NTF_PROXY, 0 },
	{ "fdb", RTM_GETNEIGH, AF_BRIDGE, sizeof(struct ndmsg), 0, 0, 0 },
	{ "netconf4", RTM_GETNETCONF, AF_INET, sizeof(struct netconfmsg), 0, 0,
	  0 },
	{ "netconf6", RTM_GETNETCONF, AF_INET6, sizeof(struct netconfmsg), 0,
	  0, 0 },
	{ "nsid", RTM_GETNSID, AF_UNSPEC, sizeof(struct rtgenmsg), 0, 0, 0 },
	{ "qdisc", RTM_GETQDISC, AF_UNSPEC, sizeof(struct tcmsg), 0, 0, 0 },
};

static int write_message(const struct nlmsghdr *nlh, void *ctx)
{
	static const char pad[NLMSG_ALIGNTO];
	size_t rest = NLMSG_ALIGN(nlh->nlmsg_len) - nlh->nlmsg_len;

	if (fwrite(nlh, nlh->nlmsg_len, 1, ctx) != 1 ||
	    (rest && fwrite(pad, rest, 1, ctx) != 1))
		return -EIO;
	return 0;
}

static int capture(struct nl *nl, const char *dir, const struct what *w)
{
	uint8_t head[64] = { w->family };
	struct nl_req req;
	char path[512];
	FILE *f;
	int ret;

	snprintf(path, sizeof(path), "%s/%s.bin", dir, w->file);
	f = fopen(path, "w");
	if (!f)
		return -errno;
	if (w->flags)
		head[w->flags_at] = w->flags;
	nl_req_init(&req, w->type, NLM_F_DUMP, head, w->head);
	if (w->ext_mask)
		nl_req_put_u32(&req, IFLA_EXT_MASK, w->ext_mask);
	ret = nl_request(nl, &req, write_message, f);
	if (fclose(f) && !ret)
		ret = -errno;
	return ret;
}

int main(int argc, char **argv)
{
	struct timespec deadline;
	struct nl nl;
	int ret;

	if (argc != 2)
		return 2;
	clock_gettime(CLOCK_MONOTONIC, &deadline);
	deadline.tv_sec += 10;
	nl_init(&nl, &deadline);
	ret = nl_open(&nl, NETLINK_ROUTE);
	for (size_t i = 0; !ret && i < ARRAY_SIZE(all); i++) {
		ret = capture(&nl, argv[1], &all[i]);
		if (ret)
			fprintf(stderr, "%s: %s\n", all[i].file,
				strerror(-ret));
		if (ret == -EOPNOTSUPP)
			ret = 0;
	}
	nl_free(&nl);
	return ret ? 1 : 0;
}
