/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From what the user typed to a namespace. */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

/* Pids stay below this, namespace inodes are far above. */
#define PID_LIMIT 4194304u

static int found(const struct netns *ns, struct target *out)
{
	out->ino = ns->ino;
	out->id = ns->id;
	return 0;
}

uint32_t target_number(const struct session *s, const struct target *t)
{
	for (uint32_t i = 0; i < s->snap->netns.n; i++)
		if (t->ino ? s->snap->netns.v[i]->ino == t->ino :
			     !strcmp(s->snap->netns.v[i]->id, t->id))
			return i;
	return NETNS_NONE;
}

static int by_number(struct session *s, uint64_t n, struct target *out,
		     struct error *err)
{
	struct netns *ns = snapshot_netns_by_inode(s->snap, n);

	if (!ns && s->collector) {
		int ret = collect_target_inode(s->collector, n, err);

		if (ret)
			return ret;
		ret = snapshot_seal(s->snap, err);
		if (ret)
			return ret;
		ns = snapshot_netns_by_inode(s->snap, n);
	}
	if (!ns)
		return error_set(err, -ENOENT, "there is no namespace "
				 "net:[%llu]", (unsigned long long)n);
	return found(ns, out);
}

static int by_pid_file(struct session *s, uint32_t pid, uint32_t tid,
		       struct target *out, struct error *err)
{
	for (size_t i = 0; i < s->snap->netns.n; i++) {
		const struct netns *ns = s->snap->netns.v[i];
		struct process *const *it;

		VEC_FOR_EACH(&ns->processes, it)
			if ((*it)->pid == pid && (*it)->tid == tid) {
				out->pid = pid;
				return found(ns, out);
			}
	}
	return error_set(err, -ENOENT, "there is no process %u in this "
			 "snapshot", pid);
}

static int by_pid(struct session *s, const char *text, struct target *out,
		  struct error *err)
{
	const char *slash = strchr(text, '/');
	char *pid_text = slash ? strndup(text, (size_t)(slash - text)) :
				 strdup(text);
	uint64_t tid = 0;
	uint64_t pid;
	int ret;

	if (!pid_text)
		memory_out();
	ret = parse_u64(pid_text, &pid);
	free(pid_text);
	if (ret || pid >= PID_LIMIT || (slash && parse_u64(slash + 1, &tid)))
		return error_set(err, -EINVAL, "'%s' is no process number",
				 text);
	if (!s->collector)
		return by_pid_file(s, (uint32_t)pid, (uint32_t)tid, out, err);
	ret = collect_target_pid(s->collector, (uint32_t)pid, (uint32_t)tid,
				 &out->ino, err);
	if (!ret)
		ret = snapshot_seal(s->snap, err);
	if (ret)
		return ret;
	out->pid = (uint32_t)pid;
	return found(snapshot_netns_by_inode(s->snap, out->ino), out);
}

static int by_path(struct session *s, const char *path, struct target *out,
		   struct error *err)
{
	struct name *const *it;
	int ret;

	if (s->collector) {
		ret = collect_target_path(s->collector, path, &out->ino, err);
		if (!ret)
			ret = snapshot_seal(s->snap, err);
		if (ret)
			return ret;
		return found(snapshot_netns_by_inode(s->snap, out->ino), out);
	}
	for (size_t i = 0; i < s->snap->netns.n; i++) {
		const struct netns *ns = s->snap->netns.v[i];

		if (ns->path && !strcmp(ns->path, path))
			return found(ns, out);
		VEC_FOR_EACH(&ns->names, it)
			if ((*it)->path && !strcmp((*it)->path, path))
				return found(ns, out);
	}
	return error_set(err, -ENOENT, "this snapshot has no namespace file "
			 "'%s'", path);
}

/* ---- names ---- */

struct matches {
	const struct netns *ns[16];
	const char *kind[16];
	unsigned int n;
};

static void match(struct matches *m, const struct netns *ns, const char *kind)
{
	for (unsigned int i = 0; i < m->n; i++)
		if (m->ns[i] == ns)
			return;
	if (m->n < ARRAY_SIZE(m->ns)) {
		m->ns[m->n] = ns;
		m->kind[m->n++] = kind;
	}
}

static bool id_prefix(const char *text, const char *id)
{
	size_t len = strlen(text);

	return id && len >= 4 && strspn(text, "0123456789abcdef") == len &&
	       !strncmp(id, text, len);
}

static void match_processes(struct matches *m, const struct netns *ns,
			    const char *kind, const char *name)
{
	struct process *const *it;

	VEC_FOR_EACH(&ns->processes, it) {
		const struct process *p = *it;

		if (p->unit && !strcmp(p->unit, name) &&
		    (!kind || !strcmp(kind, "unit")))
			match(m, ns, "unit");
		if (p->container && p->runtime &&
		    (!strcmp(p->container, name) ||
		     id_prefix(name, p->container)) &&
		    (!kind || !strcmp(kind, p->runtime)))
			match(m, ns, p->runtime);
	}
}

static void match_all(const struct snapshot *snap, const char *kind,
		      const char *name, struct matches *m)
{
	for (size_t i = 0; i < snap->netns.n; i++) {
		const struct netns *ns = snap->netns.v[i];
		struct name *const *it;

		VEC_FOR_EACH(&ns->names, it)
			if ((!kind || !strcmp(kind, (*it)->kind)) &&
			    !strcmp((*it)->name, name))
				match(m, ns, (*it)->kind);
		match_processes(m, ns, kind, name);
	}
}

static int ambiguous(const char *text, const struct matches *m,
		     struct error *err)
{
	size_t at = 0;

	error_set(err, -EINVAL, "'%s' is the name of %u namespaces; say which "
		  "one", text, m->n);
	for (unsigned int i = 0; i < m->n && at < sizeof(err->hint) - 60; i++)
		at += (size_t)snprintf(err->hint + at, sizeof(err->hint) - at,
				       "%s%s:%s   %s", i ? "\n" : "",
				       m->kind[i], text, m->ns[i]->id);
	return err->code;
}

static int nothing(struct session *s, const char *text, struct error *err)
{
	const char *close = NULL;
	unsigned int best = 3;

	for (size_t i = 0; i < s->snap->netns.n; i++) {
		struct name *const *it;

		VEC_FOR_EACH(&s->snap->netns.v[i]->names, it) {
			unsigned int far = str_distance((*it)->name, text);

			if (far < best) {
				best = far;
				close = (*it)->name;
			}
		}
	}
	if (s->snap->host.partial && s->collector) {
		error_set(err, -EACCES, "cannot tell whether '%s' exists: not "
			  "every process could be read (permission denied)",
			  text);
		return error_hint(err, "as root: sudo nsdoctor ... %s", text);
	}
	error_set(err, -ENOENT, "nothing is called '%s'", text);
	if (close)
		error_hint(err, "did you mean '%s'?", close);
	else
		error_hint(err, "'nsdoctor list' shows every namespace");
	return err->code;
}

static int by_name(struct session *s, const char *kind, const char *name,
		   const char *text, struct target *out, struct error *err)
{
	static const uint32_t further[] = {
		0, COLLECT_PROCESSES | COLLECT_OWNERS,
		COLLECT_THREADS | COLLECT_MOUNTS,
	};
	struct matches m = { .n = 0 };
	int ret;

	for (size_t i = 0; i < ARRAY_SIZE(further); i++) {
		if (further[i]) {
			ret = session_discover(s, further[i], err);
			if (ret)
				return ret;
		}
		match_all(s->snap, kind, name, &m);
		if (m.n)
			break;
		if (!s->collector)
			break;
	}
	if (m.n > 1)
		return ambiguous(text, &m, err);
	if (!m.n)
		return nothing(s, text, err);
	return found(m.ns[0], out);
}

static int by_address(struct session *s, const char *text, struct target *out,
		      struct error *err)
{
	struct matches m = { .n = 0 };
	struct ip_addr a;
	int ret;

	if (ip_parse(text, &a))
		return error_set(err, -EINVAL, "'%s' is no address", text);
	ret = session_discover(s, COLLECT_PROCESSES, err);
	if (!ret)
		ret = session_read(s, NULL, 0, READ_ADDRESSES, err);
	if (ret)
		return ret;
	for (size_t i = 0; i < s->snap->netns.n; i++)
		if (netns_address(s->snap->netns.v[i], &a))
			match(&m, s->snap->netns.v[i], "addr");
	if (m.n > 1)
		return error_set(err, -EINVAL, "%u namespaces have the address "
				 "%s; name one of them", m.n, text);
	if (!m.n)
		return error_set(err, -ENOENT, "no namespace has the address "
				 "%s", text);
	return found(m.ns[0], out);
}

static int by_interface(struct session *s, const char *name,
			struct target *out, struct error *err)
{
	const struct netns *self = snapshot_self(s->snap);
	const struct link *l;
	int ret;

	if (!self)
		return error_set(err, -ENOENT,
				 "the own namespace is not known");
	ret = session_read(s, &self->ino, 1, READ_LINKS | READ_NSIDS, err);
	if (ret)
		return ret;
	self = snapshot_self(s->snap);
	l = netns_link_named(self, name);
	if (!l)
		return error_set(err, -ENOENT, "there is no interface '%s' "
				 "here", name);
	if (link_is_veth(l)) {
		if (l->peer_ns == NETNS_NONE)
			return error_set(err, -EACCES, "the namespace at the "
					 "far end of '%s' was not found", name);
		return found(s->snap->netns.v[l->peer_ns], out);
	}
	out->inbound_if = l->index;
	return found(self, out);
}

static const struct netns *host_of(const struct session *s)
{
	const struct netns *ns = snapshot_initial(s->snap);

	return ns ? ns : snapshot_self(s->snap);
}

int target_find(struct session *s, const char *text, struct target *out,
		struct error *err)
{
	const struct netns *ns;
	const char *colon;
	uint64_t n;
	char kind[16];

	memset(out, 0, sizeof(*out));
	if (!strcmp(text, "host") || !strcmp(text, "self")) {
		ns = text[0] == 'h' ? host_of(s) : snapshot_self(s->snap);
		return ns ? found(ns, out) :
			    error_set(err, -ENOENT, "the namespace '%s' is not "
				      "known", text);
	}
	if (sscanf(text, "net:[%llu]", (unsigned long long *)&n) == 1)
		return by_number(s, n, out, err);
	if (!parse_u64(text, &n))
		return n < PID_LIMIT ? by_pid(s, text, out, err) :
				       by_number(s, n, out, err);
	if (!strncmp(text, "pid:", 4))
		return by_pid(s, text + 4, out, err);
	if (!strncmp(text, "addr:", 5))
		return by_address(s, text + 5, out, err);
	if (!strncmp(text, "if:", 3))
		return by_interface(s, text + 3, out, err);
	if (strchr(text, '/') && strncmp(text, "pod:", 4))
		return by_path(s, text, out, err);
	colon = strchr(text, ':');
	if (colon && (size_t)(colon - text) < sizeof(kind)) {
		memcpy(kind, text, (size_t)(colon - text));
		kind[colon - text] = '\0';
		return by_name(s, kind, colon + 1, text, out, err);
	}
	return by_name(s, NULL, text, text, out, err);
}

/* ---- destinations ---- */

int protocol_parse(const char *text, uint8_t *proto)
{
	static const struct {
		const char *name;
		uint8_t proto;
	} names[] = {
		{ "icmp", IPPROTO_ICMP }, { "tcp", IPPROTO_TCP },
		{ "udp", IPPROTO_UDP },	  { "sctp", IPPROTO_SCTP },
	};
	uint64_t n;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(text, names[i].name)) {
			*proto = names[i].proto;
			return 0;
		}
	if (parse_u64(text, &n) || n > 255)
		return -EINVAL;
	*proto = (uint8_t)n;
	return 0;
}

/* "ADDR", "ADDR:PORT", "[ADDR]:PORT", "ADDR" of IPv6 without port */
static int split_port(char *text, char **addr, char **port)
{
	char *end;

	*port = NULL;
	*addr = text;
	if (text[0] == '[') {
		end = strchr(text, ']');
		if (!end)
			return -EINVAL;
		*end++ = '\0';
		*addr = text + 1;
		if (*end == ':')
			*port = end + 1;
		else if (*end)
			return -EINVAL;
		return 0;
	}
	end = strchr(text, ':');
	if (end && !strchr(end + 1, ':')) {
		*end = '\0';
		*port = end + 1;
	}
	return 0;
}

int destination_parse(const char *text, struct ip_addr *addr, uint16_t *port,
		      uint8_t *proto, struct error *err)
{
	char *copy = strdup(text);
	char *slash = copy ? strchr(copy, '/') : NULL;
	char *a;
	char *p;
	uint64_t n = 0;
	int ret = 0;

	if (!copy)
		memory_out();
	*port = 0;
	*proto = 0;
	if (slash) {
		*slash = '\0';
		ret = protocol_parse(slash + 1, proto);
		if (ret)
			error_set(err, ret, "'%s': the protocol is icmp, tcp, "
				  "udp or a number", text);
	}
	if (!ret && (split_port(copy, &a, &p) || ip_parse(a, addr)))
		ret = error_set(err, -EINVAL, "'%s' is no address; names are "
				"not looked up, since that would send packets",
				text);
	if (!ret && p && (parse_u64(p, &n) || !n || n > 65535))
		ret = error_set(err, -EINVAL, "'%s': '%s' is no port", text, p);
	*port = (uint16_t)n;
	if (!ret && !*port && (*proto == IPPROTO_UDP))
		ret = error_set(err, -EINVAL, "'%s': a port is missing, as in "
				"%s:53/udp", text, a);
	free(copy);
	return ret;
}
