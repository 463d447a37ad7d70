/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the families of findings share: naming things, evidence, fixes. */
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>

#include "diagnose/diagnose.h"

const struct netns *ns_of(const struct death *d, uint32_t number)
{
	return d->snap->netns.v[number];
}

const char *ns_title(const struct death *d, uint32_t number)
{
	return text_safe(d->arena, ns_of(d, number)->title);
}

const char *if_name(const struct death *d, uint32_t netns, uint32_t ifindex)
{
	const struct link *l = netns_link(ns_of(d, netns), ifindex);

	return l ? text_safe(d->arena, l->name) : "?";
}

char *sysctl_conf_path(struct arena *a, uint8_t family, const char *ifname,
		       const char *name)
{
	return arena_printf(a, "net/%s/conf/%s/%s",
			    family == AF_INET ? "ipv4" : "ipv6", ifname, name);
}

static struct evidence *evidence_add(const struct death *d, struct finding *f,
				     enum evidence_kind kind, uint32_t netns)
{
	struct evidence e = { .kind = kind, .netns = netns };

	VEC_PUSH(d->arena, &f->evidence, e);
	return &f->evidence.v[f->evidence.n - 1];
}

/* The value of conf/IF/NAME comes with the link, not from a file. */
static const char *conf_value(const struct death *d, const struct netns *ns,
			      const char *path)
{
	struct link *const *it;
	int32_t value;

	VEC_FOR_EACH(&ns->links, it) {
		for (int i = 0; i < CONF4_COUNT; i++)
			if (!strcmp(path, sysctl_conf_path(d->arena, AF_INET,
							   (*it)->name,
							   conf4_name(i))) &&
			    conf4_link(*it, i, &value) == SETTING_READ)
				return arena_printf(d->arena, "%d", value);
		for (unsigned int i = 0; i < CONF6_COUNT; i++)
			if (conf6_name(i) &&
			    !strcmp(path, sysctl_conf_path(d->arena, AF_INET6,
							   (*it)->name,
							   conf6_name(i))) &&
			    conf6_link(*it, i, &value) == SETTING_READ)
				return arena_printf(d->arena, "%d", value);
	}
	return NULL;
}

void evidence_sysctl(const struct death *d, struct finding *f, uint32_t netns,
		     const char *path)
{
	struct evidence *e = evidence_add(d, f, EVIDENCE_SYSCTL, netns);
	const struct sysctl *s = netns_sysctl(ns_of(d, netns), path);

	e->path = path;
	e->object = s ? &s->obj : NULL;
	e->value = s ? s->value : conf_value(d, ns_of(d, netns), path);
}

void evidence_place(const struct death *d, struct finding *f,
		    const struct walk_end *end)
{
	const struct netns *ns = ns_of(d, end->netns);
	struct fw_place via;
	struct evidence *e;

	e = evidence_add(d, f,
			 end->reason == REASON_POLICY ? EVIDENCE_POLICY :
							EVIDENCE_RULE,
			 end->netns);
	e->object = end->object;
	firewall_describe(ns, end->object, d->arena, &e->place);
	for (uint32_t i = 0; i < end->fw.n_via; i++) {
		firewall_describe(ns, end->fw.via[i], d->arena, &via);
		VEC_PUSH(d->arena, &e->via, via.text);
	}
	f->owner = owner_of(&e->place, &f->owner_by);
}

void evidence_text(const struct death *d, struct finding *f,
		   enum evidence_kind kind, uint32_t netns, const char *fmt,
		   ...)
{
	struct evidence *e = evidence_add(d, f, kind, netns);
	va_list ap;

	va_start(ap, fmt);
	e->text = arena_vprintf(d->arena, fmt, ap);
	va_end(ap);
}

void evidence_object(const struct death *d, struct finding *f,
		     enum evidence_kind kind, uint32_t netns,
		     const struct object *obj, const char *text)
{
	struct evidence *e = evidence_add(d, f, kind, netns);

	e->object = obj;
	e->text = text;
}

void death_want(const struct death *d, uint32_t netns, uint32_t kind,
		uint64_t key)
{
	struct want w = { .netns = netns, .kind = kind, .key = key };

	if (!netns_has(ns_of(d, netns), kind))
		VEC_PUSH(d->arena, d->helpful, w);
}

struct fix *fix_new(const struct death *d, uint32_t netns)
{
	struct fix *f = ARENA_NEW(d->arena, struct fix);

	f->netns = netns;
	f->lasts = ns_of(d, netns)->initial ? "reboot" : "namespace";
	return f;
}

void fix_add(const struct death *d, struct fix *f, const struct change *c)
{
	VEC_PUSH(d->arena, &f->changes, *c);
}
