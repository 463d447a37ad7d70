/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fake_firewall.h"

#include <string.h>

static const struct field meta_fields[] = {
	{ "key", F(fake_meta, key), FT_U32 },
	{ "type", F(fake_meta, type), FT_U8 },
	{}
};

const struct object_type fake_meta_type = {
	"meta", sizeof(struct fake_meta), meta_fields,
};

static const struct field counter_fields[] = {
	{ "packets", F(fake_counter, packets), FT_U64, .flags = FF_VOLATILE },
	{}
};

const struct object_type fake_counter_type = {
	"counter", sizeof(struct fake_counter), counter_fields,
};

static const struct field each_fields[] = {
	{ "inner", F(fake_each, inner), FT_POLY, .by_name = fake_by_name },
	{}
};

const struct object_type fake_each_type = {
	"each", sizeof(struct fake_each), each_fields,
};

const struct object_type *fake_by_name(const char *name)
{
	static const struct object_type *const all[] = {
		&fake_meta_type, &fake_counter_type, &fake_each_type,
	};

	for (size_t i = 0; i < ARRAY_SIZE(all); i++)
		if (!strcmp(all[i]->name, name))
			return all[i];
	return NULL;
}

static const struct field rule_fields[] = {
	{ "handle", F(fake_rule, handle), FT_U64, .flags = FF_KEY },
	{ "exprs", F(fake_rule, exprs), FT_LIST, .by_name = fake_by_name },
	{}
};

const struct object_type fake_rule_type = {
	"rule", sizeof(struct fake_rule), rule_fields,
};

static const struct field chain_fields[] = {
	{ "name", F(fake_chain, name), FT_STRING, .flags = FF_KEY },
	{ "rules", F(fake_chain, rules), FT_LIST, .sub = &fake_rule_type },
	{}
};

const struct object_type fake_chain_type = {
	"chain", sizeof(struct fake_chain), chain_fields,
};

static const struct field firewall_fields[] = {
	{ "generation", F(firewall, generation), FT_U32 },
	{ "chains", F(firewall, chains), FT_LIST, .sub = &fake_chain_type },
	{}
};

const struct object_type firewall_type = {
	"firewall", sizeof(struct firewall), firewall_fields,
};

int firewall_seal(struct firewall *fw, struct arena *a, struct error *err)
{
	(void)fw;
	(void)a;
	(void)err;
	return 0;
}
