/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "random_snapshot.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "fake_firewall.h"

struct filler {
	struct arena *arena;
	uint64_t state;
	unsigned int depth;
	uint64_t serial;
};

uint64_t random_next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static uint64_t below(struct filler *r, uint64_t n)
{
	return random_next(&r->state) % n;
}

static const char *random_string(struct filler *r)
{
	static const char *const some[] = {
		"", "eth0", "a \"b\"\\", "tab\tnew\nline", "caf\xc3\xa9",
		"\xff\xfe", "null", "\x1b[2J", "veth1_hex", "10.0.0.1",
	};

	return arena_strdup(r->arena, some[below(r, ARRAY_SIZE(some))]);
}

static struct ip_addr random_ip(struct filler *r)
{
	struct ip_addr a = { 0 };
	uint64_t kind = below(r, 3);

	a.family = kind == 0 ? 0 : kind == 1 ? AF_INET : AF_INET6;
	for (size_t i = 0; i < ip_size(a.family); i++)
		a.b[i] = (uint8_t)(below(r, 3) ? 0 : below(r, 256));
	return a;
}

static void fill_object(struct filler *r, void *obj);

static void *random_object(struct filler *r, const struct field *f)
{
	static const struct object_type *const polys[] = {
		&fake_meta_type, &fake_counter_type, &fake_each_type,
	};
	const struct object_type *type = f->sub;
	void *obj;

	if (f->by_name)
		type = polys[below(r, ARRAY_SIZE(polys))];
	else if (!type)
		type = &firewall_type;
	obj = object_new(r->arena, type);
	r->depth++;
	fill_object(r, obj);
	r->depth--;
	return obj;
}

static void fill_list(struct filler *r, const struct field *f, void *member)
{
	VEC(void *) *vec = member;
	uint64_t n = r->depth > 6 ? 0 : below(r, 4);

	for (uint64_t i = 0; i < n; i++)
		VEC_PUSH(r->arena, vec,
			 f->type == FT_LIST ? random_object(r, f)
					    : (void *)(uintptr_t)
						      random_string(r));
}

static void fill_s32s(struct filler *r, struct s32s *out)
{
	int32_t *v = ARENA_ARRAY(r->arena, 60, int32_t);

	out->v = v;
	out->n = (uint32_t)below(r, 60);
	for (uint32_t i = 0; i < out->n; i++)
		v[i] = (int32_t)below(r, UINT32_MAX);
}

static void fill_number(struct filler *r, const struct field *f, void *obj)
{
	uint64_t value = random_next(&r->state) >> below(r, 64);

	if (f->type == FT_BOOL)
		value &= 1;
	if (f->type == FT_FAMILY && below(r, 4))
		value = below(r, 2) ? AF_INET : AF_INET6;
	field_set_number(obj, f, value);
}

static void fill_prefix(struct filler *r, struct ip_prefix *p)
{
	p->addr = random_ip(r);
	p->len = (uint8_t)below(r, ip_bits(p->addr.family) + 1);
}

static void fill_value(struct filler *r, const struct field *f, void *obj)
{
	void *p = field_ptr(obj, f);
	struct mac *mac = p;
	struct bytes *bytes = p;

	switch (f->type) {
	case FT_STRING:
		*(const char **)p = random_string(r);
		break;
	case FT_ADDRESS:
		*(struct ip_addr *)p = random_ip(r);
		break;
	case FT_PREFIX:
		fill_prefix(r, p);
		break;
	case FT_MAC:
		mac->len = (uint8_t)below(r, 33);
		memset(mac->b, (int)below(r, 256), mac->len);
		break;
	case FT_BYTES:
		bytes->p = arena_memdup(r->arena, &r->state, sizeof(r->state));
		bytes->len = below(r, 9);
		break;
	case FT_S32S:
		fill_s32s(r, p);
		break;
	case FT_STRINGS:
	case FT_LIST:
		fill_list(r, f, p);
		break;
	case FT_STRUCT:
		fill_object(r, p);
		break;
	case FT_POINTER:
	case FT_POLY:
		if (r->depth < 10)
			*(void **)p = random_object(r, f);
		break;
	default:
		fill_number(r, f, obj);
	}
}

/* What names an object is unique, as the kernel sees to it. */
static void fill_identity(struct filler *r, void *obj)
{
	const struct object *o = obj;
	struct netns *ns = obj;

	r->serial++;
	if (o->type == &link_type)
		((struct link *)obj)->index = (uint32_t)r->serial;
	if (o->type == &nsid_type)
		((struct nsid *)obj)->id = (int32_t)r->serial;
	if (o->type == &sysctl_type)
		((struct sysctl *)obj)->path =
			arena_printf(r->arena, "net/%" PRIu64, r->serial);
	if (o->type != &netns_type)
		return;
	ns->ino = r->serial;
	ns->id = arena_printf(r->arena, "net:[%" PRIu64 "]", r->serial);
	ns->have &= ~(uint32_t)READ_LINKS;
}

static void fill_object(struct filler *r, void *obj)
{
	const struct object *o = obj;

	for (const struct field *f = o->type->fields; f->name; f++) {
		if (f->flags & FF_DERIVED ||
		    (!(f->flags & FF_REQUIRED) && !below(r, 3)))
			continue;
		fill_value(r, f, obj);
		if (below(r, 2))
			field_mark(obj, f);
	}
	if (!below(r, 4))
		object_unknown_add(obj, r->arena, (uint32_t)below(r, 9),
				   &r->state, below(r, 9));
	fill_identity(r, obj);
}

struct snapshot *random_snapshot(uint64_t seed)
{
	struct snapshot *s = snapshot_new();
	struct filler r = { .arena = s->arena, .state = seed };
	struct error err = { 0 };

	fill_object(&r, s);
	if (!snapshot_seal(s, &err))
		return s;
	snapshot_free(s);
	return NULL;
}
