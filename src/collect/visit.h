/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One visit to one namespace, and the thread that makes it. */
#ifndef NSD_COLLECT_VISIT_H
#define NSD_COLLECT_VISIT_H

#include "collect/collector.h"
#include "collect/netlink.h"
#include "collect/procfs.h"

/**
 * struct visit - what is to be read of a namespace, and what came of it
 * @place: where
 * @kinds: READ_* bits to read whole
 * @links: ifindexes to read singly (path-driven)
 * @bridges: FDBs to read singly
 * @candidates: whom to ask about nsids, likely ones first
 * @nsids: ids that matter; empty: all
 * @exhaustive: the candidates are all that could be found
 * @result: vectors and bits filled by the reader; main moves them over
 * @gaps: of this visit, in the reader's arena
 * @torn: some dump kept changing while it was read
 * @error: negative errno when the namespace could not be entered
 * @describe: say who the main process is, too: in @owner
 * @done: set last, under the queue's lock
 */
struct visit {
	struct place *place;
	uint32_t kinds;
	VEC(uint32_t) links;
	VEC(uint32_t) bridges;
	VEC(struct place *) candidates;
	VEC(int32_t) nsids;
	bool exhaustive;
	struct netns *result;
	VEC(struct gap *) gaps;
	int error;
	bool slow;
	bool torn;
	bool done;
	bool describe;
	struct owner_raw owner;
};

/**
 * struct reader - a thread that reads namespaces, with all that it owns
 * @arena: of what it reads; taken over by the snapshot afterwards
 * @rt, @nf, @diag: sockets of the present namespace
 * @procfs: its /proc/sys and thread-self/net
 */
struct reader {
	const struct collector *c;
	struct arena *arena;
	struct visit *v;
	struct nl rt;
	struct nl nf;
	struct nl diag;
	struct procfs procfs;
	size_t limit;		/* of the arena, while this namespace is read */
	bool entered;		/* it has left the namespace it was born in */
};

/** visit_gap() - something of this namespace could not be read */
void visit_gap(struct reader *r, const char *object, const char *what,
	       int error, const char *needs);
/** reader_is_full() - has this namespace used up what one may? */
bool reader_is_full(const struct reader *r);

/** visit_run() - enter the namespace of @r->v and read; called in its thread */
void visit_run(struct reader *r);

/* What is read, one file each. All fill r->v->result. */
void read_rtnl(struct reader *r, uint32_t kinds);
void read_nsids(struct reader *r);
void read_sysctls(struct reader *r);
void read_nft(struct reader *r);
void read_hooks(struct reader *r);
void read_xt(struct reader *r);
void read_ebtables(struct reader *r);
void read_ipsets(struct reader *r);
void read_socks(struct reader *r);
void read_queues(struct reader *r);
void read_xfrm(struct reader *r);

/** reader_firewall() - of the result; made when it is first wanted */
struct firewall *reader_firewall(struct reader *r);

/** struct dump - one dump being read; what is zero is not used */
struct dump {
	struct nl *nl;
	struct nl_req *req;
	nl_cb cb;
	const char *object;
	void *vec;		/* the vector that @cb fills */
	uint32_t bad;		/* messages that could not be decoded */
	struct reader *r;
	void *ctx;		/* for @cb */
};
/**
 * read_dump() - ask for a dump and decode it; torn ones are asked for again
 *
 * The vector is cut back to what it was before each try.
 *
 * Return: 0 or -errno; a gap on @object is recorded for the latter, and for a
 * dump that stayed torn.
 */
int read_dump(struct dump *d);
/** read_conf() - conf/all and conf/default of both families, by netconf */
void read_conf(struct reader *r);

#endif
