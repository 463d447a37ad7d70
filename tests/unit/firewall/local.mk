# SPDX-License-Identifier: GPL-2.0-or-later
# Rules loaded by nft, read back, judged and printed: tests/data/rules.
NFT_RULES = basic forms sets
EXTRA_DIST += tests/unit/firewall/nft_rules.tap $(NFT_RULES:%=tests/data/rules/%)
TESTS += tests/unit/firewall/nft_rules.tap
check_PROGRAMS += tests/unit/firewall/test_nft_rules
tests_unit_firewall_test_nft_rules_SOURCES = \
	tests/unit/firewall/test_nft_rules.c \
	tests/unit/firewall/kernel.c tests/unit/firewall/kernel.h
tests_unit_firewall_test_nft_rules_CPPFLAGS = $(AM_CPPFLAGS) \
	-I$(top_srcdir)/tests/unit/firewall
tests_unit_firewall_test_nft_rules_LDADD = src/libdecode.a src/libfirewall.a \
	src/libpacket.a src/libmodel.a src/libbase.a $(LIBS_ALL)
