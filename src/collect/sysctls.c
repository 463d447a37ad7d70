/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Switches that only files below /proc/sys tell. */
#include <errno.h>
#include <string.h>

#include "collect/visit.h"

#define VALUE_MAX 4096

/* What netconf said need not be read from the file. */
static bool is_known(const struct netns *ns, const char *path)
{
	for (size_t i = 0; i < ns->sysctls.n; i++)
		if (!strcmp(ns->sysctls.v[i]->path, path))
			return true;
	return false;
}

static bool any_bridge(const struct netns *ns)
{
	for (size_t i = 0; i < ns->links.n; i++)
		if (link_is_kind(ns->links.v[i], "bridge") ||
		    link_is_port(ns->links.v[i]))
			return true;
	return false;
}

/* Is this group of files of any meaning in the present namespace? */
static bool group_matters(const struct reader *r, uint8_t when)
{
	const struct netns *now = r->v->result;
	const struct netns *known = r->v->place->ns;

	switch (when) {
	case SYSCTL_BRIDGE:
		/* A walk reads link by link: a bridge may only come to light
		 * when these files are no longer asked for. */
		return any_bridge(now) || any_bridge(known) ||
		       !((now->have | known->have) & READ_LINKS);
	case SYSCTL_INITIAL:
		return known->initial;
	default:
		return true;
	}
}

/* 0, or the errno that makes a gap; a file that is not there is an answer. */
static int read_one(struct reader *r, const char *path)
{
	struct netns *ns = r->v->result;
	char full[256] = "sys/";
	char value[VALUE_MAX];
	struct sysctl *s;
	ssize_t n;

	strncat(full, path, sizeof(full) - sizeof("sys/"));
	n = procfs_read(&r->procfs, full, value, sizeof(value));
	if (n < 0 && n != -ENOENT)
		return (int)-n;
	s = object_new(r->arena, &sysctl_type);
	SET(s, sysctl, path, path);
	if (n > 0 && value[n - 1] == '\n')
		value[n - 1] = '\0';
	if (n >= 0)
		SET(s, sysctl, value, arena_strdup(r->arena, value));
	VEC_PUSH(r->arena, &ns->sysctls, s);
	return 0;
}

/* The first file of a group that is absent stands for the rest of it. */
static bool group_is_absent(const struct reader *r, uint8_t when)
{
	static const char *const sign[] = {
		[SYSCTL_IPV6] = "sys/net/ipv6/conf/all/disable_ipv6",
		[SYSCTL_BRIDGE] = "sys/net/bridge/bridge-nf-call-iptables",
		[SYSCTL_CONNTRACK] = "sys/net/netfilter/nf_conntrack_count",
	};
	char value[64];

	if (when >= ARRAY_SIZE(sign) || !sign[when])
		return false;
	return procfs_read(&r->procfs, sign[when], value, sizeof(value)) ==
	       -ENOENT;
}

static void add_absent(struct reader *r, const char *path)
{
	struct sysctl *s = object_new(r->arena, &sysctl_type);

	SET(s, sysctl, path, path);
	VEC_PUSH(r->arena, &r->v->result->sysctls, s);
}

void read_sysctls(struct reader *r)
{
	struct netns *ns = r->v->result;
	uint8_t when = UINT8_MAX;
	bool matters = false;
	bool absent = false;
	int error = 0;

	read_conf(r);
	for (const struct sysctl_file *f = sysctl_files; f->path; f++) {
		int ret;

		if (f->when != when) {
			when = f->when;
			matters = group_matters(r, when);
			absent = matters && group_is_absent(r, when);
		}
		if (!matters || is_known(ns, f->path))
			continue;
		if (absent) {
			add_absent(r, f->path);
			continue;
		}
		ret = read_one(r, f->path);
		if (ret)
			error = ret;
	}
	if (error)
		visit_gap(r, "sysctl", "read", error, "root");
	ns->have |= READ_SYSCTLS;
}
