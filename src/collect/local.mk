# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += src/libcollect.a
src_libcollect_a_SOURCES =
