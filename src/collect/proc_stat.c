/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collect/proc.h"

int proc_stat_parse(const char *text, struct proc_stat *out)
{
	const char *p = strrchr(text, ')');
	struct proc_stat st = { 0 };
	unsigned long long value[23] = { 0 };

	if (!p || p[1] != ' ' || !p[2])
		return -EINVAL;
	p += 3;		/* past the state, field 3 */
	for (unsigned int i = 4; i <= 22; i++) {
		char *end;

		value[i] = strtoull(p, &end, 10);
		if (end == p)
			return -EINVAL;
		p = end;
	}
	st.ppid = (uint32_t)value[4];
	st.flags = (uint32_t)value[9];
	st.start = value[22];
	*out = st;
	return 0;
}

int proc_stat(const struct collector *c, uint32_t pid, struct proc_stat *out)
{
	char path[32];
	char text[1024];
	ssize_t n;

	snprintf(path, sizeof(path), "%u/stat", pid);
	n = proc_read(c, path, text, sizeof(text));
	return n < 0 ? (int)n : proc_stat_parse(text, out);
}
