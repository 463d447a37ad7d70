/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of values that more than one table uses; iproute2's words. */
#ifndef NSD_MODEL_NAMES_H
#define NSD_MODEL_NAMES_H

#include "model/field.h"

extern const struct value_name errno_names[];
extern const struct value_name scope_names[];
extern const struct value_name route_protocol_names[];
extern const struct value_name route_type_names[];
extern const struct value_name nexthop_flag_names[];
extern const struct value_name nud_names[];
extern const struct value_name ntf_names[];
extern const struct value_name encap_names[];

#endif
