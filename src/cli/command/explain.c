/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>

#include "cli/cli.h"

int command_explain(const struct options *o, struct strbuf *out,
		    struct error *err)
{
	const struct finding_type *t;
	struct style style;

	style_from(o, &style);
	if (o->n_args < 2) {
		text_explain_list(out, &style);
		return EXIT_HEALTHY;
	}
	t = finding_by_code(o->args[1]);
	if (!t) {
		error_set(err, -ENOENT, "there is no finding '%s'",
			  o->args[1]);
		error_hint(err, "'nsdoctor explain' lists all of them");
		return EXIT_USAGE;
	}
	if (o->json)
		json_explain(out, t);
	else
		text_explain(out, &style, t);
	return EXIT_HEALTHY;
}
