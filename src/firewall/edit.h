/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_FIREWALL_EDIT_H
#define NSD_FIREWALL_EDIT_H

#include "firewall/nft/expr.h"
#include "firewall/xt/xt.h"

#define EDIT_NAT_TABLE "nsdoctor_nat"
#define EDIT_NAT_CHAIN "post"

/** edit_has_prefix() - does it narrow anything? A length of 0 does not. */
static inline bool edit_has_prefix(const struct ip_prefix *p)
{
	return p->addr.family && p->len;
}

/** edit_copy() - an object and all that its field table leads to */
void *edit_copy(struct arena *a, const void *obj);

/**
 * edit_nft_chain() - the chain of the same family, table and name in @fw
 * @chain may belong to another copy of the ruleset. NULL: there is none.
 */
struct nft_chain *edit_nft_chain(const struct firewall *fw,
				 const struct nft_chain *chain);
struct xt_chain *edit_xt_chain(const struct firewall *fw,
			       const struct xt_chain *chain);
/**
 * rule_edit_place() - where a rule stands in a chain of another copy
 * @rules, @n: objects of that chain
 * @own, @n_own: those of the rule's own chain, with @rule among them
 *
 * Rules are told apart by what they say; of equal ones, by their order.
 *
 * Return: index into @rules, or @n where it is not.
 */
size_t rule_edit_place(struct object *const *rules, size_t n,
		  struct object *const *own, size_t n_own,
		  const struct object *rule);
/** edit_nft_place(), edit_xt_place() - of @before in @c; n where it is not */
size_t edit_nft_place(const struct nft_chain *c, const struct object *before);
size_t edit_xt_place(const struct xt_chain *c, const struct object *before);

/** edit_native_rule() - the rule that nft makes of these words */
struct nft_rule *edit_native_rule(struct arena *a, uint8_t family,
				  const struct rule_spec *spec);
/** edit_compat_rule() - the rule that iptables-nft makes */
struct nft_rule *edit_compat_rule(struct arena *a, uint8_t family,
				  const struct rule_spec *spec);
/** edit_legacy_rule() - the rule that iptables-legacy makes */
struct xt_rule *edit_legacy_rule(struct arena *a, uint8_t family,
				 const struct rule_spec *spec);

/* ---- expressions, as the kernel lists what nft and iptables-nft send ---- */

/** edit_meta(), edit_payload() - load into register 1 */
void edit_meta(struct arena *a, struct nft_rule *r, uint32_t key);
void edit_payload(struct arena *a, struct nft_rule *r, uint32_t base,
		  uint32_t offset, uint32_t len);
/** edit_cmp() - compare register 1; @op: NFT_CMP_EQ or _NEQ */
void edit_cmp(struct arena *a, struct nft_rule *r, uint32_t op,
	      const void *data, size_t len);
/** edit_verdict() - "immediate reg 0"; NF_ACCEPT or NFT_RETURN */
void edit_verdict(struct arena *a, struct nft_rule *r, int32_t code);
/** edit_prefix() - addresses; whole bytes are loaded, others masked */
void edit_prefix(struct arena *a, struct nft_rule *r,
		 const struct ip_prefix *p, bool src);
/** edit_ports() - both in one load where both are given; host order, 0: any */
void edit_ports(struct arena *a, struct nft_rule *r, uint16_t sport,
		uint16_t dport);

/**
 * struct edit_ext - an extension as its program fills it in
 * @data: the kernel's struct, aligned up; owned by the arena
 */
struct edit_ext {
	const char *name;
	uint8_t revision;
	struct bytes data;
};

struct edit_ext edit_ext_ports(struct arena *a, const struct rule_spec *s);
struct edit_ext edit_ext_icmp(struct arena *a, const struct rule_spec *s);
struct edit_ext edit_ext_established(struct arena *a);
struct edit_ext edit_ext_masquerade(struct arena *a, uint8_t family);

#endif
