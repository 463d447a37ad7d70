/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Target TEE: net/netfilter/xt_TEE.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_TEE.h>

struct tee {
	struct object obj;
	struct ip_addr gateway;
	const char *oif;
};

static const struct field fields[] = {
	{ "gateway", F(tee, gateway), FT_ADDRESS },
	{ "oif", F(tee, oif), FT_STRING },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_tee_tginfo *i = b->p;
	struct tee *t = ext;

	t->gateway = xt_address(b, &i->gw);
	t->oif = xt_string(b, i->oif, sizeof(i->oif));
	return 0;
}

static void text(const void *ext, struct xt_print *p)
{
	const struct tee *t = ext;

	xt_out(p, " --gateway ");
	xt_out_address(p, &t->gateway);
	if (*t->oif)
		xt_out(p, " --oif %s", t->oif);
}

/* A copy goes elsewhere; the packet itself goes on. */
const struct xt_type xt_tee_types[] = {
	{ .object = XT_OBJECT("TEE.1", tee, fields),
	  .kind = XT_TARGET, .name = "TEE", .revision = 1,
	  .families = XT_INET, .flags = XT_F_NO_EFFECT,
	  .size = sizeof(struct xt_tee_tginfo),
	  .decode = decode, .target = xt_no_effect, .text = text },
	{ }
};
