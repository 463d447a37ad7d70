/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match ecn and target ECN: net/netfilter/xt_ecn.c, ipt_ECN.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_ecn.h>
#include <linux/netfilter_ipv4/ipt_ECN.h>

#define TCP_ECE 0x40
#define TCP_CWR 0x80

struct ecn {
	struct object obj;
	uint8_t operation;
	uint8_t invert;
	uint8_t ip_ect;
	uint8_t tcp;		/* bit 0 ece, bit 1 cwr */
};

static const struct field match_fields[] = {
	{ "operation", F(ecn, operation), FT_U8 },
	{ "invert", F(ecn, invert), FT_U8 },
	{ "ip-ect", F(ecn, ip_ect), FT_U8 },
	{ }
};

static const struct field target_fields[] = {
	{ "operation", F(ecn, operation), FT_U8 },
	{ "ip-ect", F(ecn, ip_ect), FT_U8 },
	{ "tcp", F(ecn, tcp), FT_U8 },
	{ }
};

static int match_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_ecn_info *i = b->p;
	struct ecn *m = ext;

	m->operation = i->operation;
	m->invert = i->invert;
	m->ip_ect = i->ip_ect;
	return 0;
}

static int target_decode(void *ext, const struct xt_blob *b)
{
	const struct ipt_ECN_info *i = b->p;
	struct ecn *t = ext;

	t->operation = i->operation;
	t->ip_ect = i->ip_ect;
	t->tcp = (uint8_t)(i->proto.tcp.ece | i->proto.tcp.cwr << 1);
	return 0;
}

static bool tcp_match(const struct ecn *m, const struct packet *p, uint8_t op,
		      uint8_t flag)
{
	if (!(m->operation & op))
		return true;
	return !!(packet_tcp_flags(p) & flag) != !!(m->invert & op);
}

static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct ecn *m = ext;
	const struct packet *p = c->e->pkt;
	bool ect = (packet_tos(p) & 3) == m->ip_ect;

	if (m->operation & XT_ECN_OP_MATCH_IP &&
	    ect == !!(m->invert & XT_ECN_OP_MATCH_IP))
		return TRI_NO;
	if (!(m->operation & (XT_ECN_OP_MATCH_ECE | XT_ECN_OP_MATCH_CWR)))
		return TRI_YES;
	if (p->proto != IPPROTO_TCP)
		return TRI_NO;
	return tri_of(tcp_match(m, p, XT_ECN_OP_MATCH_ECE, TCP_ECE) &&
		      tcp_match(m, p, XT_ECN_OP_MATCH_CWR, TCP_CWR));
}

/* The bits of TCP are of no consequence to the walk. */
static enum fw_verdict target(const void *ext, struct xt_ctx *c,
			      struct fw_result *res)
{
	const struct ecn *t = ext;
	uint8_t tos = packet_tos(c->e->pkt);

	(void)res;
	if (t->operation & IPT_ECN_OP_SET_IP)
		packet_set_tos(c->e->pkt,
			       (uint8_t)((tos & ~3) | (t->ip_ect & 3)));
	return FW_CONTINUE;
}

static void match_text(const void *ext, struct xt_print *p)
{
	const struct ecn *m = ext;

	if (m->operation & XT_ECN_OP_MATCH_ECE) {
		xt_not(p, m->invert & XT_ECN_OP_MATCH_ECE);
		xt_out(p, " --ecn-tcp-ece");
	}
	if (m->operation & XT_ECN_OP_MATCH_CWR) {
		xt_not(p, m->invert & XT_ECN_OP_MATCH_CWR);
		xt_out(p, " --ecn-tcp-cwr");
	}
	if (m->operation & XT_ECN_OP_MATCH_IP) {
		xt_not(p, m->invert & XT_ECN_OP_MATCH_IP);
		xt_out(p, " --ecn-ip-ect %d", m->ip_ect);
	}
}

static void target_text(const void *ext, struct xt_print *p)
{
	const struct ecn *t = ext;

	if (t->operation == (IPT_ECN_OP_SET_ECE | IPT_ECN_OP_SET_CWR) &&
	    !t->tcp) {
		xt_out(p, " --ecn-tcp-remove");
		return;
	}
	if (t->operation & IPT_ECN_OP_SET_ECE)
		xt_out(p, " --ecn-tcp-ece %d", t->tcp & 1);
	if (t->operation & IPT_ECN_OP_SET_CWR)
		xt_out(p, " --ecn-tcp-cwr %d", t->tcp >> 1 & 1);
	if (t->operation & IPT_ECN_OP_SET_IP)
		xt_out(p, " --ecn-ip-ect %d", t->ip_ect);
}

const struct xt_type xt_ecn_types[] = {
	{ .object = XT_OBJECT("ecn.0", ecn, match_fields),
	  .name = "ecn", .families = XT_INET,
	  .size = sizeof(struct xt_ecn_info),
	  .decode = match_decode, .match = match, .text = match_text },
	{ .object = XT_OBJECT("ECN.0", ecn, target_fields),
	  .kind = XT_TARGET, .name = "ECN", .families = XT_IP,
	  .size = sizeof(struct ipt_ECN_info),
	  .decode = target_decode, .target = target, .text = target_text },
	{ }
};
