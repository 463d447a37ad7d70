/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nftables' counters, from two netlink dumps. */
#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nf_tables_compat.h>
#include <linux/netfilter/nfnetlink.h>
#include <stdlib.h>
#include <string.h>

#include "counters.h"

struct reading {
	struct counts *c;
	uint64_t netns;
};

struct count *count_add(struct counts *c, uint64_t netns, const char *family,
			const char *table, const char *chain)
{
	struct count *n;

	if (c->n == c->room) {
		c->room = c->room ? 2 * c->room : 256;
		c->v = realloc(c->v, c->room * sizeof(*c->v));
		if (!c->v)
			abort();
	}
	n = &c->v[c->n++];
	memset(n, 0, sizeof(*n));
	n->netns = netns;
	strncpy(n->family, family, sizeof(n->family) - 1);
	strncpy(n->table, table, sizeof(n->table) - 1);
	strncpy(n->chain, chain, sizeof(n->chain) - 1);
	return n;
}

void counts_free(struct counts *c)
{
	free(c->v);
	memset(c, 0, sizeof(*c));
}

bool count_same(const struct count *a, const struct count *b)
{
	return a->netns == b->netns && a->legacy == b->legacy &&
		(a->kind == COUNT_POLICY) == (b->kind == COUNT_POLICY) &&
		a->handle == b->handle && a->position == b->position &&
		!strcmp(a->family, b->family) && !strcmp(a->table, b->table) &&
		!strcmp(a->chain, b->chain);
}

static const char *family_name(unsigned int family)
{
	switch (family) {
	case NFPROTO_IPV4:
		return "ip";
	case NFPROTO_IPV6:
		return "ip6";
	case NFPROTO_INET:
		return "inet";
	case NFPROTO_ARP:
		return "arp";
	case NFPROTO_BRIDGE:
		return "bridge";
	case NFPROTO_NETDEV:
		return "netdev";
	}
	return "?";
}

struct attr_table {
	const struct nlattr **v;
	unsigned int n;
};

static int attr_cb(const struct nlattr *a, void *data)
{
	struct attr_table *t = data;

	if (mnl_attr_get_type(a) < t->n)
		t->v[mnl_attr_get_type(a)] = a;
	return MNL_CB_OK;
}

static uint64_t attr_u64(const struct nlattr *a)
{
	uint64_t v = 0;

	if (a)
		memcpy(&v, mnl_attr_get_payload(a), sizeof(v));
	return be64toh(v);
}

static const char *attr_str(const struct nlattr *a)
{
	return a ? mnl_attr_get_str(a) : "";
}

/* NF_DROP inside immediate → data → verdict → code */
static bool immediate_drops(const struct nlattr *data)
{
	const struct nlattr *imm[NFTA_IMMEDIATE_MAX + 1] = { 0 };
	const struct nlattr *d[NFTA_DATA_MAX + 1] = { 0 };
	const struct nlattr *v[NFTA_VERDICT_MAX + 1] = { 0 };

	mnl_attr_parse_nested(data, attr_cb, &(struct attr_table){
		imm, NFTA_IMMEDIATE_MAX + 1 });
	if (!imm[NFTA_IMMEDIATE_DATA])
		return false;
	mnl_attr_parse_nested(imm[NFTA_IMMEDIATE_DATA], attr_cb,
			      &(struct attr_table){ d, NFTA_DATA_MAX + 1 });
	if (!d[NFTA_DATA_VERDICT])
		return false;
	mnl_attr_parse_nested(d[NFTA_DATA_VERDICT], attr_cb,
			      &(struct attr_table){ v, NFTA_VERDICT_MAX + 1 });
	return v[NFTA_VERDICT_CODE] &&
		ntohl(mnl_attr_get_u32(v[NFTA_VERDICT_CODE])) == NF_DROP;
}

/* a look-up whose result goes to the verdict register */
static bool lookup_is_verdict(const struct nlattr *data)
{
	const struct nlattr *l[NFTA_LOOKUP_MAX + 1] = { 0 };

	mnl_attr_parse_nested(data, attr_cb, &(struct attr_table){
		l, NFTA_LOOKUP_MAX + 1 });
	return l[NFTA_LOOKUP_DREG] &&
		!ntohl(mnl_attr_get_u32(l[NFTA_LOOKUP_DREG]));
}

static bool target_rejects(const struct nlattr *data)
{
	const struct nlattr *t[NFTA_TARGET_MAX + 1] = { 0 };

	mnl_attr_parse_nested(data, attr_cb, &(struct attr_table){
		t, NFTA_TARGET_MAX + 1 });
	return !strcmp(attr_str(t[NFTA_TARGET_NAME]), "REJECT");
}

static void read_expression(struct count *n, const char *name,
			    const struct nlattr *data)
{
	const struct nlattr *k[NFTA_COUNTER_MAX + 1] = { 0 };

	if (!strcmp(name, "reject")) {
		n->kind = COUNT_DROP;
	} else if (!strcmp(name, "masq") || !strcmp(name, "nat") ||
		   !strcmp(name, "redir")) {
		n->kind = COUNT_MAYBE;
	} else if (!data) {
		return;
	} else if (!strcmp(name, "counter")) {
		mnl_attr_parse_nested(data, attr_cb, &(struct attr_table){
			k, NFTA_COUNTER_MAX + 1 });
		n->packets = attr_u64(k[NFTA_COUNTER_PACKETS]);
	} else if (!strcmp(name, "immediate") && immediate_drops(data)) {
		n->kind = COUNT_DROP;
	} else if (!strcmp(name, "lookup") && lookup_is_verdict(data)) {
		n->kind = COUNT_MAYBE;
	} else if (!strcmp(name, "target")) {
		n->kind = target_rejects(data) ? COUNT_DROP : COUNT_MAYBE;
	}
}

static int rule_cb(const struct nlmsghdr *nlh, void *arg)
{
	const struct nfgenmsg *nf = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *a[NFTA_RULE_MAX + 1] = { 0 }, *pos;
	struct reading *r = arg;
	struct count *n;

	mnl_attr_parse(nlh, sizeof(*nf), attr_cb,
		       &(struct attr_table){ a, NFTA_RULE_MAX + 1 });
	n = count_add(r->c, r->netns, family_name(nf->nfgen_family),
		      attr_str(a[NFTA_RULE_TABLE]),
		      attr_str(a[NFTA_RULE_CHAIN]));
	n->handle = attr_u64(a[NFTA_RULE_HANDLE]);
	if (!a[NFTA_RULE_EXPRESSIONS])
		return MNL_CB_OK;
	mnl_attr_for_each_nested(pos, a[NFTA_RULE_EXPRESSIONS]) {
		const struct nlattr *e[NFTA_EXPR_MAX + 1] = { 0 };

		mnl_attr_parse_nested(pos, attr_cb, &(struct attr_table){
			e, NFTA_EXPR_MAX + 1 });
		read_expression(n, attr_str(e[NFTA_EXPR_NAME]),
				e[NFTA_EXPR_DATA]);
	}
	/* the counter that the generator puts before a policy of drop */
	if (a[NFTA_RULE_USERDATA] &&
	    memmem(mnl_attr_get_payload(a[NFTA_RULE_USERDATA]),
		   mnl_attr_get_payload_len(a[NFTA_RULE_USERDATA]), "end", 4)) {
		n->kind = COUNT_POLICY;
		n->handle = 0;
	}
	return MNL_CB_OK;
}

/* policies of drop that nothing stands for yet */
static int chain_cb(const struct nlmsghdr *nlh, void *arg)
{
	const struct nfgenmsg *nf = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *a[NFTA_CHAIN_MAX + 1] = { 0 };
	const struct nlattr *k[NFTA_COUNTER_MAX + 1] = { 0 };
	struct reading *r = arg;
	struct count *n;
	size_t i;

	mnl_attr_parse(nlh, sizeof(*nf), attr_cb,
		       &(struct attr_table){ a, NFTA_CHAIN_MAX + 1 });
	if (!a[NFTA_CHAIN_POLICY] ||
	    ntohl(mnl_attr_get_u32(a[NFTA_CHAIN_POLICY])) != NF_DROP)
		return MNL_CB_OK;
	n = count_add(r->c, r->netns, family_name(nf->nfgen_family),
		      attr_str(a[NFTA_CHAIN_TABLE]),
		      attr_str(a[NFTA_CHAIN_NAME]));
	n->kind = COUNT_POLICY;
	for (i = 0; i + 1 < r->c->n; i++) {
		if (count_same(&r->c->v[i], n)) {
			r->c->n--;
			return MNL_CB_OK;
		}
	}
	n->blind = !a[NFTA_CHAIN_COUNTERS];
	if (n->blind)
		return MNL_CB_OK;
	mnl_attr_parse_nested(a[NFTA_CHAIN_COUNTERS], attr_cb,
			      &(struct attr_table){ k, NFTA_COUNTER_MAX + 1 });
	n->packets = attr_u64(k[NFTA_COUNTER_PACKETS]);
	return MNL_CB_OK;
}

static int dump(struct mnl_socket *nl, unsigned int type, mnl_cb_t cb,
		struct reading *r)
{
	char buf[32768];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct nfgenmsg *nf;
	unsigned int portid = mnl_socket_get_portid(nl);
	ssize_t n;
	int ret;

	nlh->nlmsg_type = NFNL_SUBSYS_NFTABLES << 8 | type;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	nlh->nlmsg_seq = type + 1;
	nf = mnl_nlmsg_put_extra_header(nlh, sizeof(*nf));
	nf->nfgen_family = NFPROTO_UNSPEC;
	if (mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		return -errno;
	do {
		n = mnl_socket_recvfrom(nl, buf, sizeof(buf));
		if (n < 0)
			return -errno;
		ret = mnl_cb_run(buf, n, type + 1, portid, cb, r);
	} while (ret > MNL_CB_STOP);
	return ret < 0 ? -errno : 0;
}

int counters_read(struct counts *c, uint64_t netns)
{
	struct reading r = { .c = c, .netns = netns };
	struct mnl_socket *nl = mnl_socket_open(NETLINK_NETFILTER);
	int ret = -errno;

	if (!nl)
		return ret;
	if (mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0)
		ret = -errno;
	else
		ret = dump(nl, NFT_MSG_GETRULE, rule_cb, &r);
	if (!ret)
		ret = dump(nl, NFT_MSG_GETCHAIN, chain_cb, &r);
	mnl_socket_close(nl);
	return ret ? ret : legacy_counters_read(c, netns);
}
