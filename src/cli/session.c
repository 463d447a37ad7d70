/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where an answer comes from: the running system, read in rounds as the walk
 * asks for more, or a file.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "store/store.h"

#define MAX_ROUNDS 64

/* What a namespace on the way is read for at once: one visit, not ten. */
#define PATH_KINDS (READ_ADDRESSES | READ_ROUTES | READ_RULES | READ_SYSCTLS | \
		    READ_NFT | READ_XT | READ_EBTABLES | READ_IPSETS |     \
		    READ_HOOKS | READ_PROXIES | READ_TC | READ_XFRM)

static int open_file(struct session *s, struct error *err)
{
	warning_vec warnings = { 0 };

	s->snap = snapshot_load(s->opt->from, &warnings, err);
	if (!s->snap)
		return err->code ? err->code : -EINVAL;
	for (size_t i = 0; i < warnings.n; i++)
		fprintf(stderr, "nsdoctor: %s: %s\n", s->opt->from,
			warnings.v[i]);
	return 0;
}

int session_open(struct session *s, const struct options *o, struct error *err)
{
	struct collect_options c = {
		.proc_dir = o->proc, .timeout_ms = o->timeout * 1000,
	};

	memset(s, 0, sizeof(*s));
	s->opt = o;
	if (o->from)
		return open_file(s, err);
	s->collector = collector_new(&c, err);
	if (!s->collector)
		return err->code ? err->code : -EINVAL;
	s->snap = collector_snapshot(s->collector);
	return session_discover(s, COLLECT_LIGHT, err);
}

void session_close(struct session *s)
{
	if (s->collector)
		collector_free(s->collector);
	else
		snapshot_free(s->snap);
}

int session_discover(struct session *s, uint32_t sources, struct error *err)
{
	if (!s->collector)
		return 0;
	collect_discover(s->collector, sources);
	return snapshot_seal(s->snap, err);
}

int session_read(struct session *s, const uint64_t *inodes, size_t n,
		 uint32_t kinds, struct error *err)
{
	if (!s->collector)
		return 0;
	collect_netns(s->collector, inodes, n, kinds);
	return snapshot_seal(s->snap, err);
}

/* Together with what was asked for, the rest that the way will need. */
static void widen(struct session *s, const want_vec *wants, want_vec *out)
{
	for (size_t i = 0; i < wants->n; i++) {
		struct want w = wants->v[i];
		uint32_t have = s->snap->netns.v[w.netns]->have;
		uint32_t missing = PATH_KINDS & ~have;
		struct want rest = { .netns = w.netns, .kind = missing };

		VEC_PUSH(s->snap->arena, out, w);
		if (missing && missing != w.kind)
			VEC_PUSH(s->snap->arena, out, rest);
	}
}

bool session_more(struct session *s, const want_vec *wants, struct error *err)
{
	want_vec wide = { 0 };

	if (!s->collector || !wants->n || s->rounds++ >= MAX_ROUNDS)
		return false;
	widen(s, wants, &wide);
	if (!collect_wants(s->collector, &wide))
		return false;
	return !snapshot_seal(s->snap, err);
}

int session_finish(struct session *s, struct error *err)
{
	return s->collector ? collector_drop_rights(s->collector, err) : 0;
}
