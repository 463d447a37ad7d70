/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Constants that the headers of Debian 12 (6.1) do not have, each with the
 * kernel that brought it.
 */
#ifndef NSD_MODEL_NEWER_H
#define NSD_MODEL_NEWER_H

#define NSD_IFLA_BRPORT_MAB		40	/* 6.2 */
#define NSD_IFLA_NETKIT_PRIMARY		2	/* 6.7, all of netkit */
#define NSD_IFLA_NETKIT_POLICY		3
#define NSD_IFLA_NETKIT_PEER_POLICY	4
#define NSD_IFLA_NETKIT_MODE		5

#endif
