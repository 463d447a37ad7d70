/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collect/nfnl.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/netfilter/nfnetlink.h>

void nfnl_req_init(struct nl_req *req, uint8_t subsys, uint8_t msg,
		   uint16_t flags, uint8_t family)
{
	struct nfgenmsg h = {
		.nfgen_family = family,
		.version = NFNETLINK_V0,
	};

	nl_req_init(req, (uint16_t)(subsys << 8 | msg), flags, &h, sizeof(h));
}

int nfnl_open(struct reader *r, const enum module *needs, const char *object)
{
	enum tri here = modules_all(r->c->modules, needs);
	int ret;

	if (here == TRI_NO)
		return -ENOENT;
	if (here == TRI_UNKNOWN) {
		visit_gap(r, object, "module-unknown", ENOENT,
			  "/lib/modules");
		return -EUNATCH;
	}
	if (r->nf.fd >= 0)
		return 0;
	ret = nl_open(&r->nf, NETLINK_NETFILTER);
	if (ret == -EPROTONOSUPPORT || ret == -ESOCKTNOSUPPORT)
		return -ENOENT;
	if (ret)
		visit_gap(r, object, "read", -ret, NULL);
	return ret;
}
