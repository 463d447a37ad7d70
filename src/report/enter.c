/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "report/report.h"

static const struct name *first_name(const struct netns *ns, const char *kind)
{
	struct name *const *it;

	VEC_FOR_EACH(&ns->names, it)
		if (!kind || !strcmp((*it)->kind, kind))
			return *it;
	return NULL;
}

const char *report_runtime(const struct netns *ns)
{
	const struct name *n = first_name(ns, NULL);

	if (!n || ns->initial)
		return NULL;
	return strcmp(n->kind, "netns") ? n->kind : "ip-netns";
}

char *report_enter(struct arena *a, const struct netns *ns)
{
	const struct name *n = first_name(ns, "netns");
	struct process *const *p;
	struct strbuf sb;

	if (ns->self)
		return NULL;
	strbuf_init(&sb, a);
	if (n && !n->mnt_pid) {
		strbuf_add(&sb, "ip netns exec ");
		shell_quote(&sb, n->name);
		return sb.s;
	}
	strbuf_add(&sb, "nsenter --net=");
	if (ns->path) {
		shell_quote(&sb, ns->path);
		return sb.s;
	}
	VEC_FOR_EACH(&ns->processes, p) {
		strbuf_addf(&sb, "/proc/%u/ns/net", (*p)->pid);
		return sb.s;
	}
	return NULL;
}

char *report_run(struct arena *a, const struct netns *ns, const char *command)
{
	char *enter = report_enter(a, ns);

	return enter ? arena_printf(a, "%s %s", enter, command) :
		       arena_strdup(a, command);
}
