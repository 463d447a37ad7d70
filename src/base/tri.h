/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_BASE_TRI_H
#define NSD_BASE_TRI_H

#include "base/types.h"

/**
 * enum tri - what is known of a statement
 *
 * Knowledge is three-valued everywhere: a comparison with an unknown byte is
 * unknown, and unknown never turns into yes or no by a default.
 */
enum tri {
	TRI_NO = 0,
	TRI_YES = 1,
	TRI_UNKNOWN = 2,
};

static inline enum tri tri_of(bool b)
{
	return b ? TRI_YES : TRI_NO;
}

static inline enum tri tri_not(enum tri t)
{
	return t == TRI_UNKNOWN ? TRI_UNKNOWN : t == TRI_YES ? TRI_NO : TRI_YES;
}

static inline enum tri tri_and(enum tri a, enum tri b)
{
	if (a == TRI_NO || b == TRI_NO)
		return TRI_NO;
	return a == TRI_YES && b == TRI_YES ? TRI_YES : TRI_UNKNOWN;
}

static inline enum tri tri_or(enum tri a, enum tri b)
{
	return tri_not(tri_and(tri_not(a), tri_not(b)));
}

static inline enum tri tri_xor(enum tri a, bool invert)
{
	return invert ? tri_not(a) : a;
}

#endif
