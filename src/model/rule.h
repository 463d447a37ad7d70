/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_MODEL_RULE_H
#define NSD_MODEL_RULE_H

#include "model/object.h"

struct port_range {
	uint16_t first;		/* host order */
	uint16_t last;
};

/**
 * struct rule - a policy rule (RTM_NEWRULE)
 * @action: FR_ACT_*
 * @flags: FIB_RULE_*: INVERT, IIF_DETACHED, OIF_DETACHED, UNRESOLVED
 * @suppress_prefixlen: -1: none
 * @opaque: it has a selector that this version does not know, so it may or
 *          may not match
 *
 * A selector whose member is not set does not select.
 */
struct rule {
	struct object obj;
	uint8_t family;
	uint32_t priority;
	uint8_t action;
	uint32_t flags;
	uint32_t table;
	struct ip_prefix src;
	struct ip_prefix dst;
	uint8_t tos;
	const char *iif;
	const char *oif;
	uint32_t fwmark;
	uint32_t fwmask;
	uint32_t goto_priority;
	int32_t suppress_prefixlen;
	int32_t suppress_ifgroup;
	uint8_t l3mdev;
	uint32_t uid_first;
	uint32_t uid_last;
	uint8_t ip_proto;
	uint16_t sport_first;	/* host order */
	uint16_t sport_last;
	uint16_t dport_first;
	uint16_t dport_last;
	uint64_t tun_id;
	uint8_t protocol;
	bool opaque;
};

#endif
