/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which namespace is behind an id that another one uses (IFLA_LINK_NETNSID). */
#include <errno.h>
#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "collect/visit.h"
#include "decode/decode.h"

/* Asking never allocates an id (rtnl_net_getid() only looks one up). */
static int cb_ids(const struct nlmsghdr *nlh, void *ctx)
{
	struct dump *d = ctx;
	struct arena *a = d->r->arena;
	struct nsid *n;
	int32_t id;
	int ret = decode_nsid(nlh, &id);

	if (ret == -EBADMSG)
		d->bad++;
	if (ret || id < 0)
		return 0;
	n = object_new(a, &nsid_type);
	SET(n, nsid, id, id);
	VEC_PUSH(a, &d->r->v->result->nsids, n);
	return 0;
}

static int cb_one(const struct nlmsghdr *nlh, void *ctx)
{
	int32_t *id = ctx;

	if (decode_nsid(nlh, id))
		*id = -1;
	return 0;
}

static int dump_ids(struct reader *r)
{
	struct rtgenmsg h = { .rtgen_family = AF_UNSPEC };
	struct nl_req req;
	struct dump d = {
		.nl = &r->rt,
		.req = &req,
		.cb = cb_ids,
		.object = "nsid",
		.vec = (struct any_vec *)&r->v->result->nsids,
		.r = r,
	};

	nl_req_init(&req, RTM_GETNSID, NLM_F_DUMP, &h, sizeof(h));
	return read_dump(&d);
}

/* The id that the present namespace has for @p, or -1. */
static int32_t id_of(struct reader *r, const struct place *p)
{
	struct rtgenmsg h = { .rtgen_family = AF_UNSPEC };
	struct nl_req req;
	int32_t id = -1;
	int fd = place_open(r->c, p);

	if (fd < 0)
		return -1;
	nl_req_init(&req, RTM_GETNSID, 0, &h, sizeof(h));
	nl_req_put_u32(&req, NETNSA_FD, (uint32_t)fd);
	if (nl_request(&r->rt, &req, cb_one, &id))
		id = -1;
	close(fd);
	return id;
}

static bool nsid_matters(const struct visit *v, int32_t id)
{
	for (size_t i = 0; i < v->nsids.n; i++)
		if (v->nsids.v[i] == id)
			return true;
	return !v->nsids.n;
}

/* Is one of those that matter still without an answer? */
static bool nsids_open(const struct visit *v)
{
	const struct netns *ns = v->result;

	for (size_t i = 0; i < ns->nsids.n; i++)
		if (!ns->nsids.v[i]->target &&
		    nsid_matters(v, ns->nsids.v[i]->id))
			return true;
	return false;
}

static void try_place(struct reader *r, const struct place *p)
{
	struct netns *ns = r->v->result;
	int32_t id;

	if (!p || p == r->v->place || !place_is_open(p))
		return;
	id = id_of(r, p);
	for (size_t i = 0; id >= 0 && i < ns->nsids.n; i++)
		if (ns->nsids.v[i]->id == id)
			SET(ns->nsids.v[i], nsid, target, p->ns->id);
}

/* What an earlier visit found out need not be asked again. */
static void take_known(struct reader *r)
{
	const struct netns *old = r->v->place->ns;
	struct netns *ns = r->v->result;

	for (size_t i = 0; i < ns->nsids.n; i++)
		for (size_t j = 0; j < old->nsids.n; j++)
			if (old->nsids.v[j]->id == ns->nsids.v[i]->id &&
			    old->nsids.v[j]->target)
				SET(ns->nsids.v[i], nsid, target,
				    old->nsids.v[j]->target);
}

void read_nsids(struct reader *r)
{
	struct netns *ns = r->v->result;
	struct visit *v = r->v;
	size_t i;

	if (dump_ids(r))
		return;
	take_known(r);
	for (i = 0; i < v->candidates.n && nsids_open(v); i++)
		try_place(r, v->candidates.v[i]);
	v->nsids.n = 0;
	if ((v->exhaustive && i == v->candidates.n) || !nsids_open(v))
		ns->have |= READ_NSIDS;
}
