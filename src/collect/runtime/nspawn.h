/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_COLLECT_NSPAWN_H
#define NSD_COLLECT_NSPAWN_H

#include "base/base.h"

/** unit_unescape() - systemd's \xNN in the name of a unit, undone */
char *unit_unescape(struct arena *a, const char *s);

#endif
