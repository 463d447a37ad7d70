# SPDX-License-Identifier: GPL-2.0-or-later
check_PROGRAMS += tests/unit/walk/test_walk
TESTS += tests/unit/walk/test_walk
tests_unit_walk_test_walk_SOURCES = \
	tests/unit/walk/host.c \
	tests/unit/walk/host.h \
	tests/unit/walk/test_walk.c
tests_unit_walk_test_walk_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_walk_test_walk_LDADD = src/libwalk.a src/libfirewall.a \
	src/libpacket.a src/libmodel.a src/libbase.a $(NFTNL_LIBS) \
	$(MNL_LIBS) $(CHECK_LIBS)
