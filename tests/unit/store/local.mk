# SPDX-License-Identifier: GPL-2.0-or-later
# The firewall of these tests is a fake; the real one is tested in its room.
check_PROGRAMS += tests/unit/store/test_store
TESTS += tests/unit/store/test_store
tests_unit_store_test_store_SOURCES = \
	tests/unit/store/fake_firewall.c \
	tests/unit/store/fake_firewall.h \
	tests/unit/store/random_snapshot.c \
	tests/unit/store/random_snapshot.h \
	tests/unit/store/test_store.c
tests_unit_store_test_store_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_store_test_store_LDADD = src/libstore.a src/libmodel.a \
	src/libbase.a $(JANSSON_LIBS) $(CHECK_LIBS)
