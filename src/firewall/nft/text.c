/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers to terms, terms to statements, statements to a line. */
#include <netinet/in.h>
#include <stdarg.h>

#include "firewall/nft/text.h"

#include <linux/netfilter/nf_nat.h>

size_t nft_text_match(struct nft_text *t, const char *fmt, ...)
{
	struct nft_statement s = { .dead = false };
	va_list ap;

	va_start(ap, fmt);
	s.text = arena_vprintf(t->a, fmt, ap);
	va_end(ap);
	VEC_PUSH(t->a, &t->statements, s);
	return t->statements.n - 1;
}

void nft_text_add(struct nft_text *t, const char *fmt, ...)
{
	struct nft_statement s = { .dead = false };
	va_list ap;

	va_start(ap, fmt);
	s.text = arena_vprintf(t->a, fmt, ap);
	va_end(ap);
	VEC_PUSH(t->a, &t->statements, s);
	t->dep_ether = NO_STATEMENT;
	t->dep_l2 = NO_STATEMENT;
	t->dep_l3 = NO_STATEMENT;
	t->dep_l4 = NO_STATEMENT;
}

static void know_l3(struct nft_text *t, uint8_t family, size_t statement)
{
	t->l3 = family;
	t->dep_l3 = statement;
}

static void know_ethertype(struct nft_text *t, uint64_t type, size_t statement)
{
	switch (type) {
	case 0x0800:
		know_l3(t, NFPROTO_IPV4, statement);
		break;
	case 0x86dd:
		know_l3(t, NFPROTO_IPV6, statement);
		break;
	case 0x0806:
		know_l3(t, NFPROTO_ARP, statement);
		break;
	case 0x8100:
		t->dep_l2 = statement;
		break;
	default:
		break;
	}
}

void nft_text_equal(struct nft_text *t, const struct nft_term *term,
		    const uint8_t *value, uint32_t len, size_t statement)
{
	const char *text = term->text ? term->text : "";
	uint64_t v = len <= 8 ? nft_value_number(&nft_t_integer, value, len)
			      : 0;

	if (!strcmp(text, "meta iiftype")) {
		t->dep_ether = statement;
	} else if (!strcmp(text, "meta nfproto")) {
		know_l3(t, (uint8_t)v, statement);
	} else if (!strcmp(text, "meta protocol") ||
		   !strcmp(text, "ether type") ||
		   !strcmp(text, "vlan type")) {
		know_ethertype(t, v, statement);
		/* In a table of that family the first says nothing. */
		if (text[0] == 'm' && t->l3 == t->family)
			t->statements.v[statement].dead = true;
	} else if (!strcmp(text, "meta l4proto") ||
		   !strcmp(text, "ip protocol") ||
		   !strcmp(text, "ip6 nexthdr")) {
		t->l4 = (uint8_t)v;
		t->dep_l4_payload = text[0] == 'i';
		if (nft_payload_known(t->l4))
			t->dep_l4 = statement;
	}
}

const char *nft_text_constant(struct nft_text *t, const struct nft_term *term,
			      const uint8_t *p, uint32_t len)
{
	const struct nft_dtype *type = term->type ? term->type : &nft_t_hex;
	uint8_t buf[NFT_REG_BYTES];
	uint64_t v;

	if (len > sizeof(buf))
		return "?";
	memcpy(buf, p, len);
	if (term->swapped && type->host && htons(1) != 1)
		for (uint32_t i = 0; i < len; i++)
			buf[i] = p[len - 1 - i];
	if (term->shift && len <= 8) {
		v = nft_value_number(&nft_t_integer, buf, len) >> term->shift;
		for (uint32_t i = len; i > 0; i--, v >>= 8)
			buf[i - 1] = (uint8_t)v;
	}
	return nft_value_text(t, type, buf, len);
}

/* (x & mask) ^ xor as nft splits it: an "and", an "xor" and an "or". */
const char *nft_text_masked(struct nft_text *t, const struct nft_term *term,
			    const char *text)
{
	uint8_t and[NFT_REG_BYTES];
	uint8_t xor[NFT_REG_BYTES];
	uint8_t or[NFT_REG_BYTES];
	uint32_t len = term->len;
	bool has_and = false;
	bool has_xor = false;
	bool has_or = false;
	struct strbuf out;

	if (!term->mask || len > NFT_REG_BYTES)
		return text;
	for (uint32_t i = 0; i < len; i++) {
		or[i] = (term->mask[i] & term->xor[i]) ^ term->xor[i];
		xor[i] = term->xor[i] & term->mask[i];
		and[i] = term->mask[i] | or[i];
		has_and = has_and || and[i] != 0xff;
		has_xor = has_xor || xor[i];
		has_or = has_or || or[i];
	}
	strbuf_init(&out, t->a);
	strbuf_add(&out, text);
	if (has_and)
		strbuf_addf(&out, " & %s",
			    nft_text_constant(t, term, and, len));
	if (has_xor)
		strbuf_addf(&out, " ^ %s",
			    nft_text_constant(t, term, xor, len));
	if (has_or)
		strbuf_addf(&out, " | %s",
			    nft_text_constant(t, term, or, len));
	return out.s;
}

const char *nft_text_nat_flags(uint32_t flags)
{
	static const char *const words[] = {
		"", " random", " persistent", " random,persistent",
		" fully-random", " random,fully-random",
		" fully-random,persistent",
		" random,fully-random,persistent",
	};
	uint32_t i = 0;

	if (flags & NF_NAT_RANGE_PROTO_RANDOM)
		i |= 1;
	if (flags & NF_NAT_RANGE_PERSISTENT)
		i |= 2;
	if (flags & NF_NAT_RANGE_PROTO_RANDOM_FULLY)
		i |= 4;
	return words[i];
}

const char *nft_text_ports(struct nft_text *t, uint32_t min, uint32_t max)
{
	const char *from;
	const char *to;

	if (!min || nft_text_term(t, min)->kind == TERM_NONE)
		return "";
	from = nft_text_operand(t, min, &nft_t_service, 2);
	if (!max || max == min)
		return arena_printf(t->a, ":%s", from);
	to = nft_text_operand(t, max, &nft_t_service, 2);
	return arena_printf(t->a, ":%s-%s", from, to);
}

struct nft_term *nft_text_term(struct nft_text *t, uint32_t reg)
{
	int at = nft_reg_offset(reg);

	/* A register that is none: word 15 holds nothing in that case. */
	return &t->regs[at < 0 ? ARRAY_SIZE(t->regs) - 1 : (size_t)at / 4];
}

void nft_text_load(struct nft_text *t, uint32_t reg, const char *text,
		   const struct nft_dtype *type, uint32_t len)
{
	struct nft_term *term = nft_text_term(t, reg);
	const struct nft_term *end = t->regs + ARRAY_SIZE(t->regs);

	/* What lay in the words behind is gone. */
	for (uint32_t i = 1; i < (len + 3) / 4 && term + i < end; i++)
		term[i].kind = TERM_NONE;
	*term = (struct nft_term){
		.kind = TERM_NAMED,
		.text = text,
		.type = type,
		.len = len,
	};
}

/* First and last set bit of a mask, if all between are set; else false. */
static bool mask_bits(const uint8_t *mask, uint32_t len, uint32_t *first,
		      uint32_t *n)
{
	uint32_t at = 0;
	uint32_t end;

	while (at < len * 8 && !(mask[at / 8] & (0x80 >> at % 8)))
		at++;
	end = at;
	while (end < len * 8 && mask[end / 8] & (0x80 >> end % 8))
		end++;
	for (uint32_t i = end; i < len * 8; i++)
		if (mask[i / 8] & (0x80 >> i % 8))
			return false;
	*first = at;
	*n = end - at;
	return *n != 0;
}

/* A masked load that is a field of bits: "ip dscp". The mask goes away. */
static const struct nft_field *bit_field(struct nft_text *t,
					 struct nft_term *term,
					 const char **header)
{
	const struct nft_field *f;
	uint32_t first;
	uint32_t n;

	if (!term->mask || !mask_bits(term->mask, term->len, &first, &n))
		return NULL;
	f = nft_payload_field(t, term->base, term->offset * 8 + first, n,
			      header);
	if (!f)
		return NULL;
	if (!term->shift)
		term->shift = term->len * 8 - first - n;
	else
		term->shift = 0;	/* the rule shifted it already */
	term->mask = NULL;
	return f;
}

static const char *const base_names[] = { "ll", "nh", "th", "ih" };

static void resolve_payload(struct nft_text *t, struct nft_term *term)
{
	const struct nft_field *f;
	const char *header = NULL;

	f = nft_payload_field(t, term->base, term->offset * 8, term->len * 8,
			      &header);
	if (!f)
		f = bit_field(t, term, &header);
	term->kind = TERM_NAMED;
	if (!f) {
		term->text = arena_printf(
			t->a, "@%s,%u,%u",
			term->base < 4 ? base_names[term->base] : "tun",
			term->offset * 8, term->len * 8);
		term->type = &nft_t_hex;
		return;
	}
	term->text = arena_printf(t->a, "%s %s", header, f->name);
	term->type = f->type;
	nft_text_implied(t, term->base, header);
}

const char *nft_text_of(struct nft_text *t, struct nft_term *term)
{
	switch (term->kind) {
	case TERM_PAYLOAD:
		resolve_payload(t, term);
		break;
	case TERM_VALUE:
		return nft_value_text(t, term->type ? term->type : &nft_t_hex,
				      term->value, term->len);
	case TERM_NONE:
		term->type = &nft_t_hex;
		term->text = "?";
		break;
	case TERM_NAMED:
		break;
	}
	return term->text;
}

const char *nft_text_concat(struct nft_text *t, uint32_t reg, uint32_t len,
			    struct nft_key *key)
{
	int at = nft_reg_offset(reg);
	uint32_t word = at < 0 ? 0 : (uint32_t)at / 4;
	uint32_t left = (len + 3) / 4;
	struct strbuf out;

	strbuf_init(&out, t->a);
	key->n = 0;
	while (left && word < ARRAY_SIZE(t->regs)) {
		struct nft_term *term = &t->regs[word];
		uint32_t words = term->len ? (term->len + 3) / 4 : 1;

		strbuf_addf(&out, "%s%s", key->n ? " . " : "",
			    nft_text_of(t, term));
		key->types[key->n] = term->type ? term->type : &nft_t_hex;
		key->shift[key->n] = term->shift;
		key->lens[key->n++] = term->len ? term->len : 4;
		word += words;
		left = left > words ? left - words : 0;
	}
	/* One load of a single field: the set's key may be shorter. */
	if (key->n == 1 && key->lens[0] > len)
		key->lens[0] = len;
	return out.s;
}

const char *nft_text_operand(struct nft_text *t, uint32_t reg,
			     const struct nft_dtype *type, uint32_t len)
{
	struct nft_term *term = nft_text_term(t, reg);
	const char *text;

	if (term->kind == TERM_VALUE)
		return nft_value_text(t, type, term->value,
				      term->len < len ? term->len : len);
	text = nft_text_of(t, term);
	return nft_text_masked(t, term, text);
}

const char *nft_text_verdict(struct nft_text *t, const struct nft_verdict *v)
{
	const char *chain = v->chain ? v->chain : "?";

	switch (v->code) {
	case NF_ACCEPT:
		return "accept";
	case NF_DROP:
		return "drop";
	case NFT_CONTINUE:
		return "continue";
	case NFT_BREAK:
		return "break";
	case NFT_RETURN:
		return "return";
	case NFT_JUMP:
		return arena_printf(t->a, "jump %s", chain);
	case NFT_GOTO:
		return arena_printf(t->a, "goto %s", chain);
	default:
		return arena_printf(t->a, "[verdict %d]", v->code);
	}
}

static void expr_text(struct nft_text *t, const struct nft_expr *x)
{
	const struct expr_type *type = nft_expr_type(x);

	if (type->text)
		type->text(t, x);
	else
		nft_text_add(t, "[%s]", type->obj.name);
}

const char *nft_text_exprs(struct nft_text *t, const nft_exprs *exprs)
{
	struct nft_text inner = *t;
	struct strbuf out;

	strbuf_init(&out, t->a);
	memset(&inner.statements, 0, sizeof(inner.statements));
	for (size_t i = 0; i < exprs->n; i++)
		expr_text(&inner, exprs->v[i]);
	for (size_t i = 0; i < inner.statements.n; i++)
		strbuf_addf(&out, " %s", inner.statements.v[i].text);
	return out.s;
}

static uint8_t family_l3(uint8_t family)
{
	return family == NFPROTO_IPV4 || family == NFPROTO_IPV6 ||
			       family == NFPROTO_ARP
		       ? family
		       : 0;
}

static void add_comment(struct strbuf *out, const char *comment)
{
	if (comment)
		strbuf_addf(out, "%scomment \"%s\"", out->len ? " " : "",
			    comment);
}

char *nft_rule_text(struct arena *a, const struct netns *ns,
		    const struct nft_rule *rule, bool with_comment)
{
	struct nft_text t = { .a = a,
			      .joint = ",",
			      .ns = ns,
			      .rule = rule,
			      .dep_ether = NO_STATEMENT,
			      .dep_l2 = NO_STATEMENT,
			      .dep_l3 = NO_STATEMENT,
			      .dep_l4 = NO_STATEMENT };
	struct strbuf out;

	if (rule->chain && rule->chain->table)
		t.family = rule->chain->table->family;
	t.l3 = family_l3(t.family);
	for (t.at = 0; t.at < rule->exprs.n; t.at++)
		expr_text(&t, rule->exprs.v[t.at]);
	strbuf_init(&out, a);
	for (size_t i = 0; i < t.statements.n; i++)
		if (!t.statements.v[i].dead)
			strbuf_addf(&out, "%s%s", out.len ? " " : "",
				    t.statements.v[i].text);
	if (with_comment)
		add_comment(&out, rule->comment);
	return out.s;
}
