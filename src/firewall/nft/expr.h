/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The expressions of nftables: one struct each, as the kernel dumps it. Each
 * lies in a file of its own name. Numbers are in host order; registers are
 * numbered as the kernel dumps them: 0 the verdict, 1-4 groups of four words,
 * 8-23 single words. Bytes of data are as a register holds them.
 */
#ifndef NSD_FIREWALL_NFT_EXPR_H
#define NSD_FIREWALL_NFT_EXPR_H

#include "firewall/nft/nft.h"

struct nft_immediate {
	struct nft_expr x;
	uint32_t dreg;
	struct nft_data *data;
};

struct nft_cmp {
	struct nft_expr x;
	uint32_t sreg;
	uint32_t op;		/* NFT_CMP_* */
	struct nft_data *data;
};

struct nft_bitwise {
	struct nft_expr x;
	uint32_t sreg;
	uint32_t dreg;
	uint32_t len;
	uint32_t op;		/* NFT_BITWISE_* */
	struct nft_data *mask;
	struct nft_data *xor;
	struct nft_data *data;	/* of shifts */
	uint32_t sreg2;		/* Linux 6.14 */
};

struct nft_byteorder {
	struct nft_expr x;
	uint32_t sreg;
	uint32_t dreg;
	uint32_t op;		/* NFT_BYTEORDER_* */
	uint32_t len;
	uint32_t size;
};

/** struct nft_meta - @sreg without @dreg: "meta KEY set" */
struct nft_meta {
	struct nft_expr x;
	uint32_t dreg;
	uint32_t key;		/* NFT_META_* */
	uint32_t sreg;
};

/** struct nft_payload - @sreg without @dreg: the header is written */
struct nft_payload {
	struct nft_expr x;
	uint32_t dreg;
	uint32_t base;		/* NFT_PAYLOAD_* */
	uint32_t offset;
	uint32_t len;
	uint32_t sreg;
	uint32_t csum_type;
	uint32_t csum_offset;
	uint32_t csum_flags;
};

struct nft_lookup {
	struct nft_expr x;
	const char *set_name;
	uint32_t sreg;
	uint32_t dreg;
	uint32_t set_id;
	uint32_t flags;		/* NFT_LOOKUP_F_INV */
	const struct nft_set *set;
};

struct nft_range {
	struct nft_expr x;
	uint32_t sreg;
	uint32_t op;		/* NFT_RANGE_* */
	struct nft_data *from;
	struct nft_data *to;
};

struct nft_ct {
	struct nft_expr x;
	uint32_t dreg;
	uint32_t key;		/* NFT_CT_* */
	uint8_t direction;	/* IP_CT_DIR_*, only where HAS() */
	uint32_t sreg;
};

struct nft_counter {
	struct nft_expr x;
	uint64_t bytes;
	uint64_t packets;
};

struct nft_limit {
	struct nft_expr x;
	uint64_t rate;
	uint64_t unit;		/* seconds */
	uint32_t burst;
	uint32_t type;		/* NFT_LIMIT_PKTS, _PKT_BYTES */
	uint32_t flags;		/* NFT_LIMIT_F_INV */
};

struct nft_log {
	struct nft_expr x;
	uint16_t group;
	const char *prefix;
	uint32_t snaplen;
	uint16_t threshold;
	uint32_t level;
	uint32_t flags;		/* NF_LOG_* */
};

struct nft_nat {
	struct nft_expr x;
	uint32_t type;		/* NFT_NAT_SNAT, _DNAT */
	uint32_t family;	/* NFPROTO_* */
	uint32_t addr_min;	/* registers */
	uint32_t addr_max;
	uint32_t proto_min;
	uint32_t proto_max;
	uint32_t flags;		/* NF_NAT_RANGE_* */
};

struct nft_masq {
	struct nft_expr x;
	uint32_t flags;
	uint32_t proto_min;
	uint32_t proto_max;
};

struct nft_redir {
	struct nft_expr x;
	uint32_t proto_min;
	uint32_t proto_max;
	uint32_t flags;
};

struct nft_reject {
	struct nft_expr x;
	uint32_t type;		/* NFT_REJECT_* */
	uint8_t code;
};

struct nft_fib {
	struct nft_expr x;
	uint32_t dreg;
	uint32_t result;	/* NFT_FIB_RESULT_* */
	uint32_t flags;		/* NFTA_FIB_F_* */
};

struct nft_rt {
	struct nft_expr x;
	uint32_t dreg;
	uint32_t key;		/* NFT_RT_* */
};

struct nft_socket {
	struct nft_expr x;
	uint32_t key;		/* NFT_SOCKET_* */
	uint32_t dreg;
	uint32_t level;
};

struct nft_exthdr {
	struct nft_expr x;
	uint32_t dreg;
	uint8_t type;
	uint32_t offset;
	uint32_t len;
	uint32_t flags;		/* NFT_EXTHDR_F_PRESENT */
	uint32_t op;		/* NFT_EXTHDR_OP_* */
	uint32_t sreg;
};

struct nft_hash {
	struct nft_expr x;
	uint32_t sreg;
	uint32_t dreg;
	uint32_t len;
	uint32_t modulus;
	uint32_t seed;
	uint32_t offset;
	uint32_t type;		/* NFT_HASH_* */
};

struct nft_numgen {
	struct nft_expr x;
	uint32_t dreg;
	uint32_t modulus;
	uint32_t type;		/* NFT_NG_* */
	uint32_t offset;
};

struct nft_quota {
	struct nft_expr x;
	uint64_t bytes;
	uint32_t flags;		/* NFT_QUOTA_F_INV */
	uint64_t consumed;
};

struct nft_connlimit {
	struct nft_expr x;
	uint32_t count;
	uint32_t flags;		/* NFT_CONNLIMIT_F_INV */
};

struct nft_notrack {
	struct nft_expr x;
};

struct nft_dynset {
	struct nft_expr x;
	const char *set_name;
	uint32_t set_id;
	uint32_t op;		/* NFT_DYNSET_OP_* */
	uint32_t sreg_key;
	uint32_t sreg_data;
	uint64_t timeout;	/* ms */
	struct nft_expr *expr;
	uint32_t flags;
	nft_exprs exprs;
	const struct nft_set *set;
};

struct nft_objref {
	struct nft_expr x;
	uint32_t kind;		/* NFT_OBJECT_* */
	const char *name;
	uint32_t sreg;		/* with a map */
	const char *set_name;
	uint32_t set_id;
	const struct nft_object *object;
	const struct nft_set *set;
};

struct nft_queue {
	struct nft_expr x;
	uint16_t num;
	uint16_t total;
	uint16_t flags;		/* NFT_QUEUE_FLAG_* */
	uint32_t sreg;
};

struct nft_tproxy {
	struct nft_expr x;
	uint32_t family;
	uint32_t reg_addr;
	uint32_t reg_port;
};

struct nft_dup {
	struct nft_expr x;
	uint32_t sreg_addr;
	uint32_t sreg_dev;
};

struct nft_fwd {
	struct nft_expr x;
	uint32_t sreg_dev;
	uint32_t sreg_addr;
	uint32_t family;
};

struct nft_flow_offload {
	struct nft_expr x;
	const char *flowtable;
};

struct nft_synproxy {
	struct nft_expr x;
	uint16_t mss;
	uint8_t wscale;
	uint32_t flags;
};

struct nft_osf {
	struct nft_expr x;
	uint32_t dreg;
	uint8_t ttl;
	uint32_t flags;
};

struct nft_tunnel {
	struct nft_expr x;
	uint32_t key;
	uint32_t dreg;
	uint32_t mode;
};

struct nft_xfrm {
	struct nft_expr x;
	uint32_t dreg;
	uint32_t key;
	uint8_t direction;
	uint32_t number;
};

struct nft_last {
	struct nft_expr x;
	uint32_t used;
	uint64_t msecs;
};

/** struct nft_compat - "match" or "target": an xtables extension in nftables */
struct nft_compat {
	struct nft_expr x;
	const char *name;
	uint32_t rev;
	struct bytes info;	/* native layout, as the xtables blob has it */
	struct object *ext;	/* the extension decoded, by firewall_seal() */
};

struct nft_inner {
	struct nft_expr x;
	uint32_t number;
	uint32_t type;
	uint32_t flags;
	uint32_t header;
	struct nft_expr *expr;
};

/** struct nft_opaque - an expression that this version does not know */
struct nft_opaque {
	struct nft_expr x;
	const char *name;
	struct bytes data;	/* NFTA_EXPR_DATA as it came */
};

extern const struct expr_type nft_immediate_expr;
extern const struct expr_type nft_cmp_expr;
extern const struct expr_type nft_bitwise_expr;
extern const struct expr_type nft_byteorder_expr;
extern const struct expr_type nft_meta_expr;
extern const struct expr_type nft_payload_expr;
extern const struct expr_type nft_lookup_expr;
extern const struct expr_type nft_range_expr;
extern const struct expr_type nft_ct_expr;
extern const struct expr_type nft_counter_expr;
extern const struct expr_type nft_limit_expr;
extern const struct expr_type nft_log_expr;
extern const struct expr_type nft_nat_expr;
extern const struct expr_type nft_masq_expr;
extern const struct expr_type nft_redir_expr;
extern const struct expr_type nft_reject_expr;
extern const struct expr_type nft_fib_expr;
extern const struct expr_type nft_rt_expr;
extern const struct expr_type nft_socket_expr;
extern const struct expr_type nft_exthdr_expr;
extern const struct expr_type nft_hash_expr;
extern const struct expr_type nft_numgen_expr;
extern const struct expr_type nft_quota_expr;
extern const struct expr_type nft_connlimit_expr;
extern const struct expr_type nft_notrack_expr;
extern const struct expr_type nft_dynset_expr;
extern const struct expr_type nft_objref_expr;
extern const struct expr_type nft_queue_expr;
extern const struct expr_type nft_tproxy_expr;
extern const struct expr_type nft_dup_expr;
extern const struct expr_type nft_fwd_expr;
extern const struct expr_type nft_flow_offload_expr;
extern const struct expr_type nft_synproxy_expr;
extern const struct expr_type nft_osf_expr;
extern const struct expr_type nft_tunnel_expr;
extern const struct expr_type nft_xfrm_expr;
extern const struct expr_type nft_last_expr;
extern const struct expr_type nft_match_expr;
extern const struct expr_type nft_target_expr;
extern const struct expr_type nft_inner_expr;
extern const struct expr_type nft_opaque_expr;

/** nft_expr_new() - a new expression: nft_expr_new(a, &nft_cmp_expr) */
static inline void *nft_expr_new(struct arena *a, const struct expr_type *t)
{
	return object_new(a, &t->obj);
}

/** nft_as() - the expression as this kind, or NULL if it is another */
static inline const void *nft_as(const struct nft_expr *x,
				 const struct expr_type *kind)
{
	return x && x->obj.type == &kind->obj ? x : NULL;
}

#endif
