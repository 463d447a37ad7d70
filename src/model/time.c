/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <time.h>

#include "model/snapshot.h"

int64_t snapshot_time(const struct snapshot *s)
{
	struct tm tm = { 0 };

	if (!s->host.taken ||
	    sscanf(s->host.taken, "%d-%d-%dT%d:%d:%dZ", &tm.tm_year,
		   &tm.tm_mon, &tm.tm_mday, &tm.tm_hour, &tm.tm_min,
		   &tm.tm_sec) != 6)
		return 0;
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	return timegm(&tm);
}
