/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What we may do, and giving it up for good. */
#include "collect/collector.h"

#include <cap-ng.h>
#include <errno.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "collect/files.h"
#include "collect/rights.h"

/* PROC_USER_INIT_INO: the same on every kernel since 3.8. */
#define USER_INIT_INO 4026531837ull

/* Capabilities of another user namespace reach no process outside of it. */
static bool in_initial_userns(const struct collector *c)
{
	int error;

	return proc_ino(c, "self/ns/user", &error) == USER_INIT_INO;
}

void rights_read(struct collector *c)
{
	c->root = !geteuid();
	c->may_enter = capng_have_capability(CAPNG_EFFECTIVE, CAP_SYS_ADMIN);
	c->may_admin = capng_have_capability(CAPNG_EFFECTIVE, CAP_NET_ADMIN);
	c->may_trace = capng_have_capability(CAPNG_EFFECTIVE,
					     CAP_SYS_PTRACE) &&
		       in_initial_userns(c);
	if (c->root && c->may_enter && c->may_admin && c->may_trace)
		c->snap->host.rights = "root";
	else if (!c->may_enter && !c->may_admin && !c->may_trace)
		c->snap->host.rights = "user";
	else
		c->snap->host.rights = arena_printf(
			c->snap->arena, "%s%s%s",
			c->may_enter ? "CAP_SYS_ADMIN " : "",
			c->may_admin ? "CAP_NET_ADMIN " : "",
			c->may_trace ? "CAP_SYS_PTRACE" : "");
	MARK(&c->snap->host, host, rights);
}

int collector_drop_rights(struct collector *c, struct error *err)
{
	files_stop(c);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return error_sys(err, "give up new privileges");
	/* Not every kernel has ambient sets; the next lines decide. */
	(void)!prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	capng_clear(CAPNG_SELECT_BOTH);
	/* Without CAP_SETPCAP the bounding set stays: harmless by now. */
	if (capng_apply(CAPNG_SELECT_BOTH) && capng_apply(CAPNG_SELECT_CAPS))
		return error_set(err, -EPERM, "give up capabilities");
	if (capng_get_caps_process() ||
	    capng_have_capabilities(CAPNG_SELECT_CAPS) != CAPNG_NONE)
		return error_set(err, -EPERM,
				 "capabilities are still there after giving "
				 "them up");
	c->may_enter = false;
	c->may_admin = false;
	c->may_trace = false;
	return 0;
}
