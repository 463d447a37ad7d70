/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The counters of legacy iptables, from the blob that the kernel gives. */
#include <errno.h>
#include <netinet/in.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "counters.h"

/* the two families' structs have the same fields at other offsets */
struct blob {
	struct counts *c;
	uint64_t netns;
	bool v6;
	char table[XT_TABLE_MAXNAMELEN];
	unsigned int valid_hooks;
	unsigned int entry[NF_INET_NUMHOOKS], underflow[NF_INET_NUMHOOKS];
	unsigned int size;
	char *bytes;
};

static const char *const hook_chains[NF_INET_NUMHOOKS] = {
	"PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING",
};

static int blob_info(int fd, struct blob *b)
{
	struct ipt_getinfo info = { 0 };
	socklen_t len = sizeof(info);

	/* struct ip6t_getinfo is the same */
	memcpy(info.name, b->table, sizeof(info.name));
	if (getsockopt(fd, b->v6 ? IPPROTO_IPV6 : IPPROTO_IP, b->v6 ?
		       IP6T_SO_GET_INFO : IPT_SO_GET_INFO, &info, &len))
		return -errno;
	b->valid_hooks = info.valid_hooks;
	memcpy(b->entry, info.hook_entry, sizeof(b->entry));
	memcpy(b->underflow, info.underflow, sizeof(b->underflow));
	b->size = info.size;
	return 0;
}

static int blob_entries(int fd, struct blob *b)
{
	size_t head = b->v6 ? sizeof(struct ip6t_get_entries) :
		sizeof(struct ipt_get_entries);
	socklen_t len = head + b->size;
	char *p = calloc(1, len);
	int ret = 0;

	if (!p)
		return -ENOMEM;
	memcpy(p, b->table, sizeof(b->table));
	memcpy(p + offsetof(struct ipt_get_entries, size), &b->size,
	       sizeof(b->size));
	if (getsockopt(fd, b->v6 ? IPPROTO_IPV6 : IPPROTO_IP, b->v6 ?
		       IP6T_SO_GET_ENTRIES : IPT_SO_GET_ENTRIES, p, &len))
		ret = -errno;
	memmove(p, p + head, b->size);
	b->bytes = p;
	return ret;
}

static bool target_drops(const struct xt_entry_target *t)
{
	const struct xt_standard_target *std = (const void *)t;

	if (!strcmp(t->u.user.name, "REJECT"))
		return true;
	return !*t->u.user.name && std->verdict == -NF_DROP - 1;
}

static void blob_walk(struct blob *b)
{
	unsigned int at, next, target, position = 0, i;
	const char *chain = "", *name;
	struct xt_counters counters;
	struct count *n;
	bool policy;

	for (at = 0; at < b->size; at += next) {
		const struct ipt_entry *e4 = (void *)(b->bytes + at);
		const struct ip6t_entry *e6 = (void *)(b->bytes + at);
		const struct xt_entry_target *t;

		next = b->v6 ? e6->next_offset : e4->next_offset;
		target = b->v6 ? e6->target_offset : e4->target_offset;
		counters = b->v6 ? e6->counters : e4->counters;
		t = (void *)(b->bytes + at + target);
		name = t->u.user.name;
		policy = false;
		for (i = 0; i < NF_INET_NUMHOOKS; i++) {
			if (!(b->valid_hooks & 1U << i))
				continue;
			if (b->entry[i] == at) {
				chain = hook_chains[i];
				position = 0;
			}
			policy |= b->underflow[i] == at;
		}
		if (!strcmp(name, "ERROR")) {
			chain = ((const struct xt_error_target *)t)->errorname;
			position = 0;
			continue;
		}
		position++;
		n = count_add(b->c, b->netns, b->v6 ? "ip6" : "ip", b->table,
			      chain);
		n->legacy = true;
		n->packets = counters.pcnt;
		n->position = policy ? 0 : position;
		if (target_drops(t))
			n->kind = policy ? COUNT_POLICY : COUNT_DROP;
		else if (*name)
			n->kind = COUNT_MAYBE;
	}
}

static int family_read(struct counts *c, uint64_t netns, bool v6)
{
	struct blob b = { .c = c, .netns = netns, .v6 = v6 };
	FILE *f = fopen(v6 ? "/proc/self/net/ip6_tables_names" :
			"/proc/self/net/ip_tables_names", "re");
	int fd, ret = 0;

	if (!f)
		return 0;
	fd = socket(v6 ? AF_INET6 : AF_INET, SOCK_RAW | SOCK_CLOEXEC,
		    IPPROTO_RAW);
	while (!ret && fscanf(f, "%31s", b.table) == 1) {
		ret = blob_info(fd, &b);
		if (!ret)
			ret = blob_entries(fd, &b);
		if (!ret)
			blob_walk(&b);
		free(b.bytes);
		b.bytes = NULL;
	}
	close(fd);
	fclose(f);
	return ret;
}

int legacy_counters_read(struct counts *c, uint64_t netns)
{
	int ret = family_read(c, netns, false);

	return ret ? ret : family_read(c, netns, true);
}
