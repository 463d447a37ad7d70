/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who put a rule there, by the names that managers give to their objects. */
#include <string.h>

#include "diagnose/diagnose.h"

struct owner {
	const char *name;
	const char *table;	/* beginning of the table's name, or NULL */
	const char *chain;	/* beginning of the chain's name, or NULL */
};

static const struct owner owners[] = {
	{ "firewalld", "firewalld", NULL },
	{ "Docker", "docker-", NULL },
	{ "Docker", NULL, "DOCKER" },
	{ "ufw", NULL, "ufw-" },
	{ "ufw", NULL, "ufw6-" },
	{ "libvirt", NULL, "LIBVIRT_" },
	{ "libvirt", "libvirt", NULL },
	{ "Podman (netavark)", "netavark", NULL },
	{ "Podman (netavark)", NULL, "NETAVARK" },
	{ "Podman (CNI)", NULL, "CNI-" },
	{ "kube-proxy", NULL, "KUBE-" },
	{ "kube-proxy", "kube-proxy", NULL },
	{ "Calico", NULL, "cali-" },
	{ "Cilium", NULL, "CILIUM_" },
	{ "Tailscale", NULL, "ts-" },
	{ "wg-quick", "wg-quick-", NULL },
	{ "fail2ban", NULL, "f2b-" },
	{ "fail2ban", "f2b-table", NULL },
	{ "CrowdSec", "crowdsec", NULL },
	{ "LXC", "lxc", NULL },
	{ "LXD", "lxd", NULL },
	{ "Incus", "incus", NULL },
	{ "NetworkManager", "nm-shared-", NULL },
	{ "systemd-networkd", "io.systemd.nat", NULL },
};

static bool begins(const char *s, const char *with)
{
	return s && with && !strncmp(s, with, strlen(with));
}

const char *owner_of(const struct fw_place *place, const char **by)
{
	for (size_t i = 0; i < ARRAY_SIZE(owners); i++) {
		if (begins(place->table, owners[i].table)) {
			*by = "table name";
			return owners[i].name;
		}
		if (begins(place->chain, owners[i].chain)) {
			*by = "chain name";
			return owners[i].name;
		}
	}
	*by = NULL;
	return NULL;
}
