/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * packet - what a packet is
 *
 * Owns:     header bytes with a mask of known bytes, the metadata that the
 *           kernel carries beside them (devices, mark, conntrack entry, bridge
 *           information), constructors for probes and answers.
 * Takes:    addresses and ports.
 * Gives:    a struct packet that stages of the walk change.
 * Must not: look at rules or routes.
 * Start at: struct packet.
 */
#ifndef NSD_PACKET_H
#define NSD_PACKET_H

#include "model/model.h"

#define PACKET_L2_MAX 18
#define PACKET_L3_MAX 160

/**
 * struct known - bytes of which each may be unknown
 * @b: values; @k: 0xff where the byte is known, 0 where it is not
 * @len: bytes that exist
 */
struct l2_header {
	uint8_t b[PACKET_L2_MAX];
	uint8_t k[PACKET_L2_MAX];
	uint8_t len;		/* 0: no MAC header (yet), 14 */
};

struct l3_packet {
	uint8_t b[PACKET_L3_MAX];	/* from the IP (or ARP) header on */
	uint8_t k[PACKET_L3_MAX];
	uint16_t len;			/* bytes kept here */
};

/** enum ct_info - IP_CT_*, with "none" (invalid) and untracked beside */
enum ct_info {
	CT_NONE = 0,		/* no entry: state invalid */
	CT_UNTRACKED,
	CT_NEW,
	CT_ESTABLISHED,
	CT_ESTABLISHED_REPLY,
	CT_RELATED,
	CT_RELATED_REPLY,
};

/** struct tuple - one direction of a connection, network order inside */
struct tuple {
	struct ip_addr src;
	struct ip_addr dst;
	uint8_t proto;
	uint16_t sport;		/* host order; ICMP: id */
	uint16_t dport;		/* host order; ICMP: type << 8 | code */
	bool sport_known;
};

/* IPS_* of include/uapi/linux/netfilter/nf_conntrack_common.h */
enum ct_status {
	CT_STATUS_EXPECTED	= 1 << 0,
	CT_STATUS_SEEN_REPLY	= 1 << 1,
	CT_STATUS_ASSURED	= 1 << 2,
	CT_STATUS_CONFIRMED	= 1 << 3,
	CT_STATUS_SRC_NAT	= 1 << 4,
	CT_STATUS_DST_NAT	= 1 << 5,
	CT_STATUS_SRC_NAT_DONE	= 1 << 7,
	CT_STATUS_DST_NAT_DONE	= 1 << 8,
};

/**
 * struct conn - a conntrack entry that the walk made in one namespace
 * @orig: as first seen; @reply: the inverse of the translated tuple
 * @mark_known: false once a set of unknown value was applied
 */
struct conn {
	uint32_t netns;
	uint16_t zone;
	struct tuple orig;
	struct tuple reply;
	uint32_t status;	/* enum ct_status */
	uint32_t mark;
	bool mark_known;
	uint8_t labels[16];
	const struct object *dnat_by;	/* rule that translated, or NULL */
	const struct object *snat_by;
};

/** enum pkt_type - PACKET_* of linux/if_packet.h */
enum pkt_type {
	PKT_HOST = 0,
	PKT_BROADCAST = 1,
	PKT_MULTICAST = 2,
	PKT_OTHERHOST = 3,
};

/**
 * struct nf_bridge - what br_netfilter hangs on a frame
 * @physin: port it came in by (ifindex), 0: none
 * @physout: port it leaves by, only while it is bridged
 */
struct nf_bridge {
	bool active;
	uint32_t physin;
	uint32_t physout;
	bool prerouting_done;	/* PREROUTING ran at the bridge: skip it above */
	struct ip_addr orig_dst;
	bool was_otherhost;
};

/** enum packet_kind - what the walk wants of it */
enum packet_kind {
	PACKET_IP,
	PACKET_ARP,
	PACKET_ND,		/* a neighbour solicitation or advertisement */
};

/**
 * struct packet - one packet on its way
 * @netns: number of the namespace it is in
 * @length: L3 length in bytes as the wire would have it (@l3 may hold less)
 * @th: offset of the transport header in @l3; 0: none known
 * @proto: transport protocol (last header for IPv6)
 * @iif, @oif: ifindex as the present stage sees them, 0 for none
 * @sport_first, @sport_last: range of an unknown source port, host order
 * @has_socket: a full socket of @netns owns it; @uid, @gid then count
 * @uid_known: false when the walk starts from a namespace and root is assumed
 * @gso: never for probes
 */
struct packet {
	enum packet_kind kind;
	uint32_t netns;
	uint8_t family;		/* AF_INET, AF_INET6; ARP: AF_INET */
	struct l2_header l2;
	uint16_t ethertype;	/* host order */
	uint16_t vlan;		/* VLAN_N_VID | present bit 0x1000; 0: untagged */
	uint16_t vlan_proto;
	struct l3_packet l3;
	uint32_t length;
	uint16_t th;
	uint8_t proto;
	uint32_t iif;
	uint32_t oif;
	uint32_t mark;
	bool mark_known;
	uint32_t priority;
	enum pkt_type pkt_type;
	enum ct_info ctinfo;
	struct conn *ct;
	uint16_t template_zone;
	bool has_template;
	struct nf_bridge bridge;
	bool has_socket;
	bool uid_known;
	uint32_t uid;
	uint32_t gid;
	uint32_t bound_if;	/* SO_BINDTODEVICE */
	uint16_t sport_first;
	uint16_t sport_last;
	uint32_t hops;
};

/** struct probe - what to ask about */
struct probe {
	uint8_t family;
	uint8_t proto;		/* IPPROTO_ICMP, _ICMPV6, _TCP, _UDP or another */
	struct ip_addr dst;
	struct ip_addr src;	/* family 0: the kernel chooses */
	uint16_t sport;		/* 0: from ip_local_port_range, unknown */
	uint16_t dport;
	uint32_t mark;
	uint32_t uid;
	bool uid_known;
	bool connected;		/* connect() before sending: a second route look-up */
	uint32_t size;		/* L3 bytes; 0: the smallest of its kind */
	bool dont_fragment;
	uint8_t ttl;		/* 0: the namespace's default */
	uint32_t bound_if;
};

void packet_from_probe(struct packet *p, const struct probe *q, uint32_t netns);
/**
 * packet_answer() - what the far end sends back to @request as it arrived
 *
 * Echo reply, SYN-ACK (or RST with @refused), UDP datagram (or port
 * unreachable with @refused: see packet_icmp_error()).
 */
void packet_answer(struct packet *p, const struct packet *request,
		   bool refused);
/** packet_icmp_error() - type and code of the family, about @cause */
void packet_icmp_error(struct packet *p, const struct packet *cause,
		       const struct ip_addr *from, uint8_t type, uint8_t code);
void packet_arp_request(struct packet *p, uint32_t netns,
			const struct ip_addr *sender,
			const struct mac *sender_mac,
			const struct ip_addr *target);
void packet_arp_reply(struct packet *p, const struct packet *request,
		      const struct mac *mac);
void packet_nd_solicit(struct packet *p, uint32_t netns,
		       const struct ip_addr *src, const struct mac *src_mac,
		       const struct ip_addr *target);
void packet_nd_advert(struct packet *p, const struct packet *solicit,
		      const struct ip_addr *target, const struct mac *mac);

struct ip_addr packet_src(const struct packet *p);
struct ip_addr packet_dst(const struct packet *p);
void packet_set_src(struct packet *p, const struct ip_addr *a);
void packet_set_dst(struct packet *p, const struct ip_addr *a);
bool packet_has_ports(const struct packet *p);
uint16_t packet_sport(const struct packet *p);	/* host order; see _known */
bool packet_sport_known(const struct packet *p);
uint16_t packet_dport(const struct packet *p);
void packet_set_sport(struct packet *p, uint16_t port, bool known);
void packet_set_dport(struct packet *p, uint16_t port);
uint8_t packet_ttl(const struct packet *p);
void packet_set_ttl(struct packet *p, uint8_t ttl);
uint8_t packet_tos(const struct packet *p);
void packet_set_tos(struct packet *p, uint8_t tos);
bool packet_df(const struct packet *p);
uint8_t packet_icmp_type(const struct packet *p);
uint8_t packet_icmp_code(const struct packet *p);
uint8_t packet_tcp_flags(const struct packet *p);
/** packet_mac() - an Ethernet address of six bytes */
struct mac packet_mac(const uint8_t b[6]);
struct mac packet_eth_src(const struct packet *p);
struct mac packet_eth_dst(const struct packet *p);
void packet_set_eth(struct packet *p, const struct mac *src,
		    const struct mac *dst);
struct tuple packet_tuple(const struct packet *p);
struct tuple tuple_inverse(const struct tuple *t);
bool tuple_equal(const struct tuple *a, const struct tuple *b);
/** packet_scrub() - what ____dev_forward_skb() resets at a crossing */
void packet_scrub(struct packet *p, bool other_netns);

/** enum payload_base - as NFT_PAYLOAD_* */
enum payload_base {
	PAYLOAD_LL,
	PAYLOAD_NETWORK,
	PAYLOAD_TRANSPORT,
	PAYLOAD_INNER,
};

/**
 * packet_load() - bytes as the kernel would load them
 * @k: per byte 0xff known, 0 unknown (past what the walk keeps but within the
 *     packet's length: unknown)
 *
 * Return: 0; -ENODATA where the kernel would BREAK: no such header, or the
 * offset lies past the packet's end.
 */
int packet_load(const struct packet *p, enum payload_base base,
		uint32_t offset, uint32_t len, uint8_t *out, uint8_t *k);
/** packet_store() - write header bytes (payload set); -ENODATA as above */
int packet_store(struct packet *p, enum payload_base base, uint32_t offset,
		 uint32_t len, const uint8_t *in, const uint8_t *k);

/** packet_text() - "icmp echo 10.100.0.2 → 8.8.8.8", with @arrow between */
char *packet_text(struct arena *a, const struct packet *p, const char *arrow);

#endif
