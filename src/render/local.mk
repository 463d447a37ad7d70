# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += src/librender.a
src_librender_a_SOURCES =
