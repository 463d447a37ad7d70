/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the extensions share. */
#include <stdarg.h>
#include <arpa/inet.h>

#include "firewall/xt/ext.h"

const char *xt_string(const struct xt_blob *b, const void *s, size_t max)
{
	return arena_strndup(b->a, s, strnlen(s, max));
}

struct bytes xt_bytes(const struct xt_blob *b, const void *p, size_t len)
{
	struct bytes out = { arena_memdup(b->a, p, len), len };

	return out;
}

struct ip_addr xt_address(const struct xt_blob *b, const void *p)
{
	return ip_from(b->family == NFPROTO_IPV6 ? AF_INET6 : AF_INET, p);
}

struct bytes xt_mask(const struct xt_blob *b, const void *p)
{
	return xt_bytes(b, p, b->family == NFPROTO_IPV6 ? 16 : 4);
}

static enum tri range_in(uint16_t from, uint16_t to, uint16_t low,
			 uint16_t high)
{
	if (low >= from && high <= to)
		return TRI_YES;
	if (high < from || low > to)
		return TRI_NO;
	return TRI_UNKNOWN;
}

enum tri xt_sport_in(const struct packet *p, uint16_t from, uint16_t to)
{
	uint16_t port = packet_sport(p);

	if (!packet_has_ports(p))
		return TRI_NO;
	if (packet_sport_known(p))
		return range_in(from, to, port, port);
	if (!p->sport_last)
		return range_in(from, to, 0, UINT16_MAX);
	return range_in(from, to, p->sport_first, p->sport_last);
}

enum tri xt_dport_in(const struct packet *p, uint16_t from, uint16_t to)
{
	uint16_t port = packet_dport(p);

	if (!packet_has_ports(p))
		return TRI_NO;
	return range_in(from, to, port, port);
}

bool xt_masked(const struct ip_addr *addr, const struct ip_addr *value,
	       struct bytes mask)
{
	size_t i;

	for (i = 0; i < mask.len && i < sizeof(addr->b); i++)
		if ((addr->b[i] ^ value->b[i]) & mask.p[i])
			return false;
	return true;
}

bool xt_name_matches(const char *name, const char *want, struct bytes mask)
{
	char have[16] = "", need[16] = "";
	size_t i;

	if (name)
		memcpy(have, name, strnlen(name, 15));
	if (want)
		memcpy(need, want, strnlen(want, 16));
	for (i = 0; i < mask.len && i < 16; i++)
		if ((have[i] ^ need[i]) & mask.p[i])
			return false;
	return true;
}

enum tri xt_compare(const struct packet *p, enum payload_base base, uint32_t at,
		    struct bytes value, struct bytes mask)
{
	uint8_t b[16], k[16], m;
	enum tri t = TRI_YES;
	size_t i;

	if (value.len > sizeof(b) ||
	    packet_load(p, base, at, (uint32_t)value.len, b, k) < 0)
		return TRI_NO;
	for (i = 0; i < value.len; i++) {
		m = mask.len ? mask.p[i] : 0xff;
		if ((b[i] & m & k[i]) != (value.p[i] & k[i]))
			return TRI_NO;
		if (m & (uint8_t)~k[i])
			t = TRI_UNKNOWN;
	}
	return t;
}

enum tri xt_transport(const struct packet *p, uint32_t at, uint8_t *out)
{
	uint8_t k = 0;

	if (packet_load(p, PAYLOAD_TRANSPORT, at, 1, out, &k) < 0)
		return TRI_NO;
	return k ? TRI_YES : TRI_UNKNOWN;
}

void xt_out(struct xt_print *p, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	strbuf_add(p->out, arena_vprintf(p->out->arena, fmt, ap));
	va_end(ap);
}

void xt_not(struct xt_print *p, bool invert)
{
	if (invert)
		strbuf_add(p->out, " !");
}

void xt_out_string(struct xt_print *p, const char *s)
{
	static const char plain[] = "_-0123456789"
				    "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	strbuf_addc(p->out, ' ');
	if (s && *s && !s[strspn(s, plain)]) {
		strbuf_add(p->out, s);
		return;
	}
	strbuf_addc(p->out, '"');
	for (; s && *s; s++) {
		if (strchr("\"\\'", *s))
			strbuf_addc(p->out, '\\');
		strbuf_addc(p->out, *s);
	}
	strbuf_addc(p->out, '"');
}

void xt_out_address(struct xt_print *p, const struct ip_addr *a)
{
	char buf[IP_TEXT_MAX];

	strbuf_add(p->out, ip_text(a, buf));
}

int xt_mask_bits(struct bytes mask)
{
	size_t i, n = 0;

	while (n < mask.len * 8 && mask.p[n / 8] & (0x80 >> n % 8))
		n++;
	for (i = n; i < mask.len * 8; i++)
		if (mask.p[i / 8] & (0x80 >> i % 8))
			return -1;
	return (int)n;
}

void xt_out_mask(struct xt_print *p, struct bytes mask)
{
	int bits = xt_mask_bits(mask);
	struct ip_addr a;

	if (bits == (int)mask.len * 8)
		return;
	strbuf_addc(p->out, '/');
	if (bits >= 0) {
		strbuf_addf(p->out, "%d", bits);
		return;
	}
	a = ip_from(mask.len == 16 ? AF_INET6 : AF_INET, mask.p);
	xt_out_address(p, &a);
}

void xt_out_range(struct xt_print *p, uint32_t from, uint32_t to)
{
	if (from == to)
		strbuf_addf(p->out, "%u", from);
	else
		strbuf_addf(p->out, "%u:%u", from, to);
}

void xt_out_value_mask(struct xt_print *p, uint32_t value, uint32_t mask)
{
	if (mask == UINT32_MAX)
		strbuf_addf(p->out, " 0x%x", value);
	else
		strbuf_addf(p->out, " 0x%x/0x%x", value, mask);
}

void xt_text_none(const void *ext, struct xt_print *p)
{
	(void)ext;
	(void)p;
}

enum tri xt_unknown(const void *ext, struct xt_ctx *c)
{
	(void)ext;
	(void)c;
	return TRI_UNKNOWN;
}

enum fw_verdict xt_no_effect(const void *ext, struct xt_ctx *c,
			     struct fw_result *res)
{
	(void)ext;
	(void)c;
	(void)res;
	return FW_CONTINUE;
}
