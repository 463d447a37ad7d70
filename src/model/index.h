/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Indices of one namespace; private to this room. */
#ifndef NSD_MODEL_INDEX_H
#define NSD_MODEL_INDEX_H

#include "model/snapshot.h"

/**
 * struct netns_index - made by netns_seal(), never stored
 * @mark: of the lists it was made from; another mark: they have changed
 * @nsids: id to number + 1 of the namespace, as a pointer
 */
struct netns_index {
	uint64_t mark;
	struct map *links;
	struct map *names;
	struct map *addresses;
	struct map *sysctls;
	struct map *neighbours;
	struct map *nexthops;
	struct map *fdb;
	struct map *nsids;
	struct map *fib;
};

/** fib_index() - fill @index->fib from the routes */
void fib_index(struct netns_index *index, struct arena *a,
	       const struct netns *ns);

/** netns_index_build() - (re)make what depends on @ns alone */
void netns_index_build(struct snapshot *s, struct netns *ns);

/**
 * netns_index_nsids() - which namespace each nsid means
 * @ids: id ("net:[N]") to struct netns; NULL: look through the snapshot
 */
void netns_index_nsids(struct snapshot *s, struct netns *ns,
		       const struct map *ids);

/** list_sort() - a VEC() of pointers, in place; equals keep their order */
void list_sort(struct arena *a, void *list,
	       int (*compare)(const void *, const void *));

/** snapshot_titles() - what reports call each namespace */
void snapshot_titles(struct snapshot *s);

#endif
