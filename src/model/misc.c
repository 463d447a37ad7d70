/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/misc.h"

#include <linux/rtnetlink.h>

static const struct field nsid_fields[] = {
	{ "id", F(nsid, id), FT_S32, .flags = FF_KEY | FF_REQUIRED },
	{ "target", F(nsid, target), FT_STRING },
	{}
};

const struct object_type nsid_type = {
	.name = "nsid",
	.size = sizeof(struct nsid),
	.fields = nsid_fields,
};

static const struct field sysctl_fields[] = {
	{ "path", F(sysctl, path), FT_STRING, .flags = FF_KEY | FF_REQUIRED },
	{ "value", F(sysctl, value), FT_STRING },
	{}
};

const struct object_type sysctl_type = {
	.name = "sysctl",
	.size = sizeof(struct sysctl),
	.fields = sysctl_fields,
};

static const struct field qdisc_fields[] = {
	{ "device", F(qdisc, ifindex), FT_IFINDEX, .flags = FF_KEY },
	{ "kind", F(qdisc, kind), FT_STRING, TCA_KIND },
	{ "handle", F(qdisc, handle), FT_U32, .flags = FF_KEY },
	{ "parent", F(qdisc, parent), FT_U32, .flags = FF_KEY },
	{ "options", F(qdisc, options), FT_BYTES, TCA_OPTIONS },
	{}
};

const struct object_type qdisc_type = {
	.name = "qdisc",
	.size = sizeof(struct qdisc),
	.fields = qdisc_fields,
};

static const struct field tc_filter_fields[] = {
	{ "device", F(tc_filter, ifindex), FT_IFINDEX, .flags = FF_KEY },
	{ "parent", F(tc_filter, parent), FT_U32, .flags = FF_KEY },
	{ "kind", F(tc_filter, kind), FT_STRING, TCA_KIND },
	{ "priority", F(tc_filter, priority), FT_U32, .flags = FF_KEY },
	{ "protocol", F(tc_filter, protocol), FT_U16, .flags = FF_KEY },
	{ "handle", F(tc_filter, handle), FT_U32, .flags = FF_KEY },
	{ "options", F(tc_filter, options), FT_BYTES, TCA_OPTIONS },
	{}
};

const struct object_type tc_filter_type = {
	.name = "tc-filter",
	.size = sizeof(struct tc_filter),
	.fields = tc_filter_fields,
};

static const struct field sock_fields[] = {
	{ "family", F(sock, family), FT_FAMILY, .flags = FF_KEY },
	{ "protocol", F(sock, protocol), FT_U8, .flags = FF_KEY },
	{ "local", F(sock, local), FT_ADDRESS, .flags = FF_KEY },
	{ "port", F(sock, port), FT_U16, .flags = FF_KEY },
	{ "device", F(sock, ifindex), FT_IFINDEX, .flags = FF_KEY },
	{ "uid", F(sock, uid), FT_U32 },
	{ "inode", F(sock, inode), FT_U64, .flags = FF_KEY },
	{ "v6only", F(sock, v6only), FT_U8 },
	{}
};

const struct object_type sock_type = {
	.name = "socket",
	.size = sizeof(struct sock),
	.fields = sock_fields,
};

static const struct field hook_fields[] = {
	{ "family", F(hook, family), FT_U8, .flags = FF_KEY },
	{ "hook", F(hook, hooknum), FT_U32, .flags = FF_KEY },
	{ "device", F(hook, device), FT_STRING, .flags = FF_KEY | FF_ID },
	{ "priority", F(hook, priority), FT_S32, .flags = FF_KEY },
	{ "function", F(hook, function), FT_STRING, .flags = FF_KEY },
	{ "module", F(hook, module), FT_STRING },
	{ "chain_family", F(hook, chain_family), FT_U8 },
	{ "table", F(hook, table), FT_STRING, .flags = FF_ID },
	{ "chain", F(hook, chain), FT_STRING, .flags = FF_ID },
	{ "position", F(hook, position), FT_U32 },
	{}
};

const struct object_type hook_type = {
	.name = "hook",
	.size = sizeof(struct hook),
	.fields = hook_fields,
};
