/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables, chains, rules, sets, objects of nftables: what is kept of each. */
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

#include "firewall/nft/expr.h"

static const struct value_name families[] = {
	{ NFPROTO_INET, "inet" },     { NFPROTO_IPV4, "ip" },
	{ NFPROTO_ARP, "arp" },	      { NFPROTO_NETDEV, "netdev" },
	{ NFPROTO_BRIDGE, "bridge" }, { NFPROTO_IPV6, "ip6" },
	{ 0, NULL },
};

static const struct value_name policies[] = {
	{ NF_DROP, "drop" },
	{ NF_ACCEPT, "accept" },
	{ 0, NULL },
};

static const struct value_name table_flags[] = {
	{ NFT_TABLE_F_DORMANT, "dormant" },
	{ NFT_TABLE_F_OWNER, "owner" },
	{ NSD_NFT_TABLE_F_PERSIST, "persist" },
	{ 0, NULL },
};

static const struct value_name chain_flags[] = {
	{ NFT_CHAIN_BASE, "base" },
	{ NFT_CHAIN_HW_OFFLOAD, "offload" },
	{ NFT_CHAIN_BINDING, "binding" },
	{ 0, NULL },
};

static const struct value_name set_flags[] = {
	{ NFT_SET_ANONYMOUS, "anonymous" }, { NFT_SET_CONSTANT, "constant" },
	{ NFT_SET_INTERVAL, "interval" },   { NFT_SET_MAP, "map" },
	{ NFT_SET_TIMEOUT, "timeout" },	    { NFT_SET_EVAL, "dynamic" },
	{ NFT_SET_OBJECT, "object" },	    { NFT_SET_CONCAT, "concat" },
	{ NFT_SET_EXPR, "expr" },	    { 0, NULL },
};

static const struct value_name elem_flags[] = {
	{ NFT_SET_ELEM_INTERVAL_END, "interval-end" },
	{ NFT_SET_ELEM_CATCHALL, "catchall" },
	{ 0, NULL },
};

static const struct value_name kinds[] = {
	{ NFT_OBJECT_COUNTER, "counter" },
	{ NFT_OBJECT_QUOTA, "quota" },
	{ NFT_OBJECT_CT_HELPER, "ct helper" },
	{ NFT_OBJECT_LIMIT, "limit" },
	{ NFT_OBJECT_CONNLIMIT, "connlimit" },
	{ NFT_OBJECT_TUNNEL, "tunnel" },
	{ NFT_OBJECT_CT_TIMEOUT, "ct timeout" },
	{ NFT_OBJECT_SECMARK, "secmark" },
	{ NFT_OBJECT_CT_EXPECT, "ct expectation" },
	{ NFT_OBJECT_SYNPROXY, "synproxy" },
	{ 0, NULL },
};

/* ---- rule ---- */

static const struct field rule_fields[] = {
	{ "handle", F(nft_rule, handle), FT_U64, NFTA_RULE_HANDLE,
	  FF_BE | FF_KEY },
	{ "comment", F(nft_rule, comment), FT_STRING },
	{ "userdata", F(nft_rule, userdata), FT_BYTES, NFTA_RULE_USERDATA },
	{ "compat_proto", F(nft_rule, compat_proto), FT_U32 },
	{ "compat_flags", F(nft_rule, compat_flags), FT_U32 },
	{ "exprs", F(nft_rule, exprs), FT_LIST,
	  .by_name = nft_expr_type_by_name },
	{ 0 },
};

const struct object_type nft_rule_type = {
	.name = "nft-rule",
	.size = sizeof(struct nft_rule),
	.fields = rule_fields,
};

/* ---- chain ---- */

static const struct field chain_fields[] = {
	{ "name", F(nft_chain, name), FT_STRING, NFTA_CHAIN_NAME,
	  FF_KEY | FF_ID | FF_REQUIRED },
	{ "handle", F(nft_chain, handle), FT_U64, NFTA_CHAIN_HANDLE, FF_BE },
	{ "base", F(nft_chain, base), FT_BOOL },
	{ "hook", F(nft_chain, hook), FT_U32 },
	{ "priority", F(nft_chain, priority), FT_S32 },
	{ "type", F(nft_chain, chain_type), FT_STRING, NFTA_CHAIN_TYPE },
	{ "policy", F(nft_chain, policy), FT_ENUM, NFTA_CHAIN_POLICY, FF_BE,
	  .names = policies },
	{ "flags", F(nft_chain, flags), FT_FLAGS, NFTA_CHAIN_FLAGS, FF_BE,
	  .names = chain_flags },
	{ "devices", F(nft_chain, devices), FT_STRINGS, .flags = FF_ID },
	{ "comment", F(nft_chain, comment), FT_STRING },
	{ "packets", F(nft_chain, packets), FT_U64, .flags = FF_VOLATILE },
	{ "bytes", F(nft_chain, bytes), FT_U64, .flags = FF_VOLATILE },
	{ "rules", F(nft_chain, rules), FT_LIST, .sub = &nft_rule_type },
	{ 0 },
};

const struct object_type nft_chain_type = {
	.name = "nft-chain",
	.size = sizeof(struct nft_chain),
	.fields = chain_fields,
};

/* ---- set ---- */

static const struct field elem_fields[] = {
	{ "key", F(nft_elem, key), FT_BYTES, .flags = FF_KEY },
	{ "key_end", F(nft_elem, key_end), FT_BYTES, .flags = FF_KEY },
	{ "data", F(nft_elem, data), FT_POINTER, NFTA_SET_ELEM_DATA,
	  .sub = &nft_data_type },
	{ "object", F(nft_elem, objref), FT_STRING, NFTA_SET_ELEM_OBJREF,
	  FF_ID },
	{ "flags", F(nft_elem, flags), FT_FLAGS, NFTA_SET_ELEM_FLAGS,
	  FF_BE | FF_KEY, .names = elem_flags },
	{ "timeout", F(nft_elem, timeout), FT_U64, NFTA_SET_ELEM_TIMEOUT,
	  FF_BE },
	{ "expires", F(nft_elem, expiration), FT_U64, NFTA_SET_ELEM_EXPIRATION,
	  FF_BE | FF_VOLATILE },
	{ "comment", F(nft_elem, comment), FT_STRING },
	{ "exprs", F(nft_elem, exprs), FT_LIST,
	  .by_name = nft_expr_type_by_name },
	{ 0 },
};

const struct object_type nft_elem_type = {
	.name = "nft-element",
	.size = sizeof(struct nft_elem),
	.fields = elem_fields,
};

static const struct field set_fields[] = {
	{ "name", F(nft_set, name), FT_STRING, NFTA_SET_NAME,
	  FF_KEY | FF_ID | FF_REQUIRED },
	{ "handle", F(nft_set, handle), FT_U64, NFTA_SET_HANDLE, FF_BE },
	{ "flags", F(nft_set, flags), FT_FLAGS, NFTA_SET_FLAGS, FF_BE,
	  .names = set_flags },
	{ "key_type", F(nft_set, key_type), FT_U32, NFTA_SET_KEY_TYPE, FF_BE },
	{ "key_len", F(nft_set, key_len), FT_U32, NFTA_SET_KEY_LEN,
	  FF_BE | FF_REQUIRED },
	{ "data_type", F(nft_set, data_type), FT_U32, NFTA_SET_DATA_TYPE,
	  FF_BE },
	{ "data_len", F(nft_set, data_len), FT_U32, NFTA_SET_DATA_LEN, FF_BE },
	{ "object_type", F(nft_set, obj_type), FT_U32, NFTA_SET_OBJ_TYPE,
	  FF_BE },
	{ "timeout", F(nft_set, timeout), FT_U64, NFTA_SET_TIMEOUT, FF_BE },
	{ "gc_interval", F(nft_set, gc_interval), FT_U32, NFTA_SET_GC_INTERVAL,
	  FF_BE },
	{ "policy", F(nft_set, policy), FT_U32, NFTA_SET_POLICY, FF_BE },
	{ "size", F(nft_set, size), FT_U32 },
	{ "fields", F(nft_set, fields), FT_S32S },
	{ "userdata", F(nft_set, userdata), FT_BYTES, NFTA_SET_USERDATA },
	{ "comment", F(nft_set, comment), FT_STRING },
	{ "exprs", F(nft_set, exprs), FT_LIST,
	  .by_name = nft_expr_type_by_name },
	{ "elements", F(nft_set, elems), FT_LIST, .sub = &nft_elem_type },
	{ 0 },
};

const struct object_type nft_set_type = {
	.name = "nft-set",
	.size = sizeof(struct nft_set),
	.fields = set_fields,
};

/* ---- objects, flowtables, table ---- */

static const struct field object_fields[] = {
	{ "name", F(nft_object, name), FT_STRING, NFTA_OBJ_NAME,
	  FF_KEY | FF_ID | FF_REQUIRED },
	{ "handle", F(nft_object, handle), FT_U64, NFTA_OBJ_HANDLE, FF_BE },
	{ "kind", F(nft_object, kind), FT_ENUM, NFTA_OBJ_TYPE, FF_BE | FF_KEY,
	  .names = kinds },
	{ "data", F(nft_object, data), FT_POLY,
	  .by_name = nft_expr_type_by_name },
	{ "comment", F(nft_object, comment), FT_STRING },
	{ 0 },
};

const struct object_type nft_object_type = {
	.name = "nft-object",
	.size = sizeof(struct nft_object),
	.fields = object_fields,
};

static const struct field flowtable_fields[] = {
	{ "name", F(nft_flowtable, name), FT_STRING, NFTA_FLOWTABLE_NAME,
	  FF_KEY | FF_ID | FF_REQUIRED },
	{ "handle", F(nft_flowtable, handle), FT_U64, NFTA_FLOWTABLE_HANDLE,
	  FF_BE },
	{ "hook", F(nft_flowtable, hook), FT_U32 },
	{ "priority", F(nft_flowtable, priority), FT_S32 },
	{ "flags", F(nft_flowtable, flags), FT_U32, NFTA_FLOWTABLE_FLAGS,
	  FF_BE },
	{ "devices", F(nft_flowtable, devices), FT_STRINGS, .flags = FF_ID },
	{ 0 },
};

const struct object_type nft_flowtable_type = {
	.name = "nft-flowtable",
	.size = sizeof(struct nft_flowtable),
	.fields = flowtable_fields,
};

static const struct field table_fields[] = {
	{ "family", F(nft_table, family), FT_ENUM, .flags = FF_KEY | FF_REQUIRED,
	  .names = families },
	{ "name", F(nft_table, name), FT_STRING, NFTA_TABLE_NAME,
	  FF_KEY | FF_ID | FF_REQUIRED },
	{ "handle", F(nft_table, handle), FT_U64, NFTA_TABLE_HANDLE, FF_BE },
	{ "flags", F(nft_table, flags), FT_FLAGS, NFTA_TABLE_FLAGS, FF_BE,
	  .names = table_flags },
	{ "owner", F(nft_table, owner), FT_U32, NFTA_TABLE_OWNER, FF_BE },
	{ "comment", F(nft_table, comment), FT_STRING },
	{ "chains", F(nft_table, chains), FT_LIST, .sub = &nft_chain_type },
	{ "sets", F(nft_table, sets), FT_LIST, .sub = &nft_set_type },
	{ "objects", F(nft_table, objects), FT_LIST, .sub = &nft_object_type },
	{ "flowtables", F(nft_table, flowtables), FT_LIST,
	  .sub = &nft_flowtable_type },
	{ 0 },
};

const struct object_type nft_table_type = {
	.name = "nft-table",
	.size = sizeof(struct nft_table),
	.fields = table_fields,
};
