/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a register is compared with or filled from: NFTA_DATA_*. */
#include "firewall/nft/eval.h"

static const struct value_name codes[] = {
	{ NF_DROP, "drop" },
	{ NF_ACCEPT, "accept" },
	{ (uint32_t)NFT_CONTINUE, "continue" },
	{ (uint32_t)NFT_BREAK, "break" },
	{ (uint32_t)NFT_JUMP, "jump" },
	{ (uint32_t)NFT_GOTO, "goto" },
	{ (uint32_t)NFT_RETURN, "return" },
	{ 0, NULL },
};

static const struct field verdict_fields[] = {
	ROW_ENUM("code", nft_verdict, code, NFTA_VERDICT_CODE, codes),
	{ "chain", F(nft_verdict, chain), FT_STRING, NFTA_VERDICT_CHAIN, FF_ID },
	{ 0 },
};

const struct object_type nft_verdict_type = {
	.name = "verdict",
	.size = sizeof(struct nft_verdict),
	.fields = verdict_fields,
};

static const struct field data_fields[] = {
	{ "value", F(nft_data, value), FT_BYTES, NFTA_DATA_VALUE },
	{ "verdict", F(nft_data, verdict), FT_POINTER, NFTA_DATA_VERDICT,
	  .sub = &nft_verdict_type },
	{ 0 },
};

const struct object_type nft_data_type = {
	.name = "data",
	.size = sizeof(struct nft_data),
	.fields = data_fields,
};
