/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tables, chains, rules, sets and objects of nftables, and what an expression
 * is to those that read, store, judge and print one.
 */
#ifndef NSD_FIREWALL_NFT_NFT_H
#define NSD_FIREWALL_NFT_NFT_H

#include "firewall/firewall.h"

extern const struct object_type nft_table_type;
extern const struct object_type nft_chain_type;
extern const struct object_type nft_rule_type;
extern const struct object_type nft_set_type;
extern const struct object_type nft_elem_type;
extern const struct object_type nft_object_type;
extern const struct object_type nft_flowtable_type;
extern const struct object_type nft_data_type;
extern const struct object_type nft_verdict_type;

struct nft_set_index;	/* made by firewall_seal() */

/**
 * struct nft_verdict - NFTA_DATA_VERDICT
 * @code: NF_ACCEPT, NF_DROP, NFT_CONTINUE ... as the kernel numbers them
 * @chain: of a jump or goto, else NULL; @to is what firewall_seal() found
 */
struct nft_verdict {
	struct object obj;
	int32_t code;
	const char *chain;
	const struct nft_chain *to;
};

/** struct nft_data - NFTA_DATA_*: bytes as a register holds them, or a verdict */
struct nft_data {
	struct object obj;
	struct bytes value;
	struct nft_verdict *verdict;
};

/**
 * struct nft_expr - the head of every expression; its type says which one
 * Its object type is the first member of a struct expr_type.
 */
struct nft_expr {
	struct object obj;
};
typedef VEC(struct nft_expr *) nft_exprs;

/**
 * struct nft_rule
 * @exprs: in order; what is not understood is a struct nft_opaque in its place
 * @userdata: as it came; @comment is taken from it
 * @compat_proto, @compat_flags: NFTA_RULE_COMPAT of iptables-nft
 * @chain, @number: where it stands (from 1); set by firewall_seal()
 */
struct nft_rule {
	struct object obj;
	uint64_t handle;
	const char *comment;
	struct bytes userdata;
	uint32_t compat_proto;
	uint32_t compat_flags;
	nft_exprs exprs;
	const struct nft_chain *chain;
	uint32_t number;
};

/**
 * struct nft_chain
 * @hook, @priority, @chain_type, @policy, @devices: with @base alone
 * @packets, @bytes: counters of the policy
 * @table, @index: where it stands (creation order); set by firewall_seal()
 */
struct nft_chain {
	struct object obj;
	const char *name;
	uint64_t handle;
	bool base;
	uint32_t hook;
	int32_t priority;
	const char *chain_type;	/* "filter", "nat", "route" */
	uint32_t policy;	/* NF_DROP, NF_ACCEPT */
	uint32_t flags;		/* NFT_CHAIN_* */
	VEC(const char *) devices;
	const char *comment;
	uint64_t packets;
	uint64_t bytes;
	VEC(struct nft_rule *) rules;
	const struct nft_table *table;
	uint32_t index;
};

/**
 * struct nft_elem - an element of a set
 * @key: as the registers hold it; empty for the catch-all element
 * @key_end: of concatenated intervals, inclusive
 * @data: of maps; @objref: of object maps
 * @timeout, @expiration: ms, 0 for none
 */
struct nft_elem {
	struct object obj;
	struct bytes key;
	struct bytes key_end;
	struct nft_data *data;
	const char *objref;
	uint32_t flags;		/* NFT_SET_ELEM_* */
	uint64_t timeout;
	uint64_t expiration;
	const char *comment;
	nft_exprs exprs;
	const struct nft_object *object;	/* @objref, resolved */
};

/**
 * struct nft_set - a set, map, verdict map or object map
 * @key_type, @data_type: nft's numbers; six bits a part of a concatenation
 * @fields: lengths of a concatenation's parts, bytes; empty: one field
 * @userdata: nft's own notes (typeof, merge), raw
 */
struct nft_set {
	struct object obj;
	const char *name;
	uint64_t handle;
	uint32_t flags;		/* NFT_SET_* */
	uint32_t key_type;
	uint32_t key_len;
	uint32_t data_type;	/* 0xffffff00: verdict */
	uint32_t data_len;
	uint32_t obj_type;
	uint64_t timeout;	/* ms */
	uint32_t gc_interval;
	uint32_t policy;
	uint32_t size;
	struct s32s fields;
	struct bytes userdata;
	const char *comment;
	nft_exprs exprs;
	VEC(struct nft_elem *) elems;
	const struct nft_table *table;
	const struct nft_set_index *index;
};

/**
 * struct nft_object - a named counter, quota, limit, helper ...
 * @kind: NFT_OBJECT_*
 * @data: the expression of the same name that holds its values, or opaque
 */
struct nft_object {
	struct object obj;
	const char *name;
	uint64_t handle;
	uint32_t kind;
	struct nft_expr *data;
	const char *comment;
};

struct nft_flowtable {
	struct object obj;
	const char *name;
	uint64_t handle;
	uint32_t hook;
	int32_t priority;
	uint32_t flags;
	VEC(const char *) devices;
};

/**
 * struct nft_table
 * @family: NFPROTO_*
 * @index: place among all tables; @conntrack: something in it makes the kernel
 *         track connections; @iptables: iptables-nft or kin made it; all three
 *         set by firewall_seal()
 * @recent: chain that a rule was last put in; while it is built
 */
struct nft_table {
	struct object obj;
	uint8_t family;
	const char *name;
	uint64_t handle;
	uint32_t flags;		/* NFT_TABLE_F_* */
	uint32_t owner;		/* netlink port of the owning program */
	const char *comment;
	VEC(struct nft_chain *) chains;
	VEC(struct nft_set *) sets;
	VEC(struct nft_object *) objects;
	VEC(struct nft_flowtable *) flowtables;
	uint32_t index;
	enum tri conntrack;
	bool iptables;
	size_t recent;
};

/* Flags that Debian 12's headers do not have. */
#define NSD_NFT_TABLE_F_PERSIST 4u	/* Linux 6.9 */

/* ---- expressions ---- */

#define NFT_REG_BYTES 64
#define NFT_ADDED_MAX 8

/** struct nft_added - keys that the packet itself added to sets */
struct nft_added {
	uint32_t n;
	bool more;	/* than fit: a miss is no longer certain */
	struct {
		const struct nft_set *set;
		uint8_t key[NFT_REG_BYTES];
	} v[NFT_ADDED_MAX];
};

/**
 * struct nft_regs - a rule being judged
 * @b, @k: sixteen words of 32 bit; @k is 0xff where the byte is known
 * @sport_at: where the two bytes of an unknown source port lie, -1: nowhere
 * @verdict, @chain: the verdict register: FW_*, and the chain of a jump
 * @rule, @at: the expression that is judged
 * @added: what rules of this run added to sets
 * @out: reject, queue and what was not understood are filled in here
 */
struct nft_regs {
	struct eval *e;
	const struct nft_rule *rule;
	size_t at;
	uint8_t b[NFT_REG_BYTES];
	uint8_t k[NFT_REG_BYTES];
	int sport_at;
	const struct nft_chain *chain;
	struct nft_added *added;
	struct fw_result *out;
};

/* What an expression does to a rule, for those that look at it from outside. */
enum expr_role {
	ROLE_LOAD,	/* fills a register; may break */
	ROLE_TEST,	/* breaks or goes on */
	ROLE_NOTE,	/* counts or logs: changes nothing that is judged */
	ROLE_ACTION,	/* has a verdict, or changes the packet or a set */
};

struct nft_text;	/* text.h */

/**
 * struct expr_type - a kind of expression
 * @obj: its name and fields; .attr is the kernel's NFTA_* number
 * @role: see there
 * @acts: does this one have a verdict or an effect? NULL: by @role
 * @check: are all its values known (enumerations)? NULL: any are fine. An
 *         expression that fails is kept as opaque.
 * @eval: what it does; FW_CONTINUE, FW_BREAK or a verdict
 * @text: print it, or keep what it loads for the test that follows
 * @conntrack: it makes the kernel track connections (nf_ct_netns_get())
 */
struct expr_type {
	struct object_type obj;
	enum expr_role role;
	bool conntrack;
	bool (*acts)(const struct nft_expr *x);
	bool (*check)(const struct nft_expr *x);
	enum fw_verdict (*eval)(struct nft_regs *r, const struct nft_expr *x);
	void (*text)(struct nft_text *t, const struct nft_expr *x);
};

/** nft_expr_types - every kind, ended by NULL; registry.c */
extern const struct expr_type *const nft_expr_types[];

/** nft_expr_type() - the kind of this expression */
static inline const struct expr_type *nft_expr_type(const struct nft_expr *x)
{
	return container_of(x->obj.type, struct expr_type, obj);
}

/** nft_expr_type_by_name() - its object type, "opaque" included; or NULL */
const struct object_type *nft_expr_type_by_name(const char *name);

/* ---- finding things ---- */

struct nft_table *nft_table_find(const struct firewall *fw, uint8_t family,
				 const char *name);
struct nft_chain *nft_chain_find(const struct nft_table *t, const char *name);
struct nft_set *nft_set_find(const struct nft_table *t, const char *name);
struct nft_object *nft_object_find(const struct nft_table *t, const char *name,
				   uint32_t kind);

/** nft_seal() - the nftables part of firewall_seal() */
int nft_seal(struct firewall *fw, struct arena *a, struct error *err);

/**
 * nft_rule_text() - as `nft -s list ruleset` prints the rule, without handle
 * @ns: to name devices that the rule has by number; may be NULL
 * @with_comment: add the comment
 */
char *nft_rule_text(struct arena *a, const struct netns *ns,
		    const struct nft_rule *rule, bool with_comment);

/** nft_describe() - firewall_describe() of an nft_rule or nft_chain */
void nft_describe(const struct netns *ns, const struct object *obj,
		  struct arena *a, struct fw_place *out);

#endif
