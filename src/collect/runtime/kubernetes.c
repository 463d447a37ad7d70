/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kubernetes: cri-containerd-<id>.scope, crio-<id>.scope, pod<uid>/<id>. */
#include <string.h>

#include "collect/runtime/runtime.h"

static const char *kubernetes_component(struct arena *a,
					const struct cgroup_path *p, size_t i)
{
	static const char *const heads[] = { "cri-containerd-", "crio-" };

	for (size_t k = 0; k < ARRAY_SIZE(heads); k++) {
		const char *id = runtime_between(a, p->v[i], heads[k],
						 ".scope");

		if (id && runtime_hex_id(id, strlen(id)))
			return id;
	}
	if (i && !strncmp(p->v[i - 1], "pod", 3) &&
	    runtime_hex_id(p->v[i], strlen(p->v[i])))
		return p->v[i];
	return NULL;
}

/* Keys of the annotations that containerd's CRI plugin writes. */
static const char *annotation(struct arena *a, const char *text,
			      const char *key)
{
	const char *p = strstr(text, key);

	if (!p)
		return NULL;
	p += strlen(key);
	return arena_strndup(a, p, strcspn(p, "\"\\"));
}

static const char *kubernetes_human(struct collector *c, uint32_t pid,
				    const char *container)
{
	struct arena *a = c->snap->arena;
	const char *space;
	const char *name;
	const char *text;

	(void)pid;
	text = runtime_file(c, arena_printf(a,
		"/run/containerd/io.containerd.runtime.v2.task/k8s.io/%s/"
		"config.json", container));
	if (!text)
		return NULL;
	space = annotation(a, text,
			   "\"io.kubernetes.cri.sandbox-namespace\":\"");
	name = annotation(a, text, "\"io.kubernetes.cri.sandbox-name\":\"");
	return space && name ? arena_printf(a, "%s/%s", space, name) : NULL;
}

const struct runtime runtime_kubernetes = {
	.name = "kubernetes",
	.kind = "pod",
	.component = kubernetes_component,
	.human = kubernetes_human,
};
