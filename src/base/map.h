/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_BASE_MAP_H
#define NSD_BASE_MAP_H

#include "base/arena.h"

/**
 * struct map - hash map from bytes to a pointer, in an arena
 *
 * Keys are copied. Keyed hashing with a per-map seed of no secrecy: keys come
 * from the kernel, sizes are bounded by those who fill it. NULL values are not
 * stored. Order of iteration is order of insertion.
 */
struct map;

struct map *map_new(struct arena *a);
/** map_put() - set; returns the value that was there before, or NULL */
void *map_put(struct map *m, const void *key, size_t len, void *value);
void *map_find(const struct map *m, const void *key, size_t len);
void *map_put_u64(struct map *m, uint64_t key, void *value);
void *map_find_u64(const struct map *m, uint64_t key);
void *map_put_str(struct map *m, const char *key, void *value);
void *map_find_str(const struct map *m, const char *key);
size_t map_count(const struct map *m);
/** map_at() - the value put @i-th; NULL past the end */
void *map_at(const struct map *m, size_t i);

#endif
