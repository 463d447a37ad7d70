/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Target NFQUEUE: net/netfilter/xt_NFQUEUE.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_NFQUEUE.h>

struct nfqueue {
	struct object obj;
	uint16_t queue;
	uint16_t total;
	uint16_t flags;		/* NFQ_FLAG_* */
};

static const struct field fields[] = {
	{ "queue", F(nfqueue, queue), FT_U16 },
	{ "total", F(nfqueue, total), FT_U16 },
	{ "flags", F(nfqueue, flags), FT_U16 },
	{ }
};

/* Each revision is the one before with a member behind it. */
static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_NFQ_info_v3 *i = b->p;
	struct nfqueue *t = ext;
	uint8_t revision = xt_type_of(&t->obj)->revision;

	t->queue = i->queuenum;
	t->total = revision >= 1 ? i->queues_total : 1;
	t->flags = revision >= 2 ? i->flags : 0;
	if (!t->total || t->queue + t->total > 65536)
		return -EINVAL;
	return t->flags & ~NFQ_FLAG_MASK ? -EINVAL : 0;
}

static enum fw_verdict target(const void *ext, struct xt_ctx *c,
			      struct fw_result *res)
{
	const struct nfqueue *t = ext;

	(void)c;
	res->queue = t->queue;
	res->queue_last = (uint16_t)(t->queue + t->total - 1);
	res->bypass = t->flags & NFQ_FLAG_BYPASS;
	return FW_QUEUE;
}

static void text(const void *ext, struct xt_print *p)
{
	const struct nfqueue *t = ext;

	if (t->total > 1)
		xt_out(p, " --queue-balance %u:%u", t->queue,
		       t->queue + t->total - 1);
	else
		xt_out(p, " --queue-num %u", t->queue);
	if (t->flags & NFQ_FLAG_BYPASS)
		xt_out(p, " --queue-bypass");
	if (t->flags & NFQ_FLAG_CPU_FANOUT)
		xt_out(p, " --queue-cpu-fanout");
}

#define NFQUEUE(revision_, struct_)                                     \
	{ .object = XT_OBJECT("NFQUEUE." #revision_, nfqueue, fields), \
	  .kind = XT_TARGET, .name = "NFQUEUE", .revision = revision_, \
	  .families = XT_ANY, .size = sizeof(struct struct_),          \
	  .decode = decode, .target = target, .text = text }

const struct xt_type xt_nfqueue_types[] = {
	NFQUEUE(0, xt_NFQ_info),
	NFQUEUE(1, xt_NFQ_info_v1),
	NFQUEUE(2, xt_NFQ_info_v2),
	NFQUEUE(3, xt_NFQ_info_v3),
	{ }
};
