/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the expressions of nftables share while a rule is judged: registers
 * with their known bits, and how a test that cannot be told ends.
 */
#ifndef NSD_FIREWALL_NFT_EVAL_H
#define NSD_FIREWALL_NFT_EVAL_H

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <string.h>

#include "firewall/nft/expr.h"

/* Rows of the tables: numbers of nfnetlink are in network order. */
#define ROW_U32(key_, struct_, member_, attr_) \
	{ key_, F(struct_, member_), FT_U32, attr_, FF_BE }
#define ROW_ENUM(key_, struct_, member_, attr_, names_) \
	{ key_, F(struct_, member_), FT_ENUM, attr_, FF_BE, .names = names_ }
#define ROW_FLAGS(key_, struct_, member_, attr_, names_) \
	{ key_, F(struct_, member_), FT_FLAGS, attr_, FF_BE, .names = names_ }
#define ROW_DATA(key_, struct_, member_, attr_) \
	{ key_, F(struct_, member_), FT_POINTER, attr_, .sub = &nft_data_type }

/** struct nft_value - up to 64 bytes, each bit known or not */
struct nft_value {
	uint8_t b[NFT_REG_BYTES];
	uint8_t k[NFT_REG_BYTES];
	uint32_t len;
	int sport_at;		/* offset in here, -1: none */
};

/** nft_reg_offset() - of a register as dumped, in bytes; -1 for none */
int nft_reg_offset(uint32_t reg);
/** nft_reg_fits() - does a value of @len bytes fit at @reg? */
bool nft_reg_fits(uint32_t reg, uint32_t len);
/**
 * nft_reg_read() - @len bytes from @reg on
 *
 * Return: false when they do not fit: a rule that the kernel never gives.
 */
bool nft_reg_read(const struct nft_regs *r, uint32_t reg, uint32_t len,
		  struct nft_value *out);
/** nft_reg_write() - store; the rest of the last word becomes zero */
enum fw_verdict nft_reg_write(struct nft_regs *r, uint32_t reg,
			      const struct nft_value *v);
/* The same for a known value, as the kernel stores it. */
enum fw_verdict nft_reg_bytes(struct nft_regs *r, uint32_t reg, const void *p,
			      uint32_t len);
enum fw_verdict nft_reg_u8(struct nft_regs *r, uint32_t reg, uint8_t v);
enum fw_verdict nft_reg_u16(struct nft_regs *r, uint32_t reg, uint16_t v);
enum fw_verdict nft_reg_u32(struct nft_regs *r, uint32_t reg, uint32_t v);
/** nft_reg_name() - a name padded to IFNAMSIZ with zeros */
enum fw_verdict nft_reg_name(struct nft_regs *r, uint32_t reg,
			     const char *name);
/** nft_reg_unknown() - a value of @len bytes that nobody can tell */
enum fw_verdict nft_reg_unknown(struct nft_regs *r, uint32_t reg,
				uint32_t len);
/** nft_reg_between() - an unknown number of host order, @min to @max */
enum fw_verdict nft_reg_between(struct nft_regs *r, uint32_t reg, uint32_t min,
				uint32_t max);

/* A value's smallest and largest content, byte by byte; memcmp() order. */
void nft_value_bounds(const struct nft_regs *r, const struct nft_value *v,
		      uint8_t *lo, uint8_t *hi);
enum tri nft_value_equal(const struct nft_regs *r, const struct nft_value *v,
			 struct bytes with);
/** nft_value_between() - lo <= v <= hi */
enum tri nft_value_between(const struct nft_regs *r, const struct nft_value *v,
			   struct bytes lo, struct bytes hi);
bool nft_value_known(const struct nft_value *v);

/**
 * nft_test() - the end of a test: go on, break, or follow what the walk says
 *
 * An unknown test with nothing behind it that changes the outcome breaks
 * without asking.
 */
enum fw_verdict nft_test(struct nft_regs *r, enum tri t);
/** nft_ask() - the walk decides whether @what of this rule is so */
bool nft_ask(struct nft_regs *r, const char *what);
/** nft_rest_matters() - does anything behind the present expression? */
bool nft_rest_matters(const struct nft_regs *r);
/** nft_unknown() - FW_UNKNOWN, named */
enum fw_verdict nft_unknown(struct nft_regs *r, const char *what);
/** nft_verdict_take() - a verdict of data as FW_*; sets r->chain */
enum fw_verdict nft_verdict_take(struct nft_regs *r,
				 const struct nft_verdict *v);
/** nft_exprs_eval() - those that hang on an element, on a hit */
enum fw_verdict nft_exprs_eval(struct nft_regs *r, const nft_exprs *exprs);
/** nft_object_eval() - what objref does with an object */
enum fw_verdict nft_object_eval(struct nft_regs *r,
				const struct nft_object *o);

/** nft_table_is_iptables() - did iptables-nft or kin make it? describe.c */
bool nft_table_is_iptables(const struct nft_table *t);

/** nft_compat_seal() - decode the blob of a match or target; compat.c */
void nft_compat_seal(struct arena *a, uint8_t family, struct nft_compat *c);

/* How a look-up in a set ends. */
struct nft_hit {
	enum tri found;
	const struct nft_elem *elem;	/* with YES */
};

/** nft_set_lookup() - is the key in the set? The key may be part unknown */
struct nft_hit nft_set_lookup(const struct nft_regs *r,
			      const struct nft_set *set,
			      const struct nft_value *key);
/** nft_elem_matches() - one element against a key, intervals included */
enum tri nft_elem_matches(const struct nft_regs *r, const struct nft_set *set,
			  size_t at, const struct nft_value *key);
/* Elements in the order of the index; the catch-all one is the last. */
size_t nft_set_count(const struct nft_set *set);
const struct nft_elem *nft_set_elem(const struct nft_set *set, size_t at);
/** nft_set_end() - of an interval: the first key behind it; empty: none */
struct bytes nft_set_end(const struct nft_set *set, size_t at);
/** nft_set_seal() - make the index */
void nft_set_seal(struct nft_set *set, struct arena *a);
/** nft_elem_is_catchall() - the element "*" */
bool nft_elem_is_catchall(const struct nft_elem *e);

/** nft_nat_ports() - port registers of nat, masq, redir into a request */
void nft_nat_ports(struct nft_regs *r, uint32_t min, uint32_t max,
		   struct nat_request *q);

/** nft_packet_family() - NFPROTO_IPV4, _IPV6, or another by what it carries */
uint8_t nft_packet_family(const struct eval *e);

#endif
