/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Matches that hold nothing which the walk could tell: cpu, cluster, osf,
 * cgroup; net/netfilter/xt_cpu.c, xt_cluster.c, xt_osf.c, xt_cgroup.c.
 */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_cgroup.h>
#include <linux/netfilter/xt_cluster.h>
#include <linux/netfilter/xt_cpu.h>
#include <linux/netfilter/xt_osf.h>

struct cpu {
	struct object obj;
	uint32_t cpu;
	bool invert;
};

struct cluster {
	struct object obj;
	uint32_t total;
	uint32_t mask;
	uint32_t seed;
	uint32_t flags;
};

struct osf {
	struct object obj;
	const char *genre;
	uint32_t flags;
	uint32_t log;
	uint32_t ttl;
};

/** struct cgroup - of a path, or of a net_cls class where @path is NULL */
struct cgroup {
	struct object obj;
	const char *path;
	uint32_t classid;
	bool invert;
};

static const struct field cpu_fields[] = {
	{ "cpu", F(cpu, cpu), FT_U32 },
	{ "invert", F(cpu, invert), FT_BOOL },
	{ }
};

static const struct field cluster_fields[] = {
	{ "total", F(cluster, total), FT_U32 },
	{ "mask", F(cluster, mask), FT_U32 },
	{ "seed", F(cluster, seed), FT_U32 },
	{ "flags", F(cluster, flags), FT_U32 },
	{ }
};

static const struct field osf_fields[] = {
	{ "genre", F(osf, genre), FT_STRING },
	{ "flags", F(osf, flags), FT_U32 },
	{ "log", F(osf, log), FT_U32 },
	{ "ttl", F(osf, ttl), FT_U32 },
	{ }
};

static const struct field cgroup_fields[] = {
	{ "path", F(cgroup, path), FT_STRING, .flags = FF_ID },
	{ "classid", F(cgroup, classid), FT_U32 },
	{ "invert", F(cgroup, invert), FT_BOOL },
	{ }
};

static int cpu_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_cpu_info *i = b->p;
	struct cpu *m = ext;

	m->cpu = i->cpu;
	m->invert = i->invert;
	return 0;
}

static int cluster_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_cluster_match_info *i = b->p;
	struct cluster *m = ext;

	m->total = i->total_nodes;
	m->mask = i->node_mask;
	m->seed = i->hash_seed;
	m->flags = i->flags;
	return 0;
}

static int osf_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_osf_info *i = b->p;
	struct osf *m = ext;

	m->genre = xt_string(b, i->genre, sizeof(i->genre));
	m->flags = i->flags;
	m->log = i->loglevel;
	m->ttl = i->ttl;
	return 0;
}

static int cgroup_decode0(void *ext, const struct xt_blob *b)
{
	const struct xt_cgroup_info_v0 *i = b->p;
	struct cgroup *m = ext;

	m->classid = i->id;
	m->invert = i->invert;
	return 0;
}

static int cgroup_decode1(void *ext, const struct xt_blob *b)
{
	const struct xt_cgroup_info_v1 *i = b->p;
	struct cgroup *m = ext;

	if (i->has_path) {
		m->path = xt_string(b, i->path, sizeof(i->path));
		m->invert = i->invert_path;
	} else {
		m->classid = i->classid;
		m->invert = i->invert_classid;
	}
	return 0;
}

static int cgroup_decode2(void *ext, const struct xt_blob *b)
{
	const struct xt_cgroup_info_v2 *i = b->p;
	struct cgroup *m = ext;

	if (i->has_path) {
		m->path = xt_string(b, i->path, sizeof(i->path));
		m->invert = i->invert_path;
	} else {
		m->classid = i->classid;
		m->invert = i->invert_classid;
	}
	return 0;
}

/* Without a socket of this namespace it does not match, inverted or not. */
static enum tri cgroup_match(const void *ext, struct xt_ctx *c)
{
	(void)ext;
	return c->e->pkt->has_socket ? TRI_UNKNOWN : TRI_NO;
}

static enum tri osf_match(const void *ext, struct xt_ctx *c)
{
	(void)ext;
	return c->e->pkt->proto == IPPROTO_TCP ? TRI_UNKNOWN : TRI_NO;
}

static void cpu_text(const void *ext, struct xt_print *p)
{
	const struct cpu *m = ext;

	xt_not(p, m->invert);
	xt_out(p, " --cpu %u", m->cpu);
}

static void cluster_text(const void *ext, struct xt_print *p)
{
	const struct cluster *m = ext;

	xt_not(p, m->flags & XT_CLUSTER_F_INV);
	xt_out(p, " --cluster-local-nodemask 0x%08x", m->mask);
	xt_out(p, " --cluster-total-nodes %u --cluster-hash-seed 0x%08x",
	       m->total, m->seed);
}

static void osf_text(const void *ext, struct xt_print *p)
{
	const struct osf *m = ext;

	xt_not(p, m->flags & XT_OSF_INVERT);
	xt_out(p, " --genre %s", m->genre);
	if (m->flags & XT_OSF_TTL)
		xt_out(p, " --ttl %u", m->ttl);
	if (m->flags & XT_OSF_LOG)
		xt_out(p, " --log %u", m->log);
}

static void cgroup_text(const void *ext, struct xt_print *p)
{
	const struct cgroup *m = ext;

	xt_not(p, m->invert);
	if (m->path) {
		xt_out(p, " --path");
		xt_out_string(p, m->path);
	} else {
		xt_out(p, " --cgroup %u", m->classid);
	}
}

#define CGROUP(revision_)                                              \
	{ .object = XT_OBJECT("cgroup." #revision_, cgroup, cgroup_fields), \
	  .name = "cgroup", .revision = revision_, .families = XT_INET, \
	  .size = sizeof(struct xt_cgroup_info_v##revision_),          \
	  .decode = cgroup_decode##revision_, .match = cgroup_match,   \
	  .text = cgroup_text }

const struct xt_type xt_cpu_types[] = {
	{ .object = XT_OBJECT("cpu.0", cpu, cpu_fields),
	  .name = "cpu", .families = XT_INET,
	  .size = sizeof(struct xt_cpu_info),
	  .decode = cpu_decode, .match = xt_unknown, .text = cpu_text },
	{ .object = XT_OBJECT("cluster.0", cluster, cluster_fields),
	  .name = "cluster", .families = XT_INET, .flags = XT_F_CONNTRACK,
	  .size = sizeof(struct xt_cluster_match_info),
	  .decode = cluster_decode, .match = xt_unknown,
	  .text = cluster_text },
	{ .object = XT_OBJECT("osf.0", osf, osf_fields),
	  .name = "osf", .families = XT_IP,
	  .size = sizeof(struct xt_osf_info),
	  .decode = osf_decode, .match = osf_match, .text = osf_text },
	CGROUP(0),
	CGROUP(1),
	CGROUP(2),
	{ }
};
