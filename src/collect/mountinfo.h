/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_COLLECT_MOUNTINFO_H
#define NSD_COLLECT_MOUNTINFO_H

#include "base/base.h"

/**
 * struct mount_line - what is used of a line of /proc/PID/mountinfo
 * @root, @point: unescaped; @root of nsfs is "net:[INODE]"
 */
struct mount_line {
	const char *root;
	const char *point;
	const char *type;
	const char *options;	/* of the superblock */
};

/**
 * mountinfo_line() - take one line apart, in place
 * @line: without its newline; changed
 *
 * Source: show_mountinfo(), fs/proc_namespace.c; proc(5).
 *
 * Return: 0, or -EINVAL for a line that is not of that form.
 */
int mountinfo_line(char *line, struct mount_line *out);

/** mountinfo_netns() - the inode of a "net:[INODE]" root, else 0 */
uint64_t mountinfo_netns(const struct mount_line *m);

#endif
