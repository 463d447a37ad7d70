/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libvirt: qemu-<n>-<name>.libvirt-qemu, or machine-qemu\x2d<n>\x2d<name>.scope
 * where machined registered it.
 */
#include <string.h>

#include "collect/runtime/nspawn.h"
#include "collect/runtime/runtime.h"

/* "3-db-vm" is "db-vm": the number counts the domain's starts. */
static const char *without_number(const char *s)
{
	size_t digits = s ? strspn(s, "0123456789") : 0;

	return digits && s[digits] == '-' ? s + digits + 1 : NULL;
}

static const char *libvirt_component(struct arena *a,
				     const struct cgroup_path *p, size_t i)
{
	const char *s = runtime_between(a, p->v[i], "qemu-", ".libvirt-qemu");

	if (s)
		return without_number(s);
	s = runtime_between(a, p->v[i], "machine-qemu\\x2d", ".scope");
	return s ? without_number(unit_unescape(a, s)) : NULL;
}

const struct runtime runtime_libvirt = {
	.name = "libvirt",
	.kind = "vm",
	.component = libvirt_component,
};
