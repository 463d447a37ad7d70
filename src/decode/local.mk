# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += src/libdecode.a
src_libdecode_a_SOURCES =
