/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "model/index.h"

static enum name_rank name_rank(const struct name *n)
{
	static const char *const runtimes[] = {
		"docker", "podman", "lxc", "lxd", "incus", "nspawn", "libvirt",
		"kubernetes", "containerd", "cri-o", "nomad", "runc", "crun",
		"garden", "apptainer", "qemu", "firejail", "flatpak",
	};

	if (!n->kind)
		return NAME_PATH;
	for (size_t i = 0; i < ARRAY_SIZE(runtimes); i++)
		if (!strcmp(n->kind, runtimes[i]))
			return NAME_RUNTIME;
	if (!strcmp(n->kind, "netns"))
		return NAME_NETNS;
	if (!strcmp(n->kind, "unit") || !strcmp(n->kind, "systemd"))
		return NAME_UNIT;
	return strcmp(n->kind, "path") ? NAME_RUNTIME : NAME_PATH;
}

static int name_compare(const void *pa, const void *pb)
{
	const struct name *a = *(struct name *const *)pa;
	const struct name *b = *(struct name *const *)pb;
	int rank = (int)name_rank(a) - (int)name_rank(b);

	if (rank)
		return rank;
	return strcmp(a->name ? a->name : "", b->name ? b->name : "");
}

static const struct name *best_name(const struct netns *ns)
{
	for (size_t i = 0; i < ns->names.n; i++)
		if (ns->names.v[i]->name && *ns->names.v[i]->name)
			return ns->names.v[i];
	return NULL;
}

static const char *plain_title(const struct snapshot *s,
			       const struct netns *ns)
{
	const struct name *n = best_name(ns);

	if (ns->initial || (ns->self && !snapshot_initial(s)))
		return "host";
	return n ? n->name : ns->id;
}

/* Two of one name: "docker:web" and "netns:web", or the id as a last resort. */
static const char *qualified_title(struct snapshot *s, struct netns *ns,
				   const char *title)
{
	const struct name *n = best_name(ns);

	if (!n || title != n->name || !n->kind)
		return title;
	return arena_printf(s->arena, "%s:%s", n->kind, n->name);
}

static void title_set(struct netns *ns, const char *title)
{
	/* Unchanged titles are not written: a base may be shared by readers. */
	if (!ns->title || strcmp(ns->title, title))
		ns->title = title;
}

void snapshot_titles(struct snapshot *s)
{
	struct map *plain = map_new(s->arena);
	struct map *full = map_new(s->arena);

	for (size_t i = 0; i < s->netns.n; i++) {
		const char *title;
		uintptr_t count;

		list_sort(s->arena, &s->netns.v[i]->names, name_compare);
		title = plain_title(s, s->netns.v[i]);
		count = (uintptr_t)map_find_str(plain, title);
		map_put_str(plain, title, (void *)(count + 1));
	}
	for (size_t i = 0; i < s->netns.n; i++) {
		struct netns *ns = s->netns.v[i];
		const char *title = plain_title(s, ns);

		if ((uintptr_t)map_find_str(plain, title) > 1)
			title = qualified_title(s, ns, title);
		if (map_put_str(full, title, ns))
			title = ns->id;
		title_set(ns, title);
	}
}
