/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/process.h"

#include "model/names.h"

static const struct field process_fields[] = {
	{ "pid", F(process, pid), FT_U32, .flags = FF_KEY | FF_REQUIRED },
	{ "tid", F(process, tid), FT_U32, .flags = FF_KEY },
	{ "start", F(process, start), FT_U64 },
	{ "comm", F(process, comm), FT_STRING, .flags = FF_ID },
	{ "uid", F(process, uid), FT_U32, .flags = FF_ID },
	{ "runtime", F(process, runtime), FT_STRING },
	{ "container", F(process, container), FT_STRING, .flags = FF_ID },
	{ "unit", F(process, unit), FT_STRING, .flags = FF_ID },
	{}
};

const struct object_type process_type = {
	.name = "process",
	.size = sizeof(struct process),
	.fields = process_fields,
};

static const struct field name_fields[] = {
	{ "kind", F(name, kind), FT_STRING, .flags = FF_KEY },
	{ "name", F(name, name), FT_STRING, .flags = FF_KEY | FF_ID },
	{ "path", F(name, path), FT_STRING, .flags = FF_KEY | FF_ID },
	{ "mnt_pid", F(name, mnt_pid), FT_U32, .flags = FF_KEY },
	{}
};

const struct object_type name_type = {
	.name = "name",
	.size = sizeof(struct name),
	.fields = name_fields,
};

static const struct field resolver_fields[] = {
	{ "pid", F(resolver, pid), FT_U32, .flags = FF_KEY },
	{ "path", F(resolver, path), FT_STRING, .flags = FF_KEY | FF_ID },
	{ "state", F(resolver, state), FT_ENUM, .names = errno_names },
	{ "link", F(resolver, link), FT_STRING, .flags = FF_ID },
	{ "text", F(resolver, text), FT_STRING, .flags = FF_ID },
	{ "hosts_line", F(resolver, hosts_line), FT_STRING },
	{}
};

const struct object_type resolver_type = {
	.name = "resolver",
	.size = sizeof(struct resolver),
	.fields = resolver_fields,
};
