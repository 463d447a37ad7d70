/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_DECODE_XT_H
#define NSD_DECODE_XT_H

#include <linux/netlink.h>

#include "firewall/firewall.h"

/**
 * decode_xt_table() - a legacy table out of what getsockopt() returned
 * @nfproto: NFPROTO_IPV4, _IPV6, _ARP or _BRIDGE
 * @info: struct ipt_getinfo, ip6t_getinfo, arpt_getinfo; for bridges struct
 *        ebt_replace, of which the pointers are not followed
 * @entries: struct ipt_get_entries and kin, the head included; for bridges the
 *           entries alone, and behind them the num_counters counters
 * @fw: the table is appended to its xtables; @a owns what is made
 *
 * Whatever the bytes are, nothing outside them is read. A blob that breaks a
 * rule of the kernel's own checks (translate_table()) becomes a table without
 * chains whose @opaque says why and where; so does one of more than a million
 * entries. An extension that is not known, or not of the size or the values
 * that it should have, becomes an opaque one in its place.
 *
 * Return: 0, also for an opaque table; -EMSGSIZE where @info itself is too
 * short to name a table.
 */
int decode_xt_table(uint8_t nfproto, const void *info, size_t info_len,
		    const void *entries, size_t len, struct firewall *fw,
		    struct arena *a, struct error *err);

/**
 * decode_ipset() - one message of a dump of IPSET_CMD_LIST
 *
 * A set that takes several messages is filled by each of them: the first one
 * appends it to @fw->ipsets, further ones are found by the name.
 *
 * Return: 0; -ENOMSG for a message of another kind; -EBADMSG for one that is
 * cut short or lies about its sizes.
 */
int decode_ipset(struct arena *a, const struct nlmsghdr *nlh,
		 struct firewall *fw);

#endif
