/* SPDX-License-Identifier: GPL-2.0-or-later */
/* resolv.conf and the hosts line of nsswitch.conf, as each process sees them. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "collect/files.h"
#include "collect/rounds.h"

#define RESOLV_CAP (64 * 1024)
#define RESOLVERS_MAX 8

static void hosts_line(struct collector *c, uint32_t pid, const char *path,
		       struct resolver *rs)
{
	struct file_answer an;
	char *save = NULL;

	files_read(c, pid, path, RESOLV_CAP, &an);
	if (an.state)
		return;
	for (char *line = strtok_r((char *)an.text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		line += strspn(line, " \t");
		if (strncmp(line, "hosts:", 6))
			continue;
		line += 6;
		line += strspn(line, " \t");
		SET(rs, resolver, hosts_line, line);
	}
}

static struct resolver *resolver_read(struct collector *c, struct place *p,
				      uint32_t root, uint32_t pid,
				      const char *path)
{
	struct resolver *rs = object_new(c->snap->arena, &resolver_type);
	struct file_answer an;
	char who[64];

	files_read(c, root, path, RESOLV_CAP, &an);
	if (pid)
		SET(rs, resolver, pid, pid);
	SET(rs, resolver, path, arena_strdup(c->snap->arena, path));
	SET(rs, resolver, state, an.state);
	if (an.link)
		SET(rs, resolver, link, an.link);
	if (an.text)
		SET(rs, resolver, text, an.text);
	snprintf(who, sizeof(who), "resolv(%u)", pid ? pid : root);
	if (an.state == EACCES || an.state == EPERM)
		snapshot_gap(c->snap, who, "read", an.state,
			     "CAP_SYS_PTRACE");
	else if (an.state == ETIMEDOUT)
		snapshot_gap(c->snap, who, "timed-out", ETIMEDOUT, NULL);
	else if (an.truncated)
		snapshot_gap(c->snap, who, "truncated", EFBIG, NULL);
	VEC_PUSH(c->snap->arena, &p->ns->resolvers, rs);
	return rs;
}

/* After reading: is the process still the one that was meant? */
static bool still_there(struct collector *c, const struct place *p,
			uint32_t pid)
{
	char path[32];
	int error;

	snprintf(path, sizeof(path), "%u/ns/net", pid);
	return proc_ino(c, path, &error) == p->ns->ino;
}

static bool has_resolver(const struct netns *ns, uint32_t pid,
			 const char *path)
{
	for (size_t i = 0; i < ns->resolvers.n; i++)
		if (ns->resolvers.v[i]->pid == pid &&
		    !strcmp(ns->resolvers.v[i]->path, path))
			return true;
	return false;
}

static void resolver_of_process(struct collector *c, struct place *p,
				uint32_t pid)
{
	struct resolver *rs;

	if (has_resolver(p->ns, pid, "/etc/resolv.conf"))
		return;
	rs = resolver_read(c, p, pid, pid, "/etc/resolv.conf");
	hosts_line(c, pid, "/etc/nsswitch.conf", rs);
	if (!still_there(c, p, pid))
		p->ns->resolvers.n--;
}

/*
 * What `ip netns exec NAME` would show: /etc/netns/NAME/FILE bound over the
 * file where it exists, else the file of the root in which it is run.
 */
static void resolver_of_name(struct collector *c, struct place *p,
			     const struct name *n)
{
	struct file_answer an;
	struct resolver *rs;
	char path[512];

	if (strcmp(n->kind, "netns") || strchr(n->name, '/') ||
	    strlen(n->name) > 255)
		return;
	snprintf(path, sizeof(path), "/etc/netns/%s/resolv.conf", n->name);
	files_read(c, n->mnt_pid, path, RESOLV_CAP, &an);
	if (an.state == ENOENT && !an.link)
		snprintf(path, sizeof(path), "/etc/resolv.conf");
	if (has_resolver(p->ns, 0, path))
		return;
	rs = resolver_read(c, p, n->mnt_pid, 0, path);
	snprintf(path, sizeof(path), "/etc/netns/%s/nsswitch.conf", n->name);
	hosts_line(c, n->mnt_pid, path, rs);
	if (!rs->hosts_line)
		hosts_line(c, n->mnt_pid, "/etc/nsswitch.conf", rs);
}

/* One process for each container that shares the namespace, main one first. */
static void resolvers_of_processes(struct collector *c, struct place *p)
{
	const struct netns *ns = p->ns;

	if (p->main_pid)
		resolver_of_process(c, p, p->main_pid);
	for (size_t i = 0; i < ns->processes.n; i++) {
		const struct process *pr = ns->processes.v[i];
		bool first = pr->container && !pr->tid;

		for (size_t j = 0; first && j < i; j++) {
			const struct process *o = ns->processes.v[j];

			first = !o->container ||
				strcmp(o->container, pr->container);
		}
		if (first && ns->resolvers.n < RESOLVERS_MAX)
			resolver_of_process(c, p, pr->pid);
	}
}

void resolvers_of_place(struct collector *c, struct place *p)
{
	struct netns *ns = p->ns;

	if (ns->have & READ_RESOLVERS || !nl_ms_left(&c->deadline))
		return;
	if (ns->self && !p->main_pid)
		resolver_read(c, p, 0, 0, "/etc/resolv.conf");
	resolvers_of_processes(c, p);
	for (size_t i = 0; i < ns->names.n; i++)
		if (ns->resolvers.n < RESOLVERS_MAX)
			resolver_of_name(c, p, ns->names.v[i]);
	SET(ns, netns, have, ns->have | READ_RESOLVERS);
}

bool want_resolver(struct collector *c, struct place *p, uint32_t pid)
{
	size_t before = p->ns->resolvers.n;
	uint32_t had = p->ns->have;

	if (pid)
		resolver_of_process(c, p, pid);
	resolvers_of_place(c, p);
	return p->ns->resolvers.n != before || p->ns->have != had;
}
