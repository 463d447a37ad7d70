# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += src/libstore.a
src_libstore_a_SOURCES = \
	src/store/format.c \
	src/store/format.h \
	src/store/load.c \
	src/store/read_value.c \
	src/store/read_volatile.c \
	src/store/reader.c \
	src/store/reader.h \
	src/store/save.c \
	src/store/store.h \
	src/store/value.c \
	src/store/writer.c
