/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_BASE_ADDR_H
#define NSD_BASE_ADDR_H

#include "base/arena.h"

/**
 * struct ip_addr - an IPv4 or IPv6 address
 * @family: AF_INET, AF_INET6, or 0 for "none"
 * @b: network order; IPv4 in the first four bytes, the rest zero
 */
struct ip_addr {
	uint8_t family;
	uint8_t b[16];
};

/** struct ip_prefix - address and length; bits behind the length are as read */
struct ip_prefix {
	struct ip_addr addr;
	uint8_t len;
};

/** struct mac - a link-layer address of 0 to 32 bytes (6 for Ethernet) */
struct mac {
	uint8_t len;
	uint8_t b[32];
};

#define IP_TEXT_MAX 64
#define MAC_TEXT_MAX 100

/** ip_size() - 4, 16, or 0 for no address */
size_t ip_size(uint8_t family);
/** ip_bits() - 32, 128, or 0 */
unsigned int ip_bits(uint8_t family);
struct ip_addr ip_from(uint8_t family, const void *bytes);
struct ip_addr ip4(be32 addr);
/** ip4_value() - the four bytes as they lie, network order */
be32 ip4_value(const struct ip_addr *a);
bool ip_equal(const struct ip_addr *a, const struct ip_addr *b);
int ip_compare(const struct ip_addr *a, const struct ip_addr *b);
/** ip_is_zero() - no address, 0.0.0.0 or :: */
bool ip_is_zero(const struct ip_addr *a);
bool ip_is_loopback(const struct ip_addr *a);   /* 127/8, ::1 */
bool ip_is_multicast(const struct ip_addr *a);
bool ip_is_linklocal(const struct ip_addr *a);  /* 169.254/16, fe80::/10 */
/** ip_is_private() - RFC 1918, 100.64/10, fc00::/7 */
bool ip_is_private(const struct ip_addr *a);
/** ip_is_global_scope() - not link-local, loopback, multicast, unspecified */
bool ip_is_global_scope(const struct ip_addr *a);

bool prefix_contains(const struct ip_prefix *p, const struct ip_addr *a);
/** prefix_covers() - every address of @inner is in @outer */
bool prefix_covers(const struct ip_prefix *outer,
		   const struct ip_prefix *inner);
struct ip_addr prefix_network(const struct ip_prefix *p);

/** ip_parse() - "10.0.0.1", "2001:db8::1"; nothing else; 0 or -EINVAL */
int ip_parse(const char *s, struct ip_addr *out);
/** prefix_parse() - with "/len", or without for a whole address */
int prefix_parse(const char *s, struct ip_prefix *out);
/** mac_parse() - hex pairs with colons; 0 or -EINVAL */
int mac_parse(const char *s, struct mac *out);
/** ip_text() - as ip(8) prints it, into @buf of IP_TEXT_MAX; returns @buf */
const char *ip_text(const struct ip_addr *a, char buf[IP_TEXT_MAX]);
const char *prefix_text(const struct ip_prefix *p, char buf[IP_TEXT_MAX]);
const char *mac_text(const struct mac *m, char buf[MAC_TEXT_MAX]);
bool mac_equal(const struct mac *a, const struct mac *b);

/* The same in an arena, for messages. */
char *ip_str(struct arena *a, const struct ip_addr *addr);
char *prefix_str(struct arena *a, const struct ip_prefix *p);
char *mac_str(struct arena *a, const struct mac *m);

#endif
