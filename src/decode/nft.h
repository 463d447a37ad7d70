/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages of nftables. Each function takes one message of a dump and puts
 * what it describes into the firewall, where tables come before chains and
 * those before rules, sets before their elements.
 *
 * They return 0; -ENOMSG for a message of another kind; -ENOENT when the table,
 * chain or set it belongs to was not seen (the dump is torn: read again);
 * -EBADMSG for one cut short; then @err says which. What an expression holds
 * that is not understood makes it opaque, never an error.
 */
#ifndef NSD_DECODE_NFT_H
#define NSD_DECODE_NFT_H

#include "decode/attrs.h"
#include "firewall/nft/expr.h"

/** decode_nft_table() - NFT_MSG_NEWTABLE, nf_tables_fill_table_info() */
int decode_nft_table(const struct nlmsghdr *nlh, struct firewall *fw,
		     struct arena *a, struct error *err);
/** decode_nft_chain() - NFT_MSG_NEWCHAIN, nf_tables_fill_chain_info() */
int decode_nft_chain(const struct nlmsghdr *nlh, struct firewall *fw,
		     struct arena *a, struct error *err);
/** decode_nft_rule() - NFT_MSG_NEWRULE, nf_tables_fill_rule_info() */
int decode_nft_rule(const struct nlmsghdr *nlh, struct firewall *fw,
		    struct arena *a, struct error *err);
/** decode_nft_set() - NFT_MSG_NEWSET, nf_tables_fill_set() */
int decode_nft_set(const struct nlmsghdr *nlh, struct firewall *fw,
		   struct arena *a, struct error *err);
/** decode_nft_setelem() - NFT_MSG_NEWSETELEM: any number of elements */
int decode_nft_setelem(const struct nlmsghdr *nlh, struct firewall *fw,
		       struct arena *a, struct error *err);
/** decode_nft_object() - NFT_MSG_NEWOBJ, nf_tables_fill_obj_info() */
int decode_nft_object(const struct nlmsghdr *nlh, struct firewall *fw,
		      struct arena *a, struct error *err);
/** decode_nft_flowtable() - NFT_MSG_NEWFLOWTABLE */
int decode_nft_flowtable(const struct nlmsghdr *nlh, struct firewall *fw,
			 struct arena *a, struct error *err);
/** decode_nft_gen() - NFT_MSG_NEWGEN: generation and last writer */
int decode_nft_gen(const struct nlmsghdr *nlh, struct firewall *fw,
		   struct arena *a, struct error *err);
/** decode_nft_chain_use() - NFTA_CHAIN_USE: rules in it and jumps to it */
uint32_t decode_nft_chain_use(const struct nlmsghdr *nlh);

/* ---- shared by the files of this decoder ---- */

/** struct nft_message - one message, its header checked */
struct nft_message {
	const struct nlmsghdr *nlh;
	uint8_t family;
	struct nest attrs;
};

/** nft_message_open() - 0, -ENOMSG, -EBADMSG */
int nft_message_open(struct nft_message *m, const struct nlmsghdr *nlh,
		     uint16_t type);
/** nft_message_attr() - the last attribute of this number, or NULL */
const struct nlattr *nft_message_attr(const struct nft_message *m,
				      uint16_t type);
/** nft_message_table() - the table that attribute @type names, or NULL */
struct nft_table *nft_message_table(const struct nft_message *m,
				    const struct firewall *fw, uint16_t type);
/** nft_attr_is() - does a string attribute hold @name? */
bool nft_attr_is(const struct nlattr *attr, const char *name);
/**
 * nft_fill() - attributes by the rows of @obj's type, nested data included
 * @strict: an attribute without a row, or of another size, is -EMSGSIZE; else
 *          it is left out
 */
int nft_fill(struct arena *a, struct nest attrs, void *obj, bool strict);
/** nft_expr_decode() - NFTA_EXPR_NAME, _DATA; opaque where not understood */
struct nft_expr *nft_expr_decode(struct arena *a, struct nest attrs,
				 unsigned int depth);
/** nft_exprs_decode() - a list of NFTA_LIST_ELEM */
void nft_exprs_decode(struct arena *a, const struct nlattr *list,
		      nft_exprs *out, unsigned int depth);
/** nft_comment() - type @type of the user data's TLVs, as a string; or NULL */
const char *nft_comment(struct arena *a, struct bytes userdata, uint8_t type);

#endif
