# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += src/libbase.a
src_libbase_a_SOURCES =
