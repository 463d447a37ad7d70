/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>

#include "cli/cli.h"

static int sections_of(const char *text, uint32_t *out, struct error *err)
{
	*out = 0;
	while (*text) {
		size_t len = strcspn(text, ",");
		uint32_t bit = 0;

		for (size_t i = 0; show_sections[i]; i++)
			if (strlen(show_sections[i]) == len &&
			    !strncmp(show_sections[i], text, len))
				bit = 1u << i;
		if (!bit)
			return error_set(err, -EINVAL,
					 "'--section %.*s': there is no such "
					 "section", (int)len, text);
		*out |= bit;
		text += len;
		text += *text == ',';
	}
	return 0;
}

/* Peers are named in their own namespaces: read the links of those, too. */
static int read_peers(struct session *s, const struct target *t,
		      struct error *err)
{
	const struct netns *ns = s->snap->netns.v[target_number(s, t)];
	want_vec wants = { 0 };
	struct link *const *it;

	VEC_FOR_EACH(&ns->links, it) {
		struct want w = {
			.netns = (*it)->peer_ns, .kind = READ_LINKS,
			.key = (uint64_t)(*it)->peer,
		};

		if (link_is_veth(*it) && (*it)->peer_ns != NETNS_NONE &&
		    wants.n < 64)
			VEC_PUSH(s->snap->arena, &wants, w);
	}
	session_more(s, &wants, err);
	return err->code;
}

static int run(struct session *s, const struct options *o, struct strbuf *out,
	       struct error *err)
{
	struct origin origin = { .command = "show", .target = o->args[1] };
	uint32_t sections = ~0u;
	struct target t;
	struct style style;
	int ret = o->section ? sections_of(o->section, &sections, err) : 0;

	if (!ret)
		ret = target_find(s, o->args[1], &t, err);
	if (!ret)
		ret = session_discover(s, COLLECT_PROCESSES | COLLECT_OWNERS,
				       err);
	if (!ret)
		ret = session_read(s, &t.ino, 1, READ_ALL, err);
	if (!ret && s->collector)
		ret = read_peers(s, &t, err);
	if (ret)
		return ret == -EACCES ? EXIT_UNKNOWN : EXIT_USAGE;
	if (session_finish(s, err))
		return EXIT_BUG;
	style_from(o, &style);
	if (!o->section && !o->all)
		sections &= ~(1u << 10);
	if (o->json)
		json_show(out, s->snap, target_number(s, &t), sections,
			  &origin);
	else
		text_show(out, &style, s->snap, target_number(s, &t),
			  sections, o->all, &origin);
	return EXIT_HEALTHY;
}

int command_show(const struct options *o, struct strbuf *out,
		 struct error *err)
{
	struct session s;
	int code;

	if (session_open(&s, o, err))
		return EXIT_USAGE;
	code = run(&s, o, out, err);
	session_close(&s);
	return code;
}
