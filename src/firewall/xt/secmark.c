/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Targets SECMARK and CONNSECMARK: net/netfilter/xt_SECMARK.c,
 * xt_CONNSECMARK.c. Security marks decide nothing that the walk follows.
 */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_CONNSECMARK.h>
#include <linux/netfilter/xt_SECMARK.h>

struct secmark {
	struct object obj;
	uint8_t mode;
	const char *context;
};

struct connsecmark {
	struct object obj;
	uint8_t mode;
};

static const struct value_name conn_modes[] = {
	{ CONNSECMARK_SAVE, "save" },
	{ CONNSECMARK_RESTORE, "restore" },
	{ }
};

static const struct field fields[] = {
	{ "mode", F(secmark, mode), FT_U8 },
	{ "context", F(secmark, context), FT_STRING },
	{ }
};

static const struct field conn_fields[] = {
	{ "mode", F(connsecmark, mode), FT_ENUM, .names = conn_modes },
	{ }
};

static int decode0(void *ext, const struct xt_blob *b)
{
	const struct xt_secmark_target_info *i = b->p;
	struct secmark *t = ext;

	t->mode = i->mode;
	t->context = xt_string(b, i->secctx, sizeof(i->secctx));
	return 0;
}

static int decode1(void *ext, const struct xt_blob *b)
{
	const struct xt_secmark_target_info_v1 *i = b->p;
	struct secmark *t = ext;

	t->mode = i->mode;
	t->context = xt_string(b, i->secctx, sizeof(i->secctx));
	return 0;
}

static int conn_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_connsecmark_target_info *i = b->p;

	((struct connsecmark *)ext)->mode = i->mode;
	return value_name(conn_modes, i->mode) ? 0 : -EINVAL;
}

static void text(const void *ext, struct xt_print *p)
{
	xt_out(p, " --selctx %s", ((const struct secmark *)ext)->context);
}

static void conn_text(const void *ext, struct xt_print *p)
{
	xt_out(p, " --%s", value_name(conn_modes,
				      ((const struct connsecmark *)ext)->mode));
}

const struct xt_type xt_secmark_types[] = {
	{ .object = XT_OBJECT("SECMARK.0", secmark, fields),
	  .kind = XT_TARGET, .name = "SECMARK", .families = XT_INET,
	  .flags = XT_F_NO_EFFECT,
	  .size = sizeof(struct xt_secmark_target_info),
	  .decode = decode0, .target = xt_no_effect, .text = text },
	{ .object = XT_OBJECT("SECMARK.1", secmark, fields),
	  .kind = XT_TARGET, .name = "SECMARK", .revision = 1,
	  .families = XT_INET, .flags = XT_F_NO_EFFECT,
	  .size = sizeof(struct xt_secmark_target_info_v1),
	  .decode = decode1, .target = xt_no_effect, .text = text },
	{ .object = XT_OBJECT("CONNSECMARK.0", connsecmark, conn_fields),
	  .kind = XT_TARGET, .name = "CONNSECMARK", .families = XT_INET,
	  .flags = XT_F_CONNTRACK | XT_F_NO_EFFECT,
	  .size = sizeof(struct xt_connsecmark_target_info),
	  .decode = conn_decode, .target = xt_no_effect, .text = conn_text },
	{ }
};
