/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/overlay_edit.h"

static const struct sysctl *place_file(const struct place *p,
				       const char *path)
{
	for (size_t i = 0; i < p->ns->sysctls.n; i++)
		if (!strcmp(p->ns->sysctls.v[i]->path, path))
			return p->ns->sysctls.v[i];
	return NULL;
}

/* A file that was never read is added: after the command it is known. */
static void file_write(const struct place *p, const char *path,
		       const char *value)
{
	struct arena *a = p->ov->arena;
	struct sysctl *file = object_new(a, &sysctl_type);
	size_t at;

	SET(file, sysctl, path, arena_strdup(a, path));
	SET(file, sysctl, value, arena_strdup(a, value));
	for (at = 0; at < p->ns->sysctls.n; at++) {
		int order = strcmp(p->ns->sysctls.v[at]->path, path);

		if (!order) {
			p->ns->sysctls.v[at] = file;
			return;
		}
		if (order > 0)
			break;
	}
	VEC_INSERT(a, &p->ns->sysctls, at, file);
}

/* Side effects show in files that are there; they do not make new ones. */
static void file_follow(const struct place *p, const char *path, int32_t value)
{
	char text[16];
	const struct sysctl *file = place_file(p, path);

	if (!file || !file->value)
		return;
	snprintf(text, sizeof(text), "%d", value);
	file_write(p, path, text);
}

static void links_conf4(const struct place *p, enum conf4 which, int32_t value)
{
	for (size_t i = 0; i < p->ns->links.n; i++) {
		struct link *l = edit_link(p, p->ns->links.v[i]->index);

		edit_conf(p->ov->arena, &l->conf4, which, value);
	}
}

static void link_conf6(const struct place *p, struct link *l,
		       unsigned int which, int32_t value)
{
	int32_t old = which < l->conf6.n ? l->conf6.v[which] : value;

	edit_conf(p->ov->arena, &l->conf6, which, value);
	if (which == CONF6_DISABLE_IPV6 && old && !value)
		routes_of_link(p, l);
	if (which != CONF6_FORWARDING || !old == !value)
		return;
	/* dev_forward_change() */
	if (value)
		routes_of_link(p, l);
	else
		anycast6_forget(p, l->index);
}

static void links_conf6(const struct place *p, unsigned int which,
			int32_t value)
{
	for (size_t i = 0; i < p->ns->links.n; i++)
		link_conf6(p, edit_link(p, p->ns->links.v[i]->index), which,
			   value);
}

/*
 * devinet_sysctl_forward(): a value that is there already changes nothing,
 * even where an interface differs; else inet_forward_change() spreads it.
 */
static int forward4_write(const struct place *p, const char *path,
			  const char *text)
{
	static const char *const names[] = { "net/ipv4/ip_forward",
					     "net/ipv4/conf/all/forwarding" };
	int32_t value = (int32_t)strtol(text, NULL, 10);

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const struct sysctl *file = place_file(p, names[i]);

		if (file && file->value &&
		    strtol(file->value, NULL, 10) == value)
			return 0;
	}
	file_write(p, path, text);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		file_follow(p, names[i], value);
	file_follow(p, "net/ipv4/conf/default/forwarding", value);
	file_follow(p, "net/ipv4/conf/all/accept_redirects", !value);
	links_conf4(p, CONF4_FORWARDING, value);
	return 0;
}

static unsigned int conf_index(int version, const char *name)
{
	unsigned int count = version == 4 ? CONF4_COUNT : CONF6_COUNT;

	for (unsigned int i = 0; i < count; i++) {
		const char *known = version == 4 ? conf4_name(i)
						 : conf6_name(i);

		if (known && !strcmp(known, name))
			return i;
	}
	return UINT32_MAX;
}

/* Which of conf/all spread to default and to every interface. */
static bool conf6_all_spreads(unsigned int which)
{
	return which == CONF6_FORWARDING || which == CONF6_DISABLE_IPV6 ||
	       which == CONF6_IGNORE_ROUTES_WITH_LINKDOWN ||
	       which == CONF6_FORCE_FORWARDING;
}

static int conf_all_write(const struct place *p, int version,
			  const char *path, const char *name,
			  const char *value)
{
	int32_t number = (int32_t)strtol(value, NULL, 10);
	unsigned int which = conf_index(version, name);
	char other[160];

	file_write(p, path, value);
	if (version == 4 || !conf6_all_spreads(which))
		return 0;
	snprintf(other, sizeof(other), "net/ipv6/conf/default/%s", name);
	file_follow(p, other, number);
	links_conf6(p, which, number);
	return 0;
}

static int conf_link_write(const struct place *p, int version,
			   const char *path, const char *device,
			   const char *name, const char *value)
{
	int32_t number = (int32_t)strtol(value, NULL, 10);
	unsigned int which = conf_index(version, name);
	const struct link *known = place_link_named(p, device);
	struct link *l;

	if (!known)
		return -ENOENT;
	l = edit_link(p, known->index);
	if (which == UINT32_MAX)
		file_write(p, path, value);
	else if (version == 4)
		edit_conf(p->ov->arena, &l->conf4, which, number);
	else
		link_conf6(p, l, which, number);
	file_follow(p, path, number);
	return 0;
}

/*
 * conf/default is written alone: the kernel hands a new default of IPv4 to
 * interfaces that were never set by hand too, which no snapshot shows.
 */
static int conf_write(const struct place *p, int version, const char *path,
		      const char *value)
{
	const char *device = path + strlen("net/ipv4/conf/");
	const char *slash = strrchr(device, '/');
	char name[64];

	if (!slash || (size_t)(slash - device) >= sizeof(name))
		return -EINVAL;
	snprintf(name, sizeof(name), "%.*s", (int)(slash - device), device);
	if (!strcmp(name, "default")) {
		file_write(p, path, value);
		return 0;
	}
	if (!strcmp(name, "all"))
		return conf_all_write(p, version, path, slash + 1, value);
	return conf_link_write(p, version, path, name, slash + 1, value);
}

int overlay_sysctl(struct snapshot *ov, uint32_t netns, const char *path,
		   const char *value)
{
	struct place p;
	int ret = edit_place(ov, netns, &p);
	const struct sysctl *file;

	if (ret)
		return ret;
	file = place_file(&p, path);
	if (file && !file->value)
		return -ENOENT;
	if (!strcmp(path, "net/ipv4/ip_forward") ||
	    !strcmp(path, "net/ipv4/conf/all/forwarding"))
		return forward4_write(&p, path, value);
	if (!strncmp(path, "net/ipv4/conf/", strlen("net/ipv4/conf/")))
		return conf_write(&p, 4, path, value);
	if (!strncmp(path, "net/ipv6/conf/", strlen("net/ipv6/conf/")))
		return conf_write(&p, 6, path, value);
	file_write(&p, path, value);
	return 0;
}
