# SPDX-License-Identifier: GPL-2.0-or-later
check_PROGRAMS += tests/unit/model/test_model tests/unit/model/test_overlay
TESTS += tests/unit/model/test_model tests/unit/model/test_overlay
tests_unit_model_test_model_SOURCES = \
	tests/unit/model/build.c \
	tests/unit/model/build.h \
	tests/unit/model/test_model.c
tests_unit_model_test_model_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_model_test_model_LDADD = src/libmodel.a src/libbase.a $(CHECK_LIBS)
tests_unit_model_test_overlay_SOURCES = \
	tests/unit/model/build.c \
	tests/unit/model/build.h \
	tests/unit/model/test_overlay.c
tests_unit_model_test_overlay_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_model_test_overlay_LDADD = src/libmodel.a src/libbase.a \
	$(CHECK_LIBS)
