/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Namespace files with names: those of `ip netns` and of Docker. */
#include "collect/collector.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void name_add(struct collector *c, struct place *p, const char *kind,
	      const char *name, const char *path, uint32_t mnt_pid)
{
	struct arena *a = c->snap->arena;
	struct name *n;

	for (size_t i = 0; i < p->ns->names.n; i++) {
		const struct name *old = p->ns->names.v[i];

		if (!strcmp(old->kind, kind) && !strcmp(old->name, name))
			return;
	}
	n = object_new(a, &name_type);
	SET(n, name, kind, arena_strdup(a, kind));
	SET(n, name, name, arena_strdup(a, name));
	if (path)
		SET(n, name, path, arena_strdup(a, path));
	if (mnt_pid)
		SET(n, name, mnt_pid, mnt_pid);
	VEC_PUSH(a, &p->ns->names, n);
}

/* Directories whose entries are names, and what kind of name. */
struct name_dir {
	const char *path;
	const char *kind;	/* NULL: of no use to people (random digits) */
};

static const struct name_dir name_dirs[] = {
	{ "/run/netns", "netns" },
	{ "/run/docker/netns", NULL },
};

/*
 * "/run/netns/web" has the name "web" of kind "netns"; Docker's files are
 * named by random digits, which help nobody: the path is their name.
 */
void name_add_path(struct collector *c, struct place *p, const char *path,
		   uint32_t mnt_pid)
{
	for (size_t i = 0; i < ARRAY_SIZE(name_dirs); i++) {
		size_t len = strlen(name_dirs[i].path);

		if (strncmp(path, name_dirs[i].path, len) || path[len] != '/')
			continue;
		if (name_dirs[i].kind && !strchr(path + len + 1, '/')) {
			name_add(c, p, name_dirs[i].kind, path + len + 1, path,
				 mnt_pid);
			return;
		}
	}
	name_add(c, p, "path", path, path, mnt_pid);
}

/*
 * What lies on nsfs is a namespace, of whatever type: the type shows when it
 * is opened. A plain file is what is left when the mount has gone.
 */
static void read_name(struct collector *c, int dirfd,
		      const char *dir, const char *name)
{
	struct holder h = { .fd = -1 };
	struct strbuf path;
	struct stat st;

	if (fstatat(dirfd, name, &st, AT_SYMLINK_NOFOLLOW) ||
	    st.st_dev != c->nsfs_dev)
		return;
	strbuf_init(&path, c->arena);
	strbuf_addf(&path, "%s/%s", dir, name);
	h.path = path.s;
	name_add_path(c, place_add(c, st.st_ino, &h), path.s, 0);
}

static void read_dir(struct collector *c, const struct name_dir *nd)
{
	int fd = open(nd->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *de;

	if (!dir) {
		if (errno != ENOENT) {
			snapshot_gap(c->snap, nd->path, "list", errno, "root");
			SET(&c->snap->host, host, partial, true);
		}
		if (fd >= 0)
			close(fd);
		return;
	}
	while ((de = readdir(dir)))
		if (strcmp(de->d_name, ".") && strcmp(de->d_name, ".."))
			read_name(c, dirfd(dir), nd->path, de->d_name);
	closedir(dir);
}

void discover_names(struct collector *c)
{
	for (size_t i = 0; i < ARRAY_SIZE(name_dirs); i++)
		read_dir(c, &name_dirs[i]);
}
