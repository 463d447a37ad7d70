/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ruleset of nftables, whole, under one generation. */
#include "decode/nft.h"

#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <string.h>
#include <time.h>

#include "collect/modules.h"
#include "collect/nfnl.h"
#include "collect/visit.h"
#include "firewall/nft/nft.h"

#define TRIES 3
/*
 * A dump counts from the beginning with each buffer, so above this many rules
 * one request per chain is faster (measured; nf_tables_dump_rules()).
 */
#define RULES_AT_ONCE 15000

struct nft_read {
	struct reader *r;
	struct firewall *fw;
	uint64_t rules;		/* NFTA_CHAIN_USE, added up */
	uint32_t bad;
	bool torn;
};

typedef int (*nft_decode_fn)(const struct nlmsghdr *nlh, struct firewall *fw,
			     struct arena *a, struct error *err);

struct nft_dump {
	struct nft_read *nr;
	nft_decode_fn decode;
};

static int nft_cb(const struct nlmsghdr *nlh, void *ctx)
{
	struct nft_dump *d = ctx;
	struct nft_read *nr = d->nr;
	int ret;

	if (reader_is_full(nr->r))
		return -EFBIG;
	ret = d->decode(nlh, nr->fw, nr->r->arena, NULL);
	if (!ret && d->decode == decode_nft_chain)
		nr->rules += decode_nft_chain_use(nlh);
	/* Its table, chain or set came into being between two dumps. */
	if (ret == -ENOENT)
		nr->torn = true;
	else if (ret && ret != -ENOMSG)
		nr->bad++;
	return 0;
}

/* nfnetlink's requests are a nfgenmsg and a few names. */
static int nft_ask(struct nft_read *nr, uint16_t msg, uint16_t flags,
		   nft_decode_fn decode, struct nl_req *more)
{
	struct nft_dump d = { .nr = nr, .decode = decode };
	struct nl_req req;

	if (!more) {
		nfnl_req_init(&req, NFNL_SUBSYS_NFTABLES, msg, flags,
			      NFPROTO_UNSPEC);
		more = &req;
	}
	return nl_request(&nr->r->nf, more, nft_cb, &d);
}

static int nft_dump(struct nft_read *nr, uint16_t msg, nft_decode_fn decode)
{
	return nft_ask(nr, msg, NLM_F_DUMP, decode, NULL);
}

static int dump_chain_rules(struct nft_read *nr, const struct nft_table *t,
			    const struct nft_chain *ch)
{
	struct nl_req req;

	nfnl_req_init(&req, NFNL_SUBSYS_NFTABLES, NFT_MSG_GETRULE, NLM_F_DUMP,
		      t->family);
	nl_req_put_str(&req, NFTA_RULE_TABLE, t->name);
	nl_req_put_str(&req, NFTA_RULE_CHAIN, ch->name);
	return nft_ask(nr, 0, 0, decode_nft_rule, &req);
}

static int dump_rules(struct nft_read *nr)
{
	int ret = 0;

	if (nr->rules <= RULES_AT_ONCE)
		return nft_dump(nr, NFT_MSG_GETRULE, decode_nft_rule);
	for (size_t i = 0; i < nr->fw->tables.n; i++) {
		const struct nft_table *t = nr->fw->tables.v[i];

		for (size_t j = 0; !ret && j < t->chains.n; j++)
			ret = dump_chain_rules(nr, t, t->chains.v[j]);
	}
	return ret;
}

static int dump_elements(struct nft_read *nr)
{
	int ret = 0;

	for (size_t i = 0; i < nr->fw->tables.n; i++) {
		const struct nft_table *t = nr->fw->tables.v[i];

		for (size_t j = 0; !ret && j < t->sets.n; j++) {
			struct nl_req req;

			nfnl_req_init(&req, NFNL_SUBSYS_NFTABLES,
				      NFT_MSG_GETSETELEM, NLM_F_DUMP,
				      t->family);
			nl_req_put_str(&req, NFTA_SET_ELEM_LIST_TABLE,
				       t->name);
			nl_req_put_str(&req, NFTA_SET_ELEM_LIST_SET,
				       t->sets.v[j]->name);
			ret = nft_ask(nr, 0, 0, decode_nft_setelem, &req);
		}
	}
	return ret;
}

static int read_tables(struct nft_read *nr)
{
	int ret = nft_dump(nr, NFT_MSG_GETTABLE, decode_nft_table);

	/* Without a table there is nothing else: six dumps saved. */
	if (ret || !nr->fw->tables.n)
		return ret;
	ret = nft_dump(nr, NFT_MSG_GETCHAIN, decode_nft_chain);
	if (!ret)
		ret = nft_dump(nr, NFT_MSG_GETSET, decode_nft_set);
	if (!ret)
		ret = nft_dump(nr, NFT_MSG_GETOBJ, decode_nft_object);
	if (!ret)
		ret = nft_dump(nr, NFT_MSG_GETFLOWTABLE, decode_nft_flowtable);
	/* Kernels before 4.16 have no flowtables. */
	if (ret == -EOPNOTSUPP || ret == -EINVAL)
		ret = 0;
	if (!ret)
		ret = dump_rules(nr);
	return ret ? ret : dump_elements(nr);
}

static int read_generation(struct nft_read *nr)
{
	return nft_ask(nr, NFT_MSG_GETGEN, 0, decode_nft_gen, NULL);
}

/* One try: everything between two readings of the same generation. */
static int read_once(struct nft_read *nr)
{
	uint32_t before;
	int ret;

	nr->fw = object_new(nr->r->arena, &firewall_type);
	nr->rules = 0;
	nr->bad = 0;
	nr->torn = false;
	ret = read_generation(nr);
	if (ret)
		return ret;
	before = nr->fw->generation;
	ret = read_tables(nr);
	if (ret)
		return ret;
	ret = read_generation(nr);
	if (ret)
		return ret;
	return nr->torn || nr->fw->generation != before ? -EAGAIN : 0;
}

static bool is_transient(int ret)
{
	return ret == -EAGAIN || ret == -EINTR || ret == -ENOENT ||
	       ret == -EMSGSIZE || ret == -ENOBUFS;
}

static void pause_ms(long ms)
{
	struct timespec ts = { .tv_nsec = ms * 1000000 };

	nanosleep(&ts, NULL);
}

static int read_ruleset(struct nft_read *nr)
{
	static const long wait_ms[TRIES] = { 0, 50, 200 };
	int ret = -EAGAIN;

	for (int i = 0; i < TRIES && is_transient(ret); i++) {
		if (wait_ms[i] && ret != -EMSGSIZE)
			pause_ms(wait_ms[i]);
		ret = read_once(nr);
	}
	return ret;
}

static void no_ruleset(struct reader *r)
{
	reader_firewall(r);
	r->v->result->have |= READ_NFT;
}

static const char *nft_failure(int ret)
{
	if (ret == -EFBIG)
		return "truncated";
	return ret == -ETIMEDOUT ? "timed-out" : "read";
}

void read_nft(struct reader *r)
{
	static const enum module needs[] = {
		MOD_NFNETLINK, MOD_NF_TABLES, MOD_COUNT,
	};
	struct nft_read nr = { .r = r };
	struct firewall *fw;
	int ret = nfnl_open(r, needs, "nft");

	if (ret == -ENOENT)
		no_ruleset(r);
	if (ret)
		return;
	ret = read_ruleset(&nr);
	/* A kernel without the subsystem, where nothing can be loaded. */
	if (ret == -EINVAL || ret == -EOPNOTSUPP) {
		no_ruleset(r);
		return;
	}
	if (nr.bad)
		visit_gap(r, "nft", "decode", EBADMSG, NULL);
	if (is_transient(ret)) {
		visit_gap(r, "nft", "changed-while-read", EAGAIN, NULL);
	} else if (ret) {
		visit_gap(r, "nft", nft_failure(ret), -ret,
			  ret == -EPERM ? "CAP_NET_ADMIN" : NULL);
		return;
	}
	if (nr.bad)
		return;
	fw = reader_firewall(r);
	fw->generation = nr.fw->generation;
	fw->last_writer = nr.fw->last_writer;
	memcpy(&fw->tables, &nr.fw->tables, sizeof(fw->tables));
	r->v->result->have |= READ_NFT;
}
