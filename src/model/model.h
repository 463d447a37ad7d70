/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * model - what a host is
 *
 * Owns:     one struct and one field table per kind of kernel object, the
 *           snapshot that holds them, its indices, and the overlay (a
 *           snapshot derived from another by what-if changes).
 * Takes:    objects from decode, collect and store, through the builders.
 * Gives:    a sealed snapshot that nobody changes any more.
 * Must not: read the system, know a packet, or judge what it holds.
 * Start at: field.h (how an object is described), then snapshot.h.
 */
#ifndef NSD_MODEL_H
#define NSD_MODEL_H

#include "model/field.h"
#include "model/object.h"
#include "model/link.h"
#include "model/address.h"
#include "model/route.h"
#include "model/rule.h"
#include "model/neighbour.h"
#include "model/misc.h"
#include "model/process.h"
#include "model/gap.h"
#include "model/netns.h"
#include "model/fib.h"
#include "model/sysctl.h"
#include "model/snapshot.h"
#include "model/overlay.h"

#endif
