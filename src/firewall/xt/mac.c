/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match mac: net/netfilter/xt_mac.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_mac.h>

struct mac_match {
	struct object obj;
	struct mac address;
	bool invert;
};

static const struct field fields[] = {
	{ "address", F(mac_match, address), FT_MAC },
	{ "invert", F(mac_match, invert), FT_BOOL },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_mac_info *i = b->p;
	struct mac_match *m = ext;

	m->address = packet_mac(i->srcaddr);
	m->invert = i->invert;
	return 0;
}

/* Without a header of Ethernet it does not match, inverted or not. */
static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct mac_match *m = ext;
	struct bytes value = { m->address.b, 6 }, whole = { NULL, 0 };

	if (c->e->pkt->l2.len < 14)
		return TRI_NO;
	return tri_xor(xt_compare(c->e->pkt, PAYLOAD_LL, 6, value, whole),
		       m->invert);
}

static void text(const void *ext, struct xt_print *p)
{
	const struct mac_match *m = ext;
	char buf[MAC_TEXT_MAX];

	xt_not(p, m->invert);
	xt_out(p, " --mac-source %s", mac_text(&m->address, buf));
}

const struct xt_type xt_mac_types[] = {
	{ .object = XT_OBJECT("mac.0", mac_match, fields),
	  .name = "mac", .families = XT_INET,
	  .size = sizeof(struct xt_mac_info),
	  .decode = decode, .match = match, .text = text },
	{ }
};
