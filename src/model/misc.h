/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_MODEL_MISC_H
#define NSD_MODEL_MISC_H

#include "model/object.h"

/** struct nsid - what a namespace calls another one */
struct nsid {
	struct object obj;
	int32_t id;
	const char *target;	/* "net:[INODE]", NULL when it was not found */
};

/**
 * struct sysctl - one file below /proc/sys, by its path ("net/ipv4/ip_forward")
 * @value: its text without the newline; NULL: the kernel has no such file
 */
struct sysctl {
	struct object obj;
	const char *path;
	const char *value;
};

struct qdisc {
	struct object obj;
	uint32_t ifindex;
	const char *kind;
	uint32_t handle;
	uint32_t parent;
	struct bytes options;	/* TCA_OPTIONS, raw */
};

struct tc_filter {
	struct object obj;
	uint32_t ifindex;
	uint32_t parent;	/* 0xfffffff2 ingress, 0xfffffff3 egress, else qdisc */
	const char *kind;
	uint32_t priority;
	uint16_t protocol;	/* host order */
	uint32_t handle;
	struct bytes options;
};

/** struct sock - a socket that waits for packets: a listener, an unconnected UDP */
struct sock {
	struct object obj;
	uint8_t family;
	uint8_t protocol;	/* IPPROTO_* */
	struct ip_addr local;	/* zero: any */
	uint16_t port;		/* host order */
	uint32_t ifindex;	/* bound device, 0 for none */
	uint32_t uid;
	uint64_t inode;
	uint8_t v6only;		/* 0 no 1 yes 2 not known */
};

/** struct hook - one function on a netfilter hook, in the kernel's own order */
struct hook {
	struct object obj;
	uint8_t family;		/* NFPROTO_* */
	uint32_t hooknum;
	const char *device;
	int32_t priority;
	const char *function;
	const char *module;
	uint8_t chain_family;	/* of an nftables chain, else 0 */
	const char *table;
	const char *chain;
	uint32_t position;	/* place in the list, from 0 */
};

#endif
