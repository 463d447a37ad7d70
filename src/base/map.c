/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/map.h"

#include <string.h>

#include "base/vec.h"

struct entry {
	const void *key;
	size_t len;
	uint64_t hash;
	void *value;
};

/*
 * Open addressing over indices into the entries, which lie in order of
 * insertion; slot 0 is empty, else the index plus one.
 */
struct map {
	struct arena *arena;
	VEC(struct entry) entries;
	uint32_t *slots;
	size_t mask;
	uint64_t seed;
};

static uint64_t mix(uint64_t h)
{
	h ^= h >> 32;
	h *= 0xd6e8feb86659fd93ull;
	h ^= h >> 32;
	h *= 0xd6e8feb86659fd93ull;
	return h ^ h >> 32;
}

static uint64_t hash_bytes(uint64_t seed, const void *key, size_t len)
{
	const unsigned char *p = key;
	uint64_t h = mix(seed ^ len);

	while (len >= 8) {
		uint64_t word;

		memcpy(&word, p, 8);
		h = mix(h ^ word);
		p += 8;
		len -= 8;
	}
	if (len) {
		uint64_t word = 0;

		memcpy(&word, p, len);
		h = mix(h ^ word);
	}
	return h;
}

struct map *map_new(struct arena *a)
{
	struct map *m = ARENA_NEW(a, struct map);

	/* Most maps of most namespaces stay empty: no slots until the first. */
	m->arena = a;
	m->mask = 7;
	m->seed = mix((uint64_t)(uintptr_t)m);
	return m;
}

/* The slot of the key, or the empty one where it belongs. */
static uint32_t *map_slot(const struct map *m, const void *key, size_t len,
			  uint64_t hash)
{
	for (size_t i = hash & m->mask;; i = (i + 1) & m->mask) {
		const struct entry *e;

		if (!m->slots[i])
			return &m->slots[i];
		e = &m->entries.v[m->slots[i] - 1];
		if (e->hash == hash && e->len == len &&
		    !memcmp(e->key, key, len))
			return &m->slots[i];
	}
}

static void map_grow(struct map *m)
{
	m->mask = m->mask * 2 + 1;
	m->slots = ARENA_ARRAY(m->arena, m->mask + 1, uint32_t);
	for (size_t i = 0; i < m->entries.n; i++) {
		size_t at = m->entries.v[i].hash & m->mask;

		while (m->slots[at])
			at = (at + 1) & m->mask;
		m->slots[at] = (uint32_t)i + 1;
	}
}

void *map_put(struct map *m, const void *key, size_t len, void *value)
{
	uint64_t hash = hash_bytes(m->seed, key, len);
	uint32_t *slot;
	struct entry e = { .len = len, .hash = hash, .value = value };

	if (!m->slots)
		m->slots = ARENA_ARRAY(m->arena, m->mask + 1, uint32_t);
	slot = map_slot(m, key, len, hash);
	if (*slot) {
		void *old = m->entries.v[*slot - 1].value;

		m->entries.v[*slot - 1].value = value;
		return old;
	}
	if (!value)
		return NULL;
	if (m->entries.n >= UINT32_MAX - 1)
		memory_out();
	e.key = arena_memdup(m->arena, key, len);
	VEC_PUSH(m->arena, &m->entries, e);
	*slot = (uint32_t)m->entries.n;
	if (m->entries.n * 2 > m->mask)
		map_grow(m);
	return NULL;
}

void *map_find(const struct map *m, const void *key, size_t len)
{
	uint32_t slot;

	if (!m->slots)
		return NULL;
	slot = *map_slot(m, key, len, hash_bytes(m->seed, key, len));
	return slot ? m->entries.v[slot - 1].value : NULL;
}

void *map_put_u64(struct map *m, uint64_t key, void *value)
{
	return map_put(m, &key, sizeof(key), value);
}

void *map_find_u64(const struct map *m, uint64_t key)
{
	return map_find(m, &key, sizeof(key));
}

void *map_put_str(struct map *m, const char *key, void *value)
{
	return map_put(m, key, strlen(key), value);
}

void *map_find_str(const struct map *m, const char *key)
{
	return map_find(m, key, strlen(key));
}

size_t map_count(const struct map *m)
{
	return m->entries.n;
}

void *map_at(const struct map *m, size_t i)
{
	return i < m->entries.n ? m->entries.v[i].value : NULL;
}
