/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_COLLECT_NFNL_H
#define NSD_COLLECT_NFNL_H

#include "collect/modules.h"
#include "collect/visit.h"

/** nfnl_req_init() - a request to a subsystem of nfnetlink */
void nfnl_req_init(struct nl_req *req, uint8_t subsys, uint8_t msg,
		   uint16_t flags, uint8_t family);

/**
 * nfnl_open() - the reader's NETLINK_NETFILTER socket, if it may be asked for
 * @needs: modules that the socket and the subsystem need; ends with MOD_COUNT
 * @object: of the gap, when that cannot be told
 *
 * Return: 0; -ENOENT: they are not there, so neither is what they would hold;
 * another negative errno: a gap was recorded.
 */
int nfnl_open(struct reader *r, const enum module *needs, const char *object);

#endif
