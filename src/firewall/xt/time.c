/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Match time: net/netfilter/xt_time.c. */
#include <time.h>

#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_time.h>

#define DAY (24 * 60 * 60)

/** struct time_match - UTC seconds; @start_date 0, @stop_date INT_MAX: any */
struct time_match {
	struct object obj;
	uint32_t start_date;
	uint32_t stop_date;
	uint32_t start;
	uint32_t stop;
	uint32_t monthdays;
	uint8_t weekdays;
	uint8_t flags;
};

static const struct field fields[] = {
	{ "start-date", F(time_match, start_date), FT_U32 },
	{ "stop-date", F(time_match, stop_date), FT_U32 },
	{ "start", F(time_match, start), FT_U32 },
	{ "stop", F(time_match, stop), FT_U32 },
	{ "monthdays", F(time_match, monthdays), FT_U32 },
	{ "weekdays", F(time_match, weekdays), FT_U8 },
	{ "flags", F(time_match, flags), FT_U8 },
	{ }
};

static int decode(void *ext, const struct xt_blob *b)
{
	const struct xt_time_info *i = b->p;
	struct time_match *m = ext;

	m->start_date = i->date_start;
	m->stop_date = i->date_stop;
	m->start = i->daytime_start;
	m->stop = i->daytime_stop;
	m->monthdays = i->monthdays_match;
	m->weekdays = i->weekdays_match;
	m->flags = i->flags;
	return 0;
}

static enum tri match(const void *ext, struct xt_ctx *c)
{
	const struct time_match *m = ext;
	int64_t now = c->e->time;
	uint32_t second = (uint32_t)(now % DAY);
	time_t stamp;
	struct tm tm;

	/* The kernel's own time zone is a minute that nobody can ask for. */
	if (m->flags & XT_TIME_LOCAL_TZ || now <= 0)
		return TRI_UNKNOWN;
	if (now < m->start_date || now > m->stop_date)
		return TRI_NO;
	if (m->start < m->stop) {
		if (second < m->start || second > m->stop)
			return TRI_NO;
	} else {
		if (second < m->start && second > m->stop)
			return TRI_NO;
		/* The hours past midnight belong to the day before. */
		if (m->flags & XT_TIME_CONTIGUOUS && second <= m->stop)
			now -= DAY;
	}
	stamp = now;
	gmtime_r(&stamp, &tm);
	if (!(m->weekdays & 1u << (tm.tm_wday ? tm.tm_wday : 7)))
		return TRI_NO;
	return tri_of(m->monthdays & 1u << tm.tm_mday);
}

static void clock_text(struct xt_print *p, const char *option, uint32_t second)
{
	xt_out(p, " --%s %02u:%02u:%02u", option, second / 3600,
	       second / 60 % 60, second % 60);
}

static void date_text(struct xt_print *p, const char *option, uint32_t date)
{
	time_t stamp = date;
	struct tm tm;

	/* iptables takes LONG_MAX for "any", the kernel holds INT_MAX. */
	if (!date)
		return;
	gmtime_r(&stamp, &tm);
	xt_out(p, " --%s %04u-%02u-%02uT%02u:%02u:%02u", option,
	       tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
	       tm.tm_min, tm.tm_sec);
}

static void days_text(struct xt_print *p, const char *option, uint32_t mask,
		      const char *const *names)
{
	const char *separator = "";
	unsigned int i;

	xt_out(p, " --%s ", option);
	for (i = 1; i < 32; i++) {
		if (!(mask & 1u << i))
			continue;
		if (names)
			xt_out(p, "%s%s", separator, i < 8 ? names[i] : "");
		else
			xt_out(p, "%s%u", separator, i);
		separator = ",";
	}
}

static void text(const void *ext, struct xt_print *p)
{
	static const char *const week[] = { "", "Mon", "Tue", "Wed", "Thu",
					    "Fri", "Sat", "Sun" };
	const struct time_match *m = ext;

	if (m->start != XT_TIME_MIN_DAYTIME ||
	    m->stop != XT_TIME_MAX_DAYTIME) {
		clock_text(p, "timestart", m->start);
		clock_text(p, "timestop", m->stop);
	}
	if (m->monthdays != (uint32_t)XT_TIME_ALL_MONTHDAYS)
		days_text(p, "monthdays", m->monthdays, NULL);
	if (m->weekdays != XT_TIME_ALL_WEEKDAYS)
		days_text(p, "weekdays", m->weekdays, week);
	date_text(p, "datestart", m->start_date);
	date_text(p, "datestop", m->stop_date);
	if (m->flags & XT_TIME_LOCAL_TZ)
		xt_out(p, " --kerneltz");
	if (m->flags & XT_TIME_CONTIGUOUS)
		xt_out(p, " --contiguous");
}

const struct xt_type xt_time_types[] = {
	{ .object = XT_OBJECT("time.0", time_match, fields),
	  .name = "time", .families = XT_INET,
	  .size = sizeof(struct xt_time_info),
	  .decode = decode, .match = match, .text = text },
	{ }
};
