/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The one loop that turns netlink attributes into members of an object, by the
 * rows of its field table. Every size is checked against the bytes that are
 * there; nothing here believes a length.
 */
#include "decode/attrs.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

/* One attribute, and all of an object's, that no row names. */
#define KEEP_ONE 4096
#define KEEP_ALL 65536

struct nest nest_of(const void *p, size_t len)
{
	return (struct nest){ .p = p, .len = len };
}

struct nest nest_in(const struct nlattr *attr)
{
	return nest_of(attr_data(attr), attr_len(attr));
}

const struct nlattr *nest_next(struct nest *it)
{
	const struct nlattr *attr = (const struct nlattr *)it->p;
	size_t step;

	if (!it->len)
		return NULL;
	if (it->len < sizeof(*attr) || attr->nla_len < sizeof(*attr) ||
	    attr->nla_len > it->len) {
		it->bad = true;
		return NULL;
	}
	/* The last one may come without its padding. */
	step = NLA_ALIGN(attr->nla_len);
	if (step > it->len)
		step = it->len;
	it->p += step;
	it->len -= step;
	return attr;
}

uint16_t attr_type(const struct nlattr *attr)
{
	return attr->nla_type & NLA_TYPE_MASK;
}

const void *attr_data(const struct nlattr *attr)
{
	return (const uint8_t *)attr + NLA_HDRLEN;
}

size_t attr_len(const struct nlattr *attr)
{
	return attr->nla_len - NLA_HDRLEN;
}

static int attr_exact(const struct nlattr *attr, void *out, size_t size)
{
	if (attr_len(attr) != size)
		return -EMSGSIZE;
	memcpy(out, attr_data(attr), size);
	return 0;
}

int attr_u8(const struct nlattr *attr, uint8_t *out)
{
	return attr_exact(attr, out, sizeof(*out));
}

int attr_u16(const struct nlattr *attr, uint16_t *out)
{
	return attr_exact(attr, out, sizeof(*out));
}

int attr_u32(const struct nlattr *attr, uint32_t *out)
{
	return attr_exact(attr, out, sizeof(*out));
}

int attr_u64(const struct nlattr *attr, uint64_t *out)
{
	return attr_exact(attr, out, sizeof(*out));
}

int attr_be32(const struct nlattr *attr, uint32_t *out)
{
	uint32_t v;

	if (attr_u32(attr, &v))
		return -EMSGSIZE;
	*out = ntohl(v);
	return 0;
}

char *attr_str(struct arena *a, const struct nlattr *attr)
{
	return arena_strndup(a, attr_data(attr),
			     strnlen(attr_data(attr), attr_len(attr)));
}

const void *decode_header(const struct nlmsghdr *nlh, size_t size)
{
	if (nlh->nlmsg_len < NLMSG_HDRLEN + size)
		return NULL;
	return (const uint8_t *)nlh + NLMSG_HDRLEN;
}

void decode_keep(struct decode *d, const struct nlattr *attr, void *obj)
{
	const struct object *o = obj;
	uint32_t number = d->attr_base + attr_type(attr);
	size_t len = attr_len(attr);

	if (decode_left_out(o->type, number))
		return;
	d->unknown = true;
	if (len > KEEP_ONE)
		len = KEEP_ONE;
	if (d->kept + len > KEEP_ALL)
		return;
	d->kept += len;
	object_unknown_add(obj, d->arena, number, attr_data(attr), len);
}

static void decode_attr(struct decode *d, const struct field *rows,
			const struct nlattr *attr, void *obj)
{
	const struct field *row = field_by_attr(rows, attr_type(attr));
	int ret = -EMSGSIZE;

	if (row && row->hook)
		ret = decode_hook_of(row->hook)(d, row, attr, obj);
	else if (row)
		ret = field_store(row, obj, d->arena, attr_data(attr),
				  attr_len(attr));
	if (ret < 0)
		decode_keep(d, attr, obj);
}

int decode_bytes(struct decode *d, const struct field *rows, const void *p,
		 size_t len, void *obj)
{
	struct nest it = nest_of(p, len);
	const struct nlattr *attr;

	if (!rows)
		rows = ((const struct object *)obj)->type->fields;
	while ((attr = nest_next(&it)))
		decode_attr(d, rows, attr, obj);
	return it.bad ? -EBADMSG : 0;
}

int decode_attrs(struct decode *d, const struct nlmsghdr *nlh, size_t skip,
		 void *obj)
{
	size_t head = NLMSG_HDRLEN + NLMSG_ALIGN(skip);

	if (nlh->nlmsg_len <= head)
		return 0;
	return decode_bytes(d, NULL, (const uint8_t *)nlh + head,
			    nlh->nlmsg_len - head, obj);
}

int decode_nest(struct decode *d, const struct field *rows,
		const struct nlattr *attr, void *obj)
{
	uint32_t base = d->attr_base;
	int ret;

	d->attr_base = 0;
	ret = decode_bytes(d, rows, attr_data(attr), attr_len(attr), obj);
	d->attr_base = base;
	return ret ? -EMSGSIZE : 0;
}
