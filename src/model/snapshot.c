/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/snapshot.h"

#include <inttypes.h>
#include <string.h>

static const struct field host_fields[] = {
	{ "name", F(host, name), FT_STRING, .flags = FF_ID },
	{ "kernel", F(host, kernel), FT_STRING },
	{ "taken", F(host, taken), FT_STRING },
	{ "rights", F(host, rights), FT_STRING },
	{ "iptables", F(host, iptables), FT_STRING },
	{ "iptables_nft", F(host, iptables_nft), FT_BOOL },
	{ "iptables_legacy", F(host, iptables_legacy), FT_BOOL },
	{ "little_endian", F(host, little_endian), FT_BOOL },
	{ "live", F(host, live), FT_BOOL, .flags = FF_DERIVED },
	{ "partial", F(host, partial), FT_BOOL },
	{}
};

const struct object_type host_type = {
	.name = "host",
	.size = sizeof(struct host),
	.fields = host_fields,
};

static const struct field snapshot_fields[] = {
	{ "host", F(snapshot, host), FT_STRUCT, .flags = FF_REQUIRED,
	  .sub = &host_type },
	{ "namespaces", F(snapshot, netns), FT_LIST, .flags = FF_REQUIRED,
	  .sub = &netns_type },
	{ "gaps", F(snapshot, gaps), FT_LIST, .sub = &gap_type },
	{ "vanished", F(snapshot, vanished), FT_STRINGS },
	{}
};

const struct object_type snapshot_type = {
	.name = "snapshot",
	.size = sizeof(struct snapshot),
	.fields = snapshot_fields,
};

struct snapshot *snapshot_new(void)
{
	struct arena *a = arena_new();
	struct snapshot *s = object_new(a, &snapshot_type);

	s->arena = a;
	return s;
}

void snapshot_free(struct snapshot *s)
{
	if (s)
		arena_free(s->arena);
}

struct netns *snapshot_netns_new(struct snapshot *s, uint64_t dev,
				 uint64_t ino)
{
	struct netns *ns = object_new(s->arena, &netns_type);

	ns->id = arena_printf(s->arena, "net:[%" PRIu64 "]", ino);
	ns->dev = dev;
	ns->ino = ino;
	ns->title = ns->id;
	ns->number = (uint32_t)s->netns.n;
	VEC_PUSH(s->arena, &s->netns, ns);
	return ns;
}

struct netns *snapshot_netns_by_inode(const struct snapshot *s, uint64_t ino)
{
	for (size_t i = 0; i < s->netns.n; i++)
		if (s->netns.v[i]->ino == ino)
			return s->netns.v[i];
	return NULL;
}

struct netns *snapshot_netns_by_id(const struct snapshot *s, const char *id)
{
	for (size_t i = 0; i < s->netns.n; i++)
		if (!strcmp(s->netns.v[i]->id, id))
			return s->netns.v[i];
	return NULL;
}

const struct netns *snapshot_initial(const struct snapshot *s)
{
	for (size_t i = 0; i < s->netns.n; i++)
		if (s->netns.v[i]->initial)
			return s->netns.v[i];
	return NULL;
}

const struct netns *snapshot_self(const struct snapshot *s)
{
	for (size_t i = 0; i < s->netns.n; i++)
		if (s->netns.v[i]->self)
			return s->netns.v[i];
	return NULL;
}

static bool same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

struct gap *snapshot_gap(struct snapshot *s, const char *object,
			 const char *what, int error, const char *needs)
{
	int32_t number = error < 0 ? -error : error;
	struct gap *gap;

	for (size_t i = 0; i < s->gaps.n; i++) {
		gap = s->gaps.v[i];
		if (same(gap->object, object) && same(gap->what, what) &&
		    gap->error == number && same(gap->needs, needs)) {
			gap->count++;
			return gap;
		}
	}
	gap = object_new(s->arena, &gap_type);
	gap->object = arena_strdup(s->arena, object);
	gap->what = arena_strdup(s->arena, what);
	gap->error = number;
	gap->needs = arena_strdup(s->arena, needs);
	gap->count = 1;
	VEC_PUSH(s->arena, &s->gaps, gap);
	return gap;
}
