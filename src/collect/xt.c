/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Legacy tables, only where they exist already: asking the kernel for one that
 * does not loads its module and makes it, hooks included. Which exist in a
 * namespace is told by ip_tables_names and its kin.
 */
#include "decode/xt.h"

#include <errno.h>
#include <netinet/in.h>
#include <linux/netfilter.h>
#include <linux/netfilter_arp/arp_tables.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "collect/visit.h"

/* The kernel answers EAGAIN when the table changed size in between. */
#define TRIES 5
#define BLOB_MAX (256u * 1024 * 1024)
#define NAME_MAX_XT XT_TABLE_MAXNAMELEN

/**
 * struct xt_family - how one family's tables are asked for
 * @info, @hooks: option, and hooks in struct *t_getinfo, of GET_INFO
 * @entries: option of GET_ENTRIES
 */
struct xt_family {
	uint8_t nfproto;
	const char *names;
	int domain;
	int level;
	int info;
	int entries;
	uint32_t hooks;
};

static const struct xt_family families[] = {
	{ NFPROTO_IPV4, "thread-self/net/ip_tables_names", AF_INET, SOL_IP,
	  IPT_SO_GET_INFO, IPT_SO_GET_ENTRIES, NF_INET_NUMHOOKS },
	{ NFPROTO_IPV6, "thread-self/net/ip6_tables_names", AF_INET6, SOL_IPV6,
	  IPT_SO_GET_INFO, IPT_SO_GET_ENTRIES, NF_INET_NUMHOOKS },
	{ NFPROTO_ARP, "thread-self/net/arp_tables_names", AF_INET, SOL_IP,
	  ARPT_SO_GET_INFO, ARPT_SO_GET_ENTRIES, NF_ARP_NUMHOOKS },
};

/* name[32], valid_hooks, hook_entry[], underflow[], num_entries, size */
struct xt_info {
	_Alignas(8) uint8_t b[NAME_MAX_XT + 4 * (3 + 2 * NF_INET_NUMHOOKS)];
	size_t len;
	uint32_t size;
};

static int ask_info(int fd, const struct xt_family *f, const char *name,
		    struct xt_info *info)
{
	socklen_t len = NAME_MAX_XT + 4 * (3 + 2 * f->hooks);

	memset(info, 0, sizeof(*info));
	memcpy(info->b, name, strnlen(name, NAME_MAX_XT - 1));
	if (getsockopt(fd, f->level, f->info, info->b, &len))
		return -errno;
	info->len = len;
	if (len < 4 || len > sizeof(info->b))
		return -EBADMSG;
	memcpy(&info->size, info->b + len - 4, sizeof(info->size));
	return info->size > BLOB_MAX ? -EFBIG : 0;
}

static int ask_entries(int fd, const struct xt_family *f, const char *name,
		       const struct xt_info *info, struct bytes *out)
{
	struct ipt_get_entries *e;
	socklen_t len = sizeof(*e) + info->size;
	int ret;

	e = calloc(1, len);
	if (!e)
		memory_out();
	memcpy(e->name, name, strnlen(name, sizeof(e->name) - 1));
	e->size = info->size;
	if (getsockopt(fd, f->level, f->entries, e, &len)) {
		ret = -errno;
		free(e);
		return ret;
	}
	*out = (struct bytes){ .p = (uint8_t *)e, .len = len };
	return 0;
}

static int read_table(struct reader *r, int fd, const struct xt_family *f,
		      const char *name)
{
	struct xt_info info;
	struct bytes blob = { 0 };
	int ret = -EAGAIN;

	for (int i = 0; i < TRIES && ret == -EAGAIN; i++) {
		ret = ask_info(fd, f, name, &info);
		if (!ret)
			ret = ask_entries(fd, f, name, &info, &blob);
	}
	if (ret)
		return ret;
	ret = decode_xt_table(f->nfproto, info.b, info.len, blob.p, blob.len,
			      reader_firewall(r), r->arena, NULL);
	free((void *)blob.p);
	return ret;
}

static int read_tables(struct reader *r, const struct xt_family *f,
		       char *names)
{
	char *save = NULL;
	int ret = 0;
	int fd = socket(f->domain, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -errno;
	for (char *name = strtok_r(names, "\n", &save); name && !ret;
	     name = strtok_r(NULL, "\n", &save))
		if (strlen(name) < NAME_MAX_XT)
			ret = read_table(r, fd, f, name);
	close(fd);
	return ret;
}

/* Without the file the core is not there, so no table is. */
static int read_family(struct reader *r, const struct xt_family *f)
{
	char names[1024];
	ssize_t n = procfs_read(&r->procfs, f->names, names, sizeof(names));

	if (n == -ENOENT || n == 0)
		return 0;
	if (n < 0)
		return (int)n;
	return read_tables(r, f, names);
}

void read_xt(struct reader *r)
{
	int ret = 0;

	reader_firewall(r);
	for (size_t i = 0; i < ARRAY_SIZE(families) && !ret; i++)
		ret = read_family(r, &families[i]);
	if (ret)
		visit_gap(r, "xt", ret == -EAGAIN ? "changed-while-read"
						  : "read",
			  -ret, ret == -EACCES || ret == -EPERM
					? "CAP_NET_ADMIN" : NULL);
	else
		r->v->result->have |= READ_XT;
}
