/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What runs in a namespace, in the words of the runtime that started it. One
 * file per runtime: how it names its cgroups, and where it keeps the names
 * that people know.
 */
#ifndef NSD_COLLECT_RUNTIME_H
#define NSD_COLLECT_RUNTIME_H

#include "collect/collector.h"

/** struct cgroup_path - components of one line of /proc/PID/cgroup */
struct cgroup_path {
	const char *v[32];
	size_t n;
};

/**
 * struct runtime_id - what a cgroup says of a process
 * @runtime: its type's name; NULL: none was recognised
 * @container: id or name by that runtime
 * @unit: systemd unit, innermost; NULL: none
 */
struct runtime_id {
	const struct runtime *runtime;
	const char *container;
	const char *unit;
};

/**
 * struct runtime - one program that makes namespaces
 * @name: as targets spell it: "docker"
 * @kind: of the names it gives, where that is another word
 * @component: does component @i name a container of this runtime? Its id or
 *             name in @a, else NULL
 * @human: the name that people know for this id; NULL: @container is it, or
 *         nothing could be read
 */
struct runtime {
	const char *name;
	const char *kind;
	const char *(*component)(struct arena *a, const struct cgroup_path *p,
				 size_t i);
	const char *(*human)(struct collector *c, uint32_t pid,
			     const char *container);
};

extern const struct runtime runtime_docker;
extern const struct runtime runtime_podman;
extern const struct runtime runtime_kubernetes;
extern const struct runtime runtime_lxc;
extern const struct runtime runtime_libvirt;
extern const struct runtime runtime_nspawn;

/**
 * runtime_of_cgroup() - text of /proc/PID/cgroup to runtime, id and unit
 * @text: all lines
 *
 * Every line is looked at, since some hosts leave some controllers at "/";
 * within a line from the right, since the innermost component names the
 * process.
 */
void runtime_of_cgroup(struct arena *a, const char *text,
		       struct runtime_id *out);

/** runtime_hex_id() - are these 64 lower-case hex digits, and nothing more? */
bool runtime_hex_id(const char *s, size_t len);
/** runtime_between() - what stands between @head and @tail; NULL: they do not */
const char *runtime_between(struct arena *a, const char *s, const char *head,
			    const char *tail);
/** runtime_file() - a runtime's state file: regular, root's, at most 1 MiB */
const char *runtime_file(struct collector *c, const char *path);
/** json_top_string() - value of a key of the outermost object; NULL: none */
const char *json_top_string(struct arena *a, const char *text,
			    const char *key);

#endif
