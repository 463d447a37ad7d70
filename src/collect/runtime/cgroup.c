/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The grammar of cgroup paths. */
#include <string.h>

#include "collect/runtime/runtime.h"

static const struct runtime *const runtimes[] = {
	&runtime_docker,  &runtime_podman, &runtime_kubernetes,
	&runtime_libvirt, &runtime_nspawn, &runtime_lxc,
};

bool runtime_hex_id(const char *s, size_t len)
{
	if (len != 64)
		return false;
	return strspn(s, "0123456789abcdef") >= len;
}

const char *runtime_between(struct arena *a, const char *s, const char *head,
			    const char *tail)
{
	size_t len = strlen(s);
	size_t h = strlen(head);
	size_t t = strlen(tail);

	if (len <= h + t || strncmp(s, head, h) || strcmp(s + len - t, tail))
		return NULL;
	return arena_strndup(a, s + h, len - h - t);
}

/* "4:memory:/a/b" to a, b; too deep a path keeps its innermost part. */
static void split(struct arena *a, const char *line, size_t len,
		  struct cgroup_path *out)
{
	char *text = arena_strndup(a, line, len);
	char *path = strchr(text, ':');
	char *save = NULL;

	out->n = 0;
	path = path ? strchr(path + 1, ':') : NULL;
	if (!path)
		return;
	for (char *w = strtok_r(path + 1, "/", &save); w;
	     w = strtok_r(NULL, "/", &save)) {
		if (out->n == ARRAY_SIZE(out->v)) {
			memmove(out->v, out->v + 1,
				(out->n - 1) * sizeof(*out->v));
			out->n--;
		}
		out->v[out->n++] = w;
	}
}

static bool is_unit(const char *s)
{
	size_t len = strlen(s);

	return len > 8 && !strcmp(s + len - 8, ".service");
}

static void look_at(struct arena *a, const struct cgroup_path *p,
		    struct runtime_id *out)
{
	for (size_t i = p->n; i-- > 0;) {
		for (size_t k = 0; !out->runtime && k < ARRAY_SIZE(runtimes);
		     k++) {
			out->container = runtimes[k]->component(a, p, i);
			if (out->container)
				out->runtime = runtimes[k];
		}
		if (!out->unit && is_unit(p->v[i]))
			out->unit = p->v[i];
		if (out->runtime)
			return;
	}
}

void runtime_of_cgroup(struct arena *a, const char *text,
		       struct runtime_id *out)
{
	memset(out, 0, sizeof(*out));
	while (*text && !out->runtime) {
		size_t len = strcspn(text, "\n");
		struct cgroup_path path;

		split(a, text, len, &path);
		look_at(a, &path, out);
		text += len + (text[len] == '\n');
	}
	/* A container's payload may run units of its own: not the host's. */
	if (out->runtime)
		out->unit = NULL;
}
