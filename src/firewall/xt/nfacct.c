/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match nfacct: net/netfilter/xt_nfacct.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_nfacct.h>

struct nfacct {
	struct object obj;
	const char *name;
};

static const struct field fields[] = {
	{ "name", F(nfacct, name), FT_STRING },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_nfacct_match_info *i = b->p;

	((struct nfacct *)ext)->name = xt_string(b, i->name, sizeof(i->name));
	return 0;
}

static void text(const void *ext, struct xt_print *p)
{
	xt_out(p, " --nfacct-name ");
	xt_out_string(p, ((const struct nfacct *)ext)->name);
}

/* It matches but below a quota that the object may have. */
const struct xt_type xt_nfacct_types[] = {
	{ .object = XT_OBJECT("nfacct.0", nfacct, fields),
	  .name = "nfacct", .families = XT_INET,
	  .size = sizeof(struct xt_nfacct_match_info),
	  .decode = decode, .match = xt_unknown, .text = text },
	{ }
};
