/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Target HMARK: net/netfilter/xt_HMARK.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_HMARK.h>

/** struct hmark - port masks and values host order; @spi* the same word whole */
struct hmark {
	struct object obj;
	uint32_t flags;
	struct bytes src_mask;
	struct bytes dst_mask;
	uint16_t sport_mask;
	uint16_t dport_mask;
	uint16_t sport;
	uint16_t dport;
	uint32_t spi_mask;
	uint32_t spi;
	uint16_t proto_mask;
	uint32_t seed;
	uint32_t modulus;
	uint32_t offset;
};

static const struct field fields[] = {
	{ "flags", F(hmark, flags), FT_U32 },
	{ "src-mask", F(hmark, src_mask), FT_BYTES },
	{ "dst-mask", F(hmark, dst_mask), FT_BYTES },
	{ "sport-mask", F(hmark, sport_mask), FT_U16 },
	{ "dport-mask", F(hmark, dport_mask), FT_U16 },
	{ "sport", F(hmark, sport), FT_U16 },
	{ "dport", F(hmark, dport), FT_U16 },
	{ "spi-mask", F(hmark, spi_mask), FT_U32 },
	{ "spi", F(hmark, spi), FT_U32 },
	{ "proto-mask", F(hmark, proto_mask), FT_U16 },
	{ "seed", F(hmark, seed), FT_U32 },
	{ "modulus", F(hmark, modulus), FT_U32 },
	{ "offset", F(hmark, offset), FT_U32 },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_hmark_info *i = b->p;
	struct hmark *t = ext;

	t->flags = i->flags;
	t->src_mask = xt_mask(b, &i->src_mask);
	t->dst_mask = xt_mask(b, &i->dst_mask);
	t->sport_mask = ntohs(i->port_mask.p16.src);
	t->dport_mask = ntohs(i->port_mask.p16.dst);
	t->sport = ntohs(i->port_set.p16.src);
	t->dport = ntohs(i->port_set.p16.dst);
	t->spi_mask = ntohl(i->port_mask.v32);
	t->spi = ntohl(i->port_set.v32);
	t->proto_mask = i->proto_mask;
	t->seed = i->hashrnd;
	t->modulus = i->hmodulus;
	t->offset = i->hoffset;
	return 0;
}

/* The hash is the kernel's business: the mark is not known from here on. */
static enum fw_verdict target(const void *ext, struct xt_ctx *c,
			      struct fw_result *res)
{
	(void)ext;
	(void)res;
	c->e->pkt->mark_known = false;
	return FW_CONTINUE;
}

#define HAS_FLAG(t, flag) ((t)->flags & XT_HMARK_FLAG(flag))

static void ports_text(const struct hmark *t, struct xt_print *p)
{
	if (HAS_FLAG(t, XT_HMARK_SPORT_MASK))
		xt_out(p, " --hmark-sport-mask 0x%04x", t->sport_mask);
	if (HAS_FLAG(t, XT_HMARK_DPORT_MASK))
		xt_out(p, " --hmark-dport-mask 0x%04x", t->dport_mask);
	if (HAS_FLAG(t, XT_HMARK_SPI_MASK))
		xt_out(p, " --hmark-spi-mask 0x%08x", t->spi_mask);
	if (HAS_FLAG(t, XT_HMARK_SPORT))
		xt_out(p, " --hmark-sport 0x%04x", t->sport);
	if (HAS_FLAG(t, XT_HMARK_DPORT))
		xt_out(p, " --hmark-dport 0x%04x", t->dport);
	if (HAS_FLAG(t, XT_HMARK_SPI))
		xt_out(p, " --hmark-spi 0x%08x", t->spi);
}

static void text(const void *ext, struct xt_print *p)
{
	const struct hmark *t = ext;

	if (HAS_FLAG(t, XT_HMARK_SADDR_MASK))
		xt_out(p, " --hmark-src-prefix %d", xt_mask_bits(t->src_mask));
	if (HAS_FLAG(t, XT_HMARK_DADDR_MASK))
		xt_out(p, " --hmark-dst-prefix %d", xt_mask_bits(t->dst_mask));
	ports_text(t, p);
	if (HAS_FLAG(t, XT_HMARK_PROTO_MASK))
		xt_out(p, " --hmark-proto-mask 0x%02x", t->proto_mask);
	if (HAS_FLAG(t, XT_HMARK_RND))
		xt_out(p, " --hmark-rnd 0x%08x", t->seed);
	if (HAS_FLAG(t, XT_HMARK_MODULUS))
		xt_out(p, " --hmark-mod %u", t->modulus);
	if (HAS_FLAG(t, XT_HMARK_OFFSET))
		xt_out(p, " --hmark-offset %u", t->offset);
	if (HAS_FLAG(t, XT_HMARK_CT))
		xt_out(p, " --hmark-tuple ct");
}

const struct xt_type xt_hmark_types[] = {
	{ .object = XT_OBJECT("HMARK.0", hmark, fields),
	  .kind = XT_TARGET, .name = "HMARK", .families = XT_INET,
	  .size = sizeof(struct xt_hmark_info),
	  .decode = decode, .target = target, .text = text },
	{ }
};
