/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_COLLECT_PROCFS_H
#define NSD_COLLECT_PROCFS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/**
 * struct procfs - where a reader finds sys/net and thread-self/net
 * @fd: dirfd of a private procfs, or of the walked one
 * @uses: namespaces read through it
 * @is_private: made by us; renewed every few namespaces
 * @refused: the kernel makes us none: do not ask again
 */
struct procfs {
	int fd;
	uint32_t uses;
	bool is_private;
	bool refused;
};

void procfs_init(struct procfs *p);
void procfs_free(struct procfs *p);
/**
 * procfs_next() - ready for another namespace
 * @fallback: dirfd of the walked /proc
 *
 * Names below sys/net pile up in the dentry cache, one per namespace, and make
 * every later look-up on the host slower (proc_sys_compare()). Those of a
 * private procfs go with it.
 */
void procfs_next(struct procfs *p, int fallback);
/** procfs_read() - a file below it, ended by NUL; bytes or -errno */
ssize_t procfs_read(const struct procfs *p, const char *path, char *buf,
		    size_t size);
/**
 * procfs_slurp() - a file whole, up to @max bytes
 * @text: to be freed; not set on failure
 * @cut: there was more
 *
 * Return: 0 or -errno.
 */
int procfs_slurp(const struct procfs *p, const char *path, size_t max,
		 char **text, bool *cut);

#endif
