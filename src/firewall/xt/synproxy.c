/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Target SYNPROXY: net/ipv4/netfilter/ipt_SYNPROXY.c and its kin of IPv6. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_SYNPROXY.h>

struct synproxy {
	struct object obj;
	uint8_t options;
	uint8_t wscale;
	uint16_t mss;
};

static const struct field fields[] = {
	{ "options", F(synproxy, options), FT_U8 },
	{ "wscale", F(synproxy, wscale), FT_U8 },
	{ "mss", F(synproxy, mss), FT_U16 },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_synproxy_info *i = b->p;
	struct synproxy *t = ext;

	t->options = i->options;
	t->wscale = i->wscale;
	t->mss = i->mss;
	return 0;
}

static void text(const void *ext, struct xt_print *p)
{
	const struct synproxy *t = ext;

	if (t->options & XT_SYNPROXY_OPT_SACK_PERM)
		xt_out(p, " --sack-perm");
	if (t->options & XT_SYNPROXY_OPT_TIMESTAMP)
		xt_out(p, " --timestamp");
	if (t->options & XT_SYNPROXY_OPT_WSCALE)
		xt_out(p, " --wscale %u", t->wscale);
	if (t->options & XT_SYNPROXY_OPT_MSS)
		xt_out(p, " --mss %u", t->mss);
	if (t->options & XT_SYNPROXY_OPT_ECN)
		xt_out(p, " --ecn");
}

/* It answers in the server's place and asks on: no stage does that. */
const struct xt_type xt_synproxy_types[] = {
	{ .object = XT_OBJECT("SYNPROXY.0", synproxy, fields),
	  .kind = XT_TARGET, .name = "SYNPROXY", .families = XT_INET,
	  .flags = XT_F_CONNTRACK | XT_F_OPAQUE,
	  .size = sizeof(struct xt_synproxy_info),
	  .decode = decode, .text = text },
	{ }
};
