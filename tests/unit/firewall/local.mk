# SPDX-License-Identifier: GPL-2.0-or-later
# Rules loaded by nft, read back, judged and printed: tests/data/rules; chains,
# hooks and damaged messages in test_nft_chains.c.
NFT_RULES = basic forms real sets
NFT_TESTS = tests/unit/firewall/nft_rules.tap \
	tests/unit/firewall/nft_chains.tap
EXTRA_DIST += $(NFT_TESTS) $(NFT_RULES:%=tests/data/rules/%)
TESTS += $(NFT_TESTS)
NFT_SOURCES = tests/unit/firewall/fake_walk.c \
	tests/unit/firewall/fake_walk.h tests/unit/firewall/kernel.c \
	tests/unit/firewall/kernel.h
NFT_LIBS = src/libdecode.a src/libfirewall.a src/libpacket.a src/libmodel.a \
	src/libbase.a $(LIBS_ALL)

check_PROGRAMS += tests/unit/firewall/test_nft_rules
tests_unit_firewall_test_nft_rules_SOURCES = \
	tests/unit/firewall/test_nft_rules.c \
	tests/unit/firewall/kernel_judge.c $(NFT_SOURCES)
tests_unit_firewall_test_nft_rules_CPPFLAGS = $(AM_CPPFLAGS) \
	-I$(top_srcdir)/tests/unit/firewall
tests_unit_firewall_test_nft_rules_LDADD = $(NFT_LIBS)

check_PROGRAMS += tests/unit/firewall/test_nft_chains
tests_unit_firewall_test_nft_chains_SOURCES = \
	tests/unit/firewall/test_nft_chains.c $(NFT_SOURCES)
tests_unit_firewall_test_nft_chains_CPPFLAGS = $(AM_CPPFLAGS) \
	-I$(top_srcdir)/tests/unit/firewall
tests_unit_firewall_test_nft_chains_LDADD = $(NFT_LIBS)
include tests/unit/firewall/xt.mk
