/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Matches tcp and udp: net/netfilter/xt_tcpudp.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_tcpudp.h>

static const struct field tcp_fields[] = {
	{ "sport-from", F(xt_ports, sport_from), FT_U16 },
	{ "sport-to", F(xt_ports, sport_to), FT_U16 },
	{ "dport-from", F(xt_ports, dport_from), FT_U16 },
	{ "dport-to", F(xt_ports, dport_to), FT_U16 },
	{ "option", F(xt_ports, option), FT_U8 },
	{ "flags-mask", F(xt_ports, flags_mask), FT_U8 },
	{ "flags-value", F(xt_ports, flags_value), FT_U8 },
	{ "invflags", F(xt_ports, invflags), FT_U32 },
	{ }
};

static const struct field udp_fields[] = {
	{ "sport-from", F(xt_ports, sport_from), FT_U16 },
	{ "sport-to", F(xt_ports, sport_to), FT_U16 },
	{ "dport-from", F(xt_ports, dport_from), FT_U16 },
	{ "dport-to", F(xt_ports, dport_to), FT_U16 },
	{ "invflags", F(xt_ports, invflags), FT_U32 },
	{ }
};

static int tcp_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_tcp *i = b->p;
	struct xt_ports *m = ext;

	m->sport_from = i->spts[0];
	m->sport_to = i->spts[1];
	m->dport_from = i->dpts[0];
	m->dport_to = i->dpts[1];
	m->option = i->option;
	m->flags_mask = i->flg_mask;
	m->flags_value = i->flg_cmp;
	m->invflags = i->invflags;
	return i->invflags & ~XT_TCP_INV_MASK ? -EINVAL : 0;
}

static int udp_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_udp *i = b->p;
	struct xt_ports *m = ext;

	m->sport_from = i->spts[0];
	m->sport_to = i->spts[1];
	m->dport_from = i->dpts[0];
	m->dport_to = i->dpts[1];
	m->invflags = i->invflags;
	return i->invflags & ~XT_UDP_INV_MASK ? -EINVAL : 0;
}

/* Source and destination have the same invert bits in both. */
static enum tri ports_match(const struct xt_ports *m, const struct packet *p)
{
	enum tri s = xt_sport_in(p, m->sport_from, m->sport_to);
	enum tri d = xt_dport_in(p, m->dport_from, m->dport_to);

	return tri_and(tri_xor(s, m->invflags & XT_TCP_INV_SRCPT),
		       tri_xor(d, m->invflags & XT_TCP_INV_DSTPT));
}

static enum tri flags_match(const struct xt_ports *m, const struct packet *p)
{
	bool same = (packet_tcp_flags(p) & m->flags_mask) == m->flags_value;

	return tri_of(same != !!(m->invflags & XT_TCP_INV_FLAGS));
}

/* A SYN carries options that the walk does not lay down. */
static enum tri option_match(const struct xt_ports *m)
{
	return m->option ? TRI_UNKNOWN : TRI_YES;
}

static enum tri tcp_match(const void *ext, struct xt_ctx *c)
{
	const struct xt_ports *m = ext;

	if (c->e->pkt->proto != IPPROTO_TCP)
		return TRI_NO;
	return tri_and(ports_match(m, c->e->pkt),
		       tri_and(flags_match(m, c->e->pkt), option_match(m)));
}

static enum tri udp_match(const void *ext, struct xt_ctx *c)
{
	if (c->e->pkt->proto != IPPROTO_UDP &&
	    c->e->pkt->proto != IPPROTO_UDPLITE)
		return TRI_NO;
	return ports_match(ext, c->e->pkt);
}

static void port_text(struct xt_print *p, const char *option, uint16_t from,
		      uint16_t to, bool invert)
{
	if (!from && to == UINT16_MAX && !invert)
		return;
	xt_not(p, invert);
	xt_out(p, " --%s ", option);
	xt_out_range(p, from, to);
}

static void ports_text(const void *ext, struct xt_print *p)
{
	const struct xt_ports *m = ext;

	port_text(p, "sport", m->sport_from, m->sport_to,
		  m->invflags & XT_TCP_INV_SRCPT);
	port_text(p, "dport", m->dport_from, m->dport_to,
		  m->invflags & XT_TCP_INV_DSTPT);
}

static void flags_text(struct xt_print *p, uint8_t flags)
{
	static const char *const names[] = { "FIN", "SYN", "RST", "PSH",
					     "ACK", "URG" };
	const char *separator = "";
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		if (!(flags & 1u << i))
			continue;
		xt_out(p, "%s%s", separator, names[i]);
		separator = ",";
	}
	if (!*separator)
		xt_out(p, "NONE");
}

static void tcp_text(const void *ext, struct xt_print *p)
{
	const struct xt_ports *m = ext;

	ports_text(ext, p);
	if (m->option || m->invflags & XT_TCP_INV_OPTION) {
		xt_not(p, m->invflags & XT_TCP_INV_OPTION);
		xt_out(p, " --tcp-option %u", m->option);
	}
	if (m->flags_mask || m->invflags & XT_TCP_INV_FLAGS) {
		xt_not(p, m->invflags & XT_TCP_INV_FLAGS);
		xt_out(p, " --tcp-flags ");
		flags_text(p, m->flags_mask);
		xt_out(p, " ");
		flags_text(p, m->flags_value);
	}
}

const struct xt_type xt_tcpudp_types[] = {
	{ .object = XT_OBJECT("tcp.0", xt_ports, tcp_fields),
	  .name = "tcp", .families = XT_INET, .size = sizeof(struct xt_tcp),
	  .decode = tcp_decode, .match = tcp_match, .text = tcp_text },
	{ .object = XT_OBJECT("udp.0", xt_ports, udp_fields),
	  .name = "udp", .families = XT_INET, .size = sizeof(struct xt_udp),
	  .decode = udp_decode, .match = udp_match, .text = ports_text },
	{ }
};
