/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_log.c: writes a line, and changes nothing. */
#include "firewall/nft/text.h"

static const struct field fields[] = {
	{ "group", F(nft_log, group), FT_U16, NFTA_LOG_GROUP, FF_BE },
	{ "prefix", F(nft_log, prefix), FT_STRING, NFTA_LOG_PREFIX, FF_ID },
	ROW_U32("snaplen", nft_log, snaplen, NFTA_LOG_SNAPLEN),
	{ "threshold", F(nft_log, threshold), FT_U16, NFTA_LOG_QTHRESHOLD,
	  FF_BE },
	ROW_U32("level", nft_log, level, NFTA_LOG_LEVEL),
	ROW_U32("flags", nft_log, flags, NFTA_LOG_FLAGS),
	{ 0 },
};

static enum fw_verdict log_eval(struct nft_regs *r, const struct nft_expr *x)
{
	(void)r;
	(void)x;
	return FW_CONTINUE;
}

#define FLAGS_ALL 0x2fu	/* NF_LOG_MASK of nft: all but NFLOG */
#define LEVEL_DEFAULT 4	/* LOG_WARNING */

static const char *const levels[] = {
	"emerg", "alert", "crit", "err", "warn", "notice", "info", "debug",
	"audit",
};

static void flags_text(struct strbuf *out, uint32_t flags)
{
	if ((flags & FLAGS_ALL) == FLAGS_ALL) {
		strbuf_add(out, " flags all");
		return;
	}
	if (flags & 3)
		strbuf_addf(out, " flags tcp %s%s%s",
			    flags & 1 ? "sequence" : "",
			    (flags & 3) == 3 ? "," : "",
			    flags & 2 ? "options" : "");
	if (flags & 4)
		strbuf_add(out, " flags ip options");
	if (flags & 8)
		strbuf_add(out, " flags skuid");
	if (flags & 0x20)
		strbuf_add(out, " flags ether");
}

static void log_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_log *l = (const void *)x;
	struct strbuf out;

	strbuf_init(&out, t->a);
	if (l->prefix)
		strbuf_addf(&out, " prefix \"%s\"", l->prefix);
	if (HAS(l, nft_log, group))
		strbuf_addf(&out, " group %u", l->group);
	if (l->snaplen)
		strbuf_addf(&out, " snaplen %u", l->snaplen);
	if (l->threshold)
		strbuf_addf(&out, " queue-threshold %u", l->threshold);
	if (HAS(l, nft_log, level) && l->level != LEVEL_DEFAULT &&
	    l->level < ARRAY_SIZE(levels))
		strbuf_addf(&out, " level %s", levels[l->level]);
	flags_text(&out, l->flags);
	nft_text_add(t, "log%s", out.s);
}

const struct expr_type nft_log_expr = {
	.obj = { "log", sizeof(struct nft_log), fields, NULL },
	.role = ROLE_NOTE,
	.eval = log_eval,
	.text = log_text,
};
