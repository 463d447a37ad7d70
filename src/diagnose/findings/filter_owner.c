/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FLT: drops whose owner is a kind of cause of its own. */
#include <string.h>
#include <netinet/in.h>

#include "diagnose/findings/filter_fix.h"
#include "firewall/nft/nft.h"
#include "firewall/xt/xt.h"

static bool in_chain(const struct death *d, const char *prefix)
{
	struct fw_place place;

	if (!is_filtered(d))
		return false;
	filter_place(d, &place);
	return place.chain && !strncmp(place.chain, prefix, strlen(prefix));
}

static bool table_is(const struct death *d, const char *name)
{
	struct fw_place place;

	filter_place(d, &place);
	return place.table && !strcmp(place.table, name);
}

/* ---- FLT12 ---- */

static bool detect_docker_user(const struct death *d, struct finding *f)
{
	if (!in_chain(d, "DOCKER-USER"))
		return false;
	f->title = "a rule in DOCKER-USER drops the packet";
	filter_fill(d, f);
	return true;
}

static const struct explain explain_docker_user = {
	.means = "A rule that somebody added to Docker's chain for such rules "
		 "drops the packet.",
	.seen = "The walk dies in chain DOCKER-USER.",
	.notice = "Silence; often answers alone, where the rule forgets "
		  "established connections.",
	.confused = "the plain RETURN that Docker puts there",
	.mend = "accept established connections before it",
	.seen_in = "rules meant for published ports",
};

const struct finding_type docker_user_drop = {
	.code = "docker-user-drop",
	.second = "FLT12",
	.summary = "a rule in DOCKER-USER drops it",
	.detect = detect_docker_user,
	.mend = mend_accept,
	.explain = &explain_docker_user,
};

/* ---- FLT02: Docker's policy over somebody else's bridge ---- */

/* Has the table whose base chain dropped it a chain of this name? */
static bool table_holds(const struct death *d, const char *prefix)
{
	const struct hook_entry *e = d->end->entry;
	size_t len = strlen(prefix);

	if (!e)
		return false;
	if (e->kind == ENTRY_NFT) {
		const struct nft_table *t = e->chain->table;

		for (size_t i = 0; t && i < t->chains.n; i++)
			if (!strncmp(t->chains.v[i]->name, prefix, len))
				return true;
		return false;
	}
	for (size_t i = 0; i < e->table->chains.n; i++)
		if (!strncmp(e->table->chains.v[i]->name, prefix, len))
			return true;
	return false;
}

/* "br-" and the first twelve digits of a network's id */
static bool docker_bridge(const char *name)
{
	return !strncmp(name, "br-", 3) && strlen(name) == 15 &&
	       strspn(name + 3, "0123456789abcdef") == 12;
}

static bool detect_docker_forward(const struct death *d, struct finding *f)
{
	const char *in = if_name(d, d->end->netns, d->end->iif);

	if (!is_filtered(d) || d->end->reason != REASON_POLICY ||
	    d->end->stage != STAGE_NF_FORWARD || !table_holds(d, "DOCKER-") ||
	    d->end->dir != DIR_REQUEST ||
	    !strcmp(in, "docker0") || docker_bridge(in))
		return false;
	f->title = arena_printf(d->arena, "Docker's forward policy drops what "
				"comes from %s", in);
	filter_fill(d, f);
	f->owner = "Docker";
	f->owner_by = "Docker sets this policy when it turns forwarding on; "
		      "its chains are here";
	return true;
}

static const struct explain explain_docker_forward = {
	.means = "Docker sets the policy of FORWARD to DROP for the whole host "
		 "and accepts its own bridges alone.",
	.seen = "The packet enters by a bridge that is not Docker's and reaches "
		"that policy.",
	.notice = "Silence, since Docker was installed or restarted.",
	.confused = "forward-drop, where the policy is somebody else's",
	.mend = "an accept in DOCKER-USER for the bridge, in both directions",
	.seen_in = "LXD, libvirt or hand-made bridges beside Docker",
};

const struct finding_type docker_forward_drop = {
	.code = "docker-forward-drop",
	.second = "FLT02",
	.summary = "Docker's forward policy catches a bridge that is not its own",
	.detect = detect_docker_forward,
	.mend = mend_accept,
	.explain = &explain_docker_forward,
};

/* ---- FLT05, FLT06, FLT10 ---- */

static bool detect_ufw(const struct death *d, struct finding *f)
{
	bool policy = d->end->reason == REASON_POLICY &&
		      (table_holds(d, "ufw-before-forward") ||
		       table_holds(d, "ufw6-before-forward"));

	if (d->end->stage != STAGE_NF_FORWARD ||
	    !(in_chain(d, "ufw-") || in_chain(d, "ufw6-") || policy))
		return false;
	f->title = arena_printf(d->arena, "ufw denies what is routed from %s",
				if_name(d, d->end->netns, d->end->iif));
	filter_fill(d, f);
	return true;
}

static void mend_ufw(const struct death *d, struct finding *f, fix_vec *out)
{
	mend_accept(d, f, out);
	for (size_t i = 0; i < out->n; i++) {
		out->v[i]->lasts = "ufw reload";
		out->v[i]->keep = arena_printf(
			d->arena, "ufw route allow in on %s out on %s",
			if_name(d, d->end->netns, d->end->iif),
			if_name(d, d->end->netns, d->end->oif));
	}
}

static const struct explain explain_ufw = {
	.means = "ufw denies routed traffic unless a rule of its allows it.",
	.seen = "The packet dies in a ufw chain of the forward hook.",
	.notice = "Silence, or a refusal where the policy is REJECT.",
	.confused = "deny (routed) on a Docker host, whose chains are asked "
		    "first",
	.mend = "ufw route allow in on BRIDGE out on UPLINK",
	.seen_in = "LXD and libvirt hosts with ufw",
};

const struct finding_type ufw_route_deny = {
	.code = "ufw-route-deny",
	.second = "FLT05",
	.summary = "ufw denies routed traffic",
	.detect = detect_ufw,
	.mend = mend_ufw,
	.explain = &explain_ufw,
};

static bool detect_firewalld(const struct death *d, struct finding *f)
{
	if (!is_filtered(d) || d->end->stage != STAGE_NF_FORWARD ||
	    !table_is(d, "firewalld") ||
	    d->end->fw.reject == REJECT_NONE)
		return false;
	f->title = arena_printf(d->arena, "firewalld rejects %s to %s",
				if_name(d, d->end->netns, d->end->iif),
				if_name(d, d->end->netns, d->end->oif));
	filter_fill(d, f);
	return true;
}

static void mend_firewalld(const struct death *d, struct finding *f,
			   fix_vec *out)
{
	mend_accept(d, f, out);
	for (size_t i = 0; i < out->n; i++) {
		out->v[i]->lasts = "firewalld reload";
		out->v[i]->keep = arena_printf(
			d->arena, "firewall-cmd --permanent --zone=trusted "
			"--add-interface=%s",
			if_name(d, d->end->netns, d->end->iif));
	}
}

static const struct explain explain_firewalld = {
	.means = "firewalld rejects what is forwarded between these zones.",
	.seen = "The packet ends in a reject of table firewalld.",
	.notice = "\"Packet filtered\", \"No route to host\".",
	.confused = "forward-drop, for a zone whose target is DROP",
	.mend = "firewall-cmd --permanent --zone=trusted --add-interface=BRIDGE",
	.seen_in = "container bridges in no zone",
};

const struct finding_type firewalld_reject = {
	.code = "firewalld-reject",
	.second = "FLT06",
	.summary = "firewalld rejects what is forwarded",
	.detect = detect_firewalld,
	.mend = mend_firewalld,
	.explain = &explain_firewalld,
};

static bool detect_banned(const struct death *d, struct finding *f)
{
	if (!in_chain(d, "f2b-") && !(is_filtered(d) &&
				      (table_is(d, "f2b-table") ||
				       table_is(d, "crowdsec"))))
		return false;
	f->title = arena_printf(d->arena, "%s bans an address of this packet",
				filter_where(d));
	filter_fill(d, f);
	return true;
}

static const struct explain explain_banned = {
	.means = "A program that bans addresses has banned one of this packet's.",
	.seen = "The walk dies in a chain or table of that program.",
	.notice = "Silence or a refusal, for one address alone.",
	.confused = "such chains on the input hook, which forwarded packets "
		    "never meet",
	.mend = "fail2ban-client set JAIL unbanip ADDRESS",
	.seen_in = "a resolver or gateway that was banned by mistake",
};

const struct finding_type address_banned = {
	.code = "address-banned",
	.second = "FLT10",
	.summary = "a banning program dropped the address",
	.detect = detect_banned,
	.mend = mend_accept,
	.explain = &explain_banned,
};
