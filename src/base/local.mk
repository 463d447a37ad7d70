# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += src/libbase.a
src_libbase_a_SOURCES = \
	src/base/addr.c \
	src/base/addr.h \
	src/base/arena.c \
	src/base/arena.h \
	src/base/base.h \
	src/base/error.c \
	src/base/error.h \
	src/base/map.c \
	src/base/map.h \
	src/base/strbuf.c \
	src/base/strbuf.h \
	src/base/text.c \
	src/base/text.h \
	src/base/tri.h \
	src/base/types.h \
	src/base/vec.c \
	src/base/vec.h
