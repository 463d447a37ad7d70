/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_FIREWALL_XT_TEXT_H
#define NSD_FIREWALL_XT_TEXT_H

#include "firewall/xt/xt.h"

/** xt_body_text() - all of a rule behind "-A CHAIN" */
void xt_body_text(struct xt_print *p, const struct xt_rule *r);
/** xt_entry_text() - addresses, devices, protocol of an ip or ip6 rule */
void xt_entry_text(struct xt_print *p, const struct xt_rule *r);
void xt_arp_text(struct xt_print *p, const struct xt_rule *r);
void xt_eb_text(struct xt_print *p, const struct xt_rule *r);
/** xt_action_text() - " -j ..." */
void xt_action_text(struct xt_print *p, const struct xt_rule *r);
/** xt_proto_text() - " -p tcp", "! -p 250" */
void xt_proto_text(struct xt_print *p, uint16_t proto, bool invert);

#endif
