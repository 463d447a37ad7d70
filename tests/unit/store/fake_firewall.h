/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Object types of the shapes that a ruleset has (lists of lists, objects that
 * say their type, counters inside), so that the generic reader and writer are
 * tested without a firewall.
 */
#ifndef FAKE_FIREWALL_H
#define FAKE_FIREWALL_H

#include "model/model.h"

struct fake_meta {
	struct object obj;
	uint32_t key;
	uint8_t type;
};

struct fake_counter {
	struct object obj;
	uint64_t packets;
};

struct fake_each {
	struct object obj;
	struct object *inner;
};

struct fake_rule {
	struct object obj;
	uint64_t handle;
	VEC(struct object *) exprs;
};

struct fake_chain {
	struct object obj;
	const char *name;
	VEC(struct fake_rule *) rules;
};

struct firewall {
	struct object obj;
	uint32_t generation;
	VEC(struct fake_chain *) chains;
};

extern const struct object_type fake_meta_type;
extern const struct object_type fake_counter_type;
extern const struct object_type fake_each_type;
extern const struct object_type fake_rule_type;
extern const struct object_type fake_chain_type;
extern const struct object_type firewall_type;
const struct object_type *fake_by_name(const char *name);
int firewall_seal(struct firewall *fw, struct arena *a, struct error *err);

#endif
