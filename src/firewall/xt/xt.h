/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * xtables: legacy tables, and the extensions that nftables' match and target
 * expressions carry. One file per extension; each ends in struct xt_type
 * entries that registry.c lists.
 */
#ifndef NSD_FIREWALL_XT_H
#define NSD_FIREWALL_XT_H

#include "firewall/firewall.h"

/* NFPROTO_* bits of xt_type.families */
#define XT_IP		(1u << 2)
#define XT_ARP		(1u << 3)
#define XT_BRIDGE	(1u << 7)
#define XT_IP6		(1u << 10)
#define XT_INET		(XT_IP | XT_IP6)
#define XT_ANY		(XT_IP | XT_IP6 | XT_ARP | XT_BRIDGE)

extern const struct object_type xt_table_type;
extern const struct object_type xt_chain_type;
extern const struct object_type xt_rule_type;
extern const struct object_type xt_arp_type;
extern const struct object_type xt_eb_type;
extern const struct object_type ipset_type;
extern const struct object_type ipset_member_type;

/* A rule's standard verdict is an enum fw_verdict, or one of these. */
#define XT_EXTENSION	0x40	/* what xt_rule.target says */

/**
 * struct xt_arp - the entry part of an arptables rule
 * @src_mac, @dst_mac, masks: of @hln bytes at most 16, as in the blob
 */
struct xt_arp {
	struct object obj;
	struct bytes src_mac;
	struct bytes src_mac_mask;
	struct bytes dst_mac;
	struct bytes dst_mac_mask;
	uint8_t hln;
	uint8_t hln_mask;
	uint16_t opcode;	/* host order, as the rest */
	uint16_t opcode_mask;
	uint16_t hardware;
	uint16_t hardware_mask;
	uint16_t protocol;
	uint16_t protocol_mask;
};

/**
 * struct xt_eb - the entry part of an ebtables rule
 * @bitmask: EBT_NOPROTO, EBT_802_3, ...
 * @ethertype: host order
 * @logical_in, @logical_out: as xt_rule.iif is here: with "+" for a wildcard
 */
struct xt_eb {
	struct object obj;
	uint32_t bitmask;
	uint32_t invflags;
	uint16_t ethertype;
	const char *logical_in;
	const char *logical_out;
	struct mac src;
	struct bytes src_mask;
	struct mac dst;
	struct bytes dst_mask;
};

/**
 * struct xt_rule - one rule of a legacy table
 * @position: from 1 within its chain
 * @src, @dst: family 0 only in bridge rules; masks network order, 4 or 16 bytes
 * @iif, @oif: name as in the blob, without "+"; NULL: any. Bridge rules: as
 *             ebtables takes it, with "+", and no mask
 * @iif_mask, @oif_mask: 16 bytes of 0xff and 0, or none: any
 * @flags: IPT_F_*, IP6T_F_*, ARPT_F_*; @invflags: IPT_INV_* and kin
 * @matches: extension objects, see struct xt_type; ebtables: watchers behind
 *           the matches
 * @verdict: enum fw_verdict (CONTINUE: no target) or XT_EXTENSION
 * @target: the extension, with XT_EXTENSION
 * @jump: name of the chain, with FW_JUMP and FW_GOTO
 * @to, @chain, @table: made by xt_table_seal()
 */
struct xt_rule {
	struct object obj;
	uint32_t position;
	struct ip_addr src;
	struct bytes src_mask;
	struct ip_addr dst;
	struct bytes dst_mask;
	const char *iif;
	struct bytes iif_mask;
	const char *oif;
	struct bytes oif_mask;
	uint16_t proto;
	uint8_t tos;
	uint32_t flags;
	uint32_t invflags;
	struct xt_arp *arp;
	struct xt_eb *eb;
	VEC(struct object *) matches;
	uint8_t verdict;
	const char *jump;
	struct object *target;
	uint64_t packets;
	uint64_t bytes;

	const struct xt_chain *to;
	const struct xt_chain *chain;
	const struct xt_table *table;
};

/**
 * struct xt_chain - a chain of a legacy table
 * @hook: of a built-in chain, else -1
 * @policy: enum fw_verdict; of a user's chain RETURN (ebtables: any)
 */
struct xt_chain {
	struct object obj;
	const char *name;
	int32_t hook;
	uint8_t policy;
	uint64_t packets;
	uint64_t bytes;
	VEC(struct xt_rule *) rules;

	const struct xt_table *table;
};

/**
 * struct xt_table - a legacy table
 * @family: NFPROTO_IPV4, _IPV6, _ARP, _BRIDGE
 * @valid_hooks: bit per hook
 * @opaque: why the blob could not be decoded, else NULL; it has no chains then
 */
struct xt_table {
	struct object obj;
	uint8_t family;
	const char *name;
	uint32_t valid_hooks;
	const char *opaque;
	VEC(struct xt_chain *) chains;
};

/**
 * xt_table_seal() - resolve jumps, number rules, set the back pointers
 *
 * Return: 0; -EINVAL where a jump leads nowhere.
 */
int xt_table_seal(struct xt_table *t, struct error *err);
const struct xt_table *xt_table_find(const struct firewall *fw, uint8_t family,
				     const char *name);
const struct xt_chain *xt_chain_find(const struct xt_table *t,
				     const char *name);
/** xt_chain_of_hook() - the built-in chain, or NULL */
const struct xt_chain *xt_chain_of_hook(const struct xt_table *t, uint8_t hook);
/** xt_table_priority() - at which a table hangs on a hook; false: it does not */
bool xt_table_priority(const struct xt_table *t, uint8_t hook,
		       int32_t *priority);
/** xt_table_uses_conntrack() - does it make conntrack register its hooks? */
enum tri xt_table_uses_conntrack(const struct xt_table *t);
/** xt_describe() - firewall_describe() of an xt_rule or xt_chain */
void xt_describe(const struct netns *ns, const struct object *obj,
		 struct arena *a, struct fw_place *out);
/** xt_rule_text() - as iptables-legacy-save prints it, counters left out */
char *xt_rule_text(struct arena *a, const struct netns *ns,
		   const struct xt_rule *rule);
/** xt_rule_comment() - text of its comment match, or NULL */
const char *xt_rule_comment(const struct xt_rule *rule);
/** xt_rule_opaque() - name of its first extension not understood, or NULL */
const char *xt_rule_opaque(const struct xt_rule *rule);
/**
 * xt_text_of_nft_rule() - as iptables-nft-save, ip6tables-nft-save print it
 *
 * Return: NULL where the rule is not one that those programs would make.
 */
char *xt_text_of_nft_rule(struct arena *a, const struct netns *ns,
			  const struct nft_rule *rule);

/* ---- extensions ---- */

/**
 * struct xt_ctx - an extension at work in a rule
 * @rule: object to blame (struct xt_rule or nft_rule)
 * @family: NFPROTO_* of the rule's table
 * @hotdrop: set by a match on a malformed packet: the packet is dropped
 */
struct xt_ctx {
	struct eval *e;
	const struct object *rule;
	uint8_t family;
	bool hotdrop;
};

/**
 * struct xt_print - where an extension's text goes
 * @ns: to name ipsets; may be NULL
 * @proto, @proto_not: of the rule, for extensions that print by protocol
 * @nft: as the nft variant of the program prints it
 */
struct xt_print {
	struct strbuf *out;
	const struct netns *ns;
	uint8_t family;
	uint16_t proto;
	bool proto_not;
	bool nft;
};

/** struct xt_blob - the kernel's bytes of an extension, aligned for any type */
struct xt_blob {
	struct arena *a;
	uint8_t family;
	const void *p;
	size_t len;
};

enum xt_kind {
	XT_MATCH,
	XT_TARGET,
	XT_WATCHER,	/* ebtables: prints like a target, never decides */
};

enum xt_flag {
	XT_F_CONNTRACK	= 1 << 0,	/* nf_ct_netns_get() at checkentry */
	XT_F_NAT	= 1 << 1,
	XT_F_NO_EFFECT	= 1 << 2,	/* target that changes nothing we model */
	XT_F_OPAQUE	= 1 << 3,	/* always UNKNOWN */
};

/**
 * struct xt_type - an extension of one revision
 * @object: its struct and table; .name is "conntrack.3", or with the family
 *          behind it where two families share a name ("REJECT.0.ip6")
 * @name, @revision, @families, @size: what the kernel's blob says; @size as
 *          sizeof() of the kernel's struct, before XT_ALIGN()
 * @decode: fills the object from @b; -EINVAL: values out of their range
 * @match: for a match; UNKNOWN where the packet or the host do not tell
 * @target: for a target: CONTINUE, or a verdict; fills what belongs to it
 * @text: " -m ..." is printed by the caller, the rest by this, each option
 *        with a blank in front
 * @alias: name that is printed instead ("state" of a conntrack match), or NULL
 */
struct xt_type {
	struct object_type object;
	enum xt_kind kind;
	const char *name;
	uint8_t revision;
	uint32_t families;
	uint32_t flags;
	size_t size;
	int (*decode)(void *ext, const struct xt_blob *b);
	enum tri (*match)(const void *ext, struct xt_ctx *c);
	enum fw_verdict (*target)(const void *ext, struct xt_ctx *c,
				  struct fw_result *res);
	void (*text)(const void *ext, struct xt_print *p);
	const char *(*alias)(const void *ext);
};

/** struct xt_opaque - an extension without an entry, or of odd size or values */
struct xt_opaque {
	struct object obj;
	const char *name;
	uint8_t revision;
	struct bytes data;
};

/** xt_type_by_name() - object type for its "type" key; for FT_LIST, FT_POLY */
const struct object_type *xt_type_by_name(const char *name);
/** xt_type_of() - the entry behind an extension object */
const struct xt_type *xt_type_of(const struct object *ext);

/**
 * xt_ext_decode() - an extension object of a blob; opaque, never NULL
 * @family: NFPROTO_* of the table
 * @p, @len: the data behind struct xt_entry_match, or NFTA_MATCH_INFO
 */
struct object *xt_ext_decode(struct arena *a, uint8_t family, enum xt_kind kind,
			     const char *name, uint8_t revision,
			     const void *p, size_t len);
/** xt_ext_new() - an empty extension of this type key, every row marked */
void *xt_ext_new(struct arena *a, const char *key);
/** xt_ext_match() - does the packet match? */
enum tri xt_ext_match(const struct object *ext, struct xt_ctx *c);
/** xt_ext_target() - run it; UNKNOWN for opaque ones (res->what is set) */
enum fw_verdict xt_ext_target(const struct object *ext, struct xt_ctx *c,
			      struct fw_result *res);
/** xt_ext_text() - " -m name --option ..." or " -j NAME ..." */
void xt_ext_text(const struct object *ext, struct xt_print *p);
/** xt_ext_name() - "conntrack", "REJECT" */
const char *xt_ext_name(const struct object *ext);
/** xt_ext_has_effect() - could the walk change if this target ran? */
bool xt_ext_has_effect(const struct object *ext);
bool xt_ext_is_opaque(const struct object *ext);
enum tri xt_ext_uses_conntrack(const struct object *ext);

/* ---- ipset ---- */

/**
 * struct ipset_member - one element of a set
 * @ip_to, @cidr, @port_to: ends of a range; cidr 0xff: not given
 * @name: of a set, in list:set
 */
struct ipset_member {
	struct object obj;
	struct ip_addr ip;
	struct ip_addr ip_to;
	uint8_t cidr;
	struct ip_addr ip2;
	struct ip_addr ip2_to;
	uint8_t cidr2;
	uint16_t port;		/* host order; ICMP: type << 8 | code */
	uint16_t port_to;
	uint8_t proto;
	uint32_t mark;
	struct mac mac;
	const char *iface;
	const char *name;
	uint32_t flags;		/* IPSET_FLAG_* >> 0, as in the attribute */
	uint32_t timeout;
	uint64_t packets;
	uint64_t bytes;
	const char *comment;
};

/**
 * struct ipset - a set of ip_set
 * @opaque: members were not read or not understood
 * @timeout: the set's elements expire by default (volatile contents)
 * @written: rules add or take elements: what was read is not what a packet
 *           meets; made by firewall_seal()
 */
struct ipset {
	struct object obj;
	const char *name;
	const char *type;
	uint8_t revision;
	uint8_t family;		/* AF_* */
	uint16_t index;
	uint8_t netmask;
	uint32_t markmask;
	uint32_t flags;
	uint32_t timeout;
	bool opaque;
	VEC(struct ipset_member *) members;

	bool written;
};

const struct ipset *ipset_by_index(const struct firewall *fw, uint16_t index);
const struct ipset *ipset_by_name(const struct firewall *fw, const char *name);

/** ipset_mark_written() - which sets do rules change? */
void ipset_mark_written(const struct firewall *fw);

/**
 * ipset_test() - is the packet in the set?
 * @dims: number of dimensions the rule names; @src: bit i: dimension i is src
 */
enum tri ipset_test(const struct ipset *set, const struct eval *e,
		    uint8_t dims, uint32_t src);

#endif
