/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Entering a namespace and reading it, in the thread that does so. */
#include "collect/visit.h"

#include <errno.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collect/newer.h"

/* Kinds that are read from files of the namespace. */
#define READ_PROCFS (READ_SYSCTLS | READ_XT | READ_SOCKETS | READ_QUEUES)

/* Whoever fills a namespace with routes must not fill our memory. */
#define NAMESPACE_MAX (256u * 1024 * 1024)

void visit_gap(struct reader *r, const char *kind, const char *what, int error,
	       const char *needs)
{
	struct gap *g = object_new(r->arena, &gap_type);
	const char *id = r->v->place->ns->id;

	g->object = kind ? arena_printf(r->arena, "%s(%s)", kind, id) : id;
	g->what = what;
	g->error = error;
	g->needs = needs;
	g->count = 1;
	VEC_PUSH(r->arena, &r->v->gaps, g);
}

/* What the namespace's own file tells; none of it needs entering. */
static void read_identity(struct reader *r, int fd)
{
	struct netns *ns = r->v->result;
	struct stat st;
	uint64_t id;
	int owner;

	if (!ioctl(fd, NSD_NS_GET_ID, &id))
		SET(ns, netns, ns_id, id);
	owner = ioctl(fd, NS_GET_USERNS);
	if (owner < 0) {
		/* It lies outside our tree of user namespaces. */
		if (errno == EPERM)
			visit_gap(r, NULL, "owner", EPERM, "CAP_SYS_ADMIN");
		return;
	}
	if (!fstat(owner, &st))
		SET(ns, netns, owner_userns, st.st_ino);
	close(owner);
}

static int visit_enter(struct reader *r)
{
	bool self = r->v->place->ns->ino == r->c->self_ino;
	int fd = place_open(r->c, r->v->place);
	int ret = 0;

	if (fd < 0)
		return fd;
	if (ioctl(fd, NS_GET_NSTYPE) != CLONE_NEWNET)
		ret = -ENOMSG;
	else if (self && !r->entered)
		ret = 0;
	else if (setns(fd, CLONE_NEWNET))
		ret = -errno;
	else
		r->entered = true;
	if (ret != -ENOMSG && r->v->kinds & ~READ_LIST)
		read_identity(r, fd);
	/* An open descriptor keeps alive what its owner deletes now. */
	close(fd);
	return ret;
}

/* Beside rtnetlink, in this order: hook lists need to follow the rules. */
static const struct {
	uint32_t kind;
	void (*read)(struct reader *r);
} parts[] = {
	{ READ_NSIDS, read_nsids },
	{ READ_SYSCTLS, read_sysctls },
	{ READ_NFT, read_nft },
	{ READ_HOOKS, read_hooks },
	{ READ_XT, read_xt },
	{ READ_EBTABLES, read_ebtables },
	{ READ_IPSETS, read_ipsets },
	{ READ_SOCKETS, read_socks },
	{ READ_QUEUES, read_queues },
	{ READ_XFRM, read_xfrm },
};

static void visit_read(struct reader *r)
{
	int ret = nl_open(&r->rt, NETLINK_ROUTE);

	if (ret) {
		visit_gap(r, NULL, "read", -ret, NULL);
		return;
	}
	read_rtnl(r, r->v->kinds);
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		if (r->v->kinds & parts[i].kind)
			parts[i].read(r);
	nl_close(&r->rt);
	nl_close(&r->nf);
	nl_close(&r->diag);
}

bool reader_is_full(const struct reader *r)
{
	return arena_size(r->arena) > r->limit;
}

void visit_run(struct reader *r)
{
	struct visit *v = r->v;

	r->limit = arena_size(r->arena) + NAMESPACE_MAX;
	v->result = object_new(r->arena, &netns_type);
	if (v->describe)
		owner_read(r->c, r->arena, v->place->main_pid, 0, &v->owner);
	v->error = visit_enter(r);
	if (v->error == -EPERM || v->error == -EACCES) {
		visit_gap(r, NULL, "enter", -v->error,
			  v->error == -EPERM ? "CAP_SYS_ADMIN"
					     : "CAP_SYS_PTRACE");
		return;
	}
	/* Gone, or no network namespace: neither is a gap. */
	if (v->error == -ENOENT || v->error == -ENOMSG)
		return;
	if (v->error) {
		visit_gap(r, NULL, "enter", -v->error, NULL);
		return;
	}
	v->result->entered = true;
	if (v->kinds & READ_PROCFS)
		procfs_next(&r->procfs, r->c->proc_fd);
	visit_read(r);
}
