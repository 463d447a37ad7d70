/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Legacy tables of bridges. No file tells which exist, and since 5.15 asking
 * makes them: they are read only where the hook list shows that they are there.
 */
#include "decode/xt.h"

#include <errno.h>
#include <netinet/in.h>
#include <linux/netfilter.h>
#include <linux/netfilter_bridge/ebtables.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "collect/modules.h"
#include "collect/visit.h"

#define TRIES 5
#define BLOB_MAX (256u * 1024 * 1024)

/* Priorities at which ebtables' own tables hang. */
struct eb_table {
	const char *name;
	const char *function;
	int32_t priorities[3];
};

static const struct eb_table eb_tables[] = {
	{ "filter", "ebt_do_table", { -200, 200, 200 } },
	{ "nat", "ebt_do_table", { -300, 100, 300 } },
	{ "broute", "ebt_broute", { 0, 0, 0 } },
};

static bool is_on_hooks(const struct netns *ns, const struct eb_table *t)
{
	bool any_priority = !strcmp(t->name, "broute");

	for (size_t i = 0; i < ns->hooks.n; i++) {
		const struct hook *h = ns->hooks.v[i];

		if (h->family != NFPROTO_BRIDGE || !h->function ||
		    strcmp(h->function, t->function))
			continue;
		for (size_t k = 0; k < ARRAY_SIZE(t->priorities); k++)
			if (any_priority || h->priority == t->priorities[k])
				return true;
	}
	return false;
}

static int read_blob(struct reader *r, int fd, struct ebt_replace *rp)
{
	size_t counters = (size_t)rp->nentries * sizeof(struct ebt_counter);
	socklen_t len;
	uint8_t *blob;
	int ret = 0;

	if (rp->entries_size > BLOB_MAX || counters > BLOB_MAX)
		return -EFBIG;
	blob = calloc(1, rp->entries_size + counters + 1);
	if (!blob)
		memory_out();
	rp->num_counters = rp->nentries;
	rp->entries = (char *)blob;
	rp->counters = (struct ebt_counter *)(blob + rp->entries_size);
	len = (socklen_t)(sizeof(*rp) + rp->entries_size + counters);
	/* EINVAL: it has another size by now. */
	if (getsockopt(fd, SOL_IP, EBT_SO_GET_ENTRIES, rp, &len))
		ret = errno == EINVAL ? -EAGAIN : -errno;
	else
		ret = decode_xt_table(NFPROTO_BRIDGE, rp, sizeof(*rp), blob,
				      rp->entries_size + counters,
				      reader_firewall(r), r->arena, NULL);
	free(blob);
	return ret;
}

static int read_table(struct reader *r, int fd, const char *name)
{
	int ret = -EAGAIN;

	for (int i = 0; i < TRIES && ret == -EAGAIN; i++) {
		struct ebt_replace rp = { .num_counters = 0 };
		socklen_t len = sizeof(rp);

		memcpy(rp.name, name, strlen(name));
		if (getsockopt(fd, SOL_IP, EBT_SO_GET_INFO, &rp, &len))
			return -errno;
		ret = read_blob(r, fd, &rp);
	}
	return ret;
}

static int read_listed(struct reader *r)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int ret = 0;

	if (fd < 0)
		return -errno;
	for (size_t i = 0; i < ARRAY_SIZE(eb_tables) && !ret; i++)
		if (is_on_hooks(r->v->result, &eb_tables[i]))
			ret = read_table(r, fd, eb_tables[i].name);
	close(fd);
	return ret;
}

/*
 * Is the core of ebtables in a kernel that cannot load it? Asking for a table
 * that no kernel has is answered with ENOENT by the core, and with ENOPROTOOPT
 * where there is none; nothing is made of either (ebt_do_get_ctl()).
 */
static enum tri core_answers(void)
{
	struct ebt_replace rp = { .name = "nsdoctor-none" };
	socklen_t len = sizeof(rp);
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	enum tri here = TRI_UNKNOWN;

	if (fd < 0)
		return TRI_UNKNOWN;
	if (getsockopt(fd, SOL_IP, EBT_SO_GET_INFO, &rp, &len)) {
		if (errno == ENOPROTOOPT)
			here = TRI_NO;
		else if (errno == ENOENT)
			here = TRI_YES;
	}
	close(fd);
	return here;
}

static enum tri any_table(const struct modules *m)
{
	if (m->no_modules)
		return core_answers();
	return tri_or(m->here[MOD_EBTABLE_FILTER],
		      tri_or(m->here[MOD_EBTABLE_NAT],
			     m->here[MOD_EBTABLE_BROUTE]));
}

static bool any_bridge(const struct netns *ns)
{
	for (size_t i = 0; i < ns->links.n; i++)
		if (link_is_kind(ns->links.v[i], "bridge"))
			return true;
	return false;
}

void read_ebtables(struct reader *r)
{
	struct netns *ns = r->v->result;
	bool bridge = any_bridge(ns) || any_bridge(r->v->place->ns);
	bool known = (ns->have | r->v->place->ns->have) & READ_LINKS;
	int ret;

	reader_firewall(r);
	/* Rules about bridged frames matter only where there is a bridge. */
	if ((known && !bridge) || any_table(r->c->modules) == TRI_NO) {
		ns->have |= READ_EBTABLES;
		return;
	}
	if (!(ns->have & READ_HOOKS)) {
		visit_gap(r, "ebtables", "exists", ENOTSUP, "hook list");
		return;
	}
	ret = read_listed(r);
	if (ret)
		visit_gap(r, "ebtables", "read", -ret,
			  ret == -EPERM ? "CAP_NET_ADMIN" : NULL);
	else
		ns->have |= READ_EBTABLES;
}
