/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of the extensions share: reading blobs, asking the packet,
 * printing as the save functions of iptables' plugins do. Private to xt/.
 */
#ifndef NSD_FIREWALL_XT_EXT_H
#define NSD_FIREWALL_XT_EXT_H

#include <errno.h>
#include <string.h>
#include <netinet/in.h>
#include <linux/netfilter.h>
#include <linux/netfilter/x_tables.h>

#include "firewall/xt/xt.h"

/* The object of an entry of a registry: key, struct, rows. */
#define XT_OBJECT(key_, struct_, fields_) \
	{ .name = (key_), .size = sizeof(struct struct_), .fields = (fields_) }

/* ---- reading; the blob's size was checked against xt_type.size ---- */

/** xt_string() - a name in an array of @max bytes, cut at its end */
const char *xt_string(const struct xt_blob *b, const void *s, size_t max);
/** xt_bytes() - a copy of @len bytes */
struct bytes xt_bytes(const struct xt_blob *b, const void *p, size_t len);
/** xt_address() - of the blob's family out of a union nf_inet_addr */
struct ip_addr xt_address(const struct xt_blob *b, const void *p);
/** xt_mask() - the same as bytes: a mask is no address to redaction */
struct bytes xt_mask(const struct xt_blob *b, const void *p);

/* ---- asking the packet ---- */

/** xt_port_in() - is the port in the range? UNKNOWN for an unknown source */
enum tri xt_sport_in(const struct packet *p, uint16_t from, uint16_t to);
enum tri xt_dport_in(const struct packet *p, uint16_t from, uint16_t to);
/** xt_masked() - (addr & mask) == value & mask */
bool xt_masked(const struct ip_addr *addr, const struct ip_addr *value,
	       struct bytes mask);
/** xt_name_matches() - ifname_compare_aligned(): bytes under the mask */
bool xt_name_matches(const char *name, const char *want, struct bytes mask);
/**
 * xt_compare() - (bytes & mask) == value, of a header
 * NO where the packet has no such bytes
 */
enum tri xt_compare(const struct packet *p, enum payload_base base, uint32_t at,
		    struct bytes value, struct bytes mask);
/** xt_transport() - a byte of the transport header; UNKNOWN if not kept */
enum tri xt_transport(const struct packet *p, uint32_t at, uint8_t *out);

/* ---- printing ---- */

void xt_out(struct xt_print *p, const char *fmt, ...) NSD_PRINTF(2, 3);
/** xt_not() - " !" */
void xt_not(struct xt_print *p, bool invert);
/** xt_out_string() - xtables_save_string(): a blank and the value, quoted */
void xt_out_string(struct xt_print *p, const char *s);
void xt_out_address(struct xt_print *p, const struct ip_addr *a);
/** xt_out_mask() - "/24", "/255.0.255.0", nothing for a whole address */
void xt_out_mask(struct xt_print *p, struct bytes mask);
/** xt_out_range() - "7" or "7:9" */
void xt_out_range(struct xt_print *p, uint32_t from, uint32_t to);
/** xt_out_value_mask() - " 0x1/0xff", mask left out when full */
void xt_out_value_mask(struct xt_print *p, uint32_t value, uint32_t mask);
/** xt_mask_bits() - prefix length of a mask, -1 when it has holes */
int xt_mask_bits(struct bytes mask);
/** xt_text_none() - for extensions that have nothing to say */
void xt_text_none(const void *ext, struct xt_print *p);

/* ---- verdicts ---- */

/** xt_unknown() - a match that only the moment, or the kernel, can tell */
enum tri xt_unknown(const void *ext, struct xt_ctx *c);
/** xt_no_effect() - a target that changes nothing which is modelled */
enum fw_verdict xt_no_effect(const void *ext, struct xt_ctx *c,
			     struct fw_result *res);

/* ---- objects that others than their own file look into ---- */

struct xt_comment {
	struct object obj;
	const char *text;
};

/**
 * struct xt_ports - tcp and udp matches
 * @option, @flags_mask, @flags_value: tcp alone
 */
struct xt_ports {
	struct object obj;
	uint16_t sport_from;
	uint16_t sport_to;
	uint16_t dport_from;
	uint16_t dport_to;
	uint8_t option;
	uint8_t flags_mask;
	uint8_t flags_value;
	uint32_t invflags;
};

struct xt_icmp_type {
	struct object obj;
	uint8_t type;
	uint8_t code_from;
	uint8_t code_to;
	uint8_t invflags;
};

/**
 * struct xt_ct_match - conntrack 1 to 3 and state 0
 * @flags, @invert: XT_CONNTRACK_*
 * @*_port: host order; @*_port_to: ends of ranges, revision 3
 */
struct xt_ct_match {
	struct object obj;
	uint32_t flags;
	uint32_t invert;
	uint32_t state;
	uint32_t status;
	uint16_t proto;
	struct ip_addr orig_src;
	struct bytes orig_src_mask;
	struct ip_addr orig_dst;
	struct bytes orig_dst_mask;
	struct ip_addr repl_src;
	struct bytes repl_src_mask;
	struct ip_addr repl_dst;
	struct bytes repl_dst_mask;
	uint16_t orig_sport;
	uint16_t orig_sport_to;
	uint16_t orig_dport;
	uint16_t orig_dport_to;
	uint16_t repl_sport;
	uint16_t repl_sport_to;
	uint16_t repl_dport;
	uint16_t repl_dport_to;
	uint32_t expires_min;
	uint32_t expires_max;
};

/**
 * struct xt_nat_range - SNAT, DNAT, MASQUERADE, REDIRECT, NETMAP
 * @flags: NF_NAT_RANGE_*; ports host order
 */
struct xt_nat_range {
	struct object obj;
	uint32_t flags;
	struct ip_addr from;
	struct ip_addr to;
	uint16_t port_from;
	uint16_t port_to;
	uint16_t port_base;
};

struct xt_mark_mask {
	struct object obj;
	uint32_t mark;
	uint32_t mask;
	bool invert;
};

struct xt_nflog {
	struct object obj;
	uint32_t len;
	uint16_t group;
	uint16_t threshold;
	uint16_t flags;
	const char *prefix;
};

struct xt_limit {
	struct object obj;
	uint32_t average;
	uint32_t burst;
};

#endif
