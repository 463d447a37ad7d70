/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_BASE_TYPES_H
#define NSD_BASE_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Network order; everything else is in the order of the machine. */
typedef uint16_t be16;
typedef uint32_t be32;

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#define container_of(ptr, type, member) \
	((type *)((char *)(ptr) - offsetof(type, member)))

#define NSD_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/**
 * struct bytes - a borrowed run of bytes
 * @p: first byte, NULL when @len is 0
 * @len: number of bytes
 */
struct bytes {
	const uint8_t *p;
	size_t len;
};

#endif
