/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The entry part of legacy rules, family by family. */
#include "decode/xt_wire.h"

#include <linux/netfilter_arp/arp_tables.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>

int xt_wire_bad(struct xt_wire *w, size_t at, const char *why)
{
	w->at = at;
	w->why = why;
	return -EINVAL;
}

const char *xt_wire_name(struct xt_wire *w, const void *s, size_t max)
{
	return arena_strndup(w->a, s, strnlen(s, max));
}

struct bytes xt_wire_bytes(struct xt_wire *w, const void *p, size_t len)
{
	struct bytes b = { arena_memdup(w->a, p, len), len };

	return b;
}

void xt_wire_mark(void *obj)
{
	struct object *o = obj;
	const struct field *f;
	unsigned int i = 0;

	for (f = o->type->fields; f->name; f++, i++)
		o->set |= 1ull << i;
}

void xt_wire_device(struct xt_wire *w, const char *name,
		    const unsigned char *mask, const char **out,
		    struct bytes *out_mask)
{
	static const unsigned char any[IFNAMSIZ];

	if (!memcmp(mask, any, IFNAMSIZ))
		return;
	*out = xt_wire_name(w, name, IFNAMSIZ);
	*out_mask = xt_wire_bytes(w, mask, IFNAMSIZ);
}

static void entry4(struct xt_wire *w, const struct ipt_entry *e,
		   struct xt_rule *r)
{
	const struct ipt_ip *ip = &e->ip;

	r->src = ip_from(AF_INET, &ip->src);
	r->src_mask = xt_wire_bytes(w, &ip->smsk, 4);
	r->dst = ip_from(AF_INET, &ip->dst);
	r->dst_mask = xt_wire_bytes(w, &ip->dmsk, 4);
	xt_wire_device(w, ip->iniface, ip->iniface_mask, &r->iif,
		       &r->iif_mask);
	xt_wire_device(w, ip->outiface, ip->outiface_mask, &r->oif,
		       &r->oif_mask);
	r->proto = ip->proto;
	r->flags = ip->flags;
	r->invflags = ip->invflags;
	r->packets = e->counters.pcnt;
	r->bytes = e->counters.bcnt;
}

static void entry6(struct xt_wire *w, const struct ip6t_entry *e,
		   struct xt_rule *r)
{
	const struct ip6t_ip6 *ip = &e->ipv6;

	r->src = ip_from(AF_INET6, &ip->src);
	r->src_mask = xt_wire_bytes(w, &ip->smsk, 16);
	r->dst = ip_from(AF_INET6, &ip->dst);
	r->dst_mask = xt_wire_bytes(w, &ip->dmsk, 16);
	xt_wire_device(w, ip->iniface, ip->iniface_mask, &r->iif,
		       &r->iif_mask);
	xt_wire_device(w, ip->outiface, ip->outiface_mask, &r->oif,
		       &r->oif_mask);
	r->proto = ip->proto;
	r->tos = ip->tos;
	r->flags = ip->flags;
	r->invflags = ip->invflags;
	r->packets = e->counters.pcnt;
	r->bytes = e->counters.bcnt;
}

static void arp_part(struct xt_wire *w, const struct arpt_arp *p,
		     struct xt_arp *a)
{
	a->src_mac = xt_wire_bytes(w, p->src_devaddr.addr,
				   sizeof(p->src_devaddr.addr));
	a->src_mac_mask = xt_wire_bytes(w, p->src_devaddr.mask,
					sizeof(p->src_devaddr.mask));
	a->dst_mac = xt_wire_bytes(w, p->tgt_devaddr.addr,
				   sizeof(p->tgt_devaddr.addr));
	a->dst_mac_mask = xt_wire_bytes(w, p->tgt_devaddr.mask,
					sizeof(p->tgt_devaddr.mask));
	a->hln = p->arhln;
	a->hln_mask = p->arhln_mask;
	a->opcode = ntohs(p->arpop);
	a->opcode_mask = ntohs(p->arpop_mask);
	a->hardware = ntohs(p->arhrd);
	a->hardware_mask = ntohs(p->arhrd_mask);
	a->protocol = ntohs(p->arpro);
	a->protocol_mask = ntohs(p->arpro_mask);
	xt_wire_mark(a);
}

static void entry_arp(struct xt_wire *w, const struct arpt_entry *e,
		      struct xt_rule *r)
{
	const struct arpt_arp *p = &e->arp;

	r->src = ip_from(AF_INET, &p->src);
	r->src_mask = xt_wire_bytes(w, &p->smsk, 4);
	r->dst = ip_from(AF_INET, &p->tgt);
	r->dst_mask = xt_wire_bytes(w, &p->tmsk, 4);
	xt_wire_device(w, p->iniface, p->iniface_mask, &r->iif, &r->iif_mask);
	xt_wire_device(w, p->outiface, p->outiface_mask, &r->oif,
		       &r->oif_mask);
	r->flags = p->flags;
	r->invflags = p->invflags;
	r->packets = e->counters.pcnt;
	r->bytes = e->counters.bcnt;
	r->arp = object_new(w->a, &xt_arp_type);
	arp_part(w, p, r->arp);
}

void xt_wire_entry(struct xt_wire *w, const void *entry, struct xt_rule *r)
{
	switch (w->table->family) {
	case NFPROTO_IPV4:
		entry4(w, entry, r);
		break;
	case NFPROTO_IPV6:
		entry6(w, entry, r);
		break;
	case NFPROTO_ARP:
		entry_arp(w, entry, r);
		break;
	}
}

size_t xt_wire_entry_size(uint8_t family)
{
	switch (family) {
	case NFPROTO_IPV4:
		return sizeof(struct ipt_entry);
	case NFPROTO_IPV6:
		return sizeof(struct ip6t_entry);
	case NFPROTO_ARP:
		return sizeof(struct arpt_entry);
	default:
		return 0;
	}
}
