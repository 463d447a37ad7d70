# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += src/libmodel.a
src_libmodel_a_SOURCES = \
	src/model/time.c \
	src/model/address.h \
	src/model/fib.h \
	src/model/field.h \
	src/model/gap.h \
	src/model/link.h \
	src/model/misc.h \
	src/model/model.h \
	src/model/neighbour.h \
	src/model/netns.h \
	src/model/object.h \
	src/model/overlay.h \
	src/model/process.h \
	src/model/route.h \
	src/model/rule.h \
	src/model/snapshot.h \
	src/model/sysctl.h
