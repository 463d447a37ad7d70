/* SPDX-License-Identifier: GPL-2.0-or-later */
/* systemd-nspawn registered with machined: machine-<name>.scope. */
#include "collect/runtime/nspawn.h"

#include <string.h>

#include "collect/runtime/runtime.h"

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

char *unit_unescape(struct arena *a, const char *s)
{
	char *out = arena_strdup(a, s);
	char *to = out;

	while (*s) {
		if (s[0] == '\\' && s[1] == 'x' && hex(s[2]) >= 0 &&
		    hex(s[3]) >= 0 && (hex(s[2]) || hex(s[3]))) {
			*to++ = (char)(hex(s[2]) * 16 + hex(s[3]));
			s += 4;
		} else {
			*to++ = *s++;
		}
	}
	*to = '\0';
	return out;
}

static const char *nspawn_component(struct arena *a,
				    const struct cgroup_path *p, size_t i)
{
	const char *s = runtime_between(a, p->v[i], "machine-", ".scope");

	return s ? unit_unescape(a, s) : NULL;
}

const struct runtime runtime_nspawn = {
	.name = "nspawn",
	.kind = "nspawn",
	.component = nspawn_component,
};
