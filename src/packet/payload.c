/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Loads and stores by offset, as nft_payload_eval() does them: net/netfilter/
 * nft_payload.c. What lies within the packet but past what the walk keeps is
 * there and unknown.
 */
#include <errno.h>
#include <linux/if_ether.h>
#include <string.h>

#include "packet/packet.h"

/* The link-layer header as the kernel shows it: a tag is put back into it. */
static size_t l2_image(const struct packet *p, uint8_t *b, uint8_t *k)
{
	if (!p->l2.len)
		return 0;
	memcpy(b, p->l2.b, 14);
	memcpy(k, p->l2.k, 14);
	if (!(p->vlan & 0x1000))
		return 14;
	memmove(b + 16, b + 12, 2);
	memset(k + 12, 0xff, 6);
	b[12] = p->vlan_proto >> 8;
	b[13] = p->vlan_proto & 0xff;
	b[14] = (p->vlan >> 8) & 0x0f;
	b[15] = p->vlan & 0xff;
	return 18;
}

static int load_l2(const struct packet *p, uint32_t offset, uint32_t len,
		   uint8_t *out, uint8_t *k)
{
	uint8_t image[PACKET_L2_MAX + 4];
	uint8_t known[PACKET_L2_MAX + 4];
	size_t n = l2_image(p, image, known);

	if (!n || offset > n || len > n - offset)
		return -ENODATA;
	memcpy(out, image + offset, len);
	memcpy(k, known + offset, len);
	return 0;
}

/* Where a base begins, from the network header; false: no such header. */
static bool base_offset(const struct packet *p, enum payload_base base,
			uint32_t *start)
{
	switch (base) {
	case PAYLOAD_LL:
		return false;
	case PAYLOAD_NETWORK:
		*start = 0;
		return true;
	case PAYLOAD_TRANSPORT:
		*start = p->th;
		return p->th != 0;
	case PAYLOAD_INNER:
		if (!p->th)
			return false;
		/* nft_payload_inner_offset(): TCP by its length, UDP 8, … */
		*start = p->th + (p->proto == 6 ?
				  (uint32_t)(p->l3.b[p->th + 12] >> 4) * 4 : 8);
		return true;
	}
	return false;
}

int packet_load(const struct packet *p, enum payload_base base,
		uint32_t offset, uint32_t len, uint8_t *out, uint8_t *k)
{
	uint32_t start;

	if (base == PAYLOAD_LL)
		return load_l2(p, offset, len, out, k);
	if (!base_offset(p, base, &start))
		return -ENODATA;
	if (__builtin_add_overflow(start, offset, &start) ||
	    start > p->length || len > p->length - start)
		return -ENODATA;
	for (uint32_t i = 0; i < len; i++) {
		bool kept = start + i < p->l3.len;

		out[i] = kept ? p->l3.b[start + i] : 0;
		k[i] = kept ? p->l3.k[start + i] : 0;
	}
	return 0;
}

int packet_store(struct packet *p, enum payload_base base, uint32_t offset,
		 uint32_t len, const uint8_t *in, const uint8_t *k)
{
	uint32_t start;

	if (base == PAYLOAD_LL) {
		if (!p->l2.len || offset > 14 || len > 14 - offset)
			return -ENODATA;
		memcpy(p->l2.b + offset, in, len);
		memcpy(p->l2.k + offset, k, len);
		return 0;
	}
	if (!base_offset(p, base, &start) ||
	    __builtin_add_overflow(start, offset, &start) ||
	    start > p->length || len > p->length - start)
		return -ENODATA;
	for (uint32_t i = 0; i < len && start + i < p->l3.len; i++) {
		p->l3.b[start + i] = in[i];
		p->l3.k[start + i] = k[i];
	}
	return 0;
}
