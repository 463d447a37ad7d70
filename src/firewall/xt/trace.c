/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Targets TRACE and AUDIT: net/netfilter/xt_TRACE.c, xt_AUDIT.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_AUDIT.h>

struct audit {
	struct object obj;
	uint8_t type;
};

static const struct value_name types[] = {
	{ XT_AUDIT_TYPE_ACCEPT, "accept" },
	{ XT_AUDIT_TYPE_DROP, "drop" },
	{ XT_AUDIT_TYPE_REJECT, "reject" },
	{ }
};

static const struct field fields[] = {
	{ "type", F(audit, type), FT_ENUM, .names = types },
	{ }
};

static const struct field no_fields[] = { { } };

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_audit_info *i = b->p;

	((struct audit *)ext)->type = i->type;
	return value_name(types, i->type) ? 0 : -EINVAL;
}

static void text(const void *ext, struct xt_print *p)
{
	xt_out(p, " --type %s",
	       value_name(types, ((const struct audit *)ext)->type));
}

const struct xt_type xt_trace_types[] = {
	{ .object = { .name = "TRACE.0", .size = sizeof(struct object),
		      .fields = no_fields },
	  .kind = XT_TARGET, .name = "TRACE", .families = XT_INET,
	  .flags = XT_F_NO_EFFECT,
	  .target = xt_no_effect, .text = xt_text_none },
	{ .object = XT_OBJECT("AUDIT.0", audit, fields),
	  .kind = XT_TARGET, .name = "AUDIT",
	  .families = XT_INET | XT_BRIDGE, .flags = XT_F_NO_EFFECT,
	  .size = sizeof(struct xt_audit_info),
	  .decode = decode, .target = xt_no_effect, .text = text },
	{ }
};
