/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the filter families share: reading a verdict, accepting before it. */
#ifndef NSD_DIAGNOSE_FILTER_FIX_H
#define NSD_DIAGNOSE_FILTER_FIX_H

#include "diagnose/findings/findings.h"

/** is_filtered() - a rule, a policy or a queue without reader ended it */
bool is_filtered(const struct death *d);
/** filter_place() - what decided, described */
void filter_place(const struct death *d, struct fw_place *place);
/** filter_fill() - evidence, owner and effect; the title is the caller's */
void filter_fill(const struct death *d, struct finding *f);
/** filter_where() - "firewalld", "table inet filter", for titles */
const char *filter_where(const struct death *d);
/** filter_is_catch_all() - a policy, or a drop without any match */
bool filter_is_catch_all(const struct death *d, const struct fw_place *place);
/** filter_chain() - the base chain where an accept helps; NULL: none seen */
const struct object *filter_chain(const struct death *d);
/** accept_fix() - an accept at the head of @chain, as narrow as the question */
struct fix *accept_fix(const struct death *d, const struct object *chain,
		       const struct rule_spec *spec);
void accept_fix_add(const struct death *d, struct fix *fix,
		    const struct object *chain, const struct rule_spec *spec);
/** filter_spec() - interfaces and direction of the packet that died */
void filter_spec(const struct death *d, struct rule_spec *spec);
/** mend_accept() - the mend of most filters */
void mend_accept(const struct death *d, struct finding *f, fix_vec *out);

#endif
