/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_COLLECT_PROC_H
#define NSD_COLLECT_PROC_H

#include "collect/collector.h"

/** proc_pid() - the number that a directory's name is, 0 if it is none */
uint32_t proc_pid(const char *name);

/** proc_each() - every process but ourselves; 0 or -errno */
int proc_each(struct collector *c,
	      void (*fn)(struct collector *c, uint32_t pid, void *ctx),
	      void *ctx);

/** struct proc_stat - what is used of /proc/PID/stat */
struct proc_stat {
	uint32_t ppid;
	uint32_t flags;		/* PF_* */
	uint64_t start;		/* field 22 */
};

/** proc_stat_parse() - after the last ')': comm may hold anything; 0, -EINVAL */
int proc_stat_parse(const char *text, struct proc_stat *out);
int proc_stat(const struct collector *c, uint32_t pid, struct proc_stat *out);

#endif
