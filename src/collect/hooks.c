/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The functions on netfilter's hooks, in the order in which they run. */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_hook.h>

#include "collect/nfnl.h"
#include "decode/decode.h"

/* NFNL_MSG_HOOK_GET, the only message of the subsystem. */
#define MSG_HOOK_GET 0

struct hook_dump {
	struct reader *r;
	uint8_t family;
	uint32_t hooknum;
	uint32_t position;
	bool bad;
};

static int cb_hook(const struct nlmsghdr *nlh, void *ctx)
{
	struct hook_dump *d = ctx;
	struct hook *h;
	int ret = decode_hook(d->r->arena, nlh, d->family, d->hooknum, NULL,
			      &h);

	if (ret == -EBADMSG)
		d->bad = true;
	if (ret)
		return 0;
	SET(h, hook, position, d->position++);
	VEC_PUSH(d->r->arena, &d->r->v->result->hooks, h);
	return 0;
}

static int ask_hook(struct reader *r, uint8_t family, uint32_t hooknum)
{
	struct hook_dump d = { .r = r, .family = family, .hooknum = hooknum };
	size_t before = r->v->result->hooks.n;
	struct nl_req req;
	int ret = -EINTR;

	nfnl_req_init(&req, NFNL_SUBSYS_HOOK, MSG_HOOK_GET, NLM_F_DUMP,
		      family);
	nl_req_put_u32(&req, NFNLA_HOOK_HOOKNUM, htonl(hooknum));
	for (int i = 0; i < 3 && (ret == -EINTR || ret == -EMSGSIZE); i++) {
		r->v->result->hooks.n = before;
		d.position = 0;
		ret = nl_request(&r->nf, &req, cb_hook, &d);
	}
	if (d.bad)
		return -EBADMSG;
	return ret;
}

static int ask_family(struct reader *r, uint8_t family, uint32_t hooks)
{
	int ret = 0;

	for (uint32_t i = 0; i < hooks && !ret; i++) {
		ret = ask_hook(r, family, i);
		/* Nothing was ever registered there. */
		if (ret == -ENOENT)
			ret = 0;
	}
	return ret;
}

void read_hooks(struct reader *r)
{
	static const enum module needs[] = {
		MOD_NFNETLINK, MOD_NFNETLINK_HOOK, MOD_COUNT,
	};
	int ret = nfnl_open(r, needs, "hooks");

	/* A kernel that cannot list them: the order is guessed by rule then. */
	if (ret)
		return;
	ret = ask_family(r, NFPROTO_IPV4, NF_INET_NUMHOOKS);
	if (ret == -EINVAL || ret == -EOPNOTSUPP) {
		r->v->result->hooks.n = 0;
		return;
	}
	if (!ret)
		ret = ask_family(r, NFPROTO_IPV6, NF_INET_NUMHOOKS);
	/* Bridge and arp: a kernel may be built without them. */
	if (!ret)
		ret = ask_family(r, NFPROTO_BRIDGE, NF_INET_NUMHOOKS);
	if (ret == -EOPNOTSUPP)
		ret = 0;
	if (ret)
		visit_gap(r, "hooks", "read", -ret,
			  ret == -EPERM ? "CAP_NET_ADMIN" : NULL);
	else
		r->v->result->have |= READ_HOOKS;
}
