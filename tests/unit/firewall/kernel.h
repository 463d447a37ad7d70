/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rules as the kernel gives them: a network namespace of the test's own, nft
 * to load a ruleset, and the dumps decoded.
 */
#ifndef TEST_FIREWALL_KERNEL_H
#define TEST_FIREWALL_KERNEL_H

#include "decode/nft.h"

/** kernel_enter() - a new namespace; false where that is not allowed */
bool kernel_enter(void);
/** kernel_run() - a shell command with @input; its output, or NULL: it failed */
char *kernel_run(struct arena *a, const char *command, const char *input);
/** kernel_refused() - was the last failure the kernel's word, not nft's? */
bool kernel_refused(void);
/** kernel_firewall() - everything of nftables in here, sealed; NULL: failed */
struct firewall *kernel_firewall(struct arena *a, struct error *err);

/** kernel_listen() - have every message of the dumps as it comes, too */
typedef void (*kernel_tap)(const struct nlmsghdr *nlh, void *data);
void kernel_listen(kernel_tap fn, void *data);

/* ---- kernel_judge.c: the same case, played ---- */

/** kernel_devices() - eth1, 10.255.0.1/8, and a default route by it */
bool kernel_devices(void);
/** kernel_can_judge() - does the case need no more than bytes and a mark? */
bool kernel_can_judge(const char *rule, const char *packet);
/** kernel_judge() - "drop", "accept", "policy"; NULL: could not be played */
const char *kernel_judge(struct arena *a, const char *family,
			 const char *extra, const char *rule,
			 const struct packet *p);

#endif
