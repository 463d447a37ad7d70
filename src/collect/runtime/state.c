/* SPDX-License-Identifier: GPL-2.0-or-later */
/* State files of runtimes: data of root's, read with care all the same. */
#include <string.h>

#include "collect/files.h"
#include "collect/runtime/runtime.h"

#define STATE_CAP (1024 * 1024)

const char *runtime_file(struct collector *c, const char *path)
{
	struct file_answer an;

	/* With another procfs the host's files lie below its first process. */
	files_read(c, c->opt.proc_dir ? 1 : 0, path, STATE_CAP, &an);
	return an.state || an.uid || an.truncated ? NULL : an.text;
}

/* Past a string that begins at the quote @p; NULL where it does not end. */
static const char *string_end(const char *p)
{
	for (p++; *p; p++) {
		if (*p == '\\' && p[1])
			p++;
		else if (*p == '"')
			return p + 1;
	}
	return NULL;
}

static const char *skip_blanks(const char *p)
{
	return p + strspn(p, " \t\r\n");
}

/*
 * Only keys at depth one count: a label of the container's choosing may be
 * called the same.
 */
const char *json_top_string(struct arena *a, const char *text, const char *key)
{
	size_t len = strlen(key);
	unsigned int depth = 0;

	for (const char *p = text; *p;) {
		const char *end;
		const char *value;

		if (*p == '{' || *p == '[')
			depth++;
		else if ((*p == '}' || *p == ']') && depth)
			depth--;
		if (*p != '"') {
			p++;
			continue;
		}
		end = string_end(p);
		if (!end)
			return NULL;
		value = skip_blanks(end);
		if (depth == 1 && *value == ':' &&
		    (size_t)(end - p) == len + 2 && !strncmp(p + 1, key, len)) {
			value = skip_blanks(value + 1);
			end = *value == '"' ? string_end(value) : NULL;
			if (!end || memchr(value, '\\', (size_t)(end - value)))
				return NULL;
			return arena_strndup(a, value + 1,
					     (size_t)(end - value) - 2);
		}
		p = end;
	}
	return NULL;
}
