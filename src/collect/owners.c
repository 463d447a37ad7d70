/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who the processes are. */
#include "collect/collector.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "collect/proc.h"

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

static void read_owner(struct collector *c, struct process *pr)
{
	if (HAS(pr, process, comm))
		return;
	read_comm(c, pr);
	read_uid(c, pr);
}

static void read_start(struct collector *c, struct process *pr)
{
	struct proc_stat st;

	if (!proc_stat(c, pr->pid, &st))
		SET(pr, process, start, st.start);
}

void process_describe(struct collector *c, struct process *pr)
{
	read_owner(c, pr);
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
				read_owner(c, pr);
			if (is_main)
				read_start(c, pr);
		}
	}
}
