/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_FIREWALL_XT_ENTRY_H
#define NSD_FIREWALL_XT_ENTRY_H

#include "firewall/xt/ext.h"

/** xt_entry_match() - the part of a rule before its matches */
enum tri xt_entry_match(const struct xt_rule *r, const struct eval *e);
enum tri xt_arp_match(const struct xt_rule *r, const struct eval *e);
enum tri xt_eb_match(const struct xt_rule *r, const struct eval *e);
/** xt_device_match() - in and out names of a rule, with its invert bits */
bool xt_devices_match(const struct xt_rule *r, const struct eval *e,
		      uint32_t inv_in, uint32_t inv_out);

#endif
