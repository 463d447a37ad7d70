/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Are there IPsec policies? Their keys are never asked for. */
#include <errno.h>
#include <linux/xfrm.h>

#include "collect/modules.h"
#include "collect/visit.h"

static int cb_policy(const struct nlmsghdr *nlh, void *ctx)
{
	bool *any = ctx;

	if (nlh->nlmsg_type == XFRM_MSG_NEWPOLICY)
		*any = true;
	return 0;
}

void read_xfrm(struct reader *r)
{
	static const enum module needs[] = { MOD_XFRM_USER, MOD_COUNT };
	struct xfrm_userpolicy_id h = { .index = 0 };
	struct netns *ns = r->v->result;
	enum tri here = modules_all(r->c->modules, needs);
	struct nl nl;
	struct nl_req req;
	bool any = false;
	int ret = 0;

	if (here == TRI_UNKNOWN) {
		visit_gap(r, "xfrm", "module-unknown", ENOENT,
			  "/lib/modules");
		return;
	}
	if (here == TRI_YES) {
		nl_init(&nl, &r->c->deadline);
		ret = nl_open(&nl, NETLINK_XFRM);
		nl_req_init(&req, XFRM_MSG_GETPOLICY, NLM_F_DUMP, &h,
			    sizeof(h));
		if (!ret)
			ret = nl_request(&nl, &req, cb_policy, &any);
		nl_free(&nl);
	}
	/* A kernel without IPsec has no such protocol. */
	if (ret && ret != -EPROTONOSUPPORT && ret != -EINTR) {
		visit_gap(r, "xfrm", "read", -ret,
			  ret == -EPERM ? "CAP_NET_ADMIN" : NULL);
		return;
	}
	SET(ns, netns, xfrm_policies, any);
	ns->have |= READ_XFRM;
}
