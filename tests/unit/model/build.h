/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Objects of small hosts, made by hand. */
#ifndef TEST_MODEL_BUILD_H
#define TEST_MODEL_BUILD_H

#include "model/model.h"

struct link *build_link(struct snapshot *s, struct netns *ns, uint32_t index,
			const char *name, const char *kind, uint32_t flags);
/** build_peers() - two links that are each other's veth ends */
void build_peers(struct snapshot *s, struct link *a, struct link *b,
		 int32_t nsid_of_b, int32_t nsid_of_a);
struct address *build_address(struct snapshot *s, struct netns *ns,
			      uint32_t ifindex, const char *prefix);
struct route *build_route(struct snapshot *s, struct netns *ns,
			  uint32_t table, const char *prefix, const char *via,
			  uint32_t oif, uint32_t metric);
void build_sysctl(struct snapshot *s, struct netns *ns, const char *path,
		  const char *value);
void build_nsid(struct snapshot *s, struct netns *ns, int32_t id,
		const struct netns *target);
void build_name(struct snapshot *s, struct netns *ns, const char *kind,
		const char *name);
struct ip_addr addr(const char *text);
struct ip_prefix prefix(const char *text);

/** find_route() - of this prefix and type in a table, or NULL */
const struct route *find_route(const struct netns *ns, uint32_t table,
			       uint8_t type, const char *text);

#endif
