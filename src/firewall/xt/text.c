/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A rule as iptables-legacy-save and ip6tables-legacy-save print it. */
#include "firewall/xt/ext.h"
#include "firewall/xt/text.h"

#include <linux/netfilter_ipv4/ip_tables.h>

/* /etc/protocols of Debian 12, as getprotobynumber() names them. */
static const struct value_name protocols[] = {
	{ 1, "icmp" }, { 2, "igmp" }, { 3, "ggp" }, { 4, "ipencap" },
	{ 5, "st" }, { 6, "tcp" }, { 8, "egp" }, { 9, "igp" }, { 12, "pup" },
	{ 17, "udp" }, { 20, "hmp" }, { 22, "xns-idp" }, { 27, "rdp" },
	{ 29, "iso-tp4" }, { 33, "dccp" }, { 36, "xtp" }, { 37, "ddp" },
	{ 38, "idpr-cmtp" }, { 41, "ipv6" }, { 43, "ipv6-route" },
	{ 44, "ipv6-frag" }, { 45, "idrp" }, { 46, "rsvp" }, { 47, "gre" },
	{ 50, "esp" }, { 51, "ah" }, { 57, "skip" }, { 58, "ipv6-icmp" },
	{ 59, "ipv6-nonxt" }, { 60, "ipv6-opts" }, { 73, "rspf" },
	{ 81, "vmtp" }, { 88, "eigrp" }, { 89, "ospf" }, { 93, "ax.25" },
	{ 94, "ipip" }, { 97, "etherip" }, { 98, "encap" }, { 103, "pim" },
	{ 108, "ipcomp" }, { 112, "vrrp" }, { 115, "l2tp" }, { 124, "isis" },
	{ 132, "sctp" }, { 133, "fc" }, { 135, "mobility-header" },
	{ 136, "udplite" }, { 137, "mpls-in-ip" }, { 138, "manet" },
	{ 139, "hip" }, { 140, "shim6" }, { 141, "wesp" }, { 142, "rohc" },
	{ 143, "ethernet" },
	{ }
};

void xt_proto_text(struct xt_print *p, uint16_t proto, bool invert)
{
	const char *name = value_name(protocols, proto);

	if (!proto)
		return;
	xt_not(p, invert);
	if (name)
		xt_out(p, " -p %s", name);
	else
		xt_out(p, " -p %u", proto);
}

static void address_text(struct xt_print *p, const char *option,
			 const struct ip_addr *a, struct bytes mask,
			 bool invert)
{
	int bits = xt_mask_bits(mask);

	if (!a->family || (!bits && ip_is_zero(a) && !invert))
		return;
	xt_not(p, invert);
	xt_out(p, " %s ", option);
	xt_out_address(p, a);
	if (bits >= 0)
		xt_out(p, "/%d", bits);
	else
		xt_out_mask(p, mask);
}

/* A mask that ends within the name makes it a prefix. */
static void device_text(struct xt_print *p, const char *option,
			const char *name, struct bytes mask, bool invert)
{
	size_t i, n = name ? strlen(name) : 0;

	if (!name || (mask.len && !mask.p[0]))
		return;
	xt_not(p, invert);
	xt_out(p, " %s ", option);
	for (i = 0; i < mask.len && mask.p[i]; i++)
		if (i < n)
			strbuf_addc(p->out, name[i]);
	if (i < mask.len && i <= n)
		strbuf_addc(p->out, '+');
	if (!mask.len)
		xt_out(p, "%s", name);
}

void xt_entry_text(struct xt_print *p, const struct xt_rule *r)
{
	uint32_t inv = r->invflags;

	address_text(p, "-s", &r->src, r->src_mask, inv & IPT_INV_SRCIP);
	address_text(p, "-d", &r->dst, r->dst_mask, inv & IPT_INV_DSTIP);
	device_text(p, "-i", r->iif, r->iif_mask, inv & IPT_INV_VIA_IN);
	device_text(p, "-o", r->oif, r->oif_mask, inv & IPT_INV_VIA_OUT);
	xt_proto_text(p, r->proto, inv & XT_INV_PROTO);
	if (p->family == NFPROTO_IPV4 && r->flags & IPT_F_FRAG) {
		xt_not(p, inv & IPT_INV_FRAG);
		xt_out(p, " -f");
	}
}

void xt_action_text(struct xt_print *p, const struct xt_rule *r)
{
	switch (r->verdict) {
	case FW_ACCEPT:
		xt_out(p, " -j ACCEPT");
		break;
	case FW_DROP:
		xt_out(p, " -j DROP");
		break;
	case FW_QUEUE:
		xt_out(p, " -j QUEUE");
		break;
	case FW_RETURN:
		xt_out(p, " -j RETURN");
		break;
	case FW_JUMP:
	case FW_GOTO:
		xt_out(p, " -%c %s", r->verdict == FW_GOTO ? 'g' : 'j',
		       r->jump ? r->jump : "");
		break;
	case FW_CONTINUE:
		if (r->eb)
			xt_out(p, " -j CONTINUE");
		break;
	default:
		if (r->target)
			xt_ext_text(r->target, p);
		break;
	}
}

void xt_body_text(struct xt_print *p, const struct xt_rule *r)
{
	size_t i;

	if (r->eb)
		xt_eb_text(p, r);
	else if (r->arp)
		xt_arp_text(p, r);
	else
		xt_entry_text(p, r);
	for (i = 0; i < r->matches.n; i++)
		xt_ext_text(r->matches.v[i], p);
	xt_action_text(p, r);
}

char *xt_rule_text(struct arena *a, const struct netns *ns,
		   const struct xt_rule *rule)
{
	struct strbuf out;
	struct xt_print p = {
		.out = &out,
		.ns = ns,
		.family = rule->table->family,
		.proto = rule->proto,
		.proto_not = rule->invflags & XT_INV_PROTO,
	};

	strbuf_init(&out, a);
	xt_out(&p, "-A %s", rule->chain->name);
	xt_body_text(&p, rule);
	return out.s;
}

const char *xt_rule_comment(const struct xt_rule *rule)
{
	size_t i;

	for (i = 0; i < rule->matches.n; i++) {
		const struct object *m = rule->matches.v[i];

		if (!xt_ext_is_opaque(m) && !strcmp(xt_ext_name(m), "comment"))
			return ((const struct xt_comment *)m)->text;
	}
	return NULL;
}

const char *xt_rule_opaque(const struct xt_rule *rule)
{
	size_t i;

	for (i = 0; i < rule->matches.n; i++)
		if (xt_ext_is_opaque(rule->matches.v[i]))
			return xt_ext_name(rule->matches.v[i]);
	if (rule->target && xt_ext_is_opaque(rule->target))
		return xt_ext_name(rule->target);
	return NULL;
}
