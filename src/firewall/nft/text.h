/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rules as nft prints them. The kernel's expressions are loads and tests of
 * registers; nft joins them to statements ("tcp dport 22"). Here each
 * expression leaves a term in a register or a statement in the list.
 */
#ifndef NSD_FIREWALL_NFT_TEXT_H
#define NSD_FIREWALL_NFT_TEXT_H

#include "firewall/nft/eval.h"

struct nft_text;

/**
 * struct nft_dtype - nft's type of a value, for printing one
 * @host: numbers of it are in host order
 * @flags: a bit mask: several names with commas
 * @prefix: "/len" may follow
 * @names: of its values; NULL: none
 * @print: what has no name
 */
struct nft_dtype {
	const char *name;
	bool host;
	bool flags;
	bool prefix;
	const struct value_name *names;
	void (*print)(struct nft_text *t, struct strbuf *out, const uint8_t *p,
		      uint32_t len);
};

enum term_kind {
	TERM_NONE,
	TERM_NAMED,	/* @text says it all: "meta mark" */
	TERM_PAYLOAD,	/* which field it is depends on what was tested */
	TERM_VALUE,	/* a constant */
};

/**
 * struct nft_term - what a register holds, as a user would write it
 * @mask, @xor: applied by bitwise, len bytes; NULL: none
 * @shift: bits to the right behind the mask
 */
struct nft_term {
	enum term_kind kind;
	const char *text;
	const struct nft_dtype *type;
	uint32_t len;
	uint32_t base;
	uint32_t offset;
	const uint8_t *value;
	const uint8_t *mask;
	const uint8_t *xor;
	uint32_t shift;
	bool swapped;	/* turned to network order, for a comparison */
};

struct nft_statement {
	char *text;
	bool dead;	/* a dependency that what followed implies */
};

#define NO_STATEMENT SIZE_MAX

/**
 * struct nft_text - a rule being printed
 * @l3, @l4: protocol that was tested for: NFPROTO_*, IPPROTO_*; 0 unknown
 * @dep_l3, @dep_l4: statement that tested it, while it may still vanish
 */
struct nft_text {
	struct arena *a;
	const struct netns *ns;
	const struct nft_rule *rule;
	uint8_t family;
	struct nft_term regs[NFT_REG_BYTES / 4];
	VEC(struct nft_statement) statements;
	uint8_t l3;
	uint8_t l4;
	size_t dep_l3;
	size_t dep_l4;
	size_t dep_l2;
	size_t dep_ether;	/* "meta iiftype ether" */
	size_t at;		/* of the expression in the rule */
	const char *joint;	/* between flags: ",", in sets " | " */
	bool dep_l4_payload;	/* by "ip protocol", not by meta */
};

/** nft_text_add() - a statement that does something: what was implied stays */
void nft_text_add(struct nft_text *t, const char *fmt, ...) NSD_PRINTF(2, 3);
/** nft_text_match() - a statement that tests; its place is returned */
size_t nft_text_match(struct nft_text *t, const char *fmt, ...)
	NSD_PRINTF(2, 3);
/** nft_text_equal() - @term was found to be @value: which protocol is that? */
void nft_text_equal(struct nft_text *t, const struct nft_term *term,
		    const uint8_t *value, uint32_t len, size_t statement);
/** nft_text_masked() - @text with the term's mask: "meta mark & 0x000000ff" */
const char *nft_text_masked(struct nft_text *t, const struct nft_term *term,
			    const char *text);
/** nft_text_constant() - a constant as the term's type prints it */
const char *nft_text_constant(struct nft_text *t, const struct nft_term *term,
			      const uint8_t *p, uint32_t len);
/** nft_text_flags() - NF_NAT_RANGE_* of a nat statement: " random,persistent" */
const char *nft_text_nat_flags(uint32_t flags);
/** nft_text_ports() - ":80", ":80-90", or empty */
const char *nft_text_ports(struct nft_text *t, uint32_t min, uint32_t max);
/** nft_text_term() - what a register holds; never NULL */
struct nft_term *nft_text_term(struct nft_text *t, uint32_t reg);
/** nft_text_load() - a register now holds @text; its value is of @type */
void nft_text_load(struct nft_text *t, uint32_t reg, const char *text,
		   const struct nft_dtype *type, uint32_t len);
/** nft_text_of() - the term, as it stands on the left of a test */
const char *nft_text_of(struct nft_text *t, struct nft_term *term);
/**
 * struct nft_key - the parts of a concatenation
 * @shift: bits by which a part's values stand too far to the left
 */
struct nft_key {
	const struct nft_dtype *types[NFT_REG_BYTES / 4];
	uint32_t lens[NFT_REG_BYTES / 4];
	uint32_t shift[NFT_REG_BYTES / 4];
	uint32_t n;
};

/** nft_text_concat() - terms from @reg on that make up @len bytes: "a . b" */
const char *nft_text_concat(struct nft_text *t, uint32_t reg, uint32_t len,
			    struct nft_key *key);
/** nft_text_operand() - a register as the right side: a value or a term */
const char *nft_text_operand(struct nft_text *t, uint32_t reg,
			     const struct nft_dtype *type, uint32_t len);
/** nft_text_set() - "@name" or "{ a, b }" */
const char *nft_text_set(struct nft_text *t, const struct nft_set *set,
			 const char *name, const struct nft_key *key);
/** nft_text_verdict() - "accept", "jump x" */
const char *nft_text_verdict(struct nft_text *t, const struct nft_verdict *v);
/** nft_text_exprs() - statements of an element, with a blank before each */
const char *nft_text_exprs(struct nft_text *t, const nft_exprs *exprs);
/** nft_text_time() - milliseconds as "1h2m3s" */
const char *nft_text_time(struct arena *a, uint64_t ms);
/** nft_text_bytes() - "10 mbytes" */
const char *nft_text_bytes(struct arena *a, uint64_t bytes);

/** nft_value_print() - one value of a type */
void nft_value_print(struct nft_text *t, struct strbuf *out,
		     const struct nft_dtype *type, const uint8_t *p,
		     uint32_t len);
const char *nft_value_text(struct nft_text *t, const struct nft_dtype *type,
			   const uint8_t *p, uint32_t len);
/** nft_value_number() - of up to eight bytes, in the type's order */
uint64_t nft_value_number(const struct nft_dtype *type, const uint8_t *p,
			  uint32_t len);
/** nft_mask_prefix() - length of a contiguous mask; -1: it is not one */
int nft_mask_prefix(const uint8_t *mask, uint32_t len);

/** struct nft_field - a header field, in bits from the header's start */
struct nft_field {
	const char *name;
	uint32_t offset;
	uint32_t len;
	const struct nft_dtype *type;
};

/** nft_payload_field() - the field there, or NULL; @header: "ip", "tcp" */
const struct nft_field *nft_payload_field(const struct nft_text *t,
					  uint32_t base, uint32_t offset,
					  uint32_t len, const char **header);
/** nft_payload_split() - the field that begins there, of at most @len bits */
const struct nft_field *nft_payload_split(const struct nft_text *t,
					  uint32_t base, uint32_t offset,
					  uint32_t len, const char **header);
/** nft_text_implied() - a field of this header stands there: drop what it implies */
void nft_text_implied(struct nft_text *t, uint32_t base, const char *header);
/** nft_payload_known() - is there a table of this transport protocol? */
bool nft_payload_known(uint8_t proto);

/** nft_dtype_by_number() - of set keys and data, one part */
const struct nft_dtype *nft_dtype_by_number(uint32_t number);

/** nft_exthdr_text() - of exthdr.c; names of options are in exthdr_text.c */
void nft_exthdr_text(struct nft_text *t, const struct nft_expr *x);

extern const struct nft_dtype nft_t_integer;
extern const struct nft_dtype nft_t_hex;
extern const struct nft_dtype nft_t_host_integer;
extern const struct nft_dtype nft_t_ip;
extern const struct nft_dtype nft_t_ip6;
extern const struct nft_dtype nft_t_ether;
extern const struct nft_dtype nft_t_ethertype;
extern const struct nft_dtype nft_t_arpop;
extern const struct nft_dtype nft_t_proto;
extern const struct nft_dtype nft_t_service;
extern const struct nft_dtype nft_t_icmp_type;
extern const struct nft_dtype nft_t_icmp_code;
extern const struct nft_dtype nft_t_icmp6_type;
extern const struct nft_dtype nft_t_icmp6_code;
extern const struct nft_dtype nft_t_icmpx_code;
extern const struct nft_dtype nft_t_igmp_type;
extern const struct nft_dtype nft_t_tcp_flag;
extern const struct nft_dtype nft_t_mark;
extern const struct nft_dtype nft_t_ifindex;
extern const struct nft_dtype nft_t_ifname;
extern const struct nft_dtype nft_t_arphrd;
extern const struct nft_dtype nft_t_realm;
extern const struct nft_dtype nft_t_classid;
extern const struct nft_dtype nft_t_uid;
extern const struct nft_dtype nft_t_ct_state;
extern const struct nft_dtype nft_t_ct_dir;
extern const struct nft_dtype nft_t_ct_status;
extern const struct nft_dtype nft_t_ct_label;
extern const struct nft_dtype nft_t_ct_event;
extern const struct nft_dtype nft_t_pkttype;
extern const struct nft_dtype nft_t_devgroup;
extern const struct nft_dtype nft_t_dscp;
extern const struct nft_dtype nft_t_ecn;
extern const struct nft_dtype nft_t_fib_type;
extern const struct nft_dtype nft_t_boolean;
extern const struct nft_dtype nft_t_string;
extern const struct nft_dtype nft_t_nfproto;
extern const struct nft_dtype nft_t_time;
extern const struct nft_dtype nft_t_date;
extern const struct nft_dtype nft_t_hour;
extern const struct nft_dtype nft_t_day;
extern const struct nft_dtype nft_t_cgroup;

#endif
