/* SPDX-License-Identifier: GPL-2.0-or-later */
/* IN_DEV_CONF_GET() and kin, include/linux/inetdevice.h */
#include "walk/setting.h"

const char *conf4_path(struct walk *w, const char *device, enum conf4 which)
{
	return arena_printf(w->arena, "net/ipv4/conf/%s/%s", device,
			    conf4_name(which));
}

const char *conf6_path(struct walk *w, const char *device, unsigned int which)
{
	return arena_printf(w->arena, "net/ipv6/conf/%s/%s", device,
			    conf6_name(which));
}

static bool not_read(struct walk *w, struct packet *p, enum stage stage,
		     const struct object *object, const char *path)
{
	walk_unknown(w, p, stage, object, REASON_NOT_READ, path);
	return false;
}

static int32_t joined(enum join join, int32_t all, int32_t own)
{
	switch (join) {
	case JOIN_OWN:
		return own;
	case JOIN_OR:
		return all || own;
	case JOIN_AND:
		return all && own;
	case JOIN_MAX:
		return all > own ? all : own;
	}
	return own;
}

bool walk_conf4(struct walk *w, struct packet *p, enum stage stage,
		const struct link *l, enum conf4 which, enum join join,
		int32_t *value)
{
	const struct netns *ns = walk_ns(w, p);
	int32_t own = 0;
	int32_t all = 0;

	if (conf4_link(l, which, &own) == SETTING_UNREAD)
		return not_read(w, p, stage, &l->obj,
				conf4_path(w, l->name, which));
	if (join == JOIN_OWN) {
		*value = own;
		return true;
	}
	if (!walk_need(w, p, stage, p->netns, READ_SYSCTLS, 0))
		return false;
	if (conf4_all(ns, which, &all) == SETTING_UNREAD)
		return not_read(w, p, stage, &ns->obj,
				conf4_path(w, "all", which));
	*value = joined(join, all, own);
	return true;
}

bool walk_conf6(struct walk *w, struct packet *p, enum stage stage,
		const struct link *l, unsigned int which, int32_t *value)
{
	*value = 0;
	if (conf6_link(l, which, value) == SETTING_UNREAD)
		return not_read(w, p, stage, &l->obj,
				conf6_path(w, l->name, which));
	return true;
}

bool walk_conf6_all(struct walk *w, struct packet *p, enum stage stage,
		    unsigned int which, int32_t *value)
{
	const struct netns *ns = walk_ns(w, p);

	*value = 0;
	if (!walk_need(w, p, stage, p->netns, READ_SYSCTLS, 0))
		return false;
	if (conf6_all(ns, which, value) == SETTING_UNREAD)
		return not_read(w, p, stage, &ns->obj,
				conf6_path(w, "all", which));
	return true;
}

bool walk_sysctl(struct walk *w, struct packet *p, enum stage stage,
		 const char *path, int64_t absent, int64_t *value)
{
	const struct netns *ns = walk_ns(w, p);

	if (!walk_need(w, p, stage, p->netns, READ_SYSCTLS, 0))
		return false;
	switch (sysctl_number(ns, path, value)) {
	case SETTING_READ:
		return true;
	case SETTING_ABSENT:
		*value = absent;
		return true;
	case SETTING_UNREAD:
		break;
	}
	return not_read(w, p, stage, &ns->obj, path);
}

enum step walk_block_setting(struct walk *w, struct packet *p,
			     enum stage stage, const struct link *l,
			     const char *path, enum reason reason)
{
	const struct sysctl *s = netns_sysctl(walk_ns(w, p), path);
	const struct object *object = s ? &s->obj : l ? &l->obj : NULL;
	enum step step = walk_block(w, p, stage, object, reason);

	w->end.what = path;
	return step;
}
