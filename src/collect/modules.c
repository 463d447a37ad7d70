/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Is it there? Looked up before asking, since asking would load it. */
#include "collect/modules.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct module_name {
	const char *name;
	const char *symbol;	/* that is there when it is built in */
};

static const struct module_name names[MOD_COUNT] = {
	[MOD_NFNETLINK] = { "nfnetlink", "nfnetlink_send" },
	[MOD_NF_TABLES] = { "nf_tables", "nft_do_chain" },
	[MOD_NFNETLINK_HOOK] = { "nfnetlink_hook", "nfnl_hook_dump" },
	[MOD_IP_SET] = { "ip_set", "ip_set_dump_do" },
	[MOD_INET_DIAG] = { "inet_diag", "inet_diag_handler_cmd" },
	[MOD_TCP_DIAG] = { "tcp_diag", "tcp_diag_dump" },
	[MOD_UDP_DIAG] = { "udp_diag", "udp_diag_dump" },
	[MOD_XFRM_USER] = { "xfrm_user", "xfrm_dump_policy" },
	[MOD_EBTABLE_FILTER] = { "ebtable_filter", "ebtable_filter_init" },
	[MOD_EBTABLE_NAT] = { "ebtable_nat", "ebtable_nat_init" },
	[MOD_EBTABLE_BROUTE] = { "ebtable_broute", "ebt_broute" },
};

/* Files of modules say "-" or "_" as their authors liked; the kernel "_". */
static bool same_name(const char *s, size_t len, const char *name)
{
	if (strlen(name) != len)
		return false;
	for (size_t i = 0; i < len; i++)
		if ((s[i] == '-' ? '_' : s[i]) != name[i])
			return false;
	return true;
}

static void mark(struct modules *m, const char *s, size_t len)
{
	for (int i = 0; i < MOD_COUNT; i++)
		if (same_name(s, len, names[i].name))
			m->here[i] = TRI_YES;
}

/* name size uses dependents state address */
void modules_parse_list(struct modules *m, const char *text)
{
	while (*text) {
		size_t line = strcspn(text, "\n");
		size_t name = strcspn(text, " \n");
		char state[16] = "";

		if (name < line)
			sscanf(text + name, " %*s %*s %*s %15s", state);
		if (!strcmp(state, "Live"))
			mark(m, text, name);
		text += line + (text[line] == '\n');
	}
}

void modules_parse_builtin(struct modules *m, const char *text)
{
	while (*text) {
		size_t line = strcspn(text, "\n");
		const char *base = text;

		for (size_t i = 0; i < line; i++)
			if (text[i] == '/')
				base = text + i + 1;
		if (text + line - base > 3 &&
		    !strncmp(text + line - 3, ".ko", 3))
			mark(m, base, (size_t)(text + line - base) - 3);
		text += line + (text[line] == '\n');
	}
}

/* address type name [module]: with a module behind it, it is not built in. */
void modules_parse_symbol(struct modules *m, const char *line)
{
	char symbol[64];
	char module[8] = "";

	if (sscanf(line, "%*s %*s %63s %7s", symbol, module) < 1 || *module)
		return;
	for (int i = 0; i < MOD_COUNT; i++)
		if (!strcmp(symbol, names[i].symbol))
			m->here[i] = TRI_YES;
}

static char *slurp(int dir, const char *path, size_t max)
{
	int fd = openat(dir, path, O_RDONLY | O_CLOEXEC);
	size_t len = 0;
	char *buf;
	ssize_t n;

	if (fd < 0)
		return NULL;
	buf = malloc(max + 1);
	if (!buf)
		memory_out();
	while (len < max && (n = read(fd, buf + len, max - len)) > 0)
		len += (size_t)n;
	close(fd);
	buf[len] = '\0';
	return buf;
}

/* Without /proc/modules, in a procfs that is whole, there are no modules. */
static bool without_modules(int proc_fd)
{
	struct stat st;

	return fstatat(proc_fd, "modules", &st, 0) && errno == ENOENT &&
	       !fstatat(proc_fd, "version", &st, 0);
}

static bool loading_is_off(int proc_fd)
{
	char *text;
	bool off;

	text = slurp(proc_fd, "sys/kernel/modules_disabled", 8);
	off = text && *text == '1';
	free(text);
	return off;
}

/* Loaded, or built in with parameters. */
static void look_in_sysfs(struct modules *m)
{
	char path[64];
	struct stat st;

	for (int i = 0; i < MOD_COUNT; i++) {
		snprintf(path, sizeof(path), "/sys/module/%s", names[i].name);
		if (m->here[i] != TRI_YES && !stat(path, &st))
			m->here[i] = TRI_YES;
	}
}

static bool look_in_builtin(struct modules *m, int proc_fd, const char *release)
{
	char path[256];
	char *text;

	snprintf(path, sizeof(path), "1/root/lib/modules/%s/modules.builtin",
		 release);
	text = slurp(proc_fd, path, 1024 * 1024);
	if (!text) {
		snprintf(path, sizeof(path), "/lib/modules/%s/modules.builtin",
			 release);
		text = slurp(AT_FDCWD, path, 1024 * 1024);
	}
	if (!text)
		return false;
	modules_parse_builtin(m, text);
	free(text);
	return true;
}

static bool look_in_symbols(struct modules *m, int proc_fd)
{
	int fd = openat(proc_fd, "kallsyms", O_RDONLY | O_CLOEXEC);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "r");
	char line[512];
	bool any = false;

	if (!f) {
		if (fd >= 0)
			close(fd);
		return false;
	}
	while (fgets(line, sizeof(line), f)) {
		any = true;
		modules_parse_symbol(m, line);
	}
	fclose(f);
	return any;
}

void modules_read(struct modules *m, int proc_fd, const char *release)
{
	char *text;
	bool sure;

	memset(m, 0, sizeof(*m));
	m->no_modules = without_modules(proc_fd);
	m->free = m->no_modules || loading_is_off(proc_fd);
	if (m->no_modules)
		return;
	text = slurp(proc_fd, "modules", 1024 * 1024);
	if (text)
		modules_parse_list(m, text);
	free(text);
	look_in_sysfs(m);
	sure = look_in_builtin(m, proc_fd, release);
	if (!sure)
		sure = look_in_symbols(m, proc_fd);
	for (int i = 0; i < MOD_COUNT && !sure; i++)
		if (m->here[i] != TRI_YES)
			m->here[i] = TRI_UNKNOWN;
}

enum tri modules_all(const struct modules *m, const enum module *list)
{
	enum tri all = TRI_YES;

	for (; *list != MOD_COUNT && !m->free; list++)
		all = tri_and(all, m->here[*list]);
	return all;
}
