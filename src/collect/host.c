/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Facts about the machine, and which namespace is its initial one. */
#include "collect/collector.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "collect/proc.h"

/* NET_NS_INIT_INO of kernels that number the initial namespaces themselves. */
#define INITIAL_INO 4026531833ull
#define PF_KTHREAD 0x00200000u

static void read_time(struct collector *c)
{
	char text[32];
	time_t now = time(NULL);
	struct tm tm;

	gmtime_r(&now, &tm);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
	SET(&c->snap->host, host, taken, arena_strdup(c->snap->arena, text));
}

static bool exists(const char *path)
{
	struct stat st;

	return !stat(path, &st);
}

static bool any_exists(const char *const *paths)
{
	for (; *paths; paths++)
		if (exists(*paths))
			return true;
	return false;
}

/*
 * What plain `iptables` is: Debian's alternatives say it by a link; elsewhere
 * the binary is itself a link to xtables-nft-multi or xtables-legacy-multi.
 */
static const char *iptables_backend(void)
{
	static const char *const links[] = {
		"/etc/alternatives/iptables", "/usr/sbin/iptables",
		"/sbin/iptables",
	};
	char text[256];

	for (size_t i = 0; i < ARRAY_SIZE(links); i++) {
		ssize_t n = readlink(links[i], text, sizeof(text) - 1);

		if (n <= 0)
			continue;
		text[n] = '\0';
		if (strstr(text, "nft"))
			return "nft";
		if (strstr(text, "legacy"))
			return "legacy";
	}
	return NULL;
}

static void read_iptables(struct host *h)
{
	static const char *const nft[] = {
		"/usr/sbin/iptables-nft", "/sbin/iptables-nft", NULL,
	};
	static const char *const legacy[] = {
		"/usr/sbin/iptables-legacy", "/sbin/iptables-legacy", NULL,
	};

	SET(h, host, iptables, iptables_backend());
	SET(h, host, iptables_nft, any_exists(nft));
	SET(h, host, iptables_legacy, any_exists(legacy));
}

void discover_host(struct collector *c)
{
	struct host *h = &c->snap->host;
	struct arena *a = c->snap->arena;
	struct utsname uts;
	const uint16_t one = 1;

	if (!uname(&uts)) {
		SET(h, host, name, arena_strdup(a, uts.nodename));
		SET(h, host, kernel, arena_strdup(a, uts.release));
	}
	SET(h, host, little_endian, *(const uint8_t *)&one == 1);
	h->live = true;
	read_time(c);
	read_iptables(h);
}

/*
 * Kernel threads live in the initial namespace; kthreadd is process 2 where
 * the walked procfs is the initial pid namespace's. /proc/1 proves nothing: it
 * may be a container's init.
 */
static uint64_t kthreadd_ino(struct collector *c)
{
	struct proc_stat st;
	int error;

	if (proc_stat(c, 2, &st) || st.ppid || !(st.flags & PF_KTHREAD))
		return 0;
	return proc_ino(c, "2/ns/net", &error);
}

/* These files exist in the initial namespace only (sysctl_core_net_init()). */
static bool self_is_initial(void)
{
	return exists("/proc/sys/net/core/dev_weight") &&
	       exists("/proc/sys/net/ipv4/neigh/default/gc_thresh1");
}

static void set_initial(struct place *p)
{
	SET(p->ns, netns, initial, true);
}

void discover_initial(struct collector *c)
{
	struct holder h = { .pid = 2, .fd = -1 };
	uint64_t ino = kthreadd_ino(c);
	int error;

	if (ino)
		set_initial(place_add(c, ino, &h));
	else if (c->self_ino == INITIAL_INO || self_is_initial())
		set_initial(place_of(c, c->self_ino));
	/* Process 1 is often the host's, too: a candidate, not a proof. */
	h.pid = 1;
	ino = proc_ino(c, "1/ns/net", &error);
	if (ino)
		place_add(c, ino, &h);
	if (ino == INITIAL_INO)
		set_initial(place_of(c, ino));
}
