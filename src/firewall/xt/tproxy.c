/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Target TPROXY: net/netfilter/xt_TPROXY.c. */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_TPROXY.h>

struct tproxy {
	struct object obj;
	uint32_t mark;
	uint32_t mask;
	struct ip_addr address;
	uint16_t port;
};

static const struct field fields[] = {
	{ "mark", F(tproxy, mark), FT_U32 },
	{ "mask", F(tproxy, mask), FT_U32 },
	{ "address", F(tproxy, address), FT_ADDRESS },
	{ "port", F(tproxy, port), FT_U16 },
	{ }
};

static int decode0(void *ext, const struct xt_blob *b)
{
	const struct xt_tproxy_target_info *i = b->p;
	struct tproxy *t = ext;

	t->mark = i->mark_value;
	t->mask = i->mark_mask;
	t->address = ip4(i->laddr);
	t->port = ntohs(i->lport);
	return 0;
}

static int decode1(void *ext, const struct xt_blob *b)
{
	const struct xt_tproxy_target_info_v1 *i = b->p;
	struct tproxy *t = ext;

	t->mark = i->mark_value;
	t->mask = i->mark_mask;
	t->address = xt_address(b, &i->laddr);
	t->port = ntohs(i->lport);
	return 0;
}

/* nf_tproxy_laddr4(): without an address, the first of the device it came by. */
static struct ip_addr listen_address(const struct tproxy *t,
				     const struct eval *e)
{
	struct address *const *a;

	if (!ip_is_zero(&t->address) || !e->in)
		return t->address;
	VEC_FOR_EACH(&e->ns->addresses, a)
		if ((*a)->ifindex == e->in->index &&
		    (*a)->local.family == t->address.family)
			return (*a)->local;
	return packet_dst(e->pkt);
}

/* Unlike nft's tproxy, it drops what no transparent socket takes. */
static enum fw_verdict target(const void *ext, struct xt_ctx *c,
			      struct fw_result *res)
{
	const struct tproxy *t = ext;
	struct packet *p = c->e->pkt;
	struct ip_addr to = listen_address(t, c->e);
	bool transparent = false;
	enum tri found;

	(void)res;
	found = c->e->ops->socket(c->e, &to,
				  t->port ? t->port : packet_dport(p),
				  &transparent);
	if (found == TRI_UNKNOWN) {
		transparent = c->e->ops->decide(c->e, c->rule, "TPROXY");
		found = tri_of(transparent);
	}
	if (found == TRI_NO || !transparent)
		return FW_DROP;
	p->mark = (p->mark & ~t->mask) ^ t->mark;
	if (t->mask == UINT32_MAX)
		p->mark_known = true;
	return FW_ACCEPT;
}

static void text(const void *ext, struct xt_print *p)
{
	const struct tproxy *t = ext;

	xt_out(p, " --on-port %u --on-ip ", t->port);
	xt_out_address(p, &t->address);
	xt_out(p, " --tproxy-mark 0x%x/0x%x", t->mark, t->mask);
}

const struct xt_type xt_tproxy_types[] = {
	{ .object = XT_OBJECT("TPROXY.0", tproxy, fields),
	  .kind = XT_TARGET, .name = "TPROXY", .families = XT_IP,
	  .size = sizeof(struct xt_tproxy_target_info),
	  .decode = decode0, .target = target, .text = text },
	{ .object = XT_OBJECT("TPROXY.1", tproxy, fields),
	  .kind = XT_TARGET, .name = "TPROXY", .revision = 1,
	  .families = XT_INET, .size = sizeof(struct xt_tproxy_target_info_v1),
	  .decode = decode1, .target = target, .text = text },
	{ }
};
