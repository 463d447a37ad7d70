/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_COLLECT_MODULES_H
#define NSD_COLLECT_MODULES_H

#include "base/base.h"

/* Parts of the kernel that a mere question would load (modprobe by alias). */
enum module {
	MOD_NFNETLINK,
	MOD_NF_TABLES,
	MOD_NFNETLINK_HOOK,
	MOD_IP_SET,
	MOD_INET_DIAG,
	MOD_TCP_DIAG,
	MOD_UDP_DIAG,
	MOD_XFRM_USER,
	MOD_EBTABLE_FILTER,
	MOD_EBTABLE_NAT,
	MOD_EBTABLE_BROUTE,
	MOD_COUNT,
};

/**
 * struct modules - which parts are there; read once, before they are asked
 * @no_modules: the kernel was built without modules
 * @free: nothing can be loaded any more: everything may be asked
 * @here: UNKNOWN where neither the list of built-in modules nor the symbols
 *        could be read: then it is not asked
 */
struct modules {
	bool free;
	bool no_modules;		/* the kernel was built without them */
	enum tri here[MOD_COUNT];
};

/**
 * modules_read() - look, in the order that costs least
 * @proc_fd: of the walked procfs
 * @release: uname -r, for the list of built-in modules
 */
void modules_read(struct modules *m, int proc_fd, const char *release);

/** modules_all() - are all of these there? @list ends with MOD_COUNT */
enum tri modules_all(const struct modules *m, const enum module *list);

/* Pure parts. */

/** modules_parse_list() - text of /proc/modules: mark those in state Live */
void modules_parse_list(struct modules *m, const char *text);
/** modules_parse_builtin() - text of modules.builtin: paths of .ko files */
void modules_parse_builtin(struct modules *m, const char *text);
/** modules_parse_symbol() - one line of /proc/kallsyms, without its newline */
void modules_parse_symbol(struct modules *m, const char *line);

#endif
