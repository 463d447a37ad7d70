/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Target CHECKSUM: net/netfilter/xt_CHECKSUM.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_CHECKSUM.h>

struct checksum {
	struct object obj;
	uint8_t operation;
};

static const struct field fields[] = {
	{ "operation", F(checksum, operation), FT_U8 },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_CHECKSUM_info *i = b->p;

	((struct checksum *)ext)->operation = i->operation;
	return 0;
}

static void text(const void *ext, struct xt_print *p)
{
	if (((const struct checksum *)ext)->operation & XT_CHECKSUM_OP_FILL)
		xt_out(p, " --checksum-fill");
}

const struct xt_type xt_checksum_types[] = {
	{ .object = XT_OBJECT("CHECKSUM.0", checksum, fields),
	  .kind = XT_TARGET, .name = "CHECKSUM", .families = XT_INET,
	  .flags = XT_F_NO_EFFECT, .size = sizeof(struct xt_CHECKSUM_info),
	  .decode = decode, .target = xt_no_effect, .text = text },
	{ }
};
