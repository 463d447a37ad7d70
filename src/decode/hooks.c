/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the field tables leave to decode: nested and conditional attributes. */
#include "decode/attrs.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "decode/hooks.h"
#include "model/model.h"

static int hook_xdp(struct decode *d, const struct field *row,
		    const struct nlattr *attr, void *obj)
{
	struct link *l = obj;

	if (decode_nest(d, NULL, attr, &l->xdp))
		return -EMSGSIZE;
	field_mark(obj, row);
	return 0;
}

static int hook_prop_list(struct decode *d, const struct field *row,
			  const struct nlattr *attr, void *obj)
{
	struct nest it = nest_in(attr);
	const struct nlattr *prop;
	struct link *l = obj;

	while ((prop = nest_next(&it))) {
		if (attr_type(prop) != IFLA_ALT_IFNAME)
			return -EMSGSIZE;
		VEC_PUSH(d->arena, &l->altnames, attr_str(d->arena, prop));
	}
	field_mark(obj, row);
	return it.bad ? -EMSGSIZE : 0;
}

/* struct rtnl_link_stats64 grows at its end; the first two words are old. */
static int hook_stats64(struct decode *d, const struct field *row,
			const struct nlattr *attr, void *obj)
{
	uint64_t words[2];
	struct link *l = obj;

	(void)d;
	(void)row;
	if (attr_len(attr) < sizeof(words))
		return -EMSGSIZE;
	memcpy(words, attr_data(attr), sizeof(words));
	SET(l, link, rx_packets, words[0]);
	SET(l, link, tx_packets, words[1]);
	return 0;
}

static int store_prefix(struct decode *d, const struct field *row,
			const struct nlattr *attr, void *obj, uint8_t len)
{
	struct ip_prefix *prefix = field_ptr(obj, row);
	size_t size = ip_size(d->family);

	if (!size || attr_len(attr) != size || len > ip_bits(d->family))
		return -EMSGSIZE;
	prefix->addr = ip_from(d->family, attr_data(attr));
	prefix->len = len;
	field_mark(obj, row);
	return 0;
}

static int hook_dst_prefix(struct decode *d, const struct field *row,
			   const struct nlattr *attr, void *obj)
{
	return store_prefix(d, row, attr, obj, d->dst_len);
}

static int hook_src_prefix(struct decode *d, const struct field *row,
			   const struct nlattr *attr, void *obj)
{
	return store_prefix(d, row, attr, obj, d->src_len);
}

/* struct rtvia: the family in host order, then the address. */
static int via_address(const struct nlattr *attr, struct ip_addr *out)
{
	const uint8_t *p = attr_data(attr);
	uint16_t family;

	if (attr_len(attr) < sizeof(family))
		return -EMSGSIZE;
	memcpy(&family, p, sizeof(family));
	if (family > UINT8_MAX || !ip_size(family) ||
	    attr_len(attr) != sizeof(family) + ip_size(family))
		return -EMSGSIZE;
	*out = ip_from(family, p + sizeof(family));
	return 0;
}

static int hook_rta_via(struct decode *d, const struct field *row,
			const struct nlattr *attr, void *obj)
{
	struct ip_addr via;

	(void)d;
	(void)row;
	if (via_address(attr, &via))
		return -EMSGSIZE;
	if (((struct object *)obj)->type == &route_leg_type) {
		SET((struct route_leg *)obj, route_leg, gateway, via);
	} else if (((struct object *)obj)->type == &route_type) {
		SET((struct route *)obj, route, gateway, via);
	} else {
		return -EMSGSIZE;
	}
	return 0;
}

static int hook_metrics(struct decode *d, const struct field *row,
			const struct nlattr *attr, void *obj)
{
	struct nest it = nest_in(attr);
	const struct nlattr *m;
	struct route *r = obj;
	uint32_t value;

	(void)row;
	while ((m = nest_next(&it))) {
		/* RTAX_CC_ALGO is a string; none of the others is read. */
		if (attr_u32(m, &value))
			continue;
		if (attr_type(m) == RTAX_MTU)
			SET(r, route, mtu, value);
		else if (attr_type(m) == RTAX_LOCK)
			SET(r, route, lock, value);
		else if (attr_type(m) == RTAX_HOPLIMIT)
			SET(r, route, hoplimit, value);
	}
	(void)d;
	return it.bad ? -EMSGSIZE : 0;
}

/*
 * One struct rtnexthop with its attributes; rtnh_len counts both. The loop is
 * that of RTNH_OK() with every size checked.
 */
static int multipath_leg(struct decode *d, const uint8_t *p, size_t len,
			 struct route_leg **out)
{
	struct rtnexthop nh;
	struct route_leg *leg;

	memcpy(&nh, p, sizeof(nh));
	if (nh.rtnh_len < sizeof(nh) || nh.rtnh_len > len)
		return -EMSGSIZE;
	leg = object_new(d->arena, &route_leg_type);
	SET(leg, route_leg, oif, (uint32_t)nh.rtnh_ifindex);
	SET(leg, route_leg, flags, nh.rtnh_flags);
	SET(leg, route_leg, weight, (uint16_t)(nh.rtnh_hops + 1));
	if (decode_bytes(d, NULL, p + sizeof(nh), nh.rtnh_len - sizeof(nh),
			 leg))
		return -EMSGSIZE;
	*out = leg;
	return 0;
}

static int hook_multipath(struct decode *d, const struct field *row,
			  const struct nlattr *attr, void *obj)
{
	const uint8_t *p = attr_data(attr);
	size_t len = attr_len(attr);
	struct route *r = obj;

	while (len >= sizeof(struct rtnexthop)) {
		struct route_leg *leg;
		size_t step;
		int ret = multipath_leg(d, p, len, &leg);

		if (ret)
			return ret;
		VEC_PUSH(d->arena, &r->legs, leg);
		step = NLA_ALIGN(((const struct rtnexthop *)p)->rtnh_len);
		if (step > len)
			step = len;
		p += step;
		len -= step;
	}
	field_mark(obj, row);
	return len ? -EMSGSIZE : 0;
}

static int hook_cacheinfo(struct decode *d, const struct field *row,
			  const struct nlattr *attr, void *obj)
{
	struct ifa_cacheinfo ifa;
	struct rta_cacheinfo rta;

	(void)d;
	(void)row;
	if (((struct object *)obj)->type == &address_type) {
		if (attr_len(attr) < sizeof(ifa))
			return -EMSGSIZE;
		memcpy(&ifa, attr_data(attr), sizeof(ifa));
		SET((struct address *)obj, address, valid, ifa.ifa_valid);
		SET((struct address *)obj, address, preferred,
		    ifa.ifa_prefered);
		return 0;
	}
	if (((struct object *)obj)->type != &route_type ||
	    attr_len(attr) < sizeof(rta))
		return -EMSGSIZE;
	memcpy(&rta, attr_data(attr), sizeof(rta));
	/* USER_HZ, which is 100 on every architecture that is built for. */
	if (rta.rta_expires)
		SET((struct route *)obj, route, expires, rta.rta_expires / 100);
	return 0;
}

/* struct nexthop_grp: weight is one less than meant, high byte since 6.12. */
static int hook_nh_group(struct decode *d, const struct field *row,
			 const struct nlattr *attr, void *obj)
{
	const uint8_t *p = attr_data(attr);
	struct nexthop *nh = obj;

	if (attr_len(attr) % 8)
		return -EMSGSIZE;
	for (size_t i = 0; i < attr_len(attr); i += 8) {
		struct nexthop_member *m = object_new(d->arena,
						      &nexthop_member_type);
		uint32_t id;

		memcpy(&id, p + i, sizeof(id));
		SET(m, nexthop_member, id, id);
		SET(m, nexthop_member, weight,
		    (uint16_t)(p[i + 4] + (p[i + 5] << 8) + 1));
		VEC_PUSH(d->arena, &nh->group, m);
	}
	field_mark(obj, row);
	return 0;
}

static int hook_uid_range(struct decode *d, const struct field *row,
			  const struct nlattr *attr, void *obj)
{
	struct fib_rule_uid_range range;
	struct rule *r = obj;

	(void)d;
	(void)row;
	if (attr_len(attr) != sizeof(range))
		return -EMSGSIZE;
	memcpy(&range, attr_data(attr), sizeof(range));
	SET(r, rule, uid_first, range.start);
	SET(r, rule, uid_last, range.end);
	return 0;
}

static int hook_port_range(struct decode *d, const struct field *row,
			   const struct nlattr *attr, void *obj)
{
	struct fib_rule_port_range range;
	struct rule *r = obj;

	(void)d;
	(void)row;
	if (attr_len(attr) != sizeof(range))
		return -EMSGSIZE;
	memcpy(&range, attr_data(attr), sizeof(range));
	if (attr_type(attr) == FRA_SPORT_RANGE) {
		SET(r, rule, sport_first, range.start);
		SET(r, rule, sport_last, range.end);
	} else {
		SET(r, rule, dport_first, range.start);
		SET(r, rule, dport_last, range.end);
	}
	return 0;
}

/* No member holds it: the caller keeps it raw. */
static int hook_raw(struct decode *d, const struct field *row,
		    const struct nlattr *attr, void *obj)
{
	(void)d;
	(void)row;
	(void)attr;
	(void)obj;
	return -EMSGSIZE;
}

decode_hook_fn decode_hook_of(enum field_hook hook)
{
	switch (hook) {
	case HOOK_LINKINFO:
		return hook_linkinfo;
	case HOOK_AF_SPEC:
		return hook_af_spec;
	case HOOK_PROP_LIST:
		return hook_prop_list;
	case HOOK_XDP:
		return hook_xdp;
	case HOOK_STATS64:
		return hook_stats64;
	case HOOK_DST_PREFIX:
		return hook_dst_prefix;
	case HOOK_SRC_PREFIX:
		return hook_src_prefix;
	case HOOK_RTA_VIA:
		return hook_rta_via;
	case HOOK_METRICS:
		return hook_metrics;
	case HOOK_MULTIPATH:
		return hook_multipath;
	case HOOK_CACHEINFO:
		return hook_cacheinfo;
	case HOOK_NH_GROUP:
		return hook_nh_group;
	case HOOK_UID_RANGE:
		return hook_uid_range;
	case HOOK_PORT_RANGE:
		return hook_port_range;
	case HOOK_NONE:
	case HOOK_PROTO_DOWN_REASON:
		break;
	}
	return hook_raw;
}
