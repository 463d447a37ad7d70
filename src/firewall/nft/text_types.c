/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The types of nft and the names of their values. */
#include <net/if_arp.h>
#include <time.h>

#include "firewall/nft/text.h"

uint64_t nft_value_number(const struct nft_dtype *type, const uint8_t *p,
			  uint32_t len)
{
	bool little = type->host && htons(1) != 1;
	uint64_t v = 0;

	for (uint32_t i = 0; i < len; i++)
		v = v << 8 | p[little ? len - 1 - i : i];
	return v;
}

/* Of types without names: the number in decimal; long ones in hex. */
static void print_integer(struct nft_text *t, struct strbuf *out,
			  const uint8_t *p, uint32_t len)
{
	(void)t;
	if (len > 8) {
		strbuf_add(out, "0x");
		for (uint32_t i = 0; i < len; i++)
			strbuf_addf(out, "%02x", p[i]);
		return;
	}
	strbuf_addf(out, "%llu",
		    (unsigned long long)nft_value_number(&nft_t_integer, p,
							 len));
}

static void print_host(struct nft_text *t, struct strbuf *out,
		       const uint8_t *p, uint32_t len)
{
	(void)t;
	strbuf_addf(out, "%llu",
		    (unsigned long long)nft_value_number(&nft_t_host_integer, p,
							 len > 8 ? 8 : len));
}

static void print_hex(struct nft_text *t, struct strbuf *out, const uint8_t *p,
		      uint32_t len)
{
	uint32_t i = 0;

	(void)t;
	strbuf_add(out, "0x");
	while (i + 1 < len && !p[i])
		i++;
	strbuf_addf(out, "%x", p[i]);
	for (i++; i < len; i++)
		strbuf_addf(out, "%02x", p[i]);
}

static void print_hex16(struct nft_text *t, struct strbuf *out,
			const uint8_t *p, uint32_t len)
{
	(void)t;
	strbuf_addf(out, "0x%04x",
		    (unsigned int)nft_value_number(&nft_t_integer, p, len));
}

static void print_hex8(struct nft_text *t, struct strbuf *out,
		       const uint8_t *p, uint32_t len)
{
	(void)t;
	strbuf_addf(out, "0x%02x",
		    (unsigned int)nft_value_number(&nft_t_integer, p, len));
}

static void print_host_hex(struct nft_text *t, struct strbuf *out,
			   const uint8_t *p, uint32_t len)
{
	(void)t;
	strbuf_addf(out, "0x%x",
		    (unsigned int)nft_value_number(&nft_t_host_integer, p,
						   len));
}

static void print_mark(struct nft_text *t, struct strbuf *out,
		       const uint8_t *p, uint32_t len)
{
	(void)t;
	strbuf_addf(out, "0x%08x",
		    (unsigned int)nft_value_number(&nft_t_mark, p, len));
}

static void print_ip(struct nft_text *t, struct strbuf *out, const uint8_t *p,
		     uint32_t len)
{
	struct ip_addr addr;
	char buf[IP_TEXT_MAX];

	if (len < 4) {
		print_hex(t, out, p, len);
		return;
	}
	addr = ip_from(len >= 16 ? AF_INET6 : AF_INET, p);
	strbuf_add(out, ip_text(&addr, buf));
}

static void print_ether(struct nft_text *t, struct strbuf *out,
			const uint8_t *p, uint32_t len)
{
	(void)t;
	for (uint32_t i = 0; i < len; i++)
		strbuf_addf(out, "%s%02x", i ? ":" : "", p[i]);
}

/* Shorter than a name can be: what it begins with. */
static void print_ifname(struct nft_text *t, struct strbuf *out,
			 const uint8_t *p, uint32_t len)
{
	size_t n = strnlen((const char *)p, len);

	(void)t;
	strbuf_addf(out, "\"%.*s%s\"", (int)n, (const char *)p,
		    n == len ? "*" : "");
}

static void print_string(struct nft_text *t, struct strbuf *out,
			 const uint8_t *p, uint32_t len)
{
	(void)t;
	strbuf_addf(out, "\"%.*s\"", (int)strnlen((const char *)p, len),
		    (const char *)p);
}

static void print_ifindex(struct nft_text *t, struct strbuf *out,
			  const uint8_t *p, uint32_t len)
{
	uint32_t index = (uint32_t)nft_value_number(&nft_t_ifindex, p, len);
	const struct link *l = t->ns ? netns_link(t->ns, index) : NULL;

	if (l && l->name)
		strbuf_addf(out, "\"%s\"", l->name);
	else
		strbuf_addf(out, "%u", index);
}

static void print_classid(struct nft_text *t, struct strbuf *out,
			  const uint8_t *p, uint32_t len)
{
	uint32_t v = (uint32_t)nft_value_number(&nft_t_classid, p, len);

	(void)t;
	if (v == 0)
		strbuf_add(out, "none");
	else if (v == UINT32_MAX)
		strbuf_add(out, "root");
	else
		strbuf_addf(out, "%0x:%0x", v >> 16, v & 0xffff);
}

static void print_time(struct nft_text *t, struct strbuf *out,
		       const uint8_t *p, uint32_t len)
{
	strbuf_add(out, nft_text_time(t->a, nft_value_number(&nft_t_time, p,
							     len)));
}

static void print_hour(struct nft_text *t, struct strbuf *out,
		       const uint8_t *p, uint32_t len)
{
	uint32_t s = (uint32_t)nft_value_number(&nft_t_hour, p, len) % 86400;

	(void)t;
	strbuf_addf(out, "\"%02u:%02u", s / 3600, s / 60 % 60);
	if (s % 60)
		strbuf_addf(out, ":%02u", s % 60);
	strbuf_add(out, "\"");
}

/* Of the clock of the world: the zone of whoever reads is not known here. */
static void print_date(struct nft_text *t, struct strbuf *out,
		       const uint8_t *p, uint32_t len)
{
	time_t s = (time_t)(nft_value_number(&nft_t_date, p, len) /
			    1000000000ull);
	struct tm tm;
	char buf[40];

	(void)t;
	if (gmtime_r(&s, &tm) && strftime(buf, sizeof(buf),
					  "\"%Y-%m-%d %H:%M:%S\"", &tm))
		strbuf_add(out, buf);
}

/* A label's number is the place of its only bit. */
static void print_label(struct nft_text *t, struct strbuf *out,
			const uint8_t *p, uint32_t len)
{
	const char *before = "";

	for (uint32_t i = 0; i < len * 8; i++) {
		if (!(p[i / 8] >> (i % 8) & 1))
			continue;
		strbuf_addf(out, "%s%u", before, i);
		before = t->joint;
	}
}

static const struct value_name ethertypes[] = {
	{ 0x0800, "ip" },     { 0x0806, "arp" },   { 0x86dd, "ip6" },
	{ 0x8100, "8021q" },  { 0x88a8, "8021ad" }, { 0, NULL },
};
static const struct value_name arpops[] = {
	{ 1, "request" },   { 2, "reply" },    { 3, "rrequest" },
	{ 4, "rreply" },    { 8, "inrequest" }, { 9, "inreply" },
	{ 10, "nak" },	    { 0, NULL },
};
static const struct value_name protos[] = {
	{ 1, "icmp" },	    { 2, "igmp" },	 { 4, "ipencap" },
	{ 6, "tcp" },	    { 17, "udp" },	 { 33, "dccp" },
	{ 41, "ipv6" },	    { 43, "ipv6-route" }, { 44, "ipv6-frag" },
	{ 47, "gre" },	    { 50, "esp" },	 { 51, "ah" },
	{ 58, "ipv6-icmp" }, { 59, "ipv6-nonxt" }, { 60, "ipv6-opts" },
	{ 89, "ospf" },	    { 103, "pim" },	 { 108, "ipcomp" },
	{ 112, "vrrp" },    { 115, "l2tp" },	 { 132, "sctp" },
	{ 136, "udplite" }, { 0, NULL },
};
static const struct value_name icmp_types[] = {
	{ 0, "echo-reply" },	       { 3, "destination-unreachable" },
	{ 4, "source-quench" },	       { 5, "redirect" },
	{ 8, "echo-request" },	       { 9, "router-advertisement" },
	{ 10, "router-solicitation" }, { 11, "time-exceeded" },
	{ 12, "parameter-problem" },   { 13, "timestamp-request" },
	{ 14, "timestamp-reply" },     { 15, "info-request" },
	{ 16, "info-reply" },	       { 17, "address-mask-request" },
	{ 18, "address-mask-reply" },  { 0, NULL },
};
static const struct value_name icmp_codes[] = {
	{ 0, "net-unreachable" },  { 1, "host-unreachable" },
	{ 2, "prot-unreachable" }, { 3, "port-unreachable" },
	{ 4, "frag-needed" },	   { 9, "net-prohibited" },
	{ 10, "host-prohibited" }, { 13, "admin-prohibited" },
	{ 0, NULL },
};
static const struct value_name icmp6_types[] = {
	{ 1, "destination-unreachable" }, { 2, "packet-too-big" },
	{ 3, "time-exceeded" },		  { 4, "parameter-problem" },
	{ 128, "echo-request" },	  { 129, "echo-reply" },
	{ 130, "mld-listener-query" },	  { 131, "mld-listener-report" },
	{ 132, "mld-listener-done" },	  { 133, "nd-router-solicit" },
	{ 134, "nd-router-advert" },	  { 135, "nd-neighbor-solicit" },
	{ 136, "nd-neighbor-advert" },	  { 137, "nd-redirect" },
	{ 138, "router-renumbering" },	  { 141, "ind-neighbor-solicit" },
	{ 142, "ind-neighbor-advert" },	  { 143, "mld2-listener-report" },
	{ 0, NULL },
};
static const struct value_name icmp6_codes[] = {
	{ 0, "no-route" },	   { 1, "admin-prohibited" },
	{ 3, "addr-unreachable" }, { 4, "port-unreachable" },
	{ 5, "policy-fail" },	   { 6, "reject-route" },
	{ 0, NULL },
};
static const struct value_name icmpx_codes[] = {
	{ 0, "no-route" },	   { 1, "port-unreachable" },
	{ 2, "host-unreachable" }, { 3, "admin-prohibited" },
	{ 0, NULL },
};
static const struct value_name igmp_types[] = {
	{ 0x11, "membership-query" },
	{ 0x12, "membership-report-v1" },
	{ 0x16, "membership-report-v2" },
	{ 0x17, "leave-group" },
	{ 0x22, "membership-report-v3" },
	{ 0, NULL },
};
static const struct value_name tcp_flags[] = {
	{ 1, "fin" },  { 2, "syn" },  { 4, "rst" },  { 8, "psh" },
	{ 16, "ack" }, { 32, "urg" }, { 64, "ecn" }, { 128, "cwr" },
	{ 0, NULL },
};
static const struct value_name arphrds[] = {
	{ ARPHRD_ETHER, "ether" },	 { ARPHRD_PPP, "ppp" },
	{ ARPHRD_TUNNEL, "ipip" },	 { ARPHRD_TUNNEL6, "ipip6" },
	{ ARPHRD_LOOPBACK, "loopback" }, { ARPHRD_SIT, "sit" },
	{ ARPHRD_IPGRE, "ipgre" },	 { 0, NULL },
};
static const struct value_name ct_states[] = {
	{ 1, "invalid" }, { 2, "established" }, { 4, "related" },
	{ 8, "new" },	  { 64, "untracked" },	{ 0, NULL },
};
static const struct value_name ct_dirs[] = {
	{ 0, "original" },
	{ 1, "reply" },
	{ 0, NULL },
};
static const struct value_name ct_statuses[] = {
	{ 1, "expected" },  { 2, "seen-reply" }, { 4, "assured" },
	{ 8, "confirmed" }, { 16, "snat" },	 { 32, "dnat" },
	{ 512, "dying" },   { 0, NULL },
};
static const struct value_name ct_events[] = {
	{ 1, "new" },	     { 2, "related" }, { 4, "destroy" },
	{ 8, "reply" },	     { 16, "assured" }, { 32, "protoinfo" },
	{ 64, "helper" },    { 128, "mark" },  { 256, "seqadj" },
	{ 512, "secmark" },  { 1024, "label" }, { 0, NULL },
};
static const struct value_name pkttypes[] = {
	{ 0, "host" },	    { 1, "broadcast" }, { 2, "multicast" },
	{ 3, "other" },	    { 0, NULL },
};
static const struct value_name devgroups[] = {
	{ 0, "\"default\"" },
	{ 0, NULL },
};
static const struct value_name dscps[] = {
	{ 0x00, "cs0" },  { 0x08, "cs1" },  { 0x10, "cs2" },  { 0x18, "cs3" },
	{ 0x20, "cs4" },  { 0x28, "cs5" },  { 0x30, "cs6" },  { 0x38, "cs7" },
	{ 0x01, "lephb" }, { 0x0a, "af11" }, { 0x0c, "af12" }, { 0x0e, "af13" },
	{ 0x12, "af21" }, { 0x14, "af22" }, { 0x16, "af23" }, { 0x1a, "af31" },
	{ 0x1c, "af32" }, { 0x1e, "af33" }, { 0x22, "af41" }, { 0x24, "af42" },
	{ 0x26, "af43" }, { 0x2c, "va" },   { 0x2e, "ef" },   { 0, NULL },
};
static const struct value_name ecns[] = {
	{ 0, "not-ect" }, { 1, "ect1" }, { 2, "ect0" },
	{ 3, "ce" },	  { 0, NULL },
};
static const struct value_name fib_types[] = {
	{ 0, "unspec" },      { 1, "unicast" },	    { 2, "local" },
	{ 3, "broadcast" },   { 4, "anycast" },	    { 5, "multicast" },
	{ 6, "blackhole" },   { 7, "unreachable" }, { 8, "prohibit" },
	{ 0, NULL },
};
static const struct value_name booleans[] = {
	{ 0, "missing" },
	{ 1, "exists" },
	{ 0, NULL },
};
static const struct value_name nfprotos[] = {
	{ NFPROTO_IPV4, "ipv4" },
	{ NFPROTO_IPV6, "ipv6" },
	{ 0, NULL },
};
static const struct value_name days[] = {
	{ 0, "\"Sunday\"" },	{ 1, "\"Monday\"" }, { 2, "\"Tuesday\"" },
	{ 3, "\"Wednesday\"" }, { 4, "\"Thursday\"" }, { 5, "\"Friday\"" },
	{ 6, "\"Saturday\"" },	{ 0, NULL },
};

#define T(name_, ...) \
	const struct nft_dtype nft_t_##name_ = { #name_, __VA_ARGS__ }
T(integer, .print = print_integer);
T(hex, .print = print_hex);
T(host_integer, .host = true, .print = print_host);
T(ip, .prefix = true, .print = print_ip);
T(ip6, .prefix = true, .print = print_ip);
T(ether, .print = print_ether);
T(ethertype, .names = ethertypes, .print = print_hex16);
T(arpop, .names = arpops, .print = print_integer);
T(proto, .names = protos, .print = print_integer);
T(service, .print = print_integer);
T(icmp_type, .names = icmp_types, .print = print_integer);
T(icmp_code, .names = icmp_codes, .print = print_integer);
T(icmp6_type, .names = icmp6_types, .print = print_integer);
T(icmp6_code, .names = icmp6_codes, .print = print_integer);
T(icmpx_code, .names = icmpx_codes, .print = print_integer);
T(igmp_type, .names = igmp_types, .print = print_integer);
T(tcp_flag, .flags = true, .names = tcp_flags, .print = print_hex);
T(mark, .host = true, .print = print_mark);
T(ifindex, .host = true, .print = print_ifindex);
T(ifname, .print = print_ifname);
T(arphrd, .host = true, .names = arphrds, .print = print_host);
T(realm, .host = true, .print = print_host);
T(classid, .host = true, .print = print_classid);
T(uid, .host = true, .print = print_host);
T(ct_state, .host = true, .flags = true, .names = ct_states,
  .print = print_host_hex);
T(ct_dir, .names = ct_dirs, .print = print_integer);
T(ct_status, .host = true, .flags = true, .names = ct_statuses,
  .print = print_host_hex);
T(ct_label, .flags = true, .print = print_label);
T(ct_event, .host = true, .flags = true, .names = ct_events,
  .print = print_host_hex);
T(pkttype, .names = pkttypes, .print = print_integer);
T(devgroup, .host = true, .names = devgroups, .print = print_host);
T(dscp, .names = dscps, .print = print_hex8);
T(ecn, .names = ecns, .print = print_integer);
T(fib_type, .host = true, .names = fib_types, .print = print_host);
T(boolean, .host = true, .names = booleans, .print = print_host);
T(string, .print = print_string);
T(nfproto, .names = nfprotos, .print = print_integer);
T(time, .host = true, .print = print_time);
T(date, .host = true, .print = print_date);
T(hour, .host = true, .print = print_hour);
T(day, .names = days, .print = print_integer);
T(cgroup, .host = true, .print = print_host);

/* enum datatypes of nft's include/datatype.h: numbers kept with each set */
static const struct nft_dtype *const by_number[] = {
	[2] = &nft_t_nfproto,	  [4] = &nft_t_integer,
	[5] = &nft_t_string,	  [6] = &nft_t_ether,
	[7] = &nft_t_ip,	  [8] = &nft_t_ip6,
	[9] = &nft_t_ether,	  [10] = &nft_t_ethertype,
	[11] = &nft_t_arpop,	  [12] = &nft_t_proto,
	[13] = &nft_t_service,	  [14] = &nft_t_icmp_type,
	[15] = &nft_t_tcp_flag,	  [18] = &nft_t_time,
	[19] = &nft_t_mark,	  [20] = &nft_t_ifindex,
	[21] = &nft_t_arphrd,	  [22] = &nft_t_realm,
	[23] = &nft_t_classid,	  [24] = &nft_t_uid,
	[25] = &nft_t_uid,	  [26] = &nft_t_ct_state,
	[27] = &nft_t_ct_dir,	  [28] = &nft_t_ct_status,
	[29] = &nft_t_icmp6_type, [30] = &nft_t_ct_label,
	[31] = &nft_t_pkttype,	  [32] = &nft_t_icmp_code,
	[33] = &nft_t_icmp6_code, [34] = &nft_t_icmpx_code,
	[35] = &nft_t_devgroup,	  [36] = &nft_t_dscp,
	[37] = &nft_t_ecn,	  [38] = &nft_t_fib_type,
	[39] = &nft_t_boolean,	  [40] = &nft_t_ct_event,
	[41] = &nft_t_ifname,	  [42] = &nft_t_igmp_type,
	[43] = &nft_t_date,	  [44] = &nft_t_hour,
	[45] = &nft_t_day,	  [46] = &nft_t_cgroup,
};

const struct nft_dtype *nft_dtype_by_number(uint32_t number)
{
	if (number < ARRAY_SIZE(by_number) && by_number[number])
		return by_number[number];
	return &nft_t_integer;
}

static bool print_flags(struct strbuf *out, const struct nft_dtype *type,
			uint64_t v, const char *joint)
{
	uint64_t left = v;
	bool first = true;

	for (const struct value_name *n = type->names; n->name; n++)
		left &= ~(uint64_t)n->value;
	if (left || !v)
		return false;
	for (const struct value_name *n = type->names; n->name; n++) {
		if (!(v & n->value))
			continue;
		strbuf_addf(out, "%s%s", first ? "" : joint, n->name);
		first = false;
	}
	return true;
}

void nft_value_print(struct nft_text *t, struct strbuf *out,
		     const struct nft_dtype *type, const uint8_t *p,
		     uint32_t len)
{
	const char *name = NULL;
	uint64_t v;

	if (type->names && len <= 8) {
		v = nft_value_number(type, p, len);
		if (type->flags && print_flags(out, type, v, t->joint))
			return;
		if (!type->flags && v <= UINT32_MAX)
			name = value_name(type->names, (uint32_t)v);
	}
	if (name)
		strbuf_add(out, name);
	else
		type->print(t, out, p, len);
}

const char *nft_value_text(struct nft_text *t, const struct nft_dtype *type,
			   const uint8_t *p, uint32_t len)
{
	struct strbuf out;

	strbuf_init(&out, t->a);
	nft_value_print(t, &out, type, p, len);
	return out.s;
}

int nft_mask_prefix(const uint8_t *mask, uint32_t len)
{
	uint32_t n = 0;

	while (n < len * 8 && mask[n / 8] & (0x80 >> n % 8))
		n++;
	for (uint32_t i = n; i < len * 8; i++)
		if (mask[i / 8] & (0x80 >> i % 8))
			return -1;
	return (int)n;
}

const char *nft_text_time(struct arena *a, uint64_t ms)
{
	uint64_t s = ms / 1000;
	struct strbuf out;

	strbuf_init(&out, a);
	if (s / 86400)
		strbuf_addf(&out, "%llud", (unsigned long long)(s / 86400));
	if (s / 3600 % 24)
		strbuf_addf(&out, "%lluh", (unsigned long long)(s / 3600 % 24));
	if (s / 60 % 60)
		strbuf_addf(&out, "%llum", (unsigned long long)(s / 60 % 60));
	if (s % 60)
		strbuf_addf(&out, "%llus", (unsigned long long)(s % 60));
	if (ms % 1000)
		strbuf_addf(&out, "%llums", (unsigned long long)(ms % 1000));
	if (!out.len)
		strbuf_add(&out, "0s");
	return out.s;
}

const char *nft_text_bytes(struct arena *a, uint64_t bytes)
{
	static const char *const units[] = { "bytes", "kbytes", "mbytes" };
	size_t i = 0;

	while (i + 1 < ARRAY_SIZE(units) && bytes && bytes % 1024 == 0) {
		bytes /= 1024;
		i++;
	}
	return arena_printf(a, "%llu %s", (unsigned long long)bytes, units[i]);
}
