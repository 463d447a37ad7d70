/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The order of one trial: build, wait, listen, ask, count, send, count. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "settle.h"
#include "truth.h"

/* what a stack's own counters say of the request's arrival */
struct arrivals {
	unsigned long echoes, replies, segments, no_port;
};

struct stage {
	const struct trial *trial;
	struct truth *t;
	int netns[NETNS_MAX];
	int snmp[NETNS_MAX][FAMILIES];
	int asker;		/* index */
	struct arrivals before[NETNS_MAX];
	int listeners[NETNS_MAX];
	int n_listeners;
	struct counts counts;
};

static unsigned int now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int build(struct stage *s)
{
	const char *argv[] = { "sh", "-s", NULL };
	const char *p = s->trial->script;
	int in = memfd_create("script", 0), ret;
	off_t before = lseek(s->trial->log_fd, 0, SEEK_CUR);

	if (in < 0)
		return -errno;
	if (write(in, p, strlen(p)) != (ssize_t)strlen(p))
		return -EIO;
	lseek(in, 0, SEEK_SET);
	ret = sandbox_command(argv, in, s->trial->log_fd, s->trial->log_fd);
	close(in);
	if (lseek(s->trial->log_fd, 0, SEEK_CUR) != before)
		s->t->build = BUILD_COMPLAINED;
	else
		s->t->build = ret ? BUILD_FAILED : BUILD_CLEAN;
	return 0;
}

static void netns_add(struct stage *s, const char *path, const char *name)
{
	unsigned int i = s->t->n_netns;
	struct stat st;
	int fd;

	if (i == NETNS_MAX)
		return;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) || setns(fd, CLONE_NEWNET))
		return;
	s->netns[i] = fd;
	s->snmp[i][FAM4] = open("/proc/self/net/snmp", O_RDONLY | O_CLOEXEC);
	s->snmp[i][FAM6] = open("/proc/self/net/snmp6", O_RDONLY | O_CLOEXEC);
	s->t->netns[i].inode = st.st_ino;
	strncpy(s->t->netns[i].name, name, sizeof(s->t->netns[i].name) - 1);
	if (!strcmp(name, s->trial->q.from))
		s->asker = i;
	s->t->n_netns++;
}

static int netns_list(struct stage *s)
{
	DIR *d;
	struct dirent *e;
	char path[300];

	s->asker = -1;
	netns_add(s, "/proc/self/ns/net", "host");
	d = opendir("/run/netns");
	if (!d)
		return -ENOENT;
	while ((e = readdir(d))) {
		if (*e->d_name == '.')
			continue;
		snprintf(path, sizeof(path), "/run/netns/%s", e->d_name);
		netns_add(s, path, e->d_name);
	}
	closedir(d);
	return s->asker < 0 ? -ENOENT : 0;
}

/* column @name of the line that begins with @group in /proc/net/snmp */
static unsigned long snmp4(const char *text, const char *group,
			   const char *name)
{
	const char *head = strstr(text, group), *line;
	char *heads, *values, *h, *v, *hs, *vs;
	unsigned long ret = 0;

	if (!head)
		return 0;
	line = strstr(++head, group);
	if (!line++)
		return 0;
	heads = strndup(head, strcspn(head, "\n"));
	values = strndup(line, strcspn(line, "\n"));
	h = strtok_r(heads, " ", &hs);
	v = strtok_r(values, " ", &vs);
	while (h && v) {
		if (!strcmp(h, name))
			ret = strtoul(v, NULL, 10);
		h = strtok_r(NULL, " ", &hs);
		v = strtok_r(NULL, " ", &vs);
	}
	free(heads);
	free(values);
	return ret;
}

static unsigned long snmp6(const char *text, const char *name)
{
	const char *p = strstr(text, name);

	return p ? strtoul(p + strlen(name), NULL, 10) : 0;
}

static void arrivals_read(struct stage *s, int i, struct arrivals *a)
{
	static char text[16384];
	bool v4 = s->trial->q.family == FAM4;
	ssize_t n = pread(s->snmp[i][FAM4], text, sizeof(text) - 1, 0);

	memset(a, 0, sizeof(*a));
	if (n < 0)
		return;
	text[n] = '\0';
	a->segments = snmp4(text, "\nTcp:", "InSegs");
	a->echoes = snmp4(text, "\nIcmp:", "InEchos");
	a->replies = snmp4(text, "\nIcmp:", "OutEchoReps");
	a->no_port = snmp4(text, "\nUdp:", "NoPorts");
	if (v4)
		return;
	n = pread(s->snmp[i][FAM6], text, sizeof(text) - 1, 0);
	if (n < 0)
		return;
	text[n] = '\0';
	a->echoes = snmp6(text, "Icmp6InEchos ");
	a->replies = snmp6(text, "Icmp6OutEchoReplies ");
	a->no_port = snmp6(text, "Udp6NoPorts ");
}

static int ask(struct stage *s)
{
	static const char *const protos[] = { "icmp", "tcp", "udp" };
	const struct question *q = &s->trial->q;
	char port[16], from[32];
	const char *argv[] = { s->trial->nsdoctor, "trace", from, q->to,
			       "--json", "--proto", protos[q->proto],
			       q->port ? "--port" : NULL, port, NULL };
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	snprintf(from, sizeof(from), "netns:%s", q->from);
	snprintf(port, sizeof(port), "%u", q->port);
	/* nsdoctor runs where the host's own namespace is */
	if (setns(s->netns[0], CLONE_NEWNET))
		return -errno;
	s->t->exit = sandbox_command(argv, null, s->trial->json_fd,
				     s->trial->log_fd);
	s->t->ran = true;
	close(null);
	return 0;
}

static int counts_all(struct stage *s, struct counts *c)
{
	unsigned int i;
	int ret;

	for (i = 0; i < s->t->n_netns; i++) {
		if (setns(s->netns[i], CLONE_NEWNET))
			return -errno;
		ret = counters_read(c, s->t->netns[i].inode);
		if (ret)
			return ret;
	}
	return 0;
}

/* both lists have the same rules in the same order: nothing was changed */
static void hits_note(struct stage *s, const struct counts *after)
{
	size_t i;
	struct count *n;

	for (i = 0; i < after->n && i < s->counts.n; i++) {
		const struct count *b = &s->counts.v[i], *a = &after->v[i];

		if (a->packets == b->packets && !a->blind)
			continue;
		if (s->t->n_hits == HITS_MAX)
			return;
		n = &s->t->hits[s->t->n_hits++];
		*n = *a;
		n->packets = a->packets - b->packets;
	}
}

static void arrivals_note(struct stage *s, const struct probe_result *r)
{
	const struct question *q = &s->trial->q;
	struct truth *t = s->t;
	struct arrivals now;
	unsigned int i;

	t->reached = r->served;
	for (i = 0; i < t->n_netns; i++) {
		const struct arrivals *was = &s->before[i];

		arrivals_read(s, i, &now);
		if (q->proto == PROTO_ICMP)
			t->reached |= now.echoes != was->echoes;
		else if (q->proto == PROTO_UDP)
			t->reached |= now.no_port != was->no_port;
		else
			t->reached |= now.segments - was->segments >
				((int)i == s->asker ? 1 : 0);
		t->replied |= now.replies != was->replies;
	}
	t->error = r->error;
	t->answered = r->answered ||
		(t->reached && r->error == ECONNREFUSED);
}

static int send_and_count(struct stage *s)
{
	struct counts after = { 0 };
	struct probe_result r;
	unsigned int i;
	int ret;

	ret = counts_all(s, &s->counts);
	if (ret)
		return ret;
	for (i = 0; i < s->t->n_netns; i++)
		arrivals_read(s, i, &s->before[i]);
	ret = probe_send(&s->trial->q, s->netns[s->asker], s->listeners,
			 s->n_listeners, s->trial->patience_ms, &r);
	if (ret < 0)
		return ret;
	ret = counts_all(s, &after);
	if (ret)
		return ret;
	hits_note(s, &after);
	arrivals_note(s, &r);
	counts_free(&after);
	counts_free(&s->counts);
	return 0;
}

/* a shell on the host, for whoever wants to look at it */
static void keep(struct stage *s)
{
	const char *argv[] = { "sh", "-i", NULL };

	if (setns(s->netns[0], CLONE_NEWNET))
		return;
	fprintf(stderr, "# the host stands until this shell ends; "
		"'ip netns' lists its namespaces\n");
	sandbox_command(argv, 0, 1, 2);
}

static int in_sandbox(void *arg)
{
	struct stage *s = arg;
	struct truth *t = s->t;
	unsigned int start = now_ms();
	int ret;

	ret = build(s);
	if (!ret && t->build == BUILD_FAILED)
		return 0;
	if (!ret)
		ret = netns_list(s);
	if (ret)
		return ret;
	settle(s->netns, t->n_netns);
	t->build_ms = now_ms() - start;
	s->n_listeners = probe_listen(&s->trial->q, s->netns, t->n_netns,
				      s->listeners, NETNS_MAX);
	start = now_ms();
	if (s->trial->nsdoctor)
		ret = ask(s);
	t->trace_ms = now_ms() - start;
	start = now_ms();
	if (!ret)
		ret = send_and_count(s);
	t->packet_ms = now_ms() - start;
	t->done = !ret;
	if (s->trial->keep)
		keep(s);
	return ret;
}

int truth_find(const struct trial *trial, struct truth *t)
{
	struct truth *shared = mmap(NULL, sizeof(*shared),
				    PROT_READ | PROT_WRITE,
				    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct stage s = { .trial = trial, .t = shared };
	int ret;

	if (shared == MAP_FAILED)
		return -errno;
	memset(shared, 0, sizeof(*shared));
	ret = sandbox_run(in_sandbox, &s, trial->keep ? 0 : 40);
	memcpy(t, shared, sizeof(*t));
	munmap(shared, sizeof(*shared));
	return ret;
}
