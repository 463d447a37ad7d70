/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_fib*.c: what the routing tables say of an address of the packet. */
#include <netinet/in.h>

#include <linux/rtnetlink.h>
#include <net/if.h>

#include "firewall/nft/text.h"

#define KNOWN_FLAGS                                                          \
	((uint32_t)(NFTA_FIB_F_SADDR | NFTA_FIB_F_DADDR | NFTA_FIB_F_MARK |  \
		    NFTA_FIB_F_IIF | NFTA_FIB_F_OIF | NFTA_FIB_F_PRESENT))
#define LOOPBACK_IFINDEX 1

static const struct value_name results[] = {
	{ NFT_FIB_RESULT_OIF, "oif" },
	{ NFT_FIB_RESULT_OIFNAME, "oifname" },
	{ NFT_FIB_RESULT_ADDRTYPE, "type" },
	{ 0, NULL },
};

static const struct field fields[] = {
	ROW_U32("dreg", nft_fib, dreg, NFTA_FIB_DREG),
	ROW_ENUM("result", nft_fib, result, NFTA_FIB_RESULT, results),
	ROW_U32("flags", nft_fib, flags, NFTA_FIB_FLAGS),
	{ 0 },
};

static bool fib_check(const struct nft_expr *x)
{
	const struct nft_fib *f = (const void *)x;

	return value_name(results, f->result) && !(f->flags & ~KNOWN_FLAGS) &&
	       nft_reg_fits(f->dreg, f->result == NFT_FIB_RESULT_OIFNAME ? 16
									  : 4);
}

static bool v4_broadcast(const struct ip_addr *a)
{
	return ip4_value(a) == htonl(0xffffffff);
}

static bool v4_zeronet(const struct ip_addr *a)
{
	return a->family == AF_INET && a->b[0] == 0;
}

static const struct link *asked_device(const struct nft_regs *r,
				       const struct nft_fib *f)
{
	if (f->flags & NFTA_FIB_F_OIF)
		return r->e->out;
	return f->flags & NFTA_FIB_F_IIF ? r->e->in : NULL;
}

/* get_saddr(): what cannot be a source is left out of the key. */
static struct ip_addr source_for(const struct ip_addr *a)
{
	if (v4_zeronet(a) || ip_is_multicast(a) ||
	    (a->family == AF_INET && v4_broadcast(a)))
		return (struct ip_addr){ .family = a->family };
	return *a;
}

static struct fib_question question(const struct nft_regs *r,
				    const struct nft_fib *f)
{
	const struct packet *p = r->e->pkt;
	struct ip_addr src = packet_src(p);
	struct ip_addr dst = packet_dst(p);
	struct fib_question q = {
		.family = p->family,
		.iif = LOOPBACK_IFINDEX,
		.tos = packet_tos(p),
	};

	if (f->flags & NFTA_FIB_F_DADDR) {
		q.dst = dst;
		q.src = source_for(&src);
	} else {
		q.dst = src;
		q.src = source_for(&dst);
		/* Since 6.1: the way back, as if it came by where this leaves. */
		if (r->e->hook == NF_INET_FORWARD &&
		    (f->flags & NFTA_FIB_F_IIF) && r->e->out)
			q.iif = r->e->out->index;
	}
	if (f->flags & NFTA_FIB_F_MARK)
		q.mark = p->mark;
	return q;
}

static enum fw_verdict type_ask(struct nft_regs *r, const struct nft_fib *f,
				const struct fib_question *q,
				const struct link *dev)
{
	bool v6 = q->family == AF_INET6;
	struct fib_result res = { .found = false };

	if (r->e->ops->fib(r->e, q, &res) == TRI_UNKNOWN)
		return nft_reg_unknown(r, f->dreg, 4);
	if (!res.found)
		return nft_reg_u32(r, f->dreg,
				   v6 ? RTN_UNREACHABLE : RTN_UNICAST);
	/* inet_dev_addr_type(): of another device it is no address of ours. */
	if (dev && res.oif != dev->index)
		return nft_reg_u32(r, f->dreg, RTN_UNICAST);
	return nft_reg_u32(r, f->dreg, res.type);
}

/* nft_fib4_eval_type(), nft_fib6_eval_type() */
static enum fw_verdict type_eval(struct nft_regs *r, const struct nft_fib *f)
{
	struct fib_question q = question(r, f);

	q.src.family = 0;
	q.iif = LOOPBACK_IFINDEX;
	if (q.family == AF_INET && (v4_zeronet(&q.dst) || v4_broadcast(&q.dst)))
		return nft_reg_u32(r, f->dreg, RTN_BROADCAST);
	if (ip_is_multicast(&q.dst))
		return nft_reg_u32(r, f->dreg, RTN_MULTICAST);
	q.local_only = q.family == AF_INET;
	return type_ask(r, f, &q, asked_device(r, f));
}

static enum fw_verdict store(struct nft_regs *r, const struct nft_fib *f,
			     const struct link *l, uint32_t oif)
{
	if (f->flags & NFTA_FIB_F_PRESENT)
		return nft_reg_u32(r, f->dreg, oif != 0);
	if (f->result == NFT_FIB_RESULT_OIF)
		return nft_reg_u32(r, f->dreg, oif);
	if (!oif)
		return nft_reg_name(r, f->dreg, "");
	if (!l && r->e->ns)
		l = netns_link(r->e->ns, oif);
	return l ? nft_reg_name(r, f->dreg, l->name)
		 : nft_reg_unknown(r, f->dreg, 16);
}

static enum fw_verdict store_unknown(struct nft_regs *r,
				     const struct nft_fib *f)
{
	if (f->flags & NFTA_FIB_F_PRESENT)
		return nft_reg_between(r, f->dreg, 0, 1);
	return nft_reg_unknown(r, f->dreg,
			       f->result == NFT_FIB_RESULT_OIF ? 4 : 16);
}

/* Passed without a look-up: from lo, and those who have no address yet. */
static bool passes(const struct nft_regs *r, const struct packet *p)
{
	struct ip_addr src = packet_src(p);
	struct ip_addr dst = packet_dst(p);

	if (r->e->hook == NF_INET_PRE_ROUTING && r->e->in &&
	    (r->e->in->flags & IFF_LOOPBACK))
		return true;
	if (p->family == AF_INET)
		return v4_zeronet(&src) &&
		       (v4_broadcast(&dst) ||
			(dst.b[0] == 224 && !dst.b[1] && !dst.b[2]));
	return ip_is_zero(&src) && ip_is_linklocal(&dst);
}

static enum fw_verdict with_device(struct nft_regs *r, const struct nft_fib *f,
				   const struct fib_question *q,
				   const struct link *dev)
{
	switch (r->e->ops->fib_uses(r->e, q, dev->index)) {
	case TRI_YES:
		return store(r, f, dev, dev->index);
	case TRI_NO:
		return store(r, f, NULL, 0);
	case TRI_UNKNOWN:
		break;
	}
	return store_unknown(r, f);
}

/* nft_fib4_eval(), nft_fib6_eval() */
static enum fw_verdict device_eval(struct nft_regs *r, const struct nft_fib *f)
{
	const struct link *dev = asked_device(r, f);
	struct fib_question q = question(r, f);
	struct fib_result res = { .found = false };

	if (passes(r, r->e->pkt) && r->e->in)
		return store(r, f, r->e->in, r->e->in->index);
	/* Of IPv6 the look-up is strict on the device. */
	if (q.family == AF_INET6 && dev && ip_is_linklocal(&q.dst))
		q.oif = dev->index;
	if (r->e->ops->fib(r->e, &q, &res) == TRI_UNKNOWN)
		return store_unknown(r, f);
	if (!res.found || res.type != RTN_UNICAST)
		return store(r, f, NULL, 0);
	if (dev)
		return with_device(r, f, &q, dev);
	return store(r, f, NULL, res.oif);
}

static enum fw_verdict fib_eval(struct nft_regs *r, const struct nft_expr *x)
{
	const struct nft_fib *f = (const void *)x;

	if (r->e->pkt->kind == PACKET_ARP)
		return FW_BREAK;
	if (!r->e->pkt->mark_known && (f->flags & NFTA_FIB_F_MARK))
		return f->result == NFT_FIB_RESULT_ADDRTYPE
			       ? nft_reg_unknown(r, f->dreg, 4)
			       : store_unknown(r, f);
	return f->result == NFT_FIB_RESULT_ADDRTYPE ? type_eval(r, f)
						    : device_eval(r, f);
}

static void fib_text(struct nft_text *t, const struct nft_expr *x)
{
	static const struct {
		uint32_t flag;
		const char *word;
	} words[] = {
		{ NFTA_FIB_F_SADDR, "saddr" }, { NFTA_FIB_F_DADDR, "daddr" },
		{ NFTA_FIB_F_MARK, "mark" },   { NFTA_FIB_F_IIF, "iif" },
		{ NFTA_FIB_F_OIF, "oif" },
	};
	const struct nft_fib *f = (const void *)x;
	const struct nft_dtype *type = &nft_t_ifindex;
	struct strbuf out;

	strbuf_init(&out, t->a);
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (f->flags & words[i].flag)
			strbuf_addf(&out, "%s%s", out.len ? " . " : "",
				    words[i].word);
	if (f->flags & NFTA_FIB_F_PRESENT)
		type = &nft_t_boolean;
	else if (f->result == NFT_FIB_RESULT_OIFNAME)
		type = &nft_t_ifname;
	else if (f->result == NFT_FIB_RESULT_ADDRTYPE)
		type = &nft_t_fib_type;
	nft_text_load(t, f->dreg,
		      arena_printf(t->a, "fib %s %s", out.s,
				   value_name(results, f->result)),
		      type, type == &nft_t_ifname ? 16 : 4);
}

const struct expr_type nft_fib_expr = {
	.obj = { "fib", sizeof(struct nft_fib), fields, NULL },
	.role = ROLE_LOAD,
	.check = fib_check,
	.eval = fib_eval,
	.text = fib_text,
};
