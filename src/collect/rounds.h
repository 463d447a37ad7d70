/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_COLLECT_ROUNDS_H
#define NSD_COLLECT_ROUNDS_H

#include "collect/visit.h"

/** visits_run() - make these visits, take over what they read; frees @visits */
void visits_run(struct collector *c, struct visit *visits, size_t n);

/** firewall_join() - add what a visit read of the rules, and seal the whole */
void firewall_join(struct collector *c, struct netns *ns, struct netns *from);

/** nsid_likely() - whom to ask about first: the initial and the own one */
void nsid_likely(struct collector *c, struct visit *v);
/** nsid_everybody() - every namespace that is known */
void nsid_everybody(struct collector *c, struct visit *v);
/** nsids_resolve() - after the links are known: who is behind open ids */
void nsids_resolve(struct collector *c);

/** resolvers_of_place() - of its processes and of its names */
void resolvers_of_place(struct collector *c, struct place *p);
/** want_resolver() - did reading it bring anything? @pid: 0 for any */
bool want_resolver(struct collector *c, struct place *p, uint32_t pid);

#endif
