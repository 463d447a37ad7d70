/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Target CLASSIFY: net/netfilter/xt_CLASSIFY.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_CLASSIFY.h>

struct classify {
	struct object obj;
	uint32_t priority;
};

static const struct field fields[] = {
	{ "priority", F(classify, priority), FT_U32 },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_classify_target_info *i = b->p;

	((struct classify *)ext)->priority = i->priority;
	return 0;
}

static enum fw_verdict target(const void *ext, struct xt_ctx *c,
			      struct fw_result *res)
{
	(void)res;
	c->e->pkt->priority = ((const struct classify *)ext)->priority;
	return FW_CONTINUE;
}

static void text(const void *ext, struct xt_print *p)
{
	uint32_t priority = ((const struct classify *)ext)->priority;

	xt_out(p, " --set-class %.4x:%.4x", priority >> 16, priority & 0xffff);
}

const struct xt_type xt_classify_types[] = {
	{ .object = XT_OBJECT("CLASSIFY.0", classify, fields),
	  .kind = XT_TARGET, .name = "CLASSIFY", .families = XT_ANY,
	  .size = sizeof(struct xt_classify_target_info),
	  .decode = decode, .target = target, .text = text },
	{ }
};
