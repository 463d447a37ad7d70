/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The netlink half of yardstick: rtnetlink, nftables, conntrack, sock_diag. */
#include <libmnl/libmnl.h>
#include <linux/fib_rules.h>
#include <linux/if_link.h>
#include <linux/inet_diag.h>
#include <linux/net_namespace.h>
#include <linux/netconf.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/netfilter/ipset/ip_set.h>
#include <linux/nexthop.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "yardstick.h"

#define BUFFER 32768
#define MAX_SETS 4096

void requests_add(struct requests *to, const struct requests *r)
{
	to->namespaces += r->namespaces;
	to->processes += r->processes;
	to->files += r->files;
	to->dumps += r->dumps;
	to->errors += r->errors;
	to->bytes += r->bytes;
}

void requests_print(const struct requests *r)
{
	printf("%lu namespaces, %lu processes, %lu files, %lu requests "
	       "(%lu refused), %lu bytes\n", r->namespaces, r->processes,
	       r->files, r->dumps, r->errors, r->bytes);
}

static int netlink_open(int protocol)
{
	static const int on = 1;
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);

	if (fd >= 0) {
		setsockopt(fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on,
			   sizeof(on));
		setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	}
	return fd;
}

int rtnl_open(void)
{
	return netlink_open(NETLINK_ROUTE);
}

typedef void (*message_fn)(const struct nlmsghdr *nlh, void *data);

/* Is this buffer the last of its answer? */
static bool is_end(struct requests *r, const char *buf, int len, bool dump,
		   message_fn each, void *data)
{
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)buf;

	for (; mnl_nlmsg_ok(nlh, len); nlh = mnl_nlmsg_next(nlh, &len)) {
		if (nlh->nlmsg_type == NLMSG_ERROR) {
			r->errors++;
			return true;
		}
		if (nlh->nlmsg_type == NLMSG_DONE)
			return true;
		if (each)
			each(nlh, data);
		if (!dump)
			return true;
	}
	return false;
}

static void ask(struct requests *r, int fd, struct nlmsghdr *nlh,
		message_fn each, void *data)
{
	bool dump = nlh->nlmsg_flags & NLM_F_DUMP;
	char buf[BUFFER];
	ssize_t n;

	r->dumps++;
	if (send(fd, nlh, nlh->nlmsg_len, 0) < 0) {
		r->errors++;
		return;
	}
	do {
		n = recv(fd, buf, sizeof(buf), 0);
		if (n <= 0)
			return;
		r->bytes += n;
	} while (!is_end(r, buf, n, dump, each, data));
}

/* A request with a header of @size bytes, zero but for its first, the family. */
static struct nlmsghdr *request(char *buf, int type, int flags, size_t size,
				int family)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	unsigned char *head = mnl_nlmsg_put_extra_header(nlh, size);

	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	head[0] = family;
	return nlh;
}

static int link_attribute(const struct nlattr *attr, void *data)
{
	struct content *c = data;
	const struct nlattr *inner;

	if (mnl_attr_get_type(attr) == IFLA_LINK_NETNSID)
		c->peers++;
	if (mnl_attr_get_type(attr) != IFLA_LINKINFO)
		return MNL_CB_OK;
	mnl_attr_for_each_nested(inner, attr)
		if (mnl_attr_get_type(inner) == IFLA_INFO_KIND &&
		    !strcmp(mnl_attr_get_str(inner), "bridge"))
			c->bridges++;
	return MNL_CB_OK;
}

static void count_link(const struct nlmsghdr *nlh, void *data)
{
	mnl_attr_parse(nlh, sizeof(struct ifinfomsg), link_attribute, data);
}

static void dump_links(struct requests *r, int fd, struct content *c)
{
	char buf[MNL_SOCKET_BUFFER_SIZE];
	struct nlmsghdr *nlh;

	nlh = request(buf, RTM_GETLINK, NLM_F_DUMP, sizeof(struct ifinfomsg),
		      AF_UNSPEC);
	mnl_attr_put_u32(nlh, IFLA_EXT_MASK, 0);
	ask(r, fd, nlh, count_link, c);
	if (!c->bridges)
		return;
	nlh = request(buf, RTM_GETLINK, NLM_F_DUMP, sizeof(struct ifinfomsg),
		      AF_BRIDGE);
	mnl_attr_put_u32(nlh, IFLA_EXT_MASK, RTEXT_FILTER_BRVLAN_COMPRESSED);
	ask(r, fd, nlh, NULL, NULL);
}

void dump_rtnl(struct requests *r, int fd, struct content *c)
{
	static const struct {
		int type, family;
		size_t size;
	} plain[] = {
		{ RTM_GETADDR, AF_UNSPEC, sizeof(struct ifaddrmsg) },
		{ RTM_GETROUTE, AF_INET, sizeof(struct rtmsg) },
		{ RTM_GETROUTE, AF_INET6, sizeof(struct rtmsg) },
		{ RTM_GETRULE, AF_INET, sizeof(struct fib_rule_hdr) },
		{ RTM_GETRULE, AF_INET6, sizeof(struct fib_rule_hdr) },
		{ RTM_GETNEIGH, AF_UNSPEC, sizeof(struct ndmsg) },
		{ RTM_GETNETCONF, AF_INET, 4 },
		{ RTM_GETNETCONF, AF_INET6, 4 },
		{ RTM_GETNSID, AF_UNSPEC, 4 },
		{ RTM_GETQDISC, AF_UNSPEC, sizeof(struct tcmsg) },
	};
	char buf[MNL_SOCKET_BUFFER_SIZE];
	struct nlmsghdr *nlh;
	struct ndmsg *nd;

	dump_links(r, fd, c);
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		ask(r, fd, request(buf, plain[i].type, NLM_F_DUMP,
				   plain[i].size, plain[i].family), NULL, NULL);
	nlh = request(buf, RTM_GETNEIGH, NLM_F_DUMP, sizeof(*nd), AF_UNSPEC);
	nd = mnl_nlmsg_get_payload(nlh);
	nd->ndm_flags = NTF_PROXY;
	ask(r, fd, nlh, NULL, NULL);
	if (c->bridges)
		ask(r, fd, request(buf, RTM_GETNEIGH, NLM_F_DUMP, sizeof(*nd),
				   AF_BRIDGE), NULL, NULL);
}

void ask_nsid(struct requests *r, int fd, int ns)
{
	char buf[MNL_SOCKET_BUFFER_SIZE];
	struct nlmsghdr *nlh = request(buf, RTM_GETNSID, 0, 4, AF_UNSPEC);

	mnl_attr_put_u32(nlh, NETNSA_FD, ns);
	ask(r, fd, nlh, NULL, NULL);
}

/* The sets whose elements are to be asked for. */
struct sets {
	unsigned int count;
	struct {
		unsigned char family;
		char table[NFT_TABLE_MAXNAMELEN], name[NFT_SET_MAXNAMELEN];
	} set[MAX_SETS];
};

static void count_table(const struct nlmsghdr *nlh, void *data)
{
	unsigned int *tables = data;

	(void)nlh;
	++*tables;
}

static void note_set(const struct nlmsghdr *nlh, void *data)
{
	const struct nfgenmsg *nfg = mnl_nlmsg_get_payload(nlh);
	struct sets *sets = data;
	const struct nlattr *attr;

	if (sets->count == MAX_SETS)
		return;
	sets->set[sets->count].family = nfg->nfgen_family;
	mnl_attr_for_each(attr, nlh, sizeof(*nfg)) {
		if (mnl_attr_get_type(attr) == NFTA_SET_TABLE)
			snprintf(sets->set[sets->count].table,
				 NFT_TABLE_MAXNAMELEN, "%s",
				 mnl_attr_get_str(attr));
		if (mnl_attr_get_type(attr) == NFTA_SET_NAME)
			snprintf(sets->set[sets->count].name,
				 NFT_SET_MAXNAMELEN, "%s",
				 mnl_attr_get_str(attr));
	}
	sets->count++;
}

static struct nlmsghdr *nft_request(char *buf, int subsystem, int message,
				    int flags, int family)
{
	return request(buf, subsystem << 8 | message, flags,
		       sizeof(struct nfgenmsg), family);
}

static void dump_elements(struct requests *r, int fd, const struct sets *sets)
{
	char buf[MNL_SOCKET_BUFFER_SIZE];
	struct nlmsghdr *nlh;

	for (unsigned int i = 0; i < sets->count; i++) {
		nlh = nft_request(buf, NFNL_SUBSYS_NFTABLES,
				  NFT_MSG_GETSETELEM, NLM_F_DUMP,
				  sets->set[i].family);
		mnl_attr_put_strz(nlh, NFTA_SET_ELEM_LIST_TABLE,
				  sets->set[i].table);
		mnl_attr_put_strz(nlh, NFTA_SET_ELEM_LIST_SET,
				  sets->set[i].name);
		ask(r, fd, nlh, NULL, NULL);
	}
}

static void dump_tables(struct requests *r, int fd)
{
	static const int kinds[] = {
		NFT_MSG_GETCHAIN, NFT_MSG_GETRULE, NFT_MSG_GETOBJ,
		NFT_MSG_GETFLOWTABLE,
	};
	char buf[MNL_SOCKET_BUFFER_SIZE];
	static _Thread_local struct sets sets;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		ask(r, fd, nft_request(buf, NFNL_SUBSYS_NFTABLES, kinds[i],
				       NLM_F_DUMP, 0), NULL, NULL);
	sets.count = 0;
	ask(r, fd, nft_request(buf, NFNL_SUBSYS_NFTABLES, NFT_MSG_GETSET,
			       NLM_F_DUMP, 0), note_set, &sets);
	dump_elements(r, fd, &sets);
	ask(r, fd, nft_request(buf, NFNL_SUBSYS_CTNETLINK, IPCTNL_MSG_CT_GET,
			       NLM_F_DUMP, AF_UNSPEC), NULL, NULL);
}

static void dump_ipset(struct requests *r, int fd)
{
	char buf[MNL_SOCKET_BUFFER_SIZE];
	struct nlmsghdr *nlh;

	nlh = nft_request(buf, NFNL_SUBSYS_IPSET, IPSET_CMD_LIST, NLM_F_DUMP,
			  AF_INET);
	mnl_attr_put_u8(nlh, IPSET_ATTR_PROTOCOL, 6);
	ask(r, fd, nlh, NULL, NULL);
}

void dump_nft(struct requests *r, struct content *c)
{
	int fd = netlink_open(NETLINK_NETFILTER);
	char buf[MNL_SOCKET_BUFFER_SIZE];

	if (fd < 0)
		return;
	ask(r, fd, nft_request(buf, NFNL_SUBSYS_NFTABLES, NFT_MSG_GETGEN, 0,
			       0), NULL, NULL);
	ask(r, fd, nft_request(buf, NFNL_SUBSYS_NFTABLES, NFT_MSG_GETTABLE,
			       NLM_F_DUMP, 0), count_table, &c->tables);
	if (c->tables) {
		dump_tables(r, fd);
		ask(r, fd, nft_request(buf, NFNL_SUBSYS_NFTABLES,
				       NFT_MSG_GETGEN, 0, 0), NULL, NULL);
	}
	dump_ipset(r, fd);
	close(fd);
}

/* Listeners alone: TCP in state LISTEN, UDP that is not connected. */
void dump_sockets(struct requests *r)
{
	static const struct {
		int family, protocol, states;
	} kinds[] = {
		{ AF_INET, IPPROTO_TCP, 1 << 10 },
		{ AF_INET6, IPPROTO_TCP, 1 << 10 },
		{ AF_INET, IPPROTO_UDP, 1 << 7 },
		{ AF_INET6, IPPROTO_UDP, 1 << 7 },
	};
	int fd = netlink_open(NETLINK_SOCK_DIAG);
	char buf[MNL_SOCKET_BUFFER_SIZE];

	for (size_t i = 0; fd >= 0 && i < sizeof(kinds) / sizeof(kinds[0]);
	     i++) {
		struct nlmsghdr *nlh = request(buf, SOCK_DIAG_BY_FAMILY,
					       NLM_F_DUMP,
					       sizeof(struct inet_diag_req_v2),
					       kinds[i].family);
		struct inet_diag_req_v2 *req = mnl_nlmsg_get_payload(nlh);

		req->sdiag_protocol = kinds[i].protocol;
		req->idiag_states = kinds[i].states;
		ask(r, fd, nlh, NULL, NULL);
	}
	if (fd >= 0)
		close(fd);
}
