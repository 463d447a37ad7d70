/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collect/mountinfo.h"

#include <errno.h>
#include <string.h>

/* \040 \011 \012 \134: mangle() writes blanks, newlines and backslashes so. */
static void unescape(char *s)
{
	char *to = s;

	while (*s) {
		if (s[0] == '\\' && s[1] >= '0' && s[1] <= '3' &&
		    s[2] >= '0' && s[2] <= '7' && s[3] >= '0' && s[3] <= '7') {
			*to++ = (char)((s[1] - '0') * 64 + (s[2] - '0') * 8 +
				       (s[3] - '0'));
			s += 4;
		} else {
			*to++ = *s++;
		}
	}
	*to = '\0';
}

/* id parent major:minor root point options [optional]... - type source super */
int mountinfo_line(char *line, struct mount_line *out)
{
	struct mount_line m = { 0 };
	bool behind = false;
	unsigned int n = 0;
	char *save = NULL;

	for (char *w = strtok_r(line, " ", &save); w;
	     w = strtok_r(NULL, " ", &save), n++) {
		if (!behind && n == 3)
			m.root = w;
		else if (!behind && n == 4)
			m.point = w;
		else if (!behind && n >= 6 && !strcmp(w, "-"))
			behind = true, n = 99;
		else if (behind && n == 100)
			m.type = w;
		else if (behind && n == 102)
			m.options = w;
	}
	if (!m.root || !m.point || !m.type)
		return -EINVAL;
	unescape((char *)m.root);
	unescape((char *)m.point);
	if (!m.options)
		m.options = "";
	*out = m;
	return 0;
}

uint64_t mountinfo_netns(const struct mount_line *m)
{
	static const char head[] = "net:[";
	uint64_t ino = 0;
	const char *p = m->root;

	if (strcmp(m->type, "nsfs") || strncmp(p, head, sizeof(head) - 1))
		return 0;
	for (p += sizeof(head) - 1; *p >= '0' && *p <= '9'; p++)
		if (__builtin_mul_overflow(ino, 10, &ino) ||
		    __builtin_add_overflow(ino, (uint64_t)(*p - '0'), &ino))
			return 0;
	return p[0] == ']' && !p[1] ? ino : 0;
}
