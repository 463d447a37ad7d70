/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xt_kernel.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <linux/netfilter.h>
#include <linux/netfilter/ipset/ip_set.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter_arp/arp_tables.h>
#include <linux/netfilter_bridge/ebtables.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>

#define HEAD 40

static bool read_bridge(int fd, struct ebt_replace *rp, struct bytes *out)
{
	socklen_t len = sizeof(*rp);
	size_t counters;
	uint8_t *p;

	if (getsockopt(fd, SOL_IP, EBT_SO_GET_INFO, rp, &len) < 0)
		return false;
	counters = rp->nentries * sizeof(struct ebt_counter);
	p = calloc(1, rp->entries_size + counters + 1);
	rp->num_counters = rp->nentries;
	rp->entries = (char *)p;
	rp->counters = (struct ebt_counter *)(p + rp->entries_size);
	len = (socklen_t)(sizeof(*rp) + rp->entries_size + counters);
	*out = (struct bytes){ p, rp->entries_size + counters };
	return getsockopt(fd, SOL_IP, EBT_SO_GET_ENTRIES, rp, &len) == 0;
}

static bool read_inet(int fd, uint8_t nfproto, void *info, struct bytes *out)
{
	int level = nfproto == NFPROTO_IPV6 ? SOL_IPV6 : SOL_IP;
	bool arp = nfproto == NFPROTO_ARP;
	int base = arp ? ARPT_BASE_CTL : IPT_BASE_CTL;
	socklen_t len = arp ? sizeof(struct arpt_getinfo) :
			      sizeof(struct ipt_getinfo);
	struct ipt_get_entries *e;
	unsigned int size;

	if (getsockopt(fd, level, base, info, &len) < 0)
		return false;
	size = arp ? ((struct arpt_getinfo *)info)->size :
		     ((struct ipt_getinfo *)info)->size;
	e = calloc(1, HEAD + size);
	memcpy(e->name, info, sizeof(e->name));
	e->size = size;
	len = HEAD + size;
	*out = (struct bytes){ (const uint8_t *)e, len };
	return getsockopt(fd, level, base + 1, e, &len) == 0;
}

struct xt_table *kernel_xt_table(struct arena *a, struct firewall *fw,
				 uint8_t nfproto, const char *name)
{
	int fd = socket(nfproto == NFPROTO_IPV6 ? AF_INET6 : AF_INET,
			SOCK_DGRAM, 0);
	struct ebt_replace info = { .valid_hooks = 0 };
	struct bytes blob = { NULL, 0 };
	struct error err = { 0 };
	struct xt_table *t = NULL;
	bool ok;

	memcpy(&info, name, strlen(name));
	ok = nfproto == NFPROTO_BRIDGE ? read_bridge(fd, &info, &blob) :
					 read_inet(fd, nfproto, &info, &blob);
	close(fd);
	if (ok && !decode_xt_table(nfproto, &info, sizeof(info), blob.p,
				   blob.len, fw, a, &err))
		t = fw->xtables.v[fw->xtables.n - 1];
	if (t && t->opaque)
		error_set(&err, -EINVAL, "%s", t->opaque);
	else if (t)
		xt_table_seal(t, &err);
	free((void *)(uintptr_t)blob.p);
	if (t && !err.code)
		return t;
	printf("# table %s: %s\n", name, err.text);
	return NULL;
}

struct sets {
	struct arena *a;
	struct firewall *fw;
};

static int take(const struct nlmsghdr *nlh, void *data)
{
	struct sets *s = data;

	return decode_ipset(s->a, nlh, s->fw) < 0 ? MNL_CB_ERROR : MNL_CB_OK;
}

bool kernel_ipsets(struct arena *a, struct firewall *fw)
{
	struct mnl_socket *nl = mnl_socket_open(NETLINK_NETFILTER);
	struct sets s = { a, fw };
	char buf[65536];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct nfgenmsg *g;
	ssize_t n;
	int ret = -1;

	if (!nl || mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0)
		return false;
	nlh->nlmsg_type = NFNL_SUBSYS_IPSET << 8 | IPSET_CMD_LIST;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	nlh->nlmsg_seq = 1;
	g = mnl_nlmsg_put_extra_header(nlh, sizeof(*g));
	g->nfgen_family = AF_INET;
	mnl_attr_put_u8(nlh, IPSET_ATTR_PROTOCOL, 7);
	if (mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		return false;
	do {
		n = mnl_socket_recvfrom(nl, buf, sizeof(buf));
		ret = n < 0 ? -1 : mnl_cb_run(buf, (size_t)n, 1, 0, take, &s);
	} while (ret > 0);
	mnl_socket_close(nl);
	return ret == 0;
}
