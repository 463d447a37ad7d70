/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_MODEL_GAP_H
#define NSD_MODEL_GAP_H

#include "model/object.h"

/**
 * struct gap - something that could not be read, and why
 * @object: "net:[4026532995]", "nft(net:[N])", "proc(PID)", "resolv(PID)"
 * @what: "enter", "list", "read", "decode", "truncated", "timed-out",
 *        "changed-while-read", "module-unknown", "not-asked", "exists",
 *        "owner", "hidden"
 * @error: errno, 0 for none
 * @needs: the right that was missing: "CAP_SYS_ADMIN"; or NULL
 * @count: how many objects it stands for (collapsed gaps), else 1
 * @text: more words, or NULL (escaped before printing, as everything)
 */
struct gap {
	struct object obj;
	const char *object;
	const char *what;
	int32_t error;
	const char *needs;
	uint32_t count;
	const char *text;
};

/**
 * struct want - what a walk asked for and the snapshot did not hold
 * @netns: index of the namespace
 * @kind: one READ_* bit
 * @key: ifindex for READ_LINKS, bridge for READ_FDB, nsid for READ_NSIDS,
 *       else 0
 */
struct want {
	uint32_t netns;
	uint32_t kind;
	uint64_t key;
};
typedef VEC(struct want) want_vec;

#endif
