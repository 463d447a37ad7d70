/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A drop is mended by an accept at the head of the base chain that dropped,
 * bound to the interfaces and the direction of the packet: never a flush, an
 * open policy, or a rule bound to nothing.
 */
#include <string.h>
#include <netinet/in.h>
#include <linux/netfilter.h>

#include "diagnose/findings/filter_fix.h"
#include "firewall/nft/nft.h"
#include "firewall/xt/xt.h"

bool is_filtered(const struct death *d)
{
	switch (d->end->reason) {
	case REASON_RULE:
	case REASON_POLICY:
	case REASON_QUEUE_NO_READER:
		return true;
	default:
		return false;
	}
}

void filter_place(const struct death *d, struct fw_place *place)
{
	memset(place, 0, sizeof(*place));
	if (d->end->object)
		firewall_describe(ns_of(d, d->end->netns), d->end->object,
				  d->arena, place);
}

const char *filter_where(const struct death *d)
{
	struct fw_place place;
	const char *by;
	const char *owner;

	filter_place(d, &place);
	owner = owner_of(&place, &by);
	if (owner)
		return owner;
	return arena_printf(d->arena, "%s of %s",
			    arena_printf(d->arena, "%s %s %s",
					 place.family ? place.family : "",
					 place.table ?
					 text_safe(d->arena, place.table) : "",
					 place.chain ?
					 text_safe(d->arena, place.chain) : ""),
			    ns_title(d, d->end->netns));
}

bool filter_is_catch_all(const struct death *d, const struct fw_place *place)
{
	const char *text = place->text;
	const char *jump;

	if (d->end->reason == REASON_POLICY)
		return true;
	if (!text)
		return false;
	if (!strcmp(text, "drop") || !strncmp(text, "reject", 6))
		return true;
	/* -A CHAIN -j DROP: nothing between chain and target */
	if (strncmp(text, "-A ", 3))
		return false;
	jump = strchr(text + 3, ' ');
	return jump && (!strncmp(jump, " -j DROP", 8) ||
			!strncmp(jump, " -j REJECT", 10));
}

static const char *effect_of(const struct walk_end *end)
{
	switch (end->fw.reject) {
	case REJECT_TCP_RESET:
		return "answered with a TCP reset";
	case REJECT_ICMP:
		if (end->symptom == SYMPTOM_SILENCE)
			return "rejected, but the ICMP error does not reach "
			       "the sender";
		return end->symptom == SYMPTOM_PROHIBITED ?
		       "answered with ICMP admin-prohibited: ping says "
		       "\"Packet filtered\"" :
		       "answered with an ICMP error";
	case REJECT_NONE:
		break;
	}
	if (end->symptom == SYMPTOM_NOT_PERMITTED)
		return "dropped: sending fails with "
		       "\"Operation not permitted\"";
	return "dropped, without a reply";
}

void filter_fill(const struct death *d, struct finding *f)
{
	evidence_place(d, f, d->end);
	f->effect = effect_of(d->end);
	f->symptom = d->end->symptom;
}

static int stage_hook(enum stage s)
{
	switch (s) {
	case STAGE_NF_PREROUTING:
	case STAGE_NF_BRIDGE_PREROUTING:
		return NF_INET_PRE_ROUTING;
	case STAGE_NF_INPUT:
	case STAGE_NF_BRIDGE_INPUT:
		return NF_INET_LOCAL_IN;
	case STAGE_NF_FORWARD:
	case STAGE_NF_BRIDGE_FORWARD:
		return NF_INET_FORWARD;
	case STAGE_NF_OUTPUT:
	case STAGE_NF_BRIDGE_OUTPUT:
		return NF_INET_LOCAL_OUT;
	case STAGE_NF_POSTROUTING:
	case STAGE_NF_BRIDGE_POSTROUTING:
		return NF_INET_POST_ROUTING;
	default:
		return -1;
	}
}

const struct object *filter_chain(const struct death *d)
{
	const struct hook_entry *entry = d->end->entry;
	const struct xt_chain *chain;
	int hook = stage_hook(d->end->stage);

	if (!entry)
		return NULL;
	if (entry->kind == ENTRY_NFT)
		return &entry->chain->obj;
	if (hook < 0)
		return NULL;
	chain = xt_chain_of_hook(entry->table, (uint8_t)hook);
	return chain ? &chain->obj : NULL;
}

static bool conntrack_sleeps(const struct death *d, const struct netns *ns)
{
	return ns->firewall &&
	       firewall_uses_conntrack(ns->firewall,
				       d->end->pkt.family == AF_INET ?
				       NFPROTO_IPV4 : NFPROTO_IPV6) == TRI_NO;
}

void filter_spec(const struct death *d, struct rule_spec *spec)
{
	const struct netns *ns = ns_of(d, d->end->netns);
	const struct link *in = d->end->iif ? netns_link(ns, d->end->iif) :
					      NULL;
	const struct link *out = d->end->oif ? netns_link(ns, d->end->oif) :
					       NULL;

	memset(spec, 0, sizeof(*spec));
	spec->action = SPEC_ACCEPT;
	switch (d->end->stage) {
	case STAGE_NF_PREROUTING:
	case STAGE_NF_INPUT:
	case STAGE_NF_INGRESS:
		out = NULL;
		break;
	case STAGE_NF_OUTPUT:
		in = NULL;
		break;
	case STAGE_NF_POSTROUTING:
		in = NULL;
		break;
	default:
		break;
	}
	spec->iif = in ? in->name : NULL;
	spec->oif = out ? out->name : NULL;
	/*
	 * An answer needs no more than that it is one; where conntrack sleeps,
	 * the rule itself wakes it.
	 */
	spec->established = d->end->dir == DIR_REPLY &&
			    (d->end->pkt.ctinfo == CT_ESTABLISHED_REPLY ||
			     conntrack_sleeps(d, ns));
}

void accept_fix_add(const struct death *d, struct fix *fix,
		    const struct object *chain, const struct rule_spec *spec)
{
	struct change c = {
		.kind = CHANGE_RULESET, .netns = d->end->netns,
	};

	c.edit.kind = EDIT_INSERT;
	c.edit.chain = chain;
	c.edit.spec = *spec;
	fix_add(d, fix, &c);
}

struct fix *accept_fix(const struct death *d, const struct object *chain,
		       const struct rule_spec *spec)
{
	struct fix *fix = fix_new(d, d->end->netns);

	accept_fix_add(d, fix, chain, spec);
	return fix;
}

/* What a packet of this question looks like, where no interface binds it. */
static void narrow(const struct death *d, struct rule_spec *spec)
{
	const struct packet *p = &d->end->pkt;

	spec->proto = p->proto;
	if (p->proto == IPPROTO_TCP || p->proto == IPPROTO_UDP) {
		if (d->end->dir == DIR_REQUEST)
			spec->dport = packet_dport(p);
		else
			spec->sport = packet_sport(p);
	}
	if (p->proto == IPPROTO_ICMP || p->proto == IPPROTO_ICMPV6) {
		spec->icmp_match = true;
		spec->icmp_type = packet_icmp_type(p);
	}
}

void mend_accept(const struct death *d, struct finding *f, fix_vec *out)
{
	const struct object *chain = filter_chain(d);
	struct rule_spec spec;
	struct rule_spec back;
	struct fix *both;

	if (!chain)
		return;
	filter_spec(d, &spec);
	if (d->end->stage == STAGE_NF_INPUT && d->end->dir == DIR_REQUEST)
		narrow(d, &spec);
	VEC_PUSH(d->arena, out, accept_fix(d, chain, &spec));
	if (f->dir == DIR_REPLY || d->end->stage != STAGE_NF_FORWARD)
		return;
	/* the same chain stands in the way of the answers, too */
	both = accept_fix(d, chain, &spec);
	back = spec;
	back.iif = spec.oif;
	back.oif = spec.iif;
	back.established = true;
	accept_fix_add(d, both, chain, &back);
	VEC_PUSH(d->arena, out, both);
}
