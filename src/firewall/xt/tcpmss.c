/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Match tcpmss, targets TCPMSS and TCPOPTSTRIP: net/netfilter/xt_tcpmss.c,
 * xt_TCPMSS.c, xt_TCPOPTSTRIP.c. The walk's packets bear no TCP options.
 */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_tcpmss.h>
#include <linux/netfilter/xt_TCPOPTSTRIP.h>

/* xt_TCPMSS.h has the include guard of xt_tcpmss.h on some systems. */
#define CLAMP_PMTU 0xffff

struct tcpmss {
	struct object obj;
	uint16_t min;
	uint16_t max;
	bool invert;
};

struct set_mss {
	struct object obj;
	uint16_t mss;
};

struct strip {
	struct object obj;
	struct bytes bitmap;
};

static const struct field match_fields[] = {
	{ "min", F(tcpmss, min), FT_U16 },
	{ "max", F(tcpmss, max), FT_U16 },
	{ "invert", F(tcpmss, invert), FT_BOOL },
	{ }
};

static const struct field set_fields[] = {
	{ "mss", F(set_mss, mss), FT_U16 },
	{ }
};

static const struct field strip_fields[] = {
	{ "bitmap", F(strip, bitmap), FT_BYTES },
	{ }
};

static int match_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_tcpmss_match_info *i = b->p;
	struct tcpmss *m = ext;

	m->min = i->mss_min;
	m->max = i->mss_max;
	m->invert = i->invert;
	return 0;
}

/* struct xt_tcpmss_info holds one 16 bit number. */
static int set_decode(void *ext, const struct xt_blob *b)
{
	memcpy(&((struct set_mss *)ext)->mss, b->p, sizeof(uint16_t));
	return 0;
}

static int strip_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_tcpoptstrip_target_info *i = b->p;

	((struct strip *)ext)->bitmap = xt_bytes(b, i->strip_bmap,
						 sizeof(i->strip_bmap));
	return 0;
}

static enum tri match(const void *ext, struct xt_ctx *c)
{
	(void)ext;
	return c->e->pkt->proto == IPPROTO_TCP ? TRI_UNKNOWN : TRI_NO;
}

static void match_text(const void *ext, struct xt_print *p)
{
	const struct tcpmss *m = ext;

	xt_not(p, m->invert);
	xt_out(p, " --mss ");
	xt_out_range(p, m->min, m->max);
}

static void set_text(const void *ext, struct xt_print *p)
{
	uint16_t mss = ((const struct set_mss *)ext)->mss;

	if (mss == CLAMP_PMTU)
		xt_out(p, " --clamp-mss-to-pmtu");
	else
		xt_out(p, " --set-mss %u", mss);
}

/* The bitmap consists of 32 bit words of the machine. */
static void strip_text(const void *ext, struct xt_print *p)
{
	const struct strip *t = ext;
	const char *separator = " --strip-options ";
	uint32_t words[8] = { 0 };
	unsigned int i;

	memcpy(words, t->bitmap.p, t->bitmap.len < 32 ? t->bitmap.len : 32);
	for (i = 0; i < 256; i++) {
		if (!(words[i / 32] & 1u << i % 32))
			continue;
		xt_out(p, "%s%u", separator, i);
		separator = ",";
	}
}

const struct xt_type xt_tcpmss_types[] = {
	{ .object = XT_OBJECT("tcpmss.0", tcpmss, match_fields),
	  .name = "tcpmss", .families = XT_INET,
	  .size = sizeof(struct xt_tcpmss_match_info),
	  .decode = match_decode, .match = match, .text = match_text },
	{ .object = XT_OBJECT("TCPMSS.0", set_mss, set_fields),
	  .kind = XT_TARGET, .name = "TCPMSS", .families = XT_INET,
	  .flags = XT_F_NO_EFFECT, .size = sizeof(uint16_t),
	  .decode = set_decode, .target = xt_no_effect, .text = set_text },
	{ .object = XT_OBJECT("TCPOPTSTRIP.0", strip, strip_fields),
	  .kind = XT_TARGET, .name = "TCPOPTSTRIP", .families = XT_INET,
	  .flags = XT_F_NO_EFFECT,
	  .size = sizeof(struct xt_tcpoptstrip_target_info),
	  .decode = strip_decode, .target = xt_no_effect, .text = strip_text },
	{ }
};
