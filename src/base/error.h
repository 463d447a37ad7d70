/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_BASE_ERROR_H
#define NSD_BASE_ERROR_H

#include "base/types.h"

/**
 * struct error - why something could not be done, in words
 * @code: negative errno, 0 while nothing went wrong
 * @text: "what was tried: on which object: the system's words"
 * @hint: what to do instead, or empty; at most two lines
 *
 * Made where the failure happens, given context by those that pass it on,
 * printed by cli alone. A NULL pointer is taken everywhere and ignored.
 */
struct error {
	int code;
	char text[512];
	char hint[256];
};

/** error_set() - state an error; returns @code (negative errno) */
int error_set(struct error *err, int code, const char *fmt, ...)
	NSD_PRINTF(3, 4);

/** error_sys() - state an error from errno: "fmt: strerror"; returns -errno */
int error_sys(struct error *err, const char *fmt, ...) NSD_PRINTF(2, 3);

/** error_context() - put "fmt: " in front of what is there; returns @code */
int error_context(struct error *err, int code, const char *fmt, ...)
	NSD_PRINTF(3, 4);

/** error_hint() - add what to do instead; returns err->code */
int error_hint(struct error *err, const char *fmt, ...) NSD_PRINTF(2, 3);

/** errno_name() - "EPERM" for 1 or -1; NULL for a number without a name */
const char *errno_name(int code);

/** errno_by_name() - 1 for "EPERM"; 0 for a name that is none */
int errno_by_name(const char *name);

#endif
