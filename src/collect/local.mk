# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += src/libcollect.a
src_libcollect_a_SOURCES = \
	src/collect/collect.h \
	src/collect/collector.c \
	src/collect/collector.h \
	src/collect/discover.c \
	src/collect/fds.c \
	src/collect/file_child.c \
	src/collect/file_child.h \
	src/collect/files.c \
	src/collect/files.h \
	src/collect/host.c \
	src/collect/mountinfo.c \
	src/collect/mountinfo.h \
	src/collect/mounts.c \
	src/collect/names.c \
	src/collect/netlink.c \
	src/collect/netlink.h \
	src/collect/netns.c \
	src/collect/newer.h \
	src/collect/nsid_search.c \
	src/collect/nsids.c \
	src/collect/owners.c \
	src/collect/place.c \
	src/collect/proc.c \
	src/collect/proc.h \
	src/collect/proc_stat.c \
	src/collect/procfs.c \
	src/collect/procfs.h \
	src/collect/readers.c \
	src/collect/readers.h \
	src/collect/resolvers.c \
	src/collect/rights.c \
	src/collect/rights.h \
	src/collect/rounds.h \
	src/collect/rtnl.c \
	src/collect/sysctls.c \
	src/collect/targets.c \
	src/collect/visit.c \
	src/collect/visit.h \
	src/collect/wants.c
