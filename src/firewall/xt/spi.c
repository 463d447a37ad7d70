/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Matches ah of both families, esp and ipcomp: net/ipv4/netfilter/ipt_ah.c,
 * net/ipv6/netfilter/ip6t_ah.c, net/netfilter/xt_esp.c, xt_ipcomp.c.
 */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_esp.h>
#include <linux/netfilter/xt_ipcomp.h>
#include <linux/netfilter_ipv4/ipt_ah.h>
#include <linux/netfilter_ipv6/ip6t_ah.h>

#define INV_SPI 1
#define INV_LEN 2

struct spi {
	struct object obj;
	uint32_t from;
	uint32_t to;
	uint32_t hdrlen;
	uint8_t reserved;
	uint8_t invflags;
};

static const struct field fields[] = {
	{ "from", F(spi, from), FT_U32 },
	{ "to", F(spi, to), FT_U32 },
	{ "hdrlen", F(spi, hdrlen), FT_U32 },
	{ "reserved", F(spi, reserved), FT_U8 },
	{ "invflags", F(spi, invflags), FT_U8 },
	{ }
};

/* struct xt_esp and struct ipt_ah are laid out alike. */
static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_esp *i = b->p;
	struct spi *m = ext;

	m->from = i->spis[0];
	m->to = i->spis[1];
	m->invflags = i->invflags;
	return 0;
}

static int ipcomp_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_ipcomp *i = b->p;
	struct spi *m = ext;

	m->from = i->spis[0];
	m->to = i->spis[1];
	m->invflags = i->invflags;
	m->reserved = i->hdrres;
	return 0;
}

static int ah6_decode(void *ext, const struct xt_blob *b)
{
	const struct ip6t_ah *i = b->p;
	struct spi *m = ext;

	m->from = i->spis[0];
	m->to = i->spis[1];
	m->hdrlen = i->hdrlen;
	m->reserved = i->hdrres;
	m->invflags = i->invflags;
	return 0;
}

/* The walk's packets carry none of these headers unless that was asked for. */
static enum tri match(const void *ext, struct xt_ctx *c)
{
	(void)ext;
	switch (c->e->pkt->proto) {
	case IPPROTO_AH:
	case IPPROTO_ESP:
	case IPPROTO_COMP:
		return TRI_UNKNOWN;
	default:
		return TRI_NO;
	}
}

static void spi_text(const struct spi *m, struct xt_print *p, const char *name)
{
	bool invert = m->invflags & INV_SPI;

	if (!m->from && m->to == UINT32_MAX && !invert)
		return;
	xt_not(p, invert);
	xt_out(p, " --%s ", name);
	xt_out_range(p, m->from, m->to);
}

static void ah_text(const void *ext, struct xt_print *p)
{
	const struct spi *m = ext;

	spi_text(m, p, "ahspi");
	if (m->hdrlen || m->invflags & INV_LEN) {
		xt_not(p, m->invflags & INV_LEN);
		xt_out(p, " --ahlen %u", m->hdrlen);
	}
	if (m->reserved)
		xt_out(p, " --ahres");
}

static void esp_text(const void *ext, struct xt_print *p)
{
	spi_text(ext, p, "espspi");
}

static void ipcomp_text(const void *ext, struct xt_print *p)
{
	const struct spi *m = ext;

	spi_text(m, p, "ipcompspi");
	if (m->reserved)
		xt_out(p, " --compres");
}

const struct xt_type xt_spi_types[] = {
	{ .object = XT_OBJECT("ah.0", spi, fields),
	  .name = "ah", .families = XT_IP, .size = sizeof(struct ipt_ah),
	  .decode = decode, .match = match, .text = ah_text },
	{ .object = XT_OBJECT("ah.0.ip6", spi, fields),
	  .name = "ah", .families = XT_IP6, .size = sizeof(struct ip6t_ah),
	  .decode = ah6_decode, .match = match, .text = ah_text },
	{ .object = XT_OBJECT("esp.0", spi, fields),
	  .name = "esp", .families = XT_INET, .size = sizeof(struct xt_esp),
	  .decode = decode, .match = match, .text = esp_text },
	{ .object = XT_OBJECT("ipcomp.0", spi, fields),
	  .name = "ipcomp", .families = XT_INET,
	  .size = sizeof(struct xt_ipcomp),
	  .decode = ipcomp_decode, .match = match, .text = ipcomp_text },
	{ }
};
