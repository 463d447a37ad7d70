# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += src/libwalk.a
src_libwalk_a_SOURCES = src/walk/stage.h src/walk/walk.h
