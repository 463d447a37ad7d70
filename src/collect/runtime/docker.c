/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Docker: docker/<id> (cgroupfs), docker-<id>.scope (systemd). */
#include <string.h>

#include "collect/runtime/runtime.h"

static const char *docker_component(struct arena *a,
				    const struct cgroup_path *p, size_t i)
{
	const char *id;

	if (i && !strcmp(p->v[i - 1], "docker") &&
	    runtime_hex_id(p->v[i], strlen(p->v[i])))
		return p->v[i];
	id = runtime_between(a, p->v[i], "docker-", ".scope");
	return id && runtime_hex_id(id, strlen(id)) ? id : NULL;
}

/* The name stands there with a slash in front: "/web". */
static const char *docker_human(struct collector *c, uint32_t pid,
				const char *container)
{
	struct arena *a = c->snap->arena;
	const char *text;
	const char *name;

	(void)pid;
	text = runtime_file(c, arena_printf(a,
		"/var/lib/docker/containers/%s/config.v2.json", container));
	name = text ? json_top_string(a, text, "Name") : NULL;
	return name && *name == '/' ? name + 1 : name;
}

const struct runtime runtime_docker = {
	.name = "docker",
	.kind = "docker",
	.component = docker_component,
	.human = docker_human,
};
