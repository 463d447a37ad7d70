/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Podman: libpod-<id>[.scope]; conmon's sits in libpod-conmon-<id>. */
#include <stdio.h>
#include <string.h>

#include "collect/proc.h"
#include "collect/runtime/runtime.h"

static const char *podman_component(struct arena *a,
				    const struct cgroup_path *p, size_t i)
{
	const char *id = runtime_between(a, p->v[i], "libpod-", ".scope");

	if (!id)
		id = runtime_between(a, p->v[i], "libpod-", "");
	return id && runtime_hex_id(id, strlen(id)) ? id : NULL;
}

/*
 * conmon, the parent, was started with "-n NAME". Of its command line that one
 * word is taken; the rest is not kept.
 */
static const char *podman_human(struct collector *c, uint32_t pid,
				const char *container)
{
	struct proc_stat st;
	char path[32];
	char args[4096];
	const char *name = NULL;
	ssize_t n;

	(void)container;
	if (proc_stat(c, pid, &st))
		return NULL;
	snprintf(path, sizeof(path), "%u/cmdline", st.ppid);
	n = proc_read(c, path, args, sizeof(args));
	for (const char *w = args; n > 0 && w < args + n; w += strlen(w) + 1) {
		if (w == args && !strstr(w, "conmon"))
			break;
		if (!strcmp(w, "-n") && w + 3 < args + n) {
			name = arena_strdup(c->snap->arena, w + 3);
			break;
		}
	}
	explicit_bzero(args, sizeof(args));
	return name;
}

const struct runtime runtime_podman = {
	.name = "podman",
	.kind = "podman",
	.component = podman_component,
	.human = podman_human,
};
