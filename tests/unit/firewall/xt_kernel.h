/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Legacy tables and ipsets as the kernel gives them to a test. */
#ifndef TEST_FIREWALL_XT_KERNEL_H
#define TEST_FIREWALL_XT_KERNEL_H

#include "decode/xt.h"
#include "firewall/xt/xt.h"

/** kernel_xt_table() - read, decode and seal; NULL: failed, says why */
struct xt_table *kernel_xt_table(struct arena *a, struct firewall *fw,
				 uint8_t nfproto, const char *name);
/** kernel_ipsets() - all sets of the namespace; false: failed */
bool kernel_ipsets(struct arena *a, struct firewall *fw);

#endif
