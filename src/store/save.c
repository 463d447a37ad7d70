/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/store.h"

static int write_all(int fd, const char *p, size_t len)
{
	while (len) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

static int write_error(struct error *err, const char *path, int code)
{
	return error_set(err, code, "cannot write %s: %s", path,
			 strerror(-code));
}

/* Into something that is no regular file: a pipe, a terminal, /dev/null. */
static int save_through(const char *path, const struct strbuf *text,
			struct error *err)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	int ret;

	if (fd < 0)
		return write_error(err, path, -errno);
	ret = write_all(fd, text->s, text->len);
	if (close(fd) && !ret)
		ret = -errno;
	return ret ? write_error(err, path, ret) : 0;
}

/* Give the file its name; without @force the name must be free. */
static int take_name(const char *temporary, const char *path, bool force)
{
	int ret;

	if (force)
		return rename(temporary, path) ? -errno : 0;
	ret = renameat2(AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE);
	if (ret && (errno == EINVAL || errno == ENOSYS)) {
		/* The file system cannot: a hard link refuses the same way. */
		ret = link(temporary, path);
		if (!ret)
			unlink(temporary);
	}
	return ret ? -errno : 0;
}

static int save_whole(const char *path, const struct strbuf *text, bool force,
		      struct error *err)
{
	char *temporary = arena_printf(text->arena, "%s.XXXXXX", path);
	int fd = mkostemp(temporary, O_CLOEXEC);
	int ret;

	if (fd < 0)
		return write_error(err, path, -errno);
	ret = write_all(fd, text->s, text->len);
	if (!ret && fsync(fd) && errno != EINVAL)
		ret = -errno;
	if (close(fd) && !ret)
		ret = -errno;
	if (!ret)
		ret = take_name(temporary, path, force);
	if (!ret)
		return 0;
	unlink(temporary);
	write_error(err, path, ret);
	if (ret == -EEXIST)
		error_hint(err, "--force replaces it");
	return ret;
}

/* A link is followed first: renaming would replace the link itself. */
static int save_path(const char *path, const struct strbuf *text, bool force,
		     struct error *err)
{
	char *target = realpath(path, NULL);
	struct stat st;
	int ret;

	if (target && !stat(target, &st) && !S_ISREG(st.st_mode))
		ret = S_ISDIR(st.st_mode) ? write_error(err, path, -EISDIR)
					  : save_through(path, text, err);
	else
		ret = save_whole(target ? target : path, text, force, err);
	free(target);
	return ret;
}

int snapshot_save_file(const struct snapshot *s, const char *path, bool force,
		       struct error *err)
{
	struct arena *a = arena_new();
	struct strbuf text;
	int ret;

	strbuf_init(&text, a);
	ret = snapshot_write(s, &text, err);
	if (!ret && !strcmp(path, "-")) {
		ret = write_all(STDOUT_FILENO, text.s, text.len);
		if (ret)
			write_error(err, "standard output", ret);
	} else if (!ret) {
		ret = save_path(path, &text, force, err);
	}
	arena_free(a);
	return ret;
}
