/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Targets CT and NOTRACK: net/netfilter/xt_CT.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/xt_CT.h>

struct ct_target {
	struct object obj;
	uint16_t flags;
	uint16_t zone;
	uint32_t events;
	uint32_t expect_events;
	const char *helper;
	const char *timeout;
};

static const struct field fields[] = {
	{ "flags", F(ct_target, flags), FT_U16 },
	{ "zone", F(ct_target, zone), FT_U16 },
	{ "events", F(ct_target, events), FT_U32 },
	{ "expect-events", F(ct_target, expect_events), FT_U32 },
	{ "helper", F(ct_target, helper), FT_STRING },
	{ "timeout", F(ct_target, timeout), FT_STRING },
	{ }
};

static int decode0(void *ext, const struct xt_blob *b)
{
	const struct xt_ct_target_info *i = b->p;
	struct ct_target *t = ext;

	t->flags = i->flags;
	t->zone = i->zone;
	t->events = i->ct_events;
	t->expect_events = i->exp_events;
	t->helper = xt_string(b, i->helper, sizeof(i->helper));
	t->timeout = "";
	return 0;
}

static int decode1(void *ext, const struct xt_blob *b)
{
	const struct xt_ct_target_info_v1 *i = b->p;
	struct ct_target *t = ext;

	t->flags = i->flags;
	t->zone = i->zone;
	t->events = i->ct_events;
	t->expect_events = i->exp_events;
	t->helper = xt_string(b, i->helper, sizeof(i->helper));
	t->timeout = xt_string(b, i->timeout, sizeof(i->timeout));
	return 0;
}

static void notrack_init(void *ext)
{
	struct ct_target *t = ext;

	t->flags = XT_CT_NOTRACK;
	t->helper = "";
	t->timeout = "";
}

/* A packet that has an entry, or was marked untracked, is left alone. */
static enum fw_verdict target(const void *ext, struct xt_ctx *c,
			      struct fw_result *res)
{
	const struct ct_target *t = ext;
	struct packet *p = c->e->pkt;

	(void)res;
	if (p->ct || p->ctinfo != CT_NONE || p->has_template)
		return FW_CONTINUE;
	if (t->flags & XT_CT_NOTRACK) {
		p->ctinfo = CT_UNTRACKED;
		return FW_CONTINUE;
	}
	if (t->flags & XT_CT_ZONE_MARK && !p->mark_known)
		return FW_UNKNOWN;
	p->has_template = true;
	p->template_zone = t->flags & XT_CT_ZONE_MARK ? (uint16_t)p->mark :
							t->zone;
	return FW_CONTINUE;
}

static void events_text(struct xt_print *p, const char *option, uint32_t bits,
			const struct value_name *names)
{
	const char *separator = "";

	xt_out(p, " --%s ", option);
	for (; names->name; names++) {
		if (!(bits & 1u << names->value))
			continue;
		xt_out(p, "%s%s", separator, names->name);
		separator = ",";
	}
}

static void zone_text(const struct ct_target *t, struct xt_print *p)
{
	uint16_t way = t->flags & (XT_CT_ZONE_DIR_ORIG | XT_CT_ZONE_DIR_REPL);

	if (!(t->flags & XT_CT_ZONE_MARK) && !t->zone)
		return;
	xt_out(p, " --zone%s", way == XT_CT_ZONE_DIR_ORIG ? "-orig" :
			       way == XT_CT_ZONE_DIR_REPL ? "-reply" : "");
	if (t->flags & XT_CT_ZONE_MARK)
		xt_out(p, " mark");
	else
		xt_out(p, " %u", t->zone);
}

static void text(const void *ext, struct xt_print *p)
{
	static const struct value_name events[] = {
		{ IPCT_NEW, "new" },
		{ IPCT_RELATED, "related" },
		{ IPCT_DESTROY, "destroy" },
		{ IPCT_REPLY, "reply" },
		{ IPCT_ASSURED, "assured" },
		{ IPCT_PROTOINFO, "protoinfo" },
		{ IPCT_HELPER, "helper" },
		{ IPCT_MARK, "mark" },
		{ IPCT_SEQADJ, "natseqinfo" },
		{ IPCT_SECMARK, "secmark" },
		{ }
	};
	static const struct value_name expect_events[] = {
		{ IPEXP_NEW, "new" },
		{ }
	};
	const struct ct_target *t = ext;

	if (t->flags & XT_CT_NOTRACK_ALIAS)
		return;
	if (t->flags & XT_CT_NOTRACK)
		xt_out(p, " --notrack");
	if (*t->helper)
		xt_out(p, " --helper %s", t->helper);
	if (*t->timeout)
		xt_out(p, " --timeout %s", t->timeout);
	if (t->events)
		events_text(p, "ctevents", t->events, events);
	if (t->expect_events)
		events_text(p, "expevents", t->expect_events, expect_events);
	zone_text(t, p);
}

static const char *alias(const void *ext)
{
	const struct ct_target *t = ext;

	return t->flags & XT_CT_NOTRACK_ALIAS ? "NOTRACK" : "CT";
}

static const struct field no_fields[] = { { } };

#define CT(revision_, struct_, decode_)                                \
	{ .object = XT_OBJECT("CT." #revision_, ct_target, fields),    \
	  .kind = XT_TARGET, .name = "CT", .revision = revision_,      \
	  .families = XT_INET, .flags = XT_F_CONNTRACK,                \
	  .size = sizeof(struct struct_), .decode = decode_,           \
	  .target = target, .text = text, .alias = alias }

const struct xt_type xt_ct_types[] = {
	CT(0, xt_ct_target_info, decode0),
	CT(1, xt_ct_target_info_v1, decode1),
	CT(2, xt_ct_target_info_v1, decode1),
	{ .object = { .name = "NOTRACK.0", .size = sizeof(struct ct_target),
		      .fields = no_fields, .init = notrack_init },
	  .kind = XT_TARGET, .name = "NOTRACK", .families = XT_INET,
	  .flags = XT_F_CONNTRACK, .target = target, .text = xt_text_none },
	{ }
};
