/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_COLLECT_FILES_H
#define NSD_COLLECT_FILES_H

#include "collect/collector.h"

/**
 * struct file_answer - a file of a container, or of our own root
 * @state: 0, or the errno that says why there is no content: ENOENT, ELOOP,
 *         EINVAL (no regular file), EACCES, ETIMEDOUT (nobody answered)
 * @link: text of the symbolic link in its place, or NULL
 * @text: content up to the cap, ended by NUL
 * @truncated: there was more
 * @uid: who owns it
 */
struct file_answer {
	int state;
	const char *link;
	const char *text;
	size_t len;
	bool truncated;
	uint32_t uid;
};

/**
 * files_read() - read a file below the root of a process
 * @pid: whose root; 0: our own
 * @path: absolute
 * @cap: bytes to read at most
 *
 * A child process does it, because a file system of the container's choosing
 * may never answer; then the child is killed and the state is ETIMEDOUT. The
 * look-up cannot leave the root, follows no magic link, and opens nothing but
 * regular files.
 */
void files_read(struct collector *c, uint32_t pid, const char *path,
		uint32_t cap, struct file_answer *out);

/** files_stop() - end the child, if there is one */
void files_stop(struct collector *c);

#endif
