/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Targets of ebtables: mark, snat, dnat, redirect;
 * net/bridge/netfilter/ebt_mark.c and kin. Each ends with a verdict of its
 * own. arpreply, log and nflog are opaque, the latter two as watchers.
 */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter_bridge/ebtables.h>
#include <linux/netfilter_bridge/ebt_mark_t.h>
#include <linux/netfilter_bridge/ebt_nat.h>
#include <linux/netfilter_bridge/ebt_redirect.h>

/* The low bits are the verdict, what is above them says how. */
#define VERDICT(t) ((int32_t)((t) | ~EBT_VERDICT_BITS))

struct eb_target {
	struct object obj;
	int32_t target;
	uint64_t mark;
	struct mac mac;
};

static const struct field mark_fields[] = {
	{ "target", F(eb_target, target), FT_S32 },
	{ "mark", F(eb_target, mark), FT_U64 },
	{ }
};

static const struct field nat_fields[] = {
	{ "target", F(eb_target, target), FT_S32 },
	{ "mac", F(eb_target, mac), FT_MAC },
	{ }
};

static const struct field redirect_fields[] = {
	{ "target", F(eb_target, target), FT_S32 },
	{ }
};

static int mark_decode(void *ext, const struct xt_blob *b)
{
	const struct ebt_mark_t_info *i = b->p;
	struct eb_target *t = ext;

	t->target = i->target;
	t->mark = i->mark;
	return 0;
}

static int nat_decode(void *ext, const struct xt_blob *b)
{
	const struct ebt_nat_info *i = b->p;
	struct eb_target *t = ext;

	t->target = i->target;
	t->mac = packet_mac(i->mac);
	return 0;
}

static int redirect_decode(void *ext, const struct xt_blob *b)
{
	const struct ebt_redirect_info *i = b->p;

	((struct eb_target *)ext)->target = i->target;
	return 0;
}

static enum fw_verdict verdict(int32_t target)
{
	switch (VERDICT(target)) {
	case EBT_ACCEPT:
		return FW_ACCEPT;
	case EBT_DROP:
		return FW_DROP;
	case EBT_CONTINUE:
		return FW_CONTINUE;
	case EBT_RETURN:
		return FW_RETURN;
	default:
		return FW_UNKNOWN;
	}
}

static enum fw_verdict set_mark(const void *ext, struct xt_ctx *c,
				struct fw_result *res)
{
	const struct eb_target *t = ext;
	struct packet *p = c->e->pkt;

	(void)res;
	switch ((uint32_t)t->target & ~15u) {
	case MARK_SET_VALUE:
		p->mark = (uint32_t)t->mark;
		p->mark_known = true;
		break;
	case MARK_OR_VALUE:
		p->mark |= (uint32_t)t->mark;
		break;
	case MARK_AND_VALUE:
		p->mark &= (uint32_t)t->mark;
		break;
	default:
		p->mark ^= (uint32_t)t->mark;
		break;
	}
	return verdict(t->target);
}

static enum fw_verdict snat(const void *ext, struct xt_ctx *c,
			    struct fw_result *res)
{
	const struct eb_target *t = ext;
	struct mac dst = packet_eth_dst(c->e->pkt);

	(void)res;
	packet_set_eth(c->e->pkt, &t->mac, &dst);
	return verdict(t->target);
}

/* ebt_dnat_tg(): to the bridge's own address, it is for this host. */
static enum fw_verdict dnat(const void *ext, struct xt_ctx *c,
			    struct fw_result *res)
{
	const struct eb_target *t = ext;
	struct packet *p = c->e->pkt;
	struct mac src = packet_eth_src(p);
	const struct link *br;

	(void)res;
	packet_set_eth(p, &src, &t->mac);
	if (t->mac.b[0] & 1) {
		p->pkt_type = PKT_MULTICAST;
	} else {
		br = c->e->in ? netns_link(c->e->ns, c->e->in->master) : NULL;
		p->pkt_type = br && mac_equal(&br->address, &t->mac) ?
			PKT_HOST : PKT_OTHERHOST;
	}
	return verdict(t->target);
}

/* ebt_redirect_tg(): to the port in broute, to the bridge elsewhere. */
static enum fw_verdict redirect(const void *ext, struct xt_ctx *c,
				struct fw_result *res)
{
	const struct eb_target *t = ext;
	const struct xt_rule *rule = (const void *)c->rule;
	struct packet *p = c->e->pkt;
	struct mac src = packet_eth_src(p);
	const struct link *to = c->e->in;

	(void)res;
	if (c->rule->type != &xt_rule_type ||
	    strcmp(rule->table->name, "broute"))
		to = to ? netns_link(c->e->ns, to->master) : NULL;
	if (!to)
		return FW_UNKNOWN;
	packet_set_eth(p, &src, &to->address);
	p->pkt_type = PKT_HOST;
	return verdict(t->target);
}

static void target_text(const struct eb_target *t, struct xt_print *p,
			const char *option)
{
	static const char *const names[] = { "RETURN", "CONTINUE", "DROP",
					     "ACCEPT" };
	int32_t v = VERDICT(t->target);

	if (v >= -4 && v < 0)
		xt_out(p, " --%s %s", option, names[v + 4]);
}

static void mark_text(const void *ext, struct xt_print *p)
{
	const struct eb_target *t = ext;
	uint32_t how = (uint32_t)t->target & ~15u;

	xt_out(p, " --mark-%s 0x%llx",
	       how == MARK_SET_VALUE ? "set" :
	       how == MARK_OR_VALUE ? "or" :
	       how == MARK_AND_VALUE ? "and" : "xor",
	       (unsigned long long)t->mark);
	target_text(t, p, "mark-target");
}

static void snat_text(const void *ext, struct xt_print *p)
{
	const struct eb_target *t = ext;
	char buf[MAC_TEXT_MAX];

	xt_out(p, " --to-src %s", mac_text(&t->mac, buf));
	target_text(t, p, "snat-target");
}

static void dnat_text(const void *ext, struct xt_print *p)
{
	const struct eb_target *t = ext;
	char buf[MAC_TEXT_MAX];

	xt_out(p, " --to-dst %s", mac_text(&t->mac, buf));
	target_text(t, p, "dnat-target");
}

static void redirect_text(const void *ext, struct xt_print *p)
{
	target_text(ext, p, "redirect-target");
}

#define EB_TARGET(name_, size_, fields_, decode_, target_, text_)         \
	{ .object = XT_OBJECT(name_ ".0.bridge", eb_target, fields_),     \
	  .kind = XT_TARGET, .name = name_, .families = XT_BRIDGE,        \
	  .size = sizeof(size_), .decode = decode_, .target = target_,    \
	  .text = text_ }

const struct xt_type xt_eb_target_types[] = {
	EB_TARGET("mark", struct ebt_mark_t_info, mark_fields, mark_decode,
		  set_mark, mark_text),
	EB_TARGET("snat", struct ebt_nat_info, nat_fields, nat_decode, snat,
		  snat_text),
	EB_TARGET("dnat", struct ebt_nat_info, nat_fields, nat_decode, dnat,
		  dnat_text),
	EB_TARGET("redirect", struct ebt_redirect_info, redirect_fields,
		  redirect_decode, redirect, redirect_text),
	{ }
};
