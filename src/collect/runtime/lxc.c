/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LXC: lxc.payload.<name>; the monitor's lxc.monitor.<name> is no container. */
#include "collect/runtime/runtime.h"

static const char *lxc_component(struct arena *a, const struct cgroup_path *p,
				 size_t i)
{
	return runtime_between(a, p->v[i], "lxc.payload.", "");
}

const struct runtime runtime_lxc = {
	.name = "lxc",
	.kind = "lxc",
	.component = lxc_component,
};
