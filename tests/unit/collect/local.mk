# SPDX-License-Identifier: GPL-2.0-or-later
COLLECT_LIBS = src/libcollect.a src/libdecode.a src/libfirewall.a \
	src/libpacket.a src/libmodel.a src/libbase.a $(LIBS_ALL)
EXTRA_PROGRAMS += tests/unit/collect/dump
tests_unit_collect_dump_SOURCES = tests/unit/collect/dump.c
tests_unit_collect_dump_LDADD = $(COLLECT_LIBS)

check_PROGRAMS += tests/unit/collect/test_collect
TESTS += tests/unit/collect/test_collect
tests_unit_collect_test_collect_SOURCES = tests/unit/collect/test_collect.c
tests_unit_collect_test_collect_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_collect_test_collect_LDADD = $(COLLECT_LIBS) $(CHECK_LIBS)
