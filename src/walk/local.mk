# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += src/libwalk.a
src_libwalk_a_SOURCES = \
	src/walk/conntrack.c \
	src/walk/hook_ops.c \
	src/walk/hooks.c \
	src/walk/names.c \
	src/walk/nat.c \
	src/walk/stage.h \
	src/walk/trace.c \
	src/walk/walk.c \
	src/walk/walk.h
