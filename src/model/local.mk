# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += src/libmodel.a
src_libmodel_a_SOURCES = \
	src/model/address.c \
	src/model/address.h \
	src/model/fib.c \
	src/model/fib.h \
	src/model/field.c \
	src/model/field.h \
	src/model/field_equal.c \
	src/model/field_text.c \
	src/model/gap.c \
	src/model/gap.h \
	src/model/index.c \
	src/model/index.h \
	src/model/link.c \
	src/model/link.h \
	src/model/link_kinds.c \
	src/model/link_types.h \
	src/model/misc.c \
	src/model/misc.h \
	src/model/model.h \
	src/model/names.c \
	src/model/names.h \
	src/model/neighbour.c \
	src/model/neighbour.h \
	src/model/netns.c \
	src/model/netns.h \
	src/model/newer.h \
	src/model/object.h \
	src/model/overlay.h \
	src/model/process.c \
	src/model/process.h \
	src/model/resolver.c \
	src/model/route.c \
	src/model/route.h \
	src/model/rule.c \
	src/model/rule.h \
	src/model/seal.c \
	src/model/snapshot.c \
	src/model/snapshot.h \
	src/model/sysctl.c \
	src/model/sysctl.h \
	src/model/sysctl_files.c \
	src/model/time.c \
	src/model/title.c
