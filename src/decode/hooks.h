/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_DECODE_HOOKS_H
#define NSD_DECODE_HOOKS_H

#include "decode/attrs.h"

/* Bound to HOOK_LINKINFO and HOOK_AF_SPEC; they live with the link. */
int hook_linkinfo(struct decode *d, const struct field *row,
		  const struct nlattr *attr, void *obj);
int hook_af_spec(struct decode *d, const struct field *row,
		 const struct nlattr *attr, void *obj);

#endif
