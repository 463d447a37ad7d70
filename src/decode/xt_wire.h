/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_DECODE_XT_WIRE_H
#define NSD_DECODE_XT_WIRE_H

#include <errno.h>
#include <string.h>
#include <netinet/in.h>
#include <linux/netfilter.h>
#include <linux/netfilter/x_tables.h>

#include "firewall/xt/xt.h"

/* A table of more rules than this is not read (the largest seen: 50,000). */
#define XT_ENTRIES_MAX 1000000u

/**
 * struct xt_wire - a blob while it is read
 * @p, @len: the entries, aligned for any type
 * @at: offset that @why is about
 * @why: what is wrong with it, NULL while nothing is
 */
struct xt_wire {
	struct arena *a;
	struct xt_table *table;
	const uint8_t *p;
	size_t len;
	uint32_t n_hooks;
	uint32_t hook_entry[NF_INET_NUMHOOKS];
	uint32_t underflow[NF_INET_NUMHOOKS];
	size_t at;
	const char *why;
};

/** xt_wire_bad() - give up at @at; returns -EINVAL */
int xt_wire_bad(struct xt_wire *w, size_t at, const char *why);
/** xt_wire_name() - a fixed array as a string, cut at its end */
const char *xt_wire_name(struct xt_wire *w, const void *s, size_t max);
struct bytes xt_wire_bytes(struct xt_wire *w, const void *p, size_t len);
/** xt_wire_device() - a device and its mask, or nothing where any will do */
void xt_wire_device(struct xt_wire *w, const char *name,
		    const unsigned char *mask, const char **out,
		    struct bytes *out_mask);
/** xt_wire_mark() - every row of this object was read */
void xt_wire_mark(void *obj);

/** xt_wire_entry() - the part of an ip, ip6 or arp rule before its matches */
void xt_wire_entry(struct xt_wire *w, const void *entry, struct xt_rule *r);
/** xt_wire_entry_size() - of struct ipt_entry and kin; 0: no such family */
size_t xt_wire_entry_size(uint8_t family);

/** decode_ebtables() - the bridge's own layout; w->p and w->len are set */
int decode_ebtables(struct xt_wire *w, const void *replace);

#endif
