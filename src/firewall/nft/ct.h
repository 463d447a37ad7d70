/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_FIREWALL_NFT_CT_H
#define NSD_FIREWALL_NFT_CT_H

#include "firewall/nft/text.h"

extern const struct value_name nft_ct_keys[];

/** nft_ct_load() - nft_ct_get_eval(); ct_load.c */
enum fw_verdict nft_ct_load(struct nft_regs *r, const struct nft_ct *c);

#endif
