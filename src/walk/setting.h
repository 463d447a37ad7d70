/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Private to room walk: switches below /proc/sys as the kernel's IN_DEV_*
 * macros join them. What was not read ends the walk.
 */
#ifndef NSD_WALK_SETTING_H
#define NSD_WALK_SETTING_H

#include "walk/stage.h"

/** enum join - how conf/all and conf/DEV make one value */
enum join {
	JOIN_OWN,	/* IN_DEV_CONF_GET() */
	JOIN_OR,	/* IN_DEV_ORCONF() */
	JOIN_AND,	/* IN_DEV_ANDCONF() */
	JOIN_MAX,	/* IN_DEV_MAXCONF() */
};

/**
 * walk_conf4() - a switch of net/ipv4/conf for a device
 * @value: 0 where the kernel has no such file
 *
 * Return: false: it was not read; the walk has ended.
 * Source: include/linux/inetdevice.h
 */
bool walk_conf4(struct walk *w, struct packet *p, enum stage stage,
		const struct link *l, enum conf4 which, enum join join,
		int32_t *value);
/** walk_conf6() - conf/DEV of net/ipv6; include/linux/ipv6.h */
bool walk_conf6(struct walk *w, struct packet *p, enum stage stage,
		const struct link *l, unsigned int which, int32_t *value);
/** walk_conf6_all() - conf/all of net/ipv6 */
bool walk_conf6_all(struct walk *w, struct packet *p, enum stage stage,
		    unsigned int which, int32_t *value);
/** walk_sysctl() - first number of a file; @absent where there is none */
bool walk_sysctl(struct walk *w, struct packet *p, enum stage stage,
		 const char *path, int64_t absent, int64_t *value);
/** conf4_path()/conf6_path() - "net/ipv4/conf/eth0/forwarding" */
const char *conf4_path(struct walk *w, const char *device, enum conf4 which);
const char *conf6_path(struct walk *w, const char *device,
		       unsigned int which);
/** walk_block_setting() - walk_block() that names the file that decided */
enum step walk_block_setting(struct walk *w, struct packet *p,
			     enum stage stage, const struct link *l,
			     const char *path, enum reason reason);

#endif
