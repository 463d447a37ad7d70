/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the changes of an overlay share; private to this room. While changes
 * are made the indices are stale: everything is found by going through lists.
 */
#ifndef NSD_MODEL_OVERLAY_EDIT_H
#define NSD_MODEL_OVERLAY_EDIT_H

#include "model/fib.h"
#include "model/overlay.h"
#include "model/sysctl.h"

/** struct place - a namespace of an overlay that is being changed */
struct place {
	struct snapshot *ov;
	struct netns *ns;
};

/** edit_place() - 0, or -ENOENT for no such namespace */
int edit_place(struct snapshot *ov, uint32_t number, struct place *out);
/** edit_link() - a copy of the link that may be changed, or NULL */
struct link *edit_link(const struct place *p, uint32_t ifindex);
/** place_link() - the link as it is now, or NULL */
const struct link *place_link(const struct place *p, uint32_t ifindex);
/** place_link_named() - by name or alternative name */
const struct link *place_link_named(const struct place *p, const char *name);

/** edit_conf() - a copy of the array with one value changed; short ones stay */
void edit_conf(struct arena *a, struct s32s *conf, unsigned int at,
	       int32_t value);

/** routes_of_address() - add what the kernel adds for an address of @l */
void routes_of_address(const struct place *p, const struct link *l,
		       const struct address *a);
/** routes_of_link() - the same for every address, and what a link has itself */
void routes_of_link(const struct place *p, const struct link *l);
/** anycast6_forget() - the routes that a device had as a router */
void anycast6_forget(const struct place *p, uint32_t ifindex);
/** routes_no_carrier() - set RTNH_F_LINKDOWN on its routes */
void routes_no_carrier(const struct place *p, uint32_t ifindex);
/** routes_carrier() - take RTNH_F_LINKDOWN and RTNH_F_DEAD from its hops */
void routes_carrier(const struct place *p, uint32_t ifindex);
/** route_insert() - into the list, where a dump would show it */
void route_insert(const struct place *p, const struct route *r);
/** ipv6_start() - ::1, or the link-local address where the kernel makes one */
void ipv6_start(const struct place *p, const struct link *l);

#endif
