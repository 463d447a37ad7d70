/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What Debian 12's headers (6.1) do not have, each with its kernel. */
#ifndef NSD_COLLECT_NEWER_H
#define NSD_COLLECT_NEWER_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define NSD_NS_GET_ID		_IOR(0xb7, 13, __u64)	/* 6.18 */

#endif
