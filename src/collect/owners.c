/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who the processes are, and the names that namespaces get from that. */
#include "collect/collector.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "collect/proc.h"
#include "collect/runtime/runtime.h"

#define CGROUP_MAX (16 * 1024)

static void read_comm(struct collector *c, struct process *pr)
{
	char path[64];
	char comm[64];
	ssize_t n;

	if (pr->tid)
		snprintf(path, sizeof(path), "%u/task/%u/comm", pr->pid,
			 pr->tid);
	else
		snprintf(path, sizeof(path), "%u/comm", pr->pid);
	n = proc_read(c, path, comm, sizeof(comm));
	if (n <= 0)
		return;
	if (comm[n - 1] == '\n')
		comm[n - 1] = '\0';
	SET(pr, process, comm, arena_strdup(c->snap->arena, comm));
}

/* The owner of the directory: the effective uid, root for those not dumpable. */
static void read_uid(struct collector *c, struct process *pr)
{
	struct statx st;
	char path[16];

	snprintf(path, sizeof(path), "%u", pr->pid);
	if (!statx(c->proc_fd, path, 0, STATX_UID, &st))
		SET(pr, process, uid, st.stx_uid);
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

static void read_cgroup(struct collector *c, struct place *p,
			struct process *pr)
{
	struct arena *a = c->snap->arena;
	char text[CGROUP_MAX];
	struct runtime_id id;
	char path[32];

	snprintf(path, sizeof(path), "%u/cgroup", pr->pid);
	if (proc_read(c, path, text, sizeof(text)) <= 0)
		return;
	runtime_of_cgroup(a, text, &id);
	if (id.runtime) {
		SET(pr, process, runtime, id.runtime->name);
		SET(pr, process, container, id.container);
		name_add(c, p, id.runtime->kind, human_name(c, pr, &id), NULL,
			 0);
	}
	if (!id.unit)
		return;
	SET(pr, process, unit, id.unit);
	/* All services are in the host's: there a unit names nothing. */
	if (!p->ns->initial && !p->ns->self && !pr->tid)
		name_add(c, p, "unit", id.unit, NULL, 0);
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
	if (HAS(pr, process, comm))
		return;
	read_comm(c, pr);
	read_uid(c, pr);
	read_cgroup(c, p, pr);
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

		for (size_t j = 0; j < p->ns->processes.n; j++) {
			struct process *pr = p->ns->processes.v[j];
			bool is_main = pr->pid == p->main_pid && !pr->tid;

			if (all || is_main)
				read_owner(c, p, pr);
			if (is_main)
				read_start(c, pr);
		}
	}
}
