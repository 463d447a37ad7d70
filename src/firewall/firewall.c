/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rules of one namespace, of both backends. */
#include <linux/netfilter.h>
#include <string.h>

#include "firewall/firewall.h"
#include "firewall/nft/nft.h"
#include "firewall/xt/xt.h"

static const struct field fields[] = {
	{ "generation", F(firewall, generation), FT_U32, .flags = FF_VOLATILE },
	{ "last_writer", F(firewall, last_writer), FT_STRING,
	  .flags = FF_VOLATILE },
	{ "tables", F(firewall, tables), FT_LIST, .sub = &nft_table_type },
	{ "xtables", F(firewall, xtables), FT_LIST, .sub = &xt_table_type },
	{ "ipsets", F(firewall, ipsets), FT_LIST, .sub = &ipset_type },
	{ 0 },
};

const struct object_type firewall_type = {
	.name = "firewall",
	.size = sizeof(struct firewall),
	.fields = fields,
};

int firewall_seal(struct firewall *fw, struct arena *a, struct error *err)
{
	int ret = nft_seal(fw, a, err);

	for (size_t i = 0; i < fw->xtables.n && ret >= 0; i++)
		ret = xt_table_seal(fw->xtables.v[i], err);
	if (ret >= 0)
		ipset_mark_written(fw);
	return ret;
}

/* A rule of inet hangs on both lists; of bridge, it tracks IP in frames. */
static bool tracks_for(const struct nft_table *t, uint8_t family)
{
	if (t->family == family)
		return true;
	if (family != NFPROTO_IPV4 && family != NFPROTO_IPV6)
		return false;
	return t->family == NFPROTO_INET || t->family == NFPROTO_BRIDGE;
}

enum tri firewall_uses_conntrack(const struct firewall *fw, uint8_t family)
{
	enum tri any = TRI_NO;

	if (!fw)
		return TRI_NO;
	for (size_t i = 0; i < fw->tables.n; i++)
		if (tracks_for(fw->tables.v[i], family))
			any = tri_or(any, fw->tables.v[i]->conntrack);
	for (size_t i = 0; i < fw->xtables.n; i++)
		if (fw->xtables.v[i]->family == family)
			any = tri_or(any,
				     xt_table_uses_conntrack(fw->xtables.v[i]));
	return any;
}

void firewall_describe(const struct netns *ns, const struct object *obj,
		       struct arena *a, struct fw_place *out)
{
	memset(out, 0, sizeof(*out));
	if (obj->type == &nft_rule_type || obj->type == &nft_chain_type)
		nft_describe(ns, obj, a, out);
	else
		xt_describe(ns, obj, a, out);
}
