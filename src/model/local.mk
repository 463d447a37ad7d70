# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += src/libmodel.a
src_libmodel_a_SOURCES =
