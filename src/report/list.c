/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "report/report.h"

static const char *main_process(const struct netns *ns)
{
	const struct process *best = NULL;
	struct process *const *it;

	VEC_FOR_EACH(&ns->processes, it)
		if (!best || (*it)->pid < best->pid)
			best = *it;
	return best ? best->comm : NULL;
}

static const char *first_address(struct arena *a, const struct netns *ns)
{
	const struct address *best = NULL;
	struct address *const *it;

	VEC_FOR_EACH(&ns->addresses, it) {
		const struct address *ad = *it;

		if (!ip_is_global_scope(&ad->local))
			continue;
		if (!best || (best->family == AF_INET6 &&
			      ad->family == AF_INET))
			best = ad;
	}
	return best ? arena_printf(a, "%s/%u", ip_str(a, &best->local),
				   best->prefixlen) : NULL;
}

static int by_name(const void *x, const void *y)
{
	const struct list_row *a = x;
	const struct list_row *b = y;

	if (a->ns->initial != b->ns->initial)
		return a->ns->initial ? -1 : 1;
	return strcmp(a->name, b->name);
}

void report_list(struct arena *a, const struct snapshot *snap, list_rows *out)
{
	for (size_t i = 0; i < snap->netns.n; i++) {
		const struct netns *ns = snap->netns.v[i];
		struct list_row row = {
			.ns = ns, .name = ns->title,
			.runtime = report_runtime(ns),
			.main = main_process(ns),
			.address = first_address(a, ns),
		};

		VEC_PUSH(a, out, row);
	}
	if (out->n)
		qsort(out->v, out->n, sizeof(*out->v), by_name);
}

/* Faults, unknowns, host, the healthy by name, then those without a way out. */
static int rank(const struct list_row *r)
{
	if (r->judged && r->verdict == VERDICT_FAULT)
		return 0;
	if (r->judged && r->verdict == VERDICT_UNKNOWN)
		return 1;
	if (r->ns->initial)
		return 2;
	return r->judged && r->by_design ? 4 : 3;
}

static int by_rank(const void *x, const void *y)
{
	int a = rank(x);
	int b = rank(y);

	return a != b ? a - b : by_name(x, y);
}

void report_list_judge(list_rows *rows)
{
	if (rows->n)
		qsort(rows->v, rows->n, sizeof(*rows->v), by_rank);
}
