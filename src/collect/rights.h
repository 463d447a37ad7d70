/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_COLLECT_RIGHTS_H
#define NSD_COLLECT_RIGHTS_H

struct collector;

/** rights_read() - fill may_* and host.rights from the effective capabilities */
void rights_read(struct collector *c);

#endif
