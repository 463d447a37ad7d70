/* SPDX-License-Identifier: GPL-2.0-or-later */
/* splitmix64 (Steele, Lea, Flood 2014): small, and good enough for hosts */
#include "draw.h"

static uint64_t draw_next(struct draw *d)
{
	uint64_t z = d->state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

void draw_init(struct draw *d, uint64_t seed)
{
	d->state = seed * 0x2545f4914f6cdd1dULL + 0x1234567;
	draw_next(d);
}

unsigned int draw_below(struct draw *d, unsigned int n)
{
	return n ? draw_next(d) % n : 0;
}

bool draw_chance(struct draw *d, unsigned int percent)
{
	return draw_below(d, 100) < percent;
}

unsigned int draw_weighted(struct draw *d, const unsigned int *weights,
			   unsigned int n)
{
	unsigned int sum = 0, at, i;

	for (i = 0; i < n; i++)
		sum += weights[i];
	at = draw_below(d, sum);
	for (i = 0; i + 1 < n; i++) {
		if (at < weights[i])
			break;
		at -= weights[i];
	}
	return i;
}
