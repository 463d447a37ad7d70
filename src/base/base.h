/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * base - what any C program needs
 *
 * Owns:     errors, arenas, growable arrays, hash maps, string buffers,
 *           addresses and prefixes with their text, three-valued logic,
 *           quoting for shells and escaping for terminals.
 * Takes:    libc alone.
 * Gives:    plain values and functions; nothing here knows a network.
 * Must not: read the system, print, exit (but when memory is out).
 * Start at: arena.h, then error.h.
 */
#ifndef NSD_BASE_H
#define NSD_BASE_H

#include "base/types.h"
#include "base/error.h"
#include "base/arena.h"
#include "base/vec.h"
#include "base/map.h"
#include "base/strbuf.h"
#include "base/tri.h"
#include "base/addr.h"
#include "base/text.h"

#endif
