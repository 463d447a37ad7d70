/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking at NAT rules from outside: which would have translated, and why not. */
#ifndef NSD_DIAGNOSE_NAT_RULES_H
#define NSD_DIAGNOSE_NAT_RULES_H

#include "diagnose/findings/findings.h"

enum nat_miss {
	NAT_MISS_SKIPPED,	/* an earlier rule ended the chain */
	NAT_MISS_INTERFACE,	/* names another outgoing interface */
	NAT_MISS_SUBNET,	/* names another source */
	NAT_MISS_PROTOCOL,	/* names a protocol or port */
	NAT_MISS_ORPHAN,	/* no packet reaches its chain */
};

struct nat_candidate {
	const struct object *rule;
	struct fw_place place;
	const char *title;
};

/** nat_wanted() - does this death come from an address nobody can answer? */
bool nat_wanted(const struct death *d);
/** nat_forwarder() - the @nth namespace from the outside that forwarded the
 * request; false: there is none */
bool nat_forwarder(const struct death *d, unsigned int nth, struct hop *out);
/** nat_chain() - the chain where a masquerade is to be added: a postrouting
 * nat chain of the namespace; NULL: it has none */
const struct object *nat_chain(const struct death *d, uint32_t netns,
			       uint8_t nfproto, bool *legacy);
bool nat_rule_misses(const struct death *d, const struct hop *h,
		     enum nat_miss kind, struct nat_candidate *out);
void nat_candidate_evidence(const struct death *d, struct finding *f,
			    const struct nat_candidate *c);
/** nat_rule_evidence() - the rule that translated the source */
void nat_rule_evidence(const struct death *d, struct finding *f);
/** nat_dnat_evidence() - the rule that changed the destination; false: none */
bool nat_dnat_evidence(const struct death *d, struct finding *f);
/** nat_rule_notrack() - a notrack rule that matched on the way in @netns */
bool nat_rule_notrack(const struct death *d, uint32_t netns, struct finding *f);

/** nat_rule_chain() - the chain that holds @rule; NULL: none */
const struct object *nat_rule_chain(const struct death *d, uint32_t netns,
				    const struct object *rule);

#endif
