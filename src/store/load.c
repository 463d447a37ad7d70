/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "firewall/firewall.h"
#include "store/reader.h"

/*
 * Jansson's own text quotes the file; only what it says before that is kept.
 */
static void syntax_error(struct error *err, const json_error_t *json)
{
	const char *near = strstr(json->text, " near ");
	int len = near ? (int)(near - json->text) : (int)strlen(json->text);
	bool cut = json_error_code(json) == json_error_premature_end_of_input;

	if (cut) {
		error_set(err, -EINVAL,
			  "line %d, column %d: unexpected end of file",
			  json->line, json->column);
		error_hint(err, "the snapshot is cut short; its writer was "
				"probably interrupted");
		return;
	}
	error_set(err, -EINVAL, "line %d, column %d: %.*s", json->line,
		  json->column, len, json->text);
}

static int check_format(struct reader *r, const json_t *json)
{
	const char *format = json_string_value(json_object_get(json, "format"));

	if (format && !strcmp(format, SNAPSHOT_FORMAT))
		return 0;
	if (format && !strncmp(format, "nsdoctor-snapshot/", 18))
		return error_set(r->err, -EINVAL,
				 "a snapshot of another format than %s",
				 SNAPSHOT_FORMAT);
	return error_set(r->err, -EINVAL, "this is no snapshot of nsdoctor");
}

/* The id is what everything refers to; it has to say what the inode says. */
static int check_id(struct reader *r, const struct netns *ns)
{
	char id[32];

	snprintf(id, sizeof(id), "net:[%" PRIu64 "]", ns->ino);
	if (!strncmp(ns->id, "net:[", 5) && strcmp(ns->id, id))
		return read_failed(r, "the id and the inode of a namespace "
				   "do not agree");
	return 0;
}

static int finish_netns(struct reader *r, const json_t *json, struct netns *ns)
{
	const json_t *apart = json_object_get(json, "volatile");
	int ret = check_id(r, ns);

	if (!ret && apart) {
		size_t mark = trail_push(r, "volatile");

		ret = read_volatile(r, apart, ns);
		if (!ret)
			trail_pop(r, mark);
	}
	if (!ret && ns->firewall)
		ret = firewall_seal(ns->firewall, r->arena, r->err);
	return ret;
}

/* Namespaces are as in the file until the snapshot is sealed. */
static int finish_all(struct reader *r, const json_t *json)
{
	const json_t *list = json_object_get(json, "namespaces");

	for (size_t i = 0; i < r->s->netns.n; i++) {
		struct netns *ns = r->s->netns.v[i];
		size_t mark = trail_push(r, "namespaces");
		int ret;

		trail_index(r, i);
		ret = finish_netns(r, json_array_get(list, i), ns);
		if (ret)
			return ret;
		trail_pop(r, mark);
	}
	return 0;
}

/* What was read while it changed may point nowhere: said, not refused. */
static void check_device(struct reader *r, const struct netns *ns,
			 uint32_t ifindex)
{
	if (!ifindex || !netns_has(ns, READ_LINKS) || netns_link(ns, ifindex))
		return;
	read_warn(r, "%s: it refers to device %u, which is not there", ns->id,
		  ifindex);
	read_gap(r, arena_printf(r->arena, "link(%s,%u)", ns->id, ifindex),
		 "changed-while-read", NULL);
}

static void check_references(struct reader *r)
{
	for (size_t i = 0; i < r->s->netns.n; i++) {
		const struct netns *ns = r->s->netns.v[i];

		for (size_t j = 0; j < ns->routes.n; j++)
			check_device(r, ns, ns->routes.v[j]->oif);
		for (size_t j = 0; j < ns->addresses.n; j++)
			check_device(r, ns, ns->addresses.v[j]->ifindex);
		for (size_t j = 0; j < ns->links.n; j++)
			check_device(r, ns, ns->links.v[j]->master);
	}
}

static int read_snapshot(struct reader *r, const json_t *json)
{
	int ret = check_format(r, json);

	if (!ret)
		ret = read_object(r, json, r->s, false);
	if (!ret)
		ret = finish_all(r, json);
	if (!ret)
		ret = snapshot_seal(r->s, r->err);
	if (!ret)
		check_references(r);
	return ret;
}

struct snapshot *snapshot_read(const char *text, size_t len,
			       warning_vec *warnings, struct error *err)
{
	json_error_t json_error;
	struct error local = { 0 };
	struct reader r = { .warnings = warnings,
			    .err = err ? err : &local };
	json_t *json;
	int ret;

	json = json_loadb(text, len, JSON_REJECT_DUPLICATES, &json_error);
	if (!json) {
		syntax_error(r.err, &json_error);
		return NULL;
	}
	r.s = snapshot_new();
	r.arena = r.s->arena;
	strbuf_init(&r.trail, r.arena);
	ret = json_is_object(json) ? read_snapshot(&r, json)
				   : check_format(&r, json);
	json_decref(json);
	if (!ret)
		return r.s;
	if (warnings)
		memset(warnings, 0, sizeof(*warnings));
	snapshot_free(r.s);
	return NULL;
}

static int read_more(int fd, char **text, size_t *len, size_t *cap)
{
	ssize_t n;

	if (*len == *cap) {
		size_t more = *cap ? *cap * 2 : 64 * 1024;
		char *grown = realloc(*text, more);

		if (!grown)
			memory_out();
		*text = grown;
		*cap = more;
	}
	do {
		n = read(fd, *text + *len, *cap - *len);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return -errno;
	*len += (size_t)n;
	return n > 0;
}

static int read_all(int fd, char **text, size_t *len)
{
	size_t cap = 0;
	int ret;

	do {
		ret = read_more(fd, text, len, &cap);
	} while (ret > 0 && *len <= SNAPSHOT_BYTES_MAX);
	return ret > 0 ? -EFBIG : ret;
}

struct snapshot *snapshot_load(const char *path, warning_vec *warnings,
			       struct error *err)
{
	bool standard = !strcmp(path, "-");
	const char *name = standard ? "standard input" : path;
	int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct snapshot *s = NULL;
	char *text = NULL;
	size_t len = 0;
	int ret;

	if (fd < 0) {
		error_sys(err, "cannot read %s", name);
		return NULL;
	}
	ret = read_all(fd, &text, &len);
	if (!standard)
		close(fd);
	if (ret) {
		error_set(err, ret, "cannot read %s: %s", name,
			  strerror(-ret));
	} else {
		s = snapshot_read(text, len, warnings, err);
		if (!s)
			error_context(err, -EINVAL, "cannot read %s", name);
	}
	free(text);
	return s;
}
