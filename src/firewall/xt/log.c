/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Targets LOG and NFLOG: net/netfilter/xt_LOG.c, xt_NFLOG.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_LOG.h>
#include <linux/netfilter/xt_NFLOG.h>

#define LEVEL_DEFAULT 4		/* warning */

struct log_target {
	struct object obj;
	uint8_t level;
	uint8_t flags;
	const char *prefix;
};

static const struct field log_fields[] = {
	{ "level", F(log_target, level), FT_U8 },
	{ "flags", F(log_target, flags), FT_U8 },
	{ "prefix", F(log_target, prefix), FT_STRING, .flags = FF_ID },
	{ }
};

static const struct field nflog_fields[] = {
	{ "len", F(xt_nflog, len), FT_U32 },
	{ "group", F(xt_nflog, group), FT_U16 },
	{ "threshold", F(xt_nflog, threshold), FT_U16 },
	{ "flags", F(xt_nflog, flags), FT_U16 },
	{ "prefix", F(xt_nflog, prefix), FT_STRING, .flags = FF_ID },
	{ }
};

static int log_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_log_info *i = b->p;
	struct log_target *t = ext;

	t->level = i->level;
	t->flags = i->logflags;
	t->prefix = xt_string(b, i->prefix, sizeof(i->prefix));
	return 0;
}

static int nflog_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_nflog_info *i = b->p;
	struct xt_nflog *t = ext;

	t->len = i->len;
	t->group = i->group;
	t->threshold = i->threshold;
	t->flags = i->flags;
	t->prefix = xt_string(b, i->prefix, sizeof(i->prefix));
	return 0;
}

static void log_text(const void *ext, struct xt_print *p)
{
	static const struct value_name names[] = {
		{ XT_LOG_TCPSEQ, "tcp-sequence" },
		{ XT_LOG_TCPOPT, "tcp-options" },
		{ XT_LOG_IPOPT, "ip-options" },
		{ XT_LOG_UID, "uid" },
		{ XT_LOG_MACDECODE, "macdecode" },
	};
	const struct log_target *t = ext;
	size_t i;

	if (*t->prefix) {
		xt_out(p, " --log-prefix");
		xt_out_string(p, t->prefix);
	}
	if (t->level != LEVEL_DEFAULT)
		xt_out(p, " --log-level %u", t->level);
	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (t->flags & names[i].value)
			xt_out(p, " --log-%s", names[i].name);
}

static void nflog_text(const void *ext, struct xt_print *p)
{
	const struct xt_nflog *t = ext;

	if (*t->prefix) {
		xt_out(p, " --nflog-prefix");
		xt_out_string(p, t->prefix);
	}
	if (t->group)
		xt_out(p, " --nflog-group %u", t->group);
	if (t->flags & XT_NFLOG_F_COPY_LEN)
		xt_out(p, " --nflog-size %u", t->len);
	else if (t->len)
		xt_out(p, " --nflog-range %u", t->len);
	if (t->threshold != XT_NFLOG_DEFAULT_THRESHOLD)
		xt_out(p, " --nflog-threshold %u", t->threshold);
}

const struct xt_type xt_log_types[] = {
	{ .object = XT_OBJECT("LOG.0", log_target, log_fields),
	  .kind = XT_TARGET, .name = "LOG", .families = XT_INET,
	  .flags = XT_F_NO_EFFECT, .size = sizeof(struct xt_log_info),
	  .decode = log_decode, .target = xt_no_effect, .text = log_text },
	{ .object = XT_OBJECT("NFLOG.0", xt_nflog, nflog_fields),
	  .kind = XT_TARGET, .name = "NFLOG", .families = XT_INET,
	  .flags = XT_F_NO_EFFECT, .size = sizeof(struct xt_nflog_info),
	  .decode = nflog_decode, .target = xt_no_effect, .text = nflog_text },
	{ }
};
