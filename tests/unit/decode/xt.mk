# SPDX-License-Identifier: GPL-2.0-or-later
check_PROGRAMS += tests/unit/decode/test_xt_blob
TESTS += tests/unit/decode/test_xt_blob
EXTRA_DIST += tests/data/xt/filter.info tests/data/xt/filter.entries
tests_unit_decode_test_xt_blob_SOURCES = tests/unit/decode/test_xt_blob.c
tests_unit_decode_test_xt_blob_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_decode_test_xt_blob_LDADD = src/libdecode.a src/libfirewall.a \
	src/libpacket.a src/libmodel.a src/libbase.a $(LIBS_ALL) $(CHECK_LIBS)
