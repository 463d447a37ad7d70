/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The callbacks of struct eval for tests: no walk, one answer to every fork. */
#ifndef TEST_FIREWALL_FAKE_WALK_H
#define TEST_FIREWALL_FAKE_WALK_H

#include "firewall/firewall.h"

/** struct judge - what the fake walk was asked; eval.ctx */
struct judge {
	unsigned int asked;
	unsigned int rules;
	unsigned int nat;
	struct nat_request request;
	bool answer;
};

extern const struct eval_ops fake_ops;

#endif
