/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Targets IDLETIMER and LED: net/netfilter/xt_IDLETIMER.c, xt_LED.c. They
 * note that a packet came by and let it go on.
 */
#include "firewall/xt/ext.h"
#include "firewall/xt/types.h"

#include <linux/netfilter/xt_IDLETIMER.h>
#include <linux/netfilter/xt_LED.h>

#define LED_PREFIX "netfilter-"

struct idletimer {
	struct object obj;
	uint32_t timeout;
	const char *label;
	uint8_t type;
	uint8_t send;
};

struct led {
	struct object obj;
	const char *id;
	int32_t delay;
	bool always_blink;
};

static const struct field idletimer_fields[] = {
	{ "timeout", F(idletimer, timeout), FT_U32 },
	{ "label", F(idletimer, label), FT_STRING },
	{ "timer-type", F(idletimer, type), FT_U8 },
	{ "send", F(idletimer, send), FT_U8 },
	{ }
};

static const struct field led_fields[] = {
	{ "id", F(led, id), FT_STRING },
	{ "delay", F(led, delay), FT_S32 },
	{ "always-blink", F(led, always_blink), FT_BOOL },
	{ }
};

static int idletimer_decode(void *ext, const struct xt_blob *b)
{
	const struct idletimer_tg_info_v1 *i = b->p;
	struct idletimer *t = ext;
	bool v1 = xt_type_of(&t->obj)->revision == 1;

	t->timeout = i->timeout;
	t->label = xt_string(b, i->label, sizeof(i->label));
	t->type = v1 ? i->timer_type : 0;
	t->send = v1 ? i->send_nl_msg : 0;
	return 0;
}

static int led_decode(void *ext, const struct xt_blob *b)
{
	const struct xt_led_info *i = b->p;
	struct led *t = ext;

	t->id = xt_string(b, i->id, sizeof(i->id));
	t->delay = (int32_t)i->delay;
	t->always_blink = i->always_blink;
	return 0;
}

static void idletimer_text(const void *ext, struct xt_print *p)
{
	const struct idletimer *t = ext;

	xt_out(p, " --timeout %u --label %s", t->timeout, t->label);
	if (t->type == XT_IDLETIMER_ALARM)
		xt_out(p, " --alarm");
	if (t->send)
		xt_out(p, " --send_nl_msg");
}

static void led_text(const void *ext, struct xt_print *p)
{
	const struct led *t = ext;
	const char *id = t->id;

	if (!strncmp(id, LED_PREFIX, strlen(LED_PREFIX)))
		id += strlen(LED_PREFIX);
	xt_out(p, " --led-trigger-id \"");
	for (; *id; id++)
		xt_out(p, *id == '"' || *id == '\\' ? "\\%c" : "%c", *id);
	xt_out(p, "\"");
	if (t->delay > 0)
		xt_out(p, " --led-delay %d", t->delay);
	else if (t->delay == -1)
		xt_out(p, " --led-delay inf");
	if (t->always_blink)
		xt_out(p, " --led-always-blink");
}

const struct xt_type xt_idletimer_types[] = {
	{ .object = XT_OBJECT("IDLETIMER.0", idletimer, idletimer_fields),
	  .kind = XT_TARGET, .name = "IDLETIMER", .families = XT_INET,
	  .flags = XT_F_NO_EFFECT, .size = sizeof(struct idletimer_tg_info),
	  .decode = idletimer_decode, .target = xt_no_effect,
	  .text = idletimer_text },
	{ .object = XT_OBJECT("IDLETIMER.1", idletimer, idletimer_fields),
	  .kind = XT_TARGET, .name = "IDLETIMER", .revision = 1,
	  .families = XT_INET, .flags = XT_F_NO_EFFECT,
	  .size = sizeof(struct idletimer_tg_info_v1),
	  .decode = idletimer_decode, .target = xt_no_effect,
	  .text = idletimer_text },
	{ .object = XT_OBJECT("LED.0", led, led_fields),
	  .kind = XT_TARGET, .name = "LED", .families = XT_INET,
	  .flags = XT_F_NO_EFFECT, .size = sizeof(struct xt_led_info),
	  .decode = led_decode, .target = xt_no_effect, .text = led_text },
	{ }
};
