/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Network devices; what their kind adds, and their conf/IF arrays. */
#include "decode/decode.h"

#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "decode/hooks.h"

/* Attributes of an AF_INET6 nest: IFLA_INET6_*, linux/if_link.h. */
#define NEST_NUMBER(family, attr) \
	(((uint32_t)IFLA_AF_SPEC << 16) | ((uint32_t)(family) << 8) | (attr))

/* The data of a kind, into the member that its table fills. */
static int kind_data(struct decode *d, struct link *l,
		     const struct link_kind *kind, const struct nlattr *data)
{
	const struct field *row = field_by_name(link_type.fields,
						kind->member);

	if (!row || decode_nest(d, kind->rows, data, field_ptr(l, row)))
		return -EMSGSIZE;
	field_mark(l, row);
	return 0;
}

static int keep_info(struct decode *d, struct link *l,
		     const struct nlattr *data)
{
	struct bytes raw = { .len = attr_len(data) };

	if (raw.len > UINT16_MAX / 2)
		return -EMSGSIZE;
	raw.p = arena_memdup(d->arena, attr_data(data), raw.len);
	SET(l, link, info, raw);
	return 0;
}

int hook_linkinfo(struct decode *d, const struct field *row,
		  const struct nlattr *attr, void *obj)
{
	const struct nlattr *part[IFLA_INFO_SLAVE_DATA + 1] = { NULL };
	const struct link_kind *kind = NULL;
	const struct nlattr *it_attr;
	struct nest it = nest_in(attr);
	struct link *l = obj;
	int ret = 0;

	(void)row;
	while ((it_attr = nest_next(&it)))
		if (attr_type(it_attr) < ARRAY_SIZE(part))
			part[attr_type(it_attr)] = it_attr;
	if (it.bad)
		return -EMSGSIZE;
	if (part[IFLA_INFO_KIND]) {
		SET(l, link, kind, attr_str(d->arena, part[IFLA_INFO_KIND]));
		kind = link_kind_by_name(l->kind);
	}
	if (part[IFLA_INFO_DATA])
		ret = kind ? kind_data(d, l, kind, part[IFLA_INFO_DATA])
			   : keep_info(d, l, part[IFLA_INFO_DATA]);
	kind = NULL;
	if (part[IFLA_INFO_SLAVE_KIND]) {
		SET(l, link, slave_kind,
		    attr_str(d->arena, part[IFLA_INFO_SLAVE_KIND]));
		kind = link_slave_kind_by_name(l->slave_kind);
	}
	if (part[IFLA_INFO_SLAVE_DATA] && kind && !ret)
		ret = kind_data(d, l, kind, part[IFLA_INFO_SLAVE_DATA]);
	return ret;
}

/* s32 values; a length that is no multiple of four is kept raw. */
static int conf_array(struct decode *d, const struct nlattr *attr,
		      struct s32s *out)
{
	size_t len = attr_len(attr);

	if (len % sizeof(int32_t) || len > 1024)
		return -EMSGSIZE;
	out->v = arena_memdup(d->arena, attr_data(attr), len);
	out->n = len / sizeof(int32_t);
	return 0;
}

static int af_inet(struct decode *d, struct link *l, const struct nlattr *af)
{
	struct nest it = nest_in(af);
	const struct nlattr *attr;
	struct s32s conf;

	SET(l, link, has_inet4, true);
	while ((attr = nest_next(&it))) {
		if (attr_type(attr) == IFLA_INET_CONF &&
		    !conf_array(d, attr, &conf)) {
			SET(l, link, conf4, conf);
		} else {
			d->attr_base = NEST_NUMBER(AF_INET, 0);
			decode_keep(d, attr, l);
		}
	}
	return it.bad ? -EMSGSIZE : 0;
}

static int af_inet6(struct decode *d, struct link *l, const struct nlattr *af)
{
	struct nest it = nest_in(af);
	const struct nlattr *attr;
	struct s32s conf;
	uint32_t flags;

	SET(l, link, has_inet6, true);
	while ((attr = nest_next(&it))) {
		if (attr_type(attr) == IFLA_INET6_CONF &&
		    !conf_array(d, attr, &conf)) {
			SET(l, link, conf6, conf);
		} else if (attr_type(attr) == IFLA_INET6_FLAGS &&
			   !attr_u32(attr, &flags)) {
			SET(l, link, inet6_flags, flags);
		} else {
			d->attr_base = NEST_NUMBER(AF_INET6, 0);
			decode_keep(d, attr, l);
		}
	}
	return it.bad ? -EMSGSIZE : 0;
}

int hook_af_spec(struct decode *d, const struct field *row,
		 const struct nlattr *attr, void *obj)
{
	struct nest it = nest_in(attr);
	const struct nlattr *af;
	int ret = 0;

	(void)row;
	while ((af = nest_next(&it)) && !ret) {
		if (attr_type(af) == AF_INET)
			ret = af_inet(d, obj, af);
		else if (attr_type(af) == AF_INET6)
			ret = af_inet6(d, obj, af);
	}
	d->attr_base = 0;
	return it.bad ? -EMSGSIZE : ret;
}

int decode_link(struct arena *a, const struct nlmsghdr *nlh,
		struct link **out)
{
	const struct ifinfomsg *h = decode_header(nlh, sizeof(*h));
	struct decode d = { .arena = a };
	struct link *l;

	if (nlh->nlmsg_type != RTM_NEWLINK)
		return -ENOMSG;
	if (!h)
		return -EBADMSG;
	if (h->ifi_family != AF_UNSPEC)
		return -ENOMSG;
	l = object_new(a, &link_type);
	SET(l, link, index, (uint32_t)h->ifi_index);
	SET(l, link, arphrd, h->ifi_type);
	SET(l, link, flags, h->ifi_flags);
	if (decode_attrs(&d, nlh, sizeof(*h), l))
		return -EBADMSG;
	/* Every device has a name: without it this is no whole message. */
	if (!l->name)
		return -EBADMSG;
	*out = l;
	return 0;
}
