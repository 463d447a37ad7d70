/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The functions on netfilter's hooks, as subsystem 12 lists them. */
#include "decode/decode.h"

#include <errno.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_hook.h>

/* NFNLA_CHAIN_* inside NFNLA_HOOK_INFO_DESC of a hook of type nftables. */
static int hook_chain(struct arena *a, const struct nlattr *desc,
		      struct hook *h)
{
	struct nest it = nest_in(desc);
	const struct nlattr *attr;
	uint8_t family;

	while ((attr = nest_next(&it))) {
		switch (attr_type(attr)) {
		case NFNLA_CHAIN_TABLE:
			SET(h, hook, table, attr_str(a, attr));
			break;
		case NFNLA_CHAIN_FAMILY:
			if (!attr_u8(attr, &family))
				SET(h, hook, chain_family, family);
			break;
		case NFNLA_CHAIN_NAME:
			SET(h, hook, chain, attr_str(a, attr));
			break;
		default:
			break;
		}
	}
	return it.bad ? -EBADMSG : 0;
}

static int hook_info(struct arena *a, const struct nlattr *info,
		     struct hook *h)
{
	struct nest it = nest_in(info);
	const struct nlattr *attr;
	const struct nlattr *desc = NULL;
	uint32_t type = 0;

	while ((attr = nest_next(&it))) {
		if (attr_type(attr) == NFNLA_HOOK_INFO_TYPE)
			attr_be32(attr, &type);
		else if (attr_type(attr) == NFNLA_HOOK_INFO_DESC)
			desc = attr;
	}
	if (it.bad)
		return -EBADMSG;
	/* BPF programs and flowtables have other descriptions: kept raw. */
	if (type != NFNL_HOOK_TYPE_NFTABLES) {
		object_unknown_add(h, a, NFNLA_HOOK_CHAIN_INFO,
				   attr_data(info), attr_len(info));
		return 0;
	}
	return desc ? hook_chain(a, desc, h) : 0;
}

static int hook_attr(struct arena *a, const struct nlattr *attr,
		     struct hook *h)
{
	uint32_t value;

	switch (attr_type(attr)) {
	case NFNLA_HOOK_PRIORITY:
		if (attr_be32(attr, &value))
			return -EBADMSG;
		SET(h, hook, priority, (int32_t)value);
		return 0;
	case NFNLA_HOOK_FUNCTION_NAME:
		SET(h, hook, function, attr_str(a, attr));
		return 0;
	case NFNLA_HOOK_MODULE_NAME:
		SET(h, hook, module, attr_str(a, attr));
		return 0;
	case NFNLA_HOOK_CHAIN_INFO:
		return hook_info(a, attr, h);
	default:
		return 0;
	}
}

int decode_hook(struct arena *a, const struct nlmsghdr *nlh, uint8_t family,
		uint32_t hooknum, const char *device, struct hook **out)
{
	const struct nfgenmsg *g = decode_header(nlh, sizeof(*g));
	const struct nlattr *attr;
	struct hook *h;
	struct nest it;

	if (NFNL_SUBSYS_ID(nlh->nlmsg_type) != NFNL_SUBSYS_HOOK)
		return -ENOMSG;
	if (!g)
		return -EBADMSG;
	h = object_new(a, &hook_type);
	SET(h, hook, family, family);
	SET(h, hook, hooknum, hooknum);
	if (device)
		SET(h, hook, device, arena_strdup(a, device));
	it = nest_of(g + 1, nlh->nlmsg_len - NLMSG_HDRLEN - sizeof(*g));
	while ((attr = nest_next(&it)))
		if (hook_attr(a, attr, h))
			return -EBADMSG;
	if (it.bad)
		return -EBADMSG;
	*out = h;
	return 0;
}
