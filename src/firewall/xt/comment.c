/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match comment: net/netfilter/xt_comment.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_comment.h>

static const struct field fields[] = {
	{ "text", F(xt_comment, text), FT_STRING, .flags = FF_ID },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_comment_info *i = b->p;

	((struct xt_comment *)ext)->text =
		xt_string(b, i->comment, sizeof(i->comment) - 1);
	return 0;
}

static enum tri match(const void *ext, struct xt_ctx *c)
{
	(void)ext;
	(void)c;
	return TRI_YES;
}

static void text(const void *ext, struct xt_print *p)
{
	xt_out(p, " --comment");
	xt_out_string(p, ((const struct xt_comment *)ext)->text);
}

const struct xt_type xt_comment_types[] = {
	{ .object = XT_OBJECT("comment.0", xt_comment, fields),
	  .name = "comment", .families = XT_ANY,
	  .size = sizeof(struct xt_comment_info),
	  .decode = decode, .match = match, .text = text },
	{ }
};
