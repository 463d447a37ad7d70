/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Matches sctp and dccp: net/netfilter/xt_sctp.c, xt_dccp.c. */
#include <ctype.h>

#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_dccp.h>
#include <linux/netfilter/xt_sctp.h>

/**
 * struct sctp - @flags: which criteria; XT_SCTP_* and XT_DCCP_* agree in the
 * ports
 * @chunkmap: 256 bits in words of the machine; @chunk_flags: three bytes each:
 *            type, flags, mask
 */
struct sctp {
	struct object obj;
	uint16_t sport_from;
	uint16_t sport_to;
	uint16_t dport_from;
	uint16_t dport_to;
	uint32_t flags;
	uint32_t invflags;
	uint32_t chunk_match;
	struct bytes chunkmap;
	struct bytes chunk_flags;
	uint16_t types;
	uint8_t option;
};

static const struct field sctp_fields[] = {
	{ "sport-from", F(sctp, sport_from), FT_U16 },
	{ "sport-to", F(sctp, sport_to), FT_U16 },
	{ "dport-from", F(sctp, dport_from), FT_U16 },
	{ "dport-to", F(sctp, dport_to), FT_U16 },
	{ "flags", F(sctp, flags), FT_U32 },
	{ "invflags", F(sctp, invflags), FT_U32 },
	{ "chunk-match", F(sctp, chunk_match), FT_U32 },
	{ "chunkmap", F(sctp, chunkmap), FT_BYTES },
	{ "chunk-flags", F(sctp, chunk_flags), FT_BYTES },
	{ }
};

static const struct field dccp_fields[] = {
	{ "sport-from", F(sctp, sport_from), FT_U16 },
	{ "sport-to", F(sctp, sport_to), FT_U16 },
	{ "dport-from", F(sctp, dport_from), FT_U16 },
	{ "dport-to", F(sctp, dport_to), FT_U16 },
	{ "flags", F(sctp, flags), FT_U32 },
	{ "invflags", F(sctp, invflags), FT_U32 },
	{ "types", F(sctp, types), FT_U16 },
	{ "option", F(sctp, option), FT_U8 },
	{ }
};

static int sctp_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_sctp_info *i = b->p;
	struct sctp *m = ext;

	if (i->flag_count < 0 || i->flag_count > XT_NUM_SCTP_FLAGS)
		return -EINVAL;
	m->sport_from = i->spts[0];
	m->sport_to = i->spts[1];
	m->dport_from = i->dpts[0];
	m->dport_to = i->dpts[1];
	m->flags = i->flags;
	m->invflags = i->invflags;
	m->chunk_match = i->chunk_match_type;
	m->chunkmap = xt_bytes(b, i->chunkmap, sizeof(i->chunkmap));
	m->chunk_flags = xt_bytes(b, i->flag_info,
				  (size_t)i->flag_count *
					  sizeof(i->flag_info[0]));
	return 0;
}

static int dccp_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_dccp_info *i = b->p;
	struct sctp *m = ext;

	m->sport_from = i->spts[0];
	m->sport_to = i->spts[1];
	m->dport_from = i->dpts[0];
	m->dport_to = i->dpts[1];
	m->flags = i->flags;
	m->invflags = i->invflags;
	m->types = i->typemask;
	m->option = i->option;
	return 0;
}

static enum tri match(const void *ext, struct xt_ctx *c)
{
	(void)ext;
	switch (c->e->pkt->proto) {
	case IPPROTO_SCTP:
	case IPPROTO_DCCP:
		return TRI_UNKNOWN;
	default:
		return TRI_NO;
	}
}

static void ports_text(const struct sctp *m, struct xt_print *p)
{
	if (m->flags & XT_SCTP_SRC_PORTS) {
		xt_not(p, m->invflags & XT_SCTP_SRC_PORTS);
		xt_out(p, " --sport ");
		xt_out_range(p, m->sport_from, m->sport_to);
	}
	if (m->flags & XT_SCTP_DEST_PORTS) {
		xt_not(p, m->invflags & XT_SCTP_DEST_PORTS);
		xt_out(p, " --dport ");
		xt_out_range(p, m->dport_from, m->dport_to);
	}
}

static bool chunk_set(const struct sctp *m, unsigned int type)
{
	uint32_t word;

	if (m->chunkmap.len < (type / 32 + 1) * 4)
		return false;
	memcpy(&word, m->chunkmap.p + type / 32 * 4, 4);
	return word & 1u << type % 32;
}

static unsigned int chunks(const struct sctp *m)
{
	unsigned int i, n = 0;

	for (i = 0; i < 256; i++)
		n += chunk_set(m, i);
	return n;
}

static const struct chunk {
	uint8_t type;
	const char *name;
	const char *flags;	/* bit 7 first */
} chunk_names[] = {
	{ 0, "DATA", "----IUBE" },
	{ 1, "INIT", "--------" },
	{ 2, "INIT_ACK", "--------" },
	{ 3, "SACK", "--------" },
	{ 4, "HEARTBEAT", "--------" },
	{ 5, "HEARTBEAT_ACK", "--------" },
	{ 6, "ABORT", "-------T" },
	{ 7, "SHUTDOWN", "--------" },
	{ 8, "SHUTDOWN_ACK", "--------" },
	{ 9, "ERROR", "--------" },
	{ 10, "COOKIE_ECHO", "--------" },
	{ 11, "COOKIE_ACK", "--------" },
	{ 12, "ECN_ECNE", "--------" },
	{ 13, "ECN_CWR", "--------" },
	{ 14, "SHUTDOWN_COMPLETE", "-------T" },
	{ 193, "ASCONF", "--------" },
	{ 128, "ASCONF_ACK", "--------" },
	{ 192, "FORWARD_TSN", "--------" },
};

static void chunk_flags_text(const struct chunk *k, uint8_t flags,
			     uint8_t mask, struct xt_print *p)
{
	int i;

	if (mask)
		xt_out(p, ":");
	for (i = 7; i >= 0; i--) {
		char c = k->flags[7 - i];

		if (mask & 1 << i)
			xt_out(p, "%c", flags & 1 << i ? c : tolower(c));
	}
}

static void chunk_text(const struct sctp *m, unsigned int type,
		       struct xt_print *p)
{
	const struct chunk *k = NULL;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(chunk_names); i++)
		if (chunk_names[i].type == type)
			k = &chunk_names[i];
	if (!k)
		return;
	xt_out(p, "%s", k->name);
	for (i = 0; i + 2 < m->chunk_flags.len; i += 3)
		if (m->chunk_flags.p[i] == type)
			chunk_flags_text(k, m->chunk_flags.p[i + 1],
					 m->chunk_flags.p[i + 2], p);
}

static void chunks_text(const struct sctp *m, struct xt_print *p)
{
	const char *separator = " ";
	unsigned int i, n = chunks(m);

	xt_out(p, m->chunk_match == SCTP_CHUNK_MATCH_ANY ? " any" :
		  m->chunk_match == SCTP_CHUNK_MATCH_ALL ? " all" : " only");
	if (!n || n == 256) {
		xt_out(p, n ? " ALL" : " NONE");
		return;
	}
	for (i = 0; i < 256; i++) {
		if (!chunk_set(m, i))
			continue;
		xt_out(p, "%s", separator);
		chunk_text(m, i, p);
		separator = ",";
	}
}

static void sctp_text(const void *ext, struct xt_print *p)
{
	const struct sctp *m = ext;

	ports_text(m, p);
	if (!(m->flags & XT_SCTP_CHUNK_TYPES))
		return;
	xt_not(p, m->invflags & XT_SCTP_CHUNK_TYPES);
	xt_out(p, " --chunk-types");
	chunks_text(m, p);
}

static void dccp_text(const void *ext, struct xt_print *p)
{
	static const char *const names[] = {
		"REQUEST", "RESPONSE", "DATA", "ACK", "DATAACK", "CLOSEREQ",
		"CLOSE", "RESET", "SYNC", "SYNCACK", "INVALID",
	};
	const struct sctp *m = ext;
	const char *separator = " ";
	size_t i;

	ports_text(m, p);
	if (m->flags & XT_DCCP_TYPE) {
		xt_not(p, m->invflags & XT_DCCP_TYPE);
		xt_out(p, " --dccp-types");
		for (i = 0; i < ARRAY_SIZE(names); i++) {
			if (!(m->types & 1u << i))
				continue;
			xt_out(p, "%s%s", separator, names[i]);
			separator = ",";
		}
	}
	if (m->flags & XT_DCCP_OPTION) {
		xt_not(p, m->invflags & XT_DCCP_OPTION);
		xt_out(p, " --dccp-option %u", m->option);
	}
}

const struct xt_type xt_sctp_types[] = {
	{ .object = XT_OBJECT("sctp.0", sctp, sctp_fields),
	  .name = "sctp", .families = XT_INET,
	  .size = sizeof(struct xt_sctp_info),
	  .decode = sctp_decode, .match = match, .text = sctp_text },
	{ .object = XT_OBJECT("dccp.0", sctp, dccp_fields),
	  .name = "dccp", .families = XT_INET,
	  .size = sizeof(struct xt_dccp_info),
	  .decode = dccp_decode, .match = match, .text = dccp_text },
	{ }
};
