/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An overlay is a snapshot derived from another by what-if changes: it shares
 * every object that no change touched and owns copies of those that one did.
 * The base is never changed. Since it *is* a snapshot, walks know nothing of
 * overlays, and "the model with the commands run" is one thing with "the host
 * read again after they were run".
 */
#ifndef NSD_MODEL_OVERLAY_H
#define NSD_MODEL_OVERLAY_H

#include "model/snapshot.h"

/** overlay_new() - starts equal to @base, which must outlive it */
struct snapshot *overlay_new(const struct snapshot *base);
/** overlay_free() - the derived snapshot; the base stays */
void overlay_free(struct snapshot *ov);

/** overlay_netns() - a copy of namespace @number that may be changed */
struct netns *overlay_netns(struct snapshot *ov, uint32_t number);

/*
 * Changes. Each does what the command of the same name does to the kernel, the
 * side effects included (a link that comes up gets its connected routes back).
 * Call overlay_seal() when done.
 */

/** overlay_sysctl() - write a file, with the kernel's spreading: ip_forward
 * and conf/all/forwarding to every interface, and so on */
int overlay_sysctl(struct snapshot *ov, uint32_t netns, const char *path,
		   const char *value);
int overlay_link_up(struct snapshot *ov, uint32_t netns, uint32_t ifindex);
int overlay_link_master(struct snapshot *ov, uint32_t netns, uint32_t ifindex,
			uint32_t master);
/** overlay_port_set() - one of the port's switches, by the field's name */
int overlay_port_set(struct snapshot *ov, uint32_t netns, uint32_t ifindex,
		     const char *field, uint32_t value);
int overlay_address_add(struct snapshot *ov, uint32_t netns, uint32_t ifindex,
			const struct ip_prefix *addr);
int overlay_address_del(struct snapshot *ov, uint32_t netns, uint32_t ifindex,
			const struct ip_prefix *addr);
/** overlay_route_add() - "replace" if @replace: the first of the same prefix,
 * tos and metric goes */
int overlay_route_add(struct snapshot *ov, uint32_t netns,
		      const struct route *r, bool replace);
int overlay_route_del(struct snapshot *ov, uint32_t netns,
		      const struct route *r);
int overlay_rule_add(struct snapshot *ov, uint32_t netns,
		     const struct rule *r);
int overlay_rule_del(struct snapshot *ov, uint32_t netns,
		     const struct rule *r);
int overlay_neighbour_del(struct snapshot *ov, uint32_t netns,
			  const struct neighbour *n);
int overlay_proxy_add(struct snapshot *ov, uint32_t netns, uint32_t ifindex,
		      const struct ip_addr *addr);
int overlay_fdb_del(struct snapshot *ov, uint32_t netns, const struct fdb *f);
int overlay_mtu(struct snapshot *ov, uint32_t netns, uint32_t ifindex,
		uint32_t mtu);
/** overlay_mac() - another link-layer address */
int overlay_mac(struct snapshot *ov, uint32_t netns, uint32_t ifindex,
		const struct mac *mac);
/** overlay_resolver() - another content of a resolv.conf */
int overlay_resolver(struct snapshot *ov, uint32_t netns, uint32_t pid,
		     const char *text);
/** overlay_firewall() - the copy of a ruleset that room firewall changed */
void overlay_firewall(struct snapshot *ov, uint32_t netns,
		      struct firewall *fw);

int overlay_seal(struct snapshot *ov);

#endif
