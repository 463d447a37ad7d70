/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef YARDSTICK_H
#define YARDSTICK_H

#include <stdbool.h>

/* What was asked; the answers are not kept. */
struct requests {
	unsigned long namespaces;
	unsigned long processes;
	unsigned long files;	/* procfs files and links */
	unsigned long dumps;	/* netlink requests */
	unsigned long errors;	/* those that the kernel refused */
	unsigned long bytes;	/* of the netlink answers */
};

/* What of a namespace's answers decides what is asked next. */
struct content {
	unsigned int bridges;
	unsigned int peers;	/* links whose other end has a namespace id */
	unsigned int tables;	/* of nftables */
	bool initial;
};

void requests_add(struct requests *to, const struct requests *r);
void requests_print(const struct requests *r);

int rtnl_open(void);
void dump_rtnl(struct requests *r, int fd, struct content *c);
void ask_nsid(struct requests *r, int fd, int ns);
void dump_nft(struct requests *r, struct content *c);
void dump_sockets(struct requests *r);

#endif
