/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_MODEL_PROCESS_H
#define NSD_MODEL_PROCESS_H

#include "model/object.h"

/** struct process - a process (or a thread that sits elsewhere) in a namespace */
struct process {
	struct object obj;
	uint32_t pid;
	uint32_t tid;		/* of a thread elsewhere; 0: the process itself */
	uint64_t start;		/* field 22 of stat; only where it was asked */
	const char *comm;	/* at most 15 bytes, hostile */
	uint32_t uid;
	const char *runtime;	/* "docker", "podman", "lxc", "unit" … or NULL */
	const char *container;	/* id or name by that runtime */
	const char *unit;	/* systemd unit */
};

enum name_rank {		/* best first */
	NAME_RUNTIME,		/* docker, podman, lxc, nspawn, libvirt … */
	NAME_NETNS,		/* /run/netns */
	NAME_UNIT,
	NAME_PATH,
};

/** struct name - what somebody calls a namespace */
struct name {
	struct object obj;
	const char *kind;	/* "netns", "docker", "podman", "lxc", "unit" … */
	const char *name;
	const char *path;	/* namespace file, or NULL */
	uint32_t mnt_pid;	/* process in whose mount namespace @path is; 0: ours */
};

/**
 * struct resolver - the resolver files that a process, or a named namespace,
 * would use
 * @pid: the process; 0: what `ip netns exec` would show for the namespace
 * @path: as reports name it: "/etc/netns/web/resolv.conf"
 * @state: 0 read, else errno (ENOENT, ELOOP, EINVAL: not a regular file …)
 * @link: text of the symbolic link in place of it, or NULL
 * @text: content of resolv.conf, at most 64 KiB
 */
struct resolver {
	struct object obj;
	uint32_t pid;
	const char *path;
	int32_t state;
	const char *link;
	const char *text;
	const char *hosts_line;	/* of nsswitch.conf; NULL without the file */
};

/** resolver_servers() - the first three nameserver lines, as resolv.conf(5) */
struct nameserver {
	struct ip_addr addr;
	const char *scope;	/* "eth0" of fe80::1%eth0, or NULL */
};
typedef VEC(struct nameserver) nameserver_vec;
void resolver_servers(const struct resolver *r, struct arena *a,
		      nameserver_vec *out);

#endif
