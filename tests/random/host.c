/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A host from a seed, and its script. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

void say(struct host *h, int node, enum section s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(h->nodes[node].text[s].f, fmt, ap);
	va_end(ap);
}

void host_draw(struct host *h, uint64_t seed)
{
	memset(h, 0, sizeof(*h));
	h->seed = seed;
	draw_init(&h->draw, seed);
	h->links.f = open_memstream(&h->links.s, &h->links.len);
	h->q.family = draw_chance(&h->draw, 35) ? FAM6 : FAM4;
	h->q.decidable = true;
	h->family[h->q.family] = true;
	if (draw_chance(&h->draw, 40))
		h->family[!h->q.family] = true;
	draw_topology(h);
	draw_question(h);
	draw_routing(h);
	draw_sysctls(h);
	draw_firewall(h);
	draw_faults(h);
	draw_undecidable(h);
}

void host_free(struct host *h)
{
	int i, k;

	for (i = 0; i < h->n_nodes; i++) {
		for (k = 0; k < SECTIONS; k++) {
			if (h->nodes[i].text[k].f)
				fclose(h->nodes[i].text[k].f);
			free(h->nodes[i].text[k].s);
		}
	}
	if (h->links.f)
		fclose(h->links.f);
	free(h->links.s);
	memset(h, 0, sizeof(*h));
}

/* what is asked, as trace's arguments and for the case's first lines */
static void draw_target(struct host *h)
{
	static const unsigned int weights[] = { 78, 9, 5, 6, 2 };
	const struct seg *first = &h->segs[0];
	struct question *q = &h->q;
	const char *to = q->family == FAM4 ? "8.8.8.8" : "2001:4860:4860::8888";
	int i;

	switch (draw_weighted(&h->draw, weights, ARRAY_SIZE(weights))) {
	case 1:
		to = address(h, first->parent_dev, q->family);
		break;
	case 2:
		to = address(h, h->segs[h->n_path - 2].parent_dev, q->family);
		break;
	case 3:
		for (i = 0; i < h->n_devs; i++)
			if (h->devs[i].node == h->bystander)
				to = h->devs[i].addr[q->family];
		break;
	case 4:
		to = first->spare[q->family];
		break;
	}
	snprintf(q->to, sizeof(q->to), "%s", to);
}

void draw_question(struct host *h)
{
	static const unsigned int weights[] = { 45, 30, 25 };
	static const unsigned int ports[] = { 22, 53, 80, 443, 8080 };
	struct question *q = &h->q;

	snprintf(q->from, sizeof(q->from), "a");
	q->proto = draw_weighted(&h->draw, weights, ARRAY_SIZE(weights));
	if (q->proto != PROTO_ICMP)
		q->port = PICK(&h->draw, ports);
	q->open = q->proto != PROTO_ICMP && draw_chance(&h->draw, 70);
	draw_target(h);
}

static void write_batch(FILE *f, const char *command, const struct text *t)
{
	if (t->len)
		fprintf(f, "%s <<'END'\n%sEND\n", command, t->s);
}

static void write_plain(FILE *f, const struct text *t)
{
	if (t->len)
		fputs(t->s, f);
}

static void enter(const struct node *n, FILE *f)
{
	fprintf(f, "\n# in %s\n", *n->name ? n->name : "the host itself");
	if (*n->name)
		fprintf(f, "nsenter --net=/run/netns/%s sh <<'NODE'\n",
			n->name);
}

static void leave(const struct node *n, FILE *f)
{
	if (*n->name)
		fprintf(f, "NODE\n");
}

/* what a namespace is given once all its devices are there and up */
static void write_node(const struct host *h, struct node *n, FILE *f)
{
	size_t size = 0;
	int i;

	for (i = SEC_ADDR; i < SECTIONS; i++)
		size += n->text[i].len;
	if (!size)
		return;
	enter(n, f);
	write_batch(f, "ip -force -batch -", &n->text[SEC_ADDR]);
	write_plain(f, &n->text[SEC_SYSCTL]);
	write_batch(f, "ip -force -batch -", &n->text[SEC_ROUTE]);
	write_batch(f, h->q.family == FAM4 ? "ip -4 -force -batch -" :
		    "ip -6 -force -batch -", &n->text[SEC_RULE]);
	write_batch(f, "ip -force -batch -", &n->text[SEC_NEIGH]);
	write_batch(f, "nft -f -", &n->text[SEC_NFT]);
	write_plain(f, &n->text[SEC_XT]);
	write_plain(f, &n->text[SEC_FAULT]);
	leave(n, f);
}

static void write_links(const struct node *n, FILE *f)
{
	char command[64];

	snprintf(command, sizeof(command), "ip %s %s -force -batch -",
		 *n->name ? "-n" : "", n->name);
	write_batch(f, command, &n->text[SEC_LINK]);
}

static void write_head(struct host *h, FILE *f)
{
	static const char *const protos[] = { "icmp", "tcp", "udp" };
	const struct question *q = &h->q;

	fprintf(f, "#!/bin/sh\n"
		"# SPDX-License-Identifier: GPL-2.0-or-later\n"
		"# host of seed %llu; by hand:\n"
		"# unshare -nmpf --mount-proc sh -c 'mount -t tmpfs none /run;"
		" . ./FILE; exec bash'\n"
		"#: from %s\n#: to %s\n#: proto %s\n",
		(unsigned long long)h->seed, q->from, q->to, protos[q->proto]);
	if (q->port)
		fprintf(f, "#: port %u\n#: open %d\n", q->port, q->open);
	if (!q->decidable)
		fprintf(f, "#: undecidable\n");
	fprintf(f, "if grep -qv -e ' lo:' -e '|' /proc/net/dev; then\n"
		"\techo 'not a fresh network namespace' >&2\n\texit 1\nfi\n");
}

void host_write(struct host *h, FILE *f)
{
	int i, k;

	for (i = 0; i < h->n_nodes; i++)
		for (k = 0; k < SECTIONS; k++)
			fflush(h->nodes[i].text[k].f);
	fflush(h->links.f);
	write_head(h, f);
	for (i = 1; i < h->n_nodes; i++)
		fprintf(f, "ip netns add %s\n", h->nodes[i].name);
	for (i = 0; i < h->n_nodes; i++)
		if (h->nodes[i].text[SEC_EARLY].len) {
			enter(&h->nodes[i], f);
			write_plain(f, &h->nodes[i].text[SEC_EARLY]);
			leave(&h->nodes[i], f);
		}
	fprintf(f, "\n");
	write_batch(f, "ip -force -batch -", &h->links);
	for (i = 0; i < h->n_nodes; i++)
		write_links(&h->nodes[i], f);
	for (i = 0; i < h->n_nodes; i++)
		write_node(h, &h->nodes[i], f);
}
