/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_WALK_TUNNEL_H
#define NSD_WALK_TUNNEL_H

#include "walk/stage.h"

/** link_is_tunnel() - a device that wraps packets into others */
bool link_is_tunnel(const struct link *l);
enum step tunnel_transmit(struct walk *w, struct packet *p,
			  const struct link *dev);

#endif
