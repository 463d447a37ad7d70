/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nft_socket.c: of the socket that the packet would reach. */
#include "firewall/nft/text.h"

static const struct value_name keys[] = {
	{ NFT_SOCKET_TRANSPARENT, "transparent" },
	{ NFT_SOCKET_MARK, "mark" },
	{ NFT_SOCKET_WILDCARD, "wildcard" },
	{ NFT_SOCKET_CGROUPV2, "cgroupv2" },
	{ 0, NULL },
};

static const struct field fields[] = {
	ROW_ENUM("key", nft_socket, key, NFTA_SOCKET_KEY, keys),
	ROW_U32("dreg", nft_socket, dreg, NFTA_SOCKET_DREG),
	ROW_U32("level", nft_socket, level, NFTA_SOCKET_LEVEL),
	{ 0 },
};

static bool socket_check(const struct nft_expr *x)
{
	const struct nft_socket *s = (const void *)x;

	return value_name(keys, s->key) && nft_reg_fits(s->dreg, 8);
}

static enum fw_verdict socket_eval(struct nft_regs *r,
				   const struct nft_expr *x)
{
	const struct nft_socket *s = (const void *)x;
	bool transparent = false;
	enum fw_verdict v;

	v = nft_test(r, r->e->ops->socket(r->e, NULL, 0, &transparent));
	if (v != FW_CONTINUE)
		return v;
	switch ((enum nft_socket_keys)s->key) {
	case NFT_SOCKET_TRANSPARENT:
		return nft_reg_u8(r, s->dreg, transparent);
	case NFT_SOCKET_MARK:
		return nft_reg_unknown(r, s->dreg, 4);
	case NFT_SOCKET_WILDCARD:
		return nft_reg_unknown(r, s->dreg, 1);
	case NFT_SOCKET_CGROUPV2:
		return nft_reg_unknown(r, s->dreg, 8);
	case __NFT_SOCKET_MAX:
		break;
	}
	return nft_unknown(r, "socket");
}

static void socket_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct nft_socket *s = (const void *)x;

	switch ((enum nft_socket_keys)s->key) {
	case NFT_SOCKET_TRANSPARENT:
		nft_text_load(t, s->dreg, "socket transparent", &nft_t_integer,
			      1);
		break;
	case NFT_SOCKET_MARK:
		nft_text_load(t, s->dreg, "socket mark", &nft_t_mark, 4);
		break;
	case NFT_SOCKET_WILDCARD:
		nft_text_load(t, s->dreg, "socket wildcard", &nft_t_integer, 1);
		break;
	case NFT_SOCKET_CGROUPV2:
		nft_text_load(t, s->dreg,
			      arena_printf(t->a, "socket cgroupv2 level %u",
					   s->level),
			      &nft_t_cgroup, 8);
		break;
	case __NFT_SOCKET_MAX:
		break;
	}
}

const struct expr_type nft_socket_expr = {
	.obj = { "socket", sizeof(struct nft_socket), fields, NULL },
	.role = ROLE_LOAD,
	.check = socket_check,
	.eval = socket_eval,
	.text = socket_text,
};
