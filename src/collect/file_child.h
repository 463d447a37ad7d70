/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_COLLECT_FILE_CHILD_H
#define NSD_COLLECT_FILE_CHILD_H

#include <stdint.h>

#define FILE_PATH_MAX 1024

/* What goes over the socket, in this order, between one program's halves. */
struct file_request {
	uint32_t pid;		/* whose root, 0: ours */
	uint32_t cap;
	char path[FILE_PATH_MAX];
};

struct file_reply {
	int32_t error;
	uint32_t link_len;	/* bytes of the link's text behind this */
	uint32_t len;		/* bytes of the content behind that */
	uint32_t truncated;
	uint32_t uid;
};

/** file_child_serve() - answer requests until the socket closes */
void file_child_serve(int fd, int proc_fd);

/**
 * file_open_regular() - O_PATH look-up inside @root, then open if regular
 *
 * Return: a descriptor, or -errno: -EINVAL for what is no regular file,
 * -ELOOP for a magic link or a loop.
 */
int file_open_regular(int root, const char *path);

#endif
