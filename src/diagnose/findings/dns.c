/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DNS: names do not resolve though packets flow. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "diagnose/findings/findings.h"

static bool is_dns(const struct death *d)
{
	return d->q->needs_service;
}

/* The query went to a loopback address of its own namespace. */
static bool to_loopback(const struct death *d, struct ip_addr *server)
{
	/* a refusal is on its way back: it goes to the asker */
	*server = packet_dst(&d->outer->pkt);
	if (d->outer->pkt.kind != PACKET_IP || !ip_is_loopback(server) ||
	    d->outer->dir == DIR_REPLY)
		*server = d->q->probe.dst;
	return is_dns(d) && ip_is_loopback(server) &&
	       d->outer->netns == d->target;
}

static const char *file_of(const struct death *d)
{
	return d->resolver && d->resolver->path ?
	       text_safe(d->arena, d->resolver->path) : "/etc/resolv.conf";
}

static size_t count_servers(const struct death *d)
{
	nameserver_vec v = { 0 };

	if (d->resolver)
		resolver_servers(d->resolver, d->arena, &v);
	return v.n;
}

static void at_file(const struct death *d, struct finding *f)
{
	f->netns = d->target;
	f->stage = STAGE_SOCKET;
	f->object = d->resolver ? &d->resolver->obj : NULL;
	f->symptom = SYMPTOM_REFUSED;
}

static void file_evidence(const struct death *d, struct finding *f,
			  const char *text)
{
	struct evidence e = {
		.kind = EVIDENCE_FILE, .netns = d->target,
		.path = file_of(d), .text = text,
	};

	VEC_PUSH(d->arena, &f->evidence, e);
}

/* ---- a server that the walk can reach ---- */

static void try_server(const struct death *d, fix_vec *out, const char *addr)
{
	const struct netns *self = snapshot_self(d->base);
	struct change c = {
		.kind = CHANGE_RESOLVER, .netns = d->target, .pid = d->pid,
		.value = addr,
	};
	struct fix *fix = fix_new(d, self ? self->number : d->target);

	fix->own_mount = true;
	fix->lasts = d->pid ? "container" : "lasting";
	fix_add(d, fix, &c);
	VEC_PUSH(d->arena, out, fix);
}

/* A command can write the file of a process, or that of a named namespace. */
static bool can_write(const struct death *d)
{
	struct name *const *it;

	if (d->pid)
		return true;
	VEC_FOR_EACH(&ns_of(d, d->target)->names, it)
		if (!strcmp((*it)->kind, "netns"))
			return true;
	return false;
}

static void mend_server(const struct death *d, struct finding *f, fix_vec *out)
{
	struct ip_addr old = d->q->probe.dst;

	const struct netns *self = snapshot_self(d->base);

	(void)f;
	if (!can_write(d))
		return;
	/* the machine's own server is the first that comes to mind */
	if (self)
		death_want(d, self->number, READ_RESOLVERS, 0);
	for (uint32_t i = 0; i < d->snap->netns.n; i++) {
		struct resolver *const *it;

		VEC_FOR_EACH(&ns_of(d, i)->resolvers, it) {
			nameserver_vec v = { 0 };

			resolver_servers(*it, d->arena, &v);
			for (size_t k = 0; k < v.n && out->n < 12; k++)
				if (!ip_is_loopback(&v.v[k].addr) &&
				    !ip_equal(&v.v[k].addr, &old))
					try_server(d, out,
						   ip_str(d->arena,
							  &v.v[k].addr));
		}
	}
	try_server(d, out, d->q->probe.family == AF_INET6 ?
		   "2001:4860:4860::8888" : "8.8.8.8");
}

/* ---- DNS13, DNS01 ---- */

static bool detect_dangling(const struct death *d, struct finding *f)
{
	struct ip_addr server;

	if (!to_loopback(d, &server) || !d->resolver || !d->resolver->link ||
	    d->resolver->state != ENOENT)
		return false;
	at_file(d, f);
	f->title = arena_printf(d->arena, "%s is a link to %s, which does not "
				"exist there", file_of(d),
				text_safe(d->arena, d->resolver->link));
	file_evidence(d, f, arena_printf(d->arena, "link to %s",
					 text_safe(d->arena,
						   d->resolver->link)));
	f->effect = "no nameserver is known; the local machine is asked, where "
		    "nothing listens";
	return true;
}

static const struct explain explain_dangling = {
	.means = "resolv.conf is a symbolic link that ends nowhere inside the "
		 "container's root.",
	.seen = "The link was followed inside the root and its goal is not "
		"there.",
	.notice = "\"Temporary failure in name resolution\".",
	.confused = "links that lead somewhere inside the root",
	.mend = "replace the link by a file with a nameserver line",
	.seen_in = "images made on hosts with systemd-resolved",
};

const struct finding_type resolv_dangling = {
	.code = "resolv-dangling",
	.second = "DNS13",
	.summary = "resolv.conf is a link that leads nowhere",
	.detect = detect_dangling,
	.mend = mend_server,
	.explain = &explain_dangling,
};

static bool detect_no_server(const struct death *d, struct finding *f)
{
	struct ip_addr server;
	const char *what = "has no nameserver line";

	if (!to_loopback(d, &server) || count_servers(d))
		return false;
	at_file(d, f);
	if (d->resolver && d->resolver->state == ENOENT)
		what = "is missing";
	else if (d->resolver && d->resolver->state)
		what = "is no readable file";
	else if (d->resolver && d->resolver->text && !d->resolver->text[0])
		what = "is empty";
	f->title = arena_printf(d->arena, "%s %s", file_of(d), what);
	file_evidence(d, f, what);
	f->effect = "the resolver asks the local machine, where nothing "
		    "listens on port 53";
	return true;
}

static const struct explain explain_no_server = {
	.means = "The resolver file names no nameserver, so the local machine "
		 "is asked, and nothing listens there.",
	.seen = "The file is missing, empty or without a nameserver line.",
	.notice = "\"Temporary failure in name resolution\".",
	.confused = "images with a resolver of their own on 127.0.0.1",
	.mend = "a nameserver line with a server that can be reached",
	.seen_in = "namespaces made by hand; container settings without DNS",
};

const struct finding_type no_nameserver = {
	.code = "no-nameserver",
	.second = "DNS01",
	.summary = "the resolver file names no nameserver",
	.detect = detect_no_server,
	.mend = mend_server,
	.explain = &explain_no_server,
};

/* ---- DNS04, DNS02, DNS03 ---- */

static bool loopback_is(const struct death *d, const char *addr)
{
	struct ip_addr server;
	struct ip_addr want;

	return to_loopback(d, &server) && !ip_parse(addr, &want) &&
	       ip_equal(&server, &want);
}

static void loopback_fill(const struct death *d, struct finding *f)
{
	file_evidence(d, f, arena_printf(d->arena, "nameserver %s",
					 ip_str(d->arena, &d->q->probe.dst)));
	f->effect = "loopback is one per namespace: the query is refused";
}

static bool detect_docker(const struct death *d, struct finding *f)
{
	if (!loopback_is(d, "127.0.0.11"))
		return false;
	at_file(d, f);
	f->title = arena_printf(d->arena, "Docker's resolver at 127.0.0.11 has "
				"lost its redirect in %s",
				ns_title(d, d->target));
	loopback_fill(d, f);
	f->hint = "docker restart CONTAINER: the rules are made at its start";
	return true;
}

static const struct explain explain_docker = {
	.means = "Docker redirects 127.0.0.11 inside the container by NAT rules "
		 "there, and they are gone, or dockerd's socket is.",
	.seen = "The query to 127.0.0.11 meets neither a redirect nor a "
		"listener.",
	.notice = "\"Connection refused\" for names.",
	.confused = "the rules standing in the other backend",
	.mend = "docker restart CONTAINER",
	.seen_in = "a flush of the nat table inside a container",
};

const struct finding_type docker_dns_broken = {
	.code = "docker-dns-broken",
	.second = "DNS04",
	.summary = "Docker's resolver has lost its redirect",
	.detect = detect_docker,
	.explain = &explain_docker,
};

static bool detect_stub(const struct death *d, struct finding *f)
{
	if (!loopback_is(d, "127.0.0.53") && !loopback_is(d, "127.0.0.54"))
		return false;
	at_file(d, f);
	f->title = arena_printf(d->arena, "%s points to systemd-resolved, "
				"which does not run in %s", file_of(d),
				ns_title(d, d->target));
	loopback_fill(d, f);
	return true;
}

static const struct explain explain_stub = {
	.means = "The file names the stub of systemd-resolved, which listens in "
		 "another namespace.",
	.seen = "nameserver 127.0.0.53 and no listener in this namespace.",
	.notice = "\"Connection refused\" for names.",
	.confused = "containers that run a resolved of their own",
	.mend = "a server that can be reached, in /etc/netns/NAME/resolv.conf "
		"or by the runtime's --dns",
	.seen_in = "ip netns exec on hosts with systemd-resolved",
};

const struct finding_type resolved_stub = {
	.code = "resolved-stub",
	.second = "DNS02",
	.summary = "resolv.conf points to a resolved that does not run here",
	.detect = detect_stub,
	.mend = mend_server,
	.explain = &explain_stub,
};

static bool detect_loopback(const struct death *d, struct finding *f)
{
	struct ip_addr server;

	if (!to_loopback(d, &server))
		return false;
	at_file(d, f);
	f->title = arena_printf(d->arena, "%s points to %s, where nothing "
				"listens in %s", file_of(d),
				ip_str(d->arena, &server),
				ns_title(d, d->target));
	loopback_fill(d, f);
	return true;
}

static const struct explain explain_loopback = {
	.means = "The file names a loopback address and nothing listens on its "
		 "port 53 in this namespace.",
	.seen = "The query is delivered on lo and finds no socket.",
	.notice = "\"Connection refused\" for names.",
	.confused = "resolvers that do run in the namespace",
	.mend = "a server that can be reached",
	.seen_in = "dnsmasq or unbound on the host",
};

const struct finding_type loopback_nameserver = {
	.code = "loopback-nameserver",
	.second = "DNS03",
	.summary = "resolv.conf points to a loopback address without a listener",
	.detect = detect_loopback,
	.mend = mend_server,
	.explain = &explain_loopback,
};

/* ---- DNS10, DNS05 ---- */

static bool detect_not_listening(const struct death *d, struct finding *f)
{
	if (!is_dns(d) || d->outer->reason != REASON_REFUSED)
		return false;
	/* the refusal came back: the walk ends at the asker */
	f->title = arena_printf(d->arena, "nothing listens on port 53 of %s",
				ip_str(d->arena, &d->q->probe.dst));
	f->netns = d->target;
	f->stage = STAGE_SOCKET;
	f->symptom = SYMPTOM_REFUSED;
	f->object = d->resolver ? &d->resolver->obj : NULL;
	file_evidence(d, f, arena_printf(d->arena, "nameserver %s",
					 ip_str(d->arena, &d->q->probe.dst)));
	f->effect = "the query is refused";
	f->hint = "start the resolver there: systemctl restart lxc-net, virsh "
		  "net-start, podman network reload";
	return true;
}

static const struct explain explain_not_listening = {
	.means = "The nameserver is reached and nothing listens on its port 53.",
	.seen = "The query arrives in a namespace without such a socket.",
	.notice = "\"Connection refused\" for names.",
	.confused = "a redirect of the port to a resolver elsewhere",
	.mend = "restart the resolver: dnsmasq of the bridge, aardvark-dns",
	.seen_in = "LXC and libvirt bridges whose dnsmasq failed",
};

const struct finding_type resolver_not_listening = {
	.code = "resolver-not-listening",
	.second = "DNS10",
	.summary = "nothing listens at the nameserver's address",
	.detect = detect_not_listening,
	.mend = mend_server,
	.explain = &explain_not_listening,
};

/* The server itself is what cannot be found; the way to it is sound. */
static bool detect_unreachable(const struct death *d, struct finding *f)
{
	struct ip_addr dst = packet_dst(&d->outer->pkt);

	if (!is_dns(d) || d->outer->dir != DIR_REQUEST)
		return false;
	if (!(d->outer->reason == REASON_NO_NEIGHBOUR &&
	      ip_equal(&d->outer->next_hop, &dst)) &&
	    d->outer->reason != REASON_LOOP && d->outer->reason != REASON_TTL &&
	    d->outer->reason != REASON_NOT_OURS)
		return false;
	f->title = arena_printf(d->arena, "%s cannot reach the nameserver %s",
				ns_title(d, d->target),
				ip_str(d->arena, &d->q->probe.dst));
	f->stage = d->outer->stage;
	f->netns = d->outer->netns;
	f->object = d->resolver ? &d->resolver->obj : NULL;
	file_evidence(d, f, arena_printf(d->arena, "nameserver %s",
					 ip_str(d->arena, &d->q->probe.dst)));
	f->effect = "queries get no answer";
	return true;
}

static const struct explain explain_unreachable = {
	.means = "The nameserver that the file names cannot be reached.",
	.seen = "The walk to its port 53 dies for want of a station or route, "
		"while other packets flow.",
	.notice = "Names time out.",
	.confused = "blockers on the way that stop everything; a dead second "
		    "nameserver",
	.mend = "a server that can be reached",
	.seen_in = "a nameserver of another network",
};

const struct finding_type nameserver_unreachable = {
	.code = "nameserver-unreachable",
	.second = "DNS05",
	.summary = "the nameserver cannot be reached",
	.detect = detect_unreachable,
	.mend = mend_server,
	.explain = &explain_unreachable,
};
