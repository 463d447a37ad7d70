/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/addr.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/text.h"

size_t ip_size(uint8_t family)
{
	return family == AF_INET ? 4 : family == AF_INET6 ? 16 : 0;
}

unsigned int ip_bits(uint8_t family)
{
	return (unsigned int)ip_size(family) * 8;
}

struct ip_addr ip_from(uint8_t family, const void *bytes)
{
	struct ip_addr a = { .family = family };

	memcpy(a.b, bytes, ip_size(family));
	return a;
}

struct ip_addr ip4(be32 addr)
{
	return ip_from(AF_INET, &addr);
}

be32 ip4_value(const struct ip_addr *a)
{
	be32 value;

	memcpy(&value, a->b, sizeof(value));
	return value;
}

bool ip_equal(const struct ip_addr *a, const struct ip_addr *b)
{
	return ip_compare(a, b) == 0;
}

int ip_compare(const struct ip_addr *a, const struct ip_addr *b)
{
	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	return memcmp(a->b, b->b, ip_size(a->family));
}

bool ip_is_zero(const struct ip_addr *a)
{
	static const uint8_t zero[16];

	return !memcmp(a->b, zero, ip_size(a->family));
}

/* Do the first @len bits of @a equal those of @bytes? */
static bool ip_starts(const struct ip_addr *a, const uint8_t *bytes,
		      unsigned int len)
{
	unsigned int whole = len / 8;
	unsigned int rest = len % 8;

	if (memcmp(a->b, bytes, whole))
		return false;
	return !rest || !((a->b[whole] ^ bytes[whole]) >> (8 - rest));
}

bool ip_is_loopback(const struct ip_addr *a)
{
	static const uint8_t one[16] = { [15] = 1 };

	if (a->family == AF_INET)
		return a->b[0] == 127;
	return a->family == AF_INET6 && ip_starts(a, one, 128);
}

bool ip_is_multicast(const struct ip_addr *a)
{
	if (a->family == AF_INET)
		return (a->b[0] & 0xf0) == 0xe0;
	return a->family == AF_INET6 && a->b[0] == 0xff;
}

bool ip_is_linklocal(const struct ip_addr *a)
{
	static const uint8_t v4[] = { 169, 254 };
	static const uint8_t v6[] = { 0xfe, 0x80 };

	if (a->family == AF_INET)
		return ip_starts(a, v4, 16);
	return a->family == AF_INET6 && ip_starts(a, v6, 10);
}

bool ip_is_private(const struct ip_addr *a)
{
	static const uint8_t ten[] = { 10 };
	static const uint8_t b[] = { 172, 16 };
	static const uint8_t c[] = { 192, 168 };
	static const uint8_t shared[] = { 100, 64 };
	static const uint8_t ula[] = { 0xfc };

	if (a->family == AF_INET)
		return ip_starts(a, ten, 8) || ip_starts(a, b, 12) ||
		       ip_starts(a, c, 16) || ip_starts(a, shared, 10);
	return a->family == AF_INET6 && ip_starts(a, ula, 7);
}

bool ip_is_global_scope(const struct ip_addr *a)
{
	return !ip_is_zero(a) && !ip_is_loopback(a) && !ip_is_linklocal(a) &&
	       !ip_is_multicast(a);
}

bool prefix_contains(const struct ip_prefix *p, const struct ip_addr *a)
{
	return p->addr.family == a->family && p->len <= ip_bits(a->family) &&
	       ip_starts(a, p->addr.b, p->len);
}

bool prefix_covers(const struct ip_prefix *outer,
		   const struct ip_prefix *inner)
{
	return outer->len <= inner->len && prefix_contains(outer, &inner->addr);
}

struct ip_addr prefix_network(const struct ip_prefix *p)
{
	struct ip_addr net = p->addr;
	unsigned int at = p->len / 8;

	if (at >= ip_size(net.family))
		return net;
	net.b[at] &= (uint8_t)(0xff00 >> (p->len % 8));
	memset(net.b + at + 1, 0, sizeof(net.b) - at - 1);
	return net;
}

int ip_parse(const char *s, struct ip_addr *out)
{
	struct ip_addr a = { .family = strchr(s, ':') ? AF_INET6 : AF_INET };

	if (inet_pton(a.family, s, a.b) != 1)
		return -EINVAL;
	*out = a;
	return 0;
}

int prefix_parse(const char *s, struct ip_prefix *out)
{
	const char *slash = strchr(s, '/');
	char text[IP_TEXT_MAX];
	struct ip_prefix p;
	uint64_t len;

	if ((slash ? (size_t)(slash - s) : strlen(s)) >= sizeof(text))
		return -EINVAL;
	snprintf(text, sizeof(text), "%.*s",
		 slash ? (int)(slash - s) : (int)strlen(s), s);
	if (ip_parse(text, &p.addr))
		return -EINVAL;
	len = ip_bits(p.addr.family);
	if (slash) {
		uint64_t given;

		/* Decimal alone; parse_u64() would take 0x. */
		if (slash[1 + strspn(slash + 1, "0123456789")] ||
		    parse_u64(slash + 1, &given) || given > len)
			return -EINVAL;
		len = given;
	}
	p.len = (uint8_t)len;
	*out = p;
	return 0;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

int mac_parse(const char *s, struct mac *out)
{
	struct mac m = { 0 };

	if (!*s) {
		*out = m;
		return 0;
	}
	for (;; s += 3) {
		int high = hex_digit(s[0]);
		int low = high < 0 ? -1 : hex_digit(s[1]);

		if (low < 0 || m.len == sizeof(m.b))
			return -EINVAL;
		m.b[m.len++] = (uint8_t)(high << 4 | low);
		if (!s[2])
			break;
		if (s[2] != ':')
			return -EINVAL;
	}
	*out = m;
	return 0;
}

const char *ip_text(const struct ip_addr *a, char buf[IP_TEXT_MAX])
{
	if (!ip_size(a->family) ||
	    !inet_ntop(a->family, a->b, buf, IP_TEXT_MAX))
		buf[0] = '\0';
	return buf;
}

const char *prefix_text(const struct ip_prefix *p, char buf[IP_TEXT_MAX])
{
	size_t len;

	ip_text(&p->addr, buf);
	len = strlen(buf);
	if (len)
		snprintf(buf + len, IP_TEXT_MAX - len, "/%u", p->len);
	return buf;
}

const char *mac_text(const struct mac *m, char buf[MAC_TEXT_MAX])
{
	buf[0] = '\0';
	for (unsigned int i = 0; i < m->len && i < sizeof(m->b); i++)
		snprintf(buf + (i ? 3 * i - 1 : 0), 4, i ? ":%02x" : "%02x",
			 m->b[i]);
	return buf;
}

bool mac_equal(const struct mac *a, const struct mac *b)
{
	return a->len == b->len && !memcmp(a->b, b->b, a->len);
}

char *ip_str(struct arena *a, const struct ip_addr *addr)
{
	char buf[IP_TEXT_MAX];

	return arena_strdup(a, ip_text(addr, buf));
}

char *prefix_str(struct arena *a, const struct ip_prefix *p)
{
	char buf[IP_TEXT_MAX];

	return arena_strdup(a, prefix_text(p, buf));
}

char *mac_str(struct arena *a, const struct mac *m)
{
	char buf[MAC_TEXT_MAX];

	return arena_strdup(a, mac_text(m, buf));
}
