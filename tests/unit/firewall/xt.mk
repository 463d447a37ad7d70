# SPDX-License-Identifier: GPL-2.0-or-later
# Rules made by iptables, read back, printed and judged; edits of all backends.
XT_TESTS = tests/unit/firewall/xt_text.tap tests/unit/firewall/xt_eval.tap
EXTRA_DIST += $(XT_TESTS) tests/data/xt/rules tests/data/xt/cases
TESTS += $(XT_TESTS) tests/unit/firewall/test_edit
XT_SOURCES = tests/unit/firewall/kernel.c tests/unit/firewall/kernel.h \
	tests/unit/firewall/xt_kernel.c tests/unit/firewall/xt_kernel.h
XT_LIBS = src/libdecode.a src/libfirewall.a src/libpacket.a src/libmodel.a \
	src/libbase.a $(LIBS_ALL)

check_PROGRAMS += tests/unit/firewall/test_xt_text
tests_unit_firewall_test_xt_text_SOURCES = \
	tests/unit/firewall/test_xt_text.c $(XT_SOURCES)
tests_unit_firewall_test_xt_text_CPPFLAGS = $(AM_CPPFLAGS) \
	-I$(top_srcdir)/tests/unit/firewall
tests_unit_firewall_test_xt_text_LDADD = $(XT_LIBS)

check_PROGRAMS += tests/unit/firewall/test_xt_eval
tests_unit_firewall_test_xt_eval_SOURCES = \
	tests/unit/firewall/test_xt_eval.c $(XT_SOURCES)
tests_unit_firewall_test_xt_eval_CPPFLAGS = $(AM_CPPFLAGS) \
	-I$(top_srcdir)/tests/unit/firewall
tests_unit_firewall_test_xt_eval_LDADD = $(XT_LIBS)

check_PROGRAMS += tests/unit/firewall/test_edit
tests_unit_firewall_test_edit_SOURCES = \
	tests/unit/firewall/test_edit.c $(XT_SOURCES)
tests_unit_firewall_test_edit_CPPFLAGS = $(AM_CPPFLAGS) \
	-I$(top_srcdir)/tests/unit/firewall
tests_unit_firewall_test_edit_LDADD = $(XT_LIBS)
