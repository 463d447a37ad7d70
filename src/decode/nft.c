/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables, chains, and what all messages of nftables share. */
#include "decode/nft.h"

#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <string.h>

/* NFTA_DEVICE_PREFIX, newer than the oldest headers: Linux 6.16 */
#define DEVICE_PREFIX 2

int nft_message_open(struct nft_message *m, const struct nlmsghdr *nlh,
		     uint16_t type)
{
	const struct nfgenmsg *nfg = decode_header(nlh, sizeof(*nfg));
	size_t skip = NLMSG_ALIGN(sizeof(*nfg));
	size_t len;

	if (nlh->nlmsg_type != (NFNL_SUBSYS_NFTABLES << 8 | type))
		return -ENOMSG;
	if (!nfg)
		return -EBADMSG;
	len = nlh->nlmsg_len - NLMSG_HDRLEN;
	m->nlh = nlh;
	m->family = nfg->nfgen_family;
	m->attrs = nest_of((const uint8_t *)nfg + skip,
			   len > skip ? len - skip : 0);
	return 0;
}

const struct nlattr *nft_message_attr(const struct nft_message *m,
				      uint16_t type)
{
	const struct nlattr *found = NULL;
	const struct nlattr *attr;
	struct nest it = m->attrs;

	while ((attr = nest_next(&it)))
		if (attr_type(attr) == type)
			found = attr;
	return found;
}

bool nft_attr_is(const struct nlattr *attr, const char *name)
{
	size_t len;

	if (!attr || !name)
		return false;
	len = strnlen(attr_data(attr), attr_len(attr));
	return strlen(name) == len && !memcmp(name, attr_data(attr), len);
}

struct nft_table *nft_message_table(const struct nft_message *m,
				    const struct firewall *fw, uint16_t type)
{
	const struct nlattr *name = nft_message_attr(m, type);

	for (size_t i = 0; i < fw->tables.n; i++)
		if (fw->tables.v[i]->family == m->family &&
		    nft_attr_is(name, fw->tables.v[i]->name))
			return fw->tables.v[i];
	return NULL;
}

const char *nft_comment(struct arena *a, struct bytes userdata, uint8_t type)
{
	size_t at = 0;

	while (at + 2 <= userdata.len) {
		size_t len = userdata.p[at + 1];

		if (len > userdata.len - at - 2)
			return NULL;
		if (userdata.p[at] == type)
			return arena_strndup(
				a, (const char *)userdata.p + at + 2, len);
		at += 2 + len;
	}
	return NULL;
}

static struct bytes attr_bytes(const struct nlattr *attr)
{
	return (struct bytes){ attr_data(attr), attr_len(attr) };
}

int decode_nft_table(const struct nlmsghdr *nlh, struct firewall *fw,
		     struct arena *a, struct error *err)
{
	struct nft_message m;
	int ret = nft_message_open(&m, nlh, NFT_MSG_NEWTABLE);
	const struct nlattr *attr;
	struct nft_table *t;

	if (ret < 0)
		return error_set(err, ret, "message of a table");
	t = object_new(a, &nft_table_type);
	SET(t, nft_table, family, m.family);
	ret = nft_fill(a, m.attrs, t, false);
	if (ret < 0 || !t->name)
		return error_set(err, -EBADMSG, "message of a table");
	attr = nft_message_attr(&m, NFTA_TABLE_USERDATA);
	if (attr)
		t->comment = nft_comment(a, attr_bytes(attr), 0);
	if (t->comment)
		MARK(t, nft_table, comment);
	VEC_PUSH(a, &fw->tables, t);
	MARK(fw, firewall, tables);
	return 0;
}

/* NFTA_HOOK_DEVS: a list of names, or of what names begin with */
static void chain_devices(struct nft_chain *c, struct arena *a,
			  const struct nlattr *devs)
{
	struct nest it = nest_in(devs);
	const struct nlattr *attr;

	while ((attr = nest_next(&it))) {
		char *name = attr_str(a, attr);

		if (attr_type(attr) == DEVICE_PREFIX)
			name = arena_printf(a, "%s*", name);
		VEC_PUSH(a, &c->devices, name);
	}
	MARK(c, nft_chain, devices);
}

static void chain_hook(struct nft_chain *c, struct arena *a,
		       const struct nlattr *hook)
{
	struct nest it = nest_in(hook);
	const struct nlattr *attr;
	uint32_t v;

	SET(c, nft_chain, base, true);
	while ((attr = nest_next(&it))) {
		switch (attr_type(attr)) {
		case NFTA_HOOK_HOOKNUM:
			if (!attr_be32(attr, &v))
				SET(c, nft_chain, hook, v);
			break;
		case NFTA_HOOK_PRIORITY:
			if (!attr_be32(attr, &v))
				SET(c, nft_chain, priority, (int32_t)v);
			break;
		case NFTA_HOOK_DEV:
			VEC_PUSH(a, &c->devices, attr_str(a, attr));
			MARK(c, nft_chain, devices);
			break;
		case NFTA_HOOK_DEVS:
			c->devices.n = 0;
			chain_devices(c, a, attr);
			break;
		default:	/* kept whole below */
			object_unknown_add(c, a, attr_type(attr),
					   attr_data(attr), attr_len(attr));
			break;
		}
	}
}

static int be64(const struct nlattr *attr, uint64_t *out)
{
	const uint8_t *p = attr_data(attr);

	if (attr_len(attr) != 8)
		return -EMSGSIZE;
	*out = 0;
	for (int i = 0; i < 8; i++)
		*out = *out << 8 | p[i];
	return 0;
}

static void chain_counters(struct nft_chain *c, const struct nlattr *list)
{
	struct nest it = nest_in(list);
	const struct nlattr *attr;
	uint64_t v;

	while ((attr = nest_next(&it))) {
		if (be64(attr, &v) < 0)
			continue;
		if (attr_type(attr) == NFTA_COUNTER_PACKETS)
			SET(c, nft_chain, packets, v);
		else if (attr_type(attr) == NFTA_COUNTER_BYTES)
			SET(c, nft_chain, bytes, v);
	}
}

int decode_nft_chain(const struct nlmsghdr *nlh, struct firewall *fw,
		     struct arena *a, struct error *err)
{
	struct nft_message m;
	int ret = nft_message_open(&m, nlh, NFT_MSG_NEWCHAIN);
	const struct nlattr *attr;
	struct nft_table *t;
	struct nft_chain *c;

	if (ret < 0)
		return error_set(err, ret, "message of a chain");
	t = nft_message_table(&m, fw, NFTA_CHAIN_TABLE);
	if (!t)
		return error_set(err, -ENOENT, "chain of no table");
	c = object_new(a, &nft_chain_type);
	if (nft_fill(a, m.attrs, c, false) < 0 || !c->name)
		return error_set(err, -EBADMSG, "message of a chain");
	attr = nft_message_attr(&m, NFTA_CHAIN_HOOK);
	if (attr)
		chain_hook(c, a, attr);
	attr = nft_message_attr(&m, NFTA_CHAIN_COUNTERS);
	if (attr)
		chain_counters(c, attr);
	attr = nft_message_attr(&m, NFTA_CHAIN_USERDATA);
	if (attr)
		c->comment = nft_comment(a, attr_bytes(attr), 0);
	if (c->comment)
		MARK(c, nft_chain, comment);
	VEC_PUSH(a, &t->chains, c);
	MARK(t, nft_table, chains);
	return 0;
}

uint32_t decode_nft_chain_use(const struct nlmsghdr *nlh)
{
	const struct nlattr *attr;
	struct nft_message m;
	uint32_t use = 0;

	if (nft_message_open(&m, nlh, NFT_MSG_NEWCHAIN) < 0)
		return 0;
	attr = nft_message_attr(&m, NFTA_CHAIN_USE);
	if (!attr || attr_be32(attr, &use) < 0)
		return 0;
	return use;
}

int decode_nft_gen(const struct nlmsghdr *nlh, struct firewall *fw,
		   struct arena *a, struct error *err)
{
	const struct nlattr *attr;
	struct nft_message m;
	int ret = nft_message_open(&m, nlh, NFT_MSG_NEWGEN);
	uint32_t gen;

	if (ret < 0)
		return error_set(err, ret, "message of a generation");
	attr = nft_message_attr(&m, NFTA_GEN_ID);
	if (!attr || attr_be32(attr, &gen) < 0)
		return error_set(err, -EBADMSG, "message of a generation");
	SET(fw, firewall, generation, gen);
	attr = nft_message_attr(&m, NFTA_GEN_PROC_NAME);
	if (attr)
		SET(fw, firewall, last_writer, attr_str(a, attr));
	return 0;
}
