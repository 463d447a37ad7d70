/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The registers of a rule: sixteen words of 32 bit, each bit known or not. */
#include "firewall/nft/eval.h"

int nft_reg_offset(uint32_t reg)
{
	if (reg >= NFT_REG_1 && reg <= NFT_REG_4)
		return (int)(reg - NFT_REG_1) * 16;
	if (reg >= NFT_REG32_00 && reg <= NFT_REG32_15)
		return (int)(reg - NFT_REG32_00) * 4;
	return -1;
}

bool nft_reg_fits(uint32_t reg, uint32_t len)
{
	int at = nft_reg_offset(reg);

	return at >= 0 && len && len <= NFT_REG_BYTES - (uint32_t)at;
}

bool nft_reg_read(const struct nft_regs *r, uint32_t reg, uint32_t len,
		  struct nft_value *out)
{
	int at = nft_reg_offset(reg);

	if (!nft_reg_fits(reg, len))
		return false;
	memcpy(out->b, r->b + at, len);
	memcpy(out->k, r->k + at, len);
	out->len = len;
	out->sport_at = -1;
	if (r->sport_at >= at && r->sport_at + 2 <= at + (int)len)
		out->sport_at = r->sport_at - at;
	return true;
}

/* A write over the tagged bytes ends what is known of their range. */
static void forget_sport(struct nft_regs *r, int at, int len)
{
	if (r->sport_at + 1 >= at && r->sport_at < at + len)
		r->sport_at = -1;
}

enum fw_verdict nft_reg_write(struct nft_regs *r, uint32_t reg,
			      const struct nft_value *v)
{
	int at = nft_reg_offset(reg);
	uint32_t words;

	if (!nft_reg_fits(reg, v->len))
		return nft_unknown(r, "register");
	words = (v->len + 3) / 4 * 4;
	forget_sport(r, at, (int)words);
	memset(r->b + at, 0, words);
	memset(r->k + at, 0xff, words);
	for (uint32_t i = 0; i < v->len; i++) {
		r->b[at + (int)i] = v->b[i] & v->k[i];
		r->k[at + (int)i] = v->k[i];
	}
	if (v->sport_at >= 0)
		r->sport_at = at + v->sport_at;
	return FW_CONTINUE;
}

enum fw_verdict nft_reg_bytes(struct nft_regs *r, uint32_t reg, const void *p,
			      uint32_t len)
{
	struct nft_value v = { .len = len, .sport_at = -1 };

	if (len > sizeof(v.b))
		return nft_unknown(r, "register");
	if (len)
		memcpy(v.b, p, len);
	memset(v.k, 0xff, len);
	return nft_reg_write(r, reg, &v);
}

enum fw_verdict nft_reg_u8(struct nft_regs *r, uint32_t reg, uint8_t v)
{
	return nft_reg_bytes(r, reg, &v, sizeof(v));
}

enum fw_verdict nft_reg_u16(struct nft_regs *r, uint32_t reg, uint16_t v)
{
	return nft_reg_bytes(r, reg, &v, sizeof(v));
}

enum fw_verdict nft_reg_u32(struct nft_regs *r, uint32_t reg, uint32_t v)
{
	return nft_reg_bytes(r, reg, &v, sizeof(v));
}

enum fw_verdict nft_reg_name(struct nft_regs *r, uint32_t reg,
			     const char *name)
{
	char buf[16] = "";

	for (size_t i = 0; i < sizeof(buf) - 1 && name && name[i]; i++)
		buf[i] = name[i];
	return nft_reg_bytes(r, reg, buf, sizeof(buf));
}

enum fw_verdict nft_reg_unknown(struct nft_regs *r, uint32_t reg,
				uint32_t len)
{
	struct nft_value v = { .len = len, .sport_at = -1 };

	if (len > sizeof(v.b))
		return nft_unknown(r, "register");
	return nft_reg_write(r, reg, &v);
}

enum fw_verdict nft_reg_between(struct nft_regs *r, uint32_t reg, uint32_t min,
				uint32_t max)
{
	struct nft_value v = { .len = 4, .sport_at = -1 };
	uint32_t known = 0xffffffff;

	/* The bits above the highest in which the two ends differ. */
	for (uint32_t differ = min ^ max; differ; differ >>= 1)
		known <<= 1;
	min &= known;
	memcpy(v.b, &min, sizeof(min));
	memcpy(v.k, &known, sizeof(known));
	return nft_reg_write(r, reg, &v);
}

bool nft_value_known(const struct nft_value *v)
{
	for (uint32_t i = 0; i < v->len; i++)
		if (v->k[i] != 0xff)
			return false;
	return true;
}

void nft_value_bounds(const struct nft_regs *r, const struct nft_value *v,
		      uint8_t *lo, uint8_t *hi)
{
	const struct packet *p = r->e->pkt;

	for (uint32_t i = 0; i < v->len; i++) {
		lo[i] = v->b[i] & v->k[i];
		hi[i] = lo[i] | (uint8_t)~v->k[i];
	}
	if (v->sport_at < 0)
		return;
	lo[v->sport_at] = (uint8_t)(p->sport_first >> 8);
	lo[v->sport_at + 1] = (uint8_t)p->sport_first;
	hi[v->sport_at] = (uint8_t)(p->sport_last >> 8);
	hi[v->sport_at + 1] = (uint8_t)p->sport_last;
}

/* May the unknown source port be what @with has in its place? */
static bool sport_may_be(const struct nft_regs *r, const struct nft_value *v,
			 struct bytes with)
{
	const uint8_t *b = with.p + v->sport_at;
	uint16_t port = (uint16_t)(b[0] << 8 | b[1]);

	if ((size_t)v->sport_at + 2 > with.len)
		return true;
	return port >= r->e->pkt->sport_first && port <= r->e->pkt->sport_last;
}

enum tri nft_value_equal(const struct nft_regs *r, const struct nft_value *v,
			 struct bytes with)
{
	enum tri t = TRI_YES;

	for (uint32_t i = 0; i < v->len && i < with.len; i++) {
		if ((v->b[i] ^ with.p[i]) & v->k[i])
			return TRI_NO;
		if (v->k[i] != 0xff)
			t = TRI_UNKNOWN;
	}
	if (t == TRI_UNKNOWN && v->sport_at >= 0 && !sport_may_be(r, v, with))
		return TRI_NO;
	return t;
}

enum tri nft_value_between(const struct nft_regs *r, const struct nft_value *v,
			   struct bytes lo, struct bytes hi)
{
	uint8_t min[NFT_REG_BYTES];
	uint8_t max[NFT_REG_BYTES];
	size_t n = v->len;

	if (lo.len < n || hi.len < n)
		return TRI_UNKNOWN;
	nft_value_bounds(r, v, min, max);
	if (memcmp(max, lo.p, n) < 0 || memcmp(min, hi.p, n) > 0)
		return TRI_NO;
	if (memcmp(min, lo.p, n) >= 0 && memcmp(max, hi.p, n) <= 0)
		return TRI_YES;
	return TRI_UNKNOWN;
}

uint8_t nft_packet_family(const struct eval *e)
{
	switch (e->pkt->kind) {
	case PACKET_IP:
	case PACKET_ND:
		return e->pkt->family == AF_INET6 ? NFPROTO_IPV6 : NFPROTO_IPV4;
	case PACKET_ARP:
		return NFPROTO_ARP;
	}
	return NFPROTO_UNSPEC;
}
