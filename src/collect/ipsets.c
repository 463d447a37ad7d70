/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets of ipset, with their members. */
#include "decode/xt.h"

#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter/ipset/ip_set.h>
#include <linux/netfilter/nfnetlink.h>

#include "collect/nfnl.h"

#define PROTOCOL_NEW 7
#define PROTOCOL_OLD 6

struct ipset_dump {
	struct reader *r;
	struct firewall *fw;
	bool bad;
};

static int cb_set(const struct nlmsghdr *nlh, void *ctx)
{
	struct ipset_dump *d = ctx;

	if (decode_ipset(d->r->arena, nlh, d->fw) == -EBADMSG)
		d->bad = true;
	return 0;
}

static int dump_sets(struct ipset_dump *d, uint8_t protocol)
{
	struct nl_req req;
	int ret = -EINTR;

	for (int i = 0; i < 3 && (ret == -EINTR || ret == -EMSGSIZE); i++) {
		d->fw->ipsets.n = 0;
		nfnl_req_init(&req, NFNL_SUBSYS_IPSET, IPSET_CMD_LIST,
			      NLM_F_DUMP, NFPROTO_IPV4);
		nl_req_put(&req, IPSET_ATTR_PROTOCOL, &protocol, 1);
		ret = nl_request(&d->r->nf, &req, cb_set, d);
	}
	return ret;
}

void read_ipsets(struct reader *r)
{
	static const enum module needs[] = {
		MOD_NFNETLINK, MOD_IP_SET, MOD_COUNT,
	};
	struct ipset_dump d = { .r = r, .fw = reader_firewall(r) };
	int ret = nfnl_open(r, needs, "ipset");

	if (ret && ret != -ENOENT)
		return;
	if (!ret) {
		ret = dump_sets(&d, PROTOCOL_NEW);
		if (ret == -IPSET_ERR_PROTOCOL)
			ret = dump_sets(&d, PROTOCOL_OLD);
		/* A kernel without the subsystem. */
		if (ret == -EINVAL || ret == -EOPNOTSUPP)
			ret = 0;
	} else {
		ret = 0;
	}
	if (d.bad)
		visit_gap(r, "ipset", "decode", EBADMSG, NULL);
	if (ret)
		visit_gap(r, "ipset", "read", -ret,
			  ret == -EPERM ? "CAP_NET_ADMIN" : NULL);
	if (!ret && !d.bad)
		r->v->result->have |= READ_IPSETS;
}
