/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match multiport: net/netfilter/xt_multiport.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_multiport.h>

/**
 * struct multiport - a list of ports and ranges
 * @ports: host order; @pflags: the port begins a range that the next one ends
 */
struct multiport {
	struct object obj;
	uint8_t side;
	struct s32s ports;
	struct s32s pflags;
	bool invert;
};

static const struct value_name sides[] = {
	{ XT_MULTIPORT_SOURCE, "source" },
	{ XT_MULTIPORT_DESTINATION, "destination" },
	{ XT_MULTIPORT_EITHER, "either" },
	{ }
};

static const struct field fields[] = {
	{ "side", F(multiport, side), FT_ENUM, .names = sides },
	{ "ports", F(multiport, ports), FT_S32S },
	{ "ranges", F(multiport, pflags), FT_S32S },
	{ "invert", F(multiport, invert), FT_BOOL },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_multiport_v1 *i = b->p;
	struct multiport *m = ext;
	int32_t *ports, *ranges;
	unsigned int n = i->count, k;

	if (n > XT_MULTI_PORTS || i->flags > XT_MULTIPORT_EITHER)
		return -EINVAL;
	ports = ARENA_ARRAY(b->a, n, int32_t);
	ranges = ARENA_ARRAY(b->a, n, int32_t);
	for (k = 0; k < n; k++) {
		ports[k] = i->ports[k];
		ranges[k] = i->pflags[k] != 0;
		if (ranges[k] && k + 1 == n)
			return -EINVAL;
	}
	m->side = i->flags;
	m->ports = (struct s32s){ ports, n };
	m->pflags = (struct s32s){ ranges, n };
	m->invert = i->invert;
	return 0;
}

static enum tri one_match(const struct multiport *m, const struct packet *p,
			  uint16_t from, uint16_t to)
{
	enum tri t = TRI_NO;

	if (m->side != XT_MULTIPORT_DESTINATION)
		t = xt_sport_in(p, from, to);
	if (m->side != XT_MULTIPORT_SOURCE)
		t = tri_or(t, xt_dport_in(p, from, to));
	return t;
}

static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct multiport *m = ext;
	enum tri t = TRI_NO;
	uint32_t i;

	for (i = 0; i < m->ports.n; i++) {
		uint16_t from = (uint16_t)m->ports.v[i], to = from;

		if (i + 1 < m->ports.n && i < m->pflags.n && m->pflags.v[i])
			to = (uint16_t)m->ports.v[++i];
		t = tri_or(t, one_match(m, c->e->pkt, from, to));
	}
	return tri_xor(t, m->invert);
}

static void text(const void *ext, struct xt_print *p)
{
	const struct multiport *m = ext;
	uint32_t i;

	xt_not(p, m->invert);
	xt_out(p, " --%s ", m->side == XT_MULTIPORT_SOURCE ? "sports" :
			    m->side == XT_MULTIPORT_DESTINATION ? "dports" :
								  "ports");
	for (i = 0; i < m->ports.n; i++) {
		xt_out(p, "%s%d", i ? "," : "", m->ports.v[i]);
		if (i + 1 < m->ports.n && i < m->pflags.n && m->pflags.v[i])
			xt_out(p, ":%d", m->ports.v[++i]);
	}
}

const struct xt_type xt_multiport_types[] = {
	{ .object = XT_OBJECT("multiport.1", multiport, fields),
	  .name = "multiport", .revision = 1, .families = XT_INET,
	  .size = sizeof(struct xt_multiport_v1),
	  .decode = decode, .match = match, .text = text },
	{ }
};
