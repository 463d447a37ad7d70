/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "kernel.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

bool kernel_enter(void)
{
	if (geteuid() != 0 || unshare(CLONE_NEWNET | CLONE_NEWNS) < 0)
		return false;
	mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL);
	return system("ip link set lo up") == 0 &&
	       system("nft list ruleset >/dev/null 2>&1") == 0;
}

static bool refused;

bool kernel_refused(void)
{
	return refused;
}

char *kernel_run(struct arena *a, const char *command, const char *input)
{
	char path[] = "/tmp/firewall-test-XXXXXX";
	int fd = mkstemp(path);
	struct strbuf out;
	char *line = arena_printf(a, "%s <%s 2>&1", command, path);
	char buf[4096];
	size_t n;
	FILE *p;

	strbuf_init(&out, a);
	if (fd < 0 || write(fd, input, strlen(input)) < 0)
		return NULL;
	close(fd);
	p = popen(line, "r");
	while (p && (n = fread(buf, 1, sizeof(buf), p)) > 0)
		strbuf_addn(&out, buf, n);
	unlink(path);
	if (!p || pclose(p) != 0) {
		refused = strstr(out.s, "Could not process rule");
		printf("# %s: %s\n", input, out.s);
		return NULL;
	}
	return out.s;
}

typedef int (*decoder)(const struct nlmsghdr *nlh, struct firewall *fw,
		       struct arena *a, struct error *err);

static kernel_tap tap;
static void *tap_data;

void kernel_listen(kernel_tap fn, void *data)
{
	tap = fn;
	tap_data = data;
}

struct dump {
	struct mnl_socket *nl;
	struct firewall *fw;
	struct arena *a;
	struct error *err;
	decoder decode;
};

static int take(const struct nlmsghdr *nlh, void *data)
{
	struct dump *d = data;

	if (tap)
		tap(nlh, tap_data);
	if (d->decode(nlh, d->fw, d->a, d->err) < 0)
		return MNL_CB_ERROR;
	return MNL_CB_OK;
}

static int dump(struct dump *d, uint16_t type, decoder decode,
		const struct nft_table *t, const char *set)
{
	char buf[65536];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct nfgenmsg *nfg;
	int ret;

	nlh->nlmsg_type = (uint16_t)(NFNL_SUBSYS_NFTABLES << 8 | type);
	nlh->nlmsg_flags = NLM_F_REQUEST;
	if (type != NFT_MSG_GETGEN)
		nlh->nlmsg_flags |= NLM_F_DUMP;
	nlh->nlmsg_seq = 1;
	nfg = mnl_nlmsg_put_extra_header(nlh, sizeof(*nfg));
	nfg->nfgen_family = t ? t->family : NFPROTO_UNSPEC;
	if (t) {
		mnl_attr_put_strz(nlh, NFTA_SET_ELEM_LIST_TABLE, t->name);
		mnl_attr_put_strz(nlh, NFTA_SET_ELEM_LIST_SET, set);
	}
	if (mnl_socket_sendto(d->nl, nlh, nlh->nlmsg_len) < 0)
		return -errno;
	d->decode = decode;
	do {
		ret = (int)mnl_socket_recvfrom(d->nl, buf, sizeof(buf));
		if (ret > 0)
			ret = mnl_cb_run(buf, (size_t)ret, 1, 0, take, d);
	} while (ret > 0 && type != NFT_MSG_GETGEN);
	return ret < 0 ? -errno : 0;
}

static int dump_elements(struct dump *d)
{
	int ret = 0;

	for (size_t i = 0; i < d->fw->tables.n; i++) {
		const struct nft_table *t = d->fw->tables.v[i];

		for (size_t j = 0; j < t->sets.n && !ret; j++)
			ret = dump(d, NFT_MSG_GETSETELEM, decode_nft_setelem, t,
				   t->sets.v[j]->name);
	}
	return ret;
}

static int dump_all(struct dump *d)
{
	static const struct {
		uint16_t type;
		decoder decode;
	} all[] = {
		{ NFT_MSG_GETGEN, decode_nft_gen },
		{ NFT_MSG_GETTABLE, decode_nft_table },
		{ NFT_MSG_GETCHAIN, decode_nft_chain },
		{ NFT_MSG_GETRULE, decode_nft_rule },
		{ NFT_MSG_GETSET, decode_nft_set },
		{ NFT_MSG_GETOBJ, decode_nft_object },
		{ NFT_MSG_GETFLOWTABLE, decode_nft_flowtable },
	};
	int ret = 0;

	for (size_t i = 0; i < ARRAY_SIZE(all) && !ret; i++)
		ret = dump(d, all[i].type, all[i].decode, NULL, NULL);
	return ret ? ret : dump_elements(d);
}

struct firewall *kernel_firewall(struct arena *a, struct error *err)
{
	struct dump d = { .a = a, .err = err };
	int ret;

	d.fw = object_new(a, &firewall_type);
	d.nl = mnl_socket_open(NETLINK_NETFILTER);
	if (!d.nl || mnl_socket_bind(d.nl, 0, MNL_SOCKET_AUTOPID) < 0)
		return NULL;
	ret = dump_all(&d);
	mnl_socket_close(d.nl);
	if (ret < 0 || firewall_seal(d.fw, a, err) < 0)
		return NULL;
	return d.fw;
}
