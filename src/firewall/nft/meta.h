/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_FIREWALL_NFT_META_H
#define NSD_FIREWALL_NFT_META_H

#include "firewall/nft/text.h"

extern const struct value_name nft_meta_keys[];

/** nft_meta_device() - keys about the devices of the hook; meta_device.c */
enum fw_verdict nft_meta_device(struct nft_regs *r, const struct nft_meta *m);
/** nft_meta_packet() - all other keys; meta_packet.c */
enum fw_verdict nft_meta_packet(struct nft_regs *r, const struct nft_meta *m);

#endif
