/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who the processes are, and the names that namespaces get from that. */
#include "collect/collector.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "collect/proc.h"
#include "collect/runtime/runtime.h"

#define CGROUP_MAX (16 * 1024)

static void raw_comm(const struct collector *c, uint32_t pid, uint32_t tid,
		     struct owner_raw *raw)
{
	char path[64];
	char comm[64];
	ssize_t n;

	if (tid)
		snprintf(path, sizeof(path), "%u/task/%u/comm", pid, tid);
	else
		snprintf(path, sizeof(path), "%u/comm", pid);
	n = proc_read(c, path, comm, sizeof(comm));
	if (n <= 0)
		return;
	if (comm[n - 1] == '\n')
		comm[n - 1] = '\0';
	snprintf(raw->comm, sizeof(raw->comm), "%s", comm);
}

void owner_read(const struct collector *c, struct arena *a, uint32_t pid,
		uint32_t tid, struct owner_raw *raw)
{
	char text[CGROUP_MAX];
	struct statx st;
	char path[32];

	memset(raw, 0, sizeof(*raw));
	raw_comm(c, pid, tid, raw);
	/* The directory's owner: the effective uid, root if not dumpable. */
	snprintf(path, sizeof(path), "%u", pid);
	raw->uid = UINT32_MAX;
	if (!statx(c->proc_fd, path, 0, STATX_UID, &st))
		raw->uid = st.stx_uid;
	snprintf(path, sizeof(path), "%u/cgroup", pid);
	if (proc_read(c, path, text, sizeof(text)) > 0)
		raw->cgroup = arena_strdup(a, text);
}

/* Containers share a cgroup among many processes: one look-up for each id. */
static const char *human_name(struct collector *c, const struct process *pr,
			      const struct runtime_id *id)
{
	const char *key = arena_printf(c->arena, "%s:%s", id->runtime->name,
				       id->container);
	const char *name = map_find_str(c->humans, key);

	if (name)
		return name;
	if (id->runtime->human)
		name = id->runtime->human(c, pr->pid, id->container);
	if (!name || !*name)
		name = id->runtime->human ?
		       arena_strndup(c->snap->arena, id->container, 12) :
		       id->container;
	map_put_str(c->humans, key, (void *)name);
	return name;
}

static void apply_cgroup(struct collector *c, struct place *p,
			 struct process *pr, const char *text)
{
	struct arena *a = c->snap->arena;
	struct runtime_id id;

	runtime_of_cgroup(c->arena, text, &id);
	if (id.runtime) {
		SET(pr, process, runtime, id.runtime->name);
		SET(pr, process, container, arena_strdup(a, id.container));
		name_add(c, p, id.runtime->kind, human_name(c, pr, &id), NULL,
			 0);
	}
	if (!id.unit)
		return;
	SET(pr, process, unit, arena_strdup(a, id.unit));
	/* All services are in the host's: there a unit names nothing. */
	if (!p->ns->initial && !p->ns->self && !pr->tid)
		name_add(c, p, "unit", id.unit, NULL, 0);
}

void owner_apply(struct collector *c, struct place *p, struct process *pr,
		 const struct owner_raw *raw)
{
	if (HAS(pr, process, comm) || !*raw->comm)
		return;
	SET(pr, process, comm, arena_strdup(c->snap->arena, raw->comm));
	if (raw->uid != UINT32_MAX)
		SET(pr, process, uid, raw->uid);
	if (raw->cgroup)
		apply_cgroup(c, p, pr, raw->cgroup);
}

static struct place *place_of_process(struct collector *c,
				      const struct process *pr)
{
	for (size_t i = 0; i < c->places.n; i++)
		for (size_t j = 0; j < c->places.v[i]->ns->processes.n; j++)
			if (c->places.v[i]->ns->processes.v[j] == pr)
				return c->places.v[i];
	return NULL;
}

static void read_owner(struct collector *c, struct place *p,
		       struct process *pr)
{
	struct owner_raw raw;

	if (HAS(pr, process, comm))
		return;
	owner_read(c, c->arena, pr->pid, pr->tid, &raw);
	owner_apply(c, p, pr, &raw);
}

static void read_start(struct collector *c, struct process *pr)
{
	struct proc_stat st;

	if (!proc_stat(c, pr->pid, &st))
		SET(pr, process, start, st.start);
}

void process_describe(struct collector *c, struct process *pr)
{
	struct place *p = place_of_process(c, pr);

	if (!p)
		return;
	read_owner(c, p, pr);
	read_start(c, pr);
}

void discover_owners(struct collector *c, bool all)
{
	for (size_t i = 0; i < c->places.n; i++) {
		struct place *p = c->places.v[i];

		if (!all && !p->main_pid)
			continue;
		for (size_t j = 0; j < p->ns->processes.n; j++) {
			struct process *pr = p->ns->processes.v[j];
			bool is_main = pr->pid == p->main_pid && !pr->tid;

			if (all || is_main)
				read_owner(c, p, pr);
			if (all && is_main)
				read_start(c, pr);
		}
	}
}
