/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/gap.h"

#include "model/names.h"

static const struct field gap_fields[] = {
	{ "object", F(gap, object), FT_STRING, .flags = FF_KEY | FF_REQUIRED },
	{ "what", F(gap, what), FT_STRING, .flags = FF_KEY | FF_REQUIRED },
	{ "errno", F(gap, error), FT_ENUM, .names = errno_names },
	{ "needs", F(gap, needs), FT_STRING },
	{ "count", F(gap, count), FT_U32 },
	{ "text", F(gap, text), FT_STRING, .flags = FF_ID },
	{}
};

const struct object_type gap_type = {
	.name = "gap",
	.size = sizeof(struct gap),
	.fields = gap_fields,
};
