# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += src/libdiagnose.a
src_libdiagnose_a_SOURCES =
